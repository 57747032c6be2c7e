//! Pieces of pages that are made once for everybody: whoever comes first decides how none of them looks to others.

use crate::common::{Http, TestServer, nonce};

/// What is around a log, where the pieces are: each from its beginning to its end.
const AROUND: [(&str, &str); 5] = [
    ("data-region=\"rail\"", "</nav>"),
    ("data-region=\"list\"", "</aside>"),
    ("<header class=\"head\"", "</header>"),
    ("data-region=\"members\"", "</aside>"),
    ("<div class=\"composer__foot\"", "</form>"),
];

/// Whose page, in which language and theme, and which.
type Look<'a> = (&'a str, &'a str, &'a str);

const PATHS: [&str; 6] = ["/r/1", "/r/2", "/", "/new", "/r/1?m=1", "/settings/profile"];
const WAYS: [&str; 3] = [
    "lang=en; theme=light",
    "lang=en; theme=dark",
    "lang=zh-CN; theme=light",
];

/// A house in which Ada has opened a second room and said something in both, which Bao has not read.
async fn house(http: &Http) -> [String; 2] {
    let (ada, bao) = (http.join("Ada").await, http.join("Bao").await);
    let opened = http.post_as(&ada, "/rooms", "name=kitchen").await;
    assert_eq!(opened.status, 303);
    for (room, text, number) in [(1, "hello+@Bao", 1), (2, "tea", 2)] {
        let form = format!("text={text}&nonce={}", nonce(number));
        let said = http
            .post_as(&ada, &format!("/r/{room}/messages"), &form)
            .await;
        assert_eq!(said.status, 303);
    }
    [ada, bao]
}

async fn around(http: &Http, (person, way, path): Look<'_>) -> Vec<String> {
    let page = http.get_as(&format!("{person}; {way}"), path).await;
    assert_eq!(page.status, 200, "{path}");
    let piece = |(start, end): (&str, &str)| {
        let (_, rest) = page.body.split_once(start)?;
        Some(rest.split_once(end)?.0.to_owned())
    };
    AROUND.into_iter().filter_map(piece).collect()
}

fn looks(people: &[String]) -> Vec<Look<'_>> {
    let mut looks = Vec::new();
    for person in people {
        for way in WAYS {
            looks.extend(PATHS.map(|path| (person.as_str(), way, path)));
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
    let looks = looks(&people);
    let mut expected = Vec::new();
    for (person, way, path) in &looks {
        let fresh = TestServer::start().await;
        let fresh = fresh.http();
        let others = house(&fresh).await;
        let is_same = |(one, _): &(&String, &String)| one == person;
        let (_, other) = people.iter().zip(&others).find(is_same).unwrap();
        expected.push(around(&fresh, (other, way, path)).await);
    }
    for _ in 0..2 {
        for ((person, way, path), expected) in looks.iter().zip(&expected) {
            let found = around(&http, (person, way, path)).await;
            assert_eq!(&found, expected, "{way} {path}");
        }
    }
}

/// The comparison above would also hold if all pages were the same.
#[tokio::test]
async fn pages_differ_in_what_pieces_depend_on() {
    let server = TestServer::start().await;
    let http = server.http();
    let [ada, bao] = house(&http).await;
    let [light, dark, chinese] = WAYS;
    let first = around(&http, (&ada, light, "/r/1")).await;
    assert_eq!(first.len(), AROUND.len());
    for other in [
        (&ada, light, "/r/2"),
        (&ada, dark, "/r/1"),
        (&ada, chinese, "/r/1"),
        (&bao, light, "/r/1"),
    ] {
        let (person, way, path) = other;
        let found = around(&http, (person, way, path)).await;
        assert_ne!(found, first, "{way} {path}");
    }
}
