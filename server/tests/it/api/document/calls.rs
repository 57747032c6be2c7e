use serde_json::{Value, json};

/// A call of the API and the status that it is to have.
#[derive(Debug)]
pub struct Call {
    pub method: &'static str,
    /// As the document has it.
    pub path: &'static str,
    /// What is asked for.
    pub real: &'static str,
    pub body: Value,
    pub status: u16,
}

fn nonce(number: u32) -> String {
    format!("{number:032x}")
}

fn get(path: &'static str, real: &'static str, status: u16) -> Call {
    Call {
        method: "GET",
        path,
        real,
        body: Value::Null,
        status,
    }
}

fn post(path: &'static str, real: &'static str, body: Value, status: u16) -> Call {
    Call {
        method: "POST",
        path,
        real,
        body,
        status,
    }
}

fn say(number: u32, text: &str, status: u16) -> Call {
    let body = json!({"nonce": nonce(number), "text": text});
    post("/rooms/{room}/messages", "/rooms/2/messages", body, status)
}

fn edit(number: u32, real: &'static str, status: u16) -> Call {
    let body = json!({"nonce": nonce(number), "text": "1"});
    post("/rooms/{room}/messages/{message}/edit", real, body, status)
}

fn delete(number: u32, status: u16) -> Call {
    let body = json!({"nonce": nonce(number)});
    let real = "/rooms/2/messages/2/delete";
    post(
        "/rooms/{room}/messages/{message}/delete",
        real,
        body,
        status,
    )
}

fn change(number: u32, real: &'static str, change: Value, status: u16) -> Call {
    let body = json!({"nonce": nonce(number), "change": change});
    post("/rooms/{room}/change", real, body, status)
}

fn read(real: &'static str, body: Value, status: u16) -> Call {
    post("/rooms/{room}/read", real, body, status)
}

fn unread(real: &'static str, body: Value, status: u16) -> Call {
    post("/rooms/{room}/unread", real, body, status)
}

/// In this order, by a bot that is a member of room 1 and opens room 2.
pub fn all() -> Vec<Call> {
    let page = |real, status| get("/rooms/{room}/messages", real, status);
    let members = |real, status| get("/rooms/{room}/members", real, status);
    let mut calls = vec![
        get("/me", "/me", 200),
        post("/rooms", "/rooms", json!({"name": "bots"}), 200),
        post("/rooms", "/rooms", json!({"name": ""}), 422),
        post("/rooms", "/rooms", json!({"names": ""}), 400),
        get("/rooms", "/rooms", 200),
        get("/rooms/{room}", "/rooms/2", 200),
        get("/rooms/{room}", "/rooms/99", 404),
        say(1, "one", 200),
        say(2, "two", 200),
        say(3, "", 422),
        say(4, &"x".repeat(4_001), 422),
        edit(5, "/rooms/2/messages/1/edit", 200),
        edit(6, "/rooms/2/messages/99/edit", 404),
        delete(7, 200),
        delete(8, 409),
        page("/rooms/2/messages", 200),
        page("/rooms/2/messages?before=2", 200),
        page("/rooms/2/messages?before=x", 400),
        page("/rooms/2/messages?after=1", 200),
        page("/rooms/2/messages?around=1", 200),
        page("/rooms/2/messages?since=1", 200),
        page("/rooms/2/messages?before=1&after=1", 422),
        get("/me/rooms", "/me/rooms", 200),
        get("/me/rooms", "/me/rooms?after=1", 200),
        read("/rooms/2/read", json!({"seq": 2}), 200),
        read("/rooms/99/read", json!({"seq": 2}), 404),
        read("/rooms/2/read", json!({}), 400),
        unread("/rooms/2/unread", json!({"message": 1}), 200),
        members("/rooms/1/members", 200),
        members("/rooms/1/members?after=1", 200),
        post("/people", "/people", json!({"users": [1, 2, 99]}), 200),
        post("/people", "/people", json!({"users": vec![1; 51]}), 413),
        post("/people", "/people", json!({"users": ["1"]}), 400),
    ];
    let topic = json!({"SetTopic": {"topic": "t"}});
    let rename = json!({"Rename": {"name": "t"}});
    calls.extend([
        change(9, "/rooms/2/change", json!("Join"), 409),
        change(10, "/rooms/2/change", topic, 200),
        change(11, "/rooms/2/change", json!({"Ban": {"user": 1}}), 200),
        change(12, "/rooms/2/change", json!({"Ban": {}}), 400),
        change(13, "/rooms/1/change", rename, 403),
    ]);
    calls
}
