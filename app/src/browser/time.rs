//! Clocks, the viewer's time zone, and chance.

use std::{cell::RefCell, collections::BTreeMap, time::Duration};

use shared::Timestamp;

thread_local! {
    /// Offsets by quarter of an hour: zones change theirs on no finer grid, and asking the
    /// browser once per row and change would be felt in a long log.
    static OFFSETS: RefCell<BTreeMap<u32, i32>> = const { RefCell::new(BTreeMap::new()) };
}

const QUARTER: u32 = 15 * 60;

/// Since the page was loaded. Never goes back, whatever happens to the calendar.
#[must_use]
pub fn since_load() -> Duration {
    let ms = web_sys::window()
        .and_then(|window| window.performance())
        .map(|clock| clock.now());
    Duration::try_from_secs_f64(ms.unwrap_or_default() / 1_000.0).unwrap_or_default()
}

/// By the calendar of this machine.
#[must_use]
pub fn wall() -> Timestamp {
    let now = Duration::try_from_secs_f64(js_sys::Date::now() / 1_000.0).unwrap_or_default();
    Timestamp::from_seconds(u32::try_from(now.as_secs()).unwrap_or(u32::MAX))
}

/// The viewer's minutes east of UTC at a moment, daylight saving included.
#[must_use]
pub fn offset_minutes(at: Timestamp) -> i32 {
    let quarter = at.seconds() / QUARTER;
    OFFSETS.with_borrow_mut(|offsets| *offsets.entry(quarter).or_insert_with(|| ask(at)))
}

fn ask(at: Timestamp) -> i32 {
    let ms = f64::from(at.seconds()) * 1_000.0;
    // The browser counts minutes west.
    let west = js_sys::Date::new(&ms.into()).get_timezone_offset();
    let east = Duration::try_from_secs_f64(west.abs())
        .unwrap_or_default()
        .as_secs();
    let east = i32::try_from(east).unwrap_or_default();
    if west > 0.0 {
        east.saturating_neg()
    } else {
        east
    }
}

/// A random number of billionths, less than a whole.
#[must_use]
pub fn random_billionths() -> u32 {
    let random = Duration::try_from_secs_f64(js_sys::Math::random()).unwrap_or_default();
    random.subsec_nanos()
}
