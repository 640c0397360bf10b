//! Holds lines that were taken from the pages of `corpus/pages` against what stands in the `.lines` beside each.

use std::fs;
use std::path::{Path, PathBuf};

/// How many of what there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many were found.
    pub found: usize,
    /// How many there are.
    pub all: usize,
}

impl Share {
    fn add(&mut self, found: bool) {
        self.found += usize::from(found);
        self.all += 1;
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { found, all } = self;
        f.pad(&format!("{found} of {all}"))
    }
}

/// What was kept and what got through.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// Headlines kept whole.
    pub titles: Share,
    /// Paragraphs, items, cells and subheadings kept whole.
    pub text: Share,
    /// Captions kept whole.
    pub captions: Share,
    /// Lines let through that are none of the article's.
    pub through: Share,
    /// What was lost, each behind its page's name.
    pub lost: Vec<String>,
}

impl Score {
    /// Adds a page: the lines taken from it, and what its `.lines` say.
    pub fn add(&mut self, name: &str, lines: &str, truth: &str) {
        let lines: Vec<String> = lines.lines().map(plain).collect();
        let whole = lines.join("\n");
        for said in truth.lines() {
            let (kind, text) = said.split_at(2);
            let kept = whole.contains(text);
            match kind {
                // a short one may stand in a sentence by chance
                "- " => self.through.add(lines.iter().any(|line| line == text) || text.chars().count() >= 20 && kept),
                "= " => self.titles.add(kept),
                "~ " => self.captions.add(kept),
                _ => self.text.add(kept),
            }
            if kind != "- " && !kept {
                self.lost.push(format!("{name}: {text}"));
            }
        }
    }
}

fn plain(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pages of a folder in the order of their names: name, bytes, what their `.lines` say.
pub fn pages(folder: &Path) -> std::io::Result<Vec<(String, Vec<u8>, String)>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "html"));
    paths.sort();
    let page = |path: PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, fs::read(&path)?, fs::read_to_string(path.with_extension("lines"))?))
    };
    paths.into_iter().map(page).collect()
}
