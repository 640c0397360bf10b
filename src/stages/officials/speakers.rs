//! Who says a quotation: the verb after it, the subject and verb before it, the paragraph that a name opens, the outer quotation.
//!
//! Decides only among the persons that [`super::people`] found; a body or somebody unnamed speaks as nobody. A quotation of
//! words (speech) may be anybody's who stands nearest; a motto, name or term is somebody's only where it stands in reported speech.
//!
//! `"Air naik," kata Ibu Lua. Ia meminta agar motto "Satu hati" dipegang.` gives both to Ibu Lua.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::lexicon::{
    ACCORDING, ANSWERS, ASKS, DEGREE, ELDER, FORMER, GREETS, HEAD, HONORIFIC, INSIDE, JOINS, Lexicon, OBLIQUE, ONLY_SPEECH, OWN,
    PERSON_NOUN, POINTER, POINTS_BACK, PRONOUN, RANK, REPEATS, REPLIES, SAID, SAID_BY, SAYS, SIGNS, SOMEBODY, WORDS_OF,
};
use super::people::{Mention, Register};
use crate::doc::Doc;
use crate::record::QuoteKind;
use crate::stages::quotes::{QuoteSpan, Quotes};
use crate::text::hash::word_hash;
use crate::text::tokens::Token;

/// How many tokens after a quotation its verb of saying may begin.
const NEAR: usize = 3;
/// How many tokens after a verb of saying its subject may begin.
const REACH: usize = 5;

/// `yang`, which opens a clause about a name.
const YANG: u64 = word_hash("yang");
/// `seorang`, `dan` and `serta`: somebody more.
const SEORANG: u64 = word_hash("seorang");
const DAN: u64 = word_hash("dan");
const SERTA: u64 = word_hash("serta");
/// `sang`, before what somebody who was named is.
const SANG: u64 = word_hash("sang");
/// `bahwa`, which begins what is said.
const THAT_CLAUSE: u64 = word_hash("bahwa");
/// How many tokens `perempuan berusia 61 tahun itu` has at most.
const THAT: usize = 9;
/// How many tokens before a quotation are its sentence at most.
const LOOK_BACK: usize = 240;

/// So many kept lines from the top may be headline and lead.
const TOP: usize = 3;
/// A headline's quotation of so many words is known again in the text.
const HEADLINE: usize = 4;
/// How many tokens may stand between a passive verb and whose words they are: `ditulis oleh penyair X`.
const AGENT: usize = 4;
/// How many tokens may stand between a pronoun and its verb where it opens no clause.
const NEAR_PRONOUN: usize = 8;
/// How many tokens may stand between a name and its verb behind `bahwa`: `bahwa Bapak X pernah berpesan`.
const ADVERBS: usize = 3;

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

    /// Whether between the end (in bytes) of one quotation and the mark at `from` stands nothing but who says both.
    fn goes_on(&self, tokens: &[Token], end: usize, from: usize) -> bool {
        let after = tokens.partition_point(|t| (t.start as usize) < end);
        let verb = after + usize::from(tokens.get(after).is_some_and(|t| t.is_mark(',')));
        from > verb + 1
            && from - verb <= 2 * REACH
            && tokens[from - 1].is_mark(',')
            && self.phrase(tokens, verb, SAID)
            && tokens[verb..from - 1].iter().all(|t| t.mark().is_none() || t.is_mark(',') || t.is_mark('.'))
    }

    /// `ditulis oleh X, murid kelas empat: "…"`: whom the passive verb names.
    fn agent(&self, line: usize, tokens: &[Token], start: usize, from: usize) -> Option<Voice> {
        from.checked_sub(1).filter(|&at| tokens[at].is_mark(':'))?;
        let verb = (start..from).rev().find(|&at| self.phrase(tokens, at, SAID_BY))?;
        self.mention_in(line, verb + 1, (verb + 1 + AGENT).min(from)).map(|mention| Voice::Person(mention.person))
    }

    /// `Ketua Koperasi X: "…"`: whoever holds the title that is all of the sentence.
    fn holder(&self, line: usize, tokens: &[Token], start: usize, from: usize) -> Option<Voice> {
        let colon = from.checked_sub(1).filter(|&at| tokens[at].is_mark(':') && at > start)?;
        let title = &tokens[start..colon];
        let titled = title.iter().all(|t| t.is_word() && t.is_capital()) && self.phrase(tokens, start, HEAD | RANK);
        if !titled {
            return None;
        }
        self.by_title(line, tokens, start).or_else(|| {
            let words: Vec<u64> = title.iter().map(|t| t.plain).collect();
            self.register.by_whole_title(&words).map(Voice::Person)
        })
    }

    /// `"…" Yang berbicara adalah X.`
    fn answers(&self, line: usize, tokens: &[Token], to: usize) -> Option<Voice> {
        if !self.phrase(tokens, to, ANSWERS) {
            return None;
        }
        self.mention_in(line, to, to + REACH + 1).map(|mention| Voice::Person(mention.person))
    }

    /// `perkataan Komandan X: "…"`: the words are X's.
    fn words_of(&self, line: usize, tokens: &[Token], start: usize, from: usize) -> Option<Voice> {
        let colon = from.checked_sub(1).filter(|&at| tokens[at].is_mark(':') || tokens[at].is_mark(','))?;
        let titled = |m: &&Mention| {
            let rest = &tokens[m.to.min(colon)..colon];
            // …, yang dahulu melatihnya
            let told = matches!(rest, [comma, yang, ..] if comma.is_mark(',') && yang.hash == YANG);
            told || rest.iter().all(|t| t.is_capital() || t.is_number() || t.is_mark(',') || self.is(t, FORMER | INSIDE))
        };
        let mention = self.between(line, start + 1, colon).iter().rfind(|m| m.to <= colon).filter(titled)?;
        let begin = mention.from.saturating_sub(3).max(start);
        (begin..mention.from).any(|at| self.phrase(tokens, at, WORDS_OF | REPEATS)).then_some(Voice::Person(mention.person))
    }

    /// `, kata dia,` or `, menurutnya,` within the quotation's sentence.
    fn aside(&self, line: usize, tokens: &[Token], start: usize, to: usize, from: usize) -> Option<Voice> {
        let end = tokens.len().min(to + 2 * REACH);
        for at in (start + 1..from.saturating_sub(1)).chain(to..end) {
            if matches!(tokens[at].mark(), Some('.' | ';' | '!' | '?')) && at >= to {
                break;
            }
            if !tokens[at - 1].is_mark(',') || !tokens[at].is_word() {
                continue;
            }
            let text = tokens[at].text(&self.doc.lines[line].text);
            if self.phrase(tokens, at, SAID | ACCORDING) {
                if let Some(mention) = self.mention_in(line, at + 1, at + 2) {
                    return Some(Voice::Person(mention.person));
                }
                if text.ends_with("nya") || tokens.get(at + 1).is_some_and(|t| self.is(t, PRONOUN)) {
                    return self.last_named(line, at).map(Voice::Person);
                }
            }
        }
        None
    }

    /// The verb of saying after a quotation and its subject.
    fn after(&self, line: usize, tokens: &[Token], to: usize, from: usize) -> Option<Voice> {
        let mut at = to;
        while at < tokens.len() && at < to + 1 && tokens[at].is_mark(',') {
            at += 1;
        }
        // `" Bapak X mengatakan`, `", he said`
        let inverted = self.subject_then_verb(line, tokens, at, from);
        if inverted.is_some() {
            return inverted;
        }
        let verb =
            (at..tokens.len().min(at + NEAR)).find(|&i| tokens[i].is_word() && !tokens[i].is_capital() && self.phrase(tokens, i, SAID))?;
        if (at..verb).any(|i| tokens[i].mark().is_some() || tokens[i].is_capital()) {
            return None;
        }
        // demikian ditekankan X
        let verb = (verb..tokens.len().min(verb + 2)).take_while(|&i| i == verb || self.phrase(tokens, i, SAID)).last().unwrap_or(verb);
        let text = tokens[verb].text(&self.doc.lines[line].text);
        if text.ends_with("nya") && text.len() > 5 {
            return self.last_named(line, from).map(Voice::Person);
        }
        if let Some(mention) = self.mention_in(line, verb + 1, verb + 1 + REACH)
            && !tokens[verb + 1..mention.from.max(verb + 1)].iter().any(|t| matches!(t.mark(), Some('.' | ';' | '"' | '“')))
        {
            return Some(Voice::Person(mention.person));
        }
        let next = tokens.get(verb + 1);
        if next.is_some_and(|t| self.is(t, PRONOUN)) {
            return self.last_named(line, from).map(Voice::Person);
        }
        if next.is_some_and(Token::is_capital) {
            return Some(self.by_title(line, tokens, verb + 1).unwrap_or(Voice::Nobody));
        }
        if next.is_some_and(|t| t.hash == SANG) {
            return self.sang(line, tokens, verb + 1, from);
        }
        if next.is_some_and(|t| self.is(t, ELDER)) && tokens.get(verb + 2).is_none_or(|t| t.mark().is_some()) {
            return self.last_named(line, from).map(Voice::Person);
        }
        if let Some(voice) = self.that_one(line, tokens, verb + 1, from) {
            return Some(voice);
        }
        match next {
            Some(t) if t.mark().is_none() => Some(Voice::Nobody),
            _ => None,
        }
    }

    /// `"Makan apa?" tanya Menteri X. "Belum," jawab gadis itu`: who asked does not answer.
    fn answering(&self, asked: Voice, line: usize, tokens: &[Token], to: usize, from: usize) -> Voice {
        if !(to..tokens.len().min(to + NEAR)).any(|at| self.phrase(tokens, at, REPLIES)) {
            return asked;
        }
        let other = self.mentions(line).iter().rev().find(|m| m.to <= from && Voice::Person(m.person) != asked);
        other.map_or(Voice::Nobody, |m| Voice::Person(m.person))
    }

    /// `ujar pelatih asal Prancis itu`, `kata perempuan 61 tahun itu`: the holder of that post, or whoever was named last.
    fn that_one(&self, line: usize, tokens: &[Token], at: usize, from: usize) -> Option<Voice> {
        let noun = tokens.get(at).filter(|t| t.is_word() && !t.is_capital())?;
        let end =
            (at + 1..tokens.len().min(at + THAT)).take_while(|&i| tokens[i].mark().is_none()).find(|&i| self.is(&tokens[i], POINTER))?;
        if tokens[at..end].iter().any(|t| self.is(t, SOMEBODY)) {
            return Some(Voice::Nobody);
        }
        if let Some(person) = self.register.by_title(&[noun.plain], line, from) {
            return Some(Voice::Person(person));
        }
        // a woman without a name was spoken of before
        let unnamed = tokens[..from].windows(2).any(|pair| self.is(&pair[0], SOMEBODY) && pair[1].hash == noun.hash);
        let nameable = self.is(noun, PERSON_NOUN);
        if unnamed || !nameable { Some(Voice::Nobody) } else { self.last_named(line, from).map(Voice::Person) }
    }

    /// `sang seniman`: the holder of that post, or whoever was named last.
    fn sang(&self, line: usize, tokens: &[Token], at: usize, from: usize) -> Option<Voice> {
        let noun = tokens.get(at + 1).filter(|t| t.is_word())?;
        self.register.by_title(&[noun.plain], line, from).or_else(|| self.last_named(line, from)).map(Voice::Person)
    }

    /// `anh kể`, `ông Thuận nói`, `he said`, `Hung recalled` right after a quotation.
    fn subject_then_verb(&self, line: usize, tokens: &[Token], at: usize, from: usize) -> Option<Voice> {
        if let Some(mention) = self.mention_in(line, at, at + 1)
            && self.phrase(tokens, mention.to, SAYS | SAID)
        {
            return Some(Voice::Person(mention.person));
        }
        let pronoun = tokens.get(at).is_some_and(|t| self.is(t, PRONOUN));
        (pronoun && self.phrase(tokens, at + 1, SAYS | SAID)).then(|| self.last_named(line, from).map(Voice::Person)).flatten()
    }

    /// Subject and verb of saying before a quotation, in its sentence.
    fn before(&self, line: usize, tokens: &[Token], start: usize, from: usize, speech: bool) -> Option<Voice> {
        // outside other quotations only
        let mut verb = None;
        let mut at = from;
        while at > start {
            at -= 1;
            if let Some(open) = self.quote_ending_at(line, tokens, at) {
                at = open.max(start);
                continue;
            }
            if tokens[at].is_word() && (!tokens[at].is_capital() || tokens[at].is_upper()) && self.phrase(tokens, at, SAYS) {
                // menyampaikan bahwa …: what follows is said, whatever its kind
                let reported = tokens.get(at + 1).is_some_and(|t| t.hash == THAT_CLAUSE);
                if !speech && !reported && self.phrase(tokens, at, ONLY_SPEECH) {
                    continue;
                }
                verb = Some(at);
                break;
            }
        }
        if let Some(verb) = verb {
            return self.subject(line, tokens, start, verb).or_else(|| {
                // `Kepada pembeli saya berkata`: in somebody's own words
                self.lines.get(line).copied().flatten()
            });
        }
        let according = (start..from).find(|&i| self.phrase(tokens, i, ACCORDING) && !(self.is_bagi(tokens, i)))?;
        let text = tokens[according].text(&self.doc.lines[line].text);
        if text.ends_with("nya") {
            return self.last_named(line, according).map(Voice::Person);
        }
        if let Some(mention) = self.mention_in(line, according + 1, according + 3) {
            return Some(Voice::Person(mention.person));
        }
        let next = tokens.get(according + 1)?;
        if next.is_capital() && self.phrase(tokens, according + 1, HEAD | RANK) {
            return self.by_title(line, tokens, according + 1);
        }
        self.is(next, PRONOUN).then(|| self.last_named(line, according)).flatten().map(Voice::Person)
    }

    fn is_bagi(&self, tokens: &[Token], at: usize) -> bool {
        // `bagi` names a speaker only at the start of a sentence
        self.phrase(tokens, at, OBLIQUE) && at > 0 && tokens[at - 1].mark().is_none()
    }

    /// Who does what the verb says: the person named last before it who is not spoken to, or a pronoun's.
    fn subject(&self, line: usize, tokens: &[Token], start: usize, verb: usize) -> Option<Voice> {
        let mut mentions = self.between(line, start, verb).iter().filter(|m| m.to <= verb);
        let near = |m: &Mention| {
            verb - m.to <= ADVERBS && tokens[m.from - 1].hash == THAT_CLAUSE && tokens[m.to..verb].iter().all(|t| t.mark().is_none())
        };
        let direct = mentions.clone().rev().find(|m| !(m.from > start && self.is(&tokens[m.from - 1], OBLIQUE)) || near(m));
        let pronoun = self.pronoun_before(line, tokens, start, verb);
        match (direct, pronoun) {
            (Some(mention), _) => Some(Voice::Person(mention.person)),
            (None, Some(pronoun)) => self.last_named(line, pronoun).map(Voice::Person),
            (None, None) => {
                let according = mentions.next().filter(|m| m.from > start && self.phrase(tokens, m.from - 1, ACCORDING));
                according.map(|m| Voice::Person(m.person)).or_else(|| self.unnamed_subject(line, tokens, start, verb))
            }
        }
    }

    /// The pronoun that is the verb's subject: one of the last words, or one that opens a clause; what is quoted between is passed over.
    fn pronoun_before(&self, line: usize, tokens: &[Token], start: usize, verb: usize) -> Option<usize> {
        let (mut at, mut passed) = (verb, 0);
        while at > start {
            at -= 1;
            if let Some(open) = self.quote_ending_at(line, tokens, at) {
                at = open.max(start);
                continue;
            }
            let opens = at == start || tokens[at - 1].mark().is_some();
            if tokens[at].is_word() && self.is(&tokens[at], PRONOUN) && (passed < NEAR_PRONOUN || opens) {
                return Some(at);
            }
            passed += 1;
        }
        None
    }

    /// A subject without a name: somebody's, anybody, or the holder of a title named before. `None` where there is none, or `saya`.
    fn unnamed_subject(&self, line: usize, tokens: &[Token], start: usize, verb: usize) -> Option<Voice> {
        let before = &tokens[start..verb];
        if self.owned_subject(tokens, start, verb) {
            return Some(Voice::Nobody);
        }
        if before.iter().any(|t| self.is(t, OWN)) {
            return None;
        }
        if before.iter().any(|t| self.is(t, SOMEBODY)) {
            return Some(Voice::Nobody);
        }
        // Sang jenderal lama terdiam sebelum menjawab
        if before.first().is_some_and(|t| t.hash == SANG) {
            return self.sang(line, tokens, start, start);
        }
        // Gubernur berjanji; Menanggapi laporan itu, Perdana Menteri menegaskan
        let comma = before.iter().rposition(|t| t.is_mark(',')).map(|at| start + at + 1);
        for at in comma.into_iter().chain([start]) {
            if tokens[at].is_capital() && self.phrase(tokens, at, HEAD | RANK) {
                let words: Vec<u64> = tokens[at..verb].iter().filter(|t| t.is_word()).take(6).map(|t| t.plain).collect();
                return self.register.by_title(&words, line, at).map(Voice::Person).or(Some(Voice::Nobody));
            }
        }
        None
    }

    /// `Nenek saya berkata`: the subject is somebody of the speaker's, not the speaker.
    fn owned_subject(&self, tokens: &[Token], start: usize, verb: usize) -> bool {
        let Some(own) = (start..verb).rev().take(3).find(|&at| self.is(&tokens[at], OWN)) else { return false };
        // Kepada para ayah saya berkata
        let spoken_to = (own.saturating_sub(3).max(start)..own).any(|at| self.phrase(tokens, at, OBLIQUE));
        own > start && tokens[own - 1].is_word() && !spoken_to && !self.phrase(tokens, own - 1, JOINS)
    }

    /// Inside an outer quotation: who says the inner one, if not the outer one's speaker.
    fn inner_voice(&self, line: usize, tokens: &[Token], start: usize, from: usize) -> Option<Voice> {
        if tokens[from.saturating_sub(LOOK_BACK).max(start)..from].iter().any(|t| self.is(t, REPEATS)) {
            return Some(Voice::Nobody);
        }
        let verb = (start..from).rev().take(4).find(|&i| self.phrase(tokens, i, SAYS))?;
        if let Some(mention) = self.between(line, start, verb).iter().rfind(|m| m.to <= verb) {
            return Some(Voice::Person(mention.person));
        }
        let own = tokens[start..verb].iter().rev().take(3).any(|t| self.is(t, OWN));
        if own && !self.owned_subject(tokens, start, verb) { None } else { Some(Voice::Nobody) }
    }

    /// Whether an attribution after a quote that is no speech is one: its text ends in a comma or stop, or a comma
    /// follows it and `kata`, or it opens its sentence.
    fn ends_like_speech(&self, quote: &QuoteSpan<'_>, tokens: &[Token], to: usize, from: usize) -> bool {
        let text = quote.inner.text(self.doc);
        let comma = tokens.get(to).is_some_and(|t| t.is_mark(','));
        let opens = || self.sentence_start(quote.outer.line, tokens, from) == from;
        text.ends_with([',', '.', '!', '?']) || (comma && (self.phrase(tokens, to + 1, SAID) || opens()))
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

    /// Whose words whole lines are.
    fn whole_lines(&self) -> Vec<Option<Voice>> {
        let mut voices = vec![None; self.doc.lines.len()];
        let mut opened: Vec<(usize, usize, bool)> = Vec::new();
        let mut asked = false;
        for line in self.doc.kept() {
            let tokens = self.doc.tokens(line);
            let dash = usize::from(tokens.first().is_some_and(|t| matches!(t.mark(), Some('-' | '–'))));
            if tokens.get(dash).is_some_and(|t| self.is(t, ASKS)) && tokens.get(dash + 1).is_some_and(|t| t.is_mark(':')) {
                asked = true;
                voices[line] = Some(Voice::Nobody);
                continue;
            }
            let bullet = dash.max(usize::from(tokens.first().is_some_and(|t| matches!(t.mark(), Some('*' | '•' | '+')))));
            let Some(mention) = self.mentions(line).first().filter(|m| m.from <= bullet) else { continue };
            // a colon right after the name and its titles
            let colon = tokens.iter().take(40).position(|t| t.is_mark(':'));
            let only_titles = |colon: usize| {
                colon >= mention.to
                    && tokens[mention.to..colon].iter().all(|t| {
                        t.is_capital()
                            || t.is_number()
                            || t.mark().is_some_and(|m| ",-–()".contains(m))
                            || !self.phrase(std::slice::from_ref(t), 0, SAYS)
                    })
            };
            if let Some(colon) = colon
                && only_titles(colon)
                && !tokens[mention.to..colon].iter().any(|t| self.is(t, SAYS) || t.is_mark('.'))
            {
                voices[line] = Some(Voice::Person(mention.person));
                opened.push((line, mention.person, dash == 1));
            }
        }
        self.interview(&mut voices, &opened, asked);
        self.letter(&mut voices);
        voices
    }

    /// An interview: answers go on until the next question. Either side may be marked: by the name and a colon, by a dash, or the questions
    /// alone by a dash; whom the lines before introduce is then the one who answers.
    fn interview(&self, voices: &mut [Option<Voice>], opened: &[(usize, usize, bool)], asked: bool) {
        let dashed = |tokens: &[Token]| tokens.first().is_some_and(|t| matches!(t.mark(), Some('-' | '–')));
        let question = |tokens: &[Token]| tokens.last().is_some_and(|t| t.is_mark('?'));
        let repeated = opened.len() >= 2 && opened.iter().all(|&(_, person, _)| person == opened[0].1);
        let answers_dashed = opened.iter().any(|&(_, _, dash)| dash);
        let mut questions = self.doc.kept().filter(|&line| dashed(self.doc.tokens(line)) && question(self.doc.tokens(line)));
        let first_question = questions.next();
        let questions_dashed = !answers_dashed && questions.count() >= 2;
        let person = if answers_dashed || (asked && repeated) {
            opened[0].1
        } else if let Some(first) = first_question.filter(|_| questions_dashed) {
            let end = self.register.mentions.partition_point(|m| m.line < first);
            let introduced = self.register.mentions[..end].iter().find(|m| self.register.has_post(m.person));
            let Some(mention) = introduced else { return };
            mention.person
        } else {
            return;
        };
        let mut answering = false;
        for line in self.doc.kept() {
            let tokens = self.doc.tokens(line);
            match voices[line] {
                Some(Voice::Person(_)) => answering = true,
                Some(Voice::Nobody) => answering = false,
                None if questions_dashed && dashed(tokens) => answering = question(tokens),
                None if questions_dashed && answering => voices[line] = Some(Voice::Person(person)),
                None if answers_dashed && dashed(tokens) => {
                    answering = true;
                    voices[line] = Some(Voice::Person(person));
                }
                None if question(tokens) => answering = false,
                None if answers_dashed && answering => voices[line] = Some(Voice::Person(person)),
                None => {}
            }
        }
    }

    /// A letter given in full: from its greeting to the signature, a line that is an official's name alone, it is the signer's words.
    fn letter(&self, voices: &mut [Option<Voice>]) {
        let kept: Vec<usize> = self.doc.kept().collect();
        let signature = kept.iter().enumerate().rev().find_map(|(at, &line)| {
            let tokens = self.doc.tokens(line);
            let mention = self.mentions(line).first()?;
            let alone = mention.from == 0 && mention.to == tokens.len();
            let signed = at > 2 && kept[at - 3..at].iter().any(|&before| self.phrase(self.doc.tokens(before), 0, SIGNS));
            (alone && signed).then_some((at, mention.person))
        });
        let Some((end, person)) = signature else { return };
        let greeting = kept[..end].iter().position(|&line| {
            let tokens = self.doc.tokens(line);
            tokens.len() <= 14
                && tokens.last().is_some_and(|t| matches!(t.mark(), Some(',' | '!' | ':')))
                && (0..tokens.len()).any(|at| self.phrase(tokens, at, GREETS))
        });
        let Some(begin) = greeting else { return };
        for &line in &kept[begin..end] {
            voices[line].get_or_insert(Voice::Person(person));
        }
    }

    /// The line before ends in a colon after a verb of saying: its subject.
    fn line_before(&self, line: usize) -> Option<Voice> {
        let before = (0..line).rev().find(|&l| self.doc.lines[l].is_kept())?;
        let tokens = self.doc.tokens(before);
        if !tokens.last()?.is_mark(':') {
            return None;
        }
        let start = self.sentence_start(before, tokens, tokens.len());
        self.before(before, tokens, start, tokens.len(), true)
    }

    /// `Kalimat itu ditulis oleh X`, `ujar X` after a line that is nothing but a quotation.
    fn pointed_to(&self, line: usize, tokens: &[Token], to: usize) -> Option<Voice> {
        if to + 1 < tokens.len() {
            return None;
        }
        let next = (line + 1..self.doc.lines.len()).find(|&l| self.doc.lines[l].is_kept())?;
        let after = self.doc.tokens(next);
        let points = after.first().is_some_and(|t| self.is(t, POINTS_BACK));
        let said = after.first().is_some_and(|t| !t.is_capital()) && self.phrase(after, 0, SAID);
        (points || said).then(|| self.mention_in(next, 0, 10)).flatten().map(|m| Voice::Person(m.person))
    }

    /// The person whose title stands from token `at` on: `tegas Wakil Perdana Menteri`.
    fn by_title(&self, line: usize, tokens: &[Token], at: usize) -> Option<Voice> {
        let title = tokens[at..].iter().take_while(|t| t.is_word() && t.is_capital()).take(6);
        let words: Vec<u64> =
            title.flat_map(|t| self.lexicon.short.get(&t.plain).map_or(std::slice::from_ref(&t.plain), Vec::as_slice)).copied().collect();
        self.register.by_title(&words, line, at).map(Voice::Person)
    }

    /// The last person named before token `at` of a line, one who is not spoken to or about if there is one nearby.
    fn last_named(&self, line: usize, at: usize) -> Option<usize> {
        let tokens = self.doc.tokens(line);
        let here = self.mentions(line).iter().rev().filter(|m| m.to <= at && !self.register.is_known(m.person));
        // Ibu N.T.K.L. was named since, by her initials alone
        let since = here.clone().next().map_or(0, |m| m.to);
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
