//! Reads what `scripts/bench.sh` found and shows it as a table.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use clap::{Parser, Subcommand};

mod book;
mod number;
mod table;

use book::Book;

#[derive(Parser)]
struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Prints a table of all runs.
    Table {
        /// What `scripts/bench.sh` wrote.
        bench: PathBuf,
    },
}

fn main() -> Result<(), Box<dyn Error>> {
    match Options::parse().what {
        What::Table { bench } => print!("{}", table::table(&read(&bench)?)),
    }
    Ok(())
}

fn read(path: &Path) -> Result<Book, Box<dyn Error>> {
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}
