//! Sessions as their owner sees and ends them.

use futures_util::StreamExt;
use shared::frame::CloseReason;
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{client_async, tungstenite::Message};

use crate::{
    common::{Client, Ended, PATIENCE, Road, TestServer, percent, request},
    crash::database,
};

const PASSWORD: &str = "correct horse battery";
const CHROME: &str =
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Safari/537.36";

/// The addresses of the Revoke buttons on the page of devices.
fn buttons(page: &str) -> Vec<String> {
    let actions = page.split("action=\"").skip(1);
    let paths = actions.filter_map(|rest| rest.split('"').next());
    paths
        .filter(|path| path.ends_with("/revoke"))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn each_device_is_listed_and_can_be_signed_out_from_another() {
    let server = TestServer::start().await;
    let http = server.http();
    let mine = http.sign_up("maya", PASSWORD).await;
    let form = format!("handle=maya&password={}", percent(PASSWORD));
    let head = format!(
        "POST /sign-in HTTP/1.1\nOrigin: {}\nUser-Agent: {CHROME}\n\
         Content-Type: application/x-www-form-urlencoded\nContent-Length: {}",
        http.origin(),
        form.len()
    );
    let lost = http.raw(&head, &form).await.session().unwrap();
    let mut phone = Client::connect(server.address, &lost).await;
    let page = http.get_as(&mine, "/settings/devices").await.body;
    for word in ["This device", "Chrome on Android", "here now", "New"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    let revoke = buttons(&page);
    assert_eq!(revoke.len(), 1, "one's own has no button: {revoke:?}");

    let stranger = http.sign_up("jonas", PASSWORD).await;
    assert_eq!(http.post_as(&stranger, &revoke[0], "").await.status, 404);
    assert_eq!(http.post_as("", &revoke[0], "").await.location(), "/");
    let foreign = http
        .post_from("http://evil.example", &mine, &revoke[0], "")
        .await;
    assert_eq!(foreign.status, 403);
    assert_eq!(
        http.get_as(&lost, "/settings/devices").await.status,
        200,
        "still in"
    );

    let revoked = http.post_as(&mine, &revoke[0], "").await;
    assert_eq!(revoked.location(), "/settings/devices?done=revoked");
    assert_eq!(
        phone.end().await,
        Ended::Closed(CloseReason::SignedOut.code())
    );
    let way_in = http.get_as(&lost, "/settings/devices").await.body;
    assert!(way_in.contains("action=\"/join\""), "they are out");
    assert_eq!(
        http.post_as(&mine, &revoke[0], "").await.status,
        404,
        "it is gone"
    );
    let absurd = "/settings/devices/18446744073709551615/revoke";
    assert_eq!(http.post_as(&mine, absurd, "").await.status, 404);
}

#[tokio::test]
async fn all_others_are_signed_out_at_once_by_whoever_has_the_password() {
    let server = TestServer::start().await;
    let http = server.http();
    let mine = http.sign_up("maya", PASSWORD).await;
    let mut others = Vec::new();
    for _ in 0..3 {
        let session = http.sign_in("maya", PASSWORD).await.session().unwrap();
        others.push(Client::connect(server.address, &session).await);
    }
    let mut here = Client::connect(server.address, &mine).await;
    for wrong in ["", "wrong"] {
        let form = format!("present={wrong}");
        let refused = http.post_as(&mine, "/settings/devices", &form).await;
        assert_eq!(refused.status, 422, "{wrong:?}");
        assert!(refused.body.contains("not your present password"));
    }
    let form = format!("present={}", percent(PASSWORD));
    let done = http.post_as(&mine, "/settings/devices", &form).await;
    assert_eq!(done.location(), "/settings/devices?done=others&n=3");
    for other in &mut others {
        assert_eq!(
            other.end().await,
            Ended::Closed(CloseReason::SignedOut.code())
        );
    }
    here.enter(None).await;
    let page = http.get_as(&mine, done.location()).await.body;
    assert!(page.contains("Signed out on other devices: 3."), "{page}");
    let guest = http.join("Guest").await;
    assert_eq!(
        http.post_as(&guest, "/settings/devices", "present=")
            .await
            .status,
        404
    );
}

/// The session is ended while its link is on its way in: whichever comes first, none stays.
#[tokio::test]
async fn a_link_that_comes_in_while_its_session_ends_does_not_stay() {
    let server = TestServer::start().await;
    let http = server.http();
    for _ in 0..20 {
        let session = http.join("Ada").await;
        let connecting = async {
            let stream = TcpStream::connect(server.address).await.unwrap();
            let upgrade = request(server.address, &session);
            client_async(upgrade, stream).await.unwrap().0
        };
        let (mut link, left) = tokio::join!(connecting, http.post_as(&session, "/leave", ""));
        assert_eq!(left.status, 303);
        let end = timeout(PATIENCE, async {
            loop {
                match link.next().await {
                    Some(Ok(Message::Close(Some(close)))) => break u16::from(close.code),
                    Some(Ok(_)) => {}
                    other => panic!("{other:?}"),
                }
            }
        });
        assert_eq!(end.await.unwrap(), CloseReason::SignedOut.code());
    }
}

/// Nothing else ends these links, and the one of a session that goes on stays.
#[tokio::test]
async fn a_link_ends_when_the_time_of_its_session_is_over() {
    let server = TestServer::start().await;
    let mut short = Vec::new();
    for _ in Road::ALL {
        short.push(server.http().join("Ada").await);
    }
    assert_eq!(database::end_soon(server.data.path(), "Ada"), short.len());
    let mut others = server.client("Bao").await;
    let mut links = Vec::new();
    for (road, session) in Road::ALL.into_iter().zip(&short) {
        links.push(Client::connect_over(road, server.address, session).await);
    }
    for link in &mut links {
        let end = Ended::Closed(CloseReason::SignedOut.code());
        assert_eq!(link.end().await, end);
    }
    others.enter(None).await;
}
