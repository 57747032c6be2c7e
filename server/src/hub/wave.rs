//! Events of one room that go out together.

use bytes::Bytes;
use shared::{Seq, UserId};

use super::ConnectionId;

/// Bytes after which the next event begins another piece: no reader should have to take much more
/// than it can at a time.
const PIECE: usize = 16 * 1024;

/// A published event, encoded once for everybody.
pub struct Fanned {
    /// Its place.
    pub seq: Seq,
    /// Who caused it.
    pub author: UserId,
    /// The connection it was commanded on, which has its answer already.
    pub origin: Option<ConnectionId>,
    /// The `Event`.
    pub event: Bytes,
    /// The `Acked` that goes before it to the author's other connections.
    pub ack: Bytes,
}

/// Events that were published together, in order: one by one, and in the few pieces in which nearly
/// everybody gets them.
pub(super) struct Wave<'a> {
    events: &'a [Fanned],
    pieces: Vec<Bytes>,
    authors: Vec<UserId>,
}

impl<'a> Wave<'a> {
    pub fn new(events: &'a [Fanned]) -> Self {
        let mut authors = Vec::new();
        for event in events {
            if !authors.contains(&event.author) {
                authors.push(event.author);
            }
        }
        Self {
            events,
            pieces: pieces(events),
            authors,
        }
    }

    /// Whether somebody who has heard all up to `read` is to hear all of it and nothing more.
    pub fn is_whole_for(&self, user: UserId, read: Seq) -> bool {
        let is_newer = self.events.first().is_some_and(|event| event.seq > read);
        is_newer && !self.authors.contains(&user)
    }

    /// All of it.
    pub fn whole(&self) -> impl Iterator<Item = Bytes> {
        self.pieces.iter().cloned()
    }

    /// The frames for one connection, with the places of their events. The author's connections
    /// hear of the acknowledgement first, except for the one that has it already.
    pub fn one_by_one(
        &self,
        connection: ConnectionId,
        user: UserId,
    ) -> impl Iterator<Item = (Seq, Bytes)> {
        self.events.iter().flat_map(move |event| {
            let acked = event.author == user && event.origin != Some(connection);
            let ack = acked.then(|| event.ack.clone());
            let frames = ack.into_iter().chain([event.event.clone()]);
            frames.map(|frame| (event.seq, frame))
        })
    }
}

fn pieces(events: &[Fanned]) -> Vec<Bytes> {
    if let [event] = events {
        return vec![event.event.clone()];
    }
    let mut pieces = Vec::new();
    let mut piece = Vec::new();
    for event in events {
        piece.extend_from_slice(&event.event);
        if piece.len() >= PIECE {
            pieces.push(std::mem::take(&mut piece).into());
        }
    }
    if !piece.is_empty() {
        pieces.push(piece.into());
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(seq: u8, author: u64) -> Fanned {
        Fanned {
            seq: Seq::new(seq.into()),
            author: UserId::new(author),
            origin: Some(ConnectionId(9)),
            event: Bytes::from(vec![seq; 1_000]),
            ack: Bytes::from_static(b"ack"),
        }
    }

    #[test]
    fn the_pieces_are_the_events_in_their_order() {
        for count in [0, 1, 2, 17, 60] {
            let events: Vec<_> = (1..=count).map(|seq| event(seq, 1)).collect();
            let wave = Wave::new(&events);
            let pieces: Vec<_> = wave.whole().collect();
            let one_by_one: Vec<_> = events.iter().map(|event| event.event.clone()).collect();
            assert_eq!(pieces.concat(), one_by_one.concat());
            assert!(pieces.iter().all(|piece| piece.len() <= PIECE + 1_000));
            assert_eq!(pieces.len(), usize::from(count).div_ceil(17));
        }
    }

    #[test]
    fn who_hears_more_or_less_than_all_hears_it_one_by_one() {
        let events = [event(5, 1), event(6, 2)];
        let wave = Wave::new(&events);
        assert!(wave.is_whole_for(UserId::new(3), Seq::new(4)));
        assert!(
            !wave.is_whole_for(UserId::new(3), Seq::new(5)),
            "heard some"
        );
        assert!(!wave.is_whole_for(UserId::new(2), Seq::new(4)), "an author");
        let count = |connection, user| {
            let connection = ConnectionId(connection);
            wave.one_by_one(connection, UserId::new(user)).count()
        };
        assert_eq!(count(8, 2), 3, "with an acknowledgement");
        assert_eq!(count(9, 2), 2, "which this connection has already");
        assert_eq!(count(8, 3), 2);
    }
}
