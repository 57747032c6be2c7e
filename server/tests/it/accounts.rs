//! Accounts over HTTP: made, signed in to, and not to be guessed at.

use shared::frame::CloseReason;

use crate::common::{Answer, Client, Ended, TestServer, nonce, percent};

const PASSWORD: &str = "correct horse battery";
const NO_MATCH: &str = "That name and password do not match.";

fn is_in(lobby: &Answer, name: &str) -> bool {
    lobby.body.contains("action=\"/leave\"") && lobby.body.contains(name)
}

#[tokio::test]
async fn somebody_makes_an_account_and_signs_in_with_it_anywhere() {
    let server = TestServer::start().await;
    let http = server.http();
    let session = http.sign_up("Maya.L", PASSWORD).await;
    let lobby = http.get_as(&session, "/").await;
    assert!(is_in(&lobby, "@<!>maya.l"), "{}", lobby.body);
    for typed in ["maya.l", "MAYA.L", " Maya.L "] {
        let answer = http.sign_in(typed, PASSWORD).await;
        assert_eq!((answer.status, answer.location()), (303, "/"), "{typed}");
        let other = answer.session().unwrap();
        assert_ne!(other, session, "a session of its own");
        assert!(is_in(&http.get_as(&other, "/").await, "@<!>maya.l"));
    }
    let next = format!("handle=maya.l&password={}&next=/r/1", percent(PASSWORD));
    assert_eq!(http.post_as("", "/sign-in", &next).await.location(), "/r/1");
    let evil = format!("handle=maya.l&password={}&next=//evil", percent(PASSWORD));
    assert_eq!(http.post_as("", "/sign-in", &evil).await.location(), "/");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    let server = TestServer::start().await;
    let http = server.http();
    http.sign_up("maya", PASSWORD).await;
    http.join("guest").await;
    let cases = [
        ("maya", "wrong horse battery"),
        ("maya", ""),
        ("maya", &PASSWORD.to_uppercase()),
        ("nobody", PASSWORD),
        ("guest", ""),
        ("", ""),
        ("", PASSWORD),
        ("no such handle!", PASSWORD),
        ("maya\0", PASSWORD),
    ];
    for (handle, password) in cases {
        let answer = http.sign_in(handle, password).await;
        assert_eq!(answer.status, 422, "{handle:?}");
        assert!(answer.body.contains(NO_MATCH), "{handle:?}");
        assert_eq!(answer.session(), None, "{handle:?}");
        let is_there = !password.is_empty() && answer.body.contains(password);
        assert!(!is_there, "passwords never come back");
    }
    let form = http.post_as("", "/sign-in", "").await;
    assert_eq!((form.status, form.session()), (422, None));
}

#[tokio::test]
async fn what_is_wrong_with_a_new_account_is_said_beside_its_field_and_nothing_is_made() {
    let server = TestServer::start().await;
    let http = server.http();
    http.sign_up("maya", PASSWORD).await;
    let cases = [
        ("MAYA", "Maya", PASSWORD, "This handle is taken."),
        ("ab", "Maya", PASSWORD, "Use at least 3 characters."),
        ("", "Maya", PASSWORD, "Write your handle."),
        ("not a handle", "Maya", PASSWORD, "Use a-z"),
        ("jonas", "", PASSWORD, "Write a name"),
        ("jonas", "Jonas", "", "Write a password."),
        ("jonas", "Jonas", "short", "Use at least 8 characters."),
        ("jonas", "Jonas", "password", "Anybody would guess"),
        ("jonas-l1", "Jonas", "JONAS-L1", "Anybody would guess"),
    ];
    for (handle, name, password, sentence) in cases {
        let (handle, name) = (percent(handle), percent(name));
        let form = format!("handle={handle}&name={name}&password={}", percent(password));
        let answer = http.post_as("", "/signup", &form).await;
        assert_eq!((answer.status, answer.session()), (422, None), "{sentence}");
        assert!(
            answer.body.contains(sentence),
            "{sentence}: {}",
            answer.body
        );
    }
    assert_eq!(http.sign_in("jonas", PASSWORD).await.status, 422);
}

#[tokio::test]
async fn a_guest_makes_an_account_and_keeps_what_they_wrote() {
    let server = TestServer::start().await;
    let http = server.http();
    let session = http.join("Bao").await;
    let mut bao = Client::connect(server.address, &session).await;
    bao.enter(None).await;
    bao.post(1, "written as a guest").await;
    bao.acked(1).await;
    let form = format!("handle=bao&name=Bao&password={}", percent(PASSWORD));
    let promoted = http.post_as(&session, "/settings/account", &form).await;
    assert_eq!(promoted.location(), "/settings/sign-in?done=account");
    let again = http.post_as(&session, "/settings/account", &form).await;
    assert_eq!(again.status, 409, "they have one");
    let elsewhere = http.sign_in("bao", PASSWORD).await.session().unwrap();
    let back = Client::connect(server.address, &elsewhere).await;
    assert_eq!(back.me.id, bao.me.id, "the same person");
    let room = http.get_as(&elsewhere, "/r/1").await;
    assert!(room.body.contains("written as a guest"));
    bao.post(2, "still here").await;
    bao.acked(2).await;
    let nobody = http.post_as("", "/settings/account", &form).await;
    assert_eq!((nobody.status, nobody.location()), (303, "/"));
}

#[tokio::test]
async fn signing_in_ends_the_session_that_was_there_and_never_takes_over_its_token() {
    let server = TestServer::start().await;
    let http = server.http();
    http.sign_up("maya", PASSWORD).await;
    let planted = http.join("Mallory").await;
    let mut mallory = Client::connect(server.address, &planted).await;
    let form = format!("handle=maya&password={}", percent(PASSWORD));
    let answer = http.post_as(&planted, "/sign-in", &form).await;
    let session = answer.session().unwrap();
    assert_ne!(session, planted);
    assert_eq!(
        mallory.end().await,
        Ended::Closed(CloseReason::SignedOut.code())
    );
    assert!(!is_in(&http.get_as(&planted, "/").await, "Mallory"));
    assert!(is_in(&http.get_as(&session, "/").await, "@<!>maya"));
}

#[tokio::test]
async fn a_new_password_takes_the_present_one_and_ends_the_other_sessions() {
    let server = TestServer::start().await;
    let http = server.http();
    let mine = http.sign_up("maya", PASSWORD).await;
    let lost = http.sign_in("maya", PASSWORD).await.session().unwrap();
    let mut here = Client::connect(server.address, &mine).await;
    let mut there = Client::connect(server.address, &lost).await;
    let new = "another horse battery";
    let change = async |present: &str, new: &str| {
        let form = format!("present={}&new={}", percent(present), percent(new));
        http.post_as(&mine, "/settings/sign-in", &form).await
    };
    for (present, wanted) in [
        ("wrong", new),
        ("", new),
        (PASSWORD, "short"),
        (PASSWORD, ""),
    ] {
        let refused = change(present, wanted).await;
        assert_eq!(refused.status, 422, "{present:?} {wanted:?}");
    }
    assert!(
        is_in(&http.get_as(&lost, "/").await, "@<!>maya"),
        "nothing has changed"
    );
    let changed = change(PASSWORD, new).await;
    assert_eq!(changed.location(), "/settings/sign-in?done=password");
    assert_eq!(
        there.end().await,
        Ended::Closed(CloseReason::SignedOut.code())
    );
    assert!(!is_in(&http.get_as(&lost, "/").await, "@<!>maya"));
    here.enter(None).await;
    assert!(
        is_in(&http.get_as(&mine, "/").await, "@<!>maya"),
        "this one goes on"
    );
    assert_eq!(http.sign_in("maya", PASSWORD).await.status, 422);
    assert_eq!(http.sign_in("maya", new).await.status, 303);
    let guest = http.join("Guest").await;
    let form = format!("present=&new={}", percent(new));
    assert_eq!(
        http.post_as(&guest, "/settings/sign-in", &form)
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_name_is_shown_as_text_on_every_page() {
    let server = TestServer::start().await;
    let http = server.http();
    let canary = "<img src=x onerror=alert(1)>";
    let session = http.join("x").await;
    let refused = http.post_as(&session, "/settings/profile", "name=+").await;
    assert_eq!(refused.status, 422);
    // The longest name is too short for all of it.
    let name: String = canary.chars().take(24).collect();
    let form = format!("name={}", percent(&name));
    let renamed = http.post_as(&session, "/settings/profile", &form).await;
    assert_eq!(renamed.location(), "/settings/profile?done=saved");
    let form = format!("text=hello&nonce={}", nonce(1));
    http.post_as(&session, "/r/1/messages", &form).await;
    let pages = [
        "/",
        "/r/1",
        "/settings/profile",
        "/settings/devices",
        "/settings/sign-in",
    ];
    for path in pages.into_iter().chain(["/signup"]) {
        let page = http.get_as(&session, path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("<img src=x"), "{path}");
        assert!(
            page.body.contains("&lt;img src=x"),
            "{path} does not show it"
        );
    }
}
