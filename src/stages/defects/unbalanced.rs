//! A quotation mark without its partner, with the word it touches: the quote stage says which marks those are.

use super::spacing::{word_end, word_start};
use super::{Check, Finds};
use crate::doc::Doc;
use crate::stages::Span;

pub(super) fn find(doc: &Doc<'_>, unpaired: &[Span], finds: &mut Finds<'_>) {
    for mark in unpaired {
        let text = &doc.lines[mark.line].text;
        let after = word_end(text, mark.end);
        let before = word_start(text, mark.start);
        let (start, end) = if after > mark.end { (mark.start, after) } else { (before, mark.end) };
        finds.note(Check::Unbalanced, mark.line, start, end);
    }
}
