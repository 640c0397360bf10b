//! What the titles of the annotated articles say, each row checked by hand against its text.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use saring::Cleaner;

/// Titles that name no level, as a human reads them (ranks aside).
const WITHOUT_LEVEL: &str = include_str!("data/titles_without_level.txt");

/// The share of titles that must be read: with a role, and with a level where the title says one.
const FLOOR: f64 = 0.95;

/// Article and title, in order.
fn titles() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/gold");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    let mut titles = Vec::new();
    for path in files {
        let gold: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let article = path.file_name().unwrap().to_string_lossy().replace(".gold.json", "");
        for official in gold["officials"].as_array().unwrap() {
            for title in official["titles"].as_array().unwrap() {
                titles.push((article.clone(), title.as_str().unwrap().to_owned()));
            }
        }
    }
    titles
}

#[test]
fn gold_titles_are_read_as_checked_by_hand() {
    let cleaner = Cleaner::built_in().unwrap();
    let mut table = String::from("article | title | role | organisation | level | place | code | today\n");
    let without: BTreeSet<&str> = WITHOUT_LEVEL.lines().collect();
    let titles = titles();
    let mut open = Vec::new();
    let (mut level, mut ranks) = (0, 0);
    for (article, title) in &titles {
        let post = cleaner.read_title(title);
        let filled = !post.role.is_empty() && (!post.level.is_empty() || post.role == "rank" || without.contains(title.as_str()));
        level += usize::from(!post.level.is_empty());
        ranks += usize::from(post.role == "rank");
        if !filled {
            open.push(title.as_str());
        }
        let cells = [article, &post.title, &post.role, &post.organisation, &post.level, &post.place, &post.place_code, &post.place_today];
        writeln!(table, "{}", cells.map(String::as_str).join(" | ").trim_end()).unwrap();
    }
    let share = 1.0 - open.len() as f64 / titles.len() as f64;
    println!("{share:.3} of {} titles are read; {level} name a level, {ranks} are ranks", titles.len());
    insta::assert_snapshot!("gold_titles", table);
    assert!(share >= FLOOR, "{share:.3}: {open:#?}");
}
