//! Days and times of day. The first HTML is in UTC; the browser puts it right as soon as it
//! has hydrated, and keeps "today" true past midnight.

use std::time::Duration;

use leptos::prelude::*;
use leptos_i18n::I18nContext;
use shared::Timestamp;

use crate::{
    browser,
    i18n::*,
    live::{Live, use_live},
};

const DAY: i64 = 86_400;

/// The viewer's clock.
#[derive(Clone, Copy)]
pub(crate) struct Clock {
    live: Live,
    now: RwSignal<Timestamp>,
}

/// Puts the clock into context, at the time when the document was written.
pub(crate) fn provide_clock(now: Timestamp) {
    let now = RwSignal::new(now);
    Effect::new(move |_| {
        let tick = move || {
            if let Some(seconds) = browser::page::now() {
                now.set(seconds);
            }
        };
        tick();
        // Errors only where there is no window, which has no clock to show either.
        let _ = set_interval_with_handle(tick, Duration::from_secs(30));
    });
    provide_context(Clock {
        live: use_live(),
        now,
    });
}

/// The clock in context.
pub(crate) fn use_clock() -> Clock {
    use_context().unwrap_or_else(|| Clock {
        live: use_live(),
        now: RwSignal::new(Timestamp::default()),
    })
}

impl Clock {
    /// The time of day, `09:41`.
    pub(crate) fn time(self, at: Timestamp) -> String {
        let minutes = local(at, self.live.offset_minutes(at)).rem_euclid(DAY) / 60;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// Which day it is where the server is: in Greenwich.
    #[cfg(feature = "ssr")]
    pub(crate) fn today(self) -> u32 {
        self.now.get_untracked().seconds() / 86_400
    }

    /// The day in words, with "today" and "yesterday".
    pub(crate) fn day(self, i18n: I18nContext<Locale>, at: Timestamp) -> String {
        let now = self.now.get();
        let day = local(at, self.live.offset_minutes(at)).div_euclid(DAY);
        let today = local(now, self.live.offset_minutes(now)).div_euclid(DAY);
        let date = date(i18n, day, today);
        let name = match today.saturating_sub(day) {
            0 => t_string!(i18n, day.today),
            1 => t_string!(i18n, day.yesterday),
            _ => return date,
        };
        t_string!(i18n, day.with, day = name, date = date).to_string()
    }
}

/// `2026-11-20T09:41:00Z`, for machines.
pub(crate) fn iso(at: Timestamp) -> String {
    let seconds = i64::from(at.seconds());
    let (year, month, day) = civil(seconds.div_euclid(DAY));
    let rest = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

fn local(at: Timestamp, offset_minutes: i32) -> i64 {
    i64::from(at.seconds()) + i64::from(offset_minutes) * 60
}

fn date(i18n: I18nContext<Locale>, days: i64, today: i64) -> String {
    let (year, number, day) = civil(days);
    let (weekday, month) = (weekday(i18n, days), month(i18n, number));
    if civil(today).0 == year {
        return t_string!(i18n, day.date, weekday, day, month).to_string();
    }
    t_string!(i18n, day.date_year, weekday, day, month, year).to_string()
}

fn weekday(i18n: I18nContext<Locale>, days: i64) -> &'static str {
    // The first of January 1970 was a Thursday.
    match (days + 4).rem_euclid(7) {
        0 => t_string!(i18n, day.w0),
        1 => t_string!(i18n, day.w1),
        2 => t_string!(i18n, day.w2),
        3 => t_string!(i18n, day.w3),
        4 => t_string!(i18n, day.w4),
        5 => t_string!(i18n, day.w5),
        _ => t_string!(i18n, day.w6),
    }
}

fn month(i18n: I18nContext<Locale>, number: i64) -> &'static str {
    match number {
        1 => t_string!(i18n, day.m1),
        2 => t_string!(i18n, day.m2),
        3 => t_string!(i18n, day.m3),
        4 => t_string!(i18n, day.m4),
        5 => t_string!(i18n, day.m5),
        6 => t_string!(i18n, day.m6),
        7 => t_string!(i18n, day.m7),
        8 => t_string!(i18n, day.m8),
        9 => t_string!(i18n, day.m9),
        10 => t_string!(i18n, day.m10),
        11 => t_string!(i18n, day.m11),
        _ => t_string!(i18n, day.m12),
    }
}

/// When a day begins that is written `2026-11-20`, in UTC; seconds since 1970.
pub(crate) fn midnight(date: &str) -> Option<u64> {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    // Twelve thousand years are enough for a search that must end.
    let is_sane = (1970..=12_000).contains(&year) && (1..=12).contains(&month);
    let first = is_sane.then_some((year - 1_970) * 365)?;
    let days = (first..first + 12_000).find(|days| civil(*days) == (year, month, day))?;
    u64::try_from(days * DAY).ok()
}

/// Year, month and day of a day counted from 1970 (Howard Hinnant's `civil_from_days`): the
/// year is taken to begin in March, which puts the leap day last.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(-1), (1969, 12, 31));
        assert_eq!(civil(11_016), (2000, 2, 29));
        assert_eq!(civil(20_777), (2026, 11, 20));
    }

    #[test]
    fn dates_become_moments() {
        assert_eq!(midnight("1970-01-01"), Some(0));
        assert_eq!(midnight("2026-11-20"), Some(1_795_132_800));
        assert_eq!(midnight("2000-02-29"), Some(951_782_400));
        for odd in [
            "",
            "2026",
            "2026-13-01",
            "2025-02-29",
            "1969-12-31",
            "x-y-z",
        ] {
            assert_eq!(midnight(odd), None, "{odd}");
        }
    }

    #[test]
    fn machines_read_utc() {
        assert_eq!(iso(Timestamp::from_seconds(0)), "1970-01-01T00:00:00Z");
        assert_eq!(
            iso(Timestamp::from_seconds(1_795_167_660)),
            "2026-11-20T09:41:00Z"
        );
    }

    #[test]
    fn offsets_shift_the_day() {
        let late = Timestamp::from_seconds(1_795_132_800 + 23 * 3_600);
        assert_eq!(local(late, 0).div_euclid(DAY), 20_777);
        assert_eq!(local(late, 480).div_euclid(DAY), 20_778);
        assert_eq!(local(late, -480).div_euclid(DAY), 20_777);
    }
}
