use shared::{ApiError, Field, Problem};

use super::{
    Caller, Entered, House, HouseChange, Secret, SignUpForm, accounts, house, limits::Door,
};
use crate::store::Permit;

/// What the first owner types.
pub struct SetUp<'a> {
    /// What shows that the server is theirs: it is in its log.
    pub token: &'a str,
    /// Their account.
    pub owner: SignUpForm<'a>,
    /// The house.
    pub house: HouseChange<'a>,
}

impl House {
    /// What the first owner has to show; none once there is an owner.
    #[must_use]
    pub fn setup_token(&self) -> Option<Secret> {
        self.reception.setup_token()
    }

    /// Makes the owner and opens the house, once.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] when there is an owner, [`ApiError::RateLimited`],
    /// [`ApiError::Invalid`] for what was typed, [`ApiError::Unavailable`].
    pub async fn set_up(&self, form: SetUp<'_>, caller: &Caller) -> Result<Entered, ApiError> {
        let token = self.setup_token().ok_or(ApiError::NotFound)?;
        let limits = &self.reception.limits;
        limits.address(Door::SignUp, caller.address)?;
        if !token.is(form.token.trim()) {
            tracing::warn!("somebody tried to set the house up with a wrong token");
            return Err(ApiError::Invalid {
                field: Field::SetupToken,
                problem: Problem::Mismatch,
            });
        }
        let decided = house::decided(&form.house)?;
        let account = self.account(&form.owner).await?;
        let _turn = self.reception.changing.lock().await;
        if self.is_set_up() {
            return Err(ApiError::NotFound);
        }
        let (session, token) = caller.session()?;
        let made = self.store.set_up(account, decided.clone(), session).await;
        let person = made.map_err(|error| accounts::not_made(error, Permit::Open))?;
        self.reception.learn(decided);
        tracing::info!(user = person.id.get(), "the house is set up");
        Ok(Entered { person, token })
    }
}
