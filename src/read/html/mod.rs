//! A page of HTML is one article: [`charset`] tells how its bytes are written, [`page`] reads its tags into blocks of text, [`choice`]
//! says which of them are the article, [`head`] what the page says of itself. The article's text is the chosen blocks, each a line.
//!
//! What is left out (menus, comments, other articles) is nowhere in the record: the page itself stays where it is.

pub mod charset;
pub mod choice;
pub mod head;
pub mod names;
pub mod page;
pub mod tag;

use std::borrow::Cow;

use serde_json::json;

use super::Source;
use crate::article::Article;
use page::Page;

/// A page without text.
const EMPTY: &str = "no text on the page: it may be made by a script in the browser, or hold pictures alone; drop it";

/// Whether the bytes begin as a page does.
pub fn is_html(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    [&b"<!doctype html"[..], b"<html"].iter().any(|begin| bytes.get(..begin.len()).is_some_and(|head| head.eq_ignore_ascii_case(begin)))
}

/// The article that an HTML file holds.
///
/// # Errors
/// Where the bytes are not of the charset that they are said to be, and where there is no text on the page.
pub fn article<'a>(bytes: &[u8], source: &'a Source) -> Result<Article<'a>, String> {
    let article = read(bytes, None)?;
    Ok(Article { id: Cow::Owned(source.id()), path: Cow::Borrowed(&source.shown), record: 1, ..article })
}

/// The article on a page; `charset` is what its HTTP header names.
///
/// # Errors
/// As [`article`].
pub fn read(bytes: &[u8], charset: Option<&str>) -> Result<Article<'static>, String> {
    let page = Page::read(&charset::decode(bytes, charset)?);
    let choice = choice::choose(&page);
    let kept = || page.blocks.iter().zip(&choice.kept).filter(|(_, kept)| **kept).map(|(block, _)| block.text.as_str());
    let text = kept().collect::<Vec<_>>().join("\n");
    if text.is_empty() {
        return Err(EMPTY.to_owned());
    }
    let head = &page.head;
    let said = || head.titles.iter().find(|title| !title.is_empty()).cloned().unwrap_or_default();
    let title = match choice.headline {
        Some((at, true)) => page.blocks[at].text.clone(),
        // the rules see which line is the headline
        Some((_, false)) => String::new(),
        None => said(),
    };
    let metadata = if head.lang.is_empty() { String::new() } else { json!({ "lang": head.lang }).to_string() };
    Ok(Article {
        url: Cow::Owned(head.url().to_owned()),
        title: Cow::Owned(title),
        published: Cow::Owned(head.published()),
        metadata: Cow::Owned(metadata),
        ..Article::new(text)
    })
}

/// Every line that a browser shows, for whoever weighs what the choice of the article does.
///
/// # Errors
/// As [`article`].
pub fn every_line(bytes: &[u8], charset: Option<&str>) -> Result<String, String> {
    let page = Page::read(&charset::decode(bytes, charset)?);
    let shown = choice::shown(&page);
    Ok(page.blocks.iter().zip(shown).filter(|(_, shown)| *shown).map(|(block, _)| block.text.as_str()).collect::<Vec<_>>().join("\n"))
}
