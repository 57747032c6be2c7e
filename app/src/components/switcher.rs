//! Ctrl K: to any room or person by a few letters of their name.

use leptos::{ev, html, prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use shared::{UserId, model::Acquaintance};

use super::{Icon, Rooms, preferences::ThemeInUse};
use crate::{
    api::load_people,
    browser::{focus, modal, page},
    forms,
    i18n::*,
    live::MyRoomList,
    parts::{LaterDialog, Part},
};

mod buttons;
mod entry;
mod keys;
mod list;

pub(crate) use buttons::{SwitchButton, SwitchField};
use entry::{Entry, Known, Target, asked_of_people, entries};
pub(crate) use keys::KeysDialog;
use list::{List, option_id};

/// Whether the switcher and the list of shortcuts are open. In context within the house.
#[derive(Clone, Copy)]
pub(crate) struct Switch {
    open: RwSignal<bool>,
    pub(crate) keys: RwSignal<bool>,
}

/// Makes a [`Switch`] and puts it into context.
pub(crate) fn provide_switch() -> Switch {
    let switch = Switch {
        open: RwSignal::new(false),
        keys: RwSignal::new(false),
    };
    provide_context(switch);
    switch
}

impl Switch {
    /// The switch in context; one that nothing listens to outside of the house.
    pub(crate) fn in_context() -> Self {
        use_context().unwrap_or_else(|| Self {
            open: RwSignal::new(false),
            keys: RwSignal::new(false),
        })
    }

    /// Opens the switcher.
    pub(crate) fn open(self) {
        self.open.set(true);
    }
}

/// What the switcher knows while it is open.
#[derive(Clone, Copy)]
struct Choice {
    text: RwSignal<String>,
    at: RwSignal<usize>,
    entries: Memo<Vec<Entry>>,
}

impl Choice {
    fn step(self, forward: bool) {
        let count = self.entries.with_untracked(Vec::len);
        let next = match forward {
            true => self.at.get_untracked().saturating_add(1),
            false => self
                .at
                .get_untracked()
                .saturating_add(count)
                .saturating_sub(1),
        };
        self.at.set(next.checked_rem(count).unwrap_or_default());
    }

    fn chosen(self) -> Option<Entry> {
        let at = self.at.get_untracked();
        self.entries
            .with_untracked(|entries| entries.get(at).cloned())
    }
}

/// The switcher and the list of keys.
#[component]
pub(crate) fn SwitchDialogs(me: UserId) -> impl IntoView {
    let Switch { open, keys } = Switch::in_context();
    view! {
        <LaterDialog open closed=move |()| open.set(false) part=Part::Switcher(me) />
        <LaterDialog open=keys closed=move |()| keys.set(false) part=Part::Keys />
    }
}

/// The dialog. The browser keeps the focus in it and gives it back afterwards.
#[component]
pub(crate) fn Switcher(me: UserId) -> impl IntoView {
    let i18n = use_i18n();
    let Switch { open, .. } = Switch::in_context();
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let open = open.get();
        if let Some(dialog) = node.get() {
            modal::show(&dialog, open);
        }
    });
    let pressed = move |event: ev::MouseEvent| {
        if modal::is_backdrop(&event) {
            open.set(false);
        }
    };
    view! {
        <dialog
            class="switcher"
            node_ref=node
            aria-label=move || t_string!(i18n, switcher.open)
            on:close=move |_| open.set(false)
            on:click=pressed
        >
            {move || open.get().then(|| view! { <Inside me open /> })}
        </dialog>
    }
}

#[component]
fn Inside(me: UserId, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let (text, at) = (RwSignal::new(String::new()), RwSignal::new(0));
    let people = people(text);
    let Rooms(lobby) = Rooms::in_context();
    let mine = MyRoomList::in_context();
    let entries = Memo::new(move |_| {
        let ids = [mine.directs().get(), mine.rooms().get()].concat();
        let known = Known {
            mine: ids.into_iter().map(|id| mine.room(id).get()).collect(),
            lobby: lobby.get().unwrap_or_default(),
            people: people.get(),
            me,
        };
        text.with(|text| entries(i18n, text, &known))
    });
    let choice = Choice { text, at, entries };
    let form = NodeRef::<html::Form>::new();
    let go = go(open, form);
    view! {
        <div class="switcher__inside">
            <Search choice go=go.clone() />
            <List choice go />
            <Foot />
            <p class="hidden" role="status">
                {move || t_string!(i18n, switcher.found, n = entries.with(Vec::len)).to_string()}
            </p>
            <form class="hidden" method="post" node_ref=form></form>
        </div>
    }
}

/// Whoever can be reached, as far as the server has named them: it names some of many, and those
/// who are asked for by what was typed.
fn people(text: RwSignal<String>) -> RwSignal<Vec<Acquaintance>> {
    let people = RwSignal::new(Vec::new());
    let asked = Memo::new(move |_| text.with(|text| asked_of_people(text)));
    Effect::new(move |_| {
        let Some(words) = asked.get() else {
            return;
        };
        spawn_local(async move {
            if let Ok(found) = load_people(words).await {
                // Kept, whoever asked: the names that fit what is typed by now are shown.
                people.try_update(|people| merge(people, found));
            }
        });
    });
    people
}

fn merge(people: &mut Vec<Acquaintance>, found: Vec<Acquaintance>) {
    for one in found {
        if !people.iter().any(|known| known.person.id == one.person.id) {
            people.push(one);
        }
    }
    people.sort_by(|one, other| one.person.name.cmp(&other.person.name));
}

/// Goes where an entry leads, or does what it says.
fn go(
    open: RwSignal<bool>,
    form: NodeRef<html::Form>,
) -> impl Fn(Entry) + Clone + Send + Sync + 'static {
    let navigate = StoredValue::new_local(use_navigate());
    let theme = ThemeInUse::in_context();
    move |entry: Entry| {
        match entry.target {
            Target::Path(path) => {
                navigate.with_value(|navigate| {
                    navigate(&path, leptos_router::NavigateOptions::default());
                });
            }
            Target::Person(id) => {
                if let Some(form) = form.get_untracked() {
                    page::post(&form, &forms::direct(id));
                }
                return;
            }
            Target::Theme => theme.toggle(),
        }
        open.set(false);
    }
}

#[component]
fn Search(choice: Choice, go: impl Fn(Entry) + Clone + Send + Sync + 'static) -> impl IntoView {
    let i18n = use_i18n();
    let Choice { text, at, entries } = choice;
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            focus::element(&field);
        }
    });
    let key = move |event: ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => choice.step(true),
            "ArrowUp" => choice.step(false),
            "Enter" => {
                if let Some(entry) = choice.chosen() {
                    go(entry);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let active = move || entries.with(|all| all.get(at.get()).map(|_| option_id(at.get())));
    view! {
        <div class="switcher__search">
            <Icon name="search" size=18 />
            <input
                class="field__input"
                type="text"
                role="combobox"
                dir="auto"
                autocomplete="off"
                spellcheck="false"
                aria-expanded="true"
                aria-controls="switcher-list"
                aria-autocomplete="list"
                aria-activedescendant=active
                aria-label=move || t_string!(i18n, switcher.open)
                placeholder=move || t_string!(i18n, switcher.open)
                node_ref=field
                on:keydown=key
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    at.set(0);
                }
            />
            <kbd class="key">"Esc"</kbd>
        </div>
    }
}

#[component]
fn Foot() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="switcher__foot" aria-hidden="true">
            <kbd class="key">"↑"</kbd>
            <kbd class="key">"↓"</kbd>
            {t!(i18n, switcher.choose)}
            <kbd class="key">"↵"</kbd>
            {t!(i18n, switcher.go)}
            <span class="switcher__gap"></span>
            <kbd class="key">"#"</kbd>
            {t!(i18n, switcher.only_rooms)}
            <kbd class="key">"@"</kbd>
            {t!(i18n, switcher.only_people)}
            <kbd class="key">">"</kbd>
            {t!(i18n, switcher.only_deeds)}
        </p>
    }
}
