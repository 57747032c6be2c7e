//! Links to rooms, and what they do to the sequence.

use server::store::{CodeHash, Look, NewRoom, NewRoomInvite, StoreError, What};
use shared::{
    InviteId, RoomId, Timestamp, UserId,
    frame::RoomEvent,
    limits::ROOM_INVITES,
    model::{Role, RoomChange, RoomKind},
};

use super::subject::{NOW, Subject, subject};

const CODE: CodeHash = [7; 32];

fn at(seconds: u32) -> Timestamp {
    Timestamp::from_seconds(NOW.seconds() + seconds)
}

struct Table {
    subject: Subject,
    owner: UserId,
    room: RoomId,
}

impl Table {
    async fn new() -> Self {
        let subject = subject();
        let owner = subject.author("o").await;
        let room = NewRoom {
            by: owner,
            kind: RoomKind::Private,
            name: "tasting".to_owned(),
            others: Vec::new(),
        };
        let room = subject.store.create_room(room, NOW).await.unwrap().info.id;
        Self {
            subject,
            owner,
            room,
        }
    }

    async fn invite(&self, code: CodeHash, uses: u32) -> Result<InviteId, StoreError> {
        let invite = NewRoomInvite {
            code,
            ending: "abcd".to_owned(),
            expires: at(60),
            uses,
        };
        let look = self.subject.look(self.owner, self.room);
        self.subject.store.create_room_invite(look, invite).await
    }

    /// Whether that was the first time.
    async fn accept(&self, who: UserId, number: u64, code: CodeHash) -> Result<bool, StoreError> {
        let what = What::Accept { code };
        let answer = self.subject.change(who, number, self.room, what).await;
        answer.await.unwrap().map(|applied| applied.fresh)
    }

    async fn used(&self) -> u32 {
        let look = self.subject.look(self.owner, self.room);
        self.subject.store.room_invites(look).await.unwrap()[0].used
    }

    async fn role(&self, who: UserId) -> Option<Role> {
        let room = self
            .subject
            .store
            .room(self.subject.look(who, self.room))
            .await;
        room.ok()?.info.role
    }

    async fn does(&self, number: u64, change: RoomChange) {
        let what = What::Room(change);
        let done = self
            .subject
            .change(self.owner, number, self.room, what)
            .await;
        done.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_link_makes_a_member_with_an_event_of_its_own() {
    let table = Table::new().await;
    table.invite(CODE, 2).await.unwrap();
    let bao = table.subject.author("b").await;
    assert_eq!(table.accept(bao, 1, CODE).await, Ok(true));
    assert_eq!(table.role(bao).await, Some(Role::Member));
    let look = table.subject.look(bao, table.room);
    let limit = server::store::CatchUpLimit {
        events: 9,
        bytes: 99,
    };
    let caught = table
        .subject
        .store
        .catch_up(look, shared::Seq::ZERO, limit)
        .await;
    let missed = caught.unwrap().missed.unwrap();
    let joined = RoomEvent::RoomChanged {
        by: bao,
        at: NOW,
        change: RoomChange::Join,
    };
    assert_eq!(missed.len(), 1);
    assert_eq!(missed[0].event, joined);
    assert_eq!(
        table.accept(bao, 1, CODE).await,
        Ok(false),
        "the same command"
    );
    assert_eq!(table.accept(bao, 2, CODE).await, Err(StoreError::Conflict));
    assert_eq!(table.used().await, 1, "neither used anything up");
}

#[tokio::test]
async fn a_link_that_does_not_work_leaves_nothing_behind() {
    let table = Table::new().await;
    let (bao, cui) = (
        table.subject.author("b").await,
        table.subject.author("c").await,
    );
    let nothing = Err(StoreError::NotFound);
    assert_eq!(table.accept(bao, 1, CODE).await, nothing, "no such code");
    let invite = table.invite(CODE, 1).await.unwrap();
    let until = None;
    table.does(2, RoomChange::Ban { user: cui, until }).await;
    assert_eq!(table.accept(cui, 3, CODE).await, nothing, "kept out");
    table
        .does(4, RoomChange::SetArchived { archived: true })
        .await;
    assert_eq!(table.accept(bao, 5, CODE).await, nothing, "archived");
    table
        .does(6, RoomChange::SetArchived { archived: false })
        .await;
    assert_eq!(table.used().await, 0);
    assert_eq!(table.accept(bao, 7, CODE).await, Ok(true));
    let dev = table.subject.author("d").await;
    assert_eq!(table.accept(dev, 8, CODE).await, nothing, "used up");
    assert_eq!(table.role(dev).await, None);
    let look = table.subject.look(table.owner, table.room);
    let store = &table.subject.store;
    store.revoke_room_invite(look, invite).await.unwrap();
    let again = store.revoke_room_invite(look, invite).await;
    assert_eq!(again, Err(StoreError::NotFound));
    let head = store.room(look).await.unwrap().last_seq;
    assert_eq!(
        head.get(),
        4,
        "what was refused has no place in the sequence"
    );
}

#[tokio::test]
async fn a_link_ends_by_itself_and_stays_in_the_list_for_a_week() {
    let table = Table::new().await;
    table.invite(CODE, 5).await.unwrap();
    let (bao, store) = (table.subject.author("b").await, &table.subject.store);
    assert!(store.invitation(CODE, bao, at(59)).await.is_ok());
    let over = store.invitation(CODE, bao, at(60)).await;
    assert_eq!(over, Err(StoreError::NotFound));
    let listed = async |now| {
        let look = Look {
            now,
            ..table.subject.look(table.owner, table.room)
        };
        let invites = store.room_invites(look).await.unwrap();
        invites.first().map(|invite| invite.left_s)
    };
    let week = 7 * 24 * 60 * 60;
    assert_eq!(listed(NOW).await, Some(60));
    assert_eq!(listed(at(59 + week)).await, Some(0));
    assert_eq!(listed(at(60 + week)).await, None);
}

#[tokio::test]
async fn of_all_who_come_in_one_commit_as_many_join_as_there_are_uses() {
    let table = Table::new().await;
    table.invite(CODE, 3).await.unwrap();
    let mut answers = Vec::new();
    let mut people = Vec::new();
    for name in ["1", "2", "3", "4"] {
        people.push(table.subject.author(name).await);
    }
    // Two doors each, handed over before anything is answered.
    for number in [1, 2] {
        for (place, who) in people.iter().enumerate() {
            let number = number * 10 + u64::try_from(place).unwrap();
            let what = What::Accept { code: CODE };
            answers.push(table.subject.change(*who, number, table.room, what).await);
        }
    }
    let mut fresh = 0;
    for answer in answers {
        fresh += u32::from(answer.await.unwrap().is_ok());
    }
    assert_eq!((fresh, table.used().await), (3, 3));
    let look = table.subject.look(table.owner, table.room);
    let room = table.subject.store.room(look).await.unwrap();
    assert_eq!(room.last_seq.get(), 3, "one event each");
}

#[tokio::test]
async fn there_is_an_end_to_the_links_of_a_room() {
    let table = Table::new().await;
    for number in 0..ROOM_INVITES {
        let code = [u8::try_from(number).unwrap(); 32];
        table.invite(code, 1).await.unwrap();
    }
    let refused = table.invite([255; 32], 1).await;
    assert_eq!(refused, Err(StoreError::Conflict));
}
