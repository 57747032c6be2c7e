use std::sync::Arc;

use server::{Stop, config::Config};

use super::{House, complaints, entry::Habit, person::Person, seeds};
use crate::common::{Faults, Road, TestServer, Way, Ways};

/// As after a signal, without waiting for anybody else to notice.
fn at_once(config: &mut Config) {
    config.notice_s = 0;
}

impl House {
    /// Stops in good order, and another server goes on where the first was.
    async fn restart(mut self, faults: &Faults) -> Self {
        faults.lead_to(None);
        self.server.begin(Stop::Gradually);
        let data = self.server.stop().await;
        self.server = TestServer::on(Arc::clone(&data), at_once).await;
        faults.lead_to(Some(self.server.address));
        self
    }
}

#[tokio::test]
async fn restarts_in_the_middle_of_a_talk_lose_and_double_nothing() {
    const EACH: u64 = 40;
    const RESTARTS: u64 = 2;
    for _ in seeds(1) {
        let mut house = House::with(at_once).await;
        let faults = Faults::before(house.server.address).await;
        let talk = |mut person: Person| async move {
            person.say_all(EACH).await;
            person.hear_until(6 * EACH).await;
            person
        };
        let people = house.six(&faults).await;
        let talking: Vec<_> = people
            .into_iter()
            .map(|person| tokio::spawn(talk(person)))
            .collect();
        for restart in 1..=RESTARTS {
            house.acked(restart * 6 * EACH / (RESTARTS + 1)).await;
            house = house.restart(&faults).await;
        }
        let mut people = vec![];
        for person in talking {
            people.push(person.await.unwrap());
        }
        assert_eq!(complaints(&people.iter().collect::<Vec<_>>()), [""; 0]);
        let is_broken = |person: &Person| person.breaks > 0;
        assert!(people.iter().all(is_broken), "somebody noticed no restart");
    }
}

/// What was on its way when the server stopped is kept by who says it again, and by nobody else.
#[tokio::test]
async fn what_a_restart_interrupts_is_said_again() {
    for road in Road::ALL {
        for habit in [Habit::Careful, Habit::SaysOnce] {
            let house = House::with(at_once).await;
            let faults = Faults::before(house.server.address).await;
            let entry = house.entry(road, faults.address, "Bao").await;
            let mut bao = Person::with(entry, habit);
            bao.settle().await;
            faults.set(Ways {
                up: Way::Swallow,
                ..Ways::OPEN
            });
            tokio::select! {
                () = async { bao.say().await; std::future::pending().await } => {}
                () = faults.swallowed() => {}
            }
            faults.cut();
            bao.lose();
            faults.set(Ways::OPEN);
            let house = house.restart(&faults).await;
            bao.settle().await;
            let mut watcher = house.watcher().await;
            watcher.say().await;
            watcher.settle().await;
            let head = watcher.acked.last().unwrap().seq;
            watcher.hear_until(head).await;
            bao.hear_until(head).await;
            let complaints = complaints(&[&watcher, &bao]);
            let is_lost = !complaints.is_empty();
            assert_eq!(
                is_lost,
                habit == Habit::SaysOnce,
                "{road:?}: {complaints:?}"
            );
        }
    }
}
