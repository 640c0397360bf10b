//! What could not be read, or left no text: a value, never an error that ends the run.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use crate::record::Record;
use crate::text::visible::visible;

/// What is said of a record on which the program itself failed.
pub const FAILED: &str = "the program failed on this record, which is its own fault: please report it";
const BLANK: &str = "no text: the record is empty or blank; drop it";
const GONE: &str = "no text remains: every line was removed or is blank; see `cleaned` for what each line was taken for";

/// Why a record is rejected of which no text remains.
pub fn without_text(record: &Record) -> Option<&'static str> {
    match (record.text.is_empty(), record.removed.is_empty()) {
        (false, _) => None,
        (true, true) => Some(BLANK),
        (true, false) => Some(GONE),
    }
}

/// A record or file that gave no cleaned record, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// The input file as given.
    pub path: String,
    /// The record's number in it, from 1; 0 where the file itself is at fault.
    pub record: u64,
    /// Where it begins in the file, in bytes (of what was packed, in a compressed one).
    pub offset: u64,
    /// How many bytes it has; 0 where that is not known.
    pub length: u64,
    /// What is wrong, and the remedy.
    pub error: String,
    /// How `raw` is written.
    pub encoding: Encoding,
    /// The record as it stood; empty where `encoding` is `none`.
    pub raw: String,
    /// The record that was made, as JSON text, where one was.
    pub cleaned: String,
}

/// How a reject's `raw` is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Encoding {
    /// As it is.
    #[serde(rename = "utf-8")]
    Utf8,
    /// In base64: it is no UTF-8.
    #[serde(rename = "base64")]
    Base64,
    /// Not at all: it is too large, or could not be read.
    #[default]
    #[serde(rename = "none")]
    None,
}

impl Reject {
    /// Takes the bytes of the record along, as text where they are such.
    #[must_use]
    pub fn with_raw(mut self, raw: &[u8]) -> Self {
        self.length = raw.len() as u64;
        (self.encoding, self.raw) = match std::str::from_utf8(raw) {
            Ok(text) => (Encoding::Utf8, text.to_owned()),
            Err(_) => (Encoding::Base64, STANDARD.encode(raw)),
        };
        self
    }
}

/// One line for a human: `news.jsonl, record 3: …`.
impl std::fmt::Display for Reject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (path, error) = (visible(&self.path), visible(&self.error));
        match self.record {
            0 => write!(f, "{path}: {error}"),
            record => write!(f, "{path}, record {record}: {error}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reject_is_one_line_and_cannot_talk_to_the_terminal() {
        let reject = Reject { path: "a\nb.txt".to_owned(), record: 1, error: "no key \u{1b}[2J".to_owned(), ..Reject::default() };
        assert_eq!(reject.to_string(), r"a\nb.txt, record 1: no key \u{1b}[2J");
    }
}
