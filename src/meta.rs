//! What a record says of an article beside its text: id, address, headline, date, author, paper.
//!
//! The input's own words come first; what it leaves open is read from the article's byline and source lines.

use xxhash_rust::xxh3::xxh3_128;

use crate::article::Article;
use crate::doc::{Doc, Fate};

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

/// All that is known beside the text.
pub fn gather(article: &Article<'_>, doc: &Doc<'_>) -> Meta {
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
    meta.source = host(&meta.url).to_owned();
    if meta.title.is_empty() {
        meta.title = headline(doc).unwrap_or_default().to_owned();
    }
    meta
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
    fn addresses() {
        assert_eq!(address("Sumber: https://bao.example/a-1.html."), Some("https://bao.example/a-1.html"));
        assert_eq!(address("Sumber daya"), None);
    }
}
