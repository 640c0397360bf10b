//! What holds for every record, whatever went in.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod articles;

use articles::holds::check;
use proptest::prelude::*;
use saring::{Article, Cleaner, Record, Scratch};

thread_local! {
    static CLEANER: Cleaner = Cleaner::built_in().unwrap();
}

fn clean(text: &str) -> Record {
    CLEANER.with(|cleaner| cleaner.clean(&Article::new(text), &mut Scratch::default()))
}

/// A second cleaning removes and alters nothing.
fn twice(name: &str, record: &Record) {
    let again = clean(&record.text);
    let faults: Vec<_> = again.removed.iter().map(|gone| format!("{} by {}", gone.text, gone.rule)).collect();
    assert!(faults.is_empty(), "{name}: cleaning again removes {faults:#?}");
    assert!(again.altered.is_empty(), "{name}: cleaning again alters {:#?}", again.altered);
    assert_eq!(again.text, record.text, "{name}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_text(text in articles::arbitrary()) {
        check(&text, &clean(&text));
    }

    #[test]
    fn news(text in articles::article()) {
        let record = clean(&text);
        check(&text, &record);
        twice("a generated article", &record);
    }
}

#[test]
fn gold() {
    for (name, text) in articles::gold() {
        let record = clean(&text);
        check(&text, &record);
        twice(&name, &record);
    }
}

#[test]
fn a_used_scratch_changes_nothing() {
    let mut scratch = Scratch::default();
    CLEANER.with(|cleaner| {
        for (name, text) in articles::gold() {
            assert_eq!(cleaner.clean(&Article::new(text.as_str()), &mut scratch), clean(&text), "{name}");
        }
    });
}
