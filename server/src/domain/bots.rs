use shared::{ApiError, Field, Problem, Timestamp, UserId, model::Bot, validate};

use super::{Caller, House, Token, limits::Door, now, refusal};
use crate::store::{NewBot, StoreError, StoredBot, Visit};

/// Most bots of one person that have not been revoked.
const MOST_BOTS: usize = 20;

/// The longest that a token works, in days.
const MOST_DAYS: u32 = 365;

const DAY_S: u32 = 24 * 60 * 60;

/// Characters of a token that the list shows.
const ENDING: usize = 4;

/// What somebody types who makes a bot.
pub struct BotForm<'a> {
    /// What others see.
    pub name: &'a str,
    /// How long its token works, in days.
    pub days: u32,
}

/// A bot that was just made.
pub struct MadeBot {
    /// What others see.
    pub name: String,
    /// What it shows at the door, never to be seen again.
    pub token: Token,
}

impl House {
    /// Makes a bot of somebody who has an account, and its token.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] for a guest or a bot, [`ApiError::Invalid`] for what was typed,
    /// [`ApiError::TooLarge`] when they have too many, [`ApiError::RateLimited`],
    /// [`ApiError::Unavailable`].
    pub async fn make_bot(
        &self,
        visit: &Visit,
        form: BotForm<'_>,
        caller: &Caller,
    ) -> Result<MadeBot, ApiError> {
        account(visit)?;
        let invalid = |field| move |problem| ApiError::Invalid { field, problem };
        let name = validate::nickname(form.name).map_err(invalid(Field::Nickname))?;
        if !(1..=MOST_DAYS).contains(&form.days) {
            return Err(invalid(Field::Choice)(Problem::Malformed));
        }
        self.reception.limits.address(Door::Bot, caller.address)?;
        let token = Token::for_bot()?;
        let bot = new_bot(visit.person.id, name.clone(), form.days, &token);
        let made = self.store.create_bot(bot, MOST_BOTS).await;
        let person = made.map_err(|error| match error {
            StoreError::Conflict => ApiError::TooLarge,
            other => refusal(other),
        })?;
        let (user, bot) = (visit.person.id.get(), person.id.get());
        tracing::info!(user, bot, "bot made");
        Ok(MadeBot { name, token })
    }

    /// The bots of whoever looks, the newest first.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] for a guest or a bot, [`ApiError::Unavailable`].
    pub async fn bots(&self, visit: &Visit) -> Result<Vec<Bot>, ApiError> {
        account(visit)?;
        let stored = self.store.bots(visit.person.id).await.map_err(refusal)?;
        let now = now();
        Ok(stored.into_iter().map(|bot| listed(bot, now)).collect())
    }

    /// Counts a call of a bot.
    ///
    /// # Errors
    /// [`ApiError::RateLimited`] with the time to wait; a refused call costs none.
    pub fn admit_call(&self, visit: &Visit) -> Result<(), ApiError> {
        self.reception.limits.call(visit.session)
    }

    /// Ends the token of a bot of theirs and its live links. What it said stays.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] for what is not a bot of theirs, [`ApiError::Unavailable`].
    pub async fn revoke_bot(&self, visit: &Visit, bot: UserId) -> Result<(), ApiError> {
        account(visit)?;
        let user = visit.person.id;
        let ended = self.store.revoke_bot(user, bot, now()).await;
        self.end_links(ended.map_err(refusal)?);
        tracing::info!(user = user.get(), bot = bot.get(), "bot revoked");
        Ok(())
    }
}

/// Only who can be asked for a password has bots: a guest's would outlive the guest.
fn account(visit: &Visit) -> Result<(), ApiError> {
    match visit.account.handle {
        Some(_) => Ok(()),
        None => Err(ApiError::NotFound),
    }
}

fn new_bot(owner: UserId, name: String, days: u32, token: &Token) -> NewBot {
    let now = now();
    let lasts = days.saturating_mul(DAY_S);
    let start = token.expose().len().saturating_sub(ENDING);
    NewBot {
        owner,
        name,
        token: token.hash(),
        ending: token.expose().get(start..).unwrap_or_default().to_owned(),
        now,
        expires: Timestamp::from_seconds(now.seconds().saturating_add(lasts)),
    }
}

fn listed(bot: StoredBot, now: Timestamp) -> Bot {
    let ago = |then: Timestamp| now.seconds().saturating_sub(then.seconds());
    Bot {
        person: bot.person,
        ending: bot.ending,
        seen_ago_s: bot.seen.map(ago),
        left_s: bot.expires.seconds().saturating_sub(now.seconds()),
    }
}
