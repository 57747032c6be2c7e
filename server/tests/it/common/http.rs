use std::net::SocketAddr;

use super::SETUP_TOKEN;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// The password of the owner of every test's house.
pub const OWNER_PASSWORD: &str = "owner-of-the-tests";

/// Plain requests, one connection each, every byte in the test's hands.
pub struct Http {
    pub address: SocketAddr,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The session in a `Set-Cookie`, as a `Cookie` header has it.
    pub fn session(&self) -> Option<String> {
        let cookie = self.header("set-cookie")?.split(';').next()?;
        let (name, value) = cookie.split_once('=')?;
        let is_session = name.trim_start_matches("__Host-") == "teahouse_session";
        (is_session && !value.is_empty()).then(|| cookie.to_owned())
    }

    pub fn location(&self) -> &str {
        self.header("location").unwrap_or_default()
    }
}

impl Http {
    pub fn new(address: SocketAddr) -> Self {
        Self { address }
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Sends a head and a body as they are.
    pub async fn raw(&self, head: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let head = head.trim_end().replace('\n', "\r\n");
        let request = format!(
            "{head}\r\nHost: {}\r\nConnection: close\r\n\r\n{body}",
            self.address
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        parse(&String::from_utf8_lossy(&bytes))
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.raw(&format!("GET {path} HTTP/1.1"), "").await
    }

    pub async fn get_as(&self, session: &str, path: &str) -> Answer {
        self.raw(&format!("GET {path} HTTP/1.1\nCookie: {session}"), "")
            .await
    }

    /// A form as a page of this server sends it.
    pub async fn post_as(&self, session: &str, path: &str, form: &str) -> Answer {
        self.post_from(&self.origin(), session, path, form).await
    }

    /// A form as a page of `origin` sends it.
    pub async fn post_from(&self, origin: &str, session: &str, path: &str, form: &str) -> Answer {
        let head = format!(
            "POST {path} HTTP/1.1\nCookie: {session}\nOrigin: {origin}\n\
             Content-Type: application/x-www-form-urlencoded\nContent-Length: {}",
            form.len()
        );
        self.raw(&head, form).await
    }

    /// Opens the house as its first owner; their session. None when somebody has.
    pub async fn set_up(&self) -> Option<String> {
        let form = format!(
            "token={SETUP_TOKEN}&house=Test+house&guests=on&sign_up=open\
             &handle=owner&name=Owner&password={OWNER_PASSWORD}"
        );
        let answer = self.post_as("", "/setup", &form).await;
        assert!(matches!(answer.status, 303 | 404), "{answer:?}");
        answer.session()
    }

    /// Makes an account by the form; the session.
    pub async fn sign_up(&self, handle: &str, password: &str) -> String {
        let form = format!(
            "handle={handle}&name={handle}&password={}&keep=on",
            percent(password)
        );
        let answer = self.post_as("", "/signup", &form).await;
        assert_eq!((answer.status, answer.location()), (303, "/"), "{answer:?}");
        answer.session().expect("a session")
    }

    /// Makes a bot by the form; its token.
    pub async fn bot(&self, session: &str, name: &str) -> String {
        let form = format!("name={}&days=90", percent(name));
        let answer = self.post_as(session, "/settings/bots", &form).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let start = answer.body.find("th_bot_").expect("a token");
        answer.body[start..][..71].to_owned()
    }

    /// Tries to sign in by the form.
    pub async fn sign_in(&self, handle: &str, password: &str) -> Answer {
        let form = format!("handle={}&password={}", percent(handle), percent(password));
        self.post_as("", "/sign-in", &form).await
    }

    /// The owner's session.
    pub async fn owner(&self) -> String {
        let answer = self.sign_in("owner", OWNER_PASSWORD).await;
        answer.session().expect("a session")
    }

    /// Joins by the form; the session.
    pub async fn join(&self, nickname: &str) -> String {
        let form = format!("nickname={}&keep=on", percent(nickname));
        let answer = self.post_as("", "/join", &form).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        answer.session().expect("a session")
    }
}

pub fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn parse(text: &str) -> Answer {
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .unwrap_or_default();
    let header = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_owned(), value.trim().to_owned()))
    };
    Answer {
        status: status.parse().unwrap_or_default(),
        headers: lines.filter_map(header).collect(),
        body: body.to_owned(),
    }
}
