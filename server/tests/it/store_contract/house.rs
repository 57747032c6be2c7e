//! The house itself: one owner, once.

use server::store::{NewAccount, StoreError, StoredHouse};
use shared::model::{Role, SignUp};

use super::subject::{NOW, open, session, subject};
use crate::common::HALL;

fn owner(handle: &str) -> NewAccount {
    NewAccount {
        handle: handle.to_owned(),
        name: "Owner".to_owned(),
        password: "hash".to_owned(),
    }
}

fn decided(name: &str) -> StoredHouse {
    StoredHouse {
        name: Some(name.to_owned()),
        guests: false,
        sign_up: SignUp::Invited,
        has_owner: true,
    }
}

#[tokio::test]
async fn a_house_is_set_up_once_and_keeps_what_was_decided() {
    let subject = subject();
    let store = &subject.store;
    let fresh = store.house().await.unwrap();
    assert_eq!(
        (fresh.has_owner, fresh.name, fresh.guests),
        (false, None, true)
    );
    let guest = subject.author("g").await;
    let first = store.set_up(owner("owner"), decided("House"), session([1; 32]));
    let first = first.await.unwrap();
    let role = async |who| {
        let hall = store.room(subject.look(who, HALL)).await;
        hall.unwrap().info.role
    };
    assert_eq!(
        role(first.id).await,
        Some(Role::Owner),
        "of the hall as well"
    );
    assert_eq!(role(guest).await, Some(Role::Member));
    let again = store.set_up(owner("other"), decided("Other"), session([2; 32]));
    assert_eq!(again.await.err(), Some(StoreError::Taken));
    assert_eq!(store.session([2; 32], NOW).await.unwrap(), None);
    assert!(
        store
            .credentials("other".to_owned())
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(store.house().await.unwrap(), decided("House"));
    let visit = store.session([1; 32], NOW).await.unwrap().unwrap();
    assert!(visit.account.is_owner);
    assert_eq!(
        store.people(vec![guest]).await.unwrap().len(),
        1,
        "nobody is lost"
    );
    store.change_house(decided("Renamed")).await.unwrap();
    store.close().await;
    let reopened = open(subject.dir.path(), &subject.log);
    assert_eq!(reopened.house().await.unwrap(), decided("Renamed"));
}
