//! The command line of saring: see [`saring::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(saring::cli::main(std::env::args_os()))
}
