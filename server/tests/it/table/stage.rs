//! A room in which somebody plays a role.

use serde_json::json;
use shared::{MessageId, RoomId, model::RoomKind};

use super::{
    cast::{Cast, Persona, Role},
    doors::{Door, Link},
};
use crate::common::percent;

/// A room, what is in it, and who acts.
pub struct Stage<'a> {
    pub cast: &'a Cast,
    pub door: Door,
    pub role: Role,
    pub room: RoomId,
    /// Nobody else's.
    pub name: String,
    /// Nobody is nobody.
    pub actor: Option<Persona>,
    /// What the actor said, while they still could.
    pub own: MessageId,
    /// What the landlord said.
    pub other: MessageId,
    /// Where the door is a live link: that, or how it ended.
    pub link: Option<Link>,
}

impl<'a> Stage<'a> {
    pub async fn set(cast: &'a Cast, door: Door, role: Role, kind: RoomKind) -> Self {
        let name = format!("stage-{}-end", cast.nonce());
        let room = json!({"name": &name[20..], "private": kind == RoomKind::Private});
        let opened = cast.must(&cast.landlord, "/rooms", room).await;
        let room = opened["id"].as_u64().unwrap();
        for user in cast.bystanders {
            cast.arrange(room, json!({"Add": {"user": user}})).await;
        }
        let culprit = json!({"Ban": {"user": cast.culprit, "until": null}});
        cast.arrange(room, culprit).await;
        let mut actor = cast.actor(door, role).cloned();
        let own = match &actor {
            Some(actor) => Self::let_in(cast, actor, role, room).await,
            None => 1,
        };
        let text = json!({"nonce": cast.nonce().to_string(), "text": "the landlord's"});
        let path = format!("/rooms/{room}/messages");
        let other = cast.must(&cast.landlord, &path, text).await;
        if cast.everybody_is_the_landlord {
            actor = Some(cast.landlord.clone());
        }
        let mut stage = Self {
            cast,
            door,
            role,
            room: RoomId::new(room),
            name: name[20..].to_owned(),
            link: None,
            own: MessageId::new(own),
            other: MessageId::new(other["message"].as_u64().unwrap()),
            actor,
        };
        stage.link = Link::open(&stage).await;
        stage
    }

    /// Makes the actor a member who says something, and then what they are to be.
    async fn let_in(cast: &Cast, actor: &Persona, role: Role, room: u64) -> u64 {
        let user = actor.id;
        cast.arrange(room, json!({"Add": {"user": user}})).await;
        let own = Self::say(cast, actor, room).await;
        let then = match role {
            Role::Owner => json!({"SetRole": {"user": user, "role": "Owner"}}),
            Role::Moderator => json!({"SetRole": {"user": user, "role": "Moderator"}}),
            Role::Outsider => json!({"Remove": {"user": user}}),
            Role::Banned => json!({"Ban": {"user": user, "until": null}}),
            Role::Member | Role::Guest | Role::Nobody => return own,
        };
        cast.arrange(room, then).await;
        own
    }

    async fn say(cast: &Cast, actor: &Persona, room: u64) -> u64 {
        let nonce = cast.nonce().to_string();
        if actor.cookie.is_empty() {
            let text = json!({"nonce": nonce, "text": "my own"});
            let path = format!("/rooms/{room}/messages");
            let acked = cast.must(actor, &path, text).await;
            return acked["message"].as_u64().unwrap();
        }
        let form = format!("nonce={nonce}&text={}", percent("my own"));
        let path = format!("/r/{room}/messages");
        let answer = cast.http().post_as(&actor.cookie, &path, &form).await;
        let (_, message) = answer.location().rsplit_once("#m").unwrap();
        message.parse().unwrap()
    }
}
