//! All runs as one table.

use std::fmt::Write;

use crate::{
    book::{Book, Run},
    number::number,
};

/// What is shown of the runs of a program, in this order; of others, everything.
const SHOWN: [(&str, &[&str]); 3] = [
    (
        "load",
        &[
            "deliveries/s",
            "durable/s",
            "cores",
            "clients' cores",
            "p50 ms",
            "p90 ms",
            "p99 ms",
            "max ms",
        ],
    ),
    ("idle", &["KiB each", "after KiB", "joins/s", "idle cores"]),
    (
        "pages",
        &[
            "requests/s",
            "server's ms each",
            "KiB each",
            "p50 ms",
            "p99 ms",
            "start ms",
            "rest KiB",
        ],
    ),
];

/// Where, when and of what; then a line for each figure, beside its run.
pub fn table(book: &Book) -> String {
    let mut rows = vec![["run", "", "figure", ""].map(str::to_owned)];
    for run in &book.runs {
        for (n, (name, figure)) in figures(run).into_iter().enumerate() {
            let is_first = n == 0;
            let said = |text: String| if is_first { text } else { String::new() };
            rows.push([
                said(run.run.clone()),
                said(run.name()),
                name.to_owned(),
                number(figure),
            ]);
        }
    }
    let mut text = String::new();
    for (name, value) in &book.made {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        let _ = writeln!(text, "{name}: {value}");
    }
    text.push('\n');
    text + &aligned(&rows)
}

fn figures(run: &Run) -> Vec<(&str, f64)> {
    match SHOWN.iter().find(|(program, _)| *program == run.run) {
        Some((_, shown)) => shown
            .iter()
            .filter_map(|name| Some((*name, run.figure(name)?)))
            .collect(),
        None => run.figures().collect(),
    }
}

/// Columns as wide as their widest cell; the last one is a number, so it ends where they all end.
fn aligned(rows: &[[String; 4]]) -> String {
    let wide = |cell: &String| cell.chars().count();
    let mut widths = [0; 4];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = wide(cell).max(*width);
        }
    }
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(widths).enumerate();
        let cells = cells.map(|(column, (cell, width))| match column {
            3 => format!("{cell:>width$}"),
            _ => format!("{cell:<width$}"),
        });
        let cells: Vec<_> = cells.collect();
        let _ = writeln!(text, "{}", cells.join("  "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::tests::book;

    #[test]
    fn each_run_has_its_figures_in_one_width() {
        let text = table(&book());
        let (made, rows) = text.split_once("\n\n").unwrap();
        assert!(made.contains("at: 2026-01-02") && made.contains("cores: 2"));
        let widths: Vec<_> = rows.lines().map(|row| row.chars().count()).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{text}");
        let row = |start: &str| rows.lines().find(|row| row.starts_with(start)).unwrap();
        assert!(row("load     100 clients, 1 room, window 16").ends_with("100,000"));
        assert!(row("doors").contains("WebSocket: links a second"));
        assert!(text.contains("20.25") && text.contains("4,001.5"));
        assert_eq!(text.matches("100 clients, 1 room, window 16").count(), 1);
    }
}
