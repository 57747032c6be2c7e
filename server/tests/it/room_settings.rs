//! The settings of a room over plain forms: who may do what, and what comes back.

use shared::UserId;

use crate::common::{Answer, Client, Http, TestServer, percent};

const PASSWORD: &str = "correct horse battery";

/// A room of one owner, with the sessions of a moderator, a member and somebody who only looks.
struct Table {
    server: TestServer,
    path: &'static str,
    owner: String,
    moderator: String,
    member: String,
    stranger: String,
    ids: [UserId; 4],
}

impl Table {
    async fn of(kind: &str) -> Self {
        let server = TestServer::start().await;
        let http = server.http();
        let owner = http.sign_up("ada", PASSWORD).await;
        let moderator = http.sign_up("moss", PASSWORD).await;
        let member = http.sign_up("meng", PASSWORD).await;
        let stranger = http.sign_up("eve", PASSWORD).await;
        let opened = http
            .post_as(&owner, "/rooms", &format!("name=cellar{kind}"))
            .await;
        assert_eq!(opened.location(), "/r/2");
        let mut ids = [UserId::new(0); 4];
        for (id, session) in ids.iter_mut().zip([&owner, &moderator, &member, &stranger]) {
            *id = Client::connect(server.address, session).await.me.id;
        }
        let table = Self {
            server,
            path: "/r/2/settings",
            owner,
            moderator,
            member,
            stranger,
            ids,
        };
        for handle in ["moss", "meng"] {
            let added = table
                .post(&table.owner, "members", &format!("do=add&handle={handle}"))
                .await;
            assert_eq!(added.status, 303, "{added:?}");
        }
        let form = format!("do=role&user={}&role=moderator", table.ids[1]);
        let promoted = table.post(&table.owner, "members", &form).await;
        let there = format!("/r/2/settings/members?done=role#member-{}", table.ids[1]);
        assert_eq!(
            (promoted.status, promoted.location()),
            (303, there.as_str())
        );
        table
    }

    fn http(&self) -> Http {
        self.server.http()
    }

    async fn post(&self, session: &str, section: &str, form: &str) -> Answer {
        let path = format!("{}/{section}", self.path);
        self.http().post_as(session, &path, form).await
    }

    async fn get(&self, session: &str, section: &str) -> Answer {
        let path = format!("{}/{section}", self.path);
        self.http().get_as(session, &path).await
    }

    /// How the same form ends for a member, a moderator and an owner, in this order: those who
    /// may not come first.
    async fn ends(&self, section: &str, form: &str) -> [u16; 3] {
        let mut ends = [0; 3];
        let who = [&self.member, &self.moderator, &self.owner];
        for (end, session) in ends.iter_mut().zip(who) {
            *end = self.post(session, section, form).await.status;
        }
        ends
    }
}

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
async fn members_are_added_by_handle_and_it_is_not_told_why_not() {
    let table = Table::of("&private=on").await;
    let form = "do=add&handle=eve";
    assert_eq!(table.post(&table.member, "members", form).await.status, 403);
    let added = table.post(&table.moderator, "members", form).await;
    let eve = table.ids[3];
    let there = format!("/r/2/settings/members?done=added#member-{eve}");
    assert_eq!((added.status, added.location()), (303, there.as_str()));
    assert_eq!(table.get(&table.stranger, "members").await.status, 200);
    let ban = format!("do=ban&user={eve}&until=good");
    assert_eq!(table.post(&table.owner, "members", &ban).await.status, 303);
    let mut answers = Vec::new();
    // Kept out, here already, nobody, no handle at all.
    for handle in ["eve", "meng", "nobody", "not a handle", ""] {
        let form = format!("do=add&handle={}", percent(handle));
        let refused = table.post(&table.owner, "members", &form).await;
        assert_eq!(refused.status, 422, "{handle}");
        assert!(
            refused.body.contains("Nobody was added."),
            "{}",
            refused.body
        );
        let said = refused.body.split("Nobody was added.").nth(1).unwrap();
        answers.push(said.split("</p>").next().unwrap().to_owned());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "one answer for all: {answers:?}");
}

#[tokio::test]
async fn roles_are_given_by_owners_and_one_owner_stays() {
    let table = Table::of("").await;
    let [ada, mo, meng, _] = table.ids;
    let form = format!("do=role&user={meng}&role=moderator");
    assert_eq!(table.ends("members", &form).await, [403, 403, 303]);
    let form = format!("do=role&user={ada}&role=member");
    let last = table.post(&table.owner, "members", &form).await;
    assert_eq!(last.status, 409);
    assert!(last.body.contains("A room needs at least one owner."));
    let page = table.get(&table.owner, "members").await.body;
    assert!(page.contains(&format!("popovertarget=\"role-{mo}\"")));
    assert!(
        !page.contains(&format!("popovertarget=\"role-{ada}\"")),
        "the only owner"
    );
    let page = table.get(&table.moderator, "members").await.body;
    assert!(
        !page.contains("popovertarget=\"role-"),
        "not for moderators"
    );
    let form = format!("do=role&user={mo}&role=owner");
    assert_eq!(table.post(&table.owner, "members", &form).await.status, 303);
    let page = table.get(&table.owner, "members").await.body;
    assert!(
        page.contains(&format!("popovertarget=\"role-{ada}\"")),
        "now there are two"
    );
}

#[tokio::test]
async fn an_only_owner_hands_over_before_leaving() {
    let table = Table::of("&private=on").await;
    let page = table.get(&table.owner, "leave").await.body;
    assert!(page.contains("You are the only owner.") && !page.contains("value=\"leave\""));
    let refused = table.post(&table.owner, "leave", "do=leave").await;
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("You are the only owner."));
    assert!(
        table
            .get(&table.member, "leave")
            .await
            .body
            .contains("value=\"leave\"")
    );
    let left = table.post(&table.member, "leave", "do=leave").await;
    assert_eq!((left.status, left.location()), (303, "/"));
    assert_eq!(table.get(&table.member, "general").await.status, 404);
    let form = format!("do=role&user={}&role=owner", table.ids[1]);
    assert_eq!(table.post(&table.owner, "members", &form).await.status, 303);
    assert_eq!(
        table.post(&table.owner, "leave", "do=leave").await.status,
        303
    );
}

#[tokio::test]
async fn who_is_banned_sees_the_room_in_no_list_until_they_are_let_in_again() {
    let table = Table::of("").await;
    let http = table.http();
    let meng = table.ids[2];
    let ban = format!("do=ban&user={meng}&until=day");
    assert_eq!(table.post(&table.member, "members", &ban).await.status, 403);
    let banned = table.post(&table.moderator, "members", &ban).await;
    assert_eq!(banned.location(), "/r/2/settings/members?done=banned");
    for path in [
        "/",
        "/rooms",
        "/rooms?q=cellar",
        "/r/2",
        "/r/2/settings/members",
    ] {
        let page = http.get_as(&table.member, path).await;
        assert!(!page.body.contains(">cellar<"), "{path}: {}", page.body);
        let others = http.get_as(&table.stranger, path).await;
        let is_list = !path.starts_with("/r/");
        assert!(!is_list || others.body.contains("cellar"), "{path}");
    }
    let form = format!("do=pardon&user={meng}");
    let list = table.get(&table.moderator, "bans").await.body;
    assert!(list.contains("@meng") && list.contains("left"), "{list}");
    assert_eq!(table.post(&table.member, "bans", &form).await.status, 404);
    assert_eq!(
        table.post(&table.moderator, "bans", &form).await.status,
        303
    );
    assert_eq!(
        table.post(&table.moderator, "bans", &form).await.status,
        404,
        "gone"
    );
    let list = table.get(&table.moderator, "bans?done=pardoned").await.body;
    assert!(list.contains("Nobody is kept out.") && list.contains("They may come back."));
    let joined = http.post_as(&table.member, "/r/2/join", "").await;
    assert_eq!(joined.status, 303);
}

#[tokio::test]
async fn who_is_removed_may_come_back_and_moderators_do_not_remove_each_other() {
    let table = Table::of("").await;
    let [ada, mo, meng, _] = table.ids;
    let form = format!("do=role&user={meng}&role=moderator");
    assert_eq!(table.post(&table.owner, "members", &form).await.status, 303);
    for (session, whom) in [
        (&table.moderator, meng),
        (&table.moderator, ada),
        (&table.member, mo),
    ] {
        for wish in ["do=remove", "do=ban&until=hour"] {
            let form = format!("{wish}&user={whom}");
            let refused = table.post(session, "members", &form).await;
            assert_eq!(refused.status, 403, "{form}");
            assert!(refused.body.contains("not for you to decide"), "{form}");
        }
    }
    let form = format!("do=remove&user={meng}");
    assert_eq!(table.post(&table.owner, "members", &form).await.status, 303);
    assert_eq!(
        table.post(&table.owner, "members", &form).await.status,
        404,
        "gone"
    );
    let joined = table.http().post_as(&table.member, "/r/2/join", "").await;
    assert_eq!(joined.status, 303);
}

#[tokio::test]
async fn members_are_found_by_name_and_handle_and_always_told_apart() {
    let table = Table::of("").await;
    let http = table.http();
    let guest = http.join("王磊").await;
    http.post_as(&guest, "/r/2/join", "").await;
    let all = table.get(&table.member, "members").await.body;
    for text in ["@ada", "@moss", "@meng", "王磊", "guest"] {
        assert!(all.contains(text), "{text}");
    }
    let found = async |words: &str| {
        let section = format!("members?q={}", percent(words));
        let page = table.get(&table.member, &section).await.body;
        let people = page.split("class=\"people\"").nth(1).unwrap();
        people.split("</ul>").next().unwrap().to_owned()
    };
    assert!(found("王").await.contains("王磊") && !found("王").await.contains("@ada"));
    assert!(found("@AD").await.contains("@ada") && !found("@AD").await.contains("@moss"));
    assert!(
        !found("%").await.contains("class=\"person\""),
        "no patterns"
    );
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
