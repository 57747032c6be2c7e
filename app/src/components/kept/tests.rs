use shared::{
    ApiError, MessageId, Nonce, Timestamp, UserId,
    model::{Fate, Person},
};

use super::*;
use crate::live::{ChangeState, FailReason, MessageRow, SendState};

const ROOM: RoomId = RoomId::new(1);

fn said(text: &str) -> MessageRow {
    MessageRow {
        author: Person {
            id: UserId::new(7),
            name: "Ada".to_owned(),
        },
        own: false,
        at: Timestamp::from_seconds(9),
        text: text.to_owned(),
        id: Some(MessageId::new(3)),
        nonce: None,
        state: SendState::Final,
        fate: Fate::Original,
        change: None,
        for_me: false,
        head: true,
    }
}

fn row(kept: &Rendered, row: &MessageRow, html: &'static str) -> String {
    let what = What::of(Locale::en, ROOM, row).map(Key::Row);
    let view = Box::new(move || view! { <p>{html}</p> }.into_any());
    let place = Some(kept.clone()).zip(what);
    Kept { place, view }.to_html().replace("<!>", "")
}

#[test]
fn what_was_made_is_not_made_again() {
    let kept = Rendered::default();
    assert_eq!(row(&kept, &said("hello"), "made"), "<p>made</p>");
    assert_eq!(row(&kept, &said("hello"), "again"), "<p>made</p>");
    assert_eq!(row(&kept, &said("other"), "again"), "<p>again</p>");
}

#[test]
fn what_may_look_otherwise_is_made_each_time() {
    let at = Timestamp::from_seconds(10);
    let reason = FailReason::Refused(ApiError::Unavailable);
    let failed = ChangeState::Failed { text: None, reason };
    for odd in [
        said("@ada look"),
        MessageRow {
            fate: Fate::Edited { at },
            ..said("x")
        },
        MessageRow {
            fate: Fate::Deleted { at },
            ..said("")
        },
        MessageRow {
            state: SendState::Pending,
            ..said("x")
        },
        MessageRow {
            change: Some(failed),
            ..said("x")
        },
        MessageRow {
            id: None,
            ..said("x")
        },
    ] {
        let kept = Rendered::default();
        assert_eq!(row(&kept, &odd, "made"), "<p>made</p>");
        assert_eq!(row(&kept, &odd, "again"), "<p>again</p>", "{odd:?}");
    }
}

#[test]
fn rows_that_differ_in_anything_are_kept_apart() {
    let name = |name: &str| Person {
        id: UserId::new(7),
        name: name.to_owned(),
    };
    let plain = said("x");
    let others = [
        MessageRow {
            own: true,
            ..plain.clone()
        },
        MessageRow {
            head: false,
            ..plain.clone()
        },
        MessageRow {
            for_me: true,
            ..plain.clone()
        },
        MessageRow {
            author: name("Eve"),
            ..plain.clone()
        },
        MessageRow {
            at: Timestamp::from_seconds(8),
            ..plain.clone()
        },
        MessageRow {
            id: Some(MessageId::new(4)),
            ..plain.clone()
        },
        MessageRow {
            nonce: Some(Nonce::from_bytes([1; 16])),
            ..plain.clone()
        },
    ];
    let kept = Rendered::default();
    assert_eq!(row(&kept, &plain, "plain"), "<p>plain</p>");
    for other in others {
        assert_eq!(row(&kept, &other, "other"), "<p>other</p>", "{other:?}");
    }
    let zh = What::of(Locale::zh_CN, ROOM, &plain);
    assert!(zh.is_some() && zh != What::of(Locale::en, ROOM, &plain));
    assert!(zh != What::of(Locale::zh_CN, RoomId::new(2), &plain));
}

fn piece(kept: &Rendered, name: &'static str, of: &str, html: &'static str) -> String {
    let locale = Locale::en.as_str();
    let piece = Piece {
        name,
        locale,
        of: of.to_owned(),
    };
    let view = Box::new(move || view! { <p>{html}</p> }.into_any());
    let place = Some((kept.clone(), Key::Piece(piece)));
    Kept { place, view }.to_html().replace("<!>", "")
}

#[test]
fn pieces_are_told_apart_by_their_name_and_what_they_show() {
    let kept = Rendered::default();
    assert_eq!(piece(&kept, "head", "a", "made"), "<p>made</p>");
    assert_eq!(piece(&kept, "head", "a", "again"), "<p>made</p>");
    assert_eq!(piece(&kept, "head", "b", "other"), "<p>other</p>");
    assert_eq!(piece(&kept, "foot", "a", "third"), "<p>third</p>");
}
