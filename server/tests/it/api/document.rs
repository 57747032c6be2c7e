//! The document of the API is true: what it lists is there, what is there it lists, and real
//! answers are what it says.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::common::{Api, Http, Reply, TestServer};

mod calls;

async fn document(http: &Http) -> Value {
    let answer = http.get("/api/v1/openapi.json").await;
    assert_eq!(answer.status, 200, "for everybody");
    assert_eq!(answer.header("content-type"), Some("application/json"));
    serde_json::from_str(&answer.body).unwrap()
}

/// Every operation: its method and its path.
fn operations(document: &Value) -> BTreeSet<(String, String)> {
    let paths = document["paths"].as_object().unwrap();
    let of = |(path, item): (&String, &Value)| {
        let methods = item.as_object().unwrap().keys();
        let pair = |method: &String| (method.to_uppercase(), path.clone());
        methods.map(pair).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).collect()
}

/// A schema of the document, strict: what it does not name must not be there.
fn validator(document: &Value, schema: &Value) -> jsonschema::Validator {
    let mut root = schema.clone();
    root["components"] = document["components"].clone();
    close(&mut root);
    jsonschema::validator_for(&root).unwrap()
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(close);
            if members.contains_key("properties") && members.contains_key("type") {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// Why an answer is not what the document says; nothing when it is.
fn complaint(document: &Value, method: &str, path: &str, reply: &Reply) -> Option<String> {
    let operation = &document["paths"][path][method.to_lowercase()];
    let response = &operation["responses"][reply.status.to_string()];
    let schema = &response["content"]["application/json"]["schema"];
    if schema.is_null() {
        let status = reply.status;
        return Some(format!("{method} {path} is not said to answer {status}"));
    }
    let validator = validator(document, schema);
    let errors = validator.iter_errors(&reply.body);
    let errors: Vec<_> = errors.map(|error| error.to_string()).collect();
    (!errors.is_empty()).then(|| format!("{method} {path}: {errors:?} in {}", reply.body))
}

#[tokio::test]
async fn whatever_is_listed_is_there_and_asks_for_a_token() {
    let server = TestServer::start().await;
    let document = document(&server.http()).await;
    let operations = operations(&document);
    assert!(operations.len() >= 11, "{operations:?}");
    let nobody = Api {
        address: server.address,
        token: String::new(),
    };
    for (method, path) in operations {
        let path = path.strip_prefix("/api/v1").unwrap();
        let path = path.replace("{room}", "1").replace("{message}", "1");
        let reply = match method.as_str() {
            "GET" => nobody.get(&path).await,
            _ => nobody.post(&path, &json!({})).await,
        };
        assert_eq!(reply.status, 401, "{method} {path}");
    }
}

/// Routes come from the table that the document is made from, and from nowhere else.
#[test]
fn whatever_is_there_is_listed() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/src/http/");
    let read = |path: String| std::fs::read_to_string(path).unwrap();
    let mut sources = vec![read(format!("{root}api.rs"))];
    for file in std::fs::read_dir(format!("{root}api")).unwrap() {
        sources.push(read(file.unwrap().path().display().to_string()));
    }
    let unlisted = |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim);
        let added = lines.filter(|line| line.contains(".route(") || line.contains("_service("));
        added.map(str::to_owned).collect()
    };
    let found: Vec<_> = sources.iter().flat_map(|text| unlisted(text)).collect();
    assert_eq!(found, [".route(\"/openapi.json\", get(tell))"]);
    assert_eq!(unlisted("  .route(\"/secret\", get(x))").len(), 1);
    let router = read(format!("{root}router.rs"));
    assert!(
        !router.contains("\"/api"),
        "no address of the API beside it"
    );
}

#[tokio::test]
async fn real_answers_are_what_the_document_says() {
    let server = TestServer::start().await;
    let document = document(&server.http()).await;
    let bot = Api::bot(&server, "tea-timer").await;
    let mut answered = BTreeSet::new();
    for call in calls::all() {
        let (method, path) = (call.method, format!("/api/v1{}", call.path));
        let reply = match method {
            "GET" => bot.get(call.real).await,
            _ => bot.post(call.real, &call.body).await,
        };
        assert_eq!(reply.status, call.status, "{call:?}: {}", reply.body);
        assert_eq!(complaint(&document, method, &path, &reply), None);
        let request = &document["paths"][&path][method.to_lowercase()]["requestBody"];
        let schema = &request["content"]["application/json"]["schema"];
        let is_described = schema.is_null() || validator(&document, schema).is_valid(&call.body);
        assert!(is_described || call.status >= 400, "{call:?}");
        assert!(
            !is_described || call.status != 400 || method == "GET",
            "{call:?}"
        );
        if reply.status == 200 {
            answered.insert((method.to_owned(), path));
        }
    }
    assert_eq!(answered, operations(&document), "all of them were called");
}

/// An answer that is not as described is noticed.
#[tokio::test]
async fn the_check_sees_what_is_not_described() {
    let server = TestServer::start().await;
    let document = document(&server.http()).await;
    let bot = Api::bot(&server, "tea-timer").await;
    let good = bot.get("/me").await;
    let check = |reply: &Reply| complaint(&document, "GET", "/api/v1/me", reply);
    assert_eq!(check(&good), None);
    let changed = |change: fn(&mut Reply)| {
        let mut reply = good.clone();
        change(&mut reply);
        check(&reply).is_some()
    };
    assert!(changed(|reply| reply.status = 418));
    assert!(changed(|reply| reply.body["you"]["id"] = json!("1")));
    assert!(changed(|reply| reply.body["you"]["secret"] = json!(1)));
    assert!(changed(|reply| reply.body["at"] = Value::Null));
    assert!(changed(|reply| drop(
        reply.body.as_object_mut().unwrap().remove("you")
    )));
}
