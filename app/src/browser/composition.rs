//! When the Enter key means "send".

use leptos::ev::KeyboardEvent;

use super::touch;

/// The code that every key has while an input method takes it.
const TAKEN_BY_INPUT_METHOD: u32 = 229;

/// Whether this key press sends the message: Enter without Shift, unless an input method
/// uses it to accept a word, or the person writes on glass, where Enter breaks the line.
///
/// Chromium and Firefox say `isComposing` on that Enter. Safari has ended the composition by
/// then, but still gives the key the code 229; so both are asked.
#[must_use]
pub fn sends(event: &KeyboardEvent) -> bool {
    let taken = event.is_composing() || event.key_code() == TAKEN_BY_INPUT_METHOD;
    let plain = !(event.shift_key() || event.alt_key() || event.ctrl_key() || event.meta_key());
    event.key() == "Enter" && plain && !taken && !touch::is_main_pointer()
}
