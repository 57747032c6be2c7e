//! Who follows the list of rooms, and what they have not been told yet.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use bytes::Bytes;
use indexmap::IndexMap;
use parking_lot::Mutex;
use shared::{RoomId, UserId, frame::ServerFrame, limits, model::RoomSummary};

use super::{ConnectionId, Outbox};
use crate::wire;

/// Followers of the list of rooms.
#[derive(Default)]
pub struct LobbyWatchers {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    watchers: IndexMap<ConnectionId, Watcher>,
    /// Names of rooms that have been seen, for summaries.
    names: HashMap<RoomId, String>,
    changed: IndexMap<RoomId, u32>,
    /// How many people were connected when it was last told.
    online: u32,
}

struct Watcher {
    user: UserId,
    outbox: Arc<Outbox>,
    /// Changes that a full outbox did not take, or that came before [`LobbyWatchers::admit`];
    /// sent with the next that fit.
    missed: Option<IndexMap<RoomId, u32>>,
    /// Rooms that they are kept out of: not named to them.
    hidden: HashSet<RoomId>,
    /// Whether it is known what is to be hidden.
    is_admitted: bool,
}

impl Watcher {
    /// Whether none of these has to be hidden, so that the frame for everybody will do.
    fn may_see(&self, changed: &IndexMap<RoomId, u32>) -> bool {
        self.hidden.is_empty() || !changed.keys().any(|room| self.hidden.contains(room))
    }

    fn tell(&mut self, names: &HashMap<RoomId, String>, news: IndexMap<RoomId, u32>, online: u32) {
        let mut shown = news.clone();
        shown.retain(|room, _| !self.hidden.contains(room));
        if !self.is_admitted
            || !self
                .outbox
                .push_ephemeral(lobby_changed(names, &shown, online))
        {
            self.missed = Some(news);
        }
    }
}

impl LobbyWatchers {
    /// Starts following; the frame with the list as it stands must be queued by the caller.
    /// Nothing is told before [`Self::admit`], and nothing is left out.
    pub fn watch(&self, connection: ConnectionId, user: UserId, outbox: &Arc<Outbox>) {
        let watcher = Watcher {
            user,
            outbox: Arc::clone(outbox),
            missed: None,
            hidden: HashSet::new(),
            is_admitted: false,
        };
        self.state.lock().watchers.insert(connection, watcher);
    }

    /// Begins to tell a follower, but nothing of the rooms that they are kept out of.
    pub fn admit(&self, connection: ConnectionId, kept_out_of: Vec<RoomId>) {
        if let Some(watcher) = self.state.lock().watchers.get_mut(&connection) {
            watcher.hidden.extend(kept_out_of);
            watcher.is_admitted = true;
        }
    }

    /// Somebody is kept out of a room from now on, or not any more.
    pub fn keep_out(&self, user: UserId, room: RoomId, is_out: bool) {
        let mut state = self.state.lock();
        for watcher in state.watchers.values_mut().filter(|w| w.user == user) {
            match is_out {
                true => watcher.hidden.insert(room),
                false => watcher.hidden.remove(&room),
            };
        }
    }

    /// Stops following.
    pub fn unwatch(&self, connection: ConnectionId) {
        self.state.lock().watchers.swap_remove(&connection);
    }

    /// Learns rooms that exist; a new one is told at the next tick when `is_new`.
    pub fn learn(&self, rooms: impl IntoIterator<Item = (RoomId, String)>, is_new: bool) {
        let mut state = self.state.lock();
        for (id, name) in rooms {
            if is_new {
                state.changed.insert(id, 0);
            }
            state.names.insert(id, name);
        }
    }

    /// A room's count may be another.
    pub(super) fn count(&self, room: RoomId, online: u32) {
        self.state.lock().changed.insert(room, online);
    }

    /// Tells everyone what changed since the last time; `online` people are connected.
    pub(super) fn tick(&self, online: u32) {
        let mut state = self.state.lock();
        let changed = std::mem::take(&mut state.changed);
        let is_news = !changed.is_empty() || state.online != online;
        state.online = online;
        let State {
            watchers, names, ..
        } = &mut *state;
        let mut shared_frame = None;
        for watcher in watchers.values_mut() {
            if let Some(mut missed) = watcher.missed.take() {
                missed.extend(changed.iter().map(|(id, online)| (*id, *online)));
                watcher.tell(names, missed, online);
            } else if is_news && !(watcher.is_admitted && watcher.may_see(&changed)) {
                watcher.tell(names, changed.clone(), online);
            } else if is_news {
                let make = || lobby_changed(names, &changed, online);
                let frame: &Bytes = shared_frame.get_or_insert_with(make);
                if !watcher.outbox.push_ephemeral(frame.clone()) {
                    watcher.missed = Some(changed.clone());
                }
            }
        }
    }
}

fn lobby_changed(
    names: &HashMap<RoomId, String>,
    changed: &IndexMap<RoomId, u32>,
    people: u32,
) -> Bytes {
    let summary = |(id, online): (&RoomId, &u32)| {
        let name = names.get(id)?.clone();
        Some(RoomSummary {
            id: *id,
            name,
            online: *online,
        })
    };
    let rooms = changed
        .iter()
        .filter_map(summary)
        .take(limits::LISTED_ROOMS)
        .collect();
    wire::frame(&ServerFrame::LobbyChanged {
        rooms,
        online: people,
    })
}

#[cfg(test)]
mod tests {
    use shared::codec;

    use super::*;

    const ROOM: RoomId = RoomId::new(1);

    /// How many rooms each frame of the list named.
    fn named(outbox: &Outbox) -> Vec<usize> {
        let queued = outbox.take(usize::MAX).frames;
        let frames: Vec<_> = queued.into_iter().flat_map(wire::frames).collect();
        let frames = frames
            .iter()
            .map(|frame| codec::decode_server(frame).unwrap());
        let told = frames.filter_map(|frame| match frame {
            ServerFrame::LobbyChanged { rooms, .. } => Some(rooms.len()),
            _ => None,
        });
        told.collect()
    }

    #[test]
    fn a_room_is_not_named_to_whom_it_keeps_out() {
        let lobby = LobbyWatchers::default();
        lobby.learn([(ROOM, "hall".to_owned())], false);
        let [one, two] = [1, 2].map(|number| {
            let outbox = Arc::new(Outbox::new(8_192));
            lobby.watch(ConnectionId(number), UserId::new(number), &outbox);
            outbox
        });
        let count = |online| {
            lobby.count(ROOM, online);
            lobby.tick(2);
            [named(&one), named(&two)]
        };
        let nothing: Vec<usize> = Vec::new();
        assert_eq!(
            count(1),
            [nothing.clone(), nothing],
            "not before it is known"
        );
        lobby.admit(ConnectionId(1), Vec::new());
        lobby.admit(ConnectionId(2), vec![ROOM]);
        assert_eq!(count(2), [vec![1], vec![0]]);
        lobby.keep_out(UserId::new(1), ROOM, true);
        lobby.keep_out(UserId::new(2), ROOM, false);
        assert_eq!(count(3), [vec![0], vec![1]]);
    }
}
