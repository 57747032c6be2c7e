use futures_util::future::join_all;
use shared::{
    Seq,
    frame::{ClientFrame, ServerFrame},
};

use super::seeds;
use crate::common::{Client, Ended, Faults, HALL, Road, TestServer};

const MESSAGES: u64 = 30;

/// Whether a mark that stood at these places, one after the other, ever went back.
fn goes_back(places: &[u64]) -> bool {
    places.windows(2).any(|pair| pair[0] > pair[1])
}

/// Says over a link of its own that something was read; what the mark was told to be until the
/// answer to a ping, which comes after it.
async fn mark(road: Road, faults: &Faults, session: &str, seq: u64) -> Result<Vec<u64>, Ended> {
    let mut device = Client::try_connect_over(road, faults.address, session).await?;
    let seq = Seq::new(seq);
    let read = ClientFrame::MarkRead { room: HALL, seq };
    device.try_send(&read).await?;
    device.try_send(&ClientFrame::Ping).await?;
    let mut places = Vec::new();
    loop {
        match device.try_next().await? {
            ServerFrame::ReadMarked { mark, .. } => places.push(mark.read.seq.get()),
            ServerFrame::Rejected { error, .. } => panic!("{error:?}"),
            ServerFrame::Ponged => return Ok(places),
            _ => {}
        }
    }
}

/// Devices of one person over every road, whose links are cut, say again and again and in no
/// order what was read.
#[tokio::test]
async fn what_was_read_never_goes_back_whatever_comes_late_or_again() {
    for seed in seeds(1) {
        let server = TestServer::start().await;
        let mut ada = server.client("Ada").await;
        ada.enter(None).await;
        for number in 1..=MESSAGES {
            ada.post(number, "x").await;
        }
        ada.acked(MESSAGES).await;
        let faults = Faults::before(server.address).await;
        faults.cut_at_random(seed);
        let session = server.http().join("Bao").await;
        let mut desk = Client::connect(server.address, &session).await;
        desk.send(&ClientFrame::WatchMyRooms { after: None }).await;
        let device = async |(number, road): (u64, Road)| {
            let mut order: Vec<u64> = (1..=MESSAGES).collect();
            fastrand::Rng::with_seed(seed + number).shuffle(&mut order);
            assert!(goes_back(&order), "the check sees what goes back");
            for seq in order {
                let places = loop {
                    if let Ok(places) = mark(road, &faults, &session, seq).await {
                        break places;
                    }
                };
                assert!(!goes_back(&places), "{places:?} over {road:?}");
            }
        };
        join_all((0..).zip(Road::ALL).map(device)).await;
        desk.send(&ClientFrame::Ping).await;
        let mut places = Vec::new();
        desk.until(|frame| {
            if let ServerFrame::ReadMarked { mark, .. } = frame {
                places.push(mark.read.seq.get());
            }
            (*frame == ServerFrame::Ponged).then_some(())
        })
        .await;
        assert_eq!(places.last(), Some(&MESSAGES));
        assert!(!goes_back(&places), "{places:?}");
    }
}
