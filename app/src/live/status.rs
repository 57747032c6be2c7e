//! What a person is told about the link.

/// The state of the live link, as shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkStatus {
    /// On the way to the server, or not started yet.
    #[default]
    Connecting,
    /// Frames flow.
    Open,
    /// The link is being taken down, which may take a moment.
    Closing,
    /// No link.
    Closed {
        /// Whole seconds until the next attempt; `None` when none is planned.
        retry_in_s: Option<u32>,
        /// Why.
        reason: ClosedReason,
    },
}

impl LinkStatus {
    /// Whether this machine has no network, so that there is nothing to wait for but that.
    #[must_use]
    pub const fn is_offline(self) -> bool {
        matches!(
            self,
            Self::Closed {
                reason: ClosedReason::Offline,
                ..
            }
        )
    }

    /// The value of `data-link` on `<body>`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Open => "open",
            Self::Closing => "closing",
            Self::Closed { .. } => "closed",
        }
    }
}

/// Why there is no link, in the terms that a banner words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedReason {
    /// It broke, or could not be made.
    Lost,
    /// The browser says that this machine has no network.
    Offline,
    /// The server said that it is being restarted.
    ServerRestarting,
    /// Too many links are open already, of this person or from this address.
    Crowded,
    /// This client read too slowly; it comes back at once.
    SlowReader,
    /// Nobody is signed in any more. Never retried.
    SignedOut,
    /// The server speaks another version: the page must be loaded again. Never retried.
    NewVersion,
    /// The server will not talk to this client. Never retried.
    Refused,
}

impl ClosedReason {
    /// Whether the link stays closed until the page is loaded again.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::SignedOut | Self::NewVersion | Self::Refused)
    }
}
