//! Changes of messages until the server has them. Unlike new messages they do not wait for a
//! link: a change that the link took with it is said not to be saved, with its text, and its
//! author decides. Each keeps its nonce, so trying again is always safe.

use std::time::Duration;

use shared::{MessageId, Nonce, RoomId, frame::ClientFrame};

use super::outbox::FAILED_AFTER;
use crate::state::{ChangeState, FailReason};

/// Changes that the server has not acknowledged.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    list: Vec<Change>,
}

#[derive(Clone, Debug)]
struct Change {
    room: RoomId,
    message: MessageId,
    nonce: Nonce,
    /// What the message is to say; `None` when it is to go.
    text: Option<String>,
    since: Duration,
    sent: bool,
    failed: Option<FailReason>,
}

impl Changes {
    /// A message is to say something else, or nothing any more. Takes the place of what was
    /// wanted of it before.
    pub fn want(
        &mut self,
        room: RoomId,
        message: MessageId,
        nonce: Nonce,
        text: Option<String>,
        now: Duration,
    ) {
        self.forget(room, message);
        self.list.push(Change {
            room,
            message,
            nonce,
            text,
            since: now,
            sent: false,
            failed: None,
        });
    }

    /// There is no link, or none any more.
    pub fn lost(&mut self) {
        for change in &mut self.list {
            change.failed = change.failed.or(Some(FailReason::NoAnswer));
        }
    }

    /// What to send in a room that was entered, in order.
    pub fn take_ready(&mut self, room: RoomId) -> Vec<ClientFrame> {
        let is_ready =
            |change: &&mut Change| change.room == room && !change.sent && change.failed.is_none();
        let ready = self.list.iter_mut().filter(is_ready);
        ready.map(Change::send).collect()
    }

    /// The server has it; what the message says from now on, or nothing.
    pub fn acked(&mut self, nonce: Nonce) -> Option<Option<String>> {
        let place = self.list.iter().position(|change| change.nonce == nonce)?;
        Some(self.list.remove(place).text)
    }

    /// The server said no; in which room.
    pub fn rejected(&mut self, nonce: Nonce, reason: FailReason) -> Option<RoomId> {
        let change = self.list.iter_mut().find(|change| change.nonce == nonce)?;
        change.failed = Some(reason);
        Some(change.room)
    }

    /// A failed change is to be tried again, as the same command.
    pub fn retry(&mut self, room: RoomId, message: MessageId, now: Duration) {
        if let Some(change) = self.of_mut(room, message) {
            (change.since, change.sent, change.failed) = (now, false, None);
        }
    }

    /// A change is given up. One that is on its way may arrive all the same.
    pub fn forget(&mut self, room: RoomId, message: MessageId) {
        self.list
            .retain(|change| (change.room, change.message) != (room, message));
    }

    /// Takes changes whose time is up for failed.
    pub fn tick(&mut self, now: Duration) {
        for change in &mut self.list {
            if now >= change.since.saturating_add(FAILED_AFTER) {
                change.failed = change.failed.or(Some(FailReason::NoAnswer));
            }
        }
    }

    /// When [`Self::tick`] has something to do.
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        let running = self.list.iter().filter(|change| change.failed.is_none());
        running
            .map(|change| change.since.saturating_add(FAILED_AFTER))
            .min()
    }

    /// How far the changes of a room have got.
    pub fn states(&self, room: RoomId) -> impl Iterator<Item = (MessageId, ChangeState)> {
        let here = self.list.iter().filter(move |change| change.room == room);
        here.map(|change| (change.message, change.state()))
    }

    fn of_mut(&mut self, room: RoomId, message: MessageId) -> Option<&mut Change> {
        self.list
            .iter_mut()
            .find(|change| (change.room, change.message) == (room, message))
    }
}

impl Change {
    fn send(&mut self) -> ClientFrame {
        self.sent = true;
        let (room, message, nonce) = (self.room, self.message, self.nonce);
        match self.text.clone() {
            Some(text) => ClientFrame::EditMessage {
                room,
                message,
                nonce,
                text,
            },
            None => ClientFrame::DeleteMessage {
                room,
                message,
                nonce,
            },
        }
    }

    fn state(&self) -> ChangeState {
        let text = self.text.clone();
        match self.failed {
            Some(reason) => ChangeState::Failed { text, reason },
            None => ChangeState::Saving { text },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: RoomId = RoomId::new(1);
    const MESSAGE: MessageId = MessageId::new(7);

    fn nonce(n: u8) -> Nonce {
        Nonce::from_bytes([n; 16])
    }

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn wanted(text: Option<&str>) -> Changes {
        let mut changes = Changes::default();
        changes.want(ROOM, MESSAGE, nonce(1), text.map(str::to_owned), at(0));
        changes
    }

    fn state(changes: &Changes) -> Option<ChangeState> {
        changes.states(ROOM).next().map(|(_, state)| state)
    }

    #[test]
    fn a_change_is_sent_once_and_gone_when_acknowledged() {
        let mut changes = wanted(Some("new"));
        let frames = changes.take_ready(ROOM);
        assert!(matches!(&frames[..], [ClientFrame::EditMessage { text, .. }] if text == "new"));
        assert!(changes.take_ready(ROOM).is_empty());
        assert_eq!(changes.acked(nonce(2)), None);
        assert_eq!(changes.acked(nonce(1)), Some(Some("new".to_owned())));
        assert_eq!(state(&changes), None);
    }

    #[test]
    fn what_the_link_took_with_it_keeps_its_text_and_is_tried_again_as_the_same_command() {
        let mut changes = wanted(Some("new"));
        let sent = changes.take_ready(ROOM);
        changes.lost();
        let (text, reason) = (Some("new".to_owned()), FailReason::NoAnswer);
        assert_eq!(state(&changes), Some(ChangeState::Failed { text, reason }));
        assert!(changes.take_ready(ROOM).is_empty(), "its author decides");
        changes.retry(ROOM, MESSAGE, at(1));
        assert_eq!(changes.take_ready(ROOM), sent);
    }

    #[test]
    fn a_later_wish_takes_the_place_of_an_earlier_one() {
        let mut changes = wanted(Some("new"));
        changes.want(ROOM, MESSAGE, nonce(2), None, at(1));
        let frames = changes.take_ready(ROOM);
        assert!(
            matches!(&frames[..], [ClientFrame::DeleteMessage { nonce: n, .. }] if *n == nonce(2))
        );
        assert_eq!(changes.rejected(nonce(1), FailReason::NoAnswer), None);
    }

    #[test]
    fn no_answer_for_ten_seconds_is_a_failure() {
        let mut changes = wanted(None);
        assert_eq!(changes.deadline(), Some(at(10)));
        changes.tick(at(9));
        assert_eq!(state(&changes), Some(ChangeState::Saving { text: None }));
        changes.tick(at(10));
        assert!(matches!(state(&changes), Some(ChangeState::Failed { .. })));
        assert_eq!(changes.deadline(), None);
    }
}
