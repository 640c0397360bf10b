//! How texts are made alike before they are compared, character by character as `corpus/score.py` does it.
//!
//! `norm(" “Air  SURUT”, ")` leaves `“air surut”`; `plain("\u{feff}Air\u{a0} surut ")` leaves `Air surut`.

use unicode_normalization::UnicodeNormalization;

/// Case-folded NFC with single spaces, without the marks that stand at a quotation's end.
pub fn norm(text: &str) -> String {
    let folded: String = text.nfc().flat_map(fold_case).collect();
    let edge = |c: char| matches!(c, ' ' | '\t' | ',' | '.' | ';' | ':' | '!' | '?' | '…' | '\u{200b}' | '\u{a0}');
    one_space(&folded).trim_matches(edge).to_owned()
}

/// A line as normalising leaves it.
pub fn plain(line: &str) -> String {
    let dropped = |c: char| matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{ad}' | '\0'..='\u{8}' | '\u{e}'..='\u{1b}' | '\u{7f}');
    let breaks = |c: char| matches!(c, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let kept: String = line.chars().filter(|&c| !dropped(c)).map(|c| if breaks(c) { ' ' } else { c }).nfc().collect();
    one_space(&kept).trim_matches(is_space).to_owned()
}

/// Whether a line holds nothing but white space.
pub fn is_blank(line: &str) -> bool {
    line.chars().all(is_space)
}

/// Letters, figures and the underscore alone.
pub fn word_characters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|&c| c.is_alphanumeric() || c == '_')
}

/// Full case folding: by way of the capitals, where `ß`, `ſ` and `ς` meet `ss`, `s` and `σ`.
fn fold_case(c: char) -> impl Iterator<Item = char> {
    let dotless = (c == 'ı').then_some(c);
    let folded = c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase).filter(move |_| dotless.is_none());
    folded.chain(dotless)
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

fn one_space(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_space = false;
    for c in text.chars() {
        let space = is_space(c);
        if !space || !after_space {
            out.push(if space { ' ' } else { c });
        }
        after_space = space;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norms() {
        for (text, expected) in [
            (" Air  SURUT, ", "air surut"),
            ("…Đa\u{323}i\u{a0}!", "đại"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("ΣΑΣ ςı", "σασ σı"),
            ("“a”.", "“a”"),
        ] {
            assert_eq!(norm(text), expected);
        }
    }

    #[test]
    fn plains() {
        assert_eq!(plain("\u{feff}Air\u{a0} surut\r "), "Air surut");
        assert_eq!(plain("a\u{85}b\u{1}c\u{1c}d"), "a bc d");
    }
}
