use leptos::prelude::*;

use super::{Icon, LinkState, MyRooms};
use crate::{first::house, i18n::*, routes};

/// The viewer's own rooms beside every conversation, and the state of the link below them.
#[component]
pub(crate) fn Sidebar() -> impl IntoView {
    let i18n = use_i18n();
    let name = house().name;
    view! {
        <aside
            class="sidebar"
            data-region="list"
            aria-label=move || t_string!(i18n, sidebar.label)
        >
            <div class="sidebar__head">
                <p class="sidebar__house" dir="auto">
                    {move || name.clone().unwrap_or_else(|| t_string!(i18n, house).to_owned())}
                </p>
            </div>
            <nav class="sidebar__scroll" aria-labelledby="rooms-title">
                <div class="sidebar__section">
                    <h2 class="sidebar__title" id="rooms-title">
                        {t!(i18n, sidebar.rooms)}
                    </h2>
                    <a
                        href=format!("{}#name", routes::LOBBY)
                        class="icon-button"
                        aria-label=move || t_string!(i18n, sidebar.add)
                        title=move || t_string!(i18n, sidebar.add)
                    >
                        <Icon name="plus" size=16 />
                    </a>
                </div>
                <MyRooms />
            </nav>
            <div class="sidebar__foot">
                <LinkState />
            </div>
        </aside>
    }
}
