//! What the server sees of the way to it, for the page that tests the connection.

/// How a request came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Whom the server takes it to come from.
    pub address: String,
    /// Whose connection it came over.
    pub from: String,
    /// Whether that is this very machine.
    pub is_here: bool,
    /// Whether that is a proxy whose word counts.
    pub is_proxy: bool,
    /// Whether somebody says in `X-Forwarded-For` whom it comes from.
    pub forwarded_for: bool,
    /// What `X-Forwarded-Proto` says last; empty where nothing does.
    pub forwarded_proto: String,
    /// Whether it came over TLS, as far as the server knows.
    pub is_secure: bool,
    /// Whether this server does TLS.
    pub is_encrypted: bool,
    /// For how many days its certificate is good; where it holds one and can tell.
    pub days_left: Option<i64>,
    /// `Host`.
    pub host: String,
    /// The version of HTTP on the last stretch, such as `HTTP/1.1`.
    pub protocol: String,
    /// What the browser says it is, as far as that is known.
    pub browser: Option<String>,
    /// What it runs on.
    pub system: Option<String>,
    /// When it came, in milliseconds since 1970.
    pub now_ms: u64,
}

/// What reached the server of an attempt to open a WebSocket, and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// Over HTTP/1.0, which knows no upgrade.
    pub is_old: bool,
    /// With `Upgrade: websocket`.
    pub upgrade: bool,
    /// With `Connection: upgrade`.
    pub connection: bool,
    /// From a page of this house, by `Origin` and `Host`.
    pub is_ours: bool,
    /// The status of the answer; 101 where the WebSocket opened.
    pub answered: u16,
    /// The close code in the answer, where it had one.
    pub close: Option<u16>,
}
