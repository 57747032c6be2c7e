//! A room with one of each.

use shared::UserId;

use crate::common::{Answer, Client, Http, TestServer};

const PASSWORD: &str = "correct horse battery";

/// A room of one owner, with the sessions of a moderator, a member and somebody who only looks.
pub struct Table {
    pub server: TestServer,
    pub path: &'static str,
    pub owner: String,
    pub moderator: String,
    pub member: String,
    pub stranger: String,
    pub ids: [UserId; 4],
}

impl Table {
    pub async fn of(kind: &str) -> Self {
        let server = TestServer::start().await;
        let http = server.http();
        let owner = http.sign_up("ada", PASSWORD).await;
        let moderator = http.sign_up("moss", PASSWORD).await;
        let member = http.sign_up("meng", PASSWORD).await;
        let stranger = http.sign_up("eve", PASSWORD).await;
        let opened = http
            .post_as(&owner, "/rooms", &format!("name=cellar{kind}"))
            .await;
        assert_eq!(opened.location(), "/r/2");
        let mut ids = [UserId::new(0); 4];
        for (id, session) in ids.iter_mut().zip([&owner, &moderator, &member, &stranger]) {
            *id = Client::connect(server.address, session).await.me.id;
        }
        let table = Self {
            server,
            path: "/r/2/settings",
            owner,
            moderator,
            member,
            stranger,
            ids,
        };
        for handle in ["moss", "meng"] {
            let added = table
                .post(&table.owner, "members", &format!("do=add&handle={handle}"))
                .await;
            assert_eq!(added.status, 303, "{added:?}");
        }
        let form = format!("do=role&user={}&role=moderator", table.ids[1]);
        let promoted = table.post(&table.owner, "members", &form).await;
        let there = format!("/r/2/settings/members?done=role#member-{}", table.ids[1]);
        assert_eq!(
            (promoted.status, promoted.location()),
            (303, there.as_str())
        );
        table
    }

    pub fn http(&self) -> Http {
        self.server.http()
    }

    pub async fn post(&self, session: &str, section: &str, form: &str) -> Answer {
        let path = format!("{}/{section}", self.path);
        self.http().post_as(session, &path, form).await
    }

    pub async fn get(&self, session: &str, section: &str) -> Answer {
        let path = format!("{}/{section}", self.path);
        self.http().get_as(session, &path).await
    }

    /// How the same form ends for a member, a moderator and an owner, in this order: those who
    /// may not come first.
    pub async fn ends(&self, section: &str, form: &str) -> [u16; 3] {
        let mut ends = [0; 3];
        let who = [&self.member, &self.moderator, &self.owner];
        for (end, session) in ends.iter_mut().zip(who) {
            *end = self.post(session, section, form).await.status;
        }
        ends
    }
}
