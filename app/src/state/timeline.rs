//! The messages of a room as this browser knows them: what the server stored, in its order
//! and without holes, then what is still on its way there.
//!
//! Nothing but [`Timeline::apply`] and pages add stored messages, and `apply` takes an event
//! only if it is the very next one. Whatever is doubled, late or missing on the way is
//! therefore either ignored or answered by entering the room again from the last event
//! applied, and a message is shown once however often it is heard of.
//!
//! What is shown is a window of the history: it ends with the newest message, or before it
//! where the reader has gone to an older one. Events are followed in either case. While its
//! end is read, its start is let go.

mod events;
mod pages;
mod pending;
#[cfg(test)]
mod tests;
mod trim;

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    Epoch, MessageId, Nonce, Seq, UserId,
    frame::{Cursor, Replay, RoomEvent},
    model::{Entry, HistoryAt, HistoryPage, RoomChange, RoomNotice},
};

pub use pending::Pending;

/// A room's messages.
#[derive(Clone, Debug)]
pub struct Timeline {
    epoch: Epoch,
    last_seq: Seq,
    /// Oldest first, without holes; up to `last_seq`, unless there is something later.
    entries: Vec<Entry>,
    /// What happened to the room itself within the window.
    notices: BTreeMap<Seq, RoomNotice>,
    /// Own messages on their way, in the order they were sent.
    pending: Vec<Pending>,
    /// Acknowledged commands whose event is yet to come.
    acks: BTreeMap<MessageId, Nonce>,
    has_earlier: bool,
    /// Whether the window ends before the newest message.
    has_later: bool,
    /// What is to be asked for when the page that is on its way has come, or the room is
    /// followed.
    wanted: Option<Want>,
    /// Messages that stood at the start of the log before earlier ones were put before them.
    seams: BTreeSet<MessageId>,
    phase: Phase,
    arrived: u64,
    /// Authors of messages that arrived, other than through own known commands.
    arrivals: Vec<UserId>,
    /// What happened to the room itself, and through whom.
    room_changes: Vec<(UserId, RoomChange)>,
}

/// How the timeline stands to the server.
#[derive(Clone, Debug)]
enum Phase {
    /// Not in the room: no link, or not asked yet.
    Away,
    /// `EnterRoom` is sent; what still comes from before will be replayed.
    Entering,
    /// Every event comes, one after the other.
    Following {
        /// The page that is on its way.
        asked: Option<Asked>,
    },
    /// Too much was missed. A new page is on its way; events after it are collected.
    Reloading {
        epoch: Epoch,
        base: Seq,
        fresh: Vec<(Seq, RoomEvent)>,
    },
}

/// A page that is on its way.
#[derive(Clone, Debug)]
struct Asked {
    want: Want,
    /// What happened since: the page may have been read before that.
    since: Vec<(Seq, RoomEvent)>,
}

/// Which page is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    /// Before the first message.
    Earlier,
    /// After the last one.
    Later,
    /// In place of the window.
    Window(HistoryAt),
    /// In place of the window, the newest messages.
    Latest,
}

/// What the caller has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing.
    Go,
    /// Something is missing: enter the room again from [`Timeline::cursor`].
    Reenter,
    /// Load this page.
    Load(HistoryAt),
}

impl Timeline {
    /// Starts from a first look.
    #[must_use]
    pub fn new(page: HistoryPage, notices: Vec<RoomNotice>) -> Self {
        Self {
            epoch: page.epoch,
            last_seq: page.last_seq,
            entries: page.entries,
            notices: by_place(notices),
            pending: Vec::new(),
            acks: BTreeMap::new(),
            has_earlier: page.has_earlier,
            has_later: page.has_later,
            wanted: None,
            seams: BTreeSet::new(),
            phase: Phase::Away,
            arrived: 0,
            arrivals: Vec::new(),
            room_changes: Vec::new(),
        }
    }

    /// The stored messages, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether a message was the first of the log before earlier ones came. It goes on looking
    /// like a first one, or the log would move under the reader's eyes.
    #[must_use]
    pub fn is_seam(&self, id: MessageId) -> bool {
        self.seams.contains(&id)
    }

    /// Own messages on their way, in the order they were sent.
    #[must_use]
    pub fn pending(&self) -> &[Pending] {
        &self.pending
    }

    /// Where to go on from.
    #[must_use]
    pub const fn cursor(&self) -> Cursor {
        Cursor {
            epoch: self.epoch,
            seq: self.last_seq,
        }
    }

    /// Whether there is history before the first message.
    #[must_use]
    pub const fn has_earlier(&self) -> bool {
        self.has_earlier
    }

    /// Whether the window ends before the newest message.
    #[must_use]
    pub const fn has_later(&self) -> bool {
        self.has_later
    }

    /// Whether a page is on its way.
    #[must_use]
    pub const fn is_loading(&self) -> bool {
        matches!(self.phase, Phase::Following { asked: Some(_) })
    }

    /// Whether the server takes commands for this room.
    #[must_use]
    pub const fn is_entered(&self) -> bool {
        matches!(
            self.phase,
            Phase::Following { .. } | Phase::Reloading { .. }
        )
    }

    /// Whether a page is on its way that will take the place of everything shown.
    #[must_use]
    pub const fn is_reloading(&self) -> bool {
        matches!(self.phase, Phase::Reloading { .. })
    }

    /// How many messages were added at the end so far.
    #[must_use]
    pub const fn arrived(&self) -> u64 {
        self.arrived
    }

    /// Authors of the messages that arrived since the last call.
    pub fn take_arrivals(&mut self) -> Vec<UserId> {
        std::mem::take(&mut self.arrivals)
    }

    /// The link is gone. Acknowledgements of missed events come again with the events.
    pub fn lost(&mut self) {
        self.stray();
        self.acks.clear();
    }

    /// `EnterRoom` was sent with [`Self::cursor`].
    pub fn entering(&mut self) {
        self.phase = Phase::Entering;
    }

    /// The server let us in.
    pub fn entered(&mut self, epoch: Epoch, last_seq: Seq, replay: Replay) -> Next {
        let goes_on = epoch == self.epoch && last_seq >= self.last_seq;
        if replay == Replay::Complete && goes_on {
            self.phase = Phase::Following { asked: None };
            return self.ask_for_wanted();
        }
        self.wanted = None;
        if epoch != self.epoch {
            self.acks.clear();
        }
        self.reload(epoch, last_seq)
    }

    /// Begins anew at the end of what there is.
    fn reload(&mut self, epoch: Epoch, base: Seq) -> Next {
        let fresh = Vec::new();
        self.phase = Phase::Reloading { epoch, base, fresh };
        Next::Load(HistoryAt::Before(base.next()))
    }

    /// The next event came.
    pub fn apply(&mut self, seq: Seq, event: RoomEvent) -> Next {
        let last = self.last_known();
        match &mut self.phase {
            Phase::Away | Phase::Entering => Next::Go,
            Phase::Following { .. } | Phase::Reloading { .. } if seq <= last => Next::Go,
            Phase::Following { .. } | Phase::Reloading { .. } if seq != last.next() => {
                self.stray();
                Next::Reenter
            }
            Phase::Following { .. } => {
                self.append(seq, event);
                self.settle();
                Next::Go
            }
            Phase::Reloading { fresh, .. } => {
                fresh.push((seq, event));
                Next::Go
            }
        }
    }

    fn last_known(&self) -> Seq {
        match &self.phase {
            Phase::Reloading { base, fresh, .. } => fresh.last().map_or(*base, |(seq, _)| *seq),
            _ => self.last_seq,
        }
    }
}

fn by_place(notices: Vec<RoomNotice>) -> BTreeMap<Seq, RoomNotice> {
    let notices = notices.into_iter().map(|notice| (notice.seq, notice));
    notices.collect()
}

#[cfg(test)]
impl Timeline {
    /// For negative controls: forgets where it is, as if the order of events were not checked.
    pub(crate) fn pretend_to_be_at(&mut self, seq: Seq) {
        self.last_seq = seq;
    }

    /// For negative controls: takes the next page as it was read.
    pub(crate) fn pretend_nothing_changed(&mut self) {
        if let Phase::Following { asked: Some(asked) } = &mut self.phase {
            asked.since.clear();
        }
    }

    /// For negative controls: forgets that there was anything before the first message.
    pub(crate) fn pretend_to_begin_here(&mut self) {
        self.has_earlier = false;
    }
}
