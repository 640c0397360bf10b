//! Turns a reviewed article into a gold file of the annotation guide's form.
//!
//! The record's marks are taken as the reviewer left them: accepted ones as they are, wrong ones changed or dropped, missed ones added.
//! Marks on a line that is now removed go with it. What cannot be gold (a quote that does not stand in its line, a duplicate of a line that is
//! not kept, decisions on other records) is named and nothing is made of it. Where files go is left to the caller.
//!
//! A removed line 10 with the decision `wrong` and no `should` is not in the gold's `removed`: it must survive.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use thiserror::Error;

use super::decisions::{Decision, Mark, Should, Verdict, latest};
use crate::eval::fold::plain;
use crate::record::{Reason, Record};
use crate::restore::{RestoreError, restore};

/// A gold file and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gold {
    /// The article as the scraper left it.
    pub text: String,
    /// The annotation, as JSON.
    pub json: String,
}

/// Why no gold can be made of an article.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Fault {
    /// A decision on a mark that the record does not have.
    #[error("a decision on the {mark} {text:?} in line {line} finds no such mark: give the records that were reviewed")]
    NoMark {
        /// What was judged.
        mark: &'static str,
        /// Where.
        line: u32,
        /// Its words.
        text: String,
    },
    /// A mark that the annotation guide does not allow.
    #[error("line {line}: {what}")]
    Mark {
        /// Where; 0 where it is about the whole article.
        line: u32,
        /// What is wrong.
        what: String,
    },
    /// The record has lines that were repaired.
    #[error("line {0} was repaired, and gold tells of the article as it stood: review records that were cleaned without --repair")]
    Repaired(u32),
    /// The record does not give its input back.
    #[error(transparent)]
    Restore(#[from] RestoreError),
}

#[derive(Serialize)]
struct File {
    language: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    url: String,
    removed: Vec<Gone>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    trimmed: Vec<Trimmed>,
    foreign: Vec<Foreign>,
    quotes: Vec<Quote>,
    officials: Vec<Official>,
    defects: Vec<Defect>,
}

#[derive(Serialize)]
struct Gone {
    line: u32,
    reason: Reason,
    #[serde(skip_serializing_if = "String::is_empty")]
    category: String,
    #[serde(skip_serializing_if = "is_none")]
    of: u32,
}

#[derive(Serialize)]
struct Trimmed {
    line: u32,
    text: String,
    #[serde(skip)]
    whole: String,
}

#[derive(Serialize)]
struct Foreign {
    line: u32,
    language: String,
}

#[derive(Serialize)]
struct Quote {
    line: u32,
    text: String,
    kind: String,
    cue: Option<String>,
    speaker: Option<String>,
    #[serde(skip)]
    at: (u32, u32),
}

#[derive(Serialize)]
struct Official {
    name: String,
    titles: Vec<String>,
    aliases: Vec<String>,
    #[serde(skip)]
    at: (u32, u32),
}

#[derive(Serialize)]
struct Defect {
    line: u32,
    kind: String,
    text: String,
    #[serde(skip)]
    at: (u32, u32),
}

// serde hands a reference
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_none(of: &u32) -> bool {
    *of == 0
}

fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The articles that `decisions` mark complete.
pub fn complete(decisions: &[Decision]) -> BTreeSet<&str> {
    let done = latest(decisions).into_iter().filter(|decision| decision.verdict == Verdict::Complete);
    done.map(|decision| decision.article.as_str()).collect()
}

/// The gold of a record, as `decisions` (those on this article) leave it.
///
/// # Errors
/// Where they belong to other records, or what they say cannot be gold.
pub fn gold(record: &Record, decisions: &[&Decision]) -> Result<Gold, Fault> {
    if let Some(line) = record.altered.iter().find(|line| line.rules.iter().any(|rule| rule.starts_with("repair."))) {
        return Err(Fault::Repaired(line.line));
    }
    let text = restore(record)?;
    let mut file = File::of(record, &text);
    for decision in latest(decisions.iter().copied()) {
        file.decide(decision)?;
    }
    file.settle();
    file.check(&text)?;
    let json = serde_json::to_string_pretty(&file).unwrap_or_default() + "\n";
    Ok(Gold { text, json })
}

impl File {
    fn of(record: &Record, text: &str) -> Self {
        let kept: BTreeMap<u32, &str> = record.lines.iter().copied().zip(record.text.split('\n')).collect();
        let trims = record.altered.iter().filter(|line| line.rules.iter().any(|rule| rule.starts_with("trim.")));
        let trimmed = trims.filter_map(|line| {
            let text = (*kept.get(&line.line)?).to_owned();
            Some(Trimmed { line: line.line, text, whole: plain(&line.text) })
        });
        let removed =
            record.removed.iter().map(|x| Gone { line: x.line, reason: x.reason, category: x.category.clone(), of: x.of }).collect();
        let quotes = record.quotes.iter().map(|x| Quote {
            line: x.line,
            text: x.text.clone(),
            kind: x.kind.name().to_owned(),
            cue: given(&x.cue),
            speaker: given(&x.speaker),
            at: (x.start, x.end),
        });
        let officials = record.officials.iter().map(|x| Official {
            name: x.name.clone(),
            titles: x.titles.clone(),
            aliases: x.aliases.clone(),
            at: x.posts.first().map_or((0, 0), |post| (post.start, post.end)),
        });
        let defects =
            record.defects.iter().map(|x| Defect { line: x.line, kind: x.kind.clone(), text: x.text.clone(), at: (x.start, x.end) });
        Self {
            language: record.language.clone(),
            // an address that came with the input and does not stand in the text cannot be found in it
            url: if text.contains(&record.url) { record.url.clone() } else { String::new() },
            removed,
            trimmed: trimmed.collect(),
            foreign: record.foreign.iter().map(|x| Foreign { line: x.line, language: x.language.clone() }).collect(),
            quotes: quotes.collect(),
            officials: officials.collect(),
            defects: defects.collect(),
        }
    }

    /// Does what a decision says.
    fn decide(&mut self, decision: &Decision) -> Result<(), Fault> {
        match decision.verdict {
            Verdict::Complete => Ok(()),
            Verdict::Accept => self.place(decision).map(|_| ()),
            Verdict::Missed => self.add(decision),
            Verdict::Wrong => {
                let at = self.place(decision)?;
                match &decision.should {
                    None => self.drop_mark(decision.mark, at),
                    Some(should) => self.change(decision, at, should),
                }
                Ok(())
            }
        }
    }

    /// Where the judged mark is in its list.
    fn place(&self, decision: &Decision) -> Result<usize, Fault> {
        let at = (decision.start, decision.end);
        let found = match decision.mark {
            Mark::Removed => self.removed.iter().position(|x| x.line == decision.line),
            Mark::Foreign => self.foreign.iter().position(|x| x.line == decision.line),
            Mark::Trimmed => self.trimmed.iter().position(|x| x.line == decision.line),
            Mark::Quote => self.quotes.iter().position(|x| x.line == decision.line && x.at == at && x.text == decision.text),
            Mark::Defect => self.defects.iter().position(|x| x.line == decision.line && x.at == at && x.text == decision.text),
            Mark::Official => self.officials.iter().position(|x| x.name == decision.text && x.at == at),
            Mark::Suspect | Mark::Language | Mark::Article => Some(0),
        };
        found.ok_or_else(|| Fault::NoMark { mark: decision.mark.name(), line: decision.line, text: decision.text.clone() })
    }

    fn drop_mark(&mut self, mark: Mark, at: usize) {
        match mark {
            Mark::Removed => drop(self.removed.remove(at)),
            Mark::Foreign => drop(self.foreign.remove(at)),
            Mark::Quote => drop(self.quotes.remove(at)),
            Mark::Defect => drop(self.defects.remove(at)),
            Mark::Official => drop(self.officials.remove(at)),
            // the line stays whole
            Mark::Trimmed => self.trimmed[at].text = std::mem::take(&mut self.trimmed[at].whole),
            Mark::Suspect | Mark::Language | Mark::Article => {}
        }
    }

    fn change(&mut self, decision: &Decision, at: usize, should: &Should) {
        match decision.mark {
            Mark::Removed => self.removed[at] = gone(decision.line, should),
            Mark::Suspect => self.removed.push(gone(decision.line, should)),
            Mark::Foreign => set(&mut self.foreign[at].language, should.language.as_ref()),
            Mark::Trimmed => set(&mut self.trimmed[at].text, should.text.as_ref()),
            Mark::Language => set(&mut self.language, should.language.as_ref()),
            Mark::Quote => {
                let quote = &mut self.quotes[at];
                set(&mut quote.kind, should.kind.as_ref());
                set(&mut quote.text, should.text.as_ref());
                if let Some(cue) = &should.cue {
                    quote.cue = given(cue);
                }
                if let Some(speaker) = &should.speaker {
                    quote.speaker = given(speaker);
                }
            }
            Mark::Defect => {
                set(&mut self.defects[at].kind, should.kind.as_ref());
                set(&mut self.defects[at].text, should.text.as_ref());
            }
            Mark::Official => {
                let official = &mut self.officials[at];
                if let Some(name) = should.name.as_ref().filter(|name| **name != official.name) {
                    let before = std::mem::replace(&mut official.name, name.clone());
                    for quote in self.quotes.iter_mut().filter(|quote| quote.speaker.as_ref() == Some(&before)) {
                        quote.speaker = Some(name.clone());
                    }
                }
                set(&mut official.titles, should.titles.as_ref());
                set(&mut official.aliases, should.aliases.as_ref());
            }
            Mark::Article => {}
        }
    }

    fn add(&mut self, decision: &Decision) -> Result<(), Fault> {
        let Some(should) = &decision.should else {
            return Err(Fault::Mark { line: decision.line, what: "something was missed, but not said what".to_owned() });
        };
        let (line, at, text) = (decision.line, (decision.start, decision.end), decision.text.clone());
        let word = |word: &Option<String>| word.clone().unwrap_or_default();
        match decision.mark {
            Mark::Removed | Mark::Suspect => self.removed.push(gone(line, should)),
            Mark::Foreign => self.foreign.push(Foreign { line, language: word(&should.language) }),
            Mark::Quote => {
                let (cue, speaker) = (given(&word(&should.cue)), given(&word(&should.speaker)));
                self.quotes.push(Quote { line, text, kind: word(&should.kind), cue, speaker, at });
            }
            Mark::Defect => self.defects.push(Defect { line, kind: word(&should.kind), text, at }),
            Mark::Official => self.officials.push(Official {
                name: should.name.clone().unwrap_or(text),
                titles: should.titles.clone().unwrap_or_default(),
                aliases: should.aliases.clone().unwrap_or_default(),
                at,
            }),
            Mark::Trimmed | Mark::Language | Mark::Article => {}
        }
        Ok(())
    }

    /// Puts all in order, each line removed once, and nothing marked in a removed line.
    fn settle(&mut self) {
        self.removed.sort_by_key(|gone| gone.line);
        self.removed.dedup_by_key(|gone| gone.line);
        let out: BTreeSet<u32> = self.removed.iter().map(|gone| gone.line).collect();
        self.trimmed.retain(|x| !out.contains(&x.line));
        self.foreign.retain(|x| !out.contains(&x.line) && x.language != self.language);
        self.quotes.retain(|x| !out.contains(&x.line));
        self.defects.retain(|x| !out.contains(&x.line));
        self.foreign.sort_by_key(|x| x.line);
        self.quotes.sort_by_key(|x| (x.line, x.at));
        self.defects.sort_by_key(|x| (x.line, x.at));
    }

    /// Whether the annotation guide allows it.
    fn check(&self, text: &str) -> Result<(), Fault> {
        let lines: Vec<String> = text.split('\n').map(plain).collect();
        let whole = plain(text);
        let line = |number: u32| lines.get((number as usize).wrapping_sub(1)).map_or("", String::as_str);
        let fault = |line: u32, what: String| Err(Fault::Mark { line, what });
        let out: BTreeSet<u32> = self.removed.iter().map(|gone| gone.line).collect();
        let marked = self.removed.iter().map(|x| x.line).chain(self.foreign.iter().map(|x| x.line));
        if let Some(number) = marked.into_iter().find(|&number| line(number).is_empty()) {
            return fault(number, "is blank or not there, and cannot be marked".to_owned());
        }
        for gone in self.removed.iter().filter(|gone| gone.reason == Reason::Duplicate) {
            if out.contains(&gone.of) || line(gone.of).is_empty() {
                return fault(gone.line, format!("is a duplicate of line {}, which is not kept", gone.of));
            }
        }
        let pieces = self.quotes.iter().map(|x| (x.line, "quote", &x.text)).chain(self.defects.iter().map(|x| (x.line, "defect", &x.text)));
        for (number, what, piece) in pieces {
            if piece.is_empty() || !line(number).contains(plain(piece).as_str()) {
                return fault(number, format!("the {what} {piece:?} does not stand in it"));
            }
        }
        for person in &self.officials {
            if person.titles.is_empty() {
                return fault(0, format!("{} has no post, and is then no official", person.name));
            }
            for words in person.titles.iter().chain(&person.aliases).chain([&person.name]) {
                if words.is_empty() || !whole.to_lowercase().contains(&plain(words).to_lowercase()) {
                    return fault(0, format!("{}: {words:?} does not stand in the text", person.name));
                }
            }
        }
        Ok(())
    }
}

fn gone(line: u32, should: &Should) -> Gone {
    let reason = should.reason.unwrap_or(Reason::Boilerplate);
    let duplicate = reason == Reason::Duplicate;
    let category = should.category.clone().filter(|_| !duplicate).unwrap_or_default();
    Gone { line, reason, category, of: should.of.filter(|_| duplicate).unwrap_or_default() }
}

fn set<T: Clone>(to: &mut T, from: Option<&T>) {
    if let Some(from) = from {
        to.clone_from(from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Cleaner, Scratch};
    use serde_json::{Value, json};

    const TEXT: &str = "Air surut di Dusun Ba\n\nIbu Vo Thi Ngoc Ha, Ketua Komite Rakyat Komune Tan Thuy, mengatakan \"Air pertama keluar \
                        pada malam hari\".\n[iklan_2]\nSumber dana berasal dari iuran warga , bukan dari provinsi.\n";

    fn record() -> Record {
        Cleaner::built_in().unwrap().clean(&Article { id: "a".into(), ..Article::new(TEXT) }, &mut Scratch::default())
    }

    fn made(decisions: &Value) -> Result<Value, Fault> {
        let decisions: Vec<Decision> = serde_json::from_value(decisions.clone()).unwrap();
        let gold = gold(&record(), &decisions.iter().collect::<Vec<_>>())?;
        assert_eq!(gold.text, TEXT);
        Ok(serde_json::from_str(&gold.json).unwrap())
    }

    #[test]
    fn nothing_decided_is_the_record_itself() {
        let gold = made(&json!([{"article": "a", "mark": "article", "verdict": "complete"}])).unwrap();
        assert_eq!(gold["removed"], json!([{"line": 4, "reason": "boilerplate", "category": "ad"}]));
        assert_eq!(gold["quotes"][0]["speaker"], "Vo Thi Ngoc Ha");
        assert_eq!(gold["officials"][0]["titles"], json!(["Ketua Komite Rakyat Komune Tan Thuy"]));
        assert_eq!(gold["defects"], json!([{"line": 5, "kind": "spacing", "text": "warga ,"}]));
    }

    #[test]
    fn decisions_change_drop_and_add() {
        let record = record();
        let quote = &record.quotes[0];
        let gold = made(&json!([
            {"article": "a", "mark": "removed", "line": 4, "verdict": "wrong", "should": null},
            {"article": "a", "mark": "quote", "line": 3, "start": quote.start, "end": quote.end, "text": quote.text, "verdict": "wrong",
             "should": {"kind": "motto", "speaker": ""}},
            {"article": "a", "mark": "removed", "line": 5, "verdict": "missed", "should": {"reason": "boilerplate", "category": "source"}},
            {"article": "a", "mark": "defect", "line": 4, "text": "iklan_2", "verdict": "missed", "should": {"kind": "untranslated"}},
            {"article": "a", "mark": "language", "verdict": "wrong", "should": {"language": "zsm"}},
        ]))
        .unwrap();
        assert_eq!(gold["removed"], json!([{"line": 5, "reason": "boilerplate", "category": "source"}]));
        assert_eq!(gold["quotes"][0]["kind"], "motto");
        assert_eq!(gold["quotes"][0]["speaker"], Value::Null);
        assert_eq!(gold["defects"], json!([{"line": 4, "kind": "untranslated", "text": "iklan_2"}]));
        assert_eq!(gold["language"], "zsm");
    }

    #[test]
    fn what_cannot_be_gold_is_named() {
        for (decision, told) in [
            (json!({"article": "a", "mark": "removed", "line": 5, "verdict": "accept"}), "finds no such mark"),
            (
                json!({"article": "a", "mark": "quote", "line": 5, "text": "air pasang", "verdict": "missed", "should": {"kind": "term"}}),
                "stand",
            ),
            (json!({"article": "a", "mark": "removed", "line": 2, "verdict": "missed", "should": {"category": "ad"}}), "blank"),
            (
                json!({"article": "a", "mark": "removed", "line": 5, "verdict": "missed", "should": {"reason": "duplicate", "of": 4}}),
                "kept",
            ),
            (json!({"article": "a", "mark": "official", "line": 3, "text": "Ba", "verdict": "missed", "should": {}}), "no post"),
        ] {
            let error = made(&json!([decision])).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}
