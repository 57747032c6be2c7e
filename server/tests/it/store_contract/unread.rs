//! Marks of what was read, and mentions.

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use server::store::{NewAccount, NewRoom, Permit, StoreError, What};
use shared::{
    MessageId, RoomId, Seq, UserId, limits,
    model::{MyRoom, ReadMark, RoomChange, RoomKind},
};

use super::subject::{NOW, Subject, session, subject};
use crate::common::HALL;

async fn account(subject: &Subject, handle: &str) -> UserId {
    let account = NewAccount {
        handle: handle.to_owned(),
        name: handle.to_uppercase(),
        password: "hash".to_owned(),
    };
    let token = std::array::from_fn(|n| handle.as_bytes()[n % handle.len()]);
    let made = subject
        .store
        .create_account(account, Permit::Open, session(token));
    made.await.unwrap().id
}

async fn says(subject: &Subject, who: UserId, number: u64, room: RoomId, text: &str) -> MessageId {
    let what = What::Post {
        text: text.to_owned(),
    };
    let answer = subject.change(who, number, room, what).await;
    answer.await.unwrap().unwrap().message
}

async fn mine(subject: &Subject, who: UserId, room: RoomId) -> MyRoom {
    subject.store.my_room(who, room).await.unwrap()
}

async fn read(subject: &Subject, who: UserId, seq: u64) -> ReadMark {
    let look = subject.look(who, HALL);
    subject.store.mark_read(look, Seq::new(seq)).await.unwrap()
}

#[tokio::test]
async fn what_was_posted_after_the_mark_is_unread_whatever_else_happened() {
    let subject = subject();
    let (ada, bao) = (subject.author("a").await, subject.author("b").await);
    for number in 1..=5 {
        says(&subject, ada, number, HALL, "x").await;
    }
    let edit = What::Edit {
        message: MessageId::new(1),
        text: "y".to_owned(),
    };
    let edited = subject.change(ada, 6, HALL, edit).await;
    edited.await.unwrap().unwrap();
    assert_eq!(mine(&subject, bao, HALL).await.unread(), 5);
    let mark = read(&subject, bao, 3).await;
    assert_eq!((mark.read.seq, mark.read.messages), (Seq::new(3), 3));
    let room = mine(&subject, bao, HALL).await;
    assert_eq!(
        (room.unread(), room.head.seq, room.head.messages),
        (2, Seq::new(6), 5)
    );
    assert_eq!(
        read(&subject, bao, 99).await.read,
        room.head,
        "no further than the head"
    );
    assert_eq!(mine(&subject, bao, HALL).await.unread(), 0);
    assert_eq!(
        mine(&subject, ada, HALL).await.unread(),
        5,
        "a mark is one person's"
    );
}

#[tokio::test]
async fn who_comes_later_begins_where_the_room_is_then() {
    let subject = subject();
    let ada = subject.author("a").await;
    says(&subject, ada, 1, HALL, "x").await;
    let bao = subject.author("b").await;
    assert_eq!(mine(&subject, bao, HALL).await.unread(), 0, "a newcomer");
    let room = NewRoom {
        by: ada,
        kind: RoomKind::Open,
        name: "tasting".to_owned(),
        others: Vec::new(),
    };
    let room = subject.store.create_room(room, NOW).await.unwrap().info.id;
    says(&subject, ada, 2, room, "x").await;
    let not_mine = subject.store.my_room(bao, room).await;
    assert_eq!(not_mine, Err(StoreError::NotFound), "only looking in");
    let refused = subject
        .store
        .mark_read(subject.look(bao, room), Seq::new(1));
    assert_eq!(refused.await, Err(StoreError::NotFound));
    // Handed over together: one group, whose head nobody has written down yet.
    let post = subject.post(ada, 3, room).await;
    let join = subject
        .change(bao, 4, room, What::Room(RoomChange::Join))
        .await;
    let after = subject.post(ada, 5, room).await;
    for answer in [post, join, after] {
        answer.await.unwrap().unwrap();
    }
    assert_eq!(mine(&subject, bao, room).await.unread(), 1);
}

#[tokio::test]
async fn a_message_can_be_unread_again_until_something_is_read() {
    let subject = subject();
    let (ada, bao) = (subject.author("a").await, subject.author("b").await);
    for number in 1..=5 {
        says(&subject, ada, number, HALL, "x").await;
    }
    read(&subject, bao, 5).await;
    let look = subject.look(bao, HALL);
    let again = subject.store.mark_unread(look, MessageId::new(4)).await;
    let again = again.unwrap();
    assert_eq!(again.read.seq, Seq::new(5), "what was read stays read");
    assert_eq!(mine(&subject, bao, HALL).await.unread(), 2);
    let nothing = subject.store.mark_unread(look, MessageId::new(9)).await;
    assert_eq!(nothing, Err(StoreError::NotFound));
    let read = read(&subject, bao, 2).await;
    assert_eq!((read.read.seq, read.again), (Seq::new(5), None));
    assert!(read.revision > again.revision);
    assert_eq!(mine(&subject, bao, HALL).await.unread(), 0);
}

#[tokio::test]
async fn a_mention_follows_what_the_message_reads() {
    let subject = subject();
    let (maya, jonas) = (
        account(&subject, "maya").await,
        account(&subject, "jonas").await,
    );
    let seen = async |who| mine(&subject, who, HALL).await.mentions;
    let text = "@jonas @maya @nobody, see me@jonas.org";
    let message = says(&subject, maya, 1, HALL, text).await;
    assert_eq!(seen(jonas).await, [Seq::from(message)]);
    assert_eq!(seen(maya).await, [], "nobody mentions themselves");
    let edit = |number, text: &str| {
        let text = text.to_owned();
        subject.change(maya, number, HALL, What::Edit { message, text })
    };
    edit(2, "never mind").await.await.unwrap().unwrap();
    assert_eq!(seen(jonas).await, []);
    edit(3, "but @Jonas!").await.await.unwrap().unwrap();
    assert_eq!(seen(jonas).await, [Seq::from(message)]);
    let delete = What::Delete { message };
    let deleted = subject.change(maya, 4, HALL, delete).await;
    deleted.await.unwrap().unwrap();
    assert_eq!(seen(jonas).await, []);
    for number in 5..40 {
        says(&subject, maya, number, HALL, "@jonas").await;
    }
    let latest = seen(jonas).await;
    assert_eq!(latest.len(), limits::LISTED_MENTIONS, "the newest of them");
    assert!(latest.is_sorted() && latest.last() == Some(&Seq::new(39)));
    read(&subject, jonas, 39).await;
    assert_eq!(seen(jonas).await, []);
}

#[tokio::test]
async fn the_list_comes_in_parts_and_only_to_its_person() {
    let subject = subject();
    let (ada, bao) = (subject.author("a").await, subject.author("b").await);
    let mut rooms = vec![HALL];
    for number in 0..7 {
        let room = NewRoom {
            by: ada,
            kind: RoomKind::Private,
            name: format!("room {number}"),
            others: Vec::new(),
        };
        rooms.push(subject.store.create_room(room, NOW).await.unwrap().info.id);
    }
    let direct = subject.store.direct_room(ada, bao, NOW).await.unwrap().info;
    rooms.push(direct.id);
    let mut listed = Vec::new();
    let mut after = RoomId::new(0);
    loop {
        let part = subject.store.my_rooms(ada, after, 2).await.unwrap();
        let ids = subject.store.my_room_ids(ada, after, 2).await.unwrap();
        assert!(part.iter().map(|room| room.id).eq(ids));
        let Some(last) = part.last() else { break };
        after = last.id;
        listed.extend(part);
    }
    assert!(listed.iter().map(|room| room.id).eq(rooms));
    let other = listed.last().unwrap();
    assert_eq!((other.with, other.name.as_str()), (Some(bao), "b"));
    let theirs = subject
        .store
        .my_rooms(bao, RoomId::new(0), 99)
        .await
        .unwrap();
    assert!(theirs.iter().map(|room| room.id).eq([HALL, direct.id]));
}

/// However marks come, the furthest place that was read never goes back, and every change of
/// the mark has a higher revision.
#[test]
fn a_mark_never_goes_back() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let subject = runtime.block_on(async {
        let subject = subject();
        let ada = subject.author("a").await;
        for number in 1..=20 {
            says(&subject, ada, number, HALL, "x").await;
        }
        subject
    });
    let steps = prop::collection::vec((any::<bool>(), 0_u64..25), 1..20);
    let config = Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    };
    let names = std::cell::Cell::new(b'A');
    TestRunner::new(config)
        .run(&steps, |steps| {
            runtime.block_on(async {
                names.set(names.get() + 1);
                let name = char::from(names.get()).to_string();
                let who = subject.author(&name).await;
                let mut before = mine(&subject, who, HALL).await.mark;
                for (forward, seq) in steps {
                    let look = subject.look(who, HALL);
                    let marked = match forward {
                        true => subject.store.mark_read(look, Seq::new(seq)).await,
                        false => subject.store.mark_unread(look, MessageId::new(seq)).await,
                    };
                    let Ok(mark) = marked else {
                        prop_assert!(!forward && !(1..=20).contains(&seq));
                        continue;
                    };
                    prop_assert!(mark.read >= before.read);
                    prop_assert!(mark.again.is_none_or(|again| again < mark.read));
                    prop_assert_eq!(mark.revision > before.revision, mark != before);
                    prop_assert_eq!(mine(&subject, who, HALL).await.mark, mark);
                    before = mark;
                }
                Ok(())
            })
        })
        .unwrap();
}
