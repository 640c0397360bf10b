//! Where sentences end.
//!
//! Unicode's own rules (UAX 29) cut after any stop before a capital letter; here no sentence ends after an abbreviation (`abbreviations.txt`), an
//! initial (`N.`), a number that counts (`1. Pupuk`), or where nothing but closing marks would be left.
//!
//! `Dr. Lan datang. Ia tersenyum.` is `Dr. Lan datang.` and `Ia tersenyum.`

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

const ABBREVIATIONS: &str = include_str!("abbreviations.txt");

/// The bytes of each sentence, without the white space around it.
pub fn sentences(line: &str) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    for (at, piece) in line.split_sentence_bound_indices() {
        let start = open.take().unwrap_or(at);
        let end = at + piece.len();
        if end < line.len() && goes_on(&line[start..end]) {
            open = Some(start);
            continue;
        }
        let text = &line[start..end];
        let from = start + (text.len() - text.trim_start().len());
        let range = from..start + text.trim_end().len();
        match all.last_mut() {
            Some(last) if !line[range.clone()].contains(char::is_alphanumeric) => last.end = range.end.max(last.end),
            _ if range.is_empty() => {}
            _ => all.push(range),
        }
    }
    all
}

/// Whether the sentence cannot end here.
fn goes_on(text: &str) -> bool {
    let text = text.trim_end();
    let Some(text) = text.strip_suffix('.') else { return false };
    let word = text.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '‘' | '\'' | '«')).next().unwrap_or_default();
    let mut letters = word.chars();
    let initial = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase());
    let counts = word.len() == text.trim_start().len() && !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    initial || counts || is_abbreviation(word)
}

fn is_abbreviation(word: &str) -> bool {
    // the longest is five letters; a word of a hundred is none
    if word.is_empty() || word.len() > 12 {
        return false;
    }
    let folded = word.to_lowercase();
    ABBREVIATIONS.lines().any(|line| line == folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_they_end() {
        for (line, expected) in [
            ("Air surut. Warga pulang.", &["Air surut.", "Warga pulang."][..]),
            ("Dr. Lan datang. Ia tersenyum.", &["Dr. Lan datang.", "Ia tersenyum."]),
            ("Keputusan No. 15 dan Prof. Dr. Ha. Selesai", &["Keputusan No. 15 dan Prof. Dr. Ha.", "Selesai"]),
            ("Ibu N. T. H. menangis. Lalu diam.", &["Ibu N. T. H. menangis.", "Lalu diam."]),
            ("“Kami menunggu. Air naik.” Ia pergi!", &["“Kami menunggu.", "Air naik.”", "Ia pergi!"]),
            ("1. Pupuk datang. 2. Benih datang.", &["1. Pupuk datang.", "2. Benih datang."]),
            ("Harga naik 3.200 dong. Mengapa? Entah …", &["Harga naik 3.200 dong.", "Mengapa?", "Entah …"]),
            ("  ", &[]),
            ("", &[]),
            (".", &["."]),
        ] {
            assert_eq!(sentences(line).into_iter().map(|range| &line[range]).collect::<Vec<_>>(), expected, "{line}");
        }
    }

    #[test]
    fn nothing_but_white_space_is_left_out() {
        let line = "Dr. No. A. B. C. 1. dll. …” Selesai.  ( Ya. ) ?";
        let left: String = sentences(line).into_iter().map(|range| line[range].to_owned()).collect();
        let words = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(words(&left), words(line));
    }
}
