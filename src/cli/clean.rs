//! `saring clean`: articles in, records out.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::ValueEnum;
use saring::read::packs::packs;
use saring::run::{Codec, Format, Keys, Options, Output, Part, RepairKind, Report, Stop, run as clean};
use serde_json::json;

use super::{Outcome, attributes, log, logs_json, say};

/// What a shell expects of a program that was interrupted.
const INTERRUPTED: i32 = 130;

const EXAMPLES: &str = "Examples:
  saring clean articles/ -o clean.jsonl
  saring clean news.jsonl.zst --text-key body --url-key metadata.url -o clean.jsonl.zst
  saring clean crawl/ --out-dir clean/
  saring clean crawl/ --out-dir clean/ --shard-size 256MB --resume
  saring clean '2024/**/*.txt' --fields id,text | head
  curl -s https://news.example/a.txt | saring clean -

Exit status: 0 done; 1 done, but there were rejects and --strict was given; 2 could not run;
130 interrupted. Nothing half-written ever stands under an output's name.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Args {
    /// Files, folders, patterns, or - for standard input.
    ///
    /// Text and HTML files hold one article each, JSONL files one a line, WARC files one a page, Parquet files one a row; all but the
    /// last may be .gz or .zst. Folders are searched for .txt, .text, .jsonl, .ndjson, .html, .htm, .warc and .parquet; hidden names,
    /// *.gold.json and *.saring/ are left out.
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<OsString>,

    /// Write into this file: .jsonl, .jsonl.gz, .jsonl.zst or .parquet [default: standard output].
    #[arg(short, long, value_name = "FILE", conflicts_with = "out_dir")]
    output: Option<PathBuf>,

    /// Write into this folder: an output for each JSONL or WARC input, one for the text and HTML files of each folder.
    #[arg(long, value_name = "DIR")]
    out_dir: Option<PathBuf>,

    /// Write into this folder what dolma's mixer takes: documents/ and attributes/saring/, made of the records in records/.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["output", "out_dir", "fields"])]
    attributes: Option<PathBuf>,

    /// With --out-dir: write numbered files of about so many bytes instead (00000.jsonl.zst …); with k, M or G.
    #[arg(long, value_name = "BYTES", value_parser = bytes, requires = "out_dir")]
    shard_size: Option<u64>,

    /// How the numbered files are packed.
    #[arg(long, value_name = "FORMAT", default_value = "jsonl.zst", requires = "shard_size")]
    shard_format: ShardFormat,

    /// Take the I-th of N parts of the input files, so that N runs share a job: 1/4, 2/4, 3/4, 4/4.
    #[arg(long, value_name = "I/N", default_value = "1/1", hide_default_value = true)]
    shard: Part,

    /// Go on with the same command's earlier run, if it did not come to its end.
    ///
    /// What comes out is what an undisturbed run gives. Refused where an input that was read, an option, the program or a rule pack
    /// has changed.
    #[arg(long)]
    resume: bool,

    /// Note how far the run is so often, for --resume.
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    checkpoint: Duration,

    /// Replace outputs that exist (never an input), and begin anew where an earlier run did not come to its end.
    #[arg(long)]
    force: bool,

    /// What the inputs hold, where their names do not say it.
    #[arg(long, value_name = "FORMAT")]
    from: Option<From>,

    /// The key of the text in JSON records; dots reach into objects.
    #[arg(long, value_name = "KEY", default_value = "text")]
    text_key: String,

    /// The key of the id.
    #[arg(long, value_name = "KEY", default_value = "id")]
    id_key: String,

    /// The key of the address.
    #[arg(long, value_name = "KEY", default_value = "url")]
    url_key: String,

    /// The key of the headline.
    #[arg(long, value_name = "KEY", default_value = "title")]
    title_key: String,

    /// Write these keys alone, in this order: id,text,url, say [default: all].
    #[arg(long, value_name = "KEYS", value_delimiter = ',', value_parser = trimmed)]
    fields: Vec<String>,

    /// A folder of rule packs (.toml) to lay over the built-in ones.
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,

    /// Mend mechanical defects: spacing (before marks, in brackets, at hyphens), quotes (inside quotation marks).
    ///
    /// Each change is noted in `altered` and undone by `saring restore`.
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = repair)]
    repair: Vec<RepairKind>,

    /// A larger record is a reject; with k, M or G.
    #[arg(long, value_name = "BYTES", default_value = "64MB", value_parser = bytes)]
    max_record: u64,

    /// Take at most so much memory; with k, M or G [default: about 150 MB and 24 MB a thread, more for a record of over 2 MB].
    #[arg(long, value_name = "BYTES", value_parser = bytes)]
    memory: Option<u64>,

    /// Number of threads [default: all cores].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,

    /// Write the manifest here [default: OUTPUT.saring/manifest.json; none with standard output].
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,

    /// Write the rejects here [default: OUTPUT.saring/rejects.jsonl, or lines on standard error].
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,

    /// End with status 1 if anything was rejected.
    #[arg(long)]
    strict: bool,

    /// Say in the end where the time went.
    #[arg(long)]
    stats: bool,

    /// Show neither progress nor summary.
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ShardFormat {
    /// Plain.
    #[value(name = "jsonl")]
    Plain,
    /// Packed with gzip.
    #[value(name = "jsonl.gz")]
    Gz,
    /// Packed with zstd.
    #[value(name = "jsonl.zst")]
    Zst,
    /// Typed columns, packed with zstd.
    #[cfg(feature = "parquet")]
    #[value(name = "parquet")]
    Parquet,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum From {
    /// One article a file.
    Text,
    /// One article a line.
    Jsonl,
    /// One web page a file.
    Html,
    /// Web pages as a crawler fetched them.
    Warc,
}

pub fn run(args: Args) -> Result<Outcome> {
    let packs = packs(args.rules.as_deref())?;
    let stop = Arc::new(Stop::default());
    let handler = Arc::clone(&stop);
    let on_interrupt = move || {
        handler.now();
        if handler.keeps() {
            say("saring: interrupted; what was done until then is kept: run it again with --resume");
        }
        process::exit(INTERRUPTED);
    };
    ctrlc::set_handler(on_interrupt).context("cannot listen for interrupts")?;
    let (strict, quiet, force, dolma) = (args.strict, args.quiet, args.force, args.attributes.clone());
    let report = clean(&packs, &options(args), &stop)?;
    if let Some(folder) = &dolma {
        attributes::write(folder, force, &stop)?;
    }
    if report.was_whole && !quiet {
        say("saring: the earlier run had come to its end: nothing was left to do");
    } else if !quiet && !report.closed_pipe {
        tell(&report);
    }
    Ok(if strict && report.counts.rejects > 0 { Outcome::Found } else { Outcome::Done })
}

/// What came of the run, for a human or a program.
fn tell(report: &Report) {
    if !logs_json() {
        return say(report);
    }
    let (seconds, counts, rejects, stats) = (report.elapsed.as_secs_f64(), &report.counts, &report.rejects, &report.stats);
    log("done", &json!({ "seconds": seconds, "counts": counts, "rejects": rejects, "stats": stats }));
}

fn options(args: Args) -> Options {
    let codec = match args.shard_format {
        ShardFormat::Plain => None,
        ShardFormat::Gz => Some(Codec::Gz),
        ShardFormat::Zst => Some(Codec::Zst),
        #[cfg(feature = "parquet")]
        ShardFormat::Parquet => Some(Codec::Parquet),
    };
    let out_dir = args.out_dir.or_else(|| args.attributes.map(|folder| folder.join(attributes::RECORDS)));
    let output = match (args.output, out_dir) {
        (_, Some(folder)) => match args.shard_size {
            Some(size) => Output::Shards { folder, size, codec },
            None => Output::Folder(folder),
        },
        (Some(file), None) if file.as_os_str() != "-" => Output::File(file),
        _ => Output::Stdout,
    };
    Options {
        output,
        from: args.from.map(|from| match from {
            From::Text => Format::Text,
            From::Jsonl => Format::Jsonl,
            From::Html => Format::Html,
            From::Warc => Format::Warc,
        }),
        keys: Keys { text: args.text_key, id: args.id_key, url: args.url_key, title: args.title_key },
        fields: args.fields,
        repair: args.repair,
        max_record: args.max_record,
        threads: args.threads.map_or(0, usize::from),
        force: args.force,
        manifest: args.manifest,
        rejects: args.rejects,
        progress: !args.quiet && (logs_json() || io::stderr().is_terminal()),
        json_log: logs_json(),
        part: args.shard,
        resume: args.resume,
        checkpoint: args.checkpoint,
        memory: args.memory,
        stats: args.stats,
        ..Options::new(args.inputs)
    }
}

/// `64MB`, `64M`, `500k`, `1000`: powers of 1024.
fn bytes(text: &str) -> Result<u64, String> {
    let lower = text.to_ascii_lowercase();
    let number = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match lower[number.len()..].trim_end_matches('b').trim_end_matches('i') {
        "" => 1,
        "k" => 1 << 10,
        "m" => 1 << 20,
        "g" => 1 << 30,
        _ => return Err("write a number of bytes, or one with k, M or G behind it".to_owned()),
    };
    let number: u64 = number.trim().parse().map_err(|_| "write a number of bytes, or one with k, M or G behind it".to_owned())?;
    number.checked_mul(unit).filter(|bytes| *bytes > 0).ok_or_else(|| "it is out of range".to_owned())
}

/// `5`, `0.5`.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: Option<f64> = text.parse().ok();
    let seconds = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or_else(|| "write a number of seconds".to_owned())
}

fn repair(kind: &str) -> Result<RepairKind, String> {
    RepairKind::named(kind).ok_or_else(|| "what can be mended is spacing and quotes".to_owned())
}

/// `id, text` names the same keys as `id,text`.
#[allow(clippy::unnecessary_wraps, reason = "clap asks for it")]
fn trimmed(key: &str) -> Result<String, String> {
    Ok(key.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (text, expected) in [("1000", Some(1000)), ("64MB", Some(64 << 20)), ("1GiB", Some(1 << 30)), ("5k", Some(5120))] {
            assert_eq!(bytes(text).ok(), expected, "{text}");
        }
        for text in ["", "0", "x", "5 tb", "-1", "99999999999999G"] {
            assert!(bytes(text).is_err(), "{text}");
        }
    }
}
