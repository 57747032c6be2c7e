//! A program of its own, because it counts what the whole process allocates.

#[cfg(test)]
#[path = "../it/common/mod.rs"]
mod common;
#[cfg(test)]
mod hostile_bytes;
