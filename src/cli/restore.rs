//! `saring restore`: the input's text, to the byte, from its record.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use saring::restore::{KEYS, Parts};
use saring::write::{Stop, Unfinished, cannot_write};
use serde::{Deserialize, Serialize};

use super::input::Input;
use super::{Outcome, say};

const EXAMPLES: &str = "Examples:
  saring restore clean.jsonl > texts.jsonl
  saring restore clean.jsonl.zst --id 000/000_1f2e > 000_1f2e.txt
  saring restore clean.jsonl --out-dir texts/
  saring clean a.txt | saring restore - --id a | cmp - a.txt

Exit status: 0 done; 1 done, but some records could not be restored or written; 2 could not run.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Records as `saring clean` writes them, or - for standard input; also .gz and .zst.
    #[arg(value_name = "RECORDS", required = true)]
    records: Vec<PathBuf>,

    /// Print the text of this record alone, as it was.
    #[arg(long, value_name = "ID", conflicts_with = "out_dir")]
    id: Option<String>,

    /// Write each text into a file of its own in this folder: ID.txt.
    #[arg(long, value_name = "DIR")]
    out_dir: Option<PathBuf>,

    /// Replace files that exist.
    #[arg(long, requires = "out_dir")]
    force: bool,
}

/// The part of a record that comes first and is always there.
#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
}

/// A line of what is printed.
#[derive(Serialize)]
struct Restored<'a> {
    id: &'a str,
    text: &'a str,
}

pub fn run(args: Args) -> Result<Outcome> {
    let mut target = Target::new(&args)?;
    let mut faults = 0u64;
    for path in &args.records {
        let mut input = Input::open(path)?;
        let name = input.source.shown.clone();
        let mut going = true;
        input.lines(|number, line| {
            let restored = match line.and_then(|line| Ok((id_of(line)?, line))) {
                Ok((id, _)) if !target.wants(&id) => return Ok(true),
                Ok((id, line)) => text_of(line).map(|text| (id, text)),
                Err(error) => Err(error),
            };
            match restored.and_then(|(id, text)| target.put(&id, &text)) {
                Ok(more) => going = more,
                Err(error) if error.is::<io::Error>() => return Err(error),
                Err(error) => {
                    say(format_args!("saring: {name}, line {number}: {error:#}"));
                    faults += 1;
                }
            }
            Ok(going)
        })?;
        if !going {
            break;
        }
    }
    target.finish(faults)?;
    Ok(if faults > 0 { Outcome::Found } else { Outcome::Done })
}

fn id_of(line: &str) -> Result<Cow<'_, str>> {
    let named: Named<'_> = serde_json::from_str(line).map_err(|error| anyhow!("no record: {error}; give what saring clean wrote"))?;
    Ok(named.id)
}

fn text_of(line: &str) -> Result<String> {
    let parts: Parts<'_> = serde_json::from_str(line).map_err(|error| {
        let error = error.to_string();
        if error.contains("missing field") {
            let error = error.split(" at line").next().unwrap_or_default();
            anyhow!("{error}: a record written with --fields gives its text back only if {} are among them", KEYS.join(", "))
        } else {
            anyhow!("no record: {error}; give what saring clean wrote")
        }
    })?;
    Ok(parts.input()?)
}

/// Where texts go.
enum Target {
    Lines(BufWriter<io::StdoutLock<'static>>),
    One { id: String, found: bool },
    Folder(Folder),
}

impl Target {
    fn new(args: &Args) -> Result<Self> {
        Ok(match (&args.id, &args.out_dir) {
            (Some(id), _) => Self::One { id: id.clone(), found: false },
            (None, Some(folder)) => Self::Folder(Folder::new(folder, args.force)?),
            (None, None) => Self::Lines(BufWriter::new(io::stdout().lock())),
        })
    }

    fn wants(&self, other: &str) -> bool {
        !matches!(self, Self::One { id, .. } if id != other)
    }

    /// Puts a text down; says whether more are wanted.
    fn put(&mut self, id: &str, text: &str) -> Result<bool> {
        match self {
            Self::Lines(out) => {
                serde_json::to_writer(&mut *out, &Restored { id, text }).map_err(io::Error::from)?;
                out.write_all(b"\n")?;
                Ok(true)
            }
            Self::One { found, .. } => {
                *found = true;
                let mut out = io::stdout().lock();
                out.write_all(text.as_bytes())?;
                out.flush()?;
                Ok(false)
            }
            Self::Folder(folder) => folder.put(id, text).map(|()| true),
        }
    }

    fn finish(self, faults: u64) -> Result<()> {
        match self {
            Self::Lines(mut out) => Ok(out.flush()?),
            Self::One { id, found: false } if faults == 0 => bail!("no record with the id {id}; list the ids with jq -r .id"),
            Self::One { .. } | Self::Folder(_) => Ok(()),
        }
    }
}

/// A folder of texts. Nothing is written outside it, and no file twice.
struct Folder {
    root: PathBuf,
    force: bool,
    written: HashSet<PathBuf>,
    stop: Stop,
}

impl Folder {
    fn new(root: &Path, force: bool) -> Result<Self> {
        fs::create_dir_all(root).map_err(|error| cannot_write(root, &error))?;
        Ok(Self { root: root.to_owned(), force, written: HashSet::new(), stop: Stop::default() })
    }

    fn put(&mut self, id: &str, text: &str) -> Result<()> {
        let under = file_of(id)?;
        if !self.written.insert(under.clone()) {
            bail!("the id {id:?} stands twice: its second text was not written; clean with --id-key so that ids differ");
        }
        self.enter(under.parent().unwrap_or(Path::new("")), id)?;
        let path = self.root.join(&under);
        let mut file = Unfinished::begin(&path, self.force, &self.stop)?;
        file.write(text.as_bytes())?;
        file.finish().map(|_| ()).with_context(|| format!("the text of {id:?}"))
    }

    /// Makes the folders down to `under`; a link among them might lead out of the root.
    fn enter(&self, under: &Path, id: &str) -> Result<()> {
        let mut folder = self.root.clone();
        for part in under.components() {
            folder.push(part);
            match fs::symlink_metadata(&folder) {
                Ok(found) if found.is_symlink() => bail!("the id {id:?} leads through the link {}: refused", folder.display()),
                Ok(_) => {}
                Err(_) => fs::create_dir(&folder).map_err(|error| cannot_write(&folder, &error))?,
            }
        }
        Ok(())
    }
}

/// The file of a text, under the folder.
fn file_of(id: &str) -> Result<PathBuf> {
    let leaves = || anyhow!("the id {id:?} would leave the folder: refused; print its text with --id");
    let strange = |c: char| c == '\\' || c == ':' || c.is_control();
    if id.contains(strange) || id.split('/').any(|part| part.is_empty() || part == "." || part == "..") {
        return Err(leaves());
    }
    let path = PathBuf::from(format!("{id}.txt"));
    if path.components().all(|part| matches!(part, Component::Normal(_))) { Ok(path) } else { Err(leaves()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stay_in_the_folder() {
        for id in ["d01", "000/000_1f2e", "a.txt", "..a", "báo"] {
            assert_eq!(file_of(id).unwrap(), PathBuf::from(format!("{id}.txt")));
        }
        for id in ["", "..", "../a", "a/../../b", "/etc/x", "a//b", "./a", "a/.", "C:x", "a\\..\\b", "a\0"] {
            assert!(file_of(id).is_err(), "{id:?}");
        }
    }
}
