//! What a report tells beyond totals, counted record by record: hosts, mottos, officials, and what each rule did, with samples.
//!
//! Samples are the same for the same records in any order: those texts whose hash is smallest, each text once. Memory grows with the number of
//! different mottos, officials and hosts, not with the number of articles.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use super::totals::Totals;
use crate::eval::fold::norm;
use crate::record::{QuoteKind, Record};
use crate::run::Counts;

/// So many samples of each rule.
const SAMPLES: usize = 4;
/// A sample has at most so many characters.
const LONG: usize = 240;

/// What was counted.
#[derive(Debug, Default)]
pub struct Tally {
    counts: Counts,
    hosts: HashMap<String, Host>,
    mottos: HashMap<String, Named>,
    officials: HashMap<String, Named>,
    rules: BTreeMap<String, Fired>,
}

/// A host's articles.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Host {
    /// Its name.
    pub name: String,
    /// Its articles.
    pub articles: u64,
    /// Their lines that are not blank.
    pub lines: u64,
    /// Those of them that are out.
    pub removed: u64,
    /// Their defects.
    pub defects: u64,
}

/// A motto or official and how many articles have it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Named {
    /// The motto, or the name.
    pub name: String,
    /// Who first said it, or the first post.
    pub about: String,
    /// Articles.
    pub articles: u64,
}

/// What a rule did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fired {
    /// Its id.
    pub rule: String,
    /// How often.
    pub times: u64,
    /// Some of the texts.
    pub samples: Vec<Sample>,
}

/// A text that a rule spoke of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Sample {
    #[serde(skip)]
    hash: u64,
    /// The text.
    pub text: String,
    /// The article's id.
    pub article: String,
    /// The line.
    pub line: u32,
}

impl Tally {
    /// Counts a record.
    pub fn add(&mut self, record: &Record) {
        self.counts.record(record);
        let host = self.hosts.entry(record.source.clone()).or_default();
        host.articles += 1;
        host.lines += (record.lines.len() + record.removed.len()) as u64;
        host.removed += record.removed.len() as u64;
        host.defects += record.defects.len() as u64;
        let mottos = record.quotes.iter().filter(|quote| quote.kind == QuoteKind::Motto);
        each_once(&mut self.mottos, mottos.map(|quote| (quote.text.as_str(), quote.speaker.as_str())));
        let posts = |titles: &[String]| titles.first().cloned().unwrap_or_default();
        let officials: Vec<_> = record.officials.iter().map(|official| (official.name.as_str(), posts(&official.titles))).collect();
        each_once(&mut self.officials, officials.iter().map(|(name, post)| (*name, post.as_str())));
        self.rules_of(record);
    }

    fn rules_of(&mut self, record: &Record) {
        let kept: HashMap<u32, &str> = record.lines.iter().copied().zip(record.text.split('\n')).collect();
        let line = |number: u32| kept.get(&number).copied().unwrap_or_default();
        for gone in &record.removed {
            self.fired(&gone.rule, record, gone.line, &gone.text);
        }
        for quote in &record.quotes {
            self.fired(&quote.rule, record, quote.line, &quote.text);
        }
        for defect in &record.defects {
            self.fired(&defect.rule, record, defect.line, &defect.text);
        }
        for doubt in &record.suspects {
            self.fired(&doubt.rule, record, doubt.line, line(doubt.line));
        }
        for altered in &record.altered {
            for rule in &altered.rules {
                self.fired(rule, record, altered.line, &altered.text);
            }
        }
    }

    fn fired(&mut self, rule: &str, record: &Record, line: u32, text: &str) {
        if !self.rules.contains_key(rule) {
            self.rules.insert(rule.to_owned(), Fired { rule: rule.to_owned(), ..Fired::default() });
        }
        let Some(fired) = self.rules.get_mut(rule) else { return };
        fired.times += 1;
        let hash = xxh3_64(text.as_bytes());
        let samples = &mut fired.samples;
        if text.is_empty() || (samples.len() == SAMPLES && samples.last().is_some_and(|last| last.hash <= hash)) {
            return;
        }
        let text: String = if text.chars().count() > LONG { text.chars().take(LONG).chain(['…']).collect() } else { text.to_owned() };
        let place = samples.partition_point(|sample| sample.hash < hash);
        if samples.get(place).is_none_or(|sample| sample.hash != hash) {
            samples.insert(place, Sample { hash, text, article: record.id.clone(), line });
            samples.truncate(SAMPLES);
        }
    }

    /// The totals.
    pub fn totals(&self) -> Totals {
        Totals::from(&self.counts)
    }

    /// The hosts with most articles.
    pub fn hosts(&self, n: usize) -> Vec<Host> {
        let mut hosts: Vec<_> = self.hosts.iter().map(|(name, host)| Host { name: name.clone(), ..host.clone() }).collect();
        hosts.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
        hosts.truncate(n);
        hosts
    }

    /// How many hosts there are.
    pub fn host_count(&self) -> usize {
        self.hosts.len()
    }

    /// The mottos that most articles have.
    pub fn mottos(&self, n: usize) -> Vec<Named> {
        top(&self.mottos, n)
    }

    /// The officials whom most articles name.
    pub fn officials(&self, n: usize) -> Vec<Named> {
        top(&self.officials, n)
    }

    /// The rules that fired most.
    pub fn rules(&self, n: usize) -> Vec<Fired> {
        let mut rules: Vec<_> = self.rules.values().cloned().collect();
        rules.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.rule.cmp(&b.rule)));
        rules.truncate(n);
        rules
    }
}

/// Counts each name of an article once.
fn each_once<'a>(all: &mut HashMap<String, Named>, names: impl Iterator<Item = (&'a str, &'a str)>) {
    let mut seen = HashSet::new();
    for (name, about) in names {
        let folded = norm(name);
        if folded.is_empty() || !seen.insert(folded.clone()) {
            continue;
        }
        let named = all.entry(folded).or_insert_with(|| Named { name: name.to_owned(), ..Named::default() });
        named.articles += 1;
        if named.about.is_empty() {
            about.clone_into(&mut named.about);
        }
    }
}

fn top(all: &HashMap<String, Named>, n: usize) -> Vec<Named> {
    let mut named: Vec<_> = all.values().cloned().collect();
    named.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
    named.truncate(n);
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Reason, Removed};

    fn record(id: &str, texts: &[&str]) -> Record {
        let gone = |(line, text): (u32, &&str)| Removed {
            line,
            reason: Reason::Boilerplate,
            category: "ad".to_owned(),
            of: 0,
            rule: "ad.label".to_owned(),
            score: 1.0,
            text: (*text).to_owned(),
        };
        Record { id: id.to_owned(), removed: (1..).zip(texts).map(gone).collect(), ..Record::default() }
    }

    #[test]
    fn samples_do_not_depend_on_the_order() {
        let records = [record("a", &["Iklan", "Iklan", "IKLAN"]), record("b", &["[iklan_1]", "[iklan_2]", "Quảng cáo", "ADVERTISEMENT"])];
        let samples = |records: &mut dyn Iterator<Item = &Record>| {
            let mut tally = Tally::default();
            records.for_each(|record| tally.add(record));
            let rules = tally.rules(20);
            assert_eq!((rules[0].rule.as_str(), rules[0].times), ("ad.label", 7));
            rules[0].samples.iter().map(|sample| sample.text.clone()).collect::<Vec<_>>()
        };
        let forward = samples(&mut records.iter());
        assert_eq!(forward, samples(&mut records.iter().rev()));
        assert_eq!(forward.len(), SAMPLES);
    }

    #[test]
    fn an_article_counts_a_name_once() {
        let mut all = HashMap::new();
        each_once(&mut all, [("Satu Dua", ""), ("satu dua,", "Ibu Ha"), ("Tiga", "")].into_iter());
        let named = &all["satu dua"];
        assert_eq!((named.name.as_str(), named.about.as_str(), named.articles), ("Satu Dua", "", 1));
    }
}
