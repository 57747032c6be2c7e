//! The real server on a port of its own, and clients that speak frames over real sockets.

mod api;
mod client;
mod fault;
mod http;
mod json;
mod process;
mod server;
mod wire;

pub use api::{Api, Reply};
pub use client::{Client, HALL, nonce};
pub use fault::{Faults, Way, Ways};
pub use http::{Answer, Http, OWNER_PASSWORD, percent};
pub use json::JsonClient;
pub use process::{Process, TEAHOUSE, serving};
pub use server::{SETUP_TOKEN, TestServer, a_site};
pub use wire::{Ended, Road, request};

use std::time::Duration;

/// How long a test waits for what must happen before it fails. Nothing waits this long when
/// all is well.
pub const PATIENCE: Duration = Duration::from_secs(20);
