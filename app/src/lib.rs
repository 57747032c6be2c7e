//! The user interface, compiled twice: with `ssr` into the server, which renders the first
//! HTML, and with `hydrate` into the browser, which takes that HTML over.

pub mod api;
#[cfg(feature = "ssr")]
pub mod backend;
pub mod forms;
pub mod browser;
pub mod live;
pub mod state;
pub mod app;
mod components;
mod first;
pub mod i18n;
mod pages;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
