//! Measures language identification on files of `set<TAB>language<TAB>text` lines, one line at a time, and beside it whatlang; and on folders
//! of annotated articles (`NAME.txt` beside `NAME.gold.json`), as the program cleans them.
//!
//! ```text
//! cargo run --release --example language -- FILE.tsv… FOLDER… [--errors]
//! ```
//!
//! A language may carry a variant after a hyphen (`vie-ascii`); `oth` stands for languages that must not be taken for Indonesian.
//! `--errors` lists the lines that went wrong. The last columns put each line into an Indonesian article and count how many are marked
//! foreign there: none of the Indonesian ones should be. The lines that a folder's articles keep are measured alone, too.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use saring::text::language_model::{By, Guess, LanguageModel};
use saring::text::tokens::{Token, tokenize};
use saring::{Article, Cleaner, Scratch};

type Failure = Box<dyn std::error::Error>;

/// A line: the set it belongs to, its language, its text.
type Row = (String, String, String);

#[derive(Default)]
struct Tally {
    lines: u32,
    right: u32,
    undecided: u32,
    indonesian: u32,
    whatlang_right: u32,
    asked: u32,
    marked: u32,
    marked_right: u32,
}

fn main() -> Result<(), Failure> {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let flag = |name: &str| flags.iter().any(|flag| flag == name);
    let mut rows: Vec<Row> = Vec::new();
    for path in paths.iter().map(Path::new) {
        if path.is_dir() {
            articles(path, flag("--errors"), &mut rows)?;
            continue;
        }
        for line in std::fs::read_to_string(path)?.lines() {
            let mut fields = line.splitn(3, '\t').map(str::to_owned);
            rows.extend(fields.next().zip(fields.next()).zip(fields.next()).map(|((set, language), text)| (set, language, text)));
        }
    }
    if rows.is_empty() {
        return Err("what is to be measured? give a TSV of set, language, text, or a folder of annotated articles".into());
    }

    let started = Instant::now();
    let model = LanguageModel::built_in();
    println!("start-up: {:.3} ms", started.elapsed().as_secs_f64() * 1e3);

    let mut tallies: BTreeMap<(&str, &str), Tally> = BTreeMap::new();
    let mut bins = [(0_u32, 0_u32); 10];
    let mut tokens: Vec<Token> = Vec::new();
    for (set, language, text) in rows.iter().map(|(set, language, text)| (set.as_str(), language.as_str(), text.as_str())) {
        tokens.clear();
        tokenize(text, &mut tokens);
        let guess = model.identify(text, &tokens);
        let code = language.split('-').next().unwrap_or(language);
        let tally = tallies.entry((set, language)).or_default();
        tally.lines += 1;
        tally.right += u32::from(guess.language == code);
        tally.undecided += u32::from(guess.language == "und");
        tally.indonesian += u32::from(guess.language == "ind");
        tally.asked += u32::from(guess.by == By::Whatlang);
        tally.whatlang_right += u32::from(whatlang::detect(text).is_some_and(|info| info.lang().code() == code));
        // Lines of other languages are put into an Indonesian article, Indonesian lines too: those must stay.
        let marked = model.judge(text, &tokens, &model.score_line(text, &tokens), "ind");
        tally.marked += u32::from(marked.is_some());
        tally.marked_right += u32::from(marked.is_some_and(|guess| guess.language == code));
        if !matches!(language, "oth" | "min" | "ban" | "bjn") && guess.score > 0.0 {
            let bin = &mut bins[((guess.score * 10.0) as usize).min(9)];
            bin.0 += 1;
            bin.1 += u32::from(guess.language == code);
        }
        if flag("--errors") && guess.language != code {
            println!("{set} {language}: {} {:.2} {:.1} {text}", guess.language, guess.score, guess.margin);
        }
    }

    println!(
        "\none line at a time, per cent\nset          language    lines  right   und   ind  whatlang  asked | in an ind article: marked  rightly"
    );
    let percent = |part: u32, whole: u32| 100.0 * f64::from(part) / f64::from(whole.max(1));
    for ((set, language), t) in &tallies {
        let [right, undecided, indonesian, whatlang, asked, marked, marked_right] =
            [t.right, t.undecided, t.indonesian, t.whatlang_right, t.asked, t.marked, t.marked_right].map(|part| percent(part, t.lines));
        println!(
            "{set:12} {language:10} {:6}  {right:5.1} {undecided:5.1} {indonesian:5.1}  {whatlang:8.1}  {asked:5.1} | {marked:26.2} {marked_right:8.1}",
            t.lines
        );
    }
    let home = tallies.iter().filter(|((_, language), _)| *language == "ind");
    let (marked, lines) = home.fold((0, 0), |(marked, lines), (_, t)| (marked + t.marked, lines + t.lines));
    println!(
        "of {lines} Indonesian lines in an Indonesian article {marked} marked foreign, {:.2} in a thousand",
        10.0 * percent(marked, lines)
    );
    let (asked, lines) = tallies.values().fold((0, 0), |(asked, lines), t| (asked + t.asked, lines + t.lines));
    println!("whatlang asked on {:.2}% of {lines} lines", percent(asked, lines));

    println!("\nscore      lines  right");
    for (bin, (lines, right)) in bins.iter().enumerate().filter(|(_, (lines, _))| *lines > 0) {
        println!("{:.1}-{:.1} {lines:8}  {:5.1}", bin as f64 / 10.0, (bin + 1) as f64 / 10.0, percent(*right, *lines));
    }
    speed(&model, &rows);
    Ok(())
}

/// Cleans a folder's articles, compares the language of each and its foreign lines with what a person marked, and appends the kept lines to
/// `rows`.
fn articles(folder: &Path, list: bool, rows: &mut Vec<Row>) -> Result<(), Failure> {
    let (cleaner, mut scratch) = (Cleaner::built_in()?, Scratch::default());
    let set = folder.file_name().unwrap_or_default().to_string_lossy();
    let mut files: Vec<_> = std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let (mut all, mut right, mut lines, mut wrong, mut foreign, mut found) = (0, 0, 0, 0, 0, 0);
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "txt")) {
        let Ok(gold) = std::fs::read(file.with_extension("gold.json")) else { continue };
        let gold: serde_json::Value = serde_json::from_slice(&gold)?;
        let language = gold["language"].as_str().unwrap_or("und");
        let marks = gold["foreign"].as_array().into_iter().flatten();
        let marks: BTreeMap<u64, &str> = marks.filter_map(|mark| mark["line"].as_u64().zip(mark["language"].as_str())).collect();
        let text = std::fs::read_to_string(file)?;
        let record = cleaner.clean(&Article::new(text.as_str()), &mut scratch);
        all += 1;
        right += u32::from(record.language == language);
        foreign += marks.len();
        lines += record.lines.len() - marks.len().min(record.lines.len());
        for mark in &record.foreign {
            let same = marks.get(&u64::from(mark.line)) == Some(&mark.language.as_str());
            found += usize::from(same);
            wrong += usize::from(!same);
            if list && !same {
                println!("{}: line {} marked {}", file.display(), mark.line, mark.language);
            }
        }
        for (&number, text) in record.lines.iter().zip(record.text.split('\n')) {
            let language = marks.get(&u64::from(number)).copied().unwrap_or(language);
            rows.push((set.to_string(), language.to_owned(), text.to_owned()));
        }
    }
    println!(
        "{set}: language of {right} of {all} articles right, {found} of {foreign} foreign lines found, {wrong} of {lines} others marked foreign"
    );
    Ok(())
}

/// Time a byte: cutting into tokens, which other stages share, and what comes on top.
fn speed(model: &LanguageModel, rows: &[Row]) {
    let texts: Vec<&str> = rows.iter().filter(|(_, language, _)| language == "ind").map(|(_, _, text)| text.as_str()).collect();
    let bytes: usize = texts.iter().map(|text| text.len()).sum::<usize>().max(1);
    let cut: Vec<Vec<Token>> = texts
        .iter()
        .map(|text| {
            let mut tokens = Vec::new();
            tokenize(text, &mut tokens);
            tokens
        })
        .collect();
    let measure = |name: &str, run: &dyn Fn() -> usize| {
        let best = (0..7).map(|_| {
            let started = Instant::now();
            let sum = run();
            (started.elapsed().as_secs_f64(), sum)
        });
        let (seconds, sum) = best.fold((f64::INFINITY, 0), |(least, _), (seconds, sum)| (least.min(seconds), sum));
        println!("{name:28} {:8.2} ns/byte ({sum})", seconds * 1e9 / bytes as f64);
    };
    println!("\nspeed over {bytes} bytes of Indonesian, best of 7");
    measure("tokens (shared)", &|| {
        let mut tokens = Vec::new();
        texts
            .iter()
            .map(|text| {
                tokens.clear();
                tokenize(text, &mut tokens);
                tokens.len()
            })
            .sum()
    });
    let language = |guess: Guess| usize::from(guess.language == "ind");
    measure("identify", &|| texts.iter().zip(&cut).map(|(text, tokens)| language(model.identify(text, tokens))).sum());
    measure("judge", &|| {
        texts
            .iter()
            .zip(&cut)
            .map(|(text, tokens)| usize::from(model.judge(text, tokens, &model.score_line(text, tokens), "ind").is_some()))
            .sum()
    });
    measure("whatlang", &|| texts.iter().map(|text| usize::from(whatlang::detect(text).is_some())).sum());
}
