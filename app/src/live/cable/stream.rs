//! Hearing over a stream of events.

use std::rc::Rc;

use gloo_net::http::Method;
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use super::{
    LOST, Report,
    line::{Inner, failure},
};
use crate::live::events::{Event, Events};

/// Hears until the stream at this path ends; the code of the end.
pub(super) async fn run(line: Rc<Inner>, path: String) -> u16 {
    let answer = line.request(Method::POST, &path, &[]).await;
    if let Some(code) = failure(answer.as_ref()) {
        return code;
    }
    let body = answer.and_then(|answer| answer.body());
    let reader = body.and_then(|body| ReadableStreamDefaultReader::new(&body).ok());
    let Some(reader) = reader else {
        return LOST;
    };
    let mut events = Events::default();
    while let Some(bytes) = read(&reader).await {
        line.report(Report::Alive);
        let Ok(events) = events.push(&bytes) else {
            return LOST;
        };
        for event in events {
            if let Err(code) = take(&line, event) {
                return code;
            }
        }
    }
    LOST
}

/// The next bytes; `None` at the end.
async fn read(reader: &ReadableStreamDefaultReader) -> Option<Vec<u8>> {
    let part = JsFuture::from(reader.read()).await.ok()?;
    let value = Reflect::get(&part, &JsValue::from_str("value")).ok()?;
    let bytes: Uint8Array = value.dyn_into().ok()?;
    Some(bytes.to_vec())
}

fn take(line: &Rc<Inner>, event: Event) -> Result<(), u16> {
    match event.name.as_str() {
        "link" => line.named(event.data),
        "close" => return Err(event.data.parse().unwrap_or(LOST)),
        _ => {
            let parcel = decode(&event.data).ok_or(LOST)?;
            line.deliver(&parcel).ok_or(LOST)?;
        }
    }
    Ok(())
}

/// Bytes from base64: the browser gives them as characters.
fn decode(text: &str) -> Option<Vec<u8>> {
    let characters = window().atob(text).ok()?;
    characters.chars().map(|c| u8::try_from(c).ok()).collect()
}
