//! First pass: what a line is, looked at alone.
//!
//! Labels by a table of folded lines, rows of labels by a table of phrases, all else by patterns, each behind a word that must be in the
//! line. Whether a rule may speak where the line stands is left to [`super::context`], which knows the article.
//!
//! `Facebook Twitter Zalo` is made of phrases of the rule `share.bar` alone.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use hashbrown::HashMap;

use super::fold::fold;
use super::pack::Rule;
use crate::error::RuleError;
use crate::text::hash::word_hash;
use crate::text::tokens::Token;
use crate::text::vocabulary::{LABEL as LABEL_WORD, Vocabulary};

/// Longest line, in bytes, that is folded and looked up.
pub const LABEL: usize = 160;
/// Longest line, in bytes, to which patterns are put.
pub const NOTICE: usize = 600;
/// Longest phrase of a row of labels, in words.
const PHRASE: usize = 5;
/// Longest row of labels, in words.
const ROW: usize = 24;
/// Lines of up to so many words are put to one search for the words of patterns, longer ones to the next, which knows fewer: most patterns
/// are of short lines.
const STEPS: [usize; 3] = [24, 45, usize::MAX];

/// The rules that look at a line alone, compiled.
#[derive(Debug)]
pub struct Alone {
    exact: HashMap<Box<str>, Vec<usize>>,
    /// For each phrase, the rules in whose rows it may stand.
    phrases: HashMap<Box<str>, Vec<usize>>,
    /// One for each of [`STEPS`].
    near: [Near; STEPS.len()],
}

/// The words of which a pattern needs one.
#[derive(Debug)]
struct Near {
    words: AhoCorasick,
    /// For each word, its rule.
    owner: Vec<usize>,
}

impl Near {
    /// The words of patterns of lines of more than `above` words.
    fn compile(rules: &[Rule], above: usize) -> Result<Self, aho_corasick::BuildError> {
        let words = rules.iter().enumerate().filter(|(_, rule)| rule.max_words > above);
        let (owner, words): (Vec<usize>, Vec<&str>) =
            words.flat_map(|(index, rule)| rule.near.iter().map(move |word| (index, word.as_str()))).unzip();
        let mut builder = AhoCorasickBuilder::new();
        builder.ascii_case_insensitive(true).match_kind(MatchKind::Standard).kind(Some(AhoCorasickKind::DFA));
        Ok(Self { words: builder.build(&words)?, owner })
    }
}

/// What is reused from line to line.
#[derive(Debug, Default)]
pub struct Buffers {
    folded: String,
    bounds: Vec<usize>,
}

impl Alone {
    /// Compiles `rules`; a hit is an index into them. The words with which labels begin are entered.
    pub fn compile(rules: &[Rule], pack: &str, vocabulary: &mut Vocabulary) -> Result<Self, RuleError> {
        let mut exact: HashMap<Box<str>, Vec<usize>> = HashMap::new();
        let mut phrases = exact.clone();
        for (index, rule) in rules.iter().enumerate() {
            for line in &rule.exact {
                exact.entry(line.as_str().into()).or_default().push(index);
            }
            for phrase in &rule.bag {
                phrases.entry(phrase.as_str().into()).or_default().push(index);
            }
        }
        for first in exact.keys().chain(phrases.keys()).filter_map(|label| label.split(' ').next()) {
            vocabulary.enter(word_hash(first), LABEL_WORD);
        }
        let [short, middle, _] = STEPS;
        let near = |above| {
            let fault = |e: aho_corasick::BuildError| RuleError::Pack { pack: pack.to_owned(), message: e.to_string() };
            Near::compile(rules, above).map_err(fault)
        };
        Ok(Self { exact, phrases, near: [near(0)?, near(short)?, near(middle)?] })
    }

    /// Appends the rules that fit `line`, which has these tokens and so many `words`, to `hits`, each once.
    pub fn look(&self, rules: &[Rule], line: &str, tokens: &[Token], words: usize, buffers: &mut Buffers, hits: &mut Vec<usize>) {
        if line.len() > NOTICE {
            return;
        }
        let from = hits.len();
        // a word of letters alone is a word of the folded line, too: if no label begins with it, the line is none
        let label = tokens.first().is_none_or(|first| !first.is_plain_word() || first.has(LABEL_WORD));
        if label && line.len() <= LABEL {
            fold(line, &mut buffers.folded);
            if let Some(found) = self.exact.get(buffers.folded.as_str()) {
                hits.extend(found);
            }
            self.rows(rules, buffers, hits, from);
        }
        let near = &self.near[STEPS.iter().take_while(|&&most| words > most).count()];
        for found in near.words.find_overlapping_iter(line) {
            let index = near.owner[found.pattern().as_usize()];
            let rule = &rules[index];
            if words <= rule.max_words && !hits[from..].contains(&index) && rule.regex.as_ref().is_some_and(|r| r.is_match(line)) {
                hits.push(index);
            }
        }
        hits[from..].sort_unstable();
    }

    /// Rules of whose phrases the folded line is made; figures may stand between.
    fn rows(&self, rules: &[Rule], buffers: &mut Buffers, hits: &mut Vec<usize>, from: usize) {
        let line = buffers.folded.as_str();
        let bounds = &mut buffers.bounds;
        bounds.clear();
        bounds.push(0);
        bounds.extend(memchr::memchr_iter(b' ', line.as_bytes()).map(|at| at + 1));
        bounds.push(line.len() + 1);
        let words = bounds.len() - 1;
        if words > ROW {
            return;
        }
        let first: Vec<(usize, usize)> = self.phrases_at(line, bounds, 0).collect();
        for &(_, rule) in &first {
            let mut at = 0;
            while at < words {
                if &line[bounds[at]..bounds[at + 1] - 1] == "0" {
                    at += 1;
                    continue;
                }
                let long = self.phrases_at(line, bounds, at).filter(|&(_, r)| r == rule).map(|(n, _)| n).max();
                match long {
                    Some(long) => at += long,
                    None => break,
                }
            }
            if at == words && words >= rules[rule].min_words && !hits[from..].contains(&rule) {
                hits.push(rule);
            }
        }
    }

    /// Phrases that stand at word `at`: how many words, whose rule.
    fn phrases_at<'a>(&'a self, line: &'a str, bounds: &'a [usize], at: usize) -> impl Iterator<Item = (usize, usize)> + 'a {
        let longest = PHRASE.min(bounds.len() - 1 - at);
        (1..=longest).flat_map(move |long| {
            let rules = self.phrases.get(&line[bounds[at]..bounds[at + long] - 1]);
            rules.into_iter().flatten().map(move |&rule| (long, rule))
        })
    }
}
