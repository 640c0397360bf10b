//! One term or name written in two ways in one article.
//!
//! What is decided here: two spellings of a word (`motto`, `moto`), two renderings of a body (`Serikat Pekerja X`, `Serikat Buruh X`), two
//! spellings of a name that differ in a letter after the first or in their marks, and a form that is no word and one letter off a word of the
//! article (`sertipikat`). The rarer way is marked wherever it stands; of equals, the later.
//! Which spellings and renderings go together stands in `rules/defects.toml`.

use hashbrown::HashMap;

use super::glance::{ALIEN, TERM};
use super::knowledge::{Form, Knowledge, Neighbour, fold};
use super::{Check, Finds, LineView};
use crate::doc::Doc;
use crate::stages::Span;
use crate::text::lexicon::Lexicon;
use crate::text::vocabulary::{FORM, SURNAME, SYLLABLE, SYNONYM};

/// How many forms that are no word are compared with the words of an article.
const UNKNOWN: usize = 32;

/// How many capitalised words that no list has are compared with each other.
const STRANGE: usize = 128;

/// How many lines may be marked for one term: more is another usage, not a slip.
const MOST: usize = 4;

/// A use of one of the ways.
struct Use {
    /// What the ways have in common.
    group: (u8, u64),
    /// Which way.
    form: u64,
    span: Span,
}

/// A name of two or more syllables.
struct Name {
    text: String,
    whole: u64,
    count: usize,
    first: Span,
}

/// The terms of an article.
pub(super) struct Terms<'k> {
    knowledge: &'k Knowledge,
    lexicon: &'k Lexicon,
    uses: Vec<Use>,
    /// Capitalised words that no list has: how often each stands, and where first.
    strange: HashMap<u64, (u32, Span)>,
    /// Where a form that is no word stands.
    unknown: Vec<(u64, Span)>,
    names: Vec<Name>,
    /// From a name to its place in `names`.
    places: HashMap<u64, usize>,
}

const SPELLING: u8 = 0;
const ORGANISATION: u8 = 1;
const NAME: u8 = 2;

impl<'k> Terms<'k> {
    pub(super) fn new(knowledge: &'k Knowledge, lexicon: &'k Lexicon) -> Self {
        Self {
            knowledge,
            lexicon,
            uses: Vec::new(),
            unknown: Vec::new(),
            strange: HashMap::new(),
            names: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// Notes a line's terms.
    pub(super) fn read(&mut self, line: LineView<'_>) {
        let (mut past, mut past_form) = (0, 0);
        let credit = line.glance.places(ALIEN).find(|&at| line.opens_credit(at)).unwrap_or(usize::MAX);
        // most words are small, known, and written in one way
        for at in line.glance.places(TERM) {
            let token = &line.tokens[at];
            let unknown = token.levels.is_unknown();
            let forms =
                (token.has(FORM) && at >= past_form && !is_in_name(line, at)).then(|| self.knowledge.forms.get(&token.plain)).flatten();
            if let Some(form) = forms.and_then(|forms| longest(line, at, forms)) {
                past_form = at + form.words.len();
                let span = span(line, at, at + form.words.len() - 1);
                self.uses.push(Use { group: (SPELLING, u64::from(form.group)), form: u64::from(form.way), span });
            }
            let length = token.end - token.start;
            let simple = !token.has_accent() && !token.has_hyphen() && !token.has_apostrophe() && !token.has_digit();
            let strange = unknown && simple && (6..20).contains(&length);
            let foreign = strange && token.is_capital() && !token.has(SYLLABLE);
            if foreign && (self.strange.len() < STRANGE || self.strange.contains_key(&token.hash)) {
                self.strange.entry(token.hash).or_insert((0, span(line, at, at))).0 += 1;
            }
            if !token.is_capital() {
                if strange && self.unknown.len() < UNKNOWN && !self.lexicon.is_derived(line.word(at).as_bytes()) {
                    self.unknown.push((token.hash, span(line, at, at)));
                }
                continue;
            }
            if token.has(SYNONYM)
                && let Some(&(class, by)) = self.knowledge.synonyms.get(&token.hash)
            {
                let beside = match by {
                    Neighbour::Next | Neighbour::Two => (at + 1 < line.tokens.len() && line.follows(at + 1)).then_some(at + 1),
                    Neighbour::Previous => line.follows(at).then(|| at - 1),
                };
                if let Some(beside) = beside.filter(|&beside| line.tokens[beside].is_capital()) {
                    let second = line.tokens.get(beside + 1).filter(|_| by == Neighbour::Two).map_or(0, |token| token.hash);
                    let group = (ORGANISATION, fold([u64::from(class), line.tokens[beside].hash, second]));
                    let (first, last) = (at.min(beside), at.max(beside));
                    self.uses.push(Use { group, form: token.hash, span: span(line, first, capitals_end(line, last)) });
                }
            }
            if at >= past && at < credit {
                past = self.read_name(line, at);
            }
        }
    }

    /// Notes the name that begins at `at`, if one does; returns the token after it.
    fn read_name(&mut self, line: LineView<'_>, at: usize) -> usize {
        let part = |at: usize| {
            let token = &line.tokens[at];
            let shaped = token.has_accent() || token.levels.indonesian() < 9 && token.has(SYLLABLE);
            token.is_word() && token.is_capital() && !token.is_upper() && shaped
        };
        let mut end = at;
        while end < line.tokens.len() && part(end) && (end == at || line.follows(end)) {
            end += 1;
        }
        if end >= at + 2 && end - at <= 4 {
            let whole = fold(line.tokens[at..end].iter().map(|token| token.plain));
            let span = span(line, at, end - 1);
            let form = fold(line.tokens[at..end].iter().map(|token| token.hash));
            self.uses.push(Use { group: (NAME, whole), form, span });
            if let Some(&place) = self.places.get(&whole) {
                self.names[place].count += 1;
            } else {
                self.places.insert(whole, self.names.len());
                let text = line.text[span.start..span.end].to_ascii_lowercase();
                self.names.push(Name { text, whole, count: 1, first: span });
            }
        }
        end.max(at + 1)
    }

    /// Marks the rarer ways.
    pub(super) fn settle(&mut self, doc: &Doc<'_>, finds: &mut Finds<'_>) {
        self.uses.sort_by_key(|each| (each.group, each.form, each.span));
        for uses in self.uses.chunk_by(|a, b| a.group == b.group) {
            let ways: Vec<&[Use]> = uses.chunk_by(|a, b| a.form == b.form).collect();
            let Some(main) = ways.iter().max_by_key(|way| (way.len(), std::cmp::Reverse(way[0].span))) else { continue };
            for way in ways.iter().filter(|way| way[0].form != main[0].form && way.len() <= MOST) {
                let check = match way[0].group.0 {
                    SPELLING => Check::TermSpelling,
                    ORGANISATION => Check::TermOrganisation,
                    _ if main.len() > way.len() => Check::TermName,
                    _ => continue,
                };
                for each in *way {
                    finds.note(check, each.span.line, each.span.start, each.span.end);
                }
            }
        }
        self.settle_names(finds);
        self.settle_strange(doc, finds);
        self.settle_unknown(doc, finds);
    }

    /// A name of one word that stands once and is one letter off a name that stands more often.
    fn settle_strange(&self, doc: &Doc<'_>, finds: &mut Finds<'_>) {
        let text = |span: &Span| &doc.lines[span.line].text[span.start..span.end];
        for (_, once) in self.strange.values().filter(|(count, _)| *count == 1) {
            let twin = self.strange.values().filter(|(count, _)| *count > 1).any(|(_, other)| {
                let (one, two) = (text(once), text(other));
                one[..1] == two[..1] && one.as_bytes().last() == two.as_bytes().last() && is_one_off(&one[1..], &two[1..])
            });
            if twin {
                finds.note(Check::TermName, once.line, once.start, once.end);
            }
        }
    }

    /// A form that is no word and one letter off a word that the article has.
    fn settle_unknown(&self, doc: &Doc<'_>, finds: &mut Finds<'_>) {
        if self.unknown.is_empty() {
            return;
        }
        let text = |span: &Span| &doc.lines[span.line].text[span.start..span.end];
        let mut slips = vec![false; self.unknown.len()];
        // by their first letters: forms that are no word are of ASCII letters, small ones
        let bit = |letter: u8| 1u32 << (letter & 31);
        let initials = self.unknown.iter().fold(0, |all, (_, span)| all | bit(text(span).as_bytes()[0]));
        for index in doc.kept() {
            let line = &doc.lines[index].text;
            for token in doc.tokens(index).iter().filter(|token| token.is_word() && !token.has_accent() && !token.has_hyphen()) {
                if initials & bit(line.as_bytes()[token.start as usize]) == 0 {
                    continue;
                }
                let word = token.text(line);
                for ((hash, span), slip) in self.unknown.iter().zip(&mut slips) {
                    let form = text(span);
                    let near =
                        !*slip && form.len().abs_diff(word.len()) < 2 && form.as_bytes()[0] == word.as_bytes()[0].to_ascii_lowercase();
                    if near
                        && *hash != token.hash
                        && word.is_ascii()
                        && is_one_off(&form[1..], &word[1..])
                        && form.as_bytes().last() == word.as_bytes().last()
                    {
                        *slip = self.lexicon.levels(token.hash).indonesian() > 2;
                    }
                }
            }
        }
        for ((_, span), slip) in self.unknown.iter().zip(slips) {
            if slip {
                finds.note(Check::TermSpelling, span.line, span.start, span.end);
            }
        }
    }

    /// A name that stands once and is one letter off a name that stands more often.
    fn settle_names(&self, finds: &mut Finds<'_>) {
        // names that share all but one of their words meet under a key in which that word is blank
        let mut keys: HashMap<u64, Vec<usize>> = HashMap::new();
        for (place, name) in self.names.iter().enumerate().filter(|(_, name)| name.count > 1 && name.text.is_ascii()) {
            for (blank, word) in name.text.split(' ').enumerate() {
                let rest = name.text.split(' ').enumerate().filter(|&(at, _)| at != blank).map(|(_, word)| word_key(word));
                keys.entry(fold(rest.chain([blank as u64, initial(word)]))).or_default().push(place);
            }
        }
        if keys.is_empty() {
            return;
        }
        for name in self.names.iter().filter(|name| name.count == 1 && name.text.is_ascii()) {
            let twin = name.text.split(' ').enumerate().any(|(blank, word)| {
                let rest = name.text.split(' ').enumerate().filter(|&(at, _)| at != blank).map(|(_, word)| word_key(word));
                let key = fold(rest.chain([blank as u64, initial(word)]));
                let others = keys.get(&key).map_or(&[][..], Vec::as_slice);
                others.iter().take(16).any(|&other| {
                    let other_name = &self.names[other];
                    let same = other_name.text.split(' ').nth(blank).unwrap_or_default();
                    other_name.whole != name.whole && word.len() > 3 && same.len() > 3 && is_slip(word, same)
                })
            });
            if twin {
                finds.note(Check::TermName, name.first.line, name.first.start, name.first.end);
            }
        }
    }
}

/// Whether the token is part of a person's name: a surname stands before it.
fn is_in_name(line: LineView<'_>, at: usize) -> bool {
    line.follows(at) && line.tokens[at - 1].is_capital() && line.tokens[at - 1].has(SURNAME)
}

fn word_key(word: &str) -> u64 {
    crate::text::hash::word_hash(word)
}

/// The first letter of a word, as it sounds: `Xoai` and `Soai` are one name.
fn initial(word: &str) -> u64 {
    u64::from(match word.as_bytes()[0] {
        b'x' => b's',
        letter => letter,
    })
}

/// Whether two words of ASCII differ in one letter: changed, added or missing.
fn is_one_off(one: &str, two: &str) -> bool {
    let (short, long) = if one.len() <= two.len() { (one.as_bytes(), two.as_bytes()) } else { (two.as_bytes(), one.as_bytes()) };
    let head = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        0 => head < short.len() && short[head + 1..] == long[head + 1..],
        1 => short[head..] == long[head + 1..],
        _ => false,
    }
}

/// Whether two syllables differ in a consonant: names that differ in a vowel alone are two names.
fn is_slip(one: &str, two: &str) -> bool {
    let vowels =
        |word: &str| word.bytes().filter(|letter| b"aeiouy".contains(letter)).fold(0u64, |all, letter| all << 8 | u64::from(letter));
    is_one_off(one, two) && vowels(one) == vowels(two)
}

fn span(line: LineView<'_>, first: usize, last: usize) -> Span {
    Span { line: line.index, start: line.tokens[first].start as usize, end: line.tokens[last].end as usize }
}

/// The longest form that stands at `at`.
fn longest<'f>(line: LineView<'_>, at: usize, forms: &'f [Form]) -> Option<&'f Form> {
    let fits = |form: &&Form| {
        let end = at + form.words.len();
        end <= line.tokens.len()
            && form.words.iter().zip(&line.tokens[at..end]).all(|(word, token)| token.plain == *word)
            && (at + 1..end).all(|place| line.follows(place))
    };
    forms.iter().filter(fits).max_by_key(|form| form.words.len())
}

/// The last word of the capitalised run that goes on from `at`, at most four words on.
fn capitals_end(line: LineView<'_>, at: usize) -> usize {
    (at + 1..line.tokens.len().min(at + 5)).take_while(|&next| line.follows(next) && line.tokens[next].is_capital()).last().unwrap_or(at)
}
