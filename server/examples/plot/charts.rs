//! Which pictures there are, and what of the runs they show.

use crate::{
    book::{Book, Run},
    chart::{Axis, Chart, Point, Series},
    number::number,
    scale::{Scale, count},
};

/// The places of a history that are shown, as `history` calls them.
const PLACES: [&str; 5] = [
    "newest",
    "before the middle",
    "after the middle",
    "around a link",
    "near the start",
];

/// Each picture with the name of its file.
pub fn all(book: &Book) -> [(&'static str, Chart); 4] {
    [
        ("deliveries", deliveries(book)),
        ("latency", latency(book)),
        ("memory", memory(book)),
        ("history", history(book)),
    ]
}

/// As many messages as go, one sender in each room.
fn is_saturated(run: &Run, window: f64) -> bool {
    let is = |name: &str, value: f64| run.setting(name) == Some(value);
    is("senders", 1.0) && is("window", window) && run.setting("rate").is_none()
}

fn is_one_room(run: &Run) -> bool {
    run.setting("rooms") == Some(1.0)
}

fn line(name: &str, mut points: Vec<Point>) -> Series {
    points.sort_by(|one, other| one.x.total_cmp(&other.x));
    Series {
        name: name.to_owned(),
        points,
        is_line: true,
    }
}

/// The values of one axis.
fn values(series: &[Series], value: impl Fn(&Point) -> f64) -> Vec<f64> {
    let points = series.iter().flat_map(|series| &series.points);
    points.map(value).collect()
}

fn deliveries(book: &Book) -> Chart {
    let point = |run: &Run| {
        let y = run.figure("deliveries/s")?;
        Some(Point {
            x: run.setting("clients")?,
            y,
            said: Some(number(y.round())),
        })
    };
    let runs = |is_one: bool| {
        let runs = book.of("load").filter(|run| is_saturated(run, 16.0));
        // Where everybody hears only themselves, it is the store that is looked at.
        let runs = runs.filter(|run| run.setting("clients") > run.setting("rooms"));
        let runs = runs.filter(|run| is_one_room(run) == is_one);
        runs.filter_map(point).collect()
    };
    let series = vec![
        line("one room", runs(true)),
        line("100 rooms of 10", runs(false)),
    ];
    Chart {
        title: "What one server delivers, with as many messages as go",
        x: Axis {
            label: "clients",
            scale: Scale::log(values(&series, |point| point.x)),
        },
        y: Axis {
            label: "deliveries each second",
            scale: Scale::linear(values(&series, |point| point.y * 1.05)),
        },
        series,
    }
}

/// One column for each run in one room: those at a fixed rate, then those at each window.
fn columns(book: &Book) -> Vec<&Run> {
    let runs: Vec<_> = book.of("load").filter(|run| is_one_room(run)).collect();
    let is_window =
        |run: &Run| run.setting("clients") == Some(100.0) && run.setting("rate").is_none();
    let mut windows: Vec<_> = runs.iter().copied().filter(|run| is_window(run)).collect();
    windows.sort_by(|one, other| {
        let window = |run: &Run| run.setting("window").unwrap_or_default();
        window(one).total_cmp(&window(other))
    });
    let mut columns = runs;
    columns.retain(|run| run.setting("rate").is_some());
    columns.extend(windows);
    columns
}

fn column(run: &Run) -> String {
    let say = |name: &str| run.setting(name).map(number).unwrap_or_default();
    match run.setting("rate") {
        Some(rate) => format!("{}/s into\n{}", number(rate), say("clients")),
        None => format!("window {}\ninto {}", say("window"), say("clients")),
    }
}

fn latency(book: &Book) -> Chart {
    let columns = columns(book);
    let rank = |rank: &str| {
        let points = columns.iter().enumerate().filter_map(|(n, run)| {
            Some(Point {
                x: count(n),
                y: run.figure(&format!("{rank} ms"))?,
                said: None,
            })
        });
        Series {
            name: rank.to_owned(),
            points: points.collect(),
            is_line: false,
        }
    };
    let series: Vec<_> = ["p50", "p90", "p99", "max"].map(rank).into();
    Chart {
        title: "From sending to receipt, over everybody in one room",
        x: Axis {
            label: "messages a second, or unacknowledged ones at a time; clients",
            scale: Scale::Named(columns.iter().map(|run| column(run)).collect()),
        },
        y: Axis {
            label: "milliseconds",
            scale: Scale::log(values(&series, |point| point.y)),
        },
        series,
    }
}

fn memory(book: &Book) -> Chart {
    let mib = |run: &Run, name: &str| Some(run.figure(name)? / 1024.0);
    let mut points = Vec::new();
    for run in book.of("idle") {
        let (Some(x), Some(y)) = (run.setting("connections"), mib(run, "after KiB")) else {
            continue;
        };
        let each = run.figure("KiB each").map(number).unwrap_or_default();
        let said = Some(format!("{each} KiB each"));
        points.push(Point { x, y, said });
    }
    let first = book.of("idle").find_map(|run| mib(run, "before KiB"));
    points.extend(first.map(|y| Point {
        x: 1.0,
        y,
        said: None,
    }));
    let series = vec![line("resident memory of the server", points)];
    Chart {
        title: "What connections keep that say nothing",
        x: Axis {
            label: "connections",
            scale: Scale::linear(values(&series, |point| point.x)),
        },
        y: Axis {
            label: "MiB",
            scale: Scale::linear(values(&series, |point| point.y * 1.1)),
        },
        series,
    }
}

fn history(book: &Book) -> Chart {
    let series: Vec<_> = PLACES
        .into_iter()
        .map(|place| {
            let points = book.of("history").filter_map(|run| {
                Some(Point {
                    x: run.setting("messages")?,
                    y: run.figure(&format!("server, {place}, p50 ms"))?,
                    said: None,
                })
            });
            line(place, points.collect())
        })
        .collect();
    Chart {
        title: "A page of 50 messages, however long the history",
        x: Axis {
            label: "messages in the room",
            scale: Scale::log(values(&series, |point| point.x)),
        },
        y: Axis {
            label: "milliseconds, p50",
            scale: Scale::linear(values(&series, |point| point.y * 1.1)),
        },
        series,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::tests::book;

    #[test]
    fn each_picture_shows_the_runs_that_belong_to_it() {
        for (name, chart) in all(&book()) {
            assert!(chart.is_wide_enough(), "{name}");
        }
        let [deliveries, latency, memory, history] = all(&book()).map(|(_, chart)| chart);
        let xs = |series: &Series| {
            series
                .points
                .iter()
                .map(|point| point.x)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            xs(&deliveries.series[0]),
            [100.0, 1_000.0],
            "no window of 64"
        );
        assert_eq!(xs(&deliveries.series[1]), [1_000.0], "many rooms");
        let Scale::Named(columns) = &latency.x.scale else {
            panic!("columns have names")
        };
        assert_eq!(
            columns,
            &[
                "20/s into\n1,000",
                "window 16\ninto 100",
                "window 64\ninto 100"
            ]
        );
        assert_eq!(latency.series[3].points[0].y, 20.25);
        assert_eq!(
            xs(&memory.series[0]),
            [1.0, 1_000.0],
            "the first one is drawn first"
        );
        assert_eq!(memory.series[0].points[1].y, 6.0, "MiB");
        assert_eq!(history.series[0].points[0].y, 0.2, "of the server");
    }
}
