//! One pass over a line that cuts it into words, numbers and marks.
//!
//! Every stage that looks at words reads these tokens, so that a line is folded and hashed once. A word's `hash` is that of its
//! lower-case form, `plain` that of the same form without diacritics (`đ` is `d`), so that a lexicon is a table of 64-bit keys and
//! no stage allocates a string for a word.
//!
//! `Bapak Y Blang – anak-anak, 6/19.` becomes `Bapak` `Y` `Blang` `–` `anak-anak` `,` `6/19` `.`

use std::sync::LazyLock;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

use super::hash::WordHasher;
use super::lexicon::Levels;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with hyphens, apostrophes and digits inside.
    Word,
    /// Begins with a digit; points, commas and slashes may stand between digits.
    Number,
    /// One character that is neither.
    Mark,
}

/// One word, number or mark of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the line.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is.
    pub kind: Kind,
    flags: u8,
    /// How common it is, where a vocabulary was asked ([`super::vocabulary`]).
    pub levels: Levels,
    /// What the stages know of it, where a vocabulary was asked.
    pub(super) traits: u32,
    /// Hash of the lower-case form; of a mark, its code point.
    pub hash: u64,
    /// Hash of the lower-case form without diacritics; of a mark, its code point.
    pub plain: u64,
}

const CAPITAL: u8 = 1;
const UPPER: u8 = 2;
const ACCENT: u8 = 4;
const HYPHEN: u8 = 8;
const APOSTROPHE: u8 = 16;
const SPACED: u8 = 32;
const DIGIT: u8 = 64;
const INNER: u8 = 128;

impl Token {
    fn new(start: usize, end: usize, kind: Kind, flags: u8, hash: u64, plain: u64) -> Self {
        Self { start: start as u32, end: end as u32, kind, flags, levels: Levels::default(), traits: 0, hash, plain }
    }
    /// The token as it stands in its line.
    pub fn text<'l>(&self, line: &'l str) -> &'l str {
        &line[self.start as usize..self.end as usize]
    }
    /// Whether the vocabulary knows any of these traits of it.
    #[inline]
    pub fn has(&self, traits: u32) -> bool {
        self.traits & traits != 0
    }
    /// All that the vocabulary knows of it.
    #[inline]
    pub fn traits(&self) -> u32 {
        self.traits
    }
    /// Letters.
    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }
    /// Digits.
    pub fn is_number(&self) -> bool {
        self.kind == Kind::Number
    }
    /// This very punctuation mark.
    pub fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark && self.hash == u64::from(u32::from(mark))
    }
    /// The character, if it is a mark.
    pub fn mark(&self) -> Option<char> {
        (self.kind == Kind::Mark).then(|| char::from_u32(self.hash as u32)).flatten()
    }
    /// Begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        self.flags & CAPITAL != 0
    }
    /// Two letters or more, all of them capitals.
    pub fn is_upper(&self) -> bool {
        self.flags & UPPER != 0
    }
    /// Holds a letter beyond ASCII.
    pub fn has_accent(&self) -> bool {
        self.flags & ACCENT != 0
    }
    /// Holds a hyphen inside.
    pub fn has_hyphen(&self) -> bool {
        self.flags & HYPHEN != 0
    }
    /// Holds an apostrophe inside.
    pub fn has_apostrophe(&self) -> bool {
        self.flags & APOSTROPHE != 0
    }
    /// Holds no figure, no hyphen and no capital after its first letter.
    #[inline]
    pub fn is_simple(&self) -> bool {
        self.flags & (DIGIT | HYPHEN | INNER) == 0
    }
    /// Small ASCII letters alone.
    #[inline]
    pub fn is_small(&self) -> bool {
        self.kind == Kind::Word && self.flags & !SPACED == 0
    }
    /// White space stands before it.
    pub fn is_spaced(&self) -> bool {
        self.flags & SPACED != 0
    }
    /// Holds a capital letter after its first.
    pub fn has_inner_capital(&self) -> bool {
        self.flags & INNER != 0
    }
    /// Holds ASCII letters alone.
    #[inline]
    pub fn is_plain_word(&self) -> bool {
        self.kind == Kind::Word && self.flags & (ACCENT | HYPHEN | APOSTROPHE | DIGIT) == 0
    }
    /// Holds a digit.
    pub fn has_digit(&self) -> bool {
        self.flags & DIGIT != 0
    }
}

/// What any of a line's tokens has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    flags: u8,
    traits: u32,
}

impl Summary {
    /// Takes one more token in.
    #[inline]
    pub(super) fn add(&mut self, token: &Token) {
        self.flags |= token.flags;
        self.traits |= token.traits;
    }
    /// Whether the vocabulary knows any of these traits of a token.
    pub fn has(self, traits: u32) -> bool {
        self.traits & traits != 0
    }
    /// Whether a token holds a letter beyond ASCII.
    pub fn has_accent(self) -> bool {
        self.flags & ACCENT != 0
    }
    /// Whether a token holds a digit.
    pub fn has_digit(self) -> bool {
        self.flags & DIGIT != 0
    }
    /// Whether a token is of capitals alone.
    pub fn has_upper(self) -> bool {
        self.flags & UPPER != 0
    }
}

/// Appends the tokens of `line` (normalised, at most 4 GiB) to `out`.
pub fn tokenize(line: &str, out: &mut Vec<Token>) {
    let bytes = line.as_bytes();
    let mut at = 0;
    let mut spaced = false;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b' ' || byte == b'\t' {
            spaced = true;
            at += 1;
            continue;
        }
        let start = at;
        if byte.is_ascii_alphabetic()
            && let Some(end) = simple_word(bytes, start, spaced, out)
        {
            at = end;
        } else if byte.is_ascii_alphanumeric() || (byte >= 0x80 && starts_word(line, at)) {
            at = word(line, start, spaced, out);
        } else {
            let mark = line[at..].chars().next().unwrap_or(' ');
            at += mark.len_utf8();
            let code = u64::from(u32::from(mark));
            let flags = if spaced { SPACED } else { 0 };
            out.push(Token::new(start, at, Kind::Mark, flags, code, code));
        }
        spaced = false;
    }
}

fn starts_word(line: &str, at: usize) -> bool {
    line[at..].chars().next().is_some_and(|c| c.is_alphanumeric() || is_combining_mark(c))
}

/// Reads a word of small ASCII letters, of which the first may be a capital, if one begins at `start`: most words are such. Returns the byte
/// after it.
#[inline]
fn simple_word(bytes: &[u8], start: usize, spaced: bool, out: &mut Vec<Token>) -> Option<usize> {
    let mut hash = WordHasher::new();
    hash.byte(bytes[start].to_ascii_lowercase());
    let mut at = start + 1;
    for &byte in &bytes[at..] {
        if !byte.is_ascii_lowercase() {
            // what may go on with the word
            if byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'-' | b'\'') {
                return None;
            }
            break;
        }
        hash.byte(byte);
        at += 1;
    }
    let capital = if bytes[start].is_ascii_uppercase() { CAPITAL } else { 0 };
    let flags = capital | if spaced { SPACED } else { 0 };
    let hash = hash.finish();
    out.push(Token::new(start, at, Kind::Word, flags, hash, hash));
    Some(at)
}

/// Reads one word or number from `start`, or several where the script writes none apart; returns the byte after it.
fn word(line: &str, start: usize, spaced: bool, out: &mut Vec<Token>) -> usize {
    let bytes = line.as_bytes();
    let mut flags = if spaced { SPACED } else { 0 };
    let mut hash = WordHasher::new();
    // the form without marks parts from the other at the first letter that is not ASCII
    let mut plain: Option<WordHasher> = None;
    let (mut letters, mut capitals) = (0u32, 0u32);
    let number = bytes[start].is_ascii_digit();
    let mut at = start;
    while at < bytes.len() {
        if plain.is_none() {
            // most words are small letters
            let small = bytes[at..].iter().take_while(|byte| byte.is_ascii_lowercase()).inspect(|&&byte| hash.byte(byte)).count();
            letters += small as u32;
            at += small;
        }
        let Some(&byte) = bytes.get(at) else { break };
        if byte.is_ascii_alphabetic() {
            letters += 1;
            if byte.is_ascii_uppercase() {
                capitals += 1;
                flags |= if at == start { CAPITAL } else { INNER };
            }
            let lower = byte.to_ascii_lowercase();
            hash.byte(lower);
            if let Some(plain) = &mut plain {
                plain.byte(lower);
            }
            at += 1;
        } else if byte.is_ascii_digit() {
            flags |= DIGIT;
            hash.byte(byte);
            if let Some(plain) = &mut plain {
                plain.byte(byte);
            }
            at += 1;
        } else if byte < 0x80 {
            if !joins(byte, bytes, at, number) {
                break;
            }
            match byte {
                b'-' => flags |= HYPHEN,
                b'\'' => flags |= APOSTROPHE,
                _ => {}
            }
            hash.byte(byte);
            if let Some(plain) = &mut plain {
                plain.byte(byte);
            }
            at += 1;
        } else {
            let Some(c) = line[at..].chars().next() else { break };
            if let Some(letter) = LATIN.get(u32::from(c)) {
                letters += 1;
                flags |= ACCENT;
                if letter.capital {
                    capitals += 1;
                    flags |= if at == start { CAPITAL } else { INNER };
                }
                let plain = plain.get_or_insert(hash);
                hash.char(letter.lower);
                plain.char(letter.plain);
                at += c.len_utf8();
                continue;
            }
            if c == '’' && is_letter_after(line, at + c.len_utf8()) && at > start && single_capital_before(bytes, start, at) {
                // H’Duyen, K’Mong: an apostrophe of a name, not a mark
                flags |= APOSTROPHE;
                hash.byte(b'\'');
                if let Some(plain) = &mut plain {
                    plain.byte(b'\'');
                }
                at += c.len_utf8();
                continue;
            }
            if !(c.is_alphanumeric() || is_combining_mark(c) || c == '\u{200c}' || c == '\u{200d}') {
                break;
            }
            if writes_no_spaces(c) {
                if at > start {
                    break;
                }
                return unspaced(line, start, flags, out);
            }
            if c.is_alphabetic() {
                letters += 1;
                flags |= ACCENT;
                if c.is_uppercase() {
                    capitals += 1;
                    flags |= if at == start { CAPITAL } else { INNER };
                }
            }
            let plain = plain.get_or_insert(hash);
            for lower in c.to_lowercase() {
                hash.char(lower);
                push_plain(lower, plain);
            }
            at += c.len_utf8();
        }
    }
    if letters > 1 && letters == capitals {
        flags |= UPPER;
    }
    let kind = if number { Kind::Number } else { Kind::Word };
    let finished = hash.finish();
    out.push(Token::new(start, at, kind, flags, finished, plain.map_or(finished, WordHasher::finish)));
    at
}

/// A letter of the Latin script with a mark.
#[derive(Clone, Copy)]
struct Letter {
    lower: char,
    /// The same without its marks.
    plain: char,
    capital: bool,
}

/// What is known of letters of the Latin script beyond ASCII, for those of which one small letter and one plain one are the counterparts.
struct Latin(Vec<Option<Letter>>);

static LATIN: LazyLock<Latin> = LazyLock::new(|| {
    let letter = |code: u32| {
        let c = char::from_u32(code).filter(|c| c.is_alphabetic())?;
        let mut lower = c.to_lowercase();
        let (Some(small), None) = (lower.next(), lower.next()) else { return None };
        let mut parts = Vec::new();
        decompose_canonical(small, |part| parts.push(part));
        parts.retain(|&part| !is_combining_mark(part));
        let plain = if small == 'đ' { 'd' } else { *parts.first().filter(|_| parts.len() == 1)? };
        Some(Letter { lower: small, plain, capital: c.is_uppercase() })
    };
    Latin(Latin::BLOCKS.into_iter().flatten().map(letter).collect())
});

impl Latin {
    /// Latin-1 Supplement to Latin Extended-B, and Latin Extended Additional.
    const BLOCKS: [std::ops::Range<u32>; 2] = [0xc0..0x250, 0x1e00..0x1f00];

    #[inline]
    fn get(&self, code: u32) -> Option<Letter> {
        let [first, second] = Self::BLOCKS;
        let at = if first.contains(&code) {
            code - first.start
        } else if second.contains(&code) {
            first.end - first.start + code - second.start
        } else {
            return None;
        };
        self.0[at as usize]
    }
}

/// Whether the ASCII character at `at` stands inside a word or number and belongs to it.
fn joins(byte: u8, bytes: &[u8], at: usize, number: bool) -> bool {
    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
    let before = if at > 0 { bytes[at - 1] } else { b' ' };
    match byte {
        b'-' => !number && before != b'-' && (next.is_ascii_alphanumeric() || next >= 0xc3),
        b'\'' => !number && before.is_ascii_alphabetic() && (next.is_ascii_alphabetic() || next >= 0xc3),
        b'.' | b',' | b'/' | b':' => number && before.is_ascii_digit() && next.is_ascii_digit(),
        _ => false,
    }
}

fn is_letter_after(line: &str, at: usize) -> bool {
    line[at..].chars().next().is_some_and(char::is_alphabetic)
}

fn single_capital_before(bytes: &[u8], start: usize, at: usize) -> bool {
    at - start <= 2 && bytes[start].is_ascii_uppercase()
}

fn push_plain(lower: char, plain: &mut WordHasher) {
    if lower == 'đ' {
        plain.byte(b'd');
        return;
    }
    decompose_canonical(lower, |part| {
        if !is_combining_mark(part) {
            plain.char(part);
        }
    });
}

/// Scripts that put no space between words: Thai, Lao, Khmer, Burmese, Chinese, Japanese.
fn writes_no_spaces(c: char) -> bool {
    matches!(u32::from(c), 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// Cuts a run of such a script at the word boundaries of UAX #29.
fn unspaced(line: &str, start: usize, flags: u8, out: &mut Vec<Token>) -> usize {
    let run =
        line[start..].char_indices().find(|&(_, c)| !(writes_no_spaces(c) || is_combining_mark(c) || c == '\u{200c}' || c == '\u{200d}'));
    let end = run.map_or(line.len(), |(at, _)| start + at);
    let mut flags = flags | ACCENT;
    for (at, piece) in line[start..end].split_word_bound_indices() {
        let mut hash = WordHasher::new();
        piece.bytes().for_each(|b| hash.byte(b));
        let hash = hash.finish();
        let from = start + at;
        out.push(Token::new(from, from + piece.len(), Kind::Word, flags, hash, hash));
        flags = ACCENT;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::hash::word_hash;
    use super::*;

    fn cut(line: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(line, &mut tokens);
        tokens.iter().map(|t| t.text(line)).collect()
    }

    #[test]
    fn words_numbers_and_marks() {
        assert_eq!(cut("Bapak Y Blang – anak-anak, 6/19."), ["Bapak", "Y", "Blang", "–", "anak-anak", ",", "6/19", "."]);
        assert_eq!(cut("H'Duyen \"ya,\" 1.860 sosial -ekonomi"), ["H'Duyen", "\"", "ya", ",", "\"", "1.860", "sosial", "-", "ekonomi"]);
        assert_eq!(cut("Ea H’leo ’tidak’ (MN)"), ["Ea", "H’leo", "’", "tidak", "’", "(", "MN", ")"]);
        assert_eq!(cut("bản án 18 m2 20:15"), ["bản", "án", "18", "m2", "20:15"]);
    }

    #[test]
    fn hashes_fold_case_and_diacritics() {
        let line = "ĐẶNG Đặng Dang";
        let mut t = Vec::new();
        tokenize(line, &mut t);
        assert_eq!(t[0].hash, t[1].hash);
        assert_eq!(t[1].plain, t[2].plain);
        assert_eq!(t[2].hash, word_hash("dang"));
        assert!(t[0].is_upper() && t[1].is_capital() && !t[1].is_upper() && t[1].has_accent());
    }

    #[test]
    fn every_byte_but_white_space_is_in_one_token() {
        for line in ["ภาษาไทย 中文 — ok", "e\u{301}a", "\u{301}x -- 'a' ''", "a-", "-a", "1-2", "😀 a’b"] {
            let mut t = Vec::new();
            tokenize(line, &mut t);
            let covered: usize = t.iter().map(|t| (t.end - t.start) as usize).sum();
            assert_eq!(covered, line.bytes().filter(|&b| b != b' ').count(), "{line}");
            assert!(t.windows(2).all(|w| w[0].end <= w[1].start));
        }
    }
}
