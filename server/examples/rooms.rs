//! How long it takes to show somebody the list of the rooms that they are a member of: its
//! first part with the page, all of it over a socket, and one move of each room.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

use std::time::{Duration, Instant};

use clap::Parser;
use hdrhistogram::Histogram;
use shared::{
    RoomId,
    frame::{ClientFrame, ServerFrame},
};

mod support;

use support::{Client, Failure, SERVE, ServerProcess, join, open_room};

#[derive(Parser)]
struct Options {
    /// Rooms of one person, for each run.
    #[arg(long, value_delimiter = ',', default_value = "10,1000,10000")]
    rooms: Vec<u64>,
    /// How often each is asked.
    #[arg(long, default_value_t = 20)]
    times: u32,
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == SERVE) {
        return support::serve(arguments.get(1..).unwrap_or_default());
    }
    let options = Options::parse();
    println!("| rooms | asked for | p50 ms | max ms | KiB |");
    println!("|---|---|---|---|---|");
    let runtime = tokio::runtime::Runtime::new()?;
    for rooms in &options.rooms {
        runtime.block_on(run(*rooms, options.times))?;
    }
    Ok(())
}

async fn run(rooms: u64, times: u32) -> Result<(), Failure> {
    let server = ServerProcess::start(1)?;
    let session = join(server.address).await?;
    // Everybody is a member of the hall.
    for number in 1..rooms {
        open_room(server.address, &session, &format!("room-{number}")).await?;
    }
    let mut first = Asked::new("the first part")?;
    let mut all = Asked::new("all of it")?;
    for _ in 0..times {
        let mut client = Client::connect(server.address, &session).await?;
        let start = Instant::now();
        let mut listed = 0;
        let mut bytes = 0;
        let mut after = None;
        loop {
            client.send(&ClientFrame::WatchMyRooms { after }).await?;
            let (last, count, size, has_more) = part(&mut client).await?;
            (after, listed, bytes) = (last, listed + count, bytes + size);
            if listed == count {
                first.took(start.elapsed(), bytes)?;
            }
            if !has_more {
                break;
            }
        }
        all.took(start.elapsed(), bytes)?;
        if listed != usize::try_from(rooms)? {
            return Err(format!("{listed} rooms are listed").into());
        }
    }
    first.print(rooms);
    all.print(rooms);
    println!(
        "| {rooms} | the server's memory afterwards | | | {} |",
        server.memory()?
    );
    Ok(())
}

/// The last room of the next part that comes, how many there are, and in how many bytes.
async fn part(client: &mut Client) -> Result<(Option<RoomId>, usize, usize, bool), Failure> {
    loop {
        match client.next().await? {
            (ServerFrame::MyRoomsListed { rooms, has_more }, bytes) => {
                let last = rooms.last().map(|room| room.id);
                return Ok((last, rooms.len(), bytes, has_more));
            }
            (ServerFrame::Rejected { error, .. }, _) => return Err(error.into()),
            _ => {}
        }
    }
}

struct Asked {
    what: &'static str,
    took: Histogram<u64>,
    bytes: usize,
}

impl Asked {
    fn new(what: &'static str) -> Result<Self, Failure> {
        let took = Histogram::new(3)?;
        Ok(Self {
            what,
            took,
            bytes: 0,
        })
    }

    fn took(&mut self, took: Duration, bytes: usize) -> Result<(), Failure> {
        let nanos = u64::try_from(took.as_nanos())?;
        self.took.record(nanos.max(1))?;
        self.bytes = bytes;
        Ok(())
    }

    fn print(&self, rooms: u64) {
        let ms = |quantile| {
            let nanos = self.took.value_at_quantile(quantile);
            Duration::from_nanos(nanos).as_secs_f64() * 1e3
        };
        let (what, kib) = (self.what, self.bytes.div_ceil(1024));
        println!(
            "| {rooms} | {what} | {:.3} | {:.3} | {kib} |",
            ms(0.5),
            ms(1.0)
        );
    }
}
