use std::{future::pending, time::Duration};

use super::{House, complaints, entry::Habit, person::Person, seeds};
use crate::common::{Faults, Road, Way, Ways};

#[tokio::test]
async fn what_is_acknowledged_is_heard_by_everybody_once_however_often_links_are_cut() {
    const EACH: u64 = 15;
    for seed in seeds(2) {
        let house = House::open().await;
        let mut watcher = house.watcher().await;
        let faults = Faults::before(house.server.address).await;
        faults.cut_at_random(seed);
        if seed % 3 == 0 {
            faults.set(Ways::both(Way::Delay(Duration::from_millis(1))));
        }
        let talk = |mut person: Person| async move {
            person.say_all(EACH).await;
            person.hear_until(6 * EACH).await;
            person
        };
        let talking: Vec<_> = house
            .six(&faults)
            .await
            .into_iter()
            .map(|person| tokio::spawn(talk(person)))
            .collect();
        watcher.hear_until(6 * EACH).await;
        let mut people = vec![watcher];
        for person in talking {
            people.push(person.await.unwrap());
        }
        assert_eq!(complaints(&people.iter().collect::<Vec<_>>()), [""; 0]);
        let breaks: u64 = people.iter().map(|person| person.breaks).sum();
        assert!(breaks > 0, "nothing was ever cut");
    }
}

/// Something is said and lost on its way; others talk meanwhile; something is said and kept, and
/// the word of that is lost. What is wrong with what both sides heard in the end.
async fn scene(road: Road, habit: Habit) -> Vec<String> {
    let house = House::open().await;
    let faults = Faults::before(house.server.address).await;
    let mut watcher = house.watcher().await;
    let entry = house.entry(road, faults.address, "Bao").await;
    let mut bao = Person::with(entry, habit);
    bao.settle().await;
    bao.say().await;
    bao.settle().await;
    faults.set(Ways {
        up: Way::Swallow,
        ..Ways::OPEN
    });
    tokio::select! {
        // Over requests, it waits for an answer.
        () = async { bao.say().await; pending().await } => {}
        () = faults.swallowed() => {}
    }
    faults.cut();
    bao.lose();
    watcher.say().await;
    watcher.settle().await;
    faults.set(Ways::OPEN);
    bao.settle().await;
    faults.set(Ways {
        down: Way::Swallow,
        ..Ways::OPEN
    });
    let me = bao.me;
    tokio::select! {
        () = async { bao.say().await; pending().await } => {}
        () = watcher.hear_of(me, 3) => {}
    }
    faults.cut();
    faults.set(Ways::OPEN);
    bao.lose();
    bao.settle().await;
    watcher.say().await;
    watcher.settle().await;
    let head = watcher.acked.last().unwrap().seq;
    watcher.hear_until(head).await;
    bao.hear_until(head).await;
    complaints(&[&watcher, &bao])
}

#[tokio::test]
async fn what_is_said_again_is_kept_once_and_acknowledged_as_the_first_time() {
    for road in Road::ALL {
        let complaints = scene(road, Habit::Careful).await;
        assert_eq!(complaints, [""; 0], "over {road:?}");
    }
}

#[tokio::test]
async fn who_does_less_about_a_broken_link_is_seen_to_lose_or_double_something() {
    for road in Road::ALL {
        for habit in Habit::BAD {
            let complaints = scene(road, habit).await;
            let expected = match habit {
                Habit::ForgetsItsPlace => "lost",
                Habit::SaysOnce => "sent or found only",
                _ => "doubled",
            };
            let is_expected = complaints.iter().any(|text| text.starts_with(expected));
            assert!(is_expected, "{habit:?} over {road:?}: {complaints:?}");
        }
    }
}
