//! The HTTP edge: pages, forms, the API, files and health. Nothing here decides anything that the
//! live door would decide otherwise; both call [`crate::domain`].

mod api;
mod assets;
mod base;
mod browser;
mod context;
mod cookies;
mod doctor;
mod executor;
mod extract;
mod forms;
mod guard;
mod health;
mod host;
mod peer;
mod policy;
mod qr;
mod refusal;
mod relay;
mod router;

pub use assets::{AssetError, Site};
pub use forms::form_paths;
pub use peer::Way;
pub(crate) use policy::is_plain as is_plain_host;
pub use router::{AppState, Fixtures, router};
