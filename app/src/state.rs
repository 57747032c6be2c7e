//! What the browser knows, as plain values: no signals, no I/O, no clock. The server builds
//! the same values to render the first HTML.
//!
//! - [`timeline`]: the messages of a room, stored and on their way, each exactly once;
//! - [`notices`]: who came and went, which no history keeps;
//! - [`presence`]: who is in a room; [`members`]: who belongs to it; [`people`]: names by id; [`unread`]: what was missed;
//! - [`room`]: all of that for one room;
//! - [`row`] and [`rows`]: the room's log as lines with dividers and groups;
//! - [`lobby`]: the list of rooms;
//! - [`drafts`]: what is being written in them.

pub mod drafts;
pub mod lobby;
pub mod members;
pub mod notices;
pub mod people;
pub mod presence;
pub mod room;
pub mod row;
pub mod rows;
pub mod timeline;
pub mod unread;

pub use row::{
    ChangeState, DayRow, FailReason, MessageRow, NoticeKind, NoticeRow, Row, RowKey, SendState,
};
