//! A line's normal form: what `docs/record.md` says of it holds, and the quick look at a line agrees with the slow one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saring::stages::normalise::normalise;
use unicode_normalization::UnicodeNormalization;

fuzz_target!(|line: &str| {
    let normal = normalise(line);
    let slow = slowly(line);
    assert_eq!(normal.as_deref().unwrap_or(line), slow);
    assert_ne!(normal.as_deref(), Some(line), "a change that changes nothing");
    assert_eq!(normalise(&slow), None, "twice is not once");
});

/// The contract, character by character.
fn slowly(line: &str) -> String {
    let odd = ['\u{feff}', '\u{200b}', '\u{2060}', '\u{ad}'];
    let stays = |c: &char| c.is_whitespace() || !(c.is_control() || odd.contains(c));
    let composed: String = line.chars().filter(stays).nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}
