//! Words and phrases doubled by mistake, and reduplication that lost its hyphen.
//!
//! What is decided here: the same words twice, side by side or with a comma or `dan` between, and a list that names a member again. What
//! is left alone: what is said twice for effect (`jauh, jauh sekali`, `lagi dan lagi`), names, numbers, refrains within quotation marks.
//!
//! `arahan, nasihat, dan arahan`, `tepi sungai, tepi sungai` are `repeated-words`; `anak anak` is `reduplication`, `anak-anak` is right.

use super::glance::TWICE;
use super::knowledge::Knowledge;
use super::{Check, Finds, LineView};
use crate::record::QuoteKind;
use crate::text::tokens::Token;
use crate::text::vocabulary::{AND, FUNCTION};

/// The longest phrase that is looked for, in words.
const LONGEST: usize = 8;
pub(super) fn find(line: LineView<'_>, knowledge: &Knowledge, finds: &mut Finds<'_>) {
    let tokens = line.tokens;
    let mut done = 0;
    for at in line.glance.places(TWICE) {
        if at < done {
            continue;
        }
        let found = if tokens[at].has(AND) {
            phrase(line, knowledge, at, at + 1, true)
                .map(|end| (Check::RepeatedAnd, end))
                .or_else(|| list(line, at, at).map(|end| (Check::RepeatedList, end)))
        } else if tokens[at].is_mark(',') {
            let and = tokens.get(at + 1).is_some_and(|next| next.has(AND));
            if and {
                phrase(line, knowledge, at, at + 2, true)
                    .map(|end| (Check::RepeatedAnd, end))
                    .or_else(|| list(line, at, at + 1).map(|end| (Check::RepeatedList, end)))
            } else {
                phrase(line, knowledge, at, at + 1, true).map(|end| (Check::RepeatedPhrase, end)).or_else(|| {
                    // a list that goes on: `sabar, rela menunggu, sabar, dan …`
                    let goes_on = |last: usize| tokens.get(last + 1).is_some_and(|t| t.is_mark(','));
                    list(line, at, at).filter(|&(_, last)| goes_on(last)).map(|end| (Check::RepeatedList, end))
                })
            }
        } else if line.native && line.follows(at) {
            if tokens[at.saturating_sub(LONGEST)..at].iter().any(|before| before.hash == tokens[at].hash) {
                side_by_side(line, knowledge, at)
            } else {
                affixed_double(line, knowledge, at)
            }
        } else {
            None
        };
        if let Some((check, (first, last))) = found {
            finds.tokens(check, line, first, last);
            done = last + 1;
        }
    }
}

/// The words that end before `left` again from `right` on: first and last token of both together.
fn phrase(line: LineView<'_>, knowledge: &Knowledge, left: usize, right: usize, comma: bool) -> Option<(usize, usize)> {
    let tokens = line.tokens;
    let next = tokens.get(right)?;
    let mut found = None;
    for length in 1..=LONGEST.min(left) {
        let first = left - length;
        if !tokens[first].is_word() || tokens[first].has_digit() || !unbroken(line, first + 1, left) {
            break;
        }
        if tokens[first].hash == next.hash && right + length <= tokens.len() && same(line, first, right, length) {
            found = Some(length);
        }
    }
    let length = found?;
    let first = left - length;
    let content = (first..left).filter(|&at| !tokens[at].has(FUNCTION));
    let (mut words, mut small) = (0, false);
    for at in content {
        words += 1;
        small |= line.is_lower(at) || !line.is_lower(right + at - first) && line.tokens[at].levels.indonesian() > 6;
    }
    // in other tongues only what no grammar allows
    if !line.native && (length < 2 || line.tokens[left].is_word()) {
        return None;
    }
    if words == 0 || !small && line.tokens[first].levels.indonesian() < 7 {
        return None;
    }
    if comma && is_for_effect(line, knowledge, first, right, length) {
        return None;
    }
    Some((first, right + length - 1))
}

/// Whether the tokens from `from` to `to` are words that white space alone parts.
fn unbroken(line: LineView<'_>, from: usize, to: usize) -> bool {
    from >= to || line.follows(from)
}

fn same(line: LineView<'_>, first: usize, right: usize, length: usize) -> bool {
    (0..length).all(|at| line.tokens[first + at].hash == line.tokens[right + at].hash && (at == 0 || line.follows(right + at)))
}

/// Repetition that a writer means.
fn is_for_effect(line: LineView<'_>, knowledge: &Knowledge, first: usize, right: usize, length: usize) -> bool {
    let tokens = line.tokens;
    let quote = line.quote_at(tokens[first].start as usize);
    if quote.is_some_and(|quote| length == 1 || quote.kind != QuoteKind::Speech) {
        return true;
    }
    // three times over is a cry, not a slip
    let after = right + length;
    if tokens.get(after).is_some_and(|t| t.is_mark(',') || t.has(AND) || t.is_mark('!'))
        && after + 1 + length <= tokens.len()
        && same(line, first, after + 1, length)
    {
        return true;
    }
    if length > 1 {
        return false;
    }
    if knowledge.rhetoric.has(tokens[first].hash) || tokens[right].is_capital() || line.word(first).len() < 4 {
        return true;
    }
    // `Bagi petani, petani lain …`: the sentence's opening phrase ends and its subject begins
    let opens = (0..first).rev().take(5).find(|&at| at == 0 || tokens[at - 1].is_mark('.'));
    let clause = opens.is_some_and(|at| knowledge.leads.has(tokens[at].hash));
    // `…, sangat jauh`, and `untuk rakyat, dan rakyat menjawab`
    let next = tokens.get(after);
    let grows = next.is_some_and(|t| knowledge.rhetoric.has(t.hash));
    let modified = !is_verb(line.word(first)) && next.is_some_and(|t| t.is_word() && !t.has(FUNCTION));
    clause || grows || modified
}

/// `A, B, dan A`: the words after `dan` are a member named before. `comma` is where the last member's comma stands, or `dan` itself.
fn list(line: LineView<'_>, comma: usize, and: usize) -> Option<(usize, usize)> {
    let tokens = line.tokens;
    let right = and + 1;
    let head = tokens.get(right).filter(|t| t.is_word() && !t.has(FUNCTION))?;
    // back over members of up to five words each
    let (mut end, mut members) = (comma, 0);
    while end > 0 && members < 6 {
        let mut start = end;
        while start > 0 && end - start < 5 && tokens[start - 1].is_word() {
            start -= 1;
        }
        if start == end {
            return None;
        }
        let bounded = start > 0 && tokens[start - 1].is_mark(',');
        members += 1;
        // the member just before `dan` without a list is a pair, and `phrase` has judged it
        if members > 1 {
            let lead = |at: usize| tokens[at].has(FUNCTION) || line.is_lower(at) && is_verb(line.word(at));
            let firsts = (end.saturating_sub(3).max(start)..end).filter(|&at| !bounded || at == start || lead(at - 1));
            // `sampah dipilah, dicuci, dan dipilah`: the member's verb alone
            let verb = (bounded && line.is_lower(end - 1) && is_verb(line.word(end - 1))).then_some(end - 1);
            for first in firsts.chain(bounded.then_some(start)).chain(verb) {
                let length = end - first;
                if tokens[first].hash == head.hash
                    && right + length <= tokens.len()
                    && same(line, first, right, length)
                    && is_whole(line, right + length)
                {
                    let named = (first..end).all(|at| tokens[at].is_capital());
                    let quoted = line.quote_at(tokens[first].start as usize).is_some();
                    return (!named && !quoted && !tokens[first].has_digit()).then_some((first, right + length - 1));
                }
            }
        }
        // a clause is no member
        if !bounded || (start..end).any(|at| tokens[at].has(FUNCTION)) {
            return None;
        }
        end = start - 1;
    }
    None
}

/// Whether a list's last member ends before `at`: a mark, a linking word or a verb comes.
fn is_whole(line: LineView<'_>, at: usize) -> bool {
    let Some(next) = line.tokens.get(at) else { return true };
    !next.is_word() && !next.is_number() || next.has(FUNCTION) || line.is_lower(at) && is_verb(line.word(at))
}

fn is_verb(word: &str) -> bool {
    word.len() > 5 && ["me", "ber", "di", "ter"].iter().any(|prefix| word.starts_with(prefix))
}

/// The same words with white space alone between them.
fn side_by_side(line: LineView<'_>, knowledge: &Knowledge, at: usize) -> Option<(Check, (usize, usize))> {
    let tokens = line.tokens;
    let (first, second) = (&tokens[at - 1], &tokens[at]);
    let pair = Some((at - 1, at));
    if first.hash == second.hash {
        if !line.is_lower(at) || first.has_hyphen() || first.has_digit() || second.end - second.start < 2 {
            return None;
        }
        let roots = knowledge.doubles.has(first.hash);
        if first.has(FUNCTION) && !roots {
            return pair.map(|pair| (Check::RepeatedPhrase, pair));
        }
        // melintasi melintasi: no such verb is doubled
        let word = line.word(at);
        if word.len() > 7 && word.starts_with("me") && (word.ends_with("kan") || word.ends_with('i')) {
            return pair.map(|pair| (Check::RepeatedPhrase, pair));
        }
        // a name (`cheo cheo`) or a sound (`ha ha`) is no Indonesian word
        let known = (roots || line.tokens[at].levels.indonesian() > 3) && second.end - second.start > 2;
        let thrice = tokens.get(at + 1).is_some_and(|t| t.hash == first.hash) || at > 1 && tokens[at - 2].hash == first.hash;
        let culture = knowledge.culture.has(first.hash);
        return (known && !thrice && !culture).then_some((Check::Reduplication, (at - 1, at)));
    }
    let affixed = affixed_double(line, knowledge, at);
    if affixed.is_some() {
        return affixed;
    }
    // `olah raga olah raga`: two words or more
    for length in 2..=LONGEST.min(at).min(tokens.len() - at) {
        let left = at - length;
        if tokens[left].hash != second.hash {
            continue;
        }
        if !(left + 1..at).all(|place| line.follows(place)) {
            break;
        }
        if same(line, left, at, length) && !tokens[left].has_digit() {
            let links = matches!(line.word(left), "ke" | "demi" | "per" | "lawan" | "dan")
                || matches!(line.word(at - 1), "ke" | "demi" | "per" | "lawan" | "dan");
            let content = (left..at).any(|place| !tokens[place].has(FUNCTION) && line.word(place).len() > 2);
            let quoted = line.quote_at(tokens[left].start as usize).is_some_and(|quote| quote.kind != QuoteKind::Speech);
            return (content && !links && !quoted).then_some((Check::RepeatedPhrase, (left, at + length - 1)));
        }
    }
    None
}

fn affixed_double(line: LineView<'_>, knowledge: &Knowledge, at: usize) -> Option<(Check, (usize, usize))> {
    (line.is_lower(at) && is_affixed_double(line, at, knowledge)).then_some((Check::Reduplication, (at - 1, at)))
}

/// The words of the last two stretches of [`LONGEST`], a bit for each: most words are not there, and nothing is compared. For
/// [`super::glance`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Recent {
    words: u64,
    earlier: u64,
}

impl Recent {
    /// Comes to the token at this place.
    #[inline]
    pub(super) fn reach(&mut self, at: usize) {
        if at.is_multiple_of(LONGEST) {
            (self.earlier, self.words) = (self.words, 0);
        }
    }
    #[inline]
    pub(super) fn add(&mut self, token: &Token) {
        self.words |= Self::bit(token);
    }
    /// Whether a word of the last [`LONGEST`] may be the same.
    #[inline]
    pub(super) fn may_have(&self, token: &Token) -> bool {
        (self.words | self.earlier) & Self::bit(token) != 0
    }
    fn bit(token: &Token) -> u64 {
        1 << (token.hash >> 58)
    }
}

/// Whether two neighbours are long enough, known, and begin alike: the second as the first, or as that goes on behind a prefix.
#[inline]
pub(super) fn may_be_affixed(text: &str, one: &Token, two: &Token) -> bool {
    let (bytes, first) = (text.as_bytes(), one.start as usize);
    let (Some(head), Some(&next)) = (bytes.get(first..first + 4), bytes.get(two.start as usize)) else { return false };
    (head[0] | 0x20 == next | 0x20 || head[2] == next || head[3] == next)
        && one.end - one.start >= 3
        && two.end - two.start >= 3
        && !two.is_capital()
        && one.levels.indonesian() > 0
        && !one.has(FUNCTION)
}

/// `bersama sama`, `sebaik baiknya`, `buah buahan`, `tolong menolong`.
fn is_affixed_double(line: LineView<'_>, at: usize, knowledge: &Knowledge) -> bool {
    let (one, two) = (&line.tokens[at - 1], &line.tokens[at]);
    if !may_be_affixed(line.text, one, two) {
        return false;
    }
    let (first, second) = (line.word(at - 1), line.word(at));
    let ends = |word: &str, stem: &str, ending: &str| {
        word.len() == stem.len() + ending.len() && word.ends_with(ending) && word[..stem.len()].eq_ignore_ascii_case(stem)
    };
    if first.len() > 3 && first.is_ascii() && second.is_ascii() && (ends(second, first, "an") || ends(second, first, "nya")) {
        // `hari harian` is no word, `makan makanan` may be a verb and its object
        return !ends(second, first, "an") || knowledge.doubles.has(line.tokens[at - 1].hash);
    }
    let superlative =
        second.strip_suffix("nya").is_some_and(|stem| stem.len() > 3 && first.get(2..) == Some(stem) && first.starts_with("se"));
    let moved = first.strip_prefix("ber").or_else(|| first.strip_prefix("ter")).is_some_and(|stem| stem == second && stem.len() > 2);
    superlative || moved && knowledge.doubles.has(line.tokens[at].hash)
}
