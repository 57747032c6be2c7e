//! The user interface, compiled twice: with `ssr` into the server, which renders the first
//! HTML, and with `hydrate` into the browser, which takes that HTML over.

pub mod address;
pub mod api;
pub mod app;
#[cfg(feature = "ssr")]
pub mod backend;
pub mod browser;
mod components;
mod first;
pub mod forms;
pub mod i18n;
pub mod live;
mod pages;
pub mod parts;
#[cfg(feature = "ssr")]
mod plain;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod state;
#[cfg(feature = "ssr")]
pub mod tasks;
