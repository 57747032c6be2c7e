//! Every number that both sides must agree on. Texts are counted in Unicode scalar values.

use std::time::Duration;

/// WebSocket subprotocol of the app: version 1 of the frames, in the codec's format.
pub const SUBPROTOCOL: &str = "teahouse.v1.bincode";

/// WebSocket subprotocol of bots: the same frames as JSON text.
pub const SUBPROTOCOL_JSON: &str = "teahouse.v1.json";

/// Path of the live link.
pub const LIVE_PATH: &str = "/live";

/// Path of a live link as a stream of events; to be opened by `POST`.
pub const EVENTS_PATH: &str = "/live/events";

/// Path of a live link as one answer after the other; to be opened by `POST`.
pub const POLL_PATH: &str = "/live/poll";

/// Path for what is said over either of them.
pub const SAY_PATH: &str = "/live/say";

/// Name of the number, in a query, by which an attempt to open a link is found again that is
/// only made to see whether one opens.
pub const PROBE: &str = "probe";

/// How long a stream of such an attempt lasts: where answers are held back until they are whole,
/// it is heard then.
pub const PROBED_STREAM: Duration = Duration::from_secs(5);

/// Header of an answer that a live link is at its end, with the code of the reason.
pub const CLOSE_HEADER: &str = "teahouse-close";

/// Longest that an answer of [`POLL_PATH`] is waited for.
pub const POLL: Duration = Duration::from_secs(25);

/// Largest parcel of frames that is said at once.
pub const PARCEL_BYTES: usize = 2 * FRAME_BYTES;

/// Largest frame in bytes, either way, version byte included.
pub const FRAME_BYTES: usize = 64 * 1024;

/// Longest message in scalar values.
pub const MESSAGE_CHARS: usize = 4_000;

/// Longest nickname in scalar values.
pub const NICKNAME_CHARS: usize = 24;

/// Longest room name in scalar values.
pub const ROOM_NAME_CHARS: usize = 48;

/// Longest topic of a room, in Unicode scalar values.
pub const TOPIC_CHARS: usize = 250;

/// Shortest handle. Handles are ASCII, so these are bytes as well.
pub const HANDLE_MIN_CHARS: usize = 3;

/// Longest handle.
pub const HANDLE_CHARS: usize = 24;

/// Shortest password in scalar values.
pub const PASSWORD_MIN_CHARS: usize = 8;

/// Longest password in scalar values: long enough for any sentence, short enough to hash.
pub const PASSWORD_CHARS: usize = 128;

/// Longest name of a house in scalar values.
pub const HOUSE_NAME_CHARS: usize = 48;

/// Most messages in a page, and how many the first HTML of a room holds.
pub const PAGE_MESSAGES: usize = 50;

/// Bytes of message text after which a page ends early, so that it fits in a frame beside
/// its authors. One message of any length fits.
pub const PAGE_TEXT_BYTES: usize = 48 * 1024;

/// Most missed events that are replayed; a client further behind loads a page instead.
pub const REPLAY_EVENTS: u64 = 300;

/// Most people listed by name in one frame; counts go on being exact beyond it.
pub const LISTED_PEOPLE: usize = 200;

/// Most rooms listed in one frame.
pub const LISTED_ROOMS: usize = 200;

/// Most rooms in one part of the list of one's own rooms, so that it fits in a frame.
pub const LISTED_MY_ROOMS: usize = 100;

/// Most unread mentions that the list of one's own rooms tells of a room.
pub const LISTED_MENTIONS: usize = 20;

/// Most people whom one message mentions; further handles in it are just text.
pub const MENTIONED_PEOPLE: usize = 20;

/// Most notices that come with a page of history; the oldest of them are left out.
pub const PAGE_NOTICES: usize = 50;
/// Most people whom somebody may gather in a new group, besides themselves.
pub const GROUP_PEOPLE: usize = 20;

/// Most people a search for people finds.
pub const FOUND_PEOPLE: usize = 50;

/// Most versions of a message that are shown.
pub const VERSIONS: usize = 20;

/// Rooms on one page of the directory.
pub const DIRECTORY_ROOMS: usize = 50;

/// Members on one page of a room's settings.
pub const ROSTER_MEMBERS: usize = 50;

/// Longest text that is looked for in names and topics; what is beyond is left out.
pub const SEARCH_CHARS: usize = 100;

/// Most days that an invite link works, and most people whom it lets in.
pub const INVITE_DAYS: u32 = 30;
/// See [`INVITE_DAYS`].
pub const INVITE_USES: u32 = 1_000;

/// Most invite links to one room that have not run out.
pub const ROOM_INVITES: usize = 50;

/// Most people whom a client may ask about at once.
pub const ASKED_PEOPLE: usize = 50;

/// Most rooms one connection may be in at a time.
pub const ROOMS_PER_CONNECTION: usize = 128;

/// The server pings a connection it has heard nothing from for this long. It pings, not the
/// client, because browsers run the timers of hidden tabs only once a minute.
pub const PING_EVERY: Duration = Duration::from_secs(25);

/// A client that has received nothing for this long takes the link for dead; so does the
/// server, ten seconds after an unanswered ping.
pub const SILENCE: Duration = Duration::from_secs(35);
