//! Bots: people who are programs, with a token in the place of a password.

use shared::frame::{ClientFrame, CloseReason, ServerFrame};

use crate::common::{Ended, Http, JsonClient, TestServer};

const PASSWORD: &str = "correct horse battery";
const BOTS: &str = "/settings/bots";

/// The addresses at which the bots of a list are revoked.
fn revocations(page: &str) -> Vec<&str> {
    let forms = page.split("action=\"").skip(1);
    let paths = forms.filter_map(|form| form.split('"').next());
    paths
        .filter(|path| path.starts_with("/settings/bots/"))
        .collect()
}

async fn knock(server: &TestServer, headers: &[(&'static str, &str)]) -> Option<u16> {
    let opened = JsonClient::knock(server.address, headers).await;
    opened.err().map(|status| status.as_u16())
}

async fn knock_with(server: &TestServer, token: &str) -> Option<u16> {
    let bearer = format!("Bearer {token}");
    knock(server, &[("authorization", &bearer)]).await
}

#[tokio::test]
async fn a_bot_talks_until_its_token_is_revoked() {
    let server = TestServer::start().await;
    let http = server.http();
    let maya = http.sign_up("maya", PASSWORD).await;
    let eve = http.sign_up("eve", PASSWORD).await;
    let token = http.bot(&maya, "tea-timer").await;
    let page = http.get_as(&maya, BOTS).await.body;
    assert!(page.contains("tea-timer") && page.contains("not used yet"));
    assert!(page.contains(&token[67..]), "its ending");
    assert!(!page.contains(&token), "shown once");
    let mut ada = server.client("Ada").await;
    ada.enter(None).await;
    let mut bot = JsonClient::with_token(server.address, &token).await;
    let me = bot
        .until(|frame| match frame {
            ServerFrame::Welcomed { you, .. } => Some(you.clone()),
            _ => None,
        })
        .await;
    assert_eq!(me.name, "tea-timer");
    bot.say(r#"{"EnterRoom":{"room":1,"cursor":null}}"#).await;
    let nonce = crate::common::nonce(1);
    let (room, text) = (crate::common::HALL, "ding".to_owned());
    bot.send(&ClientFrame::PostMessage { room, nonce, text })
        .await;
    let (_, author, text) = ada.message().await;
    assert_eq!((author, text.as_str()), (me.id, "ding"));
    while !http
        .get_as(&maya, BOTS)
        .await
        .body
        .contains("used just now")
    {}
    let path = format!("{BOTS}/{}/revoke", me.id);
    assert_eq!(revocations(&page), [path.as_str()]);
    assert_eq!(http.post_as(&eve, &path, "").await.status, 404, "not hers");
    let revoked = http.post_as(&maya, &path, "").await;
    assert_eq!(revoked.location(), "/settings/bots?done=revoked");
    assert_eq!(
        bot.end().await,
        Ended::Closed(CloseReason::SignedOut.code())
    );
    assert_eq!(knock_with(&server, &token).await, Some(401));
    assert_eq!(http.post_as(&maya, &path, "").await.status, 404, "once");
    let page = http.get_as(&maya, BOTS).await.body;
    assert!(revocations(&page).is_empty() && page.contains("You have no bots."));
}

#[tokio::test]
async fn only_accounts_make_bots_and_not_without_end() {
    let server = TestServer::start().await;
    let http = server.http();
    let maya = http.sign_up("maya", PASSWORD).await;
    let guest = http.join("Bao").await;
    let make = async |session: &str, form: &str| http.post_as(session, BOTS, form).await;
    assert_eq!(make(&guest, "name=x&days=7").await.status, 404);
    assert_eq!(make("", "name=x&days=7").await.location(), "/");
    let nothing = http.get_as(&guest, BOTS).await.body;
    assert!(!nothing.contains("action=\"/settings/bots\""));
    for form in ["name=&days=7", "name=x&days=0", "name=x&days=366"] {
        let refused = make(&maya, form).await;
        assert_eq!(refused.status, 422, "{form}");
        assert!(!refused.body.contains("th_bot_"), "{form}");
    }
    for n in 0..20 {
        http.bot(&maya, &format!("bot {n}")).await;
    }
    let refused = make(&maya, "name=one+more&days=7").await;
    assert_eq!(refused.status, 413);
    assert!(refused.body.contains("Revoke one first"));
    assert!(refused.body.contains("value=\"one more\""), "typed again");
    let listed = http.get_as(&maya, BOTS).await.body;
    let path = revocations(&listed)[0];
    http.post_as(&maya, path, "").await;
    http.bot(&maya, "one more").await;
}

#[tokio::test]
async fn a_token_is_no_cookie_and_a_cookie_is_no_token() {
    let server = TestServer::start().await;
    let http = server.http();
    let maya = http.sign_up("maya", PASSWORD).await;
    let token = http.bot(&maya, "tea-timer").await;
    let is_in = async |cookie: &str| {
        let page = http.get_as(cookie, "/").await.body;
        page.contains("action=\"/leave\"")
    };
    assert!(is_in(&maya).await);
    let digits = token.strip_prefix("th_bot_").unwrap();
    for value in [token.as_str(), digits] {
        assert!(!is_in(&format!("teahouse_session={value}")).await);
    }
    let session = maya.strip_prefix("teahouse_session=").unwrap();
    assert_eq!(knock_with(&server, &token).await, None);
    for no_token in [session, digits, "", "null", "1-", "th_bot_"] {
        assert_eq!(knock_with(&server, no_token).await, Some(401), "{no_token}");
    }
    // Whoever brings a header is not asked for a cookie, not even a good one.
    let origin = format!("http://{}", server.address);
    let both = [
        ("cookie", maya.as_str()),
        ("origin", origin.as_str()),
        ("authorization", "Bearer x"),
    ];
    assert_eq!(knock(&server, &both).await, Some(401));
    let bearer = format!("Bearer {token}");
    let foreign = [
        ("authorization", bearer.as_str()),
        ("origin", "http://evil.example"),
    ];
    assert_eq!(knock(&server, &foreign).await, Some(403));
}

/// What the pages of a session are, a bot does not see: its token opens rooms, not settings.
#[tokio::test]
async fn a_token_opens_no_page_and_no_form() {
    let server = TestServer::start().await;
    let http = server.http();
    let maya = http.sign_up("maya", PASSWORD).await;
    let token = http.bot(&maya, "tea-timer").await;
    let ask = async |http: &Http, method: &str, path: &str| {
        let head = format!(
            "{method} {path} HTTP/1.1\nOrigin: {}\nAuthorization: Bearer {token}\n\
             Content-Type: application/x-www-form-urlencoded\nContent-Length: 0",
            http.origin()
        );
        http.raw(&head, "").await
    };
    let page = ask(&http, "GET", "/settings/bots").await;
    assert!(!page.body.contains("tea-timer"), "{page:?}");
    for path in [BOTS, "/settings/profile", "/rooms", "/r/1/messages"] {
        let answer = ask(&http, "POST", path).await;
        assert!(
            answer.location() == "/" || answer.status == 422,
            "{path}: {answer:?}"
        );
    }
}
