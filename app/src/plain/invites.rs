//! The links that let people in.

use leptos::prelude::*;
use shared::{ApiError, model::RoomInvite};

use super::{
    frame::{Section, Sheet, finished},
    say,
};
use crate::{
    address::at,
    backend::{Drawing, MadeRoomInvite},
    components::Icon,
    i18n::Locale,
};

const HOURS: [u32; 5] = [1, 24, 72, 168, 720];
const USES: [u32; 5] = [1, 10, 25, 100, 1_000];
/// What is chosen at first.
const USUALLY: (u32, u32) = (72, 10);
/// A link that ends so soon is worth a look.
const SOON_S: u32 = 6 * 60 * 60;

pub(super) async fn sheet(made: &Section) -> Result<Sheet, ApiError> {
    let l = made.request.l;
    if made.overview.info.archived {
        let text = say!(l, room_settings.invites_archived);
        return Ok(Sheet {
            body: view! { <p>{text}</p> }.into_any(),
            foot: finished(made, String::new()),
        });
    }
    let invites = made.request.backend.room_invites(made.room).await?;
    let fresh = made.request.made.clone();
    let fresh = fresh.map(|fresh| link(l, fresh));
    let count = invites.len();
    let none = (count == 0).then(|| {
        view! { <p class="sheet__hint">{say!(l, room_settings.no_links)}</p> }
    });
    let rows = invites.into_iter().map(|invite| row(made, invite));
    let rows = rows.collect_view();
    Ok(Sheet {
        body: view! {
            {fresh}
            {new_link(made)}
            <h2 class="sheet__heading num">{say!(l, room_settings.links, n = count)}</h2>
            {none}
            <ul class="rows links">{rows}</ul>
        }
        .into_any(),
        foot: finished(made, say!(l, room_settings.invites_note)),
    })
}

/// The link that was just made: as text, to be copied, and as a picture.
fn link(l: Locale, fresh: MadeRoomInvite) -> impl IntoView {
    view! {
        <div class="fresh">
            <div class="fresh__text">
                <p class="fresh__note" role="status">
                    {say!(l, room_settings.made)}
                </p>
                <label class="field__label" for="address">
                    {say!(l, room_settings.link)}
                </label>
                <div class="find__line">
                    <div class="field__box">
                        <input
                            class="field__input fresh__address"
                            id="address"
                            type="text"
                            readonly
                            dir="ltr"
                            value=fresh.address
                        />
                    </div>
                    <button
                        class="button button--plain needs-js"
                        type="button"
                        data-copy="address"
                        data-copied=say!(l, copy.copied)
                        data-not-copied=say!(l, copy.not_copied)
                    >
                        {say!(l, copy.copy)}
                    </button>
                </div>
                <p class="sheet__hint">{say!(l, room_settings.link_text)}</p>
                <p class="sheet__hint" role="status" data-said="true"></p>
            </div>
            {fresh.drawing.map(|drawing| picture(l, drawing))}
        </div>
    }
}

fn picture(l: Locale, drawing: Drawing) -> impl IntoView {
    let side = drawing.side;
    view! {
        <svg
            class="qr"
            role="img"
            aria-label=say!(l, room_settings.qr)
            viewBox=format!("0 0 {side} {side}")
        >
            <path d=drawing.path></path>
        </svg>
    }
}

fn new_link(made: &Section) -> impl IntoView + use<> {
    let l = made.request.l;
    let hours = HOURS.map(|hours| {
        let is_chosen = hours == USUALLY.0;
        view! { <option value=hours.to_string() selected=is_chosen>{lasting(l, hours)}</option> }
    });
    let uses = USES.map(|uses| {
        let label = match uses {
            1 => say!(l, room_settings.once),
            n => say!(l, room_settings.times, n),
        };
        view! { <option value=uses.to_string() selected=uses == USUALLY.1>{label}</option> }
    });
    view! {
        <form class="new-link" method="post" action=at(made.path.clone())>
            <input type="hidden" name="do" value="invite" />
            <div class="field">
                <label class="field__label" for="hours">
                    {say!(l, room_settings.works_until)}
                </label>
                <select class="select" id="hours" name="hours">
                    {hours.into_iter().collect_view()}
                </select>
            </div>
            <div class="field">
                <label class="field__label" for="uses">
                    {say!(l, room_settings.how_often)}
                </label>
                <select class="select" id="uses" name="uses">
                    {uses.into_iter().collect_view()}
                </select>
            </div>
            <button class="button button--primary" type="submit">
                <Icon name="plus" size=16 />
                {say!(l, room_settings.new_link)}
            </button>
        </form>
    }
}

fn lasting(l: Locale, hours: u32) -> String {
    match (hours, hours.checked_div(24).unwrap_or_default()) {
        (1, _) => say!(l, room_settings.one_hour),
        (hours, 0) => say!(l, room_settings.hours, n = hours),
        (_, 1) => say!(l, room_settings.one_day),
        (_, days) => say!(l, room_settings.days, n = days),
    }
}

fn row(made: &Section, invite: RoomInvite) -> impl IntoView + use<> {
    let l = made.request.l;
    let RoomInvite { used, uses, .. } = invite;
    let is_over = invite.left_s == 0 || used >= uses;
    let by = match invite.by.id == made.request.me.id {
        true => say!(l, room_settings.by_you),
        false => say!(l, room_settings.by, who = invite.by.name.clone()),
    };
    let (left, class) = match is_over {
        true => (say!(l, room_settings.over), "link__left num"),
        false if invite.left_s < SOON_S => (
            time_left(l, invite.left_s),
            "link__left link__left--soon num",
        ),
        false => (time_left(l, invite.left_s), "link__left num"),
    };
    view! {
        <li class=if is_over { "row link-row link-row--over" } else { "row link-row" }>
            <div class="row__what">
                <p class="link__code" dir="ltr">{format!("…{}", invite.ending)}</p>
                <p class="row__hint" dir="auto">{by}</p>
            </div>
            <span class=class>{left}</span>
            <span class="link__used num">
                {say!(l, room_settings.used, used, uses)}
                <progress
                    class="bar"
                    value=used.to_string()
                    max=uses.to_string()
                    aria-hidden="true"
                ></progress>
            </span>
            {revoke(made, &invite)}
        </li>
    }
}

/// Ending a link asks first.
fn revoke(made: &Section, invite: &RoomInvite) -> impl IntoView + use<> {
    let l = made.request.l;
    let popup = format!("revoke-{}", invite.id);
    let id = popup.clone();
    let ending = invite.ending.clone();
    view! {
        <button
            class="icon-button"
            type="button"
            popovertarget=popup.clone()
            aria-label=say!(l, room_settings.revoke_one, ending)
        >
            <Icon name="x" size=18 />
        </button>
        <div class="popup popup--ask" id=id popover="auto">
            <p class="popup__title">{say!(l, room_settings.revoke_ask)}</p>
            <p class="popup__text">{say!(l, room_settings.revoke_text)}</p>
            <form class="dialog__buttons" method="post" action=at(made.path.clone())>
                <input type="hidden" name="do" value="revoke" />
                <input type="hidden" name="invite" value=invite.id.to_string() />
                <button
                    class="button button--plain"
                    type="button"
                    popovertarget=popup
                    popovertargetaction="hide"
                >
                    {say!(l, room_settings.keep)}
                </button>
                <button class="button button--danger" type="submit">
                    {say!(l, room_settings.revoke)}
                </button>
            </form>
        </div>
    }
}

/// How long something goes on, in the two largest units.
pub(super) fn time_left(l: Locale, seconds: u32) -> String {
    let (minute, hour, day) = (60, 3_600, 86_400);
    let time = match seconds {
        s if s < hour => {
            let n = s.checked_div(minute).unwrap_or_default().saturating_add(1);
            say!(l, room_settings.minutes, n)
        }
        s if s < day => {
            let n = s.checked_div(hour).unwrap_or_default();
            say!(l, room_settings.hours, n)
        }
        s => {
            let d = s.checked_div(day).unwrap_or_default();
            let rest = s.checked_rem(day).unwrap_or_default();
            let h = rest.checked_div(hour).unwrap_or_default();
            match (d, h) {
                (1, 0) => say!(l, room_settings.one_day),
                (n, 0) => say!(l, room_settings.days, n),
                _ => say!(l, room_settings.days_hours, d, h),
            }
        }
    };
    say!(l, room_settings.left, time)
}
