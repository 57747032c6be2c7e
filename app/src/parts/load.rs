//! Fetching the file that the parts are in.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use leptos::prelude::{document, set_timeout};

use super::{ATTRIBUTE, load_file};
use crate::browser::{reload, task};

/// What the first page does first, its link above all, goes before the other file.
const SOON: Duration = Duration::from_millis(200);

/// Why a page is loaded again that lacks the file it is made of.
const REASON: &str = "parts";

static HERE: AtomicBool = AtomicBool::new(false);

/// Whether parts can be made.
pub(super) fn is_here() -> bool {
    HERE.load(Ordering::Relaxed)
}

/// Fetches the file, if it is not here, and says whether it is. It is fetched once, whoever asks;
/// what failed is tried again the next time.
pub(super) fn fetch(then: impl FnOnce(bool) + 'static) {
    task::spawn(async move {
        let is_here = load_file().await.is_ok();
        HERE.fetch_or(is_here, Ordering::Relaxed);
        then(is_here);
    });
}

/// Lets the page act: at once where it is made of nothing but what is here. The other file then
/// comes while nobody waits for it, so that it is there without a connection too.
pub fn before_first_page(act: impl FnOnce() + 'static) {
    let root = document().document_element();
    if !root.is_some_and(|root| root.has_attribute(ATTRIBUTE)) {
        act();
        set_timeout(|| fetch(|_| {}), SOON);
        return;
    }
    fetch(|is_here| {
        if is_here {
            act();
        } else {
            // A newer version may be there by now. Without one the page stays as the server wrote
            // it, and its forms and links work.
            let _ = reload::once_for(REASON);
        }
    });
}
