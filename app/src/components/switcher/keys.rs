use leptos::prelude::*;

use super::Switch;
use crate::{components::Dialog, i18n::*};

/// Every key that does something, by Ctrl /.
#[component]
pub(crate) fn KeysDialog() -> impl IntoView {
    let i18n = use_i18n();
    let Switch { keys, .. } = Switch::in_context();
    let close = move || keys.set(false);
    view! {
        <Dialog
            open=Signal::derive(move || keys.get())
            closed=close
            id="keys-title"
            title=move || t!(i18n, keys.title)
        >
            <dl class="keys">
                <Key keys="Ctrl K">{t!(i18n, keys.switcher)}</Key>
                <Key keys="Alt ↑ ↓">{t!(i18n, keys.rooms)}</Key>
                <Key keys="F6">{t!(i18n, keys.regions)}</Key>
                <Key keys="↑">{t!(i18n, keys.edit)}</Key>
                <Key keys="↑ ↓ Home End">{t!(i18n, keys.log)}</Key>
                <Key keys="Enter Del">{t!(i18n, keys.message)}</Key>
                <Key keys="Ctrl Shift L">{t!(i18n, keys.theme)}</Key>
                <Key keys="Esc">{t!(i18n, keys.escape)}</Key>
                <Key keys="Ctrl /">{t!(i18n, keys.list)}</Key>
            </dl>
            <div class="dialog__buttons">
                <button class="button button--plain" type="button" autofocus on:click=move |_| close()>
                    {t!(i18n, history.close)}
                </button>
            </div>
        </Dialog>
    }
}

#[component]
fn Key(keys: &'static str, children: Children) -> impl IntoView {
    let keys = keys
        .split(' ')
        .map(|key| view! { <kbd class="key">{key}</kbd> });
    view! {
        <div class="keys__row">
            <dt>{children()}</dt>
            <dd dir="ltr">{keys.collect_view()}</dd>
        </div>
    }
}
