use leptos::prelude::*;

use super::{Icon, LinkState, MyRooms, SwitchField, kept::kept_piece};
use crate::{address::at, first::house, forms, i18n::*};

/// The viewer's own rooms beside every conversation, and the state of the link below them.
#[component]
pub(crate) fn Sidebar() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <aside
            class="sidebar"
            data-region="list"
            aria-label=move || t_string!(i18n, sidebar.label)
        >
            {kept_piece("list head", || house().name.unwrap_or_default(), || view! { <Head /> })}
            <nav class="sidebar__scroll" aria-label=move || t_string!(i18n, sidebar.label)>
                <MyRooms />
            </nav>
            <div class="sidebar__foot">
                <LinkState />
            </div>
        </aside>
    }
}

/// What the house is called, and the ways to other rooms and people.
#[component]
fn Head() -> impl IntoView {
    let i18n = use_i18n();
    let name = house().name;
    view! {
        <div class="sidebar__head">
            <p class="sidebar__house" dir="auto">
                {move || name.clone().unwrap_or_else(|| t_string!(i18n, house).to_owned())}
            </p>
            <a
                href=at(forms::GATHER)
                class="icon-button"
                aria-label=move || t_string!(i18n, gather.title)
                title=move || t_string!(i18n, gather.title)
            >
                <Icon name="square-pen" size=18 />
            </a>
        </div>
        <div class="sidebar__jump needs-js">
            <SwitchField />
        </div>
    }
}
