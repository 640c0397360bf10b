use super::*;
use crate::stages::normalise;
use crate::stages::quotes::QuoteRules;

/// The defects of a text as `kind: text`, with the quotations that the quote stage finds.
fn found(text: &str) -> Vec<(String, String, String)> {
    let packs = Packs::built_in().unwrap();
    let defects = Defects::compile(&packs).unwrap();
    let rules = QuoteRules::compile(&packs).unwrap();
    let doc = Doc::new(text, normalise::normalise, normalise::RULE, Vec::new());
    let quotes = rules.find(&doc);
    let languages = Languages { article: "ind", script: "Latn", score: 1.0, foreign: Vec::new() };
    let people = People::default();
    let spans = defects.find(Evidence { doc: &doc, languages: &languages, quotes: &quotes, people: &people });
    spans.iter().map(|d| (d.kind.to_owned(), d.rule.to_owned(), d.span.text(&doc).to_owned())).collect()
}

#[test]
fn every_rule_keeps_its_word() {
    let packs = Packs::built_in().unwrap();
    let mut wrong = Vec::new();
    for rule in packs.rules().iter().filter(|rule| rule.pack == "defects") {
        for text in &rule.catches {
            if !found(text).iter().any(|(_, id, _)| *id == rule.id) {
                wrong.push(format!("{} misses {text:?}", rule.id));
            }
        }
        for text in &rule.spares {
            for (_, _, what) in found(text).iter().filter(|(_, id, _)| *id == rule.id) {
                wrong.push(format!("{} marks {what:?} in {text:?}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_check_has_its_rule() {
    let rules = Packs::built_in().unwrap().rules();
    assert!(CHECKS.iter().all(|(id, _)| rules.iter().any(|rule| rule.id == *id)));
    assert!(CHECKS.is_sorted());
}
