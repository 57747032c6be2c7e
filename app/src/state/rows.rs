//! The log of a room as lines: messages grouped by author, dividers between days, notices
//! folded. Days are those of the viewer, given by an offset from UTC per moment, because a
//! zone changes its offset twice a year.

#[cfg(test)]
mod tests;

use shared::{
    Seq, Timestamp, UserId,
    model::{Entry, Fate},
};

use super::{
    notices::{self, Noted},
    people::{People, Viewer},
    room::Room,
    row::{DayRow, MessageRow, Row, RowKey, SendState},
};

/// Minutes east of UTC at a moment.
pub type Offset<'a> = &'a dyn Fn(Timestamp) -> i32;

/// Rows in the order they are shown, each with its key; no key comes twice.
pub type Lines = Vec<(RowKey, Row)>;

/// A group continues only within this many seconds of its last message.
const GROUP_SECONDS: u32 = 5 * 60;

/// Most messages in a group, so that a name is never far away.
const GROUP_ROWS: u32 = 20;

/// The log of a room.
#[must_use]
pub fn lines(room: &Room, people: &People, me: Option<&Viewer>, offset: Offset<'_>) -> Lines {
    let mut log = Log {
        lines: Vec::new(),
        offset,
        day: None,
        group: None,
    };
    let mut notices = notices::gather(room, people);
    let mut new = room.divider.after();
    for Entry { message, fate } in room.timeline.entries() {
        let place = Seq::from(message.id);
        let later = notices.split_off(notices.partition_point(|noted| noted.place < place));
        log.notices(&std::mem::replace(&mut notices, later));
        let own = message.nonce.is_some() || me.is_some_and(|me| me.is(message.author));
        // What the viewer wrote meanwhile is not new to them.
        if new.is_some_and(|after| place > after) && !own {
            log.new_from(message.at);
            new = None;
        }
        if room.timeline.is_seam(message.id) {
            log.group = None;
        }
        let key = message
            .nonce
            .map_or(RowKey::Message(message.id), RowKey::Own);
        log.message(
            key,
            MessageRow {
                author: people.person(message.author),
                own,
                at: message.at,
                for_me: !own && me.is_some_and(|me| me.is_mentioned(&message.text)),
                text: message.text.clone(),
                id: Some(message.id),
                nonce: message.nonce,
                state: SendState::Final,
                fate: *fate,
                change: room.changes.get(&message.id).cloned(),
                head: true,
            },
        );
    }
    log.notices(&notices);
    for pending in room.timeline.pending() {
        log.message(
            RowKey::Own(pending.nonce),
            MessageRow {
                author: me.map_or_else(|| people.person(UserId::new(0)), |me| me.person.clone()),
                own: true,
                at: pending.at,
                for_me: false,
                text: pending.text.clone(),
                id: pending.id,
                nonce: Some(pending.nonce),
                state: pending.state,
                fate: Fate::Original,
                change: None,
                head: true,
            },
        );
    }
    log.lines
}

/// The log as far as it has been written.
struct Log<'a> {
    lines: Lines,
    offset: Offset<'a>,
    day: Option<i64>,
    group: Option<Group>,
}

/// The group that the last line belongs to.
struct Group {
    author: UserId,
    at: Timestamp,
    rows: u32,
}

impl Log<'_> {
    /// Starts a new day where one begins. A server's clock that is set back starts none: a
    /// day is shown once.
    fn begin(&mut self, at: Timestamp) {
        let day = day(at, self.offset);
        if self.day.is_none_or(|before| before < day) {
            self.day = Some(day);
            self.group = None;
            let key = RowKey::Day(at.seconds().into());
            self.lines.push((key, Row::Day(DayRow { at })));
        }
    }

    fn message(&mut self, key: RowKey, mut row: MessageRow) {
        self.begin(row.at);
        let (author, at) = (row.author.id, row.at);
        let continues = self.group.as_ref().filter(|group| {
            let pause = at.seconds().saturating_sub(group.at.seconds());
            group.author == author && pause < GROUP_SECONDS && group.rows < GROUP_ROWS
        });
        row.head = continues.is_none();
        let rows = continues.map_or(0, |group| group.rows).saturating_add(1);
        self.group = Some(Group { author, at, rows });
        self.lines.push((key, Row::Message(row)));
    }

    /// What follows is new.
    fn new_from(&mut self, at: Timestamp) {
        self.begin(at);
        self.group = None;
        self.lines.push((RowKey::New, Row::New(DayRow { at })));
    }

    /// Notices with no message in between; those of different days are folded apart.
    fn notices(&mut self, mut run: &[Noted]) {
        while let Some(first) = run.first() {
            self.begin(first.at);
            let today = self.day;
            let offset = self.offset;
            let (same, rest) = run.split_at(
                run.iter()
                    .position(|notice| today.is_some_and(|today| today < day(notice.at, offset)))
                    .unwrap_or(run.len()),
            );
            for (key, row) in notices::fold(same) {
                self.lines.push((key, Row::Notice(row)));
            }
            self.group = None;
            run = rest;
        }
    }
}

/// The number of the viewer's day, counted from 1970.
fn day(at: Timestamp, offset: Offset<'_>) -> i64 {
    let seconds = i64::from(offset(at)).saturating_mul(60);
    i64::from(at.seconds())
        .saturating_add(seconds)
        .div_euclid(86_400)
}
