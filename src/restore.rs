//! Gives an article's text back, byte for byte, from its record.
//!
//! Each line of the input is in `removed` or `altered` as it stood, in `text` where nothing changed it, or was empty. `newline` says what
//! stood between lines. Which record, and where the text goes, is left to the caller.
//!
//! `{"text": "Air surut.", "lines": [2], "altered": [{"line": 1, "text": "\u{a0}"}], "line_count": 3, …}` gives `"\u{a0}\nAir surut.\n"`.

use std::borrow::Cow;

use serde::Deserialize;
use thiserror::Error;

use crate::record::{Newline, Record};

/// The keys of a record from which its input comes back.
pub const KEYS: [&str; 6] = ["text", "lines", "removed", "altered", "line_count", "newline"];

/// More lines are not given back: four billion blank ones, of which a few bytes speak, would take all memory. To clean a text of so many
/// took tens of gigabytes, by what a run reckons.
pub const MOST_LINES: u32 = 1 << 28;

/// What of a record is needed, borrowed from it or from its JSON.
#[derive(Clone, Debug, Deserialize)]
pub struct Parts<'a> {
    /// The kept lines, joined by `\n`.
    #[serde(borrow)]
    pub text: Cow<'a, str>,
    /// For each of them its line number in the input.
    pub lines: Cow<'a, [u32]>,
    /// The lines that are out.
    #[serde(borrow)]
    pub removed: Vec<Piece<'a>>,
    /// The own form of lines that were changed.
    #[serde(borrow)]
    pub altered: Vec<Piece<'a>>,
    /// How many lines there were.
    pub line_count: u32,
    /// How they ended.
    pub newline: Newline,
}

/// A line as it stood.
#[derive(Clone, Debug, Deserialize)]
pub struct Piece<'a> {
    /// Its number in the input.
    pub line: u32,
    /// Its text without line end.
    #[serde(borrow)]
    pub text: Cow<'a, str>,
}

/// Why a record does not give its input back.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// `text` and `lines` are not of one length.
    #[error("text has {text} lines, lines names {named}: one of them was edited after cleaning")]
    Count {
        /// Lines of `text`.
        text: usize,
        /// Entries of `lines`.
        named: usize,
    },
    /// A line number that cannot be.
    #[error("line {line} is named out of order or is beyond line_count {line_count}: the record was edited after cleaning")]
    Line {
        /// The number.
        line: u32,
        /// The number of lines.
        line_count: u32,
    },
    /// More lines than [`MOST_LINES`].
    #[error("line_count {0} is more than the {MOST_LINES} lines that are given back: the record was edited after cleaning")]
    Large(u32),
    /// A line that is both in `text` and in `removed`.
    #[error("line {0} is both kept and removed: the record was edited after cleaning")]
    Twice(u32),
}

impl<'a> From<&'a Record> for Parts<'a> {
    fn from(record: &'a Record) -> Self {
        let piece = |line: u32, text: &'a str| Piece { line, text: text.into() };
        Self {
            text: record.text.as_str().into(),
            lines: record.lines.as_slice().into(),
            removed: record.removed.iter().map(|gone| piece(gone.line, &gone.text)).collect(),
            altered: record.altered.iter().map(|changed| piece(changed.line, &changed.text)).collect(),
            line_count: record.line_count,
            newline: record.newline,
        }
    }
}

impl Parts<'_> {
    /// The input's lines in order, without their ends.
    ///
    /// # Errors
    /// Where the parts contradict each other.
    pub fn input_lines(&self) -> Result<Vec<&str>, RestoreError> {
        let mut lines = Vec::new();
        self.each_line(|_, line| lines.push(line))?;
        Ok(lines)
    }

    fn each_line<'s>(&'s self, mut each: impl FnMut(u32, &'s str)) -> Result<(), RestoreError> {
        if self.line_count > MOST_LINES {
            return Err(RestoreError::Large(self.line_count));
        }
        let kept: Vec<&str> = if self.lines.is_empty() && self.text.is_empty() { Vec::new() } else { self.text.split('\n').collect() };
        if kept.len() != self.lines.len() {
            return Err(RestoreError::Count { text: kept.len(), named: self.lines.len() });
        }
        let mut kept = self.lines.iter().copied().zip(kept).peekable();
        let mut removed = self.removed.iter().map(|p| (p.line, &*p.text)).peekable();
        let mut altered = self.altered.iter().map(|p| (p.line, &*p.text)).peekable();
        for number in 1..=self.line_count {
            let kept = kept.next_if(|(line, _)| *line == number);
            let removed = removed.next_if(|(line, _)| *line == number);
            let altered = altered.next_if(|(line, _)| *line == number);
            if kept.is_some() && removed.is_some() {
                return Err(RestoreError::Twice(number));
            }
            each(number, removed.or(altered).or(kept).map_or("", |(_, text)| text));
        }
        let left = kept.next().or_else(|| removed.next()).or_else(|| altered.next());
        left.map_or(Ok(()), |(line, _)| Err(RestoreError::Line { line, line_count: self.line_count }))
    }

    /// The input's text.
    ///
    /// # Errors
    /// Where the parts contradict each other.
    pub fn input(&self) -> Result<String, RestoreError> {
        let end = match self.newline {
            Newline::Lf => "\n",
            Newline::Crlf => "\r\n",
        };
        let mut text = String::with_capacity(self.text.len());
        self.each_line(|number, line| {
            if number > 1 {
                text.push_str(end);
            }
            text.push_str(line);
        })?;
        Ok(text)
    }
}

/// The text from which `record` was made.
///
/// # Errors
/// Where the record was edited and its parts contradict each other.
pub fn restore(record: &Record) -> Result<String, RestoreError> {
    Parts::from(record).input()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(json: &str) -> Parts<'_> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn lines_come_from_where_they_are() {
        let json = r#"{"text":"Air surut.\nSelesai.","lines":[2,5],"removed":[{"line":4,"text":"[iklan_2]"}],
            "altered":[{"line":1,"text":" "},{"line":5,"text":"Selesai. "}],"line_count":6,"newline":"lf"}"#;
        assert_eq!(parts(json).input().unwrap(), " \nAir surut.\n\n[iklan_2]\nSelesai. \n");
        assert_eq!(parts(&json.replace("\"lf\"", "\"crlf\"")).input().unwrap(), " \r\nAir surut.\r\n\r\n[iklan_2]\r\nSelesai. \r\n");
    }

    #[test]
    fn contradictions_are_named() {
        let json = |text: &str, lines: &str, removed: u32| {
            format!(
                r#"{{"text":"{text}","lines":{lines},"removed":[{{"line":{removed},"text":"b"}}],"altered":[],"line_count":2,"newline":"lf"}}"#
            )
        };
        for (text, lines, removed, error) in [
            ("a", "[1,2]", 2, RestoreError::Count { text: 1, named: 2 }),
            ("a", "[1]", 1, RestoreError::Twice(1)),
            ("a", "[1]", 9, RestoreError::Line { line: 9, line_count: 2 }),
            ("a\\nc", "[2,1]", 2, RestoreError::Twice(2)),
            ("a", "[0]", 2, RestoreError::Line { line: 0, line_count: 2 }),
        ] {
            assert_eq!(parts(&json(text, lines, removed)).input(), Err(error));
        }
    }
}
