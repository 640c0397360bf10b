//! Scores the reading of web pages: what of the articles of `corpus/pages` is kept, what else gets through, before cleaning and after.
//!
//! ```sh
//! cargo run --release --example pages            # or another folder of pages with their .lines
//! ```

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "an example may read, time and print")]

mod score;

use std::env::args;
use std::path::PathBuf;
use std::time::Instant;

use saring::read::html;
use saring::{Article, Cleaner, Scratch};
use score::{Score, pages};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(args().nth(1).unwrap_or_else(|| "corpus/pages".to_owned()));
    let pages = pages(&folder)?;
    let cleaner = Cleaner::built_in()?;
    let mut scratch = Scratch::default();
    println!("{:30} {:>9} {:>11} {:>9} {:>15}", "", "headlines", "text", "captions", "other lines");
    let every = |bytes: &[u8]| html::every_line(bytes, None);
    let article = |bytes: &[u8]| html::read(bytes, None).map(|article| article.text.into_owned());
    for (what, read) in [("every line of the page", &every as &dyn Fn(&[u8]) -> Result<String, String>), ("the article", &article)] {
        let (mut before, mut after) = (Score::default(), Score::default());
        for (name, bytes, truth) in &pages {
            let text = read(bytes)?;
            before.add(name, &text, truth);
            after.add(name, &cleaner.clean(&Article::new(text), &mut scratch).text, truth);
        }
        for (when, score) in [("", before), (", cleaned", after)] {
            println!("{:30} {:>9} {:>11} {:>9} {:>15}", format!("{what}{when}"), score.titles, score.text, score.captions, score.through);
            for lost in score.lost {
                println!("  lost: {lost}");
            }
        }
    }
    let bytes: usize = pages.iter().map(|(_, bytes, _)| bytes.len()).sum();
    let (start, mut rounds) = (Instant::now(), 0);
    while start.elapsed().as_secs() < 1 {
        for (_, bytes, _) in &pages {
            html::read(bytes, None)?;
        }
        rounds += 1;
    }
    println!("{} pages, {:.1} MB/s", pages.len(), (bytes * rounds) as f64 / 1e6 / start.elapsed().as_secs_f64());
    Ok(())
}
