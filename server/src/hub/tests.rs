//! Any order of comings, goings and events leaves the hub consistent, and everyone with the
//! whole story once.

mod arrivals;
mod first;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use proptest::prelude::*;
use shared::{RoomId, Seq, UserId, codec, frame::ServerFrame, model::Person};

use super::{Catch, Fanned, Hub, Outbox, Present, Subscriber};
use crate::wire;

const ROOM: RoomId = RoomId::new(1);
const GRACE: Duration = Duration::from_secs(5);

#[derive(Clone, Debug)]
enum Step {
    Connect(u64),
    Join(usize),
    CatchUp(usize),
    Leave(usize, bool),
    Say(u64),
    /// Committed, so that the store knows it, and not published yet.
    Commit(u64),
    Tick(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1_u64..4).prop_map(Step::Connect),
        (0_usize..8).prop_map(Step::Join),
        (0_usize..8).prop_map(Step::CatchUp),
        (0_usize..8, any::<bool>()).prop_map(|(n, at_once)| Step::Leave(n, at_once)),
        (1_u64..4).prop_map(Step::Say),
        (1_u64..4).prop_map(Step::Commit),
        (0_u64..8).prop_map(Step::Tick),
    ]
}

/// One connection as the test sees it.
struct Peer {
    subscriber: Subscriber,
    person: Arc<Person>,
    /// Joined and not caught up yet.
    waiting: bool,
    /// The place of the first event it must be told, while it is in the room.
    from: Option<u64>,
    /// Who it believes is here.
    present: BTreeMap<UserId, String>,
}

struct Run {
    hub: Hub,
    peers: Vec<Peer>,
    /// The store's newest event.
    head: u64,
    /// Events that the store has and the hub has not, with their authors.
    unpublished: VecDeque<(u64, u64)>,
    now: Instant,
}

impl Run {
    fn new(outbox_bytes: usize) -> Self {
        Self {
            hub: Hub::new(outbox_bytes, GRACE),
            peers: Vec::new(),
            head: 0,
            unpublished: VecDeque::new(),
            now: Instant::now(),
        }
    }

    fn apply(&mut self, step: Step) {
        match step {
            Step::Connect(user) if self.peers.len() < 8 => self.connect(user),
            Step::Connect(_) => {}
            Step::Join(n) => self.join(n),
            Step::CatchUp(n) => self.catch_up(n),
            Step::Leave(n, at_once) => self.leave(n, at_once),
            Step::Say(author) => {
                self.commit(author);
                self.publish();
            }
            Step::Commit(author) => self.commit(author),
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
        let subscriber = self.hub.connect(&person, first::first());
        let told = subscriber.outbox.take(usize::MAX).frames;
        assert_eq!(told, [first::first()], "before anything else");
        let present = BTreeMap::new();
        self.peers.push(Peer {
            subscriber,
            person,
            waiting: false,
            from: None,
            present,
        });
    }

    fn join(&mut self, n: usize) {
        let Some(peer) = self.peers.get_mut(n).filter(|peer| peer.from.is_none()) else {
            return;
        };
        self.hub.join(ROOM, &peer.subscriber);
        (peer.waiting, peer.from) = (true, Some(self.head + 1));
    }

    fn catch_up(&mut self, n: usize) {
        let Some(peer) = self.peers.get_mut(n) else {
            return;
        };
        if !std::mem::take(&mut peer.waiting) {
            return;
        }
        // Read after joining, perhaps ahead of publication: the hub owes what comes after.
        let head = self.head;
        peer.from = Some(head + 1);
        let catch = Catch {
            last_seq: Seq::new(head),
        };
        let frames = |present: Present| {
            vec![wire::frame(&ServerFrame::PresenceListed {
                room: ROOM,
                online: present.online,
                present: present.people,
            })]
        };
        let (id, person) = (peer.subscriber.id, &peer.person);
        self.hub.catch_up(ROOM, id, person, catch, frames);
    }

    fn leave(&mut self, n: usize, at_once: bool) {
        let Some(peer) = self.peers.get_mut(n).filter(|peer| peer.from.is_some()) else {
            return;
        };
        read(peer, self.head);
        self.hub.with(ROOM, |shard| {
            shard.leave(ROOM, peer.subscriber.id, at_once, self.now)
        });
        (peer.waiting, peer.from) = (false, None);
        peer.present.clear();
    }

    fn commit(&mut self, author: u64) {
        self.head += 1;
        self.unpublished.push_back((self.head, author));
    }

    /// Publication is later than commits, and in their order.
    fn publish(&mut self) {
        let fanned = |(seq, author): (u64, u64)| {
            let frame = |tag: u8| wire::message(0x82, &[tag, u8::try_from(seq).unwrap()]);
            Fanned {
                seq: Seq::new(seq),
                author: UserId::new(author),
                origin: None,
                event: frame(200),
                ack: frame(201),
            }
        };
        let events: Vec<_> = self.unpublished.drain(..).map(fanned).collect();
        self.hub.fan_out(ROOM, &events);
    }
}

/// The frames that are queued, as the codec has them.
fn frames(outbox: &Outbox) -> Vec<Bytes> {
    let queued = outbox.take(usize::MAX).frames;
    queued.into_iter().flat_map(wire::frames).collect()
}

/// Takes what is queued: events in order without a gap, acknowledgements right before one's
/// own, presence applied.
fn read(peer: &mut Peer, head: u64) {
    let mut acked = None;
    for frame in frames(&peer.subscriber.outbox) {
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
        let mut run = Run::new(1 << 20);
        for step in steps {
            run.apply(step);
            run.hub.with(ROOM, |shard| shard.check_invariants());
        }
        for n in 0..run.peers.len() {
            run.catch_up(n);
        }
        run.publish();
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

/// A full outbox drops what may be dropped. What was dropped comes again, as a whole list.
#[test]
fn dropped_news_of_presence_is_made_up_for() {
    let mut run = Run::new(2_048);
    run.connect(1);
    run.join(0);
    run.catch_up(0);
    run.hub.tick(run.now);
    let outbox = Arc::clone(&run.peers[0].subscriber.outbox);
    read(&mut run.peers[0], 0);
    // More than the share that ephemeral frames may have.
    outbox.push([Bytes::from(vec![202; 1_024])]);
    run.connect(2);
    run.join(1);
    run.catch_up(1);
    run.hub.tick(run.now);
    let waiting = outbox.take(usize::MAX).frames;
    assert_eq!(waiting.len(), 1, "the news did not fit");
    run.hub.tick(run.now);
    let made_up = frames(&outbox);
    let listed = codec::decode_server(&made_up[0]).unwrap();
    assert!(
        matches!(&listed, ServerFrame::PresenceListed { online: 2, present, .. } if present.len() == 2),
        "{listed:?}"
    );
    run.hub.tick(run.now);
    assert!(outbox.take(usize::MAX).frames.is_empty(), "told once");
}

#[test]
fn dropped_news_of_the_lobby_is_made_up_for() {
    let mut run = Run::new(2_048);
    run.connect(1);
    let Subscriber { id, outbox, .. } = run.peers[0].subscriber.clone();
    run.hub.lobby().watch(id, UserId::new(1), &outbox);
    run.hub.lobby().admit(id, Vec::new());
    run.hub.lobby().learn([(ROOM, "hall".to_owned())], false);
    run.hub.tick(run.now);
    drop(outbox.take(usize::MAX));
    outbox.push([Bytes::from(vec![202; 1_024])]);
    run.connect(2);
    run.join(1);
    run.catch_up(1);
    run.hub.tick(run.now);
    assert_eq!(
        outbox.take(usize::MAX).frames.len(),
        1,
        "the news did not fit"
    );
    run.hub.tick(run.now);
    let made_up = frames(&outbox);
    let changed = codec::decode_server(&made_up[0]).unwrap();
    assert!(
        matches!(&changed, ServerFrame::LobbyChanged { online: 2, rooms } if rooms.len() == 1 && rooms[0].online == 1),
        "{changed:?}"
    );
}
