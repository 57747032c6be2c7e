//! One file per page.

mod fault;
mod gather;
mod house;
mod join;
mod loaded;
mod lobby;
mod not_found;
mod person;
mod plain;
mod room;
mod set_up;
mod settings;
mod sign_up;

pub(crate) use self::{
    fault::PartFault,
    gather::GatherPage,
    house::House,
    join::JoinPage,
    lobby::LobbyPage,
    not_found::NotFoundPage,
    person::PersonPage,
    plain::PlainPage,
    room::RoomPage,
    set_up::SetUpPage,
    settings::{BotsPage, DevicesPage, DoctorPage, HousePage, ProfilePage, SignInPage},
    sign_up::{InvitePage, SignUpPage},
};
