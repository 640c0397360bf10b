//! What a run writes down as it goes: what was counted, every input that ended, every output that got its name.
//!
//! Inputs and outputs, which may be millions, wait in files of JSON lines and not in memory; a run that goes on finds them there. What
//! stands in a shard's manifest is a piece of the same list: from the line, and the record of an input, at which the shard began.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Written;
use super::counts::{Counts, Tally};
use super::worker::Done;
use crate::error::RunError;
use crate::read::blocks::End;
use crate::write::file::{Mark, hidden};
use crate::write::{Stop, Unfinished, cannot_write};

/// What a piece of a file gave.
#[derive(Debug)]
pub struct InputPart {
    /// The file as given.
    pub path: String,
    /// Records that came of it.
    pub records: u64,
    /// Rejects that came of it.
    pub rejects: u64,
    /// At its last piece, its size and hash.
    pub end: Option<End>,
}

/// An input as it stands in a manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The file as given.
    pub path: String,
    /// Its bytes.
    pub size: u64,
    /// Their xxh3-128, in hex; empty where it could not be read, or ends in a later shard.
    pub hash: String,
    /// Records that came of it.
    pub records: u64,
    /// Rejects that came of it.
    pub rejects: u64,
    /// Whether a later shard has more of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub continued: bool,
}

/// Lines of JSON that wait in a file.
pub enum Spool<'s> {
    /// In one without a name, which goes with the run.
    Unnamed(BufWriter<File>),
    /// In one that a later run can find.
    Named(Unfinished<'s>),
}

impl<'s> Spool<'s> {
    /// In a file without a name.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn unnamed() -> Result<Self, RunError> {
        tempfile::tempfile().map(|file| Self::Unnamed(BufWriter::new(file))).map_err(|error| temporary(&error))
    }

    /// In the folder, if there is one: anew, or from `mark` on.
    ///
    /// # Errors
    /// Where the system refuses.
    fn begin(folder: Option<&Path>, name: &str, mark: Option<&Mark>, stop: &'s Stop) -> Result<Self, RunError> {
        let Some(folder) = folder else { return Self::unnamed() };
        let path = folder.join(name);
        Ok(Self::Named(match mark {
            Some(mark) => Unfinished::resume(&path, mark, true, stop)?,
            None => Unfinished::begin(&path, true, stop)?,
        }))
    }

    /// Adds a line.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn line(&mut self, value: &impl Serialize) -> Result<(), RunError> {
        let mut line = serde_json::to_vec(value).map_err(|error| temporary(&error.into()))?;
        line.push(b'\n');
        match self {
            Self::Unnamed(file) => file.write_all(&line).map_err(|error| temporary(&error)),
            Self::Named(file) => file.write(&line),
        }
    }

    fn bytes(&self) -> u64 {
        match self {
            Self::Unnamed(_) => 0,
            Self::Named(file) => file.bytes(),
        }
    }

    fn sync(&mut self) -> Result<Mark, RunError> {
        match self {
            Self::Unnamed(_) => Ok(Mark::default()),
            Self::Named(file) => file.sync(),
        }
    }

    /// Gives each line from byte `from` on to `each`.
    ///
    /// # Errors
    /// Where the system refuses, or `each` does.
    pub fn lines(&mut self, from: u64, mut each: impl FnMut(Vec<u8>) -> Result<(), RunError>) -> Result<(), RunError> {
        let mut open = || match self {
            Self::Unnamed(file) => file.flush().and_then(|()| file.get_ref().try_clone()),
            Self::Named(file) => file.read_back(),
        };
        // what reads to the end leaves the file where the next line is written
        let file = open().and_then(|mut file| file.seek(SeekFrom::Start(from)).map(|_| file));
        for line in BufReader::new(file.map_err(|error| temporary(&error))?).split(b'\n') {
            each(line.map_err(|error| temporary(&error))?)?;
        }
        Ok(())
    }
}

fn temporary(error: &io::Error) -> RunError {
    cannot_write(&std::env::temp_dir(), error)
}

/// What was written down.
pub struct Ledger<'s> {
    /// Inputs that ended.
    pub inputs: Spool<'s>,
    /// Outputs that are whole.
    pub outputs: Spool<'s>,
    state: State,
}

/// What of it is in memory, and how long its lists are.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct State {
    inputs: Mark,
    outputs: Mark,
    current: Input,
    counts: Counts,
    shard: Shard,
}

/// Where a shard began, and what was counted since.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Shard {
    from: u64,
    before: Input,
    counts: Counts,
}

impl<'s> Ledger<'s> {
    /// A ledger whose lists are in the folder, if there is one; from `state` on, if there is one.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn begin(folder: Option<&Path>, state: Option<&State>, stop: &'s Stop) -> Result<Self, RunError> {
        let inputs = Spool::begin(folder, "inputs", state.map(|state| &state.inputs), stop)?;
        let outputs = Spool::begin(folder, "outputs", state.map(|state| &state.outputs), stop)?;
        Ok(Self { inputs, outputs, state: state.cloned().unwrap_or_default() })
    }

    /// What was counted.
    pub fn counts(&self) -> &Counts {
        &self.state.counts
    }

    /// Takes down which files were left out of the inputs, which is known in the end, beside the records that were.
    pub fn skipped(&mut self, skipped: &Tally) {
        self.state.counts.skipped.extend(skipped.clone());
        self.state.shard.counts.skipped.extend(skipped.clone());
    }

    /// Takes down what a block gave.
    ///
    /// # Errors
    /// Where the list of inputs cannot be kept.
    pub fn block(&mut self, done: &Done) -> Result<(), RunError> {
        self.state.counts.add(&done.counts);
        self.state.shard.counts.add(&done.counts);
        for part in &done.inputs {
            let current = &mut self.state.current;
            current.path.clone_from(&part.path);
            current.records += part.records;
            current.rejects += part.rejects;
            if let Some(end) = part.end {
                let hash = end.hash.map(|hash| format!("{hash:032x}")).unwrap_or_default();
                let input = Input { size: end.size, hash, ..std::mem::take(current) };
                self.inputs.line(&input)?;
            }
        }
        Ok(())
    }

    /// Takes down an output that is whole.
    ///
    /// # Errors
    /// Where the list cannot be kept.
    pub fn output(&mut self, written: &Written) -> Result<(), RunError> {
        self.outputs.line(written)
    }

    /// Ends a shard: what was counted since it began, and its inputs as JSON lines.
    ///
    /// # Errors
    /// Where the list of inputs cannot be read.
    pub fn shard(&mut self) -> Result<(Counts, Spool<'s>), RunError> {
        let Shard { from, mut before, counts } = std::mem::take(&mut self.state.shard);
        let mut inputs = Spool::unnamed()?;
        self.inputs.lines(from, |line| {
            let input: Input = serde_json::from_slice(&line).map_err(|error| temporary(&error.into()))?;
            let before = std::mem::take(&mut before);
            inputs.line(&Input { records: input.records - before.records, rejects: input.rejects - before.rejects, ..input })
        })?;
        let current = self.state.current.clone();
        if !current.path.is_empty() {
            let (records, rejects) = (current.records - before.records, current.rejects - before.rejects);
            inputs.line(&Input { records, rejects, continued: true, ..current.clone() })?;
        }
        self.state.shard = Shard { from: self.inputs.bytes(), before: current, counts: Counts::default() };
        Ok((counts, inputs))
    }

    /// Brings the lists to the disk.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn sync(&mut self) -> Result<State, RunError> {
        self.state.inputs = self.inputs.sync()?;
        self.state.outputs = self.outputs.sync()?;
        Ok(self.state.clone())
    }
}

/// Takes away the lists in a folder, which nothing needs once the manifest is written.
pub fn remove(folder: &Path) {
    for name in ["inputs", "outputs"] {
        // they are small and hidden: no reason for a whole run to fail
        let _ = fs::remove_file(hidden(&folder.join(name)));
    }
}
