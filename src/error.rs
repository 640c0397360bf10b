//! What can go wrong before a run begins. A bad record is no error but a reject: see the readers.

use thiserror::Error;

/// A fault in a rule pack. Names pack, entry and key.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RuleError {
    /// The pack is no TOML, or has a key or type that its stage does not know.
    #[error("rule pack {pack}: {message}")]
    Pack {
        /// The pack's name, without `.toml`.
        pack: String,
        /// What the parser said, with line and key.
        message: String,
    },
    /// No stage reads a pack of this name.
    #[error("rule pack {pack}: no stage reads it; the packs are {known}")]
    Unknown {
        /// The pack's name.
        pack: String,
        /// The names that exist.
        known: String,
    },
    /// One entry cannot be used.
    #[error("rule pack {pack}, {id}: {message}")]
    Rule {
        /// The pack's name.
        pack: String,
        /// The entry's id.
        id: String,
        /// What is wrong and what would be right.
        message: String,
    },
}

/// Why a run could not begin or go on. A bad record or file is none: it becomes a reject.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RunError {
    /// An input that was named is not there, or a pattern matches nothing.
    #[error("no such input: {0}; check the spelling, and quote a pattern so that the shell leaves it alone")]
    NoInput(String),
    /// The inputs hold no file that could be read.
    #[error(
        "nothing to clean in {0}: folders are searched for .txt, .text, .jsonl, .ndjson, .html, .htm and .warc, also with .gz or .zst; \
         name other files themselves, with --from text or --from jsonl (*.gold.json and *.saring are always left out)"
    )]
    NothingToClean(String),
    /// A pattern that cannot be read.
    #[error("cannot read the pattern {pattern}: {message}; write [[] for a bracket that is meant as one")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        message: String,
    },
    /// An output that would be replaced.
    #[error("{0} exists already: choose another name, or replace it with --force")]
    Exists(String),
    /// An output folder in which files would be replaced.
    #[error("the output folder {0} is not empty: choose another, or write into it with --force")]
    NotEmpty(String),
    /// An output that is an input.
    #[error("{0} is one of the inputs or lies among them, and an input is never overwritten: write elsewhere")]
    OverInput(String),
    /// An output name that tells no format.
    #[error("cannot tell the format of the output {0}: end its name in .jsonl, .jsonl.gz or .jsonl.zst")]
    OutputName(String),
    /// Two inputs with one output.
    #[error("two inputs would be written to {0}: clean them in separate runs, with a folder each")]
    Collision(String),
    /// A field that no record has.
    #[error("no field {field}: a record has {known}")]
    Field {
        /// The name that was given.
        field: String,
        /// The names that exist.
        known: String,
    },
    /// A field that is named twice: no reader of JSON keeps both.
    #[error("the field {0} is named twice: name it once")]
    FieldTwice(String),
    /// Two outputs of one run with one name.
    #[error("{0} is named for two outputs: records, manifest and rejects each need a file of their own")]
    SameOutput(String),
    /// Something could not be written.
    #[error("cannot write {path}: {message}; free space, mend its permissions or write elsewhere")]
    Write {
        /// The file or folder.
        path: String,
        /// What the system says.
        message: String,
    },
    /// An output that another run is writing.
    #[error("another run is writing {0}: wait for it, or write elsewhere")]
    Busy(String),
    /// An output of which an earlier run wrote a part.
    #[error("an earlier run wrote a part of {0}: go on with it by --resume, or begin anew with --force")]
    Begun(String),
    /// A run that cannot be gone on with.
    #[error("cannot go on with the earlier run: {0}; begin anew with --force")]
    Resume(String),
    /// Going on with something that leaves no trace.
    #[error("--resume goes on with a file or folder: write into one with -o or --out-dir")]
    NoResume,
    /// A run that ended early, and with which another can go on.
    #[error("{0}; what was done until then is kept: run it again with --resume")]
    Kept(Box<RunError>),
    /// Too little memory for the largest record.
    #[error("--memory {given} is too little: a record of {record} MB may need {needed}; raise it to that or lower --max-record")]
    Memory {
        /// What was given.
        given: String,
        /// The largest record.
        record: u64,
        /// What would do.
        needed: String,
    },
    /// Manifests that do not belong together.
    #[error("cannot merge the manifests: {0}")]
    Merge(String),
    /// A rule pack could not be read.
    #[error("cannot read the rules in {path}: {message}; give a folder of .toml packs")]
    Packs {
        /// The file or folder.
        path: String,
        /// What the system says.
        message: String,
    },
    /// The rules are at fault.
    #[error(transparent)]
    Rules(#[from] RuleError),
    /// Whoever read standard output went away.
    #[error("the reader of standard output has gone")]
    ClosedPipe,
    /// The run was asked to stop.
    #[error("interrupted")]
    Interrupted,
}

/// What the system says of an input or output, in lower case and without its number.
pub fn plainly(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "no such file or folder".to_owned(),
        ErrorKind::StorageFull => "no space is left on the device".to_owned(),
        kind if error.raw_os_error().is_some() && !kind.to_string().starts_with("uncategorized") => kind.to_string(),
        _ => {
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or_default();
            let mut chars = text.chars();
            chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
        }
    }
}
