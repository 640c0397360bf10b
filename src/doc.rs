//! An article on its way: its lines, what became of each, and the words in them.
//!
//! Stages read a [`Doc`] and return marks; [`Doc::apply`] is the one place where a mark becomes an edit. After the edits the kept lines
//! are settled, and every span that a later stage takes is a byte range of [`Line::text`].

use std::borrow::Cow;
use std::ops::Range;

use crate::record::{Newline, Reason};
use crate::text::tokens::{Summary, Token};
use crate::text::vocabulary::Vocabulary;

/// From this score on a mark is carried out; below it the line is kept and stands in `suspects`.
pub const CERTAIN: f32 = 0.5;

/// One line of the input.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// Its number in the input, from 1.
    pub number: u32,
    /// As it stood, without its line end.
    pub raw: &'a str,
    /// Normalised, and trimmed once trimming marks were applied.
    pub text: Cow<'a, str>,
    /// What became of it.
    pub fate: Fate<'a>,
    /// The rules that changed it, in order.
    pub rules: Vec<&'a str>,
    tokens: Range<usize>,
    /// What any of its tokens has.
    pub summary: Summary,
}

impl Line<'_> {
    /// Whether it is in the record's text.
    pub fn is_kept(&self) -> bool {
        matches!(self.fate, Fate::Kept)
    }
    /// Whether nothing visible stands on it.
    pub fn is_blank(&self) -> bool {
        matches!(self.fate, Fate::Blank)
    }
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate<'r> {
    /// Nothing is on it after normalising.
    Blank,
    /// It is in the record's text.
    Kept,
    /// It is out.
    Removed(Removal<'r>),
}

/// Why a line is out, or doubted.
#[derive(Clone, Debug, PartialEq)]
pub struct Removal<'r> {
    /// Boilerplate or duplicate.
    pub reason: Reason,
    /// The kind of boilerplate; empty for duplicates.
    pub category: &'r str,
    /// Number of the kept twin's line; 0 for boilerplate.
    pub of: u32,
    /// The rule's id.
    pub rule: &'r str,
    /// How sure, 0 to 1.
    pub score: f32,
}

/// What a stage says about a line.
#[derive(Clone, Debug, PartialEq)]
pub struct LineMark<'r> {
    /// Index into [`Doc::lines`].
    pub line: usize,
    /// What should become of it.
    pub verdict: Verdict<'r>,
}

/// What should become of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict<'r> {
    /// Take it out if the score is [`CERTAIN`], else doubt it.
    Remove(Removal<'r>),
    /// Keep only these bytes of its text, by this rule. Where nothing is left, the line is removed by that rule as `category`.
    Trim {
        /// The bytes of [`Line::text`] that stay.
        keep: Range<usize>,
        /// The rule's id.
        rule: &'r str,
        /// The category under which it goes if nothing stays.
        category: &'r str,
    },
    /// Set its text to this, by this rule.
    Repair {
        /// The new text.
        text: String,
        /// The rule's id.
        rule: &'r str,
    },
}

/// An article on its way.
#[derive(Clone, Debug)]
pub struct Doc<'a> {
    /// All lines of the input, blank ones included.
    pub lines: Vec<Line<'a>>,
    /// Kept lines that a rule doubted: index into `lines`, and why.
    pub suspects: Vec<(usize, Removal<'a>)>,
    /// How the input's lines end.
    pub newline: Newline,
    /// Where the article was published, as its input record says.
    pub host: String,
    tokens: Vec<Token>,
    vocabulary: &'a Vocabulary,
}

impl<'a> Doc<'a> {
    /// Cuts `text` into lines and words. `normalise` gives each line's normal form, or `None` where it is so already; `rule` is the id
    /// under which a change is noted; `vocabulary` says what is known of each word. `tokens` is a buffer to reuse.
    pub fn new(
        text: &'a str,
        normalise: impl Fn(&str) -> Option<String>,
        rule: &'a str,
        vocabulary: &'a Vocabulary,
        mut tokens: Vec<Token>,
    ) -> Self {
        tokens.clear();
        let newline = line_ends(text);
        let mut lines = Vec::with_capacity(memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1);
        let mut rest = Some(text);
        while let Some(open) = rest {
            let (mut raw, after) = match memchr::memchr(b'\n', open.as_bytes()) {
                Some(at) => (&open[..at], Some(&open[at + 1..])),
                None => (open, None),
            };
            if newline == Newline::Crlf && after.is_some() {
                raw = raw.strip_suffix('\r').unwrap_or(raw);
            }
            rest = after;
            let (text, rules) = match normalise(raw) {
                Some(changed) => (Cow::Owned(changed), vec![rule]),
                None => (Cow::Borrowed(raw), Vec::new()),
            };
            let fate = if text.is_empty() { Fate::Blank } else { Fate::Kept };
            let from = tokens.len();
            let summary = vocabulary.tokenize(&text, &mut tokens);
            lines.push(Line { number: lines.len() as u32 + 1, raw, text, fate, rules, tokens: from..tokens.len(), summary });
        }
        Self { lines, suspects: Vec::new(), newline, host: String::new(), tokens, vocabulary }
    }

    /// The words, numbers and marks of a line's text.
    pub fn tokens(&self, line: usize) -> &[Token] {
        &self.tokens[self.lines[line].tokens.clone()]
    }

    /// Indices of the lines that are kept so far.
    pub fn kept(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.lines.iter().enumerate().filter(|(_, l)| l.is_kept()).map(|(i, _)| i)
    }

    /// Carries marks out, in order. A line that is out already stays as it is.
    pub fn apply(&mut self, marks: impl IntoIterator<Item = LineMark<'a>>) {
        for LineMark { line: index, verdict } in marks {
            if !self.lines[index].is_kept() {
                continue;
            }
            match verdict {
                Verdict::Remove(removal) if removal.score >= CERTAIN => self.lines[index].fate = Fate::Removed(removal),
                Verdict::Remove(removal) => self.suspects.push((index, removal)),
                Verdict::Trim { keep, rule, category } => {
                    let kept = self.lines[index].text[keep].trim().to_owned();
                    if kept.is_empty() {
                        let removal = Removal { reason: Reason::Boilerplate, category, of: 0, rule, score: 1.0 };
                        self.lines[index].fate = Fate::Removed(removal);
                    } else {
                        self.change(index, kept, rule);
                    }
                }
                Verdict::Repair { text, rule } => self.change(index, text, rule),
            }
        }
    }

    /// A duplicate whose twin went as boilerplate is boilerplate, too: it says the same.
    pub fn follow_twins(&mut self) {
        for at in 0..self.lines.len() {
            let Fate::Removed(Removal { reason: Reason::Duplicate, of, .. }) = self.lines[at].fate else { continue };
            let twin = self.lines.get(of as usize - 1).map(|line| line.fate.clone());
            if let Some(Fate::Removed(why)) = twin {
                self.lines[at].fate = Fate::Removed(why);
            }
        }
    }

    /// Gives the token buffer back for the next article.
    pub fn into_tokens(self) -> Vec<Token> {
        self.tokens
    }

    fn change(&mut self, index: usize, text: String, rule: &'a str) {
        if text == self.lines[index].text {
            return;
        }
        let from = self.tokens.len();
        let summary = self.vocabulary.tokenize(&text, &mut self.tokens);
        let line = &mut self.lines[index];
        line.summary = summary;
        line.tokens = from..self.tokens.len();
        line.text = Cow::Owned(text);
        line.rules.push(rule);
    }
}

/// `crlf` where there is a newline and each has a CR before it.
fn line_ends(text: &str) -> Newline {
    let bytes = text.as_bytes();
    let mut any = false;
    for at in memchr::memchr_iter(b'\n', bytes) {
        if at == 0 || bytes[at - 1] != b'\r' {
            return Newline::Lf;
        }
        any = true;
    }
    if any { Newline::Crlf } else { Newline::Lf }
}
