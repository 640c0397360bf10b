//! Writes Parquet: each block is packed apart, and their row groups are joined into one file.
//!
//! [`block`] is done by all threads at once; what it gives is a whole file in memory, whose row groups [`Joiner`] takes over as they are.
//! Columns are those of [`crate::typed`], in the order of the fields that were asked for; texts are packed with zstd. The file tells
//! Hugging Face `datasets` its features, so that it loads also where no row of it holds a quote.

use std::io;
use std::sync::Arc;

use ::parquet::arrow::{ArrowSchemaConverter, ArrowWriter, add_encoded_arrow_schema_to_metadata};
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::column::writer::ColumnCloseResult;
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::{KeyValue, ParquetMetaDataReader};
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use ::parquet::file::writer::SerializedFileWriter;
use arrow_schema::{ArrowError, SchemaRef};
use bytes::Bytes;

use crate::record::{KEYS, Record};
use crate::schema::{Dialect, schema};
use crate::typed;

/// Records as a file of its own, with these fields alone (all if empty).
///
/// # Errors
/// Where they are too large for one batch.
pub fn block(records: &[Record], fields: &[String]) -> io::Result<Vec<u8>> {
    let batch = typed::batch(records).map_err(io::Error::other)?;
    let batch = batch.project(&columns(fields)).map_err(|error| unlikely(&error))?;
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties(fields, &batch.schema()))).map_err(from)?;
    writer.write(&batch).map_err(from)?;
    writer.into_inner().map_err(from)
}

/// Joins the row groups of blocks.
pub struct Joiner {
    writer: SerializedFileWriter<Vec<u8>>,
}

impl Joiner {
    /// Begins a file with these fields alone (all if empty).
    ///
    /// # Errors
    /// None is known.
    pub fn new(fields: &[String]) -> io::Result<Self> {
        let schema = Arc::new(typed::schema().project(&columns(fields)).map_err(|error| unlikely(&error))?);
        let root = ArrowSchemaConverter::new().convert(&schema).map_err(from)?.root_schema_ptr();
        let writer = SerializedFileWriter::new(Vec::new(), root, Arc::new(properties(fields, &schema))).map_err(from)?;
        Ok(Self { writer })
    }

    /// Takes a block over; gives the bytes that come next in the file.
    ///
    /// # Errors
    /// Where it is none of [`block`]'s.
    pub fn append(&mut self, block: Vec<u8>) -> io::Result<Vec<u8>> {
        let block = Bytes::from(block);
        let metadata = ParquetMetaDataReader::new().parse_and_finish(&block).map_err(from)?;
        for group in metadata.row_groups() {
            let mut into = self.writer.next_row_group().map_err(from)?;
            for column in group.columns() {
                let close = ColumnCloseResult {
                    bytes_written: column.compressed_size() as u64,
                    rows_written: group.num_rows() as u64,
                    metadata: column.clone(),
                    bloom_filter: None,
                    column_index: None,
                    offset_index: None,
                };
                into.append_column(&block, close).map_err(from)?;
            }
            into.close().map_err(from)?;
        }
        self.written()
    }

    /// The bytes that end the file.
    ///
    /// # Errors
    /// None is known.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        self.writer.finish().map_err(from)?;
        self.written()
    }

    fn written(&mut self) -> io::Result<Vec<u8>> {
        self.writer.flush()?;
        Ok(std::mem::take(self.writer.inner_mut()))
    }
}

/// The places of the fields among the columns.
fn columns(fields: &[String]) -> Vec<usize> {
    if fields.is_empty() {
        return (0..KEYS.len()).collect();
    }
    fields.iter().filter_map(|field| KEYS.iter().position(|key| key == field)).collect()
}

fn properties(fields: &[String], schema: &SchemaRef) -> WriterProperties {
    let zstd = ZstdLevel::try_new(3).unwrap_or_default();
    let features = KeyValue::new("huggingface".to_owned(), features(fields));
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(zstd))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_created_by(format!("saring {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(vec![features]))
        .build();
    add_encoded_arrow_schema_to_metadata(schema, &mut properties);
    properties
}

/// What `datasets` looks for: the features of the columns; `metadata` is a string here.
fn features(fields: &[String]) -> String {
    let mut all = schema(Dialect::Datasets);
    all["metadata"] = serde_json::json!({"dtype": "string", "_type": "Value"});
    let features: serde_json::Map<_, _> = columns(fields).into_iter().map(|at| (KEYS[at].to_owned(), all[KEYS[at]].take())).collect();
    serde_json::json!({"info": {"features": features}}).to_string()
}

// as `map_err` hands it over
#[allow(clippy::needless_pass_by_value)]
fn from(error: ParquetError) -> io::Error {
    io::Error::other(error.to_string())
}

fn unlikely(error: &ArrowError) -> io::Error {
    io::Error::other(error.to_string())
}
