//! Bots: one owner each, one token, revoked once.

use server::store::{NewBot, StoreError};
use shared::{Timestamp, UserId};

use super::subject::{NOW, subject};

pub fn bot(owner: UserId, token: u8) -> NewBot {
    NewBot {
        owner,
        name: format!("bot {token}"),
        token: [token; 32],
        ending: "beef".to_owned(),
        now: NOW,
        expires: Timestamp::from_seconds(NOW.seconds() + 100),
    }
}

#[tokio::test]
async fn a_bot_comes_in_with_its_token_until_its_owner_revokes_it() {
    let subject = subject();
    let store = &subject.store;
    let (ada, eve) = (subject.author("Ada").await, subject.author("Eve").await);
    let made = store.create_bot(bot(ada, 7), 2).await.unwrap();
    let visit = store.session([7; 32], NOW).await.unwrap().unwrap();
    assert_eq!(visit.person, made);
    assert_eq!(
        (visit.account.handle, visit.account.is_owner),
        (None, false)
    );
    let listed = store.bots(ada).await.unwrap();
    let [only] = listed.as_slice() else {
        panic!("{listed:?}")
    };
    assert_eq!((&only.person, only.seen), (&made, None));
    store.touch(visit.session, NOW, NOW).await.unwrap();
    assert_eq!(store.bots(ada).await.unwrap()[0].seen, Some(NOW));
    assert_eq!(store.bots(eve).await.unwrap(), []);
    let stolen = store.revoke_bot(eve, made.id, NOW).await;
    assert_eq!(stolen, Err(StoreError::NotFound));
    assert!(store.session([7; 32], NOW).await.unwrap().is_some());
    let ended = store.revoke_bot(ada, made.id, NOW).await;
    assert_eq!(ended, Ok(vec![visit.session]));
    assert_eq!(store.session([7; 32], NOW).await.unwrap(), None);
    let again = store.revoke_bot(ada, made.id, NOW).await;
    assert_eq!(again, Err(StoreError::NotFound));
    assert_eq!(store.bots(ada).await.unwrap(), []);
}

#[tokio::test]
async fn there_is_an_end_to_bots_and_to_the_time_of_a_token() {
    let subject = subject();
    let store = &subject.store;
    let ada = subject.author("Ada").await;
    let first = store.create_bot(bot(ada, 1), 2).await.unwrap();
    store.create_bot(bot(ada, 2), 2).await.unwrap();
    let third = store.create_bot(bot(ada, 3), 2).await;
    assert_eq!(third, Err(StoreError::Conflict));
    assert_eq!(store.session([3; 32], NOW).await.unwrap(), None);
    let later = Timestamp::from_seconds(NOW.seconds() + 100);
    assert_eq!(store.session([1; 32], later).await.unwrap(), None);
    assert_eq!(store.bots(ada).await.unwrap().len(), 2, "still listed");
    store.revoke_bot(ada, first.id, NOW).await.unwrap();
    store.create_bot(bot(ada, 3), 2).await.unwrap();
}
