//! What comes out: one [`Record`] an article, with every decision that was taken.
//!
//! The contract is `docs/record.md`; this file is its Rust form, key by key and in its order. Offsets (`start`, `end`) are half open and
//! count Unicode code points of [`Record::text`]; line numbers count from 1 in the input. A string that is not there is `""`, a
//! number `0`, a list empty: no key is ever missing and none changes its type.

use std::io::{self, Write};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// The keys of a record, in the order in which they are written.
pub const KEYS: [&str; 23] = [
    "id",
    "text",
    "url",
    "source",
    "title",
    "published",
    "author",
    "publisher",
    "language",
    "language_script",
    "language_score",
    "lines",
    "removed",
    "suspects",
    "altered",
    "line_count",
    "newline",
    "foreign",
    "quotes",
    "officials",
    "defects",
    "origin",
    "metadata",
];

/// One cleaned and annotated article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The article's name: the input's own, or where it stood.
    pub id: String,
    /// The kept lines, normalised, joined by `\n`.
    pub text: String,
    /// Where the article was published.
    pub url: String,
    /// The url's host without `www.`.
    pub source: String,
    /// The headline.
    pub title: String,
    /// ISO 8601 date of publication.
    pub published: String,
    /// The author's name.
    pub author: String,
    /// The paper's name.
    pub publisher: String,
    /// ISO 639-3 code of the article's language, `und` where it cannot be told.
    pub language: String,
    /// ISO 15924 code of its script.
    pub language_script: String,
    /// How sure the language is, 0 to 1, calibrated.
    #[serde(serialize_with = "score")]
    pub language_score: f32,
    /// For each line of `text`, its line number in the input.
    pub lines: Vec<u32>,
    /// Every non-blank input line that is not in `text`.
    pub removed: Vec<Removed>,
    /// Kept lines that a rule doubted.
    pub suspects: Vec<Suspect>,
    /// The input's own form of each kept or blank line that was changed.
    pub altered: Vec<Altered>,
    /// Number of `\n` in the input plus 1.
    pub line_count: u32,
    /// `lf` or `crlf`.
    pub newline: Newline,
    /// Kept lines in another language than the article's.
    pub foreign: Vec<Foreign>,
    /// Quotations, mottos, names in quotation marks.
    pub quotes: Vec<Quote>,
    /// Named persons with a post.
    pub officials: Vec<Official>,
    /// What a translation reviewer should look at.
    pub defects: Vec<Defect>,
    /// The input file and the record's number in it.
    pub origin: Origin,
    /// Every other key of the input record, as it was.
    pub metadata: Metadata,
}

/// Why a line was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// The site or the scraper put it there.
    Boilerplate,
    /// It says again what another kept line says.
    Duplicate,
}

impl Reason {
    /// Its name as records write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Boilerplate => "boilerplate",
            Self::Duplicate => "duplicate",
        }
    }
}

/// A line that was taken out, exactly as it stood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Removed {
    /// Line number in the input.
    pub line: u32,
    /// Why.
    pub reason: Reason,
    /// The kind of boilerplate; empty for duplicates.
    pub category: String,
    /// The kept twin's line; 0 for boilerplate.
    pub of: u32,
    /// The rule that said so.
    pub rule: String,
    /// How sure, 0 to 1.
    #[serde(serialize_with = "score")]
    pub score: f32,
    /// The line as it stood.
    pub text: String,
}

/// A kept line that a rule doubted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suspect {
    /// Line number in the input.
    pub line: u32,
    /// What it may be.
    pub reason: Reason,
    /// The kind of boilerplate; empty for duplicates.
    pub category: String,
    /// The twin's line; 0 for boilerplate.
    pub of: u32,
    /// The rule that doubted it.
    pub rule: String,
    /// How sure, 0 to 1.
    #[serde(serialize_with = "score")]
    pub score: f32,
}

/// A kept or blank line that normalising, trimming or repairing changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Altered {
    /// Line number in the input.
    pub line: u32,
    /// The rules that changed it, in order.
    pub rules: Vec<String>,
    /// The input's own form of the line.
    pub text: String,
}

/// How the input's lines end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Newline {
    /// `\n`, a CR being part of its line.
    #[default]
    Lf,
    /// Every `\n` has a CR before it, which belongs to no line.
    Crlf,
}

impl Newline {
    /// Its name as records write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lf => "lf",
            Self::Crlf => "crlf",
        }
    }
}

/// A kept line in another language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Foreign {
    /// Line number in the input.
    pub line: u32,
    /// ISO 639-3 code.
    pub language: String,
    /// How sure, 0 to 1.
    #[serde(serialize_with = "score")]
    pub score: f32,
}

/// What a quotation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// Something to live or work by.
    Motto,
    /// The theme of an event.
    Theme,
    /// The name of a movement, programme, contest, fund …
    Name,
    /// The title of a song, book, film, article, decree.
    Work,
    /// What somebody said or wrote.
    Speech,
    /// Anything else.
    Term,
}

impl QuoteKind {
    /// Its name as records write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Motto => "motto",
            Self::Theme => "theme",
            Self::Name => "name",
            Self::Work => "work",
            Self::Speech => "speech",
            Self::Term => "term",
        }
    }
}

/// A span between paired quotation marks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Line number in the input.
    pub line: u32,
    /// First code point of the text between the marks.
    pub start: u32,
    /// One past its last code point.
    pub end: u32,
    /// The text between the marks, without white space at its ends.
    pub text: String,
    /// What it is.
    pub kind: QuoteKind,
    /// The cue word as it stands, or empty.
    pub cue: String,
    /// Who says it, or empty.
    pub speaker: String,
    /// The speaker's place in `officials` from 1, else 0.
    pub official: u32,
    /// The rule that decided the kind.
    pub rule: String,
    /// How sure, 0 to 1.
    #[serde(serialize_with = "score")]
    pub score: f32,
}

/// A named person for whom the article states a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Official {
    /// The name in full, without honorific, degree or rank.
    pub name: String,
    /// Each post as written.
    pub titles: Vec<String>,
    /// For each title, what it says.
    pub posts: Vec<Post>,
    /// Shorter forms of the name used elsewhere.
    pub aliases: Vec<String>,
    /// Every place where the person is named.
    pub mentions: Vec<Mention>,
    /// How sure, 0 to 1.
    #[serde(serialize_with = "score")]
    pub score: f32,
}

/// A title, read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// The title as written.
    pub title: String,
    /// Line number in the input.
    pub line: u32,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The role, from the closed vocabulary of `rules/posts.toml`.
    pub role: String,
    /// The organisation as written.
    pub organisation: String,
    /// `central`, `province`, `district`, `commune`, `unit`, `abroad`, or empty.
    pub level: String,
    /// The place's Vietnamese name with diacritics.
    pub place: String,
    /// ISO 3166-2:VN code of its province.
    pub place_code: String,
    /// The unit of today where it was merged.
    pub place_today: String,
}

/// A place where an official is named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Line number in the input.
    pub line: u32,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// `name` or `alias`.
    pub form: Form,
}

/// How a mention names a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// In full.
    Name,
    /// By a shorter form.
    Alias,
}

impl Form {
    /// Its name as records write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Alias => "alias",
        }
    }
}

/// Something a translation reviewer should look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Defect {
    /// Line number in the input.
    pub line: u32,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// `untranslated`, `spacing`, `broken-word`, `mistranslated-name`, `inconsistent-term`, `unbalanced-quote`, `repeated-words`
    /// or `reduplication`.
    pub kind: String,
    /// The piece that shows it.
    pub text: String,
    /// The rule that found it.
    pub rule: String,
    /// How sure, 0 to 1.
    #[serde(serialize_with = "score")]
    pub score: f32,
}

/// Where a record came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The input file as given; empty where there is none.
    pub path: String,
    /// The record's number in it, from 1; 0 where there is no file.
    pub record: u64,
}

/// A JSON object kept as its own text, so that numbers keep their spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata(String);

impl Metadata {
    /// Takes the text of a JSON object.
    ///
    /// # Errors
    /// Where `json` is no JSON object.
    pub fn from_json(json: String) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<std::collections::BTreeMap<String, &RawValue>>(&json)?;
        Ok(Self(json))
    }

    /// The object's JSON text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Metadata {
    fn default() -> Self {
        Self("{}".to_owned())
    }
}

impl Serialize for Metadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::from_json(raw.get().to_owned()).map_err(serde::de::Error::custom)
    }
}

/// Rounds to the four places that the contract allows.
pub(crate) fn four_places(value: f32) -> f64 {
    (f64::from(value) * 1e4).round() / 1e4
}

// serde hands a reference
#[allow(clippy::trivially_copy_pass_by_ref)]
fn score<S: Serializer>(value: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(four_places(*value))
}

impl Record {
    /// Writes the record as one line of JSON, with its newline.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_json(&self, mut out: impl Write) -> io::Result<()> {
        self.write_fields(&KEYS, &mut out)
    }

    /// Writes the given keys alone, in this order. Unknown keys are left out: see [`KEYS`].
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_fields(&self, keys: &[impl AsRef<str>], mut out: impl Write) -> io::Result<()> {
        let mut before: &[u8] = b"{";
        for key in keys {
            let key = key.as_ref();
            if !KEYS.contains(&key) {
                continue;
            }
            out.write_all(before)?;
            serde_json::to_writer(&mut out, key)?;
            out.write_all(b":")?;
            self.write_value(key, &mut out)?;
            before = b",";
        }
        out.write_all(if before == b"{" { b"{}\n" } else { b"}\n" })
    }

    fn write_value(&self, key: &str, out: &mut impl Write) -> serde_json::Result<()> {
        match key {
            "id" => serde_json::to_writer(out, &self.id),
            "text" => write_text(&self.text, out),
            "url" => serde_json::to_writer(out, &self.url),
            "source" => serde_json::to_writer(out, &self.source),
            "title" => serde_json::to_writer(out, &self.title),
            "published" => serde_json::to_writer(out, &self.published),
            "author" => serde_json::to_writer(out, &self.author),
            "publisher" => serde_json::to_writer(out, &self.publisher),
            "language" => serde_json::to_writer(out, &self.language),
            "language_script" => serde_json::to_writer(out, &self.language_script),
            "language_score" => serde_json::to_writer(out, &four_places(self.language_score)),
            "lines" => serde_json::to_writer(out, &self.lines),
            "removed" => serde_json::to_writer(out, &self.removed),
            "suspects" => serde_json::to_writer(out, &self.suspects),
            "altered" => serde_json::to_writer(out, &self.altered),
            "line_count" => serde_json::to_writer(out, &self.line_count),
            "newline" => serde_json::to_writer(out, &self.newline),
            "foreign" => serde_json::to_writer(out, &self.foreign),
            "quotes" => serde_json::to_writer(out, &self.quotes),
            "officials" => serde_json::to_writer(out, &self.officials),
            "defects" => serde_json::to_writer(out, &self.defects),
            "origin" => serde_json::to_writer(out, &self.origin),
            _ => serde_json::to_writer(out, &self.metadata),
        }
    }
}

/// Writes a long string: as `serde_json` does, faster.
fn write_text(text: &str, out: &mut impl Write) -> serde_json::Result<()> {
    let mut escaped = Vec::with_capacity(text.len() + text.len() / 16 + 2);
    json_escape_simd::escape_into(text, &mut escaped);
    out.write_all(&escaped).map_err(serde_json::Error::io)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_strings_are_escaped_as_others() {
        let all: String = (0..0x2100).filter_map(char::from_u32).chain("\u{1f600} a\"b\\c/d".chars()).collect();
        for text in ["", "a", "\n", all.as_str(), &all[5..90], &all[33..]] {
            let mut out = Vec::new();
            write_text(text, &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(text).unwrap());
        }
    }

    #[test]
    fn keys_are_written_in_the_order_of_the_contract() {
        let mut out = Vec::new();
        Record::default().write_json(&mut out).unwrap();
        let all: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&out).unwrap();
        assert!(all.keys().map(String::as_str).eq(KEYS));
        let mut whole = serde_json::to_vec(&Record::default()).unwrap();
        whole.push(b'\n');
        assert_eq!(out, whole);
    }

    #[test]
    fn numbers_have_a_point_and_at_most_four_places() {
        let mut record = Record { language_score: 1.0, ..Record::default() };
        let written = |r: &Record| {
            let mut out = Vec::new();
            r.write_fields(&["language_score"], &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(&record), "{\"language_score\":1.0}\n");
        record.language_score = 0.987_654;
        assert_eq!(written(&record), "{\"language_score\":0.9877}\n");
    }

    #[test]
    fn metadata_keeps_the_spelling_of_numbers() {
        let json = r#"{"n":1.50,"big":123456789012345678901234567890}"#;
        let meta = Metadata::from_json(json.to_owned()).unwrap();
        assert_eq!(serde_json::to_string(&meta).unwrap(), json);
        assert!(Metadata::from_json("[1]".to_owned()).is_err());
    }
}
