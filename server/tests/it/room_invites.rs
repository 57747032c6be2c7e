//! Links to rooms: who makes them, whom they let in, and how often.

use crate::common::{Answer, Client, Http, TestServer, percent};

const PASSWORD: &str = "correct horse battery";
const SETTINGS: &str = "/r/2/settings/invites";

/// A private room of Ada's; her session.
async fn cellar(http: &Http) -> String {
    let ada = http.sign_up("ada", PASSWORD).await;
    let opened = http.post_as(&ada, "/rooms", "name=cellar&private=on").await;
    assert_eq!(opened.location(), "/r/2");
    ada
}

/// Makes a link; its path.
async fn invite(http: &Http, session: &str, uses: u32) -> String {
    let form = format!("do=invite&hours=72&uses={uses}");
    let page = http.post_as(session, SETTINGS, &form).await;
    assert_eq!(page.status, 200, "{page:?}");
    let start = format!("value=\"{}/i/", http.origin());
    let code = page.body.split(&start).nth(1).expect("the whole address");
    let code = code.split('"').next().unwrap();
    assert_eq!(code.len(), 32, "128 bits");
    assert!(page.body.contains("class=\"qr\""), "and its picture");
    format!("/i/{code}")
}

fn used(page: &Answer) -> Vec<&str> {
    let shown = page.body.split("</main>").next().unwrap();
    let parts = shown.split(" used");
    let ends = parts.filter_map(|part| part.rsplit(['>', '!']).next());
    ends.filter(|text| text.contains(" of ")).collect()
}

async fn accept(http: &Http, session: &str, link: &str) -> (u16, String) {
    let answer = http.post_as(session, link, "").await;
    (answer.status, answer.location().to_owned())
}

fn inside() -> (u16, String) {
    (303, "/r/2".to_owned())
}

#[tokio::test]
async fn a_link_shows_the_room_and_a_press_makes_a_member() {
    let server = TestServer::start().await;
    let http = server.http();
    let ada = cellar(&http).await;
    let link = invite(&http, &ada, 2).await;
    let bao = http.join("Bao").await;
    let page = http.get_as(&bao, &link).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("cellar") && page.body.contains(&format!("action=\"{link}\"")));
    assert_eq!(
        http.get_as(&bao, "/r/2").await.status,
        404,
        "looking joins nobody"
    );
    let mut watching = Client::connect(server.address, &ada).await;
    watching.enter(None).await;
    assert_eq!(accept(&http, &bao, &link).await, inside());
    assert_eq!(http.get_as(&bao, "/r/2").await.status, 200);
    assert_eq!(
        accept(&http, &bao, &link).await,
        inside(),
        "and uses nothing up"
    );
    let list = http.get_as(&ada, SETTINGS).await;
    assert_eq!(used(&list), ["1 of 2"], "{}", list.body);
    assert!(!list.body.contains(&link), "the code is shown once");
}

#[tokio::test]
async fn a_link_leads_through_every_way_in_to_the_room() {
    let server = TestServer::start().await;
    let http = server.http();
    let ada = cellar(&http).await;
    http.sign_up("maya", PASSWORD).await;
    let link = invite(&http, &ada, 10).await;
    let out = http.get(&link).await.body;
    assert!(
        out.contains(&format!("name=\"next\" value=\"{link}\"")),
        "{out}"
    );
    assert!(!out.contains("cellar"), "its name is for those who are in");
    let page = http.get(&format!("/signup?next={link}")).await.body;
    assert!(
        page.contains(&format!("name=\"next\" value=\"{link}\"")),
        "{page}"
    );
    let password = percent(PASSWORD);
    let next = percent(&link);
    let refused = format!("handle=x&name=Cui&password={password}&next={next}");
    let refused = http.post_as("", "/signup", &refused).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains(&format!("value=\"{link}\"")), "kept");
    for (door, form) in [
        ("/join", format!("nickname=Bao&next={next}")),
        (
            "/sign-in",
            format!("handle=maya&password={password}&next={next}"),
        ),
        (
            "/signup",
            format!("handle=cui&name=Cui&password={password}&next={next}"),
        ),
    ] {
        let answer = http.post_as("", door, &form).await;
        assert_eq!((answer.status, answer.location()), (303, "/r/2"), "{door}");
        let session = answer.session().unwrap();
        assert_eq!(
            http.get_as(&session, "/r/2/settings/members").await.status,
            200
        );
    }
    let bad = http.post_as("", "/join", "nickname=Dev&next=/i/0").await;
    assert_eq!(bad.location(), "/i/0", "the page that says so");
}

#[tokio::test]
async fn signing_up_by_the_address_of_an_open_room_joins_it() {
    let server = TestServer::start().await;
    let http = server.http();
    let ada = http.join("Ada").await;
    http.post_as(&ada, "/rooms", "name=garden").await;
    let form = format!(
        "handle=cui&name=Cui&password={}&next=/r/2",
        percent(PASSWORD)
    );
    let answer = http.post_as("", "/signup", &form).await;
    assert_eq!((answer.status, answer.location()), (303, "/r/2"));
    let session = answer.session().unwrap();
    assert_eq!(
        http.get_as(&session, "/r/2/settings/general").await.status,
        200
    );
    let evil = format!(
        "handle=dev&name=Dev&password={}&next=//evil",
        percent(PASSWORD)
    );
    assert_eq!(http.post_as("", "/signup", &evil).await.location(), "/");
}

#[tokio::test]
async fn whatever_is_wrong_with_a_link_the_page_is_one() {
    let server = TestServer::start().await;
    let http = server.http();
    let ada = cellar(&http).await;
    let [bao, cui, eve] = [
        http.join("Bao").await,
        http.join("Cui").await,
        http.join("Eve").await,
    ];
    let used_up = invite(&http, &ada, 1).await;
    assert_eq!(accept(&http, &bao, &used_up).await, inside());
    let revoked = invite(&http, &ada, 9).await;
    let list = http.get_as(&ada, SETTINGS).await.body;
    let id = list.split("name=\"invite\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap();
    let revoke = format!("do=revoke&invite={id}");
    assert_eq!(
        http.post_as(&bao, SETTINGS, &revoke).await.status,
        403,
        "a member"
    );
    let gone = http.post_as(&ada, SETTINGS, &revoke).await;
    assert_eq!(gone.location(), "/r/2/settings/invites?done=revoked");
    let banned = invite(&http, &ada, 9).await;
    let id = Client::connect(server.address, &eve).await.me.id;
    let ban = format!("do=ban&user={id}&until=good");
    let put_out = http.post_as(&ada, "/r/2/settings/members", &ban).await;
    assert_eq!(put_out.status, 303);
    let mut pages = Vec::new();
    let cases = [
        (&cui, used_up.as_str()),
        (&cui, revoked.as_str()),
        (&eve, banned.as_str()),
        (&cui, "/i/0123456789abcdef0123456789abcdef"),
        (&cui, "/i/1"),
    ];
    for (session, link) in cases {
        for answer in [
            http.get_as(session, link).await,
            http.post_as(session, link, "").await,
        ] {
            assert_eq!(answer.status, 404, "{link}");
            assert!(!answer.body.contains("cellar"), "{link}");
            let text = answer.body.split("<main").nth(1).unwrap();
            pages.push(text.split("</main>").next().unwrap().to_owned());
        }
        assert_eq!(http.get_as(session, "/r/2").await.status, 404, "{link}");
    }
    pages.dedup();
    assert_eq!(pages.len(), 1, "{pages:?}");
    assert!(pages[0].contains("This invite link does not work."));
    assert_eq!(
        http.get_as(&bao, "/r/2").await.status,
        200,
        "who joined stays"
    );
}

#[tokio::test]
async fn links_are_made_and_seen_by_owners_and_moderators() {
    let server = TestServer::start().await;
    let http = server.http();
    let ada = cellar(&http).await;
    let link = invite(&http, &ada, 9).await;
    let bao = http.sign_up("bao", PASSWORD).await;
    assert_eq!(accept(&http, &bao, &link).await, inside());
    let form = "do=invite&hours=1&uses=1";
    assert_eq!(http.post_as(&bao, SETTINGS, form).await.status, 403);
    assert_eq!(http.get_as(&bao, SETTINGS).await.status, 404);
    let id = Client::connect(server.address, &bao).await.me.id;
    let promote = format!("do=role&user={id}&role=moderator");
    http.post_as(&ada, "/r/2/settings/members", &promote).await;
    invite(&http, &bao, 1).await;
    for bad in [
        "hours=0&uses=1",
        "hours=721&uses=1",
        "hours=1&uses=0",
        "hours=1&uses=1001",
        "",
    ] {
        let refused = http
            .post_as(&ada, SETTINGS, &format!("do=invite&{bad}"))
            .await;
        assert_eq!(refused.status, 422, "{bad}");
        assert!(refused.body.contains("30 days"), "{bad}");
    }
    let archive = http
        .post_as(&ada, "/r/2/settings/general", "do=archive")
        .await;
    assert_eq!(archive.status, 303);
    assert_eq!(http.post_as(&ada, SETTINGS, form).await.status, 403);
    let cui = http.join("Cui").await;
    assert_eq!(
        accept(&http, &cui, &link).await.0,
        404,
        "nobody joins it any more"
    );
}

#[tokio::test]
async fn of_many_who_come_at_once_as_many_join_as_the_link_has_uses() {
    let server = TestServer::start().await;
    let http = server.http();
    let ada = cellar(&http).await;
    let link = invite(&http, &ada, 4).await;
    let mut sessions = Vec::new();
    for number in 0..5 {
        sessions.push(http.join(&format!("Guest {number}")).await);
    }
    // Each from two tabs, all of them at the same time.
    let tries = sessions.iter().chain(&sessions);
    let tries = tries.map(|session| accept(&http, session, &link));
    let answers = futures_util::future::join_all(tries).await;
    let mut members = 0;
    for session in &sessions {
        let status = http.get_as(session, "/r/2").await.status;
        members += usize::from(status == 200);
    }
    assert_eq!(members, 4, "{answers:?}");
    let list = http.get_as(&ada, SETTINGS).await;
    assert_eq!(used(&list), ["4 of 4"]);
    let first = answers.iter().filter(|answer| **answer == inside()).count();
    assert!((4..=8).contains(&first), "{answers:?}");
}
