//! What only shows when the house is opened twice on one store.

use std::sync::Arc;

use super::*;
use crate::store::{Publication, Publisher, sqlite::SqliteStore};

const TOKEN: &str = "a token of the test's own";
const PASSWORD: &str = "correct horse";

struct Nowhere;

impl Publisher for Nowhere {
    fn publish(&mut self, _: &[Publication]) {}
}

async fn open(store: &Arc<SqliteStore>, passes: u32) -> House {
    let tries = std::num::NonZeroU32::new(1_000).unwrap();
    let limits = Limits::new(Tries {
        account: tries,
        address: tries,
        calls: tries,
    });
    let passwords = Passwords::with(64, passes, 1).unwrap();
    let stored = crate::store::HouseStore::house(&**store).await.unwrap();
    let token = Some(Secret::new(TOKEN.to_owned()));
    let reception = Reception::new(stored, passwords, limits, token).unwrap();
    let hub = Arc::new(Hub::new(1_000, std::time::Duration::ZERO));
    let store: Arc<dyn Store> = Arc::<SqliteStore>::clone(store);
    House::new(store, hub, reception)
}

fn caller() -> Caller {
    Caller {
        address: std::net::Ipv4Addr::LOCALHOST.into(),
        browser: None,
        system: None,
        keep: true,
    }
}

fn form() -> SetUp<'static> {
    SetUp {
        token: TOKEN,
        owner: SignUpForm {
            handle: "owner",
            name: "Owner",
            password: PASSWORD,
            invite: None,
        },
        house: HouseChange {
            name: "House",
            guests: true,
            sign_up: "open",
        },
    }
}

async fn signed_in(house: &House) -> Result<Entered, ApiError> {
    let form = SignIn {
        handle: "Owner",
        password: PASSWORD,
        instead_of: None,
    };
    house.sign_in(form, &caller()).await
}

#[tokio::test]
async fn a_password_is_hashed_anew_when_the_parameters_have_changed() {
    let dir = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::open(dir.path(), Box::new(Nowhere)).unwrap());
    let before = open(&store, 1).await;
    before.set_up(form(), &caller()).await.map(drop).unwrap();
    let hash = async || {
        let found = before.store.credentials("owner".to_owned()).await;
        found.unwrap().unwrap().password
    };
    let old = hash().await;
    signed_in(&before).await.map(drop).unwrap();
    assert_eq!(hash().await, old, "nothing has changed yet");
    let after = open(&store, 2).await;
    signed_in(&after).await.map(drop).unwrap();
    let new = hash().await;
    assert!(old.contains("t=1") && new.contains("t=2"), "{old} {new}");
    signed_in(&after).await.map(drop).unwrap();
    assert_eq!(hash().await, new);
}

#[tokio::test]
async fn of_many_who_set_the_house_up_at_once_one_becomes_its_owner() {
    let dir = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::open(dir.path(), Box::new(Nowhere)).unwrap());
    // Two houses on one store do not know of each other: the store has to decide.
    let houses = [open(&store, 1).await, open(&store, 1).await];
    let mut trying = tokio::task::JoinSet::new();
    for (n, handle) in ["ada", "bao", "cui", "dev"].into_iter().enumerate() {
        let house = houses[n % 2].clone();
        trying.spawn(async move {
            let mut form = form();
            form.owner.handle = handle;
            house.set_up(form, &caller()).await.is_ok()
        });
    }
    let tries = trying.join_all().await;
    assert_eq!(
        tries.iter().filter(|worked| **worked).count(),
        1,
        "{tries:?}"
    );
}
