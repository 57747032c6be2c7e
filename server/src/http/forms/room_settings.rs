//! The settings of a room: one form for each thing that can be done, which says what in `do`.

use app::{
    backend::MadeRoomInvite,
    forms::{self as paths, Form as FormName},
};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use shared::{
    ApiError, Field, InviteId, Problem, RoomId, Timestamp, UserId,
    model::{Role, RoomChange, Writers},
};

use super::back::{Back, again, refused};
use crate::{
    domain::{Decisions, Secret, now},
    http::{
        extract::{Sender, SignedIn},
        qr,
        router::AppState,
    },
};

const HOUR_S: u32 = 60 * 60;
const DAY_S: u32 = 24 * HOUR_S;

/// All the fields of these forms; each has some of them.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    r#do: String,
    name: String,
    topic: String,
    writers: String,
    handle: String,
    user: String,
    role: String,
    /// The role before, so that the page can offer it back.
    from: String,
    until: String,
    hours: String,
    uses: String,
    invite: String,
}

/// Where a form leads that was not refused.
enum Outcome {
    /// To the same section, which says this word.
    Said(&'static str),
    /// There as well, to this person.
    SaidAt(&'static str, UserId),
    /// There as well, with a way back to the role before, if the form said which.
    Promoted(UserId, Option<Role>),
    /// To a page that shows a code, this once.
    Made(Secret),
    /// Out of the room.
    Left,
}

/// Does what a form of the settings asks for.
pub(super) async fn change(
    State(state): State<AppState>,
    SignedIn(visit, sender): SignedIn,
    Path((room, section)): Path<(RoomId, String)>,
    Form(wish): Form<Wish>,
) -> Response {
    let path = paths::room_settings(room, &section);
    match wish.carry_out(&state, visit.person.id, room).await {
        Ok(Outcome::Said(word)) => Redirect::to(&paths::done(&path, word)).into_response(),
        Ok(Outcome::SaidAt(word, user)) => {
            let done = paths::done(&path, word);
            Redirect::to(&format!("{done}#member-{user}")).into_response()
        }
        Ok(Outcome::Promoted(user, before)) => {
            let done = paths::done(&path, &paths::role_done(user, before));
            Redirect::to(&format!("{done}#member-{user}")).into_response()
        }
        Ok(Outcome::Made(code)) => {
            let made = made(&sender, &code);
            again(&state, sender, &path, made).await
        }
        Ok(Outcome::Left) => Redirect::to("/").into_response(),
        Err(error) => {
            let back = wish.back(&path);
            refused(&state, sender, back, error).await
        }
    }
}

/// The whole address as the person's browser knows this house: what it says in `Origin`, which
/// has been checked.
fn made(sender: &Sender, code: &Secret) -> MadeRoomInvite {
    let path = paths::room_invite(code.expose());
    let address = format!("{}{}", sender.origin(), sender.scope.at(&path));
    let drawing = qr::drawing(&address);
    MadeRoomInvite { address, drawing }
}

impl Wish {
    async fn carry_out(
        &self,
        state: &AppState,
        who: UserId,
        room: RoomId,
    ) -> Result<Outcome, ApiError> {
        let house = &state.house;
        let said = match self.r#do.as_str() {
            "save" => {
                house.decide(who, room, self.decisions()?).await?;
                return Ok(Outcome::Said("saved"));
            }
            "add" => {
                let user = house.add_by_handle(who, room, &self.handle).await?;
                return Ok(Outcome::SaidAt("added", user));
            }
            "invite" => {
                let (hours, uses) = (number(&self.hours)?, number(&self.uses)?);
                let code = house.invite_to_room(who, room, hours, uses).await?;
                return Ok(Outcome::Made(code));
            }
            "revoke" => {
                let invite = self.invite.parse::<InviteId>().map_err(|_| choose())?;
                house.revoke_room_invite(who, room, invite).await?;
                return Ok(Outcome::Said("revoked"));
            }
            "archive" => "archived",
            "restore" => "restored",
            "role" => "role",
            "remove" => "removed",
            "ban" => "banned",
            "pardon" => "pardoned",
            "leave" => "left",
            _ => return Err(choose()),
        };
        let change = self.room_change(now())?;
        house.change_room(who, room, &change).await?;
        Ok(match change {
            RoomChange::Leave => Outcome::Left,
            RoomChange::SetRole { user, .. } => {
                Outcome::Promoted(user, paths::role_of_word(&self.from))
            }
            _ => Outcome::Said(said),
        })
    }

    fn decisions(&self) -> Result<Decisions<'_>, ApiError> {
        let writers = match self.writers.as_str() {
            "everyone" => Writers::Everyone,
            "moderators" => Writers::Moderators,
            _ => return Err(choose()),
        };
        Ok(Decisions {
            name: &self.name,
            topic: &self.topic,
            writers,
        })
    }

    fn room_change(&self, now: Timestamp) -> Result<RoomChange, ApiError> {
        let user = || self.user.parse().map_err(|_| choose());
        Ok(match self.r#do.as_str() {
            "archive" => RoomChange::SetArchived { archived: true },
            "restore" => RoomChange::SetArchived { archived: false },
            "role" => RoomChange::SetRole {
                user: user()?,
                role: paths::role_of_word(&self.role).ok_or_else(choose)?,
            },
            "remove" => RoomChange::Remove { user: user()? },
            "ban" => RoomChange::Ban {
                user: user()?,
                until: match self.until.as_str() {
                    "hour" => Some(after(now, HOUR_S)),
                    "day" => Some(after(now, DAY_S)),
                    "good" => None,
                    _ => return Err(choose()),
                },
            },
            "pardon" => RoomChange::Pardon { user: user()? },
            "leave" => RoomChange::Leave,
            _ => return Err(choose()),
        })
    }

    /// The same section again, with what was typed.
    fn back(self, path: &str) -> Back {
        let back = Back::to(FormName::RoomSettings, path).typed("do", self.r#do);
        let back = back.typed("name", self.name).typed("topic", self.topic);
        let back = back.typed("writers", self.writers);
        back.typed("handle", self.handle)
    }
}

fn after(now: Timestamp, seconds: u32) -> Timestamp {
    Timestamp::from_seconds(now.seconds().saturating_add(seconds))
}

fn number(text: &str) -> Result<u32, ApiError> {
    text.parse().map_err(|_| choose())
}

const fn choose() -> ApiError {
    ApiError::Invalid {
        field: Field::Choice,
        problem: Problem::Malformed,
    }
}
