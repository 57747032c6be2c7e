use std::{
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStderr, Command, Stdio},
};

/// The command itself, as cargo built it.
pub const TEAHOUSE: &str = env!("CARGO_BIN_EXE_teahouse");

/// A server process. It is killed when it is dropped.
pub struct Process {
    child: Child,
    /// The server's number, where a program that runs it has written `pid` and that.
    number: Option<String>,
    logs: BufReader<ChildStderr>,
    head: String,
    pub address: SocketAddr,
}

/// `program`, which is or runs a server on this data that logs at this level.
pub fn serving(program: &str, data: &Path, site: &Path, log: &str) -> Command {
    let mut command = Command::new(program);
    command
        .env("TEAHOUSE_LISTEN", "127.0.0.1:0")
        .env("TEAHOUSE_DATA", data)
        .env("TEAHOUSE_SITE", site)
        .env("TEAHOUSE_LOG", log)
        .env("TEAHOUSE_SETUP_TOKEN", super::SETUP_TOKEN)
        // Everybody here comes from one address.
        .env("TEAHOUSE_ADDRESS_TRIES", "1000000")
        .env("TEAHOUSE_LINK_COMMANDS", "1000000000");
    command
}

impl Process {
    /// Starts it and waits until it is open. It must log at `info` at least, and little enough
    /// to fit into a pipe: nobody reads on.
    pub fn start(mut command: Command) -> Self {
        let silent = command.stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = silent.spawn().unwrap();
        let mut logs = BufReader::new(child.stderr.take().unwrap());
        let (mut head, mut number) = (String::new(), None);
        let address = loop {
            let mut line = String::new();
            assert!(logs.read_line(&mut line).unwrap() > 0, "{head}");
            head += &line;
            if let Some(pid) = line.strip_prefix("pid ") {
                number = Some(pid.trim().to_owned());
            }
            if let Some((_, place)) = line.trim().split_once("open at ") {
                let (_scheme, address) = place.split_once("://").unwrap();
                break address.parse().unwrap();
            }
        };
        Self {
            child,
            number,
            logs,
            head,
            address,
        }
    }

    /// Waits until it has logged this; everything it logged so far. What comes later than it
    /// should is noticed by whoever runs the tests.
    pub fn until(&mut self, text: &str) -> &str {
        while !self.head.contains(text) {
            let read = self.logs.read_line(&mut self.head).unwrap();
            assert!(read > 0, "{}", self.head);
        }
        &self.head
    }

    /// `SIGKILL`; everything it logged.
    pub fn kill(mut self) -> String {
        self.end();
        self.logs.read_to_string(&mut self.head).unwrap();
        std::mem::take(&mut self.head)
    }

    /// The program that runs a server ends by itself when that is gone; killed instead, it
    /// could leave it running.
    fn end(&mut self) {
        let _ = match self.number.take() {
            Some(number) => Command::new("kill")
                .args(["-KILL", &number])
                .status()
                .map(drop),
            None => self.child.kill(),
        };
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Most have ended already.
        self.end();
    }
}
