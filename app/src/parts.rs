//! What the first pages do without: the other pages, and dialogs until they are opened. A build
//! that splits the wasm puts all that only [`Part`] leads to into a file of its own, which the
//! browser fetches when the first page acts, or before it where that page is one of these.
//!
//! The server and a browser that has the file show a part at once. So what is hydrated never waits.

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use shared::{UserId, model::Lobby};

use crate::components::{
    Cards, Changing, DeleteDialog, ExpelDialog, HistoryDialog, KeysDialog, ProfileCard,
    SettingsNav, Switcher,
};
use crate::pages::{
    BotsPage, DevicesPage, DoctorPage, GatherPage, HousePage, InvitePage, JoinPage, PersonPage,
    PlainPage, ProfilePage, SetUpPage, SignInPage, SignUpPage,
};

mod later;
#[cfg(feature = "hydrate")]
mod load;
#[cfg(not(feature = "hydrate"))]
#[path = "parts/here.rs"]
mod load;

pub(crate) use later::{LaterDialog, later};
#[cfg(feature = "hydrate")]
pub use load::before_first_page;

/// The attribute of the document's root that says that its page is made of parts.
#[cfg(feature = "hydrate")]
const ATTRIBUTE: &str = "data-parts";

/// Something that is loaded when it is first wanted, with what it is made of.
#[derive(Clone)]
pub(crate) enum Part {
    /// The way in.
    Join(Lobby),
    /// A page that the server writes.
    Plain,
    /// One's name.
    Profile,
    /// One's sessions.
    Devices,
    /// How one signs in.
    SignIn,
    /// One's bots.
    Bots,
    /// The owner's settings.
    House,
    /// Tests the connection.
    Doctor,
    /// Somebody.
    Person,
    /// Choosing people to talk to.
    Gather,
    /// Making an account.
    SignUp,
    /// Making an account with a link.
    Invite,
    /// The first run.
    SetUp,
    /// The sections of the settings.
    SettingsNav,
    /// Ctrl K.
    Switcher(UserId),
    /// The list of keys.
    Keys,
    /// What a message said before.
    History(Changing),
    /// Whether a message is to go.
    Delete(Changing),
    /// Who somebody is.
    Card(Cards),
    /// Whether somebody is to go.
    Expel(Cards),
}

/// The one way from the file of the first pages into the other.
#[leptos::wasm_split::wasm_split(parts, wasm_split_path = ::leptos::wasm_split, preload(load_file), fallible)]
fn make(part: Part) -> Result<AnyView, SplitLoaderError> {
    Ok(match part {
        Part::Join(lobby) => view! { <JoinPage lobby /> }.into_any(),
        Part::Plain => view! { <PlainPage /> }.into_any(),
        Part::Profile => view! { <ProfilePage /> }.into_any(),
        Part::Devices => view! { <DevicesPage /> }.into_any(),
        Part::SignIn => view! { <SignInPage /> }.into_any(),
        Part::Bots => view! { <BotsPage /> }.into_any(),
        Part::House => view! { <HousePage /> }.into_any(),
        Part::Doctor => view! { <DoctorPage /> }.into_any(),
        Part::Person => view! { <PersonPage /> }.into_any(),
        Part::Gather => view! { <GatherPage /> }.into_any(),
        Part::SignUp => view! { <SignUpPage /> }.into_any(),
        Part::Invite => view! { <InvitePage /> }.into_any(),
        Part::SetUp => view! { <SetUpPage /> }.into_any(),
        Part::SettingsNav => view! { <SettingsNav /> }.into_any(),
        Part::Switcher(me) => view! { <Switcher me /> }.into_any(),
        Part::Keys => view! { <KeysDialog /> }.into_any(),
        Part::History(changing) => view! { <HistoryDialog changing /> }.into_any(),
        Part::Delete(changing) => view! { <DeleteDialog changing /> }.into_any(),
        Part::Card(cards) => view! { <ProfileCard cards /> }.into_any(),
        Part::Expel(cards) => view! { <ExpelDialog cards /> }.into_any(),
    })
}
