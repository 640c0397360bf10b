//! Reads a record of a WARC file: a page as a crawler fetched it, with the headers that it came with.
//!
//! Responses of HTML with status 200 are articles. Other records (requests, pictures, redirects, …) are counted among what was left
//! out, by why. A page that was cut off, by the crawler or on its way, is a fault, as half an article is none. Where records begin and
//! end, [`super::blocks`] finds with [`frame`].
//!
//! Before: `WARC-Type: response`, `WARC-Target-URI: https://bao.example/a`, the headers, the page. After: the article on it, with `url`.

use std::borrow::Cow;
use std::io::Read;

use flate2::bufread::{MultiGzDecoder, ZlibDecoder};
use memchr::{memchr, memmem};

use super::{html, text};
use crate::article::Article;
use crate::read::blocks::too_large;

/// What a record begins with.
pub const MAGIC: &[u8] = b"WARC/";

/// Headers of more bytes are none.
pub const HEAD: usize = 1 << 16;

/// How long a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Bytes of its headers, with the blank line.
    pub head: usize,
    /// Bytes of what they speak of.
    pub body: u64,
    /// Whether it may hold a page.
    pub response: bool,
}

/// What a record is.
#[derive(Debug)]
pub enum Kind<'a> {
    /// An article.
    Page(Box<Article<'a>>),
    /// Something else, and why it is left out.
    Other(&'static str),
}

/// Reads the headers at the beginning of `bytes`; `None` where they go on behind.
///
/// # Errors
/// Where there are none.
pub fn frame(bytes: &[u8]) -> Result<Option<Frame>, String> {
    let magic = &bytes[..bytes.len().min(MAGIC.len())];
    if !MAGIC.starts_with(magic) {
        return Err("no WARC record begins here: what lies before the next is passed over; fetch the file again".to_owned());
    }
    let Some((head, _)) = split(&bytes[..bytes.len().min(HEAD)]) else {
        let long = bytes.len() >= HEAD;
        return if long { Err(format!("the record's headers have more than {HEAD} bytes; fetch the file again")) } else { Ok(None) };
    };
    let length = field(head, "content-length").and_then(|length| length.parse().ok());
    let body = length.ok_or("the record's headers name no Content-Length; fetch the file again")?;
    let rest = bytes.len() - split(bytes).map_or(0, |(_, rest)| rest.len());
    let response = field(head, "warc-type").is_some_and(|kind| kind.eq_ignore_ascii_case("response"));
    Ok(Some(Frame { head: rest, body, response }))
}

/// The article in a record; `bytes` may be its beginning alone, where it is no page or too large.
///
/// # Errors
/// Where it is a page that cannot be read.
pub fn record(bytes: &[u8], length: u64, max_record: u64) -> Result<Kind<'_>, String> {
    let (head, block) = split(bytes).ok_or("the record has no headers")?;
    let kind = field(head, "warc-type").unwrap_or_default().to_ascii_lowercase();
    if kind != "response" {
        const KINDS: [(&str, &str); 7] = [
            ("warcinfo", "warc warcinfo"),
            ("request", "warc request"),
            ("metadata", "warc metadata"),
            ("revisit", "warc revisit"),
            ("resource", "warc resource"),
            ("conversion", "warc conversion"),
            ("continuation", "warc continuation"),
        ];
        return Ok(Kind::Other(KINDS.iter().find(|(name, _)| *name == kind).map_or("warc other", |(_, why)| why)));
    }
    let Some((http, body)) = split(block).filter(|_| block.starts_with(b"HTTP/")) else { return Ok(Kind::Other("warc no http")) };
    let status = http.split(|byte| *byte == b' ').nth(1).map(|status| &status[..status.len().min(3)]);
    if status != Some(b"200") {
        return Ok(Kind::Other("warc status"));
    }
    let of = field(http, "content-type").unwrap_or_default().to_ascii_lowercase();
    let (media, options) = of.split_once(';').unwrap_or((&of, ""));
    let is_page = match media.trim() {
        "text/html" | "application/xhtml+xml" => true,
        "" => html::is_html(body),
        _ => false,
    };
    if !is_page {
        return Ok(Kind::Other("warc no html"));
    }
    if length > bytes.len() as u64 {
        return Err(too_large(max_record));
    }
    if let Some(why) = field(head, "warc-truncated") {
        return Err(format!("the crawler cut the page off ({why}): fetch it again with a higher limit"));
    }
    let body = unpacked(http, body, max_record)?;
    let charset = options.split(';').find_map(|option| option.trim().strip_prefix("charset="));
    let article = html::read(&body, charset.map(|charset| charset.trim_matches(['"', '\'', ' '])))?;
    let target = field(head, "warc-target-uri").map(|uri| uri.trim_matches(['<', '>']).to_owned()).unwrap_or_default();
    let url = if article.url.is_empty() { Cow::Owned(target) } else { article.url };
    let id = field(head, "warc-record-id").map(|id| id.trim_matches(['<', '>']).to_owned()).unwrap_or_default();
    Ok(Kind::Page(Box::new(Article { url, id: Cow::Owned(id), ..article })))
}

/// A page's bytes as the server held them.
fn unpacked<'b>(http: &[u8], body: &'b [u8], most: u64) -> Result<Cow<'b, [u8]>, String> {
    let is = |name: &str, value: &str| field(http, name).is_some_and(|said| said.to_ascii_lowercase().contains(value));
    // crawlers keep the header and take the chunks apart, or not
    let body = match is("transfer-encoding", "chunked").then(|| whole_of(body)) {
        Some(Chunks::Whole(whole)) => Cow::Owned(whole),
        Some(Chunks::Broken) => return Err("the page ends in the middle of a chunk: it was cut off on its way; fetch it again".to_owned()),
        Some(Chunks::None) | None => Cow::Borrowed(body),
    };
    let packed = field(http, "content-encoding").unwrap_or_default().to_ascii_lowercase();
    let mut out = Vec::new();
    let read = match (packed.trim(), &*body) {
        ("gzip" | "x-gzip", [0x1f, 0x8b, ..]) => MultiGzDecoder::new(&*body).take(most + 1).read_to_end(&mut out),
        ("deflate", [first, ..]) if first & 0x0f == 8 => ZlibDecoder::new(&*body).take(most + 1).read_to_end(&mut out),
        ("zstd", [0x28, 0xb5, 0x2f, 0xfd, ..]) => zstd::Decoder::new(&*body).and_then(|zst| zst.take(most + 1).read_to_end(&mut out)),
        ("br", _) if text::utf8(&body).is_err() => {
            return Err("the page is packed by brotli, which is not read: fetch it without `br` in Accept-Encoding".to_owned());
        }
        _ => return Ok(body),
    };
    read.map_err(|error| format!("the page's {} data is broken or cut off: {error}; fetch it again", packed.trim()))?;
    if out.len() as u64 > most { Err(too_large(most)) } else { Ok(Cow::Owned(out)) }
}

enum Chunks {
    Whole(Vec<u8>),
    Broken,
    None,
}

/// The chunks of a body, put together.
fn whole_of(mut body: &[u8]) -> Chunks {
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let size = memchr(b'\n', &body[..body.len().min(200)]).and_then(|end| {
            let line = body[..end].split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
            let size = std::str::from_utf8(line).ok().filter(|line| !line.starts_with('+'))?;
            Some((usize::from_str_radix(size, 16).ok()?, end + 1))
        });
        match size {
            Some((0, _)) => return Chunks::Whole(whole),
            Some((size, begin)) if body.len() - begin >= size => {
                whole.extend_from_slice(&body[begin..begin + size]);
                body = &body[begin + size..];
                body = body.strip_prefix(b"\r\n").or(body.strip_prefix(b"\n")).unwrap_or(body);
            }
            None if whole.is_empty() => return Chunks::None,
            _ => return Chunks::Broken,
        }
    }
}

/// Headers, with their last line's end, and what follows their blank line.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let within = &bytes[..bytes.len().min(HEAD)];
    let long = memmem::find(within, b"\r\n\r\n").map(|at| (at, 4));
    let short = memmem::find(within, b"\n\n").map(|at| (at, 2));
    let (at, blank) = [long, short].into_iter().flatten().min()?;
    Some((&bytes[..at], &bytes[at + blank..]))
}

/// The value of the first header of this name, which is in small letters.
fn field<'h>(head: &'h [u8], name: &str) -> Option<Cow<'h, str>> {
    head.split(|byte| *byte == b'\n').skip(1).find_map(|line| {
        let (said, value) = line.split_at_checked(name.len())?;
        let value = value.trim_ascii_start().strip_prefix(b":").filter(|_| said.eq_ignore_ascii_case(name.as_bytes()))?;
        Some(String::from_utf8_lossy(value.trim_ascii()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_found_whatever_their_line_ends() {
        let record = b"WARC/1.0\r\nWARC-Type: response\r\ncontent-length : 5\r\n\r\nabcde\r\n\r\n";
        assert_eq!(frame(record).unwrap(), Some(Frame { head: 53, body: 5, response: true }));
        assert_eq!(frame(b"WARC/1.0\nContent-Length: 2\n\n").unwrap(), Some(Frame { head: 28, body: 2, response: false }));
        assert_eq!(frame(&record[..20]).unwrap(), None);
        for broken in [&b"HTTP/1.1 200"[..], b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", &[b"WARC/1.0\r\n", &vec![b'x'; HEAD][..]].concat()]
        {
            assert!(frame(broken).is_err());
        }
    }

    #[test]
    fn chunks_are_put_together() {
        let whole = |body: &[u8]| match whole_of(body) {
            Chunks::Whole(whole) => String::from_utf8(whole).unwrap(),
            Chunks::Broken => "broken".to_owned(),
            Chunks::None => "none".to_owned(),
        };
        assert_eq!(whole(b"3\r\nAir\r\n7;x=y\r\n surut.\r\n0\r\n\r\n"), "Air surut.");
        assert_eq!(whole(b"3\r\nAir\r\n7\r\n sur"), "broken");
        assert_eq!(whole(b"3\r\nAir\r\n"), "broken");
        assert_eq!(whole(b"<p>Air surut.\n"), "none");
        assert_eq!(whole(b"ffffffffffffffff\r\nAir"), "broken");
    }
}
