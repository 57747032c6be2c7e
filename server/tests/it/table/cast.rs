//! Everybody who appears.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use shared::{Nonce, UserId};

use super::doors::Door;
use crate::common::{Api, Client, Http, Reply, TestServer, nonce};

/// What somebody is in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Owner,
    Moderator,
    Member,
    Outsider,
    Guest,
    Banned,
    Nobody,
}

impl Role {
    /// In the order of the columns.
    pub const ALL: [Self; 7] = [
        Self::Owner,
        Self::Moderator,
        Self::Member,
        Self::Outsider,
        Self::Guest,
        Self::Banned,
        Self::Nobody,
    ];

    pub fn column(self) -> usize {
        Self::ALL.iter().position(|role| *role == self).unwrap()
    }
}

/// Somebody, with what lets them in.
#[derive(Clone, Debug)]
pub struct Persona {
    pub id: UserId,
    /// A `Cookie` header.
    pub cookie: String,
    /// What stands behind `Bearer`.
    pub token: String,
}

/// The server, and the people who act or are acted on.
pub struct Cast {
    pub server: TestServer,
    pub landlord: Persona,
    people: Vec<Persona>,
    bots: Vec<Persona>,
    /// Not in any room.
    pub candidate: UserId,
    /// Members of every room, to be removed, promoted and banned.
    pub bystanders: [UserId; 3],
    /// Kept out of every room.
    pub culprit: UserId,
    /// The defect that the table must notice.
    pub everybody_is_the_landlord: bool,
    nonces: AtomicU64,
}

async fn bot(http: &Http, owner: &str, name: &str) -> Persona {
    let token = http.bot(owner, name).await;
    let api = Api {
        address: http.address,
        token: token.clone(),
    };
    let me = api.get("/me").await.body;
    Persona {
        id: UserId::new(me["you"]["id"].as_u64().unwrap()),
        cookie: String::new(),
        token,
    }
}

async fn person(http: &Http, cookie: String) -> Persona {
    let id = Client::connect(http.address, &cookie).await.me.id;
    // What opens a page opens no API; that it does not is part of the table.
    let token = cookie.split_once('=').unwrap().1.to_owned();
    Persona { id, cookie, token }
}

impl Cast {
    pub async fn gather() -> Self {
        let server = TestServer::start().await;
        let http = server.http();
        let keeper = http.sign_up("keeper", "correct horse").await;
        let (mut people, mut bots) = (Vec::new(), Vec::new());
        for role in Role::ALL {
            let cookie = match role {
                Role::Guest => http.join("guest").await,
                Role::Nobody => continue,
                _ => {
                    let handle = format!("{role:?}-1").to_lowercase();
                    http.sign_up(&handle, "correct horse").await
                }
            };
            people.push(person(&http, cookie).await);
            bots.push(bot(&http, &keeper, &format!("{role:?}")).await);
        }
        let mut extra = Vec::new();
        for name in ["candidate", "removed", "promoted", "banned", "culprit"] {
            extra.push(person(&http, http.join(name).await).await.id);
        }
        Self {
            landlord: bot(&http, &keeper, "landlord").await,
            people,
            bots,
            candidate: extra[0],
            bystanders: [extra[1], extra[2], extra[3]],
            culprit: extra[4],
            everybody_is_the_landlord: false,
            nonces: AtomicU64::new(1),
            server,
        }
    }

    /// Who plays a role at a door: bots where one brings a token, people where one has a cookie.
    pub fn actor(&self, door: Door, role: Role) -> Option<&Persona> {
        let of = match (door, role) {
            (_, Role::Guest) | (Door::Binary | Door::Relayed(_) | Door::Forms, _) => &self.people,
            (Door::Json | Door::Api, _) => &self.bots,
        };
        of.get(role.column() - usize::from(role.column() > Role::Nobody.column()))
    }

    pub fn nonce(&self) -> Nonce {
        nonce(self.nonces.fetch_add(1, Ordering::Relaxed))
    }

    pub fn http(&self) -> Http {
        self.server.http()
    }

    pub fn api(&self, token: &str) -> Api {
        Api {
            address: self.server.address,
            token: token.to_owned(),
        }
    }

    /// Has somebody do something over HTTP that must succeed.
    pub async fn must(&self, who: &Persona, path: &str, body: Value) -> Value {
        let Reply { status, body: told } = self.api(&who.token).post(path, &body).await;
        assert_eq!(status, 200, "{path} {body}: {told}");
        told
    }

    /// Has the landlord change a room.
    pub async fn arrange(&self, room: u64, change: Value) {
        let body = json!({"nonce": self.nonce().to_string(), "change": change});
        let path = format!("/rooms/{room}/change");
        self.must(&self.landlord, &path, body).await;
    }
}
