//! A whole article through the cleaner: what its record says holds, and its input comes back from the record's JSON to the byte.
//!
//! Behind the text may stand, each after U+001E, its url, title, date, author, publisher. Where the text has an odd number of bytes,
//! it is repaired as well.
#![no_main]

use std::cell::RefCell;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use saring::restore::Parts;
use saring::stages::repair::RepairKind;
use saring::{Article, Cleaner, Record, Scratch};

#[path = "../../tests/articles/holds.rs"]
mod holds;

static PLAIN: LazyLock<Cleaner> = LazyLock::new(|| Cleaner::built_in().expect("built in"));
static REPAIRING: LazyLock<Cleaner> =
    LazyLock::new(|| Cleaner::built_in().expect("built in").repairing(&[RepairKind::Spacing, RepairKind::Quotes]));

thread_local! {
    /// Used from article to article, as a run does.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

fuzz_target!(|bytes: &str| {
    let mut parts = bytes.split('\u{1e}');
    let mut next = || parts.next().unwrap_or_default();
    let article = Article {
        text: next().into(),
        url: next().into(),
        title: next().into(),
        published: next().into(),
        author: next().into(),
        publisher: next().into(),
        ..Article::default()
    };
    let cleaner = if article.text.len().is_multiple_of(2) { &PLAIN } else { &REPAIRING };
    let record = SCRATCH.with_borrow_mut(|scratch| cleaner.clean(&article, scratch));
    holds::check(&article.text, &record);
    let mut json = Vec::new();
    record.write_json(&mut json).expect("a Vec takes everything");
    let parts: Parts<'_> = serde_json::from_slice(&json).expect("what was written can be read");
    assert_eq!(parts.input().as_deref(), Ok(&*article.text));
    let read: Record = serde_json::from_slice(&json).expect("what was written can be read");
    let mut again = Vec::new();
    read.write_json(&mut again).expect("a Vec takes everything");
    assert!(json == again, "a record that was read is written otherwise");
});
