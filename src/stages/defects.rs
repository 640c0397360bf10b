//! Marks what a translation reviewer should look at.
//!
//! What is decided here: which pieces of the settled text are faulty beyond doubt without the Vietnamese original, one kind a file below.
//! What is left to others: where quotations are and which marks lack a partner ([`super::quotes`]), which lines are in another language
//! ([`super::language`]); mending what is mechanical ([`super::repair`]). Words, pairs of terms and how sure each check is stand in
//! `rules/defects.toml`; a check that a pack disables marks nothing.
//!
//! `Warga Kota Vi nh , kata orang orang` has a `broken-word` (`Vi nh`), a `spacing` (`nh ,`) and a `reduplication` (`orang orang`).

mod broken;
mod glance;
mod knowledge;
mod names;
mod repeated;
pub(crate) mod spacing;
mod terms;
mod unbalanced;
mod untranslated;

use hashbrown::HashSet;

use super::Span;
use super::language::Languages;
use super::officials::People;
use super::quotes::{QuoteSpan, Quotes};
use crate::doc::Doc;
use crate::error::RuleError;
use crate::rules::Packs;
use crate::text::lexicon::Lexicon;
use crate::text::tokens::Token;
use crate::text::vocabulary::{CREDIT, Vocabulary};
use glance::Glance;
use knowledge::Knowledge;

/// One thing to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct DefectSpan<'r> {
    /// The smallest piece that shows it.
    pub span: Span,
    /// Its kind, as `docs/record.md` lists them.
    pub kind: &'static str,
    /// The rule that found it.
    pub rule: &'r str,
    /// How sure, 0 to 1.
    pub score: f32,
}

/// What the defect stage may look at.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'e, 'r> {
    /// The article, settled.
    pub doc: &'e Doc<'r>,
    /// Its languages.
    pub languages: &'e Languages,
    /// Its quotations.
    pub quotes: &'e Quotes<'r>,
    /// Its persons.
    pub people: &'e People,
}

/// The compiled rules and lexicon.
#[derive(Debug)]
pub struct Defects {
    lexicon: Lexicon,
    knowledge: Knowledge,
    scores: [f32; CHECKS.len()],
}

/// What can be found; its place in [`CHECKS`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum Check {
    BrokenName,
    BrokenWord,
    TermName,
    TermOrganisation,
    TermSpelling,
    NameKnown,
    NameShape,
    Reduplication,
    RepeatedAnd,
    RepeatedList,
    RepeatedPhrase,
    SpacingBracket,
    SpacingHyphen,
    SpacingJoined,
    SpacingMark,
    SpacingQuote,
    Unbalanced,
    Abbreviation,
    Script,
    Untranslated,
}

/// The rule and the kind of each check.
const CHECKS: [(&str, &str); 20] = [
    ("broken-word.name", "broken-word"),
    ("broken-word.word", "broken-word"),
    ("inconsistent-term.name", "inconsistent-term"),
    ("inconsistent-term.organisation", "inconsistent-term"),
    ("inconsistent-term.spelling", "inconsistent-term"),
    ("mistranslated-name.known", "mistranslated-name"),
    ("mistranslated-name.shape", "mistranslated-name"),
    ("reduplication.hyphen", "reduplication"),
    ("repeated-words.and", "repeated-words"),
    ("repeated-words.list", "repeated-words"),
    ("repeated-words.phrase", "repeated-words"),
    ("spacing.bracket", "spacing"),
    ("spacing.hyphen", "spacing"),
    ("spacing.joined", "spacing"),
    ("spacing.mark", "spacing"),
    ("spacing.quote", "spacing"),
    ("unbalanced-quote.mark", "unbalanced-quote"),
    ("untranslated.abbreviation", "untranslated"),
    ("untranslated.script", "untranslated"),
    ("untranslated.words", "untranslated"),
];

/// The languages whose words the checks know; of a line of figures or names nobody can tell.
const NATIVE: [&str; 3] = ["ind", "zsm", "und"];

/// A kept line as the checks see it.
#[derive(Clone, Copy)]
struct LineView<'l> {
    index: usize,
    text: &'l str,
    tokens: &'l [Token],
    /// The quotations that begin on it.
    quotes: &'l [QuoteSpan<'l>],
    /// All quotations of the article, to which parents point.
    all_quotes: &'l [QuoteSpan<'l>],
    /// Whether it is Indonesian or Malay.
    native: bool,
    /// Which of its words are of interest to which check.
    glance: &'l Glance,
}

impl LineView<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens[at].text(self.text)
    }
    /// The innermost quotation that holds this byte.
    fn quote_at(&self, byte: usize) -> Option<&QuoteSpan<'_>> {
        let after = self.quotes.partition_point(|quote| quote.outer.start <= byte);
        let mut quote = self.quotes[..after].last()?;
        // quotations nest two or three deep; what nests deeper is no text
        for _ in 0..4 {
            if byte < quote.outer.end {
                return Some(quote);
            }
            quote = &self.all_quotes[quote.parent?];
        }
        None
    }
    /// Whether the token is a word that white space alone parts from the one before.
    fn follows(&self, at: usize) -> bool {
        at > 0 && self.tokens[at].is_word() && self.tokens[at].is_spaced() && self.tokens[at - 1].is_word()
    }
    /// `Foto:`, after which names stand.
    fn opens_credit(&self, at: usize) -> bool {
        self.tokens[at].has(CREDIT) && self.tokens.get(at + 1).is_some_and(|next| next.is_mark(':'))
    }
    /// Whether the token is a word without a capital.
    fn is_lower(&self, at: usize) -> bool {
        self.tokens[at].is_word() && !self.tokens[at].is_capital()
    }
}

/// Where checks put what they find.
struct Finds<'r> {
    scores: &'r [f32; CHECKS.len()],
    spans: Vec<DefectSpan<'r>>,
}

impl Finds<'_> {
    fn note(&mut self, check: Check, line: usize, start: usize, end: usize) {
        let (rule, kind) = CHECKS[check as usize];
        let score = self.scores[check as usize];
        if score > 0.0 {
            self.spans.push(DefectSpan { span: Span { line, start, end }, kind, rule, score });
        }
    }
    /// From the first byte of one token to the last of another.
    fn tokens(&mut self, check: Check, line: LineView<'_>, first: usize, last: usize) {
        self.note(check, line.index, line.tokens[first].start as usize, line.tokens[last].end as usize);
    }
}

impl Defects {
    /// Compiles the pack `defects` and enters its words.
    ///
    /// # Errors
    /// Where a rule cannot be used.
    pub fn compile(packs: &Packs, vocabulary: &mut Vocabulary) -> Result<Self, RuleError> {
        let (knowledge, scores) = knowledge::read(packs, vocabulary)?;
        Ok(Self { lexicon: Lexicon::built_in(), knowledge, scores })
    }

    /// The defects of an article's kept lines, in order.
    pub fn find<'r>(&'r self, evidence: Evidence<'_, 'r>) -> Vec<DefectSpan<'r>> {
        let Evidence { doc, languages, quotes, .. } = evidence;
        let mut finds = Finds { scores: &self.scores, spans: Vec::new() };
        unbalanced::find(doc, &quotes.unpaired, &mut finds);
        let native = NATIVE.contains(&languages.article);
        let mut terms = terms::Terms::new(&self.knowledge, &self.lexicon);
        let mut names = names::Names::new(&self.knowledge);
        let explained = untranslated::explained(doc);
        let foreign = languages.foreign.iter().filter(|(_, language, _)| !NATIVE.contains(language)).map(|(line, ..)| *line);
        let foreign: HashSet<usize> = foreign.collect();
        let mut glance = Glance::default();
        for index in doc.kept() {
            let tokens = doc.tokens(index);
            let from = quotes.quotes.partition_point(|quote| quote.outer.line < index);
            let to = from + quotes.quotes[from..].partition_point(|quote| quote.outer.line == index);
            glance.over(&doc.lines[index].text, tokens);
            let line = LineView {
                index,
                text: &doc.lines[index].text,
                tokens,
                quotes: &quotes.quotes[from..to],
                all_quotes: &quotes.quotes,
                native: native && !foreign.contains(&index) && reads_native(tokens),
                glance: &glance,
            };
            spacing::find(line, self, &mut finds);
            repeated::find(line, &self.knowledge, &mut finds);
            if line.native {
                broken::find(line, self, &mut finds);
                untranslated::find(line, &self.knowledge, &explained, &mut finds);
                terms.read(line);
                names.read(line);
            }
        }
        terms.settle(doc, &mut finds);
        names.settle(doc, &mut finds);
        finds.spans.sort_by(|a, b| (a.span, a.kind).cmp(&(b.span, b.kind)));
        finds.spans.dedup_by(|b, a| a.kind == b.kind && a.span.line == b.span.line && b.span.start < a.span.end);
        finds.spans
    }
}

/// Whether more of a line's words are Indonesian than English or Vietnamese.
fn reads_native(tokens: &[Token]) -> bool {
    let (mut native, mut english, mut accented, mut small, mut words) = (0u32, 0u32, 0u32, 0u32, 0u32);
    for token in tokens {
        if token.is_word() {
            let levels = token.levels;
            words += 1;
            native += u32::from(levels.indonesian());
            english += u32::from(levels.english()) * 2;
            if token.has_accent() && levels.vietnamese() > 0 {
                accented += 1;
                small += u32::from(!token.is_capital());
            }
        }
    }
    (accented * 2 <= words || small == 0) && native >= english
}

#[cfg(test)]
mod tests;
