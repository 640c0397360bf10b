//! Proves rules by their own examples: each text that a rule `catches` must make it fire, none that it `spares` may.
//!
//! An example is cleaned as an article of its own, through the whole pipeline, so that what stands in a pack is what happens in a run. A
//! rule fires where its id stands in the record: on a removed, doubted or altered line, a quote or a defect.

use std::fmt;

use super::{Packs, RuleInfo};
use crate::article::Article;
use crate::clean::{Cleaner, Scratch};
use crate::error::RuleError;
use crate::record::Record;

/// A rule that does not hold what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The rule's pack.
    pub pack: &'static str,
    /// The rule's id.
    pub id: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It does not fire on this text, which it says it catches.
    Missed(String),
    /// It fires on this text, which it says it spares.
    Fired(String),
    /// It lacks this key.
    Lacks(&'static str),
    /// Another rule has the same id.
    Twice,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}.toml): ", self.id, self.pack)?;
        match &self.fault {
            Fault::Missed(text) => write!(f, "does not catch {text:?}"),
            Fault::Fired(text) => write!(f, "does not spare {text:?}"),
            Fault::Lacks(key) => write!(f, "has no {key}"),
            Fault::Twice => f.write_str("stands twice"),
        }
    }
}

/// Every rule of the packs that does not hold what it says; empty where all do.
///
/// # Errors
/// Where the packs cannot be compiled.
pub fn prove(packs: &Packs) -> Result<Vec<Failure>, RuleError> {
    let cleaner = Cleaner::new(packs)?;
    let rules = packs.rules();
    let mut scratch = Scratch::default();
    let mut failures = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        let twice = index > 0 && rules[index - 1].id == rule.id;
        let mut faults = faults(rule, &cleaner, &mut scratch);
        faults.extend(twice.then_some(Fault::Twice));
        failures.extend(faults.into_iter().map(|fault| Failure { pack: rule.pack, id: rule.id.clone(), fault }));
    }
    Ok(failures)
}

fn faults(rule: &RuleInfo, cleaner: &Cleaner, scratch: &mut Scratch) -> Vec<Fault> {
    let lacks = [("why", rule.why.is_empty()), ("catches", rule.catches.is_empty()), ("spares", rule.spares.is_empty())];
    let mut faults: Vec<_> = lacks.iter().filter(|(_, lacks)| *lacks).map(|(key, _)| Fault::Lacks(key)).collect();
    let mut fires = |text: &str| fired(&cleaner.clean(&Article::new(text), scratch), &rule.id);
    faults.extend(rule.catches.iter().filter(|text| !fires(text)).cloned().map(Fault::Missed));
    faults.extend(rule.spares.iter().filter(|text| fires(text)).cloned().map(Fault::Fired));
    faults
}

/// Whether the rule `id` had a say in `record`.
pub fn fired(record: &Record, id: &str) -> bool {
    record.removed.iter().any(|gone| gone.rule == id)
        || record.suspects.iter().any(|doubted| doubted.rule == id)
        || record.altered.iter().any(|changed| changed.rules.iter().any(|rule| rule == id))
        || record.quotes.iter().any(|quote| quote.rule == id)
        || record.defects.iter().any(|defect| defect.rule == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_fires_where_its_id_stands() {
        let json = r#"{"line": 1, "rules": ["normalise", "trim.tail"], "text": "a ./."}"#;
        let record = Record { altered: vec![serde_json::from_str(json).unwrap()], ..Record::default() };
        assert!(fired(&record, "trim.tail"));
        assert!(!fired(&record, "trim"));
    }

    #[test]
    fn faults_are_named() {
        let rule = RuleInfo {
            pack: "boilerplate",
            id: "no.such".to_owned(),
            why: String::new(),
            catches: vec!["Air surut.".to_owned()],
            spares: vec!["Air pasang.".to_owned()],
        };
        let cleaner = Cleaner::built_in().unwrap();
        let faults = faults(&rule, &cleaner, &mut Scratch::default());
        assert_eq!(faults, [Fault::Lacks("why"), Fault::Missed("Air surut.".to_owned())]);
    }
}
