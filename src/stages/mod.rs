//! What is done to an article, one file a stage.
//!
//! Edits come first (normalise, boilerplate, duplicates, repair) and settle the text; then spans are taken on it (language, quotes,
//! officials, speakers, defects). A stage is compiled once from its pack and marks; [`crate::clean`] carries the marks out.

pub mod boilerplate;
pub mod defects;
pub mod duplicates;
pub mod language;
pub mod normalise;
pub mod officials;
pub mod quotes;
pub mod repair;

/// A piece of a kept line: bytes of its settled text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Index into [`crate::doc::Doc::lines`].
    pub line: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The piece as it stands in its line's settled text.
    pub fn text<'d>(&self, doc: &'d crate::doc::Doc<'_>) -> &'d str {
        &doc.lines[self.line].text[self.start..self.end]
    }
    /// Whether `other` lies within it.
    pub fn holds(&self, other: &Span) -> bool {
        self.line == other.line && self.start <= other.start && other.end <= self.end
    }
}
