//! History in both directions, from any place of it.

use server::store::{Change, History, NewRoom, What};
use shared::{
    MessageId, RoomId, Seq, Timestamp, UserId, limits,
    model::{HistoryAt, RoomChange, RoomKind},
};

use super::subject::{NOW, Subject, subject};
use crate::common::nonce;

struct Room {
    subject: Subject,
    ada: UserId,
    id: RoomId,
}

impl Room {
    /// Every third event is a message; before each the topic changes twice. The event at place
    /// n happens n seconds after the beginning.
    async fn of(messages: u64) -> Self {
        let subject = subject();
        let ada = subject.author("a").await;
        let room = NewRoom {
            by: ada,
            kind: RoomKind::Private,
            name: "tasting".to_owned(),
            others: Vec::new(),
        };
        let id = subject.store.create_room(room, NOW).await.unwrap().info.id;
        for number in 1..=messages * 3 {
            let what = match number % 3 {
                0 => What::Post {
                    text: "x".to_owned(),
                },
                _ => What::Room(RoomChange::SetTopic {
                    topic: number.to_string(),
                }),
            };
            subject.at(ada, id, number, after(number), what).await;
        }
        Self { subject, ada, id }
    }

    async fn read(&self, at: HistoryAt) -> History {
        let look = self.subject.look(self.ada, self.id);
        let read = self.subject.store.history(look, at, usize::MAX);
        read.await.unwrap()
    }
}

impl Subject {
    async fn at(&self, actor: UserId, room: RoomId, number: u64, at: Timestamp, what: What) {
        let change = Change {
            room,
            actor,
            nonce: nonce(number),
            at,
            what,
            origin: None,
        };
        self.hand_over(change).await.await.unwrap().unwrap();
    }
}

fn after(number: u64) -> Timestamp {
    let seconds = u32::try_from(number).unwrap();
    Timestamp::from_seconds(NOW.seconds() + seconds)
}

fn ids(history: &History) -> Vec<u64> {
    let entries = history.page.entries.iter();
    entries.map(|entry| entry.message.id.get()).collect()
}

fn places(history: &History) -> Vec<u64> {
    let notices = history.notices.iter();
    notices.map(|notice| notice.seq.get()).collect()
}

#[tokio::test]
async fn walking_up_and_walking_down_see_every_event_once() {
    // Pages that do not end where the history does.
    let room = Room::of(120).await;
    let all: Vec<u64> = (1..=360).collect();
    let mut up = Vec::new();
    let mut at = Seq::new(361);
    loop {
        let history = room.read(HistoryAt::Before(at)).await;
        up.extend(ids(&history));
        // Of a page of 50 messages 50 notices are told, the newest.
        let notices = places(&history);
        assert!(notices.len() <= limits::PAGE_NOTICES);
        up.extend(notices);
        at = history.page.entries[0].message.id.into();
        if !history.page.has_earlier {
            break;
        }
    }
    let mut down = Vec::new();
    let mut at = Seq::ZERO;
    loop {
        let history = room.read(HistoryAt::After(at)).await;
        down.extend(ids(&history));
        down.extend(places(&history));
        at = history.page.entries.last().unwrap().message.id.into();
        if !history.page.has_later {
            break;
        }
    }
    // Of the last page all notices are told: those of its side of the page before it, too.
    for (mut walked, last) in [(up, 42), (down, 40)] {
        walked.sort_unstable();
        let messages = walked.iter().copied().filter(|seq| seq % 3 == 0);
        assert!(messages.eq((1..=120).map(|n| n * 3)), "every message, once");
        walked.dedup();
        assert!(walked.iter().all(|seq| all.contains(seq)));
        assert_eq!(walked.len(), 120 + 50 + 50 + last);
    }
}

#[tokio::test]
async fn notices_between_two_pages_belong_to_one_of_them() {
    let room = Room::of(60).await;
    let newest = room.read(HistoryAt::Before(Seq::new(181))).await;
    let first = newest.page.entries[0].message.id.get();
    assert_eq!(first, 33);
    let earlier = room.read(HistoryAt::Before(Seq::new(first))).await;
    assert_eq!(ids(&earlier), (1..=10).map(|n| n * 3).collect::<Vec<_>>());
    let expected: Vec<u64> = (1..33).filter(|n| n % 3 != 0).collect();
    assert_eq!(places(&earlier), expected, "up to the page after it");
    let later = room.read(HistoryAt::After(Seq::new(30))).await;
    assert_eq!(ids(&later).first(), Some(&33));
    assert_eq!(places(&later).last(), Some(&179));
    assert!(places(&later).iter().all(|seq| *seq > 30));
}

#[tokio::test]
async fn a_page_around_a_message_has_its_neighbours_on_both_sides() {
    let room = Room::of(120).await;
    let half = limits::PAGE_MESSAGES / 2;
    let middle = room.read(HistoryAt::Around(Seq::new(180))).await;
    let found = ids(&middle);
    assert_eq!((found.len(), found[half]), (limits::PAGE_MESSAGES, 180));
    assert!(middle.page.has_earlier && middle.page.has_later);
    // What is no message leads to the next one.
    let between = room.read(HistoryAt::Around(Seq::new(178))).await;
    assert_eq!(ids(&between), found);
    let start = room.read(HistoryAt::Around(Seq::new(1))).await;
    assert_eq!(ids(&start)[0], 3);
    assert!(!start.page.has_earlier && start.page.has_later);
    let end = room.read(HistoryAt::Around(Seq::new(u64::MAX))).await;
    assert_eq!(ids(&end).last(), Some(&360));
    assert!(end.page.has_earlier && !end.page.has_later);
}

#[tokio::test]
async fn a_time_leads_to_the_first_message_of_it() {
    let room = Room::of(120).await;
    let first = async |number| {
        let history = room.read(HistoryAt::Since(after(number))).await;
        let mut entries = history.page.entries.into_iter();
        let found = entries.find(|entry| entry.message.at >= after(number));
        found.map(|entry| entry.message.id)
    };
    for (number, id) in [(0, 3), (3, 3), (4, 6), (200, 201), (360, 360)] {
        assert_eq!(first(number).await, Some(MessageId::new(id)), "{number}");
    }
    assert_eq!(first(361).await, None);
    let beyond = room.read(HistoryAt::Since(after(361))).await;
    assert_eq!(ids(&beyond).last(), Some(&360), "the newest instead");
}

#[tokio::test]
async fn a_room_without_messages_has_its_notices() {
    let room = Room::of(0).await;
    let change = What::Room(RoomChange::SetTopic {
        topic: "x".to_owned(),
    });
    room.subject.at(room.ada, room.id, 1, NOW, change).await;
    for at in [
        HistoryAt::Before(Seq::new(2)),
        HistoryAt::Around(Seq::new(1)),
        HistoryAt::After(Seq::ZERO),
        HistoryAt::Since(NOW),
    ] {
        let history = room.read(at).await;
        assert_eq!(
            (ids(&history), places(&history)),
            (vec![], vec![1]),
            "{at:?}"
        );
        assert!(!history.page.has_earlier && !history.page.has_later);
    }
}
