//! Tells how a page's bytes are written: by its byte order mark, by the header that it came with, by its own `<meta>`, else as UTF-8.
//!
//! The names are the web's (`latin1` is windows-1252). Bytes that are UTF-8 are that, whatever is said: a page that was saved anew. Bytes
//! that are not what is said of them are a fault: a guess would spoil every name in the article.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

/// A declaration stands in so many first bytes.
const HEAD: usize = 4096;

/// The page as text; `said` is the charset that its HTTP header names.
///
/// # Errors
/// Where its bytes are not what is said of them.
pub fn decode<'p>(bytes: &'p [u8], said: Option<&str>) -> Result<Cow<'p, str>, String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return whole(encoding, &bytes[mark..], "its byte order mark says");
    }
    let header = said.and_then(|label| Encoding::for_label(label.as_bytes()));
    // many servers name UTF-8 for everything: then the page knows better
    let (encoding, why) = match (header, declared(bytes)) {
        (Some(header), None) => (header, "its header says"),
        (Some(header), Some(_)) if header != UTF_8 => (header, "its header says"),
        (_, Some(meta)) => (meta, "its <meta> says"),
        (None, None) => (UTF_8, "nothing says otherwise; give it a <meta charset>"),
    };
    match std::str::from_utf8(bytes) {
        Ok(text) if encoding == UTF_8 || !text.is_ascii() => Ok(Cow::Borrowed(text)),
        _ => whole(encoding, bytes, why),
    }
}

fn whole<'p>(encoding: &'static Encoding, bytes: &'p [u8], why: &str) -> Result<Cow<'p, str>, String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or_else(|| {
        let at = if encoding == UTF_8 { format!(" from byte {} on", Encoding::utf8_valid_up_to(bytes)) } else { String::new() };
        let name = encoding.name().to_ascii_lowercase();
        format!("the page is no {name}{at}, as which it is read ({why}): fetch it again or convert it with iconv")
    })
}

/// What the page says of itself.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let (mut at, name) = (0, b"charset");
    loop {
        at += memmem::find(&head[at..], name)? + name.len();
        let label = head[at..].trim_ascii_start().strip_prefix(b"=").map(|rest| {
            let rest = rest.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
            let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte));
            &rest[..end.unwrap_or(rest.len())]
        });
        if let Some(encoding) = label.and_then(Encoding::for_label) {
            // these bytes were read as ASCII, so UTF-16 they are not
            return Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearest_to_the_bytes_is_believed() {
        let utf16: Vec<u8> = "\u{feff}đò".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases: [(&[u8], Option<&str>, &str); 9] = [
            ("đò".as_bytes(), None, "đò"),
            ("\u{feff}đò".as_bytes(), Some("latin1"), "đò"),
            (&utf16, Some("utf-8"), "đò"),
            (b"\xe0", Some("iso-8859-1"), "à"),
            (b"<meta charset='windows-1258'>\xf0", None, "<meta charset='windows-1258'>đ"),
            (
                b"<meta http-equiv=x content=\"text/html; charset = latin1\">\x93",
                None,
                "<meta http-equiv=x content=\"text/html; charset = latin1\">“",
            ),
            (b"<meta charset=latin1>\xe0", Some("utf-8"), "<meta charset=latin1>à"),
            ("<meta charset=latin1>đ".as_bytes(), None, "<meta charset=latin1>đ"),
            ("<meta charset=utf-16>đ".as_bytes(), None, "<meta charset=utf-16>đ"),
        ];
        for (bytes, said, text) in cases {
            assert_eq!(decode(bytes, said).unwrap(), text, "{said:?} {text}");
        }
        assert!(decode(b"<p>ab\xff", None).unwrap_err().starts_with("the page is no utf-8 from byte 5 on"));
    }
}
