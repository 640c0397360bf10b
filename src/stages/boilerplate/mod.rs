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
mod pattern;
mod trim;

use hashbrown::HashSet;

use crate::error::RuleError;
use crate::rules::Packs;
use crate::text::lexicon::Lexicon;
use crate::text::vocabulary::Vocabulary;
use alone::Alone;
pub use alone::{LABEL, NOTICE};
pub use context::Zone;
use dates::Dates;
use headline::Placeholders;
use names::NameWords;
use pack::{By, Rule};

/// The packs that are read, in order.
const PACKS: [&str; 2] = ["boilerplate", "sites"];

/// Lists of names in the pack `indonesia`.
const NAMES: [&str; 5] = ["id-given", "id-given-more", "id-family", "id-name-doubtful", "ms-name"];

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
    /// Labels of authorship that need no colon, as they stand.
    labels: Vec<String>,
    lexicon: Lexicon,
}

impl Boilerplate {
    /// Compiles the packs `boilerplate` and `sites`, and enters their words.
    ///
    /// # Errors
    /// Where a rule cannot be used; the message names pack, rule and key.
    pub fn compile(packs: &Packs, vocabulary: &mut Vocabulary) -> Result<Self, RuleError> {
        let (mut rules, mut lists) = (Vec::new(), Vec::new());
        for pack in PACKS {
            let (more, words) = pack::read(packs, pack)?;
            rules.extend(more);
            lists.extend(words);
        }
        let words = |id: &str| -> HashSet<String> {
            lists.iter().filter(|list| list.id == id).flat_map(|list| list.words.iter().cloned()).collect()
        };
        let in_order =
            |id: &str| -> Vec<String> { lists.iter().filter(|list| list.id == id).flat_map(|list| list.words.iter().cloned()).collect() };
        let mut judges: Vec<(By, usize)> = rules.iter().enumerate().filter_map(|(index, rule)| Some((rule.by?, index))).collect();
        judges.sort_unstable();
        Ok(Self {
            trims: (0..rules.len()).filter(|&rule| rules[rule].is_trim()).collect(),
            judges,
            alone: Alone::compile(&rules, PACKS[0], vocabulary)?,
            dates: Dates::new(words("date.filler"), words("date.plain")),
            placeholders: Placeholders::new(&in_order("image.words"), vocabulary),
            names: NameWords {
                never: words("author.never"),
                places: words("author.places"),
                roles: words("author.roles"),
                agencies: words("author.agencies"),
                given: given_names(packs),
            },
            labels: in_order("author.labels"),
            lexicon: Lexicon::built_in(),
            rules,
        })
    }

    /// The names of which `line` is made, if of nothing else.
    fn names_in(&self, line: &str) -> Option<names::Names> {
        self.names.read(&self.lexicon, line)
    }

    /// The reader of dates, which the record's facts need too.
    pub fn dates(&self) -> &Dates {
        &self.dates
    }
}

/// The lists of Indonesian and Malay names, which another pack keeps.
fn given_names(packs: &Packs) -> HashSet<String> {
    let lists = packs.table("indonesia").and_then(|table| table.get("list")).and_then(toml::Value::as_array);
    let named = |list: &&toml::Value| list.get("id").and_then(toml::Value::as_str).is_some_and(|id| NAMES.contains(&id));
    let words = lists.into_iter().flatten().filter(named).filter_map(|list| list.get("words")?.as_array()).flatten();
    words.filter_map(|word| Some(word.as_str()?.to_lowercase())).collect()
}
