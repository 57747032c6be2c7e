use std::{net::SocketAddr, time::Duration};

use futures_util::future::join_all;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::{interval, timeout},
};

use super::{House, complaints, entry::Habit, person::Person, seeds};
use crate::common::{Faults, PATIENCE, Road, Way, Ways};

/// Those who read what they get; every tenth does not.
const READERS: usize = 27;

/// Some clients stop reading, whatever their road is: the others hear everything as it is said,
/// and the slow ones are put out and come back for the rest.
#[tokio::test]
async fn who_does_not_read_is_put_out_and_comes_back_and_the_others_hear_everything() {
    for _ in seeds(1).take(3) {
        let house = House::with(|config| {
            config.outbox_bytes = 128 * 1024;
            config.write_s = 1;
        })
        .await;
        let faults = Faults::before(house.server.address).await;
        faults.set_narrow(true);
        let mut slow = slow(&house, &faults).await;
        let mut readers = Vec::new();
        for (number, road) in (0..READERS).zip(Road::ALL.into_iter().cycle()) {
            let name = format!("Reader {number}");
            let entry = house.entry(road, house.server.address, &name).await;
            readers.push(Person::new(entry));
        }
        readers[0].say_much(3_800);
        join_all(slow.iter_mut().chain(&mut readers[1..]).map(Person::settle)).await;
        let everybody = u32::try_from(readers.len() + slow.len()).unwrap();
        while readers[0].online != everybody {
            readers[0].hear().await;
        }
        faults.set(Ways {
            down: Way::Stop,
            ..Ways::OPEN
        });
        let head = talk(&mut readers).await;
        assert!(readers.iter().all(|reader| reader.breaks == 0));
        faults.set_narrow(false);
        faults.set(Ways::OPEN);
        faults.cut();
        join_all(slow.iter_mut().map(|person| person.hear_until(head))).await;
        assert!(slow.iter().all(|person| person.breaks > 0));
        let forgetful = slow.pop().unwrap();
        let careful: Vec<_> = readers.iter().chain(&slow).collect();
        assert_eq!(complaints(&careful), [""; 0]);
        assert_ne!(complaints(&[&readers[0], &forgetful]), [""; 0]);
    }
}

/// One over each road, and one who forgets where they were.
async fn slow(house: &House, faults: &Faults) -> Vec<Person> {
    let mut slow = Vec::new();
    for road in Road::ALL {
        let entry = house.entry(road, faults.address, "Slow").await;
        slow.push(Person::new(entry));
    }
    let entry = house.entry(Road::WebSocket, faults.address, "Forgetful");
    slow.push(Person::with(entry.await, Habit::ForgetsItsPlace));
    slow
}

/// The first of them talks until the slow ones are gone from the hall; everybody hears each
/// message before the next is said. Where that ends.
async fn talk(readers: &mut [Person]) -> u64 {
    let present = u32::try_from(readers.len()).unwrap();
    for _ in 0..2_000 {
        let talker = &mut readers[0];
        talker.say().await;
        talker.settle().await;
        let head = talker.acked.last().unwrap().seq;
        join_all(readers.iter_mut().map(|reader| reader.hear_until(head))).await;
        if readers[0].online == present {
            return head;
        }
    }
    panic!("{} are here, and {present} read", readers[0].online);
}

/// Answers that nobody reads wait, and their connection with them: not for ever. One whose
/// answers are read, however slowly, stays.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_that_takes_nothing_is_given_up_and_one_that_is_read_is_not() {
    let house = House::with(|config| config.write_s = 1).await;
    let address = house.server.address;
    let (stuck, mut read) = (asks(address).await, asks(address).await);
    let read_from = read.local_addr().unwrap();
    let reading = tokio::spawn(async move {
        let mut bytes = [0; 1024];
        while read.read(&mut bytes).await.is_ok_and(|read| read > 0) {}
    });
    let mut looks = interval(Duration::from_millis(20));
    let given_up = async {
        while is_open(address, stuck.local_addr().unwrap()) {
            looks.tick().await;
        }
    };
    timeout(PATIENCE, given_up).await.expect("it stays");
    assert!(is_open(address, read_from) && !reading.is_finished());
    reading.abort();
}

/// Somebody who asks for much at once, with little room for what they do not read.
async fn asks(address: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4 * 1024).unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    let question = format!("GET /api/v1/openapi.json HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let many = question.repeat(300);
    stream.write_all(many.as_bytes()).await.unwrap();
    stream
}

/// Whether the server's end of a connection is open, as the system has it.
fn is_open(server: SocketAddr, client: SocketAddr) -> bool {
    let port = |address: SocketAddr| format!(":{:04X}", address.port());
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    table.lines().any(|line| {
        let words: Vec<_> = line.split_whitespace().collect();
        words[1].ends_with(&port(server)) && words[2].ends_with(&port(client)) && words[3] == "01"
    })
}
