//! The command line of saring.

mod cli;

use std::io;
use std::process::ExitCode;

use clap::Parser;
use cli::{Cli, Outcome, fail};
use saring::error::plainly;

/// Whether the reader of standard output went away, which is no fault of ours.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// What went wrong, and why, in lower case; an error of standard output comes without a word about what it is.
fn told(error: &anyhow::Error) -> String {
    let part = |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref().map_or_else(|| cause.to_string(), plainly);
    let parts: Vec<_> = error.chain().map(part).collect();
    match parts.as_slice() {
        [only] if error.is::<io::Error>() => format!("cannot write standard output: {only}; free space or write elsewhere"),
        _ => parts.join(": "),
    }
}

/// Many small strings are made and dropped; the system's allocator would take a tenth of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            fail(&told(&error));
            ExitCode::from(2)
        }
    }
}
