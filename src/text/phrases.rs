//! Sets of words and phrases, met in a sequence of tokens without allocating.
//!
//! Each phrase carries the classes (bits) of all lists that hold it. A phrase matches words that stand apart by white space alone;
//! abbreviations match with or without their full stop.

use hashbrown::HashMap;

use super::tokens::{Token, tokenize};

/// The hashes of a phrase's words behind its first, and its classes.
type Longer = (Box<[u64]>, u64);

/// Words and phrases with their classes.
#[derive(Debug, Default)]
pub struct Phrases {
    words: HashMap<u64, u64>,
    /// Hash of the first word, then the hashes of the rest and the classes; the longest first.
    longer: HashMap<u64, Vec<Longer>>,
}

impl Phrases {
    /// Enters a phrase (in lower case) under the given classes.
    pub fn insert(&mut self, phrase: &str, classes: u64) {
        let mut tokens = Vec::new();
        tokenize(phrase, &mut tokens);
        let hashes: Vec<u64> = tokens.iter().filter(|t| t.mark() != Some('.')).map(|t| t.hash).collect();
        match hashes.as_slice() {
            [] => {}
            [word] => *self.words.entry(*word).or_default() |= classes,
            [first, rest @ ..] => {
                let entries = self.longer.entry(*first).or_default();
                if let Some(entry) = entries.iter_mut().find(|(known, _)| &**known == rest) {
                    entry.1 |= classes;
                } else {
                    entries.push((rest.into(), classes));
                    entries.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
                }
            }
        }
    }

    /// The classes of a single word.
    pub fn word(&self, hash: u64) -> u64 {
        self.words.get(&hash).copied().unwrap_or_default()
    }

    /// The longest phrase of any of `classes` that begins with the first token: how many tokens it spans (inner full stops of
    /// abbreviations among them, a last one not) and its classes.
    pub fn longest(&self, tokens: &[Token], classes: u64) -> Option<(usize, u64)> {
        let first = tokens.first()?;
        if let Some(entries) = self.longer.get(&first.hash) {
            for (rest, bits) in entries {
                if bits & classes != 0
                    && let Some(end) = follow(tokens, rest)
                {
                    return Some((end, *bits));
                }
            }
        }
        let bits = self.word(first.hash);
        (bits & classes != 0).then_some((1, bits))
    }
}

/// Matches `rest` after the first token; returns how many tokens were used.
fn follow(tokens: &[Token], rest: &[u64]) -> Option<usize> {
    let mut at = 1;
    for &word in rest {
        if tokens.get(at).is_some_and(|t| t.is_mark('.') && !t.is_spaced()) {
            at += 1;
        }
        let token = tokens.get(at)?;
        if token.hash != word || (token.mark().is_none() && !token.is_spaced() && !tokens[at - 1].is_mark('.')) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_wins_and_classes_select() {
        let mut phrases = Phrases::default();
        phrases.insert("ketua", 1);
        phrases.insert("ketua umum", 1);
        phrases.insert("ketua umum partai", 2);
        phrases.insert("brigjen pol", 4);
        let look = |line: &str, classes| {
            let mut tokens = Vec::new();
            tokenize(line, &mut tokens);
            phrases.longest(&tokens, classes)
        };
        assert_eq!(look("Ketua Umum Partai X", 1), Some((2, 1)));
        assert_eq!(look("Ketua Umum Partai X", 3), Some((3, 2)));
        assert_eq!(look("Ketua, Umum", 1), Some((1, 1)));
        assert_eq!(look("Brigjen. Pol. Budi", 4), Some((3, 4)));
        assert_eq!(look("Bapak", 7), None);
    }
}
