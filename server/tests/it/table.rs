//! Who may do what, at every door: the whole of it in one table, derived by hand from what people
//! are told and not from the code that decides.

use std::collections::BTreeSet;

use futures_util::{StreamExt, stream};
use shared::model::RoomKind;

use self::{
    cast::{Cast, Role},
    doors::{Door, ask},
    stage::Stage,
};

mod cast;
mod doors;
mod script;
mod stage;

/// The command; the doors that have it (binary frames, JSON frames, API, plain forms); and what
/// becomes of it in an open room and in a private one, for
/// owner, moderator, member, outsider, guest, banned and nobody.
///
/// The outsider and the banned were members once, and said something then: what is their own is
/// still no longer theirs to touch. The guest is a member; guests have no token and so no API.
const TABLE: &str = "
EnterRoom      bjaf  ok  ok  ok  ok  ok  404 401   ok  ok  ok  404 ok  404 401
PostMessage    bjaf  ok  ok  ok  403 ok  404 401   ok  ok  ok  404 ok  404 401
MarkRead       bjaf  ok  ok  ok  404 ok  404 401   ok  ok  ok  404 ok  404 401
MarkUnread     bja   ok  ok  ok  404 ok  404 401   ok  ok  ok  404 ok  404 401
EditMessage    bja   ok  ok  ok  403 ok  404 401   ok  ok  ok  404 ok  404 401
EditOther      bja   403 403 403 403 403 404 401   403 403 403 404 403 404 401
DeleteMessage  bja   ok  ok  ok  403 ok  404 401   ok  ok  ok  404 ok  404 401
DeleteOther    bja   ok  ok  403 403 403 404 401   ok  ok  403 404 403 404 401
LoadPage       bja   ok  ok  ok  ok  ok  404 401   ok  ok  ok  404 ok  404 401
LoadHistory    bja   ok  ok  ok  ok  ok  404 401   ok  ok  ok  404 ok  404 401
LoadMembers    bja   ok  ok  ok  ok  ok  404 401   ok  ok  ok  404 ok  404 401
Add            bja   ok  ok  ok  403 ok  404 401   ok  ok  403 404 403 404 401
Remove         bjaf  ok  ok  403 403 403 404 401   ok  ok  403 404 403 404 401
Ban            bjaf  ok  ok  403 403 403 404 401   ok  ok  403 404 403 404 401
Pardon         bjaf  ok  ok  403 403 403 404 401   ok  ok  403 404 403 404 401
SetRole        bjaf  ok  403 403 403 403 404 401   ok  403 403 404 403 404 401
Rename         bja   ok  403 403 403 403 404 401   ok  403 403 404 403 404 401
SetTopic       bja   ok  403 403 403 403 404 401   ok  403 403 404 403 404 401
SetWriters     bja   ok  403 403 403 403 404 401   ok  403 403 404 403 404 401
SetArchived    bjaf  ok  403 403 403 403 404 401   ok  403 403 404 403 404 401
WatchLobby     bjaf  ok  ok  ok  ok  ok  404 401   ok  ok  ok  404 ok  404 401
WatchMyRooms   bja   ok  ok  ok  404 ok  404 401   ok  ok  ok  404 ok  404 401
UnwatchLobby   bj    ok  ok  ok  ok  ok  ok  401   ok  ok  ok  ok  ok  ok  401
DescribePeople bja   ok  ok  ok  ok  ok  ok  401   ok  ok  ok  ok  ok  ok  401
Ping           bja   ok  ok  ok  ok  ok  ok  401   ok  ok  ok  ok  ok  ok  401
Pong           bj    ok  ok  ok  ok  ok  ok  401   ok  ok  ok  ok  ok  ok  401
OpenRoom       af    ok  ok  ok  ok  ok  ok  401   ok  ok  ok  ok  ok  ok  401
LeaveRoom      bj    ok  ok  ok  ok  ok  ok  401   ok  ok  ok  ok  ok  ok  401
Join           bjaf  409 409 409 ok  409 404 401   409 409 409 404 409 404 401
Leave          bjaf  ok  ok  ok  403 ok  404 401   ok  ok  ok  404 ok  404 401
";

/// A command in the table: in the order of the lines, because the last ones change who one is.
#[derive(Clone, Debug)]
struct Row {
    command: &'static str,
    doors: &'static str,
    outcomes: Vec<&'static str>,
}

fn rows() -> Vec<Row> {
    let lines = TABLE.lines().filter(|line| !line.is_empty());
    let row = |line: &'static str| {
        let mut words = line.split_whitespace();
        Row {
            command: words.next().unwrap(),
            doors: words.next().unwrap(),
            outcomes: words.collect(),
        }
    };
    lines.map(row).collect()
}

impl Row {
    /// What is to become of it.
    fn expected(&self, door: Door, role: Role, kind: RoomKind) -> &'static str {
        let column = match kind {
            RoomKind::Open => 0,
            _ => Role::ALL.len(),
        };
        let written = self.outcomes[column + role.column()];
        match (door, role, written) {
            (Door::Api, Role::Guest, _) => "401",
            // The form of somebody who is a member already leads to the room as well.
            (Door::Forms, _, "409") => "ok",
            _ => written,
        }
    }
}

/// Plays every row that this door has in rooms of its own: of each, what came out otherwise than
/// it should, if it did.
async fn play(cast: &Cast, door: Door, role: Role, kind: RoomKind) -> Vec<Option<String>> {
    let mut played = Vec::new();
    let mut stage = Stage::set(cast, door, role, kind).await;
    for row in rows() {
        if !row.doors.contains(door.letter()) {
            continue;
        }
        // These change who one is in the room; each gets a room of its own.
        if matches!(row.command, "Join" | "Leave") {
            stage = Stage::set(cast, door, role, kind).await;
        }
        let found = ask(&mut stage, row.command).await;
        let expected = row.expected(door, role, kind);
        let told = || {
            let command = row.command;
            format!("{command} by {role:?} at {door:?} in {kind:?}: {found}, not {expected}")
        };
        played.push((found != expected).then(told));
    }
    played
}

/// Plays all of it; the complaints.
async fn walk(cast: &Cast, doors: &[Door]) -> Vec<String> {
    let kinds = [RoomKind::Open, RoomKind::Private];
    let scenes = doors.iter().flat_map(|door| {
        let of = move |role: &'static Role| kinds.map(|kind| (*door, *role, kind));
        Role::ALL.iter().flat_map(of)
    });
    let plays = scenes.map(|(door, role, kind)| play(cast, door, role, kind));
    let played = stream::iter(plays).buffer_unordered(8);
    let played = played.collect::<Vec<_>>().await.concat();
    let at = |door: &Door| {
        let rows = rows().into_iter();
        rows.filter(|row| row.doors.contains(door.letter())).count()
    };
    let lines: usize = doors.iter().map(at).sum();
    assert_eq!(played.len(), lines * Role::ALL.len() * kinds.len());
    played.into_iter().flatten().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_at_every_door_does_for_every_role_what_the_table_says() {
    let cast = Cast::gather().await;
    let complaints = walk(&cast, &Door::ALL).await;
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// A door that takes everybody for the owner is noticed, at every row and for every role.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_door_that_lets_through_what_it_must_not_is_noticed() {
    let mut cast = Cast::gather().await;
    cast.everybody_is_the_landlord = true;
    let complaints = walk(&cast, &[Door::Api]).await;
    for role in Role::ALL.iter().filter(|role| **role != Role::Owner) {
        let by = format!("by {role:?} at Api");
        assert!(complaints.iter().any(|told| told.contains(&by)), "{by}");
    }
    let at_api = rows().into_iter().filter(|row| row.doors.contains('a'));
    for row in at_api {
        let mut told = complaints.iter();
        assert!(told.any(|told| told.starts_with(row.command)), "{row:?}");
    }
}

/// The variants of an enum, from its source.
fn variants(path: &str, name: &str) -> BTreeSet<String> {
    let path = format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"));
    let source = std::fs::read_to_string(path).unwrap();
    let start = source.find(&format!("pub enum {name} {{")).unwrap();
    let lines = source[start..].lines().skip(1);
    let inside = lines.take_while(|line| *line != "}");
    let names = inside.filter_map(|line| line.strip_prefix("    "));
    names
        .filter(|line| line.starts_with(char::is_uppercase))
        .map(|line| line.chars().take_while(|c| c.is_alphanumeric()).collect())
        .collect()
}

/// A new command has no place in the table yet, and fails this test until it has.
#[test]
fn every_command_stands_in_the_table() {
    let mut commands = variants("shared/src/frame/client.rs", "ClientFrame");
    assert!(
        commands.remove("ChangeRoom"),
        "each change stands for itself"
    );
    commands.extend(variants("shared/src/model/member.rs", "RoomChange"));
    let rows = rows();
    let listed: BTreeSet<_> = rows.iter().map(|row| row.command.to_owned()).collect();
    let missing: Vec<_> = commands.difference(&listed).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let beside: Vec<_> = listed.difference(&commands).collect();
    assert_eq!(beside, ["DeleteOther", "EditOther", "OpenRoom"]);
    for row in rows {
        assert_eq!(row.outcomes.len(), 2 * Role::ALL.len(), "{row:?}");
    }
}
