//! The HTTP edge: pages, forms, files and health. Nothing here decides anything that the
//! live door would decide otherwise; both call [`crate::domain`].

mod assets;
mod context;
mod cookies;
mod forms;
mod guard;
mod health;
mod membership;
mod policy;
mod router;

pub use assets::{AssetError, Site};
pub use router::{AppState, form_paths, router};
