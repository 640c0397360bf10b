//! Makes articles of a batch's rows, as the reader of JSON Lines makes them of lines.
//!
//! The text is taken from its column as it stands; the row's other columns become JSON text and go the way of a line
//! ([`jsonl::article`]), so that keys, dotted paths, `metadata` and messages are the same. What a row does not hold (null) is a key that
//! is not there; a string `metadata` that holds a JSON object counts as that object, which is how the typed form of a record keeps it.
//!
//! Before: a row of `id: int64 = 7`, `text: string`, `n: double = 1.5`. After: id `7`, the text, metadata `{"n":1.5}`.

use std::borrow::Cow;
use std::sync::LazyLock;

use arrow_array::cast::AsArray;
use arrow_array::{Array, LargeStringArray, RecordBatch, StringArray, StringViewArray};
use arrow_json::writer::{EncoderOptions, NullableEncoder, make_encoder};
use arrow_schema::{ArrowError, DataType};

use crate::article::Article;
use crate::read::jsonl::{self, Keys};
use crate::record::Metadata;

/// A null within a structure stays one.
static OPTIONS: LazyLock<EncoderOptions> = LazyLock::new(|| EncoderOptions::default().with_explicit_nulls(true));

/// The rows of a batch, about to be read.
pub struct Rows<'b> {
    text: Option<Text<'b>>,
    lines: Option<Text<'b>>,
    columns: Vec<Column<'b>>,
    count: usize,
}

/// A column of strings.
enum Text<'b> {
    Plain(&'b StringArray),
    Large(&'b LargeStringArray),
    View(&'b StringViewArray),
}

struct Column<'b> {
    /// Its name as JSON, a colon behind it.
    key: String,
    values: NullableEncoder<'b>,
    /// A column `metadata` of strings.
    metadata: Option<Text<'b>>,
}

impl<'b> Text<'b> {
    fn of(array: &'b dyn Array) -> Option<Self> {
        match array.data_type() {
            DataType::Utf8 => Some(Self::Plain(array.as_string())),
            DataType::LargeUtf8 => Some(Self::Large(array.as_string())),
            DataType::Utf8View => Some(Self::View(array.as_string_view())),
            _ => None,
        }
    }

    fn get(&self, row: usize) -> Option<&'b str> {
        match self {
            Self::Plain(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
        }
    }
}

impl<'b> Rows<'b> {
    /// The rows of `batch`, whose texts stand in the column that `keys` names.
    ///
    /// # Errors
    /// Where a column is of a type that JSON has no form for.
    pub fn of(batch: &'b RecordBatch, keys: &Keys) -> Result<Self, ArrowError> {
        let mut rows = Self::all(batch)?;
        let schema = batch.schema_ref();
        // the last of several counts, as in JSON
        let at = schema.fields().iter().rposition(|field| *field.name() == keys.text);
        if let Some((at, text)) = at.and_then(|at| Some((at, Text::of(batch.column(at))?))) {
            rows.columns.remove(at);
            rows.text = Some(text);
        }
        Ok(rows)
    }

    /// The rows of `batch` with every column, as lines of JSON have them.
    ///
    /// # Errors
    /// Where a column is of a type that JSON has no form for.
    pub fn all(batch: &'b RecordBatch) -> Result<Self, ArrowError> {
        let mut columns = Vec::with_capacity(batch.num_columns());
        for (field, array) in batch.schema_ref().fields().iter().zip(batch.columns()) {
            let values = make_encoder(field, array.as_ref(), &OPTIONS)
                .map_err(|error| ArrowError::JsonError(format!("column {:?} has no form in json: {error}", field.name())))?;
            let key = format!("{}:", serde_json::Value::from(field.name().as_str()));
            let metadata = if field.name() == "metadata" { Text::of(array.as_ref()) } else { None };
            columns.push(Column { key, values, metadata });
        }
        Ok(Self { text: None, lines: None, columns, count: batch.num_rows() })
    }

    /// The rows of `batch`, each a line of JSON in its column `name`.
    ///
    /// # Errors
    /// Where there is no such column of strings.
    pub fn of_lines(batch: &'b RecordBatch, name: &str) -> Result<Self, ArrowError> {
        let lines = batch.column_by_name(name).and_then(|column| Text::of(column));
        let lines = lines.ok_or_else(|| ArrowError::SchemaError(format!("no column {name:?} of strings that could be lines of json")))?;
        Ok(Self { text: None, lines: Some(lines), columns: Vec::new(), count: batch.num_rows() })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Writes a row as an object, but for a text that is taken from its column.
    pub fn write(&mut self, row: usize, json: &mut Vec<u8>) {
        json.push(b'{');
        let start = json.len();
        for column in &mut self.columns {
            if column.values.is_null(row) {
                continue;
            }
            if json.len() > start {
                json.push(b',');
            }
            json.extend_from_slice(column.key.as_bytes());
            match column.metadata.as_ref().and_then(|text| object(text.get(row)?)) {
                Some(object) => json.extend_from_slice(object.as_bytes()),
                None => column.values.encode(row, json),
            }
        }
        json.push(b'}');
    }

    /// A row's article; `json` is room for its other columns.
    ///
    /// # Errors
    /// As [`jsonl::article`], and where the text is null.
    pub fn article<'a>(&mut self, row: usize, json: &'a mut Vec<u8>, keys: &Keys) -> Result<Article<'a>, String>
    where
        'b: 'a,
    {
        if let Some(lines) = &self.lines {
            return jsonl::article(lines.get(row).unwrap_or_default(), keys);
        }
        let json = self.json(row, json)?;
        match &self.text {
            Some(text) => {
                let text = text.get(row).ok_or_else(|| jsonl::no_string(&keys.text, "null"))?;
                jsonl::article_of(Cow::Borrowed(text), json, keys)
            }
            None => jsonl::article(json, keys),
        }
    }

    /// What a row holds beside its text, which could not be read; a line that could not is kept as `metadata`'s `line`.
    pub fn without_text<'a>(&mut self, row: usize, json: &'a mut Vec<u8>, keys: &Keys) -> Article<'a> {
        if let Some(lines) = &self.lines {
            let line = serde_json::json!({ "line": lines.get(row) }).to_string();
            return Article { metadata: line.into(), ..Article::default() };
        }
        let article = self.json(row, json).and_then(|json| jsonl::article_of(Cow::Borrowed(""), json, keys));
        article.unwrap_or_default()
    }

    fn json<'a>(&mut self, row: usize, json: &'a mut Vec<u8>) -> Result<&'a str, String> {
        json.clear();
        self.write(row, json);
        std::str::from_utf8(json).map_err(|_| format!("row {row} holds bytes that are no utf-8"))
    }
}

/// The text of a JSON object on one line, if it is one.
fn object(text: &str) -> Option<String> {
    let object = text.trim_ascii().starts_with('{') && !text.contains(['\n', '\r']);
    if object { Metadata::from_json(text.to_owned()).ok().map(|metadata| metadata.as_str().to_owned()) } else { None }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use arrow_array::{ArrayRef, Float64Array, Int64Array, StructArray};
    use arrow_schema::Field;

    fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
        RecordBatch::try_from_iter(columns).unwrap()
    }

    #[test]
    fn other_columns_become_metadata() {
        let texts: [ArrayRef; 3] = [
            Arc::new(StringArray::from(vec![Some("a"), None])),
            Arc::new(LargeStringArray::from(vec![Some("a"), None])),
            Arc::new(StringViewArray::from(vec![Some("a"), None])),
        ];
        for text in texts {
            let batch = batch(vec![
                ("id", Arc::new(Int64Array::from(vec![7, 8]))),
                ("text", text),
                ("n", Arc::new(Float64Array::from(vec![Some(1.5), None]))),
                ("lines", Arc::new(Int64Array::from(vec![2, 3]))),
                ("metadata", Arc::new(StringArray::from(vec![Some(r#"{"m": 1.50}"#), Some("x")]))),
            ]);
            let (keys, mut json) = (Keys::default(), Vec::new());
            let mut rows = Rows::of(&batch, &keys).unwrap();
            let article = rows.article(0, &mut json, &keys).unwrap();
            assert_eq!((article.id.as_ref(), article.text.as_ref()), ("7", "a"));
            assert_eq!(article.metadata, r#"{"n":1.5,"input_lines":2,"m":1.50}"#);
            let error = rows.article(1, &mut json, &keys).unwrap_err();
            assert_eq!(error, "key \"text\" holds null, no string; name the key of the text with --text-key");
        }
    }

    #[test]
    fn lines_of_json_are_read_as_such() {
        let batch = batch(vec![("value", Arc::new(StringArray::from(vec![r#"{"text": "a", "n": 1.50}"#, "{"])))]);
        let (keys, mut json) = (Keys::default(), Vec::new());
        let mut rows = Rows::of_lines(&batch, "value").unwrap();
        assert_eq!(rows.article(0, &mut json, &keys).unwrap().metadata, r#"{"n":1.50}"#);
        assert!(rows.article(1, &mut json, &keys).unwrap_err().starts_with("broken json"));
        assert_eq!(rows.without_text(1, &mut json, &keys).metadata, r#"{"line":"{"}"#);
        assert!(Rows::of_lines(&batch, "text").is_err());
    }

    #[test]
    fn texts_deep_down_are_found_as_in_json() {
        let body: ArrayRef = Arc::new(StringArray::from(vec!["a\n\"b\""]));
        let doc = StructArray::from(vec![(Arc::new(Field::new("body", DataType::Utf8, true)), body)]);
        let batch = batch(vec![("doc", Arc::new(doc))]);
        let keys = Keys { text: "doc.body".to_owned(), ..Keys::default() };
        let mut json = Vec::new();
        assert_eq!(Rows::of(&batch, &keys).unwrap().article(0, &mut json, &keys).unwrap().text, "a\n\"b\"");
        let keys = Keys::default();
        assert!(Rows::of(&batch, &keys).unwrap().article(0, &mut json, &keys).unwrap_err().starts_with("no key \"text\""));
    }
}
