//! Who says a quotation: the verb after it, the subject and verb before it, the paragraph that a name opens, the outer quotation.
//!
//! Decides only among the persons that [`super::people`] found; a body or somebody unnamed speaks as nobody. A quotation of
//! words (speech) may be anybody's who stands nearest; a motto, name or term is somebody's only where it stands in reported speech.
//!
//! `"Air naik," kata Ibu Lua. Ia meminta agar motto "Satu hati" dipegang.` gives both to Ibu Lua.

mod after;
mod before;
mod lines;

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::lexicon::{DEGREE, HONORIFIC, Lexicon, OBLIQUE, RANK, REPEATS};
use super::people::{Mention, Register};
use crate::doc::Doc;
use crate::record::QuoteKind;
use crate::stages::quotes::Quotes;
use crate::text::hash::word_hash;
use crate::text::tokens::Token;

/// How many tokens after a verb of saying its subject may begin.
const REACH: usize = 5;

/// `seorang`, `dan` and `serta`: somebody more.
const SEORANG: u64 = word_hash("seorang");
const DAN: u64 = word_hash("dan");
const SERTA: u64 = word_hash("serta");
/// `sang`, before what somebody who was named is.
const SANG: u64 = word_hash("sang");
/// How many tokens before a quotation are its sentence at most.
const LOOK_BACK: usize = 240;

/// So many kept lines from the top may be headline and lead.
const TOP: usize = 3;
/// A headline's quotation of so many words is known again in the text.
const HEADLINE: usize = 4;

/// What one attempt says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Voice {
    /// This person.
    Person(usize),
    /// Somebody whom the article does not name.
    Nobody,
}

/// What is needed to tell who speaks.
pub(super) struct Speakers<'s, 'd, 'q> {
    lexicon: &'s Lexicon,
    doc: &'s Doc<'d>,
    quotes: &'s Quotes<'q>,
    register: &'s Register,
    /// Line and last byte of each quotation with its marks → its first byte.
    ends: HashMap<(usize, usize), usize>,
    /// For each line, whose words it is as a whole: an answer in an interview, a heading `X: …`.
    lines: Vec<Option<Voice>>,
}

impl<'s, 'd, 'q> Speakers<'s, 'd, 'q> {
    pub(super) fn new(lexicon: &'s Lexicon, doc: &'s Doc<'d>, quotes: &'s Quotes<'q>, register: &'s Register) -> Self {
        let ends = quotes.quotes.iter().rev().map(|q| ((q.outer.line, q.outer.end), q.outer.start)).collect();
        let mut speakers = Self { lexicon, doc, quotes, register, ends, lines: Vec::new() };
        if !quotes.quotes.is_empty() {
            speakers.lines = speakers.whole_lines();
        }
        speakers
    }

    /// For each quote, its speaker's name and place among the persons.
    pub(super) fn all(&self) -> Vec<Option<(String, Option<usize>)>> {
        let mut voices: Vec<Option<Voice>> = Vec::with_capacity(self.quotes.quotes.len());
        for at in 0..self.quotes.quotes.len() {
            let voice = self.voice(at, &voices);
            voices.push(voice);
        }
        self.share(&mut voices);
        let name = |voice: &Option<Voice>| match voice {
            Some(Voice::Person(person)) => Some((self.register.name(*person).to_owned(), Some(*person))),
            _ => None,
        };
        voices.iter().map(name).collect()
    }

    /// A sentence that is quoted twice has one speaker.
    fn share(&self, voices: &mut [Option<Voice>]) {
        let quotes = &self.quotes.quotes;
        let mut known: BTreeMap<String, Voice> = BTreeMap::new();
        for (quote, voice) in quotes.iter().zip(voices.iter()) {
            if quote.kind == QuoteKind::Speech
                && let Some(voice @ Voice::Person(_)) = voice
            {
                known.entry(key(quote.inner.text(self.doc))).or_insert(*voice);
            }
        }
        if known.is_empty() {
            return;
        }
        let top = self.doc.kept().nth(TOP).unwrap_or(self.doc.lines.len());
        let unknown = quotes.iter().zip(voices).filter(|(quote, voice)| quote.kind == QuoteKind::Speech && voice.is_none());
        for (at, (quote, voice)) in unknown.enumerate() {
            let said = key(quote.inner.text(self.doc));
            // a headline quotes a part
            let headline = at < TOP && quote.parent.is_none() && quote.outer.line < top && said.split(' ').nth(HEADLINE - 1).is_some();
            let part = || known.iter().find(|(whole, _)| headline && whole.contains(&said)).map(|(_, voice)| *voice);
            *voice = known.get(&said).copied().or_else(part);
        }
    }

    fn voice(&self, at: usize, before: &[Option<Voice>]) -> Option<Voice> {
        let quote = &self.quotes.quotes[at];
        let line = quote.outer.line;
        let tokens = self.doc.tokens(line);
        let from = tokens.partition_point(|t| (t.start as usize) < quote.outer.start);
        let to = tokens.partition_point(|t| (t.start as usize) < quote.outer.end);
        if let Some(parent) = quote.parent {
            let outer = &self.quotes.quotes[parent];
            let start = tokens.partition_point(|t| (t.start as usize) < outer.inner.start);
            return match self.inner_voice(line, tokens, start, from) {
                Some(Voice::Nobody) => None,
                Some(person) => Some(person),
                None => before.get(parent).copied().flatten(),
            };
        }
        let speech = quote.kind == QuoteKind::Speech;
        // the members of one list are one person's
        let sibling = at.checked_sub(1).filter(|&sibling| quote.cue.is_some() && self.quotes.quotes[sibling].cue == quote.cue);
        if let Some(sibling) = sibling.filter(|_| !speech) {
            return before[sibling];
        }
        if (speech || self.ends_like_speech(quote, tokens, to, from))
            && let Some(voice) = self.after(line, tokens, to, from)
        {
            let asked = at.checked_sub(1).filter(|&asked| self.quotes.quotes[asked].outer.line == line).and_then(|asked| before[asked]);
            return Some(if Some(voice) == asked { self.answering(voice, line, tokens, to, from) } else { voice });
        }
        let start = self.sentence_start(line, tokens, from);
        let previous = at.checked_sub(1).filter(|&previous| {
            let other = &self.quotes.quotes[previous];
            other.outer.line == line && other.kind == QuoteKind::Speech
        });
        // `"Air," ujar Bapak X, "tidak menunggu."`
        if speech
            && let Some(previous) = previous
            && self.goes_on(tokens, self.quotes.quotes[previous].outer.end, from)
        {
            return before[previous];
        }
        if let Some(voice) = self.words_of(line, tokens, start, from) {
            return Some(voice);
        }
        if !speech && (from.saturating_sub(REACH + 2).max(start)..from).any(|at| self.phrase(tokens, at, REPEATS)) {
            return None;
        }
        if let Some(voice) = self.before(line, tokens, start, from, speech) {
            return Some(voice);
        }
        if speech && let Some(voice) = self.agent(line, tokens, start, from).or_else(|| self.holder(line, tokens, start, from)) {
            return Some(voice);
        }
        if let Some(voice) = self.aside(line, tokens, start, to, from) {
            return Some(voice);
        }
        if speech && let Some(voice) = self.answers(line, tokens, to) {
            return Some(voice);
        }
        if let Some(voice) = self.lines.get(line).copied().flatten() {
            return Some(voice);
        }
        if !speech {
            return None;
        }
        // a sentence of its own: whoever spoke just before it, or was named in this paragraph, or is pointed to
        if let Some(previous) = previous.filter(|_| from <= start + 1) {
            return before[previous];
        }
        if from == 0 || tokens[..from].iter().all(|t| t.mark().is_some()) {
            return self.line_before(line).or_else(|| self.pointed_to(line, tokens, to));
        }
        if from <= start + 1 {
            return self.last_named(line, from).map(Voice::Person);
        }
        // Nenek X menerima bingkisan dengan mata basah: "…"
        let opens = self.between(line, start, start + 2).first();
        opens.filter(|_| tokens[from - 1].is_mark(':')).map(|m| Voice::Person(m.person))
    }

    /// The start of the sentence in which token `from` stands, outside quotations.
    fn sentence_start(&self, line: usize, tokens: &[Token], from: usize) -> usize {
        let mut at = from;
        while at > 0 && from - at < LOOK_BACK {
            let token = &tokens[at - 1];
            if matches!(token.mark(), Some('.' | '!' | '?' | ';')) && (at == tokens.len() || !self.is_abbreviation(tokens, at - 1)) {
                break;
            }
            if let Some(open) = self.quote_ending_at(line, tokens, at - 1) {
                // a quotation that is a sentence of its own ends the one before
                let closes = at >= 2 && matches!(tokens[at - 2].mark(), Some('.' | '!' | '?'));
                if closes && tokens.get(at).is_some_and(Token::is_capital) {
                    break;
                }
                at = open;
                continue;
            }
            at -= 1;
        }
        at
    }

    /// Whether the full stop at `stop` belongs to an abbreviation: `Dr.`, `KH.`, `M.T.`
    fn is_abbreviation(&self, tokens: &[Token], stop: usize) -> bool {
        let Some(word) = stop.checked_sub(1).map(|at| &tokens[at]).filter(|t| t.is_word()) else { return false };
        let goes_on = tokens.get(stop + 1).is_some_and(|t| t.is_capital() || t.is_mark(','));
        goes_on
            && word.is_capital()
            && (word.end - word.start == 1 || (word.end - word.start <= 4 && self.is(word, DEGREE | HONORIFIC | RANK)))
    }

    /// If a quotation's closing mark is token `at`, the token of its opening mark.
    fn quote_ending_at(&self, line: usize, tokens: &[Token], at: usize) -> Option<usize> {
        tokens[at].mark()?;
        let start = *self.ends.get(&(line, tokens[at].end as usize))?;
        Some(tokens.partition_point(|t| (t.start as usize) < start))
    }

    /// The last person named before token `at` of a line, one who is not spoken to or about if there is one nearby.
    fn last_named(&self, line: usize, at: usize) -> Option<usize> {
        let tokens = self.doc.tokens(line);
        let here = self.mentions(line).iter().rev().filter(|m| m.to <= at && !self.register.is_known(m.person));
        // Ibu N.T.K.L. was named since, by her initials alone
        let since = here.clone().next().map_or(0, |m| m.to).max(at.saturating_sub(LOOK_BACK));
        if (since..at).any(|i| self.is_initials(tokens, i) || joins_somebody(tokens, since, i)) {
            return None;
        }
        let direct = here.clone().find(|m| m.from == 0 || !self.is(&tokens[m.from - 1], OBLIQUE));
        // whoever opens the sentence in which that one stands is its subject
        let direct = direct.map(|m| {
            let start = self.sentence_start(line, tokens, m.from);
            self.between(line, start, start + 2).first().filter(|other| !self.register.is_known(other.person)).unwrap_or(m)
        });
        direct.or_else(|| here.clone().next()).map(|m| m.person).or_else(|| {
            let all = &self.register.mentions;
            let end = all.partition_point(|m| m.line < line);
            all[..end].iter().rev().find(|m| !self.register.is_known(m.person)).map(|m| m.person)
        })
    }

    /// Whether somebody is named here by initials: an honorific and two letters or more, each with its stop.
    fn is_initials(&self, tokens: &[Token], at: usize) -> bool {
        let letter = |t: &Token| t.is_capital() && t.end - t.start == 1;
        matches!(tokens.get(at..at + 5), Some([honorific, one, stop, two, end])
            if self.is(honorific, HONORIFIC) && letter(one) && stop.is_mark('.') && letter(two) && end.is_mark('.'))
    }

    /// The first mention that begins between tokens `from` and `to` of a line.
    fn mention_in(&self, line: usize, from: usize, to: usize) -> Option<&Mention> {
        self.between(line, from, to).first()
    }

    /// The mentions that begin between tokens `from` and `to` of a line.
    fn between(&self, line: usize, from: usize, to: usize) -> &[Mention] {
        let all = self.mentions(line);
        let first = all.partition_point(|m| m.from < from);
        let last = all.partition_point(|m| m.from < to);
        all.get(first..last).unwrap_or_default()
    }

    fn mentions(&self, line: usize) -> &[Mention] {
        let all = &self.register.mentions;
        let from = all.partition_point(|m| m.line < line);
        let to = all.partition_point(|m| m.line <= line);
        &all[from..to]
    }

    fn is(&self, token: &Token, classes: u64) -> bool {
        self.lexicon.phrases.word(token.hash) & classes != 0
    }

    fn phrase(&self, tokens: &[Token], at: usize, classes: u64) -> bool {
        tokens.get(at..).is_some_and(|rest| self.lexicon.phrases.longest(rest, classes).is_some())
    }
}

/// `…, dan seorang pria yang tidak mau disebut namanya`: somebody else, who is spoken of since.
fn joins_somebody(tokens: &[Token], since: usize, at: usize) -> bool {
    at > since + 1 && tokens[at].hash == SEORANG && matches!(tokens[at - 1].hash, DAN | SERTA)
}

/// The words of a quotation, folded: what makes two of them the same.
fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || *c == ' ').flat_map(char::to_lowercase).collect::<String>().trim().to_owned()
}
