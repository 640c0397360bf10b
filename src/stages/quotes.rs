//! Finds the quotations of an article and says what each is. Who says it is left to [`super::officials`], which knows the persons.

use super::Span;
use crate::doc::Doc;
use crate::error::RuleError;
use crate::record::QuoteKind;
use crate::rules::Packs;

/// A span between paired marks.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteSpan<'r> {
    /// The text without marks and without white space at its ends.
    pub inner: Span,
    /// The same with its marks.
    pub outer: Span,
    /// The quote that holds it: index into [`Quotes::quotes`].
    pub parent: Option<usize>,
    /// What it is.
    pub kind: QuoteKind,
    /// The cue word that says so.
    pub cue: Option<Span>,
    /// The rule that decided the kind.
    pub rule: &'r str,
    /// How sure the kind is, 0 to 1.
    pub score: f32,
}

/// The quotations of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quotes<'r> {
    /// In the order of their opening marks.
    pub quotes: Vec<QuoteSpan<'r>>,
    /// Marks without a partner.
    pub unpaired: Vec<Span>,
}

/// The compiled cues.
#[derive(Debug)]
pub struct QuoteRules {}

impl QuoteRules {
    /// Compiles the pack `quotes`.
    ///
    /// # Errors
    /// Where a rule cannot be used.
    pub fn compile(_packs: &Packs) -> Result<Self, RuleError> {
        Ok(Self {})
    }

    /// The quotations of an article's kept lines.
    pub fn find<'r>(&'r self, _doc: &Doc<'r>) -> Quotes<'r> {
        Quotes::default()
    }
}
