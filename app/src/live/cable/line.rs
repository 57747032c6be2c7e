//! A link that is carried by requests: one that hears, and one at a time that speaks, so that
//! what is said arrives in its order.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    future::Future,
    rc::Rc,
};

use gloo_net::http::{Method, RequestBuilder, Response};
use js_sys::Uint8Array;
use leptos::task::spawn_local;
use shared::{limits, parcel};
use web_sys::AbortController;

use super::{LOST, Report};
use crate::address::at;

/// The cable's hold on a line.
pub(super) struct Line(Rc<Inner>);

/// What hearing and speaking share.
pub(super) struct Inner {
    report: Box<dyn Fn(Report)>,
    requests: AbortController,
    /// The server's name for the link, once it has one.
    link: RefCell<Option<String>>,
    /// Frames to be said.
    waiting: RefCell<VecDeque<Vec<u8>>>,
    is_speaking: Cell<bool>,
    is_over: Cell<bool>,
}

impl Line {
    /// Begins to hear; `hear` is ready with the code of the end.
    pub fn open<F>(
        report: impl Fn(Report) + 'static,
        hear: impl FnOnce(Rc<Inner>) -> F + 'static,
    ) -> Option<Self>
    where
        F: Future<Output = u16> + 'static,
    {
        let inner = Rc::new(Inner {
            report: Box::new(report),
            requests: AbortController::new().ok()?,
            link: RefCell::default(),
            waiting: RefCell::default(),
            is_speaking: Cell::default(),
            is_over: Cell::default(),
        });
        let heard = Rc::clone(&inner);
        spawn_local(async move {
            let code = hear(Rc::clone(&heard)).await;
            heard.end(code);
        });
        Some(Self(inner))
    }

    /// Sends a frame after those before it.
    pub fn say(&self, frame: Vec<u8>) {
        self.0.waiting.borrow_mut().push_back(frame);
        self.0.speak();
    }

    /// Ends it; the report follows.
    pub fn close(&self) {
        let inner = Rc::clone(&self.0);
        spawn_local(async move { inner.end(LOST) });
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.0.is_over.set(true);
        self.0.requests.abort();
    }
}

impl Inner {
    /// The server gave the link a name: from here on there is somebody to speak to.
    pub fn named(self: &Rc<Self>, link: String) {
        *self.link.borrow_mut() = Some(link);
        self.speak();
    }

    /// Hands over something that was heard.
    pub fn report(&self, report: Report) {
        if !self.is_over.get() {
            (self.report)(report);
        }
    }

    /// Hands over the frames of a parcel; how many there were. `None` when it is torn.
    pub fn deliver(&self, bytes: &[u8]) -> Option<u64> {
        let frames = parcel::unpack(bytes).ok()?;
        for frame in &frames {
            self.report(Report::Bytes(frame.to_vec()));
        }
        u64::try_from(frames.len()).ok()
    }

    /// Asks something of the server; `None` when nothing comes back.
    pub async fn request(&self, method: Method, path: &str, body: &[u8]) -> Option<Response> {
        let signal = self.requests.signal();
        let request = RequestBuilder::new(&at(path))
            .method(method.clone())
            .abort_signal(Some(&signal));
        let request = match method {
            Method::GET => request.build(),
            _ => request.body(Uint8Array::from(body)),
        };
        request.ok()?.send().await.ok()
    }

    fn end(&self, code: u16) {
        if !self.is_over.replace(true) {
            self.requests.abort();
            (self.report)(Report::Closed(code));
        }
    }

    /// Says what waits, unless that is being done.
    fn speak(self: &Rc<Self>) {
        let Some(link) = self.link.borrow().clone() else {
            return;
        };
        if self.is_over.get() || self.is_speaking.replace(true) {
            return;
        }
        let inner = Rc::clone(self);
        spawn_local(async move {
            let path = format!("{}?link={link}", limits::SAY_PATH);
            while let Some(parcel) = inner.next_parcel() {
                let answer = inner.request(Method::POST, &path, &parcel).await;
                if let Some(code) = failure(answer.as_ref()) {
                    inner.end(code);
                    return;
                }
            }
            inner.is_speaking.set(false);
        });
    }

    fn next_parcel(&self) -> Option<Vec<u8>> {
        let mut waiting = self.waiting.borrow_mut();
        let mut parcel = Vec::new();
        while let Some(frame) = waiting.front() {
            let length = parcel.len().saturating_add(frame.len());
            if !parcel.is_empty() && length > limits::FRAME_BYTES {
                break;
            }
            parcel::pack(&mut parcel, frame);
            waiting.pop_front();
        }
        (!parcel.is_empty()).then_some(parcel)
    }
}

/// The code of the end that an answer means; `None` when it is a good one.
pub(super) fn failure(answer: Option<&Response>) -> Option<u16> {
    let Some(answer) = answer else {
        return Some(LOST);
    };
    if answer.ok() {
        return None;
    }
    let said = answer.headers().get(limits::CLOSE_HEADER);
    Some(said.and_then(|code| code.parse().ok()).unwrap_or(LOST))
}
