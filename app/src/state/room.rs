//! One room, with everything that is shown of it.

use std::collections::BTreeMap;

use shared::{
    ApiError, MessageId, Seq, UserId,
    model::{Person, ReadMark, RoomInfo, RoomSummary, RoomView},
};

use super::{
    divider::Divider,
    members::Members,
    notices::Notices,
    people::{People, Viewer},
    presence::Presence,
    row::{ChangeState, WishState},
    rows::{self, Lines, Offset},
    timeline::Timeline,
};

/// One room.
#[derive(Clone, Debug)]
pub struct Room {
    /// Its name. The number in it is [`Presence::online`] at the time it came.
    pub summary: RoomSummary,
    /// What it is to the person who looks.
    pub info: RoomInfo,
    /// Its messages.
    pub timeline: Timeline,
    /// Who came in and went out.
    pub notices: Notices,
    /// Who is there.
    pub presence: Presence,
    /// Who belongs to it.
    pub members: Members,
    /// Where what is new begins.
    pub divider: Divider,
    /// Changes of messages that are not stored yet.
    pub changes: BTreeMap<MessageId, ChangeState>,
    /// A change of the room itself that this page asked for.
    pub wish: Option<WishState>,
    /// Why it cannot be followed, if so.
    pub refused: Option<ApiError>,
}

impl Room {
    /// Starts from a first look, whose names it hands to `people`.
    #[must_use]
    pub fn new(view: RoomView, people: &mut People) -> Self {
        people.learn(&view.page.people);
        people.learn(&view.present);
        let unread = view.mark.map_or(0, |mark| view.head.since(mark.place()));
        Self {
            presence: Presence::new(view.room.online, view.present),
            summary: view.room,
            info: view.info,
            divider: Divider::opened(view.mark, unread),
            timeline: Timeline::new(view.page, view.notices),
            notices: Notices::default(),
            members: Members::default(),
            changes: BTreeMap::new(),
            wish: None,
            refused: None,
        }
    }

    /// The room's log.
    #[must_use]
    pub fn lines(&self, people: &People, me: Option<&Viewer>, offset: Offset<'_>) -> Lines {
        rows::lines(self, people, me, offset)
    }

    /// Takes in who is there now, without telling of everybody's coming and going: what
    /// changed while nobody could see it is not news.
    pub fn list_present(&mut self, summary: RoomSummary, present: Vec<Person>) {
        self.presence = Presence::new(summary.online, present);
        self.summary = summary;
    }

    /// Takes in what happened to the room itself; tells whom that is about.
    pub fn change(&mut self, me: Option<UserId>) -> Vec<UserId> {
        let mut about = Vec::new();
        for (by, change) in self.timeline.take_room_changes() {
            self.info.change(me.unwrap_or_default(), by, &change);
            self.members.change(by, &change);
            about.push(by);
            about.extend(change.user());
        }
        self.summary.name.clone_from(&self.info.name);
        about
    }

    /// Messages arrived; tells whom they are from. `before` is where the room was before them,
    /// `mark` how far it was read: unless somebody watches, what is new begins after that.
    pub fn arrivals(
        &mut self,
        me: Option<UserId>,
        watched: bool,
        before: Seq,
        mark: Option<ReadMark>,
    ) -> Vec<UserId> {
        let mut authors = self.timeline.take_arrivals();
        authors.retain(|author| Some(*author) != me);
        if !authors.is_empty() && !watched {
            self.divider.came(before, mark);
        }
        authors
    }
}
