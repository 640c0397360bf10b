//! Pairs the quotation marks of one line.
//!
//! Decides which mark opens, which closes and which stands alone; an apostrophe, an inch or a minute is no mark. What a pair is, is left
//! to [`super::kinds`]. Each mark is judged by what touches it on either side, then by its glyph, then by what is open; one stack, one
//! pass. A mark that finds no partner never swallows text.
//!
//! `"Kami mendayung di "perahu tua" itu."` becomes a pair and a pair within it; `"Kami ingin, kata Sang.` a mark alone.

use super::lexicon::{ATTRIBUTION, Words};
use crate::text::tokens::Token;

/// So deep quotations may stand in one another; what lies deeper is no writing of men, and its texts would grow with the square of the line.
const DEPTH: usize = 8;

/// One quotation of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Token of the opening mark.
    pub open: usize,
    /// Token of the closing mark.
    pub close: usize,
    /// The pair around it: index into the line's pairs.
    pub parent: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Double,
    Single,
    Angle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Glyph {
    Left,
    Right,
    Neutral,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    Unsure,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    token: usize,
    family: Family,
    glyph: Glyph,
    /// What its neighbours say.
    side: Side,
    /// A digit touches it on the left.
    measure: bool,
    /// Double marks from here on (without this one) that seem to close, less those that seem to open.
    surplus: i32,
    /// First token after it that is no quotation mark.
    content: usize,
}

/// An opening mark, and where it closes.
#[derive(Clone, Copy, Debug)]
struct Opened {
    mark: Mark,
    close: Option<usize>,
}

/// Buffers for the marks of a line.
#[derive(Debug, Default)]
pub struct Pairing {
    marks: Vec<Mark>,
    opened: Vec<Opened>,
    stack: Vec<usize>,
    open_doubles: usize,
    open_angles: usize,
    lone: Vec<usize>,
    /// The last lone closing mark that could as well have opened.
    hanging: Option<usize>,
}

/// Whether `c` is a quotation mark of any style.
pub fn is_quote_mark(c: char) -> bool {
    glyph_of(c).is_some()
}

fn glyph_of(c: char) -> Option<(Family, Glyph)> {
    Some(match c {
        '"' | '＂' => (Family::Double, Glyph::Neutral),
        '“' | '„' | '‟' | '〝' => (Family::Double, Glyph::Left),
        '”' | '〞' => (Family::Double, Glyph::Right),
        '\'' => (Family::Single, Glyph::Neutral),
        '‘' | '‚' | '‛' => (Family::Single, Glyph::Left),
        '’' => (Family::Single, Glyph::Right),
        '«' | '‹' => (Family::Angle, Glyph::Left),
        '»' | '›' => (Family::Angle, Glyph::Right),
        _ => return None,
    })
}

impl Pairing {
    /// Puts the pairs of a line into `pairs`, in the order of their opening marks, and the tokens of marks without a partner into `lone`.
    pub fn pair(&mut self, words: &Words<'_>, pairs: &mut Vec<Pair>, lone: &mut Vec<usize>) {
        pairs.clear();
        lone.clear();
        self.collect(words);
        if self.marks.is_empty() {
            return;
        }
        for at in 0..self.marks.len() {
            self.take(at, words);
        }
        for at in std::mem::take(&mut self.stack) {
            let mark = self.opened[at].mark;
            self.leave_open(mark, words);
        }
        self.settle(pairs);
        self.lone.sort_unstable();
        lone.append(&mut self.lone);
    }

    /// Lists the line's marks with what their neighbours say.
    fn collect(&mut self, words: &Words<'_>) {
        self.marks.clear();
        self.opened.clear();
        self.stack.clear();
        self.lone.clear();
        (self.open_doubles, self.open_angles, self.hanging) = (0, 0, None);
        let mut last: Option<(usize, Side)> = None;
        for (token, t) in words.tokens.iter().enumerate() {
            let Some((family, glyph)) = t.mark().and_then(glyph_of) else { continue };
            if family == Family::Single && glyph != Glyph::Left && letters_on_both_sides(words.tokens, token) {
                continue;
            }
            let beside = last.filter(|&(at, _)| at + 1 == token && !t.is_spaced()).map(|(_, side)| side);
            let side = side_of(words.tokens, token, beside);
            let measure = glyph != Glyph::Left && !t.is_spaced() && token > 0 && words.tokens[token - 1].is_number();
            let leaning = match (side, glyph) {
                (Side::Unsure, Glyph::Left) => Side::Open,
                (Side::Unsure, Glyph::Right) => Side::Close,
                (side, _) => side,
            };
            last = Some((token, leaning));
            self.marks.push(Mark { token, family, glyph, side, measure, surplus: 0, content: token + 1 });
        }
        let mut surplus = 0;
        let mut next = (usize::MAX, 0);
        for mark in self.marks.iter_mut().rev() {
            mark.surplus = surplus;
            if next.0 == mark.content {
                mark.content = next.1;
            }
            next = (mark.token, mark.content);
            if mark.family == Family::Double {
                surplus += match (mark.side, mark.glyph) {
                    (Side::Open, _) | (Side::Unsure, Glyph::Left) => -1,
                    (Side::Close, _) | (Side::Unsure, Glyph::Right) => 1,
                    (Side::Unsure, Glyph::Neutral) => 0,
                };
            }
        }
    }

    fn take(&mut self, at: usize, words: &Words<'_>) {
        let mark = self.marks[at];
        let open = match mark.family {
            Family::Double => self.open_doubles,
            Family::Angle => self.open_angles,
            Family::Single => usize::from(self.top().is_some_and(|top| top.family == Family::Single)),
        };
        let top_is_left = self.top().is_some_and(|top| top.family == mark.family && top.glyph == Glyph::Left);
        let opens = match (mark.side, mark.glyph) {
            (Side::Open, Glyph::Right) => !top_is_left,
            (Side::Open, Glyph::Neutral) => !(open > 0 && closes_before_a_verb(words, mark.token)),
            (Side::Open | Side::Unsure, Glyph::Left) => true,
            (Side::Close, Glyph::Left) | (Side::Unsure, Glyph::Neutral) => open == 0,
            (Side::Unsure, Glyph::Right) | (Side::Close, _) => false,
        };
        if opens {
            self.open(mark);
        } else if mark.measure && (open == 0 || (mark.family == Family::Double && mark.surplus >= open as i32)) {
            // 15" and 5': a measure
        } else if open > 0 {
            self.close(mark, words);
        } else if mark.family == Family::Double && mark.glyph == Glyph::Neutral {
            if let Some(first) = self.hanging.take() {
                // motto" Satu hati": the space stands on the wrong side of the first mark
                self.lone.pop();
                self.opened.push(Opened { mark: Mark { token: first, content: first + 1, ..mark }, close: Some(mark.token) });
            } else {
                if words.tokens.get(mark.token + 1).is_some_and(|next| next.is_spaced() && !next.is_mark(',')) {
                    self.hanging = Some(mark.token);
                }
                self.lone.push(mark.token);
            }
        } else if mark.family != Family::Single || is_lone_closer(words, mark) {
            self.hanging = None;
            self.lone.push(mark.token);
        }
    }

    fn top(&self) -> Option<Mark> {
        self.stack.last().map(|&at| self.opened[at].mark)
    }

    fn count(&mut self, family: Family) -> Option<&mut usize> {
        match family {
            Family::Double => Some(&mut self.open_doubles),
            Family::Angle => Some(&mut self.open_angles),
            Family::Single => None,
        }
    }

    fn open(&mut self, mark: Mark) {
        self.hanging = None;
        if let Some(count) = self.count(mark.family) {
            *count += 1;
        }
        self.stack.push(self.opened.len());
        self.opened.push(Opened { mark, close: None });
    }

    /// Closes the nearest open mark of the family; where marks are missing, the nearest one of its own style.
    fn close(&mut self, mark: Mark, words: &Words<'_>) {
        let exact = mark.family == Family::Double
            && self.open_doubles > 1
            && mark.surplus + 1 < self.open_doubles as i32
            && self.stack.iter().rev().take(4).any(|&at| self.opened[at].mark.family == Family::Double && fits(self.opened[at].mark, mark));
        while let Some(at) = self.stack.pop() {
            let opened = self.opened[at].mark;
            if let Some(count) = self.count(opened.family) {
                *count -= 1;
            }
            if opened.family == mark.family && (!exact || fits(opened, mark)) {
                self.opened[at].close = Some(mark.token);
                return;
            }
            self.leave_open(opened, words);
        }
    }

    /// An opening mark that nothing closed. A single one may be an apostrophe (`'tuk`, `'90-an`).
    fn leave_open(&mut self, mark: Mark, words: &Words<'_>) {
        let next = words.tokens.get(mark.token + 1);
        if mark.family != Family::Single || mark.glyph == Glyph::Left || next.is_some_and(|t| t.is_word() && t.is_capital()) {
            self.lone.push(mark.token);
        }
    }

    /// Keeps what closed, and finds the pair around each.
    fn settle(&mut self, pairs: &mut Vec<Pair>) {
        let mut around: Vec<usize> = std::mem::take(&mut self.stack);
        around.clear();
        self.opened.sort_by_key(|opened| opened.mark.token);
        for opened in &self.opened {
            let open = opened.mark.token;
            let Some(close) = opened.close else { continue };
            if opened.mark.content >= close {
                continue;
            }
            while around.last().is_some_and(|&at| pairs[at].close < open) {
                around.pop();
            }
            if around.len() >= DEPTH {
                continue;
            }
            let parent = around.last().copied();
            // ""twice"" is one quotation
            if parent.is_some_and(|at| pairs[at].open + 1 == open && pairs[at].close == close + 1 && opened.mark.family == Family::Double) {
                continue;
            }
            around.push(pairs.len());
            pairs.push(Pair { open, close, parent });
        }
        self.stack = around;
    }
}

fn fits(open: Mark, close: Mark) -> bool {
    match close.glyph {
        Glyph::Neutral => open.glyph == Glyph::Neutral,
        _ => open.glyph != Glyph::Neutral,
    }
}

fn letters_on_both_sides(tokens: &[Token], at: usize) -> bool {
    let after = tokens.get(at + 1);
    at > 0 && tokens[at - 1].is_word() && !tokens[at].is_spaced() && after.is_some_and(|t| t.is_word() && !t.is_spaced())
}

/// `"Kami menunggu, "kata Bapak Tan`: the space stands on the wrong side of a closing mark.
fn closes_before_a_verb(words: &Words<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|b| words.tokens[b].mark());
    matches!(before, Some(',' | '.' | '!' | '?')) && at + 1 < words.tokens.len() && words.has(at + 1, ATTRIBUTION)
}

/// A closing single mark without partner is reported where it can be no apostrophe (`the workers’`).
fn is_lone_closer(words: &Words<'_>, mark: Mark) -> bool {
    let before = mark.token.checked_sub(1).map(|b| &words.tokens[b]);
    mark.glyph == Glyph::Right && before.is_some_and(|t| t.mark().is_some() || !t.text(words.line).ends_with(['s', 'S']))
}

/// What the neighbours of a mark say about it; `beside` is the side of a mark that touches it on the left.
fn side_of(tokens: &[Token], at: usize, beside: Option<Side>) -> Side {
    let left = if at == 0 {
        2
    } else if tokens[at].is_spaced() {
        1
    } else {
        match (beside, tokens[at - 1].mark()) {
            (Some(Side::Unsure), _) => 0,
            (Some(Side::Open), _) | (_, Some('(' | '[' | '{' | '-' | '–' | '—' | '/' | '=')) => 2,
            (_, Some(':' | '|')) => 1,
            _ => -1,
        }
    };
    let right = match tokens.get(at + 1) {
        None => -2,
        Some(next) if next.is_spaced() => -1,
        Some(next) => match next.mark() {
            None | Some('(' | '[' | '{' | '$' | '#' | '@' | '+' | '%') => 1,
            Some('…') => 0,
            Some('.') if tokens.get(at + 2).is_some_and(|t| t.is_mark('.')) => 0,
            Some('-' | '–' | '—' | '/') => -1,
            Some(c) if is_quote_mark(c) => 0,
            Some('.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}') => -2,
            Some(_) => 0,
        },
    };
    match left + right {
        1.. => Side::Open,
        0 => Side::Unsure,
        _ => Side::Close,
    }
}
