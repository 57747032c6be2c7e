use serde_json::Value;

use super::{Answer, Http, TestServer};

/// The HTTP API as a bot uses it.
#[derive(Clone)]
pub struct Api {
    pub address: std::net::SocketAddr,
    pub token: String,
}

/// A status and what came with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    pub status: u16,
    pub body: Value,
}

impl Api {
    /// A bot of a fresh account.
    pub async fn bot(server: &TestServer, name: &str) -> Self {
        let http = server.http();
        let owner = http.sign_up(&format!("of-{name}"), "correct horse").await;
        Self {
            address: server.address,
            token: http.bot(&owner, name).await,
        }
    }

    pub async fn get(&self, path: &str) -> Reply {
        let head = format!("GET /api/v1{path} HTTP/1.1\n{}", self.bearer());
        reply(&self.http().raw(&head, "").await)
    }

    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.post_text(path, &body.to_string()).await
    }

    /// Whatever the body is.
    pub async fn post_text(&self, path: &str, body: &str) -> Reply {
        reply(&self.raw_post(path, "application/json", body).await)
    }

    pub async fn raw_post(&self, path: &str, kind: &str, body: &str) -> Answer {
        let head = format!(
            "POST /api/v1{path} HTTP/1.1\n{}\nContent-Type: {kind}\nContent-Length: {}",
            self.bearer(),
            body.len()
        );
        self.http().raw(&head, body).await
    }

    fn bearer(&self) -> String {
        format!("Authorization: Bearer {}", self.token)
    }

    fn http(&self) -> Http {
        Http::new(self.address)
    }
}

/// Every answer of the API is JSON.
fn reply(answer: &Answer) -> Reply {
    let kind = answer.header("content-type");
    assert_eq!(kind, Some("application/json"), "{answer:?}");
    let body = serde_json::from_str(&answer.body);
    Reply {
        status: answer.status,
        body: body.unwrap_or_else(|error| panic!("{error}: {answer:?}")),
    }
}
