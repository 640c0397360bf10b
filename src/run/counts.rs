//! What a run counts: by block while it goes, summed in the end, in the manifest and for a human.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::stats::Stats;
use crate::record::{Reason, Record};

/// How many, by what.
pub type Tally = BTreeMap<String, u64>;

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Files read.
    pub files: u64,
    /// Their bytes as they lie on the disk.
    pub bytes: u64,
    /// Records written.
    pub articles: u64,
    /// Records and files that gave none.
    pub rejects: u64,
    /// Files, folders and records of WARC files left out, by why.
    pub skipped: Tally,
    /// Lines of the articles, blank ones included.
    pub lines: u64,
    /// Lines in the records' texts.
    pub kept: u64,
    /// Lines taken out, by reason.
    pub removed: Tally,
    /// Boilerplate, by category.
    pub categories: Tally,
    /// Lines taken out, by rule.
    pub rules: Tally,
    /// Kept lines that a rule doubted.
    pub suspects: u64,
    /// Lines that were changed, by rule.
    pub altered: Tally,
    /// Articles, by language.
    pub languages: Tally,
    /// Kept lines in another language than their article's, by language.
    pub foreign: Tally,
    /// Quotes, by kind.
    pub quotes: Tally,
    /// Officials.
    pub officials: u64,
    /// Defects, by kind.
    pub defects: Tally,
}

impl Counts {
    /// Counts a record.
    pub fn record(&mut self, record: &Record) {
        self.articles += 1;
        self.lines += u64::from(record.line_count);
        self.kept += record.lines.len() as u64;
        for removed in &record.removed {
            one(&mut self.removed, reason(removed.reason));
            one(&mut self.rules, &removed.rule);
            if removed.reason == Reason::Boilerplate {
                one(&mut self.categories, &removed.category);
            }
        }
        self.suspects += record.suspects.len() as u64;
        for rule in record.altered.iter().flat_map(|altered| &altered.rules) {
            one(&mut self.altered, rule);
        }
        one(&mut self.languages, &record.language);
        for foreign in &record.foreign {
            one(&mut self.foreign, &foreign.language);
        }
        for quote in &record.quotes {
            one(&mut self.quotes, quote.kind.name());
        }
        self.officials += record.officials.len() as u64;
        for defect in &record.defects {
            one(&mut self.defects, &defect.kind);
        }
    }

    /// Counts a record that is left out.
    pub fn skip(&mut self, why: &str) {
        one(&mut self.skipped, why);
    }

    /// Adds what another counted.
    pub fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.bytes += other.bytes;
        self.articles += other.articles;
        self.rejects += other.rejects;
        self.lines += other.lines;
        self.kept += other.kept;
        self.suspects += other.suspects;
        self.officials += other.officials;
        for (mine, others) in [
            (&mut self.skipped, &other.skipped),
            (&mut self.removed, &other.removed),
            (&mut self.categories, &other.categories),
            (&mut self.rules, &other.rules),
            (&mut self.altered, &other.altered),
            (&mut self.languages, &other.languages),
            (&mut self.foreign, &other.foreign),
            (&mut self.quotes, &other.quotes),
            (&mut self.defects, &other.defects),
        ] {
            for (key, n) in others {
                many(mine, key, *n);
            }
        }
    }
}

fn one(tally: &mut Tally, key: &str) {
    many(tally, key, 1);
}

fn many(tally: &mut Tally, key: &str, n: u64) {
    match tally.get_mut(key) {
        Some(count) => *count += n,
        None => {
            tally.insert(key.to_owned(), n);
        }
    }
}

fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Boilerplate => "boilerplate",
        Reason::Duplicate => "duplicate",
    }
}

/// What came of a run. Its `Display` is the summary for a human.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was counted.
    pub counts: Counts,
    /// How long it took.
    pub elapsed: Duration,
    /// The file of rejects, where there is one.
    pub rejects: Option<String>,
    /// Whether the run ended because nobody reads its output any more.
    pub closed_pipe: bool,
    /// Whether there was nothing left to do: the run was whole before.
    pub was_whole: bool,
    /// Where the time went, where that was asked.
    pub stats: Option<Stats>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = &self.counts;
        let (seconds, megabytes) = (self.elapsed.as_secs_f64(), counts.bytes as f64 / 1e6);
        let speed = megabytes / seconds.max(1e-3);
        let (articles, files) = (several(counts.articles, "article"), several(counts.files, "file"));
        writeln!(f, "{articles} from {files}: {megabytes:.1} MB in {seconds:.1} s, {speed:.1} MB/s")?;
        let duplicates = counts.removed.get("duplicate").copied().unwrap_or_default();
        let boilerplate = counts.removed.get("boilerplate").copied().unwrap_or_default();
        let lines = (thousands(counts.lines), thousands(counts.kept));
        writeln!(f, "  lines       {}, {} kept, {} doubted", lines.0, lines.1, thousands(counts.suspects))?;
        writeln!(f, "  boilerplate {}{}", thousands(boilerplate), listed(&counts.categories))?;
        writeln!(f, "  duplicates  {}", thousands(duplicates))?;
        writeln!(f, "  languages   {}", list(&counts.languages))?;
        writeln!(f, "  quotes      {}{}", thousands(counts.quotes.values().sum()), listed(&counts.quotes))?;
        writeln!(f, "  officials   {}", thousands(counts.officials))?;
        writeln!(f, "  defects     {}{}", thousands(counts.defects.values().sum()), listed(&counts.defects))?;
        write!(f, "  rejects     {}", thousands(counts.rejects))?;
        if let (Some(path), 1..) = (&self.rejects, counts.rejects) {
            write!(f, ", see {path}")?;
        }
        if !counts.skipped.is_empty() {
            write!(f, "\n  skipped     {}{}", thousands(counts.skipped.values().sum()), listed(&counts.skipped))?;
        }
        if let Some(stats) = &self.stats {
            write!(f, "\n{stats}")?;
        }
        Ok(())
    }
}

/// `ind 31,204, zsm 12`, the most frequent first.
fn list(tally: &Tally) -> String {
    let mut sorted: Vec<_> = tally.iter().collect();
    sorted.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    sorted.iter().map(|(key, n)| format!("{key} {}", thousands(**n))).collect::<Vec<_>>().join(", ")
}

fn listed(tally: &Tally) -> String {
    if tally.is_empty() { String::new() } else { format!(": {}", list(tally)) }
}

fn several(n: u64, what: &str) -> String {
    format!("{} {what}{}", thousands(n), if n == 1 { "" } else { "s" })
}

fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(n), text);
        }
    }
}
