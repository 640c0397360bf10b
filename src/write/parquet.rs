//! Writes Parquet: each block is packed apart, and their row groups are joined into one file.
//!
//! [`block`] is done by all threads at once; what it gives is a whole file in memory, whose row groups [`Joiner`] takes over as they are.
//! Columns are those of [`crate::typed`], in the order of the fields that were asked for; texts are packed with zstd. The file tells
//! Hugging Face `datasets` its features, so that it loads also where no row of it holds a quote.

use std::io;
use std::ops::Deref;

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::{FileMetaData, KeyValue, ParquetMetaData, ParquetMetaDataReader, ParquetMetaDataWriter, RowGroupMetaData};
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use arrow_schema::ArrowError;
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
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties(fields))).map_err(from)?;
    writer.write(&batch).map_err(from)?;
    writer.into_inner().map_err(from)
}

/// Joins the row groups of blocks. They are taken over as they are, but for the places where they stand.
#[derive(Default)]
pub struct Joiner {
    /// What the first block says of the file.
    file: Option<FileMetaData>,
    /// The row groups so far.
    groups: Vec<RowGroupMetaData>,
    /// Bytes so far.
    bytes: u64,
}

/// What a file of Parquet begins with.
const MAGIC: usize = b"PAR1".len();

impl Joiner {
    /// Goes on with a file of so many bytes, whose [`Joiner::state`] this was.
    ///
    /// # Errors
    /// Where it was not.
    pub fn resume(state: Vec<u8>, bytes: u64) -> io::Result<Self> {
        if state.is_empty() {
            return Ok(Self::default());
        }
        let footer = footer_of(&Bytes::from(state))?;
        Ok(Self { file: Some(footer.file_metadata().clone()), groups: footer.row_groups().to_vec(), bytes })
    }

    /// What [`Joiner::resume`] needs: the end that the file would have now.
    ///
    /// # Errors
    /// None is known.
    pub fn state(&self) -> io::Result<Vec<u8>> {
        let Some(file) = &self.file else { return Ok(Vec::new()) };
        let rows = self.groups.iter().map(RowGroupMetaData::num_rows).sum();
        let by = file.created_by().map(ToOwned::to_owned);
        let (keys, orders) = (file.key_value_metadata().cloned(), file.column_orders().cloned());
        let file = FileMetaData::new(file.version(), rows, by, keys, file.schema_descr_ptr(), orders);
        let mut bytes = Vec::new();
        ParquetMetaDataWriter::new(&mut bytes, &ParquetMetaData::new(file, self.groups.clone())).finish().map_err(from)?;
        Ok(bytes)
    }

    /// Takes a block over; gives the bytes that come next in the file.
    ///
    /// # Errors
    /// Where it is none of [`block`]'s.
    pub fn append(&mut self, block: Vec<u8>) -> io::Result<impl Deref<Target = [u8]>> {
        let block = Bytes::from(block);
        let footer = footer_of(&block)?;
        let columns = footer.row_groups().iter().flat_map(RowGroupMetaData::columns);
        let ends = columns.map(|column| column.byte_range().0 + column.byte_range().1);
        let end = ends.max().map_or(MAGIC, |end| end as usize);
        // the first block is taken with its magic, later ones move from behind theirs to the end of the file
        let start = if self.bytes == 0 { 0 } else { MAGIC };
        let by = self.bytes.cast_signed() - start as i64;
        for group in footer.row_groups() {
            self.groups.push(shifted(group, by)?);
        }
        self.file.get_or_insert_with(|| footer.file_metadata().clone());
        self.bytes += (end - start) as u64;
        Ok(block.slice(start..end))
    }

    /// The bytes that end the file; of one without blocks, all there are.
    ///
    /// # Errors
    /// None is known.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        if self.file.is_some() { self.state() } else { block(&[], &[]) }
    }
}

fn footer_of(bytes: &Bytes) -> io::Result<ParquetMetaData> {
    ParquetMetaDataReader::new().parse_and_finish(bytes).map_err(from)
}

/// The same row group, so many bytes further on.
fn shifted(group: &RowGroupMetaData, by: i64) -> io::Result<RowGroupMetaData> {
    let columns = group.columns().iter().map(|column| {
        let dictionary = column.dictionary_page_offset().map(|offset| offset + by);
        let pages = column.data_page_offset() + by;
        column.clone().into_builder().set_dictionary_page_offset(dictionary).set_data_page_offset(pages).build()
    });
    let columns = columns.collect::<Result<Vec<_>, _>>().map_err(from)?;
    let offset = group.file_offset().unwrap_or(MAGIC as i64) + by;
    group.clone().into_builder().set_column_metadata(columns).set_file_offset(offset).build().map_err(from)
}

/// The places of the fields among the columns.
fn columns(fields: &[String]) -> Vec<usize> {
    if fields.is_empty() {
        return (0..KEYS.len()).collect();
    }
    fields.iter().filter_map(|field| KEYS.iter().position(|key| key == field)).collect()
}

fn properties(fields: &[String]) -> WriterProperties {
    let zstd = ZstdLevel::try_new(3).unwrap_or_default();
    let features = KeyValue::new("huggingface".to_owned(), features(fields));
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(zstd))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_created_by(format!("saring {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(vec![features]))
        .build()
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
