//! Plain data that both sides show, store or send.

mod account;
mod bot;
mod directory;
mod history;
mod house;
mod member;
mod message;
mod people;
mod person;
mod room;
mod room_settings;
mod unread;

pub use account::{Account, Device, DeviceKind};
pub use bot::Bot;
pub use directory::{Directory, DirectoryEntry};
pub use history::{HistoryAt, RoomNotice};
pub use house::{HouseView, Invite, SignUp};
pub use member::{Member, Role, RoomChange, RoomInfo, RoomKind, Writers};
pub use message::{Entry, Fate, HistoryPage, Message, RoomPage};
pub use people::{Acquaintance, NoAccount, Part, PartKind, Profile, Version};
pub use person::Person;
pub use room::{Lobby, RoomSummary, RoomView};
pub use room_settings::{
    Banned, Invitation, RoomInvite, RoomOverview, RoomTally, Roster, RosterMember,
};
pub use unread::{MyRoom, MyRooms, Place, ReadMark};
