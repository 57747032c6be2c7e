//! What a page is made of is read once, and comes along with it as it was read: a page whose
//! data were read again would not be the one that the browser makes of them.

use std::collections::BTreeSet;

use crate::common::{Http, TestServer};

/// How often each page is asked for. What is read twice where it happens to come at once is
/// so about every third time.
const TIMES: usize = 20;

/// The numbers of what comes along with a page, in their order.
fn enclosed(html: &str) -> Vec<usize> {
    let rest = html.split("__RESOLVED_RESOURCES[").skip(1);
    let numbers = rest.filter_map(|rest| rest.split(']').next()?.parse().ok());
    numbers.collect()
}

async fn asked_often(http: &Http, session: &str, path: &str) -> BTreeSet<Vec<usize>> {
    let mut seen = BTreeSet::new();
    for _ in 0..TIMES {
        let page = http.get_as(session, path).await;
        assert_eq!(page.status, 200, "{path}");
        seen.insert(enclosed(&page.body));
    }
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_page_comes_with_what_it_was_made_of_and_nothing_twice() {
    let server = TestServer::start().await;
    let http = server.http();
    // Who has every page.
    let session = http.owner().await;
    // The first is what every page needs, the second what this one shows.
    for path in [
        "/r/1",
        "/r/1/settings/members",
        "/rooms",
        "/new",
        "/p/1",
        "/doctor",
        "/settings/devices",
        "/settings/bots",
        "/settings/house",
    ] {
        let seen = asked_often(&http, &session, path).await;
        assert_eq!(seen, BTreeSet::from([vec![0, 1]]), "{path}");
    }
    let lobby = asked_often(&http, &session, "/").await;
    assert_eq!(lobby, BTreeSet::from([vec![0]]));
}

/// The rooms of the house come with the page that shows them; the live link tells the others of them.
#[tokio::test]
async fn a_page_that_does_not_show_the_rooms_of_the_house_comes_without_them() {
    let server = TestServer::start().await;
    let http = server.http();
    let (ada, bao) = (http.join("Ada").await, http.join("Bao").await);
    let opened = http.post_as(&ada, "/rooms", "name=kitchen").await;
    assert_eq!(opened.status, 303);
    let names_it = async |session: &str, path: &str| {
        let page = http.get_as(session, path).await;
        assert_eq!(page.status, 200, "{path}");
        page.body.contains("kitchen")
    };
    for path in ["/", "/join", "/sign-in"] {
        assert!(names_it(&bao, path).await, "{path}");
    }
    for path in ["/r/1", "/new", "/settings/profile"] {
        assert!(!names_it(&bao, path).await, "{path}");
    }
    // It is in the list of one's own rooms.
    assert!(names_it(&ada, "/r/1").await);
}
