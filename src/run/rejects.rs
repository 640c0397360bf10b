//! Where rejects go: into a file of JSON lines, or to standard error, a line each.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::RunError;
use crate::write::{Stop, Unfinished, cannot_write};

/// The place for rejects.
pub enum Rejects<'s> {
    /// Lines for a human.
    Lines,
    /// JSON lines.
    File(Unfinished<'s>),
}

impl<'s> Rejects<'s> {
    /// Into the file at `path`, where there is one; `side` is the folder that is made when the run is done.
    ///
    /// # Errors
    /// Where the file exists or cannot be made.
    pub fn begin(path: Option<&Path>, side: Option<&Path>, force: bool, stop: &'s Stop) -> Result<Self, RunError> {
        Ok(match path {
            None => Self::Lines,
            Some(path) => Self::File(beside(path, side, force, stop)?),
        })
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
            Self::File(file) => finish(file).map(Some),
        }
    }
}

/// Begins a file that may lie in the folder `side`, which is made only when the run is done. What lies in it belongs to an output
/// whose own name is free or to be replaced, so it is replaced too.
///
/// # Errors
/// Where it exists or cannot be made.
pub fn beside<'s>(path: &Path, side: Option<&Path>, force: bool, stop: &'s Stop) -> Result<Unfinished<'s>, RunError> {
    let parent = path.parent().unwrap_or(Path::new(""));
    let own = side == Some(parent);
    if let (true, Ok(found)) = (own, fs::metadata(parent))
        && !found.is_dir()
    {
        return Err(cannot_write(parent, &io::ErrorKind::NotADirectory.into()));
    }
    let folder = if own { parent.parent().unwrap_or(Path::new("")) } else { parent };
    Unfinished::begin(path, folder, force || own, stop)
}

/// Makes the folder of such a file, and gives it its name.
///
/// # Errors
/// Where the system refuses.
pub fn finish(file: Unfinished<'_>) -> Result<PathBuf, RunError> {
    let path = file.path().to_owned();
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(|error| cannot_write(parent, &error))?;
    }
    file.finish()?;
    Ok(path)
}
