//! A word or name torn in two by a stray space.
//!
//! What is decided here: two neighbours that together are a known word while one of them is none, or cannot stand alone; a capitalised
//! piece and a rest in small letters that together are a Vietnamese syllable. What is left to others: words that many write in two
//! (`kerja sama`) are no tear.
//!
//! `keta kutan`, `pe nyulingan`, `Mau soleum`, `Can T ho`; not `di atas`, `pasca panen`, `Kelas A dan`.

use super::glance::TORN;
use super::{Check, Defects, Finds, LineView};
use crate::text::hash::word_hash;
use crate::text::lexicon::hash_of;
use crate::text::syllables::are_syllable;
use crate::text::tokens::Token;
use crate::text::vocabulary::{FUNCTION, PREFIX, SHORT, SUFFIX, SYLLABLE};

/// The level of a word that everybody knows; `olahraga` and `kepolisian` have it.
const COMMON: u8 = 5;
/// A word of its own, and a part of others.
const PER: u64 = word_hash("per");

pub(super) fn find(line: LineView<'_>, defects: &Defects, finds: &mut Finds<'_>) {
    let mut done = 0;
    for at in line.glance.places(TORN) {
        if at <= done {
            continue;
        }
        let (first, second) = (line.word(at - 1), line.word(at));
        if first.len() + second.len() > 24 || line.tokens[at - 1].is_upper() {
            continue;
        }
        let check = if is_torn_word(line, at, defects) {
            Check::BrokenWord
        } else if is_torn_name(line, at) {
            Check::BrokenName
        } else {
            continue;
        };
        done = at;
        finds.tokens(check, line, at - 1, at);
    }
}

/// Whether the token is a known word in small letters that is no part of others: two such neighbours are not one word. For
/// [`super::glance`].
#[inline]
pub(super) fn is_whole(token: &Token) -> bool {
    token.is_small() && is_known(token) && !token.has(PREFIX | SUFFIX) && token.hash != PER
}

/// Whether two neighbours may be one word, as their tokens look: small letters behind a space, and not two known words of which neither is
/// a part that cannot stand alone. For [`super::glance`].
#[inline]
pub(super) fn may_be_torn(first: &Token, second: &Token) -> bool {
    let whole =
        || is_known(first) && is_known(second) && !first.is_capital() && !first.has(PREFIX) && !second.has(SUFFIX) && first.hash != PER;
    second.is_plain_word() && second.is_spaced() && !second.is_capital() && first.is_plain_word() && !whole()
}

#[inline]
fn is_known(word: &Token) -> bool {
    let length = word.end - word.start;
    word.levels.indonesian() > 3 && (length > 3 || length > 1 && word.has(SHORT))
}

fn is_torn_word(line: LineView<'_>, at: usize, defects: &Defects) -> bool {
    let (first, second) = (line.word(at - 1).as_bytes(), line.word(at).as_bytes());
    let (lexicon, knowledge) = (&defects.lexicon, &defects.knowledge);
    let (one, two) = (line.tokens[at - 1].levels, line.tokens[at].levels);
    let stub = |place: usize| line.word(place).len() < 4 && !line.tokens[place].is_capital() && !line.tokens[place].has(SHORT);
    let unknown = |place: usize| line.tokens[place].levels.indonesian() == 0 || line.word(place).len() == 1 || stub(place);
    // `per tandingan`, and not `per bulan`: the whole is commoner than the rest
    let per = first == b"per" && lexicon.levels(hash_of(&[first, second])).indonesian() > two.indonesian() + 1;
    let bound = per || line.tokens[at - 1].has(PREFIX) && !line.tokens[at - 1].is_capital();
    let ending = line.tokens[at].has(SUFFIX);
    let rare = one.indonesian().min(two.indonesian()) <= 3;
    if !(bound || ending || rare || unknown(at - 1) || unknown(at)) || first.len() + second.len() < 5 {
        return false;
    }
    if knowledge.loose.has(line.tokens[at - 1].hash) && two.indonesian() > 2 || knowledge.culture.has(line.tokens[at].hash) {
        return false;
    }
    let whole = lexicon.levels(hash_of(&[first, second]));
    if whole.indonesian() == 0 {
        // no entry: only pieces of which neither is a word by any rule can be held together by affixes
        let mut joined = [0; 24];
        let length = first.len() + second.len();
        joined[..first.len()].copy_from_slice(first);
        joined[first.len()..length].copy_from_slice(second);
        joined.make_ascii_lowercase();
        let stray = |place: usize, piece: &[u8]| unknown(place) && line.tokens[place].levels.english() == 0 && !lexicon.is_derived(piece);
        if line.tokens[at - 1].has(FUNCTION) {
            return false;
        }
        let torn = bound
            || ending && (one.indonesian() > 4 || first.len() > 5 && lexicon.is_derived(first))
            || stray(at, second) && second.len() > 2 && (one.indonesian() == 0 || first.len() < 5);
        return torn && !line.tokens[at - 1].is_capital() && lexicon.is_derived(&joined[..length]);
    }
    // ditempel kan: no verb stands before such an ending, and the list has the whole
    if ending && first.len() > 5 && (first.starts_with(b"di") || first.starts_with(b"me")) {
        return true;
    }
    if unknown(at - 1) || unknown(at) {
        // a name before a word is no tear unless the whole is a word of note
        let name = line.tokens[at - 1].is_capital() && one.indonesian() == 0 && line.tokens[at - 1].has(SYLLABLE);
        // a stub may be a word after all that the list of short ones lacks
        let sure = line.tokens[at - 1].levels.indonesian() == 0 || line.tokens[at].levels.indonesian() == 0 || whole.indonesian() >= COMMON;
        return sure && !name || whole.indonesian() >= COMMON && !line.tokens[at].has(FUNCTION);
    }
    if bound || ending {
        return true;
    }
    let function = |place: usize| line.tokens[place].has(FUNCTION);
    let linking = function(at) || function(at - 1) && line.tokens[at - 1].is_capital();
    !linking && rare && whole.indonesian() >= one.indonesian().min(two.indonesian()) + COMMON
}

/// `Quang Ni nh`, `Nghe A n`, `Can T ho`.
fn is_torn_name(line: LineView<'_>, at: usize) -> bool {
    let (first, second) = (line.word(at - 1).as_bytes(), line.word(at).as_bytes());
    if !line.tokens[at - 1].is_capital() || first.len() + second.len() > 7 || second.len() > 5 {
        return false;
    }
    if !are_syllable(first, second) {
        return false;
    }
    let capital = |place: Option<usize>| {
        place.and_then(|place| line.tokens.get(place)).is_some_and(|token| token.is_word() && token.is_capital() && !token.is_upper())
    };
    let before = line.follows(at - 1) && capital(Some(at - 2));
    let after = line.tokens.get(at + 1).is_some_and(Token::is_spaced) && capital(Some(at + 1));
    let in_name = before || after;
    let word = line.tokens[at].levels.indonesian();
    match (first.len(), second.len()) {
        // `T ho`, `A n`: a single capital is a piece only inside a name
        (1, _) => in_name && (second.len() == 1 || word <= 9) && !(second.len() > 1 && is_vowel(first[0]) && word > 4),
        // `Min h`: a consonant cannot stand alone
        (_, 1) => !is_vowel(second[0]) || in_name,
        _ if !second.iter().any(|&letter| is_vowel(letter)) => true,
        _ if !line.tokens[at].has(SYLLABLE) => word <= 3,
        // `Buon Tr ap`: no vowel in the first piece
        _ if !first.iter().any(|&letter| is_vowel(letter)) || matches!(first, b"Qu" | b"Gi") => in_name && word <= 7,
        // `Binh Du ong`: the second piece is a rhyme that no word has
        _ if is_vowel(second[0]) && before => word <= 5,
        _ => in_name && word == 0 && (!line.tokens[at - 1].has(SYLLABLE) || before && after),
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}
