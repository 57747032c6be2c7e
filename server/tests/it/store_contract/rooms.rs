//! Rooms, their members, and who finds what.

use server::store::{NewRoom, StoreError, What};
use shared::{
    RoomId, Timestamp, UserId,
    model::{Role, RoomChange, RoomKind, Writers},
};

use super::subject::{NOW, Subject, subject};
use crate::common::HALL;

/// A room with an owner and members, and a number for the next command.
struct Table {
    subject: Subject,
    owner: UserId,
    member: UserId,
    stranger: UserId,
    room: RoomId,
    number: u64,
}

impl Table {
    async fn of(kind: RoomKind) -> Self {
        let subject = subject();
        let owner = subject.author("o").await;
        let member = subject.author("m").await;
        let stranger = subject.author("s").await;
        let room = NewRoom {
            by: owner,
            kind,
            name: "tasting".to_owned(),
            others: vec![member],
        };
        let room = subject.store.create_room(room, NOW).await.unwrap().info.id;
        Self {
            subject,
            owner,
            member,
            stranger,
            room,
            number: 0,
        }
    }

    async fn does(&mut self, who: UserId, change: RoomChange) -> Result<(), StoreError> {
        self.number += 1;
        let what = What::Room(change);
        let answer = self.subject.change(who, self.number, self.room, what).await;
        answer.await.unwrap().map(drop)
    }

    async fn writes(&mut self, who: UserId) -> Result<(), StoreError> {
        self.number += 1;
        let answer = self.subject.post(who, self.number, self.room).await;
        answer.await.unwrap().map(drop)
    }

    async fn sees(&self, who: UserId) -> bool {
        let look = self.subject.look(who, self.room);
        match self.subject.store.room(look).await {
            Ok(_) => true,
            Err(StoreError::NotFound) => false,
            Err(error) => panic!("{error}"),
        }
    }

    async fn roles(&self) -> Vec<(UserId, Role)> {
        let members = self.subject.store.members(self.room, UserId::new(0), 100);
        let members = members.await.unwrap().into_iter();
        members
            .map(|member| (member.person.id, member.role))
            .collect()
    }
}

const NOT_FOUND: Result<(), StoreError> = Err(StoreError::NotFound);
const FORBIDDEN: Result<(), StoreError> = Err(StoreError::Forbidden);
const CONFLICT: Result<(), StoreError> = Err(StoreError::Conflict);

#[tokio::test]
async fn who_comes_in_is_a_member_of_the_hall_and_of_nothing_else() {
    let table = Table::of(RoomKind::Private).await;
    let listed = async |viewer| {
        let rooms = table.subject.store.rooms(viewer, NOW, 100).await.unwrap();
        rooms
            .into_iter()
            .map(|room| (room.info.id, room.info.role))
            .collect::<Vec<_>>()
    };
    let hall = (HALL, Some(Role::Member));
    assert_eq!(listed(Some(table.stranger)).await, [hall]);
    assert_eq!(
        listed(None).await,
        [(HALL, None)],
        "open rooms are for everybody to see"
    );
    let theirs = [hall, (table.room, Some(Role::Member))];
    assert_eq!(listed(Some(table.member)).await, theirs);
}

#[tokio::test]
async fn a_private_room_is_nothing_to_who_is_no_member() {
    let mut table = Table::of(RoomKind::Private).await;
    let (owner, member, stranger) = (table.owner, table.member, table.stranger);
    assert!(!table.sees(stranger).await);
    assert_eq!(table.writes(stranger).await, NOT_FOUND);
    assert_eq!(table.does(stranger, RoomChange::Join).await, NOT_FOUND);
    let add = RoomChange::Add { user: stranger };
    assert_eq!(table.does(member, add.clone()).await, FORBIDDEN);
    assert_eq!(table.does(owner, add.clone()).await, Ok(()));
    assert_eq!(table.does(owner, add).await, CONFLICT, "already");
    assert_eq!(table.writes(stranger).await, Ok(()));
    let remove = RoomChange::Remove { user: stranger };
    assert_eq!(table.does(owner, remove).await, Ok(()));
    assert_eq!(table.writes(stranger).await, NOT_FOUND);
    let page = table.subject.look(stranger, table.room);
    let page = table.subject.page(page, None, 100).await;
    assert_eq!(page, Err(StoreError::NotFound), "not even what they wrote");
    let nobody = RoomChange::Add {
        user: UserId::new(999),
    };
    assert_eq!(table.does(owner, nobody).await, NOT_FOUND);
}

#[tokio::test]
async fn an_open_room_is_read_by_all_and_written_in_by_members() {
    let mut table = Table::of(RoomKind::Open).await;
    let stranger = table.stranger;
    assert!(table.sees(stranger).await);
    assert_eq!(table.writes(stranger).await, FORBIDDEN);
    assert_eq!(table.does(stranger, RoomChange::Join).await, Ok(()));
    assert_eq!(table.does(stranger, RoomChange::Join).await, CONFLICT);
    assert_eq!(table.writes(stranger).await, Ok(()));
    assert_eq!(table.does(stranger, RoomChange::Leave).await, Ok(()));
    assert_eq!(table.writes(stranger).await, FORBIDDEN);
}

#[tokio::test]
async fn who_is_banned_finds_nothing_until_it_ends_or_is_taken_back() {
    let mut table = Table::of(RoomKind::Open).await;
    let (owner, member) = (table.owner, table.member);
    let until = Some(Timestamp::from_seconds(NOW.seconds() + 60));
    let ban = |until| RoomChange::Ban {
        user: member,
        until,
    };
    assert_eq!(table.does(owner, ban(until)).await, Ok(()));
    assert!(!table.sees(member).await);
    assert_eq!(table.does(member, RoomChange::Join).await, NOT_FOUND);
    let add = RoomChange::Add { user: member };
    assert_eq!(table.does(owner, add).await, FORBIDDEN, "pardon first");
    let mut later = table.subject.look(member, table.room);
    later.now = Timestamp::from_seconds(NOW.seconds() + 60);
    assert!(table.subject.store.room(later).await.is_ok(), "it is over");
    assert_eq!(table.does(owner, ban(None)).await, Ok(()));
    assert_eq!(
        table.subject.store.room(later).await,
        Err(StoreError::NotFound),
        "for good"
    );
    assert_eq!(
        table.does(owner, RoomChange::Pardon { user: member }).await,
        Ok(())
    );
    assert_eq!(table.does(member, RoomChange::Join).await, Ok(()));
    let again = RoomChange::Pardon { user: member };
    assert_eq!(table.does(owner, again).await, NOT_FOUND);
}

#[tokio::test]
async fn a_room_keeps_an_owner() {
    let mut table = Table::of(RoomKind::Private).await;
    let (owner, member) = (table.owner, table.member);
    let set = |user, role| RoomChange::SetRole { user, role };
    assert_eq!(table.does(owner, RoomChange::Leave).await, CONFLICT);
    assert_eq!(table.does(owner, set(owner, Role::Member)).await, CONFLICT);
    assert_eq!(
        table.does(member, set(member, Role::Owner)).await,
        FORBIDDEN
    );
    assert_eq!(table.does(owner, set(member, Role::Owner)).await, Ok(()));
    assert_eq!(table.does(owner, RoomChange::Leave).await, Ok(()));
    assert_eq!(table.roles().await, [(member, Role::Owner)]);
    assert_eq!(
        table.does(member, RoomChange::Leave).await,
        Ok(()),
        "the last one may"
    );
    assert_eq!(table.roles().await, []);
}

#[tokio::test]
async fn moderators_keep_order_among_members_and_not_among_their_equals() {
    let mut table = Table::of(RoomKind::Open).await;
    let (owner, member, other) = (table.owner, table.member, table.stranger);
    table.does(other, RoomChange::Join).await.unwrap();
    let promote = |user| RoomChange::SetRole {
        user,
        role: Role::Moderator,
    };
    table.does(owner, promote(member)).await.unwrap();
    table.writes(other).await.unwrap();
    let remove = |user| RoomChange::Remove { user };
    assert_eq!(table.does(other, remove(member)).await, FORBIDDEN);
    assert_eq!(table.does(member, remove(owner)).await, FORBIDDEN);
    assert_eq!(table.does(member, remove(other)).await, Ok(()));
    assert_eq!(table.does(member, remove(other)).await, NOT_FOUND);
    table.does(other, RoomChange::Join).await.unwrap();
    table.does(owner, promote(other)).await.unwrap();
    assert_eq!(
        table.does(member, remove(other)).await,
        FORBIDDEN,
        "an equal"
    );
}

#[tokio::test]
async fn a_room_that_is_quiet_or_archived_is_so_for_its_members() {
    let mut table = Table::of(RoomKind::Private).await;
    let (owner, member) = (table.owner, table.member);
    let quiet = RoomChange::SetWriters {
        writers: Writers::Moderators,
    };
    assert_eq!(table.does(member, quiet.clone()).await, FORBIDDEN);
    table.does(owner, quiet).await.unwrap();
    assert_eq!(table.writes(member).await, FORBIDDEN);
    assert_eq!(table.writes(owner).await, Ok(()));
    table
        .does(owner, RoomChange::SetArchived { archived: true })
        .await
        .unwrap();
    assert_eq!(table.writes(owner).await, FORBIDDEN);
    table
        .does(owner, RoomChange::SetArchived { archived: false })
        .await
        .unwrap();
    assert_eq!(table.writes(owner).await, Ok(()));
    let name = "cellar".to_owned();
    table
        .does(owner, RoomChange::Rename { name })
        .await
        .unwrap();
    let look = table.subject.look(member, table.room);
    let info = table.subject.store.room(look).await.unwrap().info;
    assert_eq!(
        (info.name.as_str(), info.writers),
        ("cellar", Writers::Moderators)
    );
}

#[tokio::test]
async fn two_people_have_one_direct_room_with_each_other_s_name() {
    let subject = subject();
    let (ada, bao, eve) = (
        subject.author("a").await,
        subject.author("b").await,
        subject.author("e").await,
    );
    let open = async |who, with| subject.store.direct_room(who, with, NOW).await;
    let first = open(ada, bao).await.unwrap().info;
    assert_eq!((first.kind, first.name.as_str()), (RoomKind::Direct, "b"));
    let second = open(bao, ada).await.unwrap().info;
    assert_eq!((second.id, second.name.as_str()), (first.id, "a"));
    assert_ne!(open(ada, eve).await.unwrap().info.id, first.id);
    assert_eq!(open(ada, UserId::new(999)).await, Err(StoreError::NotFound));
    let look = subject.look(eve, first.id);
    assert_eq!(subject.store.room(look).await, Err(StoreError::NotFound));
    let leave = subject.change(ada, 1, first.id, What::Room(RoomChange::Leave));
    assert_eq!(leave.await.await.unwrap(), Err(StoreError::Forbidden));
}
