//! The command line of saring: see [`saring::cli`].

use std::process::ExitCode;

/// Many small strings are made and dropped; the system's allocator would take a tenth of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(saring::cli::main(std::env::args_os()))
}
