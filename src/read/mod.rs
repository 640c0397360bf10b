//! Finds, opens and cuts what goes in.
//!
//! [`walk`] lists the files that the inputs name, in the order of their paths' bytes, each once, or a [`part`] of them; [`compressed`] opens one, plain, gzip or
//! zstd, and hashes it on the way; [`blocks`] cuts all of it into [`Block`]s of about a megabyte whose borders depend on the input
//! alone, and which know their [`place`]; [`jsonl`], [`text`], [`html`] and [`warc`] make articles
//! of a block's pieces. Who works on the blocks, and in how many threads, is the run's
//! business.
//!
//! Before: `corpus/a.txt`, `corpus/b.jsonl.gz`. After: articles `a`, and each line of `b.jsonl.gz`, with their `origin`.

#![allow(clippy::disallowed_methods, reason = "the shell reads files")]

pub mod blocks;
pub mod compressed;
pub mod html;
pub mod jsonl;
pub mod packs;
#[cfg_attr(not(feature = "parquet"), path = "no_parquet.rs")]
pub mod parquet;
pub mod part;
pub mod place;
pub mod reject;
pub mod text;
pub mod walk;
pub mod warc;

use std::path::PathBuf;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::article::Article;

pub use blocks::Block;
pub use part::Part;
pub use place::Position;
pub use reject::Reject;

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// One article, as it is.
    Text,
    /// One article a line, as JSON.
    Jsonl,
    /// One article, on a web page.
    Html,
    /// Web pages as a crawler fetched them, an article each.
    Warc,
}

impl Format {
    /// Whether a file is one article.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Text | Self::Html)
    }
}

/// The article that a file of such a format holds.
///
/// # Errors
/// Where it cannot be read; the message says why, and the remedy.
pub fn whole<'a>(format: Format, bytes: &'a [u8], source: &'a Source) -> Result<Article<'a>, String> {
    if format == Format::Html { html::article(bytes, source) } else { text::article(bytes, source) }
}

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Codec {
    /// gzip, of any number of members.
    Gz,
    /// zstd, of any number of frames.
    Zst,
    /// Parquet, whose rows count as lines.
    Parquet,
}

/// A file to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Where it is; empty for standard input.
    pub path: PathBuf,
    /// The path as given, bytes that are no UTF-8 as `%XX`; `-` for standard input.
    pub shown: String,
    /// The path under the input's root, with its endings.
    pub under: PathBuf,
    /// What it holds, where its name or the caller says so.
    pub format: Option<Format>,
    /// How its name says that it is compressed.
    pub codec: Option<Codec>,
    /// Its size in bytes; `None` where it is no regular file.
    pub size: Option<u64>,
    /// When it was changed, where it is a regular file.
    pub modified: Option<SystemTime>,
}

impl Source {
    /// The id of a text file: its path under the root without endings.
    pub fn id(&self) -> String {
        let full = self.under.as_os_str().as_encoded_bytes();
        let stem = Named::of(full).stem;
        walk::shown(if stem.is_empty() || stem.ends_with(b"/") { full } else { &full[..stem.len()] })
    }
}

/// What a file's name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'n> {
    /// The name without the endings that are known.
    pub stem: &'n [u8],
    /// By `.txt`, `.text`, `.jsonl`, `.ndjson`, `.html`, `.htm`, `.warc`; `.parquet` is lines too.
    pub format: Option<Format>,
    /// By `.gz`, `.zst`, `.parquet`.
    pub codec: Option<Codec>,
}

impl<'n> Named<'n> {
    /// Reads a name's endings, in any case.
    pub fn of(name: &'n [u8]) -> Self {
        if let Some((stem, codec)) = cut(name, &[(b".parquet", Codec::Parquet)]).filter(|_| cfg!(feature = "parquet")) {
            return Self { stem, format: Some(Format::Jsonl), codec: Some(codec) };
        }
        let (stem, codec) = match cut(name, &[(b".gz", Codec::Gz), (b".zst", Codec::Zst)]) {
            Some((stem, codec)) => (stem, Some(codec)),
            None => (name, None),
        };
        let formats: [(&[u8], Format); 7] = [
            (b".txt", Format::Text),
            (b".text", Format::Text),
            (b".jsonl", Format::Jsonl),
            (b".ndjson", Format::Jsonl),
            (b".html", Format::Html),
            (b".htm", Format::Html),
            (b".warc", Format::Warc),
        ];
        match cut(stem, &formats) {
            Some((stem, format)) => Self { stem, format: Some(format), codec },
            None => Self { stem, format: None, codec },
        }
    }
}

fn cut<'n, T: Copy>(name: &'n [u8], endings: &[(&[u8], T)]) -> Option<(&'n [u8], T)> {
    endings.iter().find_map(|&(ending, what)| {
        let (stem, end) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
        end.eq_ignore_ascii_case(ending).then_some((stem, what))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_format_and_compression() {
        use {Codec::*, Format::*};
        let cases: [(&str, &str, Option<Format>, Option<Codec>); 9] = [
            ("d01.txt", "d01", Some(Text), None),
            ("d.01.TXT.gz", "d.01", Some(Text), Some(Gz)),
            ("p.ndjson.zst", "p", Some(Jsonl), Some(Zst)),
            ("p.jsonl", "p", Some(Jsonl), None),
            ("README.md", "README.md", None, None),
            ("p.gz", "p", None, Some(Gz)),
            ("gz", "gz", None, None),
            ("p.HTM", "p", Some(Html), None),
            ("p.warc.gz", "p", Some(Warc), Some(Gz)),
        ];
        for (name, stem, format, codec) in cases {
            assert_eq!(Named::of(name.as_bytes()), Named { stem: stem.as_bytes(), format, codec }, "{name}");
        }
    }

    #[test]
    fn ids_of_text_files() {
        let id = |under: &str| Source { under: under.into(), ..Source::default() }.id();
        assert_eq!(id("000/000_1f2e.txt"), "000/000_1f2e");
        assert_eq!(id("d.01.txt.gz"), "d.01");
        assert_eq!(id(".txt"), ".txt");
    }
}
