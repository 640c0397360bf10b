//! Tells what a site repeats from what reporters repeat.
//!
//! A site puts a line into a large share of its articles, at the same place: above the first paragraph, below the last, between two other
//! lines of its own. Reporters repeat a greeting, a refrain, a subheading, a caption, an agency's sentence: in few of a site's articles,
//! or in the body, between ever new neighbours. So a line without telling words must recur at the edge, in a large share; a sentence in a
//! very large one; one in the body only beside the site's own. Telling words (`Bagikan`, `Hak cipta`) stand for the share, not for the
//! least count. What a large share cannot tell apart (the same heading in every article of a column) is left to whoever accepts the rule.
//!
//! `Kesimpulan` in 12% of the articles stays; `Suara Hulu, teman petani` below 96% is proposed.

use std::collections::BTreeMap;

use hashbrown::HashSet;

use super::ledger::{EDGE, Entry, Key, Ledger, Limits};
use super::words::{Told, Words};

/// From this share on a label at the edge is the site's.
const LABEL: f32 = 0.15;
/// Between first and second paragraph, where subheadings may stand too.
const START: f32 = 0.4;
/// A sentence at the edge.
const SENTENCE: f32 = 0.4;
/// A label in the body beside a line of the site's.
const BESIDE: f32 = 0.4;
/// This part of a line's places must lie at the edge.
const STEADY: f32 = 0.9;
/// From this part of a line's words on they tell, at the edge and in the body.
const TELLING: (f32, f32) = (0.33, 0.5);
/// A neighbour in this part of a line's places is its usual one.
const USUAL: f32 = 0.4;

/// A line of more words is read as a sentence, however it ends.
const LONG: usize = 20;

/// A rule that is proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Where it recurs, most frequent first.
    pub hosts: Vec<Recurs>,
    /// In how many articles of these hosts it stands.
    pub articles: u64,
    /// How many articles these hosts have.
    pub of: u64,
    /// How often it stood in the head, between first and second paragraph, in the body, in the tail.
    pub zones: [u64; 4],
    /// The line as it stood once.
    pub sample: String,
    /// Its folded forms.
    pub forms: Vec<String>,
    /// A guess at the kind of boilerplate.
    pub category: String,
    /// Lines before and after it.
    pub contexts: Vec<[String; 2]>,
}

/// How a line recurs on one host.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recurs {
    /// The host; empty where the articles have no address.
    pub host: String,
    /// Articles in which the line stands.
    pub articles: u32,
    /// The host's articles.
    pub of: u32,
}

/// A line before the judge.
struct Case<'l> {
    key: Key,
    entry: &'l Entry,
    sample: &'l str,
    told: Told<'l>,
    sentence: bool,
    share: f32,
}

/// Rules for what recurs, most frequent first.
pub(super) fn proposals(words: &Words, ledger: &Ledger) -> Vec<Proposal> {
    let mut cases: Vec<Case<'_>> = ledger.entries.iter().filter_map(|(&key, entry)| Case::new(key, entry, words, ledger)).collect();
    cases.sort_unstable_by_key(|case| case.key);
    let mut accepted: HashSet<Key> = cases.iter().filter(|case| case.stands_alone()).map(|case| case.key).collect();
    // a line of the site's vouches for its neighbours
    loop {
        let more = cases.iter().filter(|case| !accepted.contains(&case.key) && case.stands_beside(&accepted));
        let more: Vec<Key> = more.map(|case| case.key).collect();
        if more.is_empty() {
            break;
        }
        accepted.extend(more);
    }
    let mut shapes: BTreeMap<u64, Vec<&Case<'_>>> = BTreeMap::new();
    for case in cases.iter().filter(|case| accepted.contains(&case.key)) {
        shapes.entry(case.key.shape).or_default().push(case);
    }
    let mut proposals: Vec<Proposal> = shapes.values().filter_map(|cases| proposal(cases, ledger)).collect();
    proposals.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.forms.cmp(&b.forms)));
    proposals
}

impl<'l> Case<'l> {
    fn new(key: Key, entry: &'l Entry, words: &'l Words, ledger: &'l Ledger) -> Option<Self> {
        let Limits { articles, share: least, .. } = ledger.limits;
        let share = entry.articles as f32 / ledger.hosts.get(&key.host)?.articles as f32;
        let detail = entry.detail.as_deref()?;
        if entry.articles < articles || share < least {
            return None;
        }
        let form = detail.forms.keys().next()?;
        Some(Self { key, entry, sample: &detail.sample, told: words.read(form), sentence: is_sentence(&detail.sample), share })
    }

    /// The part of its places that lies in these zones.
    fn part(&self, zones: [bool; 4]) -> f32 {
        let within: u32 = self.entry.zones.iter().zip(zones).filter(|(_, within)| *within).map(|(count, _)| count).sum();
        within as f32 / self.entry.articles as f32
    }

    fn stands_alone(&self) -> bool {
        let edge = self.part([true, false, false, true]) >= STEADY;
        let start = self.part([true, true, false, true]) >= STEADY;
        let rim = self.entry.rim as f32 >= STEADY * self.entry.articles as f32;
        let outside = start || rim;
        if is_marked(self.sample) {
            return true;
        }
        if self.told.telling >= if outside { TELLING.0 } else { TELLING.1 } {
            return !self.sentence || (outside && self.share >= LABEL);
        }
        if self.sentence {
            return (edge || rim) && self.share >= SENTENCE;
        }
        let menu = self.sample.matches([' ', '\t']).count() >= 3 && self.sample.matches(['|', '›', '»', '>', '•', '·']).count() >= 2;
        let label = menu || self.told.known >= 0.99;
        (edge && (label || self.share >= LABEL)) || (start && self.share >= START)
    }

    /// Between lines of the site's, or beside one in a large share of the articles.
    fn stands_beside(&self, accepted: &HashSet<Key>) -> bool {
        let least = (USUAL * self.entry.articles as f32).ceil() as u32;
        let ours = |shape: u64| accepted.contains(&Key { host: self.key.host, shape });
        let [before, after] = [self.entry.before, self.entry.after].map(|usual| usual.often(least).any(ours));
        let [first, last] = [self.entry.before, self.entry.after].map(|usual| usual.often(least).any(|shape| shape == EDGE));
        let between = (before && (after || last)) || (after && first);
        if self.sentence { between && self.share >= LABEL } else { between || ((before || after) && self.share >= BESIDE) }
    }
}

/// One rule for a line on all hosts on which it recurs.
fn proposal(cases: &[&Case<'_>], ledger: &Ledger) -> Option<Proposal> {
    let first = cases.first()?;
    let mut hosts = Vec::with_capacity(cases.len());
    let (mut zones, mut forms, mut contexts) = ([0; 4], Vec::new(), Vec::new());
    for case in cases {
        let host = ledger.hosts.get(&case.key.host)?;
        let detail = case.entry.detail.as_deref()?;
        hosts.push(Recurs { host: host.name.clone(), articles: case.entry.articles, of: host.articles });
        zones.iter_mut().zip(case.entry.zones).for_each(|(sum, count)| *sum += u64::from(count));
        forms.extend(detail.forms.keys().map(ToString::to_string));
        contexts.extend(detail.contexts.iter().map(|context| context.clone().map(String::from)));
    }
    hosts.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.host.cmp(&b.host)));
    forms.sort();
    forms.dedup();
    contexts.truncate(ledger.limits.contexts);
    let has_address = first.sample.contains("://") || first.sample.contains("www.");
    let category = match first.told.category {
        _ if has_address => "source",
        "" => "site",
        category => category,
    };
    Some(Proposal {
        articles: hosts.iter().map(|recurs| u64::from(recurs.articles)).sum(),
        of: hosts.iter().map(|recurs| u64::from(recurs.of)).sum(),
        hosts,
        zones,
        sample: first.sample.to_owned(),
        forms,
        category: category.to_owned(),
        contexts,
    })
}

/// Ends as a sentence, a greeting or the announcement of a list does, or is as long as a paragraph.
fn is_sentence(line: &str) -> bool {
    if line.split(' ').nth(LONG).is_some() {
        return true;
    }
    let line = line.trim_end_matches(['"', '”', '»', '’', '\'', ')']);
    line.ends_with(['.', '?', '!', '…', ',', ';', ':'])
}

/// Bears a mark that no reporter sets: `[iklan_1]`, `©`; or is an address, with a label before it or none.
fn is_marked(line: &str) -> bool {
    let bracketed = line.starts_with('[') && line.ends_with(']') && line.contains('_') && !line.contains(' ');
    let address = || line.split_once("://").is_some_and(|(label, rest)| label.matches(' ').count() <= 3 && !rest.contains(' '));
    bracketed || address() || line.starts_with('©') || line.starts_with("(c) 2") || line.contains("{{")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_sentences() {
        for (line, marked, sentence) in [
            ("[slot_3]", true, false),
            ("© 2025 Suara Hulu", true, false),
            ("[Foto] Perahu", false, false),
            ("Sumber: https://hulu.example/a", true, false),
            ("Warga membaca https://hulu.example setiap hari", false, false),
            ("Pembaca yang budiman,", false, true),
            ("Kata Bu Sen: “Air surut.”", false, true),
            ("Suara Hulu, teman petani", false, false),
        ] {
            assert_eq!((is_marked(line), is_sentence(line)), (marked, sentence), "{line}");
        }
    }
}
