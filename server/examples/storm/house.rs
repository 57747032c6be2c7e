//! The server in a process of its own: started, told to stop, started again on the same data,
//! and looked at from outside.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use clap::Parser;
use server::{
    Stop,
    config::{Config, Flags},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    signal::unix::{SignalKind, signal},
    time::sleep,
};

use crate::{
    Setting,
    support::{Failure, SERVE, SETUP_TOKEN},
};

/// How often to look.
pub const LOOK: Duration = Duration::from_millis(5);

/// Nothing is waited for longer.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// A server process; it is killed when it is dropped.
pub struct House {
    child: Child,
    pub address: SocketAddr,
    /// When it was first ready.
    pub ready: Instant,
}

/// What stopping looks like from outside.
pub struct Stopped {
    /// Until it said that nobody should be sent here.
    pub noticed: Duration,
    /// Until the process was gone.
    pub gone: Duration,
}

/// A folder for a house, with a site that is nothing but names.
pub fn folder() -> Result<tempfile::TempDir, Failure> {
    let folder = tempfile::tempdir()?;
    let pkg = folder.path().join("site/pkg");
    std::fs::create_dir_all(&pkg)?;
    for extension in ["js", "wasm", "css"] {
        std::fs::write(pkg.join(format!("teahouse.{extension}")), "")?;
    }
    Ok(folder)
}

impl House {
    /// Starts a server on what is in this folder and waits until it is ready.
    pub async fn open(setting: &Setting, folder: &Path) -> Result<Self, Failure> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, setting.port));
        let mut command = match &setting.binary {
            Some(binary) => Command::new(binary),
            None => {
                let mut command = Command::new(std::env::current_exe()?);
                command.arg(SERVE);
                command
            }
        };
        let child = command
            .args(["--listen", &address.to_string()])
            // Each refusal while it stops would be a line.
            .args(["--log", "warn,tower_http=off"])
            .arg("--data")
            .arg(folder.join("data"))
            .arg("--site")
            .arg(folder.join("site"))
            .args(["--setup-token", SETUP_TOKEN])
            // Everybody comes from one address.
            .args(["--address-tries", "1000000"])
            .args(["--address-links", "1000000"])
            // The end of one person's patience is not what is looked for.
            .args(["--link-commands", "1000000"])
            .stdout(Stdio::null())
            .spawn()?;
        let mut house = Self {
            child,
            address,
            ready: Instant::now(),
        };
        let begun = Instant::now();
        while readiness(address).await != Some(200) {
            if house.child.try_wait()?.is_some() || begun.elapsed() > PATIENCE {
                return Err("the server does not open".into());
            }
            sleep(LOOK).await;
        }
        house.ready = Instant::now();
        Ok(house)
    }

    /// Tells it to stop, as whoever runs it would, and waits until it has.
    pub async fn stop(mut self) -> Result<Stopped, Failure> {
        let begun = Instant::now();
        let number = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &number]).status()?;
        if !told.success() {
            return Err("the server cannot be told to stop".into());
        }
        while readiness(self.address).await == Some(200) {
            sleep(LOOK).await;
        }
        let noticed = begun.elapsed();
        while self.child.try_wait()?.is_none() {
            if begun.elapsed() > PATIENCE {
                return Err("the server does not stop".into());
            }
            sleep(LOOK).await;
        }
        Ok(Stopped {
            noticed,
            gone: begun.elapsed(),
        })
    }

    /// Resident memory at its highest, in KiB.
    pub fn peak(&self) -> Result<u64, Failure> {
        field(self.child.id(), "status", "VmHWM:")
    }

    /// Resident memory now, in KiB.
    pub fn memory(&self) -> Result<u64, Failure> {
        field(self.child.id(), "status", "VmRSS:")
    }

    /// The part of it that is this process's share, in KiB.
    pub fn share(&self) -> Result<u64, Failure> {
        field(self.child.id(), "smaps_rollup", "Pss:")
    }

    /// Processor time used so far.
    pub fn cpu(&self) -> Result<Duration, Failure> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let after_name = stat.rsplit(')').next().ok_or("no stat")?;
        let fields: Vec<&str> = after_name.split_whitespace().collect();
        let ticks = |n: usize| fields.get(n).and_then(|field| field.parse::<u64>().ok());
        let ticks = ticks(11).zip(ticks(12)).ok_or("no times")?;
        // A tick is a hundredth of a second.
        Ok(Duration::from_millis(10 * (ticks.0 + ticks.1)))
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // Its data goes too: there is nothing to save.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn field(process: u32, file: &str, name: &str) -> Result<u64, Failure> {
    let text = std::fs::read_to_string(format!("/proc/{process}/{file}"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.split_whitespace().next());
    Ok(kib.ok_or("no such field")?.parse()?)
}

/// What the server answers to whoever asks whether to send people here; `None` for nothing.
async fn readiness(address: SocketAddr) -> Option<u16> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    let question = format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(question.as_bytes()).await.ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok()?;
    answer.split(' ').nth(1)?.parse().ok()
}

/// What the child does, which is what the program itself does.
pub fn serve(flags: &[String]) -> Result<(), Failure> {
    let flags = std::iter::once("teahouse").chain(flags.iter().map(String::as_str));
    let config = Config::load(Flags::try_parse_from(flags)?)?;
    server::telemetry::start(&config);
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let listener = server::listen(config.listen)?;
        let mut terminate = signal(SignalKind::terminate())?;
        let shutdown = async move {
            terminate.recv().await;
            Stop::Gradually
        };
        server::run(config, listener, shutdown).await?;
        Ok(())
    })
}
