//! The folded form of a short line, in which labels are compared.
//!
//! Lower case; marks become spaces, but a question mark and quotation marks stay, since a label has none; a number is `0`.
//! `• Komentar (12):` becomes `komentar 0`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Writes the folded form of `line` into `out`, which is emptied before.
pub fn fold(line: &str, out: &mut String) {
    out.clear();
    let mut digits = false;
    let mut gap = false;
    for c in line.chars() {
        if c.is_ascii_lowercase() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            (gap, digits) = (false, false);
            out.push(c);
            continue;
        }
        let kept = c.is_alphanumeric() || !c.is_ascii() && is_combining_mark(c);
        let mark = matches!(c, '?' | '"' | '“' | '”' | '„' | '«' | '‘');
        if !kept && !mark {
            gap = true;
            digits = false;
            continue;
        }
        if c.is_ascii_digit() && digits {
            continue;
        }
        if (gap || mark) && !out.is_empty() {
            out.push(' ');
        }
        gap = mark;
        if c.is_ascii_digit() {
            // 24h and 2025 alike: the digits of a run are one 0
            digits = true;
            out.push('0');
        } else {
            digits = false;
            if mark {
                out.push(if c == '?' { '?' } else { '"' });
            } else if c.is_ascii() {
                out.push(c.to_ascii_lowercase());
            } else {
                out.extend(c.to_lowercase());
            }
        }
    }
}

/// The folded form of `line`.
pub fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    fold(line, &mut out);
    out
}

/// Lower-case letters and digits alone, without diacritics: how a name stands in an address.
pub fn bare(line: &str) -> String {
    if line.is_ascii() {
        return line.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    }
    let plain = line.nfd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase);
    plain.map(|c| if c == 'đ' { 'd' } else { c }).filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases() {
        for (line, expected) in [
            ("• Komentar (12):", "komentar 0"),
            ("[iklan_1]", "iklan 0"),
            ("Iklan?", "iklan ?"),
            ("“Yang lain”", "\" yang lain \""),
            ("Cỡ chữ: A- A+", "cỡ chữ a a"),
            ("0:00 / 3:12", "0 0 0 0"),
            ("", ""),
            ("...", ""),
        ] {
            assert_eq!(folded(line), expected, "{line}");
            assert_eq!(folded(expected), expected, "folding twice");
        }
        assert_eq!(bare("Báo Đà Nẵng 24h"), "baodanang24h");
    }
}
