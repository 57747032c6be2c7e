//! Values for the tests of the codec.

pub mod samples;
mod strategies;

pub use strategies::{client_frame, server_frame};
