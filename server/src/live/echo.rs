//! Says everything again, for a suite of tests that knows RFC 6455 and nothing of our frames. The
//! WebSocket is the one of the live door: the same settings, the same reading, the same close.

use axum::{
    extract::ws::{Message, WebSocketUpgrade},
    response::Response,
};

use super::{
    road::{End, Road},
    socket::{self, Socket},
};

/// Where it is.
pub const ECHO_PATH: &str = "/conformance/echo";

/// The suite sends messages of up to 16 MiB, to see whether they come back.
const MESSAGE: usize = 16 * 1024 * 1024;

/// Makes a request a WebSocket that says everything again, to anybody.
pub async fn echo(upgrade: WebSocketUpgrade) -> Response {
    let upgrade = socket::configure(upgrade)
        .max_message_size(MESSAGE)
        .max_frame_size(MESSAGE)
        .max_write_buffer_size(2 * MESSAGE);
    upgrade.on_upgrade(async |socket| {
        let mut socket = Socket::new(socket);
        if let End::Close(reason) = repeat(&mut socket).await {
            socket.end(reason).await;
        }
    })
}

async fn repeat(socket: &mut Socket) -> End {
    loop {
        let said = match socket.next().await {
            Ok(message @ (Message::Text(_) | Message::Binary(_))) => socket.say(message).await,
            Ok(_) => Ok(()),
            Err(end) => Err(end),
        };
        if let Err(end) = said {
            return end;
        }
    }
}
