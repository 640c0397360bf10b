//! Who holds which post: each sentence of `data/officials.toml` cleaned as an article of its own.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, clippy::unwrap_used)]

use std::collections::BTreeSet;

use saring::{Article, Cleaner, Scratch};

#[path = "../benches/hostile/mod.rs"]
mod hostile;

#[derive(serde::Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    text: String,
    /// Name, titles, aliases.
    officials: BTreeSet<(String, BTreeSet<String>, BTreeSet<String>)>,
}

#[test]
fn every_pattern_and_every_trap() {
    let cases: Cases = toml::from_str(include_str!("data/officials.toml")).unwrap();
    let cleaner = Cleaner::built_in().unwrap();
    let mut scratch = Scratch::default();
    let mut wrong = Vec::new();
    for case in &cases.case {
        let text = format!("Kabar dari daerah\n{}\n", case.text);
        let record = cleaner.clean(&Article::new(text.as_str()), &mut scratch);
        let set = |words: Vec<String>| words.into_iter().collect::<BTreeSet<_>>();
        let found: BTreeSet<_> = record.officials.into_iter().map(|o| (o.name, set(o.titles), set(o.aliases))).collect();
        if found != case.officials {
            wrong.push(format!("{}: {}\n    found    {found:?}\n    expected {:?}", case.id, case.text, case.officials));
        }
    }
    let (all, right) = (cases.case.len(), cases.case.len() - wrong.len());
    println!("{right} of {all} right");
    assert!(wrong.is_empty(), "{right} of {all} right; wrong:\n{}", wrong.join("\n"));
}

#[test]
fn hostile_lines_end() {
    let cleaner = Cleaner::built_in().unwrap();
    for (name, shape) in hostile::shapes() {
        let text: String = (0..8_000).map(shape).collect();
        let record = cleaner.clean(&Article::new(text.as_str()), &mut Scratch::default());
        assert_eq!(record.line_count, 1, "{name}");
        assert_eq!(record.lines.len() + record.removed.len(), 1, "{name}");
    }
}
