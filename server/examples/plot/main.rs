//! Reads what `scripts/bench.sh` found and shows it: as a table, or as pictures in SVG that follow
//! the reader's light or dark.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use clap::{Parser, Subcommand};

mod book;
mod chart;
mod charts;
mod number;
mod scale;
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
    /// Draws the pictures.
    Draw {
        /// What `scripts/bench.sh` wrote.
        bench: PathBuf,
        /// The folder that they go into.
        folder: PathBuf,
    },
}

fn main() -> Result<(), Box<dyn Error>> {
    match Options::parse().what {
        What::Table { bench } => print!("{}", table::table(&read(&bench)?)),
        What::Draw { bench, folder } => {
            fs::create_dir_all(&folder)?;
            for (name, chart) in charts::all(&read(&bench)?) {
                let path = folder.join(format!("{name}.svg"));
                fs::write(&path, chart.svg())?;
                println!("{}", path.display());
            }
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Book, Box<dyn Error>> {
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}
