//! Marks what a translation reviewer should look at.

use super::Span;
use super::language::Languages;
use super::officials::People;
use super::quotes::Quotes;
use crate::doc::Doc;
use crate::error::RuleError;
use crate::rules::Packs;

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
pub struct Defects {}

impl Defects {
    /// Compiles the pack `defects`.
    ///
    /// # Errors
    /// Where a rule cannot be used.
    pub fn compile(_packs: &Packs) -> Result<Self, RuleError> {
        Ok(Self {})
    }

    /// The defects of an article's kept lines, in order.
    pub fn find<'r>(&'r self, _evidence: Evidence<'_, 'r>) -> Vec<DefectSpan<'r>> {
        Vec::new()
    }
}
