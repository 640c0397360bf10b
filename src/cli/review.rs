//! `saring review`: a page on which an article's cleaning is judged.

use std::ffi::OsStr;
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::ValueEnum;
use saring::pages::Ui;
use saring::pages::review::{About, Review};
use saring::pages::sample::{By, Draw};

use super::records::{each_record, put};
use super::{Outcome, say};

const EXAMPLES: &str = "Examples:
  saring review clean.jsonl -o review.html
  saring review clean.jsonl.zst -o review.html --sample 200 --by rule
  saring review clean.jsonl -o tinjau.html --ui id

Open the page in a browser, judge, export decisions.jsonl; then:
  saring eval --decisions decisions.jsonl
  saring gold clean.jsonl decisions.jsonl -o gold/

Exit status: 0 done; 1 done, but some lines are no records; 2 could not run.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Records as `saring clean` writes them, or - for standard input; also .gz and .zst.
    #[arg(value_name = "RECORDS", required = true)]
    records: Vec<PathBuf>,

    /// Write the page here.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// Replace a file that exists.
    #[arg(long)]
    force: bool,

    /// Draw so many articles.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    sample: Option<u32>,

    /// Draw from each of these in turn, so that what is rare is looked at as often as what is common.
    #[arg(long, value_name = "WHAT", requires = "sample")]
    by: Option<Strata>,

    /// The same seed draws the same articles.
    #[arg(long, value_name = "N", default_value_t = 1, requires = "sample")]
    seed: u64,

    /// Refuse to make a page of more articles.
    #[arg(long, value_name = "N", default_value_t = 5000)]
    most: u32,

    /// Language of the page's own words; the page has a switch.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    ui: Language,

    /// The page's heading [default: the input's name].
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
}

/// The language of a page's own words.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Language {
    /// English.
    En,
    /// Indonesian.
    Id,
}

impl From<Language> for Ui {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::English,
            Language::Id => Self::Indonesian,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Strata {
    /// The rules that said something.
    Rule,
    /// The hosts.
    Host,
    /// The kinds of defects.
    Defect,
}

pub fn run(args: Args) -> Result<Outcome> {
    let by = args.by.map(|by| match by {
        Strata::Rule => By::Rule,
        Strata::Host => By::Host,
        Strata::Defect => By::Defect,
    });
    let drawn = match args.sample {
        None => None,
        Some(_) if args.records.iter().any(|file| file.as_os_str() == OsStr::new("-")) => {
            bail!("a sample reads its input twice, and standard input can be read once: give a file")
        }
        Some(n) => {
            let mut draw = Draw::new(args.seed, by);
            each_record(&args.records, |record| {
                draw.show(&record);
                Ok(true)
            })?;
            let seen = draw.seen();
            Some((draw.take(n as usize), seen))
        }
    };
    let name = args.records.first().and_then(|file| file.file_name()).unwrap_or_default().to_string_lossy().into_owned();
    let mut about = About { title: args.title.unwrap_or(name), ui: args.ui.into(), sample: String::new() };
    if let Some((drawn, seen)) = &drawn {
        let by = args
            .by
            .map_or(String::new(), |by| format!(", {}", by.to_possible_value().map_or(String::new(), |by| by.get_name().to_owned())));
        about.sample = format!("{} / {seen}{by}, seed {}", drawn.len(), args.seed);
    }
    let (mut faults, mut articles, mut number) = (0, 0, 0u32);
    put(&args.output, args.force, |out| {
        let mut review = Review::begin(out, &about)?;
        faults = each_record(&args.records, |record| {
            number += 1;
            if drawn.as_ref().is_some_and(|(drawn, _)| !drawn.contains(&(number - 1))) {
                return Ok(true);
            }
            if review.articles() as u64 >= u64::from(args.most) {
                bail!(
                    "there are more than {} articles, and a browser would open their page slowly: draw some with --sample {} --by rule, \
                     or allow more with --most N",
                    args.most,
                    args.most.min(500)
                );
            }
            review.add(&record)?;
            Ok(true)
        })?;
        articles = review.articles();
        review.finish()?;
        Ok(())
    })?;
    say(format_args!("{articles} articles in {}", args.output.display()));
    Ok(if faults > 0 { Outcome::Found } else { Outcome::Done })
}
