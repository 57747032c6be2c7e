//! One member, with what may be done about them.

use leptos::prelude::*;
use shared::{
    UserId,
    model::{Role, RosterMember},
    rules::Deed,
};

use super::{
    frame::Section,
    parts::{spoken, who},
    say,
};
use crate::{
    address::at,
    components::Icon,
    forms::{ROLES, role_word},
    i18n::Locale,
};

pub(super) fn row(made: &Section, member: RosterMember) -> impl IntoView + use<> {
    let l = made.request.l;
    let id = member.person.id;
    let is_me = id == made.request.me.id;
    let spoken = spoken(l, &member.person, member.handle.as_ref(), member.is_bot);
    let role = role(made, &member, &spoken);
    let standing = made.overview.info.standing();
    let may_remove = !is_me && standing.allows(Deed::Remove(Some(member.role))).is_ok();
    let more = match may_remove {
        true => more(made, id, &spoken).into_any(),
        false => view! { <span class="person__space"></span> }.into_any(),
    };
    view! {
        <li class="person" id=format!("member-{id}") tabindex="-1">
            {who(l, member.person, member.handle.as_ref(), member.is_bot, is_me)}
            {role}
            {more}
        </li>
    }
}

/// Whether the person who looks may give a member this role, and it is another.
pub(super) fn may_become(made: &Section, member: &RosterMember, to: Role) -> bool {
    let from = member.role;
    let is_other = to != from && !is_last(made, member) && member.handle.is_some();
    let standing = made.overview.info.standing();
    is_other && standing.allows(Deed::Promote { from, to }).is_ok()
}

/// Whether it is the only owner.
fn is_last(made: &Section, member: &RosterMember) -> bool {
    member.role == Role::Owner && made.overview.one_owner
}

/// The role: a choice of those that this person may give, which acts at once, or only its name.
fn role(made: &Section, member: &RosterMember, spoken: &str) -> impl IntoView + use<> {
    let (l, from, id) = (made.request.l, member.role, member.person.id);
    let may = |to| may_become(made, member, to);
    if !ROLES.into_iter().any(may) {
        let why = is_last(made, member).then(|| say!(l, room_settings.one_owner));
        return view! { <span class="person__role" title=why>{role_name(l, from)}</span> }
            .into_any();
    }
    let popup = format!("role-{id}");
    let items = ROLES.map(|to| match (to == from, may(to)) {
        (true, _) => chosen(l, to).into_any(),
        (false, true) if to == Role::Owner => make_owner(l).into_any(),
        (false, true) => view! {
            <button class="menu__row" type="submit" name="role" value=role_word(to)>
                {role_name(l, to)}
            </button>
        }
        .into_any(),
        (false, false) => ().into_any(),
    });
    view! {
        <button
            class="button button--plain button--small person__choice"
            type="button"
            id=format!("role-of-{id}")
            popovertarget=popup.clone()
            aria-label=format!(
                "{}: {}",
                say!(l, room_settings.role_of, who = spoken.to_owned()),
                role_name(l, from),
            )
        >
            {role_name(l, from)}
            <Icon name="chevron-down" size=16 />
        </button>
        <div class="popup" id=popup popover="auto">
            <form method="post" action=at(made.path.clone())>
                {about("role", id)}
                <input type="hidden" name="from" value=role_word(from) />
                {items.into_iter().collect_view()}
            </form>
        </div>
    }
    .into_any()
}

fn chosen(l: Locale, role: Role) -> impl IntoView {
    view! {
        <p class="menu__row" aria-current="true">
            {role_name(l, role)}
            <Icon name="check" size=16 />
        </p>
    }
}

/// It takes a second press: the others can be taken back, this one by an owner only.
fn make_owner(l: Locale) -> impl IntoView {
    view! {
        <details class="popup__ask">
            <summary class="menu__row">{say!(l, room_settings.make_owner)}</summary>
            <p class="popup__text">{say!(l, room_settings.owner_text)}</p>
            <button
                class="button button--primary"
                type="submit"
                name="role"
                value=role_word(Role::Owner)
            >
                {say!(l, room_settings.owner_button)}
            </button>
        </details>
    }
}

fn more(made: &Section, id: UserId, spoken: &str) -> impl IntoView + use<> {
    let l = made.request.l;
    let popup = format!("more-{id}");
    let ban = |until: &'static str, label: String| {
        view! {
            <button
                class="menu__row menu__row--danger"
                type="submit"
                name="until"
                value=until
            >
                <Icon name="ban" size=16 />
                {label}
            </button>
        }
    };
    view! {
        <button
            class="icon-button"
            type="button"
            popovertarget=popup.clone()
            aria-label=say!(l, room_settings.more, who = spoken.to_owned())
        >
            <Icon name="ellipsis" size=18 />
        </button>
        <div class="popup" id=popup popover="auto">
            <form method="post" action=at(made.path.clone())>
                {about("remove", id)}
                <button class="menu__row menu__row--danger" type="submit">
                    <Icon name="user-minus" size=16 />
                    {say!(l, room_settings.remove)}
                </button>
                <p class="popup__text">{say!(l, room_settings.remove_text)}</p>
            </form>
            <hr />
            <form method="post" action=at(made.path.clone())>
                {about("ban", id)}
                {ban("hour", say!(l, room_settings.ban_hour))}
                {ban("day", say!(l, room_settings.ban_day))}
                {ban("good", say!(l, room_settings.ban_good))}
                <p class="popup__text">{say!(l, room_settings.ban_text)}</p>
            </form>
        </div>
    }
}

/// What a form does, and to whom.
pub(super) fn about(what: &'static str, user: UserId) -> impl IntoView {
    view! {
        <input type="hidden" name="do" value=what />
        <input type="hidden" name="user" value=user.to_string() />
    }
}

pub(super) fn role_name(l: Locale, role: Role) -> String {
    match role {
        Role::Owner => say!(l, room_settings.owner),
        Role::Moderator => say!(l, room_settings.moderator),
        Role::Member => say!(l, room_settings.member),
    }
}
