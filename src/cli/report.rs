//! `saring report`: a corpus at a glance.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use saring::pages::report::Report;
use saring::pages::tally::Tally;
use saring::pages::totals::{Manifest, Totals};
use serde::Deserialize;

use super::Outcome;
use super::input::Input;
use super::records::{each_record, put};
use super::review::Language;

const EXAMPLES: &str = "Examples:
  saring report clean.jsonl -o report.html
  saring report clean.jsonl.saring/manifest.json -o report.html        totals alone, at once
  saring report new.jsonl --against old.jsonl.saring/manifest.json -o report.html

Of one file of records, the manifest and the rejects in RECORDS.saring/ are read too, where they are.

Exit status: 0 done; 1 done, but some lines are no records; 2 could not run.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Records as `saring clean` writes them (also .gz, .zst, - for standard input), or a manifest.json.
    #[arg(value_name = "RECORDS|MANIFEST", required = true)]
    input: Vec<PathBuf>,

    /// Write the page here.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// Say what changed since these records or this manifest.
    #[arg(long, value_name = "OLD")]
    against: Option<PathBuf>,

    /// The file of rejects [default: rejects.jsonl beside the manifest].
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,

    /// Replace a file that exists.
    #[arg(long)]
    force: bool,

    /// Language of the page's own words; the page has a switch.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    ui: Language,

    /// The page's heading [default: the input's name].
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
}

pub fn run(args: Args) -> Result<Outcome> {
    let read = read(&args.input)?;
    let beside = read.manifest_path.as_deref().map(|path| path.with_file_name("rejects.jsonl")).filter(|path| path.exists());
    let rejects = match args.rejects.or(beside) {
        Some(file) => causes(&file)?,
        None => BTreeMap::new(),
    };
    let against = match &args.against {
        Some(old) => Some((old.display().to_string(), self::read(std::slice::from_ref(old))?.totals)),
        None => None,
    };
    let name = args.input.first().and_then(|file| file.file_name()).unwrap_or_default().to_string_lossy().into_owned();
    let report = Report {
        title: args.title.unwrap_or(name),
        ui: args.ui.into(),
        totals: read.totals,
        tally: read.tally,
        rejects,
        against,
        rules: read.rules,
    };
    let page = report.page()?;
    put(&args.output, args.force, |out| Ok(out.write_all(page.as_bytes())?))?;
    Ok(if read.faults > 0 { Outcome::Found } else { Outcome::Done })
}

/// What was read of a corpus.
struct Corpus {
    totals: Totals,
    tally: Option<Tally>,
    manifest_path: Option<PathBuf>,
    rules: String,
    faults: u64,
}

fn read(files: &[PathBuf]) -> Result<Corpus> {
    if let [path] = files
        && path.extension().is_some_and(|ending| ending == "json")
    {
        let manifest = manifest(path)?;
        let rules = manifest.rules.clone();
        return Ok(Corpus { totals: manifest.counts, tally: None, manifest_path: Some(path.to_owned()), rules, faults: 0 });
    }
    let mut tally = Tally::default();
    let faults = each_record(files, |record| {
        tally.add(&record);
        Ok(true)
    })?;
    let mut totals = tally.totals();
    let beside = match files {
        [path] => {
            let mut name = path.as_os_str().to_owned();
            name.push(".saring/manifest.json");
            PathBuf::from(name)
        }
        _ => PathBuf::new(),
    };
    let found = if beside.exists() { Some(manifest(&beside)?) } else { None };
    let mut rules = String::new();
    if let Some(manifest) = &found {
        // what records cannot tell
        totals.files = manifest.counts.files;
        totals.bytes = manifest.counts.bytes;
        totals.rejects = manifest.counts.rejects;
        rules.clone_from(&manifest.rules);
    }
    Ok(Corpus { totals, tally: Some(tally), manifest_path: found.map(|_| beside), rules, faults })
}

fn manifest(path: &Path) -> Result<Manifest> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&bytes)
        .map_err(|error| anyhow!("{} is no manifest: {error}; give a manifest.json that saring clean wrote", path.display()))
}

/// Rejects by cause: what is wrong, without where.
fn causes(file: &Path) -> Result<BTreeMap<String, u64>> {
    #[derive(Deserialize)]
    struct Reject {
        error: String,
    }
    let mut causes = BTreeMap::new();
    let mut input = Input::open(file)?;
    let name = input.source.shown.clone();
    input.lines(|number, line| {
        let reject: Reject = serde_json::from_str(line?).with_context(|| format!("{name}, line {number}: no reject"))?;
        *causes.entry(cause(&reject.error)).or_default() += 1;
        Ok(true)
    })?;
    Ok(causes)
}

/// A message without the figures in it, so that the same cause is counted together.
fn cause(error: &str) -> String {
    let mut out = String::with_capacity(error.len());
    let mut in_figure = false;
    for c in error.chars() {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !in_figure {
            out.push('#');
        }
        in_figure = c.is_ascii_digit();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cause_is_one_line() {
        assert_eq!(cause("no JSON: EOF at line 1 column 4711"), "no JSON: EOF at line # column #");
    }
}
