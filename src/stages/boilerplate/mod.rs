//! Marks what the site or the scraper put there and the reporter did not write, and what stands glued to a kept line.
//!
//! A line is looked at alone ([`alone`]: labels, rows of labels, patterns), then by its neighbours and its place ([`context`]: links under
//! a heading, names of authors, dates, placeholders of images). Before both, glued pieces are cut off ([`trim`]). What is known stands in
//! the packs `boilerplate` and `sites`. Paragraphs said twice are left to [`super::duplicates`].
//!
//! Of `Warga menimbang kopi. |`, `[iklan_1]`, `Komentar (0)` the words `Warga menimbang kopi.` stay.

mod alone;
mod context;
pub mod dates;
pub(crate) mod fold;
mod headline;
mod names;
mod pack;
mod trim;

use hashbrown::HashSet;

use crate::error::RuleError;
use crate::rules::Packs;
use alone::Alone;
pub use alone::{LABEL, NOTICE};
pub use context::Zone;
use dates::Dates;
use headline::Placeholders;
use names::NameWords;
use pack::{By, Rule};

/// The packs that are read, in order.
const PACKS: [&str; 2] = ["boilerplate", "sites"];

/// The compiled rules.
#[derive(Debug)]
pub struct Boilerplate {
    rules: Vec<Rule>,
    /// Places in `rules` of those that trim.
    trims: Vec<usize>,
    /// Places in `rules` of those that are written in code.
    judges: Vec<(By, usize)>,
    alone: Alone,
    dates: Dates,
    placeholders: Placeholders,
    names: NameWords,
}

impl Boilerplate {
    /// Compiles the packs `boilerplate` and `sites`.
    ///
    /// # Errors
    /// Where a rule cannot be used; the message names pack, rule and key.
    pub fn compile(packs: &Packs) -> Result<Self, RuleError> {
        let (mut rules, mut lists) = (Vec::new(), Vec::new());
        for pack in PACKS {
            let (more, words) = pack::read(packs, pack)?;
            rules.extend(more);
            lists.extend(words);
        }
        let words = |id: &str| -> HashSet<String> {
            lists.iter().filter(|list| list.id == id).flat_map(|list| list.words.iter().cloned()).collect()
        };
        let mut judges: Vec<(By, usize)> = rules.iter().enumerate().filter_map(|(index, rule)| Some((rule.by?, index))).collect();
        judges.sort_unstable();
        Ok(Self {
            trims: (0..rules.len()).filter(|&rule| rules[rule].is_trim()).collect(),
            judges,
            alone: Alone::compile(&rules, PACKS[0])?,
            dates: Dates::compile(words("date.filler"))?,
            placeholders: Placeholders::compile()?,
            names: NameWords {
                never: words("author.never"),
                places: words("author.places"),
                roles: words("author.roles"),
                agencies: words("author.agencies"),
            },
            rules,
        })
    }

    /// The reader of dates, which the record's facts need too.
    pub fn dates(&self) -> &Dates {
        &self.dates
    }
}
