use leptos::{ev, prelude::*, task::spawn_local};
use shared::{UserId, limits::GROUP_PEOPLE, model::Acquaintance};

use crate::{
    address::at,
    api::load_people,
    components::{Avatar, Icon},
    forms,
    i18n::*,
};

/// Who is chosen, and who is found.
#[derive(Clone, Copy)]
pub(super) struct Picker {
    text: RwSignal<String>,
    chosen: RwSignal<Vec<Acquaintance>>,
    found: RwSignal<Vec<Acquaintance>>,
}

impl Picker {
    /// Begins with what the address says and the server found.
    pub(super) fn new(text: String, chosen: Vec<Acquaintance>, found: Vec<Acquaintance>) -> Self {
        Self {
            text: RwSignal::new(text),
            chosen: RwSignal::new(chosen),
            found: RwSignal::new(found),
        }
    }

    /// Everybody to be listed: those who are chosen keep their place while the search goes on.
    fn listed(self) -> Vec<Acquaintance> {
        let found = self.found.get();
        let is_found = |one: &&Acquaintance| !found.iter().any(|other| other.person == one.person);
        let first = self.chosen.with(|chosen| {
            let others = chosen.iter().filter(is_found);
            others.cloned().collect::<Vec<_>>()
        });
        first.into_iter().chain(found.iter().cloned()).collect()
    }

    fn has(self, id: UserId) -> bool {
        self.chosen
            .with(|chosen| chosen.iter().any(|one| one.person.id == id))
    }

    pub(super) fn count(self) -> usize {
        self.chosen.with(Vec::len)
    }

    fn toggle(self, one: &Acquaintance) {
        let id = one.person.id;
        if untrack(|| self.has(id)) {
            self.drop(id);
        } else if self.chosen.with_untracked(Vec::len) < GROUP_PEOPLE {
            self.chosen.update(|chosen| chosen.push(one.clone()));
        }
    }

    fn drop(self, id: UserId) {
        self.chosen
            .update(|chosen| chosen.retain(|one| one.person.id != id));
    }

    fn search(self, text: String) {
        self.text.set(text.clone());
        spawn_local(async move {
            let found = load_people(text.clone()).await;
            // An answer that a later question overtook is nobody's.
            let is_last = self.text.try_with_untracked(|now| *now == text);
            if let (Some(true), Ok(found)) = (is_last, found) {
                self.found.try_set(found);
            }
        });
    }

    fn key(self, event: &ev::KeyboardEvent) {
        if event.is_composing() {
            return;
        }
        let is_empty = self.text.with_untracked(String::is_empty);
        match event.key().as_str() {
            "Enter" => {
                event.prevent_default();
                let first = self.found.with_untracked(|found| found.first().cloned());
                if let Some(first) = first.filter(|_| !is_empty) {
                    self.toggle(&first);
                    self.search(String::new());
                }
            }
            "Backspace" if is_empty => {
                self.chosen.update(|chosen| drop(chosen.pop()));
            }
            _ => {}
        }
    }
}

/// The chosen ones as chips, each with its own button.
#[component]
pub(super) fn Chosen(picker: Picker) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <ul class="chips needs-js" aria-label=move || t_string!(i18n, gather.chosen)>
            <For each=move || picker.chosen.get() key=|one| one.person.clone() let:one>
                <Chip picker one />
            </For>
        </ul>
    }
}

#[component]
fn Chip(picker: Picker, one: Acquaintance) -> impl IntoView {
    let i18n = use_i18n();
    let (id, name) = (one.person.id, one.person.name.clone());
    let label = name.clone();
    view! {
        <li class="chip">
            <bdi>{name}</bdi>
            <button
                class="chip__remove"
                type="button"
                aria-label=move || t_string!(i18n, gather.drop, name = label.clone()).to_string()
                on:click=move |_| picker.drop(id)
            >
                <Icon name="x" size=14 />
            </button>
        </li>
    }
}

#[component]
pub(super) fn Search(picker: Picker) -> impl IntoView {
    let i18n = use_i18n();
    let value = picker.text.get_untracked();
    let ready = RwSignal::new(false);
    Effect::new(move |_| ready.set(true));
    view! {
        <div class="field">
            <label class="field__label" for="gather-q">
                {t!(i18n, gather.people)}
            </label>
            <div class="gather__search">
                <div class="field__box">
                    <Icon name="search" size=16 />
                    <input
                        class="field__input"
                        id="gather-q"
                        name="q"
                        type="search"
                        dir="auto"
                        autocomplete="off"
                        value=value
                        prop:value=move || picker.text.get()
                        placeholder=move || t_string!(i18n, gather.search)
                        on:input=move |event| picker.search(event_target_value(&event))
                        on:keydown=move |event| picker.key(&event)
                    />
                </div>
                // Gone with wasm: it would be the button that Enter presses.
                {move || (!ready.get()).then(|| view! {
                    <button
                        class="button button--plain without-js"
                        type="submit"
                        formmethod="get"
                        formaction=at(forms::GATHER)
                    >
                        {t!(i18n, gather.find)}
                    </button>
                })}
            </div>
        </div>
    }
}

#[component]
pub(super) fn People(picker: Picker) -> impl IntoView {
    let i18n = use_i18n();
    let listed = Memo::new(move |_| picker.listed());
    view! {
        <fieldset class="gather__people">
            <legend class="hidden">{t!(i18n, gather.people)}</legend>
            <For each=move || listed.get() key=|one| one.person.clone() let:one>
                <Choice picker one />
            </For>
            {move || listed.with(Vec::is_empty).then(|| view! {
                <p class="gather__none">
                    {move || match picker.text.with(String::is_empty) {
                        true => t_string!(i18n, gather.nobody),
                        false => t_string!(i18n, gather.none),
                    }}
                </p>
            })}
        </fieldset>
    }
}

#[component]
fn Choice(picker: Picker, one: Acquaintance) -> impl IntoView {
    let i18n = use_i18n();
    let Acquaintance {
        person,
        handle,
        is_bot,
    } = one.clone();
    let (id, name) = (person.id, person.name.clone());
    let is_full = move || picker.count() >= GROUP_PEOPLE && !picker.has(id);
    let at_first = untrack(|| picker.has(id));
    view! {
        <label class="gather__row">
            <input
                class="check__box"
                type="checkbox"
                name="user"
                value=id.to_string()
                checked=at_first
                prop:checked=move || picker.has(id)
                disabled=is_full
                on:change=move |_| picker.toggle(&one)
            />
            <Avatar person size=30 />
            <bdi class="gather__name">{name}</bdi>
            <span class="gather__handle">
                {match (handle, is_bot) {
                    (Some(handle), _) => view! { <bdi dir="ltr">"@" {handle}</bdi> }.into_any(),
                    (None, true) => t!(i18n, room.bot).into_any(),
                    (None, false) => t!(i18n, room.guest).into_any(),
                }}
            </span>
        </label>
    }
}
