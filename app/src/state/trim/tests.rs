use shared::{
    Epoch, Nonce, RoomId, Timestamp, UserId,
    frame::Replay,
    model::{
        Entry, Fate, HistoryPage, Message, Person, Place, ReadMark, RoomInfo, RoomKind,
        RoomSummary, RoomView, Writers,
    },
};

use super::*;
use crate::state::{
    row::{ChangeState, NoticeKind, RowKey},
    rows::Lines,
};

const HELD: Held = Held { most: 60, kept: 40 };
const AT: Timestamp = Timestamp::from_seconds(1_700_000_000);

/// A room with the messages 1 to `count`, by who this says for a number, followed.
fn room(count: u64, author: impl Fn(u64) -> u64) -> Room {
    let entry = |id| Entry {
        message: Message {
            id: MessageId::new(id),
            author: UserId::new(author(id)),
            at: AT,
            text: id.to_string(),
            nonce: None,
        },
        fate: Fate::Original,
    };
    let (id, last_seq, epoch) = (RoomId::new(1), Seq::new(count), Epoch::new(1));
    let view = RoomView {
        info: RoomInfo {
            id,
            kind: RoomKind::Open,
            name: "tea".into(),
            topic: String::new(),
            writers: Writers::Everyone,
            archived: false,
            role: None,
        },
        room: RoomSummary {
            id,
            name: "tea".into(),
            online: 1,
        },
        page: HistoryPage {
            room: id,
            epoch,
            last_seq,
            entries: (1..=count).map(entry).collect(),
            has_earlier: false,
            has_later: false,
            people: Vec::new(),
        },
        notices: Vec::new(),
        head: Place::default(),
        mark: None,
        present: Vec::new(),
        others: Vec::new(),
    };
    let mut room = Room::new(view, &mut People::default());
    room.timeline.entering();
    let _ = room.timeline.entered(epoch, last_seq, Replay::Complete);
    room
}

/// Everybody in turn.
fn busy(count: u64) -> Room {
    room(count, |id| id % 5 + 2)
}

fn trim(room: &mut Room, editing: Option<u64>) -> bool {
    room.trim(HELD, editing.map(MessageId::new), &People::default(), None)
}

/// With which message the log begins once it was trimmed.
fn begins(mut room: Room, editing: Option<u64>) -> u64 {
    let had = room.has_surplus(HELD, editing.map(MessageId::new));
    assert_eq!(trim(&mut room, editing), had, "it does what it says");
    assert!(!trim(&mut room, editing), "and is done then");
    room.timeline.entries()[0].message.id.get()
}

fn lines(room: &Room) -> Lines {
    room.lines(&People::default(), None, &|_| 0)
}

#[test]
fn rows_go_rarely_and_many_at_a_time() {
    assert_eq!(begins(busy(60), None), 1, "as many as may be held");
    assert_eq!(begins(busy(61), None), 22, "forty are left");
    let Held { most, kept } = Held::default();
    assert!(
        kept + limits::PAGE_MESSAGES < most,
        "what one went up for is not gone at once"
    );
}

#[test]
fn what_is_not_stored_or_open_for_editing_stays() {
    assert_eq!(begins(busy(100), Some(7)), 7);
    assert_eq!(begins(busy(100), Some(99)), 61);
    let mut room = busy(100);
    for id in [9, 80] {
        let change = ChangeState::Saving { text: None };
        room.changes.insert(MessageId::new(id), change);
    }
    assert_eq!(begins(room.clone(), None), 9);
    assert_eq!(begins(room, Some(5)), 5);
}

#[test]
fn what_is_new_stays_until_the_reader_was_here_for_as_much_again() {
    let mut room = busy(100);
    let mark = ReadMark {
        read: Place {
            seq: Seq::new(10),
            messages: 10,
        },
        ..ReadMark::default()
    };
    room.divider = Divider::opened(Some(mark), 90);
    assert_eq!(begins(room.clone(), None), 11, "it was not seen");
    room.divider.see(Seq::new(41));
    assert_eq!(begins(room.clone(), None), 11, "it was, a moment ago");
    let mut old = busy(101);
    old.divider = room.divider;
    assert_eq!(begins(old.clone(), None), 62);
    assert!(trim(&mut old, None));
    assert!(!lines(&old).iter().any(|(key, _)| *key == RowKey::New));
    assert_eq!(
        old.divider,
        Divider::default(),
        "the line is not moved but gone"
    );
}

#[test]
fn a_line_that_stays_stays_where_it_is() {
    let mut room = busy(100);
    room.divider.again(Seq::new(10));
    room.divider.see(Seq::new(10));
    let divider = room.divider;
    assert!(trim(&mut room, Some(11)));
    assert_eq!(room.divider, divider);
    assert_eq!(lines(&room)[1].0, RowKey::New);
}

#[test]
fn rows_that_stay_look_as_they_did() {
    for speakers in [1, 2, 7, 30] {
        for count in 61..=85 {
            let before = room(count, |id| id / speakers % 4 + 2);
            let mut after = before.clone();
            assert!(trim(&mut after, None));
            let kept = after.timeline.entries().len();
            assert!((HELD.kept..HELD.kept + 20).contains(&kept), "{kept}");
            let (before, after) = (lines(&before), lines(&after));
            let same = before.iter().rev().zip(after.iter().rev());
            assert_eq!(same.take_while(|(a, b)| a == b).count(), kept);
            assert!(matches!(after[0].1, Row::Day(_)), "a day heads them");
            assert_eq!(after.len(), kept + 1);
        }
    }
}

#[test]
fn one_group_without_an_end_goes_all_the_same() {
    let held = Held { most: 15, kept: 5 };
    let mut room = room(16, |_| 2);
    assert!(room.trim(held, None, &People::default(), None));
    assert_eq!(room.timeline.entries().len(), 5);
}

#[test]
fn who_came_and_went_is_told_again_with_the_messages_around_it() {
    let mut room = busy(100);
    let person = |id| Person {
        id: UserId::new(id),
        name: id.to_string(),
    };
    for (id, after) in [(7, 20), (8, 61), (9, 100)] {
        let people = vec![person(id)];
        room.notices
            .add(NoticeKind::Entered, people, Seq::new(after), AT);
    }
    let told = |room: &Room| {
        let lines = lines(room);
        let notices = lines
            .iter()
            .filter(|(key, _)| matches!(key, RowKey::Notice(_)));
        notices.count()
    };
    assert_eq!(told(&room), 3);
    let before = lines(&room);
    let mut long = room.clone();
    assert!(trim(&mut room, None));
    assert_eq!(told(&room), 2, "not piled up before the first message");
    let at = room.timeline.ask_earlier();
    assert!(at.is_some());
    let first = room.timeline.entries()[0].message.id;
    let entries = busy(first.get() - 1).timeline.entries().to_vec();
    let page = HistoryPage {
        room: RoomId::new(1),
        epoch: Epoch::new(1),
        last_seq: Seq::new(100),
        entries,
        has_earlier: false,
        has_later: false,
        people: Vec::new(),
    };
    room.timeline.page_loaded(page, Vec::new());
    assert_eq!(lines(&room), before);
    long.timeline
        .post(Nonce::from_bytes([1; 16]), "mine".into(), AT);
    assert!(trim(&mut long, None));
    assert_eq!(long.timeline.pending().len(), 1, "what is on its way stays");
}
