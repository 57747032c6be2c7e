use shared::{
    Epoch, MessageId, Nonce, RoomId,
    frame::RoomEvent,
    model::{
        HistoryPage, Message, Person, Place, Role, RoomInfo, RoomKind, RoomSummary, RoomView,
        Writers,
    },
};

use super::*;
use crate::state::{people::Viewer, row::NoticeKind};

const UTC: Offset<'static> = &|_| 0;
const NOON: u32 = 1_700_000_000 / 86_400 * 86_400 + 43_200;

fn person(id: u64) -> Person {
    Person {
        id: UserId::new(id),
        name: format!("person {id}"),
    }
}

/// A room whose messages are by these people at these seconds after noon.
fn room(messages: &[(u64, u32)]) -> (Room, People) {
    let mut people = People::default();
    let messages: Vec<_> = (1..)
        .zip(messages)
        .map(|(id, (author, after))| Message {
            id: MessageId::new(id),
            author: UserId::new(*author),
            at: Timestamp::from_seconds(NOON + after),
            text: format!("message {id}"),
            nonce: None,
        })
        .map(|message| Entry {
            message,
            fate: Fate::Original,
        })
        .collect();
    let room = RoomView {
        info: RoomInfo {
            id: RoomId::new(1),
            kind: RoomKind::Open,
            name: "tea".into(),
            topic: String::new(),
            writers: Writers::Everyone,
            archived: false,
            role: Some(Role::Member),
        },
        room: RoomSummary {
            id: RoomId::new(1),
            name: "tea".into(),
            online: 1,
        },
        page: HistoryPage {
            room: RoomId::new(1),
            epoch: Epoch::new(1),
            last_seq: Seq::new(u64::try_from(messages.len()).unwrap()),
            entries: messages,
            has_earlier: false,
            has_later: false,
            people: vec![person(1), person(2)],
        },
        notices: Vec::new(),
        head: Place::default(),
        mark: None,
        present: vec![person(1)],
        others: Vec::new(),
    };
    (Room::new(room, &mut people), people)
}

/// `d` day, `u` unread from here, `n` notice, `H` head, `m` message of a group.
fn shape(lines: &Lines) -> String {
    lines
        .iter()
        .map(|(_, row)| match row {
            Row::Day(_) => 'd',
            Row::Notice(_) => 'n',
            Row::New(_) => 'u',
            Row::Message(row) if row.head => 'H',
            Row::Message(_) => 'm',
        })
        .collect()
}

fn shape_of(messages: &[(u64, u32)]) -> String {
    let (room, people) = room(messages);
    shape(&room.lines(&people, None, UTC))
}

#[test]
fn a_group_is_one_author_within_five_minutes() {
    assert_eq!(shape_of(&[]), "");
    assert_eq!(shape_of(&[(1, 0), (1, 299), (1, 598)]), "dHmm");
    assert_eq!(shape_of(&[(1, 0), (1, 300)]), "dHH");
    assert_eq!(shape_of(&[(1, 0), (2, 1), (1, 2)]), "dHHH");
}

#[test]
fn a_group_has_at_most_twenty_rows() {
    let many: Vec<_> = (0..45).map(|second| (1, second)).collect();
    let heads = shape_of(&many)
        .match_indices('H')
        .map(|(at, _)| at)
        .collect::<Vec<_>>();
    assert_eq!(heads, [1, 21, 41]);
}

#[test]
fn a_clock_set_back_neither_breaks_a_group_nor_repeats_a_day() {
    assert_eq!(shape_of(&[(1, 60), (1, 0)]), "dHm");
    assert_eq!(shape_of(&[(1, 43_201), (1, 43_100), (1, 43_202)]), "dHmm");
}

#[test]
fn days_are_those_of_the_viewer() {
    let (room, people) = room(&[(1, 43_190), (1, 43_210)]);
    assert_eq!(shape(&room.lines(&people, None, UTC)), "dHdH");
    assert_eq!(shape(&room.lines(&people, None, &|_| 8 * 60)), "dHm");
    // The clocks are set back by an hour at midnight: the same day goes on.
    let autumn = |at: Timestamp| if at.seconds() < NOON + 43_200 { 0 } else { -60 };
    assert_eq!(shape(&room.lines(&people, None, &autumn)), "dHm");
}

#[test]
fn notices_stand_where_they_happened_and_break_groups() {
    let (mut room, people) = room(&[(1, 0), (1, 1), (1, 2)]);
    let at = Timestamp::from_seconds(NOON + 1);
    room.notices
        .add(NoticeKind::Entered, vec![person(2)], Seq::new(2), at);
    assert_eq!(shape(&room.lines(&people, None, UTC)), "dHmnH");
    let people_of_a_bus = (10..20).map(person).collect();
    room.notices
        .add(NoticeKind::Entered, people_of_a_bus, Seq::new(3), at);
    assert_eq!(shape(&room.lines(&people, None, UTC)), "dHmnHn");
}

#[test]
fn notices_of_two_days_are_folded_apart() {
    let (mut room, people) = room(&[]);
    let tomorrow = Timestamp::from_seconds(NOON + 86_400);
    let five = || (1..=5).map(person).collect::<Vec<_>>();
    room.notices.add(
        NoticeKind::Entered,
        five(),
        Seq::ZERO,
        Timestamp::from_seconds(NOON),
    );
    room.notices
        .add(NoticeKind::Left, five(), Seq::ZERO, tomorrow);
    assert_eq!(shape(&room.lines(&people, None, UTC)), "dndn");
}

#[test]
fn own_messages_keep_their_key_and_group_with_what_is_on_its_way() {
    let (mut room, people) = room(&[(1, 0)]);
    let nonce = Nonce::from_bytes([7; 16]);
    let me = Viewer {
        person: person(1),
        handle: Some("maya".into()),
    };
    room.timeline
        .post(nonce, "hello".into(), Timestamp::from_seconds(NOON + 5));
    let lines = room.lines(&people, Some(&me), UTC);
    assert_eq!(shape(&lines), "dHm");
    assert_eq!(lines[2].0, RowKey::Own(nonce));
    assert!(matches!(&lines[1].1, Row::Message(row) if row.own));
    let stranger = Viewer {
        person: person(3),
        handle: None,
    };
    assert_eq!(shape(&room.lines(&people, Some(&stranger), UTC)), "dHH");
}

#[test]
fn what_is_new_begins_with_a_divider_before_the_first_message_of_somebody_else() {
    let (mut room, people) = room(&[(1, 0), (2, 1), (1, 2), (2, 3)]);
    room.divider.again(Seq::new(2));
    assert_eq!(shape(&room.lines(&people, None, UTC)), "dHHuHH");
    let me = Viewer {
        person: person(1),
        handle: None,
    };
    assert_eq!(shape(&room.lines(&people, Some(&me), UTC)), "dHHHuH");
    room.divider.again(Seq::new(4));
    assert_eq!(shape(&room.lines(&people, None, UTC)), "dHHHH");
}

#[test]
fn a_message_says_whether_it_is_for_the_viewer() {
    let (mut room, people) = room(&[(2, 0)]);
    let edit = RoomEvent::MessageEdited {
        message: MessageId::new(1),
        by: UserId::new(2),
        at: Timestamp::from_seconds(NOON),
        text: "tea, @Maya?".into(),
    };
    room.timeline.change(&edit);
    let for_me = |person_id, handle: Option<&str>| {
        let me = Viewer {
            person: person(person_id),
            handle: handle.map(str::to_owned),
        };
        let lines = room.lines(&people, Some(&me), UTC);
        let mut rows = lines.into_iter().map(|(_, row)| row);
        rows.any(|row| matches!(row, Row::Message(row) if row.for_me))
    };
    assert!(for_me(1, Some("maya")));
    assert!(!for_me(1, Some("jonas")) && !for_me(1, None));
    assert!(!for_me(2, Some("maya")), "their own message");
}
