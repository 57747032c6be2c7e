//! Hearing over one answer after the other.

use std::{rc::Rc, time::Duration};

use gloo_net::http::Method;
use shared::limits;

use super::{
    LOST, Report,
    line::{Inner, failure},
};
use crate::browser::time;

/// A request that is cut off after less than this was not cut off for its length.
const LEAST_PATIENCE: Duration = Duration::from_secs(4);

/// Seconds by which to stay below the patience of what cut a request off.
const MARGIN: u64 = 2;

/// Hears until the link ends; the code of the end.
pub(super) async fn run(line: Rc<Inner>) -> u16 {
    let answer = line.request(Method::POST, limits::POLL_PATH, &[]).await;
    if let Some(code) = failure(answer.as_ref()) {
        return code;
    }
    let Some(Ok(link)) = (match answer {
        Some(answer) => Some(answer.text().await),
        None => None,
    }) else {
        return LOST;
    };
    line.named(link.clone());
    let mut received = 0_u64;
    let mut wait = limits::POLL.as_secs();
    loop {
        let path = limits::POLL_PATH;
        let path = format!("{path}?link={link}&received={received}&wait={wait}");
        let asked = time::since_load();
        let answer = line.request(Method::GET, &path, &[]).await;
        match hear(&line, answer).await {
            Ok(more) => received = received.saturating_add(more),
            Err(LOST) => {
                // What waits on the way may have less patience than this.
                let held = time::since_load().saturating_sub(asked);
                let shorter = held.as_secs().saturating_sub(MARGIN);
                if held < LEAST_PATIENCE || shorter >= wait {
                    return LOST;
                }
                wait = shorter;
            }
            Err(code) => return code,
        }
    }
}

/// Takes an answer; how many frames were in it, or the code of the end.
async fn hear(line: &Inner, answer: Option<gloo_net::http::Response>) -> Result<u64, u16> {
    if let Some(code) = failure(answer.as_ref()) {
        return Err(code);
    }
    let bytes = match answer {
        Some(answer) => answer.binary().await.map_err(|_| LOST)?,
        None => return Err(LOST),
    };
    line.report(Report::Alive);
    line.deliver(&bytes).ok_or(LOST)
}
