//! The pack `learn`: what the words of a line tell about who put it there.
//!
//! `bagikan artikel ini 0` is made of telling words of the category `share`.

use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

use crate::error::RuleError;
use crate::rules::Packs;

/// Longest phrase, in words.
const PHRASE: usize = 5;
/// The list of months and weekdays.
const WHEN: &str = "learn.when";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    #[serde(default)]
    list: Vec<List>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    id: String,
    #[allow(dead_code, reason = "read by people")]
    why: String,
    words: Vec<String>,
    #[serde(default)]
    category: String,
    #[serde(default)]
    telling: bool,
}

/// The pack, compiled.
#[derive(Debug)]
pub struct Words {
    phrases: HashMap<String, usize>,
    /// Category of each list, and whether it is telling.
    lists: Vec<(String, bool)>,
    when: HashSet<String>,
}

/// What the words of a line tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told<'w> {
    /// The category that most of them name; empty where none does.
    pub category: &'w str,
    /// The part of the line's words that is telling, 0 to 1.
    pub telling: f32,
    /// The part of the line's words that is in any list.
    pub known: f32,
}

impl Words {
    pub fn compile(packs: &Packs) -> Result<Self, RuleError> {
        let Pack { list } = packs.read("learn")?;
        let mut words = Self { phrases: HashMap::new(), lists: Vec::new(), when: HashSet::new() };
        for list in list {
            if list.id == WHEN {
                words.when.extend(list.words);
                continue;
            }
            let index = words.lists.len();
            words.lists.push((list.category, list.telling));
            for phrase in list.words {
                words.phrases.entry(phrase).or_insert(index);
            }
        }
        Ok(words)
    }

    /// The folded line with months and weekdays beside figures as `~`: what is counted as one line.
    pub fn shape(&self, folded: &str, out: &mut String) {
        out.clear();
        if !folded.contains('0') {
            out.push_str(folded);
            return;
        }
        for word in folded.split(' ') {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(if self.when.contains(word) { "~" } else { word });
        }
    }

    /// Reads a folded line.
    pub fn read(&self, folded: &str) -> Told<'_> {
        let words: Vec<&str> = folded.split(' ').filter(|word| *word != "0" && !word.is_empty()).collect();
        let mut found = vec![0usize; self.lists.len()];
        let mut at = 0;
        while at < words.len() {
            let mut longest = (1..=PHRASE.min(words.len() - at)).rev();
            let hit = longest.find_map(|long| Some((long, *self.phrases.get(&words[at..at + long].join(" "))?)));
            if let Some((long, list)) = hit {
                found[list] += long;
                at += long;
            } else {
                at += 1;
            }
        }
        let part = |count: usize| if words.is_empty() { 0.0 } else { count as f32 / words.len() as f32 };
        let telling = found.iter().zip(&self.lists).filter(|(_, (_, telling))| *telling).map(|(count, _)| count).sum();
        let best = (0..found.len()).filter(|&list| found[list] > 0).max_by_key(|&list| (found[list], std::cmp::Reverse(list)));
        let category = best.map_or("", |list| self.lists[list].0.as_str());
        Told { category, telling: part(telling), known: part(found.iter().sum()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::boilerplate::fold::folded;

    #[test]
    fn what_words_tell() {
        let words = Words::compile(&Packs::built_in().unwrap()).unwrap();
        for (line, category, telling) in [
            ("Bagikan artikel ini", "share", 1.0),
            ("Komentar (3)", "comments", 1.0),
            ("Komentar para ahli", "comments", 0.33),
            ("Sumber", "source", 0.0),
            ("Kesimpulan", "", 0.0),
            ("", "", 0.0),
        ] {
            let told = words.read(&folded(line));
            assert_eq!(told.category, category, "{line}");
            assert!((told.telling - telling).abs() < 0.01, "{line}: {}", told.telling);
        }
    }

    #[test]
    fn words_are_folded_and_months_are_one() {
        let words = Words::compile(&Packs::built_in().unwrap()).unwrap();
        for phrase in words.phrases.keys().chain(&words.when) {
            assert_eq!(*phrase, folded(phrase));
            assert!(phrase.split(' ').count() <= PHRASE, "{phrase}");
        }
        let mut shape = String::new();
        words.shape("edisi senin 0 mei 0", &mut shape);
        assert_eq!(shape, "edisi ~ 0 ~ 0");
        words.shape("mei di hulu", &mut shape);
        assert_eq!(shape, "mei di hulu");
    }
}
