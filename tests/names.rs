//! Where a name begins after a place, on runs put together at random (`tools/places/splits.py`).

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, clippy::unwrap_used)]

use saring::text::names::{NameModel, Word};
use saring::text::places::Places;

const RUNS: &str = include_str!("data/name_splits.tsv");

/// The share of runs whose split must be right.
const FLOOR: f64 = 0.97;

#[test]
fn most_names_begin_where_they_do() {
    let (places, model) = (Places::built_in().expect("the tables read"), NameModel::built_in().expect("the tables read"));
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for line in RUNS.lines() {
        let mut columns = line.split('\t');
        let (Some(run), Some(start)) = (columns.next(), columns.next()) else { panic!("{line}") };
        let words: Vec<Word<'_>> = run.split(' ').map(Word::from).collect();
        let splits = model.best_split(&places, &words);
        all += 1;
        if splits.first().map(|split| split.0) == start.parse().ok() {
            right += 1;
        } else {
            wrong.push(format!("{line}\t{splits:?}"));
        }
    }
    let share = f64::from(right) / f64::from(all);
    println!("{right} of {all} right\n{}", wrong.join("\n"));
    assert!(share >= FLOOR, "{right} of {all}, the first wrong ones:\n{}", wrong[..wrong.len().min(20)].join("\n"));
}
