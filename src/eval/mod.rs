//! Scores cleaned records against annotated articles.
//!
//! Counts are summed over all articles before a ratio is taken. A mark of the record that the gold file has too is a hit, each of several
//! equal ones for itself; texts are compared as [`fold::norm`] leaves them. What counts as what stands in `corpus/annotation.md`;
//! `corpus/score.py` computes the same figures on its own, and a test holds the two together. Which files belong together, and what is
//! printed, is left to the caller; what is too low, to [`floors`].
//!
//! Gold that removes lines 3 and 9, a record that removes 3 and 4: precision 1/2, recall 1/2, and line 4 is a line of content lost.

pub mod floors;
pub mod fold;
pub mod marks;

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value, json};

use crate::record::Reason;
use fold::{norm, plain, word_characters};
use marks::{Gold, Gone, Marks, Official, Quote, Speaker};

/// The marks for which precision and recall are taken, in the order of the table.
const COMPARED: [&str; 10] = ["boilerplate", "duplicate", "foreign", "quote", "motto", "speaker", "official", "title", "alias", "defect"];

/// The figures of a run, and what was wrong.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// Each key of the table with its figure.
    pub figures: Vec<(&'static str, Figure)>,
    /// Every miss and false alarm, article by article.
    pub misses: Vec<Miss>,
}

/// What is known of one key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// Marks compared as multisets.
    Compared {
        /// Marks that both have.
        tp: u64,
        /// Marks that the record alone has.
        fp: u64,
        /// Marks that the gold alone has.
        fn_: u64,
    },
    /// How many of the things that could be right are.
    Share {
        /// Those that are.
        hit: u64,
        /// All of them.
        of: u64,
    },
    /// Lines of content that came to harm.
    Lines {
        /// Those that did.
        lines: u64,
        /// All lines of content.
        of: u64,
    },
    /// Articles.
    Articles {
        /// Gold files.
        scored: u64,
        /// Those without a record.
        missing: u64,
    },
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// `+` the record says too much, `-` too little, `!` it does harm.
    pub sign: char,
    /// The key of the table.
    pub key: &'static str,
    /// The gold file's name.
    pub article: String,
    /// The line, 0 where it is about the whole article.
    pub line: u32,
    /// What it is.
    pub what: String,
}

impl Figure {
    /// The figure's parts by name, rounded to four places.
    pub fn parts(&self) -> Vec<(&'static str, Value)> {
        match *self {
            Self::Compared { tp, fp, fn_ } => {
                let (hits, said, wanted) = (tp as f64, (tp + fp) as f64, (tp + fn_) as f64);
                let p = if tp + fp > 0 { hits / said } else { f64::from(u8::from(fn_ == 0)) };
                let r = if tp + fn_ > 0 { hits / wanted } else { 1.0 };
                let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
                vec![
                    ("p", json!(round(p))),
                    ("r", json!(round(r))),
                    ("f1", json!(round(f1))),
                    ("tp", json!(tp)),
                    ("fp", json!(fp)),
                    ("fn", json!(fn_)),
                ]
            }
            Self::Share { hit, of } => {
                let share = if of > 0 { hit as f64 / of as f64 } else { 1.0 };
                vec![("share", json!(round(share))), ("hit", json!(hit)), ("of", json!(of))]
            }
            Self::Lines { lines, of } => vec![("lines", json!(lines)), ("of", json!(of))],
            Self::Articles { scored, missing } => vec![("scored", json!(scored)), ("missing", json!(missing))],
        }
    }

    /// The part of this name.
    pub fn part(&self, name: &str) -> Option<f64> {
        self.parts().into_iter().find(|(part, _)| *part == name).and_then(|(_, value)| value.as_f64())
    }
}

impl Scores {
    /// The figure of this key.
    pub fn figure(&self, key: &str) -> Option<&Figure> {
        self.figures.iter().find(|(k, _)| *k == key).map(|(_, figure)| figure)
    }

    /// The table as one JSON object.
    pub fn to_json(&self) -> Value {
        let object = |figure: &Figure| figure.parts().into_iter().map(|(k, v)| (k.to_owned(), v)).collect::<Map<_, _>>();
        Value::Object(self.figures.iter().map(|(key, figure)| ((*key).to_owned(), object(figure).into())).collect())
    }
}

/// To four places, halves of the exact value to the even digit.
fn round(value: f64) -> f64 {
    format!("{value:.4}").parse().unwrap_or(value)
}

/// The records by every name under which a gold file may ask for them: the id, the file's stem, the last part of each. The first wins.
pub fn by_name(records: &[Marks]) -> HashMap<String, &Marks> {
    let mut names = HashMap::new();
    for record in records {
        let file = record.origin.path.rsplit('/').next().unwrap_or_default();
        let stem = match file.rfind('.') {
            Some(dot) if file[..dot].contains(|c| c != '.') => &file[..dot],
            _ => file,
        };
        for name in [record.id.as_str(), stem] {
            if !name.is_empty() {
                names.entry(name.to_owned()).or_insert(record);
                names.entry(name.rsplit('/').next().unwrap_or_default().to_owned()).or_insert(record);
            }
        }
    }
    names
}

/// Scores `records` against `golds`; a gold file without a record counts as if the record marked nothing.
pub fn score<'a>(golds: impl IntoIterator<Item = &'a Gold>, records: &[Marks]) -> Scores {
    let records = by_name(records);
    let mut golds: Vec<_> = golds.into_iter().collect();
    golds.sort_by(|a, b| a.name.cmp(&b.name));
    let mut tally = Tally::default();
    let nothing = Marks::default();
    for gold in golds {
        let record = records.get(&gold.name).copied();
        if record.is_none() {
            tally.missing += 1;
            tally.miss('!', "missing", gold, 0, "no record of this name");
        }
        tally.article(gold, record.unwrap_or(&nothing));
    }
    tally.finish()
}

/// A mark as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    line: u32,
    text: String,
    more: String,
}

#[derive(Default)]
struct Tally {
    compared: HashMap<&'static str, [u64; 3]>,
    shares: HashMap<&'static str, [u64; 2]>,
    lost: u64,
    torn: u64,
    kept: u64,
    articles: u64,
    missing: u64,
    misses: Vec<Miss>,
}

impl Tally {
    fn article(&mut self, gold: &Gold, record: &Marks) {
        let annotated = &gold.marks;
        let text: Vec<&str> = gold.text.split('\n').collect();
        let text = |line: u32| text.get((line as usize).wrapping_sub(1)).copied().unwrap_or_default();
        self.articles += 1;
        for (reason, key) in [(Reason::Boilerplate, "boilerplate"), (Reason::Duplicate, "duplicate")] {
            let lines = |marks: &Marks| {
                let of_reason = marks.removed.iter().filter(|gone| gone.reason == reason);
                of_reason.map(|gone| line_key(gone.line, text(gone.line), "")).collect()
            };
            self.compare(key, gold, lines(record), lines(annotated));
        }
        self.harm(gold, record, &text);
        self.removals(gold, record);

        let right = record.language == annotated.language;
        self.share("language", u64::from(right), 1);
        if !right {
            self.miss('!', "language", gold, 0, &format!("{:?} for {:?}", record.language, annotated.language));
        }
        if !annotated.url.is_empty() {
            let right = record.url == annotated.url;
            self.share("url", u64::from(right), 1);
            if !right {
                self.miss('!', "url", gold, 0, &format!("{:?} for {:?}", record.url, annotated.url));
            }
        }
        let foreign = |marks: &Marks| marks.foreign.iter().map(|f| line_key(f.line, &f.language, "")).collect();
        self.compare("foreign", gold, foreign(record), foreign(annotated));
        self.quotes(gold, &record.quotes, &annotated.quotes);
        self.officials(gold, &record.officials, &annotated.officials);
        let defects = |marks: &Marks| marks.defects.iter().map(|d| line_key(d.line, &d.kind, "")).collect();
        self.compare("defect", gold, defects(record), defects(annotated));
    }

    /// Lines of content that were removed, and kept ones that are not what they should be.
    fn harm<'g>(&mut self, gold: &'g Gold, record: &Marks, text: &impl Fn(u32) -> &'g str) {
        let annotated: HashSet<u32> = gold.marks.removed.iter().map(|gone| gone.line).collect();
        for gone in record.removed.iter().filter(|gone| !annotated.contains(&gone.line)) {
            self.lost += 1;
            self.miss('!', "content_lost", gold, gone.line, text(gone.line));
        }
        let removed = record.removed.iter().map(|gone| gone.line);
        for line in torn(record, gold, &annotated.iter().copied().chain(removed).collect()) {
            self.torn += 1;
            self.miss('!', "torn", gold, line, text(line));
        }
        let content = gold.lines().filter(|(number, line)| !fold::is_blank(line) && !annotated.contains(number));
        self.kept += content.count() as u64;
    }

    /// Of the lines that both remove: the right twin, the right category?
    fn removals(&mut self, gold: &Gold, record: &Marks) {
        for (reason, key) in [(Reason::Duplicate, "of"), (Reason::Boilerplate, "category")] {
            let said: HashMap<u32, &Gone> = record.removed.iter().filter(|g| g.reason == reason).map(|g| (g.line, g)).collect();
            self.share(key, 0, 0);
            for wanted in gold.marks.removed.iter().filter(|g| g.reason == reason) {
                let Some(said) = said.get(&wanted.line) else { continue };
                let right = if reason == Reason::Duplicate { said.of == wanted.of } else { said.category == wanted.category };
                self.share(key, u64::from(right), 1);
                if !right {
                    let name = |gone: &Gone| if reason == Reason::Duplicate { gone.of.to_string() } else { gone.category.clone() };
                    self.miss('!', key, gold, wanted.line, &format!("{} for {}", name(said), name(wanted)));
                }
            }
        }
    }

    fn quotes(&mut self, gold: &Gold, said: &[Quote], wanted: &[Quote]) {
        let key = |q: &Quote, more: &str| line_key(q.line, &norm(&q.text), more);
        let keys = |quotes: &[Quote]| quotes.iter().map(|q| key(q, "")).collect::<Vec<_>>();
        let mottos = |quotes: &[Quote]| quotes.iter().filter(|q| q.kind == "motto").map(|q| key(q, "")).collect();
        let both = self.compare("quote", gold, keys(said), keys(wanted));
        self.compare("motto", gold, mottos(said), mottos(wanted));

        let mut kinds = Multiset::default();
        for (quotes, side) in [(said, 0), (wanted, 1)] {
            for quote in quotes {
                kinds.add(key(quote, &quote.kind), side);
            }
        }
        self.share("kind", kinds.common().values().sum(), both.values().sum());
        for (kind, [extra, _]) in kinds.differences() {
            if extra > 0 && both.contains_key(&Key { more: String::new(), ..kind.clone() }) {
                self.miss('!', "kind", gold, kind.line, &format!("{}  {}", kind.more, kind.text));
            }
        }
        if wanted.iter().any(|q| q.speaker != Speaker::Unasked) {
            let speakers = |quotes: &[Quote]| {
                let named = quotes.iter().filter_map(|q| {
                    let Speaker::Named(speaker) = &q.speaker else { return None };
                    both.contains_key(&key(q, "")).then(|| key(q, &norm(speaker)))
                });
                named.collect()
            };
            self.compare("speaker", gold, speakers(said), speakers(wanted));
        }
    }

    fn officials(&mut self, gold: &Gold, said: &[Official], wanted: &[Official]) {
        let names = |people: &[Official]| people.iter().map(|o| line_key(0, &norm(&o.name), "")).collect();
        self.compare("official", gold, names(said), names(wanted));
        let pairs = |people: &[Official], of: fn(&Official) -> &[String]| {
            let pairs = people.iter().flat_map(|o| of(o).iter().map(|x| line_key(0, &norm(&o.name), &norm(x))));
            pairs.collect()
        };
        self.compare("title", gold, pairs(said, |o| &o.titles), pairs(wanted, |o| &o.titles));
        self.compare("alias", gold, pairs(said, |o| &o.aliases), pairs(wanted, |o| &o.aliases));
    }

    /// Counts what both have and each has alone; gives back what both have.
    fn compare(&mut self, key: &'static str, gold: &Gold, said: Vec<Key>, wanted: Vec<Key>) -> BTreeMap<Key, u64> {
        let mut all = Multiset::default();
        for (marks, side) in [(said, 0), (wanted, 1)] {
            for mark in marks {
                all.add(mark, side);
            }
        }
        let both = all.common();
        let mut counts = self.compared.get(key).copied().unwrap_or_default();
        counts[0] += both.values().sum::<u64>();
        for (mark, [extra, short]) in all.differences() {
            counts[1] += extra;
            counts[2] += short;
            let what = [mark.text.as_str(), mark.more.as_str()].join("  ");
            for sign in std::iter::repeat_n('+', extra as usize).chain(std::iter::repeat_n('-', short as usize)) {
                self.miss(sign, key, gold, mark.line, &what);
            }
        }
        self.compared.insert(key, counts);
        both
    }

    fn share(&mut self, key: &'static str, hit: u64, of: u64) {
        let share = self.shares.entry(key).or_default();
        share[0] += hit;
        share[1] += of;
    }

    fn miss(&mut self, sign: char, key: &'static str, gold: &Gold, line: u32, what: &str) {
        self.misses.push(Miss { sign, key, article: gold.name.clone(), line, what: what.trim().to_owned() });
    }

    fn finish(self) -> Scores {
        let compared = COMPARED.iter().map(|&key| {
            let [tp, fp, fn_] = self.compared.get(key).copied().unwrap_or_default();
            (key, Figure::Compared { tp, fp, fn_ })
        });
        let shares = ["of", "category", "kind", "language", "url"].into_iter();
        let shares = shares.filter_map(|key| self.shares.get(key).map(|&[hit, of]| (key, Figure::Share { hit, of })));
        let rest = [
            ("content_lost", Figure::Lines { lines: self.lost, of: self.kept }),
            ("torn", Figure::Lines { lines: self.torn, of: self.kept }),
            ("articles", Figure::Articles { scored: self.articles, missing: self.missing }),
        ];
        Scores { figures: compared.chain(shares).chain(rest).collect(), misses: self.misses }
    }
}

fn line_key(line: u32, text: &str, more: &str) -> Key {
    Key { line, text: text.to_owned(), more: more.to_owned() }
}

/// How often each mark stands in the record and in the gold.
#[derive(Default)]
struct Multiset(BTreeMap<Key, [u64; 2]>);

impl Multiset {
    fn add(&mut self, mark: Key, side: usize) {
        self.0.entry(mark).or_default()[side] += 1;
    }

    fn common(&self) -> BTreeMap<Key, u64> {
        self.0.iter().filter(|(_, [a, b])| a.min(b) > &0).map(|(mark, [a, b])| (mark.clone(), *a.min(b))).collect()
    }

    /// What the record, and what the gold has beyond the other.
    fn differences(&self) -> impl Iterator<Item = (&Key, [u64; 2])> {
        self.0.iter().filter(|(_, [a, b])| a != b).map(|(mark, [a, b])| (mark, [a.saturating_sub(*b), b.saturating_sub(*a)]))
    }
}

/// Kept lines of the gold that do not stand in the record's text as they should: missing, cut or changed.
fn torn(record: &Marks, gold: &Gold, gone: &HashSet<u32>) -> Vec<u32> {
    let Some(lines) = &record.lines else { return Vec::new() };
    let kept: HashMap<u32, &str> = lines.iter().copied().zip(record.text.split('\n')).collect();
    let rules: HashMap<u32, String> = record.altered.iter().map(|a| (a.line, a.rules.join(" "))).collect();
    let trimmed: HashMap<u32, String> = gold.marks.trimmed.iter().map(|t| (t.line, plain(&t.text))).collect();
    let is_torn = |number: u32, line: &str| {
        let want = trimmed.get(&number).cloned().unwrap_or_else(|| plain(line));
        if want.is_empty() || gone.contains(&number) {
            return false;
        }
        let Some(&have) = kept.get(&number) else { return true };
        let rules = rules.get(&number).map_or("", String::as_str);
        let cut = !have.is_empty()
            && !trimmed.contains_key(&number)
            && rules.contains("trim.")
            && want.contains(have)
            && 2 * have.chars().count() >= want.chars().count();
        let repaired = !have.is_empty() && rules.contains("repair.") && word_characters(have).eq(word_characters(&want));
        have != want && !cut && !repaired
    };
    gold.lines().filter(|&(number, line)| is_torn(number, line)).map(|(number, _)| number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold(text: &str, marks: &str) -> Gold {
        Gold { name: "a".to_owned(), text: text.to_owned(), marks: serde_json::from_str(marks).unwrap() }
    }

    fn record(marks: &str) -> Vec<Marks> {
        vec![serde_json::from_str(marks).unwrap()]
    }

    #[test]
    fn hits_misses_and_harm() {
        let gold = gold(
            "Satu\nDua\nIklan\nDua\n",
            r#"{"language":"ind","removed":[{"line":3,"reason":"boilerplate","category":"ad"},{"line":4,"reason":"duplicate","of":2}],
                "foreign":[],"quotes":[],"officials":[],"defects":[]}"#,
        );
        let record = record(
            r#"{"id":"x/a","text":"Satu","lines":[1],"language":"ind","removed":[{"line":2,"reason":"boilerplate","category":"ad"},
                {"line":3,"reason":"boilerplate","category":"site"},{"line":4,"reason":"duplicate","of":2}]}"#,
        );
        let scores = score([&gold], &record);
        assert_eq!(scores.figure("boilerplate"), Some(&Figure::Compared { tp: 1, fp: 1, fn_: 0 }));
        assert_eq!(scores.figure("duplicate"), Some(&Figure::Compared { tp: 1, fp: 0, fn_: 0 }));
        assert_eq!(scores.figure("of"), Some(&Figure::Share { hit: 1, of: 1 }));
        assert_eq!(scores.figure("category"), Some(&Figure::Share { hit: 0, of: 1 }));
        assert_eq!(scores.figure("content_lost"), Some(&Figure::Lines { lines: 1, of: 2 }));
        assert_eq!(scores.figure("torn"), Some(&Figure::Lines { lines: 0, of: 2 }));
        assert_eq!(scores.figure("boilerplate").unwrap().part("f1"), Some(0.6667));
    }

    #[test]
    fn a_gold_file_without_a_record_is_missing_all() {
        let scores = score([&gold("Satu", r#"{"language":"ind"}"#)], &[]);
        assert_eq!(scores.figure("articles"), Some(&Figure::Articles { scored: 1, missing: 1 }));
        assert_eq!(scores.figure("language"), Some(&Figure::Share { hit: 0, of: 1 }));
        assert_eq!(scores.figure("torn"), Some(&Figure::Lines { lines: 0, of: 1 }));
    }

    #[test]
    fn a_line_may_be_cut_by_a_trim_rule_but_not_by_more_than_half() {
        let gold = gold("Bahasa Indonesia: Air surut di dusun", r#"{"language":"ind"}"#);
        let torn = |text: &str, rule: &str| {
            let json = json!({"id": "a", "text": text, "lines": [1], "language": "ind", "altered": [{"line": 1, "rules": [rule]}]});
            score([&gold], &record(&json.to_string())).figure("torn").unwrap().part("lines")
        };
        assert_eq!(torn("Air surut di dusun", "trim.engine-prefix"), Some(0.0));
        assert_eq!(torn("Air surut di dusun", "normalise"), Some(1.0));
        assert_eq!(torn("dusun", "trim.engine-prefix"), Some(1.0));
        assert_eq!(torn("Bahasa Indonesia Air surut didusun", "repair.spacing"), Some(0.0));
    }
}
