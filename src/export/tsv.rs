//! Tab-separated values for spreadsheets: one row a decision, with empty columns for the reviewer.
//!
//! A cell that a spreadsheet would take for a formula begins with an apostrophe; tabs and line ends become spaces; quotation marks are doubled
//! within quotation marks, as spreadsheets read them.
//!
//! A removed line `=HYPERLINK("x")` is the cell `"'=HYPERLINK(""x"")"`.

use super::Export;
use crate::record::{Reason, Record, four_places};

const HEAD: [&str; 14] =
    ["article", "title", "url", "line", "mark", "kind", "text", "person", "posts", "rule", "score", "in line", "verdict", "should be"];

/// The format.
pub struct Tsv;

/// What differs from row to row of an article.
#[derive(Default)]
struct Row<'a> {
    line: u32,
    mark: &'a str,
    kind: &'a str,
    text: &'a str,
    person: &'a str,
    posts: &'a str,
    rule: &'a str,
    score: f32,
    within: &'a str,
}

impl Export for Tsv {
    fn head(&self) -> String {
        // the mark tells spreadsheets that it is UTF-8
        format!("\u{feff}{}\n", HEAD.join("\t"))
    }

    fn record(&self, record: &Record, _: u64) -> String {
        let kept: std::collections::HashMap<u32, &str> = record.lines.iter().copied().zip(record.text.split('\n')).collect();
        let within = |line: u32| kept.get(&line).copied().unwrap_or_default();
        let why = |reason: Reason, category: &str, of: u32| {
            if reason == Reason::Duplicate { format!("duplicate of {of}") } else { category.to_owned() }
        };
        let mut out = String::new();
        for gone in &record.removed {
            let kind = why(gone.reason, &gone.category, gone.of);
            let row = Row {
                line: gone.line,
                mark: "removed",
                kind: &kind,
                text: &gone.text,
                rule: &gone.rule,
                score: gone.score,
                ..Row::default()
            };
            put(&mut out, record, &row);
        }
        for doubt in &record.suspects {
            let (kind, text) = (why(doubt.reason, &doubt.category, doubt.of), within(doubt.line));
            let row = Row {
                line: doubt.line,
                mark: "doubted",
                kind: &kind,
                text,
                rule: &doubt.rule,
                score: doubt.score,
                within: text,
                ..Row::default()
            };
            put(&mut out, record, &row);
        }
        for foreign in &record.foreign {
            let text = within(foreign.line);
            let row = Row {
                line: foreign.line,
                mark: "foreign",
                kind: &foreign.language,
                text,
                score: foreign.score,
                within: text,
                ..Row::default()
            };
            put(&mut out, record, &row);
        }
        for quote in &record.quotes {
            let row = Row {
                line: quote.line,
                mark: "quote",
                kind: quote.kind.name(),
                text: &quote.text,
                person: &quote.speaker,
                rule: &quote.rule,
                score: quote.score,
                within: within(quote.line),
                ..Row::default()
            };
            put(&mut out, record, &row);
        }
        for official in &record.officials {
            let (posts, line) = (official.titles.join("; "), official.posts.first().map_or(0, |post| post.line));
            let row = Row {
                line,
                mark: "official",
                text: &official.name,
                person: &official.name,
                posts: &posts,
                score: official.score,
                within: within(line),
                ..Row::default()
            };
            put(&mut out, record, &row);
        }
        for defect in &record.defects {
            let row = Row {
                line: defect.line,
                mark: "defect",
                kind: &defect.kind,
                text: &defect.text,
                rule: &defect.rule,
                score: defect.score,
                within: within(defect.line),
                ..Row::default()
            };
            put(&mut out, record, &row);
        }
        out
    }

    fn tail(&self) -> String {
        String::new()
    }
}

fn put(out: &mut String, record: &Record, row: &Row<'_>) {
    let (line, score) = (row.line.to_string(), four_places(row.score).to_string());
    let cells = [
        &record.id,
        &record.title,
        &record.url,
        line.as_str(),
        row.mark,
        row.kind,
        row.text,
        row.person,
        row.posts,
        row.rule,
        &score,
        row.within,
        "",
        "",
    ];
    for (at, text) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push('\t');
        }
        cell(out, text);
    }
    out.push('\n');
}

/// Writes a cell that no spreadsheet takes for more than text.
fn cell(out: &mut String, text: &str) {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let guard = if formula { "'" } else { "" };
    let flat = text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ");
    if flat.contains('"') {
        out.push('"');
        out.push_str(guard);
        out.push_str(&flat.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(guard);
        out.push_str(&flat);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            (" +62", "' +62"),
            ("-", "'-"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("a\tb\r\nc", "a b  c"),
            ("\"kata\"", "\"\"\"kata\"\"\""),
            ("air", "air"),
        ] {
            let mut out = String::new();
            cell(&mut out, text);
            assert_eq!(out, expected);
        }
    }
}
