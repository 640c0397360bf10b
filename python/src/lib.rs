//! saring from Python: the compiled half of the package `saring`.
//!
//! What is decided here: how Python's values become articles and records become Python's values, and that the interpreter's lock is let
//! go while the rules are at work. What becomes of an article is the library's business; names, types and examples that users see are in
//! `saring/__init__.py` and `saring/_saring.pyi`. No thread outlives a call but those of a [`many::Many`], so that a process may fork.

#![allow(clippy::disallowed_methods, reason = "the binding is a shell: it owns threads and asks the clock")]

mod cleaner;
mod errors;
mod fields;
mod many;
mod record;
mod table;
mod threads;

use std::ffi::OsString;
use std::path::PathBuf;

use pyo3::prelude::*;
use saring::eval::marks::Marks;
use saring::schema::{Dialect, schema as shape};
use saring::{explain as show, restore as back};
use serde_json::json;

use cleaner::Cleaner;
use errors::{OptionError, RecordError, RestoreError, RuleError, SaringError};
use record::Record;

/// As in the program: many small strings are made and dropped.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs the command line; gives its exit status.
#[pyfunction]
fn main(py: Python<'_>, args: Vec<OsString>) -> u8 {
    py.detach(|| saring::cli::main(args))
}

/// The input's text, to the byte, from JSON that holds what is needed of a record.
#[pyfunction]
fn restore(json: &str) -> PyResult<String> {
    let parts: back::Parts<'_> = serde_json::from_str(json).map_err(|error| RecordError::new_err(format!("no record: {error}")))?;
    parts.input().map_err(|error| RestoreError::new_err(error.to_string()))
}

/// What became of a record's article, line by line, in the colours of a terminal.
#[pyfunction]
fn explain(record: &Bound<'_, Record>) -> PyResult<String> {
    show::explain(&record.get().inner).map_err(|error| RestoreError::new_err(error.to_string()))
}

/// The scores of records, each the JSON text of one, against annotated articles, as JSON text.
#[pyfunction]
fn evaluate(py: Python<'_>, gold: Vec<PathBuf>, records: Option<Vec<String>>, rules: Option<PathBuf>) -> PyResult<String> {
    let marks = |json: &String| -> PyResult<Marks> {
        serde_json::from_str(json).map_err(|error| RecordError::new_err(format!("no record: {error}; give what saring clean wrote")))
    };
    let records = records.map(|records| records.iter().map(marks).collect::<PyResult<Vec<_>>>()).transpose()?;
    let scores = py.detach(|| saring::cli::evaluate(&gold, records, rules.as_deref()));
    let scores = scores.map_err(|error| SaringError::new_err(saring::cli::told(&error)))?;
    let misses = scores
        .misses
        .iter()
        .map(|miss| json!({"sign": miss.sign.to_string(), "key": miss.key, "article": miss.article, "line": miss.line, "what": miss.what}));
    let mut all = scores.to_json();
    all["misses"] = misses.collect();
    Ok(all.to_string())
}

/// The record's shape for `json`, `datasets` or `spark`, as JSON text.
#[pyfunction]
fn schema(form: &str) -> PyResult<String> {
    let dialect = match form {
        "json" => Dialect::Json,
        "datasets" => Dialect::Datasets,
        "spark" => Dialect::Spark,
        _ => return Err(OptionError::new_err(format!("no form {form:?} of the schema; there are json, datasets, spark"))),
    };
    Ok(shape(dialect).to_string())
}

#[pymodule]
mod _saring {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::{
        Cleaner, OptionError, Record, RecordError, RestoreError, RuleError, SaringError, evaluate, explain, main, many::Many, restore,
        schema, table::Batch,
    };

    #[pymodule_export]
    const KEYS: [&str; 23] = saring::record::KEYS;

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        let py = module.py();
        py.import("collections.abc")?.getattr("Mapping")?.call_method1("register", (py.get_type::<Record>(),)).map(drop)
    }
}
