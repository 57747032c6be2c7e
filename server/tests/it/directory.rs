//! The list of all rooms: who finds what in it.

use crate::common::{Http, TestServer, percent};

async fn open(http: &Http, session: &str, name: &str, more: &str) -> String {
    let form = format!("name={}{more}", percent(name));
    let opened = http.post_as(session, "/rooms", &form).await;
    assert_eq!(opened.status, 303, "{opened:?}");
    opened.location().to_owned()
}

/// The rows of a page, in their order.
async fn rows(http: &Http, session: &str, path: &str) -> Vec<String> {
    let page = http.get_as(session, path).await;
    assert_eq!(page.status, 200);
    let list = page.body.split("<ul class=\"directory\">").nth(1).unwrap();
    let list = list.split("</ul>").next().unwrap();
    list.split("<li").skip(1).map(str::to_owned).collect()
}

fn with<'a>(rows: &'a [String], name: &str) -> &'a str {
    let found = rows.iter().find(|row| row.contains(&format!(">{name}<")));
    found.unwrap_or_else(|| panic!("{name} is not in {rows:?}"))
}

#[tokio::test]
async fn everybody_finds_open_rooms_and_members_their_private_ones() {
    let server = TestServer::start().await;
    let http = server.http();
    let (ada, bao) = (http.join("Ada").await, http.join("Bao").await);
    open(&http, &ada, "garden", "").await;
    open(&http, &ada, "secret", "&private=on").await;
    let archived = open(&http, &ada, "almanac", "").await;
    let form = "do=archive";
    http.post_as(&ada, &format!("{archived}/settings/general"), form)
        .await;

    let mine = rows(&http, &ada, "/rooms").await;
    assert_eq!(mine.len(), 4, "{mine:?}");
    assert!(mine[3].contains("almanac"), "archived ones come last");
    assert!(with(&mine, "secret").contains("Open") && with(&mine, "garden").contains("joined"));
    let theirs = rows(&http, &bao, "/rooms").await;
    assert_eq!(theirs.len(), 3, "{theirs:?}");
    assert!(with(&theirs, "garden").contains("action=\"/r/2/join\""));
    assert!(with(&theirs, "garden").contains("1 member"));
    let old = with(&theirs, "almanac");
    assert!(old.contains("Read") && !old.contains("<form"), "{old}");
    assert!(theirs.iter().all(|row| !row.contains("secret")));
    assert!(rows(&http, &bao, "/rooms?q=secret").await.is_empty());
    let out = http.get("/rooms").await.body;
    assert!(out.contains("action=\"/join\""), "the way in comes first");
}

#[tokio::test]
async fn rooms_are_found_by_parts_of_name_and_topic_in_any_case_and_script() {
    let server = TestServer::start().await;
    let http = server.http();
    let ada = http.join("Ada").await;
    for name in ["Tasting-Notes 品茶记", "ÉTÉ", "100%"] {
        open(&http, &ada, name, "").await;
    }
    let topic = "do=save&name=plain&topic=Weekend+Rides&writers=everyone";
    let plain = open(&http, &ada, "plain", "").await;
    http.post_as(&ada, &format!("{plain}/settings/general"), topic)
        .await;
    for (words, name) in [
        ("tasting", "Tasting-Notes 品茶记"),
        ("茶", "Tasting-Notes 品茶记"),
        ("été", "ÉTÉ"),
        ("RIDES", "plain"),
        (" rides ", "plain"),
        ("%", "100%"),
    ] {
        let found = rows(&http, &ada, &format!("/rooms?q={}", percent(words))).await;
        assert_eq!(found.len(), 1, "{words}: {found:?}");
        with(&found, name);
    }
    let none = http.get_as(&ada, "/rooms?q=nothing-like-it").await.body;
    assert!(none.contains("No room matches") && none.contains("value=\"nothing-like-it\""));
}

#[tokio::test]
async fn joining_keeps_one_in_the_list_and_leads_nowhere_else() {
    let server = TestServer::start().await;
    let http = server.http();
    let (ada, bao) = (http.join("Ada").await, http.join("Bao").await);
    open(&http, &ada, "garden", "").await;
    let back = "/rooms?q=gar&page=0#room-2";
    let form = format!("back={}", percent(back));
    let joined = http.post_as(&bao, "/r/2/join", &form).await;
    assert_eq!((joined.status, joined.location()), (303, back));
    let found = rows(&http, &bao, "/rooms?q=gar").await;
    assert!(
        found[0].contains("Open") && found[0].contains("2 members"),
        "{found:?}"
    );
    let evil = http.post_as(&bao, "/r/2/join", "back=//evil.example").await;
    assert_eq!(evil.location(), "/");
    let plain = http.post_as(&bao, "/r/2/join", "").await;
    assert_eq!(plain.location(), "/r/2");
}

#[tokio::test]
async fn the_list_comes_in_pages_that_a_link_leads_to() {
    let server = TestServer::start().await;
    let http = server.http();
    let ada = http.join("Ada").await;
    for number in 0..60 {
        open(&http, &ada, &format!("tea {number:02}"), "").await;
    }
    let first = http.get_as(&ada, "/rooms?q=tea").await.body;
    assert!(
        first.contains("href=\"/rooms?q=tea&amp;page=1\""),
        "{first}"
    );
    assert!(!first.contains("rel=\"prev\""));
    let first = rows(&http, &ada, "/rooms?q=tea").await;
    let second = rows(&http, &ada, "/rooms?q=tea&page=1").await;
    assert_eq!((first.len(), second.len()), (50, 10));
    assert!(second[0].contains("tea 50"), "{second:?}");
    for nonsense in ["page=99", "page=-1", "page=x", "page=99999999999999999999"] {
        let page = http.get_as(&ada, &format!("/rooms?{nonsense}")).await;
        assert_eq!(page.status, 200, "{nonsense}");
    }
}

#[tokio::test]
async fn a_refused_room_comes_back_with_its_name_on_the_list() {
    let server = TestServer::start().await;
    let http = server.http();
    let ada = http.join("Ada").await;
    let long = "n".repeat(49);
    let refused = http.post_as(&ada, "/rooms", &format!("name={long}")).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Shorten the name") && refused.body.contains(&long));
    assert!(refused.body.contains("<details open class=\"new-room\""));
}
