//! One value of every variant, and strategies for all of them.

#![expect(dead_code, reason = "each test file uses its own part")]

use proptest::{collection::vec, option, prelude::*};
use shared::{
    ApiError, Epoch, Field, MessageId, Nonce, Problem, RoomId, Seq, Timestamp, UserId,
    frame::{ClientFrame, Cursor, Replay, RoomEvent, ServerFrame, Subject},
    model::{Message, Person, RoomPage, RoomSummary},
};

fn people() -> Vec<Person> {
    vec![
        Person { id: UserId::new(7), name: "Ines".to_owned() },
        Person { id: UserId::new(70_000), name: "林小雨".to_owned() },
    ]
}

fn room() -> RoomSummary {
    RoomSummary { id: RoomId::new(1), name: "front-hall 大堂".to_owned(), online: 2 }
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
    vec![
        ClientFrame::EnterRoom { room, cursor: None },
        ClientFrame::EnterRoom {
            room,
            cursor: Some(Cursor { epoch: Epoch::new(1 << 40), seq: Seq::new(300) }),
        },
        ClientFrame::LeaveRoom { room },
        ClientFrame::PostMessage { room, nonce: nonce(), text: "🍵\nok".to_owned() },
        ClientFrame::LoadPage { room, before: Seq::new(251) },
        ClientFrame::DescribePeople { users: vec![UserId::new(7), UserId::new(70_000)] },
        ClientFrame::WatchLobby,
        ClientFrame::UnwatchLobby,
        ClientFrame::Ping,
        ClientFrame::Pong,
    ]
}

/// Every answer once. Append only.
pub fn server_samples() -> Vec<ServerFrame> {
    let id = RoomId::new(1);
    let at = Timestamp::from_seconds(1_800_000_000);
    let event = RoomEvent::MessagePosted { author: UserId::new(7), at, text: "ok".to_owned() };
    let seq = Seq::new(300);
    let mut samples = vec![
        ServerFrame::Welcomed { you: people().remove(0), at },
        ServerFrame::RoomEntered {
            room: room(),
            epoch: Epoch::new(9),
            last_seq: seq,
            replay: Replay::Limited,
            present: people(),
        },
        ServerFrame::Event { room: id, seq, event },
        ServerFrame::Acked { nonce: nonce(), room: id, message: MessageId::new(300), seq },
        ServerFrame::PageLoaded { page: page() },
        ServerFrame::PresenceChanged {
            room: id,
            online: 2,
            entered: people(),
            left: vec![UserId::new(3)],
        },
        ServerFrame::PresenceListed { room: id, online: 2, present: people() },
        ServerFrame::PeopleDescribed { people: people() },
        ServerFrame::LobbyListed { rooms: vec![room()] },
        ServerFrame::LobbyChanged { rooms: vec![room()] },
        ServerFrame::Pinged,
        ServerFrame::Ponged,
    ];
    samples.extend(rejections());
    samples
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
    let subjects =
        [Subject::Message(nonce()), Subject::Room(RoomId::new(1)), Subject::Connection];
    let subjects = subjects.into_iter().cycle();
    let rejected = |(error, subject)| ServerFrame::Rejected { subject, error };
    errors.into_iter().zip(subjects).map(rejected).collect()
}

fn name() -> impl Strategy<Value = String> {
    "\\PC{0,24}"
}

fn person() -> impl Strategy<Value = Person> {
    (any::<u64>(), name()).prop_map(|(id, name)| Person { id: UserId::new(id), name })
}

fn summary() -> impl Strategy<Value = RoomSummary> {
    (any::<u64>(), name(), any::<u32>())
        .prop_map(|(id, name, online)| RoomSummary { id: RoomId::new(id), name, online })
}

fn any_nonce() -> impl Strategy<Value = Nonce> {
    any::<[u8; 16]>().prop_map(Nonce::from_bytes)
}

fn message() -> impl Strategy<Value = Message> {
    (any::<u64>(), any::<u64>(), any::<u32>(), ".{0,200}", option::of(any_nonce())).prop_map(
        |(id, author, at, text, nonce)| Message {
            id: MessageId::new(id),
            author: UserId::new(author),
            at: Timestamp::from_seconds(at),
            text,
            nonce,
        },
    )
}

fn any_page() -> impl Strategy<Value = RoomPage> {
    let numbers = any::<(u64, u64, u64, bool)>();
    (numbers, vec(message(), 0..50), vec(person(), 0..50)).prop_map(
        |((room, epoch, seq, has_earlier), messages, people)| RoomPage {
            room: RoomId::new(room),
            epoch: Epoch::new(epoch),
            last_seq: Seq::new(seq),
            messages,
            has_earlier,
            people,
        },
    )
}

/// Any command within its bounds.
pub fn client_frame() -> impl Strategy<Value = ClientFrame> {
    let cursor = any::<(u64, u64)>()
        .prop_map(|(epoch, seq)| Cursor { epoch: Epoch::new(epoch), seq: Seq::new(seq) });
    prop_oneof![
        (any::<u64>(), option::of(cursor))
            .prop_map(|(id, cursor)| ClientFrame::EnterRoom { room: RoomId::new(id), cursor }),
        (any::<u64>(), any_nonce(), ".{0,4000}").prop_map(|(id, nonce, text)| {
            ClientFrame::PostMessage { room: RoomId::new(id), nonce, text }
        }),
        any::<(u64, u64)>().prop_map(|(id, seq)| ClientFrame::LoadPage {
            room: RoomId::new(id),
            before: Seq::new(seq)
        }),
        vec(any::<u64>().prop_map(UserId::new), 0..=50)
            .prop_map(|users| ClientFrame::DescribePeople { users }),
        prop::sample::select(client_samples()),
    ]
}

/// Any server frame within its bounds.
pub fn server_frame() -> impl Strategy<Value = ServerFrame> {
    let ids = any::<(u64, u64, u64)>();
    prop_oneof![
        (person(), any::<u32>()).prop_map(|(you, at)| ServerFrame::Welcomed {
            you,
            at: Timestamp::from_seconds(at)
        }),
        (summary(), ids, vec(person(), 0..=200)).prop_map(|(room, (epoch, seq, _), present)| {
            ServerFrame::RoomEntered {
                room,
                epoch: Epoch::new(epoch),
                last_seq: Seq::new(seq),
                replay: Replay::Complete,
                present,
            }
        }),
        (ids, any::<u32>(), ".{0,4000}").prop_map(|((room, seq, author), at, text)| {
            ServerFrame::Event {
                room: RoomId::new(room),
                seq: Seq::new(seq),
                event: RoomEvent::MessagePosted {
                    author: UserId::new(author),
                    at: Timestamp::from_seconds(at),
                    text,
                },
            }
        }),
        (any_nonce(), any::<(u64, u64, u64)>()).prop_map(|(nonce, (room, message, seq))| {
            ServerFrame::Acked {
                nonce,
                room: RoomId::new(room),
                message: MessageId::new(message),
                seq: Seq::new(seq),
            }
        }),
        any_page().prop_map(|page| ServerFrame::PageLoaded { page }),
        (any::<u64>(), any::<u32>(), vec(person(), 0..=200), vec(any::<u64>(), 0..=200)).prop_map(
            |(room, online, entered, left)| ServerFrame::PresenceChanged {
                room: RoomId::new(room),
                online,
                entered,
                left: left.into_iter().map(UserId::new).collect(),
            }
        ),
        vec(summary(), 0..=200).prop_map(|rooms| ServerFrame::LobbyChanged { rooms }),
        prop::sample::select(server_samples()),
    ]
}
