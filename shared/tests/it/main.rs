//! What both sides of the wire rely on.

#[cfg(test)]
mod codec;
#[cfg(test)]
mod common;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod protocol;
