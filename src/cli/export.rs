//! `saring export`: records in the forms that reviewers' tools read.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::ValueEnum;
use saring::export::Export;
use saring::export::argilla::{self, Argilla};
use saring::export::doccano::Doccano;
use saring::export::label_studio::{self, LabelStudio};
use saring::export::tsv::Tsv;
use saring::export::xliff::Xliff;
use saring::write::cannot_write;

use super::Outcome;
use super::records::{each_record, put};

const EXAMPLES: &str = "Examples:
  saring export clean.jsonl --to label-studio -o tasks.json     and tasks.config.xml, the labelling configuration
  saring export clean.jsonl --to doccano -o doccano.jsonl       for sequence labelling with overlapping spans
  saring export clean.jsonl --to argilla -o dataset/            for argilla.Dataset.from_disk
  saring export clean.jsonl --to xliff -o clean.xlf             XLIFF 2.1 for Okapi, OmegaT, Weblate
  saring export clean.jsonl --to tsv -o clean.tsv

Exit status: 0 done; 1 done, but some lines are no records; 2 could not run.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Records as `saring clean` writes them, or - for standard input; also .gz and .zst.
    #[arg(value_name = "RECORDS", required = true)]
    records: Vec<PathBuf>,

    /// The tool.
    #[arg(long, value_name = "TOOL")]
    to: Tool,

    /// Write here: a file, or for argilla a folder.
    #[arg(short, long, value_name = "PATH")]
    output: PathBuf,

    /// Replace files that exist.
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Tool {
    /// Tasks with predictions, and the labelling configuration beside them.
    LabelStudio,
    /// JSONL of texts with labelled spans.
    Doccano,
    /// A dataset with settings, records and suggestions.
    Argilla,
    /// One unit a sentence, defects as notes.
    Xliff,
    /// One row a decision.
    Tsv,
}

pub fn run(args: Args) -> Result<Outcome> {
    let whole = |export: &dyn Export, path: &Path| file(export, path, &args);
    let text = |path: &Path, text: &str| put(path, args.force, |out| Ok(out.write_all(text.as_bytes())?));
    let output = args.output.as_path();
    let faults = match args.to {
        Tool::Doccano => whole(&Doccano, output)?,
        Tool::Xliff => whole(&Xliff, output)?,
        Tool::Tsv => whole(&Tsv, output)?,
        Tool::LabelStudio => {
            text(&output.with_extension("config.xml"), &label_studio::config())?;
            whole(&LabelStudio, output)?
        }
        Tool::Argilla => {
            let folder = output.join(".argilla");
            fs::create_dir_all(&folder).map_err(|error| cannot_write(&folder, &error))?;
            let name = output.file_name().unwrap_or_default().to_string_lossy().into_owned();
            text(&output.join(argilla::SETTINGS), &format!("{:#}\n", argilla::settings()))?;
            text(&output.join(argilla::DATASET), &format!("{:#}\n", argilla::dataset(if name.is_empty() { "saring" } else { &name })))?;
            whole(&Argilla, &output.join(argilla::RECORDS))?
        }
    };
    Ok(if faults > 0 { Outcome::Found } else { Outcome::Done })
}

/// Writes all records in a tool's form; gives back how many lines were no records.
fn file(export: &dyn Export, path: &Path, args: &Args) -> Result<u64> {
    let mut faults = 0;
    put(path, args.force, |out| {
        let mut number = 0;
        out.write_all(export.head().as_bytes())?;
        faults = each_record(&args.records, |record| {
            out.write_all(export.record(&record, number).as_bytes())?;
            number += 1;
            Ok(true)
        })?;
        Ok(out.write_all(export.tail().as_bytes())?)
    })?;
    Ok(faults)
}
