//! A line read into items: titles, names, what stands before a name, and what stands between.
//!
//! Titles and names are cut where the likeliest segmentation cuts them ([`super::split`]); who holds which title is left to
//! [`super::grammar`].
//!
//! `Ibu Vu Thi Ngan, Ketua Dewan Rakyat Komune Ba Dien` becomes `Prefix Name , Title`.

use super::lexicon::{
    AGE, APPOINTS, BODY_NAME, BORN, BRANCH, CALLED, COUNT, CREDIT, DEGREE, DEPUTY, FEMALE, FORMER, HEAD, HOLDS, HONORIFIC, KIN, KNOWN,
    LINK, Lexicon, MALE, NAMED_AFTER, OCCUPATION, PLACE_KIND, PLURAL, POSSESSIVE, PRONOUN, RANK,
};
use super::split::Splitter;
use super::titles::{skip_brackets, with_stop};
use crate::text::hash::word_hash;
use crate::text::phrases::Opening;
use crate::text::tokens::Token;
use crate::text::vocabulary::{OFFICIAL, SPELT};

/// A man, a woman, or not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sex {
    Man,
    Woman,
    #[default]
    Unknown,
}

/// A piece of a line: tokens `from..to`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) what: What,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum What {
    /// A post, a rank among them.
    Title {
        /// A military or police rank.
        rank: bool,
        /// Nothing follows the head: `Menteri`, `Ketua`.
        bare: bool,
        /// It begins in lower case.
        lower: bool,
    },
    /// An honorific, a degree, an occupation.
    Prefix(Sex, PrefixKind),
    /// A person, with the log-likelihood that it is one.
    Name(f32),
    /// `yang saat itu menjabat sebagai`, `kini`.
    Holds,
    /// `ditunjuk sebagai`.
    Appoints,
    /// `sekaligus`, `dan`.
    Link,
    /// A remark on age or birth.
    Age,
    /// `para`, `kawan-kawan`.
    Plural,
    /// `kami`, `saat ini` behind a title.
    Possessive,
    /// `Ia`, `Beliau` at the beginning of a sentence.
    Pronoun,
    /// `masing-masing` behind names and a comma: to each of them one of the posts that follow.
    Each,
    /// A punctuation mark.
    Mark(char),
    /// Anything else.
    Word,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PrefixKind {
    Honorific,
    Degree,
    Occupation,
}

/// `masing-masing`, one after another.
const EACH: u64 = word_hash("masing-masing");
/// `dari` and `asal`, before where somebody is from.
const FROM: u64 = word_hash("dari");
const NATIVE: u64 = word_hash("asal");
/// A credit names at most so many tokens.
const CREDIT_TOKENS: usize = 12;
/// The log-likelihood of a name that the pack lists.
const KNOWN_SCORE: f32 = 12.0;

/// Reads lines.
#[derive(Clone, Copy)]
pub(super) struct Reader<'c> {
    pub(super) lexicon: &'c Lexicon,
    pub(super) splitter: &'c Splitter,
}

impl Reader<'_> {
    /// The items of a line.
    pub(super) fn read(&self, line: &str, tokens: &[Token], items: &mut Vec<Item>) {
        items.clear();
        let mut at = 0;
        while at < tokens.len() {
            let token = &tokens[at];
            // most tokens are marks, or small words with which nothing of the grammar begins
            let plain = match token.mark() {
                Some(mark) => Some(What::Mark(mark)),
                None if token.hash == EACH
                    && matches!(items.as_slice(), [.., Item { what: What::Name(_), .. }, Item { what: What::Mark(','), .. }]) =>
                {
                    Some(What::Each)
                }
                None if token.is_word() && !token.is_capital() && !token.has(OFFICIAL) => Some(What::Word),
                None => None,
            };
            if let Some(what) = plain {
                items.push(Item { from: at, to: at + 1, what });
                at += 1;
            } else {
                at = self.step(line, tokens, at, items);
            }
        }
    }

    /// Reads the item that begins at `at`; returns the token after it.
    fn step(&self, line: &str, tokens: &[Token], at: usize, items: &mut Vec<Item>) -> usize {
        let token = &tokens[at];
        if token.is_number() {
            return self.number(tokens, at, items);
        }
        if let Some(opening) = self.lexicon.phrases.opening(&tokens[at..])
            && let Some(end) = self.opened(&opening, line, tokens, at, items)
        {
            return end;
        }
        if token.is_capital()
            && let Some(end) = self.capital(line, tokens, at, items)
        {
            return end;
        }
        items.push(Item { from: at, to: at + 1, what: What::Word });
        at + 1
    }

    /// An age, or a number.
    fn number(&self, tokens: &[Token], at: usize, items: &mut Vec<Item>) -> usize {
        let token = &tokens[at];
        let rest = &tokens[at..];
        let age = rest.get(1).is_some_and(|t| self.lexicon.phrases.word(t.hash) & AGE != 0);
        // Bapak X (1985), Tukiyem (54)
        let bracketed = matches!(items.last(), Some(Item { what: What::Mark('('), .. }));
        let alone = bracketed && rest.get(1).is_some_and(|t| t.is_mark(')')) && token.end - token.start <= 4;
        let (to, what) = match (age, alone) {
            (true, _) => (at + 2, What::Age),
            (_, true) => (at + 1, What::Age),
            _ => (at + 1, What::Word),
        };
        items.push(Item { from: at, to, what });
        to
    }

    /// What the phrases that begin at `at` say.
    fn opened(&self, opening: &Opening<'_>, line: &str, tokens: &[Token], at: usize, items: &mut Vec<Item>) -> Option<usize> {
        let phrases = &self.lexicon.phrases;
        let token = &tokens[at];
        let rest = &tokens[at..];
        if token.is_capital()
            && opening.word() & PRONOUN != 0
            && opening.word() & HONORIFIC == 0
            && matches!(items.last(), Some(Item { what: What::Mark('.'), .. }))
        {
            items.push(Item { from: at, to: at + 1, what: What::Pronoun });
            return Some(at + 1);
        }
        // Saudara X dari Buton, bekas Kepala Desa Y
        if matches!(token.hash, FROM | NATIVE) && matches!(items.last(), Some(Item { what: What::Name(_), .. })) {
            let run = rest[1..].iter().take_while(|t| t.is_word() && t.is_capital()).count();
            if (1..=4).contains(&run) && rest.get(run + 1).is_some_and(|t| t.is_mark(',')) {
                items.push(Item { from: at, to: at + 1 + run, what: What::Age });
                return Some(at + 1 + run);
            }
        }
        let after_title = ends_in_title(items);
        let after_name = matches!(items.as_slice(), [.., Item { what: What::Name(_) | What::Age, .. }, Item { what: What::Mark(','), .. }]);
        let push = |items: &mut Vec<Item>, to: usize, what| {
            items.push(Item { from: at, to, what });
            Some(to)
        };
        if opening.word() & CREDIT != 0 && rest.get(1).is_some_and(|t| t.is_mark(':')) {
            // whom a credit names took the picture: nobody of the article
            let end = rest.iter().take(CREDIT_TOKENS).position(|t| t.is_mark(')')).unwrap_or(rest.len().min(CREDIT_TOKENS));
            return push(items, at + end, What::Word);
        }
        let capital = |at: usize| rest.get(at).is_some_and(|t| t.is_word() && t.is_capital());
        if opening.word() & CALLED != 0 && capital(1) && (capital(2) || !rest[1].has(SPELT)) {
            // seorang juragan bernama X, and not: dua orang bernama Phong
            items.push(Item { from: at, to: at + 1, what: What::Word });
            items.push(Item { from: at + 1, to: at + 1, what: What::Prefix(Sex::Unknown, PrefixKind::Occupation) });
            return Some(at + 1);
        }
        if !token.is_capital() {
            if let Some((len, _)) = opening.longest(APPOINTS) {
                return push(items, at + len, What::Appoints);
            }
            if opening.word() & BORN != 0 && at > 0 && (tokens[at - 1].is_mark('(') || after_name) {
                let end = rest.iter().take(14).position(|t| matches!(t.mark(), Some(')' | ',' | ';' | '.')));
                if let Some(end) = end {
                    return push(items, at + end, What::Age);
                }
            }
        }
        if let Some((len, _)) = opening.longest(BODY_NAME) {
            return push(items, at + len, What::Word);
        }
        if let Some((len, _)) = opening.longest(KNOWN).filter(|_| token.is_capital()) {
            return push(items, at + len, What::Name(KNOWN_SCORE));
        }
        if !token.is_capital()
            && opening.word() & NAMED_AFTER != 0
            && rest.get(1).is_some_and(|t| t.is_capital() && phrases.word(t.hash) & (HEAD | RANK) != 0)
        {
            // kapal Presiden X, jalan Jenderal Y
            let run = rest[1..].iter().take_while(|t| t.is_word() && t.is_capital()).count();
            return push(items, at + 1 + run, What::Word);
        }
        if let Some((len, _)) = opening.longest(RANK)
            && opening.longest(HEAD).is_none_or(|(head, _)| head <= len)
            && (token.is_capital() || rest.get(len).is_some_and(Token::is_capital))
        {
            let len = len + self.branch(&rest[len..]);
            let to = with_stop(tokens, at + len);
            push(items, to, What::Title { rank: true, bare: true, lower: !token.is_capital() });
            // Mayor Jenderal (purnawirawan) X
            let retired = matches!(tokens.get(to..to + 3), Some([open, word, close])
                if open.is_mark('(') && close.is_mark(')') && !word.is_capital() && phrases.word(word.hash) & BRANCH != 0);
            if retired {
                items.push(Item { from: to, to: to + 3, what: What::Age });
            }
            return Some(if retired { to + 3 } else { to });
        }
        if opening.word() & COUNT != 0
            && rest.get(1).is_some_and(|t| t.is_spaced() && (t.is_capital() || phrases.word(t.hash) & FORMER != 0 || self.are_named(rest)))
            && phrases.longest(&rest[1..], HEAD | DEPUTY | FORMER).is_some()
        {
            // Dua Wakil Perdana Menteri A dan B
            return push(items, at + 1, What::Plural);
        }
        if opening.may_be(FORMER | DEPUTY | HEAD)
            && let Some(end) = self.titled(line, tokens, at, items)
        {
            return Some(end);
        }
        if !token.is_capital() {
            if let Some((len, _)) = opening.longest(POSSESSIVE)
                && matches!(items.last(), Some(Item { what: What::Title { rank: false, .. }, .. }))
                && rest.get(len).is_some_and(|t| t.is_mark(','))
            {
                return push(items, at + len, What::Possessive);
            }
            if let Some((len, _)) = opening.longest(HOLDS) {
                return push(items, at + len, What::Holds);
            }
            if let Some((len, _)) = opening.longest(LINK) {
                return push(items, at + len, What::Link);
            }
        }
        // Putri Anggraini behind a title and a comma
        let own_name = after_title
            && token.is_capital()
            && self.splitter.may_be_world_name(token)
            && rest.get(1).is_some_and(|t| t.is_capital() && self.splitter.is_world_name(t));
        let (len, classes) = opening
            .longest(HONORIFIC | DEGREE | OCCUPATION | PLURAL)
            .filter(|&(_, classes)| !own_name || classes & (HONORIFIC | DEGREE) != 0)?;
        let abbreviated = classes & (HONORIFIC | DEGREE) != 0;
        let to = if abbreviated { with_stop(tokens, at + len) } else { at + len };
        if classes & PLURAL != 0 {
            return push(items, to, What::Plural);
        }
        // Tungga Selian, M.T., yang juga Ketua …
        if classes & DEGREE != 0
            && after_name
            && tokens.get(to).is_none_or(|t| t.is_mark(',') || t.is_mark(')') || (t.is_word() && !t.is_capital()))
        {
            return push(items, to, What::Age);
        }
        if !self.opens_name(tokens, to, classes) {
            return None;
        }
        let sex = match (classes & MALE != 0, classes & FEMALE != 0) {
            (true, _) => Sex::Man,
            (_, true) => Sex::Woman,
            _ => Sex::Unknown,
        };
        let kind = match (classes & HONORIFIC != 0, classes & DEGREE != 0) {
            (true, _) => PrefixKind::Honorific,
            (_, true) => PrefixKind::Degree,
            _ => PrefixKind::Occupation,
        };
        push(items, to, What::Prefix(sex, kind))
    }

    /// Whether the title that these tokens count is in small letters and its holders follow: dua wakil ketua, Ibu A dan Bapak B.
    fn are_named(&self, counted: &[Token]) -> bool {
        let phrases = &self.lexicon.phrases;
        let mut at = 1;
        while let Some((len, _)) = counted.get(at..).and_then(|rest| phrases.longest(rest, HEAD | DEPUTY)) {
            at += len;
        }
        let marked = counted.get(at).is_some_and(|t| matches!(t.mark(), Some(',' | ':')));
        at > 1 && marked && counted.get(at + 1).is_some_and(|t| t.is_word() && t.is_capital())
    }

    /// The title that begins at `at`, and the name behind it.
    fn titled(&self, line: &str, tokens: &[Token], at: usize, items: &mut Vec<Item>) -> Option<usize> {
        let lower = !tokens[at].is_capital();
        let owned = owns_what_follows(items);
        let (mut title_end, mut name_end, mut bare) = self.title(line, tokens, at, owned)?;
        // Duta Besar A, Wakil Menteri B, serta Ketua C: each post before its own name
        if owned
            && name_end.is_none()
            && matches!(
                items.as_slice(),
                [
                    ..,
                    Item { what: What::Title { rank: false, .. }, .. },
                    Item { what: What::Name(_), .. },
                    Item { what: What::Mark(','), .. }
                ]
            )
            && let Some((end, Some(name), is_bare)) = self.title(line, tokens, at, false)
            && tokens.get(name).is_some_and(|t| t.is_mark(',') || !t.is_capital() && self.lexicon.phrases.word(t.hash) & LINK != 0)
            && self.splitter.is_surely_name(line, &tokens[skip_brackets(tokens, end)..name])
        {
            (title_end, name_end, bare) = (end, Some(name), is_bare);
        }
        // Putra Kepala Desa, Le Minh Quan, …: the post is his father's
        if name_end.is_none()
            && at > 0
            && tokens[at - 1].is_word()
            && self.lexicon.phrases.word(tokens[at - 1].hash) & KIN != 0
            && tokens.get(title_end).is_some_and(|t| t.is_mark(','))
        {
            items.push(Item { from: at, to: title_end, what: What::Word });
            return Some(title_end);
        }
        items.push(Item { from: at, to: title_end, what: What::Title { rank: false, bare, lower } });
        let Some(name_end) = name_end else { return Some(title_end) };
        // brackets between a title and its name belong to neither
        let from = skip_brackets(tokens, title_end);
        let score = self.splitter.person(line, &tokens[from..name_end]);
        items.push(Item { from, to: name_end, what: What::Name(score) });
        Some(name_end)
    }

    /// The name, or the place or thing with its name, that begins with the capitalised word at `at`.
    fn capital(&self, line: &str, tokens: &[Token], at: usize, items: &mut Vec<Item>) -> Option<usize> {
        let expected = expects_name(items);
        let hoped = ends_in_title(items);
        // Hồ Văn Lép: hồ is a lake, too
        let signed = self.splitter.has_middle_sign(&tokens[at..]);
        let (to, what) = if tokens.get(at..at + 2).is_some_and(|pair| self.splitter.is_two_part_name(line, pair)) {
            // Park Seung-woo, and no park
            (at + 2, What::Name(self.splitter.person(line, &tokens[at..at + 2]).max(KNOWN_SCORE)))
        } else if !expected
            && !signed
            && let Some((len, _)) = self.lexicon.phrases.longest(&tokens[at..], PLACE_KIND | NAMED_AFTER)
        {
            (self.thing(line, tokens, at + len), What::Word)
        } else if hoped && self.is_single_name(line, tokens, at) && !owns_what_follows(&items[..items.len() - 2]) {
            (at + 1, What::Name(0.0))
        } else if self.is_aged_name(line, tokens, at) {
            // Suparmi (52), warga Desa X: the age says that it is a person's name
            items.push(Item { from: at, to: at, what: What::Prefix(Sex::Unknown, PrefixKind::Occupation) });
            (at + 1, What::Name(0.0))
        } else {
            let (len, score) = self.name(line, tokens, at, expected, hoped)?;
            (at + len, What::Name(score))
        };
        items.push(Item { from: at, to, what });
        Some(to)
    }
}

/// Whether a name and then a comma, dash, bracket or `yang menjabat` stands before: a title here is that name's.
fn owns_what_follows(items: &[Item]) -> bool {
    let mut at = items.len();
    if matches!(items.last(), Some(Item { what: What::Each, .. })) {
        return true;
    }
    if at > 0 && matches!(items[at - 1].what, What::Holds | What::Link) {
        at -= 1;
        // Gubernur Aceh Ilyas Daud, dan Duta Besar …: he has his title, the next is another's
        if items[at].what == What::Link {
            let before = if at > 0 && items[at - 1].what == What::Mark(',') { &items[..at - 1] } else { &items[..at] };
            if let [.., Item { what: What::Title { rank: false, .. } | What::Prefix(..), .. }, Item { what: What::Name(_), .. }] = before {
                return false;
            }
        }
    }
    // Bapak X (41 tahun, mantan …; Saudara X dari Buton, bekas …
    if let [before @ .., Item { what: What::Age, .. }, Item { what: What::Mark(','), .. }] = &items[..at] {
        let before = if let [before @ .., Item { what: What::Mark('('), .. }] = before { before } else { before };
        if matches!(before.last(), Some(Item { what: What::Name(_), .. })) {
            return true;
        }
    }
    let marked = at > 0 && matches!(items[at - 1].what, What::Mark(',' | '-' | '–' | '('));
    if !marked {
        return at < items.len()
            && match at.checked_sub(1).map(|before| items[before].what) {
                Some(What::Name(_)) => true,
                // A, Sekretaris X sekaligus Ketua Y; and not: Hadir Sekretaris X sekaligus Ketua Y A
                Some(What::Title { rank: false, bare: false, .. }) => owns_what_follows(&items[..at - 1]),
                _ => false,
            };
    }
    let announced = at > 2 && matches!(items[at - 3].what, What::Prefix(..) | What::Title { rank: true, .. });
    let opens = at == 2 || at > 2 && items[at - 3].what == What::Mark('.');
    at > 1 && matches!(items[at - 2].what, What::Name(score) if score > 0.0 || announced || opens)
}

/// Whether a title and its comma stand before.
fn ends_in_title(items: &[Item]) -> bool {
    matches!(items, [.., Item { what: What::Title { rank: false, .. }, .. }, Item { what: What::Mark(','), .. }])
}

/// Whether the last item makes a name likely: an honorific, degree, occupation or rank, with a comma after a degree.
fn expects_name(items: &[Item]) -> bool {
    matches!(items, [.., Item { what: What::Prefix(..) | What::Title { rank: true, .. } | What::Title { bare: true, .. }, .. }])
}
