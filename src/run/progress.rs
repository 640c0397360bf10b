//! The bar on standard error: files, megabytes, their speed, the time that is left.
//!
//! How much there is to do is found by a second walk beside the run, which may be slower than the run begins.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};

use crate::read::walk::{Found, Walk};

/// A bar, or none.
pub struct Progress {
    shown: Option<Bar>,
}

struct Bar {
    line: ProgressBar,
    files: u64,
    all_files: Arc<AtomicU64>,
    done: Arc<AtomicBool>,
}

const STYLE: &str = "{bar:30} {bytes} of {total_bytes}, {binary_bytes_per_sec}, {eta} left, {msg}";

impl Progress {
    /// Shows nothing.
    pub fn none() -> Self {
        Self { shown: None }
    }

    /// Shows a bar for what `walk` will find.
    pub fn show(walk: &Walk) -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template(STYLE) {
            bar.set_style(style);
        }
        let (all_files, done) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let (walk, beside) = (walk.clone(), (bar.clone(), Arc::clone(&all_files), Arc::clone(&done)));
        // it ends by itself; nobody waits for it
        thread::spawn(move || count(walk, &beside.0, &beside.1, &beside.2));
        Self { shown: Some(Bar { line: bar, files: 0, all_files, done }) }
    }

    /// So many more bytes and files are done.
    pub fn advance(&mut self, bytes: u64, files: u64) {
        if let Some(Bar { line, files: seen, all_files, .. }) = &mut self.shown {
            *seen += files;
            line.set_message(format!("{seen} of {} files", all_files.load(Ordering::Relaxed)));
            line.inc(bytes);
        }
    }

    /// Does something that writes to standard error.
    pub fn quietly<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.shown {
            Some(bar) => bar.line.suspend(write),
            None => write(),
        }
    }

    /// Takes the bar away.
    pub fn finish(self) {
        if let Some(Bar { line, done, .. }) = self.shown {
            done.store(true, Ordering::Relaxed);
            line.finish_and_clear();
        }
    }
}

fn count(walk: Walk, bar: &ProgressBar, files: &AtomicU64, done: &AtomicBool) {
    for found in walk {
        if done.load(Ordering::Relaxed) {
            return;
        }
        if let Found::File(source) = found {
            bar.inc_length(source.size.unwrap_or_default());
            files.fetch_add(1, Ordering::Relaxed);
        }
    }
}
