//! Plain data that both sides show, store or send.

mod message;
mod person;
mod room;

pub use message::{Entry, Fate, HistoryPage, Message, RoomPage};
pub use person::Person;
pub use room::{Lobby, RoomSummary, RoomView};
