//! Any value of every variant.

use proptest::{collection::vec, option, prelude::*};
use shared::{
    Epoch, MessageId, Nonce, RoomId, Seq, Timestamp, UserId,
    frame::{ClientFrame, Cursor, Replay, RoomEvent, ServerFrame},
    model::{Entry, Fate, HistoryPage, Message, Person, RoomPage, RoomSummary},
};

use super::samples::{client_samples, server_samples};

fn name() -> impl Strategy<Value = String> {
    "\\PC{0,24}"
}

fn person() -> impl Strategy<Value = Person> {
    (any::<u64>(), name()).prop_map(|(id, name)| Person {
        id: UserId::new(id),
        name,
    })
}

fn summary() -> impl Strategy<Value = RoomSummary> {
    (any::<u64>(), name(), any::<u32>()).prop_map(|(id, name, online)| RoomSummary {
        id: RoomId::new(id),
        name,
        online,
    })
}

fn any_nonce() -> impl Strategy<Value = Nonce> {
    any::<[u8; 16]>().prop_map(Nonce::from_bytes)
}

fn message() -> impl Strategy<Value = Message> {
    (
        any::<u64>(),
        any::<u64>(),
        any::<u32>(),
        ".{0,200}",
        option::of(any_nonce()),
    )
        .prop_map(|(id, author, at, text, nonce)| Message {
            id: MessageId::new(id),
            author: UserId::new(author),
            at: Timestamp::from_seconds(at),
            text,
            nonce,
        })
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

fn fate() -> impl Strategy<Value = Fate> {
    let at = any::<u32>().prop_map(Timestamp::from_seconds);
    prop_oneof![
        Just(Fate::Original),
        at.clone().prop_map(|at| Fate::Edited { at }),
        at.prop_map(|at| Fate::Deleted { at }),
    ]
}

fn history(page: RoomPage, fate: Fate) -> HistoryPage {
    let entry = |message| Entry { message, fate };
    HistoryPage {
        room: page.room,
        epoch: page.epoch,
        last_seq: page.last_seq,
        entries: page.messages.into_iter().map(entry).collect(),
        has_earlier: page.has_earlier,
        has_later: !page.has_earlier,
        people: page.people,
    }
}

/// Any command within its bounds.
pub fn client_frame() -> impl Strategy<Value = ClientFrame> {
    let cursor = any::<(u64, u64)>().prop_map(|(epoch, seq)| Cursor {
        epoch: Epoch::new(epoch),
        seq: Seq::new(seq),
    });
    prop_oneof![
        (any::<u64>(), option::of(cursor)).prop_map(|(id, cursor)| ClientFrame::EnterRoom {
            room: RoomId::new(id),
            cursor
        }),
        (any::<u64>(), any_nonce(), ".{0,4000}").prop_map(|(id, nonce, text)| {
            ClientFrame::PostMessage {
                room: RoomId::new(id),
                nonce,
                text,
            }
        }),
        any::<(u64, u64)>().prop_map(|(id, seq)| ClientFrame::LoadPage {
            room: RoomId::new(id),
            before: Seq::new(seq)
        }),
        vec(any::<u64>().prop_map(UserId::new), 0..=50)
            .prop_map(|users| ClientFrame::DescribePeople { users }),
        (any::<(u64, u64)>(), any_nonce(), ".{0,4000}").prop_map(|((room, id), nonce, text)| {
            ClientFrame::EditMessage {
                room: RoomId::new(room),
                message: MessageId::new(id),
                nonce,
                text,
            }
        }),
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
        (any_page(), fate()).prop_map(|(page, fate)| ServerFrame::HistoryLoaded {
            page: history(page, fate)
        }),
        (
            any::<u64>(),
            any::<u32>(),
            vec(person(), 0..=200),
            vec(any::<u64>(), 0..=200)
        )
            .prop_map(
                |(room, online, entered, left)| ServerFrame::PresenceChanged {
                    room: RoomId::new(room),
                    online,
                    entered,
                    left: left.into_iter().map(UserId::new).collect(),
                }
            ),
        (vec(summary(), 0..=200), any::<u32>())
            .prop_map(|(rooms, online)| ServerFrame::LobbyChanged { rooms, online }),
        prop::sample::select(server_samples()),
    ]
}
