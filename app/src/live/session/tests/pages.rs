//! Pages of history, as the server reads them.

use shared::{
    Epoch, Seq, UserId,
    model::{Entry, HistoryAt, HistoryPage, Message},
};

use super::{
    server::{AT, PAGE, Server, Stored, What},
    world::{ME, ROOM},
};

impl Server {
    pub fn page(&self, at: HistoryAt) -> HistoryPage {
        let posts = self.posts();
        let until = |seq: Seq| posts.partition_point(|place| Seq::from(Self::id(*place)) < seq);
        let (from, to) = match at {
            HistoryAt::Before(seq) => (until(seq).saturating_sub(PAGE), until(seq)),
            HistoryAt::After(seq) => (until(seq.next()), until(seq.next()) + PAGE),
            HistoryAt::Around(seq) => (until(seq).saturating_sub(PAGE / 2), until(seq) + PAGE / 2),
            HistoryAt::Since(_) => (0, PAGE),
        };
        let to = to.min(posts.len());
        HistoryPage {
            room: ROOM,
            epoch: Epoch::new(self.epoch),
            last_seq: self.last_seq(),
            entries: posts[from..to]
                .iter()
                .map(|place| self.entry(*place))
                .collect(),
            has_earlier: from > 0,
            has_later: to < posts.len(),
            people: Vec::new(),
        }
    }

    /// The places of all messages.
    pub fn posts(&self) -> Vec<usize> {
        let is_post = |place: &usize| matches!(self.log[*place].what, What::Post(_));
        (0..self.log.len()).filter(is_post).collect()
    }

    fn entry(&self, place: usize) -> Entry {
        let Stored { author, nonce, .. } = self.log[place];
        let (text, fate) = self.reads(place);
        let message = Message {
            id: Self::id(place),
            author: UserId::new(author),
            at: AT,
            text,
            nonce: (author == ME).then_some(nonce),
        };
        Entry { message, fate }
    }
}
