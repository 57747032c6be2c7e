use shared::{ApiError, Field, Nonce, RoomId, UserId, validate};
use tokio::sync::oneshot;

use super::{House, now, refusal};
use crate::{
    hub::ConnectionId,
    store::{NewMessage, Posted, Receipt, StoreError},
};

/// A message as somebody wants to post it.
pub struct Draft<'a> {
    /// Where.
    pub room: RoomId,
    /// Who.
    pub author: UserId,
    /// Which command.
    pub nonce: Nonce,
    /// What, as typed.
    pub text: &'a str,
    /// On which live connection.
    pub origin: Option<ConnectionId>,
}

impl House {
    /// Hands a message over to be stored and published; the receipt tells the outcome. The
    /// caller has seen to it that the author may post in the room.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] for the text; then the receipt is dropped untold.
    pub async fn post(&self, draft: Draft<'_>, receipt: Box<dyn Receipt>) -> Result<(), ApiError> {
        let text = validate::message_text(draft.text).map_err(|problem| ApiError::Invalid {
            field: Field::Text,
            problem,
        })?;
        let message = NewMessage {
            room: draft.room,
            author: draft.author,
            nonce: draft.nonce,
            at: now(),
            text,
            origin: draft.origin,
        };
        self.store.post(message, receipt).await;
        Ok(())
    }

    /// Posts and waits until it is durable. A repeat gives the first outcome again.
    ///
    /// # Errors
    /// [`ApiError::Invalid`], [`ApiError::NotFound`], [`ApiError::Unavailable`].
    pub async fn post_and_wait(&self, draft: Draft<'_>) -> Result<Posted, ApiError> {
        let (answer, answered) = oneshot::channel();
        self.post(draft, Box::new(Waiting(Some(answer)))).await?;
        let outcome = answered.await.map_err(|_| ApiError::Unavailable)?;
        outcome.map_err(refusal)
    }
}

struct Waiting(Option<oneshot::Sender<Result<Posted, StoreError>>>);

impl Receipt for Waiting {
    fn settle(&mut self, outcome: &Result<Posted, StoreError>) {
        if let Some(answer) = self.0.take() {
            // The caller may have gone; the message stays.
            let _ = answer.send(outcome.clone());
        }
    }

    fn release(self: Box<Self>) {}
}
