//! Who may gather whom, and what a group is called.

use server::store::{NewRoom, StoreError, What};
use shared::model::{RoomChange, RoomKind};

use super::subject::{NOW, subject};
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
