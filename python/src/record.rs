//! A record as Python sees it: a mapping of the record's keys that is also read by attributes.
//!
//! It stays in its own form, and a value becomes Python's only when it is asked for, each time anew.

use pyo3::class::basic::CompareOp;
use pyo3::exceptions::{PyAttributeError, PyKeyError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use saring::record::KEYS;

use crate::errors::RecordError;
use crate::fields::{dumps, loads};

/// One cleaned and annotated article.
#[pyclass(frozen, mapping, module = "saring")]
#[derive(Debug)]
pub struct Record {
    /// The record itself.
    pub inner: saring::Record,
}

impl Record {
    fn json(&self) -> PyResult<String> {
        let mut line = Vec::with_capacity(2 * self.inner.text.len() + 1024);
        self.inner.write_json(&mut line).map_err(|error| RecordError::new_err(error.to_string()))?;
        line.pop();
        Ok(String::from_utf8(line)?)
    }

    /// The value of a key, if there is such a key.
    fn value<'py>(&self, py: Python<'py>, key: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        let record = &self.inner;
        let text = match key {
            "id" => &record.id,
            "text" => &record.text,
            "url" => &record.url,
            "source" => &record.source,
            "title" => &record.title,
            "published" => &record.published,
            "author" => &record.author,
            "publisher" => &record.publisher,
            "language" => &record.language,
            "language_script" => &record.language_script,
            _ if KEYS.contains(&key) => {
                let mut json = Vec::new();
                record.write_fields(&[key], &mut json).map_err(|error| RecordError::new_err(error.to_string()))?;
                return loads(py, &String::from_utf8(json)?)?.get_item(key).map(Some);
            }
            _ => return Ok(None),
        };
        Ok(Some(PyString::new(py, text).into_any()))
    }
}

#[pymethods]
impl Record {
    /// The record that a line of JSON holds.
    #[staticmethod]
    fn from_json(json: &str) -> PyResult<Self> {
        let inner = serde_json::from_str(json);
        let inner = inner.map_err(|error| RecordError::new_err(format!("no record: {error}; give what saring clean wrote")))?;
        Ok(Self { inner })
    }

    /// The record that a mapping holds.
    #[staticmethod]
    fn from_dict(record: &Bound<'_, PyAny>) -> PyResult<Self> {
        Self::from_json(&dumps(&record.py().get_type::<PyDict>().call1((record,))?)?)
    }

    /// The record as one line of JSON, byte for byte as the command line writes it.
    fn to_json(&self) -> PyResult<String> {
        self.json()
    }

    /// The record as a new dict.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        loads(py, &self.json()?)
    }

    /// The keys, in their order.
    fn keys<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        view(slf, "KeysView")
    }

    /// The values, in the order of the keys.
    fn values<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        view(slf, "ValuesView")
    }

    /// Pairs of key and value.
    fn items<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        view(slf, "ItemsView")
    }

    /// The value of a key, or `default`.
    #[pyo3(signature = (key, default=None))]
    fn get<'py>(&self, py: Python<'py>, key: &str, default: Option<Bound<'py, PyAny>>) -> PyResult<Option<Bound<'py, PyAny>>> {
        Ok(self.value(py, key)?.or(default))
    }

    fn __getitem__<'py>(&self, py: Python<'py>, key: &str) -> PyResult<Bound<'py, PyAny>> {
        self.value(py, key)?.ok_or_else(|| PyKeyError::new_err(key.to_owned()))
    }

    fn __getattr__<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        self.value(py, name)?.ok_or_else(|| PyAttributeError::new_err(format!("a record has no {name}; it has {}", KEYS.join(", "))))
    }

    fn __dir__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyList>> {
        let names = slf.get_type().dir()?;
        KEYS.iter().try_for_each(|key| names.append(key))?;
        Ok(names)
    }

    #[allow(clippy::unused_self)]
    fn __len__(&self) -> usize {
        KEYS.len()
    }

    #[allow(clippy::unused_self)]
    fn __contains__(&self, key: &Bound<'_, PyAny>) -> bool {
        key.extract::<String>().is_ok_and(|key| KEYS.contains(&key.as_str()))
    }

    #[allow(clippy::unused_self)]
    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyTuple::new(py, KEYS)?.try_iter()?.into_any())
    }

    fn __richcmp__<'py>(&self, other: &Bound<'py, PyAny>, op: CompareOp) -> PyResult<Bound<'py, PyAny>> {
        let py = other.py();
        let equal = match other.cast::<Self>() {
            // as they are written: a score has four places
            Ok(other) => self.json()? == other.get().json()?,
            Err(_) if other.is_instance_of::<PyDict>() => self.to_dict(py)?.eq(other)?,
            Err(_) => return Ok(py.NotImplemented().into_bound(py)),
        };
        Ok(match op {
            CompareOp::Eq => equal.into_pyobject(py)?.to_owned().into_any(),
            CompareOp::Ne => (!equal).into_pyobject(py)?.to_owned().into_any(),
            _ => py.NotImplemented().into_bound(py),
        })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let id = PyString::new(py, &self.inner.id).repr()?;
        let (kept, removed) = (self.inner.lines.len(), self.inner.removed.len());
        Ok(format!("<Record {id}: {kept} lines kept, {removed} removed>"))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("from_json")?, (slf.get().json()?,)))
    }
}

fn view<'py>(record: &Bound<'py, Record>, kind: &str) -> PyResult<Bound<'py, PyAny>> {
    record.py().import("collections.abc")?.getattr(kind)?.call1((record,))
}
