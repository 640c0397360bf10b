//! Whether hostile lines take time in proportion to their length: `cargo bench --bench proportion`.
//!
//! Eight times the length may take some thirty times as long, for the machine has other work; what looked at all that stands before
//! for each word would take hundreds. Ends with status 1 where a shape does.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, clippy::unwrap_used)]

use std::process::ExitCode;
use std::time::{Duration, Instant};

use saring::{Article, Cleaner, Scratch};

mod hostile;

fn main() -> ExitCode {
    let cleaner = Cleaner::built_in().unwrap();
    let time = |shape: hostile::Shape, count: usize| {
        let text: String = (0..count).map(shape).collect();
        let begin = Instant::now();
        cleaner.clean(&Article::new(text.as_str()), &mut Scratch::default());
        begin.elapsed()
    };
    let mut slow = false;
    for (name, shape) in hostile::shapes() {
        let (short, long) = (time(shape, 1_000), time(shape, 8_000));
        slow |= long > short * 32 + Duration::from_secs(1);
        println!("{name}: {short:?}, then {long:?}");
    }
    ExitCode::from(u8::from(slow))
}
