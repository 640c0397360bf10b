//! How far the run is, on standard error: a bar for a human at a terminal, or now and then a line of JSON for a program.
//!
//! How much there is to do is found by a second walk beside the run, which may be slower than the run begins; until it is done the time
//! that is left is not known.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::read::walk::{Found, Walk};

/// Lines of JSON come so often.
const EVERY: Duration = Duration::from_secs(10);

/// What is shown.
pub struct Progress {
    shown: Option<Shown>,
}

struct Shown {
    form: Form,
    bytes: u64,
    files: u64,
    /// What a run before this one had done.
    before: u64,
    all: Arc<All>,
}

enum Form {
    Bar(ProgressBar),
    Lines { begin: Instant, last: Instant },
}

/// All there is to do, as far as it was found.
#[derive(Default)]
struct All {
    bytes: AtomicU64,
    files: AtomicU64,
    /// Whether all of it was found.
    known: AtomicBool,
    /// Whether nobody wants to know any more.
    done: AtomicBool,
}

const STYLE: &str = "{bar:30} {bytes} of {total_bytes}, {binary_bytes_per_sec}, {eta} left, {msg}";

impl Progress {
    /// Shows nothing.
    pub fn none() -> Self {
        Self { shown: None }
    }

    /// Shows how far the run is with what `walk` will find, of which so many bytes and files are done.
    pub fn show(walk: &Walk, as_json: bool, bytes: u64, files: u64) -> Self {
        let form = if as_json {
            Form::Lines { begin: Instant::now(), last: Instant::now() }
        } else {
            let bar = ProgressBar::new(0).with_position(bytes);
            if let Ok(style) = ProgressStyle::with_template(STYLE) {
                bar.set_style(style);
            }
            bar.reset_eta();
            Form::Bar(bar)
        };
        let all = Arc::new(All::default());
        let (walk, beside) = (walk.clone(), Arc::clone(&all));
        // it ends by itself; nobody waits for it
        thread::spawn(move || count(walk, &beside));
        Self { shown: Some(Shown { form, bytes, files, before: bytes, all }) }
    }

    /// So many more bytes and files are done.
    pub fn advance(&mut self, bytes: u64, files: u64) {
        let Some(Shown { form, bytes: seen, files: seen_files, before, all }) = &mut self.shown else { return };
        *seen += bytes;
        *seen_files += files;
        let (all_bytes, all_files) = (all.bytes.load(Ordering::Relaxed), all.files.load(Ordering::Relaxed));
        match form {
            Form::Bar(bar) => {
                bar.set_length(all_bytes);
                bar.set_message(format!("{seen_files} of {all_files} files"));
                bar.inc(bytes);
            }
            Form::Lines { begin, last } if last.elapsed() >= EVERY => {
                *last = Instant::now();
                let speed = (*seen - *before) as f64 / begin.elapsed().as_secs_f64();
                let left = all.known.load(Ordering::Relaxed).then(|| all_bytes.saturating_sub(*seen) as f64 / speed.max(1.0));
                let line = json!({"event": "progress", "bytes": seen, "all_bytes": all_bytes, "files": seen_files,
                    "all_files": all_files, "bytes_per_second": speed.round(), "seconds_left": left.map(f64::round)});
                // whoever closed standard error does not want to know
                let _ = writeln!(io::stderr().lock(), "{line}");
            }
            Form::Lines { .. } => {}
        }
    }

    /// Does something that writes to standard error.
    pub fn quietly<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.shown {
            Some(Shown { form: Form::Bar(bar), .. }) => bar.suspend(write),
            _ => write(),
        }
    }

    /// Takes the bar away.
    pub fn finish(self) {
        if let Some(Shown { form, all, .. }) = self.shown {
            all.done.store(true, Ordering::Relaxed);
            if let Form::Bar(bar) = form {
                bar.finish_and_clear();
            }
        }
    }
}

fn count(walk: Walk, all: &All) {
    for found in walk {
        if all.done.load(Ordering::Relaxed) {
            return;
        }
        if let Found::File(source) = found {
            all.bytes.fetch_add(source.size.unwrap_or_default(), Ordering::Relaxed);
            all.files.fetch_add(1, Ordering::Relaxed);
        }
    }
    all.known.store(true, Ordering::Relaxed);
}
