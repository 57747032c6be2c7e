//! What pages are made of. One file per component; its style has the same name in `style/`.

mod account_fields;
mod announcer;
mod avatar;
mod banner;
pub(crate) mod clock;
mod composer;
mod copy;
mod dialog;
mod directory;
mod divider;
mod drafts;
mod empty;
mod field;
mod finder;
mod form_fault;
mod go_to_date;
mod icon;
mod jump;
#[cfg(feature = "ssr")]
pub(crate) mod kept;
#[cfg(not(feature = "ssr"))]
#[path = "components/not_kept.rs"]
pub(crate) mod kept;
mod link_state;
pub(crate) mod log;
mod members;
mod menu;
mod message;
mod message_state;
mod my_rooms;
mod notice;
mod open_room;
mod page_title;
mod password;
mod person_link;
mod porch;
pub(crate) mod preferences;
mod problem;
mod profile_card;
mod rail;
mod room_header;
mod room_marks;
mod settings_nav;
mod shortcuts;
mod sidebar;
mod skeleton;
mod switcher;
mod tab_title;

pub(crate) use self::{
    account_fields::{AccountFields, HouseFields},
    announcer::{Announcer, provide_announcer},
    avatar::{Avatar, Faces},
    banner::Banner,
    composer::ComposerPlace,
    copy::CopyButton,
    dialog::Dialog,
    directory::{Directory, Rooms},
    drafts::{DraftBox, provide_drafts},
    empty::{Drawing, Empty},
    field::Field,
    finder::{Finder, Goal},
    form_fault::FormFault,
    icon::{Icon, Mark},
    link_state::LinkState,
    log::Log,
    members::{Members, MembersButton},
    message::{ChangeDialogs, Changing, DeleteDialog, HistoryDialog, provide_changing},
    my_rooms::MyRooms,
    open_room::OpenRoom,
    page_title::PageTitle,
    person_link::PersonLink,
    porch::Porch,
    preferences::Preferences,
    problem::{
        form_problem, handle_problem, name_problem, not_taken, password_problem, present_problem,
        token_problem,
    },
    profile_card::{
        CardDialogs, Cards, ExpelDialog, ProfileCard, Ways, Who, provide_cards, role_word,
    },
    rail::Rail,
    room_header::RoomHeader,
    room_marks::RoomMarks,
    settings_nav::SettingsNav,
    shortcuts::Shortcuts,
    sidebar::Sidebar,
    skeleton::Skeleton,
    switcher::{
        KeysDialog, Switch, SwitchButton, SwitchDialogs, SwitchField, Switcher, provide_switch,
    },
    tab_title::TabTitle,
};
