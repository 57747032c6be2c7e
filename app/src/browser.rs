//! The browser's own interfaces, one concern per file. With `live` the only code that
//! names `web_sys`.

#[cfg(feature = "hydrate")]
pub mod attention;
pub mod clipboard;
pub mod composition;
pub mod cookie;
#[cfg(feature = "hydrate")]
pub mod database;
pub mod focus;
pub mod modal;
#[cfg(feature = "hydrate")]
pub mod nonce;
pub mod page;
pub mod place;
#[cfg(feature = "hydrate")]
pub mod reload;
#[cfg(feature = "hydrate")]
pub mod road;
pub mod scroll;
pub mod storage;
#[cfg(feature = "hydrate")]
pub mod time;
#[cfg(feature = "hydrate")]
pub mod timer;
pub mod touch;
