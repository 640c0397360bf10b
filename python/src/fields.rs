//! Makes articles of Python's values: a text with what is known beside it, or a mapping as a line of JSON holds it.
//!
//! What is known beside the text becomes JSON and goes the way of a line, so that keys and messages are those of the command line.
//!
//! Before: `{"id": 7, "text": "Air surut.", "n": 1.5}`. After: id `7`, the text, metadata `{"n": 1.5}`.

use std::borrow::Cow;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{IntoPyDict, PyDict, PyMapping, PyString};
use saring::Article;
use saring::read::jsonl::{self, Keys};

use crate::errors::RecordError;

/// An article's text and what is known beside it, taken from Python.
#[derive(Debug)]
pub struct Given {
    /// The text, where it stands apart.
    text: Option<String>,
    /// The other keys as JSON; empty for none.
    json: String,
}

impl Given {
    /// A text with fields beside it.
    pub fn new(text: &Bound<'_, PyString>, fields: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let text = text_of(text, "text")?;
        let json = match fields {
            Some(fields) if !fields.is_empty() => dumps(fields.as_any())?,
            _ => String::new(),
        };
        Ok(Self { text: Some(text), json })
    }

    /// A text, or a mapping with the key of one.
    pub fn item(item: &Bound<'_, PyAny>, keys: &Keys) -> PyResult<Self> {
        if let Ok(text) = item.cast::<PyString>() {
            return Self::new(text, None);
        }
        let Ok(mapping) = item.cast::<PyMapping>() else {
            let kind = item.get_type().name()?;
            return Err(PyTypeError::new_err(format!("an article is a str or a mapping with the key {:?}, no {kind}", keys.text)));
        };
        let rest = PyDict::new(item.py());
        rest.update(mapping)?;
        let text = match rest.get_item(&keys.text)? {
            Some(value) if value.is_instance_of::<PyString>() => {
                rest.del_item(&keys.text)?;
                Some(text_of(value.cast::<PyString>()?, &keys.text)?)
            }
            _ => None,
        };
        let json = if text.is_some() && rest.is_empty() { String::new() } else { dumps(rest.as_any())? };
        Ok(Self { text, json })
    }

    /// The article.
    ///
    /// # Errors
    /// As the reader of JSON Lines says.
    pub fn article(&self, keys: &Keys) -> Result<Article<'_>, String> {
        match &self.text {
            Some(text) if self.json.is_empty() => Ok(Article::new(text.as_str())),
            Some(text) => jsonl::article_of(Cow::Borrowed(text), &self.json, keys),
            None => jsonl::article(&self.json, keys),
        }
    }
}

fn text_of(text: &Bound<'_, PyString>, key: &str) -> PyResult<String> {
    let text = text.to_cow().map_err(|_| RecordError::new_err(jsonl::surrogate_in(key)))?;
    Ok(text.into_owned())
}

/// A value of Python as JSON text.
pub fn dumps(value: &Bound<'_, PyAny>) -> PyResult<String> {
    static ENCODE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = value.py();
    let encode = ENCODE.get_or_try_init(py, || -> PyResult<_> {
        let how = [("ensure_ascii", false), ("allow_nan", false)].into_py_dict(py)?;
        Ok(py.import("json")?.getattr("JSONEncoder")?.call((), Some(&how))?.getattr("encode")?.unbind())
    })?;
    let json = encode.bind(py).call1((value,)).map_err(|error| {
        let new = RecordError::new_err(format!("a field has no form in json: {}", error.value(py)));
        new.set_cause(py, Some(error));
        new
    })?;
    text_of(json.cast::<PyString>()?, "fields")
}

/// JSON text as a value of Python.
pub fn loads<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    static LOADS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    LOADS.import(py, "json", "loads")?.call1((json,))
}
