//! Which capitalised words are a name: how far it goes, and what in front of it, behind it or in it says so.
//!
//! What is decided here: where a run of capitalised words must end, and whether one word alone is somebody's name. How likely the words are a
//! person's is left to [`super::split`].
//!
//! `Bapak Nguyen Van Dua Ketua …` is three words; `Suparmi (52)` is a name by the age behind it.

use super::items::Reader;
use super::lexicon::{
    AGE, BODY, DEGREE, DEPUTY, FORMER, HEAD, HOLDS_PERSONS, HONORIFIC, NAMED_AFTER, NOT_NAME, OCCUPATION, PLACE_KIND, RANK,
};
use crate::text::names::is_highland_shape;
use crate::text::tokens::Token;
use crate::text::vocabulary::{FAMILY, NAME_PART, SPELT};

/// How many capitalised words are looked at for a name.
const LONGEST_RUN: usize = 24;

impl Reader<'_> {
    /// Whether the word at `at` is by itself the name of somebody whose age follows: Suparmi (52), … and: kader, Tukinem, 66 tahun, …
    pub(super) fn is_aged_name(&self, line: &str, tokens: &[Token], at: usize) -> bool {
        let phrases = &self.lexicon.phrases;
        let token = &tokens[at];
        let told = match tokens.get(at + 1..) {
            Some([comma, number, age, ..]) => {
                comma.is_mark(',') && number.is_number() && number.end - number.start == 2 && phrases.word(age.hash) & AGE != 0
            }
            _ => false,
        };
        (told || self.is_aged(tokens, at + 1))
            && token.is_word()
            && !token.is_upper()
            && phrases.word(token.hash) == 0
            && !self.splitter.is_common(line, token)
            && !self.splitter.is_region(&tokens[at..=at])
            && !self.splitter.begins_place(&tokens[at..=at])
    }

    /// Whether the word at `at`, behind a title and its comma, is by itself the name of who holds it: Kepala Desa Sukamaju, Kasturi, …
    pub(super) fn is_single_name(&self, line: &str, tokens: &[Token], at: usize) -> bool {
        let token = &tokens[at];
        let closed = tokens.get(at + 1).is_some_and(|t| matches!(t.mark(), Some(',' | '(')));
        closed
            && token.is_word()
            && !token.is_upper()
            && self.lexicon.phrases.word(token.hash) == 0
            && !token.has(SPELT)
            && !self.splitter.is_very_common(line, token)
            && !self.splitter.is_region(&tokens[at..=at])
            && !self.splitter.begins_place(&tokens[at..=at])
    }

    /// Whether an age in brackets stands at `at`.
    pub(super) fn is_aged(&self, tokens: &[Token], at: usize) -> bool {
        match tokens.get(at..) {
            Some([open, number, close, ..]) if open.is_mark('(') && number.is_number() && number.end - number.start == 2 => {
                close.is_mark(')') || self.lexicon.phrases.word(close.hash) & AGE != 0
            }
            _ => false,
        }
    }

    /// Whether a name can begin at `at`, after an honorific, degree or occupation of these classes.
    pub(super) fn opens_name(&self, tokens: &[Token], at: usize, classes: u64) -> bool {
        let comma = classes & DEGREE != 0 && tokens.get(at).is_some_and(|t| t.is_mark(','));
        let at = if comma { at + 1 } else { at };
        let Some(next) = tokens.get(at) else { return false };
        if next.is_mark('(') || next.mark().is_some() {
            return false;
        }
        if self.lexicon.phrases.longest(&tokens[at..], HONORIFIC | DEGREE | RANK | HEAD | FORMER | DEPUTY | OCCUPATION).is_some() {
            return next.is_capital() || classes & (HONORIFIC | DEGREE) != 0;
        }
        next.is_capital() && next.is_word()
    }

    /// What is named after somebody, or the place after its kind: its end.
    pub(super) fn thing(&self, line: &str, tokens: &[Token], mut to: usize) -> usize {
        // kinds may follow each other: Sekolah Dasar, Kota Provinsi
        while let Some((len, _)) = tokens.get(to..).and_then(|rest| self.lexicon.phrases.longest(rest, PLACE_KIND | NAMED_AFTER | BODY)) {
            if !tokens[to].is_capital() {
                break;
            }
            to += len;
        }
        let run = self.run(line, tokens, to);
        to + self.splitter.thing(line, &tokens[to..to + run])
    }

    /// How many tokens at `at` go on with a foreign name whose first words stand before: `van der Hoek`, `bin Ahmad`.
    pub(super) fn particles(&self, tokens: &[Token], at: usize) -> usize {
        let particle = |t: &Token| t.is_word() && t.is_spaced() && self.splitter.is_particle(t);
        let small = tokens[at.min(tokens.len())..].iter().take(3).take_while(|t| particle(t)).count();
        let part =
            |t: &Token| t.is_word() && t.is_capital() && t.is_spaced() && self.lexicon.phrases.word(t.hash) & (NOT_NAME | HEAD | BODY) == 0;
        let rest = tokens[(at + small).min(tokens.len())..].iter().take(2).take_while(|t| part(t)).count();
        if small == 0 || rest == 0 { 0 } else { small + rest }
    }

    /// Length of the run of capitalised words from `at` that may make a name.
    pub(super) fn run(&self, line: &str, tokens: &[Token], at: usize) -> usize {
        let mut len = 0;
        while let Some(token) = tokens.get(at + len) {
            let part = token.is_word() && token.is_capital() && (len == 0 || token.is_spaced());
            if !part || len == LONGEST_RUN || (len > 0 && self.breaks_name(line, tokens, at, at + len)) {
                break;
            }
            len += 1;
        }
        len
    }

    /// Whether the capitalised word at `at` cannot go on with the name that began at `start`.
    fn breaks_name(&self, line: &str, tokens: &[Token], start: usize, at: usize) -> bool {
        let classes = self.lexicon.phrases.word(tokens[at].hash);
        // behind a family name any Vietnamese syllable goes on, whatever it means in Indonesian: Nguyen Van Dua
        let syllable = tokens[at].has(SPELT);
        let first = &tokens[start];
        let vietnamese = first.has(FAMILY) || (first.has(SPELT) && !self.splitter.is_common(line, first));
        if at - start <= 3 && syllable && vietnamese && classes & (RANK | FORMER) == 0 {
            return false;
        }
        // Ho Thi Kan: what stands behind such a syllable is a name, whatever it means
        if at - start == 2 && self.splitter.has_middle_sign(&tokens[start..at]) {
            return false;
        }
        let foreign = HONORIFIC | DEGREE | RANK | HEAD | FORMER | DEPUTY | PLACE_KIND | NAMED_AFTER | BODY | NOT_NAME;
        // Teuku Rafli Hakim
        if self.splitter.is_world_name(first)
            && self.splitter.may_be_world_name(&tokens[at])
            && classes & (FORMER | DEPUTY | PLACE_KIND) == 0
        {
            return false;
        }
        // Efrizon Tanjung: a kind of nothing, at the end of a name
        if classes & (RANK | FORMER | DEPUTY | HEAD | HONORIFIC | DEGREE) == 0
            && self.splitter.may_be_world_name(&tokens[at])
            && !self.splitter.is_common(line, first)
            && tokens.get(at + 1).is_none_or(|t| !t.is_capital())
        {
            return false;
        }
        if classes & foreign != 0 {
            return !tokens[at].has(NAME_PART) || classes & (RANK | FORMER | DEPUTY | PLACE_KIND) != 0;
        }
        // Hasnah Daeng Bulan;
        let last = at - start >= 2 && tokens.get(at + 1).is_none_or(|t| t.mark().is_some());
        self.splitter.is_very_common(line, &tokens[at]) && !(last && self.splitter.is_world_name(first))
    }

    /// A name that begins at `at`: how many words, and how likely it is one.
    pub(super) fn name(&self, line: &str, tokens: &[Token], at: usize, expected: bool, hoped: bool) -> Option<(usize, f32)> {
        let first = &tokens[at];
        // Ibu N.T.K.L.: initials name nobody
        if first.end - first.start == 1
            && tokens.get(at + 1).is_some_and(|t| t.is_mark('.') && !t.is_spaced())
            && tokens.get(at + 2).is_some_and(|t| !t.is_spaced())
        {
            return None;
        }
        let classes = self.lexicon.phrases.word(first.hash);
        let run = self.run(line, tokens, at);
        if !expected {
            if first.is_upper() && run == 1 {
                return None;
            }
            // Putri Anggraini
            let world = run > 1 && self.splitter.may_be_world_name(first) && self.splitter.is_world_name(&tokens[at + 1]);
            if classes & (NOT_NAME | BODY | HEAD | HOLDS_PERSONS) != 0 && !first.has(FAMILY) && !world {
                return None;
            }
            if run == 1 && first.has_apostrophe() && is_highland_shape(first.text(line)) {
                return Some((1, 0.0));
            }
            let small = if run > 0 { self.particles(tokens, at + run) } else { 0 };
            if small > 0 && run <= 2 && !first.has(FAMILY) && !self.splitter.is_common(line, first) {
                return Some((run + small, 0.0));
            }
            return self.splitter.free_name(line, &tokens[at..at + run], hoped);
        }
        // Mayor Dia: a pronoun elsewhere, in capitals a syllable of a name
        if classes & (NOT_NAME | BODY) != 0 && !first.has(SPELT) && !self.splitter.may_be_world_name(first) {
            return None;
        }
        let len = self.splitter.expected_name(line, &tokens[at..at + run]);
        if len < 3 && len == run && self.is_mistranslated(line, tokens, at, len) {
            return None;
        }
        let small = if first.has(FAMILY) { 0 } else { self.particles(tokens, at + len) };
        Some((len + small, self.splitter.person(line, &tokens[at..at + len])))
    }

    /// Whether a Vietnamese name was translated along with the text: `Do Musim Semi Hoa`, `Ha Van Musim Gugur`.
    fn is_mistranslated(&self, line: &str, tokens: &[Token], at: usize, len: usize) -> bool {
        tokens[at].has(FAMILY)
            && tokens.get(at + len).is_some_and(|t| {
                let foreign = HONORIFIC | DEGREE | RANK | HEAD | FORMER | DEPUTY | PLACE_KIND | NAMED_AFTER | BODY;
                t.is_word()
                    && t.is_capital()
                    && t.is_spaced()
                    && !t.has(SPELT)
                    && self.lexicon.phrases.word(t.hash) & foreign == 0
                    && self.splitter.is_very_common(line, t)
            })
    }
}
