//! Who is let in, how much they may do, and how they are sent away.

use server::Stop;
use shared::{
    ApiError,
    frame::{CloseReason, ServerFrame, Subject},
};

use crate::common::{Client, Ended, Road, TestServer, nonce};

/// Those who send people here are told at once; those who are here notice nothing yet.
#[tokio::test]
async fn a_server_that_is_replaced_goes_on_until_nobody_is_sent_here_any_more() {
    let mut server = TestServer::with(|config| config.notice_s = 2).await;
    let mut ada = server.client("Ada").await;
    ada.enter(None).await;
    server.begin(Stop::Gradually);
    while server.http().get("/readyz").await.status != 503 {}
    ada.post(1, "still open").await;
    ada.acked(1).await;
    let mut late = server.client("Late").await;
    late.enter(None).await;
    assert_eq!(server.http().get("/healthz").await.status, 200);
    let end = Ended::Closed(CloseReason::ServerRestarting.code());
    assert_eq!((ada.end().await, late.end().await), (end, end));
    server.stop().await;
}

/// Too many commands at once are refused with the time to wait, in their order, and nothing that
/// comes after a refused one overtakes it.
#[tokio::test]
async fn who_says_too_much_at_once_is_told_how_long_to_wait() {
    for road in Road::ALL {
        let server = TestServer::with(|config| config.link_commands = 5.try_into().unwrap()).await;
        let mut ada = server.client_over(road, "Ada").await;
        ada.enter(None).await;
        for number in 0..9 {
            ada.post(number, "x").await;
        }
        let mut answers = Vec::new();
        while answers.len() < 9 {
            let answer = ada.until(|frame| match frame {
                ServerFrame::Acked { nonce, .. } => Some((*nonce, true)),
                ServerFrame::Rejected {
                    subject: Subject::Message(nonce),
                    error: ApiError::RateLimited { retry_after_s },
                } => {
                    assert!((1..=2).contains(retry_after_s));
                    Some((*nonce, false))
                }
                _ => None,
            });
            answers.push(answer.await);
        }
        answers.sort_unstable();
        let expected = (0..9).map(|number| (nonce(number), number < 5));
        assert!(answers.into_iter().eq(expected), "over {road:?}");
    }
}

#[tokio::test]
async fn who_has_too_many_links_is_told_so_over_every_road() {
    let server = TestServer::with(|config| config.person_links = 2).await;
    let session = server.http().join("Ada").await;
    let first = Client::connect(server.address, &session).await;
    let _second = Client::connect_over(Road::Poll, server.address, &session).await;
    for road in Road::ALL {
        let third = Client::try_connect_over(road, server.address, &session).await;
        let crowded = Ended::Closed(CloseReason::TooManyConnections.code());
        assert_eq!(third.err(), Some(crowded), "over {road:?}");
    }
    let mut others = server.client("Bao").await;
    others.enter(None).await;
    drop(first);
    while Client::try_connect(server.address, &session).await.is_err() {}
}
