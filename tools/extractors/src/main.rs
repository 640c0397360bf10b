//! Scores published extractors of articles on the pages of `corpus/pages`, beside saring's own reader.
//!
//! Each is asked for as much as its settings allow (recall before precision, no least length); what it gives as HTML is cut into lines by
//! saring's reader. `cargo run --release --manifest-path tools/extractors/Cargo.toml`; with `hostile`, how long each takes over a
//! hundred thousand open `<div>`.

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

fn main() -> Result<(), Box<dyn std::error::Error>> {
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
