//! What a record says of an article beside its text: id, address, headline, date, author, paper.
//!
//! The input's own words come first; what it leaves open is read from the article's byline and source lines.

use xxhash_rust::xxh3::xxh3_128;

use crate::article::Article;
use crate::doc::{Doc, Fate};
use crate::stages::boilerplate::dates::{Dates, Join};

/// What [`gather`] finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// The article's address.
    pub url: String,
    /// Its host without `www.`.
    pub source: String,
    /// The headline.
    pub title: String,
    /// ISO 8601 date.
    pub published: String,
    /// The author's name.
    pub author: String,
    /// The paper's name.
    pub publisher: String,
}

/// A headline has at most so many words.
const TITLE_WORDS: usize = 25;

/// The article's own id, or `x` and the xxh3-128 of its text in hex.
pub fn id_of(article: &Article<'_>) -> String {
    if article.id.is_empty() { format!("x{:032x}", xxh3_128(article.text.as_bytes())) } else { article.id.clone().into_owned() }
}

/// The host of the article's address, of the input's or of the last line that is one.
pub fn host_of(url: &str, doc: &Doc<'_>) -> String {
    if !url.is_empty() {
        return host(url).to_owned();
    }
    doc.lines.iter().rev().find_map(|line| address(&line.text)).map(|url| host(url).to_owned()).unwrap_or_default()
}

/// All that is known beside the text. `dates` reads the date in a byline.
pub fn gather(article: &Article<'_>, doc: &Doc<'_>, dates: &Dates) -> Meta {
    let mut meta = Meta {
        url: article.url.clone().into_owned(),
        source: String::new(),
        title: article.title.clone().into_owned(),
        published: article.published.clone().into_owned(),
        author: article.author.clone().into_owned(),
        publisher: article.publisher.clone().into_owned(),
    };
    if meta.url.is_empty() {
        let mut source = doc.lines.iter().rev().filter(|line| matches!(&line.fate, Fate::Removed(why) if why.category == "source"));
        meta.url = source.find_map(|line| address(&line.text)).unwrap_or_default().to_owned();
    }
    read_removed(&mut meta, doc, dates);
    meta.source = host(&meta.url).to_owned();
    if meta.title.is_empty() {
        meta.title = headline(doc).unwrap_or_default().to_owned();
    }
    meta
}

/// Date, paper and author from the lines that the site put there.
fn read_removed(meta: &mut Meta, doc: &Doc<'_>, dates: &Dates) {
    let (mut published, mut publisher, mut author) = (None, None, None);
    for line in &doc.lines {
        let Fate::Removed(why) = &line.fate else { continue };
        let text: &str = &line.text;
        match (why.category, why.rule) {
            ("byline", "byline.date") => {
                let Some(dated) = dates.read(text) else { continue };
                let rest = dated.rest.trim();
                let person = matches!(dated.join, Join::Dash | Join::Comma) || !rest.chars().any(char::is_lowercase);
                if !rest.is_empty() && person {
                    author.get_or_insert_with(|| half(rest));
                } else if !rest.is_empty() && half(rest) != NO_PAPER {
                    publisher.get_or_insert_with(|| half(rest));
                }
                published.get_or_insert(dated.iso);
            }
            ("byline", rule) if rule.starts_with("byline.author") => {
                let name = person(text);
                if !name.is_empty() {
                    author.get_or_insert(name);
                }
            }
            ("source", "source.following") => {
                let name = text.trim_matches(|c: char| !c.is_alphanumeric()).split_once([' ', ':']).map_or("", |(_, name)| name);
                publisher.get_or_insert_with(|| name.trim_start_matches([':', ' ']).to_owned());
            }
            ("source", "source.agency" | "source.magazine") => {
                publisher.get_or_insert_with(|| text.trim_matches(['(', ')', ' ', '.', '-', '–', '—']).to_owned());
            }
            _ => {}
        }
    }
    let set = |field: &mut String, found: Option<String>| {
        if field.is_empty() {
            *field = found.unwrap_or_default();
        }
    };
    set(&mut meta.published, published);
    set(&mut meta.publisher, publisher);
    set(&mut meta.author, author);
}

/// What a page names whose paper is unknown.
const NO_PAPER: &str = "Việt Nam";

/// The one name in a name that was written twice without a space.
fn half(name: &str) -> String {
    let middle = name.len() / 2;
    let doubled = name.len().is_multiple_of(2) && name.is_char_boundary(middle) && name[..middle] == name[middle..];
    if doubled { name[..middle].to_owned() } else { name.to_owned() }
}

/// The name in an author's line: without its label before and its role behind.
fn person(line: &str) -> String {
    let name = line.rsplit_once(':').map_or(line, |(_, name)| name).trim_matches(['|', ' ']);
    let name = ["Oleh ", "By ", "Penulis ", "Ditulis oleh ", "Bài ", "Reporter "]
        .iter()
        .find_map(|label| name.strip_prefix(label))
        .unwrap_or(name);
    let name = name.split_once('(').map_or(name, |(name, _)| name);
    name.trim_matches([' ', '-', '–', '—', '|']).to_owned()
}

/// The first web address in a line.
fn address(line: &str) -> Option<&str> {
    let at = line.find("http://").or_else(|| line.find("https://"))?;
    let url = line[at..].split([' ', '"', '<', '>', ')', ']']).next()?;
    Some(url.trim_end_matches(['.', ',', ';']))
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

/// The first kept line, if it has at most 25 words, no full stop at its end, and a longer line after it.
fn headline<'d>(doc: &'d Doc<'_>) -> Option<&'d str> {
    let mut kept = doc.kept();
    let first: &str = &doc.lines[kept.next()?].text;
    let short = first.split(' ').count() <= TITLE_WORDS && !first.ends_with('.');
    (short && kept.any(|later| doc.lines[later].text.len() > first.len())).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for (url, expected) in [
            ("https://www.baomoi.example/a?b", "baomoi.example"),
            ("http://user@bao.example:8080/x", "bao.example"),
            ("bao.example", "bao.example"),
            ("", ""),
        ] {
            assert_eq!(host(url), expected);
        }
    }

    #[test]
    fn names() {
        assert_eq!(half("Báo Cần ThơBáo Cần Thơ"), "Báo Cần Thơ");
        assert_eq!(half("Báo Cần Thơ"), "Báo Cần Thơ");
        for (line, name) in [
            ("Thực hiện: SON TUYEN", "SON TUYEN"),
            ("Quynh Chi (pelaksana)", "Quynh Chi"),
            ("Oleh Vo Lan", "Vo Lan"),
            ("Lan - Vo", "Lan - Vo"),
        ] {
            assert_eq!(person(line), name);
        }
    }

    #[test]
    fn facts_from_removed_lines() {
        let cleaner = crate::Cleaner::built_in().unwrap();
        let text = "Pasar apung dibuka\nBáo Cần ThơBáo Cần Thơ04/05/2025\nWarga di tepi Kanal Xa No kembali menaikkan sayur ke perahu mereka pada pagi hari tanggal 4 Mei setelah menunggu air surut.\nHOAI PHUONG\nSumber: https://bao.example/a-1.html";
        let record = cleaner.clean(&Article::new(text), &mut crate::Scratch::default());
        let facts = [&record.published, &record.publisher, &record.author, &record.url, &record.source, &record.title];
        assert_eq!(
            facts,
            ["2025-05-04", "Báo Cần Thơ", "HOAI PHUONG", "https://bao.example/a-1.html", "bao.example", "Pasar apung dibuka"]
        );
    }

    #[test]
    fn addresses() {
        assert_eq!(address("Sumber: https://bao.example/a-1.html."), Some("https://bao.example/a-1.html"));
        assert_eq!(address("Sumber daya"), None);
    }
}
