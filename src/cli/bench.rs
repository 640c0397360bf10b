//! `saring bench`: how fast this machine is, stage by stage, on articles that come with the program.
//!
//! Each thread makes articles of JSON lines, cleans them, writes the records as JSON and packs them, over and over; nothing touches a
//! disk. The articles are few and stay in the processor's caches, so a real corpus runs a little slower.

use std::io::{self, Write};
use std::num::NonZero;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use saring::read::jsonl;
use saring::run::{Clock, Codec, Doing, Keys, Stats};
use saring::write::Packer;
use saring::{Cleaner, Scratch};

use super::clean::seconds;
use super::{Outcome, say};

const ARTICLES: &str = include_str!("bench/articles.txt");

/// So many articles are packed at once, about as many as a block holds.
const BLOCK: usize = 400;

const EXAMPLES: &str = "Examples:
  saring bench
  saring bench --threads 8 --seconds 10";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// How many threads to compare one thread with [default: all cores].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,

    /// How long each of the two measurements takes.
    #[arg(long, value_name = "SECONDS", default_value = "3", value_parser = seconds)]
    seconds: Duration,
}

pub fn run(args: Args) -> Result<Outcome> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = args.threads.map_or(cores, usize::from);
    let cleaner = Cleaner::built_in()?;
    let lines: Vec<_> = ARTICLES.split("----\n").map(|text| serde_json::json!({"text": text}).to_string()).collect();
    let measure = |threads: usize| -> Option<Stats> {
        let begin = Instant::now();
        let done: Vec<_> = thread::scope(|scope| {
            let all: Vec<_> = (0..threads).map(|_| scope.spawn(|| work(&cleaner, &lines, args.seconds))).collect();
            all.into_iter().filter_map(|thread| thread.join().ok().and_then(Result::ok)).collect()
        });
        let bytes = done.iter().map(|(_, bytes)| bytes).sum();
        Stats::new(done.into_iter().map(|(clock, _)| clock).collect(), bytes, begin.elapsed())
    };
    let Some(one) = measure(1) else {
        say("saring: nothing could be measured");
        return Ok(Outcome::Found);
    };
    let mut out = io::stdout().lock();
    let busy: f64 = one.parts.iter().map(|part| part.seconds).sum();
    writeln!(out, "{:<12}{:>9}{:>9}", "stage", "MB/s", "share")?;
    for part in one.parts.iter().filter(|part| part.seconds > 0.0) {
        let speed = one.megabytes_per_second * busy / part.seconds;
        writeln!(out, "{:<12}{speed:>9.1}{:>8.1}%", part.name, 100.0 * part.share)?;
    }
    writeln!(out, "{:<12}{:>9.1}", "1 thread", one.megabytes_per_second)?;
    if let Some(all) = (threads > 1).then(|| measure(threads)).flatten() {
        let times = all.megabytes_per_second / one.megabytes_per_second;
        writeln!(out, "{:<12}{:>9.1}{times:>8.2}×", format!("{threads} threads"), all.megabytes_per_second)?;
    }
    Ok(Outcome::Done)
}

/// Works for so long; gives the clock and the bytes of the articles.
fn work(cleaner: &Cleaner, lines: &[String], time: Duration) -> io::Result<(Clock, u64)> {
    let (mut scratch, mut packer, mut clock) = (Scratch::default(), Packer::new()?, Clock::new(true));
    let (keys, mut records, mut bytes) = (Keys::default(), Vec::new(), 0);
    let begin = Instant::now();
    while begin.elapsed() < time {
        for line in lines.iter().cycle().take(BLOCK) {
            clock.now(Doing::Parsing);
            let Ok(article) = jsonl::article(line, &keys) else { continue };
            bytes += article.text.len() as u64;
            let record = cleaner.clean_watched(&article, &mut scratch, &mut clock);
            clock.now(Doing::Writing);
            record.write_json(&mut records)?;
        }
        clock.now(Doing::Packing);
        packer.frame(&records, Codec::Zst)?;
        records.clear();
        clock.now(Doing::Waiting);
    }
    Ok((clock, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_articles_are_articles() {
        let cleaner = Cleaner::built_in().unwrap();
        for text in ARTICLES.split("----\n") {
            let record = cleaner.clean(&text.into(), &mut Scratch::default());
            assert!(record.language == "ind" && !record.removed.is_empty() && !record.officials.is_empty(), "{}", record.text);
            assert!(record.quotes.len() > 1, "{}", record.text);
        }
    }
}
