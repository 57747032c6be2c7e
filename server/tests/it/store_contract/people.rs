//! Who may gather whom, and what a group is called.

use server::store::{Find, Look, NewRoom, Search, StoreError, What};
use shared::{
    UserId,
    model::{RoomChange, RoomKind},
};

use super::{
    bots::bot,
    subject::{NOW, subject},
};
use crate::common::HALL;

/// Both ways to open a room for a few people ask the same question, in the transaction that
/// opens it.
#[tokio::test]
async fn nobody_opens_a_room_with_somebody_they_share_none_with() {
    let subject = subject();
    let (ada, bao) = (subject.author("a").await, subject.author("b").await);
    let leave = subject.change(bao, 1, HALL, What::Room(RoomChange::Leave));
    leave.await.await.unwrap().unwrap();
    let group = NewRoom {
        by: ada,
        kind: RoomKind::Group,
        name: String::new(),
        others: vec![bao],
    };
    let made = subject.store.create_room(group.clone(), NOW).await;
    assert_eq!(made, Err(StoreError::NotFound));
    let direct = subject.store.direct_room(ada, bao, NOW).await;
    assert_eq!(direct, Err(StoreError::NotFound));
    let rooms = subject.store.rooms(Some(ada), NOW, 100).await.unwrap();
    assert_eq!(rooms.len(), 1, "nothing was left behind");
    let join = subject.change(bao, 2, HALL, What::Room(RoomChange::Join));
    join.await.await.unwrap().unwrap();
    assert!(subject.store.create_room(group, NOW).await.is_ok());
}

#[tokio::test]
async fn a_group_without_a_name_is_called_after_the_first_others() {
    let subject = subject();
    let mut people = Vec::new();
    for name in ["a", "b", "c", "d", "e"] {
        people.push(subject.author(name).await);
    }
    let group = |name: &str| NewRoom {
        by: people[0],
        kind: RoomKind::Group,
        name: name.to_owned(),
        others: people[1..].to_vec(),
    };
    let nameless = subject.store.create_room(group(""), NOW).await.unwrap();
    assert_eq!(nameless.info.name, "b, c, d");
    let look = subject.look(people[4], nameless.info.id);
    assert_eq!(subject.store.room(look).await.unwrap().info.name, "a, b, c");
    let named = subject.store.create_room(group("tea"), NOW).await.unwrap();
    assert_eq!(named.info.name, "tea");
}

/// A bot has no handle either, and is no guest.
#[tokio::test]
async fn guests_and_bots_are_told_apart_by_who_shares_a_room_with_them() {
    let subject = subject();
    let store = &subject.store;
    let (ada, bao) = (subject.author("a").await, subject.author("b").await);
    let timer = store.create_bot(bot(ada, 7), 1).await.unwrap().id;
    let asked = || vec![timer, bao, UserId::new(9_999)];
    let found = store.without_account(ada, asked()).await.unwrap();
    let told: Vec<_> = found.iter().map(|one| (one.user, one.is_bot)).collect();
    assert_eq!(told, [(timer, true), (bao, false)]);
    let leave = subject.change(bao, 1, HALL, What::Room(RoomChange::Leave));
    leave.await.await.unwrap().unwrap();
    let found = store.without_account(bao, vec![timer, ada]).await.unwrap();
    assert_eq!(found, [], "they share no room any more");
    let search = Search {
        viewer: ada,
        text: "bot".to_owned(),
        now: NOW,
        limit: 10,
    };
    let found = store.acquaintances(search).await.unwrap();
    let told: Vec<_> = found
        .iter()
        .map(|one| (one.person.id, one.is_bot))
        .collect();
    assert_eq!(told, [(timer, true)]);
    let find = Find {
        words: String::new(),
        skip: 0,
        limit: 10,
    };
    let look = Look {
        viewer: ada,
        room: HALL,
        now: NOW,
    };
    let members = store.roster(look, find).await.unwrap().members;
    let told: Vec<_> = members.iter().map(|m| (m.person.id, m.is_bot)).collect();
    assert!(told.contains(&(timer, true)) && told.contains(&(ada, false)));
}
