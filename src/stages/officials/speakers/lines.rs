//! Whose words whole lines are.
//!
//! What is decided here: answers of an interview, headings `X: …`, a letter given in full, and a quotation that is a line of its own with the lines
//! beside it.
//!
//! Under `- Mengapa museum ini dibangun?` the next line is the answer of whom the lines before introduce.

use super::super::lexicon::{ASKS, GREETS, POINTS_BACK, SAID, SAYS, SIGNS};
use super::{Speakers, Voice};
use crate::text::hash::word_hash;
use crate::text::tokens::Token;

/// Words that announce a text in full: `Berikut isi lengkapnya`.
const FULL: [u64; 4] = [word_hash("lengkapnya"), word_hash("selengkapnya"), word_hash("seutuhnya"), word_hash("verbatim")];
/// So many kept lines from the top may announce it.
const HEAD: usize = 8;
/// How many tokens the greeting of a letter or speech has at most.
const GREETING: usize = 24;
/// Labels of answers, before who gives them in brackets.
const ANSWER: [u64; 4] = [word_hash("jawab"), word_hash("jawaban"), word_hash("đáp"), word_hash("a")];

impl Speakers<'_, '_, '_> {
    /// Whose words whole lines are.
    pub(super) fn whole_lines(&self) -> Vec<Option<Voice>> {
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
            // Jawab (Ibu X, Ketua Y): …
            let answer = matches!(tokens, [jawab, open, ..] if ANSWER.contains(&jawab.hash) && open.is_mark('('));
            let bullet = if answer { 2 } else { bullet };
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
    pub(super) fn interview(&self, voices: &mut [Option<Voice>], opened: &[(usize, usize, bool)], asked: bool) {
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
                // whom the questions are put to by name answers where no name stands, too
                Some(Voice::Nobody) => answering = asked && repeated,
                None if asked && repeated && answering => voices[line] = Some(Voice::Person(person)),
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
    pub(super) fn letter(&self, voices: &mut [Option<Voice>]) {
        let kept: Vec<usize> = self.doc.kept().collect();
        let signature = kept.iter().enumerate().rev().find_map(|(at, &line)| {
            let tokens = self.doc.tokens(line);
            let mention = self.mentions(line).first()?;
            let alone = mention.from == 0 && mention.to == tokens.len();
            let signed = at > 2 && kept[at - 3..at].iter().any(|&before| (0..2).any(|at| self.phrase(self.doc.tokens(before), at, SIGNS)));
            (alone && signed).then_some((at, mention.person))
        });
        let greets = |line: usize| {
            let tokens = self.doc.tokens(line);
            let short = tokens.len() <= GREETING && tokens.last().is_some_and(|t| matches!(t.mark(), Some(',' | '!' | ':')));
            short && (0..tokens.len()).any(|at| self.phrase(tokens, at, GREETS))
        };
        let full = kept.iter().take(HEAD).position(|&line| self.doc.tokens(line).iter().any(|t| FULL.contains(&t.hash)));
        let (begin, end, person) = if let Some((end, person)) = signature {
            let greeting = kept[..end].iter().position(|&line| greets(line));
            let Some(begin) = greeting.or(full.filter(|&full| full < end)) else { return };
            (begin, end, person)
        } else {
            // X menyampaikan sambutan; redaksi memuat teks lengkapnya: from the greeting on it is X's
            let Some(full) = full.filter(|&full| kept.get(full + 1).is_some_and(|&line| greets(line))) else { return };
            let Some(speaker) = self.mentions(kept[full]).first() else { return };
            (full + 1, kept.len(), speaker.person)
        };
        for &line in &kept[begin..end] {
            voices[line].get_or_insert(Voice::Person(person));
        }
    }

    /// The line before ends in a colon after a verb of saying: its subject.
    pub(super) fn line_before(&self, line: usize) -> Option<Voice> {
        let before = (0..line).rev().find(|&l| self.doc.lines[l].is_kept())?;
        let tokens = self.doc.tokens(before);
        if !tokens.last()?.is_mark(':') {
            return None;
        }
        let start = self.sentence_start(before, tokens, tokens.len());
        self.before(before, tokens, start, tokens.len(), true)
    }

    /// `Kalimat itu ditulis oleh X`, `ujar X` after a line that is nothing but a quotation.
    pub(super) fn pointed_to(&self, line: usize, tokens: &[Token], to: usize) -> Option<Voice> {
        if to + 1 < tokens.len() {
            return None;
        }
        let next = (line + 1..self.doc.lines.len()).find(|&l| self.doc.lines[l].is_kept())?;
        let after = self.doc.tokens(next);
        let points = after.first().is_some_and(|t| self.is(t, POINTS_BACK));
        let said = after.first().is_some_and(|t| !t.is_capital()) && self.phrase(after, 0, SAID);
        (points || said).then(|| self.mention_in(next, 0, 10)).flatten().map(|m| Voice::Person(m.person))
    }
}
