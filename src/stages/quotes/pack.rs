//! Reads the pack `quotes`: which keys an entry may have, and how entries become a lexicon and cue rules.
//!
//! What the entries mean is told at the head of `rules/quotes.toml`; how they are used, in [`super::kinds`].

use serde::Deserialize;

use super::lexicon::{LISTS, Lexicon};
use crate::error::RuleError;
use crate::record::QuoteKind;
use crate::rules::Packs;

const PACK: &str = "quotes";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Pack {
    rule: Vec<RuleEntry>,
    list: Vec<ListEntry>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(clippy::struct_excessive_bools)] // they are keys of the pack, each on its own
struct RuleEntry {
    id: String,
    #[serde(rename = "why")]
    _why: String,
    #[serde(rename = "catches")]
    _catches: Vec<String>,
    #[serde(rename = "spares")]
    _spares: Vec<String>,
    kind: Option<QuoteKind>,
    words: Vec<String>,
    between: usize,
    colon: Option<usize>,
    loose: bool,
    content: usize,
    capital: bool,
    after: bool,
    rank: u8,
    inflect: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListEntry {
    id: String,
    #[serde(rename = "why")]
    _why: String,
    words: Vec<String>,
}

/// A rule of the pack, ready for use. Those without cues have only their id.
#[derive(Debug)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// What a quotation after its cue is.
    pub kind: QuoteKind,
    /// Words that may stand between cue and quotation.
    pub between: usize,
    /// The same before a colon or comma, if one may stand there.
    pub colon: Option<usize>,
    /// Whether a clause may stand between cue and colon.
    pub loose: bool,
    /// Words of substance that the quotation needs.
    pub content: usize,
    /// Whether the quotation must begin with a capital.
    pub capital: bool,
    /// Whether the cue may follow the quotation.
    pub after: bool,
    /// Which of two cues in one phrase wins.
    pub rank: u8,
}

/// The compiled pack.
#[derive(Debug)]
pub struct Compiled {
    /// Words and cues.
    pub lexicon: Lexicon,
    /// All rules, sorted by id.
    pub rules: Vec<Rule>,
}

impl Compiled {
    /// Compiles the pack.
    pub fn of(packs: &Packs) -> Result<Self, RuleError> {
        let mut pack: Pack = packs.read(PACK)?;
        let mut lexicon = Lexicon::default();
        for ListEntry { id, words, .. } in &pack.list {
            let Ok(at) = LISTS.binary_search_by_key(&id.as_str(), |(name, _)| name) else {
                let known: Vec<_> = LISTS.iter().map(|(name, _)| *name).collect();
                return Err(fault(id, format!("no such list; the lists are {}", known.join(", "))));
            };
            for word in words {
                if !lexicon.add(word, LISTS[at].1) {
                    return Err(fault(id, format!("`{word}` holds no word")));
                }
            }
        }
        pack.rule.sort_by(|a, b| a.id.cmp(&b.id));
        let mut rules = Vec::with_capacity(pack.rule.len());
        for (at, entry) in pack.rule.into_iter().enumerate() {
            if !entry.words.is_empty() && entry.kind.is_none() {
                return Err(fault(&entry.id, "has `words` but no `kind`".to_owned()));
            }
            for word in &entry.words {
                let mut fine = lexicon.add_cue(word, at);
                if entry.inflect && word.is_ascii() && !word.contains(' ') {
                    fine &= lexicon.add_cue(&format!("{word}nya"), at) && lexicon.add_cue(&format!("{word}-{word}"), at);
                }
                if !fine {
                    return Err(fault(&entry.id, format!("`{word}` holds no word")));
                }
            }
            rules.push(Rule {
                id: entry.id,
                kind: entry.kind.unwrap_or(QuoteKind::Term),
                between: entry.between,
                colon: entry.colon,
                loose: entry.loose,
                content: entry.content,
                capital: entry.capital,
                after: entry.after,
                rank: entry.rank,
            });
        }
        Ok(Self { lexicon, rules })
    }

    /// The rule of this id as the pack spells it, unless it is switched off.
    pub fn id(&self, id: &str) -> Option<&str> {
        self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok().map(|at| self.rules[at].id.as_str())
    }
}

fn fault(id: &str, message: String) -> RuleError {
    RuleError::Rule { pack: PACK.to_owned(), id: id.to_owned(), message }
}
