//! Several frames in one body, for the roads that carry requests and answers instead of a
//! WebSocket's messages: each frame after its length, four bytes with the highest first.

/// Bytes before each frame.
const HEAD: usize = size_of::<u32>();

/// A length that nothing follows, or not all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the parcel ends within a frame")]
pub struct Torn;

/// Adds a frame to a parcel.
pub fn pack(parcel: &mut Vec<u8>, frame: &[u8]) {
    // No frame is that long; a shorter one would be torn.
    let length = u32::try_from(frame.len()).unwrap_or(u32::MAX);
    parcel.extend_from_slice(&length.to_be_bytes());
    parcel.extend_from_slice(frame);
}

/// The frames of a parcel, in their order.
///
/// # Errors
/// [`Torn`]; then none of the frames is to be trusted.
pub fn unpack(mut parcel: &[u8]) -> Result<Vec<&[u8]>, Torn> {
    let mut frames = Vec::new();
    while !parcel.is_empty() {
        let (head, rest) = parcel.split_first_chunk::<HEAD>().ok_or(Torn)?;
        let length = usize::try_from(u32::from_be_bytes(*head)).map_err(|_| Torn)?;
        let (frame, rest) = rest.split_at_checked(length).ok_or(Torn)?;
        frames.push(frame);
        parcel = rest;
    }
    Ok(frames)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(frames in vec(vec(any::<u8>(), 0..300), 0..9)) {
            let mut parcel = Vec::new();
            frames.iter().for_each(|frame| pack(&mut parcel, frame));
            let unpacked = unpack(&parcel).unwrap();
            prop_assert_eq!(unpacked, frames.iter().map(Vec::as_slice).collect::<Vec<_>>());
        }

        #[test]
        fn a_parcel_that_is_cut_short_is_torn(frame in vec(any::<u8>(), 1..50), cut in 1_usize..50) {
            let mut parcel = Vec::new();
            pack(&mut parcel, &frame);
            let kept = parcel.len().saturating_sub(cut).max(1);
            prop_assert_eq!(unpack(&parcel[..kept]), Err(Torn));
        }

        #[test]
        fn any_bytes_are_refused_or_read_without_harm(bytes in vec(any::<u8>(), 0..200)) {
            let read: usize = unpack(&bytes).unwrap_or_default().iter().map(|f| f.len()).sum();
            prop_assert!(read <= bytes.len());
        }
    }
}
