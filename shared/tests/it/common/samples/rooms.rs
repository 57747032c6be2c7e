use shared::{
    ApiError, Field, Problem, RoomId, Seq, Timestamp, UserId,
    frame::{RoomEvent, ServerFrame, Subject},
    model::{Member, Role, RoomChange, RoomInfo, RoomKind, Writers},
};

use super::people;

pub fn changes() -> Vec<RoomChange> {
    let user = UserId::new(70_000);
    let until = Timestamp::from_seconds(1_800_003_600);
    let (everyone, moderators) = (Writers::Everyone, Writers::Moderators);
    vec![
        RoomChange::Join,
        RoomChange::Leave,
        RoomChange::Add { user },
        RoomChange::Remove { user },
        RoomChange::Ban { user, until: None },
        RoomChange::Ban {
            user,
            until: Some(until),
        },
        RoomChange::Pardon { user },
        RoomChange::SetRole {
            user,
            role: Role::Member,
        },
        RoomChange::SetRole {
            user,
            role: Role::Moderator,
        },
        RoomChange::SetRole {
            user,
            role: Role::Owner,
        },
        RoomChange::Rename {
            name: "tea".to_owned(),
        },
        RoomChange::SetTopic {
            topic: "绿茶".to_owned(),
        },
        RoomChange::SetWriters { writers: everyone },
        RoomChange::SetWriters {
            writers: moderators,
        },
        RoomChange::SetArchived { archived: true },
    ]
}

/// What came when rooms got members.
pub fn memberships() -> Vec<ServerFrame> {
    let (room, seq) = (RoomId::new(1), Seq::new(302));
    let (by, at) = (UserId::new(7), Timestamp::from_seconds(1_800_000_120));
    let event = |change| RoomEvent::RoomChanged { by, at, change };
    let event = |change| ServerFrame::Event {
        room,
        seq,
        event: event(change),
    };
    let info = |kind, role| RoomInfo {
        id: room,
        kind,
        name: "tea".to_owned(),
        topic: "绿茶".to_owned(),
        writers: Writers::Moderators,
        archived: false,
        role,
    };
    let infos = [
        info(RoomKind::Open, None),
        info(RoomKind::Private, Some(Role::Member)),
        info(RoomKind::Direct, Some(Role::Moderator)),
        info(RoomKind::Group, Some(Role::Owner)),
    ];
    let member = |person| Member {
        person,
        role: Role::Owner,
    };
    let members = people().into_iter().map(member).collect();
    let mut frames: Vec<_> = changes().into_iter().map(event).collect();
    let described = |room| ServerFrame::RoomDescribed { room };
    frames.extend(infos.map(described));
    frames.push(ServerFrame::MembersListed {
        room,
        members,
        has_more: true,
    });
    frames.push(ServerFrame::Rejected {
        subject: Subject::Room(room),
        error: ApiError::Invalid {
            field: Field::Topic,
            problem: Problem::ControlCharacter,
        },
    });
    frames
}
