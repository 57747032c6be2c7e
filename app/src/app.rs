//! The root of the interface: what every page relies on, then the routes.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;

use crate::{
    address::router_base, browser, components::clock::provide_clock,
    components::preferences::provide_theme, first::provide_first, i18n::*, live::provide_live,
    routes::Pages,
};

/// The whole interface.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let i18n = provide_language();
    let first = provide_first();
    provide_live();
    provide_clock(first.now);
    provide_theme(first.theme);
    provide_context(first);
    Effect::new(move |_| browser::page::set_language(i18n.get_locale().as_str()));
    Effect::new(|_| browser::page::mark_hydrated());
    view! {
        <Router nostrip:base=router_base()>
            <Pages />
        </Router>
    }
}
