//! Where records go: which file, under which name, and that no input is lost to it.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::Xxh3;

use super::Written;
use crate::error::RunError;
use crate::read::blocks::Group;
use crate::read::walk::shown;
use crate::read::{Codec, Named};
use crate::write::file::is_device;
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
    /// A folder.
    Mirror(Mirror<'s>),
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
    records: u64,
    hash: Xxh3,
}

/// A folder in the making.
pub struct Mirror<'s> {
    folder: PathBuf,
    named: Vec<PathBuf>,
    force: bool,
    stop: &'s Stop,
    open: Vec<(Group, Sink<'s>)>,
    taken: HashSet<PathBuf>,
    done: Vec<Written>,
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
            Output::Folder(folder) => {
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
                fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
                let (open, taken, done) = (Vec::new(), HashSet::new(), Vec::new());
                Ok(Self::Mirror(Mirror { folder: folder.clone(), named: named.to_vec(), force, stop, open, taken, done }))
            }
        }
    }

    /// How records are packed.
    pub fn packing(&self) -> Packing {
        match self {
            Self::Stdout => Packing::All(None),
            Self::Device(_, _, codec) => Packing::All(*codec),
            Self::One(sink) => Packing::All(sink.codec),
            Self::Mirror(_) => Packing::AsInput,
        }
    }

    /// Writes a block's bytes, with so many records in them.
    ///
    /// # Errors
    /// Where the system refuses, or two inputs have one output.
    pub fn write(&mut self, group: &Group, bytes: &[u8], records: u64) -> Result<(), RunError> {
        match self {
            Self::Stdout => io::stdout().lock().write_all(bytes).map_err(|error| stdout(&error)),
            Self::Device(file, path, _) => file.write_all(bytes).map_err(|error| device(path, &error)),
            Self::One(sink) => sink.write(bytes, records),
            Self::Mirror(mirror) => mirror.write(group, bytes, records),
        }
    }

    /// Gives every file its name.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn finish(self) -> Result<Vec<Written>, RunError> {
        match self {
            Self::Stdout => io::stdout().lock().flush().map_err(|error| stdout(&error)).map(|()| Vec::new()),
            Self::Device(mut file, path, _) => file.flush().map_err(|error| device(&path, &error)).map(|()| Vec::new()),
            Self::One(sink) => Ok(vec![sink.finish()?]),
            Self::Mirror(mut mirror) => {
                mirror.close(|_| false)?;
                Ok(mirror.done)
            }
        }
    }
}

impl<'s> Sink<'s> {
    fn begin(path: &Path, codec: Option<Codec>, force: bool, stop: &'s Stop) -> Result<Self, RunError> {
        let file = Unfinished::begin(path, path.parent().unwrap_or(Path::new("")), force, stop)?;
        Ok(Self { file, codec, records: 0, hash: Xxh3::new() })
    }

    fn write(&mut self, bytes: &[u8], records: u64) -> Result<(), RunError> {
        self.records += records;
        self.hash.update(bytes);
        self.file.write(bytes)
    }

    fn finish(mut self) -> Result<Written, RunError> {
        if let (0, Some(codec)) = (self.file.bytes(), self.codec) {
            let path = self.file.path().to_owned();
            let empty = Packer::new().and_then(|mut packer| packer.frame(b"", codec));
            self.write(&empty.map_err(|error| cannot_write(&path, &error))?, 0)?;
        }
        let path = shown(self.file.path().as_os_str().as_encoded_bytes());
        let (records, bytes, hash) = (self.records, self.file.bytes(), format!("{:032x}", self.hash.digest128()));
        self.file.finish()?;
        Ok(Written { path, records, bytes, hash })
    }
}

impl<'s> Mirror<'s> {
    fn write(&mut self, group: &Group, bytes: &[u8], records: u64) -> Result<(), RunError> {
        // a folder's file stays open while the walk is below the folder
        let under = match group {
            Group::All => Path::new(""),
            Group::File(source) => &source.under,
            Group::Folder(under) => under,
        };
        self.close(|open| open == group || matches!(open, Group::Folder(above) if under.starts_with(above)))?;
        if let Some((_, sink)) = self.open.iter_mut().find(|(open, _)| open == group) {
            return sink.write(bytes, records);
        }
        if bytes.is_empty() && !matches!(group, Group::File(_)) {
            return Ok(());
        }
        let mut sink = self.begin(group)?;
        sink.write(bytes, records)?;
        self.open.push((group.clone(), sink));
        Ok(())
    }

    fn begin(&mut self, group: &Group) -> Result<Sink<'s>, RunError> {
        let (under, codec) = name(group);
        let path = self.folder.join(&under);
        if !self.taken.insert(under) {
            return Err(RunError::Collision(shown(path.as_os_str().as_encoded_bytes())));
        }
        spare_inputs(&path, &self.named)?;
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| cannot_write(parent, &error))?;
        }
        Sink::begin(&path, codec, self.force, self.stop)
    }

    fn close(&mut self, stays: impl Fn(&Group) -> bool) -> Result<(), RunError> {
        for at in (0..self.open.len()).rev() {
            if !stays(&self.open[at].0) {
                let (_, sink) = self.open.remove(at);
                self.done.push(sink.finish()?);
            }
        }
        Ok(())
    }
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
    };
    let mut path = under.clone();
    if named.codec.is_some() {
        path.set_extension("");
    }
    if named.format.is_some() {
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
        ] {
            assert_eq!(file(under), Path::new(expected), "{under}");
        }
        assert_eq!(name(&Group::Folder("a/b".into())).0, Path::new("a/b/texts.jsonl"));
    }
}
