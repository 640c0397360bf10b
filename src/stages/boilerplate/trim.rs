//! What stands glued to a kept line and is no part of it.
//!
//! Decides which bytes of a line stay: a translation engine's prefix, a table's bars, a placeholder run into its caption and a radio page's
//! closing mark go. A line of which nothing would stay is left whole for [`super::context`], which removes it under its own name.
//!
//! `| Penjual sayur di dermaga. |` keeps `Penjual sayur di dermaga.`

use std::ops::Range;

use super::Boilerplate;
use super::headline::likeness;
use super::pack::{Cut, Rule};
use crate::doc::{Doc, LineMark, Verdict};

/// So many kept lines from the top may be the headline.
const TOP: usize = 8;
/// So like the headline a stem must be.
const ALIKE: f32 = 0.6;
/// Longest line in bytes in which a placeholder is looked for.
const CAPTION: usize = 700;

impl Boilerplate {
    /// What glued pieces to trim; carried out before [`Boilerplate::judge`] sees the lines.
    pub fn trim<'r>(&'r self, doc: &Doc<'r>) -> Vec<LineMark<'r>> {
        let mut marks = Vec::new();
        for line in doc.kept() {
            let text: &str = &doc.lines[line].text;
            // marks are carried out one after another, each on what the one before left
            let mut from = 0;
            let mut to = text.len();
            while let Some((rule, keep)) = self.trims.iter().find_map(|&rule| {
                let rule = &self.rules[rule];
                self.cut(rule, doc, line, &text[from..to]).map(|keep| (rule, keep))
            }) {
                (from, to) = (from + keep.start, from + keep.end);
                marks.push(LineMark { line, verdict: Verdict::Trim { keep, rule: &rule.id, category: &rule.category } });
            }
        }
        marks
    }

    /// The bytes that `rule` leaves of `text`, if it takes any and leaves some.
    fn cut(&self, rule: &Rule, doc: &Doc<'_>, line: usize, text: &str) -> Option<Range<usize>> {
        let keep = match rule.cut {
            Some(Cut::Bars) => without_bars(text)?,
            Some(Cut::Placeholder) => self.without_placeholder(doc, line, text)?,
            None => {
                let starts = |piece: &&String| text.get(..piece.len()).is_some_and(|head| head.eq_ignore_ascii_case(piece));
                let start = rule.starts.iter().find(starts).map_or(0, String::len);
                let end = rule.ends.iter().find(|piece| text.ends_with(piece.as_str())).map_or(0, String::len);
                if start + end == 0 || start + end >= text.len() {
                    return None;
                }
                start..text.len() - end
            }
        };
        let inner = &text[keep.clone()];
        let start = keep.start + inner.len() - inner.trim_start().len();
        let end = keep.end - (inner.len() - inner.trim_end().len());
        let long = rule.min_words == 0 || text.get(start..end)?.split(' ').nth(rule.min_words - 1).is_some();
        (start < end && end - start < text.len() && long).then_some(start..end)
    }

    fn without_placeholder(&self, doc: &Doc<'_>, line: usize, text: &str) -> Option<Range<usize>> {
        let tokens = doc.tokens(line);
        if text.len() > CAPTION || !doc.lines[line].summary.has_digit() {
            return None;
        }
        let tops = || doc.kept().take(TOP).filter(|&top| top != line && (3..=40).contains(&doc.tokens(top).len()));
        let headline = tops().map(|top| doc.lines[top].text.as_ref()).find(|&top| text.len() > top.len() && text.starts_with(top));
        let found = self.placeholders.read(text, tokens, headline)?;
        let rest = text.get(found.after..).filter(|rest| !rest.is_empty())?;
        let opens = rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '(' | '"' | '“' | '['));
        let known = || found.named || tops().any(|top| likeness(found.stem, &doc.lines[top].text) >= ALIKE);
        (opens && known()).then_some(found.after..text.len())
    }
}

/// The bytes inside a table's bars and after Markdown images; `None` where there are none, or bars between cells.
fn without_bars(text: &str) -> Option<Range<usize>> {
    if !text.starts_with(['|', '!', '[']) && !text.ends_with('|') {
        return None;
    }
    let mut inner = text.trim();
    loop {
        let before = inner;
        if let Some(image) = inner.strip_prefix("![").and_then(|rest| rest.split_once("](")).and_then(|(_, rest)| rest.split_once(')')) {
            inner = image.1.trim_start();
        }
        inner = inner.trim_start_matches('|').trim_start();
        inner = inner.trim_end_matches('|').trim_end();
        if inner.len() == before.len() {
            break;
        }
    }
    if inner.len() == text.len() || inner.contains('|') || !inner.contains(char::is_alphanumeric) {
        return None;
    }
    let start = inner.as_ptr() as usize - text.as_ptr() as usize;
    Some(start..start + inner.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars() {
        for (line, kept) in [
            ("| Penjual sayur. |", Some("Penjual sayur.")),
            ("Penjual sayur. Foto: A |", Some("Penjual sayur. Foto: A")),
            ("![](a.jpg) | Penjual |", Some("Penjual")),
            ("![]() |", None),
            ("|", None),
            ("| Hanoi | 20 |", None),
            ("Penjual sayur.", None),
            ("[Foto] Perahu", None),
        ] {
            assert_eq!(without_bars(line).map(|keep| &line[keep]), kept, "{line}");
        }
    }
}
