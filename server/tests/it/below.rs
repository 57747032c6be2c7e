//! A house below a path of its host: whatever browsers are given leads there, and the house has
//! the same addresses for itself.

use server::config::Config;

use crate::common::{Answer, Http, TestServer};

const BASE: &str = "/chat";

/// What a browser follows, loads or posts to.
const LINKS: [&str; 5] = ["href", "src", "srcset", "action", "formaction"];

async fn below() -> TestServer {
    TestServer::with(below_chat).await
}

fn below_chat(config: &mut Config) {
    config.base = BASE.parse().expect("a base");
}

/// The value of each such attribute of a page.
fn links(html: &str) -> Vec<&str> {
    let heads = html
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split('>').next());
    heads
        .flat_map(|head| {
            LINKS.into_iter().filter_map(move |name| {
                let (_, value) = head.split_once(&format!(" {name}=\""))?;
                value.split('"').next()
            })
        })
        .collect()
}

/// Those that lead out of the base, or to nowhere in particular.
fn strays<'a>(origin: &str, html: &'a str) -> Vec<&'a str> {
    let is_stray = |link: &&str| {
        let link = link.strip_prefix(origin).unwrap_or(link);
        let rest = link.strip_prefix(BASE);
        !rest.is_some_and(|rest| rest.starts_with('/'))
            && !link.starts_with('#')
            && !link.is_empty()
    };
    links(html).into_iter().filter(is_stray).collect()
}

/// Makes a link into the house; the page that shows it.
async fn invite(http: &Http, owner: &str) -> Answer {
    let decided = "house=House&sign_up=invited&guests=on";
    http.post_as(owner, "/settings/house", decided).await;
    let wanted = "days=7&uses=5";
    http.post_as(owner, "/settings/house/invites", wanted).await
}

/// Pages of everybody's, with everything on them that leads anywhere.
async fn pages(server: &TestServer) -> Vec<Answer> {
    let http = server.http();
    let owner = http.owner().await;
    let guest = http.join("Ada").await;
    http.post_as(&owner, "/rooms", "name=Leaves").await;
    http.bot(&owner, "Kettle").await;
    for room in 0..60 {
        http.post_as(&owner, "/rooms", &format!("name=Room+{room}"))
            .await;
        let said = format!("text=hello&nonce={room:032x}");
        http.post_as(&owner, "/r/1/messages", &said).await;
    }
    let mut pages = vec![
        http.get("/").await,
        http.get("/?with=account&next=/r/1").await,
        http.get("/signup").await,
        http.get("/doctor").await,
        http.get("/nowhere").await,
        http.post_as("", "/join", "nickname=").await,
        invite(&http, &owner).await,
        http.post_as(&owner, "/r/1/settings/invites", "do=invite&hours=72&uses=5")
            .await,
        http.get_as(&guest, "/settings/sign-in").await,
        http.get_as(&guest, "/r/1").await,
    ];
    for path in [
        "/",
        "/r/1",
        "/r/1?before=30",
        "/r/99",
        "/rooms",
        "/rooms?q=Room",
        "/new",
        "/p/1?room=1",
        "/p/2",
        "/settings/profile",
        "/settings/devices",
        "/settings/bots",
        "/settings/house",
        "/r/1/settings/general",
        "/r/1/settings/members",
        "/r/1/settings/invites",
        "/r/1/settings/bans",
        "/r/1/settings/leave",
        "/i/nothing",
        "/invite/nothing",
    ] {
        pages.push(http.get_as(&owner, path).await);
    }
    pages
}

#[tokio::test]
async fn every_address_on_every_page_lies_below_the_base() {
    let server = below().await;
    let origin = server.http().origin();
    let mut seen = 0;
    for page in pages(&server).await {
        assert_eq!(strays(&origin, &page.body), [""; 0], "{}", page.status);
        seen += links(&page.body).len();
    }
    assert!(seen > 500, "only {seen} addresses were looked at");

    let server = TestServer::start().await;
    let origin = server.http().origin();
    for page in pages(&server).await {
        assert!(!strays(&origin, &page.body).is_empty(), "{}", page.status);
        assert!(!page.body.contains("/chat/"), "{}", page.status);
    }
}

#[tokio::test]
async fn a_proxy_may_leave_the_base_or_take_it_off() {
    let server = below().await;
    let http = server.http();
    for path in ["/chat", "/chat/", "/"] {
        let page = http.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.body.contains("action=\"/chat/join\""), "{path}");
    }
    for path in ["/chat/readyz", "/readyz", "/chat/icons.svg", "/icons.svg"] {
        assert_eq!(http.get(path).await.status, 200, "{path}");
    }
    for path in ["/chatter", "/chat/chat/"] {
        assert_eq!(http.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn whoever_is_led_on_and_remembered_stays_below() {
    let server = below().await;
    let http = server.http();
    for path in ["/chat/join", "/join"] {
        let answer = http.post_as("", path, "nickname=Ada&next=/r/1").await;
        assert_eq!(
            (answer.status, answer.location()),
            (303, "/chat/r/1"),
            "{path}"
        );
        let cookie = answer.header("set-cookie").unwrap();
        assert!(
            cookie.contains("; Path=/chat;") || cookie.ends_with("; Path=/chat"),
            "{cookie}"
        );
    }
    let back = "lang=en&theme=dark&back=/r/1?m=2";
    let answer = http.post_as("", "/chat/preferences", back).await;
    assert_eq!(answer.location(), "/chat/r/1?m=2");
    let all = |name: &str| {
        answer
            .headers
            .iter()
            .filter(|(n, _)| n.eq_ignore_ascii_case(name))
            .count()
    };
    assert_eq!(all("set-cookie"), 2);
    for (_, cookie) in answer
        .headers
        .iter()
        .filter(|(n, _)| n.eq_ignore_ascii_case("set-cookie"))
    {
        assert!(cookie.contains("Path=/chat;"), "{cookie}");
    }
}

#[tokio::test]
async fn over_tls_the_cookie_says_that_it_is() {
    let server = TestServer::with(|config| {
        below_chat(config);
        config.secure_cookies = true;
    })
    .await;
    let http = server.http();
    let answer = http
        .post_from(
            &format!("https://{}", server.address),
            "",
            "/chat/join",
            "nickname=Ada",
        )
        .await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Secure-teahouse_session="), "{cookie}");
    let session = cookie.split(';').next().unwrap();
    let named = http.get_as(session, "/chat/settings/profile").await;
    assert!(named.body.contains("Ada"));
    // Neither a plain one nor that of a house that has the host for itself is taken for it.
    for other in ["teahouse_session", "__Host-teahouse_session"] {
        let planted = session.replace("__Secure-teahouse_session", other);
        let page = http.get_as(&planted, "/chat/settings/profile").await;
        assert!(!page.body.contains("Ada"), "{other}");
    }
}

#[tokio::test]
async fn of_two_cookies_of_a_name_the_one_of_the_longer_path_counts() {
    let server = below().await;
    let http = server.http();
    let session = http.join("Ada").await;
    let nobody = format!("teahouse_session={}", "0".repeat(64));
    let mine = http
        .get_as(&format!("{session}; {nobody}"), "/chat/settings/profile")
        .await;
    assert!(mine.body.contains("Ada"));
    let other = http
        .get_as(&format!("{nobody}; {session}"), "/chat/settings/profile")
        .await;
    assert!(!other.body.contains("Ada"));
}

#[tokio::test]
async fn links_to_give_away_have_the_base_in_them() {
    let server = below().await;
    let http = server.http();
    let owner = http.owner().await;
    let made = invite(&http, &owner).await;
    assert!(
        made.body
            .contains(&format!("{}/chat/invite/", http.origin()))
    );
    let made = http
        .post_as(
            &owner,
            "/chat/r/1/settings/invites",
            "do=invite&hours=72&uses=5",
        )
        .await;
    assert!(
        made.body.contains(&format!("{}/chat/i/", http.origin())),
        "{}",
        made.status
    );
}

#[tokio::test]
async fn the_document_of_the_api_says_where_it_is() {
    let server = below().await;
    let document = server.http().get("/chat/api/v1/openapi.json").await;
    let document: serde_json::Value = serde_json::from_str(&document.body).unwrap();
    assert_eq!(document["servers"][0]["url"], "/chat");
    assert!(document["paths"]["/api/v1/me"].is_object());
    let server = TestServer::start().await;
    let document = server.http().get("/api/v1/openapi.json").await;
    assert!(!document.body.contains("servers"));
}
