use futures_util::future::join_all;

use super::{House, complaints, entry::Habit, person::Person, seeds};
use crate::common::{Faults, Road};

#[tokio::test]
async fn many_who_talk_at_once_over_all_roads_hear_one_order_without_holes() {
    const EACH: u64 = 4;
    let house = House::open().await;
    let mut people = Vec::new();
    for (number, road) in (0..64).zip(Road::ALL.into_iter().cycle()) {
        let name = format!("Talker {number}");
        let entry = house.entry(road, house.server.address, &name).await;
        people.push(Person::new(entry));
    }
    let talk = async |person: &mut Person| {
        person.say_all(EACH).await;
        person.hear_until(64 * EACH).await;
    };
    join_all(people.iter_mut().map(talk)).await;
    let is_wrong = |people: &[Person]| !complaints(&people.iter().collect::<Vec<_>>()).is_empty();
    assert!(!is_wrong(&people));
    // Whoever heard anything else is noticed.
    let heard = people[9].heard.clone();
    people[9].heard.swap(20, 21);
    assert!(is_wrong(&people), "another order");
    people[9].heard = [&heard[..20], &heard[21..]].concat();
    assert!(is_wrong(&people), "a hole");
    people[9].heard = [&heard[..20], &heard[19..]].concat();
    assert!(is_wrong(&people), "one of them twice");
}

/// The link is lost after every single event, in the middle of a talk; over a way that cuts it at
/// other moments too.
#[tokio::test]
async fn whoever_is_dropped_after_each_event_hears_what_everybody_hears() {
    const EVENTS: u64 = 40;
    for seed in seeds(1) {
        let house = House::open().await;
        let faults = Faults::before(house.server.address).await;
        faults.cut_at_random(seed);
        let mut watcher = house.watcher().await;
        let drop_again = async |road| {
            let entry = house.entry(road, faults.address, "Dropped").await;
            let mut person = Person::new(entry);
            while person.place() < EVENTS {
                let next = person.place() + 1;
                person.hear_until(next).await;
                person.lose();
            }
            person
        };
        let ((), dropped) = tokio::join!(
            async {
                watcher.say_all(EVENTS).await;
                watcher.hear_until(EVENTS).await;
            },
            join_all(Road::ALL.map(drop_again))
        );
        for person in &dropped {
            assert_eq!(complaints(&[&watcher, person]), [""; 0]);
            assert!(person.breaks >= EVENTS);
        }
    }
}

/// One thing is said while the link is down, one while it is there, again and again.
async fn interrupted(road: Road, habit: Habit) -> Vec<String> {
    let house = House::open().await;
    let mut watcher = house.watcher().await;
    let entry = house.entry(road, house.server.address, "Bao").await;
    let mut bao = Person::with(entry, habit);
    for _ in 0..10 {
        bao.settle().await;
        for is_there in [true, false] {
            watcher.say().await;
            watcher.settle().await;
            let head = watcher.acked.last().unwrap().seq;
            watcher.hear_until(head).await;
            if is_there {
                bao.hear_until(head).await;
                bao.lose();
            }
        }
    }
    bao.settle().await;
    bao.hear_until(watcher.place()).await;
    complaints(&[&watcher, &bao])
}

#[tokio::test]
async fn what_is_said_while_the_link_is_down_is_heard_by_who_goes_on_from_their_place() {
    for road in Road::ALL {
        assert_eq!(interrupted(road, Habit::Careful).await, [""; 0], "{road:?}");
        let forgetful = interrupted(road, Habit::ForgetsItsPlace).await;
        assert!(!forgetful.is_empty(), "over {road:?}");
    }
}
