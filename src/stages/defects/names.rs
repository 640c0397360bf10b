//! A person's name of which a syllable was translated as if it were a word.
//!
//! What is decided here: a capitalised word that renders a name's syllable, where the article has that very name elsewhere: after an
//! form of address (`Ibu Salju` beside `Le Thi Tuyet`), or inside the name (`Vo Gunung Ca` beside `Vo Son Ca`); and, without a witness, between a
//! surname and a syllable. The words and what they render stand in `rules/defects.toml`.
//!
//! `Ibu Kota`, `Laut Timur`, `Bapak Tujuh` where nobody is called Bay are left alone.

use hashbrown::HashSet;

use super::glance::RENDERED;
use super::knowledge::{Knowledge, fold};
use super::{Check, Finds, LineView};
use crate::doc::Doc;
use crate::stages::Span;
use crate::text::tokens::Token;
use crate::text::vocabulary::{FUNCTION, SURNAME, SYLLABLE};

/// How many candidates of an article are looked at.
const MOST: usize = 512;

/// A capitalised word that may render a syllable.
struct Candidate {
    line: usize,
    first: usize,
    last: usize,
    syllable: u64,
    /// An honorific stands before it, or before the surname before it.
    addressed: bool,
}

/// The candidates of an article.
pub(super) struct Names<'k> {
    knowledge: &'k Knowledge,
    candidates: Vec<Candidate>,
}

impl<'k> Names<'k> {
    pub(super) fn new(knowledge: &'k Knowledge) -> Self {
        Self { knowledge, candidates: Vec::new() }
    }

    /// Notes a line's candidates.
    pub(super) fn read(&mut self, line: LineView<'_>) {
        for at in line.glance.places(RENDERED) {
            if self.candidates.len() >= MOST {
                return;
            }
            let Some(renderings) = self.knowledge.renderings.get(&line.tokens[at].hash) else { continue };
            for rendering in renderings {
                let last = at + rendering.words.len() - 1;
                let fits = last < line.tokens.len()
                    && rendering.words.iter().zip(&line.tokens[at..]).all(|(word, token)| token.hash == *word)
                    && (at + 1..=last).all(|place| line.follows(place));
                if fits {
                    let before = |back: usize| {
                        at >= back && (0..back).all(|b| line.follows(at - b)) && self.knowledge.honorifics.has(line.tokens[at - back].hash)
                    };
                    let surname = at > 0 && line.tokens[at - 1].has(SURNAME);
                    let addressed = before(1) || surname && before(2);
                    self.candidates.push(Candidate { line: line.index, first: at, last, syllable: rendering.syllable, addressed });
                }
            }
        }
    }

    /// Marks the candidates that the article's names bear out.
    pub(super) fn settle(&self, doc: &Doc<'_>, finds: &mut Finds<'_>) {
        if self.candidates.is_empty() {
            return;
        }
        let witnesses = Witnesses::of(doc, &self.candidates);
        let mut done: Option<Span> = None;
        for candidate in &self.candidates {
            let line = &doc.lines[candidate.line];
            let tokens = doc.tokens(candidate.line);
            if done.is_some_and(|span| span.line == candidate.line && (tokens[candidate.first].start as usize) < span.end) {
                continue;
            }
            let (first, last) = self.name_around(tokens, candidate);
            let check = if self.is_borne_out(&witnesses, tokens, candidate, first, last) {
                Check::NameKnown
            } else if self.is_shaped(&witnesses, &line.text, tokens, candidate, first, last) {
                Check::NameShape
            } else {
                continue;
            };
            let span = Span { line: candidate.line, start: tokens[first].start as usize, end: tokens[last].end as usize };
            finds.note(check, span.line, span.start, span.end);
            done = Some(span);
        }
    }

    /// The capitalised syllables that belong to the candidate's name, itself among them.
    fn name_around(&self, tokens: &[Token], candidate: &Candidate) -> (usize, usize) {
        let part = |at: usize| tokens[at].is_capital() && is_name_part(&tokens[at]) && !self.knowledge.honorifics.has(tokens[at].hash);
        let (mut first, mut last) = (candidate.first, candidate.last);
        while first > 0 && candidate.first - first < 3 && tokens[first].is_spaced() && part(first - 1) {
            first -= 1;
        }
        while last + 1 < tokens.len() && last - candidate.last < 3 && tokens[last + 1].is_spaced() && part(last + 1) {
            last += 1;
        }
        (first, last)
    }

    fn is_borne_out(&self, witnesses: &Witnesses, tokens: &[Token], candidate: &Candidate, first: usize, last: usize) -> bool {
        let Candidate { syllable, addressed, .. } = *candidate;
        if (first, last) == (candidate.first, candidate.last) {
            // alone after a form of address: somebody of that given name is in the article
            let fixed = first > 0 && self.knowledge.fixed.has(fold([tokens[first - 1].hash, tokens[first].hash]));
            let ends = tokens.get(last + 1).is_none_or(|next| !next.is_capital() || !next.is_spaced() || !next.is_word());
            let addressed = first > 0 && tokens[first].is_spaced() && self.knowledge.address.has(tokens[first - 1].hash);
            return addressed && ends && !fixed && witnesses.given.contains(&syllable);
        }
        if self.knowledge.places.has(tokens[candidate.first].hash) && !addressed && first == candidate.first {
            return false;
        }
        let before = first == candidate.first || witnesses.pairs.contains(&fold([tokens[candidate.first - 1].plain, syllable]));
        let after = last == candidate.last || witnesses.pairs.contains(&fold([syllable, tokens[candidate.last + 1].plain]));
        before && after
    }

    /// `Nguyen Gunung Ca`: a surname, the word, a syllable. Or `Ibu Seribu`: a form of address and a word that nobody is called.
    fn is_shaped(&self, witnesses: &Witnesses, text: &str, tokens: &[Token], candidate: &Candidate, first: usize, last: usize) -> bool {
        if first == last && first > 0 && self.knowledge.unnamed.has(tokens[first].hash) {
            let alone = tokens.get(last + 1).is_none_or(|next| !next.is_capital() && !next.is_number());
            let real = witnesses.given.contains(&tokens[first].plain);
            return alone && !real && tokens[first].is_spaced() && self.knowledge.address.has(tokens[first - 1].hash);
        }
        let surname = first < candidate.first && tokens[first].has(SURNAME);
        let syllable = last > candidate.last && tokens[last].has(SYLLABLE);
        let place = self.knowledge.places.has(tokens[candidate.first].hash);
        let middle = tokens[candidate.first].text(text).len() > 3 && !tokens[candidate.first].has(SYLLABLE);
        let addressed = first > 0 && self.knowledge.honorifics.has(tokens[first - 1].hash);
        surname && syllable && middle && (addressed || !place && !tokens[candidate.first].has(FUNCTION))
    }
}

/// A word of the shape that names have: a syllable, or one with marks, or with an apostrophe.
fn is_name_part(token: &Token) -> bool {
    token.is_word() && (token.has_accent() || token.has_apostrophe() || token.has(SYLLABLE) || token.end - token.start < 5)
}

/// The names of an article, as far as they can bear out a candidate.
struct Witnesses {
    /// The last syllables of names of two or more.
    given: HashSet<u64>,
    /// Neighbouring syllables of names.
    pairs: HashSet<u64>,
}

impl Witnesses {
    /// Of what the candidates ask: pairs with one of their syllables, and all given names.
    fn of(doc: &Doc<'_>, candidates: &[Candidate]) -> Self {
        let mut asked: Vec<u64> = candidates.iter().map(|candidate| candidate.syllable).collect();
        asked.sort_unstable();
        asked.dedup();
        let is_asked = |token: &Token| asked.binary_search(&token.plain).is_ok();
        let (mut given, mut pairs) = (HashSet::new(), HashSet::new());
        for index in doc.kept() {
            let tokens = doc.tokens(index);
            for (at, pair) in tokens.windows(2).enumerate() {
                let (first, second) = (&pair[0], &pair[1]);
                if !second.is_capital() || !first.is_capital() || !second.is_spaced() || !is_name_part(second) || !is_name_part(first) {
                    continue;
                }
                if is_asked(first) || is_asked(second) {
                    pairs.insert(fold([first.plain, second.plain]));
                }
                let goes_on = tokens.get(at + 2).is_some_and(|next| next.is_capital() && next.is_spaced() && is_name_part(next));
                if !goes_on {
                    given.insert(second.plain);
                }
            }
        }
        Self { given, pairs }
    }
}
