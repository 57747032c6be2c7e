use leptos::prelude::*;

use crate::{
    components::{Banner, Directory, LinkState, MyRooms, OpenRoom, PageTitle},
    i18n::*,
};

/// Every room, and the form to open another.
#[component]
pub(crate) fn LobbyPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageTitle text=move || t_string!(i18n, lobby.title).to_owned() />
        <main class="main" id="main" tabindex="-1" data-region="main">
            <div class="pane">
                <header class="head head--page">
                    <div class="head__names">
                        <h1 class="head__title">{t!(i18n, lobby.title)}</h1>
                        <div class="lobby__link">
                            <LinkState />
                        </div>
                    </div>
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
