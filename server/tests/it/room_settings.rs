//! The settings of a room over plain forms: who may do what, and what comes back.

mod members;
mod table;

use crate::common::percent;
use table::Table;

#[tokio::test]
async fn owners_say_what_a_room_is_and_others_read_it() {
    let table = Table::of("&private=on").await;
    let form = "do=save&name=Tea+cellar&topic=Oolong&writers=moderators";
    assert_eq!(table.ends("general", form).await, [403, 403, 303]);
    let page = table.get(&table.member, "general").await;
    assert_eq!(page.status, 200);
    for text in [
        "Tea cellar",
        "Oolong",
        "Owners and moderators",
        "Owners decide this.",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(!page.body.contains("name=\"writers\""), "nothing to change");
    assert!(!page.body.contains("/settings/bans\""), "nor more sections");
    let room = table.http().get_as(&table.member, "/r/2").await.body;
    assert!(room.contains("Oolong") && room.contains("Only moderators can write"));
    assert_eq!(table.ends("general", "do=archive").await, [403, 403, 303]);
    let page = table.get(&table.owner, "general?done=archived").await.body;
    assert!(page.contains("The room is archived.") && page.contains("Bring back"));
    assert_eq!(table.ends("general", "do=restore").await, [403, 403, 303]);
}

#[tokio::test]
async fn what_is_wrong_with_a_room_is_said_beside_its_field_with_what_was_typed() {
    let table = Table::of("").await;
    let long = "x".repeat(251);
    let cases = [
        ("name=&topic=kept", "Write a name", "kept"),
        (
            &format!("name=kept&topic={long}"),
            "Shorten the topic",
            "kept",
        ),
        (
            &format!("name={long}&topic=kept"),
            "Shorten the name",
            "kept",
        ),
    ];
    for (typed, sentence, kept) in cases {
        let form = format!("do=save&writers=everyone&{typed}");
        let refused = table.post(&table.owner, "general", &form).await;
        assert_eq!(refused.status, 422, "{typed}");
        assert!(refused.body.contains(sentence), "{}", refused.body);
        assert!(refused.body.contains(&format!("value=\"{kept}\"")));
    }
    for nonsense in [
        "",
        "do=dance",
        "do=save&name=x&writers=nobody",
        "do=ban&user=x",
    ] {
        let refused = table.post(&table.owner, "general", nonsense).await;
        assert_eq!(refused.status, 422, "{nonsense}");
    }
    let page = table.get(&table.owner, "general").await.body;
    assert!(page.contains("value=\"cellar\""), "nothing has changed");
}

#[tokio::test]
async fn whoever_is_no_member_finds_no_settings() {
    for kind in ["", "&private=on"] {
        let table = Table::of(kind).await;
        for section in ["general", "members", "invites", "bans", "leave", "nothing"] {
            let page = table.get(&table.stranger, section).await;
            assert_eq!(page.status, 404, "{section}");
            assert!(
                !page.body.contains("cellar") || kind.is_empty(),
                "{section}"
            );
        }
        for form in [
            "do=save&name=x&writers=everyone",
            "do=invite&hours=1&uses=1",
            "do=leave",
        ] {
            let refused = table.post(&table.stranger, "general", form).await;
            let is_no = matches!(refused.status, 403 | 404);
            assert!(is_no, "{form}: {}", refused.status);
        }
        assert_eq!(table.get(&table.member, "bans").await.status, 404);
        assert_eq!(table.get(&table.owner, "nothing").await.status, 404);
        assert_eq!(table.get("", "general").await.status, 200, "the way in");
        let none = table
            .http()
            .get_as(&table.owner, "/r/99/settings/general")
            .await;
        assert_eq!(none.status, 404);
    }
}

#[tokio::test]
async fn names_are_text_on_every_page_of_a_room() {
    let table = Table::of("").await;
    let http = table.http();
    let canary = "<img src=x onerror=a()>";
    let form = format!("name={}", percent(canary));
    for session in [&table.owner, &table.member] {
        let renamed = http.post_as(session, "/settings/profile", &form).await;
        assert_eq!(renamed.status, 303);
    }
    let typed = percent(canary);
    let form = format!("do=save&name={typed}&topic={typed}&writers=everyone");
    assert_eq!(table.post(&table.owner, "general", &form).await.status, 303);
    let made = table
        .post(&table.owner, "invites", "do=invite&hours=1&uses=1")
        .await;
    let code = made.body.split("/i/").nth(1).unwrap();
    let code = code.split('"').next().unwrap().to_owned();
    let ban = format!("do=ban&user={}&until=hour", table.ids[2]);
    assert_eq!(table.post(&table.owner, "members", &ban).await.status, 303);
    let mut pages = vec![made];
    for section in ["general", "members", "invites", "bans", "leave"] {
        pages.push(table.get(&table.owner, section).await);
    }
    pages.push(table.get(&table.moderator, "general").await);
    let query = format!("/rooms?q={}", percent("<img"));
    for path in [
        "/rooms",
        &query,
        &format!("/i/{code}"),
        "/rooms?q=%3Cimg%20src%3Dx9",
    ] {
        pages.push(http.get_as(&table.stranger, path).await);
    }
    for page in pages {
        assert_eq!(page.status, 200);
        assert!(!page.body.contains("<img src=x"), "{}", page.body);
        assert!(page.body.contains("&lt;img src=x"), "{}", page.body);
    }
}

#[tokio::test]
async fn within_the_app_a_page_comes_as_it_is_and_only_to_whom_it_may() {
    let table = Table::of("&private=on").await;
    let http = table.http();
    let call = async |session: &str, path: &str, language: &str| {
        let query = format!("/rpc/plain?path={}&language={language}", percent(path));
        http.get_as(session, &query).await
    };
    let page = call(&table.owner, "/r/2/settings/general", "en").await;
    assert_eq!(page.status, 200, "{page:?}");
    assert!(
        page.body.contains("cellar · Room settings"),
        "{}",
        page.body
    );
    let page = call(&table.owner, "/r/2/settings/general", "zh-CN").await;
    assert!(page.body.contains("保存修改"), "{}", page.body);
    for (session, path) in [
        (&table.stranger, "/r/2/settings/general"),
        (&table.member, "/r/2/settings/bans"),
        (&table.owner, "/r/2"),
        (&table.owner, "/settings/house"),
        (&String::new(), "/rooms"),
    ] {
        let refused = call(session, path, "en").await;
        assert_ne!(refused.status, 200, "{path}");
        assert!(!refused.body.contains("cellar"), "{path}");
    }
}
