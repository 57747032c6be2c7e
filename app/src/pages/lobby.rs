use leptos::prelude::*;

use crate::{
    address::at,
    components::{Banner, Directory, Icon, LinkState, MyRooms, OpenRoom, PageTitle},
    forms,
    i18n::*,
};

/// Every room, and the form to open another.
#[component]
pub(crate) fn LobbyPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageTitle text=move || t_string!(i18n, sidebar.rooms).to_owned() />
        <main class="main" id="main" tabindex="-1" data-region="main">
            <div class="pane">
                <header class="head head--page">
                    <div class="head__names">
                        <h1 class="head__title">{t!(i18n, sidebar.rooms)}</h1>
                        <div class="lobby__link">
                            <LinkState />
                        </div>
                    </div>
                    <a class="button button--plain" href=at(forms::ROOMS)>
                        <Icon name="search" size=16 />
                        {t!(i18n, directory.all_rooms)}
                    </a>
                </header>
                <Banner />
                <div class="lobby__scroll">
                    <div class="lobby__inner">
                        <nav
                            class="lobby__mine"
                            aria-label=move || t_string!(i18n, sidebar.label)
                        >
                            <MyRooms />
                        </nav>
                        <OpenRoom />
                        <Directory />
                    </div>
                </div>
            </div>
        </main>
    }
}
