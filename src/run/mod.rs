//! The parallel run: inputs in, records, rejects and a manifest out.
//!
//! Every thread does the same: take the next block (reading, unpacking and cutting, one thread at a time), clean its records and pack
//! them (all threads at once), hand the bytes over (in the order of the blocks; whoever closes a gap writes what waited behind it).
//! So N threads are N threads, reading overlaps with work, and memory holds what the [`gate`] lets in, whatever the size of a file.
//! What comes out is the same for any number of threads, as the blocks are.
//!
//! A run into a file or folder leaves a [`checkpoint`] every few seconds. One that fell is gone on with where the checkpoint says, and
//! what comes out is what an undisturbed run gives: the place in the inputs is one between two blocks, and whatever was written behind
//! it is cut off.
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

mod checkpoint;
mod counts;
mod gate;
mod ledger;
mod manifest;
mod merge;
mod paths;
mod progress;
mod rejects;
mod sinks;
mod stats;
mod worker;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

pub use crate::error::RunError;
pub use crate::read::jsonl::Keys;
pub use crate::read::walk::Skips;
pub use crate::read::{Block, Codec, Format, Part, Reject};
use crate::write::file::is_device;
pub use crate::write::{Output, Stop};
pub use counts::{Counts, Report};
pub use merge::merge;
pub use stats::{Clock, Doing, Stats};

use crate::clean::Cleaner;
use crate::read::Position;
use crate::read::blocks::{self, Cutter};
use crate::read::walk::{Walk, shown};
use crate::record::KEYS;
use crate::rules::Packs;
pub use crate::stages::repair::RepairKind;
use crate::write::cannot_write;
use checkpoint::Checkpoint;
use gate::Gate;
use ledger::{Ledger, Spool};
use manifest::{Job, Manifest};
use progress::Progress;
use rejects::Rejects;
use sinks::{Packing, Sinks};
use worker::{Done, RejectForm, Worker};

/// A record of more bytes than this is a reject, unless the caller says otherwise.
pub const MAX_RECORD: u64 = 64 << 20;

/// What to clean, and how.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
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
    /// Lines on standard error are JSON.
    pub json_log: bool,
    /// Which part of the inputs to take.
    pub part: Part,
    /// Go on with an earlier run of the same job that did not come to its end, if there is one.
    pub resume: bool,
    /// How often a checkpoint is written.
    pub checkpoint: Duration,
    /// How much memory to take at most; `None` for what so many threads are well served with.
    pub memory: Option<u64>,
    /// Measure where the time goes.
    pub stats: bool,
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
            json_log: false,
            part: Part::default(),
            resume: false,
            checkpoint: Duration::from_secs(5),
            memory: None,
            stats: false,
        }
    }

    /// The folder beside the output, where there is one.
    fn side(&self) -> Option<PathBuf> {
        let path = match &self.output {
            Output::Stdout => return None,
            Output::File(path) if is_device(path) => return None,
            Output::File(path) | Output::Folder(path) | Output::Shards { folder: path, .. } => path,
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
    gate: Gate,
    stop: &'r Stop,
    packing: Packing,
    clocks: Mutex<Vec<Clock>>,
}

/// Takes finished blocks in any order and writes them in theirs.
struct Writer<'r> {
    sinks: Sinks<'r>,
    rejects: Rejects<'r>,
    ledger: Ledger<'r>,
    progress: Progress,
    /// Finished blocks that wait for one before them, and what they take of the memory.
    waiting: BTreeMap<u64, (Done, u64)>,
    next: u64,
    /// The place in the inputs behind what was written.
    position: Position,
    failed: Option<RunError>,
    job: &'r Job,
    stop: &'r Stop,
    /// Where checkpoints are written, and how often.
    side: Option<&'r Path>,
    every: Duration,
    last: Instant,
}

/// Cleans everything that `options` name.
///
/// # Errors
/// Where the run cannot begin or go on: an input that is not there, an output that cannot be written, rules at fault, a stop. A bad
/// record or file is no error but a reject.
pub fn run(packs: &Packs, options: &Options, stop: &Stop) -> Result<Report, RunError> {
    let result = guarded(packs, options, stop);
    result.map_err(|error| {
        stop.clear();
        let goes_on = stop.keeps() && matches!(error, RunError::Write { .. } | RunError::Interrupted | RunError::Collision(_));
        if goes_on { RunError::Kept(Box::new(error)) } else { error }
    })
}

fn guarded(packs: &Packs, options: &Options, stop: &Stop) -> Result<Report, RunError> {
    let start = Instant::now();
    check(options)?;
    let cleaner = Cleaner::new(packs)?.repairing(&options.repair);
    let apart = match &options.output {
        Output::Folder(path) | Output::Shards { folder: path, .. } => Some(path.as_path()),
        Output::Stdout | Output::File(_) => None,
    };
    let walk = Walk::new(&options.inputs, options.from, None)?;
    let side = options.side();
    let job = Job::new(packs, options);
    let earlier = earlier(options, side.as_deref(), &job)?;
    let beside = |name: &str| side.as_ref().map(|side| side.join(name));
    let manifest_path = options.manifest.clone().or_else(|| beside("manifest.json"));
    let rejects_path = options.rejects.clone().or_else(|| beside("rejects.jsonl"));
    if let (true, None, Some(path)) = (options.resume, &earlier, &manifest_path)
        && let Some(counts) = merge::whole(path, &job, all(options, apart, walk.clone())?)
    {
        return Ok(Report { counts, elapsed: start.elapsed(), rejects: None, closed_pipe: false, was_whole: true, stats: None });
    }
    let named: Vec<_> = walk.named().map(Path::to_owned).collect();
    for path in [&options.manifest, &options.rejects].into_iter().flatten() {
        sinks::spare_inputs(path, &named)?;
    }
    let records = match &options.output {
        Output::File(path) => Some(path),
        Output::Stdout | Output::Folder(_) | Output::Shards { .. } => None,
    };
    sinks::all_differ([records, options.manifest.as_ref(), options.rejects.as_ref()])?;
    let force = options.force;
    let marks = earlier.as_ref();
    if marks.is_some() {
        stop.keep();
    }
    let fresh = if marks.is_none() { Some(Sinks::begin(&options.output, &named, force, stop)?) } else { None };
    if let Some(side) = &side {
        make_side(side, stop)?;
        if marks.is_none() {
            checkpoint::remove(side)?;
        }
    }
    let mut ledger = Ledger::begin(side.as_deref(), marks.map(|marks| &marks.ledger), stop)?;
    let sinks = match (fresh, marks) {
        (Some(sinks), _) => sinks,
        (None, Some(marks)) => Sinks::resume(&options.output, &named, force, &marks.sinks, &mut ledger.outputs, stop)?,
        (None, None) => return Err(RunError::NoResume),
    };
    // what lies beside the output belongs to it: its own name was free, or is to be replaced
    let own = |given: &Option<PathBuf>| force || given.is_none();
    let rejects_mark = marks.map(|marks| &marks.rejects);
    let rejects = Rejects::begin(rejects_path.as_deref(), rejects_mark, own(&options.rejects), stop)?;
    let replace = own(&options.manifest) || marks.is_some();
    let manifest = manifest_path.map(|path| Manifest::begin(&path, replace, stop)).transpose()?;
    let walk = all(options, apart, walk)?;
    let progress = if options.progress {
        Progress::show(&walk, options.json_log, ledger.counts().bytes, ledger.counts().files)
    } else {
        Progress::none()
    };
    let mut cutter = Cutter::new(walk, options.max_record, matches!(options.output, Output::Folder(_)));
    let position = earlier.map(|earlier| earlier.position).unwrap_or_default();
    cutter.go_to(&position).map_err(RunError::Resume)?;

    let threads = NonZero::new(options.threads).or_else(|| thread::available_parallelism().ok()).map_or(1, NonZero::get);
    let packing = sinks.packing();
    let mut writer = Writer {
        sinks,
        rejects,
        ledger,
        progress,
        waiting: BTreeMap::new(),
        next: position.blocks,
        position,
        failed: None,
        job: &job,
        stop,
        side: side.as_deref(),
        every: options.checkpoint,
        last: start,
    };
    if apart.is_some() {
        // files get their names while the run goes on: one that falls in its first seconds must know them for its own
        writer.checkpoint()?;
    }
    let shared = Shared {
        cutter: Mutex::new(cutter),
        writer: Mutex::new(writer),
        gate: Gate::new(options.memory, threads),
        stop,
        packing,
        clocks: Mutex::default(),
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| shared.work(&cleaner, options));
        }
    });
    let Shared { cutter, writer, clocks, .. } = shared;
    let cutter = cutter.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut writer = writer.into_inner().unwrap_or_else(PoisonError::into_inner);
    writer.ledger.skipped(&cutter.skips().iter().map(|(why, n)| ((*why).to_owned(), *n)).collect());
    let mut report = writer.finish(options, manifest)?;
    report.elapsed = start.elapsed();
    let clocks = clocks.into_inner().unwrap_or_else(PoisonError::into_inner);
    report.stats = Stats::new(clocks, report.counts.bytes, report.elapsed);
    Ok(report)
}

/// The walk over the inputs, without the folder that is written to, which may not have been there before.
fn all(options: &Options, apart: Option<&Path>, walk: Walk) -> Result<Walk, RunError> {
    let walk = if apart.is_some() { Walk::new(&options.inputs, options.from, apart)? } else { walk };
    Ok(walk.part(options.part))
}

/// Whether the options agree with one another.
fn check(options: &Options) -> Result<(), RunError> {
    if let Some(field) = options.fields.iter().find(|field| !KEYS.contains(&field.as_str())) {
        return Err(RunError::Field { field: field.clone(), known: KEYS.join(", ") });
    }
    if let Some((_, field)) = options.fields.iter().enumerate().find(|(at, field)| options.fields[..*at].contains(field)) {
        return Err(RunError::FieldTwice(field.clone()));
    }
    let needed = gate::needed(options.max_record);
    if let Some(memory) = options.memory.filter(|memory| *memory < needed) {
        let megabytes = |bytes: u64| bytes.div_ceil(1 << 20);
        let record = megabytes(options.max_record);
        return Err(RunError::Memory { given: format!("{}MB", megabytes(memory)), record, needed: format!("{}MB", megabytes(needed)) });
    }
    Ok(())
}

/// How far an earlier run of this job had come, where there is one to go on with.
fn earlier(options: &Options, side: Option<&Path>, job: &Job) -> Result<Option<Checkpoint>, RunError> {
    let Some(side) = side else { return if options.resume { Err(RunError::NoResume) } else { Ok(None) } };
    if !options.resume && options.force {
        return Ok(None);
    }
    match Checkpoint::read(side)? {
        Some(_) if !options.resume => Err(RunError::Begun(job.options.output.clone())),
        Some(earlier) => match job.difference(&earlier.job) {
            Some(difference) => Err(RunError::Resume(difference)),
            None => Ok(Some(earlier)),
        },
        None => Ok(None),
    }
}

fn make_side(side: &Path, stop: &Stop) -> Result<(), RunError> {
    if side.exists() && !side.is_dir() {
        return Err(cannot_write(side, &std::io::ErrorKind::NotADirectory.into()));
    }
    stop.make_folder(side).map_err(|error| cannot_write(side, &error))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared<'_> {
    fn work(&self, cleaner: &Cleaner, options: &Options) {
        let mut block = Block::default();
        let form = match (lock(&self.writer).rejects.are_lines(), options.json_log) {
            (false, _) => RejectForm::Json,
            (true, true) => RejectForm::Event,
            (true, false) => RejectForm::Plain,
        };
        let mut worker = Worker::new(cleaner, options, form);
        while let Some(cost) = self.next(&mut block, &mut worker.clock) {
            let done = worker.work(&block, self.packing.of(&block.group));
            worker.clock.now(Doing::Waiting);
            let mut writer = lock(&self.writer);
            worker.clock.now(Doing::Storing);
            self.gate.leave(writer.take(done, cost));
            if writer.failed.is_some() {
                self.gate.open();
                break;
            }
            worker.clock.now(Doing::Waiting);
        }
        worker.clock.now(Doing::Waiting);
        lock(&self.clocks).push(worker.clock);
    }

    /// Takes the next block once it has room; gives what it takes of the memory.
    fn next(&self, block: &mut Block, clock: &mut Clock) -> Option<u64> {
        let mut cutter = lock(&self.cutter);
        if self.stop.is_set() || self.gate.is_open() {
            return None;
        }
        clock.now(Doing::Reading);
        let more = cutter.next(block);
        clock.now(Doing::Waiting);
        // whoever holds the cutter waits for room, so blocks come in in their order
        more.then(|| self.gate.enter(block.weight()))
    }
}

impl Writer<'_> {
    /// Writes a block, or lets it wait for its turn; gives the memory that is free by that.
    fn take(&mut self, done: Result<Done, RunError>, cost: u64) -> u64 {
        match done {
            _ if self.failed.is_some() || self.stop.is_set() => return cost,
            Err(error) => {
                self.failed = Some(error);
                return cost;
            }
            Ok(done) => self.waiting.insert(done.number, (done, cost)),
        };
        let mut freed = 0;
        while let Some((done, cost)) = self.waiting.remove(&self.next) {
            self.next += 1;
            freed += cost;
            if let Err(error) = self.write(&done) {
                self.failed = Some(error);
                break;
            }
        }
        freed
    }

    fn write(&mut self, done: &Done) -> Result<(), RunError> {
        let whole = self.sinks.write(&done.group, &done.bytes, done.counts.articles)?;
        self.whole(&whole)?;
        self.progress.quietly(|| self.rejects.write(&done.rejects))?;
        self.ledger.block(done)?;
        self.position.clone_from(&done.after);
        self.progress.advance(done.counts.bytes, done.counts.files);
        if self.side.is_some() && self.last.elapsed() >= self.every {
            self.checkpoint()?;
            self.stop.keep();
            self.last = Instant::now();
        }
        Ok(())
    }

    /// Takes down outputs that are whole.
    fn whole(&mut self, whole: &[Written]) -> Result<(), RunError> {
        for written in whole {
            if let (Sinks::Shards(_), Some(side)) = (&self.sinks, self.side) {
                self.shard(written, side)?;
            }
            self.ledger.output(written)?;
            self.stop.keep();
        }
        Ok(())
    }

    /// Writes the manifest of a shard.
    fn shard(&mut self, written: &Written, side: &Path) -> Result<(), RunError> {
        let (counts, mut inputs) = self.ledger.shard()?;
        let mut outputs = Spool::unnamed()?;
        outputs.line(written)?;
        let name = Path::new(&written.path).file_name().unwrap_or_default().to_string_lossy();
        let number = name.split('.').next().unwrap_or_default();
        let manifest = Manifest::begin(&side.join(format!("{number}.json")), true, self.stop)?;
        manifest.finish(self.job, &counts, &mut outputs, &mut inputs)
    }

    /// Brings everything to the disk, then notes how far it is.
    fn checkpoint(&mut self) -> Result<(), RunError> {
        let Some(side) = self.side else { return Ok(()) };
        let checkpoint = Checkpoint {
            job: self.job.clone(),
            position: self.position.clone(),
            sinks: self.sinks.sync()?,
            rejects: self.rejects.sync()?,
            ledger: self.ledger.sync()?,
        };
        checkpoint.write(side, self.stop)
    }

    fn finish(mut self, options: &Options, manifest: Option<Manifest<'_>>) -> Result<Report, RunError> {
        std::mem::replace(&mut self.progress, Progress::none()).finish();
        let mut report = Report {
            counts: self.ledger.counts().clone(),
            elapsed: Duration::ZERO,
            rejects: None,
            closed_pipe: false,
            was_whole: false,
            stats: None,
        };
        match self.failed.take() {
            _ if self.stop.is_set() => return Err(RunError::Interrupted),
            Some(RunError::ClosedPipe) => return Ok(Report { closed_pipe: true, ..report }),
            Some(error) => return Err(error),
            None => {}
        }
        if report.counts.files == 0 && report.counts.rejects == 0 {
            return Err(RunError::NothingToClean(blocks::named(&options.inputs)));
        }
        // from here on files get their names: a fall in between is mended by going on from the end
        self.checkpoint()?;
        if self.side.is_some() {
            self.stop.keep();
        }
        let is_shards = matches!(self.sinks, Sinks::Shards(_));
        let whole = match std::mem::replace(&mut self.sinks, Sinks::Stdout).finish() {
            Err(RunError::ClosedPipe) => return Ok(Report { closed_pipe: true, ..report }),
            whole => whole?,
        };
        for written in &whole {
            if let (true, Some(side)) = (is_shards, self.side) {
                self.shard(written, side)?;
            }
            self.ledger.output(written)?;
        }
        let rejects = self.rejects.finish()?;
        report.rejects = rejects.map(|path| shown(path.as_os_str().as_encoded_bytes()));
        let Ledger { inputs, outputs, .. } = &mut self.ledger;
        if let Some(manifest) = manifest {
            manifest.finish(self.job, &report.counts, outputs, inputs)?;
        }
        if let Some(side) = self.side {
            checkpoint::remove(side)?;
            ledger::remove(side);
        }
        Ok(report)
    }
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
