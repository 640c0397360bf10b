//! Argilla: a folder that `Dataset.from_disk` reads, with settings, the dataset's description and records whose marks are suggestions.

use serde_json::{Value, json};

use super::spans::{LABELS, Whole};
use super::{Export, MADE_BY, before};
use crate::pages::doubt::doubt;
use crate::record::{Record, four_places};

/// Where each file stands in the folder.
pub const RECORDS: &str = "records.json";
/// The settings' place.
pub const SETTINGS: &str = ".argilla/settings.json";
/// The description's place.
pub const DATASET: &str = ".argilla/dataset.json";

/// The format of the records.
pub struct Argilla;

impl Export for Argilla {
    fn head(&self) -> String {
        "[".to_owned()
    }

    fn record(&self, record: &Record, number: u64) -> String {
        let whole = Whole::of(record);
        let spans: Vec<_> = whole.spans.iter().map(|span| json!({"start": span.start, "end": span.end, "label": span.label})).collect();
        let scores: Vec<_> = whole.spans.iter().map(|span| four_places(span.score)).collect();
        let suggestions = if spans.is_empty() { json!({}) } else { json!({"marks": {"value": spans, "score": scores, "agent": MADE_BY}}) };
        let entry = json!({
            "id": record.id, "fields": {"title": shown(&record.title), "text": whole.text},
            "metadata": {"host": record.source, "language": record.language, "doubt": four_places(doubt(record))},
            "suggestions": suggestions, "responses": {}, "vectors": {}, "status": "pending", "_server_id": null,
        });
        format!("{}{entry}", before(number))
    }

    fn tail(&self) -> String {
        "\n]\n".to_owned()
    }
}

/// A required field is not empty.
fn shown(title: &str) -> &str {
    if title.is_empty() { "-" } else { title }
}

/// The dataset's settings.
pub fn settings() -> Value {
    let field = |name: &str, title: &str| json!({"name": name, "title": title, "required": true, "type": "text", "settings": {"type": "text", "use_markdown": false}});
    let metadata =
        |name: &str, kind: &str| json!({"name": name, "title": name, "visible_for_annotators": true, "settings": {"type": kind}});
    let options: Vec<_> = LABELS.iter().map(|(label, _)| json!({"text": label, "value": label})).collect();
    json!({
        "guidelines": "Judge each mark: what was removed, quotes, officials and their posts, defects. Add what was missed.",
        "fields": [field("title", "Title"), field("text", "Article")],
        "questions": [
            {"name": "marks", "title": "Marks", "required": true, "type": "span",
             "settings": {"type": "span", "field": "text", "allow_overlapping": true, "visible_options": LABELS.len(), "options": options}},
            {"name": "note", "title": "Note", "required": false, "type": "text", "settings": {"type": "text", "use_markdown": false}},
        ],
        "vectors": [],
        "metadata": [metadata("host", "terms"), metadata("language", "terms"), metadata("doubt", "float")],
        "allow_extra_metadata": true,
        "distribution": {"strategy": "overlap", "min_submitted": 1},
        "mapping": null,
    })
}

/// The dataset's description.
pub fn dataset(name: &str) -> Value {
    json!({"name": name, "status": "draft", "allow_extra_metadata": true})
}
