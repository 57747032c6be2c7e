//! One value of every variant.

mod rooms;
mod unread;

use shared::{
    ApiError, Epoch, Field, MessageId, Nonce, Problem, RoomId, Seq, Timestamp, UserId,
    frame::{ClientFrame, Cursor, Replay, RoomEvent, ServerFrame, Subject},
    model::{Entry, Fate, HistoryPage, Message, Person, RoomPage, RoomSummary},
};

fn people() -> Vec<Person> {
    vec![
        Person {
            id: UserId::new(7),
            name: "Ines".to_owned(),
        },
        Person {
            id: UserId::new(70_000),
            name: "林小雨".to_owned(),
        },
    ]
}

fn room() -> RoomSummary {
    RoomSummary {
        id: RoomId::new(1),
        name: "front-hall 大堂".to_owned(),
        online: 2,
    }
}

fn nonce() -> Nonce {
    Nonce::from_bytes(std::array::from_fn(|i| u8::try_from(i).unwrap()))
}

fn page() -> RoomPage {
    RoomPage {
        room: RoomId::new(1),
        epoch: Epoch::new(1 << 40),
        last_seq: Seq::new(300),
        messages: vec![Message {
            id: MessageId::new(300),
            author: UserId::new(7),
            at: Timestamp::from_seconds(1_800_000_000),
            text: "水开了".to_owned(),
            nonce: Some(nonce()),
        }],
        has_earlier: true,
        people: people(),
    }
}

/// Every command once. Append only: the golden files follow this order.
pub fn client_samples() -> Vec<ClientFrame> {
    let room = RoomId::new(1);
    let mut samples = vec![
        ClientFrame::EnterRoom { room, cursor: None },
        ClientFrame::EnterRoom {
            room,
            cursor: Some(Cursor {
                epoch: Epoch::new(1 << 40),
                seq: Seq::new(300),
            }),
        },
        ClientFrame::LeaveRoom { room },
        ClientFrame::PostMessage {
            room,
            nonce: nonce(),
            text: "🍵\nok".to_owned(),
        },
        ClientFrame::LoadPage {
            room,
            before: Seq::new(251),
        },
        ClientFrame::DescribePeople {
            users: vec![UserId::new(7), UserId::new(70_000)],
        },
        ClientFrame::WatchLobby,
        ClientFrame::UnwatchLobby,
        ClientFrame::Ping,
        ClientFrame::Pong,
        ClientFrame::EditMessage {
            room,
            message: MessageId::new(300),
            nonce: nonce(),
            text: "better".to_owned(),
        },
        ClientFrame::DeleteMessage {
            room,
            message: MessageId::new(300),
            nonce: nonce(),
        },
        ClientFrame::LoadMembers {
            room,
            after: Some(UserId::new(7)),
        },
    ];
    let change = |change| ClientFrame::ChangeRoom {
        room,
        nonce: nonce(),
        change,
    };
    samples.extend(rooms::changes().into_iter().map(change));
    samples.extend(unread::commands());
    samples
}

/// Every answer once. Append only.
pub fn server_samples() -> Vec<ServerFrame> {
    let id = RoomId::new(1);
    let at = Timestamp::from_seconds(1_800_000_000);
    let event = RoomEvent::MessagePosted {
        author: UserId::new(7),
        at,
        text: "ok".to_owned(),
    };
    let seq = Seq::new(300);
    let mut samples = vec![
        ServerFrame::Welcomed {
            you: people().remove(0),
            at,
        },
        ServerFrame::RoomEntered {
            room: room(),
            epoch: Epoch::new(9),
            last_seq: seq,
            replay: Replay::Limited,
            present: people(),
        },
        ServerFrame::Event {
            room: id,
            seq,
            event,
        },
        ServerFrame::Acked {
            nonce: nonce(),
            room: id,
            message: MessageId::new(300),
            seq,
        },
        ServerFrame::PageLoaded { page: page() },
        ServerFrame::PresenceChanged {
            room: id,
            online: 2,
            entered: people(),
            left: vec![UserId::new(3)],
        },
        ServerFrame::PresenceListed {
            room: id,
            online: 2,
            present: people(),
        },
        ServerFrame::PeopleDescribed { people: people() },
        ServerFrame::LobbyListed {
            rooms: vec![room()],
            online: 3,
        },
        ServerFrame::LobbyChanged {
            rooms: vec![room()],
            online: 300,
        },
        ServerFrame::Pinged,
        ServerFrame::Ponged,
    ];
    let later = [rejections(), changes(), rooms::memberships()];
    samples.extend(later.into_iter().flatten());
    samples.extend(account_rejections());
    samples.extend(unread::frames());
    samples
}

/// What came when messages could change.
fn changes() -> Vec<ServerFrame> {
    let (room, seq) = (RoomId::new(1), Seq::new(301));
    let (message, by) = (MessageId::new(300), UserId::new(7));
    let at = Timestamp::from_seconds(1_800_000_060);
    let text = "better".to_owned();
    let edited = RoomEvent::MessageEdited {
        message,
        by,
        at,
        text,
    };
    let deleted = RoomEvent::MessageDeleted { message, by, at };
    let event = |event| ServerFrame::Event { room, seq, event };
    let fates = [Fate::Original, Fate::Edited { at }, Fate::Deleted { at }];
    let RoomPage {
        room,
        epoch,
        last_seq,
        messages,
        has_earlier,
        people,
    } = page();
    let entry = |fate| Entry {
        message: messages[0].clone(),
        fate,
    };
    let page = HistoryPage {
        room,
        epoch,
        last_seq,
        entries: fates.into_iter().map(entry).collect(),
        has_earlier,
        has_later: false,
        people,
    };
    vec![
        event(edited),
        event(deleted),
        ServerFrame::HistoryLoaded { page },
    ]
}

/// Every subject, error, field and problem at least once.
fn rejections() -> Vec<ServerFrame> {
    let invalid = |field, problem| ApiError::Invalid { field, problem };
    let errors = [
        ApiError::Unauthenticated,
        ApiError::Forbidden,
        ApiError::NotFound,
        invalid(Field::Text, Problem::Empty),
        invalid(Field::Nickname, Problem::TooLong { max: 24 }),
        invalid(Field::RoomName, Problem::ControlCharacter),
        invalid(Field::Nonce, Problem::Malformed),
        ApiError::TooLarge,
        ApiError::RateLimited { retry_after_s: 300 },
        ApiError::Conflict,
        ApiError::Unavailable,
        ApiError::Internal,
    ];
    let subjects = [
        Subject::Message(nonce()),
        Subject::Room(RoomId::new(1)),
        Subject::Connection,
    ];
    let subjects = subjects.into_iter().cycle();
    let rejected = |(error, subject)| ServerFrame::Rejected { subject, error };
    errors.into_iter().zip(subjects).map(rejected).collect()
}

/// Every field and problem of accounts at least once.
fn account_rejections() -> impl Iterator<Item = ServerFrame> {
    let broken = [
        (Field::Handle, Problem::TooShort { min: 3 }),
        (Field::Password, Problem::Mismatch),
        (Field::NewPassword, Problem::TooCommon),
        (Field::Handle, Problem::Taken),
        (Field::HouseName, Problem::Empty),
        (Field::SetupToken, Problem::Mismatch),
        (Field::Invite, Problem::Malformed),
        (Field::Choice, Problem::Malformed),
    ];
    let rejected = |(field, problem)| ServerFrame::Rejected {
        subject: Subject::Connection,
        error: ApiError::Invalid { field, problem },
    };
    broken.into_iter().map(rejected)
}
