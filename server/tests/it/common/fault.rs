//! A way between clients and a server that fails when it is told to. It never changes the order
//! of bytes.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpSocket, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::{JoinHandle, JoinSet},
    time::{sleep, timeout},
};

use super::PATIENCE;

/// What a narrow way takes in before its sender has to wait, about.
const NARROW: u32 = 4 * 1024;

/// What becomes of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Pass,
    /// They are so much longer on their way, a few KiB at a time.
    Delay(Duration),
    /// They are taken and go nowhere, and nobody is told, not even that a side has gone.
    Swallow,
    /// They are not taken: whoever sends them has to wait.
    Stop,
}

/// What becomes of bytes from the clients, and of those to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways {
    pub up: Way,
    pub down: Way,
}

impl Ways {
    pub const OPEN: Self = Self::both(Way::Pass);

    pub const fn both(way: Way) -> Self {
        Self { up: way, down: way }
    }
}

/// What every connection looks at.
#[derive(Clone)]
struct Orders {
    ways: watch::Sender<Ways>,
    /// How often all connections have been cut.
    cuts: watch::Sender<u64>,
    /// Where the server is; while there is none, new connections wait.
    server: watch::Sender<Option<SocketAddr>>,
    is_narrow: Arc<AtomicBool>,
    /// Bytes that went nowhere since the last orders.
    swallowed: watch::Sender<usize>,
    /// After how many bytes connections are cut, if they are.
    random: Arc<Mutex<Option<fastrand::Rng>>>,
}

/// The way, open at its own address until it is dropped.
pub struct Faults {
    pub address: SocketAddr,
    orders: Orders,
    accepting: JoinHandle<()>,
}

impl Faults {
    /// To a server, with nothing wrong yet.
    pub async fn before(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let orders = Orders {
            ways: watch::Sender::new(Ways::OPEN),
            cuts: watch::Sender::new(0),
            server: watch::Sender::new(Some(server)),
            is_narrow: Arc::default(),
            swallowed: watch::Sender::new(0),
            random: Arc::default(),
        };
        Self {
            address: listener.local_addr().unwrap(),
            accepting: tokio::spawn(accept(listener, orders.clone())),
            orders,
        }
    }

    /// From here on, for connections that are there and for those to come.
    pub fn set(&self, ways: Ways) {
        self.orders.swallowed.send_replace(0);
        self.orders.ways.send_replace(ways);
    }

    /// Ready when something has gone nowhere.
    pub async fn swallowed(&self) {
        let mut swallowed = self.orders.swallowed.subscribe();
        let some = swallowed.wait_for(|bytes| *bytes > 0);
        let some = timeout(PATIENCE, some).await;
        drop(some.expect("something is said").unwrap());
    }

    /// Whether little has room at a time in new connections.
    pub fn set_narrow(&self, is_narrow: bool) {
        self.orders.is_narrow.store(is_narrow, Ordering::SeqCst);
    }

    /// Ends all connections that are there.
    pub fn cut(&self) {
        self.orders.cuts.send_modify(|cuts| *cuts += 1);
    }

    /// Connections from here on are cut after so many bytes as the seed says, either way.
    pub fn cut_at_random(&self, seed: u64) {
        *self.orders.random.lock().unwrap() = Some(fastrand::Rng::with_seed(seed));
    }

    /// New connections lead to this server, or wait until there is one.
    pub fn lead_to(&self, server: Option<SocketAddr>) {
        self.orders.server.send_replace(server);
    }
}

impl Drop for Faults {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, orders: Orders) {
    // Dropped with this task, and all connections with it.
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        while connections.try_join_next().is_some() {}
        connections.spawn(carry(client, orders.clone()));
    }
}

/// Carries one connection until both sides have ended or it is cut.
async fn carry(client: TcpStream, orders: Orders) {
    let mut cuts = orders.cuts.subscribe();
    tokio::select! {
        // Once it is cut, orders that come after it do nothing for it.
        biased;
        _ = cuts.changed() => {}
        _ = exchange(client, orders) => {}
    }
}

async fn exchange(client: TcpStream, orders: Orders) -> io::Result<()> {
    let mut known = orders.server.subscribe();
    let server = *known.wait_for(Option::is_some).await.unwrap();
    let socket = TcpSocket::new_v4()?;
    if orders.is_narrow.load(Ordering::SeqCst) {
        socket.set_recv_buffer_size(NARROW)?;
    }
    let server = socket.connect(server.unwrap()).await?;
    for stream in [&client, &server] {
        stream.set_nodelay(true)?;
    }
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let pump = |from, to, way: fn(&Ways) -> Way| Pump {
        from,
        to,
        ways: orders.ways.subscribe(),
        swallowed: orders.swallowed.clone(),
        way,
        left: orders.random.lock().unwrap().as_mut().and_then(length),
    };
    let up = pump(from_client, to_server, |ways| ways.up);
    let down = pump(from_server, to_client, |ways| ways.down);
    tokio::try_join!(up.run(), down.run())?;
    Ok(())
}

/// One in four does not get through: as often within the handshake as after some talk as after a
/// lot of it.
fn length(random: &mut fastrand::Rng) -> Option<usize> {
    let about = 1 << random.u32(5..18);
    let length = about + random.usize(0..about);
    (random.u8(..4) == 0).then_some(length)
}

/// One direction of a connection.
struct Pump {
    from: OwnedReadHalf,
    to: OwnedWriteHalf,
    ways: watch::Receiver<Ways>,
    swallowed: watch::Sender<usize>,
    way: fn(&Ways) -> Way,
    /// Bytes until it is cut.
    left: Option<usize>,
}

impl Pump {
    /// Ends well when the sender has ended; an error cuts the connection.
    async fn run(mut self) -> io::Result<()> {
        let mut buffer = vec![0; 8 * 1024];
        loop {
            let read = self.read(&mut buffer).await?;
            match self.once_taken().await {
                Way::Swallow if read == 0 => return std::future::pending().await,
                Way::Swallow => {
                    self.swallowed.send_modify(|bytes| *bytes += read);
                    continue;
                }
                Way::Delay(latency) => sleep(latency).await,
                Way::Pass | Way::Stop => {}
            }
            if read == 0 {
                return self.to.shutdown().await;
            }
            let allowed = self.left.map_or(read, |left| left.min(read));
            self.to.write_all(&buffer[..allowed]).await?;
            self.left = self.left.map(|left| left - allowed);
            if self.left == Some(0) {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
        }
    }

    /// The next bytes that are taken.
    async fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            self.once_taken().await;
            let way = self.way;
            tokio::select! {
                biased;
                _ = self.ways.wait_for(|ways| way(ways) == Way::Stop) => {}
                read = self.from.read(buffer) => return read,
            }
        }
    }

    /// What becomes of bytes, as soon as it is something.
    async fn once_taken(&mut self) -> Way {
        let way = self.way;
        let ways = self.ways.wait_for(|ways| way(ways) != Way::Stop);
        // The orders go on for as long as this does.
        way(&ways.await.unwrap())
    }
}
