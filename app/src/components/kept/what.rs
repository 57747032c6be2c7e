//! What is told apart among what is kept.

use shared::{
    MessageId, Nonce, RoomId, Timestamp, UserId,
    model::{Fate, Person},
};

use crate::{
    components::Finder,
    i18n::*,
    live::{MessageRow, Row, SendState},
};

/// What is kept.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Row(What),
    /// All the rows of a page.
    Log(Vec<Line>),
    Piece(Piece),
}

/// A piece of a page.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Piece {
    pub name: &'static str,
    pub locale: &'static str,
    pub of: String,
}

impl Key {
    /// Bytes that it takes, about.
    pub fn bytes(&self) -> usize {
        let bytes = |what: &What| size_of::<What>() + what.name.len() + what.text.len();
        match self {
            Self::Row(what) => bytes(what),
            Self::Log(log) => log
                .iter()
                .map(|line| match line {
                    Line::Message(what) => bytes(what),
                    Line::Day { .. } => size_of::<Line>(),
                })
                .sum(),
            Self::Piece(piece) => size_of::<Piece>() + piece.of.len(),
        }
    }
}

/// A row among others.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Line {
    Message(What),
    Day {
        locale: &'static str,
        at: Timestamp,
        /// A day is "today" on one day only.
        today: u32,
    },
}

impl Line {
    /// Nothing for a row that is not kept.
    pub fn of(locale: Locale, room: RoomId, row: &Row, today: u32) -> Option<Self> {
        match row {
            Row::Message(row) => What::of(locale, room, row).map(Self::Message),
            Row::Day(day) => Some(Self::Day {
                locale: locale.as_str(),
                at: day.at,
                today,
            }),
            Row::Notice(_) | Row::New(_) => None,
        }
    }
}

/// Everything that the HTML of a row depends on.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct What {
    locale: &'static str,
    room: RoomId,
    id: MessageId,
    nonce: Option<Nonce>,
    author: UserId,
    name: String,
    own: bool,
    at: Timestamp,
    text: String,
    for_me: bool,
    head: bool,
}

impl What {
    /// Nothing for a row that is not kept. Each part of a row is named, so that none is forgotten.
    pub fn of(locale: Locale, room: RoomId, row: &MessageRow) -> Option<Self> {
        let MessageRow {
            author: Person { id: author, name },
            own,
            at,
            text,
            id,
            nonce,
            state: SendState::Final,
            fate: Fate::Original,
            change: None,
            for_me,
            head,
        } = row
        else {
            return None;
        };
        (!text.contains('@')).then_some(Self {
            locale: locale.as_str(),
            room,
            id: (*id)?,
            nonce: *nonce,
            author: *author,
            name: name.clone(),
            own: *own,
            at: *at,
            text: text.clone(),
            for_me: *for_me,
            head: *head,
        })
    }
}

/// Whether whoever looks has come for this message, which is marked for them and for nobody else.
pub(super) fn is_found(finder: Option<Finder>, row: &MessageRow) -> bool {
    finder.is_some_and(|finder| finder.is_found(row.id))
}
