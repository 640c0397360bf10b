//! Every rule of every pack is proved by its own examples, and packs are checked when they are read.

use std::collections::BTreeSet;

use saring::{Article, Cleaner, Packs, Record, Scratch};

/// Every rule that spoke in a record.
fn spoke(record: &Record) -> BTreeSet<&str> {
    let mut rules: BTreeSet<&str> = record.removed.iter().map(|line| line.rule.as_str()).collect();
    rules.extend(record.suspects.iter().map(|line| line.rule.as_str()));
    rules.extend(record.altered.iter().flat_map(|line| line.rules.iter().map(String::as_str)));
    rules.extend(record.quotes.iter().map(|quote| quote.rule.as_str()));
    rules.extend(record.defects.iter().map(|defect| defect.rule.as_str()));
    rules
}

#[test]
fn examples_prove_their_rules() {
    let packs = Packs::built_in().unwrap();
    let cleaner = Cleaner::new(&packs).unwrap();
    let mut scratch = Scratch::default();
    let mut faults = Vec::new();
    for rule in packs.rules() {
        assert!(!rule.why.is_empty() && !rule.catches.is_empty(), "{}: {} says neither why nor what it catches", rule.pack, rule.id);
        for (texts, wanted) in [(&rule.catches, true), (&rule.spares, false)] {
            for text in texts {
                let record = cleaner.clean(&Article::new(text.as_str()), &mut scratch);
                let spoke = spoke(&record);
                if spoke.contains(rule.id.as_str()) != wanted {
                    faults.push(format!("{} {} {text:?}: {spoke:?}", rule.id, if wanted { "misses" } else { "catches" }));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn ids_are_unique_and_sorted_within_their_pack() {
    let packs = Packs::built_in().unwrap();
    let mut all = BTreeSet::new();
    for (name, _) in saring::rules::BUILT_IN {
        let rules = packs.table(name).and_then(|table| table.get("rule")).and_then(|rules| rules.as_array());
        let ids: Vec<&str> = rules.into_iter().flatten().map(|rule| rule["id"].as_str().unwrap()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{name} is not sorted");
        for id in ids {
            assert!(all.insert(id.to_owned()), "{id} stands twice");
        }
    }
}

#[test]
fn unknown_keys_are_named() {
    let extra = "[[rule]]\nid = \"ad.mine\"\ncategory = \"ad\"\nwhy = \"mine\"\nexact = [\"x\"]\ncatches = [\"x\"]\nwhen = 1\n";
    let packs = Packs::with([("boilerplate", extra)]).unwrap();
    let message = Cleaner::new(&packs).unwrap_err().to_string();
    assert!(["boilerplate", "ad.mine", "when"].iter().all(|part| message.contains(part)), "{message}");
    for (extra, part) in [("category = \"none\"", "category"), ("exact = [\"Iklan!\"]", "folded"), ("regex = 'a'", "near")] {
        let category = if extra.starts_with("category") { "" } else { "category = \"ad\"\n" };
        let extra = format!("[[rule]]\nid = \"ad.mine\"\n{category}why = \"mine\"\ncatches = [\"x\"]\n{extra}\n");
        let message = Cleaner::new(&Packs::with([("boilerplate", extra.as_str())]).unwrap()).unwrap_err().to_string();
        assert!(message.contains(part) && message.contains("ad.mine"), "{message}");
    }
}
