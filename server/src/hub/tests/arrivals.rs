use super::*;

/// Two people, one of whom is in the room.
fn one_inside() -> Run {
    let mut run = Run::new(1 << 20);
    run.connect(1);
    run.join(0);
    run.catch_up(0);
    run.hub.tick(run.now);
    read(&mut run.peers[0], 0);
    run.connect(2);
    run
}

fn told(run: &Run, n: usize) -> usize {
    run.peers[n].subscriber.outbox.take(usize::MAX).frames.len()
}

/// Until the store has said that somebody may be in a room they are nobody there.
#[test]
fn nobody_hears_of_who_was_not_let_in() {
    let mut run = one_inside();
    run.join(1);
    run.hub.tick(run.now);
    assert_eq!((told(&run, 0), run.hub.online(ROOM)), (0, 1));
    run.leave(1, true);
    run.hub.tick(run.now);
    assert_eq!((told(&run, 0), run.hub.online(ROOM)), (0, 1));
    // Who was let in is seen.
    run.join(1);
    run.catch_up(1);
    run.hub.tick(run.now);
    assert_eq!((told(&run, 0), run.hub.online(ROOM)), (1, 2));
}

/// Nor do they hear anything.
#[test]
fn who_was_not_let_in_hears_nothing_until_they_are() {
    let mut run = one_inside();
    run.join(1);
    run.commit(1);
    run.publish();
    let person = Person {
        id: UserId::new(1),
        name: "another".to_owned(),
    };
    run.hub.rename(person, &[ROOM].into());
    assert_eq!(told(&run, 1), 0);
    run.catch_up(1);
    assert_eq!(told(&run, 1), 2, "who is here, and the name");
}

/// Whoever asks for rooms that do not exist does not fill the memory with them.
#[test]
fn a_room_that_nobody_was_let_into_is_forgotten() {
    let run = one_inside();
    let subscriber = run.peers[1].subscriber.clone();
    let other = RoomId::new(7);
    run.hub.join(other, &subscriber);
    assert!(run.hub.with(other, |shard| shard.knows(other)));
    run.hub.leave(other, subscriber.id, true);
    assert!(!run.hub.with(other, |shard| shard.knows(other)));
    assert!(run.hub.with(ROOM, |shard| shard.knows(ROOM)));
}
