//! Places and names beyond Vietnam: the packs `indonesia` and `foreign_names`.

use super::lexicon::List;
use crate::error::RuleError;
use crate::rules::Packs;
use crate::text::phrases::Phrases;
use crate::text::tokens::Token;
use crate::text::vocabulary::{Vocabulary, WORLD};

const REGION: u64 = 1;
const NAME: u64 = 2;
const DOUBTFUL: u64 = 4;
const LINK: u64 = 8;

/// The compiled lists.
#[derive(Debug)]
pub(super) struct World {
    phrases: Phrases,
    /// Endings of names, in lower case.
    endings: Vec<String>,
}

/// A word with the ending of a name has at least so many bytes.
const ENDED: usize = 6;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    list: Vec<List>,
}

impl World {
    pub(super) fn compile(packs: &Packs, vocabulary: &mut Vocabulary) -> Result<Self, RuleError> {
        let mut phrases = Phrases::default();
        let mut endings = Vec::new();
        for name in ["indonesia", "foreign_names"] {
            let pack: Pack = packs.read(name)?;
            for list in pack.list {
                if list.id == "id-name-ending" {
                    endings.extend(list.words);
                    continue;
                }
                let class = match list.id.as_str() {
                    "id-province" | "id-region" | "id-island" | "country-spelling" => REGION,
                    "id-name-doubtful" | "foreign-doubtful" => DOUBTFUL,
                    "id-name-link" => LINK,
                    _ => NAME,
                };
                list.words.iter().for_each(|word| phrases.insert(word, class));
            }
        }
        phrases.first_words().for_each(|hash| vocabulary.enter(hash, WORLD));
        Ok(Self { phrases, endings })
    }

    /// How many tokens the region spans that begins here.
    pub(super) fn region(&self, tokens: &[Token]) -> Option<usize> {
        self.phrases.longest(tokens, REGION).map(|(len, _)| len)
    }

    /// Whether the word is one of names and of little else.
    pub(super) fn is_name(&self, token: &Token) -> bool {
        self.word(token) & NAME != 0
    }

    /// Whether the word is one of names and of nothing else.
    pub(super) fn is_sure_name(&self, token: &Token) -> bool {
        self.word(token) & (NAME | DOUBTFUL) == NAME
    }

    /// Whether a capitalised word ends as Indonesian names do: Suhariyanto.
    pub(super) fn ends_as_name(&self, word: &str) -> bool {
        word.len() >= ENDED && word.is_ascii() && self.endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// Whether the word is a small one inside names: de, van, bin.
    pub(super) fn is_link(&self, token: &Token) -> bool {
        self.word(token) & LINK != 0
    }

    /// Whether the word may be part of a name.
    pub(super) fn may_be_name(&self, token: &Token) -> bool {
        self.word(token) & (NAME | DOUBTFUL | LINK) != 0
    }

    /// The classes of the word.
    fn word(&self, token: &Token) -> u64 {
        if token.has(WORLD) { self.phrases.word(token.plain) } else { 0 }
    }
}
