//! `saring gold`: gold files from the articles that a reviewer marked complete.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use saring::corpus::decisions::Decision;
use saring::corpus::gold::{complete, gold};
use saring::write::cannot_write;

use super::input::Input;
use super::records::{each_record, put};
use super::{Outcome, say};

const EXAMPLES: &str = "Examples:
  saring gold clean.jsonl decisions.jsonl -o gold/
  saring gold clean.jsonl monday.jsonl tuesday.jsonl -o gold/ --force
  saring eval gold/ --misses

Of two decisions about one mark the later holds. NAME is the last part of the article's id.

Exit status: 0 done; 1 done, but some articles cannot be gold; 2 could not run.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The records that were reviewed; also .gz, .zst or - for standard input.
    #[arg(value_name = "RECORDS")]
    records: PathBuf,

    /// What the review page exported.
    #[arg(value_name = "DECISIONS", required = true)]
    decisions: Vec<PathBuf>,

    /// Write NAME.gold.json and NAME.txt of each complete article into this folder.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,

    /// Replace files that exist.
    #[arg(long)]
    force: bool,
}

pub fn run(args: Args) -> Result<Outcome> {
    let decisions = decisions(&args.decisions)?;
    let mut wanted: HashSet<&str> = complete(&decisions).into_iter().collect();
    if wanted.is_empty() {
        bail!("no article is marked complete in the decisions: mark some on the review page, and export again");
    }
    let mut by_article: HashMap<&str, Vec<&Decision>> = HashMap::new();
    for decision in &decisions {
        by_article.entry(&decision.article).or_default().push(decision);
    }
    fs::create_dir_all(&args.output).map_err(|error| cannot_write(&args.output, &error))?;
    let (mut made, mut faults) = (HashSet::new(), 0);
    let mut tell = |id: &str, error: &dyn std::fmt::Display| {
        say(format_args!("saring: {id}: {error}"));
        faults += 1;
    };
    each_record(&[args.records], |record| {
        if !wanted.remove(record.id.as_str()) {
            return Ok(true);
        }
        let of_article = by_article.get(record.id.as_str()).map_or(&[][..], Vec::as_slice);
        match (name_of(&record.id), gold(&record, of_article)) {
            (Ok(name), Ok(_)) if made.contains(&name) => {
                tell(&record.id, &"another article has this name: clean with --id-key so that names differ");
            }
            (Ok(name), Ok(gold)) => {
                write(&args.output, &name, ".txt", args.force, &gold.text)?;
                write(&args.output, &name, ".gold.json", args.force, &gold.json)?;
                made.insert(name);
            }
            (Err(error), _) => tell(&record.id, &error),
            (_, Err(error)) => tell(&record.id, &error),
        }
        Ok(true)
    })?;
    let mut missing: Vec<_> = wanted.into_iter().collect();
    missing.sort_unstable();
    for id in missing {
        tell(id, &"there is no such record: give the records that were reviewed");
    }
    say(format_args!("{} gold files in {}", made.len(), args.output.display()));
    Ok(if faults > 0 { Outcome::Found } else { Outcome::Done })
}

/// All decisions of these files, in their order.
pub fn decisions(files: &[PathBuf]) -> Result<Vec<Decision>> {
    let mut decisions = Vec::new();
    for file in files {
        let mut input = Input::open(file)?;
        let name = input.source.shown.clone();
        input.lines(|number, line| {
            let fault = || format!("{name}, line {number}: no decision; give what the review page exported");
            decisions.push(serde_json::from_str(line.with_context(fault)?).with_context(fault)?);
            Ok(true)
        })?;
    }
    Ok(decisions)
}

/// The last part of an id, by which the evaluation finds its record.
fn name_of(id: &str) -> Result<String> {
    let name = id.rsplit('/').next().unwrap_or_default();
    let strange = |c: char| c == '\\' || c == ':' || c.is_control();
    if name.is_empty() || name.starts_with('.') || name.contains(strange) {
        return Err(anyhow!("no file can have this name: clean with --id-key so that ids are plain"));
    }
    Ok(name.to_owned())
}

fn write(folder: &Path, name: &str, ending: &str, force: bool, text: &str) -> Result<()> {
    put(&folder.join(format!("{name}{ending}")), force, |out| Ok(out.write_all(text.as_bytes())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        assert_eq!(name_of("000/000_1f2e").unwrap(), "000_1f2e");
        for id in ["", "a/", "..", "a/..", ".x", "a\\b", "C:x", "a\0"] {
            assert!(name_of(id).is_err(), "{id:?}");
        }
    }
}
