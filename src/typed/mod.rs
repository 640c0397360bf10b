//! The typed form of a record: Arrow arrays, and what is built on them (Parquet, Spark, Ray, `datasets`).
//!
//! [`schema`] reads the types off the table of [`crate::schema`], so that they cannot differ from the other forms; [`build`] makes a
//! batch of records; [`rows`] makes articles of a batch's rows. Integers are `int64` (Spark takes no unsigned ones), numbers
//! `float64`, `metadata` a string that holds JSON. Every field may be null for the readers' sake; none ever is.
//!
//! Before: two [`Record`](crate::Record)s. After: a `RecordBatch` of two rows and 23 columns, `quotes` a `list<struct<line: int64, …>>`.

pub mod build;
pub mod rows;

use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};

use crate::schema::{Kind, RECORD};

pub use build::{TooLarge, batch};
pub use rows::Rows;

/// The schema of a batch of records.
pub fn schema() -> SchemaRef {
    Arc::new(Schema::new(fields(RECORD)))
}

fn fields(table: &[(&str, Kind)]) -> Fields {
    table.iter().map(|(name, kind)| Field::new(*name, data_type(kind), true)).collect()
}

fn data_type(kind: &Kind) -> DataType {
    match kind {
        Kind::Text | Kind::OneOf(_) | Kind::Free => DataType::Utf8,
        Kind::Int => DataType::Int64,
        Kind::Number => DataType::Float64,
        Kind::List(item) => DataType::List(Arc::new(Field::new("element", data_type(item), true))),
        Kind::Object(of) => DataType::Struct(fields(of)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spark_takes_every_type() {
        let shown = format!("{:?}", schema());
        assert!(!shown.contains("UInt") && !shown.contains("Large") && !shown.contains("Dictionary"));
    }
}
