//! Words that the translation left standing.
//!
//! What is decided here: Vietnamese words in small letters, Vietnamese names of bodies, words in a script that the line is not written in,
//! and Vietnamese abbreviations that the article explains nowhere. What is left alone: names of persons and places, words of a culture,
//! words quoted or glossed on purpose, credits.
//!
//! `hampir setiap cuối tuần` and `target NTM` are marked; `Bapak Vũ`, `áo dài` and `nông thôn mới (pedesaan baru)` are not.

use super::glance::ALIEN;
use super::knowledge::{Knowledge, fold};
use super::{Check, Finds, LineView};
use crate::doc::Doc;
use crate::text::tokens::Token;
use crate::text::vocabulary::{ABBREVIATION, BARE, CREDIT, SURNAME, SYLLABLE};

/// The abbreviations that an article writes beside what they stand for.
pub(super) fn explained(doc: &Doc<'_>) -> Vec<u64> {
    let mut all = Vec::new();
    for index in doc.kept().filter(|&index| doc.lines[index].summary.has_upper()) {
        let tokens = doc.tokens(index);
        for (at, token) in tokens.iter().enumerate() {
            if token.is_upper() && (token.has(ABBREVIATION) || token.has_accent()) {
                let bracketed = at > 0 && tokens[at - 1].is_mark('(');
                let glossed = tokens.get(at + 1).is_some_and(|next| next.is_mark('('));
                if bracketed || glossed {
                    all.push(token.hash);
                }
            }
        }
    }
    all.sort_unstable();
    all
}

pub(super) fn find(line: LineView<'_>, knowledge: &Knowledge, explained: &[u64], finds: &mut Finds<'_>) {
    let tokens = line.tokens;
    // nothing else opens a credit or is marked
    let mut next = 0;
    for at in line.glance.places(ALIEN) {
        if at < next {
            continue;
        }
        let token = &tokens[at];
        if line.opens_credit(at) {
            next = tokens[at..].iter().position(|token| token.is_mark(')')).map_or(tokens.len(), |end| at + end);
        } else if token.has(CREDIT) && tokens.get(at + 1).is_some_and(Token::is_number) {
            // the placeholder of a picture
        } else if token.is_upper() {
            let unknown = token.has(ABBREVIATION) || is_marked_abbreviation(line.word(at));
            if unknown && explained.binary_search(&token.hash).is_err() {
                finds.tokens(Check::Abbreviation, line, at, at);
            }
        } else if token.has_accent() && is_foreign_script(line.word(at)) {
            let mut last = at;
            while tokens.get(last + 1).is_some_and(|next| next.is_word() && next.has_accent() && is_foreign_script(line.word(last + 1))) {
                last += 1;
            }
            if !is_on_purpose(line, at, last) {
                finds.tokens(Check::Script, line, at, last);
            }
            next = last + 1;
        } else if is_seed(line, at, knowledge) {
            let (first, last) = run(line, at);
            if !is_on_purpose(line, first, last) && !is_culture(line, first, last, knowledge) {
                finds.tokens(Check::Untranslated, line, first, last);
            }
            next = last + 1;
        }
    }
}

/// `HĐND`, `LĐLĐ`: capitals with a `Đ` and no vowel.
fn is_marked_abbreviation(word: &str) -> bool {
    word.contains('Đ') && word.chars().all(|c| c == 'Đ' || c.is_ascii_uppercase() && !"AEIOUY".contains(c))
}

/// A letter that belongs to no Latin alphabet.
fn is_foreign_script(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c >= '\u{370}' && !('\u{1e00}'..='\u{2fff}').contains(&c) && c.is_alphabetic())
}

/// A word that cannot be but Vietnamese and is no name.
fn is_seed(line: LineView<'_>, at: usize, knowledge: &Knowledge) -> bool {
    let token = &line.tokens[at];
    let levels = line.tokens[at].levels;
    if !token.has_accent() {
        // without marks only words that nothing else has, beside another such syllable
        let beside = |place: usize| line.tokens[place].levels.indonesian() == 0 && line.is_lower(place) && line.tokens[place].has(SYLLABLE);
        let pair = line.follows(at) && beside(at - 1) || at + 1 < line.tokens.len() && line.follows(at + 1) && beside(at + 1);
        return token.has(BARE) && line.is_lower(at) && pair;
    }
    let next = line.tokens.get(at + 1);
    if next.is_some_and(|next| next.is_capital() && next.has_accent() && next.is_spaced()) && token.has(SURNAME) {
        // a name of which the surname lost its capital
        return false;
    }
    if token.is_capital() {
        return knowledge.bodies.has(token.hash) && next.is_some_and(|next| next.is_word() && next.is_spaced());
    }
    let own = line.word(at).chars().any(|c| matches!(c, 'đ' | 'ă' | 'ơ' | 'ư' | '\u{1ea0}'..='\u{1ef9}'));
    own || levels.vietnamese() > 0 && levels.english() == 0 && levels.indonesian() == 0
}

/// The run of Vietnamese words around a seed.
fn run(line: LineView<'_>, seed: usize) -> (usize, usize) {
    let belongs = |at: usize| {
        let token = &line.tokens[at];
        let levels = line.tokens[at].levels;
        token.is_word()
            && !token.is_upper()
            && (token.has_accent() && levels.vietnamese() > 0
                || levels.vietnamese() > 2 && levels.indonesian() <= 4 && line.tokens[at].has(SYLLABLE))
    };
    let (mut first, mut last) = (seed, seed);
    while line.follows(first) && belongs(first - 1) {
        first -= 1;
    }
    while last + 1 < line.tokens.len() && line.follows(last + 1) && belongs(last + 1) {
        last += 1;
    }
    (first, last)
}

/// Whether a run is all that stands between quotation marks or brackets, or a bracket follows that says what it means.
fn is_on_purpose(line: LineView<'_>, first: usize, last: usize) -> bool {
    let (start, end) = (line.tokens[first].start as usize, line.tokens[last].end as usize);
    let quoted = line.quote_at(start).is_some_and(|quote| start <= quote.inner.start && end + 1 >= quote.inner.end);
    let mark = |at: Option<usize>, mark: char| at.and_then(|at| line.tokens.get(at)).is_some_and(|token| token.is_mark(mark));
    let bracketed = mark(first.checked_sub(1), '(') && mark(Some(last + 1), ')');
    let gloss = mark(Some(last + 1), '(') && line.tokens.get(last + 2).is_some_and(|next| next.is_word() || next.mark().is_some());
    quoted || bracketed || gloss
}

/// `bánh chưng`, `đờn ca tài tử`: things of a culture that have no other name.
fn is_culture(line: LineView<'_>, first: usize, last: usize, knowledge: &Knowledge) -> bool {
    let plain = |from: usize, to: usize| fold(line.tokens[from..=to].iter().map(|token| token.plain));
    (first..=last).any(|to| knowledge.culture.has(plain(first, to)) && (to == last || first != to))
}
