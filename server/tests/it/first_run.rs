//! A house that nobody owns yet.

use crate::common::{Http, OWNER_PASSWORD, SETUP_TOKEN, TestServer, percent};

fn form(token: &str, handle: &str) -> String {
    format!(
        "token={}&house={}&guests=on&sign_up=open&handle={handle}&name=Owner\
         &password={OWNER_PASSWORD}",
        percent(token),
        percent("青山 <b>Studio</b>")
    )
}

async fn set_up(http: &Http, token: &str) -> u16 {
    http.post_as("", "/setup", &form(token, "owner"))
        .await
        .status
}

#[tokio::test]
async fn every_page_leads_to_the_set_up_and_nothing_else_works() {
    let server = TestServer::closed().await;
    let http = server.http();
    for path in [
        "/",
        "/r/1",
        "/join",
        "/signup",
        "/settings/profile",
        "/nowhere",
        "/invite/x",
    ] {
        let answer = http.get(path).await;
        assert_eq!(
            (answer.status, answer.location()),
            (303, "/setup"),
            "{path}"
        );
    }
    let forms = [
        ("/join", "nickname=a"),
        ("/signup", "handle=maya&name=Maya&password=correct+horse"),
        ("/sign-in", "handle=maya&password=correct+horse"),
        ("/rooms", "name=a"),
        ("/settings/house", "house=Mine&sign_up=open"),
    ];
    for (path, form) in forms {
        let answer = http.post_as("", path, form).await;
        assert_eq!((answer.status, answer.session()), (503, None), "{path}");
    }
    for path in ["/live", "/rpc/greeting", "/rpc/devices"] {
        assert_eq!(http.get(path).await.status, 503, "{path}");
    }
    let page = http.get("/setup").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("action=\"/setup\""), "{}", page.body);
    assert!(
        !page.body.contains(SETUP_TOKEN),
        "the page does not know the token"
    );
    assert_eq!(http.get("/icons.svg").await.status, 200, "files are there");
    assert_eq!(http.get("/readyz").await.status, 200);
    let language = http
        .post_as("", "/preferences", "lang=zh-CN&back=/setup")
        .await;
    assert_eq!(language.status, 303);
}

#[tokio::test]
async fn only_the_token_opens_the_house_and_only_once() {
    let server = TestServer::closed().await;
    let http = server.http();
    for wrong in [
        "",
        "0",
        "null",
        &SETUP_TOKEN[1..],
        &SETUP_TOKEN.to_uppercase(),
    ] {
        let answer = http.post_as("", "/setup", &form(wrong, "owner")).await;
        assert_eq!((answer.status, answer.session()), (422, None), "{wrong:?}");
        assert!(answer.body.contains("not the token"), "{wrong:?}");
    }
    let bad = form(SETUP_TOKEN, "not a handle").replace(' ', "+");
    let refused = http.post_as("", "/setup", &bad).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains("青山 &lt;b&gt;Studio"),
        "what was typed is kept"
    );
    assert!(
        !refused.body.contains(OWNER_PASSWORD),
        "but not the password"
    );
    assert_eq!(
        http.get("/").await.location(),
        "/setup",
        "nothing has changed"
    );

    let opened = http
        .post_as("", "/setup", &form(SETUP_TOKEN, "owner"))
        .await;
    assert_eq!((opened.status, opened.location()), (303, "/"));
    let owner = opened.session().unwrap();
    let lobby = http.get_as(&owner, "/").await;
    assert!(
        lobby.body.contains("青山 &lt;b&gt;Studio&lt;/b&gt;"),
        "{}",
        lobby.body
    );
    assert!(!lobby.body.contains("<b>Studio"), "a name is text");
    let join = http.get("/").await;
    assert!(join.body.contains("青山 &lt;b&gt;Studio&lt;/b&gt;") && join.body.contains("/join"));

    assert_eq!(
        set_up(&http, SETUP_TOKEN).await,
        404,
        "the token is used up"
    );
    assert_eq!(http.get("/setup").await.location(), "/");
    let house = http.get_as(&owner, "/settings/house").await;
    assert_eq!(house.status, 200);
    let guest = http.join("guest").await;
    assert_eq!(http.get_as(&guest, "/settings/house").await.status, 404);
    let change = "house=Mine&sign_up=open";
    let theirs = http.post_as(&guest, "/settings/house", change).await;
    assert_eq!(theirs.status, 404, "only the owner");
}
