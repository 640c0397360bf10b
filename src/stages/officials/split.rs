//! Where a title ends and a name begins, and which capitalised words are a person at all.
//!
//! The likelihoods come from the name model and the gazetteer ([`crate::text::names`], [`crate::text::places`]); what is decided here is which
//! words they are asked about and what a neighbour (comma, verb) adds. `Komune Tra Linh Dinh Van Phuoc` is cut before `Dinh`.

use super::lexicon::{
    BODY, DEGREE, FIELD_HEAD, HEAD, HONORIFIC, JOINING, LINK, NAMED_AFTER, NOT_NAME, PLACE_KIND, POSSESSIVE, RANK, SELDOM,
};
use super::world::World;
use crate::error::RuleError;
use crate::rules::Packs;
use crate::text::hash::word_hash;
use crate::text::lexicon::Lexicon;
use crate::text::names::{LONGEST, NameModel, Word};
use crate::text::phrases::Phrases;
use crate::text::places::Places;
use crate::text::tokens::Token;
use crate::text::vocabulary::{FAMILY, INDONESIAN, NAME_PART, SPELT, Vocabulary};

/// A free-standing run is a person from this log-likelihood ratio on.
const FREE: f32 = 3.0;
/// How many words before the end of a title are weighed.
const WINDOW: usize = 16;
/// A word this common in Indonesian (a quarter of a power of ten a step) is no name by itself.
const COMMON: u8 = 5;
/// Where a name is expected, a word must be this common to be none.
const VERY_COMMON: u8 = 9;
/// The longest word, in bytes, that is taken apart into prefixes and suffixes.
const LONGEST_WORD: usize = 32;
/// What each word costs that a name leaves over in its run.
const LEFT_OVER: f32 = 8.0;

/// The models that cut titles and names.
#[derive(Debug)]
pub(super) struct Splitter {
    names: NameModel,
    places: Places,
    world: World,
    words: Lexicon,
}

impl Splitter {
    pub(super) fn compile(packs: &Packs, vocabulary: &mut Vocabulary) -> Result<Self, RuleError> {
        let fault = |pack: &str, e: &dyn std::fmt::Display| RuleError::Pack { pack: pack.to_owned(), message: e.to_string() };
        let names = NameModel::built_in().map_err(|e| fault("names", &e))?;
        names.enter(vocabulary);
        let places = Places::built_in().map_err(|e| fault("places", &e))?;
        let world = World::compile(packs, vocabulary)?;
        Ok(Self { names, places, world, words: Lexicon::built_in() })
    }

    /// The gazetteer.
    pub(super) fn places(&self) -> &Places {
        &self.places
    }

    /// Whether a region of Indonesia is named.
    pub(super) fn names_region(&self, tokens: &[Token]) -> bool {
        (0..tokens.len()).any(|at| self.world.region(&tokens[at..]).is_some())
    }

    /// Where a name at the end of these words could begin, the likeliest first, with the logarithm of how much likelier that is than none.
    pub(super) fn cuts(&self, line: &str, run: &[Token]) -> Vec<(usize, f32)> {
        with_words(line, run, |words| self.names.best_split(&self.places, words))
    }

    /// How much likelier the tokens are one person's full name than not: a logarithm.
    pub(super) fn person(&self, line: &str, tokens: &[Token]) -> f32 {
        with_words(line, tokens, |words| self.names.score_name(&self.places, words))
    }

    /// A person that stands free at the start of a run of capitalised words: how many words, how likely. A score of 0 is a guess that
    /// only a post beside it can confirm; `hoped`: one stands before it.
    pub(super) fn free_name(&self, line: &str, run: &[Token], hoped: bool) -> Option<(usize, f32)> {
        let run = &run[..run.len().min(2 * LONGEST)];
        if run.len() < 2 {
            return None;
        }
        if self.is_two_part_name(line, &run[..2]) {
            return Some((2, 2.0 * FREE));
        }
        with_words(line, run, |words| {
            let rest = |len: usize| {
                if len > 2 && self.begins_place(&run[len..]) { LEFT_OVER / 2.0 } else { LEFT_OVER * (words.len() - len) as f32 }
            };
            let scores = self.names.score_names(&self.places, words);
            let best = (2..=words.len().min(LONGEST))
                .map(|len| (len, scores[len], rest(len)))
                .max_by(|one, two| (one.1 - one.2).total_cmp(&(two.1 - two.2)).then(one.0.cmp(&two.0)))
                .map(|(len, score, _)| (len, score))?;
            if best.1 > FREE {
                return Some(best);
            }
            let loose = words.len() <= 4
                && !self.is_place(run)
                && self.world.region(run).is_none_or(|len| len < run.len())
                && !run.iter().enumerate().any(|(at, t)| {
                    if hoped {
                        self.is_very_common(line, t) && !(at == 0 && t.has(FAMILY))
                    } else {
                        self.is_common(line, t) || t.is_upper()
                    }
                });
            // Yohanes Bria, mahasiswa: a first word that only persons have
            let sure = self.world.is_sure_name(&run[0]) && !run[0].has(SPELT);
            loose.then_some((words.len(), if sure { 2.0 * FREE } else { 0.0 }))
        })
    }

    /// A name where one must stand, at the start of a run: how many words.
    pub(super) fn expected_name(&self, line: &str, run: &[Token]) -> usize {
        let family = run[0].has(FAMILY);
        let signed = self.has_middle_sign(run);
        let goes_on =
            |at: usize, t: &Token| at == 0 || !self.is_very_common(line, t) || (family && at <= 3 && t.has(SPELT)) || (signed && at == 2);
        let known = run.iter().enumerate().take(LONGEST + 1).take_while(|&(at, t)| goes_on(at, t)).count().clamp(1, LONGEST);
        if known < 3 {
            return known;
        }
        with_words(line, &run[..known], |words| {
            let scores = self.names.score_names(&self.places, words);
            let score = |len: usize| scores[len] - LEFT_OVER * (known - len) as f32;
            (2..=known).max_by(|&one, &two| score(one).total_cmp(&score(two)).then(one.cmp(&two))).unwrap_or(known)
        })
    }

    /// How many words of a run are the proper name of the thing or place whose kind stands before it.
    pub(super) fn thing(&self, line: &str, run: &[Token]) -> usize {
        let run = &run[..run.len().min(WINDOW)];
        with_words(line, run, |words| match self.names.best_split(&self.places, words).first() {
            Some(&(start, score)) if start > 0 && score > FREE => start,
            _ => run.len(),
        })
    }

    /// Cuts a title whose body is tokens `body..end`: where the title ends, and where the name that follows it ends, if one does. `owned`:
    /// the title stands behind its name, so that another name is unlikely.
    pub(super) fn split(
        &self,
        line: &str,
        tokens: &[Token],
        body: usize,
        end: usize,
        owned: bool,
        phrases: &Phrases,
    ) -> (usize, Option<usize>) {
        let trimmed = trim_end(tokens, body, end, phrases);
        // words of one piece: behind the last mark or number
        let piece = tokens[body..end].iter().rposition(|t| !t.is_word() || t.has_digit()).map_or(body, |at| body + at + 1);
        let classes = |at: usize| phrases.word(tokens[at].hash);
        // the run of words that may be name: capitalised, behind the last word of bodies and kinds
        let mut open = end;
        while open > piece
            && tokens[open - 1].is_capital()
            && !self.is_title_word(
                line,
                &tokens[open - 1],
                classes(open - 1),
                open.checked_sub(2).map(|at| &tokens[at]),
                tokens[..end].get(open),
            )
        {
            open -= 1;
        }
        if open == end {
            return (trimmed, None);
        }
        let from = piece.max(end.saturating_sub(WINDOW));
        // the kind word before the piece counts as context, too
        // Kepala Dusun Ta Cho merangkap Ketua …: his name comes later
        let linked = tokens.get(end).is_some_and(|t| t.hash != AND && phrases.word(t.hash) & LINK != 0);
        // kepala dusun Bui Tat Dung, Kepala Sekolah Bui Tat Dung berkata: the head has no name of its own
        let at_mark = tokens.get(end).is_none_or(|t| t.mark().is_some());
        let alone = !owned
            && open == body
            && body > 0
            && (3..=4).contains(&(end - open))
            && tokens[open].has(FAMILY)
            && (!at_mark && !linked || !tokens[body - 1].is_capital());
        let from = if from == body && body > 0 && end - body < WINDOW && !alone { body - 1 } else { from };
        // Kepala Depo X waktu itu, Bapak Y
        let next = end + tokens.get(end..).and_then(|rest| phrases.longest(rest, POSSESSIVE)).map_or(0, |(len, _)| len);
        let comma = tokens.get(next).is_some_and(|t| t.is_mark(','));
        // a degree may also stand behind the name: X, S.Sos.,
        let announced = |at: usize| {
            tokens.get(at..).and_then(|rest| phrases.longest(rest, RANK | HONORIFIC | DEGREE)).is_some_and(|(len, classes)| {
                let after = tokens.get(at + len).filter(|t| !t.is_mark('.')).or_else(|| tokens.get(at + len + 1));
                classes & (RANK | HONORIFIC) != 0 || after.is_some_and(Token::is_word)
            })
        };
        let called = comma && announced(next + 1);
        let followed_by_name = announced(end)
            || called
            || comma
                && tokens.get(next + 1).is_some_and(|t| {
                    t.is_capital() && phrases.word(t.hash) & (NOT_NAME | HEAD | DEGREE) == 0 && !is_initial(tokens, next + 1)
                });
        let kind = kind_before(tokens, open, phrases);
        // Menteri Koperasi Bagas Pramudita: a field of work, no thing with a name
        let field = open == body + 1 && body > 0 && classes(body - 1) & FIELD_HEAD != 0;
        let named = kind != 0 && open > from && !field;
        let best = with_words(line, &tokens[from..end], |words| {
            let splits = self.names.best_split(&self.places, words);
            splits.into_iter().find(|&(start, _)| from + start >= open.max(body))
        });
        // Wali Kota Semarang Dyah Kusumo: behind a place, what is no Vietnamese name is a name as a whole
        if !followed_by_name
            && !owned
            && let Some(start) = self.behind_place(line, tokens, open, end)
        {
            let start = self.with_sign(tokens, start).max(body);
            return (trim_end(tokens, body, start, phrases), Some(end));
        }
        // K'Brioh is a whole name
        let last = &tokens[end - 1];
        if !owned
            && !followed_by_name
            && last.has_apostrophe()
            && is_whole_highland(last.text(line))
            && (end - 1 == open || !tokens[end - 2].has(FAMILY))
        {
            return (trim_end(tokens, body, end - 1, phrases), Some(end));
        }
        // Ketua Dewan Hanbitron Choi Min-sik: a family name and a given name of two syllables
        if !owned && !followed_by_name && end >= body + 2 && self.is_two_part_name(line, &tokens[end - 2..end]) {
            return (trim_end(tokens, body, end - 2, phrases), Some(end));
        }
        // Badan Pengelola Pasar Vo Dinh Luyen: a market is seldom a man's
        let signed = self.has_middle_sign(&tokens[open..end]);
        let before = if open > 0 { classes(open - 1) } else { 0 };
        let sure = if signed { 0.0 } else { 2.0 * FREE };
        if (before & SELDOM != 0 && !at_mark || signed && before & (SELDOM | PLACE_KIND) != 0)
            && !owned
            && (3..=4).contains(&(end - open))
            && self.person(line, &tokens[open..end]) > sure
        {
            return (trim_end(tokens, body, open, phrases), Some(end));
        }
        // Komune A Luoi 1 Pi Loong Mai: behind the number of a place stands the name alone
        let numbered = piece > body && tokens[piece - 1].is_number() && tokens[piece - 1].is_spaced();
        let part = |at: usize| tokens[at].is_capital() && classes(at) == 0 && (at == piece || !self.is_very_common(line, &tokens[at]));
        if numbered
            && !owned
            && !followed_by_name
            && (2..=4).contains(&(end - piece))
            && (piece..end).all(part)
            && !self.begins_place(&tokens[piece..end])
        {
            return (trim_end(tokens, body, piece, phrases), Some(end));
        }
        let (mut start, mut score) = best.map_or((end, f32::NEG_INFINITY), |(start, score)| (from + start, score));
        if followed_by_name || (owned && at_mark) {
            // Ketua Balai Vo Doi, Kapten X: two syllables are a place, where somebody is called by his rank behind it
            score -= if owned || called && end - start <= 2 { 14.0 } else { 6.0 };
        }
        if named && start == open {
            // Sekolah Nguyen Tat Thanh: the first words after such a kind are the thing's own
            // Kepala Dusun Y Blang: the kind is the head's own
            let own = open == body;
            let signed = self.has_middle_sign(&tokens[start..end]) && end - start >= 3;
            score -= if signed && (own || classes(open - 1) & PLACE_KIND != 0) {
                1.0
            } else if alone {
                2.0
            } else if classes(open - 1) & SELDOM != 0 && !linked {
                5.0
            } else if classes(open - 1) & NAMED_AFTER != 0 || linked {
                12.0
            } else if own && !at_mark {
                0.0
            } else if end - start >= 3 && (!at_mark || signed) {
                2.0
            } else {
                5.0
            };
        }
        if !at_mark {
            score += 1.0;
        }
        // Wakil Ketua DPR Sufmi Dasco Ahmad: behind an abbreviation all of a run that is no place and no common word
        let abbreviated = open > 0 && tokens[open - 1].is_upper() && tokens[open - 1].end - tokens[open - 1].start > 2;
        if score > 0.0 && start > open && abbreviated && end - open <= 4 && self.is_unknown_run(line, tokens, open, start) {
            start = open;
        }
        if score > 0.0 && end - start >= 2 && !is_letter(last) {
            // RSUD dr. Soedarmo Nurul Istiqomah: the first word is the thing's
            let start = self.with_given(tokens, start, open.max(body) + usize::from(kind != 0 && !field));
            return (trim_end(tokens, body, start, phrases), Some(end));
        }
        // a foreign name that no model knows: two or three words, none of them common, no place
        // Gubernur DKI Ahmad Riza Patria: no place is called so
        let placed = named && !(kind & NAMED_AFTER == 0 && self.world.is_sure_name(&tokens[open]));
        let foreign = self.foreign_start(line, tokens, open, end, placed, open == body && !at_mark);
        if !followed_by_name
            && !owned
            && let Some(start) = foreign
        {
            return (trim_end(tokens, body, start, phrases), Some(end));
        }
        // Kepala BPS Suhariyanto: one word that only persons have
        if end > body + 1
            && open + 1 == end
            && kind == 0
            && !followed_by_name
            && !owned
            && !last.is_upper()
            && self.is_name_alone(line, last)
        {
            return (trim_end(tokens, body, open, phrases), Some(end));
        }
        // one word after a bare head: Menteri Nam
        if open == body
            && end == body + 1
            && !followed_by_name
            && !owned
            && self.world.region(&tokens[open..end]).is_none()
            && !self.is_place(&tokens[open..end])
            && !self.is_common(line, &tokens[open])
            && classes(open) & (BODY | NOT_NAME) == 0
            && !tokens[open].is_upper()
        {
            return (body, Some(end));
        }
        (trimmed, None)
    }

    /// The word after the places and regions with which an open run begins.
    pub(super) fn after_places(&self, tokens: &[Token], open: usize, end: usize) -> usize {
        let mut start = open;
        while start < end {
            let mut plain = [0; 8];
            plain.iter_mut().zip(&tokens[start..end]).for_each(|(hash, token)| *hash = token.plain);
            let place = self.places.match_at(&plain[..(end - start).min(8)]).map_or(0, |found| found.words);
            let region = self.world.region(&tokens[start..end]).unwrap_or(0);
            if place.max(region) == 0 {
                break;
            }
            start += place.max(region);
        }
        start
    }

    /// Where a foreign name begins behind a place: all that is left, if it is two to four words and not Vietnamese.
    fn behind_place(&self, line: &str, tokens: &[Token], open: usize, end: usize) -> Option<usize> {
        let start = self.after_places(tokens, open, end);
        let words = tokens.get(start..end).filter(|_| start > open || self.place_ends(tokens, open))?;
        let foreign = words.iter().any(|t| !t.has(SPELT) && !t.has_apostrophe());
        let listed = |t: &Token| self.world.may_be_name(t);
        let sure = words.iter().any(listed) || !words.iter().any(|t| self.is_common(line, t));
        ((2..=4).contains(&words.len()) && foreign && sure && !words[0].has(FAMILY) && !words.iter().any(|t| self.is_very_common(line, t)))
            .then_some(start)
    }

    /// With the sign of birth before a Balinese name: I Wayan, Ni Luh.
    fn with_sign(&self, tokens: &[Token], at: usize) -> usize {
        let sign = at > 0 && tokens[at - 1].is_capital() && tokens[at - 1].end - tokens[at - 1].start <= 2;
        if sign && self.world.is_name(&tokens[at]) && self.world.may_be_name(&tokens[at - 1]) { at - 1 } else { at }
    }

    /// Whether the words are a family name and a given one of two syllables joined by a hyphen: Choi Min-sik, and not: Kepala Anak-anak.
    pub(super) fn is_two_part_name(&self, line: &str, words: &[Token]) -> bool {
        let [family, given] = words else { return false };
        let shaped = |t: &Token| t.is_word() && t.is_capital() && t.is_spaced() && !t.has_accent() && !t.has_inner_capital();
        let halves = given.text(line).split_once('-');
        family.end - family.start <= 6
            && shaped(given)
            && family.is_plain_word()
            && family.is_capital()
            && !family.is_upper()
            && given.levels.is_unknown()
            && halves
                .is_some_and(|(one, two)| (2..=6).contains(&one.len()) && (2..=6).contains(&two.len()) && !one.eq_ignore_ascii_case(two))
            && !self.is_very_common(line, family)
    }

    /// Whether the words from `open` to `start` are neither places nor common words nor Vietnamese.
    fn is_unknown_run(&self, line: &str, tokens: &[Token], open: usize, start: usize) -> bool {
        self.after_places(tokens, open, start) == open
            && tokens[open..start].iter().all(|t| !self.is_common(line, t) && !t.is_upper() && !t.has(SPELT))
    }

    /// Whether the words are somebody's name beyond doubt: one that only persons have begins them, or all are likely so.
    pub(super) fn is_surely_name(&self, line: &str, words: &[Token]) -> bool {
        let listed = words.iter().any(|t| self.is_name_alone(line, t));
        words.len() > 1 && (listed || self.person(line, words) > 2.0 * FREE)
    }

    /// With the given names of the world before a name that is not Vietnamese: Maria Goreti Wungubelen.
    fn with_given(&self, tokens: &[Token], start: usize, first: usize) -> usize {
        if tokens[start].has(FAMILY) {
            return start;
        }
        let given = tokens[first.min(start)..start].iter().rev().take(2).take_while(|t| self.world.is_sure_name(t) && !t.has(SPELT));
        start - given.count()
    }

    /// Whether the middle syllable of these words is one that only persons have: Nguyen Van Nam, Tran Thi Ha.
    pub(super) fn has_middle_sign(&self, words: &[Token]) -> bool {
        words.first().is_some_and(|t| t.has(FAMILY)) && self.names.has_sign(words.iter().map(|t| t.plain))
    }

    /// Whether two words (by their plain hashes) are the order of birth and a given name: Tu Luyen.
    pub(super) fn is_by_birth(&self, words: &[u64]) -> bool {
        matches!(words, [order, _] if self.names.is_birth_order(*order))
    }

    /// Whether a place or region ends right before token `at`.
    fn place_ends(&self, tokens: &[Token], at: usize) -> bool {
        (1..=3.min(at)).any(|len| {
            let words = &tokens[at - len..at];
            words[0].is_capital() && (self.world.region(words) == Some(len) || self.is_place(words))
        })
    }

    /// Where a name of two or three unknown words begins at the end of a title.
    fn foreign_start(&self, line: &str, tokens: &[Token], open: usize, end: usize, named: bool, own: bool) -> Option<usize> {
        // places at the start of the open run belong to the title
        let mut start = self.after_places(tokens, open, end);
        if end.saturating_sub(start) < 2 {
            start = open;
        }
        let settled = start > open;
        // Kepala Desa Kalirejo Tri Wahono: of three words and more the first is the village, of two none
        let village = own && end - open > 2 && !self.world.is_name(&tokens[open]) && !tokens[open].has(SPELT);
        if named && !settled && (!own || open == 0 || village) {
            // the thing's or place's own name comes first
            start += 1;
            if end.saturating_sub(start) < 2 {
                return None;
            }
        }
        // the first word of names in what is left; without one, all of it
        let named_at = tokens.get(start..end)?.iter().position(|t| self.world.is_name(t)).map(|at| start + at);
        if let Some(at) = named_at {
            let at = if settled && (2..=4).contains(&(end - start)) { start } else { at };
            let at = self.with_sign(tokens, at);
            if (2..=4).contains(&(end - at)) {
                return Some(at);
            }
        }
        let words = tokens.get(start..end).filter(|words| words.last().is_some_and(|t| !is_letter(t)))?;
        let fits = (2..=4).contains(&words.len()) && words.iter().all(|t| !self.is_common(line, t) && !t.is_upper());
        let vietnamese = words.iter().filter(|t| t.has(SPELT)).count();
        (fits && (vietnamese * 2 <= words.len())).then_some(start)
    }

    /// Whether a capitalised word belongs to titles and bodies, not to names.
    fn is_title_word(&self, line: &str, token: &Token, classes: u64, before: Option<&Token>, next: Option<&Token>) -> bool {
        // Park Jae-hyun
        if next.is_some_and(|t| classes & (BODY | HEAD) == 0 || t.has_hyphen()) && self.world.may_be_name(token) {
            return false;
        }
        let unknown = |t: &Token| self.world.is_name(t) || t.is_capital() && classes & HEAD == 0 && !self.is_common(line, t);
        if token.has(NAME_PART) || (self.world.may_be_name(token) && before.is_some_and(unknown)) {
            return false;
        }
        // Retno LP Sukmawati
        let initials = token.end - token.start <= 3
            && before.is_some_and(|t| self.world.is_sure_name(t))
            && next.is_some_and(|t| t.is_capital() && !t.is_upper());
        let short = token.is_upper() && token.end - token.start <= 6 && !token.has(SPELT) && !initials;
        classes & (BODY | PLACE_KIND | NAMED_AFTER | HEAD | DEGREE) != 0 || short || self.is_common(line, token)
    }

    /// Whether the word is a small one inside foreign names.
    pub(super) fn is_particle(&self, token: &Token) -> bool {
        !token.is_capital() && self.world.is_link(token)
    }

    /// Whether the word is a name by itself: listed as nothing else, or unknown and with the ending of names.
    pub(super) fn is_name_alone(&self, line: &str, token: &Token) -> bool {
        let listed = self.world.is_sure_name(token);
        let ended = || token.levels.indonesian() < COMMON && self.world.ends_as_name(token.text(line));
        !token.has(SPELT)
            && (listed || ended())
            && !self.begins_place(std::slice::from_ref(token))
            && !self.is_region(std::slice::from_ref(token))
    }

    /// Whether the word is one of Indonesian or foreign names.
    pub(super) fn is_world_name(&self, token: &Token) -> bool {
        self.world.is_name(token)
    }

    /// Whether the word may stand in Indonesian or foreign names.
    pub(super) fn may_be_world_name(&self, token: &Token) -> bool {
        self.world.may_be_name(token)
    }

    /// Whether a word of this form without marks is a Vietnamese family name.
    pub(super) fn is_family_hash(&self, plain: u64) -> bool {
        self.names.is_family_hash(plain)
    }

    /// Whether the word is a common Indonesian one, that stands capitalised for another reason than being a name.
    pub(super) fn is_common(&self, line: &str, token: &Token) -> bool {
        self.is_as_common(line, token, COMMON)
    }

    /// The same where a name is expected.
    pub(super) fn is_very_common(&self, line: &str, token: &Token) -> bool {
        self.is_as_common(line, token, VERY_COMMON)
    }

    fn is_as_common(&self, line: &str, token: &Token, level: u8) -> bool {
        if token.has(INDONESIAN) {
            return true;
        }
        if token.has(NAME_PART) || self.world.may_be_name(token) {
            return false;
        }
        token.levels.indonesian() >= level || self.is_derived(token.text(line))
    }

    /// Whether prefixes and suffixes make the word of a known Indonesian one: no name is made so.
    fn is_derived(&self, word: &str) -> bool {
        let mut lower = [0; LONGEST_WORD];
        let Some(buffer) = lower.get_mut(..word.len()).filter(|_| word.is_ascii()) else { return false };
        buffer.copy_from_slice(word.as_bytes());
        buffer.make_ascii_lowercase();
        // the shapes of derived words alone: the list also knows names
        let shaped = (buffer.len() >= 8
            && [b"me", b"pe", b"be", b"te", b"di", b"ke", b"se"].iter().any(|prefix| buffer.starts_with(*prefix)))
            || [b"nya", b"kan", b"lah"].iter().any(|suffix| buffer.ends_with(*suffix));
        shaped && self.words.is_derived(buffer)
    }

    /// Whether the word has the shape of a verb: `Mengunjungi`, `BERTEMU`.
    pub(super) fn is_verb(&self, line: &str, token: &Token) -> bool {
        let word = token.text(line);
        let mut lower = [0; LONGEST_WORD];
        let Some(buffer) = lower.get_mut(..word.len()).filter(|_| word.is_ascii() && word.len() >= 7) else { return false };
        buffer.copy_from_slice(word.as_bytes());
        buffer.make_ascii_lowercase();
        (buffer.starts_with(b"me") || buffer.starts_with(b"ber")) && !self.world.may_be_name(token) && self.words.is_derived(buffer)
    }

    /// Whether a region beyond Vietnam begins here.
    pub(super) fn is_region(&self, tokens: &[Token]) -> bool {
        self.world.region(tokens).is_some()
    }

    /// Whether a place of any kind begins with these tokens.
    pub(super) fn begins_place(&self, tokens: &[Token]) -> bool {
        let mut plain = [0; 8];
        plain.iter_mut().zip(tokens).for_each(|(hash, token)| *hash = token.plain);
        self.places.match_at(&plain[..tokens.len().min(8)]).is_some()
    }

    /// Whether the tokens, all of them, are the name of a well-known place.
    pub(super) fn is_place(&self, tokens: &[Token]) -> bool {
        let mut plain = [0; 8];
        if tokens.len() > plain.len() {
            return false;
        }
        plain.iter_mut().zip(tokens).for_each(|(hash, token)| *hash = token.plain);
        self.places.is_place(&plain[..tokens.len()])
    }
}

/// `dan`, behind which another person may stand.
const AND: u64 = word_hash("dan");

/// Whether the word is a single letter, as of a school (Phu Thanh B), and not the given name Y.
fn is_letter(token: &Token) -> bool {
    const Y: u64 = word_hash("y");
    token.end - token.start == 1 && token.plain != Y
}

/// Whether a letter with its stop begins here, as in a degree: M.Si.
fn is_initial(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(is_letter) && tokens.get(at + 1).is_some_and(|t| t.is_mark('.') && !t.is_spaced())
}

/// The classes of the kind word or named thing that ends right before token `at`, or 0.
fn kind_before(tokens: &[Token], at: usize, phrases: &Phrases) -> u64 {
    // Kementerian Luar Negeri: no land of that name follows
    if at > 1 && phrases.longest(&tokens[at - 2..at], BODY).is_some_and(|(len, _)| len == 2) {
        return 0;
    }
    // RSUD dr. Soedarmo
    let at = if at > 2 && tokens[at - 1].is_mark('.') && phrases.word(tokens[at - 2].hash) & DEGREE != 0 { at - 2 } else { at };
    (at.saturating_sub(4)..at)
        .find_map(|from| phrases.longest(&tokens[from..at], NAMED_AFTER | PLACE_KIND).filter(|(len, _)| from + len == at))
        .map_or(0, |(_, classes)| classes & (NAMED_AFTER | PLACE_KIND))
}

/// Whether the word is a name that has no second word: `K'Brioh`.
fn is_whole_highland(word: &str) -> bool {
    word.starts_with('K') && crate::text::names::is_highland_shape(word)
}

/// Without connecting words and numbers at the end of a title.
fn trim_end(tokens: &[Token], body: usize, mut end: usize, phrases: &Phrases) -> usize {
    while end > body && !tokens[end - 1].is_capital() && phrases.word(tokens[end - 1].hash) & JOINING != 0 {
        end -= 1;
    }
    while end > body && matches!(tokens[end - 1].mark(), Some(',' | '-' | '–' | '&')) {
        end -= 1;
    }
    end
}

/// Hands the tokens to the name model as its words, without allocating.
fn with_words<T>(line: &str, tokens: &[Token], ask: impl FnOnce(&[Word<'_>]) -> T) -> T {
    let mut words = [Word { text: "", plain: 0 }; WINDOW + 8];
    let len = tokens.len().min(words.len());
    words.iter_mut().zip(tokens).for_each(|(word, token)| *word = Word { text: token.text(line), plain: token.plain });
    ask(&words[..len])
}
