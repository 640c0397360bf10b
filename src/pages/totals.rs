//! The totals of a corpus, as its manifest has them or as they are counted from records; and what two of them differ in.
//!
//! `rules.ad.label` 1,200 before and 1,260 now is one line of the difference; what is the same is none.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::run::Counts;

type Figures = BTreeMap<String, u64>;

/// Totals, by the names that manifests use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)] // named and explained in `run::Counts`
pub struct Totals {
    pub files: u64,
    pub bytes: u64,
    pub articles: u64,
    pub rejects: u64,
    pub lines: u64,
    pub kept: u64,
    pub removed: Figures,
    pub categories: Figures,
    pub rules: Figures,
    pub suspects: u64,
    pub altered: Figures,
    pub languages: Figures,
    pub foreign: Figures,
    pub quotes: Figures,
    pub officials: u64,
    pub defects: Figures,
}

/// The parts of a manifest that a report reads.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Manifest {
    /// The program's version.
    #[serde(default)]
    pub version: String,
    /// Hash of the rule packs.
    #[serde(default)]
    pub rules: String,
    /// The totals.
    pub counts: Totals,
}

/// A figure that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its group: `lines`, `categories`, `rules`, …
    pub group: &'static str,
    /// Its name; empty where the group is one figure.
    pub name: String,
    /// What it was.
    pub before: u64,
    /// What it is.
    pub now: u64,
    /// By how much it rose, with its sign.
    pub by: String,
    /// Whether it rose.
    pub rose: bool,
}

impl From<&Counts> for Totals {
    fn from(counts: &Counts) -> Self {
        Self {
            files: counts.files,
            bytes: counts.bytes,
            articles: counts.articles,
            rejects: counts.rejects,
            lines: counts.lines,
            kept: counts.kept,
            removed: counts.removed.clone(),
            categories: counts.categories.clone(),
            rules: counts.rules.clone(),
            suspects: counts.suspects,
            altered: counts.altered.clone(),
            languages: counts.languages.clone(),
            foreign: counts.foreign.clone(),
            quotes: counts.quotes.clone(),
            officials: counts.officials,
            defects: counts.defects.clone(),
        }
    }
}

impl Totals {
    /// What changed since `before`, group by group; within a group the largest change first.
    pub fn changes(&self, before: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        for (group, was, is) in [
            ("articles", before.articles, self.articles),
            ("rejects", before.rejects, self.rejects),
            ("lines", before.lines, self.lines),
            ("kept", before.kept, self.kept),
            ("suspects", before.suspects, self.suspects),
            ("officials", before.officials, self.officials),
        ] {
            changes.extend(change(group, "", was, is));
        }
        for (group, was, is) in [
            ("removed", &before.removed, &self.removed),
            ("categories", &before.categories, &self.categories),
            ("rules", &before.rules, &self.rules),
            ("altered", &before.altered, &self.altered),
            ("languages", &before.languages, &self.languages),
            ("foreign", &before.foreign, &self.foreign),
            ("quotes", &before.quotes, &self.quotes),
            ("defects", &before.defects, &self.defects),
        ] {
            let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
            let of = |figures: &Figures, name: &String| figures.get(name).copied().unwrap_or_default();
            let mut group: Vec<_> = names.into_iter().filter_map(|name| change(group, name, of(was, name), of(is, name))).collect();
            group.sort_by_key(|change| std::cmp::Reverse(change.before.abs_diff(change.now)));
            changes.extend(group);
        }
        changes
    }
}

fn change(group: &'static str, name: &str, before: u64, now: u64) -> Option<Change> {
    let rose = now > before;
    let by = format!("{}{}", if rose { '+' } else { '−' }, now.abs_diff(before));
    (before != now).then(|| Change { group, name: name.to_owned(), before, now, by, rose })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_read_and_compared() {
        let read = |json: &str| serde_json::from_str::<Manifest>(json).unwrap().counts;
        let before = read(r#"{"program":"saring","counts":{"articles":3,"rules":{"ad.label":5,"site.menu":2},"skipped":{"gold":1}}}"#);
        let now = read(r#"{"counts":{"articles":3,"rules":{"ad.label":4,"tags.label":9}}}"#);
        let changes = now.changes(&before);
        let told: Vec<_> = changes.iter().map(|change| (change.name.as_str(), change.by.as_str())).collect();
        assert_eq!(told, [("tags.label", "+9"), ("site.menu", "−2"), ("ad.label", "−1")]);
        assert!(now.changes(&now).is_empty());
    }
}
