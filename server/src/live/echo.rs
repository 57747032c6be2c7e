//! Says everything again, for a suite of tests that knows RFC 6455 and nothing of our frames. The
//! WebSocket is the one of the live door: the same settings, the same reading, the same close.

use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};

use super::{
    road::{End, Road},
    socket::{Socket, Upgrade},
    ws::reader::Message,
};
use crate::wire;

/// The first bytes of messages.
const TEXT: u8 = 0x81;
const BINARY: u8 = 0x82;

/// Where it is.
pub const ECHO_PATH: &str = "/conformance/echo";

/// The suite sends messages of up to 16 MiB, to see whether they come back.
const MESSAGE: usize = 16 * 1024 * 1024;

/// Makes a request a WebSocket that says everything again, to anybody.
pub async fn echo(mut request: Request) -> Response {
    let (upgrade, answer) = match Upgrade::of(&mut request) {
        Ok(both) => both,
        Err(refusal) => return refusal.into_response(),
    };
    tokio::spawn(async move {
        let Some(mut socket) = upgrade.up_to(MESSAGE).socket().await else {
            return;
        };
        if let End::Close(reason) = repeat(&mut socket).await {
            socket.end(reason).await;
        }
    });
    answer
}

async fn repeat(socket: &mut Socket) -> End {
    loop {
        let said = match socket.next().await {
            Ok(Message::Text(text)) => socket.say(wire::message(TEXT, text.as_bytes())).await,
            Ok(Message::Binary(bytes)) => socket.say(wire::message(BINARY, &bytes)).await,
            Ok(_) => Ok(()),
            Err(end) => Err(end),
        };
        if let Err(end) = said {
            return end;
        }
    }
}
