use leptos::{ev, html, prelude::*};

use crate::browser::modal;

/// A question that has to be answered first. The browser keeps the focus inside and gives it
/// back afterwards; Esc is the safe answer.
#[component]
pub(crate) fn Dialog(
    /// Whether it is asked.
    #[prop(into)]
    open: Signal<bool>,
    /// It was answered, or put aside.
    closed: impl Fn() + Copy + Send + Sync + 'static,
    /// The id of its title, where a page has several dialogs.
    #[prop(default = "dialog-title")]
    id: &'static str,
    /// Its title.
    title: impl IntoView + 'static,
    /// The text, and the buttons in a `dialog__buttons`, the safe one first with
    /// `autofocus`.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let open = open.get();
        if let Some(dialog) = node.get() {
            modal::show(&dialog, open);
        }
    });
    let pressed = move |event: ev::MouseEvent| {
        if modal::is_backdrop(&event) {
            closed();
        }
    };
    view! {
        <dialog
            class="dialog"
            node_ref=node
            aria-labelledby=id
            on:close=move |_| closed()
            on:click=pressed
        >
            <div class="dialog__inside">
                <h2 class="dialog__title" id=id>
                    {title}
                </h2>
                {children()}
            </div>
        </dialog>
    }
}
