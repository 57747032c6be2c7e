//! Reading a stream of events (HTML standard, section 9.2.6), as far as this server writes
//! one: lines that end with a line feed, one line of data in an event.

/// An event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// What kind; empty for an ordinary one.
    pub name: String,
    /// Its data.
    pub data: String,
}

/// Bytes that an event may have: no part of a stream is that long.
const MOST: usize = 512 * 1024;

/// A line that is longer than any event, or no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// What has been read and is not an event yet.
#[derive(Debug, Default)]
pub struct Events {
    line: Vec<u8>,
    event: Event,
}

impl Events {
    /// Takes the next bytes, wherever the network has cut them; the events that are complete.
    ///
    /// # Errors
    /// [`Unreadable`]; the stream is of no use any more.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Event>, Unreadable> {
        let mut events = Vec::new();
        let mut lines = bytes.split(|byte| *byte == b'\n').peekable();
        while let Some(part) = lines.next() {
            self.line.extend_from_slice(part);
            if self.line.len() > MOST {
                return Err(Unreadable);
            }
            if lines.peek().is_some() {
                let line = String::from_utf8(std::mem::take(&mut self.line));
                events.extend(self.line_read(&line.map_err(|_| Unreadable)?));
            }
        }
        Ok(events)
    }

    fn line_read(&mut self, line: &str) -> Option<Event> {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() {
            let event = std::mem::take(&mut self.event);
            return (event != Event::default()).then_some(event);
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event.name),
            "data" => value.clone_into(&mut self.event.data),
            // A comment, or something that nobody here wrote.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STREAM: &str =
        "event: link\ndata: 00ff\n\n:\n\ndata: aGk=\n\nevent: close\r\ndata:4001\r\n\r\n";

    fn event(name: &str, data: &str) -> Event {
        Event {
            name: name.to_owned(),
            data: data.to_owned(),
        }
    }

    proptest! {
        #[test]
        fn it_reads_the_same_wherever_it_is_cut(cuts in prop::collection::vec(0..STREAM.len(), 0..9)) {
            let mut cuts = cuts;
            cuts.extend([0, STREAM.len()]);
            cuts.sort_unstable();
            let mut events = Events::default();
            let mut read = Vec::new();
            for pair in cuts.windows(2) {
                read.extend(events.push(&STREAM.as_bytes()[pair[0]..pair[1]]).unwrap());
            }
            prop_assert_eq!(read, [event("link", "00ff"), event("", "aGk="), event("close", "4001")]);
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = Events::default().push(&bytes);
        }
    }

    #[test]
    fn a_line_without_end_is_given_up() {
        let mut events = Events::default();
        let part = vec![b'x'; MOST];
        assert_eq!(events.push(&part), Ok(Vec::new()));
        assert_eq!(events.push(b"x"), Err(Unreadable));
        assert_eq!(Events::default().push(&[0xff, b'\n']), Err(Unreadable));
    }
}
