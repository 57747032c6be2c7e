use shared::{
    MessageId, Seq, codec,
    frame::{ClientFrame, ServerFrame},
};

use super::{House, complaints, person::Person, seeds};
use crate::common::{Client, Ended, HALL, Road, nonce};

/// A command with some of its bytes changed, or fewer or more of them.
fn junk(random: &mut fastrand::Rng) -> Vec<u8> {
    let room = HALL;
    let nonce = nonce(random.u64(..9));
    let message = MessageId::new(random.u64(..9));
    let text = "茶 tea".to_owned();
    let commands = [
        ClientFrame::PostMessage {
            room,
            nonce,
            text: text.clone(),
        },
        ClientFrame::EditMessage {
            room,
            message,
            nonce,
            text,
        },
        ClientFrame::DeleteMessage {
            room,
            message,
            nonce,
        },
        ClientFrame::MarkRead {
            room,
            seq: Seq::new(3),
        },
        ClientFrame::DescribePeople { users: vec![] },
    ];
    let mut bytes = codec::encode(&commands[random.usize(..commands.len())]).unwrap();
    for _ in 0..random.usize(1..4) {
        let place = random.usize(1..bytes.len());
        match random.u8(..4) {
            0 => bytes.truncate(place.max(2)),
            1 => bytes.extend((0..random.usize(1..40)).map(|_| random.u8(..))),
            _ => bytes[place] = random.u8(..),
        }
    }
    bytes
}

/// Says it in the hall; ready when it was dealt with.
async fn say(road: Road, house: &House, session: &str, bytes: Vec<u8>) -> Result<(), Ended> {
    let mut mallory = Client::try_connect_over(road, house.server.address, session).await?;
    mallory.enter(None).await;
    mallory.try_send_bytes(bytes).await?;
    mallory.try_send(&ClientFrame::Ping).await?;
    while mallory.try_next().await? != ServerFrame::Ponged {}
    Ok(())
}

/// Whatever somebody says in a room, in the middle of a talk, those who talk hear each other.
#[tokio::test]
async fn nothing_that_is_said_takes_a_room_down() {
    for seed in seeds(1) {
        let mut random = fastrand::Rng::with_seed(seed);
        let house = House::open().await;
        let session = house.server.http().join("Mallory").await;
        let mut watcher = house.watcher().await;
        let mut people = Vec::new();
        for road in Road::ALL {
            let entry = house.entry(road, house.server.address, "Ada").await;
            people.push(Person::new(entry));
        }
        let mut refused = 0;
        for number in 0..60 {
            let road = Road::ALL[number % 3];
            let said = say(road, &house, &session, junk(&mut random)).await;
            refused += usize::from(said.is_err());
            people[number % 2].say().await;
            people[number % 2].settle().await;
        }
        assert!((5..60).contains(&refused), "{refused} of 60 were refused");
        watcher.say().await;
        watcher.settle().await;
        let head = watcher.acked.last().unwrap().seq;
        people.push(watcher);
        for person in &mut people {
            person.hear_until(head).await;
            assert_eq!(person.breaks, 0);
        }
        let talkers: Vec<_> = people.iter().map(|person| person.me.get()).collect();
        for person in &mut people {
            let others = person.heard.iter_mut();
            let others = others.filter(|line| !talkers.contains(&line.author));
            // Not who was promised to be heard; it has its place, and that is all.
            others.for_each(|line| line.text.clear());
        }
        assert_eq!(complaints(&people.iter().collect::<Vec<_>>()), [""; 0]);
    }
}
