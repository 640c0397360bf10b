//! `saring rules learn`: a corpus in, rules for what its sites repeat out.
//!
//! Every thread takes the next block, reads its articles and hands the pages over; they are counted in the order of the blocks, so that
//! what is proposed is the same for any number of threads.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use anyhow::{Result, bail};
use saring::article::Article;
use saring::corpus::learn::{Ledger, Limits, Page, Reader, document};
use saring::read::blocks::{Body, Cutter};
use saring::read::compressed::Opened;
use saring::read::packs::packs;
use saring::read::walk::Walk;
use saring::read::warc::{self, Kind};
use saring::read::{Block, Format, Source, jsonl, text, whole};
use saring::run::{Keys, MAX_RECORD};
use saring::text::tokens::Token;

use super::{Outcome, say};

/// So many faults are named; the rest is counted.
const NAMED: usize = 5;

const EXAMPLES: &str = "Examples:
  saring rules learn articles/ > learnt.toml
  saring rules learn news.jsonl.zst --text-key body --url-key metadata.url
  saring rules learn crawl/ --rules my-rules --min-articles 50 --min-share 0.1

Read what it prints and accept none unread. What you accept goes into the sites.toml of a folder of your own:
  saring rules check my-rules && saring clean articles/ --rules my-rules -o clean.jsonl";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Files, folders, patterns, or - for standard input, as `saring clean` takes them.
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<OsString>,

    /// The key of the text in JSON records; dots reach into objects.
    #[arg(long, value_name = "KEY", default_value = "text")]
    text_key: String,

    /// The key of the address, whose host says which site an article is from.
    #[arg(long, value_name = "KEY", default_value = "url")]
    url_key: String,

    /// A line must stand in so many articles of one host.
    #[arg(long, value_name = "N", default_value_t = Limits::default().articles, value_parser = clap::value_parser!(u32).range(2..))]
    min_articles: u32,

    /// A line must stand in this share of the host's articles, 0 to 1.
    #[arg(long, value_name = "SHARE", default_value_t = Limits::default().share, value_parser = share)]
    min_share: f32,

    /// Show so many samples of what stands before and after a line.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(0..=20))]
    sample_contexts: u8,

    /// A folder of rule packs (.toml) to lay over the built-in ones: what they remove is not proposed again.
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,

    /// Number of threads [default: all cores].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

/// What the threads share.
struct Shared {
    cutter: Mutex<Cutter>,
    tally: Mutex<Tally>,
    turn: Condvar,
    /// So many finished blocks may wait for one before them.
    window: usize,
}

/// What was counted, and the blocks that wait.
struct Tally {
    ledger: Ledger,
    waiting: BTreeMap<u64, Done>,
    next: u64,
    faults: Vec<String>,
    fault_count: u64,
}

/// The articles of a block.
#[derive(Default)]
struct Done {
    pages: Vec<Page>,
    faults: Vec<String>,
}

pub fn run(args: Args) -> Result<Outcome> {
    let reader = Reader::new(&packs(args.rules.as_deref())?)?;
    let limits = Limits { articles: args.min_articles, share: args.min_share, contexts: args.sample_contexts.into(), ..Limits::default() };
    let threads = args.threads.map(usize::from).or_else(|| thread::available_parallelism().ok().map(NonZero::get)).unwrap_or(1);
    let walk = Walk::new(&args.inputs, None, None)?;
    let tally = Tally { ledger: Ledger::new(limits), waiting: BTreeMap::new(), next: 0, faults: Vec::new(), fault_count: 0 };
    let shared = Shared {
        cutter: Mutex::new(Cutter::new(walk, MAX_RECORD, false)),
        tally: Mutex::new(tally),
        turn: Condvar::new(),
        window: 2 * threads,
    };
    let keys = Keys { text: args.text_key, url: args.url_key, ..Keys::default() };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| shared.work(&reader, &keys));
        }
    });
    report(&reader, &shared.tally.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn report(reader: &Reader, tally: &Tally) -> Result<Outcome> {
    let ledger = &tally.ledger;
    for fault in &tally.faults {
        say(format_args!("saring: {fault}"));
    }
    if tally.fault_count > tally.faults.len() as u64 {
        say(format_args!("saring: {} more records or files could not be read", tally.fault_count - tally.faults.len() as u64));
    }
    if ledger.articles() == 0 {
        bail!(
            "no article to learn from: folders are searched for .txt, .text, .jsonl, .ndjson, .html, .htm and .warc, also with .gz or .zst"
        );
    }
    let proposals = reader.propose(ledger);
    io::stdout().lock().write_all(document(&proposals).as_bytes())?;
    let short = match ledger.forgotten() {
        0 => String::new(),
        short => format!("; counts may fall short by {short}, there were more lines than are held at one time"),
    };
    say(format_args!(
        "{} rules proposed from {} articles of {} hosts, {} articles met again{short}",
        proposals.len(),
        ledger.articles(),
        ledger.hosts(),
        ledger.again()
    ));
    Ok(Outcome::Done)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    fn work(&self, reader: &Reader, keys: &Keys) {
        let mut block = Block::default();
        let mut worker = Worker { reader, keys, tokens: Vec::new(), done: Done::default() };
        while lock(&self.cutter).next(&mut block) {
            worker.block(&block);
            let mut tally = lock(&self.tally);
            tally.waiting.insert(block.number, std::mem::take(&mut worker.done));
            tally.count();
            self.turn.notify_all();
            // the block that all wait for is in the hands of a thread that does not wait
            while tally.waiting.len() >= self.window {
                tally = self.turn.wait(tally).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }
}

impl Tally {
    fn count(&mut self) {
        while let Some(done) = self.waiting.remove(&self.next) {
            self.next += 1;
            done.pages.iter().for_each(|page| self.ledger.add(page));
            self.fault_count += done.faults.len() as u64;
            let room = NAMED.saturating_sub(self.faults.len());
            self.faults.extend(done.faults.into_iter().take(room));
        }
    }
}

/// What one thread does with a block.
struct Worker<'r> {
    reader: &'r Reader,
    keys: &'r Keys,
    tokens: Vec<Token>,
    done: Done,
}

impl Worker<'_> {
    fn block(&mut self, block: &Block) {
        for piece in &block.pieces {
            let source = &*piece.source;
            match &piece.body {
                Body::Unread(format) => match contents(source) {
                    Ok(bytes) if format.is_whole() => self.whole(*format, &bytes, source),
                    Ok(bytes) => self.lines(&bytes, 1, source),
                    Err(error) => self.fault(source, 0, &error),
                },
                Body::Lines { bytes, record, .. } => self.lines(&block.data[bytes.clone()], *record, source),
                Body::Whole(format, bytes) => self.whole(*format, &block.data[bytes.clone()], source),
                Body::Warc { bytes, record, length, .. } => match warc::record(&block.data[bytes.clone()], *length, MAX_RECORD) {
                    Ok(Kind::Page(article)) => self.article(&article),
                    Ok(Kind::Other(_)) => {}
                    Err(error) => self.fault(source, *record, &error),
                },
                Body::Fault { record, error, .. } => self.fault(source, *record, error),
            }
        }
    }

    fn whole(&mut self, format: Format, bytes: &[u8], source: &Source) {
        match whole(format, bytes, source) {
            Ok(article) => self.article(&article),
            Err(error) => self.fault(source, 0, &error),
        }
    }

    fn lines(&mut self, bytes: &[u8], first: u64, source: &Source) {
        for (record, (_, line)) in (first..).zip(jsonl::lines(bytes)) {
            match text::utf8(line).and_then(|line| jsonl::article(line, self.keys)) {
                Ok(article) => self.article(&article),
                Err(error) => self.fault(source, record, &error),
            }
        }
    }

    fn article(&mut self, article: &Article<'_>) {
        self.done.pages.push(self.reader.read(article, &mut self.tokens));
    }

    fn fault(&mut self, source: &Source, record: u64, error: &str) {
        let record = if record == 0 { String::new() } else { format!(", record {record}") };
        self.done.faults.push(format!("{}{record}: {error}", source.shown));
    }
}

fn contents(source: &Source) -> Result<Vec<u8>, String> {
    let mut opened = Opened::new(source)?;
    let mut bytes = Vec::new();
    let read = (&mut opened).take(MAX_RECORD).read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|error| opened.explain(&error))
}

fn share(text: &str) -> Result<f32, String> {
    let share: Option<f32> = text.parse().ok();
    share.filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| "write a share between 0 and 1, such as 0.02".to_owned())
}
