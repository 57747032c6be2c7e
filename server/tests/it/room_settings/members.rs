//! Members, roles, removing and banning.

use super::table::Table;
use crate::common::percent;

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
async fn a_role_is_given_back_by_who_may_give_it_and_an_address_makes_nobody_an_owner() {
    let table = Table::of("").await;
    let [_, _, meng, _] = table.ids;
    let form = format!("do=role&user={meng}&from=member&role=moderator");
    let given = table.post(&table.owner, "members", &form).await;
    let there = format!("/r/2/settings/members?done=role-member-{meng}#member-{meng}");
    assert_eq!((given.status, given.location()), (303, there.as_str()));
    let done = format!("members?done=role-member-{meng}");
    let page = table.get(&table.owner, &done).await.body;
    assert!(page.contains("The role is changed."));
    assert!(page.contains("Undo: meng back to Member"), "{page}");
    let form = format!("do=role&user={meng}&role=member");
    assert_eq!(table.post(&table.owner, "members", &form).await.status, 303);

    let page = table.get(&table.owner, &done).await.body;
    assert!(!page.contains("Undo"), "it is undone already");
    let forged = format!("members?done=role-owner-{meng}");
    assert!(!table.get(&table.owner, &forged).await.body.contains("Undo"));
    let other = format!("members?done=role-moderator-{meng}");
    let page = table.get(&table.moderator, &other).await.body;
    assert!(!page.contains("Undo"), "not theirs to give");
    for from in ["king", "member%0d%0ax:y"] {
        let form = format!("do=role&user={meng}&from={from}&role=moderator");
        let given = table.post(&table.owner, "members", &form).await;
        let there = format!("/r/2/settings/members?done=role#member-{meng}");
        assert_eq!((given.status, given.location()), (303, there.as_str()));
    }
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
