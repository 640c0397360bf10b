//! A line that may be a record, whole or with its parts edited: it gives a text, or an error that says why, and never a panic.
//!
//! What is restored keeps its word: so many lines, the removed and altered ones as they stood, the kept ones in their order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saring::Record;
use saring::restore::{MOST_LINES, Parts, restore};

/// A record may speak of lines that are all blank: so many, and none of a number between, are worth the time.
const LINES: u32 = 1 << 16;

fuzz_target!(|line: &str| {
    let Ok(parts) = serde_json::from_str::<Parts<'_>>(line) else {
        assert!(serde_json::from_str::<Record>(line).is_err(), "a record whose parts cannot be read");
        return;
    };
    if (LINES..=MOST_LINES).contains(&parts.line_count) {
        return;
    }
    let input = parts.input();
    if let Ok(record) = serde_json::from_str::<Record>(line) {
        assert_eq!(restore(&record), input);
    }
    let lines = match (parts.input_lines(), &input) {
        (Ok(lines), Ok(_)) => lines,
        (Err(error), Err(same)) => {
            assert_eq!(error, *same);
            assert!(!error.to_string().is_empty());
            return;
        }
        (lines, input) => panic!("{lines:?} but {input:?}"),
    };
    assert_eq!(lines.len(), parts.line_count as usize);
    for gone in &parts.removed {
        assert_eq!(lines[gone.line as usize - 1], gone.text);
    }
    for changed in parts.altered.iter().filter(|changed| !parts.removed.iter().any(|gone| gone.line == changed.line)) {
        assert_eq!(lines[changed.line as usize - 1], changed.text);
    }
    for (&number, kept) in parts.lines.iter().zip(parts.text.split('\n')) {
        assert!(lines[number as usize - 1] == kept || parts.altered.iter().any(|changed| changed.line == number));
    }
});
