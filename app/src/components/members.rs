use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::{
    UserId,
    model::{Person, Role},
};

use super::{Avatar, Icon, PersonLink, kept::kept_piece};
use crate::{i18n::*, live::RoomHandle};

mod natures;

use natures::{Nature, Natures};

/// The panel beside the log: who is here. A column where there is room for one, else a
/// popover, which the browser opens and closes without any script of ours.
#[component]
pub(crate) fn Members(
    /// Where.
    room: RoomHandle,
    /// Who is looking.
    me: UserId,
) -> impl IntoView {
    let i18n = use_i18n();
    let online = room.online();
    let present = room.present();
    let roles = room.roles();
    let natures = Natures::of(room);
    let rest = move || {
        let listed = u32::try_from(present.with(Vec::len)).unwrap_or(u32::MAX);
        Some(online.get().saturating_sub(listed)).filter(|rest| *rest > 0)
    };
    view! {
        <aside
            class="members"
            id="members"
            popover="auto"
            tabindex="-1"
            data-region="members"
            aria-label=move || t_string!(i18n, room.members)
        >
            {kept_piece("members", String::new, || view! { <Head /> })}
            <div class="members__scroll">
                <h3 class="members__group num" id="members-online">
                    {t!(i18n, room.online_group, n = move || online.get())}
                </h3>
                <ul aria-labelledby="members-online">
                    <For each=move || present.get() key=|person| person.clone() let:person>
                        <Member room person me roles natures online=true />
                    </For>
                </ul>
                {move || rest().map(|n| view! {
                    <p class="members__more num">{t!(i18n, room.more_members, n)}</p>
                })}
                <Away room roles natures me />
            </div>
        </aside>
    }
}

#[component]
fn Head() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="members__head">
            <h2 class="members__title">{t!(i18n, room.members)}</h2>
            <button
                class="icon-button members__close"
                type="button"
                popovertarget="members"
                popovertargetaction="hide"
                aria-label=move || t_string!(i18n, room.close)
            >
                <Icon name="x" size=18 />
            </button>
        </div>
    }
}

/// Members who are not here now.
#[component]
fn Away(
    room: RoomHandle,
    roles: Signal<BTreeMap<UserId, Role>>,
    natures: Natures,
    me: UserId,
) -> impl IntoView {
    let i18n = use_i18n();
    let away = room.away();
    let count = Memo::new(move |_| away.with(Vec::len));
    move || {
        (count.get() > 0).then(|| {
            view! {
                <h3 class="members__group num" id="members-away">
                    {t!(i18n, room.offline_group, n = move || count.get())}
                </h3>
                <ul aria-labelledby="members-away">
                    <For each=move || away.get() key=|person| person.clone() let:person>
                        <Member room person me roles natures />
                    </For>
                </ul>
            }
        })
    }
}

#[component]
fn Member(
    room: RoomHandle,
    person: Person,
    me: UserId,
    roles: Signal<BTreeMap<UserId, Role>>,
    natures: Natures,
    #[prop(optional)] online: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let (id, room) = (person.id, room.id());
    let mine = (id == me).then(|| view! { <span class="tag">{t!(i18n, room.you)}</span> });
    let role = Memo::new(move |_| roles.with(|roles| roles.get(&id).copied()));
    let tag = move || match role.get() {
        Some(Role::Owner) => Some(t_string!(i18n, room.owner)),
        Some(Role::Moderator) => Some(t_string!(i18n, room.moderator)),
        Some(Role::Member) | None => match natures.get(id) {
            Some(Nature::Guest) => Some(t_string!(i18n, room.guest)),
            Some(Nature::Bot) => Some(t_string!(i18n, room.bot)),
            Some(Nature::Account) | None => None,
        },
    };
    let state = move || match online {
        true => t_string!(i18n, room.online),
        false => t_string!(i18n, room.offline),
    };
    let name = person.name.clone();
    view! {
        <li class="members__item" class:members__row--away=!online>
            <PersonLink person=Signal::stored(person.clone()) room class="members__row">
                <Avatar person size=28 online=online />
                <span class="members__what">
                    <span class="members__name" dir="auto">
                        {name}
                    </span>
                    <span class="hidden">{state}</span>
                    {move || tag().map(|tag| view! { <span class="tag">{tag}</span> })}
                    {mine}
                </span>
            </PersonLink>
        </li>
    }
}

/// Opens the panel where it is not a column.
#[component]
pub(crate) fn MembersButton(room: RoomHandle) -> impl IntoView {
    let i18n = use_i18n();
    let online = room.online();
    let label = move || match online.get() {
        1 => t_string!(i18n, room.one_online).to_owned(),
        n => t_string!(i18n, room.many_online, n).to_string(),
    };
    let label = move || format!("{} · {}", t_string!(i18n, room.members), label());
    view! {
        <button
            class="icon-button head__people num"
            type="button"
            popovertarget="members"
            aria-label=label
        >
            <Icon name="users" size=18 />
            {move || online.get()}
        </button>
    }
}
