//! Draws articles from a corpus that is too large to look at, the same ones for the same seed.
//!
//! An article's place in the draw depends on the seed and its id alone, so that articles which come to the corpus leave the others' order as it
//! is. With `by`, the draw goes round the strata (rules, hosts, kinds of defect), taking one article of each in turn: what is rare is
//! looked at as often as what is common.
//!
//! 9 articles where `ad.label` fires and 1 where `duplicate.near` does: `--sample 2 --by rule` takes one of each.

use std::collections::{BTreeMap, BTreeSet};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::record::Record;

/// What the strata are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The rules that said something about the article.
    Rule,
    /// Its host.
    Host,
    /// The kinds of its defects.
    Defect,
}

/// The rules that said something about an article.
pub fn rules(record: &Record) -> BTreeSet<&str> {
    let removed = record.removed.iter().map(|x| x.rule.as_str());
    let marked = record.quotes.iter().map(|x| x.rule.as_str()).chain(record.defects.iter().map(|x| x.rule.as_str()));
    let altered = record.altered.iter().flat_map(|x| &x.rules).map(String::as_str);
    removed.chain(record.suspects.iter().map(|x| x.rule.as_str())).chain(marked).chain(altered).collect()
}

/// Articles in the order of the draw.
#[derive(Debug)]
pub struct Draw {
    seed: u64,
    by: Option<By>,
    /// Each stratum with its articles: place in the draw, number.
    strata: BTreeMap<String, Vec<(u64, u32)>>,
    seen: u32,
}

impl Draw {
    /// A draw to which articles are shown one by one.
    pub fn new(seed: u64, by: Option<By>) -> Self {
        Self { seed, by, strata: BTreeMap::new(), seen: 0 }
    }

    /// How many articles were shown.
    pub fn seen(&self) -> u32 {
        self.seen
    }

    /// Shows the next article.
    pub fn show(&mut self, record: &Record) {
        let ticket = (xxh3_64_with_seed(record.id.as_bytes(), self.seed), self.seen);
        self.seen += 1;
        let strata: BTreeSet<&str> = match self.by {
            None => [""].into(),
            Some(By::Host) => [record.source.as_str()].into(),
            Some(By::Rule) => rules(record),
            Some(By::Defect) => record.defects.iter().map(|x| x.kind.as_str()).collect(),
        };
        for stratum in strata {
            match self.strata.get_mut(stratum) {
                Some(articles) => articles.push(ticket),
                None => drop(self.strata.insert(stratum.to_owned(), vec![ticket])),
            }
        }
    }

    /// The numbers, from 0, of `n` articles, or of all that have a stratum if those are fewer.
    pub fn take(self, n: usize) -> BTreeSet<u32> {
        let mut strata: Vec<_> = self.strata.into_values().collect();
        for articles in &mut strata {
            articles.sort_unstable_by(|a, b| b.cmp(a));
        }
        let mut taken = BTreeSet::new();
        while taken.len() < n && !strata.is_empty() {
            strata.retain_mut(|articles| {
                while let Some((_, article)) = articles.pop() {
                    if taken.len() >= n || taken.insert(article) {
                        break;
                    }
                }
                !articles.is_empty()
            });
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn articles() -> Vec<Record> {
        let host = |at: usize| if at < 90 { "a.example" } else { "b.example" };
        (0..100).map(|at| Record { id: format!("a{at}"), source: host(at).to_owned(), ..Record::default() }).collect()
    }

    fn drawn(seed: u64, by: Option<By>, n: usize) -> BTreeSet<u32> {
        let mut draw = Draw::new(seed, by);
        for record in articles() {
            draw.show(&record);
        }
        assert_eq!(draw.seen(), 100);
        draw.take(n)
    }

    #[test]
    fn a_seed_draws_the_same() {
        assert_eq!(drawn(7, None, 12), drawn(7, None, 12));
        assert_ne!(drawn(7, None, 12), drawn(8, None, 12));
        assert_eq!(drawn(7, None, 12).len(), 12);
        assert_eq!(drawn(7, None, 1000).len(), 100);
    }

    #[test]
    fn what_is_rare_is_drawn_as_often() {
        let drawn = drawn(1, Some(By::Host), 10);
        assert_eq!(drawn.iter().filter(|&&article| article >= 90).count(), 5);
    }
}
