//! What the browser and the server agree on, and nothing else: no I/O, no clock, no runtime.
//!
//! Read in this order:
//!
//! - [`ids`] and [`time`]: the small values everything is made of;
//! - [`limits`]: every number both sides must share;
//! - [`model`]: people, accounts, the house, rooms, messages and pages of messages;
//! - [`frame`]: what travels over the live link, and why a link ends;
//! - [`codec`]: how a frame becomes bytes and back, with all bounds enforced;
//! - [`parcel`]: several frames in one body;
//! - [`validate`]: the rules for text that people type; [`mention`]: whom it mentions;
//! - [`rules`]: who may do what in a room;
//! - [`base`]: where a house stands on its host;
//! - [`error`]: what a client may learn about a refusal.

pub mod base;
pub mod codec;
pub mod error;
pub mod frame;
pub mod ids;
pub mod limits;
pub mod mention;
pub mod model;
pub mod parcel;
pub mod rules;
pub mod time;
pub mod validate;

pub use base::Base;
pub use error::{ApiError, Field};
pub use ids::{Epoch, InviteId, MessageId, Nonce, RoomId, Seq, SessionId, UserId};
pub use time::Timestamp;
pub use validate::Problem;
