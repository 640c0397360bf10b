//! What can go wrong, as Python's exceptions: one class and its subclasses, with the words of the command line.

use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;

create_exception!(saring, SaringError, PyException, "Anything that saring has to object to.");
create_exception!(saring, RuleError, SaringError, "A rule pack that cannot be read or used; names pack, entry and key.");
create_exception!(saring, RecordError, SaringError, "An article or record that cannot be read.");
create_exception!(saring, RestoreError, SaringError, "A record that does not give its input back: it was edited after cleaning.");
create_exception!(saring, OptionError, SaringError, "An option that does not exist, or a value that it cannot take.");

/// The fault of a rule pack, or of reading it.
pub fn rule_error(error: &impl std::error::Error) -> PyErr {
    RuleError::new_err(error.to_string())
}
