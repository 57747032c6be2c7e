//! Any order of comings, goings and events leaves the hub consistent, and everyone with the
//! whole story once.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use proptest::prelude::*;
use shared::{RoomId, Seq, UserId, codec, frame::ServerFrame, model::Person};

use super::{Catch, Fanned, Hub, Present, Subscriber};

const ROOM: RoomId = RoomId::new(1);
const GRACE: Duration = Duration::from_secs(5);

#[derive(Clone, Debug)]
enum Step {
    Connect(u64),
    Join(usize),
    CatchUp(usize),
    Leave(usize, bool),
    Say(u64),
    Tick(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1_u64..4).prop_map(Step::Connect),
        (0_usize..8).prop_map(Step::Join),
        (0_usize..8).prop_map(Step::CatchUp),
        (0_usize..8, any::<bool>()).prop_map(|(n, at_once)| Step::Leave(n, at_once)),
        (1_u64..4).prop_map(Step::Say),
        (0_u64..8).prop_map(Step::Tick),
    ]
}

/// One connection as the test sees it.
struct Peer {
    subscriber: Subscriber,
    person: Arc<Person>,
    /// The head when it joined, until it has caught up.
    waiting: Option<u64>,
    /// The place of the first event it must be told, while it is in the room.
    from: Option<u64>,
    /// Who it believes is here.
    present: BTreeMap<UserId, String>,
}

struct Run {
    hub: Hub,
    peers: Vec<Peer>,
    head: u64,
    now: Instant,
}

impl Run {
    fn apply(&mut self, step: Step) {
        match step {
            Step::Connect(user) if self.peers.len() < 8 => self.connect(user),
            Step::Connect(_) => {}
            Step::Join(n) => self.join(n),
            Step::CatchUp(n) => self.catch_up(n),
            Step::Leave(n, at_once) => self.leave(n, at_once),
            Step::Say(author) => self.say(author),
            Step::Tick(seconds) => {
                self.now += Duration::from_secs(seconds);
                self.hub.tick(self.now);
            }
        }
    }

    fn connect(&mut self, user: u64) {
        let person = Arc::new(Person {
            id: UserId::new(user),
            name: format!("p{user}"),
        });
        let subscriber = self.hub.connect(&person);
        let present = BTreeMap::new();
        self.peers.push(Peer {
            subscriber,
            person,
            waiting: None,
            from: None,
            present,
        });
    }

    fn join(&mut self, n: usize) {
        let Some(peer) = self.peers.get_mut(n).filter(|peer| peer.from.is_none()) else {
            return;
        };
        self.hub.join(ROOM, &peer.subscriber, &peer.person);
        (peer.waiting, peer.from) = (Some(self.head), Some(self.head + 1));
    }

    fn catch_up(&mut self, n: usize) {
        let Some(peer) = self.peers.get_mut(n) else {
            return;
        };
        // The store is read somewhere between joining and now.
        let Some(head) = peer.waiting.take() else {
            return;
        };
        let catch = Catch {
            last_seq: Seq::new(head),
        };
        let frames = |present: Present| {
            vec![crate::wire::frame(&ServerFrame::PresenceListed {
                room: ROOM,
                online: present.online,
                present: present.people,
            })]
        };
        self.hub.catch_up(ROOM, peer.subscriber.id, catch, frames);
    }

    fn leave(&mut self, n: usize, at_once: bool) {
        let Some(peer) = self.peers.get_mut(n).filter(|peer| peer.from.is_some()) else {
            return;
        };
        read(peer, self.head);
        self.hub.with(ROOM, |shard| {
            shard.leave(ROOM, peer.subscriber.id, at_once, self.now)
        });
        (peer.waiting, peer.from) = (None, None);
        peer.present.clear();
    }

    fn say(&mut self, author: u64) {
        self.head += 1;
        let frame = |tag: u8| Bytes::from(vec![tag, u8::try_from(self.head).unwrap()]);
        let fanned = Fanned {
            seq: Seq::new(self.head),
            author: UserId::new(author),
            origin: None,
            event: frame(200),
            ack: frame(201),
        };
        self.hub.fan_out(ROOM, &[fanned]);
    }
}

/// Takes what is queued: events in order without a gap, acknowledgements right before one's
/// own, presence applied.
fn read(peer: &mut Peer, head: u64) {
    let mut acked = None;
    for frame in peer.subscriber.outbox.take(usize::MAX).frames {
        match frame[0] {
            200 => {
                let seq = u64::from(frame[1]);
                assert_eq!(Some(seq), peer.from, "a gap or a repeat");
                peer.from = Some(seq + 1);
                acked = acked.filter(|acked| *acked == seq && seq <= head);
            }
            201 => acked = Some(u64::from(frame[1])),
            _ => presence(peer, codec::decode_server(&frame).unwrap()),
        }
    }
}

fn presence(peer: &mut Peer, frame: ServerFrame) {
    match frame {
        ServerFrame::PresenceListed { present, .. } => {
            peer.present = present.into_iter().map(|p| (p.id, p.name)).collect();
        }
        ServerFrame::PresenceChanged { entered, left, .. } => {
            peer.present
                .extend(entered.into_iter().map(|p| (p.id, p.name)));
            left.iter().for_each(|id| drop(peer.present.remove(id)));
        }
        other => panic!("{other:?}"),
    }
}

proptest! {
    #[test]
    fn any_order_of_steps_keeps_everyone_in_the_picture(steps in prop::collection::vec(step(), 0..120)) {
        let hub = Hub::new(1 << 20, GRACE);
        let mut run = Run { hub, peers: Vec::new(), head: 0, now: Instant::now() };
        for step in steps {
            run.apply(step);
            run.hub.with(ROOM, |shard| shard.check_invariants());
        }
        for n in 0..run.peers.len() {
            run.catch_up(n);
        }
        run.hub.tick(run.now);
        let truth: BTreeMap<_, _> =
            run.hub.present(ROOM).people.into_iter().map(|p| (p.id, p.name)).collect();
        for peer in run.peers.iter_mut().filter(|peer| peer.from.is_some()) {
            read(peer, run.head);
            prop_assert_eq!(peer.from, Some(run.head + 1), "events are missing");
            prop_assert_eq!(&peer.present, &truth);
        }
    }
}
