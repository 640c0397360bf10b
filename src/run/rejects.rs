//! Where rejects go: into a file of JSON lines, or to standard error, a line each.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::RunError;
use crate::write::file::Mark;
use crate::write::{Stop, Unfinished};

/// The place for rejects.
pub enum Rejects<'s> {
    /// Lines for a human.
    Lines,
    /// JSON lines.
    File(Unfinished<'s>),
}

impl<'s> Rejects<'s> {
    /// Into the file at `path`, where there is one: anew, or from `mark` on.
    ///
    /// # Errors
    /// Where the file exists or cannot be made.
    pub fn begin(path: Option<&Path>, mark: Option<&Mark>, force: bool, stop: &'s Stop) -> Result<Self, RunError> {
        Ok(match (path, mark) {
            (None, _) => Self::Lines,
            (Some(path), None) => Self::File(Unfinished::begin(path, force, stop)?),
            (Some(path), Some(mark)) => Self::File(Unfinished::resume(path, mark, true, stop)?),
        })
    }

    /// Brings to the disk what was written so far.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn sync(&mut self) -> Result<Mark, RunError> {
        match self {
            Self::Lines => Ok(Mark::default()),
            Self::File(file) => file.sync(),
        }
    }

    /// Whether they are lines for a human.
    pub fn are_lines(&self) -> bool {
        matches!(self, Self::Lines)
    }

    /// Writes a block's rejects.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn write(&mut self, lines: &[u8]) -> Result<(), RunError> {
        match self {
            _ if lines.is_empty() => Ok(()),
            Self::File(file) => file.write(lines),
            Self::Lines => {
                // a closed standard error is no reason to lose records
                let _ = io::stderr().lock().write_all(lines);
                Ok(())
            }
        }
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn finish(self) -> Result<Option<PathBuf>, RunError> {
        match self {
            Self::Lines => Ok(None),
            Self::File(file) => {
                let path = file.path().to_owned();
                file.finish().map(|_| Some(path))
            }
        }
    }
}
