//! Spells control characters out, so that neither an article nor a file's name can talk to a terminal.
//!
//! Before: `a`, ESC, `[2Jb`. After: `a\u{1b}[2Jb`.

use std::borrow::Cow;

/// A text whose control characters are spelled out.
pub fn visible(text: &str) -> Cow<'_, str> {
    visible_but(text, |_| false)
}

/// The same for a message of several lines.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    visible_but(text, |c| c == '\n')
}

fn visible_but(text: &str, stays: fn(char) -> bool) -> Cow<'_, str> {
    let speaks = |c: char| c.is_control() && !stays(c);
    if !text.contains(speaks) {
        return text.into();
    }
    text.chars().map(|c| if speaks(c) { c.escape_default().to_string() } else { c.to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_spelled_out() {
        assert_eq!(visible("a\u{1b}[2Jb\n\u{9b}c"), "a\\u{1b}[2Jb\\n\\u{9b}c");
        assert_eq!(visible_lines("a\u{1b}\nb"), "a\\u{1b}\nb");
        assert!(matches!(visible("báo"), Cow::Borrowed("báo")));
    }
}
