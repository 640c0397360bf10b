//! A word without case and marks: the form in which names are looked up, since most translations drop the marks.
//!
//! What is decided here: lowercase, no diacritics, `đ` is `d`, `’` is `'`: what a token's
//! `plain` is of a word of one token. What is left to others: where
//! a word begins and ends.
//!
//! `Đắk` and `DAK` have the hash of `dak`; `H’Duyên` that of `h'duyen`.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::hash::WordHasher;

/// Gives each character of the plain form of `word` to `take`.
pub fn plain_chars(word: &str, mut take: impl FnMut(char)) {
    if word.is_ascii() {
        word.bytes().for_each(|byte| take(char::from(byte.to_ascii_lowercase())));
        return;
    }
    for character in word.chars().flat_map(char::to_lowercase) {
        match character {
            // The shortcut matters: most letters of a marked word bear none, and the tables of marks are slow.
            'a'..='z' => take(character),
            'đ' => take('d'),
            '’' => take('\''),
            other => decompose_canonical(other, |part| {
                if part.is_ascii() || !is_combining_mark(part) {
                    take(part);
                }
            }),
        }
    }
}

/// The hash of the plain form of `word`.
#[must_use]
pub fn plain_hash(word: &str) -> u64 {
    let mut hasher = WordHasher::new();
    plain_chars(word, |character| hasher.char(character));
    hasher.finish()
}

/// The hash of a sequence of words, from the hashes of the words and that of the sequence before (0 before the first).
#[inline]
#[must_use]
pub const fn chain(before: u64, word: u64) -> u64 {
    (before.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::{chain, plain_hash};
    use crate::text::hash::word_hash;
    use crate::text::tokens::tokenize;

    #[test]
    fn case_and_marks_are_dropped() {
        for (word, plain) in
            [("Đắk", "dak"), ("HỒ", "ho"), ("H’Duyên", "h'duyen"), ("Katơr", "kator"), ("Raúl", "raul"), ("Nguye\u{302}\u{303}n", "nguyen")]
        {
            assert_eq!(plain_hash(word), word_hash(plain), "{word}");
        }
    }

    #[test]
    fn tokens_have_the_same_hash() {
        for word in ["Đắk", "H’Duyên", "Rịa-Vũng", "ĐĂK", "Nguyễn", "M'Drắk"] {
            let mut tokens = Vec::new();
            tokenize(word, &mut tokens);
            assert_eq!(tokens.iter().map(|token| token.plain).collect::<Vec<_>>(), [plain_hash(word)], "{word}");
        }
    }

    #[test]
    fn the_order_of_words_counts() {
        let [a, b] = ["ha", "nam"].map(plain_hash);
        assert_ne!(chain(chain(0, a), b), chain(chain(0, b), a));
    }
}
