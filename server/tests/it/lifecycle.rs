//! Stopping, slow readers, presence, files.

use crate::common::{Client, Ended, HALL, TestServer};
use shared::{
    Seq,
    frame::{ClientFrame, CloseReason, Cursor, Reconnect, ServerFrame},
};

#[tokio::test]
async fn a_stopping_server_tells_its_clients_to_come_back() {
    let mut server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    ada.enter(None).await;
    server.begin_stop();
    let end = ada.end().await;
    assert_eq!(end, Ended::Closed(CloseReason::ServerRestarting.code()));
    assert_eq!(CloseReason::ServerRestarting.reconnect(), Reconnect::Later);
    drop(ada);
    let data = server.stop().await;
    let again = TestServer::on(data, |_| {}).await;
    assert_eq!(again.http().get("/readyz").await.status, 200);
}

#[tokio::test]
async fn what_was_sent_before_stopping_is_acknowledged_or_absent() {
    let mut server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    let (epoch, _) = ada.enter(None).await;
    for number in 0..200 {
        ada.post(number, "x").await;
    }
    ada.acked(10).await;
    server.begin_stop();
    let mut acked = 11;
    loop {
        use futures_util::StreamExt;
        use tokio_tungstenite::tungstenite::Message;
        match ada.socket().next().await {
            Some(Ok(Message::Binary(bytes))) => {
                let frame = shared::codec::decode_server(&bytes).unwrap();
                acked += u64::from(matches!(frame, ServerFrame::Acked { .. }));
            }
            Some(Ok(Message::Close(_)) | Err(_)) | None => break,
            Some(Ok(_)) => {}
        }
    }
    let data = server.stop().await;
    let again = TestServer::on(data, |_| {}).await;
    let mut bao = again.client("Bao").await;
    let (_, last) = bao
        .enter(Some(Cursor {
            epoch,
            seq: Seq::ZERO,
        }))
        .await;
    assert!(last.get() >= acked, "{last} kept of {acked} acknowledged");
}

/// Somebody stops reading; somebody else does not notice, and the first resumes whole.
#[tokio::test]
async fn a_slow_reader_is_cut_and_resumes_and_nobody_waits_for_it() {
    const MESSAGES: u64 = 3_000;
    let server = TestServer::with(|config| config.outbox_bytes = 64 * 1024).await;
    let session = server.http().join("Slow").await;
    let mut slow = Client::connect(server.address, &session).await;
    let (epoch, _) = slow.enter(None).await;
    let mut ada = server.client("Ada").await;
    ada.enter(None).await;
    let text = "x".repeat(3_900);
    for number in 0..MESSAGES {
        ada.post(number, &text).await;
        ada.acked(number).await;
    }
    let mut seen = 0;
    let end = loop {
        use futures_util::StreamExt;
        use tokio_tungstenite::tungstenite::Message;
        match slow.socket().next().await {
            Some(Ok(Message::Binary(bytes))) => {
                let frame = shared::codec::decode_server(&bytes).unwrap();
                if let ServerFrame::Event { seq, .. } = frame {
                    assert_eq!(seq.get(), seen + 1, "no gap before the cut");
                    seen += 1;
                }
            }
            Some(Ok(Message::Close(close))) => break close.map(|close| u16::from(close.code)),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => break None,
        }
    };
    assert!(
        seen < MESSAGES,
        "12 MB do not fit in the buffers of a socket"
    );
    // A peer that reads nothing for the whole write deadline may miss the goodbye as well.
    assert!(
        end.is_none() || end == Some(CloseReason::SlowReader.code()),
        "{end:?}"
    );
    let mut back = Client::connect(server.address, &session).await;
    let cursor = Some(Cursor {
        epoch,
        seq: Seq::new(seen),
    });
    back.send(&ClientFrame::EnterRoom { room: HALL, cursor })
        .await;
    let entered = back
        .until(|frame| match frame {
            ServerFrame::RoomEntered { last_seq, .. } => Some(*last_seq),
            _ => None,
        })
        .await;
    assert_eq!(
        entered,
        Seq::new(MESSAGES),
        "what it has not seen is there to be fetched"
    );
}

#[tokio::test]
async fn coming_and_going_are_seen_by_the_others() {
    let server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    ada.enter(None).await;
    let mut bao = server.client("宝").await;
    bao.enter(None).await;
    let id = bao.me.id;
    ada.until(|frame| match frame {
        ServerFrame::PresenceChanged {
            online, entered, ..
        } => (*online == 2 && entered.iter().any(|p| p.id == id && p.name == "宝")).then_some(()),
        _ => None,
    })
    .await;
    bao.send(&ClientFrame::LeaveRoom { room: HALL }).await;
    ada.until(|frame| match frame {
        ServerFrame::PresenceChanged { online, left, .. } => {
            (*online == 1 && left.contains(&id)).then_some(())
        }
        _ => None,
    })
    .await;
}

#[tokio::test]
async fn a_reload_within_the_grace_period_is_no_event() {
    let server = TestServer::with(|config| config.presence_grace_s = 3_600).await;
    let mut ada = server.client("Ada").await;
    ada.enter(None).await;
    let session = server.http().join("Bao").await;
    let mut bao = Client::connect(server.address, &session).await;
    bao.enter(None).await;
    let changed = |frame: &ServerFrame| match frame {
        ServerFrame::PresenceChanged {
            online,
            entered,
            left,
            ..
        } => Some((*online, entered.len(), left.len())),
        _ => None,
    };
    while ada.until(changed).await.0 != 2 {}
    drop(bao);
    let mut bao = Client::connect(server.address, &session).await;
    bao.enter(None).await;
    // The next that happens in the room is somebody else's coming.
    let mut eve = server.client("Eve").await;
    eve.enter(None).await;
    assert_eq!(ada.until(changed).await, (3, 1, 0));
}

#[tokio::test]
async fn the_lobby_is_live() {
    let server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    ada.send(&ClientFrame::WatchLobby).await;
    let ServerFrame::LobbyListed { rooms, online } = ada.next().await else {
        panic!("no list")
    };
    assert_eq!((rooms.len(), rooms[0].online, online), (1, 0, 1));
    let mut bao = server.client("Bao").await;
    bao.enter(None).await;
    let counted = |frame: &ServerFrame| match frame {
        ServerFrame::LobbyChanged { rooms, online } => rooms
            .iter()
            .find(|r| r.id == HALL)
            .map(|r| (r.online, *online)),
        _ => None,
    };
    assert_eq!(ada.until(counted).await, (1, 2));
    let session = server.http().join("Eve").await;
    let answer = server
        .http()
        .post_as(&session, "/rooms", "name=garden")
        .await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, Some("/r/2"))
    );
    let named = |frame: &ServerFrame| match frame {
        ServerFrame::LobbyChanged { rooms, .. } => {
            rooms.iter().find(|r| r.name == "garden").map(|_| ())
        }
        _ => None,
    };
    ada.until(named).await;
}

#[tokio::test]
async fn files_are_compressed_tagged_and_kept_only_under_hashed_names() {
    let server = TestServer::start().await;
    let http = server.http();
    let js = "/pkg/teahouse.0123456789abcdefABCDEF.js";
    let get = async |path: &str, header: &str| {
        http.raw(&format!("GET {path} HTTP/1.1\n{header}"), "")
            .await
    };
    let answer = get(js, "Accept-Encoding: gzip, br").await;
    assert_eq!(answer.header("content-encoding"), Some("br"));
    assert_eq!(
        answer.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    let answer = get(js, "Accept-Encoding: gzip").await;
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    let answer = get(js, "Accept-Encoding: identity").await;
    assert_eq!(
        (answer.header("content-encoding"), answer.body.as_str()),
        (None, "// js")
    );
    let icons = get("/icons.svg", "Accept: */*").await;
    assert_eq!(icons.header("cache-control"), Some("public, no-cache"));
    let tag = icons.header("etag").unwrap();
    assert_eq!(
        get("/icons.svg", &format!("If-None-Match: {tag}"))
            .await
            .status,
        304
    );
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/pkg/../../x",
        "/.git",
        "/nothing.js",
    ] {
        assert_eq!(get(path, "Accept: */*").await.status, 404, "{path}");
    }
}
