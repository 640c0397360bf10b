//! Scores published extractors of articles on the pages of `corpus/pages`, beside saring's own reader.
//!
//! Each is asked for as much as its settings allow (recall before precision, no least length); what it gives as HTML is cut into lines by
//! saring's reader. `cargo run --release --manifest-path tools/extractors/Cargo.toml`; with `hostile NAME`, how long one takes over a
//! hundred thousand open `<div>`; with `expected FOLDER`, what share of the long lines of each `expected.html` is kept of the
//! `source.html` beside it, as Mozilla's test pages are laid out (the source of the crate readability-rust has them).

#[path = "../../../examples/pages/score.rs"]
mod score;

use std::panic::catch_unwind;
use std::path::Path;
use std::time::Instant;

use saring::read::html;
use saring::{Article, Cleaner, Scratch};
use score::{Score, pages};

type Extract = fn(&str) -> Option<String>;

/// Too short an article is none for these; so many bytes are enough here.
const LEAST: usize = 100;

const EXTRACTORS: [(&str, Extract); 9] = [
    ("saring", |page| html::read(page.as_bytes(), Some("utf-8")).ok().map(|article| article.text.into_owned())),
    ("html2text", |page| html2text::config::plain().string_from_read(page.as_bytes(), 100_000).ok()),
    ("dom_smoothie", |page| {
        let config = dom_smoothie::Config { char_threshold: LEAST, ..Default::default() };
        let article = dom_smoothie::Readability::new(page, None, Some(config)).and_then(|mut page| page.parse()).ok()?;
        Some(lines(&article.title, &article.content))
    }),
    ("legible", |page| {
        let options = legible::Options { char_threshold: LEAST, ..Default::default() };
        legible::parse(page, None, Some(options)).ok().map(|article| lines(&article.title, &article.content))
    }),
    ("libreadability", |page| {
        let article = libreadability::Parser::new().with_char_threshold(LEAST).parse(page, None).ok()?;
        Some(lines(&article.title, &article.content))
    }),
    ("readability-rust", |page| {
        let options = readability_rust::ReadabilityOptions { char_threshold: LEAST, ..Default::default() };
        let article = readability_rust::Readability::new(page, Some(options)).ok()?.parse()?;
        Some(lines(&article.title?, &article.content?))
    }),
    ("readable-readability", |page| {
        let (content, meta) = readable_readability::Readability::new().parse(page);
        Some(lines(&meta.article_title.or(meta.page_title)?, &content.to_string()))
    }),
    ("rs-trafilatura", |page| {
        let options = rs_trafilatura::Options { favor_recall: true, include_tables: true, include_comments: false, ..Default::default() };
        let article = rs_trafilatura::extract_with_options(page, &options).ok()?;
        Some(format!("{}\n{}", article.metadata.title.unwrap_or_default(), article.content_text))
    }),
    ("trafilatura", |page| {
        let options = trafilatura::Options::default().with_fallback(true).with_exclude_comments(true);
        let options = options.with_focus(trafilatura::ExtractionFocus::FavorRecall);
        trafilatura::extract(page, &options).ok().map(|article| lines(&article.metadata.title, &article.content_html))
    }),
];

fn lines(title: &str, content: &str) -> String {
    format!("{title}\n{}", html::every_line(content.as_bytes(), Some("utf-8")).unwrap_or_default())
}

/// Letters and digits alone.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Of the long lines that are expected of pages, how many are kept.
fn expected(folder: &str) -> Result<(), Box<dyn std::error::Error>> {
    let mut pages = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let (page, wanted) = (std::fs::read(path.join("source.html"))?, std::fs::read(path.join("expected.html"))?);
        let page = html::charset::decode(&page, None)?.into_owned();
        let shown = fold(&html::every_line(page.as_bytes(), Some("utf-8"))?);
        // a line that the page has not as it is expected (a word was put in, or taken out) says nothing
        let wanted = html::every_line(&wanted, Some("utf-8"))?;
        let wanted: Vec<_> = wanted.lines().filter(|line| line.len() >= 60).map(fold).filter(|line| shown.contains(line)).collect();
        pages.push((page, wanted));
    }
    for (name, extract) in EXTRACTORS {
        let (mut kept, mut all) = (0, 0);
        for (page, wanted) in &pages {
            let text = fold(&catch_unwind(|| extract(page)).ok().flatten().unwrap_or_default());
            kept += wanted.iter().filter(|line| text.contains(*line)).count();
            all += wanted.len();
        }
        println!("{name:22} {kept} of {all} lines of {} pages", pages.len());
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [_, folder] = &words[..]
        && words[0] == "expected"
    {
        return expected(folder);
    }
    if let Some(name) = std::env::args().skip(1).skip_while(|word| word != "hostile").nth(1) {
        let page = format!("<body>{}<p>Air surut di Dusun Ba pada Senin pagi.", "<div>".repeat(100_000));
        let (_, extract) = EXTRACTORS.iter().find(|(known, _)| *known == name).ok_or("no such extractor")?;
        let start = Instant::now();
        let got = extract(&page).map(|text| text.len());
        println!("{name}: {got:?} bytes in {:.1} s", start.elapsed().as_secs_f64());
        return Ok(());
    }
    let pages = pages(Path::new("corpus/pages"))?;
    let cleaner = Cleaner::built_in()?;
    println!("{:22} {:>9} {:>11} {:>9} {:>11} {:>11}", "", "headlines", "text", "captions", "other lines", "cleaned");
    for (name, extract) in EXTRACTORS {
        let (mut before, mut after) = (Score::default(), Score::default());
        for (page, bytes, truth) in &pages {
            let html = html::charset::decode(bytes, None)?;
            let text = catch_unwind(|| extract(&html)).ok().flatten().unwrap_or_default();
            before.add(page, &text, truth);
            after.add(page, &cleaner.clean(&Article::new(text), &mut Scratch::default()).text, truth);
        }
        let Score { titles, text, captions, through, .. } = before;
        println!("{name:22} {titles:>9} {text:>11} {captions:>9} {through:>11} {:>11}", after.through);
    }
    Ok(())
}
