//! Lists the files that the inputs name.
//!
//! An input is `-`, a file, a folder or a pattern. Inputs keep the order in which they are given; what a folder or a pattern holds
//! comes in the order of its paths' bytes, whatever the file system says, and one folder's listing at a time is held in memory. In
//! folders and patterns only the known endings are taken; hidden names, `*.gold.json` and `*.saring/` never. A file that is named
//! itself is taken whatever its ending, `*.gold.json` and `*.saring` apart (a shell's `*` names those too). What is left out is
//! counted; a link back to a folder that it lies in, and what cannot be listed, is a fault.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt::Write;
use std::fs::{self, FileType, Metadata};
use std::path::{Path, PathBuf};
use std::vec;

use globset::{GlobBuilder, GlobMatcher};

use super::{Format, Named, Source};
use crate::error::{RunError, plainly};

/// How the names of files begin that are not whole yet; they are passed over in silence.
pub const UNFINISHED: &str = ".saring-";

/// The remedy for a file that cannot be opened.
pub const OPEN: &str = "see that it is there and may be read";

/// What the walk comes across.
#[derive(Debug)]
pub enum Found {
    /// A file to read.
    File(Source),
    /// Something left out, and why.
    Skipped(&'static str),
    /// Something that cannot be read, and why.
    Fault(Source, String),
}

/// Why things were left out, and how many.
pub type Skips = BTreeMap<&'static str, u64>;

/// An iterator over everything that the inputs name.
#[derive(Clone, Debug)]
pub struct Walk {
    roots: vec::IntoIter<Root>,
    levels: Vec<Level>,
    from: Option<Format>,
    apart: Option<PathBuf>,
}

#[derive(Clone, Debug)]
enum Root {
    Stdin,
    File(PathBuf),
    Folder(PathBuf, Option<GlobMatcher>),
}

#[derive(Clone, Debug)]
struct Level {
    /// As given.
    shown: PathBuf,
    /// Under the root.
    under: PathBuf,
    /// Without links.
    real: PathBuf,
    entries: vec::IntoIter<Entry>,
    /// What must match, where nothing above has.
    pattern: Option<GlobMatcher>,
}

#[derive(Clone, Debug)]
struct Entry {
    name: OsString,
    is_dir: bool,
    is_link: bool,
    is_file: bool,
    fault: Option<String>,
}

impl Walk {
    /// Looks at each input; `from` is what the caller says they hold, `apart` a folder that is never entered.
    ///
    /// # Errors
    /// Where an input is not there, or a pattern is none.
    pub fn new(inputs: &[OsString], from: Option<Format>, apart: Option<&Path>) -> Result<Self, RunError> {
        let roots: Vec<_> = inputs.iter().map(|input| root(input)).collect::<Result<_, _>>()?;
        let apart = apart.and_then(|path| path.canonicalize().ok());
        Ok(Self { roots: roots.into_iter(), levels: Vec::new(), from, apart })
    }

    /// The files and folders that are named, for whoever must not overwrite them.
    pub fn named(&self) -> impl Iterator<Item = &Path> {
        self.roots.as_slice().iter().filter_map(|root| match root {
            Root::Stdin => None,
            Root::File(path) | Root::Folder(path, _) => Some(here(path)),
        })
    }

    fn begin(&mut self, root: Root) -> Option<Found> {
        match root {
            Root::Stdin => {
                Some(Found::File(Source { shown: "-".to_owned(), under: "stdin".into(), format: self.from, ..Source::default() }))
            }
            Root::File(path) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                if name.as_encoded_bytes().ends_with(b".gold.json") {
                    return Some(Found::Skipped("gold"));
                }
                let under = PathBuf::from(name);
                Some(self.file(path, under))
            }
            Root::Folder(path, pattern) => {
                if pattern.is_none() && is_side(path.as_os_str()) {
                    return Some(Found::Skipped("saring"));
                }
                let real = here(&path).canonicalize().unwrap_or_else(|_| path.clone());
                self.enter(path, PathBuf::new(), real, pattern)
            }
        }
    }

    fn enter(&mut self, shown: PathBuf, under: PathBuf, real: PathBuf, pattern: Option<GlobMatcher>) -> Option<Found> {
        if self.apart.as_ref() == Some(&real) {
            return Some(Found::Skipped("output"));
        }
        match listing(here(&shown)) {
            Ok(entries) => {
                self.levels.push(Level { shown, under, real, entries: entries.into_iter(), pattern });
                None
            }
            Err(error) => Some(fault(shown, under, format!("cannot list the folder: {}; mend its permissions", plainly(&error)))),
        }
    }

    fn file(&self, path: PathBuf, under: PathBuf) -> Found {
        match fs::metadata(&path) {
            Ok(metadata) => Found::File(source(path, under, self.from, &metadata)),
            Err(error) => fault(path, under, format!("cannot open the file: {}; {OPEN}", plainly(&error))),
        }
    }

    fn entry(&mut self, entry: Entry) -> Option<Found> {
        let level = self.levels.last()?;
        let name = entry.name.as_encoded_bytes();
        let (shown, under) = (level.shown.join(&entry.name), level.under.join(&entry.name));
        let matched = level.pattern.as_ref().is_none_or(|pattern| pattern.is_match(&shown));
        if name.starts_with(UNFINISHED.as_bytes()) || (!matched && !entry.is_dir) {
            return None;
        }
        if name.starts_with(b".") {
            return matched.then_some(Found::Skipped("hidden"));
        }
        if let Some(error) = entry.fault {
            return Some(fault(shown, under, format!("cannot open the file: {error}; {OPEN}")));
        }
        if entry.is_dir {
            if is_side(&entry.name) {
                return matched.then_some(Found::Skipped("saring"));
            }
            let mut real = level.real.join(&entry.name);
            if entry.is_link {
                real = real.canonicalize().unwrap_or(real);
                if let Some(above) = self.levels.iter().find(|above| above.real.starts_with(&real)) {
                    let above = self::shown(above.shown.as_os_str().as_encoded_bytes());
                    return Some(fault(shown, under, format!("a folder loop: this link leads back to {above}; remove the link")));
                }
            }
            let pattern = if matched { None } else { level.pattern.clone() };
            return self.enter(shown, under, real, pattern);
        }
        if name.ends_with(b".gold.json") {
            return Some(Found::Skipped("gold"));
        }
        if !entry.is_file {
            return Some(Found::Skipped("no regular file"));
        }
        if Named::of(name).format.is_none() {
            return Some(Found::Skipped("other ending"));
        }
        Some(self.file(shown, under))
    }
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let Some(level) = self.levels.last_mut() else {
                let root = self.roots.next()?;
                if let Some(found) = self.begin(root) {
                    return Some(found);
                }
                continue;
            };
            let Some(entry) = level.entries.next() else {
                self.levels.pop();
                continue;
            };
            if let Some(found) = self.entry(entry) {
                return Some(found);
            }
        }
    }
}

fn root(input: &OsStr) -> Result<Root, RunError> {
    if input == "-" {
        return Ok(Root::Stdin);
    }
    let path = PathBuf::from(input);
    match fs::metadata(&path) {
        Ok(metadata) if metadata.is_dir() => return Ok(Root::Folder(path, None)),
        Ok(_) => return Ok(Root::File(path)),
        Err(_) if fs::symlink_metadata(&path).is_ok() => return Ok(Root::File(path)),
        Err(_) => {}
    }
    let is_meta = |part: &OsStr| part.as_encoded_bytes().iter().any(|byte| b"*?[{".contains(byte));
    let missing = || RunError::NoInput(shown(input.as_encoded_bytes()));
    // as the walk joins its paths: `d//*.txt` and `d/./*.txt` are `d/*.txt`
    let plain: PathBuf = path.components().collect();
    let (Some(pattern), true) = (plain.to_str(), is_meta(input)) else { return Err(missing()) };
    let glob = GlobBuilder::new(pattern).literal_separator(true).build();
    let glob = glob.map_err(|error| RunError::Pattern { pattern: pattern.to_owned(), message: error.kind().to_string() })?;
    let base: PathBuf = path.components().take_while(|part| !is_meta(part.as_os_str())).collect();
    if !here(&base).is_dir() {
        return Err(missing());
    }
    let root = Root::Folder(base, Some(glob.compile_matcher()));
    let mut any = Walk { roots: vec![root.clone()].into_iter(), levels: Vec::new(), from: None, apart: None };
    any.next().map(|_| root).ok_or_else(missing)
}

fn listing(folder: &Path) -> std::io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let (kind, fault) = if kind.is_symlink() {
            match fs::metadata(entry.path()) {
                Ok(metadata) => (Some(metadata.file_type()), None),
                Err(error) => (None, Some(plainly(&error))),
            }
        } else {
            (Some(kind), None)
        };
        entries.push(Entry {
            name: entry.file_name(),
            is_dir: kind.as_ref().is_some_and(FileType::is_dir),
            is_file: kind.as_ref().is_some_and(FileType::is_file),
            is_link: entry.file_type()?.is_symlink(),
            fault,
        });
    }
    entries.sort_by(|a, b| a.place().cmp(b.place()));
    Ok(entries)
}

impl Entry {
    /// A folder stands where its own paths stand: `a-b.txt` before `a/x.txt`.
    fn place(&self) -> impl Iterator<Item = &u8> {
        let end: &[u8] = if self.is_dir { b"/" } else { b"" };
        self.name.as_encoded_bytes().iter().chain(end)
    }
}

fn source(path: PathBuf, under: PathBuf, from: Option<Format>, metadata: &Metadata) -> Source {
    let named = Named::of(under.as_os_str().as_encoded_bytes());
    let shown = shown(path.as_os_str().as_encoded_bytes());
    let size = metadata.is_file().then_some(metadata.len());
    let (format, codec) = (from.or(named.format), named.codec);
    Source { path, shown, under, format, codec, size }
}

fn fault(path: PathBuf, under: PathBuf, error: String) -> Found {
    let shown = shown(path.as_os_str().as_encoded_bytes());
    Found::Fault(Source { path, shown, under, ..Source::default() }, error)
}

fn is_side(name: &OsStr) -> bool {
    name.as_encoded_bytes().strip_suffix(b"/").unwrap_or(name.as_encoded_bytes()).ends_with(b".saring")
}

/// The folder in which a pattern without one begins.
fn here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

/// A path as text, bytes that are no UTF-8 as `%XX`.
pub fn shown(path: &[u8]) -> String {
    let mut text = String::with_capacity(path.len());
    for chunk in path.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // a String takes everything
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        dir
    }

    fn names(walk: Walk) -> (Vec<String>, Skips) {
        let (mut files, mut skips) = (Vec::new(), Skips::new());
        for found in walk {
            match found {
                Found::File(source) => files.push(source.under.to_str().unwrap().to_owned()),
                Found::Skipped(why) => *skips.entry(why).or_default() += 1,
                Found::Fault(source, error) => panic!("{}: {error}", source.shown),
            }
        }
        (files, skips)
    }

    #[test]
    fn folders_come_in_the_order_of_bytes() {
        let dir =
            tree(&["a/1.txt", "a-b.txt", "a.txt", "a/.h.txt", "b.md", "x.gold.json", "out.saring/m.jsonl", "z.jsonl.gz", ".git/a.txt"]);
        let (files, skips) = names(Walk::new(&[dir.path().into()], None, None).unwrap());
        assert_eq!(files, ["a-b.txt", "a.txt", "a/1.txt", "z.jsonl.gz"]);
        assert_eq!(skips, Skips::from([("hidden", 2), ("gold", 1), ("saring", 1), ("other ending", 1)]));
    }

    #[test]
    fn patterns_name_files_and_folders() {
        let dir = tree(&["2024/a.txt", "2024/b.jsonl", "2025/c.txt", "d.txt"]);
        let under = |pattern: &str| names(Walk::new(&[dir.path().join(pattern).into()], None, None).unwrap()).0;
        assert_eq!(under("*/*.txt"), ["2024/a.txt", "2025/c.txt"]);
        assert_eq!(under("**/*.txt"), ["2024/a.txt", "2025/c.txt", "d.txt"]);
        assert_eq!(under("202[4]"), ["2024/a.txt", "2024/b.jsonl"]);
        for pattern in ["202[4]/", ".//202[4]"] {
            assert_eq!(under(pattern), ["2024/a.txt", "2024/b.jsonl"], "{pattern}");
        }
        for pattern in ["2024/*", "2024/./*", "2024//*"] {
            assert_eq!(under(pattern), ["a.txt", "b.jsonl"], "{pattern}");
        }
        for pattern in ["*.csv", "2026/*.txt", "d.txt/*"] {
            assert!(matches!(Walk::new(&[dir.path().join(pattern).into()], None, None), Err(RunError::NoInput(_))), "{pattern}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn loops_are_faults() {
        let dir = tree(&["a/1.txt", "b/2.txt"]);
        std::os::unix::fs::symlink("../b", dir.path().join("a/b")).unwrap();
        std::os::unix::fs::symlink("../a", dir.path().join("b/a")).unwrap();
        let mut walk = Walk::new(&[dir.path().into()], None, None).unwrap();
        let faults = walk.by_ref().filter(|found| matches!(found, Found::Fault(..))).take(10).count();
        assert_eq!(faults, 2);
    }

    #[test]
    fn odd_bytes_in_paths() {
        assert_eq!(shown(b"a/\xffb\xc3\xa9"), "a/%FFb\u{e9}");
    }
}
