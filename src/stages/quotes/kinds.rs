//! Decides what each quotation is.
//!
//! One pass over a line's words keeps, for every level of quotation, where the sentence began, whether a verb of saying stood in it, and
//! which quotation stood before; with that each pair is decided by the first that fits of [`Finder::decide`]. What an article introduces as
//! a name is kept for its later mentions. The words that a cue may have around it are left to [`super::cues`], the inside of a quotation to
//! [`super::shape`].
//!
//! `gerakan "Sumur Pagi" … Berkat "Sumur Pagi", …` is a name by its cue, then a name known.

use std::mem;
use std::ops::Range;

use hashbrown::HashMap;

use super::cues;
use super::lexicon::{
    ADVERB, ANY_VERB, ATTRIBUTION, BREAK, DIRECT, LAUNCHING, LINK, NAMING, NEGATION, PERFORMING, REPORTING, SIGN, SOURCE, SPEAKING,
    UTTERANCE, WRITING, Words,
};
use super::pack::Compiled;
use super::pairing::{Pair, Pairing};
use super::shape::{self, Parallel};
use super::{QuoteSpan, Quotes};
use crate::record::QuoteKind;
use crate::stages::Span;
use crate::text::hash::WordHasher;
use crate::text::tokens::Token;

/// So many tokens of a quotation are looked at to see what it is; whatever is longer is a speech.
const LOOK: usize = 240;

/// What is known where a quotation opens.
#[derive(Clone, Copy, Debug, Default)]
struct Scene {
    /// First token of the sentence.
    start: usize,
    /// The last verb of saying in it.
    saying: Option<usize>,
    /// The last quotation in it: index into the line's pairs.
    sibling: Option<usize>,
    /// First token past the level: the closing mark around, or the line's end.
    end: usize,
}

/// A decision.
#[derive(Clone, Copy, Debug)]
struct Verdict<'r> {
    kind: QuoteKind,
    rule: &'r str,
    cue: Option<Span>,
    score: f32,
}

/// Collects the quotations of an article, line by line.
pub struct Finder<'r> {
    pack: &'r Compiled,
    found: Quotes<'r>,
    /// For each quotation the hash of its words.
    folds: Vec<u64>,
    /// What an article's words were introduced as.
    known: HashMap<u64, QuoteKind>,
    pairing: Pairing,
    pairs: Vec<Pair>,
    scenes: Vec<Scene>,
    lone: Vec<usize>,
    bits: Vec<u64>,
    levels: Vec<(usize, Scene)>,
}

impl<'r> Finder<'r> {
    pub fn new(pack: &'r Compiled) -> Self {
        Self {
            pack,
            found: Quotes::default(),
            folds: Vec::new(),
            known: HashMap::new(),
            pairing: Pairing::default(),
            pairs: Vec::new(),
            scenes: Vec::new(),
            lone: Vec::new(),
            bits: Vec::new(),
            levels: Vec::new(),
        }
    }

    /// Adds the quotations of a line: its index, its text and its tokens.
    pub fn line(&mut self, index: usize, text: &str, tokens: &[Token]) {
        let mut bits = mem::take(&mut self.bits);
        self.pack.lexicon.mark(text, tokens, &mut bits);
        let words = Words { line: text, tokens, bits: &bits };
        self.pairing.pair(&words, &mut self.pairs, &mut self.lone);
        let span = |from: &Token, to: &Token| Span { line: index, start: from.start as usize, end: to.end as usize };
        self.found.unpaired.extend(self.lone.iter().map(|&at| span(&tokens[at], &tokens[at])));
        self.survey(&words);
        let base = self.found.quotes.len();
        for at in 0..self.pairs.len() {
            let Pair { open, close, parent } = self.pairs[at];
            let outer = span(&tokens[open], &tokens[close]);
            let inner = span(&tokens[open + 1], &tokens[close - 1]);
            let fold = fold(&tokens[open + 1..close.min(open + LOOK)]);
            let Verdict { kind, rule, cue, score } = self.decide(&words, index, base, at, fold);
            if matches!(kind, QuoteKind::Name | QuoteKind::Work) || (kind == QuoteKind::Motto && cue.is_some()) {
                self.known.entry(fold).or_insert(kind);
            }
            self.folds.push(fold);
            self.found.quotes.push(QuoteSpan { inner, outer, parent: parent.map(|p| base + p), kind, cue, rule, score });
        }
        self.bits = bits;
    }

    /// All of them; a term whose words the article introduces as something further down is that.
    pub fn finish(mut self) -> Quotes<'r> {
        for (quote, fold) in self.found.quotes.iter_mut().zip(&self.folds) {
            if quote.kind == QuoteKind::Term
                && quote.score < 1.0
                && let (Some(&kind), Some(rule)) = (self.known.get(fold), self.pack.id("name.known"))
            {
                (quote.kind, quote.rule, quote.score) = (kind, rule, 0.7);
            }
        }
        self.found
    }

    /// Fills `scenes`: what is known where each pair opens.
    fn survey(&mut self, words: &Words<'_>) {
        self.scenes.clear();
        self.levels.clear();
        let end = words.tokens.len();
        let mut scene = Scene { end, ..Scene::default() };
        let mut next = 0;
        for at in 0..end {
            if self.pairs.get(next).is_some_and(|pair| pair.open == at) {
                self.scenes.push(scene);
                self.levels.push((next, scene));
                scene = Scene { start: at + 1, end: self.pairs[next].close, ..Scene::default() };
                next += 1;
            } else if let Some(&(pair, outside)) = self.levels.last()
                && self.pairs[pair].close == at
            {
                self.levels.pop();
                scene = Scene { sibling: Some(pair), ..outside };
                let stopped = matches!(words.mark(at - 1), Some('.' | '!' | '?' | '…'));
                if stopped && words.tokens.get(at + 1).is_some_and(|t| t.is_spaced() && (t.is_capital() || t.mark().is_some())) {
                    scene = Scene { start: at + 1, end: scene.end, ..Scene::default() };
                }
            } else if words.ends_sentence(at) {
                scene = Scene { start: at + 1, end: scene.end, ..Scene::default() };
            } else if says(words, &scene, at) {
                scene.saying = Some(at);
            }
        }
    }

    /// What the pair at `at` of this line is; `base` is the index of the line's first quotation.
    fn decide(&self, words: &Words<'_>, line: usize, base: usize, at: usize, fold: u64) -> Verdict<'r> {
        let Pair { open, close, .. } = self.pairs[at];
        let scene = self.scenes[at];
        let inner = open + 1..close.min(open + LOOK);
        let span = |tokens: Range<usize>| {
            let (from, to) = (&words.tokens[tokens.start], &words.tokens[tokens.end - 1]);
            Some(Span { line, start: from.start as usize, end: to.end as usize })
        };
        let known = self.known.get(&fold).copied();
        let cue = cues::before(self.pack, words, scene.start, open, inner.clone()).map(|found| (&self.pack.rules[found.rule], found));
        if let Some((rule, found)) = cue
            && (known != Some(QuoteKind::Name) || rule.kind == QuoteKind::Name)
        {
            return Verdict { kind: rule.kind, rule: &rule.id, cue: span(found.tokens), score: if rule.rank > 1 { 1.0 } else { 0.9 } };
        }
        if known == Some(QuoteKind::Name)
            && let Some(rule) = self.pack.id("name.known")
        {
            return Verdict { kind: QuoteKind::Name, rule, cue: None, score: 0.9 };
        }
        if let Some(verdict) = self.listed(words, base, at, scene) {
            return verdict;
        }
        if let Some(found) = cues::after(self.pack, words, scene.start, open, close, scene.end) {
            let kind = self.pack.rules[found.rule].kind;
            let id = match kind {
                QuoteKind::Motto => "motto.after",
                QuoteKind::Name => "name.after",
                QuoteKind::Work => "work.after",
                _ => self.pack.rules[found.rule].id.as_str(),
            };
            if let Some(rule) = self.pack.id(id) {
                return Verdict { kind, rule, cue: span(found.tokens), score: 0.9 };
            }
        }
        let (kind, id, score) = uncued(words, scene, open, close, known);
        let rule = self.pack.id(id).or_else(|| self.pack.id("term.other")).unwrap_or_default();
        let kind = if rule == id { kind } else { QuoteKind::Term };
        Verdict { kind, rule, cue: None, score }
    }

    /// A member of the list that the cue of the quotation before governs.
    fn listed(&self, words: &Words<'_>, base: usize, at: usize, scene: Scene) -> Option<Verdict<'r>> {
        let sibling = scene.sibling?;
        let before = &self.found.quotes[base + sibling];
        let governs = before.cue.is_some() && before.kind != QuoteKind::Theme;
        let between = self.pairs[sibling].close + 1..self.pairs[at].open;
        if !governs || !cues::joins(words, between, before.kind == QuoteKind::Motto) {
            return None;
        }
        Some(Verdict { kind: before.kind, rule: self.pack.id("list.member")?, cue: before.cue, score: 0.95 })
    }
}

/// What a quotation without cue is: kind, rule, score.
fn uncued(words: &Words<'_>, scene: Scene, open: usize, close: usize, known: Option<QuoteKind>) -> (QuoteKind, &'static str, f32) {
    use QuoteKind::{Motto, Name, Speech, Term, Work};
    let inner = open + 1..close.min(open + LOOK);
    let parallel = shape::parallel(words, inner.clone());
    let opens = begins(words, scene.start, open);
    let attributed = cues::attributed(words, close, scene.end, opens);
    let (neighbour, led) = cues::neighbour(words, scene.start, open);
    let after = |set: u64| neighbour.is_some_and(|at| words.has(at, set));
    if parallel == Parallel::Orders || (parallel == Parallel::Verbs && !attributed && !(after(SPEAKING) && led)) {
        return (Motto, "motto.parallel", 0.8);
    }
    if attributed {
        return (Speech, "speech.after", 1.0);
    }
    let predicate = shape::predicate(words, inner.clone());
    let sentence = predicate && shape::sentence(words, inner.clone());
    // `mengutip pepatah lama: "…"`
    let edge = open - usize::from(led && scene.saying.is_none());
    let named = (edge.saturating_sub(3).max(scene.start)..edge).rev().take_while(|&at| words.mark(at).is_none());
    let object =
        !led && neighbour.is_some_and(|at| words.has(at, ANY_VERB) && !words.has(at, SPEAKING | WRITING) && shape::is_active(words, at));
    let calls = predicate && (close - open > 5 || words.has(open + 1, NEGATION | ADVERB)) && named.clone().any(|at| words.has(at, WRITING));
    if !sentence && !calls && named.clone().any(|at| words.has(at, NAMING)) && !after(SPEAKING) {
        return (Term, "term.named", 0.9);
    }
    if let Some(saying) = scene.saying {
        let speaks = words.has(saying, SPEAKING | ATTRIBUTION) && !words.has(saying, WRITING | UTTERANCE);
        let substance = shape::substance(words, inner.clone());
        let announced = led && words.mark(open - 1) == Some(':') && close - open > 5;
        // sesudah itu ia menulis: “Teknologi dari kami, kursi dari kalian. Kini kami yang menyalin”.
        let stopped = words.ends_sentence(close - 1) || announced && close - open > 8 && words.mark(close + 1) == Some('.');
        let whole = predicate || (stopped && (substance > 2 || announced && substance > 0));
        let capital = words.tokens[inner.start].is_capital();
        let direct = speaks && (after(DIRECT) || (after(SPEAKING) && (whole || led)));
        if direct || (led && !words.has(saying, REPORTING) && (whole || (speaks && capital))) {
            return (Speech, "speech.before", 1.0);
        }
        if calls || (predicate && after(WRITING)) {
            return (Speech, "speech.before", 0.9);
        }
    }
    if predicate && after(UTTERANCE) {
        return (Speech, "speech.before", 0.8);
    }
    if let Some(kind) = known {
        return (kind, "name.known", 0.8);
    }
    if neighbour.is_some_and(|at| words.has(at, PERFORMING)) && shape::titled(words, inner.clone()) {
        return (Work, "work.performed", 0.8);
    }
    if neighbour.is_some_and(|at| words.has(at, LAUNCHING)) && words.tokens[inner.start].is_capital() {
        return (Name, "name.launched", 0.6);
    }
    if named.clone().any(|at| words.has(at, SIGN)) && !sentence {
        return (Term, "term.other", 0.6);
    }
    if predicate && !object && scene.saying.is_some_and(|at| words.has(at, SPEAKING | WRITING | REPORTING)) {
        return (Speech, "speech.reported", 0.8);
    }
    let stands_alone =
        opens && (close + 1 >= scene.end || matches!(words.mark(close + 1), Some('.' | ':' | '!' | '?')) || next_begins(words, close));
    let announced = led && words.mark(open - 1) == Some(':') && words.tokens[inner.start].is_capital();
    if predicate && (sentence || stands_alone || announced) && (opens || announced) {
        return (Speech, "speech.sentence", 0.7);
    }
    (Term, "term.other", 0.6)
}

/// Whether a verb of saying stands at `at`.
fn says(words: &Words<'_>, scene: &Scene, at: usize) -> bool {
    if words.has(at, SPEAKING | WRITING | UTTERANCE) {
        return true;
    }
    if words.has(at, REPORTING) {
        return !words.has(at + 1, SOURCE);
    }
    // `…", kata Dr. Tu: "…"`, `Ujar Bapak Say, "…"`
    words.has(at, ATTRIBUTION) && !words.has(at, BREAK | LINK) && (at == scene.start || words.mark(at - 1).is_some())
}

/// Whether the quotation that opens at `open` begins its sentence.
fn begins(words: &Words<'_>, start: usize, open: usize) -> bool {
    (start..open).all(|at| matches!(words.mark(at), Some('-' | '–' | '—' | '•' | '*' | '>')))
}

/// Whether a new sentence begins after the mark at `close`.
fn next_begins(words: &Words<'_>, close: usize) -> bool {
    words.ends_sentence(close - 1) && words.tokens.get(close + 1).is_some_and(|t| t.is_capital() || t.mark().is_some())
}

/// The hash of the words among `tokens`, without marks.
fn fold(tokens: &[Token]) -> u64 {
    let mut hasher = WordHasher::new();
    for token in tokens.iter().filter(|t| t.mark().is_none()) {
        token.hash.to_le_bytes().into_iter().for_each(|byte| hasher.byte(byte));
    }
    hasher.finish()
}
