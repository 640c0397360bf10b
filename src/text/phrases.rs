//! Sets of words and phrases, met in a sequence of tokens without allocating.
//!
//! Each phrase carries the classes (bits) of all lists that hold it. A phrase matches words that stand apart by white space alone;
//! abbreviations match with or without their full stop.

use hashbrown::HashMap;

use super::hash::{ByHash, Sieve};
use super::tokens::{Token, tokenize};

/// A phrase of several words, without its first.
#[derive(Debug)]
struct Longer {
    /// The hash of its second word.
    second: u64,
    /// Those of the words from the third on.
    rest: Box<[u64]>,
    classes: u64,
}

/// Words and phrases with their classes.
#[derive(Debug)]
pub struct Phrases {
    starts: HashMap<u64, Start, ByHash>,
    /// Knows of most words that no phrase begins so.
    sieve: Sieve,
}

/// What begins with a word.
#[derive(Debug, Default)]
struct Start {
    /// The classes of the word alone.
    word: u64,
    /// The classes of all that begins with it.
    any: u64,
    /// A bit for each second word: most words that follow are none.
    seconds: u64,
    /// The phrases of several words, by their second word; those of one second word the longest first.
    longer: Vec<Longer>,
}

/// For so many first words the sieve is made: the largest pack has fewer.
const STARTS: usize = 8192;

impl Default for Phrases {
    fn default() -> Self {
        Self { starts: HashMap::default(), sieve: Sieve::for_number(STARTS) }
    }
}

impl Phrases {
    /// Enters a phrase (in lower case) under the given classes.
    pub fn insert(&mut self, phrase: &str, classes: u64) {
        let mut tokens = Vec::new();
        tokenize(phrase, &mut tokens);
        let mut hashes = tokens.iter().filter(|t| t.mark() != Some('.')).map(|t| t.hash);
        let Some(first) = hashes.next() else { return };
        let second = hashes.next();
        let rest: Box<[u64]> = hashes.collect();
        self.sieve.insert(first);
        let start = self.starts.entry(first).or_default();
        start.any |= classes;
        let Some(second) = second else {
            start.word |= classes;
            return;
        };
        start.seconds |= bit(second);
        if let Some(entry) = start.longer.iter_mut().find(|known| known.second == second && known.rest == rest) {
            entry.classes |= classes;
        } else {
            let key = (second, std::cmp::Reverse(rest.len()));
            let place = start.longer.partition_point(|known| (known.second, std::cmp::Reverse(known.rest.len())) <= key);
            start.longer.insert(place, Longer { second, rest, classes });
        }
    }

    /// The hashes of the words with which phrases begin.
    pub fn first_words(&self) -> impl Iterator<Item = u64> + '_ {
        self.starts.keys().copied()
    }

    #[inline]
    fn start(&self, hash: u64) -> Option<&Start> {
        if self.sieve.may_have(hash) { self.starts.get(&hash) } else { None }
    }

    /// The classes of a single word.
    #[inline]
    pub fn word(&self, hash: u64) -> u64 {
        self.start(hash).map_or(0, |start| start.word)
    }

    /// The longest phrase of any of `classes` that begins with the first token: how many tokens it spans (inner full stops of
    /// abbreviations among them, a last one not) and its classes.
    #[inline]
    pub fn longest(&self, tokens: &[Token], classes: u64) -> Option<(usize, u64)> {
        let start = self.start(tokens.first()?.hash).filter(|start| start.any & classes != 0)?;
        let found = start.longer(tokens).map(|(place, len)| (len, start.longer[place].classes)).find(|(_, bits)| bits & classes != 0);
        found.or((start.word & classes != 0).then_some((1, start.word)))
    }

    /// All that begins with the first token, looked up once for several questions.
    #[inline]
    pub fn opening(&self, tokens: &[Token]) -> Option<Opening<'_>> {
        let start = self.start(tokens.first()?.hash)?;
        let mut opening = Opening { start, found: [(0, 0); NESTED], count: 0 };
        for (place, len) in start.longer(tokens).take(NESTED) {
            opening.found[opening.count] = (place as u16, len as u16);
            opening.count += 1;
        }
        Some(opening)
    }
}

impl Start {
    /// The phrases that stand here: the place in `longer`, and how many tokens; the longest first.
    #[inline]
    fn longer<'p>(&'p self, tokens: &'p [Token]) -> impl Iterator<Item = (usize, usize)> + 'p {
        let second = match tokens.get(1) {
            Some(stop) if stop.is_mark('.') && !stop.is_spaced() => tokens.get(2),
            second => second,
        };
        let second = second.map(|token| token.hash).filter(|&hash| self.seconds & bit(hash) != 0);
        let from = second.map_or(self.longer.len(), |second| self.longer.partition_point(|phrase| phrase.second < second));
        let begun = self.longer.iter().enumerate().skip(from).take_while(move |(_, phrase)| Some(phrase.second) == second);
        begun.filter_map(|(place, phrase)| Some((place, follow(tokens, phrase)?)))
    }
}

/// So many phrases, each the beginning of the next, are told apart where they stand.
const NESTED: usize = 8;

/// The phrases that begin with the word that stands here.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'p> {
    start: &'p Start,
    /// Place and length in tokens of those of several words, the longest first.
    found: [(u16, u16); NESTED],
    count: usize,
}

impl Opening<'_> {
    /// Whether a phrase of these classes begins with the word, here or elsewhere.
    #[inline]
    pub fn may_be(&self, classes: u64) -> bool {
        self.start.any & classes != 0
    }

    /// The classes of the word alone.
    #[inline]
    pub fn word(&self) -> u64 {
        self.start.word
    }

    /// As [`Phrases::longest`].
    #[inline]
    pub fn longest(&self, classes: u64) -> Option<(usize, u64)> {
        if !self.may_be(classes) {
            return None;
        }
        for &(place, len) in &self.found[..self.count] {
            let bits = self.start.longer[usize::from(place)].classes;
            if bits & classes != 0 {
                return Some((usize::from(len), bits));
            }
        }
        (self.start.word & classes != 0).then_some((1, self.start.word))
    }
}

/// One of 64 bits for a word.
#[inline]
fn bit(hash: u64) -> u64 {
    1 << (hash >> 58)
}

/// Matches a phrase after its first token; returns how many tokens were used.
fn follow(tokens: &[Token], phrase: &Longer) -> Option<usize> {
    let mut at = 1;
    for word in std::iter::once(phrase.second).chain(phrase.rest.iter().copied()) {
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
