//! What is compared: the marks of a record and those of a gold file, in one form.
//!
//! A gold file has `null` for what is not there, a record `""`; a lean record lacks whole keys. All are read the same, but for `lines`
//! (without it nobody can say whether a line is torn) and `speaker` (a gold file that has no such key was never annotated with speakers).

use serde::{Deserialize, Deserializer};

use crate::record::{Reason, Record};

/// An annotated article.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// The file's name without endings: the id of the record that belongs to it.
    pub name: String,
    /// The article's text as it stands.
    pub text: String,
    /// What a person marked in it.
    pub marks: Marks,
}

impl Gold {
    /// The article's lines with their numbers.
    pub fn lines(&self) -> impl Iterator<Item = (u32, &str)> {
        (1..).zip(self.text.split('\n'))
    }
}

/// The marks of one article.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)] // named as in docs/record.md and corpus/annotation.md
pub struct Marks {
    #[serde(deserialize_with = "nullable")]
    pub id: String,
    #[serde(deserialize_with = "nullable")]
    pub origin: Origin,
    #[serde(deserialize_with = "nullable")]
    pub text: String,
    #[serde(deserialize_with = "nullable")]
    pub language: String,
    #[serde(deserialize_with = "nullable")]
    pub url: String,
    pub lines: Option<Vec<u32>>,
    #[serde(deserialize_with = "nullable")]
    pub removed: Vec<Gone>,
    #[serde(deserialize_with = "nullable")]
    pub trimmed: Vec<Trimmed>,
    #[serde(deserialize_with = "nullable")]
    pub altered: Vec<Altered>,
    #[serde(deserialize_with = "nullable")]
    pub foreign: Vec<Foreign>,
    #[serde(deserialize_with = "nullable")]
    pub quotes: Vec<Quote>,
    #[serde(deserialize_with = "nullable")]
    pub officials: Vec<Official>,
    #[serde(deserialize_with = "nullable")]
    pub defects: Vec<Defect>,
}

/// The input file's path.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Origin {
    pub path: String,
}

/// A removed line.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Gone {
    pub line: u32,
    pub reason: Reason,
    #[serde(default, deserialize_with = "nullable")]
    pub category: String,
    #[serde(default, deserialize_with = "nullable")]
    pub of: u32,
}

/// What stays of a line.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Trimmed {
    pub line: u32,
    pub text: String,
}

/// A changed line.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Altered {
    pub line: u32,
    #[serde(default)]
    pub rules: Vec<String>,
}

/// A line in another language.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Foreign {
    pub line: u32,
    pub language: String,
}

/// A quotation.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Quote {
    pub line: u32,
    pub text: String,
    pub kind: String,
    #[serde(default)]
    pub speaker: Speaker,
}

/// Who says a quotation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Speaker {
    /// There is no such key: nobody was asked who it is.
    #[default]
    Unasked,
    /// Nobody who is named.
    Nobody,
    /// The person of this name.
    Named(String),
}

impl From<Option<String>> for Speaker {
    fn from(name: Option<String>) -> Self {
        name.filter(|name| !name.is_empty()).map_or(Self::Nobody, Self::Named)
    }
}

impl<'de> Deserialize<'de> for Speaker {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<String>::deserialize(deserializer).map(Self::from)
    }
}

/// A person with a post.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Official {
    pub name: String,
    #[serde(default, deserialize_with = "nullable")]
    pub titles: Vec<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub aliases: Vec<String>,
}

/// What a reviewer should look at.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Defect {
    pub line: u32,
    pub kind: String,
}

fn nullable<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

impl From<&Record> for Marks {
    fn from(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            origin: Origin { path: record.origin.path.clone() },
            text: record.text.clone(),
            language: record.language.clone(),
            url: record.url.clone(),
            lines: Some(record.lines.clone()),
            removed: each(&record.removed, |x| Gone { line: x.line, reason: x.reason, category: x.category.clone(), of: x.of }),
            trimmed: Vec::new(),
            altered: each(&record.altered, |x| Altered { line: x.line, rules: x.rules.clone() }),
            foreign: each(&record.foreign, |x| Foreign { line: x.line, language: x.language.clone() }),
            quotes: each(&record.quotes, |x| Quote {
                line: x.line,
                text: x.text.clone(),
                kind: x.kind.name().to_owned(),
                speaker: Some(x.speaker.clone()).into(),
            }),
            officials: each(&record.officials, |x| Official { name: x.name.clone(), titles: x.titles.clone(), aliases: x.aliases.clone() }),
            defects: each(&record.defects, |x| Defect { line: x.line, kind: x.kind.clone() }),
        }
    }
}

fn each<A, B>(all: &[A], one: impl Fn(&A) -> B) -> Vec<B> {
    all.iter().map(one).collect()
}
