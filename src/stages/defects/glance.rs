//! Which checks have to look at which words.
//!
//! What is decided here: from its token and the one before alone, whether a check can find anything where a word or mark stands; most words
//! are of interest to none. One pass over a line's tokens says so for all checks, and each goes from one of its own to the next. What is
//! there is left to the checks.
//!
//! Of `Warga Vi nh , kata orang orang` the first word is a term's ([`TERM`]), `nh` a torn word's ([`TORN`]), `,` and the second `orang` a
//! doubled word's ([`TWICE`]).

use super::broken;
use super::repeated::{self, Recent};
use crate::text::tokens::Token;
use crate::text::vocabulary::{AND, BARE, CREDIT, FORM, RENDERING};

/// A mark: spaces may be wrong.
pub(super) const MARK: u8 = 1;
/// A mark, or a word that is not one known word: spaces may be missing.
pub(super) const JOINED: u8 = 1 << 1;
/// It may repeat what stands before it.
pub(super) const TWICE: u8 = 1 << 2;
/// It may be the rest of the word before.
pub(super) const TORN: u8 = 1 << 3;
/// A word that is unknown, capitalised, or written in several ways.
pub(super) const TERM: u8 = 1 << 4;
/// A word that may be of another language.
pub(super) const ALIEN: u8 = 1 << 5;
/// A capitalised word that may render a name's syllable.
pub(super) const RENDERED: u8 = 1 << 6;

/// So many tokens are passed over at once.
const STEP: usize = 8;

/// What of a line the checks have to look at.
#[derive(Debug, Default)]
pub(super) struct Glance {
    /// One byte a token; zeros fill the last step.
    interest: Vec<u8>,
}

impl Glance {
    /// Passes over a line, forgetting the one before.
    pub(super) fn over(&mut self, text: &str, tokens: &[Token]) {
        self.interest.clear();
        self.interest.resize(tokens.len().next_multiple_of(STEP), 0);
        let mut recent = Recent::default();
        // the word before, and whether it is a whole one
        let mut before: Option<(&Token, bool)> = None;
        for (at, (token, interest)) in tokens.iter().zip(&mut self.interest).enumerate() {
            recent.reach(at);
            if token.is_word() {
                let whole = broken::is_whole(token);
                *interest = word(token);
                if let Some((first, first_is_whole)) = before {
                    if !(whole && first_is_whole) && broken::may_be_torn(first, token) {
                        *interest |= TORN;
                    }
                    if token.is_spaced() && (recent.may_have(token) || repeated::may_be_affixed(text, first, token)) {
                        *interest |= TWICE;
                    }
                }
                before = Some((token, whole));
            } else {
                *interest = mark_or_number(token);
                before = None;
            }
            recent.add(token);
        }
    }

    /// The places of the tokens with any of these interests, in order.
    pub(super) fn places(&self, interests: u8) -> impl Iterator<Item = usize> + '_ {
        let mask = u64::from_le_bytes([interests; STEP]);
        self.interest.as_chunks::<STEP>().0.iter().enumerate().flat_map(move |(step, bytes)| {
            let mut left = u64::from_le_bytes(*bytes) & mask;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let byte = left.trailing_zeros() as usize / 8;
                left &= !(0xff << (byte * 8));
                Some(step * STEP + byte)
            })
        })
    }
}

/// What a word says by itself.
#[inline]
fn word(token: &Token) -> u8 {
    let mut interest = if token.is_small() {
        0
    } else {
        bit(!token.is_simple(), JOINED) | bit(token.is_capital(), TERM) | bit(token.has_accent() || token.is_upper(), ALIEN)
    };
    if token.levels.is_unknown() {
        interest |= JOINED | TERM;
    }
    if token.has(FORM | BARE | CREDIT | AND | RENDERING) {
        interest |= bit(token.has(FORM), TERM)
            | bit(token.has(BARE | CREDIT), ALIEN)
            | bit(token.has(AND), TWICE)
            | bit(token.is_capital() && token.has(RENDERING), RENDERED);
    }
    interest
}

fn mark_or_number(token: &Token) -> u8 {
    JOINED | bit(!token.is_number(), MARK) | bit(token.is_mark(','), TWICE)
}

#[inline]
fn bit(is: bool, interest: u8) -> u8 {
    if is { interest } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens::tokenize;

    #[test]
    fn places_are_those_of_the_interest() {
        let line = "Warga satu , dua dua tiga empat lima enam ( tujuh orang orang ) pulang Vi nh.";
        let mut tokens = Vec::new();
        tokenize(line, &mut tokens);
        let mut glance = Glance::default();
        glance.over("lain", &[]);
        assert_eq!(glance.places(u8::MAX).count(), 0);
        glance.over(line, &tokens);
        let words = |interest| glance.places(interest).map(|at| tokens[at].text(line)).collect::<Vec<_>>();
        assert_eq!(words(MARK), [",", "(", ")", "."]);
        let twice = words(TWICE);
        assert!([",", "dua", "orang"].iter().all(|word| twice.contains(word)) && !twice.contains(&"pulang"), "{twice:?}");
        assert_eq!(glance.places(TORN).last(), Some(tokens.len() - 2));
    }
}
