//! What a reviewer decided: the lines of `decisions.jsonl`, and which rules they find wrong how often.
//!
//! A decision names its mark by the article's id, the kind of mark, its line and its place in the record's text, and carries the mark's own
//! words, so that decisions on other records than these are noticed. What gold files become of them stands in [`super::gold`].
//!
//! `{"article": "a01", "mark": "removed", "line": 10, "rule": "image.residue", "verdict": "accept", …}` is one more for that rule.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::record::Reason;

/// One line of `decisions.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The article's id.
    pub article: String,
    /// What was judged.
    pub mark: Mark,
    /// Line number in the input; 0 where it is about the whole article.
    #[serde(default)]
    pub line: u32,
    /// First code point in the record's text; 0 for whole lines and for pieces of removed lines.
    #[serde(default)]
    pub start: u32,
    /// One past the last code point.
    #[serde(default)]
    pub end: u32,
    /// The words: of a quote or defect, an official's name, a line.
    #[serde(default)]
    pub text: String,
    /// The rule that made the mark; empty where none is named.
    #[serde(default)]
    pub rule: String,
    /// What the reviewer says.
    pub verdict: Verdict,
    /// What it should be instead; nothing: there should be no such mark.
    #[serde(default)]
    pub should: Option<Should>,
}

/// What can be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// A line that is out, or (missed) should be.
    Removed,
    /// A kept line that a rule doubted.
    Suspect,
    /// A kept line of which something was cut off.
    Trimmed,
    /// A line in another language.
    Foreign,
    /// A quotation.
    Quote,
    /// A person with a post.
    Official,
    /// A defect.
    Defect,
    /// The article's language.
    Language,
    /// The article as a whole.
    Article,
}

impl Mark {
    /// Its name as decisions write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Suspect => "suspect",
            Self::Trimmed => "trimmed",
            Self::Foreign => "foreign",
            Self::Quote => "quote",
            Self::Official => "official",
            Self::Defect => "defect",
            Self::Language => "language",
            Self::Article => "article",
        }
    }
}

/// What the reviewer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The mark is right.
    Accept,
    /// It is not; `should` says what would be.
    Wrong,
    /// There is no mark, and `should` be one.
    Missed,
    /// Everything in the article has been judged.
    Complete,
}

/// What a mark should be. What is not given stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Should {
    /// Why a line goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The kind of boilerplate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The kept twin's line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<u32>,
    /// The kind of a quote or defect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// A quote's cue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cue: Option<String>,
    /// Who says a quote; empty: nobody who is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// An official's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// All posts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub titles: Option<Vec<String>>,
    /// All aliases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aliases: Option<Vec<String>>,
    /// ISO 639-3 code of a line or article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The words of a quote or defect, where they begin or end elsewhere; what should be left of a trimmed line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// How often a rule was found right and wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// It was right.
    pub accepted: u64,
    /// It should have been something else.
    pub changed: u64,
    /// There should have been no such mark.
    pub wrong: u64,
}

impl Judged {
    /// All of them.
    pub const fn all(self) -> u64 {
        self.accepted + self.changed + self.wrong
    }

    /// The share that was not right, 0 to 1.
    pub fn share(self) -> f64 {
        if self.all() == 0 { 0.0 } else { (self.changed + self.wrong) as f64 / self.all() as f64 }
    }
}

/// Decisions, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// By kind of mark and rule.
    pub rules: BTreeMap<(Mark, String), Judged>,
    /// What had no mark, by what it should be: `defect` and its kind, `removed` and its category.
    pub missed: BTreeMap<(Mark, String), u64>,
    /// Articles marked complete.
    pub complete: u64,
}

impl Verdicts {
    /// Counts the decisions; of two about one mark the later holds.
    pub fn of<'a>(decisions: impl IntoIterator<Item = &'a Decision>) -> Self {
        let mut verdicts = Self::default();
        for decision in latest(decisions) {
            let rule = (decision.mark, decision.rule.clone());
            match decision.verdict {
                Verdict::Accept => verdicts.rules.entry(rule).or_default().accepted += 1,
                Verdict::Wrong if decision.should.is_some() => verdicts.rules.entry(rule).or_default().changed += 1,
                Verdict::Wrong => verdicts.rules.entry(rule).or_default().wrong += 1,
                Verdict::Missed => *verdicts.missed.entry((decision.mark, what(decision))).or_default() += 1,
                Verdict::Complete => verdicts.complete += 1,
            }
        }
        verdicts
    }
}

/// What a missed mark should be, in a word.
fn what(decision: &Decision) -> String {
    let should = decision.should.as_ref();
    let duplicate = should.and_then(|should| should.reason) == Some(Reason::Duplicate);
    let word = should.and_then(|should| should.kind.as_ref().or(should.category.as_ref()).or(should.language.as_ref()));
    if duplicate { "duplicate".to_owned() } else { word.cloned().unwrap_or_default() }
}

/// The decisions in their order, without those that a later one about the same mark replaces.
pub fn latest<'a>(decisions: impl IntoIterator<Item = &'a Decision>) -> Vec<&'a Decision> {
    let mut places = BTreeMap::new();
    let mut all: Vec<Option<&Decision>> = Vec::new();
    for decision in decisions {
        let added = decision.verdict == Verdict::Missed;
        let key = (&decision.article, decision.mark, added, decision.line, decision.start, decision.end, &decision.text);
        if let Some(before) = places.insert(key, all.len()) {
            all[before] = None;
        }
        all.push(Some(decision));
    }
    all.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(json: &str) -> Decision {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_later_decision_holds() {
        let of = |verdict: &str, should: &str| {
            decision(&format!(
                r#"{{"article":"a","mark":"quote","line":3,"start":5,"end":9,"text":"satu","rule":"term","verdict":"{verdict}","should":{should}}}"#
            ))
        };
        let all = [of("accept", "null"), of("wrong", "null"), of("wrong", r#"{"kind":"motto"}"#)];
        let verdicts = Verdicts::of(&all);
        assert_eq!(verdicts.rules[&(Mark::Quote, "term".to_owned())], Judged { accepted: 0, changed: 1, wrong: 0 });
    }

    #[test]
    fn what_was_missed_is_counted_by_what_it_is() {
        let all = [
            decision(r#"{"article":"a","mark":"removed","line":3,"verdict":"missed","should":{"reason":"boilerplate","category":"ad"}}"#),
            decision(r#"{"article":"a","mark":"removed","line":4,"verdict":"missed","should":{"reason":"duplicate","of":2}}"#),
            decision(r#"{"article":"a","mark":"article","verdict":"complete"}"#),
        ];
        let verdicts = Verdicts::of(&all);
        assert_eq!(verdicts.missed.keys().map(|(_, what)| what.as_str()).collect::<Vec<_>>(), ["ad", "duplicate"]);
        assert_eq!(verdicts.complete, 1);
    }

    #[test]
    fn unknown_words_are_refused() {
        for json in [
            r#"{"article":"a","mark":"motto","verdict":"accept"}"#,
            r#"{"article":"a","mark":"quote","verdict":"wrong","should":{"knid":"motto"}}"#,
        ] {
            assert!(serde_json::from_str::<Decision>(json).is_err(), "{json}");
        }
    }
}
