//! IndexedDB, as little of it as needed: short records of one person at a time, read in the
//! order they were added, whichever tab added them.

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbCursor, IdbDatabase, IdbIndex, IdbObjectStoreParameters, IdbRequest, IdbTransaction,
    IdbTransactionMode, window,
};

use crate::address::own;

const DATABASE: &str = "teahouse";
/// Goes up with every change of what is made below.
const VERSION: u32 = 1;
const STORE: &str = "outbox";
/// Parts of a record, each with an index of its name except for the last.
const OWNER: &str = "owner";
const NAME: &str = "name";
const LINE: &str = "line";

/// A browser without a database, one that forbids it, or one that has no room for more. Why
/// makes no difference.
#[derive(Debug)]
pub struct Unavailable;

impl From<JsValue> for Unavailable {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// One change. Several happen together or not at all.
#[derive(Debug)]
pub enum Write {
    /// One more record after all others.
    Add {
        /// What finds it again.
        name: String,
        /// What it says.
        line: String,
    },
    /// Replaces a record in its place, if it is there.
    Replace {
        /// Which.
        name: String,
        /// What it says from now on.
        line: String,
    },
    /// Removes a record, if it is there.
    Remove {
        /// Which.
        name: String,
    },
}

/// An open database.
#[derive(Clone, Debug)]
pub struct Database(IdbDatabase);

impl Database {
    /// Opens it, making it first where there is none. May never answer: some browsers keep
    /// silent instead of refusing.
    ///
    /// # Errors
    /// [`Unavailable`].
    pub async fn open() -> Result<Self, Unavailable> {
        let factory = window().ok_or(Unavailable)?.indexed_db()?;
        let request = factory
            .ok_or(Unavailable)?
            .open_with_u32(&own(DATABASE), VERSION)?;
        let opening = request.clone();
        let upgrade = Closure::once(move || {
            // What fails here makes the request fail.
            let _ = opening
                .result()
                .map(|database| make(&database.unchecked_into()));
        });
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let database: IdbDatabase = result(&request).await?.unchecked_into();
        give_way(&database);
        Ok(Self(database))
    }

    /// What a person's records say, the oldest first, at most so many.
    ///
    /// # Errors
    /// [`Unavailable`].
    pub async fn lines(&self, owner: &str, most: u32) -> Result<Vec<String>, Unavailable> {
        let store = self.0.transaction_with_str(STORE)?.object_store(STORE)?;
        let index = store.index(OWNER)?;
        let request = index.get_all_with_key_and_limit(&owner.into(), most)?;
        let records: Array = result(&request).await?.unchecked_into();
        let line = |record: JsValue| Reflect::get(&record, &LINE.into()).ok()?.as_string();
        Ok(records.iter().filter_map(line).collect())
    }

    /// Changes a person's records. Calls take effect in the order they are first polled.
    ///
    /// # Errors
    /// [`Unavailable`]; nothing has changed then.
    pub async fn write(&self, owner: &str, writes: Vec<Write>) -> Result<(), Unavailable> {
        let transaction = self
            .0
            .transaction_with_str_and_mode(STORE, IdbTransactionMode::Readwrite)?;
        let committed = JsFuture::from(end(&transaction));
        let store = transaction.object_store(STORE)?;
        let names = store.index(NAME)?;
        for write in writes {
            match write {
                Write::Add { name, line } => {
                    store.add(&record(owner, &name, &line)?)?;
                }
                Write::Replace { name, line } => {
                    if let Some(found) = find(&names, &name).await? {
                        found.update(&record(owner, &name, &line)?)?;
                    }
                }
                Write::Remove { name } => {
                    if let Some(found) = find(&names, &name).await? {
                        found.delete()?;
                    }
                }
            }
        }
        // Sooner than the browser would by itself: the page may be about to go.
        #[expect(deprecated, reason = "by the bindings only; browsers have no other")]
        let _ = transaction.commit();
        committed.await?;
        Ok(())
    }
}

/// The store: keys that only go up, whoever adds, are what keeps the order.
fn make(database: &IdbDatabase) -> Result<(), JsValue> {
    let keys = IdbObjectStoreParameters::new();
    keys.set_auto_increment(true);
    let store = database.create_object_store_with_optional_parameters(STORE, &keys)?;
    store.create_index_with_str(OWNER, OWNER)?;
    store.create_index_with_str(NAME, NAME)?;
    Ok(())
}

/// Lets a newer app in another tab change the database. This page does without it then.
fn give_way(database: &IdbDatabase) {
    let closing = database.clone();
    let close = Closure::<dyn Fn()>::new(move || closing.close());
    database.set_onversionchange(Some(close.as_ref().unchecked_ref()));
    // The page keeps it until the page is gone.
    close.forget();
}

fn record(owner: &str, name: &str, line: &str) -> Result<JsValue, JsValue> {
    let record = Object::new();
    for (part, value) in [(OWNER, owner), (NAME, name), (LINE, line)] {
        Reflect::set(&record, &part.into(), &value.into())?;
    }
    Ok(record.into())
}

async fn find(names: &IdbIndex, name: &str) -> Result<Option<IdbCursor>, JsValue> {
    let request = names.open_cursor_with_range(&name.into())?;
    Ok(result(&request).await?.dyn_into().ok())
}

/// What a request comes to. The transaction is still open right after it.
async fn result(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let settled = Promise::new(&mut |done, failed| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
    });
    JsFuture::from(settled).await?;
    request.result()
}

fn end(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |done, failed| {
        transaction.set_oncomplete(Some(&done));
        transaction.set_onabort(Some(&failed));
    })
}
