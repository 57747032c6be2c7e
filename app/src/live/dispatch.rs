//! What each of the server's frames means to a [`Session`].

use shared::{
    MessageId, Nonce, RoomId, Seq, UserId,
    frame::{ClientFrame, RoomEvent, ServerFrame, Subject},
    model::{HistoryPage, Member, Person, RoomInfo},
};

use super::session::{Moment, Session};
use crate::state::{
    FailReason, NoticeKind,
    presence::{Moves, Presence},
    timeline::Next,
};

impl Session {
    /// A frame came.
    pub fn receive(&mut self, frame: ServerFrame, moment: Moment) {
        match frame {
            ServerFrame::Welcomed { at, .. } => {
                self.ahead = i64::from(at.seconds()).saturating_sub(moment.wall.seconds().into());
                self.opened(moment.now);
            }
            ServerFrame::Rejected { subject, error } => match subject {
                // The row learns of it with the state of all others, when the step is over.
                Subject::Message(nonce) => {
                    let reason = FailReason::Refused(error);
                    let is_change = self.changes.rejected(nonce, reason).is_some();
                    if !is_change && !self.wishes.rejected(nonce, reason) {
                        self.post_refused(nonce, error, moment.now);
                    }
                }
                Subject::Room(room) => self.room_refused(room, error, moment.now),
                Subject::Connection => self.house_refused(error, moment.now),
            },
            ServerFrame::PeopleDescribed { people } => self.learn(&people),
            ServerFrame::LobbyListed { rooms, online } => {
                self.lobby.list(rooms, online);
                self.outcome.lobby = true;
            }
            ServerFrame::LobbyChanged { rooms, online } => {
                self.lobby.change(rooms, online);
                self.outcome.lobby = true;
            }
            ServerFrame::Pinged => self.send(ClientFrame::Pong),
            // The other answers an older page.
            ServerFrame::Ponged | ServerFrame::PageLoaded { .. } => {}
            ServerFrame::MyRoomsListed { rooms, has_more } => self.mine_listed(rooms, has_more),
            ServerFrame::MyRoomListed { room } => self.mine.listed(room),
            ServerFrame::MyRoomGone { room } => self.mine.gone(room),
            ServerFrame::RoomMoved {
                room,
                head,
                at,
                name,
                archived,
            } => self.mine_moved(room, head, at, (name, archived)),
            ServerFrame::ReadMarked { room, mark } => self.marked(room, mark),
            ServerFrame::MentionChanged {
                room,
                message,
                mentioned,
            } => self.mine.mentioned(room, message, mentioned),
            ServerFrame::RoomEntered { .. }
            | ServerFrame::NoticesListed { .. }
            | ServerFrame::Event { .. }
            | ServerFrame::Acked { .. }
            | ServerFrame::HistoryLoaded { .. }
            | ServerFrame::RoomDescribed { .. }
            | ServerFrame::MembersListed { .. }
            | ServerFrame::PresenceChanged { .. }
            | ServerFrame::PresenceListed { .. } => self.receive_in_room(frame, moment),
        }
    }

    /// A frame about a room. Those about rooms that no page shows any more are late.
    fn receive_in_room(&mut self, frame: ServerFrame, moment: Moment) {
        match frame {
            ServerFrame::RoomEntered {
                room,
                epoch,
                last_seq,
                replay,
                present,
            } => {
                let id = room.id;
                self.errand_entered(id);
                self.learn(&present);
                let next = self.rooms.get_mut(&id).map(|visit| {
                    visit.room.list_present(room, present);
                    visit.room.refused = None;
                    visit.room.timeline.entered(epoch, last_seq, replay)
                });
                self.go_on(id, next);
            }
            ServerFrame::Event { room, seq, event } => self.event(room, seq, event),
            ServerFrame::Acked {
                nonce,
                room,
                message,
                seq,
            } => {
                if Seq::from(message) == seq {
                    self.acked(room, nonce, message);
                } else {
                    self.changed(room, message, nonce, seq, moment);
                }
            }
            ServerFrame::NoticesListed { room, notices } => {
                if let Some(visit) = self.rooms.get_mut(&room) {
                    visit.notices = notices;
                }
            }
            ServerFrame::HistoryLoaded { page } => self.page(page),
            ServerFrame::RoomDescribed { room } => self.described(room),
            ServerFrame::MembersListed {
                room,
                members,
                has_more,
            } => self.members(room, &members, !has_more),
            ServerFrame::PresenceChanged {
                room,
                online,
                entered,
                left,
            } => {
                self.presence_changed(room, online, entered, &left, moment);
            }
            ServerFrame::PresenceListed {
                room,
                online,
                present,
            } => self.presence_listed(room, online, present),
            // All others are about no room.
            _ => {}
        }
    }

    fn acked(&mut self, room: RoomId, nonce: Nonce, message: MessageId) {
        self.outbox.acked(nonce);
        self.read_own(room, message);
        let next = self.rooms.get_mut(&room).map(|visit| {
            visit.room.timeline.acked(nonce, message);
            Next::Go
        });
        self.go_on(room, next);
        self.drop_if_done(room);
    }

    /// A change of a message is stored. Its event follows; until then the message reads as if
    /// it had come. One that was made on another device is left to the event, and so is one
    /// whose event was here before: the message may have been changed again since.
    fn changed(
        &mut self,
        room: RoomId,
        message: MessageId,
        nonce: Nonce,
        seq: Seq,
        moment: Moment,
    ) {
        if self.wishes.acked(nonce) {
            return;
        }
        let Some(text) = self.changes.acked(nonce) else {
            return;
        };
        let at = self.server_time(moment);
        let by = self.me().map_or(UserId::default(), |me| me.id);
        if let Some(visit) = self.rooms.get_mut(&room)
            && visit.room.timeline.cursor().seq < seq
        {
            visit.room.timeline.change(&match text {
                Some(text) => RoomEvent::MessageEdited {
                    message,
                    by,
                    at,
                    text,
                },
                None => RoomEvent::MessageDeleted { message, by, at },
            });
            self.outcome.rooms.insert(room);
        }
    }

    fn described(&mut self, info: RoomInfo) {
        let room = info.id;
        if let Some(visit) = self.rooms.get_mut(&room) {
            visit.room.info = info;
            visit.room.members.asked();
            self.outcome.rooms.insert(room);
            let after = None;
            self.send(ClientFrame::LoadMembers { room, after });
        }
    }

    fn presence_listed(&mut self, room: RoomId, online: u32, present: Vec<Person>) {
        self.learn(&present);
        if let Some(visit) = self.rooms.get_mut(&room) {
            visit.room.presence = Presence::new(online, present);
            self.outcome.rooms.insert(room);
        }
    }

    fn members(&mut self, room: RoomId, members: &[Member], whole: bool) {
        let people: Vec<_> = members.iter().map(|member| member.person.clone()).collect();
        self.learn(&people);
        if let Some(visit) = self.rooms.get_mut(&room) {
            visit.room.members.listed(members, whole);
            self.outcome.rooms.insert(room);
        }
    }

    fn event(&mut self, room: RoomId, seq: Seq, event: RoomEvent) {
        let posted = matches!(event, RoomEvent::MessagePosted { .. });
        self.mine.next(room, seq, posted, event.at());
        let visit = self.rooms.get_mut(&room);
        let next = visit.map(|visit| visit.room.timeline.apply(seq, event));
        self.go_on(room, next);
    }

    fn page(&mut self, page: HistoryPage) {
        let room = page.room;
        self.learn(&page.people);
        let next = self.rooms.get_mut(&room).map(|visit| {
            if visit.room.timeline.is_reloading() {
                visit.room.notices.clear();
            }
            let notices = std::mem::take(&mut visit.notices);
            visit.room.timeline.page_loaded(page, notices)
        });
        self.go_on(room, next);
    }

    fn presence_changed(
        &mut self,
        room: RoomId,
        online: u32,
        entered: Vec<Person>,
        left: &[UserId],
        moment: Moment,
    ) {
        self.learn(&entered);
        let at = self.server_time(moment);
        let me = self.me().map(|me| me.id);
        let Some(visit) = self.rooms.get_mut(&room) else {
            return;
        };
        let Moves {
            mut entered,
            mut left,
        } = visit.room.presence.change(online, entered, left);
        entered.retain(|person| Some(person.id) != me);
        left.retain(|person| Some(person.id) != me);
        let after = visit.room.timeline.cursor().seq;
        visit.room.notices.add(NoticeKind::Left, left, after, at);
        visit
            .room
            .notices
            .add(NoticeKind::Entered, entered, after, at);
        self.outcome.rooms.insert(room);
    }

    /// What a room's timeline asked for.
    pub(super) fn go_on(&mut self, room: RoomId, next: Option<Next>) {
        match next {
            None => return,
            Some(Next::Go) => {}
            Some(Next::Reenter) => self.ask_to_enter(room),
            Some(Next::Load(at)) => self.send(ClientFrame::LoadHistory { room, at }),
        }
        self.count_arrivals(room);
        self.outcome.rooms.insert(room);
    }

    fn learn(&mut self, people: &[Person]) {
        if self.people.learn(people) {
            self.mine.renamed(people);
            for (id, visit) in &mut self.rooms {
                let mine = self.mine.get(*id).filter(|mine| mine.with.is_some());
                if let Some(mine) = mine {
                    visit.room.info.name.clone_from(&mine.name);
                }
            }
            self.touch_all();
        }
    }
}
