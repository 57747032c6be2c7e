//! Messages from the bytes of a client. No I/O: whoever has bytes hands them over, in whatever
//! pieces they came.

use shared::frame::CloseReason;

use super::head::{Head, Kind, Partial};

/// What a client said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Message {
    Text(String),
    Binary(Vec<u8>),
    /// To be answered with the same bytes.
    Ping(Vec<u8>),
    Pong,
    /// To be answered with the same bytes; nothing follows it.
    Close(Vec<u8>),
}

/// Puts messages together. It keeps what has arrived of a message that is not whole, and nothing
/// between messages.
#[derive(Debug)]
pub(crate) struct Reader {
    /// The longest message that is taken.
    limit: usize,
    partial: Partial,
    /// The frame whose payload is arriving: what has come of it is off its length already.
    frame: Option<Head>,
    /// What the message that has begun will be.
    message: Option<Kind>,
    payload: Vec<u8>,
    /// So much of a text is known to be UTF-8.
    checked: usize,
    /// The payload of a frame about the connection.
    control: Vec<u8>,
}

impl Reader {
    /// One that refuses messages of more than `limit` bytes by their heads.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            partial: Partial::default(),
            frame: None,
            message: None,
            payload: Vec::new(),
            checked: 0,
            control: Vec::new(),
        }
    }

    /// The next message, if it ends in `input`; what it is made of is taken from there. `None`
    /// when all was taken and more is needed.
    ///
    /// # Errors
    /// Why the connection ends. Nothing may be read after it.
    pub fn next(&mut self, input: &mut &[u8]) -> Result<Option<Message>, CloseReason> {
        loop {
            let frame = match self.frame.take() {
                Some(frame) => frame,
                None => match self.begin(input)? {
                    Some(frame) => frame,
                    None => return Ok(None),
                },
            };
            let frame = self.fill(frame, input)?;
            if frame.length > 0 {
                self.frame = Some(frame);
                return Ok(None);
            }
            if let Some(message) = self.end(frame)? {
                return Ok(Some(message));
            }
        }
    }

    /// The head of the next frame, where that may come now.
    fn begin(&mut self, input: &mut &[u8]) -> Result<Option<Head>, CloseReason> {
        let Some(head) = self.partial.take(input, self.limit)? else {
            return Ok(None);
        };
        let wrong = CloseReason::BadFraming;
        match (head.kind, self.message) {
            (Kind::Continued, None) | (Kind::Text | Kind::Binary, Some(_)) => return Err(wrong),
            (Kind::Text | Kind::Binary, None) => self.message = Some(head.kind),
            (Kind::Continued, Some(_)) | (Kind::Close | Kind::Ping | Kind::Pong, _) => {}
        }
        let whole = self.payload.len().saturating_add(head.length);
        if !head.kind.is_control() && whole > self.limit {
            return Err(CloseReason::FrameTooLarge);
        }
        Ok(Some(head))
    }

    /// Takes what has come of a frame's payload; the frame with what is still to come.
    fn fill(&mut self, mut frame: Head, input: &mut &[u8]) -> Result<Head, CloseReason> {
        let here = frame.length.min(input.len());
        let Some((bytes, rest)) = input.split_at_checked(here) else {
            return Ok(frame);
        };
        *input = rest;
        let payload = match frame.kind.is_control() {
            true => &mut self.control,
            false => &mut self.payload,
        };
        let before = payload.len();
        payload.extend_from_slice(bytes);
        let new = payload.get_mut(before..).unwrap_or_default();
        for four in new.chunks_mut(frame.mask.len()) {
            let masked = four.iter_mut().zip(frame.mask);
            masked.for_each(|(byte, mask)| *byte ^= mask);
        }
        frame.length = frame.length.saturating_sub(here);
        let turn = here % frame.mask.len();
        frame.mask.rotate_left(turn);
        if !frame.kind.is_control() && self.message == Some(Kind::Text) {
            self.check_text()?;
        }
        Ok(frame)
    }

    /// Refuses a text as soon as it cannot become one any more.
    fn check_text(&mut self) -> Result<(), CloseReason> {
        let unchecked = self.payload.get(self.checked..).unwrap_or_default();
        let good = match std::str::from_utf8(unchecked) {
            Ok(text) => text.len(),
            // A character that is cut: the rest of it may follow.
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Err(CloseReason::NotUtf8),
        };
        self.checked = self.checked.saturating_add(good);
        Ok(())
    }

    /// What a frame is that has arrived, if a message ends with it.
    fn end(&mut self, frame: Head) -> Result<Option<Message>, CloseReason> {
        Ok(Some(match frame.kind {
            Kind::Ping => Message::Ping(std::mem::take(&mut self.control)),
            Kind::Pong => {
                self.control = Vec::new();
                Message::Pong
            }
            Kind::Close => {
                let payload = std::mem::take(&mut self.control);
                check_close(&payload)?;
                Message::Close(payload)
            }
            Kind::Continued | Kind::Text | Kind::Binary if !frame.is_last => return Ok(None),
            Kind::Continued | Kind::Text | Kind::Binary => self.whole()?,
        }))
    }

    fn whole(&mut self) -> Result<Message, CloseReason> {
        let payload = std::mem::take(&mut self.payload);
        self.checked = 0;
        Ok(match self.message.take() {
            Some(Kind::Text) => {
                Message::Text(String::from_utf8(payload).map_err(|_| CloseReason::NotUtf8)?)
            }
            _ => Message::Binary(payload),
        })
    }
}

/// A close says nothing, or a code that somebody may send and a reason in words.
fn check_close(payload: &[u8]) -> Result<(), CloseReason> {
    let Some((code, reason)) = payload.split_first_chunk() else {
        return match payload {
            [] => Ok(()),
            _ => Err(CloseReason::BadFraming),
        };
    };
    match u16::from_be_bytes(*code) {
        1000..=1003 | 1007..=1013 | 3000..=4999 => {}
        _ => return Err(CloseReason::BadFraming),
    }
    match std::str::from_utf8(reason) {
        Ok(_) => Ok(()),
        Err(_) => Err(CloseReason::NotUtf8),
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    const LIMIT: usize = 100_000;

    /// A frame as a client sends it.
    fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
        let mask = [0x5A, 0xC3, 0x01, 0xFE];
        let mut bytes = vec![first, 0xFF];
        bytes.extend(u64::try_from(payload.len()).unwrap().to_be_bytes());
        bytes.extend(mask);
        let masked = payload.iter().zip(mask.iter().cycle());
        bytes.extend(masked.map(|(byte, mask)| byte ^ mask));
        bytes
    }

    /// All that is read of bytes that arrive in pieces of these lengths, over and over.
    fn read(bytes: &[u8], pieces: &[usize]) -> Result<Vec<Message>, CloseReason> {
        let (mut reader, mut messages) = (Reader::new(LIMIT), Vec::new());
        let (mut rest, mut pieces) = (bytes, pieces.iter().cycle());
        while !rest.is_empty() {
            let piece = rest.len().min(*pieces.next().unwrap());
            let (mut input, after) = rest.split_at(piece);
            while let Some(message) = reader.next(&mut input)? {
                messages.push(message);
            }
            assert!(input.is_empty(), "all was taken");
            rest = after;
        }
        let kept = reader.payload.capacity() + reader.control.capacity();
        assert!(kept == 0 || reader.frame.is_some() || reader.message.is_some());
        Ok(messages)
    }

    proptest! {
        #[test]
        fn messages_are_read_whole_however_they_are_cut(
            sent in vec((any::<bool>(), vec(vec(any::<char>(), 0..40), 1..4)), 0..6),
            pieces in vec(1_usize..50, 1..5),
        ) {
            let (mut bytes, mut expected) = (Vec::new(), Vec::new());
            for (is_text, parts) in sent {
                let whole: String = parts.iter().flatten().collect();
                let kind = if is_text { 1 } else { 2 };
                // Cut anywhere, within characters too.
                for (n, part) in whole.as_bytes().chunks(7).enumerate() {
                    bytes.extend(frame(if n == 0 { kind } else { 0 }, part));
                    bytes.extend(frame(0x89, b"ping"));
                    expected.push(Message::Ping(b"ping".to_vec()));
                }
                bytes.extend(frame(if whole.is_empty() { 0x80 | kind } else { 0x80 }, b""));
                expected.push(match is_text {
                    true => Message::Text(whole),
                    false => Message::Binary(whole.into_bytes()),
                });
            }
            prop_assert_eq!(read(&bytes, &pieces), Ok(expected));
        }

        #[test]
        fn any_bytes_are_read_or_refused_without_harm(
            bytes in vec(any::<u8>(), 0..300),
            pieces in vec(1_usize..50, 1..5),
        ) {
            let _ = read(&bytes, &pieces);
        }
    }

    #[test]
    fn a_text_is_refused_with_the_byte_that_makes_it_none() {
        let mut reader = Reader::new(LIMIT);
        let bytes = frame(0x81, &[0xE8, 0x8C, b'x', b'y']);
        let good = bytes.len() - 2;
        assert_eq!(reader.next(&mut &bytes[..good]), Ok(None));
        let refused = reader.next(&mut &bytes[good..=good]);
        assert_eq!(refused, Err(CloseReason::NotUtf8));
    }
}
