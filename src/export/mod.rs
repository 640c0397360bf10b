//! Records in the forms that reviewers' tools read: one file a format.
//!
//! A format says how its file begins, what a record becomes, how it ends, and what stands beside it. Annotation tools see the article whole,
//! removed lines in their place ([`spans`]); translation tools see its sentences ([`sentences`]). Where files go is left to the caller.
//!
//! A record with a motto becomes, for doccano, `{"text": "…", "label": [[12, 40, "quote: motto"]], …}`.

pub mod argilla;
pub mod doccano;
pub mod label_studio;
pub mod sentences;
pub mod spans;
pub mod tsv;
pub mod xliff;

use crate::record::Record;

/// A tool's form.
pub trait Export {
    /// How the file begins.
    fn head(&self) -> String;
    /// What a record becomes. `number` counts records from 0.
    fn record(&self, record: &Record, number: u64) -> String;
    /// How the file ends.
    fn tail(&self) -> String;
}

/// A list of JSON values, one a line: what stands before the value of this number.
fn before(number: u64) -> &'static str {
    if number == 0 { "\n" } else { ",\n" }
}

/// Who made the marks, as tools name the maker of a prediction.
const MADE_BY: &str = concat!("saring ", env!("CARGO_PKG_VERSION"));
