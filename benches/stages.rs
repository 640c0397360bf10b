//! What each stage costs on made articles, in one thread: `cargo bench --bench stages [-- FILE.jsonl]`.
//!
//! Without a file, the first of a small corpus that `tools/make_corpus.py` makes. Each megabyte of text is parsed, cleaned, written and packed as
//! `saring clean` does it, and the clock is that of `--stats`. The whole is gone over several times and for each stage the least
//! counts, because other work on the machine only adds.
//!
//! Where `valgrind` is there, it goes over the first articles once more and instructions are counted, which depend on no other work. Each stage
//! begins with a call of [`boundary`], at which callgrind lets go of what it counted since the last.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::error::Error;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs};

use saring::clean::{Stage, Watch};
use saring::read::jsonl;
use saring::run::{Clock, Codec, Doing, Keys, Stats};
use saring::write::Packer;
use saring::{Cleaner, Scratch};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 5;
/// Text of about so many bytes is packed at once, as in a run.
const BLOCK: usize = 1 << 20;
/// Articles whose instructions are counted, after as many that warm up.
const COUNTED: usize = 60;
/// Set for the process that callgrind watches.
const WATCHED: &str = "SARING_STAGES_WATCHED";

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let file = env::args_os().skip(1).find(|argument| argument != "--bench").map_or_else(made, |path| Ok(path.into()))?;
    let content = fs::read_to_string(&file)?;
    let lines: Vec<_> = content.lines().collect();
    let cleaner = Cleaner::built_in()?;
    if env::var_os(WATCHED).is_some() {
        let lines = &lines[..COUNTED.min(lines.len())];
        work(&cleaner, lines, &mut ())?;
        let mut boundaries = Boundaries::default();
        let bytes = work(&cleaner, lines, &mut boundaries)?;
        boundaries.0.iter().for_each(|doing| println!("{}", doing.name()));
        println!("{bytes}");
        return Ok(());
    }
    let mut least: Vec<(&str, f64)> = Vec::new();
    let mut bytes = 0;
    for _ in 0..ROUNDS {
        let (mut clock, begin) = (Clock::new(true), Instant::now());
        bytes = work(&cleaner, &lines, &mut clock)?;
        let stats = Stats::new(vec![clock], bytes, begin.elapsed()).ok_or("no clock")?;
        let seconds = stats.parts.iter().map(|part| (part.name, part.seconds));
        if least.is_empty() {
            least = seconds.collect();
        } else {
            least.iter_mut().zip(seconds).for_each(|(least, (_, seconds))| least.1 = least.1.min(seconds));
        }
    }
    least.retain(|(_, seconds)| *seconds > 0.0);
    least.push(("whole", least.iter().map(|(_, seconds)| seconds).sum()));
    let counts = counts(&file)?;
    println!("{}: {:.1} MB of text in {} articles, one thread, least of {ROUNDS}", shown(&file), bytes as f64 / 1e6, lines.len());
    println!("{:<12}{:>10}{:>10}{:>14}", "stage", "MB/s", "ns/byte", counts.as_ref().map_or("", |_| "instr/byte"));
    for (name, seconds) in least {
        let count = counts
            .as_ref()
            .map(|counts| counts.iter().filter(|(of, _)| name == "whole" || name == of).map(|(_, count)| count).sum::<f64>());
        let count = count.map_or(String::new(), |count| format!("{count:.2}"));
        println!("{name:<12}{:>10.1}{:>10.2}{count:>14}", bytes as f64 / 1e6 / seconds, seconds * 1e9 / bytes as f64);
    }
    if counts.is_none() {
        println!("instructions are not counted: there is no valgrind");
    }
    Ok(())
}

/// Is told what begins, stages and all else.
trait Meter: Watch {
    fn now(&mut self, doing: Doing);
}

impl Meter for Clock {
    fn now(&mut self, doing: Doing) {
        Clock::now(self, doing);
    }
}

impl Meter for () {
    fn now(&mut self, _: Doing) {}
}

/// Tells callgrind, by a call, and remembers what began.
#[derive(Default)]
struct Boundaries(Vec<Doing>);

impl Meter for Boundaries {
    fn now(&mut self, doing: Doing) {
        boundary(&mut self.0, doing);
    }
}

impl Watch for Boundaries {
    fn begins(&mut self, stage: Stage) {
        self.now(Doing::Cleaning(stage));
    }
}

#[inline(never)]
fn boundary(began: &mut Vec<Doing>, doing: Doing) {
    black_box(began).push(doing);
}

/// Goes over all lines once; gives the bytes of their texts.
fn work(cleaner: &Cleaner, lines: &[&str], meter: &mut impl Meter) -> Outcome<u64> {
    let (mut scratch, mut packer, keys, mut records) = (Scratch::default(), Packer::new()?, Keys::default(), Vec::new());
    let (mut bytes, mut packed) = (0, 0);
    for (at, line) in lines.iter().enumerate() {
        meter.now(Doing::Parsing);
        let article = jsonl::article(line, &keys)?;
        bytes += article.text.len();
        let record = cleaner.clean_watched(&article, &mut scratch, meter);
        meter.now(Doing::Writing);
        record.write_json(&mut records)?;
        if bytes - packed >= BLOCK || at + 1 == lines.len() {
            meter.now(Doing::Packing);
            black_box(packer.frame(&records, Codec::Zst)?);
            records.clear();
            packed = bytes;
        }
    }
    meter.now(Doing::Waiting);
    Ok(bytes as u64)
}

/// Instructions a byte for each stage, by this program under callgrind; none where there is none.
fn counts(file: &Path) -> Outcome<Option<Vec<(String, f64)>>> {
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        return Ok(None);
    }
    let folder = tempfile::tempdir()?;
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--dump-before=stages::boundary*"]);
    valgrind.arg(format!("--callgrind-out-file={}", folder.path().join("dump").display()));
    let output = valgrind.arg(env::current_exe()?).arg(file).env(WATCHED, "1").output()?;
    let said = String::from_utf8(output.stdout)?;
    let mut began: Vec<_> = said.lines().collect();
    let bytes =
        began.pop().and_then(|last| last.parse::<f64>().ok()).ok_or_else(|| String::from_utf8_lossy(&output.stderr).into_owned())?;
    let mut counts: Vec<(String, f64)> = Vec::new();
    // the first dump is of what stands before the first boundary, the next of what began there
    for (at, name) in began.iter().enumerate().take(began.len() - 1) {
        let dump = fs::read_to_string(folder.path().join(format!("dump.{}", at + 2)))?;
        let total =
            dump.lines().find_map(|line| line.strip_prefix("totals: ").or(line.strip_prefix("summary: "))).ok_or("a dump without a sum")?;
        let count = total.trim().parse::<f64>()? / bytes;
        match counts.iter_mut().find(|(of, _)| of == name) {
            Some((_, sum)) => *sum += count,
            None => counts.push(((*name).to_owned(), count)),
        }
    }
    Ok(Some(counts))
}

/// The first file of a small corpus, which is made where it is not there.
fn made() -> Outcome<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("target/bench/small");
    let file = folder.join("jsonl/part-000.jsonl");
    if !file.exists() {
        let mut python = Command::new("python3");
        python.arg(root.join("tools/make_corpus.py")).arg(&folder).args(["--size", "small", "--formats", "jsonl", "--jobs", "1"]);
        if !python.status()?.success() {
            return Err("the corpus could not be made".into());
        }
    }
    Ok(file)
}

fn shown(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
