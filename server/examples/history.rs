//! How long it takes to look into a room with a long history: its newest page, one from the
//! middle, and one from near its start. Asked of the store itself and, over a socket, of the
//! server.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

use std::{
    path::Path,
    sync::mpsc::{SyncSender, sync_channel},
    time::{Duration, Instant},
};

use clap::Parser;
use hdrhistogram::Histogram;
use server::store::{
    Applied, Change, Look, MessageStore, NewSession, Publication, Publisher, Receipt, SessionStore,
    Store, StoreError, UnreadStore, What, sqlite::SqliteStore,
};
use shared::{
    Nonce, RoomId, Seq, Timestamp, UserId,
    frame::{ClientFrame, ServerFrame},
    limits,
    model::HistoryAt,
};

mod support;

use support::{Client, Failure, SERVE, ServerProcess, sheet::Sheet};

/// The room that every new database has.
const ROOM: RoomId = RoomId::new(1);

#[derive(Parser)]
struct Options {
    /// Messages in the room, for each run.
    #[arg(long, value_delimiter = ',', default_value = "10000,100000,1000000")]
    messages: Vec<u64>,
    /// Pages asked for at each place.
    #[arg(long, default_value_t = 1_000)]
    pages: u32,
    /// Bytes of text in a message.
    #[arg(long, default_value_t = 100)]
    bytes: usize,
    /// Print one line of JSON for each run instead.
    #[arg(long)]
    json: bool,
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == SERVE) {
        return support::serve(arguments.get(1..).unwrap_or_default());
    }
    let options = Options::parse();
    if !options.json {
        println!("| messages | asked of | page | p50 ms | p99 ms | max ms |");
        println!("|---|---|---|---|---|---|");
    }
    let runtime = tokio::runtime::Runtime::new()?;
    for messages in &options.messages {
        let answers = runtime.block_on(run(&options, *messages))?;
        print(&options, *messages, &answers);
    }
    Ok(())
}

/// What was asked of whom, and how long the answers took.
type Answers = Vec<(&'static str, &'static str, Histogram<u64>)>;

async fn run(options: &Options, messages: u64) -> Result<Answers, Failure> {
    let mut answers = Answers::new();
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let look = Look {
        viewer: fill(&data, messages, options.bytes).await?,
        room: ROOM,
        now: Timestamp::from_seconds(0),
    };
    let store = SqliteStore::open(&data, Box::new(Nobody))?;
    for (name, at) in places(messages) {
        let mut took = Histogram::new(3)?;
        for _ in 0..options.pages {
            let start = Instant::now();
            let read = store.history(look, at, limits::PAGE_TEXT_BYTES);
            check(read.await?.page.entries.len())?;
            took.record(nanos(start.elapsed()))?;
        }
        answers.push(("store", name, took));
    }
    let mut took = Histogram::new(3)?;
    for _ in 0..options.pages {
        let start = Instant::now();
        let room = store.my_room(look.viewer, ROOM).await?;
        took.record(nanos(start.elapsed()))?;
        if room.unread() != messages {
            return Err(format!("{} messages are unread", room.unread()).into());
        }
    }
    answers.push(("store", "number of unread messages", took));
    store.close().await;
    drop(store);
    let server = ServerProcess::on(folder, 1)?;
    let session = support::join(server.address).await?;
    let mut client = Client::connect(server.address, &session).await?;
    client.enter(ROOM).await?;
    for (name, at) in places(messages) {
        let mut took = Histogram::new(3)?;
        for _ in 0..options.pages {
            let start = Instant::now();
            let room = ROOM;
            client.send(&ClientFrame::LoadHistory { room, at }).await?;
            check(page(&mut client).await?)?;
            took.record(nanos(start.elapsed()))?;
        }
        answers.push(("server", name, took));
    }
    Ok(answers)
}

/// Where pages end, in a room of so many messages.
fn places(messages: u64) -> [(&'static str, HistoryAt); 5] {
    let page = u64::try_from(limits::PAGE_MESSAGES).unwrap_or(u64::MAX);
    let middle = Seq::new(messages / 2);
    [
        ("newest", HistoryAt::Before(Seq::new(messages + 1))),
        ("before the middle", HistoryAt::Before(middle)),
        ("after the middle", HistoryAt::After(middle)),
        ("around a link", HistoryAt::Around(middle)),
        ("near the start", HistoryAt::Before(Seq::new(2 * page))),
    ]
}

/// The messages of the next page that comes.
async fn page(client: &mut Client) -> Result<usize, Failure> {
    loop {
        match client.next().await?.0 {
            ServerFrame::HistoryLoaded { page } => return Ok(page.entries.len()),
            ServerFrame::Rejected { error, .. } => return Err(error.into()),
            _ => {}
        }
    }
}

/// A page that is not full would be another question, and a quicker answer.
fn check(messages: usize) -> Result<(), Failure> {
    if messages < limits::PAGE_MESSAGES {
        return Err(format!("a page of {messages}: the room or the messages are too small").into());
    }
    Ok(())
}

fn nanos(took: Duration) -> u64 {
    u64::try_from(took.as_nanos()).unwrap_or(u64::MAX).max(1)
}

fn print(options: &Options, messages: u64, answers: &Answers) {
    if options.json {
        let mut sheet = Sheet::new("history").with("messages", messages);
        for (asked, page, took) in answers {
            sheet.times(&format!("{asked}, {page}, "), took);
        }
        println!("{sheet}");
        return;
    }
    for (asked, page, took) in answers {
        let ms =
            |quantile| Duration::from_nanos(took.value_at_quantile(quantile)).as_secs_f64() * 1e3;
        println!(
            "| {messages} | {asked} | {page} | {:.3} | {:.3} | {:.3} |",
            ms(0.5),
            ms(0.99),
            ms(1.0)
        );
    }
}

/// Fills the room by the way that messages go, and closes the database; one of its authors.
async fn fill(data: &Path, messages: u64, bytes: usize) -> Result<UserId, Failure> {
    let store = SqliteStore::open(data, Box::new(Nobody))?;
    let (at, later) = (Timestamp::from_seconds(0), Timestamp::from_seconds(1));
    let mut authors = Vec::new();
    for n in 0..20 {
        let session = NewSession {
            token: [n; 32],
            browser: None,
            system: None,
            now: at,
            expires: later,
        };
        let guest = store.create_guest(format!("author {n}"), session);
        authors.push(guest.await?.id);
    }
    let (told, outcome) = sync_channel(1);
    for (number, author) in (1..=messages).zip(authors.iter().cycle()) {
        let mut nonce = [0; 16];
        nonce[8..].copy_from_slice(&number.to_be_bytes());
        let change = Change {
            room: ROOM,
            actor: *author,
            nonce: Nonce::from_bytes(nonce),
            at,
            what: What::Post {
                text: "x".repeat(bytes),
            },
            origin: None,
        };
        let is_last = number == messages;
        let told = is_last.then(|| told.clone());
        store.change(change, Box::new(Told(told))).await;
    }
    let last = tokio::task::spawn_blocking(move || outcome.recv()).await??;
    if last != Some(Seq::new(messages)) {
        return Err(format!("the room ends at {last:?}").into());
    }
    store.close().await;
    authors.first().copied().ok_or_else(|| "no authors".into())
}

/// Tells where the last message went; the others are known from it.
struct Told(Option<SyncSender<Option<Seq>>>);

impl Receipt for Told {
    fn settle(&mut self, outcome: &Result<Applied, StoreError>) {
        if let Some(told) = &self.0 {
            let seq = outcome.as_ref().ok().map(|applied| applied.seq);
            // Whoever does not wait any more does not want to know.
            let _ = told.try_send(seq);
        }
    }

    fn release(self: Box<Self>) {}
}

/// Nobody is in the house.
struct Nobody;

impl Publisher for Nobody {
    fn publish(&mut self, _: &[Publication]) {}
}
