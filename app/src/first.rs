//! What the first HTML was made from, handed to the browser along with it, so that both
//! render the same page.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    Timestamp,
    model::{Account, HouseView, Lobby, MyRooms, Person},
};

use crate::{
    api::CallError,
    forms::{Form, FormReturn, Theme},
};

#[cfg(feature = "ssr")]
#[path = "first/request.rs"]
mod request;
#[cfg(not(feature = "ssr"))]
mod request {
    /// Never asked during hydration: the server's answer is in the page.
    pub(super) fn first() -> super::First {
        super::First::default()
    }

    /// A page opened in the browser posts over the live link.
    pub(super) fn form_nonce() -> String {
        String::new()
    }
}

/// What every page needs to know before it shows anything.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct First {
    /// Who is looking, if signed in.
    pub(crate) you: Option<Person>,
    /// What they are in the house.
    pub(crate) account: Account,
    /// What everybody may know of the house.
    pub(crate) house: HouseView,
    /// The address of an invite link that was just made.
    pub(crate) made: Option<String>,
    /// A bot that was just made, with its token.
    pub(crate) token: Option<NewToken>,
    /// A form that was just refused.
    pub(crate) form: Option<FormReturn>,
    /// The theme that the document was written in.
    pub(crate) theme: Theme,
    /// When the document was written.
    pub(crate) now: Timestamp,
    /// The lists beside the pages, for [`lists`]; a page that has none beside it has none here.
    lists: Option<RoomLists>,
}

/// The rooms of the house, on a page that shows them, and one's own; or why there are none.
type RoomLists = Result<(Option<Lobby>, MyRooms), CallError>;

/// A bot that was just made. Shown once, on the page that it came with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NewToken {
    /// What others see.
    pub(crate) name: String,
    /// What it shows at the door.
    pub(crate) token: String,
}

/// The lists beside the pages, as they were when the document was written.
#[derive(Clone, Copy)]
struct FirstLists(StoredValue<Option<RoomLists>>);

/// A token that was just made, until the person goes on to another page.
#[derive(Clone, Copy)]
struct Fresh(RwSignal<Option<NewToken>>);

/// A refused form, until the person goes on to another page.
#[derive(Clone, Copy)]
struct Refused(RwSignal<Option<FormReturn>>);

/// Reads [`First`] and keeps its parts in context.
pub(crate) fn provide_first() -> First {
    let mut first = SharedValue::new(request::first).into_inner();
    provide_context(Fresh(RwSignal::new(first.token.take())));
    provide_context(FirstLists(StoredValue::new(first.lists.take())));
    provide_context(Refused(RwSignal::new(first.form.clone())));
    first
}

/// The rooms of the house, on a page that shows them, and one's own.
///
/// # Errors
/// Why they could not be read; [`CallError::NotReached`] in a document that came without them.
pub(crate) fn lists() -> RoomLists {
    let kept = use_context::<FirstLists>().and_then(|kept| kept.0.get_value());
    kept.unwrap_or(Err(CallError::NotReached))
}

/// What everybody may know of the house.
pub(crate) fn house() -> HouseView {
    use_context::<First>().map_or_else(HouseView::default, |first| first.house)
}

/// What whoever looks is in the house.
pub(crate) fn account() -> Account {
    use_context::<First>().map_or_else(Account::default, |first| first.account)
}

/// The token that was just made, if one was.
pub(crate) fn fresh_token() -> RwSignal<Option<NewToken>> {
    use_context::<Fresh>().map_or_else(|| RwSignal::new(None), |fresh| fresh.0)
}

/// The nonce of a form that posts without JavaScript.
pub(crate) fn form_nonce() -> String {
    request::form_nonce()
}

/// What came back if this form was just refused.
pub(crate) fn refused(form: Form) -> Option<FormReturn> {
    use_context::<Refused>()?
        .0
        .get_untracked()
        .filter(|back| back.form == form)
}

/// Forgets a refused form.
pub(crate) fn forget_refused() {
    if let Some(Refused(form)) = use_context() {
        form.set(None);
    }
}
