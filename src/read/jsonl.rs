//! Makes an article of a line of JSON.
//!
//! Which keys hold what is the caller's to say ([`Keys`]); a dotted path reaches into objects. Everything else goes into `metadata`
//! in its own spelling: an object `metadata` is spread into it, a key that records use themselves becomes `input_KEY`, and where a
//! key stands twice the last one counts and the earlier is kept beside it under such a name.
//!
//! Before: `{"id": 7, "text": "Air surut.", "n": 1.50, "lines": 2}`. After: id `7`, the text, metadata `{"n":1.50,"input_lines":2}`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use memchr::{memchr, memchr_iter, memmem};
use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::article::Article;
use crate::record::KEYS;

/// Deeper than this no record may nest: readers of what comes out have limits of their own.
pub const DEPTH: usize = 100;

/// A message names so many of the keys that it saw.
const NAMED: usize = 20;

/// Which keys of an input record hold what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// The text; a record without it is a reject.
    pub text: String,
    /// Its id, a string or a number.
    pub id: String,
    /// Its address.
    pub url: String,
    /// Its headline.
    pub title: String,
}

impl Default for Keys {
    fn default() -> Self {
        Self { text: "text".to_owned(), id: "id".to_owned(), url: "url".to_owned(), title: "title".to_owned() }
    }
}

/// A piece of JSON: as it stood, or taken apart.
enum Node<'a> {
    Raw(&'a str),
    Object(Entries<'a>),
}

type Entries<'a> = Vec<(Cow<'a, str>, Node<'a>)>;

/// The lines of `bytes` that hold something: where each begins, and the line without its end.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut start = 0;
    let ends = memchr_iter(b'\n', bytes).chain((!bytes.ends_with(b"\n")).then_some(bytes.len()));
    let all = ends.map(move |end| (std::mem::replace(&mut start, end + 1), end));
    all.map(|(start, end)| (start, &bytes[start..end])).filter(|(_, line)| !is_blank(line))
}

fn is_blank(line: &[u8]) -> bool {
    line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).iter().all(u8::is_ascii_whitespace)
}

/// The article that a line holds; path and record number are left to the caller, and the id where the record has none.
///
/// # Errors
/// Where it is no JSON object or its text is missing or no string; the message says what is wrong and what would help.
pub fn article<'a>(line: &'a str, keys: &Keys) -> Result<Article<'a>, String> {
    let line = line.strip_prefix('\u{feff}').unwrap_or(line).trim_ascii();
    if !line.starts_with('{') {
        return Err("the line is no json object; read it with --from text if it is none".to_owned());
    }
    let mut entries = entries(line).map_err(|error| broken(&error))?;
    let text = match take(&mut entries, &keys.text, is_string) {
        Taken::Yes(raw) => string(raw, &keys.text)?,
        Taken::Other(kind) => {
            return Err(no_string(&keys.text, kind));
        }
        Taken::No => return Err(no_text(&entries, &keys.text)),
    };
    gather(text, entries, keys)
}

/// The article whose text stands elsewhere: `object` holds its record's other keys.
///
/// # Errors
/// Where `object` is no JSON object, or one that `metadata` cannot hold.
pub fn article_of<'a>(text: Cow<'a, str>, object: &'a str, keys: &Keys) -> Result<Article<'a>, String> {
    gather(text, entries(object).map_err(|error| broken(&error))?, keys)
}

/// What is said of a text that is none.
pub(crate) fn no_string(key: &str, kind: &str) -> String {
    format!("key {key:?} holds {kind}, no string; name the key of the text with --text-key")
}

fn gather<'a>(text: Cow<'a, str>, mut entries: Entries<'a>, keys: &Keys) -> Result<Article<'a>, String> {
    let mut field = |key: &str, fits: fn(&str) -> bool| match take(&mut entries, key, fits) {
        Taken::Yes(raw) if is_string(raw) => string(raw, key),
        Taken::Yes(raw) => Ok(Cow::Borrowed(raw)),
        Taken::No | Taken::Other(_) => Ok(Cow::Borrowed("")),
    };
    let mut article = Article {
        text,
        id: field(&keys.id, |raw| is_string(raw) || is_number(raw))?,
        url: field(&keys.url, is_string)?,
        title: field(&keys.title, is_string)?,
        published: field("published", is_date)?,
        author: field("author", is_string)?,
        publisher: field("publisher", is_string)?,
        ..Article::default()
    };
    article.metadata = metadata(entries)?;
    Ok(article)
}

fn entries(object: &str) -> serde_json::Result<Entries<'_>> {
    let Object(entries) = serde_json::from_str(object)?;
    Ok(entries)
}

/// A JSON object as it stands: its keys in their order, doubled ones too, its values untouched.
struct Object<'a>(Entries<'a>);

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Object<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a json object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut entries = Vec::with_capacity(8);
                while let Some((Key(key), value)) = map.next_entry::<Key<'de>, &'de RawValue>()? {
                    entries.push((key, Node::Raw(value.get())));
                }
                Ok(Object(entries))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

enum Taken<'a> {
    Yes(&'a str),
    Other(&'static str),
    No,
}

/// Takes the last value of `key` out, if it fits. A key with dots is first looked for as it is spelled, then as a path.
fn take<'a>(entries: &mut Entries<'a>, key: &str, fits: fn(&str) -> bool) -> Taken<'a> {
    if let Some(at) = entries.iter().rposition(|(name, _)| name == key) {
        return match entries[at].1 {
            Node::Raw(raw) if fits(raw) => {
                entries.remove(at);
                Taken::Yes(raw)
            }
            Node::Raw(raw) => Taken::Other(kind(raw)),
            Node::Object(_) => Taken::Other("an object"),
        };
    }
    let Some((head, rest)) = key.split_once('.') else { return Taken::No };
    let Some((_, node)) = entries.iter_mut().rfind(|(name, _)| name == head) else { return Taken::No };
    if let Node::Raw(raw) = *node
        && let Ok(inner) = self::entries(raw)
    {
        *node = Node::Object(inner);
    }
    match node {
        Node::Object(inner) => take(inner, rest, fits),
        Node::Raw(_) => Taken::No,
    }
}

fn is_string(raw: &str) -> bool {
    raw.starts_with('"')
}

fn is_number(raw: &str) -> bool {
    raw.starts_with(|c: char| c == '-' || c.is_ascii_digit())
}

/// `"2025-08-24"`, a time behind it or not.
fn is_date(raw: &str) -> bool {
    let Some((shape, rest)) = raw.as_bytes().get(1..).and_then(|inner| inner.split_at_checked(10)) else { return false };
    let number = |range: std::ops::Range<usize>| shape[range].iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + (b - b'0')));
    let within = |range, least, most| number(range).is_some_and(|n| (least..=most).contains(&n));
    let year = shape[..4].iter().all(u8::is_ascii_digit);
    let ends = matches!(rest.first(), Some(b'"' | b'T' | b' '));
    is_string(raw) && year && shape[4] == b'-' && shape[7] == b'-' && within(5..7, 1, 12) && within(8..10, 1, 31) && ends
}

fn kind(raw: &str) -> &'static str {
    match raw.as_bytes().first() {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// The value of a JSON string; borrowed where it holds no escape.
fn string<'a>(raw: &'a str, key: &str) -> Result<Cow<'a, str>, String> {
    if memchr(b'\\', raw.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(&raw[1..raw.len() - 1]));
    }
    serde_json::from_str(raw).map(Cow::Owned).map_err(|error| if lone_surrogate(raw) { surrogate_in(key) } else { broken(&error) })
}

/// What is said of a lone surrogate in the value of a key.
pub fn surrogate_in(key: &str) -> String {
    format!("a lone surrogate in key {key:?}: {SURROGATE}")
}

const SURROGATE: &str = "no text can hold it; replace the \\u escape";

fn broken(error: &serde_json::Error) -> String {
    let full = error.to_string();
    let what = full.split(" at line ").next().unwrap_or_default();
    let what = what.replacen("EOF while parsing", "it ends within", 1);
    format!("broken json at column {}: {what}; mend the line or drop it", error.column())
}

fn no_text(entries: &Entries<'_>, key: &str) -> String {
    let mut seen: Vec<_> = entries.iter().take(NAMED).map(|(name, _)| name.as_ref()).collect();
    if entries.len() > NAMED {
        seen.push("…");
    }
    let seen = if seen.is_empty() { "none".to_owned() } else { seen.join(", ") };
    format!("no key {key:?}; the keys are: {seen}; name the key of the text with --text-key")
}

/// What is left of an input record, as the text of an object; empty where nothing is.
fn metadata(entries: Entries<'_>) -> Result<Cow<'static, str>, String> {
    if entries.is_empty() {
        return Ok(Cow::Borrowed(""));
    }
    let last = entries.iter().rposition(|(name, _)| name == "metadata");
    let mut spread = Vec::with_capacity(entries.len());
    for (at, (name, node)) in entries.into_iter().enumerate() {
        match node {
            Node::Object(inner) if Some(at) == last => spread.extend(inner),
            Node::Raw(raw) if Some(at) == last && raw.starts_with('{') => spread.extend(self::entries(raw).map_err(|e| broken(&e))?),
            node => spread.push((name, node)),
        }
    }
    for (name, _) in &mut spread {
        if KEYS.contains(&name.as_ref()) {
            *name = Cow::Owned(format!("input_{name}"));
        }
    }
    rename_doubles(&mut spread);
    let mut json = String::new();
    write(&spread, 1, &mut json)?;
    Ok(Cow::Owned(json))
}

/// The last of several equal keys keeps its name; the earlier ones get `input_` and, if need be, a number.
fn rename_doubles(entries: &mut Entries<'_>) {
    let mut last: HashMap<String, usize> = HashMap::new();
    let mut sorted: Vec<_> = entries.iter().map(|(name, _)| name.as_ref()).collect();
    sorted.sort_unstable();
    if sorted.windows(2).all(|pair| pair[0] != pair[1]) {
        return;
    }
    for (at, (name, _)) in entries.iter().enumerate() {
        last.insert(name.clone().into_owned(), at);
    }
    let mut tried: HashMap<String, u64> = HashMap::new();
    for (at, (key, _)) in entries.iter_mut().enumerate() {
        let name = key.clone().into_owned();
        if last[&name] == at {
            continue;
        }
        let count = tried.entry(name.clone()).or_default();
        let free = loop {
            *count += 1;
            let new = if *count == 1 { format!("input_{name}") } else { format!("input_{name}_{count}") };
            if !last.contains_key(&new) {
                break new;
            }
        };
        last.insert(free.clone(), at);
        *key = Cow::Owned(free);
    }
}

fn write(entries: &Entries<'_>, depth: usize, json: &mut String) -> Result<(), String> {
    json.push('{');
    for (at, (name, node)) in entries.iter().enumerate() {
        if at > 0 {
            json.push(',');
        }
        json.push_str(&serde_json::to_string(name).map_err(|error| broken(&error))?);
        json.push(':');
        match node {
            Node::Raw(raw) => {
                sound(raw, depth).map_err(|error| format!("key {name:?} {error}"))?;
                push_on_one_line(raw, json);
            }
            Node::Object(inner) => write(inner, depth + 1, json)?,
        }
    }
    json.push('}');
    Ok(())
}

/// JSON may hold a bare CR between its tokens, which some readers of lines take for a line's end.
fn push_on_one_line(raw: &str, json: &mut String) {
    if memchr(b'\r', raw.as_bytes()).is_some() { json.push_str(&raw.replace('\r', " ")) } else { json.push_str(raw) }
}

/// Whether a value nests no deeper than [`DEPTH`] and holds no lone surrogate.
fn sound(raw: &str, mut depth: usize) -> Result<(), String> {
    let mut bytes = raw.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                if depth > DEPTH {
                    return Err(format!("nests deeper than {DEPTH} levels; flatten it"));
                }
            }
            b']' | b'}' => depth -= 1,
            b'"' => loop {
                match bytes.next() {
                    None | Some(b'"') => break,
                    Some(b'\\') => {
                        bytes.next();
                    }
                    Some(_) => {}
                }
            },
            _ => {}
        }
    }
    if lone_surrogate(raw) {
        return Err(format!("holds a lone surrogate: {SURROGATE}"));
    }
    Ok(())
}

fn lone_surrogate(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let unit = |at: usize| {
        let escape = bytes.get(at..at + 6)?;
        let hex = escape.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()
    };
    let mut next = 0;
    for at in memmem::find_iter(bytes, b"\\u") {
        if at < next {
            continue;
        }
        // an even number of backslashes before it: the escape is one
        let before = bytes[..at].iter().rev().take_while(|&&byte| byte == b'\\').count();
        if before % 2 == 1 {
            continue;
        }
        match unit(at) {
            Some(0xd800..=0xdbff) if matches!(unit(at + 6), Some(0xdc00..=0xdfff)) => next = at + 12,
            Some(0xd800..=0xdfff) => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Article<'_> {
        article(line, &Keys::default()).unwrap()
    }

    #[test]
    fn fields_and_the_rest() {
        let line = r#"{"id": 12345678901234567890.50, "text": "a\nb", "n": 1.50, "metadata": {"x": [1, 2], "lines": 3}, "author": null}"#;
        let article = read(line);
        assert_eq!((&*article.id, &*article.text, &*article.author), ("12345678901234567890.50", "a\nb", ""));
        assert_eq!(article.metadata, r#"{"n":1.50,"x":[1, 2],"input_lines":3,"input_author":null}"#);
    }

    #[test]
    fn plain_strings_are_borrowed() {
        assert!(matches!(read(r#"{"text":"air"}"#).text, Cow::Borrowed("air")));
        assert_eq!(read(r#"{"text":"air"}"#).metadata, "");
    }

    #[test]
    fn dotted_keys() {
        let keys = Keys { text: "body.content".into(), url: "metadata.url".into(), ..Keys::default() };
        let article = article(r#"{"body":{"content":"air","lang":"id"},"metadata":{"url":"u","k":1},"text":"lain"}"#, &keys).unwrap();
        assert_eq!((&*article.text, &*article.url), ("air", "u"));
        assert_eq!(article.metadata, r#"{"body":{"lang":"id"},"k":1,"input_text":"lain"}"#);
    }

    #[test]
    fn of_equal_keys_the_last_counts_and_none_is_lost() {
        let article = read(r#"{"text":"a","x":1,"x":2,"input_x":3,"x":4,"text":"b","metadata":{"x":5},"metadata":6}"#);
        assert_eq!(article.text, "b");
        assert_eq!(
            article.metadata,
            r#"{"input_text":"a","input_x_2":1,"input_x_3":2,"input_x":3,"x":4,"input_input_metadata":{"x":5},"input_metadata":6}"#
        );
    }

    #[test]
    fn dates_that_are_none_stay_in_metadata() {
        assert_eq!(read(r#"{"text":"a","published":"2025-08-24T10:00:00+07:00"}"#).published, "2025-08-24T10:00:00+07:00");
        for date in ["2025-08-24x", "2025-99-24", "2025-08-00", "2025-8-24", "2025-08-2"] {
            assert_eq!(read(&format!(r#"{{"text":"a","published":"{date}"}}"#)).published, "", "{date}");
        }
        let article = read(r#"{"text":"a","published":"24/08/2025"}"#);
        assert_eq!((&*article.published, &*article.metadata), ("", r#"{"input_published":"24/08/2025"}"#));
    }

    #[test]
    fn surrogates_alone_and_in_pairs() {
        assert_eq!(read(r#"{"text":"\ud83d\ude00","m":"\ud83d\ude00 \\ud83d"}"#).text, "\u{1f600}");
        for line in [r#"{"text":"\ud83d"}"#, r#"{"text":"a","m":["\ude00"]}"#, r#"{"text":"a","m":"\ud83dx"}"#] {
            assert!(article(line, &Keys::default()).unwrap_err().contains("lone surrogate"), "{line}");
        }
    }

    #[test]
    fn deep_nests_are_refused() {
        let deep = |n: usize| format!(r#"{{"text":"a","m":{}{}}}"#, "[".repeat(n), "]".repeat(n));
        assert!(article(&deep(DEPTH - 1), &Keys::default()).is_ok());
        assert!(article(&deep(100_000), &Keys::default()).unwrap_err().contains("nests deeper"));
        let nested = r#"{"metadata":"#.repeat(5000) + "1" + &"}".repeat(5000);
        assert!(article(&format!(r#"{{"text":"a","metadata":{nested}}}"#), &Keys::default()).is_err());
    }

    #[test]
    fn hostile_keys_stay_linear() {
        let line = format!(r#"{{"text":"a"{}}}"#, r#","x":1"#.repeat(50_000));
        assert_eq!(read(&line).metadata.matches(":1").count(), 50_000);
    }

    #[test]
    fn blank_lines_hold_nothing() {
        let found: Vec<_> = lines(b"\xef\xbb\xbf\r\n{}\r\n\n \n[]").map(|(at, line)| (at, line.len())).collect();
        assert_eq!(found, [(5, 3), (12, 2)]);
    }
}
