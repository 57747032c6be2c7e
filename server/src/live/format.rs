//! How the frames of one connection are written: the same frames in both, chosen once in the
//! handshake. Everything behind this speaks frames, everything before it speaks messages.

use axum::http::{HeaderMap, header};
use bytes::Bytes;
use shared::{
    codec::{self, Bounded, CodecError},
    frame::{ClientFrame, CloseReason, ServerFrame},
    limits,
};

use super::handshake::lists;
use crate::wire;

/// The first byte of a text message in one frame.
const TEXT: u8 = 0x81;

/// The subprotocols that are spoken here; the app's own first.
pub(super) const SUBPROTOCOLS: [&str; 2] = [limits::SUBPROTOCOL, limits::SUBPROTOCOL_JSON];

/// What a frame is on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Binary messages in the codec's format.
    Bincode,
    /// Text messages in JSON.
    Json,
}

impl Format {
    /// The first of [`SUBPROTOCOLS`] that a handshake offers.
    pub(super) fn asked_for(headers: &HeaderMap) -> Option<Self> {
        let offers = |format: &Self| {
            let name = format.subprotocol();
            lists(headers, header::SEC_WEBSOCKET_PROTOCOL, name)
        };
        [Self::Bincode, Self::Json].into_iter().find(offers)
    }

    /// The name it is agreed on by.
    pub(super) const fn subprotocol(self) -> &'static str {
        match self {
            Self::Bincode => limits::SUBPROTOCOL,
            Self::Json => limits::SUBPROTOCOL_JSON,
        }
    }

    /// The command in a binary message.
    ///
    /// # Errors
    /// Why the connection that sent it ends.
    pub(super) fn read_binary(self, bytes: &[u8]) -> Result<ClientFrame, CloseReason> {
        match self {
            Self::Bincode => codec::decode_client(bytes).map_err(|error| reason(&error)),
            Self::Json => Err(CloseReason::BinaryFrame),
        }
    }

    /// The command in a text message.
    ///
    /// # Errors
    /// Why the connection that sent it ends.
    pub(super) fn read_text(self, text: &str) -> Result<ClientFrame, CloseReason> {
        match self {
            Self::Bincode => Err(CloseReason::TextFrame),
            Self::Json => {
                let malformed = CloseReason::MalformedFrame;
                let frame: ClientFrame = serde_json::from_str(text).map_err(|_| malformed)?;
                frame.check_lists().map_err(|_| malformed)?;
                Ok(frame)
            }
        }
    }

    /// Messages for what the outbox has. Frames are encoded once for everybody, in the format of
    /// the many; the few who want JSON pay for its translation themselves.
    pub(super) fn write(self, queued: Vec<Bytes>) -> Vec<Bytes> {
        match self {
            Self::Bincode => queued,
            Self::Json => {
                let frames = queued.into_iter().flat_map(wire::frames);
                let texts = frames.map(|frame| wire::message(TEXT, json(&frame).as_bytes()));
                texts.collect()
            }
        }
    }
}

fn reason(error: &CodecError) -> CloseReason {
    match error {
        CodecError::UnknownVersion(_) => CloseReason::UnknownVersion,
        CodecError::TooLarge(_) => CloseReason::FrameTooLarge,
        CodecError::Empty
        | CodecError::Malformed(_)
        | CodecError::TrailingBytes(_)
        | CodecError::ListTooLong(_) => CloseReason::MalformedFrame,
    }
}

/// What this server encoded, it can read; should it ever not, that is logged and becomes a
/// harmless frame, as in [`crate::wire`].
fn json(frame: &[u8]) -> String {
    let frame = codec::decode_server(frame).map_err(|error| error.to_string());
    let text = frame.and_then(|frame| to_text(&frame));
    text.unwrap_or_else(|error| {
        tracing::error!(%error, "a frame was not sent");
        r#""Ponged""#.to_owned()
    })
}

fn to_text(frame: &ServerFrame) -> Result<String, String> {
    serde_json::to_string(frame).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use shared::{Epoch, RoomId, Seq, frame::Cursor};

    use super::*;

    fn read(text: &str) -> Result<ClientFrame, CloseReason> {
        Format::Json.read_text(text)
    }

    #[test]
    fn an_epoch_beyond_what_javascript_counts_survives() {
        let largest = u64::from(u32::MAX) << 31 | 1;
        let text =
            format!(r#"{{"EnterRoom":{{"room":1,"cursor":{{"epoch":"{largest}","seq":7}}}}}}"#);
        let cursor = Cursor {
            epoch: Epoch::new(largest),
            seq: Seq::new(7),
        };
        let frame = ClientFrame::EnterRoom {
            room: RoomId::new(1),
            cursor: Some(cursor),
        };
        assert_eq!(read(&text), Ok(frame.clone()));
        assert_eq!(serde_json::to_string(&frame).unwrap(), text);
        assert!(read(&text.replace('"', "")).is_err());
        let number = text.replace(&format!("\"{largest}\""), &largest.to_string());
        assert_eq!(read(&number), Err(CloseReason::MalformedFrame));
    }

    #[test]
    fn whatever_is_not_exactly_a_command_is_malformed() {
        for good in [r#""Ping""#, r#" {"LeaveRoom": {"room": 1}} "#] {
            assert!(read(good).is_ok(), "{good}");
        }
        let many = format!(r#"{{"DescribePeople":{{"users":{:?}}}}}"#, [1; 51]);
        let deep = "[".repeat(60_000);
        for bad in [
            "",
            "null",
            "Ping",
            r#""Welcomed""#,
            r#""ping""#,
            r#"{"Ping":1}"#,
            r#""Ping" "Ping""#,
            r#"{"LeaveRoom":{"room":1},"Ping":null}"#,
            r#"{"LeaveRoom":{}}"#,
            r#"{"LeaveRoom":{"room":1,"room":2}}"#,
            r#"{"LeaveRoom":{"room":1,"as":2}}"#,
            r#"{"LeaveRoom":{"room":-1}}"#,
            r#"{"LeaveRoom":{"room":1.5}}"#,
            r#"{"LeaveRoom":{"room":18446744073709551616}}"#,
            r#"{"EnterRoom":{"room":1,"cursor":{"epoch":"1","seq":1,"x":1}}}"#,
            r#"{"PostMessage":{"room":1,"nonce":"00","text":""}}"#,
            &many,
            &deep,
        ] {
            assert_eq!(read(bad), Err(CloseReason::MalformedFrame), "{bad:.80}");
        }
    }

    #[test]
    fn each_format_refuses_the_messages_of_the_other() {
        let ping = codec::encode(&ClientFrame::Ping).unwrap();
        let text = r#""Ping""#;
        assert_eq!(Format::Bincode.read_binary(&ping), Ok(ClientFrame::Ping));
        assert_eq!(Format::Json.read_text(text), Ok(ClientFrame::Ping));
        let refused = Format::Json.read_binary(&ping);
        assert_eq!(refused, Err(CloseReason::BinaryFrame));
        let refused = Format::Bincode.read_text(text);
        assert_eq!(refused, Err(CloseReason::TextFrame));
    }

    #[test]
    fn the_substitute_is_a_ponged() {
        assert_eq!(json(b"nonsense"), to_text(&ServerFrame::Ponged).unwrap());
    }
}
