//! An article as it stood, removed lines in their place, with every decision as a labelled span.
//!
//! Lines are joined by `\n`, blank ones left out; offsets are code points, half open, as Label Studio, doccano and Argilla count them. The
//! labels are a closed list, so that a tool can be set up before it reads.
//!
//! Kept `Air surut.` and removed `[iklan_1]` become `Air surut.\n[iklan_1]` with the span 11..20 `removed: ad`.

use crate::eval::fold::plain;
use crate::record::{Reason, Record};

/// Every label with a colour: reds and greys for what is out or wrong, others for what is found.
pub const LABELS: [(&str, &str); 28] = [
    ("removed: ad", "#8d8678"),
    ("removed: site", "#8d8678"),
    ("removed: byline", "#8d8678"),
    ("removed: source", "#8d8678"),
    ("removed: comments", "#8d8678"),
    ("removed: share", "#8d8678"),
    ("removed: related", "#8d8678"),
    ("removed: tags", "#8d8678"),
    ("removed: image", "#8d8678"),
    ("removed: duplicate", "#5b6b8c"),
    ("doubted", "#c98a1b"),
    ("foreign", "#3b57a3"),
    ("quote: motto", "#e0b020"),
    ("quote: theme", "#2aa0a0"),
    ("quote: name", "#3f9a4a"),
    ("quote: work", "#8a5cc7"),
    ("quote: speech", "#4a90d9"),
    ("quote: term", "#a09a8c"),
    ("official", "#a03f93"),
    ("post", "#c98fc0"),
    ("defect: untranslated", "#a32c1c"),
    ("defect: spacing", "#c2503f"),
    ("defect: broken-word", "#c2503f"),
    ("defect: mistranslated-name", "#a32c1c"),
    ("defect: inconsistent-term", "#d2704f"),
    ("defect: unbalanced-quote", "#d2704f"),
    ("defect: repeated-words", "#d2704f"),
    ("defect: reduplication", "#d2704f"),
];

/// An article as it stood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whole {
    /// Its lines, kept ones as they are in the record, removed ones without stray white space.
    pub text: String,
    /// What was decided, in the order of the text.
    pub spans: Vec<Span>,
}

/// A labelled piece.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// One of [`LABELS`].
    pub label: String,
    /// How sure, 0 to 1.
    pub score: f32,
    /// The piece's own words.
    pub text: String,
}

impl Whole {
    /// Of a record.
    pub fn of(record: &Record) -> Self {
        let mut whole = Self::default();
        let mut at = 0u32;
        // for each kept line: where it begins in the record's text, where here
        let mut places: Vec<(u32, i64, &str)> = Vec::with_capacity(record.lines.len());
        let mut gone = record.removed.iter().peekable();
        let mut before = 0u32;
        let kept = record.lines.iter().copied().zip(record.text.split('\n'));
        for (line, text) in kept {
            while let Some(removed) = gone.next_if(|removed| removed.line < line) {
                at = whole.removed(removed, at);
            }
            places.push((line, i64::from(at) - i64::from(before), text));
            let long = text.chars().count() as u32;
            whole.line(text);
            whole.about_line(record, line, at, long, text);
            before += long + 1;
            at += long + 1;
        }
        for removed in gone {
            at = whole.removed(removed, at);
        }
        let points: Vec<char> = record.text.chars().collect();
        let mut mark = |line: u32, start: u32, end: u32, label: String, score: f32| {
            let Ok(place) = places.binary_search_by_key(&line, |(line, ..)| *line) else { return };
            let shift = |offset: u32| (i64::from(offset) + places[place].1) as u32;
            let text = points.get(start as usize..end as usize).unwrap_or_default().iter().collect();
            whole.spans.push(Span { start: shift(start), end: shift(end), label, score, text });
        };
        for quote in &record.quotes {
            mark(quote.line, quote.start, quote.end, format!("quote: {}", quote.kind.name()), quote.score);
        }
        for official in &record.officials {
            for post in &official.posts {
                mark(post.line, post.start, post.end, "post".to_owned(), official.score);
            }
            for mention in &official.mentions {
                mark(mention.line, mention.start, mention.end, "official".to_owned(), official.score);
            }
        }
        for defect in &record.defects {
            mark(defect.line, defect.start, defect.end, format!("defect: {}", defect.kind), defect.score);
        }
        whole.spans.retain(|span| span.start < span.end);
        whole.spans.sort_by(|a, b| (a.start, b.end, &a.label).cmp(&(b.start, a.end, &b.label)));
        whole
    }

    fn line(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
    }

    /// Puts a removed line down at code point `at`; gives back where the next begins.
    fn removed(&mut self, removed: &crate::record::Removed, at: u32) -> u32 {
        let text = plain(&removed.text);
        if text.is_empty() {
            return at;
        }
        let end = at + text.chars().count() as u32;
        let what = if removed.reason == Reason::Duplicate { "duplicate" } else { &removed.category };
        self.line(&text);
        self.spans.push(Span { start: at, end, label: format!("removed: {what}"), score: removed.score, text });
        end + 1
    }

    /// Marks a kept line that was doubted or is in another language.
    fn about_line(&mut self, record: &Record, line: u32, at: u32, long: u32, text: &str) {
        let doubted = record.suspects.iter().filter(|doubt| doubt.line == line).map(|doubt| ("doubted", doubt.score));
        let foreign = record.foreign.iter().filter(|foreign| foreign.line == line).map(|foreign| ("foreign", foreign.score));
        for (label, score) in doubted.chain(foreign) {
            self.spans.push(Span { start: at, end: at + long, label: label.to_owned(), score, text: text.to_owned() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Cleaner, Scratch};

    #[test]
    fn every_span_holds_its_own_words() {
        let cleaner = Cleaner::built_in().unwrap();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/gold");
        let mut spans = 0;
        #[allow(clippy::disallowed_methods)]
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "txt") {
                continue;
            }
            let text = format!("😀 Berita 📰\n[iklan_1]\n{}", std::fs::read_to_string(path).unwrap());
            let record = cleaner.clean(&Article::new(text), &mut Scratch::default());
            let whole = Whole::of(&record);
            let points: Vec<char> = whole.text.chars().collect();
            for span in &whole.spans {
                assert_eq!(points[span.start as usize..span.end as usize].iter().collect::<String>(), span.text);
                assert!(LABELS.iter().any(|(label, _)| *label == span.label), "{}", span.label);
                spans += 1;
            }
        }
        assert!(spans > 1000);
    }
}
