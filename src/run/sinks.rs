//! Where records go: which file, under which name, and that no input is lost to it.
//!
//! Of files in the making the [`State`] says how far each is, so that a later run can take them up.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::Written;
use super::ledger::Spool;
use super::paths::PathText;
use crate::error::RunError;
use crate::read::blocks::Group;
use crate::read::walk::shown;
use crate::read::{Codec, Format, Named};
use crate::write::file::{Mark, is_device};
use crate::write::parquet::Joiner;
use crate::write::{Output, Packer, Stop, Unfinished, cannot_write, codec_of};

/// The records of a folder's text files stand in this file of its mirror.
const TEXTS: &str = "texts.jsonl";

/// The outputs of a run.
pub enum Sinks<'s> {
    /// Standard output.
    Stdout,
    /// A device or pipe, written to as it is.
    Device(File, PathBuf, Option<Codec>),
    /// One file.
    One(Box<Sink<'s>>),
    /// A folder like that of the inputs.
    Mirror(Mirror<'s>),
    /// Numbered files.
    Shards(Shards<'s>),
}

/// How records are packed: all in one way, or each output as its input.
#[derive(Clone, Copy)]
pub enum Packing {
    /// All so.
    All(Option<Codec>),
    /// As the input.
    AsInput,
}

impl Packing {
    /// How those of a group are.
    pub fn of(self, group: &Group) -> Option<Codec> {
        match self {
            Self::All(codec) => codec,
            Self::AsInput => name(group).1,
        }
    }
}

/// One file in the making.
pub struct Sink<'s> {
    file: Unfinished<'s>,
    codec: Option<Codec>,
    /// Where blocks are joined rather than put one behind the other.
    joiner: Option<Joiner>,
    records: u64,
}

/// A folder in the making.
pub struct Mirror<'s> {
    folder: PathBuf,
    named: Vec<PathBuf>,
    force: bool,
    stop: &'s Stop,
    open: Vec<(Key, Sink<'s>)>,
    /// Hashes of the paths that are written to, which may be many.
    taken: HashSet<u128>,
}

/// Numbered files in the making.
pub struct Shards<'s> {
    folder: PathBuf,
    size: u64,
    codec: Option<Codec>,
    force: bool,
    stop: &'s Stop,
    number: u64,
    open: Option<Sink<'s>>,
}

/// Which records go to an output of a mirrored folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Key {
    All,
    File(String),
    Folder(String),
}

impl Key {
    fn of(group: &Group) -> Self {
        match group {
            Group::All => Self::All,
            Group::File(source) => Self::File(source.shown.clone()),
            Group::Folder(under) => Self::Folder(shown(under.as_os_str().as_encoded_bytes())),
        }
    }
}

/// How far the outputs in the making are.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct State {
    open: Vec<OpenState>,
    /// The shard that is written next.
    shard: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct OpenState {
    key: Key,
    path: PathText,
    mark: Mark,
    /// What [`Joiner::resume`] needs, in base64.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    joiner: String,
    records: u64,
}

impl<'s> Sinks<'s> {
    /// Begins the outputs, unless they would replace what must stay. `named` are the inputs.
    ///
    /// # Errors
    /// Where an output exists, is an input or cannot be written.
    pub fn begin(output: &Output, named: &[PathBuf], force: bool, stop: &'s Stop) -> Result<Self, RunError> {
        match output {
            Output::Stdout => Ok(Self::Stdout),
            Output::File(path) if is_device(path) => {
                let file = OpenOptions::new().write(true).open(path).map_err(|error| cannot_write(path, &error))?;
                Ok(Self::Device(file, path.clone(), codec_of(path.as_os_str()).unwrap_or_default()))
            }
            Output::File(path) => {
                let codec = codec_of(path.as_os_str())?;
                spare_inputs(path, named)?;
                Ok(Self::One(Box::new(Sink::begin(path, codec, force, stop)?)))
            }
            Output::Folder(folder) | Output::Shards { folder, .. } => {
                let mut entries = match fs::read_dir(folder) {
                    Ok(entries) => Some(entries),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                    Err(error) => return Err(cannot_write(folder, &error)),
                };
                if entries.as_mut().and_then(Iterator::next).is_some() {
                    spare_inputs(folder, named)?;
                    if !force {
                        return Err(RunError::NotEmpty(shown(folder.as_os_str().as_encoded_bytes())));
                    }
                }
                stop.make_folder(folder).map_err(|error| cannot_write(folder, &error))?;
                Ok(Self::into_folder(output, named, force, stop))
            }
        }
    }

    fn into_folder(output: &Output, named: &[PathBuf], force: bool, stop: &'s Stop) -> Self {
        match output.clone() {
            Output::Shards { folder, size, codec } => Self::Shards(Shards { folder, size, codec, force, stop, number: 0, open: None }),
            Output::Folder(folder) | Output::File(folder) => {
                let (open, taken) = (Vec::new(), HashSet::new());
                Self::Mirror(Mirror { folder, named: named.to_vec(), force, stop, open, taken })
            }
            Output::Stdout => Self::Stdout,
        }
    }

    /// Takes the outputs up where an earlier run left them; `done` lists those that are whole.
    ///
    /// # Errors
    /// Where one is not what it was.
    pub fn resume(
        output: &Output,
        named: &[PathBuf],
        force: bool,
        state: &State,
        done: &mut Spool<'_>,
        stop: &'s Stop,
    ) -> Result<Self, RunError> {
        // what stands in the folder that the lists do not tell of, this run had begun or found: --force was given, or it was empty. A
        // fallen run had perhaps named a file that the next one, from a checkpoint before it, began again
        let force = force || !matches!(output, Output::File(_));
        let mut open = Vec::new();
        for OpenState { key, path, mark, joiner, records } in &state.open {
            let path = path.path();
            let file = Unfinished::resume(path, mark, force, stop)?;
            let codec = codec_of(path.as_os_str())?;
            let broken = |error: &dyn std::fmt::Display| RunError::Resume(format!("its checkpoint is broken ({error})"));
            let joiner = match codec {
                Some(Codec::Parquet) => {
                    let state = STANDARD.decode(joiner).map_err(|error| broken(&error))?;
                    Some(Joiner::resume(state, file.bytes()).map_err(|error| broken(&error))?)
                }
                _ => None,
            };
            open.push((key.clone(), Sink { file, codec, joiner, records: *records }));
        }
        let mut taken: HashSet<u128> = open.iter().map(|(_, sink)| place(sink.file.path())).collect();
        done.lines(0, |line| {
            let broken = |error| RunError::Resume(format!("its list of outputs is broken ({error})"));
            let written: Written = serde_json::from_slice(&line).map_err(broken)?;
            taken.insert(xxh3_128(written.path.as_bytes()));
            match fs::metadata(&written.path) {
                Ok(found) if found.len() != written.bytes => {
                    Err(RunError::Resume(format!("{} is not what it was: it has another size", written.path)))
                }
                // a shard that was finished may have been taken elsewhere
                _ => Ok(()),
            }
        })?;
        let mut sinks = match output {
            Output::File(_) => match open.pop() {
                Some((_, sink)) => return Ok(Self::One(Box::new(sink))),
                None => return Err(RunError::Resume("its checkpoint tells of no output".to_owned())),
            },
            output => Self::into_folder(output, named, force, stop),
        };
        match &mut sinks {
            Self::Mirror(mirror) => (mirror.open, mirror.taken) = (open, taken),
            Self::Shards(shards) => (shards.open, shards.number) = (open.pop().map(|(_, sink)| sink), state.shard),
            Self::Stdout | Self::Device(..) | Self::One(_) => {}
        }
        Ok(sinks)
    }

    /// How records are packed.
    pub fn packing(&self) -> Packing {
        match self {
            Self::Stdout => Packing::All(None),
            Self::Device(_, _, codec) => Packing::All(*codec),
            Self::One(sink) => Packing::All(sink.codec),
            Self::Mirror(_) => Packing::AsInput,
            Self::Shards(shards) => Packing::All(shards.codec),
        }
    }

    /// Writes a block's bytes, with so many records in them; gives the outputs that are whole by that.
    ///
    /// # Errors
    /// Where the system refuses, or two inputs have one output.
    pub fn write(&mut self, group: &Group, bytes: &[u8], records: u64) -> Result<Vec<Written>, RunError> {
        match self {
            Self::Stdout => io::stdout().lock().write_all(bytes).map_err(|error| stdout(&error))?,
            Self::Device(file, path, _) => file.write_all(bytes).map_err(|error| device(path, &error))?,
            Self::One(sink) => sink.write(bytes, records)?,
            Self::Mirror(mirror) => return mirror.write(group, bytes, records),
            Self::Shards(shards) => return shards.write(bytes, records),
        }
        Ok(Vec::new())
    }

    /// Brings to the disk what was written so far.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn sync(&mut self) -> Result<State, RunError> {
        let mut state = State::default();
        match self {
            Self::Stdout | Self::Device(..) => {}
            Self::One(sink) => state.open.push(sink.sync(Key::All)?),
            Self::Mirror(mirror) => {
                for (key, sink) in &mut mirror.open {
                    state.open.push(sink.sync(key.clone())?);
                }
            }
            Self::Shards(shards) => {
                state.shard = shards.number;
                state.open = shards.open.as_mut().map(|sink| sink.sync(Key::All)).transpose()?.into_iter().collect();
            }
        }
        Ok(state)
    }

    /// Gives every file its name; gives those that were not whole before.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn finish(self) -> Result<Vec<Written>, RunError> {
        match self {
            Self::Stdout => io::stdout().lock().flush().map_err(|error| stdout(&error)).map(|()| Vec::new()),
            Self::Device(mut file, path, _) => file.flush().map_err(|error| device(&path, &error)).map(|()| Vec::new()),
            Self::One(sink) => Ok(vec![sink.finish()?]),
            Self::Mirror(mut mirror) => mirror.close(|_| false),
            Self::Shards(shards) => shards.finish(),
        }
    }
}

impl<'s> Sink<'s> {
    fn begin(path: &Path, codec: Option<Codec>, force: bool, stop: &'s Stop) -> Result<Self, RunError> {
        let joiner = (codec == Some(Codec::Parquet)).then(Joiner::default);
        Ok(Self { file: Unfinished::begin(path, force, stop)?, codec, joiner, records: 0 })
    }

    fn write(&mut self, bytes: &[u8], records: u64) -> Result<(), RunError> {
        self.records += records;
        match &mut self.joiner {
            Some(joiner) => {
                let bytes = joiner.append(bytes.to_vec()).map_err(|error| cannot_write(self.file.path(), &error))?;
                self.file.write(&bytes)
            }
            None => self.file.write(bytes),
        }
    }

    fn sync(&mut self, key: Key) -> Result<OpenState, RunError> {
        let mark = self.file.sync()?;
        let joiner = self.joiner.as_ref().map(Joiner::state).transpose().map_err(|error| cannot_write(self.file.path(), &error))?;
        let joiner = STANDARD.encode(joiner.unwrap_or_default());
        Ok(OpenState { key, path: PathText::new(self.file.path()), mark, joiner, records: self.records })
    }

    fn finish(mut self) -> Result<Written, RunError> {
        if let Some(joiner) = self.joiner.take() {
            let end = joiner.finish().map_err(|error| cannot_write(self.file.path(), &error))?;
            self.file.write(&end)?;
        } else if let (0, Some(codec)) = (self.file.bytes(), self.codec) {
            let empty = Packer::new().and_then(|mut packer| packer.frame(b"", codec));
            self.write(&empty.map_err(|error| cannot_write(self.file.path(), &error))?, 0)?;
        }
        let (path, records) = (shown(self.file.path().as_os_str().as_encoded_bytes()), self.records);
        let Mark { bytes, hash } = self.file.finish()?;
        Ok(Written { path, records, bytes, hash })
    }
}

impl<'s> Mirror<'s> {
    fn write(&mut self, group: &Group, bytes: &[u8], records: u64) -> Result<Vec<Written>, RunError> {
        // a folder's file stays open while the walk is below the folder
        let under = match group {
            Group::All => PathBuf::new(),
            Group::File(source) => PathBuf::from(shown(source.under.as_os_str().as_encoded_bytes())),
            Group::Folder(under) => PathBuf::from(shown(under.as_os_str().as_encoded_bytes())),
        };
        let key = Key::of(group);
        let done = self.close(|open| *open == key || matches!(open, Key::Folder(above) if under.starts_with(above)))?;
        if let Some((_, sink)) = self.open.iter_mut().find(|(open, _)| *open == key) {
            sink.write(bytes, records)?;
        } else if !bytes.is_empty() || matches!(group, Group::File(_)) {
            let mut sink = self.begin(group)?;
            sink.write(bytes, records)?;
            self.open.push((key, sink));
        }
        Ok(done)
    }

    fn begin(&mut self, group: &Group) -> Result<Sink<'s>, RunError> {
        let (under, codec) = name(group);
        let path = self.folder.join(&under);
        if !self.taken.insert(place(&path)) {
            return Err(RunError::Collision(shown(path.as_os_str().as_encoded_bytes())));
        }
        spare_inputs(&path, &self.named)?;
        if let Some(parent) = path.parent() {
            self.stop.make_folder(parent).map_err(|error| cannot_write(parent, &error))?;
        }
        Sink::begin(&path, codec, self.force, self.stop)
    }

    fn close(&mut self, stays: impl Fn(&Key) -> bool) -> Result<Vec<Written>, RunError> {
        let mut done = Vec::new();
        for at in (0..self.open.len()).rev() {
            if !stays(&self.open[at].0) {
                let (_, sink) = self.open.remove(at);
                done.push(sink.finish()?);
            }
        }
        Ok(done)
    }
}

impl Shards<'_> {
    fn write(&mut self, bytes: &[u8], records: u64) -> Result<Vec<Written>, RunError> {
        if bytes.is_empty() {
            return Ok(Vec::new());
        }
        // a full shard stays open until there is something for the next: what comes of no further record belongs to the last
        let full = self.open.take_if(|sink| sink.file.bytes() >= self.size);
        let done = full.map(|sink| self.close(sink)).transpose()?;
        if self.open.is_none() {
            self.begin()?;
        }
        if let Some(sink) = &mut self.open {
            sink.write(bytes, records)?;
        }
        Ok(done.into_iter().collect())
    }

    fn begin(&mut self) -> Result<(), RunError> {
        let ending = match self.codec {
            None => "jsonl",
            Some(Codec::Gz) => "jsonl.gz",
            Some(Codec::Zst) => "jsonl.zst",
            Some(Codec::Parquet) => "parquet",
        };
        let path = self.folder.join(format!("{:05}.{ending}", self.number));
        self.open = Some(Sink::begin(&path, self.codec, self.force, self.stop)?);
        Ok(())
    }

    fn close(&mut self, sink: Sink<'_>) -> Result<Written, RunError> {
        self.number += 1;
        sink.finish()
    }

    fn finish(mut self) -> Result<Vec<Written>, RunError> {
        // a run without any record has a shard too, for whoever looks for one
        if self.open.is_none() && self.number == 0 {
            self.begin()?;
        }
        let last = self.open.take();
        last.map(|sink| self.close(sink)).transpose().map(|done| done.into_iter().collect())
    }
}

/// What tells an output from the others.
fn place(path: &Path) -> u128 {
    xxh3_128(shown(path.as_os_str().as_encoded_bytes()).as_bytes())
}

/// The name of a group's output in its folder, and how it is compressed: as its input.
fn name(group: &Group) -> (PathBuf, Option<Codec>) {
    let under = match group {
        Group::All => return (TEXTS.into(), None),
        Group::Folder(under) => return (under.join(TEXTS), None),
        Group::File(source) => &source.under,
    };
    let file = under.file_name().unwrap_or_default();
    let named = Named::of(file.as_encoded_bytes());
    let ending = match named.codec {
        None => "jsonl",
        Some(Codec::Gz) => "jsonl.gz",
        Some(Codec::Zst) => "jsonl.zst",
        Some(Codec::Parquet) => "parquet",
    };
    let mut path = under.clone();
    if named.codec.is_some() {
        path.set_extension("");
    }
    // `p.warc` may lie beside `p.jsonl`
    if named.format == Some(Format::Jsonl) && named.codec != Some(Codec::Parquet) {
        path.set_extension("");
    }
    let mut name = path.file_name().unwrap_or(file).to_owned();
    name.push(".");
    name.push(ending);
    (under.with_file_name(name), named.codec)
}

/// Refuses a path that is an input or lies in an input folder, if anything is there.
///
/// # Errors
/// Where it does.
pub fn spare_inputs(path: &Path, named: &[PathBuf]) -> Result<(), RunError> {
    let Ok(real) = path.canonicalize() else { return Ok(()) };
    let holds = |input: &PathBuf| {
        let same = same_file::is_same_file(&real, input).unwrap_or(false);
        same || input.canonicalize().is_ok_and(|input| input.is_dir() && real.starts_with(input))
    };
    if named.iter().any(holds) { Err(RunError::OverInput(shown(path.as_os_str().as_encoded_bytes()))) } else { Ok(()) }
}

/// Refuses two outputs under one name; a device takes any number.
///
/// # Errors
/// Where there are such.
pub fn all_differ(paths: [Option<&PathBuf>; 3]) -> Result<(), RunError> {
    let place = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(folder.canonicalize().ok()?.join(path.file_name()?))
    };
    let mut taken: HashSet<PathBuf> = HashSet::new();
    for path in paths.into_iter().flatten().filter(|path| !is_device(path)) {
        if place(path).is_some_and(|place| !taken.insert(place)) {
            return Err(RunError::SameOutput(shown(path.as_os_str().as_encoded_bytes())));
        }
    }
    Ok(())
}

fn stdout(error: &io::Error) -> RunError {
    device(Path::new("standard output"), error)
}

fn device(path: &Path, error: &io::Error) -> RunError {
    if error.kind() == io::ErrorKind::BrokenPipe { RunError::ClosedPipe } else { cannot_write(path, error) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Source;

    #[test]
    fn outputs_are_named_after_their_inputs() {
        let file = |under: &str| name(&Group::File(Source { under: under.into(), ..Source::default() }.into())).0;
        for (under, expected) in [
            ("a/p.jsonl", "a/p.jsonl"),
            ("p.ndjson.gz", "p.jsonl.gz"),
            ("p.1.JSONL.zst", "p.1.jsonl.zst"),
            ("stdin", "stdin.jsonl"),
            ("p.json", "p.json.jsonl"),
            ("p.warc.gz", "p.warc.jsonl.gz"),
        ] {
            assert_eq!(file(under), Path::new(expected), "{under}");
        }
        assert_eq!(name(&Group::Folder("a/b".into())).0, Path::new("a/b/texts.jsonl"));
    }
}
