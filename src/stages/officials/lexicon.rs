//! The words of the grammar: which classes a word or phrase of `rules/officials.toml` has.

use hashbrown::HashMap;
use serde::Deserialize;

use crate::error::RuleError;
use crate::rules::Packs;
use crate::text::phrases::Phrases;
use crate::text::plain::plain_hash;

const PACK: &str = "officials";

macro_rules! classes {
    ($($name:ident = $id:literal),+ $(,)?) => {
        classes!(@bits 0; $($name,)+);
        const IDS: &[(&str, u64)] = &[$(($id, $name)),+];
    };
    (@bits $at:expr; $name:ident, $($rest:ident,)*) => {
        pub(super) const $name: u64 = 1 << ($at);
        classes!(@bits $at + 1; $($rest,)*);
    };
    (@bits $at:expr;) => {};
}

classes! {
    HONORIFIC = "honorific",
    DEGREE = "degree",
    OCCUPATION = "occupation",
    RANK = "rank",
    FORMER = "former",
    DEPUTY = "deputy",
    HEAD = "head",
    SUFFIX = "head-suffix",
    NEEDS_BODY = "needs-body",
    LINK = "linked-post",
    HOLDS = "holds",
    APPOINTS = "appoints",
    PLACE_KIND = "place-kind",
    NAMED_AFTER = "named-after",
    BODY = "body",
    INSIDE = "inside-title",
    BODY_LOWER = "body-lower",
    VIETNAMESE = "body-vietnamese",
    SELDOM = "seldom-named-after",
    COUNT = "count",
    FIELD_HEAD = "head-of-a-field",
    NICKNAME = "nickname",
    KIN = "kin",
    NOT_NAME = "not-a-name",
    BODY_NAME = "body-name",
    HOLDS_PERSONS = "holds-persons",
    SUPERIOR = "superior",
    NOT_POST = "not-a-post",
    AGE = "age",
    BORN = "born",
    PLURAL = "plural",
    SAYS = "says",
    PRONOUN = "pronoun",
    SAID = "said",
    ACCORDING = "according",
    ASKS = "asks",
    REPEATS = "repeats",
    ONLY_SPEECH = "only-speech",
    OBLIQUE = "oblique",
    OWN = "own",
    POINTS_BACK = "points-back",
    ELDER = "elder",
    WORDS_OF = "words-of",
    SOMEBODY = "somebody",
    JOINS = "joins",
    GREETS = "greets",
    SIGNS = "signs",
    POSSESSIVE = "possessive",
    BRANCH = "rank-branch",
    NAMESAKE = "namesake",
    CREDIT = "credit",
    JOINING = "joining",
    POINTER = "pointer",
    PERSON_NOUN = "person-noun",
    CALLED = "called",
    TAKES_GENERAL = "takes-general",
    SERVES = "serves",
    TAKES_WORD = "takes-a-word",
    SAID_BY = "said-by",
    ANSWERS = "answers",
    REPLIES = "replies",
}
/// The name of a person whom everybody knows.
pub(super) const KNOWN: u64 = 1 << 61;
/// An honorific for a man.
pub(super) const MALE: u64 = 1 << 62;
/// An honorific for a woman.
pub(super) const FEMALE: u64 = 1 << 63;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    list: Vec<List>,
    #[serde(default)]
    known: Vec<Known>,
    #[serde(default)]
    short: Vec<Short>,
}

/// Abbreviations of posts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Short {
    #[allow(dead_code, reason = "for whoever reads the pack")]
    id: String,
    #[allow(dead_code, reason = "for whoever reads the pack")]
    why: String,
    /// The short form and the full one.
    forms: Vec<[String; 2]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    pub(super) id: String,
    #[allow(dead_code, reason = "for whoever reads the pack")]
    why: String,
    #[serde(default)]
    pub(super) words: Vec<String>,
    #[serde(default)]
    m: Vec<String>,
    #[serde(default)]
    f: Vec<String>,
}

/// A person whom everybody knows by further names.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    #[allow(dead_code, reason = "for whoever reads the pack")]
    id: String,
    #[allow(dead_code, reason = "for whoever reads the pack")]
    why: String,
    /// The name in full.
    pub(super) name: String,
    /// The further names.
    pub(super) aliases: Vec<String>,
}

/// The compiled lists.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub(super) phrases: Phrases,
    pub(super) known: Vec<Known>,
    /// Plain hash of a one-word abbreviation → plain hashes of the post in full.
    pub(super) short: HashMap<u64, Vec<u64>>,
}

impl Lexicon {
    pub(super) fn compile(packs: &Packs) -> Result<Self, RuleError> {
        let mut phrases = Phrases::default();
        let (mut known, mut short): (Vec<Known>, _) = (Vec::new(), HashMap::new());
        for name in [PACK, "speakers"] {
            let pack: Pack = packs.read(name)?;
            for list in &pack.list {
                let Some(&(_, class)) = IDS.iter().find(|(id, _)| *id == list.id) else {
                    let known = IDS.iter().map(|(id, _)| *id).collect::<Vec<_>>().join(", ");
                    let message = format!("the grammar has no list of this id; its lists are {known}");
                    return Err(RuleError::Rule { pack: name.to_owned(), id: list.id.clone(), message });
                };
                list.words.iter().for_each(|word| phrases.insert(word, class));
                list.m.iter().for_each(|word| phrases.insert(word, class | MALE));
                list.f.iter().for_each(|word| phrases.insert(word, class | FEMALE));
            }
            known.extend(pack.known);
            for [form, full] in pack.short.iter().flat_map(|short| &short.forms) {
                short.insert(plain_hash(form), full.split(' ').map(plain_hash).collect());
            }
        }
        for person in &known {
            phrases.insert(&person.name.to_lowercase(), KNOWN);
        }
        Ok(Self { phrases, known, short })
    }
}
