//! Marks paragraphs that say again what an earlier kept paragraph of the article says in the same words.

use crate::doc::{Doc, LineMark};

/// Which kept lines to remove as duplicates, exact ones and near ones.
pub fn judge<'r>(_doc: &Doc<'r>) -> Vec<LineMark<'r>> {
    Vec::new()
}
