//! `saring eval`: how good the marks are, against annotated articles.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use rayon::prelude::*;
use saring::corpus::decisions::Verdicts;
use saring::eval::floors::{self, Floor};
use saring::eval::marks::{Gold, Marks};
use saring::eval::{Figure, Miss, Scores, score};
use saring::read::packs::packs;
use saring::read::text::utf8;
use saring::{Article, Cleaner, Scratch};
use serde_json::{Value, json};

use super::input::Input;
use super::{Outcome, say};

const EXAMPLES: &str = "Examples:
  saring eval corpus/gold
  saring eval corpus/gold --misses
  saring eval corpus/gold --cleaned clean.jsonl --json
  saring eval corpus/gold --floor corpus/floors.toml
  saring eval --decisions decisions.jsonl        which rules reviewers find wrong how often

A floor is a line such as motto.f1 = 0.97; fp, fn, lines and missing are ceilings.

Exit status: 0 done; 1 a figure is below its floor; 2 could not run.";

/// What a gold file's name ends in.
const GOLD: &str = ".gold.json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Folders with NAME.gold.json beside NAME.txt, or single gold files.
    #[arg(value_name = "GOLD", required_unless_present = "decisions")]
    gold: Vec<PathBuf>,

    /// Count what reviewers decided, by rule, instead of scoring: what the review page exported.
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["gold", "cleaned", "misses", "floor", "rules"])]
    decisions: Vec<PathBuf>,

    /// Score these records instead of cleaning the gold's texts; also .gz, .zst or - for standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "rules")]
    cleaned: Option<PathBuf>,

    /// Print one JSON object instead of the table.
    #[arg(long)]
    json: bool,

    /// Print every miss (-), false alarm (+) and harm (!) before the table.
    #[arg(long)]
    misses: bool,

    /// Hold the figures against the floors of this file (TOML or JSON).
    #[arg(long, value_name = "FILE")]
    floor: Option<PathBuf>,

    /// A folder of rule packs (.toml) to lay over the built-in ones.
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
}

pub fn run(args: Args) -> Result<Outcome> {
    if !args.decisions.is_empty() {
        let verdicts = Verdicts::of(&super::gold::decisions(&args.decisions)?);
        let text = if args.json { verdicts_as_json(&verdicts) } else { verdicts_as_table(&verdicts)? };
        io::stdout().lock().write_all(text.as_bytes())?;
        return Ok(Outcome::Done);
    }
    let floors = args.floor.as_deref().map(floors_of).transpose()?.unwrap_or_default();
    let records = args.cleaned.as_deref().map(records).transpose()?;
    let scores = evaluate(&args.gold, records, args.rules.as_deref())?;
    let text = if args.json { as_json(&scores, args.misses) } else { as_table(&scores, args.misses)? };
    io::stdout().lock().write_all(text.as_bytes())?;
    let short = floors::shortfalls(&scores, &floors)?;
    for shortfall in &short {
        say(format_args!("saring: {shortfall}"));
    }
    Ok(if short.is_empty() { Outcome::Done } else { Outcome::Found })
}

/// Scores `records` against the annotated articles in `gold` (folders or files); without records, what the rules make of their texts.
///
/// # Errors
/// Where gold or rules cannot be read; the message names what is wrong.
pub fn evaluate(gold: &[PathBuf], records: Option<Vec<Marks>>, rules: Option<&Path>) -> Result<Scores> {
    let golds = golds(gold)?;
    let records = match records {
        Some(records) => records,
        None => clean(&golds, rules)?,
    };
    Ok(score(&golds, &records))
}

fn floors_of(file: &Path) -> Result<Vec<Floor>> {
    let read = fs::read_to_string(file).with_context(|| format!("cannot read the floors in {}", file.display()))?;
    floors::parse(&read).with_context(|| format!("the floors in {}", file.display()))
}

fn golds(inputs: &[PathBuf]) -> Result<Vec<Gold>> {
    let mut golds = BTreeMap::new();
    for input in inputs {
        for file in gold_files(input)? {
            let gold = gold(&file).with_context(|| format!("the gold file {}", file.display()))?;
            golds.insert(gold.name.clone(), gold);
        }
    }
    Ok(golds.into_values().collect())
}

fn gold_files(input: &Path) -> Result<Vec<PathBuf>> {
    let is_gold = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(GOLD) && !name.starts_with('.')
    };
    if !input.is_dir() {
        if !input.exists() {
            bail!("no such gold: {}; name a folder with NAME{GOLD} beside NAME.txt", input.display());
        }
        return Ok(vec![input.to_owned()]);
    }
    let listing = fs::read_dir(input).with_context(|| format!("cannot list {}", input.display()))?;
    let mut files: Vec<_> = listing.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.retain(|path| is_gold(path));
    files.sort();
    if files.is_empty() {
        bail!("no gold in {}: put NAME{GOLD} beside NAME.txt", input.display());
    }
    Ok(files)
}

fn gold(file: &Path) -> Result<Gold> {
    let full = file.to_string_lossy();
    let Some(stem) = full.strip_suffix(GOLD) else { bail!("its name does not end in {GOLD}") };
    let read = fs::read(file)?;
    if read.trim_ascii_start().first() != Some(&b'{') {
        bail!("it is no JSON object; see the gold files in corpus/gold for its form");
    }
    let marks: Marks = serde_json::from_slice(&read)?;
    let text = PathBuf::from(format!("{stem}.txt"));
    let bytes = fs::read(&text).with_context(|| format!("cannot read its text {}", text.display()))?;
    let text = utf8(&bytes).map_err(|error| anyhow!("its text {}: {error}", text.display()))?.to_owned();
    let name = Path::new(stem).file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Gold { name, text, marks })
}

fn records(file: &Path) -> Result<Vec<Marks>> {
    let mut input = Input::open(file)?;
    let name = input.source.shown.clone();
    let mut records = Vec::new();
    input.lines(|number, line| {
        let fault = || format!("{name}, line {number}: no record; give what saring clean wrote");
        records.push(serde_json::from_str(line.with_context(fault)?).with_context(fault)?);
        Ok(true)
    })?;
    Ok(records)
}

fn clean(golds: &[Gold], rules: Option<&Path>) -> Result<Vec<Marks>> {
    let cleaner = Cleaner::new(&packs(rules)?)?;
    let records = || {
        let each = golds.par_iter().map_init(Scratch::default, |scratch, gold| {
            let article = Article { id: gold.name.as_str().into(), ..Article::new(gold.text.as_str()) };
            Marks::from(&cleaner.clean(&article, scratch))
        });
        each.collect()
    };
    // threads of its own, which end with it: a pool that outlives the call would be lost to a process that forks
    Ok(rayon::ThreadPoolBuilder::new().build()?.install(records))
}

fn as_json(scores: &Scores, misses: bool) -> String {
    let mut json = scores.to_json();
    if misses {
        let each = |miss: &Miss| json!({"sign": miss.sign.to_string(), "key": miss.key, "article": miss.article, "line": miss.line, "what": miss.what});
        json["misses"] = Value::Array(scores.misses.iter().map(each).collect());
    }
    format!("{json}\n")
}

fn as_table(scores: &Scores, misses: bool) -> Result<String> {
    let mut out = String::new();
    if misses && !scores.misses.is_empty() {
        let place = |miss: &Miss| if miss.line == 0 { miss.article.clone() } else { format!("{}:{}", miss.article, miss.line) };
        let width = scores.misses.iter().map(|miss| place(miss).len()).max().unwrap_or_default();
        for miss in &scores.misses {
            writeln!(out, "{} {:<12}  {:<width$}  {}", miss.sign, miss.key, place(miss), miss.what)?;
        }
        out.push('\n');
    }
    let mut before = None;
    for (key, figure) in &scores.figures {
        let parts = figure.parts();
        let kind = std::mem::discriminant(figure);
        if before.replace(kind) != Some(kind) {
            if !out.is_empty() && !out.ends_with("\n\n") {
                out.push('\n');
            }
            write!(out, "{:<12}", "")?;
            for (name, _) in &parts {
                write!(out, "{name:>9}")?;
            }
            out.push('\n');
        }
        write!(out, "{key:<12}")?;
        for (name, value) in &parts {
            out.push_str(&cell(figure, name, value));
        }
        out.push('\n');
    }
    Ok(out)
}

fn verdicts_as_json(verdicts: &Verdicts) -> String {
    let rules = verdicts.rules.iter().map(|((mark, rule), judged)| {
        json!({"mark": mark.name(), "rule": rule, "accepted": judged.accepted, "changed": judged.changed, "wrong": judged.wrong, "share": judged.share()})
    });
    let missed = verdicts.missed.iter().map(|((mark, what), n)| json!({"mark": mark.name(), "what": what, "n": n}));
    format!("{}\n", json!({"rules": rules.collect::<Vec<_>>(), "missed": missed.collect::<Vec<_>>(), "complete": verdicts.complete}))
}

/// The rules that are wrong most often come first.
fn verdicts_as_table(verdicts: &Verdicts) -> Result<String> {
    let mut rules: Vec<_> = verdicts.rules.iter().collect();
    rules.sort_by_key(|(_, judged)| std::cmp::Reverse((judged.changed + judged.wrong, judged.all())));
    let width = rules.iter().map(|((_, rule), _)| rule.len()).max().unwrap_or_default().max("rule".len());
    let mut out = format!("{:<10}{:<width$}{:>10}{:>10}{:>10}{:>10}\n", "mark", "rule", "accepted", "changed", "wrong", "not right");
    for ((mark, rule), judged) in rules {
        let rule = if rule.is_empty() { "-" } else { rule };
        let share = format!("{:.1}%", judged.share() * 100.0);
        writeln!(out, "{:<10}{rule:<width$}{:>10}{:>10}{:>10}{share:>10}", mark.name(), judged.accepted, judged.changed, judged.wrong)?;
    }
    if !verdicts.missed.is_empty() {
        writeln!(out, "\n{:<10}{:<width$}{:>10}", "missed", "what", "times")?;
        for ((mark, what), n) in &verdicts.missed {
            writeln!(out, "{:<10}{:<width$}{n:>10}", mark.name(), if what.is_empty() { "-" } else { what })?;
        }
    }
    writeln!(out, "\n{} articles complete", verdicts.complete)?;
    Ok(out)
}

fn cell(figure: &Figure, name: &str, value: &Value) -> String {
    match figure {
        Figure::Compared { .. } | Figure::Share { .. } if value.is_f64() => {
            format!("{:>9.4}", figure.part(name).unwrap_or_default())
        }
        _ => format!("{:>9}", value.to_string()),
    }
}
