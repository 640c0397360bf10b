//! Lists the files that the inputs name.
//!
//! An input is `-`, a file, a folder or a pattern. Inputs keep the order in which they are given; what a folder or a pattern holds
//! comes in the order of its paths' bytes, whatever the file system says, and one folder's listing at a time is held in memory. In
//! folders and patterns only the known endings are taken; hidden names, `*.gold.json` and `*.saring/` never. A file that is named
//! itself is taken whatever its ending, `*.gold.json` and `*.saring` apart (a shell's `*` names those too). A file that several
//! inputs name is taken where the first of them names it. What is left out is counted; a link back to a folder that it lies in, and
//! what cannot be listed, is a fault.

use std::collections::{BTreeMap, HashMap};
use std::ffi::{OsStr, OsString};
use std::fmt::Write;
use std::fs::{self, FileType, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::vec;

use globset::{GlobBuilder, GlobMatcher};

use super::{Format, Named, Part, Source};
use crate::error::{RunError, plainly};

/// How the names of files begin that are not whole yet; they are passed over in silence.
pub const UNFINISHED: &str = ".saring-";

/// The remedy for a file that cannot be opened.
pub const OPEN: &str = "see that it is there and may be read";

/// Why a file is left out that another input named before.
const TWICE: &str = "named twice";

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
    /// The number of the root that is walked, from 1.
    root: usize,
    taken: Arc<Taken>,
    levels: Vec<Level>,
    from: Option<Format>,
    apart: Option<PathBuf>,
    part: Part,
    files: u64,
    skips: u64,
}

/// What the roots name, where there are several: a later one leaves out what an earlier one took.
#[derive(Debug, Default)]
struct Taken {
    /// Files named themselves, without links, and the first root to name them.
    files: HashMap<PathBuf, usize>,
    /// The number of a folder's root, the folder without links and as given, and its pattern.
    folders: Vec<(usize, PathBuf, PathBuf, Option<GlobMatcher>)>,
}

impl Taken {
    fn new(roots: &[Root]) -> Self {
        let mut taken = Self::default();
        if roots.len() < 2 {
            return taken;
        }
        for (number, root) in (1..).zip(roots) {
            match root {
                Root::Stdin => {
                    taken.files.entry(PathBuf::from("-")).or_insert(number);
                }
                Root::File(path) => {
                    let real = path.canonicalize().unwrap_or_else(|_| path.clone());
                    taken.files.entry(real).or_insert(number);
                }
                Root::Folder(path, pattern) => {
                    let real = here(path).canonicalize().unwrap_or_else(|_| path.clone());
                    taken.folders.push((number, real, path.clone(), pattern.clone()));
                }
            }
        }
        taken
    }

    fn is_empty(&self) -> bool {
        self.files.is_empty() && self.folders.is_empty()
    }

    /// Whether a root before this one gave the file.
    fn before(&self, root: usize, real: &Path) -> bool {
        let gave = |(number, folder, shown, pattern): &(usize, PathBuf, PathBuf, Option<GlobMatcher>)| {
            *number < root
                && real.strip_prefix(folder).is_ok_and(|under| {
                    let parts = || under.iter().map(OsStr::as_encoded_bytes);
                    let hidden = parts().any(|part| part.starts_with(b"."));
                    let side = under.parent().is_some_and(|above| above.iter().any(is_side));
                    let known = parts().next_back().is_some_and(|name| Named::of(name).format.is_some());
                    let matches = |pattern: &GlobMatcher| under.ancestors().any(|part| pattern.is_match(shown.join(part)));
                    known && !hidden && !side && pattern.as_ref().is_none_or(matches)
                })
        };
        self.files.get(real).is_some_and(|first| *first < root) || self.folders.iter().any(gave)
    }
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
    /// Boxed, as the largest folder decides what the walk holds.
    name: Box<OsStr>,
    is_dir: bool,
    is_link: bool,
    is_file: bool,
    #[allow(clippy::box_collection, reason = "a word an entry, for the few that have one")]
    fault: Option<Box<String>>,
}

impl Walk {
    /// Looks at each input; `from` is what the caller says they hold, `apart` a folder that is never entered.
    ///
    /// # Errors
    /// Where an input is not there, or a pattern is none.
    pub fn new(inputs: &[OsString], from: Option<Format>, apart: Option<&Path>) -> Result<Self, RunError> {
        let roots: Vec<_> = inputs.iter().map(|input| root(input)).collect::<Result<_, _>>()?;
        let apart = apart.and_then(|path| path.canonicalize().ok());
        Ok(Self { taken: Arc::new(Taken::new(&roots)), from, apart, ..Self::over(roots) })
    }

    fn over(roots: Vec<Root>) -> Self {
        Self {
            roots: roots.into_iter(),
            root: 0,
            taken: Arc::default(),
            levels: Vec::new(),
            from: None,
            apart: None,
            part: Part::default(),
            files: 0,
            skips: 0,
        }
    }

    /// Only a part of what is named: a file in so many, and of what is left out as well.
    #[must_use]
    pub fn part(self, part: Part) -> Self {
        Self { part, ..self }
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
            Root::Stdin if self.taken.before(self.root, Path::new("-")) => Some(Found::Skipped(TWICE)),
            Root::Stdin => {
                Some(Found::File(Source { shown: "-".to_owned(), under: "stdin".into(), format: self.from, ..Source::default() }))
            }
            Root::File(path) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                if name.as_encoded_bytes().ends_with(b".gold.json") {
                    return Some(Found::Skipped("gold"));
                }
                let real = || path.canonicalize().unwrap_or_else(|_| path.clone());
                if !self.taken.is_empty() && self.taken.before(self.root, &real()) {
                    return Some(Found::Skipped(TWICE));
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
        let (shown, under) = (level.shown.join(&*entry.name), level.under.join(&*entry.name));
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
            let mut real = level.real.join(&*entry.name);
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
        if !self.taken.is_empty() {
            let mut real = level.real.join(&*entry.name);
            if entry.is_link {
                real = real.canonicalize().unwrap_or(real);
            }
            if self.taken.before(self.root, &real) {
                return Some(Found::Skipped(TWICE));
            }
        }
        Some(self.file(shown, under))
    }
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let found = self.any()?;
            let number = if matches!(found, Found::Skipped(_)) { &mut self.skips } else { &mut self.files };
            *number += 1;
            if self.part.has(*number) {
                return Some(found);
            }
        }
    }
}

impl Walk {
    /// The next of all that is named, whatever part was asked for.
    fn any(&mut self) -> Option<Found> {
        loop {
            let Some(level) = self.levels.last_mut() else {
                let root = self.roots.next()?;
                self.root += 1;
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
    let mut any = Walk::over(vec![root.clone()]);
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
                Err(error) => (None, Some(Box::new(plainly(&error)))),
            }
        } else {
            (Some(kind), None)
        };
        entries.push(Entry {
            name: entry.file_name().into(),
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
    let modified = size.and_then(|_| metadata.modified().ok());
    Source { path, shown, under, format, codec, size, modified }
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

    #[test]
    fn a_file_is_taken_once() {
        let dir = tree(&["d/a.txt", "d/b.jsonl", "d/.h/c.txt", "d/x.csv", "e/f.txt"]);
        let of = |inputs: &[&str]| {
            let inputs: Vec<_> = inputs.iter().map(|input| dir.path().join(input).into()).collect();
            let (files, skips) = names(Walk::new(&inputs, None, None).unwrap());
            (files, skips.get(TWICE).copied().unwrap_or_default())
        };
        let cases: [(&[&str], &[&str], u64); 8] = [
            (&["d", "d/a.txt"], &["a.txt", "b.jsonl"], 1),
            (&["d/b.jsonl", "d"], &["b.jsonl", "a.txt"], 1),
            (&["d", "d/../d"], &["a.txt", "b.jsonl"], 2),
            (&["d/*.txt", "d"], &["a.txt", "b.jsonl"], 1),
            (&["d", "d/.h/c.txt", "d/x.csv"], &["a.txt", "b.jsonl", "c.txt", "x.csv"], 0),
            (&["d/x.csv", "d/x.csv"], &["x.csv"], 1),
            (&["*", "d", "e/f.txt"], &["d/a.txt", "d/b.jsonl", "e/f.txt"], 3),
            (&["d/a.txt", "e"], &["a.txt", "f.txt"], 0),
        ];
        for (inputs, files, twice) in cases {
            let expected = (files.iter().map(|&file| file.to_owned()).collect::<Vec<_>>(), twice);
            assert_eq!(of(inputs), expected, "{inputs:?}");
        }
    }

    #[test]
    fn parts_share_all_there_is() {
        let dir = tree(&["a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "x.md", "y.md"]);
        let walk = Walk::new(&[dir.path().into()], None, None).unwrap();
        let part = |part: &str| names(walk.clone().part(part.parse().unwrap()));
        assert_eq!(part("1/2"), (vec!["a.txt".into(), "c.txt".into(), "e.txt".into()], Skips::from([("other ending", 1)])));
        assert_eq!(part("2/2"), (vec!["b.txt".into(), "d.txt".into()], Skips::from([("other ending", 1)])));
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
