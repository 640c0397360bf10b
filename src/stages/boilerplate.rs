//! Marks what the site or the scraper put there and the reporter did not write, and what stands glued to a kept line.

use crate::doc::{Doc, LineMark};
use crate::error::RuleError;
use crate::rules::Packs;

/// The compiled rules.
#[derive(Debug)]
pub struct Boilerplate {}

impl Boilerplate {
    /// Compiles the pack `boilerplate`.
    ///
    /// # Errors
    /// Where a rule cannot be used.
    pub fn compile(_packs: &Packs) -> Result<Self, RuleError> {
        Ok(Self {})
    }

    /// What glued pieces to trim; carried out before [`Boilerplate::judge`] sees the lines.
    pub fn trim<'r>(&'r self, _doc: &Doc<'r>) -> Vec<LineMark<'r>> {
        Vec::new()
    }

    /// Which lines to remove.
    pub fn judge<'r>(&'r self, _doc: &Doc<'r>) -> Vec<LineMark<'r>> {
        Vec::new()
    }
}
