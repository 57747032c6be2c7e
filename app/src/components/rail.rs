use leptos::prelude::*;
use shared::model::Person;

use super::{Avatar, Icon, Mark, SwitchButton, kept::kept_piece, menu::Menu};
use crate::{
    address::{at, use_path},
    forms,
    i18n::*,
    routes,
};

/// The seal, the areas of the house, and the person. On phones, a bar of tabs below the page.
#[component]
pub(crate) fn Rail(me: Person) -> impl IntoView {
    let i18n = use_i18n();
    let path = use_path();
    let in_chats = Memo::new(move |_| path.with(|path| !routes::is_settings(path)));
    let in_new = Memo::new(move |_| path.with(|path| path.starts_with(forms::GATHER)));
    let at_what = move || format!("{} {}", in_chats.get_untracked(), in_new.get_untracked());
    view! {
        <nav class="rail" data-region="rail" aria-label=move || t_string!(i18n, areas.label)>
            {kept_piece("areas", at_what, move || view! { <Areas in_chats in_new /> })}
            <button class="rail__me" type="button" popovertarget="menu">
                <Avatar person=me.clone() size=30 />
                <span class="hidden">{t!(i18n, areas.menu)}</span>
                <span class="rail__word" aria-hidden="true">
                    {t!(i18n, areas.you)}
                </span>
            </button>
            <Menu me />
        </nav>
    }
}

/// All of it but the person.
#[component]
fn Areas(in_chats: Memo<bool>, in_new: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
            <a href=at(routes::LOBBY) class="rail__mark" aria-label=move || t_string!(i18n, house)>
                <Mark />
            </a>
            <div class="rail__areas">
                <a
                    href=at(routes::LOBBY)
                    class="rail__item"
                    aria-current=move || in_chats.get().then_some("true")
                    aria-label=move || t_string!(i18n, areas.chats)
                    title=move || t_string!(i18n, areas.chats)
                >
                    <Icon name="messages-square" />
                    <span class="rail__word">{t!(i18n, areas.chats)}</span>
                </a>
            </div>
            <div class="rail__tools">
                <SwitchButton class="rail__item">
                    <span class="rail__word">{t!(i18n, areas.jump)}</span>
                </SwitchButton>
                <a
                    href=at(forms::GATHER)
                    class="rail__item"
                    aria-current=move || in_new.get().then_some("page")
                    aria-label=move || t_string!(i18n, gather.title)
                    title=move || t_string!(i18n, gather.title)
                >
                    <Icon name="square-pen" />
                    <span class="rail__word">{t!(i18n, areas.new)}</span>
                </a>
            </div>
    }
}
