//! `saring rules`: what the rules are, and whether they hold what they say. What a corpus teaches is in [`learn`].

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Subcommand;
use saring::read::packs::packs;
use saring::rules::prove::prove;
use saring::rules::{BUILT_IN, Packs};
use serde_json::{Value, json};
use toml::Table;

use super::{Outcome, learn};

const EXAMPLES: &str = "Examples:
  saring rules list --pack boilerplate
  saring rules show ad.label
  saring rules check
  saring rules check my-rules/
  saring rules learn articles/ > learnt.toml";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the entries of the rule packs: id, pack, why.
    #[command(after_help = "Examples:
  saring rules list
  saring rules list --pack quotes --json | jq -r .[].id")]
    List {
        /// Those of this pack alone.
        #[arg(long, value_name = "PACK")]
        pack: Option<String>,
        /// Print a JSON array with every key of each entry.
        #[arg(long)]
        json: bool,
        /// A folder of rule packs (.toml) to lay over the built-in ones.
        #[arg(long, value_name = "DIR")]
        rules: Option<PathBuf>,
    },
    /// Print one entry as it stands in its pack.
    #[command(after_help = "Examples:
  saring rules show ad.label
  saring rules show ad.label >> my-rules/boilerplate.toml   to change it there")]
    Show {
        /// The entry's id.
        #[arg(value_name = "ID")]
        id: String,
        /// A folder of rule packs (.toml) to lay over the built-in ones.
        #[arg(long, value_name = "DIR")]
        rules: Option<PathBuf>,
    },
    /// Prove every rule by its own examples: it must fire on what it catches, and not on what it spares.
    #[command(after_help = "Examples:
  saring rules check
  saring rules check my-rules/

Exit status: 0 all hold; 1 some do not, and are named; 2 could not run.")]
    Check {
        /// A folder of rule packs (.toml) to lay over the built-in ones.
        #[arg(value_name = "DIR")]
        rules: Option<PathBuf>,
    },
    /// Propose rules for lines that recur over many articles of one host and that the present rules leave.
    ///
    /// A site repeats a line in a large share of its articles, at the same place; reporters repeat greetings, refrains, subheadings and
    /// captions in few. Each proposal is an entry of the pack `sites`, with counts and contexts as comments, for a person to accept.
    Learn(Box<learn::Args>),
}

/// An entry of a pack: a rule, a list of words.
struct Entry<'p> {
    pack: &'static str,
    /// The name of its array: `rule`, `list`.
    section: &'p str,
    id: &'p str,
    table: &'p Table,
}

pub fn run(args: Args) -> Result<Outcome> {
    match args.command {
        Command::List { pack, json, rules } => list(pack.as_deref(), json, rules.as_deref()),
        Command::Show { id, rules } => show(&id, rules.as_deref()),
        Command::Check { rules } => check(rules.as_deref()),
        Command::Learn(args) => learn::run(*args),
    }
}

fn list(pack: Option<&str>, json: bool, rules: Option<&Path>) -> Result<Outcome> {
    if let Some(pack) = pack.filter(|pack| BUILT_IN.iter().all(|(name, _)| name != pack)) {
        let known: Vec<_> = BUILT_IN.iter().map(|(name, _)| *name).collect();
        bail!("no rule pack {pack}; the packs are {}", known.join(", "));
    }
    let packs = packs(rules)?;
    let mut entries = entries(&packs);
    entries.retain(|entry| pack.is_none_or(|pack| pack == entry.pack));
    let mut out = String::new();
    if json {
        let each = |entry: &Entry<'_>| {
            let mut value = json!({"pack": entry.pack, "section": entry.section});
            if let (Value::Object(into), Ok(Value::Object(from))) = (&mut value, serde_json::to_value(entry.table)) {
                into.extend(from);
            }
            value
        };
        out = serde_json::to_string_pretty(&Value::Array(entries.iter().map(each).collect()))?;
        out.push('\n');
    } else {
        let ids = entries.iter().map(|entry| entry.id.chars().count()).max().unwrap_or_default();
        let names = entries.iter().map(|entry| entry.pack.len()).max().unwrap_or_default();
        for entry in &entries {
            let why = entry.table.get("why").and_then(toml::Value::as_str).unwrap_or_default();
            writeln!(out, "{:<ids$}  {:<names$}  {}", entry.id, entry.pack, why.split_whitespace().collect::<Vec<_>>().join(" "))?;
        }
    }
    print(&out)
}

fn show(id: &str, rules: Option<&Path>) -> Result<Outcome> {
    let packs = packs(rules)?;
    let all = entries(&packs);
    let found: Vec<_> = all.iter().filter(|entry| entry.id == id).collect();
    if found.is_empty() {
        let near: Vec<_> = all.iter().map(|entry| entry.id).filter(|known| known.contains(id) || id.contains(known)).take(8).collect();
        let hint = if near.is_empty() { "see saring rules list".to_owned() } else { format!("is it one of {}?", near.join(", ")) };
        bail!("no rule {id}; {hint}");
    }
    let mut out = String::new();
    for entry in found {
        writeln!(out, "# rules/{}.toml\n[[{}]]\n{}", entry.pack, entry.section, toml::to_string(entry.table)?)?;
    }
    print(&out)
}

fn check(rules: Option<&Path>) -> Result<Outcome> {
    let packs = packs(rules)?;
    let failures = prove(&packs)?;
    let rules = packs.rules();
    let mut out = String::new();
    for failure in &failures {
        writeln!(out, "{failure}")?;
    }
    let examples: usize = rules.iter().map(|rule| rule.catches.len() + rule.spares.len()).sum();
    writeln!(out, "{} rules, {examples} examples, {} wrong", rules.len(), failures.len())?;
    print(&out)?;
    Ok(if failures.is_empty() { Outcome::Done } else { Outcome::Found })
}

/// Every entry that has an id, by pack, section and id.
fn entries(packs: &Packs) -> Vec<Entry<'_>> {
    let mut all = Vec::new();
    for &(pack, _) in BUILT_IN {
        for (section, value) in packs.table(pack).into_iter().flatten() {
            let tables = value.as_array().into_iter().flatten().filter_map(toml::Value::as_table);
            all.extend(tables.filter_map(|table| {
                let id = table.get("id")?.as_str()?;
                Some(Entry { pack, section, id, table })
            }));
        }
    }
    all.sort_by_key(|entry| (entry.pack, entry.section, entry.id));
    all
}

fn print(text: &str) -> Result<Outcome> {
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::Done)
}
