//! Counts lines by host, in bounded memory.
//!
//! Of a line seen once only a hash and a few numbers are kept (about 150 bytes); its text and its neighbours' from the second time on. When
//! there are more lines than [`Limits::lines`], those seen least are forgotten, first those seen once, until half are left. A count may
//! so fall short by what was forgotten ([`Ledger::forgotten`]), and never exceeds the truth: a line in one of fifty articles of a site is
//! long past that when the ledger is first full. An article that was counted lately is not counted again.

use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::page::{Page, Seen};
use crate::stages::boilerplate::Zone;
use crate::stages::boilerplate::fold::folded;

/// Places for the prints of articles that were counted lately.
const PRINTS: usize = 1 << 20;
/// At most so many forms of one dated line are kept.
const FORMS: usize = 100;
/// A line is at the rim when so few lines or fewer stand outside it, in an article of four times as many.
const RIM: usize = 4;
/// The neighbours of the first and the last line.
pub(super) const EDGE: u64 = 1;

/// What is proposed, and what counting may cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// In so many articles of a host a line must recur.
    pub articles: u32,
    /// In this share of the host's articles it must recur, 0 to 1.
    pub share: f32,
    /// Samples of a line with its neighbours.
    pub contexts: usize,
    /// Different lines to count at one time.
    pub lines: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { articles: 10, share: 0.02, contexts: 3, lines: 2_000_000 }
    }
}

/// Host and shape of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key {
    pub host: u64,
    pub shape: u64,
}

/// What is known of a line on one host.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// Articles in which it stands.
    pub articles: u32,
    /// Where it stood: head, start, body, tail.
    pub zones: [u32; 4],
    /// How often only a few lines stood before it or after it.
    pub rim: u32,
    pub before: Usual,
    pub after: Usual,
    pub detail: Option<Box<Detail>>,
}

/// The text of a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Detail {
    /// As it stood.
    pub sample: Box<str>,
    /// Its folded forms, and how often each was seen.
    pub forms: BTreeMap<Box<str>, u32>,
    /// The lines before and after it.
    pub contexts: Vec<[Box<str>; 2]>,
}

/// The two neighbours that are seen most, with counts that are never too high (Misra and Gries).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Usual([(u64, u32); 2]);

impl Usual {
    fn see(&mut self, shape: u64) {
        if let Some((_, count)) = self.0.iter_mut().find(|(known, count)| *known == shape && *count > 0) {
            *count += 1;
        } else if let Some(free) = self.0.iter_mut().find(|(_, count)| *count == 0) {
            *free = (shape, 1);
        } else {
            self.0.iter_mut().for_each(|(_, count)| *count -= 1);
        }
    }

    /// The neighbours seen at least `least` times.
    pub fn often(&self, least: u32) -> impl Iterator<Item = u64> {
        self.0.into_iter().filter(move |&(_, count)| count >= least.max(1)).map(|(shape, _)| shape)
    }
}

/// The articles of one host.
#[derive(Clone, Debug)]
pub(super) struct Host {
    pub name: String,
    pub articles: u32,
}

/// What was counted.
#[derive(Debug)]
pub struct Ledger {
    pub(super) limits: Limits,
    pub(super) hosts: HashMap<u64, Host>,
    pub(super) entries: HashMap<Key, Entry>,
    /// Each in the place that its print names; a later one drives an earlier one out.
    prints: Vec<u64>,
    articles: u64,
    again: u64,
    forgotten: u32,
    shapes: HashSet<u64>,
}

impl Ledger {
    /// An empty ledger.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            hosts: HashMap::new(),
            entries: HashMap::new(),
            prints: vec![0; PRINTS],
            articles: 0,
            again: 0,
            forgotten: 0,
            shapes: HashSet::new(),
        }
    }

    /// Articles that were counted.
    pub fn articles(&self) -> u64 {
        self.articles
    }

    /// Articles that were left out because the same article of the same host had been counted.
    pub fn again(&self) -> u64 {
        self.again
    }

    /// Hosts that were seen.
    pub fn hosts(&self) -> usize {
        self.hosts.len()
    }

    /// A line's count may fall short by so much.
    pub fn forgotten(&self) -> u32 {
        self.forgotten
    }

    /// Counts the lines of a page, each shape once.
    pub fn add(&mut self, page: &Page) {
        let host = xxh3_64(page.host.as_bytes());
        let print = page.print ^ host;
        let place = print as usize % PRINTS;
        if self.prints[place] == print {
            self.again += 1;
            return;
        }
        self.prints[place] = print;
        self.articles += 1;
        self.hosts.entry(host).or_insert_with(|| Host { name: page.host.clone(), articles: 0 }).articles += 1;
        let mut shapes = std::mem::take(&mut self.shapes);
        shapes.clear();
        for (at, seen) in page.lines().iter().enumerate() {
            if seen.shape != 0 && shapes.insert(seen.shape) {
                self.line(page, at, seen, host);
            }
        }
        self.shapes = shapes;
        if self.entries.len() > self.limits.lines {
            self.forget();
        }
    }

    fn line(&mut self, page: &Page, at: usize, seen: &Seen, host: u64) {
        let entry = self.entries.entry(Key { host, shape: seen.shape }).or_default();
        let lines = page.lines();
        entry.articles += 1;
        entry.zones[match seen.zone {
            Zone::Head => 0,
            Zone::Start => 1,
            Zone::Body => 2,
            Zone::Tail => 3,
        }] += 1;
        let rim = RIM.min(lines.len() / 4);
        entry.rim += u32::from(at < rim || lines.len() - 1 - at < rim);
        let neighbour = |at: Option<usize>| at.and_then(|at| lines.get(at)).map_or(EDGE, |seen| seen.shape);
        let (before, after) = (at.checked_sub(1), Some(at + 1));
        entry.before.see(neighbour(before));
        entry.after.see(neighbour(after));
        if entry.articles == 1 && !seen.dated {
            return;
        }
        let line = page.line(Some(at));
        let detail = entry.detail.get_or_insert_with(|| Box::new(Detail { sample: line.into(), ..Detail::default() }));
        if seen.dated || detail.forms.is_empty() {
            let form = folded(line);
            if let Some(count) = detail.forms.get_mut(form.as_str()) {
                *count += 1;
            } else if detail.forms.len() < FORMS {
                detail.forms.insert(form.into(), 1);
            }
        }
        if detail.contexts.len() < self.limits.contexts {
            detail.contexts.push([page.line(before).into(), page.line(after).into()]);
        }
    }

    /// Forgets the lines seen least, until half of the room is free.
    fn forget(&mut self) {
        let mut level = 0;
        while self.entries.len() > self.limits.lines / 2 {
            level += 1;
            self.entries.retain(|_, entry| entry.articles > level);
        }
        self.forgotten += level;
        if self.hosts.len() > self.limits.lines {
            self.hosts.retain(|_, host| host.articles > 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::corpus::learn::Reader;
    use crate::rules::Packs;

    #[test]
    fn the_two_most_frequent_neighbours_stay() {
        let mut usual = Usual::default();
        for shape in [7, 7, 8, 7, 9, 7, 7, 10, 7, 7, 11] {
            usual.see(shape);
        }
        assert!(usual.often(4).eq([7]));
        assert_eq!(usual.often(8).count(), 0);
    }

    #[test]
    fn room_is_bounded_and_copies_count_once() {
        let reader = Reader::new(&Packs::built_in().unwrap()).unwrap();
        let mut ledger = Ledger::new(Limits { lines: 100, ..Limits::default() });
        let mut tokens = Vec::new();
        for number in 0..600 {
            let word: String = number.to_string().bytes().map(|digit| char::from(b'a' + digit - b'0')).collect();
            let text = format!("Suara {word} hulu\nAir {word} surut pagi itu.\nSuara Hulu, teman petani");
            for _ in 0..2 {
                ledger.add(&reader.read(&Article::new(text.as_str()), &mut tokens));
            }
        }
        assert_eq!((ledger.articles(), ledger.again()), (600, 600));
        assert!(ledger.entries.len() <= 103);
        assert!(ledger.forgotten() > 0);
        let most = ledger.entries.values().map(|entry| entry.articles).max().unwrap();
        assert!(most + ledger.forgotten() >= 600 && most > 500, "{most}");
    }
}
