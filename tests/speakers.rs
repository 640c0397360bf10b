//! Who says a quotation: the named cases of `tests/data/speakers.toml`, through the whole cleaner.

use saring::{Article, Cleaner, Scratch};
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    text: String,
    says: Vec<(String, String)>,
}

#[test]
fn every_case_names_its_speaker() {
    let cases: Cases = toml::from_str(include_str!("data/speakers.toml")).unwrap();
    let cleaner = Cleaner::built_in().unwrap();
    let mut scratch = Scratch::default();
    let mut wrong = Vec::new();
    for case in &cases.case {
        let article = Article::new(case.text.as_str());
        let record = cleaner.clean(&article, &mut scratch);
        for (piece, speaker) in &case.says {
            match record.quotes.iter().find(|quote| quote.text.starts_with(piece.as_str())) {
                Some(quote) if quote.speaker == *speaker => {}
                Some(quote) => wrong.push(format!("{}: “{piece}” is said by {:?}, not {speaker:?}", case.id, quote.speaker)),
                None => wrong.push(format!("{}: no quote “{piece}”", case.id)),
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
