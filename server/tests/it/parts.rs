//! Which files of the app a page waits for.

use crate::common::TestServer;

/// The file that a room and the list of rooms do without.
const PARTS: &str = "\"/pkg/split_parts.0123456789abcdefABCDEF.wasm\"";

#[tokio::test]
async fn a_page_says_which_files_it_waits_for() {
    let server = TestServer::start().await;
    let http = server.http();
    let ada = http.join("Ada").await;
    for path in ["/", "/r/1", "/r/99"] {
        let page = http.get_as(&ada, path).await.body;
        assert!(page.contains("/pkg/teahouse."), "{path}");
        assert!(!page.contains("data-parts"), "{path}");
        assert!(!page.contains(PARTS), "{path}");
    }
    for (session, path) in [
        ("", "/"),
        ("", "/signup"),
        ("", "/doctor"),
        (&ada, "/settings/profile"),
        (&ada, "/new"),
        (&ada, "/rooms"),
        (&ada, "/nowhere"),
    ] {
        let page = http.get_as(session, path).await.body;
        assert!(page.contains("data-parts=\"\""), "{path}");
        assert!(page.contains(PARTS), "{path}");
    }
}
