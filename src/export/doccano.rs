//! doccano: JSONL for a project of sequence labelling that allows overlapping spans.
//!
//! Keys beside `text` and `label` become the example's metadata.

use serde_json::json;

use super::Export;
use super::spans::Whole;
use crate::record::Record;

/// The format.
pub struct Doccano;

impl Export for Doccano {
    fn head(&self) -> String {
        String::new()
    }

    fn record(&self, record: &Record, _: u64) -> String {
        let whole = Whole::of(record);
        let labels: Vec<_> = whole.spans.iter().map(|span| json!([span.start, span.end, span.label])).collect();
        let example = json!({"text": whole.text, "label": labels, "article": record.id, "title": record.title, "url": record.url});
        format!("{example}\n")
    }

    fn tail(&self) -> String {
        String::new()
    }
}
