//! Looks for the word that announces a quotation: before it, across what may stand between, or after it.
//!
//! Decides which cue rule governs; what a quotation without cue is, is left to [`super::kinds`]. Before an opening mark the words are read
//! backwards: a noun phrase may stand between (`gerakan emulasi "…"`, `slogan baru bagian gudang: "…"`), for mottos and themes also a
//! clause, if a colon or `adalah` follows it. A verb of saying, a stop or another quotation ends the search.
//!
//! `slogan kampanye "Bibit Bersih"` is governed by `slogan`, `gerakan menulis "Bibit Bersih"` by `gerakan`.

use std::ops::Range;

use super::lexicon::{
    ANY_VERB, ATTRIBUTION, BREAK, CUE, DETERMINER, JOIN, LINK, NAMING, PLACE, POINTER, PRONOUN, RELATIVE, REPORTING, SIGN, SPEAKING, TIME,
    UTTERANCE, WRITING, Words,
};
use super::pack::{Compiled, Rule};
use super::shape;
use crate::record::QuoteKind;
use crate::text::tokens::Token;

/// Words that a clause between cue and colon may have.
const CLAUSE: usize = 9;
/// Words that say where a motto stands, behind the preposition: `di tiang tengah`.
const PLACE_WORDS: usize = 4;

/// A cue, found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Place of its rule.
    pub rule: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
}

/// What stands directly before an opening mark.
#[derive(Clone, Copy, Debug, Default)]
struct Lead {
    colon: bool,
    comma: bool,
    link: bool,
}

/// The cue before the mark at `open`, not further back than `from`. `inner` are the tokens of the quotation.
pub fn before(pack: &Compiled, words: &Words<'_>, from: usize, open: usize, inner: Range<usize>) -> Option<Found> {
    let mut lead = Lead::default();
    let mut at = open;
    // `motto tim, yaitu: "…"`
    while at > from {
        match words.mark(at - 1) {
            Some(':') => lead.colon = true,
            Some(',') => lead.comma = true,
            Some('-' | '–' | '—') if words.tokens[at - 1].is_spaced() => lead.colon = true,
            None if words.has(at - 1, LINK) && !words.has(at - 1, CUE) => lead.link = true,
            Some(_) | None => break,
        }
        at -= 1;
    }
    let mut best: Option<(Found, &Rule)> = None;
    let mut passed = 0;
    let mut tight = true;
    let mut capitals = false;
    // whether places alone were passed, and whether they share a cue: `semboyan masing-masing: di utara "…", di selatan "…"`
    let (mut placed, mut shared) = (true, false);
    while at > from && passed <= CLAUSE {
        let last = at - 1;
        match words.mark(last) {
            None => {}
            Some(':') if at < open && !lead.colon && passed < PLACE_WORDS && words.has(at, PLACE) => {
                (lead.colon, shared, at) = (true, true, last);
                continue;
            }
            // `semboyan mendiang Bapak Tan, yang dahulu melatihnya: "…"`
            Some(',') if lead.colon && words.has(at, RELATIVE) => {
                at = last;
                continue;
            }
            Some(_) => break,
        }
        if words.has(last, CUE)
            && let Some((length, rule)) = pack.lexicon.cue(&words.tokens[from..at])
        {
            let found = Found { rule, tokens: at - length..at };
            let rule = &pack.rules[rule];
            let place = lead.colon && rule.kind == QuoteKind::Work && at - length > from && words.has(at - length - 1, PLACE);
            let has_name = capitals && !rule.loose && !words.tokens[inner.start].is_capital();
            let fits = may_govern(rule, lead, passed, tight) || placed && lead.comma && rule.loose;
            if !place && !has_name && fits && (!shared || rule.kind == QuoteKind::Motto) && suits(rule, words, inner.clone()) {
                let wins = best.as_ref().is_none_or(|(_, old)| rule.rank > old.rank || (rule.rank == old.rank && rule.kind != old.kind));
                if wins {
                    best = Some((found, rule));
                }
            }
            at -= length;
            passed += 1;
            capitals = false;
            continue;
        }
        // `semboyan yang ditulis di bak: "…"`, where `bak` is no likeness
        let told = lead.colon && words.has(last, WRITING | NAMING) && last > from && words.has(last - 1, RELATIVE | PLACE);
        if words.has(last, SPEAKING | WRITING | NAMING | REPORTING) && !(words.has(last, WRITING) && passed == 0) && !told {
            break;
        }
        if words.has(last, POINTER) && last > from && words.has(last - 1, TIME) {
            at = last - 1;
            passed += 1;
            continue;
        }
        let points = words.has(last, POINTER);
        // `semboyan kami`, `semboyan warung saya`
        let owner = words.has(last, PRONOUN)
            && last > from
            && (words.has(last - 1, CUE)
                || last > from + 1 && words.has(last - 2, CUE) && !words.has(last - 1, BREAK | ANY_VERB) && words.mark(last - 1).is_none());
        if !owner && (words.has(last, BREAK | ANY_VERB) || points) && !(points && passed == 0 && (lead.colon || lead.comma || lead.link)) {
            // `kompetisi menulis "…"`: a verb may say what the contest is in
            let is_activity = words.has(last, ANY_VERB) && last > from && words.has(last - 1, CUE) && passed <= 1;
            tight &= is_activity;
            placed &= words.has(last, PLACE);
            let shares = placed && last > from && words.mark(last - 1) == Some(':');
            if best.is_some() || !(tight || lead.colon || lead.link || placed && lead.comma || shares) {
                break;
            }
        }
        let capital = words.tokens[last].is_capital();
        passed += usize::from(!(capital && capitals));
        capitals = capital;
        at = last;
    }
    best.map(|(found, _)| found)
}

fn may_govern(rule: &Rule, lead: Lead, passed: usize, tight: bool) -> bool {
    if !tight {
        return rule.loose && (lead.colon || lead.link);
    }
    let most = if (lead.colon || lead.comma) && !lead.link { rule.colon } else { Some(rule.between) };
    most.is_some_and(|most| passed <= most) || (rule.loose && (lead.colon || lead.link))
}

fn suits(rule: &Rule, words: &Words<'_>, inner: Range<usize>) -> bool {
    let capital = words.tokens[inner.start].is_capital();
    let enough = rule.content == 0 || (capital && rule.kind == QuoteKind::Name);
    // `menulis bahwa lagu sedih "lebih jujur daripada terompet"`: a title begins with a capital
    let titled = rule.kind != QuoteKind::Work || capital || !shape::predicate(words, inner.clone());
    titled && (!rule.capital || capital) && (enough || shape::substance(words, inner) >= rule.content)
}

/// The cue after the mark at `close`, not further than `to`: `"…" sebagai motto`, `"…", sebuah lagu`, `"…" adalah semboyan`.
pub fn after(pack: &Compiled, words: &Words<'_>, from: usize, open: usize, close: usize, to: usize) -> Option<Found> {
    let mut at = close + 1;
    let comma = words.mark(at) == Some(',') || words.mark(at - 2) == Some(',');
    at += usize::from(words.mark(at) == Some(','));
    // the “Husk to Harbour” programme
    let article = open > from && words.has(open - 1, DETERMINER) && at == close + 1;
    let mut linked = article;
    for _ in 0..3 {
        if at >= to || words.mark(at).is_some() {
            return None;
        }
        if linked && words.has(at, CUE) {
            let length = (1..=2.min(to - at)).rev().find_map(|length| {
                let found = pack.lexicon.cue(&words.tokens[at..at + length])?;
                (found.0 == length && pack.rules[found.1].after).then_some((length, found.1))
            });
            return length.map(|(length, rule)| Found { rule, tokens: at..at + length });
        }
        let apposition = comma && words.has(at, DETERMINER);
        let predicate = !comma && (words.has(at, LINK) && !words.has(at, JOIN) || words.has(at, SIGN | NAMING));
        if !(apposition || predicate || (linked && words.has(at, DETERMINER))) {
            return None;
        }
        linked = true;
        at += 1;
    }
    None
}

/// Whether only marks and words of a list stand between two quotations; with `opens`, also what leads from a motto to its parts, and where
/// the second stands.
pub fn joins(words: &Words<'_>, between: Range<usize>, opens: bool) -> bool {
    let place = between.clone().skip(1).find(|&at| opens && words.has(at, PLACE)).unwrap_or(between.end);
    let (list, place) = (between.start..place, place..between.end);
    let noun = |at: usize| words.mark(at).is_none() && !words.has(at, BREAK | ANY_VERB);
    list.len() <= 6
        && list.into_iter().all(|at| match words.mark(at) {
            Some(',' | ';' | '&' | '/') => true,
            Some(':' | '(' | '-' | '–') => opens,
            Some(_) => false,
            None => words.has(at, JOIN),
        })
        && place.len() <= PLACE_WORDS
        && place.skip(1).all(noun)
}

/// The word before `open` over a colon or a comma, and whether one stood there.
pub fn neighbour(words: &Words<'_>, from: usize, open: usize) -> (Option<usize>, bool) {
    let led = open > from && matches!(words.mark(open - 1), Some(':' | ','));
    let at = if led { open - 1 } else { open };
    let word = (at > from).then(|| at - 1).filter(|&w| words.tokens.get(w).is_some_and(Token::is_word));
    (word, led)
}

/// Whether what follows the mark at `close` attributes the quotation: `," kata …`, `", demikian …`; `opens` where it begins a sentence.
pub fn attributed(words: &Words<'_>, close: usize, to: usize, opens: bool) -> bool {
    let mut at = close + 1;
    let stopped = matches!(words.mark(close - 1), Some(',' | '.' | '!' | '?' | '…'));
    let comma = matches!(words.mark(at), Some(',' | '-' | '–' | '—'));
    at += usize::from(comma);
    if at >= to || words.mark(at).is_some() {
        return false;
    }
    if words.has(at, ATTRIBUTION | super::lexicon::SUCH) && !words.tokens[at].is_capital() {
        return stopped || comma || opens;
    }
    // `"…", Bapak Tan berkata`, `"…", ông Rô kể`
    if !opens || !(comma || stopped) {
        return false;
    }
    for at in at..to.min(at + 7) {
        if words.has(at, SPEAKING | ATTRIBUTION | WRITING) {
            return !words.has(at, UTTERANCE) || !words.tokens[at].is_capital();
        }
        if words.mark(at).is_some() || words.has(at, BREAK & !SPEAKING) && words.tokens[at].is_capital() {
            return false;
        }
    }
    false
}
