//! Makes a batch of records: column by column, each list as one flat run of its items with the places where records part.
//!
//! What is decided here: nothing; the values are those that [`Record::write_json`] writes, numbers rounded alike. `lines` of two
//! records, `[1, 2]` and `[1]`, become the items `1, 2, 1` and the offsets `0, 2, 3`.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, ListArray, RecordBatch, StringArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::Field;
use thiserror::Error;

use super::schema;
use crate::record::{Altered, Defect, Foreign, Mention, Official, Post, Quote, Record, Removed, Suspect, four_places};

/// Records that no batch can hold: its strings are found by 32-bit offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the records are too large for one batch: a column holds more than 2 GB; give fewer rows at once")]
pub struct TooLarge;

/// A column, or the reason why there is none.
type Column = Result<ArrayRef, TooLarge>;

/// The columns of a struct by their names.
type Columns<const N: usize> = [(&'static str, Column); N];

/// The records as a batch with the columns of [`schema`].
///
/// # Errors
/// Where a column would hold more than 2 GB.
pub fn batch(records: &[Record]) -> Result<RecordBatch, TooLarge> {
    let rows: Vec<&Record> = records.iter().collect();
    let rows = rows.as_slice();
    let columns: Columns<23> = [
        ("id", text(rows, |r| &r.id)),
        ("text", text(rows, |r| &r.text)),
        ("url", text(rows, |r| &r.url)),
        ("source", text(rows, |r| &r.source)),
        ("title", text(rows, |r| &r.title)),
        ("published", text(rows, |r| &r.published)),
        ("author", text(rows, |r| &r.author)),
        ("publisher", text(rows, |r| &r.publisher)),
        ("language", text(rows, |r| &r.language)),
        ("language_script", text(rows, |r| &r.language_script)),
        ("language_score", score(rows, |r| r.language_score)),
        ("lines", list(rows, |r| &r.lines, |lines| int(lines, |&line| line))),
        ("removed", list(rows, |r| &r.removed, removed)),
        ("suspects", list(rows, |r| &r.suspects, suspects)),
        ("altered", list(rows, |r| &r.altered, altered)),
        ("line_count", int(rows, |r| r.line_count)),
        ("newline", text(rows, |r| r.newline.name())),
        ("foreign", list(rows, |r| &r.foreign, foreign)),
        ("quotes", list(rows, |r| &r.quotes, quotes)),
        ("officials", list(rows, |r| &r.officials, officials)),
        ("defects", list(rows, |r| &r.defects, defects)),
        ("origin", origin(rows)),
        ("metadata", text(rows, |r| r.metadata.as_str())),
    ];
    let columns = columns.into_iter().map(|(_, column)| column).collect::<Result<Vec<_>, _>>()?;
    // the columns stand as in the schema, of its types and of one length: a test builds every kind
    RecordBatch::try_new(schema(), columns).map_err(|_| TooLarge)
}

fn text<T>(items: &[&T], of: impl Fn(&T) -> &str) -> Column {
    let bytes = items.iter().map(|item| of(item).len()).sum::<usize>();
    if i32::try_from(bytes).is_err() {
        return Err(TooLarge);
    }
    Ok(Arc::new(StringArray::from_iter_values(items.iter().map(|item| of(item)))))
}

// a column, as its fellows give one
#[allow(clippy::unnecessary_wraps)]
fn int<T>(items: &[&T], of: impl Fn(&T) -> u32) -> Column {
    Ok(Arc::new(Int64Array::from_iter_values(items.iter().map(|item| i64::from(of(item))))))
}

#[allow(clippy::unnecessary_wraps)]
fn score<T>(items: &[&T], of: impl Fn(&T) -> f32) -> Column {
    Ok(Arc::new(Float64Array::from_iter_values(items.iter().map(|item| four_places(of(item))))))
}

fn list<T, I>(rows: &[&T], of: impl Fn(&T) -> &[I], column: impl Fn(&[&I]) -> Column) -> Column {
    let items: Vec<&I> = rows.iter().flat_map(|row| of(row)).collect();
    if i32::try_from(items.len()).is_err() {
        return Err(TooLarge);
    }
    let offsets = OffsetBuffer::from_lengths(rows.iter().map(|row| of(row).len()));
    let items = column(&items)?;
    let element = Field::new("element", items.data_type().clone(), true);
    Ok(Arc::new(ListArray::new(Arc::new(element), offsets, items, None)))
}

fn object<const N: usize>(columns: Columns<N>) -> Column {
    let mut fields = Vec::with_capacity(N);
    let mut arrays = Vec::with_capacity(N);
    for (name, column) in columns {
        let column = column?;
        fields.push(Field::new(name, column.data_type().clone(), true));
        arrays.push(column);
    }
    Ok(Arc::new(StructArray::new(fields.into(), arrays, None)))
}

fn texts<T>(items: &[&T], of: impl Fn(&T) -> &[String]) -> Column {
    list(items, of, |strings| text(strings, String::as_str))
}

fn removed(items: &[&Removed]) -> Column {
    object([
        ("line", int(items, |i| i.line)),
        ("reason", text(items, |i| i.reason.name())),
        ("category", text(items, |i| &i.category)),
        ("of", int(items, |i| i.of)),
        ("rule", text(items, |i| &i.rule)),
        ("score", score(items, |i| i.score)),
        ("text", text(items, |i| &i.text)),
    ])
}

fn suspects(items: &[&Suspect]) -> Column {
    object([
        ("line", int(items, |i| i.line)),
        ("reason", text(items, |i| i.reason.name())),
        ("category", text(items, |i| &i.category)),
        ("of", int(items, |i| i.of)),
        ("rule", text(items, |i| &i.rule)),
        ("score", score(items, |i| i.score)),
    ])
}

fn altered(items: &[&Altered]) -> Column {
    object([("line", int(items, |i| i.line)), ("rules", texts(items, |i| &i.rules)), ("text", text(items, |i| &i.text))])
}

fn foreign(items: &[&Foreign]) -> Column {
    object([("line", int(items, |i| i.line)), ("language", text(items, |i| &i.language)), ("score", score(items, |i| i.score))])
}

fn quotes(items: &[&Quote]) -> Column {
    object([
        ("line", int(items, |i| i.line)),
        ("start", int(items, |i| i.start)),
        ("end", int(items, |i| i.end)),
        ("text", text(items, |i| &i.text)),
        ("kind", text(items, |i| i.kind.name())),
        ("cue", text(items, |i| &i.cue)),
        ("speaker", text(items, |i| &i.speaker)),
        ("official", int(items, |i| i.official)),
        ("rule", text(items, |i| &i.rule)),
        ("score", score(items, |i| i.score)),
    ])
}

fn officials(items: &[&Official]) -> Column {
    object([
        ("name", text(items, |i| &i.name)),
        ("titles", texts(items, |i| &i.titles)),
        ("posts", list(items, |i| &i.posts, posts)),
        ("aliases", texts(items, |i| &i.aliases)),
        ("mentions", list(items, |i| &i.mentions, mentions)),
        ("score", score(items, |i| i.score)),
    ])
}

fn posts(items: &[&Post]) -> Column {
    object([
        ("title", text(items, |i| &i.title)),
        ("line", int(items, |i| i.line)),
        ("start", int(items, |i| i.start)),
        ("end", int(items, |i| i.end)),
        ("role", text(items, |i| &i.role)),
        ("organisation", text(items, |i| &i.organisation)),
        ("level", text(items, |i| &i.level)),
        ("place", text(items, |i| &i.place)),
        ("place_code", text(items, |i| &i.place_code)),
        ("place_today", text(items, |i| &i.place_today)),
    ])
}

fn mentions(items: &[&Mention]) -> Column {
    object([
        ("line", int(items, |i| i.line)),
        ("start", int(items, |i| i.start)),
        ("end", int(items, |i| i.end)),
        ("form", text(items, |i| i.form.name())),
    ])
}

fn defects(items: &[&Defect]) -> Column {
    object([
        ("line", int(items, |i| i.line)),
        ("start", int(items, |i| i.start)),
        ("end", int(items, |i| i.end)),
        ("kind", text(items, |i| &i.kind)),
        ("text", text(items, |i| &i.text)),
        ("rule", text(items, |i| &i.rule)),
        ("score", score(items, |i| i.score)),
    ])
}

fn origin(rows: &[&Record]) -> Column {
    let numbers = rows.iter().map(|r| r.origin.record.cast_signed());
    object([("path", text(rows, |r| &r.origin.path)), ("record", Ok(Arc::new(Int64Array::from_iter_values(numbers))))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Cleaner, Scratch};

    const TEXT: &str = "Sumur di Dusun Ba Tri\n[iklan_2]\nIbu Vo Thi Ngoc Ha, Ketua Komite Rakyat Komune Tan Thuy, mengatakan sumur \
        digali menurut motto \"Satu sumur, sepuluh rumah\".\nMereka bekerja , sampai siang.\nMereka bekerja , sampai siang.\u{a0}";

    #[test]
    fn a_batch_holds_what_the_json_holds() {
        let cleaner = Cleaner::built_in().unwrap();
        let record = cleaner.clean(&Article { metadata: r#"{"n":1.50}"#.into(), ..Article::new(TEXT) }, &mut Scratch::default());
        assert!(!record.quotes.is_empty() && !record.officials.is_empty() && !record.removed.is_empty());
        let batch = batch(&[record.clone(), Record::default(), record.clone()]).unwrap();
        assert_eq!((batch.num_rows(), batch.schema()), (3, schema()));
        let mut lines = Vec::new();
        let mut writer = arrow_json::LineDelimitedWriter::new(&mut lines);
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
        let lines = String::from_utf8(lines).unwrap();
        for (line, record) in lines.lines().zip([&record, &Record::default(), &record]) {
            let mut typed: serde_json::Value = serde_json::from_str(line).unwrap();
            typed["metadata"] = serde_json::from_str(typed["metadata"].as_str().unwrap()).unwrap();
            assert_eq!(typed, serde_json::to_value(record).unwrap());
        }
    }

    #[test]
    fn no_records_are_a_batch_too() {
        assert_eq!(batch(&[]).unwrap().num_rows(), 0);
    }
}
