//! A quotation mark without its partner, with the word it touches: the quote stage says which marks those are.

use super::{Check, Finds};
use crate::doc::Doc;
use crate::stages::Span;

pub(super) fn find(doc: &Doc<'_>, unpaired: &[Span], finds: &mut Finds<'_>) {
    for mark in unpaired {
        let text = &doc.lines[mark.line].text;
        let is_edge = |c: char| c.is_whitespace();
        let after = text[mark.end..].find(is_edge).map_or(text.len(), |at| mark.end + at);
        let before = text[..mark.start].rfind(is_edge).map_or(0, |at| at + 1);
        let (start, end) = if after > mark.end { (mark.start, after) } else { (before, mark.end) };
        finds.note(Check::Unbalanced, mark.line, start, end);
    }
}
