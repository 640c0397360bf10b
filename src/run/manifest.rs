//! The manifest: what was cleaned, with what, and what came of it. It is written last, so that where it stands the run was whole.
//!
//! Nothing in it depends on clock or threads: the same input, options and rules give the same manifest. The inputs, which may be
//! millions, wait in a file and not in memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::Path;

use serde::Serialize;

use super::counts::Counts;
use super::{Options, Written, rejects};
use crate::error::RunError;
use crate::read::blocks::End;
use crate::read::walk::shown;
use crate::rules::Packs;
use crate::write::{Output, Stop, Unfinished, cannot_write};

/// What a piece of a file gave.
#[derive(Debug)]
pub struct InputPart {
    /// The file as given.
    pub path: String,
    /// Records that came of it.
    pub records: u64,
    /// Rejects that came of it.
    pub rejects: u64,
    /// At its last piece, its size and hash.
    pub end: Option<End>,
}

/// An input as it stands in the manifest.
#[derive(Default, Serialize)]
struct Input {
    path: String,
    size: u64,
    hash: String,
    records: u64,
    rejects: u64,
}

#[derive(Serialize)]
struct Head<'a> {
    program: &'static str,
    version: &'static str,
    rules: &'a str,
    options: Chosen<'a>,
    restore: Restore<'a>,
    counts: &'a Counts,
    outputs: &'a [Written],
}

/// The options that what comes out depends on.
#[derive(Serialize)]
struct Chosen<'a> {
    inputs: Vec<String>,
    output: String,
    from: Option<crate::read::Format>,
    text_key: &'a str,
    id_key: &'a str,
    url_key: &'a str,
    title_key: &'a str,
    fields: &'a [String],
    repair: Vec<&'static str>,
    max_record: u64,
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

/// A manifest in the making.
pub struct Manifest<'s> {
    file: Unfinished<'s>,
    inputs: BufWriter<File>,
    current: Input,
}

impl<'s> Manifest<'s> {
    /// Begins the manifest that will stand at `path`.
    ///
    /// # Errors
    /// Where it exists or cannot be made.
    pub fn begin(path: &Path, side: Option<&Path>, force: bool, stop: &'s Stop) -> Result<Self, RunError> {
        let inputs = tempfile::tempfile().map_err(|error| cannot_write(&std::env::temp_dir(), &error))?;
        let file = rejects::beside(path, side, force, stop)?;
        Ok(Self { file, inputs: BufWriter::new(inputs), current: Input::default() })
    }

    /// Adds what a block's pieces gave.
    ///
    /// # Errors
    /// Where the list of inputs cannot be kept.
    pub fn inputs(&mut self, parts: &[InputPart]) -> Result<(), RunError> {
        for part in parts {
            self.current.records += part.records;
            self.current.rejects += part.rejects;
            if let Some(end) = part.end {
                let mut input = std::mem::take(&mut self.current);
                input.path.clone_from(&part.path);
                input.size = end.size;
                input.hash = end.hash.map(|hash| format!("{hash:032x}")).unwrap_or_default();
                self.keep(&input).map_err(|error| cannot_write(&std::env::temp_dir(), &error))?;
            }
        }
        Ok(())
    }

    fn keep(&mut self, input: &Input) -> io::Result<()> {
        serde_json::to_writer(&mut self.inputs, input)?;
        self.inputs.write_all(b"\n")
    }

    /// Writes it all and gives it its name.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn finish(self, packs: &Packs, options: &Options, counts: &Counts, outputs: &[Written]) -> Result<(), RunError> {
        let Self { mut file, inputs, .. } = self;
        let head = Head {
            program: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            rules: packs.hash(),
            options: chosen(options),
            restore: restore(&options.fields),
            counts,
            outputs,
        };
        let fail = |error: &io::Error| cannot_write(&std::env::temp_dir(), error);
        let mut text = serde_json::to_vec_pretty(&head).map_err(|error| fail(&error.into()))?;
        text.truncate(text.len() - b"\n}".len());
        file.write(&text)?;
        let mut before: &[u8] = b",\n  \"inputs\": [\n    ";
        let mut inputs = inputs.into_inner().map_err(|error| fail(error.error()))?;
        inputs.rewind().map_err(|error| fail(&error))?;
        for line in BufReader::new(inputs).split(b'\n') {
            file.write(before)?;
            file.write(&line.map_err(|error| fail(&error))?)?;
            before = b",\n    ";
        }
        file.write(if before.starts_with(b",\n  \"") { b",\n  \"inputs\": []\n}\n" } else { b"\n  ]\n}\n" })?;
        rejects::finish(file).map(|_| ())
    }
}

fn chosen(options: &Options) -> Chosen<'_> {
    Chosen {
        inputs: options.inputs.iter().map(|input| shown(input.as_encoded_bytes())).collect(),
        output: match &options.output {
            Output::Stdout => "-".to_owned(),
            Output::File(path) | Output::Folder(path) => shown(path.as_os_str().as_encoded_bytes()),
        },
        from: options.from,
        text_key: &options.keys.text,
        id_key: &options.keys.id,
        url_key: &options.keys.url,
        title_key: &options.keys.title,
        fields: &options.fields,
        repair: options.repair.iter().map(|kind| kind.name()).collect(),
        max_record: options.max_record,
    }
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
