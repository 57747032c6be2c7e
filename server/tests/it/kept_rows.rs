//! Rows that were rendered once are shown again to whom they look the same, and to nobody else.

use shared::{MessageId, frame::ClientFrame};

use crate::common::{HALL, Http, TestServer, nonce};

/// The first message of the hall as a page has it.
async fn message(http: &Http, cookies: &str) -> String {
    let page = http.get_as(cookies, "/r/1").await;
    assert_eq!(page.status, 200);
    let (_, rest) = page.body.split_once("<article").expect("a message");
    let (row, _) = rest.split_once("</article>").unwrap();
    row.to_owned()
}

#[tokio::test]
async fn a_row_is_the_same_each_time_and_another_for_its_author_and_in_another_language() {
    let server = TestServer::start().await;
    let http = server.http();
    let (ada, bao) = (http.join("Ada").await, http.join("Bao").await);
    let form = format!("text=hello&nonce={}", nonce(1));
    assert_eq!(http.post_as(&ada, "/r/1/messages", &form).await.status, 303);

    let theirs = message(&http, &bao).await;
    let own = message(&http, &ada).await;
    let in_chinese = message(&http, &format!("{bao}; lang=zh-CN")).await;
    assert!(theirs.contains("id=\"m1\"") && own.contains(&format!("id=\"o{}\"", nonce(1))));
    assert_ne!(theirs, in_chinese);
    for _ in 0..3 {
        assert_eq!(message(&http, &bao).await, theirs);
        assert_eq!(message(&http, &ada).await, own);
        let again = message(&http, &format!("{bao}; lang=zh-CN")).await;
        assert_eq!(again, in_chinese);
    }
}

/// A link to a message marks it for whoever follows the link.
#[tokio::test]
async fn a_message_that_somebody_has_come_for_is_marked_for_them_alone() {
    let server = TestServer::start().await;
    let http = server.http();
    let (ada, bao) = (http.join("Ada").await, http.join("Bao").await);
    let form = format!("text=hello&nonce={}", nonce(1));
    http.post_as(&ada, "/r/1/messages", &form).await;
    let is_marked = async |path: &str| {
        let page = http.get_as(&bao, path).await.body;
        page.contains("message--found")
    };
    for _ in 0..2 {
        assert!(is_marked("/r/1?m=1").await, "whether or not it is kept");
        assert!(!is_marked("/r/1").await);
    }
}

#[tokio::test]
async fn what_changed_is_shown_as_it_is_now() {
    let server = TestServer::start().await;
    let http = server.http();
    let mut ada = server.client("Ada").await;
    let bao = http.join("Bao").await;
    ada.enter(None).await;
    ada.post(1, "before").await;
    ada.acked(1).await;
    assert!(message(&http, &bao).await.contains("before"));

    let (room, message_id) = (HALL, MessageId::new(1));
    let text = "after".to_owned();
    let nonce = nonce(2);
    ada.send(&ClientFrame::EditMessage {
        room,
        message: message_id,
        nonce,
        text,
    })
    .await;
    ada.acked(2).await;
    let edited = message(&http, &bao).await;
    assert!(
        edited.contains("after") && !edited.contains("before"),
        "{edited}"
    );
}
