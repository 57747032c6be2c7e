//! The system is watched while the server works: no byte of a message, and no acknowledgement,
//! leaves before the log that holds it is on the disk.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use crate::common::{Client, Http, Process, TEAHOUSE, a_site, nonce, serving};

mod trace;

use trace::{Step, complaint, steps};

/// Says its number, then becomes the server.
const NUMBERED: &str = "echo \"pid $$\" >&2; exec \"$0\"";

const CALLS: &str = "trace=write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync";

/// Whether processes may be watched here. Containers often forbid it.
fn may_watch() -> bool {
    let mut watched = Command::new("strace");
    watched.args(["-o", "/dev/null", "true"]);
    let status = watched.stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

fn watched(recording: &Path, data: &Path, site: &Path) -> Process {
    let mut command = serving("strace", data, site, "info");
    command.args(["-f", "-y", "-xx", "-s", "16384", "-e", CALLS, "-o"]);
    command.arg(recording);
    command.args(["sh", "-c", NUMBERED, TEAHOUSE]);
    Process::start(command)
}

/// Numbers whose bytes are found nowhere else.
const FIRST: u64 = 0x7EA0_5EED_7EA0_0001;

fn text(number: u64) -> String {
    format!("<message {number:x}>")
}

#[tokio::test]
async fn nobody_is_told_before_the_log_is_on_the_disk() {
    if !may_watch() {
        // `make test` says so too, where it is seen.
        println!("SKIPPED: strace is missing or not permitted here");
        return;
    }
    let (data, site) = (tempfile::tempdir().unwrap(), a_site());
    let recording = data.path().join("strace.txt");
    let server = watched(&recording, &data.path().join("house"), site.path());
    let http = Http::new(server.address);
    http.set_up().await;
    let mut ada = Client::connect(server.address, &http.join("Ada").await).await;
    let mut bao = Client::connect(server.address, &http.join("Bao").await).await;
    ada.enter(None).await;
    bao.enter(None).await;
    let last = FIRST + 79;
    // One by one, then as many at a time as a connection may have on their way.
    for number in FIRST..FIRST + 20 {
        ada.post(number, &text(number)).await;
        ada.acked(number).await;
    }
    for number in FIRST + 20..=last {
        ada.post(number, &text(number)).await;
    }
    ada.acked(last).await;
    while bao.message().await.2 != text(last) {}
    server.kill();
    let steps = steps(&fs::read_to_string(&recording).unwrap());
    let unsynced: Vec<_> = steps.iter().filter(|s| !is_sync(s)).cloned().collect();
    for number in FIRST..=last {
        // The acknowledgement has the nonce, what everybody sees has the text.
        for mark in [&nonce(number).as_bytes()[8..], text(number).as_bytes()] {
            assert_eq!(complaint(&steps, mark), None, "{}", text(number));
            assert!(
                complaint(&unsynced, mark).is_some(),
                "a recording without syncs"
            );
        }
    }
    let syncs = steps.iter().filter(|step| matches!(step, Step::Synced(_)));
    assert!(
        syncs.count() >= 21,
        "each of the first 20 had a sync of its own"
    );
}

fn is_sync(step: &Step) -> bool {
    matches!(step, Step::Syncing(_) | Step::Synced(_))
}
