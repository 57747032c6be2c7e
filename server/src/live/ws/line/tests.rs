use std::{future::poll_fn, sync::Arc};

use tokio::{
    io::AsyncReadExt,
    net::{TcpListener, TcpSocket, TcpStream},
    task::{JoinSet, yield_now},
};

use super::*;

/// Frames of so many bytes, which say their number over and over.
const FRAME: usize = 100;
const FRAMES: u32 = 30_000;

async fn line() -> (Line, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let peer = TcpSocket::new_v4().unwrap();
    peer.set_recv_buffer_size(4 * 1024).unwrap();
    let peer = peer.connect(listener.local_addr().unwrap());
    let (peer, ours) = tokio::join!(peer, listener.accept());
    let (ours, _) = ours.unwrap();
    let narrow = socket2::SockRef::from(&ours).set_send_buffer_size(64 * 1024);
    narrow.unwrap();
    let (_, write) = ours.into_split();
    (Line::new(Some(write), Format::Bincode), peer.unwrap())
}

fn frame(number: u32) -> Bytes {
    number.to_be_bytes().repeat(FRAME / 4).into()
}

fn are_in_order(mut bytes: &[u8]) -> bool {
    (0..FRAMES).all(|number| {
        let (frame, rest) = bytes.split_at(FRAME);
        bytes = rest;
        frame == self::frame(number)
    })
}

/// Two who go round and the connection itself, all at once, and more than the system takes.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_writes_the_order_stays() {
    let (line, mut peer) = line().await;
    let (line, outbox) = (Arc::new(line), Arc::new(Outbox::new(usize::MAX)));
    let mut busy = JoinSet::new();
    for _ in 0..2 {
        let (line, outbox) = (Arc::clone(&line), Arc::clone(&outbox));
        busy.spawn(async move {
            loop {
                line.deliver(&outbox);
                yield_now().await;
            }
        });
    }
    busy.spawn({
        let outbox = Arc::clone(&outbox);
        async move {
            loop {
                line.load(&outbox);
                let never = |_: &mut Context<'_>, _: &[u8]| Poll::Pending;
                poll_fn(|cx| line.poll_write(cx, never)).await.unwrap();
                yield_now().await;
            }
        }
    });
    for number in 0..FRAMES {
        outbox.push([frame(number)]);
        if number % 64 == 0 {
            yield_now().await;
        }
    }
    let mut heard = vec![0; FRAME * usize::try_from(FRAMES).unwrap()];
    peer.read_exact(&mut heard).await.unwrap();
    assert!(are_in_order(&heard));
}

#[test]
fn what_is_out_of_order_is_noticed() {
    let all: Vec<u8> = (0..FRAMES).flat_map(frame).collect();
    assert!(are_in_order(&all));
    let mut swapped = all;
    swapped[FRAME * 7..].rotate_left(FRAME);
    assert!(!are_in_order(&swapped));
}

/// Somebody who does not read is left to their own connection, and loses nothing.
#[tokio::test]
async fn what_is_not_taken_at_once_is_left_to_the_reader() {
    let (line, mut peer) = line().await;
    let outbox = Outbox::new(usize::MAX);
    assert!(line.deliver(&outbox), "nothing to do");
    outbox.push((0..FRAMES).map(frame));
    let mut rounds = 0;
    while !line.deliver(&outbox) && rounds < FRAMES {
        rounds += 1;
    }
    assert!(rounds == FRAMES && !outbox.is_empty(), "all was taken");
    let mut heard = vec![0; FRAME * usize::try_from(FRAMES).unwrap()];
    let write = async {
        let never = |_: &mut Context<'_>, _: &[u8]| Poll::Pending;
        while let Loaded::Some = line.load(&outbox) {
            poll_fn(|cx| line.poll_write(cx, never)).await.unwrap();
        }
    };
    let (_, read) = tokio::join!(write, peer.read_exact(&mut heard));
    assert!(read.is_ok() && are_in_order(&heard));
    line.say(Bytes::from_static(b"bye"), true);
    outbox.push([frame(0)]);
    assert!(line.deliver(&outbox));
    assert!(
        matches!(line.load(&outbox), Loaded::Nothing(None)),
        "after the last"
    );
    assert!(!outbox.is_empty());
}
