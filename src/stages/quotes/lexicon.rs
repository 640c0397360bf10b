//! The words that the quote rules know, and what the words of a line are.
//!
//! A list of the pack is one bit; a word of the line is the set of the lists it stands in, so a rule asks for a bit and never compares
//! strings. Entries of several words belong to their last word. Which words are verbs is told by list and by shape (`me-`, `ber-`, `di-`,
//! `-kan`), since no list holds them all.

use hashbrown::HashMap;

use crate::text::hash::{ByHash, word_hash};
use crate::text::tokens::{Token, tokenize};
use crate::text::vocabulary::{QUOTE, Vocabulary};

/// The lists of the pack, each with its bit.
pub const LISTS: &[(&str, u64)] = &[
    ("abbreviations", ABBREVIATION),
    ("adjectives", ADJECTIVE),
    ("adverbs", ADVERB),
    ("attributions", ATTRIBUTION),
    ("breaks", BREAK),
    ("determiners", DETERMINER),
    ("direct", DIRECT),
    ("finites", FINITE),
    ("heads", HEAD),
    ("joins", JOIN),
    ("launching", LAUNCHING),
    ("links", LINK),
    ("naming", NAMING),
    ("negations", NEGATION),
    ("no-verbs", NO_VERB),
    ("performing", PERFORMING),
    ("places", PLACE),
    ("pointers", POINTER),
    ("prepositions", PREPOSITION),
    ("pronouns", PRONOUN),
    ("relatives", RELATIVE),
    ("reporting", REPORTING),
    ("signs", SIGN),
    ("sources", SOURCE),
    ("speaking", SPEAKING),
    ("such", SUCH),
    ("times", TIME),
    ("utterances", UTTERANCE),
    ("verbs", VERB),
    ("writing", WRITING),
];

/// Adjectives that take a complement.
pub const ADJECTIVE: u64 = 1;
/// Words that modify a predicate.
pub const ADVERB: u64 = 1 << 1;
/// Words of saying that follow a quotation.
pub const ATTRIBUTION: u64 = 1 << 2;
/// Words that end a noun phrase.
pub const BREAK: u64 = 1 << 3;
/// Words before an indefinite noun.
pub const DETERMINER: u64 = 1 << 4;
/// Words that only stand in a predicate.
pub const FINITE: u64 = 1 << 5;
/// Words that open an order.
pub const HEAD: u64 = 1 << 6;
/// Words between the members of a list.
pub const JOIN: u64 = 1 << 7;
/// Verbs of starting something that has a name.
pub const LAUNCHING: u64 = 1 << 8;
/// Words between a cue and its quotation.
pub const LINK: u64 = 1 << 9;
/// Words of calling something by a name.
pub const NAMING: u64 = 1 << 10;
/// Negations.
pub const NEGATION: u64 = 1 << 11;
/// Words that look like verbs and are none.
pub const NO_VERB: u64 = 1 << 12;
/// Verbs of singing, reading out, showing.
pub const PERFORMING: u64 = 1 << 13;
/// Words that point at something known.
pub const POINTER: u64 = 1 << 14;
/// Prepositions.
pub const PREPOSITION: u64 = 1 << 15;
/// Personal pronouns.
pub const PRONOUN: u64 = 1 << 16;
/// Words that open a relative clause.
pub const RELATIVE: u64 = 1 << 29;
/// Words such as `menurut`.
pub const REPORTING: u64 = 1 << 17;
/// Words of being written up somewhere.
pub const SIGN: u64 = 1 << 18;
/// What `menurut` may name that nobody's words follow from.
pub const SOURCE: u64 = 1 << 19;
/// Verbs of speaking.
pub const SPEAKING: u64 = 1 << 20;
/// Words such as `demikian`.
pub const SUCH: u64 = 1 << 21;
/// Nouns for what was said.
pub const UTTERANCE: u64 = 1 << 22;
/// Verbs without prefix.
pub const VERB: u64 = 1 << 23;
/// Verbs of writing.
pub const WRITING: u64 = 1 << 24;
/// Words that say when, with a pointer.
pub const TIME: u64 = 1 << 26;
/// Prepositions of place.
pub const PLACE: u64 = 1 << 27;
/// Verbs whose object is nothing but what was said.
pub const DIRECT: u64 = 1 << 28;
/// Abbreviations that end in a stop.
pub const ABBREVIATION: u64 = 1 << 25;
/// The last word of a cue; set by the cue rules, not by a list.
pub const CUE: u64 = 1 << 32;
/// A verb, by list or by shape.
pub const ANY_VERB: u64 = 1 << 33;

/// What a phrase of several words adds to its last word.
#[derive(Debug)]
struct Phrase {
    words: Vec<u64>,
    bits: u64,
}

/// A cue: its words, and the place of its rule.
#[derive(Debug)]
struct Cue {
    words: Vec<u64>,
    rule: usize,
}

/// The compiled lists and cues.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: HashMap<u64, u64, ByHash>,
    phrases: HashMap<u64, Vec<Phrase>, ByHash>,
    cues: HashMap<u64, Vec<Cue>, ByHash>,
}

impl Lexicon {
    /// Adds an entry of a list; `false` where it holds no word.
    pub fn add(&mut self, entry: &str, bits: u64) -> bool {
        let words = hashes(entry);
        let Some((&last, before)) = words.split_last() else { return false };
        if before.is_empty() {
            *self.words.entry(last).or_default() |= bits;
        } else {
            self.phrases.entry(last).or_default().push(Phrase { words, bits });
        }
        true
    }

    /// Adds a cue of the rule at `rule`; `false` where it holds no word.
    pub fn add_cue(&mut self, entry: &str, rule: usize) -> bool {
        let words = hashes(entry);
        let Some(&last) = words.last() else { return false };
        *self.words.entry(last).or_default() |= CUE;
        let cues = self.cues.entry(last).or_default();
        cues.push(Cue { words, rule });
        cues.sort_by_key(|cue| std::cmp::Reverse(cue.words.len()));
        true
    }

    /// Enters the words of all lists.
    pub fn enter(&self, vocabulary: &mut Vocabulary) {
        self.words.keys().chain(self.phrases.keys()).for_each(|&hash| vocabulary.enter(hash, QUOTE));
    }

    /// What each word of a line is.
    pub fn mark(&self, line: &str, tokens: &[Token], bits: &mut Vec<u64>) {
        bits.clear();
        for (at, token) in tokens.iter().enumerate() {
            let mut set = 0;
            if token.has(QUOTE) {
                set = self.words.get(&token.hash).copied().unwrap_or(0);
                let phrases = self.phrases.get(&token.hash).map(Vec::as_slice).unwrap_or_default();
                set |= phrases.iter().filter(|p| ends_with(&tokens[..=at], &p.words)).fold(0, |set, p| set | p.bits);
            }
            if token.is_word() && set & NO_VERB == 0 && (set & VERB != 0 || looks_like_a_verb(token.text(line))) {
                set |= ANY_VERB;
            }
            bits.push(set);
        }
    }

    /// The longest cue that ends with the last of `tokens`: how many words, and the place of its rule.
    pub fn cue(&self, tokens: &[Token]) -> Option<(usize, usize)> {
        let cues = self.cues.get(&tokens.last()?.hash)?;
        cues.iter().find(|cue| ends_with(tokens, &cue.words)).map(|cue| (cue.words.len(), cue.rule))
    }
}

fn hashes(entry: &str) -> Vec<u64> {
    let entry = entry.to_lowercase();
    let mut tokens = Vec::new();
    tokenize(&entry, &mut tokens);
    tokens.iter().filter(|t| t.is_word()).map(|t| word_hash(t.text(&entry))).collect()
}

fn ends_with(tokens: &[Token], words: &[u64]) -> bool {
    tokens.len() >= words.len() && tokens[tokens.len() - words.len()..].iter().zip(words).all(|(t, &word)| t.hash == word)
}

/// By prefix or suffix: `menanam`, `bersatu`, `dicatat`, `terbuka`, `robohkan`, `tolonglah`.
fn looks_like_a_verb(word: &str) -> bool {
    let bytes = word.as_bytes();
    let head = |prefix: &str| bytes.len() > prefix.len() && bytes[..prefix.len()].eq_ignore_ascii_case(prefix.as_bytes());
    if !word.is_ascii() {
        return false;
    }
    match bytes.len() {
        0..=4 => return false,
        5 => return head("mem") || head("men"),
        _ => {}
    }
    let prefixed = head("mem") || head("men") || head("mel") || head("mer") || head("mew") || head("mey");
    prefixed || head("ber") || head("ter") || head("di") || (!(head("pe") || head("ke") || head("se")) && ends_like_an_order(word))
}

fn ends_like_an_order(word: &str) -> bool {
    word.ends_with("kan") || word.ends_with("lah")
}

/// A line's words, with what each of them is.
#[derive(Clone, Copy, Debug)]
pub struct Words<'l> {
    /// The line's text.
    pub line: &'l str,
    /// Its words, numbers and marks.
    pub tokens: &'l [Token],
    /// For each of them, the lists it stands in.
    pub bits: &'l [u64],
}

impl Words<'_> {
    /// Whether the token at `at` stands in one of the lists of `set`.
    pub fn has(&self, at: usize, set: u64) -> bool {
        self.bits.get(at).is_some_and(|bits| bits & set != 0)
    }
    /// The mark at `at`, if one stands there.
    pub fn mark(&self, at: usize) -> Option<char> {
        self.tokens.get(at).and_then(Token::mark)
    }
    /// Whether the mark at `at` ends a sentence there: a stop that closes no abbreviation or initial, before a new beginning.
    pub fn ends_sentence(&self, at: usize) -> bool {
        match self.mark(at) {
            Some('!' | '?' | '…') => true,
            Some('.') => {
                let next = self.tokens.get(at + 1);
                if next.is_some_and(|t| !t.is_spaced() && (t.is_word() || t.is_number() || t.is_mark('.') || t.is_mark(','))) {
                    return false;
                }
                if next.is_none() {
                    return true;
                }
                let before = at.checked_sub(1).and_then(|b| self.tokens.get(b));
                !before.is_some_and(|t| t.is_word() && t.is_capital() && t.end - t.start == 1)
                    && !self.has(at.wrapping_sub(1), ABBREVIATION)
            }
            _ => false,
        }
    }
}
