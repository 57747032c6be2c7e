//! Plain data that both sides show, store or send.

mod member;
mod message;
mod person;
mod room;

pub use member::{Member, Role, RoomChange, RoomInfo, RoomKind, Writers};
pub use message::{Entry, Fate, HistoryPage, Message, RoomPage};
pub use person::Person;
pub use room::{Lobby, RoomSummary, RoomView};
