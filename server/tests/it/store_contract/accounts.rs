//! Accounts: one handle, one person.

use server::store::{NewAccount, NewInvite, Permit, Store, StoreError};
use shared::{Timestamp, UserId, model::Person};

use super::subject::{LATER, NOW, session, subject};

fn account(handle: &str) -> NewAccount {
    NewAccount {
        handle: handle.to_owned(),
        name: "Maya".to_owned(),
        password: "hash".to_owned(),
    }
}

async fn make(
    store: &dyn Store,
    handle: &str,
    token: u8,
    permit: Permit,
) -> Result<Person, StoreError> {
    let session = session([token; 32]);
    store.create_account(account(handle), permit, session).await
}

#[tokio::test]
async fn a_handle_is_one_person_s_and_names_are_anybody_s() {
    let subject = subject();
    let store = &*subject.store;
    let maya = make(store, "maya", 1, Permit::Open).await.unwrap();
    let taken = make(store, "maya", 2, Permit::Open).await;
    assert_eq!(taken, Err(StoreError::Taken));
    assert_eq!(
        store.session([2; 32], NOW).await.unwrap(),
        None,
        "nothing was made"
    );
    let other = make(store, "maya2", 3, Permit::Open).await.unwrap();
    assert_eq!((&maya.name, maya.id == other.id), (&other.name, false));
    let found = store.credentials("maya".to_owned()).await.unwrap().unwrap();
    assert_eq!((found.user, found.password.as_str()), (maya.id, "hash"));
    assert!(
        store
            .credentials("nobody".to_owned())
            .await
            .unwrap()
            .is_none()
    );
    let visit = store.session([1; 32], NOW).await.unwrap().unwrap();
    assert_eq!(visit.account.handle.as_deref(), Some("maya"));
    assert!(!visit.account.is_owner);
}

#[tokio::test]
async fn a_guest_becomes_an_account_and_stays_the_same_person() {
    let subject = subject();
    let store = &*subject.store;
    let guest = subject.author("g").await;
    make(store, "maya", 1, Permit::Open).await.unwrap();
    let promote = |handle| store.promote_guest(guest, account(handle), Permit::Open, NOW);
    assert_eq!(promote("maya").await, Err(StoreError::Taken));
    assert!(store.credentials_of(guest).await.unwrap().is_none());
    promote("guest").await.unwrap();
    let found = store.credentials_of(guest).await.unwrap().unwrap();
    assert_eq!((found.user, found.handle.as_str()), (guest, "guest"));
    assert_eq!(
        promote("again").await,
        Err(StoreError::Taken),
        "they have one"
    );
    assert_eq!(
        store.sessions(guest, NOW).await.unwrap().len(),
        1,
        "still in"
    );
}

#[tokio::test]
async fn a_password_changes_only_from_the_one_it_was_and_ends_the_other_sessions() {
    let subject = subject();
    let store = &*subject.store;
    let maya = make(store, "maya", 1, Permit::Open).await.unwrap().id;
    store
        .open_session(maya, session([2; 32]), None)
        .await
        .unwrap();
    let keep = store.session([2; 32], NOW).await.unwrap().unwrap().session;
    let change = |old: &str, new: &str, keep| {
        store.change_password(maya, old.to_owned(), new.to_owned(), keep)
    };
    let stale = change("older", "new", Some(keep)).await;
    assert_eq!(stale, Err(StoreError::NotFound));
    assert_eq!(change("hash", "renewed", None).await, Ok(vec![]));
    assert_eq!(store.sessions(maya, NOW).await.unwrap().len(), 2);
    assert_eq!(change("renewed", "new", Some(keep)).await.unwrap().len(), 1);
    assert_eq!(store.session([1; 32], NOW).await.unwrap(), None);
    assert!(store.session([2; 32], NOW).await.unwrap().is_some());
    let found = store.credentials_of(maya).await.unwrap().unwrap();
    assert_eq!(found.password, "new");
}

#[tokio::test]
async fn an_invite_is_used_up_by_accounts_that_were_made_and_by_nothing_else() {
    let subject = subject();
    let store = &*subject.store;
    let by = make(store, "owner", 1, Permit::Open).await.unwrap().id;
    let invite = |code: u8, uses| NewInvite {
        code: [code; 32],
        ending: "cafe".to_owned(),
        by,
        now: NOW,
        expires: LATER,
        uses,
    };
    store.create_invite(invite(7, 2)).await.unwrap();
    let revoked = store.create_invite(invite(8, 2)).await.unwrap();
    let permit = Permit::Invite([7; 32]);
    let missing = Err(StoreError::NotFound);
    let strange = make(store, "a", 2, Permit::Invite([9; 32])).await;
    assert_eq!(strange, missing);
    assert_eq!(
        make(store, "owner", 3, permit).await,
        Err(StoreError::Taken)
    );
    make(store, "bao", 4, permit).await.unwrap();
    let guest = subject.author("g").await;
    store
        .promote_guest(guest, account("gast"), permit, NOW)
        .await
        .unwrap();
    assert_eq!(make(store, "cui", 5, permit).await, missing, "used up");
    assert!(!store.is_invited([7; 32], NOW).await.unwrap());
    assert!(store.is_invited([8; 32], NOW).await.unwrap());
    assert!(!store.is_invited([8; 32], LATER).await.unwrap(), "expired");
    let late = Timestamp::from_seconds(LATER.seconds() + 1);
    let late_guest =
        store.promote_guest(UserId::new(1), account("x"), Permit::Invite([8; 32]), late);
    assert_eq!(late_guest.await, Err(StoreError::NotFound));
    assert!(store.revoke_invite(revoked).await.unwrap());
    assert!(!store.revoke_invite(revoked).await.unwrap());
    assert_eq!(
        make(store, "dev", 6, Permit::Invite([8; 32])).await,
        missing
    );
    let listed = store.invites(NOW, 10).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].used, listed[0].uses), (2, 2));
}
