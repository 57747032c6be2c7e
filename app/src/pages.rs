//! One file per page.

mod fault;
mod house;
mod join;
mod lobby;
mod not_found;
mod room;

pub(crate) use self::{house::House, lobby::LobbyPage, not_found::NotFoundPage, room::RoomPage};
