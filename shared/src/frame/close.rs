//! Why the server ends a connection. Sent as the WebSocket close code; 4000 to 4999 are
//! free for applications to use (RFC 6455, section 7.4.2). What breaks that RFC itself gets the
//! codes that it has for that.

/// What a client may do after a close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reconnect {
    /// Connect again right away and resume.
    AtOnce,
    /// Connect again after a random delay, as after a lost connection.
    Later,
    /// Do not connect again by itself: it would end the same way.
    Never,
}

macro_rules! close_reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal;)+) => {
        /// Why the server ended a connection: a number, a sentence, and a rule.
        /// Codes below 4500 allow a client to come back, codes from 4500 on do not.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum CloseReason {
            $($(#[$doc])* $name,)+
        }

        impl CloseReason {
            /// Every reason, by code.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The number on the wire. Never reused.
            #[must_use]
            pub const fn code(self) -> u16 {
                match self {
                    $(Self::$name => $code,)+
                }
            }

            /// One sentence for logs and developers; under 123 bytes, as a close frame demands.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

close_reasons! {
    /// WebSocket framing itself was violated.
    BadFraming = 1002, "the WebSocket protocol was violated";
    /// Text, or a reason to close, that is not UTF-8.
    NotUtf8 = 1007, "text was not UTF-8";
    /// The server is shutting down or being replaced.
    ServerRestarting = 4000, "the server is restarting";
    /// The client reads more slowly than its rooms talk.
    SlowReader = 4001, "the connection reads too slowly; resume where it stopped";
    /// Nothing was heard from the client for too long.
    SilenceTooLong = 4002, "nothing was heard for too long";
    /// Something went wrong that is not the client's fault.
    ServerFault = 4003, "the server could not go on with this connection";
    /// The server has as many connections as it can hold.
    TooManyConnections = 4004, "the server is full; try later";
    /// Bytes that are not a frame.
    MalformedFrame = 4500, "a frame could not be decoded";
    /// More bytes than a frame may have.
    FrameTooLarge = 4501, "a frame was larger than 65536 bytes";
    /// A version of the frames that this server does not speak.
    UnknownVersion = 4502, "the frame's version is not spoken here";
    /// A text frame where only binary ones are understood.
    TextFrame = 4503, "this subprotocol has binary frames only";
    /// The session ended: signed out, revoked or expired.
    SignedOut = 4504, "the session has ended; sign in again";
    /// A road was not used as agreed on.
    ProtocolViolation = 4505, "the protocol was violated";
    /// A binary frame where only text is understood.
    BinaryFrame = 4506, "this subprotocol has text frames only";
}

impl CloseReason {
    /// What the client may do next.
    #[must_use]
    pub const fn reconnect(self) -> Reconnect {
        match self {
            Self::SlowReader | Self::SilenceTooLong => Reconnect::AtOnce,
            _ if self.code() < 4500 => Reconnect::Later,
            _ => Reconnect::Never,
        }
    }

    /// The reason behind a close code; `None` for codes of other versions and of networks.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|reason| reason.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_ascending_and_private_or_of_the_rfc() {
        assert!(
            CloseReason::ALL
                .windows(2)
                .all(|w| w[0].code() < w[1].code())
        );
        for reason in CloseReason::ALL {
            let is_private = (4000..5000).contains(&reason.code());
            assert!(is_private || [1002, 1007].contains(&reason.code()));
            assert_eq!(CloseReason::from_code(reason.code()), Some(*reason));
            assert!(reason.text().len() <= 123);
        }
    }

    #[test]
    fn the_code_alone_says_whether_to_come_back() {
        for reason in CloseReason::ALL {
            let may_return = reason.reconnect() != Reconnect::Never;
            assert_eq!(may_return, reason.code() < 4500, "{reason:?}");
        }
    }
}
