//! A text file is one article: its bytes are the text, its path under the input's root is its id.

use std::borrow::Cow;

use super::Source;
use crate::article::Article;

/// The article that a text file holds.
///
/// # Errors
/// Where the bytes are no UTF-8; the message says where and what they may be.
pub fn article<'a>(bytes: &'a [u8], source: &'a Source) -> Result<Article<'a>, String> {
    let text = utf8(bytes)?;
    Ok(Article { id: Cow::Owned(source.id()), path: Cow::Borrowed(&source.shown), record: 1, ..Article::new(text) })
}

/// The bytes as text.
///
/// # Errors
/// Where they are no UTF-8.
pub fn utf8(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|error| {
        let remedy = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            "it looks like utf-16: convert it with iconv -f utf-16 -t utf-8"
        } else {
            "convert it with iconv"
        };
        format!("invalid utf-8 from byte {} on; {remedy}", error.valid_up_to())
    })
}
