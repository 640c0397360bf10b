//! Reads an article for learning: what the present rules leave of it, line by line, and where each line stands.
//!
//! Trims and removals of the packs `boilerplate` and `sites` are carried out first, so that what they know is not proposed again. Lines
//! that only say another again are left in: a site repeats itself too.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::judge::{self, Proposal};
use super::ledger::Ledger;
use super::words::Words;
use crate::article::Article;
use crate::doc::Doc;
use crate::error::RuleError;
use crate::meta;
use crate::rules::Packs;
use crate::stages::boilerplate::fold::fold;
use crate::stages::boilerplate::{Boilerplate, NOTICE, Zone};
use crate::stages::normalise;
use crate::text::tokens::Token;
use crate::text::vocabulary::Vocabulary;

/// What is left of an article.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The host of its address; empty where none is known.
    pub host: String,
    /// Its lines, one after the other.
    text: String,
    lines: Vec<Seen>,
    /// A hash of its longest lines: the same article again has the same.
    pub(super) print: u64,
}

/// A line of a page.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    bytes: Range<usize>,
    /// The hash of its shape; 0 where no rule could match it.
    pub shape: u64,
    /// A month or weekday is in it, so that one shape has many forms.
    pub dated: bool,
    pub zone: Zone,
}

impl Page {
    pub(super) fn lines(&self) -> &[Seen] {
        &self.lines
    }

    /// Line `at` as it stands; empty before the first and after the last.
    pub(super) fn line(&self, at: Option<usize>) -> &str {
        at.and_then(|at| self.lines.get(at)).map_or("", |seen| &self.text[seen.bytes.clone()])
    }
}

/// Reads pages and judges what was counted: the compiled packs.
#[derive(Debug)]
pub struct Reader {
    boilerplate: Boilerplate,
    vocabulary: Vocabulary,
    pub(super) words: Words,
}

impl Reader {
    /// Compiles the packs that are needed.
    ///
    /// # Errors
    /// Where a pack cannot be used; the message names it.
    pub fn new(packs: &Packs) -> Result<Self, RuleError> {
        let mut vocabulary = Vocabulary::default();
        let boilerplate = Boilerplate::compile(packs, &mut vocabulary)?;
        Ok(Self { boilerplate, words: Words::compile(packs)?, vocabulary })
    }

    /// What the rules leave of `article`; `tokens` is a buffer to reuse.
    pub fn read(&self, article: &Article<'_>, tokens: &mut Vec<Token>) -> Page {
        let mut doc = Doc::new(&article.text, normalise::normalise, normalise::RULE, &self.vocabulary, std::mem::take(tokens));
        doc.host = meta::host_of(&article.url, &doc);
        let trims = self.boilerplate.trim(&doc);
        doc.apply(trims);
        let removals = self.boilerplate.judge(&doc);
        doc.apply(removals);

        let mut page = Page { host: doc.host.to_lowercase(), ..Page::default() };
        let (mut folded, mut shape) = (String::new(), String::new());
        for (line, zone) in self.boilerplate.zones(&doc) {
            let text = &doc.lines[line].text;
            shape.clear();
            if text.len() <= NOTICE {
                fold(text, &mut folded);
                self.words.shape(&folded, &mut shape);
            }
            let hash = if shape.is_empty() { 0 } else { xxh3_64(shape.as_bytes()) };
            let start = page.text.len();
            page.text.push_str(text);
            page.lines.push(Seen { bytes: start..page.text.len(), shape: hash, dated: shape.contains('~'), zone });
        }
        page.print = print(&page);
        *tokens = doc.into_tokens();
        page
    }

    /// Rules for what recurs, most frequent first.
    pub fn propose(&self, ledger: &Ledger) -> Vec<Proposal> {
        judge::proposals(&self.words, ledger)
    }
}

/// Three lines, so that a long notice of the site's does not make all its articles one.
fn print(page: &Page) -> u64 {
    let mut longest: [(usize, usize); 3] = [(0, 0); 3];
    for (at, seen) in page.lines.iter().enumerate() {
        let long = (seen.bytes.len(), at);
        if long > longest[0] {
            longest[0] = long;
            longest.sort_unstable();
        }
    }
    let mut hashes = [0; 24];
    for (into, (long, at)) in hashes.chunks_exact_mut(8).zip(longest) {
        let line = if long == 0 { "" } else { page.line(Some(at)) };
        into.copy_from_slice(&xxh3_64(line.as_bytes()).to_le_bytes());
    }
    xxh3_64(&hashes)
}
