//! How far a run has come, on the disk: what a run that fell at any moment goes on from.
//!
//! A checkpoint is written every few seconds, after what it tells of was brought to the disk, and replaces the one before in one step.
//! It holds the place in the inputs behind the last block that was written, and how long each file was then; whatever stands behind
//! those marks came later and is cut off. It goes when the run is done.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::manifest::Job;
use super::{ledger, sinks};
use crate::error::RunError;
use crate::read::Position;
use crate::read::walk::shown;
use crate::write::file::{Mark, hidden, sync_folder};
use crate::write::{Stop, cannot_write};

/// How far a run has come.
#[derive(Debug, Serialize, Deserialize)]
pub struct Checkpoint {
    /// What the run is.
    pub job: Job,
    /// The place in the inputs.
    pub position: Position,
    /// The outputs in the making.
    pub sinks: sinks::State,
    /// The file of rejects.
    pub rejects: Mark,
    /// What was written down.
    pub ledger: ledger::State,
}

/// Where the checkpoint of a run lies that has this folder beside its output.
pub fn place(side: &Path) -> PathBuf {
    side.join("checkpoint.json")
}

impl Checkpoint {
    /// Reads the one in `side`, where there is one.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read(side: &Path) -> Result<Option<Self>, RunError> {
        let path = place(side);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(None),
            Err(error) => return Err(fault(&path, &error)),
        };
        serde_json::from_slice(&text).map(Some).map_err(|error| fault(&path, &error.into()))
    }

    /// Brings it to the disk and lets it replace the one before.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn write(&self, side: &Path, stop: &Stop) -> Result<(), RunError> {
        let path = place(side);
        let new = hidden(&path);
        let write = || {
            let mut file = io::BufWriter::new(File::create(&new)?);
            serde_json::to_writer(&mut file, self)?;
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
            fs::rename(&new, &path)
        };
        write().map_err(|error| {
            let _ = fs::remove_file(&new);
            cannot_write(&path, &error)
        })?;
        sync_folder(Some(side));
        stop.made(path);
        Ok(())
    }
}

fn fault(path: &Path, error: &io::Error) -> RunError {
    RunError::Resume(format!("{} cannot be read ({})", shown(path.as_os_str().as_encoded_bytes()), crate::error::plainly(error)))
}

/// Takes the checkpoint away: there is nothing to go on with.
///
/// # Errors
/// Where the system refuses.
pub fn remove(side: &Path) -> Result<(), RunError> {
    let path = place(side);
    match fs::remove_file(&path) {
        Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Err(cannot_write(&path, &error)),
        _ => Ok(()),
    }
}
