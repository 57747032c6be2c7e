//! Sessions: whose they are, and how they end.

use server::store::StoreError;
use shared::{SessionId, Timestamp, UserId, model::Account};

use super::subject::{LATER, NOW, session, subject};

#[tokio::test]
async fn sessions_end_when_told_and_when_their_time_is_over() {
    let subject = subject();
    let (token, other) = ([1; 32], [2; 32]);
    let store = &subject.store;
    let join = |token| store.create_guest("Ada".to_owned(), session(token));
    let (ada, namesake) = (join(token).await.unwrap(), join(other).await.unwrap());
    assert_ne!(ada.id, namesake.id, "the same name is another person");
    let visit = store.session(token, NOW).await.unwrap().expect("a session");
    assert_eq!((&visit.person, &visit.account), (&ada, &Account::default()));
    assert_eq!(store.session(token, LATER).await.unwrap(), None);
    assert_eq!(store.session([3; 32], NOW).await.unwrap(), None);
    assert!(store.is_open(visit.session).await.unwrap());
    assert!(
        !store.end_session(namesake.id, visit.session).await.unwrap(),
        "not theirs"
    );
    assert!(store.is_open(visit.session).await.unwrap());
    assert!(store.end_session(ada.id, visit.session).await.unwrap());
    assert!(
        !store.end_session(ada.id, visit.session).await.unwrap(),
        "it has ended"
    );
    assert!(!store.is_open(visit.session).await.unwrap());
    assert_eq!(store.session(token, NOW).await.unwrap(), None);
    let theirs = store.session(other, NOW).await.unwrap().expect("a session");
    assert_eq!(theirs.person, namesake);
    let people = store
        .people(vec![ada.id, UserId::new(u64::MAX), namesake.id])
        .await
        .unwrap();
    assert_eq!(people, [ada, namesake]);
}

#[tokio::test]
async fn one_session_begins_where_another_ends_and_the_rest_can_be_ended_at_once() {
    let subject = subject();
    let store = &subject.store;
    let ada = subject.author("a").await;
    let bao = subject.author("b").await;
    let open = |token, old| store.open_session(ada, session(token), old);
    open([1; 32], None).await.unwrap();
    open([2; 32], Some([1; 32])).await.unwrap();
    assert_eq!(store.session([1; 32], NOW).await.unwrap(), None, "replaced");
    open([3; 32], None).await.unwrap();
    let nobody = store.open_session(UserId::new(99), session([4; 32]), Some([3; 32]));
    assert_eq!(nobody.await.err(), Some(StoreError::NotFound));
    let kept = store.session([3; 32], NOW).await.unwrap();
    let kept = kept.expect("what failed changed nothing").session;
    assert_eq!(store.sessions(ada, NOW).await.unwrap().len(), 3);
    let ended = store.end_other_sessions(ada, kept).await.unwrap();
    assert_eq!(ended.len(), 2);
    let left = store.sessions(ada, NOW).await.unwrap();
    assert_eq!(
        left.iter().map(|session| session.id).collect::<Vec<_>>(),
        [kept]
    );
    assert_eq!(left[0].browser.as_deref(), Some("Firefox"));
    assert_eq!(
        store.sessions(bao, NOW).await.unwrap().len(),
        1,
        "not meant"
    );
    assert_eq!(
        store.sessions(ada, LATER).await.unwrap(),
        [],
        "all are over"
    );
}

#[tokio::test]
async fn the_use_of_a_session_is_noted_as_often_as_asked_and_no_oftener() {
    let subject = subject();
    let store = &subject.store;
    let ada = subject.author("a").await;
    let id = store.sessions(ada, NOW).await.unwrap()[0].id;
    let at = |seconds: i64| {
        let then = i64::from(NOW.seconds()) + seconds;
        Timestamp::from_seconds(u32::try_from(then).unwrap())
    };
    let seen = async || store.sessions(ada, NOW).await.unwrap()[0].seen;
    store.touch(id, at(30), at(30 - 60)).await.unwrap();
    assert_eq!(seen().await, NOW, "noted a moment ago");
    store.touch(id, at(90), at(30)).await.unwrap();
    assert_eq!(seen().await, at(90));
    store
        .touch(SessionId::new(u64::MAX), NOW, NOW)
        .await
        .unwrap();
}
