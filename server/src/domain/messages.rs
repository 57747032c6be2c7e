use shared::{ApiError, Field, MessageId, Nonce, RoomId, UserId, model::RoomChange, validate};
use tokio::sync::oneshot;

use super::{House, now, refusal};
use crate::{
    hub::ConnectionId,
    store::{Applied, Change, CodeHash, Receipt, StoreError, What},
};

/// What somebody wants to do in a room, as typed.
#[derive(Clone, Copy, Debug)]
pub enum Action<'a> {
    /// Say something.
    Post {
        /// What.
        text: &'a str,
    },
    /// Change what one's own message says.
    Edit {
        /// Which.
        message: MessageId,
        /// What it is to say.
        text: &'a str,
    },
    /// Take a message back.
    Delete {
        /// Which.
        message: MessageId,
    },
    /// Change the room itself.
    Room(&'a RoomChange),
    /// Become a member by an invite link.
    Accept {
        /// The code of the link, hashed.
        code: CodeHash,
    },
}

/// Somebody's wish, with what identifies it.
#[derive(Clone, Copy, Debug)]
pub struct Command<'a> {
    /// Where.
    pub room: RoomId,
    /// Who.
    pub actor: UserId,
    /// Which command of theirs.
    pub nonce: Nonce,
    /// What.
    pub action: Action<'a>,
    /// On which live connection.
    pub origin: Option<ConnectionId>,
}

impl House {
    /// Hands a command over to be stored and published; the receipt tells the outcome, of
    /// which it is part whether the actor may do this.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] for the text; then the receipt is dropped untold.
    pub async fn carry_out(
        &self,
        command: Command<'_>,
        receipt: Box<dyn Receipt>,
    ) -> Result<(), ApiError> {
        let change = Change {
            room: command.room,
            actor: command.actor,
            nonce: command.nonce,
            at: now(),
            what: checked(command.action)?,
            origin: command.origin,
        };
        self.store.change(change, receipt).await;
        Ok(())
    }

    /// Carries a command out and waits until it is durable. A repeat gives the first outcome
    /// again.
    ///
    /// # Errors
    /// [`ApiError::Invalid`], [`ApiError::NotFound`], [`ApiError::Forbidden`],
    /// [`ApiError::Conflict`], [`ApiError::Unavailable`].
    pub async fn carry_out_and_wait(&self, command: Command<'_>) -> Result<Applied, ApiError> {
        let (answer, answered) = oneshot::channel();
        self.carry_out(command, Box::new(Waiting(Some(answer))))
            .await?;
        let outcome = answered.await.map_err(|_| ApiError::Unavailable)?;
        outcome.map_err(refusal)
    }
}

fn checked(action: Action<'_>) -> Result<What, ApiError> {
    let valid = |text| {
        validate::message_text(text).map_err(|problem| ApiError::Invalid {
            field: Field::Text,
            problem,
        })
    };
    Ok(match action {
        Action::Post { text } => What::Post { text: valid(text)? },
        Action::Edit { message, text } => What::Edit {
            message,
            text: valid(text)?,
        },
        Action::Delete { message } => What::Delete { message },
        Action::Room(change) => What::Room(checked_change(change)?),
        Action::Accept { code } => What::Accept { code },
    })
}

fn checked_change(change: &RoomChange) -> Result<RoomChange, ApiError> {
    let invalid = |field| move |problem| ApiError::Invalid { field, problem };
    Ok(match change {
        RoomChange::Rename { name } => RoomChange::Rename {
            name: validate::room_name(name).map_err(invalid(Field::RoomName))?,
        },
        RoomChange::SetTopic { topic } => RoomChange::SetTopic {
            topic: validate::topic(topic).map_err(invalid(Field::Topic))?,
        },
        other => other.clone(),
    })
}

struct Waiting(Option<oneshot::Sender<Result<Applied, StoreError>>>);

impl Receipt for Waiting {
    fn settle(&mut self, outcome: &Result<Applied, StoreError>) {
        if let Some(answer) = self.0.take() {
            // The caller may have gone; the change stays.
            let _ = answer.send(outcome.clone());
        }
    }

    fn release(self: Box<Self>) {}
}
