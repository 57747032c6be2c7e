//! What a server does about its disk and its sockets, read from a recording by `strace`.

use std::collections::HashMap;

/// What happened, in the order in which it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// These bytes were written to the write-ahead log.
    Logged(Vec<u8>),
    /// This thread began to sync the log.
    Syncing(u32),
    /// It is done, and the system says that it went well.
    Synced(u32),
    /// These bytes went to a socket, from here on.
    Told(Vec<u8>),
}

/// Reads a recording made with `-f -y -xx`: a thread, a call, and in between those of others.
pub fn steps(recording: &str) -> Vec<Step> {
    let mut begun: HashMap<u32, Vec<u8>> = HashMap::new();
    let mut steps = Vec::new();
    for line in recording.lines() {
        let Some((thread, rest)) = line.trim().split_once(' ') else {
            continue;
        };
        let Ok(thread) = thread.parse() else { continue };
        let rest = bytes(rest.trim_start());
        if let Some(call) = rest.strip_suffix(b" <unfinished ...>") {
            begin(thread, call, &mut steps);
            begun.insert(thread, call.to_vec());
        } else if rest.starts_with(b"<... ") {
            if let Some(call) = begun.remove(&thread) {
                end(thread, &call, &rest, &mut steps);
            }
        } else {
            begin(thread, &rest, &mut steps);
            end(thread, &rest, &rest, &mut steps);
        }
    }
    steps
}

fn is_sync(call: &[u8]) -> bool {
    call.starts_with(b"fsync(") || call.starts_with(b"fdatasync(")
}

/// Whether the call is about the log, which its first argument then names.
fn is_log(call: &[u8]) -> bool {
    let file = call.split(|byte| *byte == b'>').next();
    file.is_some_and(|file| file.ends_with(b"teahouse.db-wal"))
}

fn is_socket(call: &[u8]) -> bool {
    has(call.get(..64).unwrap_or(call), b"<socket:")
}

fn begin(thread: u32, call: &[u8], steps: &mut Vec<Step>) {
    if is_sync(call) && is_log(call) {
        steps.push(Step::Syncing(thread));
    } else if is_socket(call) {
        steps.push(Step::Told(call.to_vec()));
    }
}

fn end(thread: u32, call: &[u8], result: &[u8], steps: &mut Vec<Step>) {
    if !is_log(call) {
        return;
    }
    if !is_sync(call) {
        steps.push(Step::Logged(call.to_vec()));
    } else if result.ends_with(b" = 0") {
        steps.push(Step::Synced(thread));
    }
}

/// Undoes `\x68\x69`, in which everything but the names of calls is written.
fn bytes(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        bytes.extend(u8::from_str_radix(digits, 16));
        bytes.extend(rest.bytes());
    }
    bytes
}

fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// How far a message has come on its way to the disk.
#[derive(PartialEq)]
enum Way {
    Nowhere,
    Logged,
    /// In the log, which this thread is syncing.
    Syncing(u32),
    Synced,
}

/// What is wrong with the way of a message that is known by `mark`: nobody may be told of it
/// before it was written to the log and a sync that began after that has ended.
pub fn complaint(steps: &[Step], mark: &[u8]) -> Option<&'static str> {
    let mut way = Way::Nowhere;
    for step in steps {
        match step {
            Step::Told(bytes) if has(bytes, mark) => {
                return (way != Way::Synced).then_some("told before it was synced");
            }
            Step::Logged(bytes) if way != Way::Synced && has(bytes, mark) => way = Way::Logged,
            Step::Syncing(thread) if way == Way::Logged => way = Way::Syncing(*thread),
            Step::Synced(thread) if way == Way::Syncing(*thread) => way = Way::Synced,
            _ => {}
        }
    }
    Some("never told")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(steps: &str) -> Option<&'static str> {
        complaint(&self::steps(steps), b"hi")
    }

    const LOG: &str = r#"7 pwrite64(4</d/teahouse.db-wal>, "..\x68\x69", 4, 24) = 4"#;
    const SYNC: &str = r#"7 fdatasync(4</d/\x74eahouse.db-wal>) = 0"#;
    const TELL: &str = r#"9 sendto(5<\x73ocket:[1]>, "\x82\x02\x68\x69", 4, 0, NULL, 0) = 4"#;

    #[test]
    fn a_message_is_told_only_after_a_sync_that_began_after_it_was_written() {
        assert_eq!(mark(&[LOG, SYNC, TELL].join("\n")), None);
        let early = Some("told before it was synced");
        assert_eq!(mark(&[LOG, TELL].join("\n")), early);
        assert_eq!(mark(&[LOG, TELL, SYNC].join("\n")), early);
        assert_eq!(mark(&[SYNC, LOG, TELL].join("\n")), early);
        assert_eq!(mark(&[SYNC, TELL].join("\n")), early);
        assert_eq!(mark(&[LOG, SYNC].join("\n")), Some("never told"));
        let failed = SYNC.replace("= 0", "= -1 EIO (Input/output error)");
        assert_eq!(mark(&[LOG, &failed, TELL].join("\n")), early);
        let elsewhere = SYNC.replace("-wal", "");
        assert_eq!(mark(&[LOG, &elsewhere, TELL].join("\n")), early);
    }

    #[test]
    fn a_call_ends_where_it_is_resumed() {
        let begun = r"7 fdatasync(4</d/teahouse.db-wal> <unfinished ...>";
        let ended = "7 <... fdatasync resumed>) = 0";
        assert_eq!(mark(&[LOG, begun, ended, TELL].join("\n")), None);
        let early = Some("told before it was synced");
        assert_eq!(mark(&[LOG, begun, TELL, ended].join("\n")), early);
        assert_eq!(mark(&[begun, LOG, ended, TELL].join("\n")), early);
        let telling = TELL.replace(") = 4", " <unfinished ...>");
        let told = "9 <... sendto resumed>) = 4";
        assert_eq!(mark(&[LOG, SYNC, &telling, told].join("\n")), None);
        assert_eq!(mark(&[LOG, &telling, SYNC, told].join("\n")), early);
        let writing = LOG.replace(") = 4", " <unfinished ...>");
        let written = "7 <... pwrite64 resumed>) = 4";
        assert_eq!(mark(&[&writing, written, SYNC, TELL].join("\n")), None);
        let other = begun.replace("7 f", "8 f");
        let other_ended = ended.replace("7 <", "8 <");
        let steps = [&other, &writing, &other_ended, written, TELL];
        assert_eq!(mark(&steps.join("\n")), early);
    }
}
