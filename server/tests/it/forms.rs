//! Without JavaScript: joining, reading, posting, and what is refused.

use shared::frame::{ClientFrame, ServerFrame};

use crate::common::{HALL, TestServer, nonce, percent};

#[tokio::test]
async fn somebody_joins_reads_and_posts_with_forms_alone() {
    let server = TestServer::start().await;
    let http = server.http();
    let session = http.join("林小雨").await;
    let lobby = http.get_as(&session, "/").await;
    assert_eq!(lobby.status, 200);
    assert!(
        lobby.body.contains("front-hall 大堂"),
        "the lobby lists the room"
    );
    let form = format!(
        "text={}&nonce={}",
        percent("水开了 & <b>喝茶</b>"),
        nonce(1)
    );
    let posted = http.post_as(&session, "/r/1/messages", &form).await;
    assert_eq!(
        (posted.status, posted.header("location")),
        (303, Some("/r/1#m1"))
    );
    let room = http.get_as(&session, "/r/1").await;
    assert_eq!(room.status, 200);
    let shown = "水开了 &amp; &lt;b&gt;喝茶&lt;/b&gt;";
    assert!(room.body.contains(shown), "text is shown, not run");
}

#[tokio::test]
async fn a_room_s_name_cannot_leave_the_title_of_its_page() {
    let server = TestServer::start().await;
    let http = server.http();
    let session = http.join("Ada").await;
    let name = "</title><script>a&b</script>";
    let form = format!("name={}", percent(name));
    let opened = http.post_as(&session, "/rooms", &form).await;
    for path in [opened.location(), "/"] {
        let page = http.get_as(&session, path).await.body;
        assert!(
            !page.contains(name) && !page.contains("<script>a&b"),
            "{path}"
        );
        assert!(page.contains("&lt;/title"), "{path} does not show it");
    }
}

#[tokio::test]
async fn posts_by_form_reach_the_live_clients_once() {
    let server = TestServer::start().await;
    let mut ada = server.client("Ada").await;
    ada.enter(None).await;
    let http = server.http();
    let session = http.join("Bao").await;
    for _ in 0..2 {
        let form = format!("text=by+form&nonce={}", nonce(5));
        http.post_as(&session, "/r/1/messages", &form).await;
    }
    assert_eq!(ada.message().await.2, "by form");
    ada.post(1, "next").await;
    assert_eq!(
        ada.message().await.2,
        "next",
        "the second sending is not there"
    );
}

#[tokio::test]
async fn a_refused_form_comes_back_with_what_was_typed() {
    let server = TestServer::start().await;
    let http = server.http();
    let session = http.join("Ada").await;
    let too_long = "茶".repeat(49);
    let cases = [
        (
            "",
            "/join",
            format!("nickname={}", percent(&too_long)),
            too_long.as_str(),
        ),
        (
            &*session,
            "/rooms",
            format!("name={}", percent(&too_long)),
            &too_long,
        ),
        (
            &*session,
            "/r/1/messages",
            format!("text=a%07b&nonce={}", nonce(1)),
            "a\u{7}b",
        ),
    ];
    for (session, path, form, typed) in cases {
        let answer = http.post_as(session, path, &form).await;
        assert_eq!(answer.status, 422, "{path}");
        assert!(answer.body.contains(typed), "{path} lost what was typed");
        assert!(
            answer.body.contains("role=\"alert\""),
            "{path} does not say what is wrong"
        );
    }
}

#[tokio::test]
async fn forms_of_other_origins_and_of_nobody_change_nothing() {
    let server = TestServer::start().await;
    let http = server.http();
    let session = http.join("Ada").await;
    let post = format!("text=x&nonce={}", nonce(1));
    for path in ["/join", "/leave", "/rooms", "/r/1/messages", "/preferences"] {
        for origin in [
            "http://evil.example",
            "null",
            &format!("{}.evil.example", http.origin()),
        ] {
            let answer = http.post_from(origin, &session, path, &post).await;
            assert_eq!(answer.status, 403, "{path} from {origin}");
        }
    }
    for path in ["/rooms", "/r/1/messages"] {
        let answer = http.post_as("", path, &post).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, Some("/")),
            "{path}"
        );
    }
    assert_eq!(
        http.post_as(&session, "/r/999/messages", &post)
            .await
            .status,
        404
    );
    assert!(!http.get_as(&session, "/r/1").await.body.contains(">x<"));
}

#[tokio::test]
async fn after_joining_only_paths_of_this_server_are_gone_to() {
    let server = TestServer::start().await;
    let next = async |next: &str| {
        let form = format!("nickname=a&next={}", percent(next));
        let answer = server.http().post_as("", "/join", &form).await;
        answer.header("location").unwrap_or_default().to_owned()
    };
    assert_eq!(next("/r/1").await, "/r/1");
    for bad in ["https://evil.example", "//evil.example", "/\\evil.example"] {
        assert_eq!(next(bad).await, "/");
    }
}

#[tokio::test]
async fn the_first_html_of_a_room_holds_the_last_50_messages() {
    let server = TestServer::start().await;
    let session = server.http().join("Ada").await;
    let mut ada = crate::common::Client::connect(server.address, &session).await;
    ada.enter(None).await;
    for number in 1..=70 {
        ada.post(number, &format!("message-{number}-end")).await;
    }
    ada.acked(70).await;
    let page = async || server.http().get_as(&session, "/r/1").await.body;
    let shows = |html: &str, number: u32| html.contains(&format!("message-{number}-end"));
    let html = page().await;
    assert!(
        (1..=50).all(|n| shows(&html, n)),
        "where they go on reading"
    );
    assert!(!shows(&html, 70));
    let (room, seq) = (HALL, shared::Seq::new(70));
    ada.send(&ClientFrame::MarkRead { room, seq }).await;
    ada.until(|frame| matches!(frame, ServerFrame::ReadMarked { .. }).then_some(()))
        .await;
    let html = page().await;
    assert!((21..=70).all(|n| shows(&html, n)));
    assert!(!(1..=20).any(|n| shows(&html, n)));
    let linked = server.http().get_as(&session, "/r/1?m=5").await.body;
    assert!((1..=29).all(|n| shows(&linked, n)), "around a message");
    let before = server.http().get_as(&session, "/r/1?before=21").await.body;
    assert!((1..=20).all(|n| shows(&before, n)) && !shows(&before, 21));
}

#[tokio::test]
async fn cookies_and_pages_are_nobody_else_s() {
    let server = TestServer::start().await;
    let http = server.http();
    let joined = http.post_as("", "/join", "nickname=a&keep=on").await;
    let cookie = joined.header("set-cookie").unwrap();
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    let page = http.get("/").await;
    assert_eq!(page.header("cache-control"), Some("private, no-store"));
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(page.header("x-frame-options"), Some("DENY"));
}

/// Pages rendered side by side on several threads: a page must not look for its values when
/// they are gone, which shows only when the threads get in each other's way.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_rendered_side_by_side_all_succeed() {
    let server = TestServer::start().await;
    let session = server.http().join("Ada").await;
    let mut pages = tokio::task::JoinSet::new();
    for n in 0..240 {
        let (http, session) = (server.http(), session.clone());
        pages.spawn(async move {
            let path = ["/", "/r/1", "/r/99", "/nowhere"][n % 4];
            (path, http.get_as(&session, path).await.status)
        });
    }
    while let Some(page) = pages.join_next().await {
        let (path, status) = page.unwrap();
        let expected = if matches!(path, "/" | "/r/1") {
            200
        } else {
            404
        };
        assert_eq!(status, expected, "{path}");
    }
}
