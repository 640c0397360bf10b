//! Batches in and out through the Arrow C data interface: no text passes through Python.

use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator, StringArray, StructArray};
use arrow_pyarrow::FromPyArrow;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use arrow_select::concat::concat_batches;
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use saring::read::jsonl::Keys;
use saring::read::reject;
use saring::typed::{self, Rows};

use crate::errors::{RecordError, SaringError};
use crate::threads;

/// A thread takes so many rows at once.
const ROWS: usize = 64;

/// A batch of records that any library of Arrow takes as it is.
#[pyclass(frozen, module = "saring")]
pub struct Batch {
    inner: RecordBatch,
}

#[pymethods]
impl Batch {
    /// How many records it holds.
    #[getter]
    fn num_rows(&self) -> usize {
        self.inner.num_rows()
    }

    fn __len__(&self) -> usize {
        self.inner.num_rows()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.inner.schema_ref().as_ref()).map_err(|error| fault(&error))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// `requested_schema` is not heeded, as the interface allows.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        drop(requested_schema);
        let array = FFI_ArrowArray::new(&StructArray::from(self.inner.clone()).to_data());
        Ok((self.__arrow_c_schema__(py)?, PyCapsule::new_with_value(py, array, c"arrow_array")?))
    }

    /// `requested_schema` is not heeded, as the interface allows.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Option<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let batches = RecordBatchIterator::new([Ok(self.inner.clone())], self.inner.schema());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), c"arrow_array_stream")
    }
}

fn fault(error: &ArrowError) -> PyErr {
    SaringError::new_err(error.to_string())
}

/// The batches that an object of any library holds.
fn batches(data: &Bound<'_, PyAny>) -> PyResult<Vec<RecordBatch>> {
    if data.hasattr(intern!(data.py(), "__arrow_c_array__"))? {
        return Ok(vec![RecordBatch::from_pyarrow_bound(data)?]);
    }
    if data.hasattr(intern!(data.py(), "__arrow_c_stream__"))? {
        let reader = RecordBatchStreamReader::from_pyarrow_bound(data)?;
        return reader.collect::<Result<_, _>>().map_err(|error| fault(&error));
    }
    let kind = data.get_type().name()?;
    Err(PyTypeError::new_err(format!("{kind} is no batch or table of Arrow: it has neither __arrow_c_array__ nor __arrow_c_stream__")))
}

/// Which columns hold what, and what becomes of rows without a text.
pub struct How<'a> {
    /// The columns, or the keys in `lines`.
    pub keys: Keys,
    /// The column that holds lines of JSON, where one does.
    pub lines: Option<&'a str>,
    /// The column to say why a row gave no text; without it, such a row is an error.
    pub reject: Option<&'a str>,
}

/// Cleans all rows of `data`: a batch of pyarrow's, if that is where they come from, else one that any library takes.
pub fn clean<'py>(data: &Bound<'py, PyAny>, cleaner: &saring::Cleaner, threads: usize, how: &How<'_>) -> PyResult<Bound<'py, PyAny>> {
    let py = data.py();
    let batches = batches(data)?;
    let mut pieces = Vec::new();
    let mut before = 0;
    for batch in &batches {
        for start in (0..batch.num_rows()).step_by(ROWS) {
            pieces.push((before + start, batch.slice(start, ROWS.min(batch.num_rows() - start))));
        }
        before += batch.num_rows();
    }
    let work = |at: usize| {
        let (first, rows) = &pieces[at];
        piece(rows, *first, cleaner, how)
    };
    let cleaned = threads::in_order(py, threads, pieces.len(), work)?;
    let inner = concat_batches(&schema(how), &cleaned).map_err(|_| SaringError::new_err(typed::TooLarge.to_string()))?;
    let batch = Bound::new(py, Batch { inner })?.into_any();
    let pyarrow = data.get_type().module()?.to_cow()?.split('.').next() == Some("pyarrow");
    if pyarrow { py.import("pyarrow")?.call_method1("record_batch", (batch,)) } else { Ok(batch) }
}

fn schema(how: &How<'_>) -> Arc<Schema> {
    let Some(name) = how.reject else { return typed::schema() };
    let mut fields = typed::schema().fields().to_vec();
    fields.push(Arc::new(Field::new(name, DataType::Utf8, true)));
    Arc::new(Schema::new(fields))
}

fn piece(batch: &RecordBatch, first: usize, cleaner: &saring::Cleaner, how: &How<'_>) -> PyResult<RecordBatch> {
    let fault = |error: ArrowError| RecordError::new_err(error.to_string());
    let mut rows = match how.lines {
        Some(column) => Rows::of_lines(batch, column),
        None => Rows::of(batch, &how.keys),
    }
    .map_err(fault)?;
    let mut records = Vec::with_capacity(rows.len());
    let mut whys: Vec<String> = Vec::with_capacity(rows.len());
    let mut json = Vec::new();
    for row in 0..rows.len() {
        let record = rows.article(row, &mut json, &how.keys).and_then(|article| threads::clean(cleaner, &article));
        let (record, why) = match record {
            Ok(record) => {
                let why = reject::without_text(&record).unwrap_or_default().to_owned();
                (record, why)
            }
            Err(why) if how.reject.is_none() => return Err(RecordError::new_err(format!("row {}: {why}", first + row))),
            Err(why) => {
                let article = rows.without_text(row, &mut json, &how.keys);
                (threads::clean(cleaner, &article).unwrap_or_default(), why)
            }
        };
        records.push(record);
        whys.push(why);
    }
    let built = typed::batch(&records).map_err(|error| SaringError::new_err(error.to_string()))?;
    if how.reject.is_none() {
        return Ok(built);
    }
    let mut columns = built.columns().to_vec();
    columns.push(Arc::new(StringArray::from(whys)) as ArrayRef);
    RecordBatch::try_new(schema(how), columns).map_err(fault)
}
