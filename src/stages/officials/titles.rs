//! How far a title goes: from its head over organisation and place to the name that follows it or to the mark that ends it.
//!
//! What is decided here: which words belong to a title, by the classes of `rules/officials.toml`. Where in the last run of capitalised words
//! a name begins is left to [`super::split`].
//!
//! `Wakil Ketua Komite Rakyat Komune Ba Dien, …` ends before the comma, `Direktur Dinas Kebudayaan, Olahraga, dan Pariwisata, …` before the last.

use super::items::Reader;
use super::lexicon::{
    AGE, BODY, BODY_LOWER, BODY_NAME, BRANCH, DEGREE, DEPUTY, FORMER, HEAD, HOLDS_PERSONS, HONORIFIC, INSIDE, KNOWN, LINK, NAMED_AFTER,
    NEEDS_BODY, NOT_NAME, NOT_POST, OCCUPATION, PLACE_KIND, RANK, SERVES, SUFFIX, SUPERIOR, TAKES_GENERAL, VIETNAMESE,
};
use crate::text::hash::word_hash;
use crate::text::phrases::Phrases;
use crate::text::tokens::Token;
use crate::text::vocabulary::{FAMILY, NAME_PART, SPELT};

/// How many tokens a title has at most behind its head.
const LONGEST_TITLE: usize = 60;
/// How many words of deputies stand before a head at most: Pelaksana tugas wakil kedua …
const DEPUTIES: usize = 4;

impl Reader<'_> {
    /// How many tokens after a rank name its branch: `Inf`, `(P)`.
    pub(super) fn branch(&self, rest: &[Token]) -> usize {
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

    /// A title that begins at `at`: its end, the end of the name that follows without a mark, and whether it is a bare head.
    pub(super) fn title(&self, line: &str, tokens: &[Token], at: usize, owned: bool) -> Option<(usize, Option<usize>, bool)> {
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
                Some(name) if name == end && !tokens[title_end].has(FAMILY) => {
                    let start = self.splitter.after_places(tokens, title_end, end);
                    // Perusahaan Groenwald Fruit Dieter van Aalen: one given name, unless the word before is one, too
                    let given = if end - start > 1 && !self.splitter.is_world_name(&tokens[end - 2]) { end - 1 } else { start };
                    return Some((if given < end { given } else { title_end }, Some(end + small), given == body));
                }
                Some(_) => {}
                // Menteri Pertanian Belanda Willem van der Hoek
                None => {
                    let sure = |t: &Token| phrases.word(t.hash) == 0 && !self.splitter.is_common(line, t) && !t.has(SPELT);
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
                // Pelatih X (Brasil): where he is from
                Some('(') if self.splitter.is_region(&tokens[end + 1..]) => break,
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
                    } else if (classes & BODY == 0 || classes & (RANK | FORMER) != 0)
                        && self.begins_other(tokens, end)
                        && !self.serves(tokens, end)
                    {
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
        // Pusat Perawatan Orang Berjasa, …: nothing is done to anybody; Stasiun Mercusuar Hon Da, …: nothing is done at all
        let closed = tokens[at + 1..].iter().find(|t| !(t.is_word() && t.is_capital())).is_some_and(|t| t.is_mark(','));
        !closed
            && tokens.get(at + 1).is_some_and(|t| t.is_word() || matches!(t.mark(), Some('"' | '“' | ':')))
            && self.lexicon.phrases.word(tokens[at].hash) & title == 0
            && self.splitter.is_verb(line, &tokens[at])
            && !self.splitter.is_region(&tokens[at..])
            && !self.splitter.begins_place(&tokens[at..])
    }

    /// Whether another title, honorific, degree or rank begins at `at`.
    pub(super) fn begins_other(&self, tokens: &[Token], at: usize) -> bool {
        self.lexicon.phrases.longest(&tokens[at..], HEAD | FORMER | RANK | DEPUTY).is_some_and(|(len, classes)| {
            // a word of bodies that is a head elsewhere (Kepala Staf Komando) begins no title of its own
            classes & BODY == 0 || len > 1 || classes & (RANK | FORMER) != 0
        }) || self.lexicon.phrases.longest(&tokens[at..], HONORIFIC | DEGREE).is_some_and(|(_, classes)| classes & BODY == 0)
            && !tokens[at].has(NAME_PART)
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
        tokens[at].is_capital() && self.splitter.is_common(line, &tokens[at]) && !tokens[at].has(NAME_PART)
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

/// Past the full stop of an abbreviation (`Dr.`, `Plt.`), if one stands there.
pub(super) fn with_stop(tokens: &[Token], at: usize) -> usize {
    let short = at > 0 && (tokens[at - 1].end - tokens[at - 1].start) <= 5;
    let stop = tokens.get(at).is_some_and(|t| t.is_mark('.') && !t.is_spaced());
    if short && stop && tokens.get(at + 1).is_some_and(|t| t.is_capital() || t.is_mark(',')) { at + 1 } else { at }
}

/// The token after the bracket that opens at `at`, or `at` where none does.
pub(super) fn skip_brackets(tokens: &[Token], at: usize) -> usize {
    if !tokens.get(at).is_some_and(|t| t.is_mark('(')) {
        return at;
    }
    tokens[at..].iter().take(24).position(|t| t.is_mark(')')).map_or(at, |close| at + close + 1)
}

/// The token after a bracketed abbreviation: `(MN)`, `(Menlu)`, `(Persero)`.
fn abbreviation(tokens: &[Token], open: usize, phrases: &Phrases) -> Option<usize> {
    let inside = tokens.get(open + 1)?;
    let fits = inside.is_word()
        && (inside.is_upper() || (inside.is_capital() && inside.end - inside.start <= 8 && phrases.word(inside.hash) & (HEAD | BODY) != 0));
    (fits && tokens.get(open + 2)?.is_mark(')')).then_some(open + 3)
}
