//! The rules, compiled once and shared by all threads.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use saring::read::jsonl::Keys;
use saring::read::packs::packs;
use saring::run::RepairKind;

use crate::errors::{OptionError, RecordError, rule_error};
use crate::fields::Given;
use crate::many::Many;
use crate::record::Record;
use crate::table::{self, How};
use crate::threads;

/// Compiled rules: what is needed to clean articles.
#[pyclass(frozen, module = "saring")]
#[derive(Debug)]
pub struct Cleaner {
    inner: Arc<saring::Cleaner>,
    rules: Option<PathBuf>,
    repair: Vec<String>,
}

#[pymethods]
impl Cleaner {
    #[new]
    #[pyo3(signature = (rules=None, repair=None))]
    fn new(py: Python<'_>, rules: Option<PathBuf>, repair: Option<Vec<String>>) -> PyResult<Self> {
        let repair = repair.unwrap_or_default();
        let kind = |name: &String| {
            let unknown = || OptionError::new_err(format!("no repair {name:?}; what can be mended is spacing and quotes"));
            RepairKind::named(name).ok_or_else(unknown)
        };
        let kinds = repair.iter().map(kind).collect::<PyResult<Vec<_>>>()?;
        let inner = py.detach(|| {
            let packs = packs(rules.as_deref()).map_err(|error| rule_error(&error))?;
            saring::Cleaner::new(&packs).map_err(|error| rule_error(&error))
        })?;
        Ok(Self { inner: Arc::new(inner.repairing(&kinds)), rules, repair })
    }

    /// The record of one article.
    #[pyo3(signature = (text, /, **fields))]
    fn clean(&self, py: Python<'_>, text: &Bound<'_, PyString>, fields: Option<&Bound<'_, PyDict>>) -> PyResult<Record> {
        let given = Given::new(text, fields)?;
        let inner = py.detach(|| threads::clean(&self.inner, &given.article(&Keys::default())?));
        Ok(Record { inner: inner.map_err(RecordError::new_err)? })
    }

    /// The records of many articles, in order, as they are asked for.
    #[pyo3(signature = (articles, *, threads=None, text="text", id="id", url="url", title="title"))]
    #[allow(clippy::too_many_arguments)]
    fn clean_many(
        &self,
        articles: &Bound<'_, PyAny>,
        threads: Option<usize>,
        text: &str,
        id: &str,
        url: &str,
        title: &str,
    ) -> PyResult<Many> {
        Ok(Many::new(Arc::clone(&self.inner), articles.try_iter()?.unbind(), threads::count(threads), keys(text, id, url, title)))
    }

    /// The records of a batch of articles, as a batch.
    #[pyo3(signature = (data, *, threads=None, text="text", id="id", url="url", title="title", lines=None, reject=None))]
    #[allow(clippy::too_many_arguments)]
    fn clean_batch<'py>(
        &self,
        data: &Bound<'py, PyAny>,
        threads: Option<usize>,
        text: &str,
        id: &str,
        url: &str,
        title: &str,
        lines: Option<&str>,
        reject: Option<&str>,
    ) -> PyResult<Bound<'py, PyAny>> {
        table::clean(data, &self.inner, threads::count(threads), &How { keys: keys(text, id, url, title), lines, reject })
    }

    /// What is known of an official in a record, and the lines that say so.
    fn why(&self, record: &Bound<'_, Record>, name: &str) -> String {
        let record = &record.get().inner;
        let mut text = saring::explain::why(record, name);
        if !text.is_empty() {
            for line in self.inner.why(record, name) {
                text.push_str(&line);
                text.push('\n');
            }
        }
        text
    }

    fn __repr__(&self) -> String {
        let rules = self.rules.as_ref().map_or("built-in".into(), |rules| rules.to_string_lossy());
        format!("<Cleaner: rules {rules}, repair {:?}>", self.repair)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (Option<PathBuf>, Vec<String>)) {
        (slf.get_type().into_any(), (slf.get().rules.clone(), slf.get().repair.clone()))
    }
}

fn keys(text: &str, id: &str, url: &str, title: &str) -> Keys {
    Keys { text: text.to_owned(), id: id.to_owned(), url: url.to_owned(), title: title.to_owned() }
}
