//! People and the rooms that a few of them have for themselves.

use shared::{
    RoomId, UserId,
    frame::{ClientFrame, RoomEvent, ServerFrame},
    model::{Acquaintance, Profile, RoomInfo, RoomKind},
};

use crate::common::{Answer, Client, Http, TestServer, nonce, percent};

mod words;

/// Somebody with a session and a live link.
struct Guest {
    session: String,
    client: Client,
}

impl Guest {
    async fn of(server: &TestServer, name: &str) -> Self {
        let session = server.http().join(name).await;
        let client = Client::connect(server.address, &session).await;
        Self { session, client }
    }

    fn id(&self) -> UserId {
        self.client.me.id
    }

    async fn enter(&mut self, room: RoomId) -> RoomInfo {
        self.client
            .send(&ClientFrame::EnterRoom { room, cursor: None })
            .await;
        self.client
            .until(|frame| match frame {
                ServerFrame::RoomDescribed { room } => Some(room.clone()),
                ServerFrame::Rejected { .. } => panic!("{frame:?}"),
                _ => None,
            })
            .await
    }

    async fn hears(&mut self, room: RoomId) -> String {
        self.client
            .until(|frame| match frame {
                ServerFrame::Event {
                    room: there,
                    event: RoomEvent::MessagePosted { text, .. },
                    ..
                } if *there == room => Some(text.clone()),
                _ => None,
            })
            .await
    }

    async fn says(&mut self, room: RoomId, number: u64, text: &str) {
        let (nonce, text) = (nonce(number), text.to_owned());
        self.client
            .send(&ClientFrame::PostMessage { room, nonce, text })
            .await;
        self.client.acked(number).await;
    }

    /// Leaves the hall, in which everybody is, and so everybody.
    async fn withdraws(&self, http: &Http) {
        let leave = "/r/1/settings/leave";
        let left = http.post_as(&self.session, leave, "do=leave").await;
        assert_eq!(left.status, 303, "{left:?}");
    }
}

/// The room that an answer leads to.
fn room_of(answer: &Answer) -> RoomId {
    assert_eq!(answer.status, 303, "{answer:?}");
    answer
        .location()
        .strip_prefix("/r/")
        .unwrap()
        .parse()
        .unwrap()
}

fn read<T: serde::de::DeserializeOwned>(answer: &Answer) -> T {
    assert_eq!(answer.status, 200, "{answer:?}");
    serde_json::from_str(&answer.body).unwrap()
}

async fn open(http: &Http, who: &Guest, with: UserId) -> Answer {
    http.post_as(&who.session, &format!("/direct/{with}"), "")
        .await
}

#[tokio::test]
async fn two_people_who_open_their_room_at_one_moment_meet_in_it() {
    let server = TestServer::start().await;
    let http = server.http();
    let (mut ada, mut bao) = (
        Guest::of(&server, "Ada").await,
        Guest::of(&server, "Bao").await,
    );
    let (ours, theirs) = tokio::join!(open(&http, &ada, bao.id()), open(&http, &bao, ada.id()));
    let room = room_of(&ours);
    assert_eq!(room_of(&theirs), room);
    assert_eq!(
        room_of(&open(&http, &ada, bao.id()).await),
        room,
        "and again"
    );

    let (to_ada, to_bao) = (ada.enter(room).await, bao.enter(room).await);
    assert_eq!(
        (to_ada.kind, to_ada.name.as_str()),
        (RoomKind::Direct, "Bao")
    );
    assert_eq!(
        (to_bao.kind, to_bao.name.as_str()),
        (RoomKind::Direct, "Ada")
    );
    ada.says(room, 1, "between us").await;
    assert_eq!(bao.hears(room).await, "between us");
    let page = http.get_as(&bao.session, &format!("/r/{room}")).await;
    assert!(page.body.contains("between us") && page.body.contains("Ada"));

    let eve = Guest::of(&server, "Eve").await;
    let page = http.get_as(&eve.session, &format!("/r/{room}")).await;
    assert_eq!(page.status, 404);
    assert!(!page.body.contains("between us"));
}

#[tokio::test]
async fn who_shares_no_room_is_nobody() {
    let server = TestServer::start().await;
    let http = server.http();
    let (ada, bao) = (
        Guest::of(&server, "Ada").await,
        Guest::of(&server, "Bao").await,
    );
    let eve = Guest::of(&server, "Evangeline").await;
    let before = room_of(&open(&http, &ada, bao.id()).await);
    eve.withdraws(&http).await;
    bao.withdraws(&http).await;
    let nobody = UserId::new(9_999);
    for with in [eve.id(), nobody] {
        assert_eq!(open(&http, &ada, with).await.status, 404);
        let path = format!("/rpc/profile?user={with}");
        let answer = http.get_as(&ada.session, &path).await;
        assert!(answer.status != 200 && !answer.body.contains("Evangeline"));
        let page = http.get_as(&ada.session, &format!("/p/{with}")).await;
        assert_eq!(page.status, 404);
        let form = format!("user={with}&user={}", bao.id());
        assert_eq!(http.post_as(&ada.session, "/new", &form).await.status, 404);
    }
    let found = http.get_as(&ada.session, "/rpc/people?text=").await;
    assert!(!found.body.contains("Evangeline"), "{}", found.body);
    assert!(
        found.body.contains("Bao"),
        "their direct room is a room they share"
    );
    assert_eq!(room_of(&open(&http, &ada, bao.id()).await), before);
    assert_eq!(
        open(&http, &ada, ada.id()).await.status,
        403,
        "with oneself"
    );
    let stranger = http.post_as("", &format!("/direct/{}", bao.id()), "").await;
    assert_eq!((stranger.status, stranger.location()), (303, "/"));
}

#[tokio::test]
async fn people_are_found_by_name_and_handle_and_the_viewer_is_not_among_them() {
    let server = TestServer::start().await;
    let http = server.http();
    let ada = Guest::of(&server, "Ada").await;
    Guest::of(&server, "Ängström").await;
    http.sign_up("zhouming", "correct horse battery").await;
    let find = async |text: &str| {
        let path = format!("/rpc/people?text={}", percent(text));
        let found: Vec<Acquaintance> = read(&http.get_as(&ada.session, &path).await);
        found
            .into_iter()
            .map(|one| one.person.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(find("").await, ["Owner", "zhouming", "Ängström"]);
    assert_eq!(find("äng").await, ["Ängström"]);
    assert_eq!(find("@ZHOU").await, ["zhouming"]);
    assert!(find("ada").await.is_empty());
    let profile = http
        .get_as(&ada.session, "/rpc/profile?user=1&room=1")
        .await;
    let profile: Profile = read(&profile);
    assert_eq!(profile.handle.as_deref(), Some("owner"));
    assert!(profile.role.is_some());
    let room = http
        .get_as(&ada.session, "/rpc/profile?user=1&room=99")
        .await;
    assert_ne!(room.status, 200, "what there is nothing of has no roles");
    assert_ne!(http.get("/rpc/people?text=").await.status, 200);
}

#[tokio::test]
async fn a_few_people_gather_in_a_group_that_is_called_after_them() {
    let server = TestServer::start().await;
    let http = server.http();
    let mut ada = Guest::of(&server, "Ada").await;
    let mut bao = Guest::of(&server, "Bao").await;
    let cem = Guest::of(&server, "Cem").await;
    let gather = async |form: String| http.post_as(&ada.session, "/new", &form).await;
    let group = room_of(&gather(format!("user={}&user={}", bao.id(), cem.id())).await);
    let one = room_of(&gather(format!("user={}&name=x", bao.id())).await);
    let named = gather(format!("user={}&user={}&name=tasting", bao.id(), cem.id())).await;
    let named = room_of(&named);

    let info = bao.enter(group).await;
    assert_eq!(
        (info.kind, info.name.as_str()),
        (RoomKind::Group, "Ada, Cem")
    );
    assert_eq!(bao.enter(named).await.name, "tasting");
    assert_eq!(bao.enter(one).await.kind, RoomKind::Direct);
    ada.enter(group).await;
    ada.says(group, 1, "tea?").await;
    assert_eq!(bao.hears(group).await, "tea?");
    let eve = Guest::of(&server, "Eve").await;
    let page = http.get_as(&eve.session, &format!("/r/{group}")).await;
    assert_eq!(page.status, 404);
    let list = http.get_as(&cem.session, "/").await;
    assert!(
        list.body.contains("Ada, Bao"),
        "the list says whom it is with"
    );
}

#[tokio::test]
async fn a_group_of_nobody_or_of_too_many_is_asked_about_again() {
    let server = TestServer::start().await;
    let http = server.http();
    let ada = Guest::of(&server, "Ada").await;
    let bao = Guest::of(&server, "Bao").await;
    let cem = Guest::of(&server, "Cem").await;
    let crowd: String = (1..=21).map(|n| format!("&user={}", 100 + n)).collect();
    let cases = [
        ("name=tasting".to_owned(), "Choose somebody"),
        (format!("user={}", ada.id()), "Choose somebody"),
        (crowd, "at most 20"),
        (
            format!(
                "user={}&user={}&name={}",
                bao.id(),
                cem.id(),
                "x".repeat(49)
            ),
            "48",
        ),
    ];
    for (form, words) in cases {
        let answer = http.post_as(&ada.session, "/new", &form).await;
        assert_eq!(answer.status, 422, "{form}");
        assert!(answer.body.contains(words), "{form}: {}", answer.body);
    }
    let next = http.get_as(&ada.session, "/r/2").await;
    assert_eq!(next.status, 404, "nothing was made");
}
