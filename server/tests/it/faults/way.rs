use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy},
    net::{TcpListener, TcpStream},
};

use crate::common::{Faults, Way, Ways};

/// A way to somebody who says whatever they are told.
async fn to_an_echo() -> Faults {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut from, mut to) = stream.split();
                let _ = copy(&mut from, &mut to).await;
            });
        }
    });
    Faults::before(address).await
}

async fn echoed(stream: &mut TcpStream, said: &[u8]) -> Vec<u8> {
    stream.write_all(said).await.unwrap();
    let mut heard = vec![0; said.len()];
    stream.read_exact(&mut heard).await.unwrap();
    heard
}

/// What still comes, up to the end.
async fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut heard = Vec::new();
    let _ = stream.read_to_end(&mut heard).await;
    heard
}

#[tokio::test]
async fn bytes_pass_are_late_go_nowhere_or_wait_and_never_change_places() {
    let faults = to_an_echo().await;
    let mut stream = TcpStream::connect(faults.address).await.unwrap();
    let long: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    assert_eq!(echoed(&mut stream, b"tea").await, b"tea");
    faults.set(Ways::both(Way::Delay(Duration::from_millis(1))));
    assert_eq!(echoed(&mut stream, &long[..20_000]).await, long[..20_000]);
    let stopped = Ways {
        down: Way::Stop,
        ..Ways::OPEN
    };
    faults.set(stopped);
    stream.write_all(b"waits").await.unwrap();
    faults.set(Ways::OPEN);
    let mut heard = [0; 5];
    stream.read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"waits");
    faults.set(Ways::both(Way::Swallow));
    stream.write_all(b"gone").await.unwrap();
    faults.swallowed().await;
    faults.set(Ways::OPEN);
    assert_eq!(echoed(&mut stream, b"here").await, b"here");
    faults.cut();
    assert_eq!(rest(&mut stream).await, b"");
}

#[tokio::test]
async fn what_comes_before_a_cut_is_the_beginning_of_what_was_said() {
    let faults = to_an_echo().await;
    faults.cut_at_random(7);
    let long: Vec<u8> = (0..=255).cycle().take(600_000).collect();
    let mut lengths = Vec::new();
    for _ in 0..20 {
        let mut stream = TcpStream::connect(faults.address).await.unwrap();
        let (mut from, mut to) = stream.split();
        let mut heard = Vec::new();
        let said = async {
            let _ = to.write_all(&long).await;
            let _ = to.shutdown().await;
        };
        let (_, ()) = tokio::join!(from.read_to_end(&mut heard), said);
        assert!(long.starts_with(&heard));
        lengths.push(heard.len());
    }
    assert!(lengths.contains(&long.len()), "some pass: {lengths:?}");
    assert!(
        lengths.iter().any(|length| *length < long.len()),
        "some are cut"
    );
}
