//! The record's shape for other programs: JSON Schema, Hugging Face `datasets`, Spark.
//!
//! One table says what each key holds; the three forms are read off it, so they cannot differ. `metadata` has other keys in each
//! record: JSON Schema knows it as an object, `datasets` (from 5 on) as JSON, Spark as a string that holds JSON.

use serde_json::{Map, Value, json};

/// For whom the shape is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// JSON Schema, draft 2020-12.
    Json,
    /// What `datasets.Features.from_dict` takes.
    Datasets,
    /// What `pyspark.sql.types.StructType.fromJson` takes.
    Spark,
}

/// What a key holds.
pub(crate) enum Kind {
    /// A string.
    Text,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// A whole number from 0.
    Int,
    /// A number from 0 to 1.
    Number,
    /// Any number of these.
    List(&'static Kind),
    /// An object with these keys.
    Object(&'static [(&'static str, Kind)]),
    /// An object with any keys.
    Free,
}

use Kind::{Free, Int, List, Number, Object, OneOf, Text};

const REASON: Kind = OneOf(&["boilerplate", "duplicate"]);

const REMOVED: Kind =
    Object(&[("line", Int), ("reason", REASON), ("category", Text), ("of", Int), ("rule", Text), ("score", Number), ("text", Text)]);

const SUSPECT: Kind = Object(&[("line", Int), ("reason", REASON), ("category", Text), ("of", Int), ("rule", Text), ("score", Number)]);

const ALTERED: Kind = Object(&[("line", Int), ("rules", List(&Text)), ("text", Text)]);

const FOREIGN: Kind = Object(&[("line", Int), ("language", Text), ("score", Number)]);

const QUOTE: Kind = Object(&[
    ("line", Int),
    ("start", Int),
    ("end", Int),
    ("text", Text),
    ("kind", OneOf(&["motto", "theme", "name", "work", "speech", "term"])),
    ("cue", Text),
    ("speaker", Text),
    ("official", Int),
    ("rule", Text),
    ("score", Number),
]);

const POST: Kind = Object(&[
    ("title", Text),
    ("line", Int),
    ("start", Int),
    ("end", Int),
    ("role", Text),
    ("organisation", Text),
    ("level", Text),
    ("place", Text),
    ("place_code", Text),
    ("place_today", Text),
]);

const MENTION: Kind = Object(&[("line", Int), ("start", Int), ("end", Int), ("form", OneOf(&["name", "alias"]))]);

const OFFICIAL: Kind = Object(&[
    ("name", Text),
    ("titles", List(&Text)),
    ("posts", List(&POST)),
    ("aliases", List(&Text)),
    ("mentions", List(&MENTION)),
    ("score", Number),
]);

const DEFECT: Kind =
    Object(&[("line", Int), ("start", Int), ("end", Int), ("kind", Text), ("text", Text), ("rule", Text), ("score", Number)]);

/// The keys of a record, in their order.
pub(crate) const RECORD: &[(&str, Kind)] = &[
    ("id", Text),
    ("text", Text),
    ("url", Text),
    ("source", Text),
    ("title", Text),
    ("published", Text),
    ("author", Text),
    ("publisher", Text),
    ("language", Text),
    ("language_script", Text),
    ("language_score", Number),
    ("lines", List(&Int)),
    ("removed", List(&REMOVED)),
    ("suspects", List(&SUSPECT)),
    ("altered", List(&ALTERED)),
    ("line_count", Int),
    ("newline", OneOf(&["lf", "crlf"])),
    ("foreign", List(&FOREIGN)),
    ("quotes", List(&QUOTE)),
    ("officials", List(&OFFICIAL)),
    ("defects", List(&DEFECT)),
    ("origin", Object(&[("path", Text), ("record", Int)])),
    ("metadata", Free),
];

/// The shape of a record.
pub fn schema(dialect: Dialect) -> Value {
    match dialect {
        Dialect::Json => {
            let mut schema = Map::new();
            schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
            schema.insert("title".to_owned(), "saring record".into());
            if let Value::Object(object) = json_schema(&Object(RECORD)) {
                schema.extend(object);
            }
            Value::Object(schema)
        }
        Dialect::Datasets => datasets(&Object(RECORD)),
        Dialect::Spark => spark(&Object(RECORD)),
    }
}

fn fields(fields: &[(&str, Kind)], of: fn(&Kind) -> Value) -> Map<String, Value> {
    fields.iter().map(|(name, kind)| ((*name).to_owned(), of(kind))).collect()
}

fn json_schema(kind: &Kind) -> Value {
    match kind {
        Text => json!({"type": "string"}),
        OneOf(values) => json!({"enum": values}),
        Int => json!({"type": "integer", "minimum": 0}),
        Number => json!({"type": "number", "minimum": 0, "maximum": 1}),
        List(item) => json!({"type": "array", "items": json_schema(item)}),
        Object(of) => {
            let required: Vec<_> = of.iter().map(|(name, _)| *name).collect();
            let properties = fields(of, json_schema);
            json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
        }
        Free => json!({"type": "object"}),
    }
}

fn datasets(kind: &Kind) -> Value {
    match kind {
        Text | OneOf(_) => json!({"dtype": "string", "_type": "Value"}),
        // as a string, `datasets` would spell its numbers and texts anew
        Free => json!({"_type": "Json"}),
        Int => json!({"dtype": "int64", "_type": "Value"}),
        Number => json!({"dtype": "float64", "_type": "Value"}),
        List(item) => json!({"feature": datasets(item), "_type": "List"}),
        Object(of) => Value::Object(fields(of, datasets)),
    }
}

fn spark(kind: &Kind) -> Value {
    match kind {
        Text | OneOf(_) | Free => "string".into(),
        Int => "long".into(),
        Number => "double".into(),
        List(item) => json!({"type": "array", "elementType": spark(item), "containsNull": false}),
        Object(of) => {
            let field = |(name, kind): &(&str, Kind)| json!({"name": name, "type": spark(kind), "nullable": true, "metadata": {}});
            json!({"type": "struct", "fields": of.iter().map(field).collect::<Vec<_>>()})
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::KEYS;

    #[test]
    fn the_table_has_the_keys_of_the_contract() {
        assert!(RECORD.iter().map(|(name, _)| *name).eq(KEYS));
    }

    #[test]
    fn each_dialect_spells_a_list() {
        let at = |dialect, path: &str| schema(dialect).pointer(path).cloned().unwrap_or_default();
        assert_eq!(at(Dialect::Json, "/properties/lines/items/type"), "integer");
        assert_eq!(at(Dialect::Datasets, "/lines/feature/dtype"), "int64");
        assert_eq!(at(Dialect::Spark, "/fields/11/type/elementType"), "long");
    }
}
