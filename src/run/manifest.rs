//! The manifest: what was cleaned, with what, and what came of it. It is written last, so that where it stands the run was whole.
//!
//! Nothing in it depends on clock or threads: the same input, options and rules give the same manifest. Each shard of a run has one of
//! the same form, and those of all shards, or of all parts of a job, [merge](mod@super::merge) into the one over all.

use std::collections::HashSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Options;
use super::counts::Counts;
use super::ledger::Spool;
use crate::error::RunError;
use crate::read::walk::shown;
use crate::rules::Packs;
use crate::write::{Output, Stop, Unfinished, cannot_write};

/// What a run is: with which program, rules and options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// `saring`.
    pub program: String,
    /// Its version.
    pub version: String,
    /// The hash of the rule packs.
    pub rules: String,
    /// The options.
    pub options: Chosen,
}

/// The options that what comes out depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// The inputs as given.
    pub inputs: Vec<String>,
    /// The output as given; empty in a manifest over several.
    pub output: String,
    from: Option<crate::read::Format>,
    text_key: String,
    id_key: String,
    url_key: String,
    title_key: String,
    fields: Vec<String>,
    repair: Vec<String>,
    max_record: u64,
    /// Which part of the inputs, `I/N`; empty for all.
    pub shard: String,
    shard_size: u64,
}

impl Job {
    /// The job that these options describe.
    pub fn new(packs: &Packs, options: &Options) -> Self {
        let path = |path: &Path| shown(path.as_os_str().as_encoded_bytes());
        let (output, shard_size) = match &options.output {
            Output::Stdout => ("-".to_owned(), 0),
            Output::File(file) => (path(file), 0),
            Output::Folder(folder) => (path(folder), 0),
            Output::Shards { folder, size, .. } => (path(folder), *size),
        };
        let chosen = Chosen {
            inputs: options.inputs.iter().map(|input| shown(input.as_encoded_bytes())).collect(),
            output,
            from: options.from,
            text_key: options.keys.text.clone(),
            id_key: options.keys.id.clone(),
            url_key: options.keys.url.clone(),
            title_key: options.keys.title.clone(),
            fields: options.fields.clone(),
            repair: options.repair.iter().map(|kind| kind.name().to_owned()).collect(),
            max_record: options.max_record,
            shard: if options.part.is_all() { String::new() } else { options.part.to_string() },
            shard_size,
        };
        Self {
            program: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            rules: packs.hash().to_owned(),
            options: chosen,
        }
    }

    /// The job of both, where they are parts of one: the inputs of both, and no output where they have two.
    ///
    /// # Errors
    /// Where they are not; in words.
    pub fn with(mut self, other: &Self) -> Result<Self, String> {
        let alike = |job: &Self| {
            let (inputs, output, shard) = (Vec::new(), String::new(), String::new());
            Self { options: Chosen { inputs, output, shard, ..job.options.clone() }, ..job.clone() }
        };
        if let Some(difference) = alike(other).difference(&alike(&self)) {
            return Err(difference);
        }
        let known: HashSet<&String> = self.options.inputs.iter().collect();
        let mut new: Vec<_> = other.options.inputs.iter().filter(|input| !known.contains(input)).cloned().collect();
        self.options.inputs.append(&mut new);
        if self.options.output != other.options.output {
            self.options.output.clear();
        }
        Ok(self)
    }

    /// In what it differs from another, in words: `the option max_record was 2000 and is 1000`.
    pub fn difference(&self, before: &Self) -> Option<String> {
        if self.version != before.version {
            return Some(format!("the program was {} and is {}", before.version, self.version));
        }
        if self.rules != before.rules {
            return Some(format!("the rule packs are not those of before (their hash was {} and is {})", before.rules, self.rules));
        }
        if self.options == before.options {
            return None;
        }
        let as_map = |chosen: &Chosen| match serde_json::to_value(chosen) {
            Ok(serde_json::Value::Object(map)) => map,
            _ => serde_json::Map::new(),
        };
        let (now, before) = (as_map(&self.options), as_map(&before.options));
        let (key, was) = before.iter().find(|(key, was)| now.get(*key) != Some(was))?;
        let is = now.get(key).unwrap_or(&serde_json::Value::Null);
        Some(format!("the option {key} was {was} and is {is}"))
    }
}

/// Everything but the lists.
#[derive(Serialize)]
struct Head<'a> {
    #[serde(flatten)]
    job: &'a Job,
    restore: Restore<'a>,
    counts: &'a Counts,
}

/// Whether the input comes back from the records, and what they lack for it.
#[derive(Serialize)]
struct Restore<'a> {
    complete: bool,
    missing: Vec<&'a str>,
    lost: Vec<&'static str>,
}

/// What restoring reads, and what is lost without it.
const RESTORE: [(&str, &str); 7] = [
    ("id", "which article a record is"),
    ("text", "the kept lines"),
    ("lines", "where the kept lines stood"),
    ("removed", "the removed lines"),
    ("altered", "the input's own form of the lines that were changed"),
    ("line_count", "how many blank lines stood at the end"),
    ("newline", "how lines ended"),
];

/// A manifest that is about to be written.
pub struct Manifest<'s>(Unfinished<'s>);

impl<'s> Manifest<'s> {
    /// Begins the manifest that will stand at `path`.
    ///
    /// # Errors
    /// Where it exists or cannot be made.
    pub fn begin(path: &Path, force: bool, stop: &'s Stop) -> Result<Self, RunError> {
        Unfinished::begin(path, force, stop).map(Self)
    }

    /// Writes it all and gives it its name.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn finish(self, job: &Job, counts: &Counts, outputs: &mut Spool<'_>, inputs: &mut Spool<'_>) -> Result<(), RunError> {
        let Self(mut file) = self;
        let head = Head { job, restore: restore(&job.options.fields), counts };
        let mut text = serde_json::to_vec_pretty(&head).map_err(|error| cannot_write(file.path(), &error.into()))?;
        text.truncate(text.len() - b"\n}".len());
        file.write(&text)?;
        list("outputs", outputs, &mut file)?;
        list("inputs", inputs, &mut file)?;
        file.write(b"\n}\n")?;
        file.finish().map(|_| ())
    }
}

fn list(name: &str, spool: &mut Spool<'_>, file: &mut Unfinished<'_>) -> Result<(), RunError> {
    file.write(format!(",\n  \"{name}\": [").as_bytes())?;
    let mut first = true;
    spool.lines(0, |line| {
        file.write(if std::mem::take(&mut first) { b"\n    " } else { b",\n    " })?;
        file.write(&line)
    })?;
    file.write(if first { b"]" } else { b"\n  ]" })
}

fn restore(fields: &[String]) -> Restore<'static> {
    let lacks = |key: &str| !fields.is_empty() && !fields.iter().any(|field| field == key);
    let lost: Vec<_> = RESTORE.iter().filter(|(key, _)| lacks(key)).collect();
    Restore {
        complete: lost.is_empty(),
        missing: lost.iter().map(|(key, _)| *key).collect(),
        lost: lost.iter().map(|(_, what)| *what).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lean_output_says_what_it_loses() {
        assert!(restore(&[]).complete);
        let lean = restore(&["id".to_owned(), "text".to_owned()]);
        assert_eq!(lean.missing, ["lines", "removed", "altered", "line_count", "newline"]);
    }
}
