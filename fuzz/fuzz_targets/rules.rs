//! A user's pack laid over the built-in one: it compiles, or an error names it; what compiles is then asked about a page.
//!
//! The first byte says which pack; the rest is its TOML, and the page as well, so that a rule's examples stand on it. To compile all
//! would take most of the time: only the stage that reads the pack is, without any built-in rule, and only where the TOML is some.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::{Corpus, fuzz_target};
use saring::corpus::learn::Reader;
use saring::doc::Doc;
use saring::rules::BUILT_IN;
use saring::stages::defects::Defects;
use saring::stages::normalise;
use saring::stages::officials::Officials;
use saring::stages::quotes::QuoteRules;
use saring::text::vocabulary::Vocabulary;
use saring::{Article, Packs, RuleError};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some((&first, rest)) = bytes.split_first() else { return Corpus::Reject };
    let Ok(text) = str::from_utf8(rest) else { return Corpus::Reject };
    if let Err(error) = text.parse::<toml::Table>() {
        assert!(!error.to_string().is_empty());
        return Corpus::Keep;
    }
    let (name, _) = BUILT_IN[first as usize % BUILT_IN.len()];
    let bare = BARE.iter().map(|(pack, text)| (*pack, text.as_str()));
    if let Err(error) = Packs::with(bare.chain([(name, text)])).and_then(|packs| ask(name, &packs, text)) {
        let error = error.to_string();
        assert!(error.starts_with("rule pack ") && error.contains(name), "{error}");
    }
    Corpus::Keep
});

/// Overlays that drop all built-in rules, unless one behind them takes some up again.
static BARE: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
    let rules = Packs::built_in().expect("built in").rules();
    rules.iter().map(|rule| (rule.pack, format!("[[rule]]\nid = {:?}\ndisabled = true\n", rule.id))).collect()
});

fn ask(name: &str, packs: &Packs, text: &str) -> Result<(), RuleError> {
    packs.rules();
    let mut vocabulary = Vocabulary::default();
    match name {
        "boilerplate" | "sites" | "learn" => drop(Reader::new(packs)?.read(&Article::new(text), &mut Vec::new())),
        "quotes" => {
            let rules = QuoteRules::compile(packs, &mut vocabulary)?;
            drop(rules.find(&Doc::new(text, normalise::normalise, normalise::RULE, &vocabulary, Vec::new())));
        }
        "defects" => drop(Defects::compile(packs, &mut vocabulary)?),
        _ => {
            let officials = Officials::compile(packs, &mut vocabulary)?;
            drop(officials.read_title(text, &vocabulary));
        }
    }
    Ok(())
}
