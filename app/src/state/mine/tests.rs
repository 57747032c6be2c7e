use shared::UserId;

use super::*;

const fn place(seq: u64, messages: u64) -> Place {
    Place {
        seq: Seq::new(seq),
        messages,
    }
}

const AT: Timestamp = Timestamp::from_seconds(10);

fn room(id: u64, name: &str, head: u64) -> MyRoom {
    MyRoom {
        id: RoomId::new(id),
        kind: RoomKind::Open,
        name: name.to_owned(),
        archived: false,
        with: None,
        head: place(head, head),
        at: AT,
        mark: ReadMark::default(),
        mentions: Vec::new(),
    }
}

fn ids(rooms: &[u64]) -> Vec<RoomId> {
    rooms.iter().copied().map(RoomId::new).collect()
}

fn three() -> Mine {
    let rooms = vec![room(1, "tea", 5), room(2, "Cakes", 0), room(3, "bowls", 2)];
    let has_more = false;
    Mine::new(MyRooms { rooms, has_more })
}

#[test]
fn a_new_list_forgets_rooms_that_are_gone_part_by_part() {
    let mut mine = three();
    mine.opened();
    let more = mine.list(vec![room(1, "tea", 6)], true);
    assert_eq!(more, Some(RoomId::new(1)));
    assert_eq!(mine.rooms(), ids(&[3, 2, 1]), "the rest is to come");
    assert_eq!(mine.list(vec![room(3, "bowls", 2)], false), None);
    assert_eq!(mine.rooms(), ids(&[3, 1]));
    assert_eq!(mine.totals().unread, 8);
}

#[test]
fn what_overtakes_the_list_stays_and_what_is_from_before_does_not() {
    let mut mine = three();
    let (one, two) = (RoomId::new(1), RoomId::new(2));
    mine.opened();
    mine.moved(one, place(9, 8), AT);
    mine.retitled(one, Some("oolong".to_owned()), None);
    mine.mentioned(one, MessageId::new(9), true);
    mine.gone(two);
    mine.list(vec![room(1, "tea", 7), room(2, "Cakes", 0)], false);
    assert_eq!(mine.rooms(), ids(&[1]));
    let shown = mine.get(one).unwrap();
    assert_eq!((shown.unread(), shown.for_me()), (8, 1));
    assert_eq!(shown.name, "oolong");
    // On the next link the server is believed, even if it knows less.
    mine.opened();
    mine.list(vec![room(1, "tea", 4)], false);
    assert_eq!(mine.get(one).map(MyRoom::unread), Some(4));
}

#[test]
fn a_late_mark_changes_nothing() {
    let mut mine = three();
    let one = RoomId::new(1);
    let mark = |revision, read| ReadMark {
        read,
        again: None,
        revision,
    };
    assert!(mine.marked(one, mark(2, place(5, 5))));
    assert!(!mine.marked(one, mark(1, place(3, 3))));
    assert_eq!(mine.get(one).map(MyRoom::unread), Some(0));
}

#[test]
fn an_event_of_an_open_room_counts_once() {
    let mut mine = three();
    let one = RoomId::new(1);
    mine.next(one, Seq::new(6), true, AT);
    mine.next(one, Seq::new(6), true, AT);
    mine.next(one, Seq::new(9), true, AT);
    mine.moved(one, place(6, 6), AT);
    assert_eq!(mine.get(one).map(MyRoom::unread), Some(6));
    mine.next(one, Seq::new(7), false, AT);
    assert_eq!(mine.get(one).map(|room| room.head), Some(place(7, 6)));
}

#[test]
fn what_is_said_among_few_stands_apart_and_the_latest_first() {
    let mut mine = three();
    let direct = |id, head, at| MyRoom {
        kind: RoomKind::Direct,
        at: Timestamp::from_seconds(at),
        ..room(id, "Ines", head)
    };
    mine.listed(direct(4, 1, 20));
    mine.listed(direct(5, 1, 30));
    mine.listed(direct(6, 0, 40));
    assert_eq!(mine.directs(), ids(&[5, 4]), "nobody wrote to the third");
    mine.moved(RoomId::new(4), place(2, 2), Timestamp::from_seconds(50));
    assert_eq!(mine.directs(), ids(&[4, 5]));
    assert_eq!(mine.rooms(), ids(&[3, 2, 1]));
    assert_eq!(mine.totals().for_me, 3);
}

#[test]
fn what_is_said_with_somebody_is_called_as_they_are() {
    let with = UserId::new(7);
    let mut direct = room(1, "Jonas", 1);
    (direct.kind, direct.with) = (RoomKind::Direct, Some(with));
    let rooms = vec![direct, room(2, "Jonas", 1)];
    let has_more = false;
    let mut mine = Mine::new(MyRooms { rooms, has_more });
    let _ = mine.take();
    let person = |id, name: &str| Person {
        id: UserId::new(id),
        name: name.to_owned(),
    };
    mine.renamed(&[person(8, "Mia"), person(7, "Jonah")]);
    assert_eq!(mine.get(RoomId::new(1)).unwrap().name, "Jonah");
    assert_eq!(mine.get(RoomId::new(2)).unwrap().name, "Jonas");
    let changed = mine.take().rooms;
    assert_eq!(changed.into_iter().collect::<Vec<_>>(), ids(&[1]));
    mine.renamed(&[person(7, "Jonah")]);
    assert!(mine.take().rooms.is_empty(), "nothing is new");
}
