//! A line's tokens as the model counts them: which are words, and how much each says.
//!
//! A name stands in any language, so words with a capital inside a sentence are summed apart and count [`NAME`] of the others; where
//! most words have one (a headline in capitals), [`SHOUTED`]. The first word of a sentence counts whole. Words with a hyphen
//! are taken apart (`anak-anak`), words with digits left out.
//!
//! Figures tell Malay too: it writes them as English does, `16,000` and `2.5`; Indonesian writes `16.000` and `2,5`.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::script::{LATIN, Script, script};
use super::table::{Count, LanguageModel, Scores};
use crate::text::hash::WordHasher;
use crate::text::tokens::Token;

/// What a word with a capital inside a sentence counts.
const NAME: f32 = 0.6;
/// What a word with a capital counts where most have one.
const SHOUTED: f32 = 0.8;
/// How much likelier a line's figures make Malay, or less likely, in nats.
const FIGURES: f32 = 2.0;
/// The column of Malay.
const MALAY: usize = 1;

/// What a line's letters and words say, words with a capital inside a sentence apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineScores {
    /// The script of most of its letters.
    pub script: Script,
    /// Words without a capital, and the first of each sentence.
    pub small: Scores,
    /// Words with a capital inside a sentence: mostly names.
    pub capital: Scores,
}

/// What a line's words are counted into.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    /// Words without a capital, and the first of each sentence.
    pub small: Count,
    /// Words with a capital inside a sentence.
    capital: Count,
    /// Whether there is a letter beyond ASCII.
    accents: bool,
    /// Figures as Indonesian writes them, less those as Malay does.
    figures: i32,
}

impl LineScores {
    /// All words of the line, names at their lesser weight.
    pub fn whole(&self) -> Scores {
        let mut whole = self.small;
        whole.add(&self.capital, if self.capital.words > 1.5 * self.small.words { SHOUTED } else { NAME });
        whole
    }
}

impl LanguageModel {
    /// The scores of a line, from its tokens.
    pub fn score_line(&self, line: &str, tokens: &[Token]) -> LineScores {
        let Counts { small, capital, accents, figures } = self.count(line, tokens);
        let (mut small, capital) = (Scores::from(small), Scores::from(capital));
        small.nats[MALAY] -= FIGURES * figures.signum() as f32;
        // Without a letter beyond ASCII there is no other script.
        LineScores { script: if accents { script(line) } else { LATIN }, small, capital }
    }

    /// Counts a line's words.
    pub(super) fn count(&self, line: &str, tokens: &[Token]) -> Counts {
        let mut counts = Counts::default();
        let mut opens = true;
        for token in tokens {
            counts.accents |= token.has_accent();
            if token.is_word() && !token.has_digit() {
                let sum = if opens || !token.is_capital() { &mut counts.small } else { &mut counts.capital };
                opens = false;
                if token.has_hyphen() {
                    self.add_parts(sum, token.text(line));
                } else {
                    self.add_word(sum, token.hash, token.plain);
                }
            } else if token.is_number() {
                counts.figures += figure(token.text(line));
            } else {
                opens |= matches!(token.mark(), Some('.' | '!' | '?' | ':' | '"' | '“' | '«' | '…'));
            }
        }
        counts
    }

    /// Adds the words that hyphens join.
    #[cold]
    fn add_parts(&self, sum: &mut Count, word: &str) {
        for part in word.split(['-', '\u{2010}', '\u{2011}']).filter(|part| !part.is_empty()) {
            let (hash, plain) = hashes(part);
            self.add_word(sum, hash, plain);
        }
    }
}

/// 1 for a figure as Indonesian writes it, -1 for one as Malay and English do, 0 for one that does not tell: a time (`11.15`), a date, `25`.
fn figure(number: &str) -> i32 {
    let mark = |byte: u8| matches!(byte, b'.' | b',');
    let bytes = number.as_bytes();
    let (Some(first), Some(last)) = (bytes.iter().position(|byte| mark(*byte)), bytes.iter().rposition(|byte| mark(*byte))) else {
        return 0;
    };
    if !bytes.iter().all(|byte| byte.is_ascii_digit() || mark(*byte)) {
        return 0;
    }
    let point = bytes[last] == b'.';
    let rest = bytes.len() - last - 1;
    let mixed = bytes[first..].contains(if point { &b',' } else { &b'.' });
    let thousands = first <= 3 && bytes[0] != b'0' && bytes[first + 1..].split(|byte| mark(*byte)).all(|group| group.len() == 3);
    let english = match (mixed, thousands) {
        (true, _) => point,
        (false, true) => !point,
        (false, false) if first == last && (rest == 1 || rest == 2 && !point) => point,
        _ => return 0,
    };
    if english { -1 } else { 1 }
}

/// The hashes of a piece of a word: lower case, and without marks as well.
fn hashes(part: &str) -> (u64, u64) {
    let (mut hash, mut plain) = (WordHasher::new(), WordHasher::new());
    if part.is_ascii() {
        part.bytes().for_each(|byte| hash.byte(byte.to_ascii_lowercase()));
        return (hash.finish(), hash.finish());
    }
    for character in part.chars().flat_map(char::to_lowercase) {
        hash.char(character);
        decompose_canonical(character, |base| {
            if base == 'đ' {
                plain.char('d');
            } else if !is_combining_mark(base) {
                plain.char(base);
            }
        });
    }
    (hash.finish(), plain.finish())
}

#[cfg(test)]
mod tests {
    use super::{figure, hashes};
    use crate::text::hash::word_hash;
    use crate::text::language_model::LanguageModel;
    use crate::text::tokens::tokenize;

    #[test]
    fn pieces_hash_as_words_do() {
        assert_eq!(hashes("Đường"), (word_hash("đường"), word_hash("duong")));
    }

    #[test]
    fn figures_are_written_two_ways() {
        for (numbers, told) in [
            (&["16.000", "2,5", "1.234,56", "1.250.000", "0,75"][..], 1),
            (&["16,000", "2.5", "1,234.56", "1,250,000"], -1),
            (&["25", "11.15", "24/08", "0.125", "19:30", "1.2.3", "3", "12,3456", "2.5kg"], 0),
        ] {
            for number in numbers {
                assert_eq!(figure(number), told, "{number}");
            }
        }
    }

    #[test]
    fn names_stand_apart_and_figures_do_not_count() {
        let cases = [
            ("anak anak", 2.0, 0.0),
            ("anak-anak", 2.0, 0.0),
            ("Kata Bapak Loi", 1.0, 2.0),
            ("kata Loi. Lalu pergi", 3.0, 1.0),
            ("24/08 COVID19", 0.0, 0.0),
        ];
        for (line, small, capital) in cases {
            let mut tokens = Vec::new();
            tokenize(line, &mut tokens);
            let scores = LanguageModel::built_in().score_line(line, &tokens);
            assert_eq!((scores.small.words, scores.capital.words), (small, capital), "{line}");
        }
    }
}
