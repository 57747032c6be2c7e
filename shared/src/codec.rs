//! Frames as bytes: a version byte, then the value in bincode 2's standard configuration
//! (variable-length integers, little endian). This is the only file that names the crate,
//! so that another codec of the same format can take its place; `docs/adr/0001-codec.md`.
//!
//! Decoding never panics, never allocates more than a small multiple of
//! [`limits::FRAME_BYTES`], and accepts exactly one encoding of a frame's extent: bytes left
//! over are an error.

pub use bincode::{Decode, Encode};

use crate::{
    frame::{ClientFrame, ServerFrame},
    limits,
};

/// The version of the frames described in [`crate::frame`], first byte of each.
pub const VERSION: u8 = 1;

/// The limit makes the decoder check a claimed length before it allocates; without one a
/// frame of nine bytes can ask for an exabyte.
const CONFIG: bincode::config::Configuration<
    bincode::config::LittleEndian,
    bincode::config::Varint,
    bincode::config::Limit<{ limits::FRAME_BYTES }>,
> = bincode::config::standard().with_limit::<{ limits::FRAME_BYTES }>();

/// Why bytes are not a frame, or a frame cannot be bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// Not even a version byte.
    #[error("the frame is empty")]
    Empty,
    /// More than [`limits::FRAME_BYTES`].
    #[error("the frame has {0} bytes, more than {max}", max = limits::FRAME_BYTES)]
    TooLarge(usize),
    /// A version other than [`VERSION`].
    #[error("version {0} is not spoken here")]
    UnknownVersion(u8),
    /// Cut short, an unknown variant, text that is not UTF-8, a length beyond the limit.
    #[error("the frame is malformed: {0}")]
    Malformed(String),
    /// A whole frame and something after it.
    #[error("{0} bytes follow the frame")]
    TrailingBytes(usize),
    /// A list longer than its own maximum.
    #[error(transparent)]
    ListTooLong(#[from] ListTooLong),
}

/// A list in a frame is longer than allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{len} entries in {list}, more than {max}")]
pub struct ListTooLong {
    list: &'static str,
    len: usize,
    max: usize,
}

impl ListTooLong {
    pub(crate) const fn check(list: &'static str, len: usize, max: usize) -> Result<(), Self> {
        if len > max {
            return Err(Self { list, len, max });
        }
        Ok(())
    }
}

/// A frame whose lists have maxima of their own, tighter than the frame's size.
pub trait Bounded {
    /// # Errors
    /// The first list that is too long.
    fn check_lists(&self) -> Result<(), ListTooLong>;
}

/// The bytes of a frame.
///
/// # Errors
/// [`CodecError::TooLarge`] or [`CodecError::ListTooLong`] when the other side would refuse it.
pub fn encode<F: Encode + Bounded>(frame: &F) -> Result<Vec<u8>, CodecError> {
    frame.check_lists()?;
    let body = bincode::encode_to_vec(frame, CONFIG)
        .map_err(|error| CodecError::Malformed(error.to_string()))?;
    let size = body.len().saturating_add(1);
    if size > limits::FRAME_BYTES {
        return Err(CodecError::TooLarge(size));
    }
    let mut bytes = Vec::with_capacity(size);
    bytes.push(VERSION);
    bytes.extend_from_slice(&body);
    Ok(bytes)
}

/// The command in these bytes.
///
/// # Errors
/// Any of [`CodecError`]; the connection that sent them cannot be trusted further.
pub fn decode_client(bytes: &[u8]) -> Result<ClientFrame, CodecError> {
    decode(bytes)
}

/// The server's frame in these bytes.
///
/// # Errors
/// Any of [`CodecError`].
pub fn decode_server(bytes: &[u8]) -> Result<ServerFrame, CodecError> {
    decode(bytes)
}

fn decode<F: Decode<()> + Bounded>(bytes: &[u8]) -> Result<F, CodecError> {
    if bytes.len() > limits::FRAME_BYTES {
        return Err(CodecError::TooLarge(bytes.len()));
    }
    let (version, body) = bytes.split_first().ok_or(CodecError::Empty)?;
    if *version != VERSION {
        return Err(CodecError::UnknownVersion(*version));
    }
    let (frame, read): (F, usize) = bincode::decode_from_slice(body, CONFIG)
        .map_err(|error| CodecError::Malformed(error.to_string()))?;
    match body.len().saturating_sub(read) {
        0 => {}
        extra => return Err(CodecError::TrailingBytes(extra)),
    }
    frame.check_lists()?;
    Ok(frame)
}
