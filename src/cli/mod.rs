//! The command line: one file a subcommand, each with its arguments and what it does with them. [`main`] is all of it: the program and
//! the Python package call it with the arguments that they were given.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "the shell reads, prints and keeps the clock")]
#![allow(clippy::needless_pass_by_value, reason = "a command takes its arguments over")]

mod attributes;
mod bench;
mod clean;
mod eval;
mod explain;
mod export;
mod gold;
mod input;
mod learn;
mod merge;
mod records;
mod report;
mod restore;
mod review;
mod rules;
mod schema;

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, Write};
use std::sync::OnceLock;

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};
use serde_json::{Value, json};

use crate::error::plainly;
use crate::text::visible::visible_lines;

pub use eval::evaluate;

const EXAMPLES: &str = "Examples:
  saring clean articles/ -o clean.jsonl    clean a folder
  saring explain articles/a.txt            see what became of one article, and why
  saring clean --help                      all options of a command, with examples";

/// Strains scraped Indonesian translations of Vietnamese news into clean, annotated JSONL.
#[derive(Debug, Parser)]
#[command(name = "saring", version, max_term_width = 110, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// What is said on standard error: lines for a human, or JSON for a program.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text", hide_default_value = true)]
    log_format: LogFormat,
}

/// How standard error is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// For a human.
    Text,
    /// An object a line, its `event` first.
    Json,
}

/// Asked for once, before anything is said.
static LOG_FORMAT: OnceLock<LogFormat> = OnceLock::new();

/// Whether standard error is to be JSON.
fn logs_json() -> bool {
    LOG_FORMAT.get() == Some(&LogFormat::Json)
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Clean and annotate articles.
    Clean(Box<clean::Args>),
    /// Show what became of an article, line by line.
    Explain(explain::Args),
    /// Give the input's text back, to the byte, from its record.
    Restore(restore::Args),
    /// Score records against annotated articles.
    Eval(eval::Args),
    /// Make a page on which the cleaning of each article is judged.
    Review(review::Args),
    /// Make a page that shows a corpus at a glance.
    Report(report::Args),
    /// Turn reviewed articles into gold files.
    Gold(gold::Args),
    /// Write records as Label Studio, doccano, Argilla, XLIFF or spreadsheets read them.
    Export(export::Args),
    /// List, show and prove the rules; learn what sites repeat.
    Rules(rules::Args),
    /// Make one manifest of those of a job's parts.
    MergeManifests(merge::Args),
    /// Measure how fast this machine is, stage by stage.
    Bench(bench::Args),
    /// Print the record's schema.
    Schema(schema::Args),
}

/// How a command ended that could run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Done,
    /// What the caller asked to be told about was found.
    Found,
}

/// Does what the command line asks; gives the exit status. The first argument is the program's name.
pub fn main(args: impl IntoIterator<Item = OsString>) -> u8 {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(help) => {
            let _ = help.print();
            return help.exit_code() as u8;
        }
    };
    match cli.run() {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::Found) => 1,
        Err(error) if is_closed_pipe(&error) => 0,
        Err(error) => {
            fail(&told(&error));
            2
        }
    }
}

/// Whether the reader of standard output went away, which is no fault of ours.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// What went wrong, and why, in lower case; an error of standard output comes without a word about what it is.
pub fn told(error: &anyhow::Error) -> String {
    let part = |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref().map_or_else(|| cause.to_string(), plainly);
    let parts: Vec<_> = error.chain().map(part).collect();
    match parts.as_slice() {
        [only] if error.is::<io::Error>() => format!("cannot write standard output: {only}; free space or write elsewhere"),
        _ => parts.join(": "),
    }
}

/// Says something on standard error. Whoever closed it does not want to hear it, which is no reason to fail.
fn say(message: impl Display) {
    if logs_json() {
        return log("message", &json!({ "message": message.to_string() }));
    }
    let _ = writeln!(io::stderr().lock(), "{}", visible_lines(&message.to_string()));
}

/// Says what ends the program.
fn fail(message: &str) {
    if logs_json() { log("error", &json!({ "message": message })) } else { say(format_args!("saring: {message}")) }
}

/// Writes an event as a line of JSON.
fn log(event: &str, what: &Value) {
    let mut line = json!({ "event": event });
    if let (Value::Object(line), Value::Object(what)) = (&mut line, what) {
        line.extend(what.clone());
    }
    let _ = writeln!(io::stderr().lock(), "{line}");
}

impl Cli {
    /// Does what was asked.
    fn run(self) -> Result<Outcome> {
        // nobody has set it: there is one command line
        let _ = LOG_FORMAT.set(self.log_format);
        match self.command {
            Command::Clean(args) => clean::run(*args),
            Command::Explain(args) => explain::run(args),
            Command::Restore(args) => restore::run(args),
            Command::Eval(args) => eval::run(args),
            Command::Review(args) => review::run(args),
            Command::Report(args) => report::run(args),
            Command::Export(args) => export::run(args),
            Command::Gold(args) => gold::run(args),
            Command::Rules(args) => rules::run(args),
            Command::Bench(args) => bench::run(args),
            Command::MergeManifests(args) => merge::run(args),
            Command::Schema(args) => schema::run(args),
        }
    }
}
