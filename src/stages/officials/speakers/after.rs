//! Who says a quotation by what stands behind it.
//!
//! What is decided here: the verb of saying behind a quotation and its subject, an attribution set into its sentence, a sentence that names who
//! spoke. What stands before it is left to [`super::before`].
//!
//! `"Air naik," kata perempuan berusia 61 tahun itu`: whoever was named last.

use super::super::lexicon::{ACCORDING, ANSWERS, ELDER, PERSON_NOUN, POINTER, PRONOUN, REPLIES, SAID, SAYS, SOMEBODY};
use super::{LOOK_BACK, REACH, SANG, Speakers, Voice};
use crate::stages::quotes::QuoteSpan;
use crate::text::tokens::Token;

/// How many tokens after a quotation its verb of saying may begin.
const NEAR: usize = 3;
/// How many tokens `perempuan berusia 61 tahun itu` has at most.
const THAT: usize = 9;

impl Speakers<'_, '_, '_> {
    /// Whether between the end (in bytes) of one quotation and the mark at `from` stands nothing but who says both.
    pub(super) fn goes_on(&self, tokens: &[Token], end: usize, from: usize) -> bool {
        let after = tokens.partition_point(|t| (t.start as usize) < end);
        let verb = after + usize::from(tokens.get(after).is_some_and(|t| t.is_mark(',')));
        from > verb + 1
            && from - verb <= 2 * REACH
            && tokens[from - 1].is_mark(',')
            && self.phrase(tokens, verb, SAID)
            && tokens[verb..from - 1].iter().all(|t| t.mark().is_none() || t.is_mark(',') || t.is_mark('.'))
    }

    /// `"…" Yang berbicara adalah X.`
    pub(super) fn answers(&self, line: usize, tokens: &[Token], to: usize) -> Option<Voice> {
        if !self.phrase(tokens, to, ANSWERS) {
            return None;
        }
        self.mention_in(line, to, to + REACH + 1).map(|mention| Voice::Person(mention.person))
    }

    /// `, kata dia,` or `, menurutnya,` within the quotation's sentence.
    pub(super) fn aside(&self, line: usize, tokens: &[Token], start: usize, to: usize, from: usize) -> Option<Voice> {
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
    pub(super) fn after(&self, line: usize, tokens: &[Token], to: usize, from: usize) -> Option<Voice> {
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
    pub(super) fn answering(&self, asked: Voice, line: usize, tokens: &[Token], to: usize, from: usize) -> Voice {
        if !(to..tokens.len().min(to + NEAR)).any(|at| self.phrase(tokens, at, REPLIES)) {
            return asked;
        }
        let other = self.mentions(line).iter().rev().find(|m| m.to <= from && Voice::Person(m.person) != asked);
        other.map_or(Voice::Nobody, |m| Voice::Person(m.person))
    }

    /// `ujar pelatih asal Prancis itu`, `kata perempuan 61 tahun itu`: the holder of that post, or whoever was named last.
    pub(super) fn that_one(&self, line: usize, tokens: &[Token], at: usize, from: usize) -> Option<Voice> {
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
        let unnamed =
            tokens[from.saturating_sub(LOOK_BACK)..from].windows(2).any(|pair| self.is(&pair[0], SOMEBODY) && pair[1].hash == noun.hash);
        let nameable = self.is(noun, PERSON_NOUN);
        if unnamed || !nameable { Some(Voice::Nobody) } else { self.last_named(line, from).map(Voice::Person) }
    }

    /// `sang seniman`: the holder of that post, or whoever was named last.
    pub(super) fn sang(&self, line: usize, tokens: &[Token], at: usize, from: usize) -> Option<Voice> {
        let noun = tokens.get(at + 1).filter(|t| t.is_word())?;
        self.register.by_title(&[noun.plain], line, from).or_else(|| self.last_named(line, from)).map(Voice::Person)
    }

    /// `anh kể`, `ông Thuận nói`, `he said`, `Hung recalled` right after a quotation.
    pub(super) fn subject_then_verb(&self, line: usize, tokens: &[Token], at: usize, from: usize) -> Option<Voice> {
        if let Some(mention) = self.mention_in(line, at, at + 1)
            && self.phrase(tokens, mention.to, SAYS | SAID)
        {
            return Some(Voice::Person(mention.person));
        }
        let pronoun = tokens.get(at).is_some_and(|t| self.is(t, PRONOUN));
        (pronoun && self.phrase(tokens, at + 1, SAYS | SAID)).then(|| self.last_named(line, from).map(Voice::Person)).flatten()
    }

    /// Whether an attribution after a quote that is no speech is one: its text ends in a comma or stop, or a comma
    /// follows it and `kata`, or it opens its sentence.
    pub(super) fn ends_like_speech(&self, quote: &QuoteSpan<'_>, tokens: &[Token], to: usize, from: usize) -> bool {
        let text = quote.inner.text(self.doc);
        let comma = tokens.get(to).is_some_and(|t| t.is_mark(','));
        let opens = || self.sentence_start(quote.outer.line, tokens, from) == from;
        text.ends_with([',', '.', '!', '?']) || (comma && (self.phrase(tokens, to + 1, SAID) || opens()))
    }

    /// The person whose title stands from token `at` on: `tegas Wakil Perdana Menteri`.
    pub(super) fn by_title(&self, line: usize, tokens: &[Token], at: usize) -> Option<Voice> {
        let title = tokens[at..].iter().take_while(|t| t.is_word() && t.is_capital()).take(6);
        let words: Vec<u64> =
            title.flat_map(|t| self.lexicon.short.get(&t.plain).map_or(std::slice::from_ref(&t.plain), Vec::as_slice)).copied().collect();
        self.register.by_title(&words, line, at).map(Voice::Person)
    }
}
