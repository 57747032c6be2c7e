use shared::frame::{CloseReason, Reconnect};

use crate::live::ClosedReason;

/// Why, and what then.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ending {
    pub reason: ClosedReason,
    pub then: Reconnect,
}

impl Ending {
    pub const LOST: Self = Self {
        reason: ClosedReason::Lost,
        then: Reconnect::Later,
    };
    pub const SILENT: Self = Self {
        reason: ClosedReason::Lost,
        then: Reconnect::AtOnce,
    };

    /// The meaning of a close code, also of codes that this version does not know.
    pub fn of(code: u16) -> Self {
        let reason = match CloseReason::from_code(code) {
            Some(CloseReason::ServerRestarting) => ClosedReason::ServerRestarting,
            Some(CloseReason::TooManyConnections) => ClosedReason::Crowded,
            Some(CloseReason::SlowReader) => ClosedReason::SlowReader,
            Some(CloseReason::SignedOut) => ClosedReason::SignedOut,
            Some(CloseReason::UnknownVersion) => ClosedReason::NewVersion,
            _ if (4500..5000).contains(&code) => ClosedReason::Refused,
            _ => ClosedReason::Lost,
        };
        let known = CloseReason::from_code(code).map(CloseReason::reconnect);
        let then = if reason.is_final() {
            Reconnect::Never
        } else {
            Reconnect::Later
        };
        Self {
            reason,
            then: known.unwrap_or(then),
        }
    }
}
