//! A server in a process of its own, and clients for the load generator.

#![expect(dead_code, reason = "each example uses its own part")]

use std::{
    error::Error,
    io::{BufRead, BufReader, Write},
    net::SocketAddr,
    num::NonZeroU32,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use futures_util::{SinkExt, StreamExt};
use server::config::Config;
use shared::{
    RoomId, Seq, codec,
    frame::{ClientFrame, ServerFrame},
    limits::SUBPROTOCOL,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Message, client::IntoClientRequest, protocol::WebSocketConfig},
};

pub mod sheet;

pub type Failure = Box<dyn Error + Send + Sync>;

/// What the first owner of a measured house shows.
pub const SETUP_TOKEN: &str = "the-token-of-the-load-generator";

/// The first argument that turns an example into the server it measures.
pub const SERVE: &str = "--serve";

/// A server in a child process, on a database that goes away with it.
pub struct ServerProcess {
    child: Child,
    pub address: SocketAddr,
    data: Arc<tempfile::TempDir>,
}

impl ServerProcess {
    /// Starts this very program again as a server, on `threads` threads.
    pub fn start(threads: usize) -> Result<Self, Failure> {
        Self::on(tempfile::tempdir()?, threads)
    }

    /// The same on the database that is in the folder `data` of this one.
    pub fn on(data: impl Into<Arc<tempfile::TempDir>>, threads: usize) -> Result<Self, Failure> {
        let data = data.into();
        let mut child = Command::new(std::env::current_exe()?)
            .arg(SERVE)
            .arg(data.path())
            .arg(threads.to_string())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().ok_or("no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = line.trim().parse()?;
        Ok(Self {
            child,
            address,
            data,
        })
    }

    /// Ends it as a crash would, and starts another on the same data, which knows nothing but what was kept.
    pub fn again(self, threads: usize) -> Result<Self, Failure> {
        let data = Arc::clone(&self.data);
        drop(self);
        Self::on(data, threads)
    }

    /// Resident memory in KiB, and the part of it that is this process's alone.
    pub fn memory(&self) -> Result<u64, Failure> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path)?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line
            .and_then(|line| line.trim().split(' ').next())
            .ok_or("no VmRSS")?;
        Ok(kib.parse()?)
    }

    /// Processor time used so far, in seconds.
    pub fn cpu(&self) -> Result<f64, Failure> {
        cpu(&self.child.id().to_string())
    }
}

/// Processor time that a process, or this one as `self`, has used so far, in seconds.
pub fn cpu(process: &str) -> Result<f64, Failure> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let after_name = stat.rsplit(')').next().ok_or("no stat")?;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |n: usize| {
        let ticks = fields.get(n).and_then(|field| field.parse::<f64>().ok());
        ticks.unwrap_or(0.0)
    };
    Ok((ticks(11) + ticks(12)) / 100.0)
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        // Its data goes too: there is nothing to save.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the child does: serves until it is killed, and says where.
pub fn serve(arguments: &[String]) -> Result<(), Failure> {
    let (Some(data), Some(threads)) = (arguments.first(), arguments.get(1)) else {
        return Err("no folder".into());
    };
    let site = Path::new(data).join("site");
    std::fs::create_dir_all(site.join("pkg"))?;
    for extension in ["js", "wasm", "css"] {
        std::fs::write(site.join("pkg").join(format!("teahouse.{extension}")), "")?;
    }
    let config = Config {
        listen: "127.0.0.1:0".parse()?,
        data: Path::new(data).join("data"),
        site,
        log: "warn".to_owned(),
        outbox_bytes: 16 * 1024 * 1024,
        setup_token: Some(SETUP_TOKEN.to_owned()),
        // Every client comes from one address.
        address_tries: NonZeroU32::new(1_000_000).ok_or("zero")?,
        bot_calls: NonZeroU32::new(1_000_000).ok_or("zero")?,
        person_links: usize::MAX,
        address_links: usize::MAX,
        // They are to find the server's end, not that of one person's patience.
        link_commands: NonZeroU32::new(1_000_000_000).ok_or("zero")?,
        ..Config::default()
    };
    server::telemetry::start(&config);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads.parse()?)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = server::listen(config.listen)?;
        writeln!(std::io::stdout(), "{}", listener.local_addr()?)?;
        server::run(config, listener, std::future::pending()).await?;
        Ok(())
    })
}

async fn post(
    address: SocketAddr,
    session: &str,
    path: &str,
    form: &str,
) -> Result<String, Failure> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
         Cookie: {session}\r\nConnection: close\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

/// Opens the house, if it is not open yet.
async fn set_up(address: SocketAddr) -> Result<(), Failure> {
    let form = format!(
        "token={SETUP_TOKEN}&house=Bench&guests=on&sign_up=closed\
         &handle=owner&name=Owner&password=owner-of-the-bench"
    );
    post(address, "", "/setup", &form).await?;
    Ok(())
}

/// Joins; the session's cookie.
pub async fn join(address: SocketAddr) -> Result<String, Failure> {
    set_up(address).await?;
    let answer = post(address, "", "/join", "nickname=load").await?;
    let cookie = answer
        .split("teahouse_session=")
        .nth(1)
        .and_then(|rest| rest.split(';').next());
    Ok(format!("teahouse_session={}", cookie.ok_or("no session")?))
}

/// Opens a room.
pub async fn open_room(address: SocketAddr, session: &str, name: &str) -> Result<RoomId, Failure> {
    let answer = post(address, session, "/rooms", &format!("name={name}")).await?;
    let id = answer
        .split("/r/")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next());
    Ok(id.ok_or("no room")?.parse()?)
}

/// Becomes a member of a room: only members write.
pub async fn join_room(address: SocketAddr, session: &str, room: RoomId) -> Result<(), Failure> {
    let answer = post(address, session, &format!("/r/{room}/join"), "").await?;
    if answer.starts_with("HTTP/1.1 303") {
        return Ok(());
    }
    Err("not let into the room".into())
}

/// A connection with buffers as small as the server's.
pub struct Client {
    socket: WebSocketStream<TcpStream>,
}

impl Client {
    pub async fn connect(address: SocketAddr, session: &str) -> Result<Self, Failure> {
        let socket = TcpSocket::new_v4()?;
        let stream = socket.connect(address).await?;
        stream.set_nodelay(true)?;
        let mut request = format!("ws://{address}/live").into_client_request()?;
        let headers = request.headers_mut();
        headers.insert("cookie", session.parse()?);
        headers.insert("origin", format!("http://{address}").parse()?);
        headers.insert("sec-websocket-protocol", SUBPROTOCOL.parse()?);
        let config = WebSocketConfig::default()
            .read_buffer_size(8 * 1024)
            .write_buffer_size(0);
        let (socket, _) = client_async_with_config(request, stream, Some(config)).await?;
        Ok(Self { socket })
    }

    pub async fn send(&mut self, frame: &ClientFrame) -> Result<(), Failure> {
        self.socket
            .send(Message::binary(codec::encode(frame)?))
            .await?;
        Ok(())
    }

    pub async fn feed(&mut self, frame: &ClientFrame) -> Result<(), Failure> {
        self.socket
            .feed(Message::binary(codec::encode(frame)?))
            .await?;
        Ok(())
    }

    pub async fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.socket.flush().await?)
    }

    /// The next frame and its size on the wire.
    pub async fn next(&mut self) -> Result<(ServerFrame, usize), Failure> {
        loop {
            match self.socket.next().await.ok_or("the server went away")?? {
                Message::Binary(bytes) => {
                    let head = if bytes.len() < 126 { 2 } else { 4 };
                    return Ok((codec::decode_server(&bytes)?, bytes.len() + head));
                }
                Message::Close(close) => return Err(format!("closed: {close:?}").into()),
                _ => {}
            }
        }
    }

    /// Enters a room and waits until it is followed; its newest event at that moment.
    pub async fn enter(&mut self, room: RoomId) -> Result<Seq, Failure> {
        self.send(&ClientFrame::EnterRoom { room, cursor: None })
            .await?;
        loop {
            match self.next().await?.0 {
                ServerFrame::RoomEntered { last_seq, .. } => return Ok(last_seq),
                ServerFrame::Rejected { error, .. } => return Err(error.into()),
                _ => {}
            }
        }
    }
}

/// Asks for a page, and for nothing more over that connection.
pub async fn get(address: SocketAddr, session: &str, path: &str) -> Result<String, Failure> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {session}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}
