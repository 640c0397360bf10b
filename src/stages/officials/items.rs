//! A line read into items: titles, names, what stands before a name, and what stands between.
//!
//! Titles and names are cut where the likeliest segmentation cuts them ([`super::split`]); who holds which title is left to
//! [`super::grammar`].
//!
//! `Ibu Vu Thi Ngan, Ketua Dewan Rakyat Komune Ba Dien` becomes `Prefix Name , Title`.

use super::lexicon::{
    AGE, APPOINTS, BODY, BODY_LOWER, BODY_NAME, BORN, BRANCH, CALLED, COUNT, CREDIT, DEGREE, DEPUTY, FEMALE, FORMER, HEAD, HOLDS,
    HOLDS_PERSONS, HONORIFIC, INSIDE, KIN, KNOWN, LINK, Lexicon, MALE, NAMED_AFTER, NEEDS_BODY, NOT_NAME, NOT_POST, OCCUPATION, PLACE_KIND,
    PLURAL, POSSESSIVE, RANK, SERVES, SUFFIX, SUPERIOR, TAKES_GENERAL, VIETNAMESE,
};
use super::split::Splitter;
use crate::text::hash::word_hash;
use crate::text::names::is_highland_shape;
use crate::text::phrases::Opening;
use crate::text::tokens::Token;

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

/// A credit names at most so many tokens.
const CREDIT_TOKENS: usize = 12;
/// The log-likelihood of a name that the pack lists.
const KNOWN_SCORE: f32 = 12.0;

/// How many tokens a title has at most behind its head.
const LONGEST_TITLE: usize = 60;
/// How many capitalised words are looked at for a name.
const LONGEST_RUN: usize = 24;
/// How many words of deputies stand before a head at most: Pelaksana tugas wakil kedua …
const DEPUTIES: usize = 4;

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
                None if token.is_word() && !token.is_capital() && !self.lexicon.phrases.begins(token.hash) => Some(What::Word),
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
    fn opened(&self, opening: &Opening, line: &str, tokens: &[Token], at: usize, items: &mut Vec<Item>) -> Option<usize> {
        let phrases = &self.lexicon.phrases;
        let token = &tokens[at];
        let rest = &tokens[at..];
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
        if opening.word() & CALLED != 0 && capital(1) && (capital(2) || !self.splitter.is_syllable(rest[1].plain)) {
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
            return push(items, with_stop(tokens, at + len), What::Title { rank: true, bare: true, lower: !token.is_capital() });
        }
        if opening.word() & COUNT != 0
            && rest.get(1).is_some_and(|t| t.is_spaced() && (t.is_capital() || phrases.word(t.hash) & FORMER != 0))
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
        let (to, what) = if !expected
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

    /// Whether the word at `at` is by itself the name of somebody whose age follows: Suparmi (52), … and: kader, Tukinem, 66 tahun, …
    fn is_aged_name(&self, line: &str, tokens: &[Token], at: usize) -> bool {
        let phrases = &self.lexicon.phrases;
        let token = &tokens[at];
        let told = match tokens.get(at + 1..) {
            Some([comma, number, age, ..]) => {
                comma.is_mark(',') && number.is_number() && number.end - number.start == 2 && phrases.word(age.hash) & AGE != 0
            }
            _ => false,
        };
        (told || self.is_aged(tokens, at + 1))
            && token.is_word()
            && !token.is_upper()
            && phrases.word(token.hash) == 0
            && !self.splitter.is_common(line, token)
            && !self.splitter.is_region(&tokens[at..=at])
            && !self.splitter.begins_place(&tokens[at..=at])
    }

    /// Whether the word at `at`, behind a title and its comma, is by itself the name of who holds it: Kepala Desa Sukamaju, Kasturi, …
    fn is_single_name(&self, line: &str, tokens: &[Token], at: usize) -> bool {
        let token = &tokens[at];
        let closed = tokens.get(at + 1).is_some_and(|t| matches!(t.mark(), Some(',' | '(')));
        closed
            && token.is_word()
            && !token.is_upper()
            && self.lexicon.phrases.word(token.hash) == 0
            && !self.splitter.is_syllable(token.plain)
            && !self.splitter.is_very_common(line, token)
            && !self.splitter.is_region(&tokens[at..=at])
            && !self.splitter.begins_place(&tokens[at..=at])
    }

    /// How many tokens after a rank name its branch: `Inf`, `(P)`.
    fn branch(&self, rest: &[Token]) -> usize {
        let phrases = &self.lexicon.phrases;
        let mut len = 0;
        while let Some((more, _)) = phrases.longest(&rest[len..], BRANCH) {
            if !rest[len].is_capital() {
                break;
            }
            len += more;
            len = with_stop(rest, len);
        }
        match &rest[len..] {
            [open, inside, close, ..]
                if open.is_mark('(')
                    && close.is_mark(')')
                    && inside.is_word()
                    && (inside.end - inside.start <= 3 || phrases.word(inside.hash) & BRANCH != 0)
                    && inside.is_capital() =>
            {
                len + 3
            }
            _ => len,
        }
    }

    /// Whether a name can begin at `at`, after an honorific, degree or occupation of these classes.
    fn opens_name(&self, tokens: &[Token], at: usize, classes: u64) -> bool {
        let comma = classes & DEGREE != 0 && tokens.get(at).is_some_and(|t| t.is_mark(','));
        let at = if comma { at + 1 } else { at };
        let Some(next) = tokens.get(at) else { return false };
        if next.is_mark('(') || next.mark().is_some() {
            return false;
        }
        if self.lexicon.phrases.longest(&tokens[at..], HONORIFIC | DEGREE | RANK | HEAD | FORMER | DEPUTY | OCCUPATION).is_some() {
            return next.is_capital() || classes & (HONORIFIC | DEGREE) != 0;
        }
        next.is_capital() && next.is_word()
    }

    /// What is named after somebody, or the place after its kind: its end.
    fn thing(&self, line: &str, tokens: &[Token], mut to: usize) -> usize {
        // kinds may follow each other: Sekolah Dasar, Kota Provinsi
        while let Some((len, _)) = tokens.get(to..).and_then(|rest| self.lexicon.phrases.longest(rest, PLACE_KIND | NAMED_AFTER | BODY)) {
            if !tokens[to].is_capital() {
                break;
            }
            to += len;
        }
        let run = self.run(line, tokens, to);
        to + self.splitter.thing(line, &tokens[to..to + run])
    }

    /// How many tokens at `at` go on with a foreign name whose first words stand before: `van der Hoek`, `bin Ahmad`.
    fn particles(&self, tokens: &[Token], at: usize) -> usize {
        let particle = |t: &Token| t.is_word() && t.is_spaced() && self.splitter.is_particle(t);
        let small = tokens[at.min(tokens.len())..].iter().take(3).take_while(|t| particle(t)).count();
        let part =
            |t: &Token| t.is_word() && t.is_capital() && t.is_spaced() && self.lexicon.phrases.word(t.hash) & (NOT_NAME | HEAD | BODY) == 0;
        let rest = tokens[(at + small).min(tokens.len())..].iter().take(2).take_while(|t| part(t)).count();
        if small == 0 || rest == 0 { 0 } else { small + rest }
    }

    /// Length of the run of capitalised words from `at` that may make a name.
    fn run(&self, line: &str, tokens: &[Token], at: usize) -> usize {
        let mut len = 0;
        while let Some(token) = tokens.get(at + len) {
            let part = token.is_word() && token.is_capital() && (len == 0 || token.is_spaced());
            if !part || len == LONGEST_RUN || (len > 0 && self.breaks_name(line, tokens, at, at + len)) {
                break;
            }
            len += 1;
        }
        len
    }

    /// Whether the capitalised word at `at` cannot go on with the name that began at `start`.
    fn breaks_name(&self, line: &str, tokens: &[Token], start: usize, at: usize) -> bool {
        let classes = self.lexicon.phrases.word(tokens[at].hash);
        // behind a family name any Vietnamese syllable goes on, whatever it means in Indonesian: Nguyen Van Dua
        let syllable = self.splitter.is_syllable(tokens[at].plain);
        let first = &tokens[start];
        let vietnamese =
            self.splitter.is_family(first.plain) || (self.splitter.is_syllable(first.plain) && !self.splitter.is_common(line, first));
        if at - start <= 3 && syllable && vietnamese && classes & (RANK | FORMER) == 0 {
            return false;
        }
        // Ho Thi Kan: what stands behind such a syllable is a name, whatever it means
        if at - start == 2 && self.splitter.has_middle_sign(&tokens[start..at]) {
            return false;
        }
        let foreign = HONORIFIC | DEGREE | RANK | HEAD | FORMER | DEPUTY | PLACE_KIND | NAMED_AFTER | BODY | NOT_NAME;
        // Teuku Rafli Hakim
        if self.splitter.is_world_name(first)
            && self.splitter.may_be_world_name(&tokens[at])
            && classes & (FORMER | DEPUTY | PLACE_KIND) == 0
        {
            return false;
        }
        // Efrizon Tanjung: a kind of nothing, at the end of a name
        if classes & (RANK | FORMER | DEPUTY | HEAD | HONORIFIC | DEGREE) == 0
            && self.splitter.may_be_world_name(&tokens[at])
            && !self.splitter.is_common(line, first)
            && tokens.get(at + 1).is_none_or(|t| !t.is_capital())
        {
            return false;
        }
        if classes & foreign != 0 {
            return !self.splitter.is_name_syllable(tokens[at].plain) || classes & (RANK | FORMER | DEPUTY | PLACE_KIND) != 0;
        }
        // Hasnah Daeng Bulan;
        let last = at - start >= 2 && tokens.get(at + 1).is_none_or(|t| t.mark().is_some());
        self.splitter.is_very_common(line, &tokens[at]) && !(last && self.splitter.is_world_name(first))
    }

    /// A name that begins at `at`: how many words, and how likely it is one.
    fn name(&self, line: &str, tokens: &[Token], at: usize, expected: bool, hoped: bool) -> Option<(usize, f32)> {
        let first = &tokens[at];
        // Ibu N.T.K.L.: initials name nobody
        if first.end - first.start == 1
            && tokens.get(at + 1).is_some_and(|t| t.is_mark('.') && !t.is_spaced())
            && tokens.get(at + 2).is_some_and(|t| !t.is_spaced())
        {
            return None;
        }
        let classes = self.lexicon.phrases.word(first.hash);
        let run = self.run(line, tokens, at);
        if !expected {
            if first.is_upper() && run == 1 {
                return None;
            }
            // Putri Anggraini
            let world = run > 1 && self.splitter.may_be_world_name(first) && self.splitter.is_world_name(&tokens[at + 1]);
            if classes & (NOT_NAME | BODY | HEAD | HOLDS_PERSONS) != 0 && !self.splitter.is_family(first.plain) && !world {
                return None;
            }
            if run == 1 && first.has_apostrophe() && is_highland_shape(first.text(line)) {
                return Some((1, 0.0));
            }
            let small = if run > 0 { self.particles(tokens, at + run) } else { 0 };
            if small > 0 && run <= 2 && !self.splitter.is_family(first.plain) && !self.splitter.is_common(line, first) {
                return Some((run + small, 0.0));
            }
            return self.splitter.free_name(line, &tokens[at..at + run], hoped);
        }
        // Mayor Dia: a pronoun elsewhere, in capitals a syllable of a name
        if classes & (NOT_NAME | BODY) != 0 && !self.splitter.is_syllable(first.plain) && !self.splitter.may_be_world_name(first) {
            return None;
        }
        let len = self.splitter.expected_name(line, &tokens[at..at + run]);
        if len < 3 && len == run && self.is_mistranslated(line, tokens, at, len) {
            return None;
        }
        let small = if self.splitter.is_family(first.plain) { 0 } else { self.particles(tokens, at + len) };
        Some((len + small, self.splitter.person(line, &tokens[at..at + len])))
    }

    /// Whether a Vietnamese name was translated along with the text: `Do Musim Semi Hoa`, `Ha Van Musim Gugur`.
    fn is_mistranslated(&self, line: &str, tokens: &[Token], at: usize, len: usize) -> bool {
        self.splitter.is_family(tokens[at].plain)
            && tokens.get(at + len).is_some_and(|t| {
                let foreign = HONORIFIC | DEGREE | RANK | HEAD | FORMER | DEPUTY | PLACE_KIND | NAMED_AFTER | BODY;
                t.is_word()
                    && t.is_capital()
                    && t.is_spaced()
                    && !self.splitter.is_syllable(t.plain)
                    && self.lexicon.phrases.word(t.hash) & foreign == 0
                    && self.splitter.is_very_common(line, t)
            })
    }

    /// A title that begins at `at`: its end, the end of the name that follows without a mark, and whether it is a bare head.
    fn title(&self, line: &str, tokens: &[Token], at: usize, owned: bool) -> Option<(usize, Option<usize>, bool)> {
        let phrases = &self.lexicon.phrases;
        let mut head = at;
        if let Some((len, _)) = phrases.longest(&tokens[head..], FORMER) {
            head += len;
        }
        for _ in 0..DEPUTIES {
            let Some((len, _)) = tokens.get(head..).and_then(|rest| phrases.longest(rest, DEPUTY)) else { break };
            let end = with_stop(tokens, head + len);
            if tokens.get(end).is_none_or(|t| {
                phrases.longest(&tokens[end..], HEAD | DEPUTY).is_none() || (t.is_capital() != tokens[head].is_capital() && t.is_capital())
            }) {
                break;
            }
            head = end;
        }
        let rest = tokens.get(head..)?;
        if phrases.longest(rest, NOT_POST).is_some_and(|(len, _)| len > 1) {
            return None;
        }
        let Some((len, classes)) = phrases.longest(rest, HEAD) else {
            // mantan Kolonel: a rank that is over
            return (head > at).then(|| phrases.longest(rest, RANK).map(|(len, _)| (head + len, None, true))).flatten();
        };
        let mut body = head + len;
        while let Some((len, _)) = tokens.get(body..).and_then(|rest| phrases.longest(rest, SUFFIX)) {
            if tokens[body].is_capital() != tokens[head].is_capital() {
                break;
            }
            // Kapolri Jenderal X: a rank; Sekretaris Jenderal X: a post
            let general = phrases.word(tokens[body].hash) & RANK != 0 && phrases.word(tokens[body - 1].hash) & TAKES_GENERAL == 0;
            if general {
                break;
            }
            body += len;
        }
        let end = self.title_body(line, tokens, body, !tokens[body - 1].is_capital());
        let (title_end, name_end) = self.splitter.split(line, tokens, body, end, owned, &self.lexicon.phrases);
        let small = if end > body { self.particles(tokens, end) } else { 0 };
        if small > 0 {
            match name_end {
                Some(name) if name == end && !self.splitter.is_family(tokens[title_end].plain) => {
                    let start = self.splitter.after_places(tokens, title_end, end);
                    return Some((if start < end { start } else { title_end }, Some(end + small), start == body));
                }
                Some(_) => {}
                // Menteri Pertanian Belanda Willem van der Hoek
                None => {
                    let sure =
                        |t: &Token| phrases.word(t.hash) == 0 && !self.splitter.is_common(line, t) && !self.splitter.is_syllable(t.plain);
                    if sure(&tokens[end - 1]) && !self.splitter.begins_place(&tokens[end - 1..end]) {
                        let two = end - 1 > body && self.splitter.is_world_name(&tokens[end - 2]);
                        let from = if two { end - 2 } else { end - 1 };
                        return Some((from, Some(end + small), from == body));
                    }
                }
            }
        }
        // Kepala Desa Jugosari Kasturi (52)
        if name_end.is_none() && !owned && end > body && self.is_aged(tokens, end) {
            let last = &tokens[end - 1];
            if last.is_capital()
                && phrases.word(last.hash) == 0
                && !self.splitter.is_common(line, last)
                && !self.splitter.is_region(&tokens[end - 1..end])
            {
                let two = end - 1 > body && self.splitter.is_world_name(&tokens[end - 2]);
                let from = if two { end - 2 } else { end - 1 };
                return Some((from, Some(end), from == body));
            }
        }
        let bare = title_end == body;
        if bare && classes & NEEDS_BODY != 0 && body == head + len && head == at {
            return None;
        }
        if name_end.is_none() && bare {
            // a name after a bracket: Duta Besar (berkedudukan di X) Nama
            return Some((title_end, None, bare));
        }
        if name_end.is_none() && !owned {
            let after = skip_brackets(tokens, title_end);
            if after > title_end && tokens.get(after).is_some_and(|t| t.is_word() && t.is_capital()) {
                let run = self.run(line, tokens, after);
                if run > 0 && phrases.word(tokens[after].hash) & (NOT_NAME | BODY | HEAD) == 0 {
                    let len = self.splitter.expected_name(line, &tokens[after..after + run]);
                    return Some((title_end, Some(after + len), bare));
                }
            }
        }
        Some((title_end, name_end, bare))
    }

    /// The end of what may follow a head: organisation and place, and the name that follows them without a mark.
    fn title_body(&self, line: &str, tokens: &[Token], from: usize, lower: bool) -> usize {
        let phrases = &self.lexicon.phrases;
        let mut end = from;
        let mut in_lower = lower;
        while let Some(token) = tokens.get(end).filter(|_| end - from < LONGEST_TITLE) {
            let classes = phrases.word(token.hash);
            match token.mark() {
                Some('(') => match abbreviation(tokens, end, phrases) {
                    Some(close) => end = close,
                    None => break,
                },
                Some(',') if is_vietnamese(tokens, from) && is_vietnamese_list(tokens, end) => end += 1,
                Some(',') => match self.list_end(line, tokens, end) {
                    Some(next) => end = next,
                    None => break,
                },
                // Kodim 0821/Lumajang, Kodam IV/Diponegoro
                Some('/') if !token.is_spaced() && end > from && tokens.get(end + 1).is_some_and(|t| t.is_capital() && !t.is_spaced()) => {
                    end += 2;
                }
                Some('-' | '–') if token.is_spaced() && self.joins_places(tokens, end) => end += 1,
                // Pusat Inspeksi 86-05D
                Some('-')
                    if !token.is_spaced()
                        && end > from
                        && tokens[end - 1].is_number()
                        && tokens.get(end + 1).is_some_and(|t| t.is_number() && !t.is_spaced()) =>
                {
                    end += 2;
                }
                Some('&') if tokens.get(end + 1).is_some_and(Token::is_capital) => end += 1,
                Some(_) => break,
                None if token.is_number() => {
                    // Ketua RT 05
                    let numbered = end > 0 && phrases.word(tokens[end - 1].hash) & PLACE_KIND != 0;
                    if !token.is_spaced() || end == from && !lower && !numbered {
                        break;
                    }
                    if tokens.get(end + 1).is_some_and(|t| phrases.word(t.hash) & AGE != 0) {
                        break;
                    }
                    end += 1;
                }
                None if !token.is_spaced() => break,
                None if token.is_capital() => {
                    if end > from || lower {
                        let inside = end > from && phrases.word(tokens[end - 1].hash) & HOLDS_PERSONS != 0;
                        if !inside && self.begins_other(tokens, end) {
                            break;
                        }
                    } else if self.begins_other(tokens, end) && !self.serves(tokens, end) {
                        break;
                    }
                    if let Some((len, _)) = phrases.longest(&tokens[end..], BODY_NAME) {
                        end += len;
                        continue;
                    }
                    if phrases.longest(&tokens[end..], KNOWN).is_some() || (end > from && self.is_headline_verb(line, tokens, end)) {
                        break;
                    }
                    // RSUD dr. Soedarmo
                    if end > from
                        && let Some(next) = self.namesake_degree(tokens, end)
                    {
                        end = next;
                        continue;
                    }
                    if let Some((len, _)) = phrases.longest(&tokens[end..], VIETNAMESE).filter(|_| is_vietnamese(tokens, from)) {
                        end += len;
                        continue;
                    }
                    in_lower = false;
                    end += 1;
                }
                None => {
                    // where a name stands before the connecting word, the title ended before it
                    let unnamed = || {
                        end == from
                            || !tokens[end - 1].is_capital()
                            || self.splitter.split(line, tokens, from, end, false, phrases).1.is_none()
                    };
                    if is_vietnamese(tokens, from)
                        && let Some((len, _)) = phrases.longest(&tokens[end..], VIETNAMESE)
                        && unnamed()
                    {
                        end += len;
                        continue;
                    }
                    if end > from
                        && let Some(next) = self.namesake_degree(tokens, end)
                    {
                        end = next;
                        continue;
                    }
                    let lower = (in_lower || token.has_accent() || end == from) && classes & BODY_LOWER != 0;
                    let marked = token.has_accent() && (classes & (BODY | PLACE_KIND) != 0 || classes & INSIDE != 0 && unnamed());
                    if lower || marked {
                        in_lower |= lower && !token.has_accent();
                        end += 1;
                        continue;
                    }
                    // Ketua Serikat Pekerja perusahaan, …
                    if end > from
                        && classes & (BODY_LOWER | PLACE_KIND) != 0
                        && phrases.word(tokens[end - 1].hash) & BODY != 0
                        && tokens.get(end + 1).is_some_and(|t| matches!(t.mark(), Some(',' | '-' | '–')))
                    {
                        end += 1;
                        break;
                    }
                    // connecting words, if a title's word follows them
                    let mut next = end;
                    while next < end + 3
                        && tokens.get(next).is_some_and(|t| t.is_word() && !t.is_capital() && phrases.word(t.hash) & INSIDE != 0)
                    {
                        next += 1;
                    }
                    if tokens.get(next).is_none_or(|t| !t.is_capital() && !t.is_number())
                        && end > from
                        && classes & PLACE_KIND != 0
                        && tokens[end - 1].is_capital()
                        && phrases.word(tokens[end - 1].hash) & BODY != 0
                    {
                        // Ketua Komite Rakyat provinsi
                        end += 1;
                        continue;
                    }
                    // Presiden X di Taman Y: where a name stands before the connecting word, the title ended before it
                    let Some(after) = tokens.get(next).filter(|_| {
                        next > end && (end == from || self.splitter.split(line, tokens, from, end, false, phrases).1.is_none())
                    }) else {
                        break;
                    };
                    let goes_on = (after.is_capital() && after.is_word() && !self.begins_other(tokens, next))
                        || (after.is_number() && after.is_spaced() && tokens[next - 1].is_spaced() && phrases.word(after.hash) & AGE == 0);
                    if !goes_on || self.begins_person(line, tokens, next, &tokens[end..next]) {
                        break;
                    }
                    end = next;
                    if after.is_number() {
                        break;
                    }
                }
            }
        }
        end
    }

    /// Whether an age in brackets stands at `at`.
    fn is_aged(&self, tokens: &[Token], at: usize) -> bool {
        match tokens.get(at..) {
            Some([open, number, close, ..]) if open.is_mark('(') && number.is_number() && number.end - number.start == 2 => {
                close.is_mark(')') || self.lexicon.phrases.word(close.hash) & AGE != 0
            }
            _ => false,
        }
    }

    /// Past the degree of the doctor whom a hospital or street is named after.
    fn namesake_degree(&self, tokens: &[Token], at: usize) -> Option<usize> {
        let phrases = &self.lexicon.phrases;
        let (len, _) = phrases.longest(&tokens[at..], DEGREE)?;
        let end = with_stop(tokens, at + len);
        let named = phrases.word(tokens[at - 1].hash) & NAMED_AFTER != 0;
        (named && tokens.get(end).is_some_and(|t| t.is_word() && t.is_capital())).then_some(end)
    }

    /// Whether a capitalised word is a verb: in a headline, a title or name before it has ended.
    fn is_headline_verb(&self, line: &str, tokens: &[Token], at: usize) -> bool {
        let title = BODY | HEAD | SUFFIX | RANK | FORMER | DEPUTY | PLACE_KIND | NAMED_AFTER | OCCUPATION | DEGREE | HONORIFIC | BODY_LOWER;
        // Pusat Perawatan Orang Berjasa, …: nothing is done to anybody
        tokens.get(at + 1).is_some_and(|t| t.is_word() || matches!(t.mark(), Some('"' | '“' | ':')))
            && self.lexicon.phrases.word(tokens[at].hash) & title == 0
            && self.splitter.is_verb(line, &tokens[at])
            && !self.splitter.is_region(&tokens[at..])
            && !self.splitter.begins_place(&tokens[at..])
    }

    /// Whether another title, honorific, degree or rank begins at `at`.
    fn begins_other(&self, tokens: &[Token], at: usize) -> bool {
        self.lexicon.phrases.longest(&tokens[at..], HEAD | FORMER | RANK | DEPUTY).is_some_and(|(len, classes)| {
            // a word of bodies that is a head elsewhere (Kepala Staf Komando) begins no title of its own
            classes & BODY == 0 || len > 1 || classes & (RANK | FORMER) != 0
        }) || self.lexicon.phrases.longest(&tokens[at..], HONORIFIC | DEGREE).is_some_and(|(_, classes)| classes & BODY == 0)
            && !self.splitter.is_name_syllable(tokens[at].plain)
    }

    /// Whether the post that begins at `at` is whom the post before it serves: Staf Khusus Menteri, Kepala Kantor Presiden.
    fn serves(&self, tokens: &[Token], at: usize) -> bool {
        let phrases = &self.lexicon.phrases;
        let word = |back: usize| at.checked_sub(back).map_or(0, |at| phrases.word(tokens[at].hash));
        let office = (word(1) | if word(1) & SUFFIX != 0 { word(2) } else { 0 }) & SERVES != 0;
        office && phrases.longest(&tokens[at..], HEAD).is_some() && phrases.longest(&tokens[at..], RANK).is_none()
    }

    /// Whether a person's name begins after a connecting `dan`: then the title ended before it.
    fn begins_person(&self, line: &str, tokens: &[Token], at: usize, between: &[Token]) -> bool {
        let joins = between.iter().any(|t| self.lexicon.phrases.word(t.hash) & LINK != 0);
        joins && self.name(line, tokens, at, false, false).is_some_and(|(len, score)| len >= 2 && score > 0.0)
    }

    /// The end of a comma list inside the name of a body (`Kebudayaan, Olahraga, dan Pariwisata`), or of the body above it.
    fn list_end(&self, line: &str, tokens: &[Token], comma: usize) -> Option<usize> {
        let phrases = &self.lexicon.phrases;
        let is_body = |at: usize| {
            tokens.get(at).is_some_and(|t| {
                t.is_capital()
                    && t.is_word()
                    && (phrases.word(t.hash) & BODY != 0
                        || self.splitter.is_common(line, t) && phrases.word(t.hash) & (NOT_NAME | PLACE_KIND) == 0)
                    && !self.begins_other(tokens, at)
            })
        };
        if !is_body(comma + 1) {
            return None;
        }
        if phrases.longest(&tokens[comma + 1..], SUPERIOR).is_some()
            && comma > 0
            && (tokens[comma - 1].is_number()
                || phrases.word(tokens[comma - 1].hash) & (BODY | INSIDE) != 0
                || self.is_field(line, tokens, comma - 1))
        {
            return Some(comma + 1);
        }
        // members up to `dan` and one more
        let mut at = comma + 1;
        let mut words = 0;
        loop {
            while is_body(at) {
                at += 1;
                words += 1;
                if words > 24 {
                    return None;
                }
            }
            let comma = tokens.get(at).is_some_and(|t| t.is_mark(','));
            let link = if comma { at + 1 } else { at };
            if tokens.get(link).is_some_and(|t| !t.is_capital() && phrases.word(t.hash) & LINK != 0) && is_body(link + 1) {
                return Some(link + 1);
            }
            if !comma || !is_body(at + 1) {
                return None;
            }
            at += 1;
        }
    }

    /// Whether the capitalised word is a common one, the field of work of a body: Departemen Laut.
    fn is_field(&self, line: &str, tokens: &[Token], at: usize) -> bool {
        tokens[at].is_capital() && self.splitter.is_common(line, &tokens[at]) && !self.splitter.is_name_syllable(tokens[at].plain)
    }

    /// Whether a dash joins two places: Asosiasi Persahabatan Vietnam - Chile.
    fn joins_places(&self, tokens: &[Token], dash: usize) -> bool {
        let place = |at: usize| {
            tokens.get(at).is_some() && (self.splitter.begins_place(&tokens[at..=at]) || self.splitter.is_region(&tokens[at..]))
        };
        dash > 0 && place(dash - 1) && place(dash + 1)
    }
}

/// Whether the head of a title, which ends before `body`, is written in Vietnamese.
fn is_vietnamese(tokens: &[Token], body: usize) -> bool {
    tokens[body.saturating_sub(3)..body].iter().any(Token::has_accent)
}

/// Whether the comma stands between fields of one body: Sở Văn hóa, Thể thao và Du lịch.
fn is_vietnamese_list(tokens: &[Token], comma: usize) -> bool {
    const AND: u64 = word_hash("và");
    const FIELDS: usize = 8;
    let fields = tokens.iter().skip(comma + 1).take(FIELDS).take_while(|t| t.mark().is_none_or(|mark| mark == ','));
    let mut capitals = 0;
    for (at, token) in fields.enumerate() {
        if token.hash == AND && at > 1 {
            return capitals < 3 && tokens.get(comma + at + 2).is_some_and(|t| t.is_capital() && t.is_word());
        }
        // a person's name is all in capitals
        capitals = if token.is_capital() { capitals + 1 } else { 0 };
        if capitals > 2 {
            return false;
        }
    }
    false
}

/// Whether a name and then a comma, dash, bracket or `yang menjabat` stands before: a title here is that name's.
fn owns_what_follows(items: &[Item]) -> bool {
    let mut at = items.len();
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
    let marked = at > 0 && matches!(items[at - 1].what, What::Mark(',' | '-' | '–' | '('));
    if !marked {
        return at < items.len() && at > 0 && matches!(items[at - 1].what, What::Name(_) | What::Title { rank: false, bare: false, .. });
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

/// Past the full stop of an abbreviation (`Dr.`, `Plt.`), if one stands there.
fn with_stop(tokens: &[Token], at: usize) -> usize {
    let short = at > 0 && (tokens[at - 1].end - tokens[at - 1].start) <= 5;
    let stop = tokens.get(at).is_some_and(|t| t.is_mark('.') && !t.is_spaced());
    if short && stop && tokens.get(at + 1).is_some_and(|t| t.is_capital() || t.is_mark(',')) { at + 1 } else { at }
}

/// The token after the bracket that opens at `at`, or `at` where none does.
fn skip_brackets(tokens: &[Token], at: usize) -> usize {
    if !tokens.get(at).is_some_and(|t| t.is_mark('(')) {
        return at;
    }
    tokens[at..].iter().take(24).position(|t| t.is_mark(')')).map_or(at, |close| at + close + 1)
}

/// The token after a bracketed abbreviation: `(MN)`, `(Menlu)`, `(Persero)`.
fn abbreviation(tokens: &[Token], open: usize, phrases: &crate::text::phrases::Phrases) -> Option<usize> {
    let inside = tokens.get(open + 1)?;
    let fits = inside.is_word()
        && (inside.is_upper() || (inside.is_capital() && inside.end - inside.start <= 8 && phrases.word(inside.hash) & (HEAD | BODY) != 0));
    (fits && tokens.get(open + 2)?.is_mark(')')).then_some(open + 3)
}
