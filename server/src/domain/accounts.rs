use shared::{
    ApiError, Field, Problem,
    model::{Person, SignUp},
    validate,
};

use super::{
    Caller, Entered, House, Secret, Token, limits::Door, now, passwords::Verified, refusal,
};
use crate::store::{Credentials, NewAccount, Permit, StoreError, Visit};

/// What somebody types who makes an account.
pub struct SignUpForm<'a> {
    /// What they will sign in with.
    pub handle: &'a str,
    /// What others see.
    pub name: &'a str,
    /// The password.
    pub password: &'a str,
    /// The code of an invite link, where they have one.
    pub invite: Option<&'a str>,
}

/// What somebody types who signs in.
pub struct SignIn<'a> {
    /// The handle.
    pub handle: &'a str,
    /// The password.
    pub password: &'a str,
    /// The token of a session in this browser, which ends.
    pub instead_of: Option<&'a Token>,
}

/// What somebody types who changes their password.
pub struct Passwd<'a> {
    /// The password in use.
    pub present: &'a str,
    /// The password from now on.
    pub new: &'a str,
}

impl House {
    /// Makes an account and lets its person in.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`] where this is not for everybody, [`ApiError::RateLimited`],
    /// [`ApiError::Invalid`] for what was typed, [`ApiError::Unavailable`].
    pub async fn sign_up(
        &self,
        form: SignUpForm<'_>,
        caller: &Caller,
    ) -> Result<Entered, ApiError> {
        let permit = self.permit(form.invite)?;
        let limits = &self.reception.limits;
        limits.address(Door::SignUp, caller.address)?;
        let account = self.account(&form).await?;
        let (session, token) = caller.session()?;
        let made = self.store.create_account(account, permit, session).await;
        let person = made.map_err(|error| not_made(error, permit))?;
        tracing::info!(user = person.id.get(), "account made");
        Ok(Entered { person, token })
    }

    /// Gives a guest an account. They stay who they are, with everything they wrote.
    ///
    /// # Errors
    /// As for [`Self::sign_up`]; [`ApiError::Conflict`] for somebody who has an account.
    pub async fn promote(
        &self,
        visit: &Visit,
        form: SignUpForm<'_>,
        caller: &Caller,
    ) -> Result<(), ApiError> {
        let permit = self.permit(form.invite)?;
        if visit.account.handle.is_some() {
            return Err(ApiError::Conflict);
        }
        let limits = &self.reception.limits;
        limits.address(Door::SignUp, caller.address)?;
        let account = self.account(&form).await?;
        let (store, guest) = (&self.store, visit.person.id);
        let promoted = store.promote_guest(guest, account, permit, now()).await;
        promoted.map_err(|error| not_made(error, permit))?;
        tracing::info!(user = guest.get(), "guest made an account");
        Ok(())
    }

    /// Lets the person of an account in, with a fresh session; the one they came with ends.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] when handle and password do not match, whichever it is;
    /// [`ApiError::RateLimited`], [`ApiError::Unavailable`].
    pub async fn sign_in(&self, form: SignIn<'_>, caller: &Caller) -> Result<Entered, ApiError> {
        if !self.reception.house().has_owner {
            return Err(ApiError::Forbidden);
        }
        let limits = &self.reception.limits;
        limits.address(Door::SignIn, caller.address)?;
        limits.account(form.handle)?;
        let found = match validate::handle(form.handle) {
            Ok(handle) => self.store.credentials(handle).await.map_err(refusal)?,
            Err(_) => None,
        };
        let verified = self.verified(found, form.password).await?;
        self.renew_hash(&verified, form.password).await;
        self.begin(verified, form.instead_of, caller).await
    }

    async fn begin(
        &self,
        verified: Verified,
        instead_of: Option<&Token>,
        caller: &Caller,
    ) -> Result<Entered, ApiError> {
        let (session, token) = caller.session()?;
        let before = match instead_of {
            Some(old) => self.visit(old).await?,
            None => None,
        };
        let old = instead_of.map(Token::hash);
        let opened = self.store.open_session(verified.user(), session, old).await;
        let person = opened.map_err(refusal)?;
        self.end_links(before.map(|visit| visit.session));
        tracing::info!(user = person.id.get(), "signed in");
        Ok(Entered { person, token })
    }

    /// Replaces a password and ends every other session of theirs; how many those were.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] for either password, [`ApiError::NotFound`] for a guest,
    /// [`ApiError::RateLimited`], [`ApiError::Conflict`], [`ApiError::Unavailable`].
    pub async fn change_password(
        &self,
        visit: &Visit,
        form: Passwd<'_>,
    ) -> Result<usize, ApiError> {
        let handle = visit.account.handle.as_deref().ok_or(ApiError::NotFound)?;
        valid_password(form.new, handle, Field::NewPassword)?;
        let verified = self.prove(visit, form.present).await?;
        let new = self.reception.passwords.hash(form.new).await?;
        let (user, old) = (verified.user(), verified.old().to_owned());
        let changed = self
            .store
            .change_password(user, old, new, Some(visit.session));
        let ended = changed.await.map_err(|error| match error {
            // Somebody changed it in between.
            StoreError::NotFound => ApiError::Conflict,
            other => refusal(other),
        })?;
        let count = ended.len();
        self.end_links(ended);
        tracing::info!(user = user.get(), ended = count, "password changed");
        Ok(count)
    }

    /// Gives somebody another display name. Whoever is in a room with them sees it at once.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] for the name, [`ApiError::Unavailable`].
    pub async fn rename(&self, visit: &Visit, name: &str) -> Result<(), ApiError> {
        let name = valid_name(name)?;
        let user = visit.person.id;
        let renamed = self.store.rename(user, name.clone()).await;
        renamed.map_err(refusal)?;
        tracing::info!(user = user.get(), "renamed");
        let rooms = self.store.rooms_of(user).await.map_err(refusal)?;
        let rooms = rooms.into_iter().collect();
        self.hub.rename(Person { id: user, name }, &rooms);
        Ok(())
    }

    /// Has somebody who is signed in give their password once more.
    pub(super) async fn prove(&self, visit: &Visit, password: &str) -> Result<Verified, ApiError> {
        let handle = visit.account.handle.as_deref().ok_or(ApiError::NotFound)?;
        self.reception.limits.account(handle)?;
        let found = self.store.credentials_of(visit.person.id).await;
        self.verified(found.map_err(refusal)?, password).await
    }

    async fn verified(
        &self,
        found: Option<Credentials>,
        password: &str,
    ) -> Result<Verified, ApiError> {
        let verified = self.reception.passwords.verify(found, password).await?;
        verified.ok_or(ApiError::Invalid {
            field: Field::Password,
            problem: Problem::Mismatch,
        })
    }

    /// Hashes a password anew that was hashed with other parameters. When that fails the old
    /// hash stays, which is as good as before.
    async fn renew_hash(&self, verified: &Verified, password: &str) {
        if !verified.is_outdated() {
            return;
        }
        let (user, old) = (verified.user(), verified.old().to_owned());
        if let Ok(new) = self.reception.passwords.hash(password).await
            && let Err(error) = self.store.change_password(user, old, new, None).await
        {
            tracing::warn!(user = user.get(), %error, "a hash was not renewed");
        }
    }

    /// Whether an account may be made by whoever has this code, or none.
    fn permit(&self, invite: Option<&str>) -> Result<Permit, ApiError> {
        let house = self.reception.house();
        match (house.sign_up, invite) {
            _ if !house.has_owner => Err(ApiError::Forbidden),
            (SignUp::Open, _) => Ok(Permit::Open),
            (SignUp::Invited, Some(code)) if !code.is_empty() => {
                Ok(Permit::Invite(Secret::new(code.to_owned()).hash()))
            }
            (SignUp::Invited | SignUp::Closed, _) => Err(ApiError::Forbidden),
        }
    }

    /// Validates what was typed and hashes the password.
    pub(super) async fn account(&self, form: &SignUpForm<'_>) -> Result<NewAccount, ApiError> {
        let name = valid_name(form.name)?;
        let invalid = |problem| ApiError::Invalid {
            field: Field::Handle,
            problem,
        };
        let handle = validate::handle(form.handle).map_err(invalid)?;
        valid_password(form.password, &handle, Field::NewPassword)?;
        let password = self.reception.passwords.hash(form.password).await?;
        Ok(NewAccount {
            handle,
            name,
            password,
        })
    }
}

fn valid_name(name: &str) -> Result<String, ApiError> {
    validate::nickname(name).map_err(|problem| ApiError::Invalid {
        field: Field::Nickname,
        problem,
    })
}

fn valid_password(password: &str, handle: &str, field: Field) -> Result<(), ApiError> {
    validate::password(password, handle).map_err(|problem| ApiError::Invalid { field, problem })
}

/// Why an account was not made, in terms of what was typed.
pub(super) fn not_made(error: StoreError, permit: Permit) -> ApiError {
    match (error, permit) {
        (StoreError::Taken, _) => ApiError::Invalid {
            field: Field::Handle,
            problem: Problem::Taken,
        },
        (StoreError::NotFound, Permit::Invite(_)) => ApiError::Invalid {
            field: Field::Invite,
            problem: Problem::Mismatch,
        },
        (other, _) => refusal(other),
    }
}
