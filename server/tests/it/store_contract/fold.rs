//! State before plus events is state after, for every kind of event and everybody who looks.

use std::collections::BTreeMap;

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use server::store::{CatchUpLimit, NewRoom, StoreError, What};
use shared::{
    MessageId, RoomId, Seq, UserId,
    frame::RoomEvent,
    model::{Fate, Role, RoomChange, RoomInfo, RoomKind, Writers},
};

use super::subject::{NOW, Subject, subject};

/// People by their place: 0 opened the room and stays.
const PEOPLE: usize = 4;

#[derive(Clone, Debug)]
enum Step {
    Post,
    Edit(u64),
    Delete(u64),
    Room(Wish),
}

#[derive(Clone, Debug)]
enum Wish {
    Join,
    Leave,
    Add(usize),
    Remove(usize),
    Ban(usize),
    Pardon(usize),
    Role(usize, Role),
    Rename(u8),
    Topic(u8),
    Writers(bool),
    Archive(bool),
}

fn wish() -> impl Strategy<Value = Wish> {
    let other = || 1_usize..PEOPLE;
    let role = prop::sample::select(vec![Role::Member, Role::Moderator, Role::Owner]);
    prop_oneof![
        2 => Just(Wish::Join),
        1 => Just(Wish::Leave),
        2 => other().prop_map(Wish::Add),
        1 => other().prop_map(Wish::Remove),
        1 => other().prop_map(Wish::Ban),
        1 => other().prop_map(Wish::Pardon),
        1 => (other(), role).prop_map(|(who, role)| Wish::Role(who, role)),
        1 => any::<u8>().prop_map(Wish::Rename),
        1 => any::<u8>().prop_map(Wish::Topic),
        1 => any::<bool>().prop_map(Wish::Writers),
        1 => prop::bool::weighted(0.2).prop_map(Wish::Archive),
    ]
}

/// Who does what.
fn step() -> impl Strategy<Value = (usize, Step)> {
    let step = prop_oneof![
        3 => Just(Step::Post),
        1 => (1_u64..20).prop_map(Step::Edit),
        1 => (1_u64..20).prop_map(Step::Delete),
        3 => wish().prop_map(Step::Room),
    ];
    (0..PEOPLE, step)
}

/// All that can be seen: the room as it is to each person, and what its messages read.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    infos: Vec<Option<RoomInfo>>,
    messages: BTreeMap<MessageId, (String, Fate)>,
}

struct World {
    subject: Subject,
    people: Vec<UserId>,
    room: RoomId,
    number: u64,
}

impl World {
    async fn new(kind: RoomKind) -> Self {
        let subject = subject();
        let mut people = Vec::new();
        for name in ["a", "b", "c", "d"] {
            people.push(subject.author(name).await);
        }
        let room = NewRoom {
            by: people[0],
            kind,
            name: "tasting".to_owned(),
            others: vec![people[1]],
        };
        let room = subject.store.create_room(room, NOW).await.unwrap().info.id;
        let number = 0;
        Self {
            subject,
            people,
            room,
            number,
        }
    }

    async fn does(&mut self, who: usize, step: Step) {
        self.number += 1;
        let text = format!("text {}", self.number);
        let message = |id: u64| MessageId::new(id);
        let what = match step {
            Step::Post => What::Post { text },
            Step::Edit(id) => What::Edit {
                message: message(id),
                text,
            },
            Step::Delete(id) => What::Delete {
                message: message(id),
            },
            // The first owner stays, so that there is somebody to look.
            Step::Room(Wish::Leave) if who == 0 => return,
            Step::Room(wish) => What::Room(self.change(wish)),
        };
        let (actor, number) = (self.people[who], self.number);
        let answer = self.subject.change(actor, number, self.room, what).await;
        let refused = answer.await.unwrap().err();
        assert!(refused.is_none_or(|error| !error.is_fault()));
    }

    fn change(&self, wish: Wish) -> RoomChange {
        let user = |place: usize| self.people[place];
        match wish {
            Wish::Join => RoomChange::Join,
            Wish::Leave => RoomChange::Leave,
            Wish::Add(who) => RoomChange::Add { user: user(who) },
            Wish::Remove(who) => RoomChange::Remove { user: user(who) },
            Wish::Ban(who) => RoomChange::Ban {
                user: user(who),
                until: None,
            },
            Wish::Pardon(who) => RoomChange::Pardon { user: user(who) },
            Wish::Role(who, role) => RoomChange::SetRole {
                user: user(who),
                role,
            },
            Wish::Rename(name) => RoomChange::Rename {
                name: format!("room {name}"),
            },
            Wish::Topic(topic) => RoomChange::SetTopic {
                topic: format!("topic {topic}"),
            },
            Wish::Writers(all) => RoomChange::SetWriters {
                writers: if all {
                    Writers::Everyone
                } else {
                    Writers::Moderators
                },
            },
            Wish::Archive(archived) => RoomChange::SetArchived { archived },
        }
    }

    async fn seen(&self) -> (Seq, Seen) {
        let mut infos = Vec::new();
        for person in &self.people {
            let look = self.subject.look(*person, self.room);
            infos.push(match self.subject.store.room(look).await {
                Ok(room) => Some(room.info),
                Err(StoreError::NotFound) => None,
                Err(error) => panic!("{error}"),
            });
        }
        let look = self.subject.look(self.people[0], self.room);
        let page = self.subject.page(look, None, usize::MAX).await.unwrap();
        let entries = page.entries.into_iter();
        let messages = entries
            .map(|entry| (entry.message.id, (entry.message.text, entry.fate)))
            .collect();
        (page.last_seq, Seen { infos, messages })
    }

    /// What somebody makes of the events after `from`.
    async fn fold(&self, from: Seq, mut seen: Seen, forgetful: bool) -> Seen {
        let limit = CatchUpLimit {
            events: 1_000,
            bytes: 1 << 20,
        };
        let look = self.subject.look(self.people[0], self.room);
        let caught = self
            .subject
            .store
            .catch_up(look, from, limit)
            .await
            .unwrap();
        for stored in caught.missed.unwrap() {
            match stored.event {
                RoomEvent::MessagePosted { text, .. } => {
                    let fate = Fate::Original;
                    seen.messages.insert(stored.seq.into(), (text, fate));
                }
                RoomEvent::MessageEdited {
                    message, at, text, ..
                } => drop(seen.messages.insert(message, (text, Fate::Edited { at }))),
                RoomEvent::MessageDeleted { message, at, .. } => {
                    let gone = (String::new(), Fate::Deleted { at });
                    seen.messages.insert(message, gone);
                }
                RoomEvent::RoomChanged { .. } if forgetful => {}
                RoomEvent::RoomChanged { by, change, .. } => {
                    for (place, info) in seen.infos.iter_mut().enumerate() {
                        if let Some(info) = info {
                            info.change(self.people[place], by, &change);
                        }
                    }
                }
            }
        }
        seen
    }
}

type Steps = Vec<(usize, Step)>;

async fn run(kind: RoomKind, before: Steps, after: Steps, forgetful: bool) {
    let mut world = World::new(kind).await;
    for (who, step) in before {
        world.does(who, step).await;
    }
    let (from, seen) = world.seen().await;
    for (who, step) in after {
        world.does(who, step).await;
    }
    let folded = world.fold(from, seen, forgetful).await;
    let (_, truth) = world.seen().await;
    assert_eq!(folded.messages, truth.messages);
    for (folded, truth) in folded.infos.iter().zip(&truth.infos) {
        // Who could not see the room before, or cannot any more, follows nothing.
        if let (Some(folded), Some(truth)) = (folded, truth) {
            assert_eq!(folded, truth);
        }
    }
    assert!(truth.infos[0].is_some(), "the first owner stays");
}

fn outcome(forgetful: bool) -> Result<(), String> {
    let steps = || prop::collection::vec(step(), 0..25);
    let kinds = prop::sample::select(vec![RoomKind::Open, RoomKind::Private, RoomKind::Group]);
    let config = Config {
        cases: 48,
        failure_persistence: None,
        max_shrink_iters: 0,
        ..Config::default()
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let outcome =
        TestRunner::new(config).run(&(kinds, steps(), steps()), |(kind, before, after)| {
            runtime.block_on(run(kind, before, after, forgetful));
            Ok(())
        });
    outcome.map_err(|error| error.to_string())
}

#[test]
fn state_before_plus_events_is_state_after() {
    outcome(false).unwrap();
}

#[test]
fn who_forgets_an_event_is_seen_to_be_wrong() {
    assert!(outcome(true).is_err());
}
