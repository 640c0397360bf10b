//! The parallel run: inputs in, records, rejects and a manifest out.
//!
//! Every thread does the same: take the next block (reading, unpacking and cutting, one thread at a time), clean its records and pack
//! them (all threads at once), hand the bytes over (in the order of the blocks; whoever closes a gap writes what waited behind it).
//! So N threads are N threads, reading overlaps with work, and memory holds a few blocks a thread, whatever the size of a file. What
//! comes out is the same for any number of threads, as the blocks are.
//!
//! ```no_run
//! use saring::{run, Packs};
//!
//! let mut options = run::Options::new(["corpus/articles"]);
//! options.output = run::Output::File("clean.jsonl.zst".into());
//! let report = run::run(&Packs::built_in()?, &options, &run::Stop::default())?;
//! println!("{} articles", report.counts.articles);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "the shell owns threads, clock and terminal")]

mod counts;
mod manifest;
mod progress;
mod rejects;
mod sinks;
mod worker;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;

pub use crate::error::RunError;
pub use crate::read::jsonl::Keys;
pub use crate::read::walk::Skips;
pub use crate::read::{Block, Codec, Format, Reject};
use crate::write::file::is_device;
pub use crate::write::{Output, Stop};
pub use counts::{Counts, Report};

use crate::clean::Cleaner;
use crate::read::blocks::{self, Cutter};
use crate::read::walk::{Walk, shown};
use crate::record::KEYS;
use crate::rules::Packs;
pub use crate::stages::repair::RepairKind;
use manifest::Manifest;
use progress::Progress;
use rejects::Rejects;
use sinks::{Packing, Sinks};
use worker::{Done, Worker};

/// A record of more bytes than this is a reject, unless the caller says otherwise.
pub const MAX_RECORD: u64 = 64 << 20;

/// What to clean, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Files, folders, patterns, `-` for standard input.
    pub inputs: Vec<OsString>,
    /// Where records go.
    pub output: Output,
    /// What the inputs hold, where their names do not say it or say it wrongly.
    pub from: Option<Format>,
    /// Which keys of JSON records hold what.
    pub keys: Keys,
    /// The only keys to write, in this order; all if empty.
    pub fields: Vec<String>,
    /// Mechanical defects to mend; none by default.
    pub repair: Vec<RepairKind>,
    /// A record of more bytes is a reject.
    pub max_record: u64,
    /// Number of threads; 0 for as many as there are cores.
    pub threads: usize,
    /// Replace outputs that exist. An input is never replaced.
    pub force: bool,
    /// Where the manifest goes; else beside the output, or nowhere with standard output.
    pub manifest: Option<PathBuf>,
    /// Where rejects go; else beside the output, or as lines to standard error.
    pub rejects: Option<PathBuf>,
    /// Show progress on standard error.
    pub progress: bool,
}

impl Options {
    /// The inputs to standard output, all else as it is by default.
    pub fn new<I: Into<OsString>>(inputs: impl IntoIterator<Item = I>) -> Self {
        Self {
            inputs: inputs.into_iter().map(Into::into).collect(),
            output: Output::Stdout,
            from: None,
            keys: Keys::default(),
            fields: Vec::new(),
            repair: Vec::new(),
            max_record: MAX_RECORD,
            threads: 0,
            force: false,
            manifest: None,
            rejects: None,
            progress: false,
        }
    }

    /// The folder beside the output, where there is one.
    fn side(&self) -> Option<PathBuf> {
        let path = match &self.output {
            Output::Stdout => return None,
            Output::File(path) if is_device(path) => return None,
            Output::File(path) | Output::Folder(path) => path,
        };
        // `out/` and `out` are one folder
        let mut side: OsString = path.components().as_path().as_os_str().to_owned();
        side.push(".saring");
        Some(side.into())
    }
}

/// What all threads share.
struct Shared<'r> {
    cutter: Mutex<Cutter>,
    writer: Mutex<Writer<'r>>,
    turn: Condvar,
    stop: &'r Stop,
    packing: Packing,
    window: usize,
}

/// Takes finished blocks in any order and writes them in theirs.
struct Writer<'r> {
    sinks: Sinks<'r>,
    rejects: Rejects<'r>,
    manifest: Option<Manifest<'r>>,
    progress: Progress,
    counts: Counts,
    waiting: BTreeMap<u64, Done>,
    next: u64,
    failed: Option<RunError>,
}

/// Cleans everything that `options` name.
///
/// # Errors
/// Where the run cannot begin or go on: an input that is not there, an output that cannot be written, rules at fault, a stop. A bad
/// record or file is no error but a reject.
pub fn run(packs: &Packs, options: &Options, stop: &Stop) -> Result<Report, RunError> {
    let start = Instant::now();
    if let Some(field) = options.fields.iter().find(|field| !KEYS.contains(&field.as_str())) {
        return Err(RunError::Field { field: field.clone(), known: KEYS.join(", ") });
    }
    if let Some((_, field)) = options.fields.iter().enumerate().find(|(at, field)| options.fields[..*at].contains(field)) {
        return Err(RunError::FieldTwice(field.clone()));
    }
    let cleaner = Cleaner::new(packs)?.repairing(&options.repair);
    let apart = match &options.output {
        Output::Folder(path) => Some(path.as_path()),
        _ => None,
    };
    let walk = Walk::new(&options.inputs, options.from, None)?;
    let side = options.side();
    let manifest_path = options.manifest.clone().or_else(|| side.as_ref().map(|side| side.join("manifest.json")));
    let rejects_path = options.rejects.clone().or_else(|| side.as_ref().map(|side| side.join("rejects.jsonl")));
    let named: Vec<_> = walk.named().map(Path::to_owned).collect();
    for path in [&options.manifest, &options.rejects].into_iter().flatten() {
        sinks::spare_inputs(path, &named)?;
    }
    let records = match &options.output {
        Output::File(path) => Some(path),
        Output::Stdout | Output::Folder(_) => None,
    };
    sinks::all_differ([records, options.manifest.as_ref(), options.rejects.as_ref()])?;
    let sinks = Sinks::begin(&options.output, &named, options.force, stop)?;
    let walk = if apart.is_some() { Walk::new(&options.inputs, options.from, apart)? } else { walk };
    let progress = if options.progress { Progress::show(&walk) } else { Progress::none() };
    let rejects = Rejects::begin(rejects_path.as_deref(), side.as_deref(), options.force, stop)?;
    let manifest = manifest_path.map(|path| Manifest::begin(&path, side.as_deref(), options.force, stop)).transpose()?;

    let packing = sinks.packing();
    let threads = NonZero::new(options.threads).or_else(|| thread::available_parallelism().ok()).map_or(1, NonZero::get);
    let shared = Shared {
        cutter: Mutex::new(Cutter::new(walk, options.max_record, apart.is_some())),
        writer: Mutex::new(Writer {
            sinks,
            rejects,
            manifest,
            progress,
            counts: Counts::default(),
            waiting: BTreeMap::new(),
            next: 0,
            failed: None,
        }),
        turn: Condvar::new(),
        stop,
        packing,
        window: 2 * threads,
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| shared.work(&cleaner, options));
        }
    });
    let Shared { cutter, writer, .. } = shared;
    let cutter = cutter.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut writer = writer.into_inner().unwrap_or_else(PoisonError::into_inner);
    writer.counts.skipped = cutter.skips().clone();
    writer.finish(packs, options, stop, start.elapsed())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared<'_> {
    fn work(&self, cleaner: &Cleaner, options: &Options) {
        let mut block = Block::default();
        let stderr_lines = lock(&self.writer).rejects.are_lines();
        let mut worker = Worker::new(cleaner, options, stderr_lines);
        while !self.stop.is_set() && lock(&self.cutter).next(&mut block) {
            let done = worker.work(&block, self.packing.of(&block.group));
            let mut writer = lock(&self.writer);
            writer.take(done);
            self.turn.notify_all();
            // the block that all wait for is in the hands of a thread that does not wait
            while writer.waiting.len() >= self.window && writer.failed.is_none() && !self.stop.is_set() {
                writer = self.turn.wait(writer).unwrap_or_else(PoisonError::into_inner);
            }
            if writer.failed.is_some() {
                break;
            }
        }
    }
}

impl Writer<'_> {
    fn take(&mut self, done: Result<Done, RunError>) {
        match done {
            _ if self.failed.is_some() => {}
            Err(error) => self.failed = Some(error),
            Ok(done) => {
                self.waiting.insert(done.number, done);
                while let Some(done) = self.waiting.remove(&self.next) {
                    self.next += 1;
                    if let Err(error) = self.write(&done) {
                        self.failed = Some(error);
                        self.waiting.clear();
                        return;
                    }
                }
            }
        }
    }

    fn write(&mut self, done: &Done) -> Result<(), RunError> {
        self.sinks.write(&done.group, &done.bytes, done.counts.articles)?;
        self.progress.quietly(|| self.rejects.write(&done.rejects))?;
        if let Some(manifest) = &mut self.manifest {
            manifest.inputs(&done.inputs)?;
        }
        self.progress.advance(done.counts.bytes, done.counts.files);
        self.counts.add(&done.counts);
        Ok(())
    }

    fn finish(self, packs: &Packs, options: &Options, stop: &Stop, elapsed: Duration) -> Result<Report, RunError> {
        let Self { sinks, rejects, manifest, progress, counts, failed, .. } = self;
        progress.finish();
        match failed {
            _ if stop.is_set() => return Err(RunError::Interrupted),
            Some(RunError::ClosedPipe) => return Ok(Report { counts, elapsed, rejects: None, closed_pipe: true }),
            Some(error) => return Err(error),
            None => {}
        }
        if counts.files == 0 && counts.rejects == 0 {
            return Err(RunError::NothingToClean(blocks::named(&options.inputs)));
        }
        let outputs = match sinks.finish() {
            Err(RunError::ClosedPipe) => return Ok(Report { counts, elapsed, rejects: None, closed_pipe: true }),
            outputs => outputs?,
        };
        let rejects = rejects.finish()?;
        if let Some(manifest) = manifest {
            manifest.finish(packs, options, &counts, &outputs)?;
        }
        let rejects = rejects.map(|path| shown(path.as_os_str().as_encoded_bytes()));
        Ok(Report { counts, elapsed, rejects, closed_pipe: false })
    }
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Its path.
    pub path: String,
    /// Records in it.
    pub records: u64,
    /// Its bytes.
    pub bytes: u64,
    /// xxh3-128 of its bytes, in hex.
    pub hash: String,
}
