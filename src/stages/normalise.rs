//! Gives a line its normal form: what stands in a record's text.
//!
//! Decides about single characters only, as `docs/record.md` lists them: BOM, zero-width space, word joiner, soft hyphen and control characters
//! but TAB go; CR inside a line, VT, FF, NEL, U+2028 and U+2029 become a space; then NFC; then each run of white space becomes one
//! space, none at the ends. ZWJ and ZWNJ stay.
//!
//! `"\u{feff}Ha\u{a0}\u{a0}Noi "` becomes `"Ha Noi"`.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The id under which a changed line notes this stage.
pub const RULE: &str = "normalise";

/// The normal form of `line`, or `None` where it is `line` itself.
pub fn normalise(line: &str) -> Option<String> {
    if is_normal(line) {
        return None;
    }
    let mut kept = String::with_capacity(line.len());
    kept.extend(line.chars().filter(|&c| !is_dropped(c)).map(|c| if is_space(c) { ' ' } else { c }).nfc());
    // NFC makes no white space, so that runs can be folded after it
    let mut out = String::with_capacity(kept.len());
    for word in kept.split_ascii_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    (out != line).then_some(out)
}

/// Whether a line is normal for certain; `false` where it takes a closer look.
#[allow(clippy::needless_bitwise_bool, reason = "a branch a byte is what this does without")]
fn is_normal(line: &str) -> bool {
    let bytes = line.as_bytes();
    if bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ') {
        return false;
    }
    // without a way out, so that it runs over many bytes at once
    let odd = bytes.iter().fold(false, |odd, &byte| odd | (byte < b' ') | (byte == 0x7f));
    let double = bytes.iter().zip(bytes.get(1..).unwrap_or_default()).fold(false, |double, (&a, &b)| double | ((a == b' ') & (b == b' ')));
    if odd || double {
        return false;
    }
    line.is_ascii()
        || (!line.chars().any(|c| !c.is_ascii() && (is_dropped(c) || is_space(c))) && is_nfc_quick(line.chars()) == IsNormalized::Yes)
}

fn is_dropped(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{ad}') || (c.is_control() && !is_space(c))
}

/// White space of any kind, the control characters that break lines among it.
fn is_space(c: char) -> bool {
    c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases() {
        for (line, normal) in [
            ("Ha Noi", None),
            ("", None),
            ("\u{feff}Ha\u{a0}\u{a0}Noi ", Some("Ha Noi")),
            ("a\tb", Some("a b")),
            ("a\rb\u{85}c\u{2028}d\u{b}e", Some("a b c d e")),
            ("a\u{0}b\u{7f}c\u{80}d", Some("abcd")),
            ("Đa\u{323}i", Some("Đại")),
            ("a\u{200d}b\u{200c}c", None),
            (" \u{200b} ", Some("")),
            ("a \u{200b} b", Some("a b")),
            ("a\u{ad}\u{301}", Some("á")),
        ] {
            assert_eq!(normalise(line).as_deref(), normal, "{line:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn twice_is_once(line in "\\PC*|[ \\ta-c\u{301}\u{323}\u{a0}\u{200b}\u{feff}\u{ad}\u{0}\u{1b}\u{85}\u{2028}đĐạ]*") {
            let once = normalise(&line).unwrap_or(line);
            proptest::prop_assert_eq!(normalise(&once), None);
        }
    }
}
