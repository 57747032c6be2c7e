//! Who may come in is the owner's decision, at every door.

use crate::common::{Http, TestServer, percent};

const PASSWORD: &str = "correct horse battery";

async fn decide(http: &Http, owner: &str, guests: bool, sign_up: &str) {
    let guests = if guests { "&guests=on" } else { "" };
    let form = format!("house=House&sign_up={sign_up}{guests}");
    let answer = http.post_as(owner, "/settings/house", &form).await;
    assert_eq!(
        answer.location(),
        "/settings/house?done=saved",
        "{answer:?}"
    );
}

fn account(handle: &str) -> String {
    format!("handle={handle}&name=Maya&password={}", percent(PASSWORD))
}

/// Makes a link; its path.
async fn invite(http: &Http, owner: &str, uses: u32) -> String {
    let form = format!("days=3&uses={uses}");
    let page = http.post_as(owner, "/settings/house/invites", &form).await;
    assert_eq!(page.status, 200);
    // The whole address, so that it can be sent to somebody as it stands.
    let begins = format!("href=\"{}/invite/", http.origin());
    let path = page.body.split(&begins).nth(1).expect("a link");
    let code = path.split('"').next().unwrap();
    assert_eq!(code.len(), 32, "128 bits");
    format!("/invite/{code}")
}

#[tokio::test]
async fn guests_stay_out_where_they_are_not_let_in() {
    let server = TestServer::start().await;
    let http = server.http();
    let owner = http.owner().await;
    assert!(http.get("/").await.body.contains("action=\"/join\""));
    decide(&http, &owner, false, "open").await;
    let refused = http.post_as("", "/join", "nickname=a").await;
    assert_eq!((refused.status, refused.session()), (403, None));
    let page = http.get("/").await.body;
    assert!(!page.contains("action=\"/join\"") && page.contains("action=\"/sign-in\""));
    assert!(!page.contains("As a guest"), "nor is there a choice");
    http.sign_up("maya", PASSWORD).await;
    decide(&http, &owner, true, "open").await;
    http.join("a").await;
}

#[tokio::test]
async fn accounts_are_made_only_where_and_by_whom_they_may_be() {
    let server = TestServer::start().await;
    let http = server.http();
    let owner = http.owner().await;
    let guest = http.join("Bao").await;
    let link = invite(&http, &owner, 10).await;
    for policy in ["closed", "invited"] {
        decide(&http, &owner, true, policy).await;
        let refused = http.post_as("", "/signup", &account("maya")).await;
        assert_eq!((refused.status, refused.session()), (403, None), "{policy}");
        let promoted = http
            .post_as(&guest, "/settings/account", &account("bao"))
            .await;
        assert_eq!(promoted.status, 403, "{policy}");
        let page = http.get("/signup").await.body;
        assert!(!page.contains("action=\"/signup\""), "{policy}");
    }
    decide(&http, &owner, true, "closed").await;
    let by_link = http.post_as("", &link, &account("maya")).await;
    assert_eq!(by_link.status, 403, "closed is closed");
    assert_eq!(
        http.sign_in("maya", PASSWORD).await.status,
        422,
        "nobody was made"
    );
    assert_eq!(
        http.post_as(&owner, "/settings/house", "house=x&sign_up=no")
            .await
            .status,
        422
    );
    assert_eq!(
        http.post_as(&owner, "/settings/house", "house=&sign_up=open")
            .await
            .status,
        422
    );
}

#[tokio::test]
async fn an_invite_works_as_often_as_it_says_and_for_nothing_else() {
    let server = TestServer::start().await;
    let http = server.http();
    let owner = http.owner().await;
    decide(&http, &owner, true, "invited").await;
    let link = invite(&http, &owner, 2).await;
    let shown = http.get_as(&owner, "/settings/house").await.body;
    assert!(!shown.contains(&link), "the code is shown once");
    let page = http.get(&link).await;
    assert!(
        page.body.contains(&format!("action=\"{link}\"")),
        "{}",
        page.body
    );

    // A name that is taken costs no use.
    assert_eq!(http.post_as("", &link, &account("owner")).await.status, 422);
    assert_eq!(http.post_as("", &link, &account("maya")).await.status, 303);
    let guest = http.join("Bao").await;
    let promoted = http.post_as(&guest, &link, &account("bao")).await;
    assert_eq!(promoted.location(), "/settings/sign-in?done=account");
    let used_up = http.post_as("", &link, &account("cui")).await;
    assert_eq!((used_up.status, used_up.session()), (422, None));
    assert!(used_up.body.contains("does not work"), "{}", used_up.body);

    let code = link.trim_start_matches("/invite/");
    for nothing in [
        "/invite/0",
        "/invite/null",
        &format!("/invite/{}", code.to_uppercase()),
    ] {
        let refused = http.post_as("", nothing, &account("dev")).await;
        assert_eq!(
            (refused.status, refused.session()),
            (422, None),
            "{nothing}"
        );
    }
    let as_session = format!("teahouse_session={code}{code}");
    assert!(
        http.get_as(&as_session, "/")
            .await
            .body
            .contains("action=\"/join\"")
    );
}

#[tokio::test]
async fn invites_are_made_and_revoked_by_the_owner_alone() {
    let server = TestServer::start().await;
    let http = server.http();
    let owner = http.owner().await;
    decide(&http, &owner, true, "invited").await;
    let guest = http.join("Bao").await;
    let other = invite(&http, &owner, 5).await;
    let list = http.get_as(&owner, "/settings/house").await.body;
    let revoke = list
        .split("action=\"/settings/house/invites/")
        .nth(1)
        .unwrap();
    let revoke = format!(
        "/settings/house/invites/{}",
        revoke.split('"').next().unwrap()
    );
    assert_eq!(
        http.post_as(&guest, &revoke, "").await.status,
        404,
        "only the owner"
    );
    assert_eq!(http.post_as(&owner, &revoke, "").await.status, 303);
    assert_eq!(
        http.post_as("", &other, &account("dev")).await.status,
        422,
        "revoked"
    );
    let making = http
        .post_as(&guest, "/settings/house/invites", "days=3&uses=1")
        .await;
    assert_eq!(making.status, 404, "only the owner");
    for bad in [
        "days=0&uses=1",
        "days=31&uses=1",
        "days=3&uses=0",
        "days=3&uses=1001",
    ] {
        let refused = http.post_as(&owner, "/settings/house/invites", bad).await;
        assert_eq!(refused.status, 422, "{bad}");
    }
}
