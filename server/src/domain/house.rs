use shared::{
    ApiError, Field, Problem,
    model::{HouseView, SignUp},
    validate,
};

use super::{House, refusal};
use crate::store::{StoredHouse, Visit};

/// What the owner types about the house.
pub struct HouseChange<'a> {
    /// The name of the place.
    pub name: &'a str,
    /// Whether one may join with nothing but a nickname.
    pub guests: bool,
    /// The word of a [`SignUp`].
    pub sign_up: &'a str,
}

impl House {
    /// What everybody may know of the house.
    #[must_use]
    pub fn view(&self) -> HouseView {
        let house = self.reception.house();
        HouseView {
            name: house.name.clone(),
            guests: house.guests,
            sign_up: house.sign_up,
        }
    }

    /// Whether the house has an owner. As long as it has none, nobody can do anything here but
    /// become that.
    #[must_use]
    pub fn is_set_up(&self) -> bool {
        self.reception.house().has_owner
    }

    /// Changes what the owner decided. It holds from the next request on.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] for everybody else, [`ApiError::Invalid`],
    /// [`ApiError::Unavailable`].
    pub async fn change_house(
        &self,
        visit: &Visit,
        change: HouseChange<'_>,
    ) -> Result<(), ApiError> {
        owner(visit)?;
        let house = decided(&change)?;
        let _turn = self.reception.changing.lock().await;
        self.store
            .change_house(house.clone())
            .await
            .map_err(refusal)?;
        self.reception.learn(house);
        tracing::info!(user = visit.person.id.get(), "house changed");
        Ok(())
    }
}

/// Nobody but the owner learns what there is for owners.
pub(super) fn owner(visit: &Visit) -> Result<(), ApiError> {
    if visit.account.is_owner {
        Ok(())
    } else {
        Err(ApiError::NotFound)
    }
}

/// What was typed, as it is stored.
pub(super) fn decided(change: &HouseChange<'_>) -> Result<StoredHouse, ApiError> {
    let invalid = |field| move |problem| ApiError::Invalid { field, problem };
    let name = validate::house_name(change.name).map_err(invalid(Field::HouseName))?;
    let sign_up = SignUp::from_word(change.sign_up).ok_or(Problem::Malformed);
    Ok(StoredHouse {
        name: Some(name),
        guests: change.guests,
        sign_up: sign_up.map_err(invalid(Field::Choice))?,
        has_owner: true,
    })
}
