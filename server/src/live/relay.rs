//! Links for those who cannot have a WebSocket: the same connection, carried by requests. What
//! the client says comes in requests of their own, in the order they are answered; what it
//! hears comes as one long answer ([`stream`](self) of events) or as one answer after the other
//! ([`window`]). `docs/adr/0017-roads.md` has the reasons.
//!
//! A link is found by a key that only its client knows, and only for the session that opened
//! it. A request that names a link this server does not have, after a restart or on another
//! node, is told that the link is gone; its client opens another and resumes.

pub(super) mod door;
mod road;
mod window;

use std::{collections::HashMap, fmt, str::FromStr, sync::Arc, time::Duration};

use data_encoding::HEXLOWER;
use parking_lot::Mutex;
use shared::SessionId;
use tokio::sync::mpsc;

use self::window::Window;
use super::road::Heard;

/// Commands of one link that wait to be obeyed. Beyond it the request that brings them waits.
const WAITING: usize = 64;

/// How long a request may wait for its commands to be taken.
const TAKE_WITHIN: Duration = Duration::from_secs(10);

/// How long to wait for somebody to hear why a link ended.
const TELL_WITHIN: Duration = Duration::from_secs(2);

/// The links that are open.
#[derive(Default)]
pub(super) struct Relay {
    open: Mutex<HashMap<Key, Link>>,
}

/// What a request needs of a link.
#[derive(Clone)]
struct Link {
    session: SessionId,
    up: mpsc::Sender<Heard>,
    /// Where its answers wait to be fetched; none where they are streamed.
    window: Option<Arc<Window>>,
}

/// Names a link to whoever opened it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key([u8; 16]);

impl Key {
    /// One that nobody can guess.
    ///
    /// # Errors
    /// When the system has no random bytes.
    fn fresh() -> Result<Self, getrandom::Error> {
        let mut key = [0; 16];
        getrandom::fill(&mut key)?;
        Ok(Self(key))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

/// It lets whoever has it act, so logs never show it.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

/// What was given names no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoKey;

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| NoKey)?;
        bytes.try_into().map(Self).map_err(|_| NoKey)
    }
}

/// A link is gone, or never was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Gone;

impl Relay {
    /// Opens a link: what its connection hears, and what forgets it again.
    fn open(
        self: &Arc<Self>,
        key: Key,
        session: SessionId,
        window: Option<Arc<Window>>,
    ) -> (mpsc::Receiver<Heard>, Entry) {
        let (up, heard) = mpsc::channel(WAITING);
        let link = Link {
            session,
            up,
            window,
        };
        self.open.lock().insert(key, link);
        let relay = Arc::clone(self);
        (heard, Entry { relay, key })
    }

    fn find(&self, key: Key, session: SessionId) -> Result<Link, Gone> {
        let open = self.open.lock();
        let link = open.get(&key).filter(|link| link.session == session);
        link.cloned().ok_or(Gone)
    }
}

impl Link {
    /// Hands a sign of life to the connection. Ready once there is room for it.
    async fn say(&self, heard: Heard) -> Result<(), Gone> {
        let taken = tokio::time::timeout(TAKE_WITHIN, self.up.send(heard)).await;
        taken.map_err(|_| Gone)?.map_err(|_| Gone)
    }
}

/// Keeps a link findable.
struct Entry {
    relay: Arc<Relay>,
    key: Key,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.relay.open.lock().remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_link_is_found_by_its_session_until_it_ends() {
        let relay = Arc::new(Relay::default());
        let key = Key::fresh().unwrap();
        let (session, other) = (SessionId::new(1), SessionId::new(2));
        let (mut heard, entry) = relay.open(key, session, None);
        let said = relay.find(key, session).unwrap().say(Heard::Breath).await;
        assert_eq!(said, Ok(()));
        assert!(matches!(heard.recv().await, Some(Heard::Breath)));
        assert!(relay.find(key, other).is_err(), "somebody else's");
        let unknown = Key::fresh().unwrap();
        assert!(relay.find(unknown, session).is_err());
        drop(entry);
        assert!(relay.find(key, session).is_err());
    }

    #[test]
    fn a_key_is_read_as_it_is_written_and_never_shown() {
        let key = Key::fresh().unwrap();
        assert_eq!(key.to_string().parse(), Ok(key));
        assert_eq!(format!("{key:?}"), "Key");
        for bad in ["", "00", &key.to_string().to_uppercase(), &"g".repeat(32)] {
            assert!(
                bad.parse::<Key>().is_err() || bad == key.to_string(),
                "{bad}"
            );
        }
    }
}
