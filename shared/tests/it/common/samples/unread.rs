use shared::{
    MessageId, RoomId, Seq, Timestamp, UserId,
    frame::{ClientFrame, ServerFrame},
    model::{HistoryAt, MyRoom, Place, ReadMark, RoomChange, RoomKind, RoomNotice},
};

const fn place(seq: u64, messages: u64) -> Place {
    Place {
        seq: Seq::new(seq),
        messages,
    }
}

/// What came with marks of what was read, and with history in both directions.
pub fn commands() -> Vec<ClientFrame> {
    let room = RoomId::new(1);
    let seq = Seq::new(300);
    let at = [
        HistoryAt::Before(seq),
        HistoryAt::After(seq),
        HistoryAt::Around(seq),
        HistoryAt::Since(Timestamp::from_seconds(1_800_000_000)),
    ];
    let load = |at| ClientFrame::LoadHistory { room, at };
    let mut commands: Vec<_> = at.into_iter().map(load).collect();
    commands.extend([
        ClientFrame::WatchMyRooms { after: None },
        ClientFrame::WatchMyRooms { after: Some(room) },
        ClientFrame::MarkRead { room, seq },
        ClientFrame::MarkUnread {
            room,
            message: MessageId::new(300),
        },
    ]);
    commands
}

pub fn frames() -> Vec<ServerFrame> {
    let room = RoomId::new(1);
    let at = Timestamp::from_seconds(1_800_000_180);
    let mark = ReadMark {
        read: place(300, 290),
        again: Some(place(280, 271)),
        revision: 12,
    };
    let mine = |kind, with| MyRoom {
        id: room,
        kind,
        name: "tea 茶".to_owned(),
        archived: false,
        with,
        head: place(303, 291),
        at,
        mark,
        mentions: vec![Seq::new(302)],
    };
    let rooms = vec![
        mine(RoomKind::Open, None),
        mine(RoomKind::Direct, Some(UserId::new(70_000))),
    ];
    let moved = |name, archived| ServerFrame::RoomMoved {
        room,
        head: place(304, 292),
        at,
        name,
        archived,
    };
    let notice = RoomNotice {
        seq: Seq::new(303),
        by: UserId::new(7),
        at,
        change: RoomChange::Join,
    };
    let mention = |mentioned| ServerFrame::MentionChanged {
        room,
        message: MessageId::new(302),
        mentioned,
    };
    vec![
        ServerFrame::NoticesListed {
            room,
            notices: vec![notice],
        },
        ServerFrame::MyRoomsListed {
            rooms,
            has_more: true,
        },
        ServerFrame::MyRoomListed {
            room: mine(RoomKind::Group, None),
        },
        ServerFrame::MyRoomGone { room },
        moved(None, None),
        moved(Some("oolong".to_owned()), Some(true)),
        ServerFrame::ReadMarked { room, mark },
        mention(true),
        mention(false),
    ]
}
