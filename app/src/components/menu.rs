use leptos::prelude::*;
use shared::model::Person;

use super::{Avatar, Icon, Preferences};
use crate::{address::at, first::account, forms, i18n::*};

/// The person's own menu: look, language, the way out. The browser opens and closes it.
#[component]
pub(crate) fn Menu(me: Person) -> impl IntoView {
    let i18n = use_i18n();
    let name = me.name.clone();
    view! {
        <div class="menu" id="menu" popover="auto">
            <div class="menu__who">
                <Avatar person=me />
                <div>
                    <p class="menu__name" dir="auto">
                        {name}
                    </p>
                    <p class="menu__note">
                        {move || match account().handle {
                            Some(handle) => t!(i18n, areas.account, handle).into_any(),
                            None => t!(i18n, areas.guest).into_any(),
                        }}
                    </p>
                </div>
            </div>
            <Preferences />
            <hr />
            <a class="menu__row" href=at(forms::PROFILE)>
                <Icon name="settings" size=16 />
                {t!(i18n, areas.settings)}
            </a>
            <form method="post" action=at(forms::LEAVE)>
                <button class="menu__row" type="submit">
                    <Icon name="log-out" size=16 />
                    {t!(i18n, areas.sign_out)}
                </button>
            </form>
        </div>
    }
}
