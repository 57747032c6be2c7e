//! Pieces of pages that are made once for many: whoever comes first decides how none of them looks to others.

use crate::common::{Http, TestServer, nonce};

/// What is around a log, where the pieces are: each from its beginning to its end.
const AROUND: [(&str, &str); 5] = [RAIL, LIST, HEAD, MEMBERS, FOOT];
const RAIL: (&str, &str) = ("data-region=\"rail\"", "</nav>");
const LIST: (&str, &str) = ("data-region=\"list\"", "</aside>");
const HEAD: (&str, &str) = ("<header class=\"head\"", "</header>");
const MEMBERS: (&str, &str) = ("data-region=\"members\"", "</aside>");
const FOOT: (&str, &str) = ("<div class=\"composer__foot\"", "</form>");

/// Whose page, in which language and theme, and which.
type Look<'a> = (&'a str, &'a str, &'a str);

const PATHS: [&str; 6] = ["/r/1", "/r/2", "/", "/new", "/r/1?m=1", "/settings/profile"];
const WAYS: [&str; 3] = [LIGHT, DARK, CHINESE];
const LIGHT: &str = "lang=en; theme=light";
const DARK: &str = "lang=en; theme=dark";
const CHINESE: &str = "lang=zh-CN; theme=light";

/// A house with a second room, in which only Ada has been. Bao has written to her in the hall, where she and Cho have
/// not looked: to Cho it is unread, to her it is a mention.
async fn house(http: &Http) -> [String; 3] {
    let ada = http.owner().await;
    let (bao, cho) = (http.join("Bao").await, http.join("Cho").await);
    done(http, &ada, "/rooms", "name=kitchen").await;
    say(http, &bao, 1, "hello+@owner", 1).await;
    say(http, &ada, 2, "tea", 2).await;
    [ada, bao, cho]
}

async fn done(http: &Http, who: &str, path: &str, form: &str) {
    let answer = http.post_as(who, path, form).await;
    assert_eq!(answer.status, 303, "{path}: {}", answer.body);
}

async fn say(http: &Http, who: &str, room: u64, text: &str, number: u8) {
    let form = format!("text={text}&nonce={}", nonce(number.into()));
    done(http, who, &format!("/r/{room}/messages"), &form).await;
}

/// Each region of a page, where it has one.
async fn around(http: &Http, (person, way, path): Look<'_>) -> Vec<Option<String>> {
    let page = http.get_as(&format!("{person}; {way}"), path).await;
    assert_eq!(page.status, 200, "{path}");
    let piece = |(start, end): (&str, &str)| {
        let (_, rest) = page.body.split_once(start)?;
        Some(rest.split_once(end)?.0.to_owned())
    };
    AROUND.into_iter().map(piece).collect()
}

fn looks<'a>(people: &'a [String], ways: &'a [&'a str]) -> Vec<(usize, Look<'a>)> {
    let mut looks = Vec::new();
    for (at, person) in people.iter().enumerate() {
        for way in ways {
            looks.extend(PATHS.map(|path| (at, (person.as_str(), *way, path))));
        }
    }
    looks
}

/// Each page as a house makes it that was asked for nothing before, and as one makes it that was asked for all the
/// others. A piece that depends on more than it says would be that of whoever asked first.
#[tokio::test]
async fn whoever_asks_first_changes_nothing_for_those_after_them() {
    let server = TestServer::start().await;
    let http = server.http();
    let people = house(&http).await;
    let looks = looks(&people, &WAYS);
    let mut expected = Vec::new();
    for (at, (_, way, path)) in &looks {
        let fresh = TestServer::start().await;
        let fresh = fresh.http();
        let others = house(&fresh).await;
        let regions = around(&fresh, (others[*at].as_str(), *way, *path)).await;
        let count = regions.iter().flatten().count();
        let is_hall = path.starts_with("/r/1");
        assert!(count == AROUND.len() || count > 1 && !is_hall, "{path}");
        expected.push(regions);
    }
    for _ in 0..2 {
        for ((_, look), expected) in looks.iter().zip(&expected) {
            let (_, way, path) = look;
            assert_eq!(&around(&http, *look).await, expected, "{way} {path}");
        }
    }
}

/// The comparison above would also hold if all pages were the same.
#[tokio::test]
async fn pages_differ_in_what_pieces_depend_on() {
    let server = TestServer::start().await;
    let http = server.http();
    let [ada, _, cho] = house(&http).await;
    let differing = async |look: Look<'_>, from: &[Option<String>]| {
        let found = around(&http, look).await;
        let pairs = AROUND.iter().zip(found.iter().zip(from));
        let differing = pairs.filter(|(_, (one, other))| one != other);
        differing.map(|(region, _)| *region).collect::<Vec<_>>()
    };
    let is_called = async |person: &str| {
        let regions = around(&http, (person, LIGHT, "/new")).await;
        regions[1].as_ref().unwrap().contains("class=\"badge")
    };
    assert!(is_called(&ada).await && !is_called(&cho).await);
    let first = around(&http, (&ada, LIGHT, "/r/1")).await;
    let dark = differing((&ada, DARK, "/r/1"), &first).await;
    assert_eq!(dark, [RAIL]);
    let chinese = differing((&ada, CHINESE, "/r/1"), &first).await;
    assert_eq!(chinese, AROUND);
    let other_room = differing((&ada, LIGHT, "/r/2"), &first).await;
    assert!(other_room.contains(&LIST) && other_room.contains(&FOOT));
    assert!(differing((&ada, LIGHT, "/r/1"), &first).await.is_empty());
}

/// What is the same room or house is not called so for ever.
#[tokio::test]
async fn pieces_show_what_things_are_called_now() {
    let server = TestServer::start().await;
    let http = server.http();
    let [ada, ..] = house(&http).await;
    let list = async || {
        let mut regions = around(&http, (&ada, LIGHT, "/r/1")).await;
        regions.swap_remove(1).unwrap()
    };
    let before = list().await;
    assert!(before.contains("kitchen") && !before.contains("Pavilion"));
    let form = "do=save&name=cellar&topic=&writers=everyone";
    done(&http, &ada, "/r/2/settings/general", form).await;
    done(
        &http,
        &ada,
        "/settings/house",
        "house=Pavilion&guests=on&sign_up=open",
    )
    .await;
    let after = list().await;
    assert!(after.contains("cellar") && !after.contains("kitchen"));
    assert!(after.contains("Pavilion"));
    done(&http, &ada, "/r/2/settings/general", "do=archive").await;
    assert!(list().await.contains("sidebar__row--archived"));
}
