//! The process is killed at any moment under writers who never stop, and started again on what
//! it left. `TEAHOUSE_KILLS` says how often, `TEAHOUSE_SEED` repeats the moments and the
//! messages of a run; what the threads make of them is theirs.

use std::{collections::BTreeMap, env, fmt::Debug, str::FromStr, sync::Arc};

use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::common::{HALL, Http, Process, TEAHOUSE, a_site, serving};

pub mod check;
pub mod database;
mod ledger;
mod writer;

use ledger::{Ledger, Moment};
use writer::{Script, Writer};

const WRITERS: usize = 6;
const ROOMS: usize = 3;
const KILLS: usize = 10;

/// A house whose server comes and goes.
struct House {
    data: TempDir,
    site: TempDir,
    server: Option<Process>,
    ledger: Arc<Ledger>,
    writers: Vec<Writer>,
}

impl House {
    async fn open(seed: u64) -> Self {
        let mut house = Self {
            data: TempDir::new().unwrap(),
            site: a_site(),
            server: None,
            ledger: Arc::default(),
            writers: Vec::new(),
        };
        house.start();
        let http = Http::new(house.server.as_ref().unwrap().address);
        http.set_up().await;
        let mut sessions = Vec::new();
        for n in 0..WRITERS {
            sessions.push(http.join(&format!("writer {n}")).await);
        }
        let mut rooms = vec![HALL];
        while rooms.len() < ROOMS {
            let form = format!("name=room{}", rooms.len());
            let opened = http.post_as(&sessions[0], "/rooms", &form).await;
            let path = opened.header("location").unwrap();
            for session in &sessions {
                http.post_as(session, &format!("{path}/join"), "").await;
            }
            rooms.push(path.strip_prefix("/r/").unwrap().parse().unwrap());
        }
        let script = Arc::new(Script { seed, rooms });
        for session in sessions {
            let (script, ledger) = (Arc::clone(&script), Arc::clone(&house.ledger));
            house.writers.push(Writer::new(session, script, ledger));
        }
        house
    }

    fn start(&mut self) {
        let command = serving(TEAHOUSE, self.data.path(), self.site.path(), "info");
        self.server = Some(Process::start(command));
        self.ledger.restart();
    }

    /// Lets everybody write until the moment has come; then the server is gone.
    async fn write_until(&mut self, moment: Moment) {
        let writing = self.begin(|_| None);
        self.ledger.until(moment).await;
        self.server.take().unwrap().kill();
        self.writers = writing.join_all().await;
    }

    /// Lets everybody write `more` messages and wait until all they ever sent is kept; then
    /// the server is gone.
    async fn write_out(&mut self, more: u64) {
        let writing = self.begin(|writer| Some(writer.sent + more));
        self.writers = writing.join_all().await;
        self.server.take().unwrap().kill();
    }

    fn begin(&mut self, last: impl Fn(&Writer) -> Option<u64>) -> JoinSet<Writer> {
        let address = self.server.as_ref().unwrap().address;
        let writers = std::mem::take(&mut self.writers);
        let begin = |writer: Writer| {
            let last = last(&writer);
            writer.write(address, last)
        };
        writers.into_iter().map(begin).collect()
    }

    fn complaints(&self) -> Vec<String> {
        let found = database::read(self.data.path());
        let mut complaints = check::complaints(&self.ledger.promised(), &found.lines, &found.heads);
        complaints.extend(found.faults);
        complaints
    }
}

/// What the environment sets for a test.
pub fn setting<T: FromStr<Err: Debug>>(name: &str) -> Option<T> {
    Some(env::var(name).ok()?.parse().expect(name))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_kill_loses_doubles_or_reorders_what_anybody_was_told() {
    let kills = setting("TEAHOUSE_KILLS").unwrap_or(KILLS);
    let seed = setting("TEAHOUSE_SEED").unwrap_or_else(|| fastrand::u64(..));
    // Shown when the test fails, wherever it does.
    println!("TEAHOUSE_SEED={seed} repeats this run");
    let mut random = fastrand::Rng::with_seed(seed);
    let mut house = House::open(seed).await;
    for kill in 1..=kills {
        let moment = Moment::any(&mut random);
        house.write_until(moment).await;
        let complaints = house.complaints();
        assert!(
            complaints.is_empty(),
            "kill {kill}, {moment:?}: {complaints:#?}"
        );
        house.start();
    }
    house.write_out(1).await;
    assert_eq!(house.complaints(), [""; 0]);
    let sent: BTreeMap<_, _> = house
        .writers
        .iter()
        .map(|writer| (writer.me.get(), writer.sent))
        .collect();
    let found = database::read(house.data.path()).lines;
    assert_eq!(check::missing(&sent, &found), [""; 0]);
    println!("{kills} kills, {} messages", found.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_is_lost_after_all_is_noticed() {
    let mut house = House::open(1).await;
    house.write_out(20).await;
    assert_eq!(house.complaints(), [""; 0]);
    database::lose_newest(house.data.path(), HALL.get());
    let complaints = house.complaints();
    let is_said = |what: &str| complaints.iter().any(|c| c.starts_with(what));
    assert!(is_said("lost") && is_said("hole"), "{complaints:?}");
}
