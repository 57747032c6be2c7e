//! Lists that pages about rooms show.

use std::time::Instant;

use server::store::{Find, NewRoom, StoreError};
use shared::model::{Role, RoomKind};

use super::subject::{NOW, subject};
use crate::common::HALL;

fn find(words: &str, skip: usize) -> Find {
    Find {
        words: words.to_owned(),
        skip,
        limit: 50,
    }
}

#[tokio::test]
async fn settings_are_for_members_and_never_of_what_two_have_between_them() {
    let subject = subject();
    let (ada, bao) = (subject.author("a").await, subject.author("b").await);
    let store = &subject.store;
    let direct = store.direct_room(ada, bao, NOW).await.unwrap().info.id;
    let room = NewRoom {
        by: ada,
        kind: RoomKind::Open,
        name: "garden".to_owned(),
        others: Vec::new(),
    };
    let room = store.create_room(room, NOW).await.unwrap().info.id;
    for (who, room) in [(ada, direct), (bao, room)] {
        let look = subject.look(who, room);
        assert_eq!(
            store.room_overview(look).await.err(),
            Some(StoreError::NotFound)
        );
        let roster = store.roster(look, find("", 0)).await;
        assert_eq!(roster.err(), Some(StoreError::NotFound));
        assert_eq!(
            store.banned(look, 9).await.err(),
            Some(StoreError::NotFound)
        );
    }
    let overview = store.room_overview(subject.look(ada, room)).await.unwrap();
    assert_eq!(overview.info.role, Some(Role::Owner));
    let tally = overview.tally;
    assert_eq!(
        (tally.members, tally.invites, tally.bans),
        (1, Some(0), Some(0))
    );
    assert!(overview.one_owner);
    let theirs = store.room_overview(subject.look(bao, HALL)).await.unwrap();
    assert_eq!(
        (theirs.tally.invites, theirs.tally.bans),
        (None, None),
        "not for members"
    );
}

/// Ten thousand rooms: the page that reads all of them, because nothing fits, is the slowest
/// there is. Nobody's speed is asserted; `--nocapture` shows it.
#[tokio::test]
async fn ten_thousand_rooms_are_looked_through() {
    let subject = subject();
    let ada = subject.author("a").await;
    let store = &subject.store;
    let rooms = (0..10_000).map(|number| {
        let room = NewRoom {
            by: ada,
            kind: RoomKind::Open,
            name: format!("room {number:05}"),
            others: Vec::new(),
        };
        store.create_room(room, NOW)
    });
    for made in futures_util::future::join_all(rooms).await {
        made.unwrap();
    }
    let look = subject.look(ada, HALL);
    for (words, skip, count, more) in [
        ("", 0, 50, true),
        ("ROOM 0", 9_990, 10, false),
        ("nothing", 0, 0, false),
    ] {
        let begun = Instant::now();
        let found = store.directory(look, find(words, skip)).await.unwrap();
        println!("{words:?} from {skip}: {:?}", begun.elapsed());
        assert_eq!(
            (found.rooms.len(), found.has_more),
            (count, more),
            "{words}"
        );
    }
}
