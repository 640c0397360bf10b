//! Spaces where none belong, and none where one belongs.
//!
//! What is decided here: a space before a comma, stop or closing bracket, inside brackets or quotation marks, on one side of a hyphen;
//! words that run into a mark or into each other. A dash between spaces, a score, a list label, a minus, an ellipsis and a file's ending
//! are right as they stand.
//!
//! `Kota Vinh , sosial -ekonomi, U -17 ( dua regu )` has four; `skor 3 - 1 , tidak ...` has one.

use super::glance::{JOINED, MARK};
use super::{Check, Defects, Finds, LineView};
use crate::text::lexicon::hash_of;
use crate::text::tokens::Token;

/// How far a word is followed, in characters: a longer one is no word.
const SCAN: usize = 64;

/// A fault that consists of spaces, and the byte of each space that is too many.
pub(crate) struct Gap {
    pub(crate) check: Check,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) spaces: [Option<usize>; 2],
}

pub(super) fn find(line: LineView<'_>, defects: &Defects, finds: &mut Finds<'_>) {
    let marks = line.glance.places(MARK);
    gaps(line.text, line.tokens, marks, |gap| finds.note(gap.check, line.index, gap.start, gap.end));
    quotes(line, finds);
    // a known word without figures, hyphens and capitals inside is one word; two thirds of all are such
    for at in line.glance.places(JOINED) {
        joined(line, at, defects, finds);
    }
}

/// Gives every place of a line where a space is too many and no knowledge of words or quotations is needed to see it; `marks` are the places
/// of its punctuation marks.
pub(crate) fn gaps(text: &str, tokens: &[Token], marks: impl Iterator<Item = usize>, mut take: impl FnMut(Gap)) {
    // where the last bracket opened, and whether a space follows it
    let mut open: Option<(usize, bool)> = None;
    for at in marks {
        let token = &tokens[at];
        let Some(mark) = token.mark() else { continue };
        match mark {
            ',' | ';' | '.' | ':' | '!' | '?' if is_stray(tokens, at, mark) => {
                take(Gap {
                    check: Check::SpacingMark,
                    start: tokens[at - 1].start as usize,
                    end: token.end as usize,
                    spaces: [Some(space_before(token)), None],
                });
            }
            '(' | '[' => {
                if let Some((bracket, true)) = open {
                    take(opening(tokens, bracket));
                }
                open = Some((at, is_gap_after(text, tokens, at)));
            }
            ')' | ']' => {
                let stray = at > 0 && token.is_spaced() && closes(tokens[at - 1]);
                match open.take() {
                    Some((bracket, spaced)) if spaced && stray => take(Gap {
                        check: Check::SpacingBracket,
                        start: tokens[bracket].start as usize,
                        end: token.end as usize,
                        spaces: [Some(space_before(&tokens[bracket + 1])), Some(space_before(token))],
                    }),
                    Some((bracket, true)) => take(opening(tokens, bracket)),
                    Some(_) if stray => take(Gap {
                        check: Check::SpacingBracket,
                        start: tokens[at - 1].start as usize,
                        end: token.end as usize,
                        spaces: [Some(space_before(token)), None],
                    }),
                    _ => {}
                }
            }
            '-' | '–' => {
                if let Some(gap) = hyphen(text, tokens, at, mark) {
                    take(gap);
                }
            }
            _ => {}
        }
    }
    if let Some((bracket, true)) = open {
        take(opening(tokens, bracket));
    }
}

fn space_before(token: &Token) -> usize {
    token.start as usize - 1
}

/// A word, number or closing mark: what a comma or stop may follow.
fn closes(token: Token) -> bool {
    token.is_word() || token.is_number() || token.mark().is_some_and(|mark| matches!(mark, ')' | ']' | '"' | '”' | '»' | '’' | '%' | '“'))
}

/// Whether the comma or stop at `at` stands after a space that is too many.
fn is_stray(tokens: &[Token], at: usize, mark: char) -> bool {
    let token = tokens[at];
    if at == 0 || !token.is_spaced() || !closes(tokens[at - 1]) {
        return false;
    }
    let Some(next) = tokens.get(at + 1) else { return true };
    if next.is_spaced() {
        return mark != ':' || !(tokens[at - 1].is_number() && next.is_number());
    }
    match next.mark() {
        // an ellipsis, a path, a smiley
        Some('.') => false,
        Some('/') => mark == '.' && tokens.get(at + 2).is_some_and(|after| after.is_mark('.')),
        Some(')' | '(') => mark != ':' && mark != ';',
        Some(_) => true,
        // `.jpg`, `.5` and `:8080` are names and numbers
        None => matches!(mark, ',' | ';') && !next.is_number(),
    }
}

fn is_gap_after(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|next| {
        next.is_spaced() && (next.is_word() || next.is_number() || text[next.start as usize..].starts_with(['"', '“', '«', '‘']))
    })
}

/// The fault of a bracket after which a space stands: from the word before to the word after.
fn opening(tokens: &[Token], bracket: usize) -> Gap {
    let before = bracket.saturating_sub(1);
    let first = if tokens[before].is_word() { before } else { bracket };
    Gap {
        check: Check::SpacingBracket,
        start: tokens[first].start as usize,
        end: tokens[bracket + 1].end as usize,
        spaces: [Some(space_before(&tokens[bracket + 1])), None],
    }
}

/// A space on one side of a hyphen that joins.
fn hyphen(text: &str, tokens: &[Token], at: usize, mark: char) -> Option<Gap> {
    let (before, next) = (tokens.get(at.checked_sub(1)?)?, tokens.get(at + 1)?);
    let token = &tokens[at];
    if token.is_spaced() == next.is_spaced() {
        return None;
    }
    let faulty = match (token.is_spaced(), before.is_number(), next.is_number()) {
        (_, true, true) => mark == '-' || is_year(before) && is_year(next),
        _ if mark != '-' => false,
        (true, false, true) => is_type_name(text, tokens, at),
        (true, true, false) => next.is_word() && !next.is_capital(),
        (false, true, false) | (false, false, true) => false,
        (true, false, false) => before.is_word() && next.is_word(),
        // `pra- dan pasca-`, and the label of a list item
        (false, false, false) => {
            let pair = matches!(next.text(text), "dan" | "atau" | "maupun" | "hingga" | "sampai" | "serta");
            before.is_word() && next.is_word() && !pair && (at > 1 || before.end - before.start > 1)
        }
    };
    let gap = if token.is_spaced() { token } else { next };
    faulty.then(|| Gap {
        check: Check::SpacingHyphen,
        start: before.start as usize,
        end: next.end as usize,
        spaces: [Some(space_before(gap)), None],
    })
}

fn is_year(token: &Token) -> bool {
    token.end - token.start == 4
}

/// `U -21`, `Covid -19`, `ke -40`, and not `Hanoi -5 derajat`.
fn is_type_name(text: &str, tokens: &[Token], at: usize) -> bool {
    let before = tokens[at - 1];
    if !before.is_word() {
        return false;
    }
    let unit = tokens.get(at + 2).is_some_and(|unit| matches!(unit.text(text), "derajat" | "°" | "persen" | "%" | "℃"));
    let ordinal = matches!(before.text(text), "ke" | "Ke");
    ordinal || !unit && before.is_capital() && (at > 1 || before.is_upper() || before.end - before.start == 1)
}

/// Spaces inside quotation marks, and words that touch them from outside.
fn quotes(line: LineView<'_>, finds: &mut Finds<'_>) {
    let bytes = line.text.as_bytes();
    for quote in line.quotes {
        let (outer, inner) = (quote.outer, quote.inner);
        if inner.start >= inner.end || outer.end > bytes.len() {
            continue;
        }
        let spaced = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_whitespace);
        let (head, tail) = (spaced(inner.start.wrapping_sub(1)), spaced(inner.end));
        if head && tail {
            finds.note(Check::SpacingQuote, line.index, outer.start, outer.end);
        } else if head {
            finds.note(Check::SpacingQuote, line.index, outer.start, word_end(line.text, inner.start).min(inner.end));
        } else if tail {
            finds.note(Check::SpacingQuote, line.index, word_start(line.text, inner.end).max(inner.start), outer.end);
        }
        let single = line.text[outer.start..].starts_with(['\'', '’', '‘']);
        if !single && line.text[outer.end..].starts_with(char::is_alphabetic) {
            finds.note(Check::SpacingJoined, line.index, word_start(line.text, inner.end).max(outer.start), word_end(line.text, outer.end));
        }
        if !single && line.text[..outer.start].ends_with(char::is_alphabetic) {
            finds.note(
                Check::SpacingJoined,
                line.index,
                word_start(line.text, outer.start),
                word_end(line.text, inner.start).min(outer.end),
            );
        }
    }
}

/// Where the word that ends at `at` begins.
pub(super) fn word_start(text: &str, at: usize) -> usize {
    text[..at].char_indices().rev().take(SCAN).take_while(|(_, c)| !c.is_whitespace()).last().map_or(at, |(start, _)| start)
}

/// Where the word that begins at `at` ends.
pub(super) fn word_end(text: &str, at: usize) -> usize {
    text[at..].char_indices().take(SCAN).take_while(|(_, c)| !c.is_whitespace()).last().map_or(at, |(end, c)| at + end + c.len_utf8())
}

/// Words that lack the space between them, at the token `at`.
fn joined(line: LineView<'_>, at: usize, defects: &Defects, finds: &mut Finds<'_>) {
    let token = line.tokens[at];
    if let Some(mark) = token.mark() {
        let (Some(before), Some(next)) = (at.checked_sub(1), line.tokens.get(at + 1)) else { return };
        if next.is_spaced() || token.is_spaced() && mark != '(' {
            return;
        }
        let words = line.tokens[before].is_word() && next.is_word();
        let length = next.end - next.start;
        let faulty = match mark {
            '(' => words && !token.is_spaced() && line.word(before).len() > 2 && (length > 3 || length == 3 && next.is_upper()),
            ',' | ';' => (words || line.tokens[before].is_number() && next.is_word()) && length > 1 && !is_address(line, at),
            '.' => {
                let known = line.tokens[before].levels.indonesian() > 0 && line.tokens[at + 1].levels.indonesian() > 0;
                words && known && line.is_lower(before) && next.is_capital() && !next.is_upper() && length > 2 && !is_address(line, at)
            }
            '?' | '!' => words && next.is_capital() && length > 1,
            ')' => next.is_word() && length > 2 && line.tokens[at + 1].levels.indonesian() > 2 && !is_affix_before(line, at),
            _ => false,
        };
        if faulty {
            finds.tokens(Check::SpacingJoined, line, before, at + 1);
        }
        return;
    }
    if token.has_accent() || token.end - token.start < 4 {
        return;
    }
    let text = line.word(at);
    let bytes = text.as_bytes();
    let level = |part: &[u8]| defects.lexicon.levels(hash_of(&[part])).indonesian();
    let faulty = if token.is_number() {
        bytes
            .iter()
            .position(u8::is_ascii_alphabetic)
            .is_some_and(|cut| bytes.len() - cut > 2 && bytes[cut].is_ascii_lowercase() && level(&bytes[cut..]) > 8)
    } else if token.has_digit() {
        let cut = bytes.iter().position(u8::is_ascii_digit).unwrap_or(0);
        cut > 3 && !token.is_upper() && bytes[cut..].iter().all(u8::is_ascii_digit) && bytes.len() - cut > 1 && level(&bytes[..cut]) > 8
    } else if token.has_apostrophe() || token.is_upper() {
        false
    } else if token.has_hyphen() {
        line.native && is_run_together(text, defects)
    } else if token.has_inner_capital()
        && let Some(cut) = bytes[1..].iter().position(u8::is_ascii_uppercase).map(|at| at + 1)
    {
        let (head, rest) = (&bytes[..cut], &bytes[cut..]);
        let opener = defects.knowledge.openers.has(hash_of(&[head])) || defects.knowledge.places.has(hash_of(&[head]));
        rest.len() > 1 && cut > 1 && (opener || !token.is_capital() && level(head) > 6)
    } else {
        line.native && line.tokens[at].levels.is_unknown() && is_run_together(text, defects)
    };
    if faulty {
        finds.tokens(Check::SpacingJoined, line, at, at);
    }
}

/// Whether the mark at `at` is inside an address or a file name: no space for three tokens around, with a point, slash or `@` among them.
fn is_address(line: LineView<'_>, at: usize) -> bool {
    let near = |place: usize| {
        line.tokens.get(place).is_some_and(|t| !t.is_spaced() && matches!(t.mark(), Some('.' | '/' | '@' | '=' | '_' | ':')))
    };
    near(at + 2) || at > 1 && near(at - 2)
}

/// `(re)distribusi`, `(anak)nya`: a bracket that holds part of a word.
fn is_affix_before(line: LineView<'_>, close: usize) -> bool {
    let from = close.saturating_sub(2);
    line.tokens[from].is_mark('(') && close == from + 2 && line.word(close - 1).len() < 6 && line.is_lower(close - 1)
}

/// A word that nobody knows and that is a linking word and a known one; of a word with hyphens, its last part.
fn is_run_together(word: &str, defects: &Defects) -> bool {
    const LINKS: [&[u8]; 11] = [b"yang", b"bahwa", b"untuk", b"dengan", b"dari", b"pada", b"dalam", b"akan", b"tidak", b"adalah", b"telah"];
    let word = word.as_bytes();
    let word = word.rsplit(|&byte| byte == b'-').next().unwrap_or(word);
    if word.len() < 7 || word.len() > 30 || !defects.lexicon.levels(hash_of(&[word])).is_unknown() || defects.lexicon.is_derived(word) {
        return false;
    }
    let known = |rest: &[u8]| rest.len() > 2 && defects.lexicon.levels(hash_of(&[rest])).indonesian() > 4;
    LINKS.iter().any(|link| word.strip_prefix(*link).is_some_and(known) || word.strip_suffix(*link).is_some_and(known))
}
