//! Chooses which blocks of a page are its article.
//!
//! Losing a reporter's sentence is the worst mistake, so a block goes only where the page's build says that it is none of the article's:
//! what stands above the headline, what stands below the smallest part that holds every sentence, and parts that are named as
//! comments, related articles, menus and the like (`rules/pages.toml`). What gets through, saring's own rules see like any other line.
//!
//! Before: `Beranda | Ekonomi`, `Sumur baru di Dusun Ba`, `Warga menggali bersama selama tiga bulan.`, `Terpopuler`, `Harga cabai naik`.
//! After: the second and the third.

use super::names::Mark;
use super::page::{Block, Page};

/// A sentence has so many bytes beside links …
const SENTENCE: usize = 12;

/// … or so many where it ends as what leads to something may …
const LEADS: usize = 40;

/// … or so many without a mark at its end.
const LONG: usize = 100;

/// A likely part with more than this share of the page's sentences is kept …
const PART: f64 = 0.3;

/// … and a sure one with more than this.
const MOST: f64 = 0.5;

/// What was chosen.
pub struct Choice {
    /// The headline's block, and whether it is likely more than a piece of the page's `<title>`, such as the paper's name.
    pub headline: Option<(usize, bool)>,
    /// For each block, whether it is the article's.
    pub kept: Vec<bool>,
}

/// For each block, whether a browser shows it.
pub fn shown(page: &Page) -> Vec<bool> {
    cover(page, |part| page.parts[part].mark == Mark::Dead).into_iter().map(|dead| !dead).collect()
}

/// Chooses.
pub fn choose(page: &Page) -> Choice {
    let blocks = &page.blocks;
    let dead = cover(page, |part| page.parts[part].mark == Mark::Dead);
    let found = headline(page, &dead);
    let mut headline = found.map(|(_, at)| at);
    let mut out = left_out(page, &dead, headline);
    let sentences: Vec<bool> = (0..blocks.len()).map(|at| !out[at] && is_sentence(&blocks[at])).collect();
    let weight = |range: &mut dyn Iterator<Item = usize>| range.filter(|at| sentences[*at]).map(|at| blocks[at].text.len()).sum::<usize>();
    // a headline below most of what is said is another article's
    if headline.is_some_and(|at| weight(&mut (0..at)) > weight(&mut (at..blocks.len()))) {
        headline = None;
    }
    let begin = headline.unwrap_or_default();
    let below: Vec<usize> = (begin..blocks.len()).filter(|at| sentences[*at] && Some(*at) != headline).collect();
    if let Some(main) = around(page, &below) {
        let main = page.parts[main];
        for (at, out) in out.iter_mut().enumerate() {
            let above = at < begin && !(main.first <= at && sentences[at]);
            *out |= above || at >= main.end;
        }
    }
    if let Some(at) = headline {
        out[at] = false;
    }
    let sure = found.is_some_and(|(rank, _)| rank != PIECE);
    Choice { headline: headline.map(|at| (at, sure)), kept: out.into_iter().map(|out| !out).collect() }
}

/// Whether a block is, by its form, more than a label or a link.
fn is_sentence(block: &Block) -> bool {
    let own = block.text.len() - block.linked;
    let least = match block.text.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']']).chars().next_back() {
        Some('.' | '!' | '?' | '…') => SENTENCE,
        Some(':' | ';') => LEADS,
        _ => LONG,
    };
    own >= least && 2 * own > block.text.len()
}

/// For each block, whether a part of which `is` holds lies around it.
fn cover(page: &Page, is: impl Fn(usize) -> bool) -> Vec<bool> {
    let mut steps = vec![0_i64; page.blocks.len() + 1];
    for (at, part) in page.parts.iter().enumerate() {
        if is(at) {
            steps[part.first] += 1;
            steps[part.end] -= 1;
        }
    }
    let mut depth = 0;
    steps
        .iter()
        .take(page.blocks.len())
        .map(|step| {
            depth += step;
            depth > 0
        })
        .collect()
}

/// The blocks of those parts that are named as none of the article's.
fn left_out(page: &Page, dead: &[bool], headline: Option<usize>) -> Vec<bool> {
    let holds_headline = |part: usize| headline.is_some_and(|at| (page.parts[part].first..page.parts[part].end).contains(&at));
    let others = cover(page, |part| page.parts[part].mark == Mark::Others && !holds_headline(part));
    let own = |at: usize| if dead[at] || others[at] || !is_sentence(&page.blocks[at]) { 0 } else { page.blocks[at].text.len() };
    let mut sums = vec![0];
    sums.extend((0..page.blocks.len()).scan(0, |sum, at| {
        *sum += own(at);
        Some(*sum)
    }));
    let all = sums.last().copied().unwrap_or_default() as f64;
    let share = |part: usize| (sums[page.parts[part].end] - sums[page.parts[part].first]) as f64 / all.max(1.0);
    for least in [Mark::Likely, Mark::Sure, Mark::Tagged, Mark::Dead] {
        let out = cover(page, |part| match page.parts[part].mark {
            Mark::Dead => true,
            mark if mark < least || mark == Mark::None || holds_headline(part) => false,
            Mark::Likely => share(part) <= PART,
            Mark::Sure => share(part) <= MOST,
            _ => true,
        });
        let left = (0..out.len()).any(|at| !out[at] && Some(at) != headline && is_sentence(&page.blocks[at]));
        if left || least == Mark::Dead {
            return out;
        }
    }
    dead.to_vec()
}

/// The rank of a block that is a piece of the `<title>` and no heading.
const PIECE: u32 = 2;

/// The block in which the headline stands, behind its rank.
fn headline(page: &Page, dead: &[bool]) -> Option<(u32, usize)> {
    let said: Vec<String> = page.head.titles.iter().map(|title| fold(title)).filter(|title| !title.is_empty()).collect();
    let marked = cover(page, |part| page.parts[part].mark != Mark::None);
    let mut best: Option<(u32, usize)> = None;
    for (at, block) in page.blocks.iter().enumerate().filter(|(at, _)| !dead[*at]) {
        let part = page.parts[block.part];
        // a title is no longer than this, and folding is not for nothing
        let text = if block.text.len() <= 400 { fold(&block.text) } else { String::new() };
        let whole = !text.is_empty() && said.contains(&text);
        let within = text.chars().count() >= 10 && said.iter().any(|said| said.starts_with(&text) || said.ends_with(&text));
        let rank = match (whole, within, part.heading) {
            (true, _, 1) => 7,
            (_, true, 1) => 6,
            (true, _, 2..) => 5,
            (_, true, 2..) => 4,
            (true, ..) => 3,
            (_, true, _) => PIECE,
            (.., 1) => 1,
            _ => 0,
        };
        let rank = if marked[at] { rank / 4 } else { rank };
        if rank > 0 && best.is_none_or(|(most, _)| rank > most) {
            best = Some((rank, at));
        }
    }
    best
}

/// Letters and digits alone, small.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The smallest part that holds all these blocks, or the article in which that lies.
fn around(page: &Page, blocks: &[usize]) -> Option<usize> {
    let (first, last) = (*blocks.first()?, *blocks.last()?);
    let holds = |part: usize| page.parts[part].first <= first && last < page.parts[part].end;
    let mut main = page.blocks[first].part;
    while main != 0 && !holds(main) {
        main = page.parts[main].parent;
    }
    let mut article = main;
    while article != 0 && !page.parts[article].article {
        article = page.parts[article].parent;
    }
    Some(if article == 0 { main } else { article })
}
