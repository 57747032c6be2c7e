//! The commands, as each door has them.

use serde_json::{Value, json};
use shared::{
    Nonce, Seq,
    frame::ClientFrame,
    model::{HistoryAt, Role, RoomChange, Writers},
};

use super::stage::Stage;

/// The change of a room by this name.
pub fn change(stage: &Stage<'_>, command: &str) -> Option<RoomChange> {
    let [removed, promoted, banned] = stage.cast.bystanders;
    Some(match command {
        "Join" => RoomChange::Join,
        "Leave" => RoomChange::Leave,
        "Add" => RoomChange::Add {
            user: stage.cast.candidate,
        },
        "Remove" => RoomChange::Remove { user: removed },
        "Ban" => RoomChange::Ban {
            user: banned,
            until: None,
        },
        "Pardon" => RoomChange::Pardon {
            user: stage.cast.culprit,
        },
        "SetRole" => RoomChange::SetRole {
            user: promoted,
            role: Role::Moderator,
        },
        // What is as it was is still theirs to say alone, and the room goes on as it was.
        "Rename" => RoomChange::Rename {
            name: stage.name.clone(),
        },
        "SetTopic" => RoomChange::SetTopic {
            topic: "tea".to_owned(),
        },
        "SetWriters" => RoomChange::SetWriters {
            writers: Writers::Everyone,
        },
        "SetArchived" => RoomChange::SetArchived { archived: false },
        _ => return None,
    })
}

/// The frame by this name.
pub fn frame(stage: &Stage<'_>, command: &str, nonce: Nonce) -> ClientFrame {
    let room = stage.room;
    if let Some(change) = change(stage, command) {
        return ClientFrame::ChangeRoom {
            room,
            nonce,
            change,
        };
    }
    let text = "said".to_owned();
    let message = match command {
        "EditOther" | "DeleteOther" => stage.other,
        _ => stage.own,
    };
    match command {
        "EnterRoom" => ClientFrame::EnterRoom { room, cursor: None },
        "LeaveRoom" => ClientFrame::LeaveRoom { room },
        "PostMessage" => ClientFrame::PostMessage { room, nonce, text },
        "EditMessage" | "EditOther" => ClientFrame::EditMessage {
            room,
            message,
            nonce,
            text,
        },
        "DeleteMessage" | "DeleteOther" => ClientFrame::DeleteMessage {
            room,
            message,
            nonce,
        },
        "LoadPage" => ClientFrame::LoadPage {
            room,
            before: Seq::new(1_000),
        },
        "LoadHistory" => ClientFrame::LoadHistory {
            room,
            at: HistoryAt::Around(stage.other.into()),
        },
        "MarkRead" => ClientFrame::MarkRead {
            room,
            seq: stage.other.into(),
        },
        "MarkUnread" => ClientFrame::MarkUnread {
            room,
            message: stage.other,
        },
        "WatchMyRooms" => ClientFrame::WatchMyRooms { after: None },
        "LoadMembers" => ClientFrame::LoadMembers { room, after: None },
        "DescribePeople" => ClientFrame::DescribePeople {
            users: vec![stage.cast.candidate],
        },
        "WatchLobby" => ClientFrame::WatchLobby,
        "UnwatchLobby" => ClientFrame::UnwatchLobby,
        "Ping" => ClientFrame::Ping,
        "Pong" => ClientFrame::Pong,
        unknown => panic!("{unknown} has no frame"),
    }
}

/// The call by this name: its path, and its body where it is a `POST`.
pub fn call(stage: &Stage<'_>, command: &str, nonce: Nonce) -> (String, Option<Value>) {
    let (room, nonce) = (stage.room, nonce.to_string());
    let messages = format!("/rooms/{room}/messages");
    if let Some(change) = change(stage, command) {
        let body = json!({"nonce": nonce, "change": change});
        return (format!("/rooms/{room}/change"), Some(body));
    }
    let text = json!({"nonce": nonce, "text": "said"});
    let bare = json!({"nonce": nonce});
    match command {
        "EnterRoom" => (format!("/rooms/{room}"), None),
        "PostMessage" => (messages, Some(text)),
        "EditMessage" => (format!("{messages}/{}/edit", stage.own), Some(text)),
        "EditOther" => (format!("{messages}/{}/edit", stage.other), Some(text)),
        "DeleteMessage" => (format!("{messages}/{}/delete", stage.own), Some(bare)),
        "DeleteOther" => (format!("{messages}/{}/delete", stage.other), Some(bare)),
        "LoadPage" => (messages, None),
        "LoadHistory" => (format!("{messages}?around={}", stage.other), None),
        "MarkRead" => {
            let seen = json!({"seq": stage.other.get()});
            (format!("/rooms/{room}/read"), Some(seen))
        }
        "MarkUnread" => {
            let unseen = json!({"message": stage.other.get()});
            (format!("/rooms/{room}/unread"), Some(unseen))
        }
        "WatchMyRooms" => ("/me/rooms".to_owned(), None),
        "LoadMembers" => (format!("/rooms/{room}/members"), None),
        "DescribePeople" => {
            let users = json!({"users": [stage.cast.candidate]});
            ("/people".to_owned(), Some(users))
        }
        "WatchLobby" => ("/rooms".to_owned(), None),
        "OpenRoom" => {
            let name = format!("own {}", &nonce[20..]);
            // Private, so that the list of rooms does not fill up.
            let body = json!({"name": name, "private": true});
            ("/rooms".to_owned(), Some(body))
        }
        "Ping" => ("/me".to_owned(), None),
        unknown => panic!("{unknown} has no call"),
    }
}

/// The page by this name: its path, and its form where it is one.
pub fn form(stage: &Stage<'_>, command: &str, nonce: Nonce) -> (String, Option<String>) {
    let room = stage.room;
    if let Some((section, form)) = change(stage, command).and_then(settings) {
        return (format!("/r/{room}/settings/{section}"), Some(form));
    }
    match command {
        "EnterRoom" => (format!("/r/{room}"), None),
        "WatchLobby" => ("/".to_owned(), None),
        "PostMessage" => {
            let form = format!("nonce={nonce}&text=said");
            (format!("/r/{room}/messages"), Some(form))
        }
        "Join" => (format!("/r/{room}/join"), Some(String::new())),
        "MarkRead" => (format!("/r/{room}/read"), Some(String::new())),
        "OpenRoom" => {
            let name = &nonce.to_string()[20..];
            let form = format!("name=own+{name}&private=on");
            ("/rooms".to_owned(), Some(form))
        }
        unknown => panic!("{unknown} has no form"),
    }
}

/// The section of a room's settings where a change is made, and what its form sends.
fn settings(change: RoomChange) -> Option<(&'static str, String)> {
    Some(match change {
        RoomChange::Leave => ("general", "do=leave".to_owned()),
        RoomChange::SetArchived { archived: true } => ("general", "do=archive".to_owned()),
        RoomChange::SetArchived { archived: false } => ("general", "do=restore".to_owned()),
        RoomChange::Remove { user } => ("members", format!("do=remove&user={user}")),
        RoomChange::Ban { user, .. } => ("members", format!("do=ban&user={user}&until=good")),
        RoomChange::Pardon { user } => ("bans", format!("do=pardon&user={user}")),
        RoomChange::SetRole { user, role } => {
            let role = format!("{role:?}").to_lowercase();
            ("members", format!("do=role&user={user}&role={role}"))
        }
        _ => return None,
    })
}
