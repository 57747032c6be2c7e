//! What the way of one message through the server costs, counted and not timed: instructions,
//! allocations and calls of the system, by valgrind, for the program that the tests use anyway.
//! How fast or how busy the machine is changes none of it by much.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use shared::frame::{ClientFrame, RoomEvent, ServerFrame};

use crate::common::{Client, HALL, Http, JsonClient, Process, TEAHOUSE, a_site, serving};

mod budget;
mod recording;

use budget::{Cost, Figures};
use recording::{Work, work};

const BUDGET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/cost/budget.txt");

/// Connections that hear what is said, beside that of its author.
const LISTENERS: u32 = 40;

/// And those that let it be translated for themselves, for a way that is dearer than it should be.
const TRANSLATED: u32 = 2;

/// Messages that are counted together.
const MESSAGES: u32 = 32;

/// The function that an address leads to which nobody else asks for: each question begins another
/// part of the recording.
const MARK: (&str, &str) = ("/healthz", "server::http::health::alive");

/// Whether the work of processes can be counted here.
fn may_count() -> bool {
    let mut counted = Command::new("valgrind");
    counted.args(["-q", "--tool=none", "true"]);
    let status = counted.stderr(Stdio::null()).status();
    cfg!(target_arch = "x86_64") && status.is_ok_and(|status| status.success())
}

/// A processor that the tests may use. With one, there is one courier on every machine.
fn a_processor() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let list = status
        .lines()
        .find_map(|line| line.strip_prefix("Cpus_allowed_list:"));
    let first = list.unwrap().trim().split([',', '-']).next();
    first.unwrap().to_owned()
}

/// A server whose work is counted.
struct Counted {
    _server: Process,
    http: Http,
    folder: tempfile::TempDir,
    marks: usize,
}

impl Counted {
    fn start(site: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = serving("taskset", &folder.path().join("house"), site, "info");
        command.env("TOKIO_WORKER_THREADS", "1");
        command.env("TEAHOUSE_PERSON_LINKS", "1000");
        command.env("TEAHOUSE_ADDRESS_LINKS", "1000");
        command.args(["-c", &a_processor(), "valgrind", "-q", "--tool=callgrind"]);
        command.args(["--collect-systime=yes", "--vgdb=no"]);
        command.arg(format!("--dump-before={}", MARK.1));
        let out = folder.path().join("out");
        command.arg(format!("--callgrind-out-file={}", out.display()));
        command.arg(TEAHOUSE);
        let server = Process::start(command);
        let http = Http::new(server.address);
        Self {
            _server: server,
            http,
            folder,
            marks: 0,
        }
    }

    /// What was done since the last time.
    async fn mark(&mut self) -> Work {
        self.http.get(MARK.0).await;
        self.marks += 1;
        let part = format!("out.{}", self.marks);
        let recording = fs::read_to_string(self.folder.path().join(part));
        work(&recording.expect("each question begins a part"))
    }
}

/// Somebody who hears what is said.
enum Ear {
    Binary(Client),
    Json(JsonClient),
}

impl Ear {
    async fn hear(&mut self, wanted: &str) {
        let heard = |frame: &ServerFrame| match frame {
            ServerFrame::Event {
                event: RoomEvent::MessagePosted { text, .. },
                ..
            } => (text == wanted).then_some(()),
            _ => None,
        };
        match self {
            Self::Binary(client) => client.until(heard).await,
            Self::Json(client) => client.until(heard).await,
        }
    }
}

/// A message is said once everybody has heard the one before.
async fn talk(author: &mut Client, ears: &mut [Ear], number: &mut u64) {
    for _ in 0..MESSAGES {
        *number += 1;
        // A hundred letters, as in the benchmarks.
        let text = format!("{number:0>100}");
        author.post(*number, &text).await;
        author.acked(*number).await;
        author.message().await;
        for ear in &mut *ears {
            ear.hear(&text).await;
        }
    }
}

/// The cost, and that of a way on which a few let every message be translated for themselves.
async fn measured() -> (Cost, Cost) {
    let site = a_site();
    let mut server = Counted::start(site.path());
    server.http.set_up().await;
    let [ada, bao] = [server.http.join("Ada").await, server.http.join("Bao").await];
    let address = server.http.address;
    let mut ada = Client::connect(address, &ada).await;
    ada.enter(None).await;
    let (mut ears, mut number) = (Vec::new(), 0);
    // What is done the first time is done before it counts.
    talk(&mut ada, &mut ears, &mut number).await;
    server.mark().await;
    talk(&mut ada, &mut ears, &mut number).await;
    let alone = server.mark().await;
    for _ in 0..LISTENERS {
        let mut client = Client::connect(address, &bao).await;
        client.enter(None).await;
        ears.push(Ear::Binary(client));
    }
    talk(&mut ada, &mut ears, &mut number).await;
    server.mark().await;
    talk(&mut ada, &mut ears, &mut number).await;
    let many = server.mark().await;
    for _ in 0..TRANSLATED {
        let mut client = JsonClient::with_cookie(address, &bao).await;
        let (room, cursor) = (HALL, None);
        client.send(&ClientFrame::EnterRoom { room, cursor }).await;
        let entered =
            |frame: &ServerFrame| matches!(frame, ServerFrame::RoomEntered { .. }).then_some(());
        client.until(entered).await;
        ears.push(Ear::Json(client));
    }
    talk(&mut ada, &mut ears, &mut number).await;
    server.mark().await;
    talk(&mut ada, &mut ears, &mut number).await;
    let dearer = server.mark().await;
    let message = Figures::each(alone, MESSAGES);
    let cost = |work: Work, listeners| Cost {
        message,
        delivery: Figures::each(work - alone, MESSAGES * listeners),
    };
    (cost(many, LISTENERS), cost(dearer, LISTENERS + TRANSLATED))
}

#[tokio::test]
async fn the_way_of_a_message_costs_no_more_than_its_budget() {
    if !may_count() {
        // `make test` says so too, where it is seen.
        println!("SKIPPED: valgrind is missing, or does not run here");
        return;
    }
    let (cost, dearer) = measured().await;
    let budget = fs::read_to_string(BUDGET).unwrap();
    println!("{}", cost.renewed(""));
    if std::env::var_os("TEAHOUSE_WRITE_COST").is_some() {
        fs::write(BUDGET, cost.renewed(&budget)).unwrap();
        return;
    }
    for gain in cost.gains(&budget) {
        println!("cheaper than it was, so the budget should be renewed: {gain}");
    }
    let complaints = cost.complaints(&budget);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    let all = LISTENERS + TRANSLATED;
    println!("where {TRANSLATED} of {all} are dearer:");
    println!("{}", dearer.renewed(""));
    let noticed = dearer.complaints(&cost.renewed(""));
    assert!(
        !noticed.is_empty(),
        "nobody notices a way that is dearer: {dearer:?}"
    );
}
