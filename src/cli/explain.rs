//! `saring explain`: what became of an article, in colour.

use std::io::Write;
use std::path::PathBuf;

use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Result, anyhow, bail};
use clap::ValueEnum;
use saring::explain::{explain, why};
use saring::read::jsonl::{self, Keys};
use saring::read::packs::packs;
use saring::read::{Format, whole};
use saring::{Article, Cleaner, Record, Scratch};

use super::input::Input;
use super::{Outcome, say};

const EXAMPLES: &str = "Examples:
  saring explain corpus/gold/d01.txt
  saring explain news.jsonl --id 4711 --color always | less -R
  saring explain clean.jsonl --id 4711        what a run said, as it stands in its record
  saring explain d01.txt --why 'Dang Van Loi'

Colours are left out where output is no terminal or NO_COLOR is set.

Exit status: 0 done; 1 done, but some lines could not be read; 2 could not run.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A text file, JSONL of articles, or records that `saring clean` wrote; - for standard input; also .gz and .zst.
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Explain the article with this id alone.
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// Print what is known of this official, and the lines that say so.
    #[arg(long, value_name = "NAME")]
    why: Option<String>,

    /// The key of the text in JSON records; dots reach into objects.
    #[arg(long, value_name = "KEY", default_value = "text")]
    text_key: String,

    /// The key of the id.
    #[arg(long, value_name = "KEY", default_value = "id")]
    id_key: String,

    /// A folder of rule packs (.toml) to lay over the built-in ones.
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,

    /// When to use colours.
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: Colour,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Colour {
    /// On a terminal.
    Auto,
    /// Also into a pipe.
    Always,
    /// Not at all.
    Never,
}

pub fn run(args: Args) -> Result<Outcome> {
    let cleaner = Cleaner::new(&packs(args.rules.as_deref())?)?;
    let choice = match args.color {
        Colour::Auto => ColorChoice::Auto,
        Colour::Always => ColorChoice::Always,
        Colour::Never => ColorChoice::Never,
    };
    let mut shown = Shown {
        cleaner: &cleaner,
        out: AutoStream::new(std::io::stdout(), choice),
        args: &args,
        found: 0,
        faults: 0,
        named: 0,
        names: Vec::new(),
    };
    let mut scratch = Scratch::default();
    let mut input = Input::open(&args.file)?;
    let format = input.format()?;
    if format == Format::Warc {
        bail!("{}: explain reads no WARC: clean it first, then explain what came of it, with --id", input.source.shown);
    }
    if format == Format::Jsonl {
        let keys = Keys { text: args.text_key.clone(), id: args.id_key.clone(), ..Keys::default() };
        let source = input.source.clone();
        let mut number = 0u64;
        input.lines(|at, line| {
            number += 1;
            match line.and_then(|line| read(line, &keys)) {
                Ok(Line::Record(record)) => shown.show(&record),
                Ok(Line::Article(mut article)) => {
                    if article.id.is_empty() {
                        article.id = format!("{}/{number}", source.shown).into();
                    }
                    if shown.wants(&article.id) { shown.show(&cleaner.clean(&article, &mut scratch)) } else { Ok(true) }
                }
                Err(error) => {
                    shown.faults += 1;
                    say(format_args!("saring: {}, line {at}: {error:#}", source.shown));
                    Ok(true)
                }
            }
        })?;
    } else {
        let bytes = input.bytes()?;
        let article = whole(format, &bytes, &input.source).map_err(|error| anyhow!("{}: {error}", input.source.shown))?;
        shown.show(&cleaner.clean(&article, &mut scratch))?;
    }
    shown.finish()
}

/// What a line holds.
enum Line<'l> {
    /// What a run made of an article.
    Record(Box<Record>),
    /// An article.
    Article(Box<Article<'l>>),
}

fn read<'l>(line: &'l str, keys: &Keys) -> Result<Line<'l>> {
    if let Ok(record) = serde_json::from_str(line) {
        return Ok(Line::Record(record));
    }
    jsonl::article(line, keys).map(|article| Line::Article(Box::new(article))).map_err(|error| anyhow!(error))
}

/// What has been printed so far.
struct Shown<'a> {
    cleaner: &'a Cleaner,
    out: AutoStream<std::io::Stdout>,
    args: &'a Args,
    found: usize,
    faults: usize,
    named: usize,
    names: Vec<String>,
}

impl Shown<'_> {
    fn wants(&self, id: &str) -> bool {
        self.args.id.as_deref().is_none_or(|wanted| wanted == id)
    }

    /// Prints a record, if it is wanted; says whether more may be.
    fn show(&mut self, record: &Record) -> Result<bool> {
        if !self.wants(&record.id) {
            return Ok(true);
        }
        self.found += 1;
        let text = match &self.args.why {
            Some(name) => {
                self.names.extend(record.officials.iter().map(|official| official.name.clone()));
                let mut text = why(record, name);
                if !text.is_empty() {
                    for line in self.cleaner.why(record, name) {
                        text.push_str(&line);
                        text.push('\n');
                    }
                }
                text
            }
            None => explain(record).with_context(|| format!("record {}", record.id))?,
        };
        self.named += usize::from(self.args.why.is_some() && !text.is_empty());
        if self.found > 1 && !text.is_empty() {
            self.out.write_all(b"\n")?;
        }
        self.out.write_all(text.as_bytes())?;
        Ok(self.args.id.is_none())
    }

    fn finish(mut self) -> Result<Outcome> {
        self.out.flush()?;
        let file = self.args.file.display();
        match (&self.args.id, &self.args.why) {
            (None, _) if self.found == 0 && self.faults > 0 => bail!("nothing to explain in {file}: no line of it could be read"),
            (Some(id), _) if self.found == 0 => bail!("no article with the id {id} in {file}; list the ids with jq -r .id"),
            (_, Some(name)) if self.named == 0 => {
                self.names.sort();
                self.names.dedup();
                let known = if self.names.is_empty() { "none".to_owned() } else { self.names.join(", ") };
                bail!("no official of the name {name} in {file}; there are: {known}")
            }
            _ if self.faults > 0 => Ok(Outcome::Found),
            _ => Ok(Outcome::Done),
        }
    }
}
