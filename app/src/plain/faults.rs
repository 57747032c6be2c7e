//! What was done, and why something was not, in words.

use shared::{ApiError, Field};

use super::say;
use crate::{forms::FormReturn, i18n::Locale};

/// The sentence for a word of `?done=`.
pub(super) fn done(l: Locale, word: &str) -> Option<String> {
    // Some words say more, for the way back: `role-member-7`.
    let what = word.split('-').next().unwrap_or_default();
    Some(match what {
        "saved" => say!(l, room_settings.saved),
        "archived" => say!(l, room_settings.archived),
        "restored" => say!(l, room_settings.restored),
        "added" => say!(l, room_settings.added),
        "role" => say!(l, room_settings.role_done),
        "removed" => say!(l, room_settings.removed),
        "banned" => say!(l, room_settings.banned),
        "pardoned" => say!(l, room_settings.pardoned),
        "revoked" => say!(l, room_settings.revoked),
        _ => return None,
    })
}

/// Why a form of the settings was refused, where no field of it says so.
pub(super) fn of_form(l: Locale, back: &FormReturn) -> Option<String> {
    let what = back.text("do");
    Some(match (back.error, what.as_str()) {
        (
            ApiError::Invalid {
                field: Field::RoomName | Field::Topic | Field::Handle,
                ..
            },
            _,
        ) => return None,
        (ApiError::Invalid { .. }, "invite") => say!(l, room_settings.bounds),
        (ApiError::Invalid { .. }, _) => say!(l, room_settings.choose),
        (ApiError::Conflict, "invite") => say!(l, room_settings.too_many_links),
        (ApiError::Conflict, "leave") => say!(l, room_settings.only_owner),
        (ApiError::Conflict, "role") => say!(l, room_settings.one_owner),
        (ApiError::Forbidden, _) => say!(l, room_settings.not_yours),
        (ApiError::RateLimited { retry_after_s }, _) => {
            say!(l, problem.too_many, n = retry_after_s)
        }
        (ApiError::NotFound | ApiError::Conflict, _) => say!(l, room_settings.gone),
        _ => say!(l, problem.busy),
    })
}
