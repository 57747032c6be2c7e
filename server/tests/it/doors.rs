//! How often one may try, and which cookie counts.

use server::config::Config;

use crate::common::{Answer, Http, OWNER_PASSWORD, TestServer, percent};

const PASSWORD: &str = "correct horse battery";

/// How many seconds a refused try has to wait.
fn wait(answer: &Answer) -> u32 {
    assert_eq!(answer.status, 429, "{answer:?}");
    let seconds = answer.header("retry-after").unwrap();
    let sentence = format!("Too many tries. Wait {seconds} s.");
    assert!(answer.body.contains(&sentence), "{}", answer.body);
    seconds.parse().unwrap()
}

#[tokio::test]
async fn after_so_many_tries_one_waits_whether_the_account_exists_or_not() {
    let few = |config: &mut Config| config.account_tries = 3.try_into().unwrap();
    let server = TestServer::with(few).await;
    let http = server.http();
    http.sign_up("maya", PASSWORD).await;
    for handle in ["maya", "nobody"] {
        for _ in 0..3 {
            assert_eq!(http.sign_in(handle, "wrong").await.status, 422);
        }
        assert!((1..=31).contains(&wait(&http.sign_in(handle, "wrong").await)));
    }
    let right = http.sign_in("MAYA", PASSWORD).await;
    wait(&right);
    assert_eq!(right.session(), None, "not even the right one");
    let others = http.sign_in("owner", OWNER_PASSWORD).await;
    assert_eq!(others.status, 303, "others are not meant");
}

#[tokio::test]
async fn one_address_has_its_tries_at_each_door() {
    let few = |config: &mut Config| {
        config.address_tries = 2.try_into().unwrap();
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    };
    let server = TestServer::with(few).await;
    let http = server.http();
    let from = async |address: &str, path: &str, form: &str| {
        let head = format!(
            "POST {path} HTTP/1.1\nOrigin: {}\nX-Forwarded-For: {address}\n\
             Content-Type: application/x-www-form-urlencoded\nContent-Length: {}",
            http.origin(),
            form.len()
        );
        http.raw(&head, form).await
    };
    let signing_up = |n| format!("handle=maya{n}&name=Maya&password={}", percent(PASSWORD));
    for n in 0..2 {
        assert_eq!(from("192.0.2.1", "/join", "nickname=a").await.status, 303);
        assert_eq!(
            from("192.0.2.1", "/signup", &signing_up(n)).await.status,
            303
        );
        let wrong = from("192.0.2.1", "/sign-in", &format!("handle=a{n}&password=b")).await;
        assert_eq!(wrong.status, 422);
    }
    wait(&from("192.0.2.1", "/join", "nickname=a").await);
    wait(&from("192.0.2.1", "/signup", &signing_up(9)).await);
    wait(&from("192.0.2.1", "/sign-in", "handle=z&password=b").await);
    assert_eq!(from("192.0.2.2", "/join", "nickname=a").await.status, 303);
}

/// A request as a proxy that speaks TLS passes it on.
async fn over_tls(http: &Http, head: &str, body: &str) -> Answer {
    http.raw(&format!("{head}\nX-Forwarded-Proto: https"), body)
        .await
}

#[tokio::test]
async fn over_tls_the_cookie_is_another_and_only_that_one_counts() {
    let proxied = |config: &mut Config| {
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    };
    let server = TestServer::with(proxied).await;
    let http = server.http();
    let head = format!(
        "POST /join HTTP/1.1\nOrigin: {}\nContent-Type: application/x-www-form-urlencoded\n\
         Content-Length: 10",
        http.origin()
    );
    let joined = over_tls(&http, &head, "nickname=a").await;
    let cookie = joined.header("set-cookie").unwrap().to_owned();
    assert!(cookie.starts_with("__Host-teahouse_session="), "{cookie}");
    for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    let secure = joined.session().unwrap();
    let plain = http.join("b").await;
    let renamed = secure.replace("__Host-", "");
    let get = async |cookie: &str, tls: bool| {
        let head = format!("GET / HTTP/1.1\nCookie: {cookie}");
        let answer = match tls {
            true => over_tls(&http, &head, "").await,
            false => http.raw(&head, "").await,
        };
        answer.body.contains("action=\"/leave\"")
    };
    assert!(get(&secure, true).await && get(&plain, false).await);
    assert!(
        !get(&secure, false).await,
        "a secure cookie over a plain connection"
    );
    assert!(
        !get(&plain, true).await,
        "a cookie that anybody may have planted"
    );
    assert!(!get(&renamed, true).await);
    for nothing in ["teahouse_session=", "teahouse_session=null", "other=1", ""] {
        assert!(!get(nothing, false).await, "{nothing:?}");
    }
}
