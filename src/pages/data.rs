//! Text that goes into a page beside the templates: JSON for its script, and characters that must be seen.
//!
//! `{"a":"</script>"}` becomes `{"a":"\u003c/script>"}`, which is the same JSON and ends no script element.

/// Whether a character changes the direction in which others are shown, or hides.
pub const fn is_hidden(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// JSON in which `<` and hidden characters are written as `\uXXXX`. Both stand in JSON only within strings.
pub fn within_script(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 64);
    for c in json.chars() {
        if c == '<' || is_hidden(c) {
            put(&mut out, format_args!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// A text whose control and hidden characters are written as `⟨U+202E⟩`.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) || (c.is_control() && !matches!(c, '\n' | '\t')) {
            put(&mut out, format_args!("⟨U+{:04X}⟩", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // a string takes all that is written to it
    let _ = std::fmt::Write::write_fmt(out, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_script_element() {
        let json = serde_json::to_string("</script><!--<script>\u{202e}\u{2066}\u{0}\"'&").unwrap();
        let safe = within_script(&json);
        assert!(!safe.contains('<') && !safe.contains(is_hidden));
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), serde_json::from_str::<String>(&json).unwrap());
    }

    #[test]
    fn hidden_characters_are_named() {
        assert_eq!(visible("a\u{202e}b\u{0}"), "a⟨U+202E⟩b⟨U+0000⟩");
        assert_eq!(visible("báo"), "báo");
    }
}
