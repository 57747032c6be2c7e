use leptos::{html, prelude::*};

use super::{
    Choice,
    entry::{Entry, Face, Group},
};
use crate::{browser::page, i18n::*};

/// The id of the option at a place of the list.
pub(super) fn option_id(place: usize) -> String {
    format!("switcher-{place}")
}

/// What fits, in groups.
#[component]
pub(super) fn List(
    choice: Choice,
    go: impl Fn(Entry) + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let Choice { at, entries, .. } = choice;
    let groups = [Group::Places, Group::Deeds];
    let list = move || {
        let all: Vec<_> = entries.get().into_iter().enumerate().collect();
        let of = |group| {
            let mine: Vec<_> = all
                .iter()
                .filter(|(_, one)| one.group == group)
                .cloned()
                .collect();
            let options = mine.into_iter().map(|(place, entry)| {
                let go = go.clone();
                view! { <Row entry place at go /> }
            });
            let options = options.collect::<Vec<_>>();
            (!options.is_empty()).then(|| view! { <Section group>{options}</Section> })
        };
        groups.map(of).collect_view()
    };
    view! {
        <div
            class="switcher__list"
            role="listbox"
            id="switcher-list"
            aria-label=move || t_string!(i18n, switcher.results)
        >
            {list}
            {move || entries.with(Vec::is_empty).then(|| view! {
                <p class="switcher__none">{t!(i18n, switcher.nothing)}</p>
            })}
        </div>
    }
}

#[component]
fn Section(group: Group, children: Children) -> impl IntoView {
    let i18n = use_i18n();
    let (id, title) = match group {
        Group::Places => ("switcher-places", t!(i18n, switcher.places).into_any()),
        Group::Deeds => ("switcher-deeds", t!(i18n, switcher.deeds).into_any()),
    };
    view! {
        <div role="group" aria-labelledby=id>
            <p class="switcher__group" id=id role="presentation">
                {title}
            </p>
            {children()}
        </div>
    }
}

#[component]
fn Row(
    entry: Entry,
    place: usize,
    at: RwSignal<usize>,
    go: impl Fn(Entry) + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let is_active = Memo::new(move |_| at.get() == place);
    Effect::new(move |_| {
        if let Some(node) = node.get().filter(|_| is_active.get()) {
            page::reveal(&node);
        }
    });
    let wanted = entry.clone();
    view! {
        <div
            class="switcher__row"
            role="option"
            id=option_id(place)
            node_ref=node
            aria-selected=move || if is_active.get() { "true" } else { "false" }
            on:click=move |_| go(wanted.clone())
            on:mousemove=move |_| {
                if !is_active.get_untracked() {
                    at.set(place);
                }
            }
        >
            <Face face=entry.face.clone() />
            <span class="switcher__name" dir="auto">
                {entry.marked()}
            </span>
            <span class="switcher__note">{entry.note.clone()}</span>
        </div>
    }
}
