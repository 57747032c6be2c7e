use leptos::prelude::*;
use leptos_i18n::I18nContext;
use shared::{
    UserId,
    model::{Acquaintance, Lobby, MyRoom, Person, RoomKind, RoomSummary},
};

use crate::{
    components::{Avatar, Icon},
    forms,
    i18n::*,
    routes,
    state::fuzzy::{Fit, fit},
};

/// Most places that are shown; more letters find the others.
const MOST: usize = 12;

/// Something to go to, or to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) group: Group,
    pub(super) face: Look,
    name: String,
    hits: Vec<usize>,
    pub(super) note: String,
    pub(super) target: Target,
}

/// Under which heading an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Places,
    Deeds,
}

/// What stands before the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Sign(&'static str),
    Person(Person),
}

/// Where an entry leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Path(String),
    Person(UserId),
    Theme,
}

/// What was typed, without the sign that says where to look.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Only {
    All,
    Rooms,
    People,
    Deeds,
}

fn only(text: &str) -> (Only, &str) {
    let text = text.trim_start();
    let kinds = [('#', Only::Rooms), ('@', Only::People), ('>', Only::Deeds)];
    let found = kinds
        .into_iter()
        .find_map(|(sign, only)| Some((only, text.strip_prefix(sign)?)));
    found.unwrap_or((Only::All, text))
}

/// What to ask of the server about people; `None` where nobody is looked for.
pub(super) fn asked_of_people(text: &str) -> Option<String> {
    let (only, typed) = only(text);
    let is_meant = matches!(only, Only::All | Only::People);
    is_meant.then(|| typed.trim().to_owned())
}

/// All there is to go to.
pub(super) struct Known {
    /// Rooms of the viewer, those among few first.
    pub(super) mine: Vec<MyRoom>,
    /// Rooms that everybody may enter, among others.
    pub(super) lobby: Lobby,
    /// Whoever can be reached.
    pub(super) people: Vec<Acquaintance>,
    /// Who looks.
    pub(super) me: UserId,
}

/// Everything that fits, the best first.
pub(super) fn entries(i18n: I18nContext<Locale>, text: &str, known: &Known) -> Vec<Entry> {
    let (only, typed) = only(text);
    let mut places = Vec::new();
    let among_few = |room: &&MyRoom| matches!(room.kind, RoomKind::Direct | RoomKind::Group);
    if matches!(only, Only::All | Only::People) {
        let few = known.mine.iter().filter(among_few);
        places.extend(few.filter_map(|room| mine(typed, room)));
    }
    if matches!(only, Only::All | Only::Rooms) {
        let rooms = known.mine.iter().filter(|room| !among_few(room));
        places.extend(rooms.filter_map(|room| mine(typed, room)));
        let is_new = |id| !known.mine.iter().any(|room| room.id == id);
        let others = known.lobby.rooms.iter().filter(|room| is_new(room.id));
        places.extend(others.filter_map(|room| other(i18n, typed, room)));
    }
    if matches!(only, Only::All | Only::People) {
        // Whoever has a direct room with the viewer is in the list with that.
        let is_met = |id| known.mine.iter().any(|room| room.with == Some(id));
        let others = known.people.iter().filter(|one| one.person.id != known.me);
        let others = others.filter(|one| !is_met(one.person.id));
        places.extend(others.filter_map(|one| person(i18n, typed, one)));
    }
    // Stable: in the order they came where the fit is the same.
    places.sort_by_key(|(rank, _)| *rank);
    let places = places.into_iter().map(|(_, entry)| entry).take(MOST);
    let deeds = match only {
        Only::Deeds => deeds(i18n, typed),
        Only::All if !typed.is_empty() => deeds(i18n, typed),
        _ => Vec::new(),
    };
    places.chain(deeds).collect()
}

type Ranked = ((u8, usize), Entry);

fn mine(typed: &str, room: &MyRoom) -> Option<Ranked> {
    let Fit { rank, hits } = fit(typed, &room.name)?;
    let name = room.name.clone();
    let face = match (room.kind, room.with) {
        (RoomKind::Direct, Some(id)) => Look::Person(Person {
            id,
            name: name.clone(),
        }),
        (RoomKind::Direct | RoomKind::Group, _) => Look::Sign("users"),
        (RoomKind::Private, _) => Look::Sign("lock"),
        (RoomKind::Open, _) => Look::Sign("hash"),
    };
    let unread = room.unread();
    let entry = Entry {
        group: Group::Places,
        face,
        name,
        hits,
        note: if unread > 0 {
            unread.to_string()
        } else {
            String::new()
        },
        target: Target::Path(routes::room(room.id)),
    };
    Some((rank, entry))
}

fn other(i18n: I18nContext<Locale>, typed: &str, room: &RoomSummary) -> Option<Ranked> {
    let Fit { rank, hits } = fit(typed, &room.name)?;
    let note = match room.online {
        0 => String::new(),
        n => t_string!(i18n, lobby.many_here, n).to_string(),
    };
    let entry = Entry {
        group: Group::Places,
        face: Look::Sign("hash"),
        name: room.name.clone(),
        hits,
        note,
        target: Target::Path(routes::room(room.id)),
    };
    Some((rank, entry))
}

fn person(i18n: I18nContext<Locale>, typed: &str, one: &Acquaintance) -> Option<Ranked> {
    let handle = one.handle.as_deref();
    let by_name = fit(typed, &one.person.name);
    let by_handle = handle.and_then(|handle| fit(typed, handle));
    // The hits are those of the name; a handle that fits better only brings it forward.
    let rank = [&by_name, &by_handle]
        .into_iter()
        .flatten()
        .map(|fit| fit.rank)
        .min()?;
    let entry = Entry {
        group: Group::Places,
        face: Look::Person(one.person.clone()),
        name: one.person.name.clone(),
        hits: by_name.map(|fit| fit.hits).unwrap_or_default(),
        note: match (handle, one.is_bot) {
            (Some(handle), _) => format!("@{handle}"),
            (None, true) => t_string!(i18n, room.bot).to_owned(),
            (None, false) => t_string!(i18n, room.guest).to_owned(),
        },
        target: Target::Person(one.person.id),
    };
    Some((rank, entry))
}

fn deeds(i18n: I18nContext<Locale>, typed: &str) -> Vec<Entry> {
    let deed = |name: &str, sign, note: &str, target| {
        let Fit { hits, .. } = fit(typed, name)?;
        Some(Entry {
            group: Group::Deeds,
            face: Look::Sign(sign),
            name: name.to_owned(),
            hits,
            note: note.to_owned(),
            target,
        })
    };
    let path = |path: &str| Target::Path(path.to_owned());
    let all = [
        deed(
            t_string!(i18n, gather.title),
            "square-pen",
            "",
            path(forms::GATHER),
        ),
        deed(
            t_string!(i18n, lobby.title),
            "messages-square",
            "",
            path(routes::LOBBY),
        ),
        deed(
            t_string!(i18n, switcher.theme),
            "sun-moon",
            "Ctrl Shift L",
            Target::Theme,
        ),
        deed(
            t_string!(i18n, areas.settings),
            "settings",
            "",
            path(forms::PROFILE),
        ),
    ];
    all.into_iter().flatten().collect()
}

impl Entry {
    /// The name, with what was typed of it underlined.
    pub(super) fn marked(&self) -> impl IntoView + use<> {
        let mut runs: Vec<(bool, String)> = Vec::new();
        for (place, c) in self.name.chars().enumerate() {
            let is_hit = self.hits.contains(&place);
            match runs.last_mut().filter(|(before, _)| *before == is_hit) {
                Some((_, run)) => run.push(c),
                None => runs.push((is_hit, c.to_string())),
            }
        }
        let runs = runs.into_iter().map(|(is_hit, run)| match is_hit {
            true => view! { <u>{run}</u> }.into_any(),
            false => run.into_any(),
        });
        runs.collect::<Vec<_>>()
    }
}

#[component]
pub(super) fn Face(face: Look) -> impl IntoView {
    match face {
        Look::Person(person) => view! { <Avatar person size=28 /> }.into_any(),
        Look::Sign(name) => view! {
            <span class="switcher__tile">
                <Icon name size=16 />
            </span>
        }
        .into_any(),
    }
}
