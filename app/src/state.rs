//! What the browser knows, as plain values: no signals, no I/O, no clock. The server builds
//! the same values to render the first HTML.
//!
//! - [`timeline`]: the messages of a room, stored and on their way, each exactly once;
//! - [`notices`]: what is told between messages;
//! - [`presence`]: who is in a room; [`members`]: who belongs to it; [`people`]: names by id;
//! - [`divider`]: where what is new begins;
//! - [`room`]: all of that for one room; [`trim`]: how much of it is held;
//! - [`row`] and [`rows`]: the room's log as lines with dividers and groups;
//! - [`lobby`]: the list of rooms; [`mine`]: those of the viewer, and what is unread in them;
//! - [`drafts`]: what is being written in them;
//! - [`doctor`]: what came of trying the roads to the server.

pub mod divider;
pub mod doctor;
pub mod drafts;
pub mod fuzzy;
pub mod lobby;
pub mod members;
pub mod mine;
pub mod notices;
pub mod people;
pub mod presence;
pub mod room;
pub mod row;
pub mod rows;
pub mod strength;
pub mod timeline;
pub mod trim;

pub use row::{
    ChangeState, DayRow, FailReason, MessageRow, NoticeKind, NoticeRow, Row, RowKey, SendState,
    WishState,
};
