//! Label Studio: tasks with the marks as predictions, and the labelling configuration that fits them.
//!
//! A task's prediction has a score that falls with what is doubtful in the article, so that the tool can show the most doubtful first.

use serde_json::json;

use super::spans::{LABELS, Whole};
use super::{Export, MADE_BY, before};
use crate::pages::doubt::doubt;
use crate::record::{Record, four_places};

/// The format.
pub struct LabelStudio;

impl Export for LabelStudio {
    fn head(&self) -> String {
        "[".to_owned()
    }

    fn record(&self, record: &Record, number: u64) -> String {
        let whole = Whole::of(record);
        let results = whole.spans.iter().enumerate().map(|(at, span)| {
            json!({
                "id": format!("m{}", at + 1), "from_name": "marks", "to_name": "text", "type": "labels", "score": four_places(span.score),
                "value": {"start": span.start, "end": span.end, "text": span.text, "labels": [span.label]},
            })
        });
        let task = json!({
            "data": {"id": record.id, "title": record.title, "url": record.url, "language": record.language, "text": whole.text},
            "predictions": [{"model_version": MADE_BY, "score": four_places(1.0 / (1.0 + doubt(record))), "result": results.collect::<Vec<_>>()}],
        });
        format!("{}{task}", before(number))
    }

    fn tail(&self) -> String {
        "\n]\n".to_owned()
    }
}

/// The labelling configuration of the project.
pub fn config() -> String {
    let labels = LABELS.map(|(label, colour)| format!("    <Label value=\"{label}\" background=\"{colour}\"/>\n")).concat();
    format!(
        "<View>\n  <Header value=\"$title\"/>\n  <Labels name=\"marks\" toName=\"text\" showInline=\"true\">\n{labels}  </Labels>\n  \
         <Text name=\"text\" value=\"$text\" granularity=\"word\"/>\n  \
         <TextArea name=\"note\" toName=\"text\" perRegion=\"true\" editable=\"true\" placeholder=\"what it should be\"/>\n</View>\n"
    )
}
