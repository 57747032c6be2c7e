//! Changes of rooms that this page asked for, until the server has answered. Like changes of
//! messages they do not wait for a link: what the link took with it is said to have failed,
//! and whoever wished for it decides. Trying again is safe: the nonce stays.

use std::time::Duration;

use shared::{Nonce, RoomId, frame::ClientFrame, model::RoomChange};

use super::outbox::FAILED_AFTER;
use crate::state::{FailReason, WishState};

/// The last wish of each room.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    list: Vec<Wish>,
}

#[derive(Clone, Debug)]
struct Wish {
    room: RoomId,
    nonce: Nonce,
    change: RoomChange,
    since: Duration,
    sent: bool,
    failed: Option<FailReason>,
}

impl Wishes {
    /// A room is to become another. Takes the place of the wish before, except where that is
    /// the same and failed: then it is tried again.
    pub fn want(&mut self, room: RoomId, nonce: Nonce, change: RoomChange, now: Duration) {
        let before = self.list.iter().find(|wish| wish.room == room);
        let nonce = match before.filter(|wish| wish.change == change && wish.failed.is_some()) {
            Some(wish) if wish.failed == Some(FailReason::NoAnswer) => wish.nonce,
            _ => nonce,
        };
        self.forget(room);
        self.list.push(Wish {
            room,
            nonce,
            change,
            since: now,
            sent: false,
            failed: None,
        });
    }

    /// A wish is given up. One that is on its way may come true all the same.
    pub fn forget(&mut self, room: RoomId) {
        self.list.retain(|wish| wish.room != room);
    }

    /// There is no link, or none any more.
    pub fn lost(&mut self) {
        for wish in &mut self.list {
            wish.failed = wish.failed.or(Some(FailReason::NoAnswer));
        }
    }

    /// What to send in a room that was entered.
    pub fn take_ready(&mut self, room: RoomId) -> Option<ClientFrame> {
        let is_ready = |wish: &&mut Wish| wish.room == room && !wish.sent && wish.failed.is_none();
        let wish = self.list.iter_mut().find(is_ready)?;
        wish.sent = true;
        let (nonce, change) = (wish.nonce, wish.change.clone());
        Some(ClientFrame::ChangeRoom {
            room,
            nonce,
            change,
        })
    }

    /// It came true; whether it was one of these.
    pub fn acked(&mut self, nonce: Nonce) -> bool {
        let before = self.list.len();
        self.list.retain(|wish| wish.nonce != nonce);
        self.list.len() < before
    }

    /// The server said no; whether it was one of these.
    pub fn rejected(&mut self, nonce: Nonce, reason: FailReason) -> bool {
        let wish = self.list.iter_mut().find(|wish| wish.nonce == nonce);
        wish.is_some_and(|wish| {
            wish.failed = Some(reason);
            true
        })
    }

    /// Takes wishes whose time is up for failed.
    pub fn tick(&mut self, now: Duration) {
        for wish in &mut self.list {
            if now >= wish.since.saturating_add(FAILED_AFTER) {
                wish.failed = wish.failed.or(Some(FailReason::NoAnswer));
            }
        }
    }

    /// When [`Self::tick`] has something to do.
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        let running = self.list.iter().filter(|wish| wish.failed.is_none());
        running
            .map(|wish| wish.since.saturating_add(FAILED_AFTER))
            .min()
    }

    /// How far the wish of a room has got; nothing where none is open.
    #[must_use]
    pub fn state(&self, room: RoomId) -> Option<WishState> {
        let wish = self.list.iter().find(|wish| wish.room == room)?;
        Some(wish.failed.map_or(WishState::Waiting, WishState::Failed))
    }
}

#[cfg(test)]
mod tests {
    use shared::{ApiError, UserId};

    use super::*;

    const ROOM: RoomId = RoomId::new(1);

    fn nonce(n: u8) -> Nonce {
        Nonce::from_bytes([n; 16])
    }

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn remove(user: u64) -> RoomChange {
        let user = UserId::new(user);
        RoomChange::Remove { user }
    }

    fn wanted() -> Wishes {
        let mut wishes = Wishes::default();
        wishes.want(ROOM, nonce(1), remove(7), at(0));
        wishes
    }

    #[test]
    fn a_wish_is_sent_once_and_gone_when_it_came_true() {
        let mut wishes = wanted();
        assert!(wishes.take_ready(RoomId::new(2)).is_none());
        assert!(wishes.take_ready(ROOM).is_some());
        assert!(wishes.take_ready(ROOM).is_none());
        assert_eq!(wishes.state(ROOM), Some(WishState::Waiting));
        assert!(!wishes.acked(nonce(2)) && wishes.acked(nonce(1)));
        assert_eq!(wishes.state(ROOM), None);
    }

    #[test]
    fn what_got_no_answer_is_tried_again_as_the_same_command() {
        let mut wishes = wanted();
        let first = wishes.take_ready(ROOM);
        wishes.tick(at(9));
        assert_eq!(wishes.state(ROOM), Some(WishState::Waiting));
        wishes.tick(at(10));
        let failed = WishState::Failed(FailReason::NoAnswer);
        assert_eq!(wishes.state(ROOM), Some(failed));
        assert_eq!(wishes.deadline(), None);
        wishes.want(ROOM, nonce(2), remove(7), at(11));
        assert_eq!(wishes.take_ready(ROOM), first);
        wishes.want(ROOM, nonce(3), remove(8), at(12));
        assert_ne!(wishes.take_ready(ROOM), first, "another wish");
    }

    #[test]
    fn what_was_refused_says_why_and_is_a_new_command_the_next_time() {
        let mut wishes = wanted();
        let first = wishes.take_ready(ROOM);
        let reason = FailReason::Refused(ApiError::Forbidden);
        assert!(wishes.rejected(nonce(1), reason));
        assert!(!wishes.rejected(nonce(9), reason));
        assert_eq!(wishes.state(ROOM), Some(WishState::Failed(reason)));
        wishes.want(ROOM, nonce(2), remove(7), at(1));
        assert_ne!(wishes.take_ready(ROOM), first);
    }
}
