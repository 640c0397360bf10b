//! The command line of saring.

mod cli;

use std::io;
use std::process::ExitCode;

use clap::Parser;
use cli::{Cli, Outcome};

/// Whether the reader of standard output went away, which is no fault of ours.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

#[allow(clippy::disallowed_macros, reason = "the shell prints")]
fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("saring: {error:#}");
            ExitCode::from(2)
        }
    }
}
