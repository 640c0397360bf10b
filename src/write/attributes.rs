//! Writes what dolma's mixer takes: the articles as they came, and beside them the spans that were removed.
//!
//! Each article is a row of `documents/…` and, at the same place, a row of `attributes/saring/…`. Spans are half open, in code points of
//! the article's own text, one a line: a removed line with its newline, the last one with the newline before it, so that the mixer's
//! text is the kept and blank lines as they stood. They never overlap. What else was changed in a line is not told.
//!
//! Before: `Air surut.\n[iklan_2]\nSelesai.`, line 2 removed. After: `{"id":"a","attributes":{"saring__removed":[[11,21,1.0]],…}}`.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::record::{Metadata, Record, four_places};

/// A row of `documents/`.
#[derive(Serialize)]
struct Document<'a> {
    id: &'a str,
    text: &'a str,
    source: &'a str,
    created: &'a str,
    metadata: &'a Metadata,
}

/// A row of `attributes/saring/`.
#[derive(Serialize)]
struct Attributes<'a> {
    id: &'a str,
    attributes: Spans,
}

/// From, to, score.
type Span = (usize, usize, f64);

#[derive(Serialize)]
struct Spans {
    #[serde(rename = "saring__removed")]
    removed: Vec<Span>,
    #[serde(rename = "saring__suspects")]
    suspects: Vec<Span>,
}

/// Writes the two rows of a record and the `text` that it was made of.
///
/// # Errors
/// Those of the writers.
pub fn write(record: &Record, text: &str, mut documents: impl Write, mut attributes: impl Write) -> io::Result<()> {
    let document = Document { id: &record.id, text, source: &record.source, created: &record.published, metadata: &record.metadata };
    serde_json::to_writer(&mut documents, &document)?;
    documents.write_all(b"\n")?;
    serde_json::to_writer(&mut attributes, &Attributes { id: &record.id, attributes: spans(text, record) })?;
    attributes.write_all(b"\n")
}

fn spans(text: &str, record: &Record) -> Spans {
    let removed: HashMap<u32, f32> = record.removed.iter().map(|gone| (gone.line, gone.score)).collect();
    let doubted: HashMap<u32, f32> = record.suspects.iter().map(|kept| (kept.line, kept.score)).collect();
    let mut spans = Spans { removed: Vec::new(), suspects: Vec::new() };
    let mut start = 0;
    let mut before_stays = false;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let end = start + line.chars().count();
        let score = removed.get(&number);
        if let Some(&score) = score {
            let last = !line.ends_with('\n') && before_stays;
            spans.removed.push((start - usize::from(last), end, four_places(score)));
        } else if let Some(&score) = doubted.get(&number) {
            spans.suspects.push((start, end, four_places(score)));
        }
        before_stays = score.is_none();
        start = end;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Cleaner, Scratch};

    fn mixed(text: &str) -> String {
        let article = Article::new(text);
        let record = Cleaner::built_in().unwrap().clean(&article, &mut Scratch::default());
        let mut points: Vec<char> = text.chars().collect();
        for (start, end, _) in spans(text, &record).removed.into_iter().rev() {
            points.drain(start..end);
        }
        points.into_iter().collect()
    }

    #[test]
    fn without_the_spans_the_kept_lines_are_left() {
        for (text, left) in [
            ("Đường dibuka.\n[iklan_2]\n\nAir surut.", "Đường dibuka.\n\nAir surut."),
            ("Đường dibuka.\r\nAir surut.\r\n[iklan_2]", "Đường dibuka.\r\nAir surut.\r"),
            ("[iklan_2]\n[iklan_2]\nAir surut.\n[iklan_2]\n[iklan_2]", "Air surut.\n"),
            ("[iklan_2]", ""),
            ("Air surut.\n", "Air surut.\n"),
        ] {
            assert_eq!(mixed(text), left, "{text:?}");
        }
    }

    #[test]
    fn both_rows_name_the_article() {
        let article = Article { id: "a".into(), metadata: r#"{"n":1.50}"#.into(), ..Article::new("Air surut.\n[iklan_2]") };
        let record = Cleaner::built_in().unwrap().clean(&article, &mut Scratch::default());
        let (mut documents, mut attributes) = (Vec::new(), Vec::new());
        write(&record, &article.text, &mut documents, &mut attributes).unwrap();
        let document = r#"{"id":"a","text":"Air surut.\n[iklan_2]","source":"","created":"","metadata":{"n":1.50}}"#;
        assert_eq!(String::from_utf8(documents).unwrap(), format!("{document}\n"));
        let spans = r#"{"id":"a","attributes":{"saring__removed":[[10,20,1.0]],"saring__suspects":[]}}"#;
        assert_eq!(String::from_utf8(attributes).unwrap(), format!("{spans}\n"));
    }
}
