//! Who holds which post: each sentence of `data/officials.toml` cleaned as an article of its own.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use saring::{Article, Cleaner, Scratch};

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

/// Lines that no article holds. Eight times the length may take some thirty times as long, for the machine has other work;
/// what looks at all that stands before for each word would take hundreds.
#[test]
fn hostile_lines_take_time_in_proportion() {
    let cleaner = Cleaner::built_in().unwrap();
    let syllables = ["An", "Binh", "Cuong", "Dung", "Hoa", "Khanh", "Linh", "Minh", "Nam", "Phuong", "Quang", "Son", "Thanh", "Vinh"];
    let syllable = |n: usize| syllables[n % syllables.len()];
    let shapes: [(&str, &dyn Fn(usize) -> String); 12] = [
        ("capitalised words", &|n| format!("{} ", syllable(n * 7 + n / 14))),
        ("unknown capitalised words", &|n| format!("Xq{n} ")),
        ("a list of names", &|n| format!("Nguyen {} {} {}, ", syllable(n), syllable(n / 14), syllable(n / 196))),
        ("short forms of one person", &|n| if n == 0 { "Bapak Nguyen Van An, Ketua Dewan, ".into() } else { "Bapak An An, ".into() }),
        ("brackets", &|_| "(".into()),
        ("commas", &|_| "Ketua, , ".into()),
        ("a list inside a title", &|_| "Dinas Kebudayaan, Olahraga, ".into()),
        ("deputies", &|_| "Wakil ".into()),
        ("a title that never ends", &|n| if n == 0 { "Ketua Komite ".into() } else { "Rakyat dan Partai dan ".into() }),
        ("appointments", &|n| format!("Nguyen Van {} ditunjuk sebagai Ketua Dewan, ", syllable(n))),
        ("posts of one person", &|n| if n == 0 { "Nguyen Van An".into() } else { format!(", Ketua Dewan Xq{n}") }),
        ("things with names", &|n| format!("Jalan {} ", syllable(n))),
    ];
    let time = |shape: &dyn Fn(usize) -> String, count: usize| {
        let text: String = (0..count).map(shape).collect();
        let begin = Instant::now();
        cleaner.clean(&Article::new(text.as_str()), &mut Scratch::default());
        begin.elapsed()
    };
    for (name, shape) in shapes {
        let (short, long) = (time(shape, 1_000), time(shape, 8_000));
        assert!(long < short * 32 + Duration::from_secs(1), "{name}: {short:?}, then {long:?}");
        println!("{name}: {short:?}, then {long:?}");
    }
}
