//! Where the time of a run goes: for each thread what it does, from moment to moment, summed over threads.
//!
//! The stages know no clock: they tell a [`Watch`] what begins, and whoever does not ask gets one that hears nothing.

use std::fmt;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::clean::{Stage, Watch};

/// What a thread does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Waits for its turn to read, to write, or for room in the memory.
    Waiting,
    /// Lists, reads, unpacks and cuts inputs.
    Reading,
    /// Makes articles of lines of JSON.
    Parsing,
    /// Cleans.
    Cleaning(Stage),
    /// Writes records as JSON.
    Writing,
    /// Compresses.
    Packing,
    /// Puts bytes into files, and brings them to the disk.
    Storing,
}

/// All of them, in the order in which a record meets them.
const ALL: [Doing; 6 + Stage::ALL.len()] = {
    let mut all = [Doing::Waiting; 6 + Stage::ALL.len()];
    all[1] = Doing::Reading;
    all[2] = Doing::Parsing;
    let mut at = 0;
    while at < Stage::ALL.len() {
        all[3 + at] = Doing::Cleaning(Stage::ALL[at]);
        at += 1;
    }
    all[3 + at] = Doing::Writing;
    all[4 + at] = Doing::Packing;
    all[5 + at] = Doing::Storing;
    all
};

impl Doing {
    fn place(self) -> usize {
        match self {
            Self::Waiting => 0,
            Self::Reading => 1,
            Self::Parsing => 2,
            Self::Cleaning(stage) => 3 + stage as usize,
            Self::Writing => 3 + Stage::ALL.len(),
            Self::Packing => 4 + Stage::ALL.len(),
            Self::Storing => 5 + Stage::ALL.len(),
        }
    }

    /// Its name in a table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "idle",
            Self::Reading => "read",
            Self::Parsing => "parse",
            Self::Cleaning(stage) => stage.name(),
            Self::Writing => "write",
            Self::Packing => "pack",
            Self::Storing => "store",
        }
    }
}

/// A thread's clock, where it has one.
#[derive(Debug, Default)]
pub struct Clock(Option<Running>);

#[derive(Debug)]
struct Running {
    begin: Instant,
    since: Instant,
    doing: Doing,
    spent: [Duration; ALL.len()],
}

impl Clock {
    /// One that runs, or none.
    pub fn new(runs: bool) -> Self {
        let begin = runs.then(Instant::now);
        Self(begin.map(|begin| Running { begin, since: begin, doing: Doing::Waiting, spent: [Duration::ZERO; ALL.len()] }))
    }

    /// From here on the thread does this.
    pub fn now(&mut self, doing: Doing) {
        if let Some(running) = &mut self.0 {
            let now = Instant::now();
            running.spent[running.doing.place()] += now - running.since;
            (running.since, running.doing) = (now, doing);
        }
    }
}

impl Watch for Clock {
    fn begins(&mut self, stage: Stage) {
        self.now(Doing::Cleaning(stage));
    }
}

/// Where the time went.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Stats {
    /// Threads.
    pub threads: u32,
    /// Share of the threads' time in which they waited.
    pub idle: f64,
    /// Megabytes of input, as it lies on the disk, a second.
    pub megabytes_per_second: f64,
    /// What they did, in order.
    pub parts: Vec<Part>,
}

/// A part of the time.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Part {
    /// What was done.
    pub name: &'static str,
    /// Seconds, of all threads together.
    pub seconds: f64,
    /// Share of the time in which they did not wait.
    pub share: f64,
}

impl Stats {
    /// Of the clocks of all threads, over so many bytes and so much time.
    pub fn new(clocks: Vec<Clock>, bytes: u64, elapsed: Duration) -> Option<Self> {
        let clocks: Vec<_> = clocks.into_iter().filter_map(|clock| clock.0).collect();
        let sum = |at: usize| clocks.iter().map(|clock| clock.spent[at].as_secs_f64()).sum::<f64>();
        let (first, last) = (clocks.iter().map(|clock| clock.begin).min(), clocks.iter().map(|clock| clock.since).max());
        // a thread that has ended waits for the others, too
        let span = first.zip(last).map_or(0.0, |(first, last)| (last - first).as_secs_f64()) * clocks.len() as f64;
        let busy: f64 = (1..ALL.len()).map(sum).sum();
        let part = |doing: &Doing| {
            let seconds = sum(doing.place());
            Part { name: doing.name(), seconds, share: seconds / busy.max(f64::MIN_POSITIVE) }
        };
        (!clocks.is_empty()).then(|| Self {
            threads: clocks.len() as u32,
            idle: (1.0 - busy / span.max(f64::MIN_POSITIVE)).max(0.0),
            megabytes_per_second: bytes as f64 / 1e6 / elapsed.as_secs_f64().max(1e-9),
            parts: ALL[1..].iter().map(part).collect(),
        })
    }
}

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {:<12}{:>10}{:>8}", "", "seconds", "share")?;
        for part in &self.parts {
            writeln!(f, "  {:<12}{:>10.2}{:>7.1}%", part.name, part.seconds, 100.0 * part.share)?;
        }
        let (threads, idle, speed) = (self.threads, 100.0 * self.idle, self.megabytes_per_second);
        write!(f, "  {threads} thread{}, idle {idle:.1}% of the time; {speed:.1} MB/s", if threads == 1 { "" } else { "s" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_moment_is_counted_once() {
        for (at, doing) in ALL.iter().enumerate() {
            assert_eq!(doing.place(), at);
        }
        let mut clock = Clock::new(true);
        clock.now(Doing::Reading);
        std::thread::sleep(Duration::from_millis(5));
        clock.now(Doing::Waiting);
        let stats = Stats::new(vec![clock], 1_000_000, Duration::from_secs(2)).unwrap();
        assert!(stats.parts[0].seconds >= 0.005 && stats.idle < 0.5, "{stats}");
        assert!((stats.parts.iter().map(|part| part.share).sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(Stats::new(vec![Clock::new(false)], 1, Duration::ZERO).is_none());
    }
}
