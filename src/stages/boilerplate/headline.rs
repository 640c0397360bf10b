//! Likeness to the headline: how an image's placeholder is known.
//!
//! Decides what of a line is a stem and what an image's number, and how alike two stems are. Whether the line goes is left to
//! [`super::context`] and [`super::trim`].
//!
//! `Pasar apung - ảnh 2Penjual sayur (Foto: A)` is the stem `Pasar apung`, the number 2 and the caption that was run into it.

use super::fold::bare;
use super::pattern::Pattern;
use crate::text::hash::word_hash;
use crate::text::tokens::Token;
use crate::text::vocabulary::{IMAGE, Vocabulary};

/// Finds placeholders.
#[derive(Debug)]
pub struct Placeholders {
    worded: Pattern,
    numbered: Pattern,
}

/// A placeholder: a stem, an image's number, and what stands after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placeholder<'l> {
    /// What stands before the number.
    pub stem: &'l str,
    /// First byte of what stands after the number.
    pub after: usize,
    /// An image is named in Vietnamese (`ảnh 1`), which nobody writes in running Indonesian.
    pub named: bool,
    /// A word for an image stands before the number.
    pub worded: bool,
}

impl Placeholders {
    /// The two patterns, of which one is of `words` for an image, the longer before what ends them; each last word is entered.
    pub fn new(words: &[String], vocabulary: &mut Vocabulary) -> Self {
        for last in words.iter().filter_map(|word| word.split(' ').next_back()) {
            vocabulary.enter(word_hash(last), IMAGE);
        }
        let words: Vec<String> = words.iter().map(|word| regex::escape(word)).collect();
        Self {
            worded: Pattern::from(format!(r"(?P<join>\s*[-–—(]\s*|\s)(?P<word>(?i:{}))\s*\d{{1,3}}(?:\)?\.|\))?\s*", words.join("|"))),
            numbered: Pattern::from(r"\s+[-–—]\s+\d{1,3}\.?\s*".to_owned()),
        }
    }

    /// The first placeholder in `line`, which has a digit and whose words are among `tokens`. One that is only a number is looked for at the line's end and
    /// after `headline`.
    pub fn read<'l>(&self, line: &'l str, tokens: &[Token], headline: Option<&str>) -> Option<Placeholder<'l>> {
        let bytes = line.as_bytes();
        if tokens.iter().any(|token| token.has(IMAGE) || token.has_hyphen() || token.is_word() && token.has_digit())
            && may_be_worded(bytes)
            && let Some(found) = self.worded.regex().and_then(|worded| worded.captures(line))
            && let (Some(whole), Some(word), Some(join)) = (found.get(0), found.name("word"), found.name("join"))
        {
            let vietnamese = !word.as_str().is_ascii() || word.as_str().eq_ignore_ascii_case("hinh anh");
            let named = vietnamese && !join.as_str().trim().is_empty();
            let stem = line[..whole.start()].trim_end();
            if !stem.is_empty() {
                return Some(Placeholder { stem, after: whole.end(), named, worded: true });
            }
        }
        if let Some(headline) = headline
            && let Some(tail) = line.strip_prefix(headline)
            && let Some(found) = self.numbered.regex().and_then(|numbered| numbered.find(tail)).filter(|found| found.start() == 0)
        {
            let after = headline.len() + found.end();
            return Some(Placeholder { stem: &line[..headline.len()], after, named: false, worded: false });
        }
        let ends = line.trim_end_matches('.').trim_end_matches(|c: char| c.is_ascii_digit());
        let from = ends.trim_end().strip_suffix(['-', '–', '—'])?;
        let digits = line.trim_end_matches('.').len() - ends.len();
        let number = from.len() < ends.len() && (1..=3).contains(&digits) && from.ends_with(' ') && ends.ends_with(' ');
        let stem = from.trim_end();
        let figure = stem.ends_with(|c: char| c.is_ascii_digit());
        (number && !stem.is_empty() && !figure).then_some(Placeholder { stem, after: line.len(), named: false, worded: false })
    }
}

/// Whether before some figure stands the end of a word for an image, so that the pattern is worth a try.
fn may_be_worded(line: &[u8]) -> bool {
    const ENDS: [&[u8]; 7] = [b"nh", b"oto", b"bar", b"ture", b"age", b"gen", b"ild"];
    let mut from = 0;
    let starts = std::iter::from_fn(|| {
        let at = from + line[from..].iter().position(u8::is_ascii_digit)?;
        from = at + line[at..].iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(line.len() - at);
        Some(at)
    });
    starts.filter(|&at| at > 0).any(|at| {
        let before = line[..at].trim_ascii_end();
        let ends = |end: &&[u8]| before.len() >= end.len() && before[before.len() - end.len()..].eq_ignore_ascii_case(end);
        // white space beyond ASCII may part the two
        before.last().is_some_and(|last| !last.is_ascii()) || ENDS.iter().any(ends)
    })
}

/// How alike two lines are: the share of common words, 0 to 1, by folded words in any order.
pub fn likeness(one: &str, other: &str) -> f32 {
    let mut a: Vec<String> = one.split_whitespace().map(bare).filter(|w| !w.is_empty()).collect();
    let mut b: Vec<String> = other.split_whitespace().map(bare).filter(|w| !w.is_empty()).collect();
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    a.sort_unstable();
    b.sort_unstable();
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    common as f32 / a.len().max(b.len()) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        let mut vocabulary = Vocabulary::default();
        let words = ["ảnh", "foto"].map(str::to_owned);
        let known = Placeholders::new(&words, &mut vocabulary);
        let tokens = |line: &str| {
            let mut tokens = Vec::new();
            vocabulary.tokenize(line, &mut tokens);
            tokens
        };
        let headline = "Pasar apung di Kanal Xa No";
        for (line, stem, rest, named) in [
            ("Pasar apung di Kanal Xa No - 1", headline, "", false),
            ("Pasar apung di Kanal Xa No (foto 3).", headline, "", false),
            ("Pasar apung di Kanal Xa No - ảnh 2Penjual sayur (Foto: A)", headline, "Penjual sayur (Foto: A)", true),
            ("Pasar apung di Kanal Xa No - Ảnh 1.Penjual", headline, "Penjual", true),
            ("Pasar apung di Kanal Xa No - 4Penjual", headline, "Penjual", false),
            ("Chợ nổi trên kênh Xà No - 12", "Chợ nổi trên kênh Xà No", "", false),
        ] {
            let found = known.read(line, &tokens(line), Some(headline)).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.stem, &line[found.after..], found.named), (stem, rest, named), "{line}");
        }
        for line in ["Viet Tri menang 2 - 1", "Hasil 3-0", "Tahun 2025", "Banjir di Kanal Xa No - 1968", "- 1", "ảnh 1"] {
            assert_eq!(known.read(line, &tokens(line), Some(headline)), None, "{line}");
        }
    }

    #[test]
    fn likenesses() {
        assert!(likeness("Pasar apung di Kanal Xa No", "Pasar Apung di kanal Xà No") > 0.99);
        assert!(likeness("Pasar apung di Kanal", "Lomba perahu di sungai") < 0.4);
        assert!(likeness("", "a") < 0.1);
    }
}
