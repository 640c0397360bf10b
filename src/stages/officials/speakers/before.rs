//! Who says a quotation by what stands before it in its sentence.
//!
//! What is decided here: the subject of the last verb of saying, the agent of a passive one, whom `menurut` names, the holder of a title before a
//! colon, the owner of words that are repeated. What stands behind it is left to [`super::after`].
//!
//! `Menanggapi laporan itu, Perdana Menteri menegaskan: "…"`: the Prime Minister who was named last.

use super::super::lexicon::{
    ACCORDING, FORMER, HEAD, INSIDE, JOINS, OBLIQUE, ONLY_SPEECH, OWN, PRONOUN, RANK, REPEATS, SAID_BY, SAYS, SOMEBODY, WORDS_OF,
};
use super::super::people::Mention;
use super::{LOOK_BACK, SANG, Speakers, Voice};
use crate::text::hash::word_hash;
use crate::text::tokens::Token;

/// `yang`, which opens a clause about a name.
const YANG: u64 = word_hash("yang");
/// `bahwa`, which begins what is said.
const THAT_CLAUSE: u64 = word_hash("bahwa");
/// How many tokens may stand between a passive verb and whose words they are: `ditulis oleh penyair X`.
const AGENT: usize = 4;
/// How many tokens may stand between a pronoun and its verb where it opens no clause.
const NEAR_PRONOUN: usize = 8;
/// How many tokens may stand between a name and its verb behind `bahwa`: `bahwa Bapak X pernah berpesan`.
const ADVERBS: usize = 3;

impl Speakers<'_, '_, '_> {
    /// `ditulis oleh X, murid kelas empat: "…"`: whom the passive verb names.
    pub(super) fn agent(&self, line: usize, tokens: &[Token], start: usize, from: usize) -> Option<Voice> {
        from.checked_sub(1).filter(|&at| tokens[at].is_mark(':'))?;
        let verb = (start..from).rev().find(|&at| self.phrase(tokens, at, SAID_BY))?;
        self.mention_in(line, verb + 1, (verb + 1 + AGENT).min(from)).map(|mention| Voice::Person(mention.person))
    }

    /// `Ketua Koperasi X: "…"`: whoever holds the title that is all of the sentence.
    pub(super) fn holder(&self, line: usize, tokens: &[Token], start: usize, from: usize) -> Option<Voice> {
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

    /// `perkataan Komandan X: "…"`: the words are X's.
    pub(super) fn words_of(&self, line: usize, tokens: &[Token], start: usize, from: usize) -> Option<Voice> {
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

    /// Subject and verb of saying before a quotation, in its sentence.
    pub(super) fn before(&self, line: usize, tokens: &[Token], start: usize, from: usize, speech: bool) -> Option<Voice> {
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

    pub(super) fn is_bagi(&self, tokens: &[Token], at: usize) -> bool {
        // `bagi` names a speaker only at the start of a sentence
        self.phrase(tokens, at, OBLIQUE) && at > 0 && tokens[at - 1].mark().is_none()
    }

    /// Who does what the verb says: the person named last before it who is not spoken to, or a pronoun's.
    pub(super) fn subject(&self, line: usize, tokens: &[Token], start: usize, verb: usize) -> Option<Voice> {
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
    pub(super) fn pronoun_before(&self, line: usize, tokens: &[Token], start: usize, verb: usize) -> Option<usize> {
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
    pub(super) fn unnamed_subject(&self, line: usize, tokens: &[Token], start: usize, verb: usize) -> Option<Voice> {
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
    pub(super) fn owned_subject(&self, tokens: &[Token], start: usize, verb: usize) -> bool {
        let Some(own) = (start..verb).rev().take(3).find(|&at| self.is(&tokens[at], OWN)) else { return false };
        // Kepada para ayah saya berkata
        let spoken_to = (own.saturating_sub(3).max(start)..own).any(|at| self.phrase(tokens, at, OBLIQUE));
        own > start && tokens[own - 1].is_word() && !spoken_to && !self.phrase(tokens, own - 1, JOINS)
    }

    /// Inside an outer quotation: who says the inner one, if not the outer one's speaker.
    pub(super) fn inner_voice(&self, line: usize, tokens: &[Token], start: usize, from: usize) -> Option<Voice> {
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
}
