//! The pack `defects` in the form that the checks ask: sets and maps of word hashes.

use hashbrown::HashMap;
use serde::Deserialize;

use super::CHECKS;
use crate::error::RuleError;
use crate::rules::Packs;
use crate::text::hash::{ByHash, Sieve, word_hash};
use crate::text::lexicon::hash_of;
use crate::text::vocabulary::{
    ABBREVIATION, AND, BARE, CREDIT, FORM, FUNCTION, PREFIX, RENDERING, SHORT, SUFFIX, SURNAME, SYNONYM, Vocabulary,
};

/// A set of words, as hashes.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Sorted.
    hashes: Vec<u64>,
    sieve: Sieve,
}

impl Words {
    fn new(mut hashes: Vec<u64>) -> Self {
        hashes.sort_unstable();
        let mut sieve = Sieve::for_number(hashes.len());
        for &hash in &hashes {
            sieve.insert(hash);
        }
        Self { hashes, sieve }
    }

    #[inline]
    pub(super) fn has(&self, hash: u64) -> bool {
        self.sieve.may_have(hash) && self.hashes.binary_search(&hash).is_ok()
    }
}

/// One way to write a term: its words, and the group of forms of which an article should use one.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) words: Vec<u64>,
    pub(super) group: u32,
    pub(super) way: u32,
}

/// By which neighbour two uses of a word are known to mean the same body.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Neighbour {
    /// The word after it.
    Next,
    /// The word after it and the one after that.
    Two,
    /// The word before it.
    Previous,
}

/// How a name's syllable is wrongly rendered: the words, and the hash of the syllable.
#[derive(Debug)]
pub(super) struct Rendering {
    pub(super) words: Vec<u64>,
    pub(super) syllable: u64,
}

/// What the checks know.
#[derive(Debug, Default)]
pub(super) struct Knowledge {
    /// First parts that many write apart: `pasca`, `anti`.
    pub(super) loose: Words,
    /// Words with which a phrase before the subject begins.
    pub(super) leads: Words,
    /// Words repeated for effect.
    pub(super) rhetoric: Words,
    /// Roots that double with an ending or a prefix: `buah-buahan`, `bersama-sama`.
    pub(super) doubles: Words,
    /// Things of a culture that have no other name.
    pub(super) culture: Words,
    /// Vietnamese heads of bodies, with marks.
    pub(super) bodies: Words,
    /// Forms of address: only a name can follow.
    pub(super) address: Words,
    /// Words that nobody is called.
    pub(super) unnamed: Words,
    /// Words before a person's name.
    pub(super) honorifics: Words,
    /// An honorific and a word that together name no person: `Ibu Kota`.
    pub(super) fixed: Words,
    /// Kinds of places.
    pub(super) places: Words,
    /// Words that run into the next one where a link lost its space.
    pub(super) openers: Words,
    /// By the hash of a form's first word.
    pub(super) forms: HashMap<u64, Vec<Form>, ByHash>,
    /// Word → its class, and how uses are matched.
    pub(super) synonyms: HashMap<u64, (u32, Neighbour), ByHash>,
    /// By the hash of the first word.
    pub(super) renderings: HashMap<u64, Vec<Rendering>, ByHash>,
}

/// The lists that every word is asked for: they are traits of the vocabulary.
const TRAITS: [(&str, u32); 9] = [
    ("abbreviations", ABBREVIATION),
    ("and", AND),
    ("bare", BARE),
    ("credits", CREDIT),
    ("function", FUNCTION),
    ("prefixes", PREFIX),
    ("short", SHORT),
    ("suffixes", SUFFIX),
    ("surnames", SURNAME),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    #[serde(default)]
    rule: Vec<RuleEntry>,
    #[serde(default)]
    list: Vec<ListEntry>,
    #[serde(default)]
    variant: Vec<VariantEntry>,
    #[serde(default)]
    synonym: Vec<SynonymEntry>,
    #[serde(default)]
    renderings: std::collections::HashMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleEntry {
    id: String,
    score: f32,
    #[serde(rename = "why")]
    _why: String,
    #[serde(rename = "catches", default)]
    _catches: Vec<String>,
    #[serde(rename = "spares", default)]
    _spares: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListEntry {
    id: String,
    #[serde(rename = "why")]
    _why: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VariantEntry {
    #[serde(rename = "id")]
    _id: String,
    #[serde(rename = "why")]
    _why: String,
    groups: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SynonymEntry {
    #[serde(rename = "id")]
    _id: String,
    #[serde(rename = "why")]
    _why: String,
    by: Neighbour,
    groups: Vec<Vec<String>>,
}

/// One hash for a row of words; a single word's is its own.
pub(super) fn fold(words: impl IntoIterator<Item = u64>) -> u64 {
    words.into_iter().reduce(|row, word| (row.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)).unwrap_or_default()
}

/// Reads the pack: what the checks know, and how sure each of them is (0 where it is off).
pub(super) fn read(packs: &Packs, vocabulary: &mut Vocabulary) -> Result<(Knowledge, [f32; CHECKS.len()]), RuleError> {
    let pack: Pack = packs.read("defects")?;
    let fault = |id: &str, message: &str| RuleError::Rule { pack: "defects".to_owned(), id: id.to_owned(), message: message.to_owned() };
    let mut scores = [0.0; CHECKS.len()];
    for rule in &pack.rule {
        let place = CHECKS.iter().position(|(id, _)| *id == rule.id).ok_or_else(|| fault(&rule.id, "no check has this name"))?;
        scores[place] = rule.score;
    }
    let mut knowledge = Knowledge::default();
    for list in &pack.list {
        let words: Vec<u64> = list.words.iter().map(|text| fold(text.split(' ').map(word_hash))).collect();
        if let Some((_, traits)) = TRAITS.iter().find(|(id, _)| *id == list.id) {
            for &hash in &words {
                vocabulary.enter(hash, *traits);
            }
            continue;
        }
        let known = match list.id.as_str() {
            "address" => &mut knowledge.address,
            "bodies" => &mut knowledge.bodies,
            "doubles" => &mut knowledge.doubles,
            "culture" => &mut knowledge.culture,
            "fixed" => &mut knowledge.fixed,
            "honorifics" => &mut knowledge.honorifics,
            "leads" => &mut knowledge.leads,
            "loose" => &mut knowledge.loose,
            "openers" => &mut knowledge.openers,
            "places" => &mut knowledge.places,
            "unnamed" => &mut knowledge.unnamed,
            "rhetoric" => &mut knowledge.rhetoric,
            _ => return Err(fault(&list.id, "no check asks for this list")),
        };
        *known = Words::new(words);
    }
    for (group, forms) in pack.variant.iter().flat_map(|entry| &entry.groups).enumerate() {
        for (form, text) in forms.iter().enumerate() {
            let words: Vec<u64> = text.split(' ').map(word_hash).collect();
            let form = Form { group: group as u32, way: form as u32, words };
            knowledge.forms.entry(form.words[0]).or_default().push(form);
        }
    }
    knowledge.forms.keys().for_each(|&hash| vocabulary.enter(hash, FORM));
    let groups = pack.synonym.iter().flat_map(|entry| entry.groups.iter().map(|group| (entry.by, group)));
    for (class, (by, words)) in groups.enumerate() {
        knowledge.synonyms.extend(words.iter().map(|word| (word_hash(word), (class as u32, by))));
    }
    for (syllable, texts) in &pack.renderings {
        for text in texts {
            let words: Vec<u64> = text.split(' ').map(|word| hash_of(&[word.as_bytes()])).collect();
            let rendering = Rendering { syllable: word_hash(syllable), words };
            knowledge.renderings.entry(rendering.words[0]).or_default().push(rendering);
        }
    }
    knowledge.synonyms.keys().for_each(|&hash| vocabulary.enter(hash, SYNONYM));
    knowledge.renderings.keys().for_each(|&hash| vocabulary.enter(hash, RENDERING));
    for renderings in knowledge.renderings.values_mut() {
        renderings.sort_by_key(|rendering| (std::cmp::Reverse(rendering.words.len()), rendering.syllable));
    }
    Ok((knowledge, scores))
}
