//! The browser's WebSocket, as little of it as needed.

use shared::limits;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

use super::Report;
use crate::address::at;

/// A socket, silent and closed once it is dropped.
pub(super) struct Socket {
    socket: WebSocket,
    /// Kept for as long as the socket may call them.
    _bytes: Closure<dyn Fn(MessageEvent)>,
    _closed: Closure<dyn Fn(CloseEvent)>,
}

impl Socket {
    /// Begins to connect; `None` where the browser refuses to.
    pub fn connect(query: &str, report: impl Fn(Report) + Clone + 'static) -> Option<Self> {
        let url = format!("{}{query}", url()?);
        let socket = WebSocket::new_with_str(&url, limits::SUBPROTOCOL).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let bytes = Closure::<dyn Fn(MessageEvent)>::new({
            let report = report.clone();
            move |event: MessageEvent| {
                // A text frame is none of ours: as no bytes it is refused like any bad frame.
                let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
                report(Report::Bytes(bytes));
            }
        });
        let closed = Closure::<dyn Fn(CloseEvent)>::new(move |event: CloseEvent| {
            report(Report::Closed(event.code()));
        });
        socket.set_onmessage(Some(bytes.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        Some(Self {
            socket,
            _bytes: bytes,
            _closed: closed,
        })
    }

    /// Sends a frame.
    pub fn send(&self, frame: &[u8]) {
        // Fails only before it is open, when nothing is sent yet.
        let _ = self.socket.send_with_u8_array(frame);
    }

    /// Begins to close; the report of it follows.
    pub fn close(&self) {
        // Fails only for a code or a reason that is not allowed, and there is none.
        let _ = self.socket.close();
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        self.close();
    }
}

fn url() -> Option<String> {
    let location = web_sys::window()?.location();
    let scheme = if location.protocol().ok()? == "https:" {
        "wss"
    } else {
        "ws"
    };
    let host = location.host().ok()?;
    Some(format!("{scheme}://{host}{}", at(limits::LIVE_PATH)))
}
