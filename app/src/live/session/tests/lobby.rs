//! The list of rooms, on pages that came without it.

use shared::{RoomId, frame::ServerFrame, model::RoomSummary};

use super::world::{Fault, World};

#[test]
fn what_a_link_told_of_the_rooms_stays_known_for_the_next_page() {
    let mut world = World::new(Fault::None);
    world.session.watch_lobby(None);
    assert_eq!(world.session.lobby(), None);
    let rooms = vec![RoomSummary {
        id: RoomId::new(2),
        name: "kitchen".to_owned(),
        online: 1,
    }];
    world.receive(ServerFrame::LobbyListed {
        rooms: rooms.clone(),
        online: 1,
    });
    world.session.unwatch_lobby();
    world.session.watch_lobby(None);
    let known = world.session.lobby().map(|lobby| &lobby.rooms);
    assert_eq!(known, Some(&rooms));
}
