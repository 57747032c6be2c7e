use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::{
    ApiError, MessageId, Nonce, Problem, RoomId, UserId,
    model::{HistoryAt, Person, Role, RoomChange, RoomInfo, RoomSummary},
    validate,
};

use super::{
    board::{self, Board},
    engine::Engine,
};
use crate::state::{Row, RowKey, WishState};

/// Why a text cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// It breaks this rule.
    #[error("{0}")]
    Invalid(Problem),
    /// So many messages wait that there is no room for another.
    #[error("too many messages wait")]
    Full,
}

/// A room that is being followed, for as long as the page that entered it is shown. What is
/// asked of it later than that, by a timer for instance, is empty.
#[derive(Clone, Copy)]
pub struct RoomHandle {
    room: RoomId,
    engine: Engine,
    shown: StoredValue<Shown>,
}

/// The signals of a board, made once: a signal that is made anew by each event handler that
/// asks for it would stay in memory until the page is left.
#[derive(Clone)]
struct Shown {
    board: Board,
    room: Signal<RoomSummary>,
    info: Signal<RoomInfo>,
    online: Signal<u32>,
    present: Signal<Vec<Person>>,
    away: Signal<Vec<Person>>,
    roles: Signal<BTreeMap<UserId, Role>>,
    rows: Signal<Vec<RowKey>>,
    has_earlier: Signal<bool>,
    has_later: Signal<bool>,
    loading: Signal<bool>,
    refused: Signal<Option<ApiError>>,
    arrived: Signal<u64>,
    wish: Signal<Option<WishState>>,
}

impl RoomHandle {
    pub(super) fn new(engine: Engine, board: Board) -> Self {
        let room = board.id;
        let shown = StoredValue::new(Shown {
            room: board.room.clone().into(),
            info: board.info.clone().into(),
            online: board.online.clone().into(),
            present: board.present.clone().into(),
            away: board.away.clone().into(),
            roles: board.roles.clone().into(),
            rows: board.rows.clone().into(),
            has_earlier: board.has_earlier.clone().into(),
            has_later: board.has_later.clone().into(),
            loading: board.loading.clone().into(),
            refused: board.refused.clone().into(),
            arrived: board.arrived.clone().into(),
            wish: board.wish.clone().into(),
            board,
        });
        Self {
            room,
            engine,
            shown,
        }
    }

    /// Which room.
    #[must_use]
    pub const fn id(self) -> RoomId {
        self.room
    }

    /// The room's name and numbers.
    #[must_use]
    pub fn room(self) -> Signal<RoomSummary> {
        let (id, name, online) = (self.room, String::new(), 0);
        self.shown
            .try_with_value(|shown| shown.room)
            .unwrap_or_else(|| Signal::stored(RoomSummary { id, name, online }))
    }

    /// What the room is to the person who looks.
    #[must_use]
    pub fn info(self) -> Signal<RoomInfo> {
        self.shown
            .try_with_value(|shown| shown.info)
            .unwrap_or_else(|| Signal::stored(board::no_room(self.room)))
    }

    /// How many people are in the room now.
    #[must_use]
    pub fn online(self) -> Signal<u32> {
        self.signal(|shown| shown.online)
    }

    /// Who they are, by name; cut at [`shared::limits::LISTED_PEOPLE`].
    #[must_use]
    pub fn present(self) -> Signal<Vec<Person>> {
        self.signal(|shown| shown.present)
    }

    /// Members who are not in the room now, by name; empty where there are too many to list.
    #[must_use]
    pub fn away(self) -> Signal<Vec<Person>> {
        self.signal(|shown| shown.away)
    }

    /// What the members are.
    #[must_use]
    pub fn roles(self) -> Signal<BTreeMap<UserId, Role>> {
        self.signal(|shown| shown.roles)
    }

    /// The rows in the order they are shown.
    #[must_use]
    pub fn rows(self) -> Signal<Vec<RowKey>> {
        self.signal(|shown| shown.rows)
    }

    /// What a row of [`Self::rows`] holds. Changes when that row does, not with the others.
    #[must_use]
    pub fn row(self, key: RowKey) -> Signal<Row> {
        let row = self.shown.try_with_value(|shown| shown.board.row(key));
        row.unwrap_or_else(board::no_row).into()
    }

    /// Shows `look` all rows as they are now, in their order; nothing once the page is left.
    #[cfg(feature = "ssr")]
    pub fn look_at_rows<T>(
        self,
        look: impl FnOnce(&mut dyn Iterator<Item = &Row>) -> T,
    ) -> Option<T> {
        self.shown
            .try_with_value(|shown| shown.board.look_at_rows(look))
    }

    /// Whether there is history before the first row.
    #[must_use]
    pub fn has_earlier(self) -> Signal<bool> {
        self.signal(|shown| shown.has_earlier)
    }

    /// Asks for the page before the first row; does nothing where there is none, and while
    /// there is no link.
    pub fn load_earlier(self) {
        self.engine.load_earlier(self.room);
    }

    /// Whether there is history after the last row.
    #[must_use]
    pub fn has_later(self) -> Signal<bool> {
        self.signal(|shown| shown.has_later)
    }

    /// Asks for the page after the last row, as [`Self::load_earlier`] does.
    pub fn load_later(self) {
        self.engine.load_later(self.room);
    }

    /// Whether a page is on its way.
    #[must_use]
    pub fn loading(self) -> Signal<bool> {
        self.signal(|shown| shown.loading)
    }

    /// Asks for this stretch of history in place of what is shown, unless it is shown; true then.
    pub fn load_window(self, at: HistoryAt) -> bool {
        self.engine.load_window(self.room, at)
    }

    /// Asks for the end of the history where it is not shown.
    pub fn load_latest(self) {
        self.engine.load_latest(self.room);
    }

    /// Says whether the reader sees the end of the room: what they see is read.
    pub fn see_end(self, at_end: bool) {
        self.engine.see_end(self.room, at_end);
    }

    /// Says whether the focus is in a row: then all rows stay.
    pub fn walks(self, in_rows: bool) {
        self.engine.walks(self.room, in_rows);
    }

    /// Says which message is open for editing: its row stays, whatever becomes of the log.
    pub fn edits(self, message: Option<MessageId>) {
        self.engine.edits(self.room, message);
    }

    /// Lets a message and what follows it count as unread.
    pub fn mark_unread(self, message: MessageId) {
        self.engine.mark_unread(self.room, message);
    }

    /// Says something: the row is there at once, the server gets it as soon as it can, from
    /// this page or from a later one.
    ///
    /// # Errors
    /// Why nothing was sent and nothing is kept.
    pub fn send(self, text: &str) -> Result<(), NotTaken> {
        let text = validate::message_text(text).map_err(NotTaken::Invalid)?;
        let taken = self.engine.send(self.room, text);
        taken.then_some(()).ok_or(NotTaken::Full)
    }

    /// Sends a failed message again, as the same command.
    pub fn retry(self, nonce: Nonce) {
        self.engine.retry(self.room, nonce);
    }

    /// Gives up on a failed message.
    pub fn delete(self, nonce: Nonce) {
        self.engine.delete(self.room, nonce);
    }

    /// Changes what a stored message of one's own says.
    ///
    /// # Errors
    /// The rule that the text breaks; nothing was sent then.
    pub fn edit(self, message: MessageId, text: &str) -> Result<(), Problem> {
        let text = validate::message_text(text)?;
        self.engine.change(self.room, message, Some(text));
        Ok(())
    }

    /// Takes a stored message back.
    pub fn take_back(self, message: MessageId) {
        self.engine.change(self.room, message, None);
    }

    /// Tries a change that failed again, as the same command.
    pub fn retry_change(self, message: MessageId) {
        self.engine.retry_change(self.room, message);
    }

    /// Gives up on a change.
    pub fn forget_change(self, message: MessageId) {
        self.engine.forget_change(self.room, message);
    }

    /// Changes the room itself; [`Self::wish_state`] says how far that has got.
    pub fn wish(self, change: RoomChange) {
        self.engine.wish(self.room, change);
    }

    /// The wish is given up.
    pub fn forget_wish(self) {
        self.engine.forget_wish(self.room);
    }

    /// How far the last wish has got; nothing once it has come true.
    #[must_use]
    pub fn wish_state(self) -> Signal<Option<WishState>> {
        self.signal(|shown| shown.wish)
    }

    /// Why the room cannot be followed, if so.
    #[must_use]
    pub fn refused(self) -> Signal<Option<ApiError>> {
        self.signal(|shown| shown.refused)
    }

    /// How many messages were added at the end since the room was entered, own ones
    /// included. Notices do not count: a change of [`Self::rows`] tells of those.
    #[must_use]
    pub fn arrived(self) -> Signal<u64> {
        self.signal(|shown| shown.arrived)
    }

    fn signal<T>(self, pick: impl FnOnce(&Shown) -> Signal<T>) -> Signal<T>
    where
        T: Clone + Default + Send + Sync + 'static,
    {
        self.shown
            .try_with_value(pick)
            .unwrap_or_else(|| Signal::stored(T::default()))
    }
}
