//! Sightings of all lines become persons: one person, one entry.
//!
//! Names in full are gathered first; a shorter form is then given to the person whose name holds it, chosen by sex, rank and title where two share a
//! syllable, else to the one last named. A title that only repeats a longer one in short is no new post.

use hashbrown::{HashMap, HashSet};

use super::grammar::{Sighting, TitleRange, sightings};
use super::items::{Reader, Sex};
use super::lexicon::{ACCORDING, BODY, DEPUTY, HEAD, NAMED_AFTER, NAMESAKE, NICKNAME, NOT_NAME, RANK, SAID, SAYS, TAKES_WORD};
use super::{Form, Person, PostSpan, Span};
use crate::doc::Doc;
use crate::record::Post;
use crate::stages::quotes::is_quote_mark;
use crate::text::hash::word_hash;
use crate::text::tokens::Token;
use crate::text::vocabulary::{NAME_PART, SPELT};

/// A free-standing name of this log-likelihood ratio is a person without further evidence.
const SURE: f32 = 3.0;
/// No more people of one syllable, titles or short forms of one person are weighed, so that time stays linear.
const NAMESAKES: usize = 64;
/// `Mantan Wakil Ketua` is a chair, too.
const FORMER_HEAD: u64 = word_hash("mantan");
/// How many mentions before a title somebody is looked for who holds it.
const LOOK_BACK: usize = 256;

/// One mention of a person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    pub(super) line: usize,
    /// Tokens of honorific, titles and name together.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) person: usize,
    form: Form,
    /// First token of the form that names the person: of the name, or of the honorific before an alias.
    named: usize,
}

/// The persons of an article while they are gathered.
#[derive(Debug, Default)]
pub(super) struct Register {
    entries: Vec<Entry>,
    /// In the order of the text.
    pub(super) mentions: Vec<Mention>,
    /// The words of a name → who was entered last by it.
    full: HashMap<Vec<u64>, usize>,
    /// The last and the first word of a longer name → whose it is.
    by_end: HashMap<u64, Vec<usize>>,
    by_start: HashMap<u64, Vec<usize>>,
}

#[derive(Debug, Default)]
struct Entry {
    name: String,
    /// Plain hashes of the name's words.
    words: Vec<u64>,
    titles: Vec<Title>,
    aliases: Vec<String>,
    sex: Sex,
    upper: bool,
    score: f32,
    /// The packs list the person.
    known: bool,
    /// How many mentions there were when it was last named; 0 before the first.
    last_named: usize,
}

#[derive(Clone, Debug)]
struct Title {
    span: Span,
    words: Vec<u64>,
    rank: bool,
}

/// A sighting with its line.
struct Seen {
    line: usize,
    sighting: Sighting,
    words: Vec<u64>,
}

impl Register {
    /// Reads all kept lines.
    pub(super) fn read(reader: &Reader<'_>, doc: &Doc<'_>) -> Self {
        let mut items = Vec::new();
        let mut seen = Vec::new();
        for line in doc.kept() {
            let tokens = doc.tokens(line);
            reader.read(&doc.lines[line].text, tokens, &mut items);
            for sighting in sightings(&items) {
                let words = tokens[sighting.name.0..sighting.name.1].iter().map(|t| t.plain).collect();
                seen.push(Seen { line, sighting, words });
            }
        }
        let mut register = Self::default();
        register.enter_full(reader, &seen);
        let placed = register.place(doc, reader, &seen);
        register.enter_bare(doc, reader, &placed);
        register.mentions.sort_by_key(|m| (m.line, m.from));
        register
    }

    /// Enters each full name once: those that are persons for certain.
    fn enter_full(&mut self, reader: &Reader<'_>, seen: &[Seen]) {
        // a name that is part of a longer one is a shorter form, wherever it stands
        let mut longest: Vec<&Seen> = seen.iter().filter(|s| s.words.len() >= 2 && is_person(&s.sighting)).collect();
        longest.sort_by_key(|s| std::cmp::Reverse(s.words.len()));
        let mut names: HashSet<&[u64]> = HashSet::new();
        let mut parts: HashSet<&[u64]> = HashSet::new();
        let mut lasts: HashSet<u64> = HashSet::new();
        for s in longest {
            if parts.contains(s.words.as_slice()) || !names.insert(&s.words) {
                continue;
            }
            if reader.splitter.is_by_birth(&s.words) && lasts.contains(&s.words[1]) {
                parts.insert(&s.words);
                continue;
            }
            lasts.extend(s.words.last());
            for len in 1..s.words.len() {
                parts.insert(&s.words[..len]);
                parts.insert(&s.words[s.words.len() - len..]);
            }
        }
        for s in seen {
            if !is_person(&s.sighting) || s.words.len() < 2 || parts.contains(s.words.as_slice()) {
                continue;
            }
            if !self.full.contains_key(&s.words) {
                self.enter(s.words.clone());
            }
        }
    }

    /// A new person.
    fn enter(&mut self, words: Vec<u64>) -> usize {
        let person = self.entries.len();
        self.full.insert(words.clone(), person);
        if let [first, .., last] = words.as_slice() {
            self.by_end.entry(*last).or_default().push(person);
            self.by_start.entry(*first).or_default().push(person);
        }
        self.entries.push(Entry { words, ..Entry::default() });
        person
    }

    /// Gives every sighting to its person; returns which tokens are taken.
    fn place(&mut self, doc: &Doc<'_>, reader: &Reader<'_>, seen: &[Seen]) -> HashMap<usize, Vec<(usize, usize)>> {
        let mut taken: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
        let mut namesake = (usize::MAX, false);
        for s in seen {
            let line = &doc.lines[s.line].text;
            let tokens = doc.tokens(s.line);
            let name = &line[tokens[s.sighting.name.0].start as usize..tokens[s.sighting.name.1 - 1].end as usize];
            let upper = tokens[s.sighting.name.0..s.sighting.name.1].iter().all(Token::is_upper);
            let mut full = self.full.get(&s.words).copied();
            if !s.sighting.titles.is_empty() && full.is_some_and(|person| !self.entries[person].titles.is_empty()) && {
                if namesake.0 != s.line {
                    namesake = (s.line, says_namesake(reader, tokens));
                }
                namesake.1
            } {
                full = Some(self.enter(s.words.clone()));
            }
            let titles: Vec<Title> = s.sighting.titles.iter().filter_map(|t| title(doc, reader, s.line, t)).collect();
            let (person, form) = if let Some(person) = full {
                (person, Form::Name)
            } else if let Some(person) = self.shorter(reader, s, &titles) {
                (person, Form::Alias)
            } else if (s.sighting.announced || !titles.is_empty())
                && (s.words.len() == 1 || is_person(&s.sighting))
                && !is_whole_quotation(tokens, s)
                && !upper_word(reader, line, tokens, s)
                && !is_what_is_headed(reader, line, tokens, s)
            {
                // somebody of whom only a short name is known
                (self.enter(s.words.clone()), Form::Name)
            } else {
                continue;
            };
            let entry = &mut self.entries[person];
            if form == Form::Name {
                if entry.name.is_empty() || (entry.upper && !upper) {
                    entry.name = name.to_owned();
                    entry.upper = upper;
                }
                for title in titles {
                    entry.add(title);
                }
            } else {
                // a rank or post may be said with the short form alone; a bare repetition is swallowed by `add`
                for title in titles {
                    if s.sighting.titles.iter().any(|t| !t.bare && !t.before) {
                        entry.add(title);
                    }
                }
                let alias = &line[tokens[s.sighting.prefix].start as usize..tokens[s.sighting.name.1 - 1].end as usize];
                entry.add_alias(alias);
            }
            if s.sighting.sex != Sex::Unknown && entry.sex == Sex::Unknown {
                entry.sex = s.sighting.sex;
            }
            entry.score = entry.score.max(if s.sighting.announced { s.sighting.score.max(SURE) } else { s.sighting.score });
            let named = if form == Form::Alias { s.sighting.prefix } else { s.sighting.name.0 };
            self.mentions.push(Mention { line: s.line, from: s.sighting.begin, to: s.sighting.name.1, person, form, named });
            self.entries[person].last_named = self.mentions.len();
            taken.entry(s.line).or_default().push((s.sighting.begin, s.sighting.name.1));
        }
        taken
    }

    /// The person of whose name this is a shorter form.
    fn shorter(&self, reader: &Reader<'_>, s: &Seen, titles: &[Title]) -> Option<usize> {
        // the family name that opens a Vietnamese name is no short form of it; Ibu H'Lina of H'Lina Nie Kdan is
        let is_family_alone = |e: &Entry| s.words.len() == 1 && e.words.len() >= 3 && reader.splitter.is_family_hash(e.words[0]);
        let holds = |e: &Entry| {
            let by_birth = reader.splitter.is_by_birth(&s.words) && e.words.last() == s.words.last();
            e.words.len() > s.words.len()
                && (by_birth || e.words.ends_with(&s.words) || (e.words.starts_with(&s.words) && !is_family_alone(e)))
        };
        let none = Vec::new();
        let ending = s.words.last().and_then(|word| self.by_end.get(word)).unwrap_or(&none);
        let starting = s.words.first().and_then(|word| self.by_start.get(word)).unwrap_or(&none);
        // of very many of one syllable, those entered last
        let mut found: Vec<usize> = ending.iter().rev().take(NAMESAKES).chain(starting.iter().rev().take(NAMESAKES)).copied().collect();
        found.retain(|&person| holds(&self.entries[person]));
        found.sort_unstable();
        found.dedup();
        if found.len() > 1 {
            let keep = |found: &mut Vec<usize>, test: &dyn Fn(&Entry) -> bool| {
                if found.iter().any(|&i| test(&self.entries[i])) {
                    found.retain(|&i| test(&self.entries[i]));
                }
            };
            for title in titles {
                keep(&mut found, &|e| e.titles.iter().any(|t| t.rank == title.rank && t.words == title.words));
                keep(&mut found, &|e| e.titles.iter().any(|t| t.words.starts_with(&title.words) || is_subsequence(&title.words, &t.words)));
            }
            if s.sighting.sex != Sex::Unknown {
                keep(&mut found, &|e| e.sex == s.sighting.sex);
                keep(&mut found, &|e| e.sex == s.sighting.sex || e.sex == Sex::Unknown);
            }
        }
        // the one last named before
        let before = found.iter().copied().filter(|&i| self.entries[i].last_named > 0).max_by_key(|&i| self.entries[i].last_named);
        before.or_else(|| found.first().copied())
    }

    /// Finds persons by a bare short form: `Rin`, `H'Duyen`, `Hung`.
    fn enter_bare(&mut self, doc: &Doc<'_>, reader: &Reader<'_>, taken: &HashMap<usize, Vec<(usize, usize)>>) {
        // last words, first words of names that do not begin with a Vietnamese family name, and last two words
        let mut short: HashMap<u64, Option<(usize, usize)>> = HashMap::new();
        for (person, entry) in self.entries.iter().enumerate() {
            let Some(last) = entry.words.len().checked_sub(1) else { continue };
            let mut add = |word: u64, at: usize| {
                short
                    .entry(word)
                    .and_modify(|known| {
                        if known.is_some_and(|(other, _)| other != person) {
                            *known = None;
                        }
                    })
                    .or_insert(Some((person, at)));
            };
            add(entry.words[last], last);
            if last == 0 {
                continue;
            }
            if !reader.splitter.is_family_hash(entry.words[0]) {
                add(entry.words[0], 0);
                // Dyah Paramita Kusumo is Paramita, too
                if last == 2 {
                    add(entry.words[1], 1);
                }
            } else if last >= 2 {
                add(entry.words[last - 1], last - 1);
            }
        }
        if short.is_empty() {
            return;
        }
        let mut found = Vec::new();
        for line in doc.kept() {
            let tokens = doc.tokens(line);
            let spans = taken.get(&line).map(Vec::as_slice).unwrap_or_default();
            let mut at = 0;
            while at < tokens.len() {
                let token = &tokens[at];
                let known = if token.is_capital() && token.is_word() { short.get(&token.plain) } else { None };
                // Hài hòa is not Hai: a name without marks has none elsewhere
                let known =
                    known.filter(|known| !token.has_accent() || known.is_none_or(|(person, _)| !self.entries[person].name.is_ascii()));
                let Some(&Some((person, position))) = known else {
                    at += 1;
                    continue;
                };
                let words = &self.entries[person].words;
                let len = tokens[at..].iter().zip(&words[position..]).take_while(|(t, w)| t.is_capital() && t.plain == **w).count();
                let middle = position == 1 && len == 1 && !reader.splitter.is_family_hash(words[0]);
                let whole = position + len == words.len() || position == 0 || middle;
                // the name in full, which nothing announces here
                let form = if len == words.len() { Form::Name } else { Form::Alias };
                let post = (form == Form::Alias).then(|| post_before(reader, tokens, at, len, &self.entries[person])).flatten();
                let stands = post.is_some() || is_bare(reader, &doc.lines[line].text, tokens, at, len);
                if whole && stands && !is_taken(spans, at, at + len) {
                    let from = post.unwrap_or(at);
                    found.push(Mention { line, from, to: at + len, person, form, named: from });
                }
                at += len.max(1);
            }
        }
        for mention in found {
            let text = &doc.lines[mention.line].text;
            let tokens = doc.tokens(mention.line);
            let alias = &text[tokens[mention.from].start as usize..tokens[mention.to - 1].end as usize];
            if mention.form == Form::Alias {
                self.entries[mention.person].add_alias(alias);
            }
            self.mentions.push(mention);
        }
        self.enter_known(doc, reader);
    }

    /// Names that everybody knows a person by: Paman Ho.
    fn enter_known(&mut self, doc: &Doc, reader: &Reader<'_>) {
        let mut found: Vec<Mention> = Vec::new();
        for known in &reader.lexicon.known {
            let Some(person) = self.entries.iter().position(|e| e.name == known.name) else { continue };
            self.entries[person].known = true;
            for line in doc.kept() {
                let text: &str = &doc.lines[line].text;
                for alias in &known.aliases {
                    let Some(at) = text.find(alias.as_str()) else { continue };
                    let tokens = doc.tokens(line);
                    let from = tokens.partition_point(|t| (t.start as usize) < at);
                    let to = tokens.partition_point(|t| (t.end as usize) <= at + alias.len());
                    if from >= to {
                        continue;
                    }
                    found.push(Mention { line, from, to, person, form: Form::Alias, named: from });
                    if !self.entries[person].aliases.contains(alias) {
                        self.entries[person].aliases.push(alias.clone());
                    }
                }
            }
        }
        // what was read as another person of that short name is this one
        found.sort_by_key(|m| (m.line, m.from));
        self.mentions.retain(|m| {
            let here = found.partition_point(|k| k.line < m.line);
            !found[here..].iter().take_while(|k| k.line == m.line).any(|k| m.to > k.from && m.from < k.to)
        });
        self.mentions.append(&mut found);
    }

    /// The person named before this place whose title holds these words; of several, the one named last.
    pub(super) fn by_title(&self, words: &[u64], line: usize, token: usize) -> Option<usize> {
        let end = self.mentions.partition_point(|m| (m.line, m.from) < (line, token));
        let persons = || self.mentions[..end].iter().rev().take(LOOK_BACK).map(|m| m.person);
        let find = |fits: &dyn Fn(&Title) -> bool| persons().find(|&person| self.entries[person].titles.iter().any(fits));
        // the words are the beginning of a sentence, too: of all beginnings the longest that is a title, or within one
        (1..=words.len()).rev().find_map(|len| {
            let title = &words[..len];
            find(&|t| t.words.starts_with(title)).or_else(|| find(&|t| is_subsequence(title, &t.words)))
        })
    }

    /// The one person whose title holds all these words, wherever named: for a title that says more than a head.
    pub(super) fn by_whole_title(&self, words: &[u64]) -> Option<usize> {
        let mut holders = self.entries.iter().enumerate().filter(|(_, entry)| entry.titles.iter().any(|t| is_subsequence(words, &t.words)));
        let (person, _) = holders.next().filter(|_| words.len() > 1)?;
        holders.next().is_none().then_some(person)
    }

    /// Whether the person is one whom everybody knows: named for an example, seldom the one who speaks.
    pub(super) fn is_known(&self, person: usize) -> bool {
        self.entries[person].known
    }

    /// Whether the article states a post of the person's.
    pub(super) fn has_post(&self, person: usize) -> bool {
        !self.entries[person].titles.is_empty()
    }

    /// The name of a person in full.
    pub(super) fn name(&self, person: usize) -> &str {
        &self.entries[person].name
    }

    /// The persons with their posts, in the order of their first mention.
    pub(super) fn into_persons(self, doc: &Doc<'_>) -> Vec<Person> {
        let mut persons: Vec<Person> = self.entries.into_iter().map(|entry| entry.into_person(doc)).collect();
        for mention in &self.mentions {
            let tokens = doc.tokens(mention.line);
            let span = Span { line: mention.line, start: tokens[mention.named].start as usize, end: tokens[mention.to - 1].end as usize };
            persons[mention.person].mentions.push((span, mention.form));
        }
        persons
    }
}

impl Entry {
    /// Takes a short form unless it is known, in capitals or without.
    fn add_alias(&mut self, alias: &str) {
        let lower = alias.to_lowercase();
        if self.aliases.len() < NAMESAKES && !self.aliases.iter().any(|known| *known == alias || known.to_lowercase() == lower) {
            self.aliases.push(alias.to_owned());
        }
    }

    /// Takes a title unless it repeats another in short; a longer form replaces a shorter one.
    fn add(&mut self, title: Title) {
        if self.titles.len() >= NAMESAKES {
            return;
        }
        for known in &mut self.titles {
            // PM Vietnam, then Perdana Menteri (PM) Vietnam
            if title.words == known.words && title.span.end - title.span.start > known.span.end - known.span.start {
                *known = title;
                return;
            }
            let former = known.words[0] == FORMER_HEAD;
            let heads = &known.words[..known.words.len().min(if former { 3 } else { 2 })];
            let same = known.words[0] == title.words[0] || title.words.len() <= 2 && heads.contains(&title.words[0]);
            if is_subsequence(&title.words, &known.words) && (title.rank || same) {
                return;
            }
            if is_subsequence(&known.words, &title.words) && known.words[0] == title.words[0] {
                *known = title;
                return;
            }
        }
        self.titles.push(title);
    }

    fn into_person(self, doc: &Doc<'_>) -> Person {
        let posts = self
            .titles
            .iter()
            .map(|title| PostSpan { span: title.span, post: Post { title: title.span.text(doc).to_owned(), ..Post::default() } });
        let posts = posts.collect();
        let score = 1.0 / (1.0 + (-self.score.clamp(-20.0, 20.0)).exp());
        Person { name: self.name, posts, aliases: self.aliases, mentions: Vec::new(), score }
    }
}

/// Whether a line says that two people bear one name.
fn says_namesake(reader: &Reader<'_>, tokens: &[Token]) -> bool {
    (0..tokens.len()).any(|at| reader.lexicon.phrases.longest(&tokens[at..], NAMESAKE).is_some())
}

/// Whether one of the spans, which stand in the order of the line, meets `from..to`.
fn is_taken(spans: &[(usize, usize)], from: usize, to: usize) -> bool {
    let next = spans.partition_point(|span| span.1 <= from);
    spans.get(next).is_some_and(|span| span.0 < to)
}

/// A title of a work that begins as a name does has so many words at most.
const TITLED: usize = 6;

/// Whether a sighting alone makes a person.
fn is_person(sighting: &Sighting) -> bool {
    sighting.announced || sighting.score > SURE || !sighting.titles.is_empty()
}

fn upper_word(reader: &Reader<'_>, line: &str, tokens: &[Token], s: &Seen) -> bool {
    // a single capitalised word after an honorific must look like a name
    s.words.len() == 1 && {
        let token = &tokens[s.sighting.name.0];
        (reader.splitter.is_very_common(line, token) || reader.lexicon.phrases.word(token.hash) & (NOT_NAME | BODY | HEAD) != 0)
            && !token.has(NAME_PART)
    }
}

/// Whether a short name and what announces it are all that stands between quotation marks: lagu “Ibu Padang Rumput”.
fn is_whole_quotation(tokens: &[Token], s: &Seen) -> bool {
    let begin = s.sighting.begin;
    let opens = begin.checked_sub(1).is_some_and(|at| tokens[at].mark().is_some_and(is_quote_mark));
    s.words.len() < 3 && opens && tokens[begin..].iter().take(TITLED).any(|t| t.mark().is_some_and(is_quote_mark))
}

/// Whether the one word behind a post is the company or place that it heads: Direktur Utama X, Bupati X.
fn is_what_is_headed(reader: &Reader<'_>, line: &str, tokens: &[Token], s: &Seen) -> bool {
    let (from, to) = s.sighting.name;
    let heads = s.sighting.titles.iter().any(|t| t.to == from && reader.lexicon.phrases.word(tokens[t.to - 1].hash) & TAKES_WORD != 0);
    to == from + 1 && heads && !tokens[from].has(SPELT) && !reader.splitter.is_name_alone(line, &tokens[from])
}

/// Where a post of the person's begins that stands right before a short form: Ketua Trong, Direktur Hai An. With it the form is his, though
/// it be a word or a place as well.
fn post_before(reader: &Reader<'_>, tokens: &[Token], at: usize, len: usize, entry: &Entry) -> Option<usize> {
    let classes = |t: &Token| reader.lexicon.phrases.word(t.hash);
    let part = |t: &Token, set: u64| t.is_word() && t.is_capital() && classes(t) & set != 0;
    let goes_on = tokens.get(at + len).is_some_and(|t| t.is_word() && t.is_capital() && t.is_spaced());
    let head = at.checked_sub(1).filter(|&head| part(&tokens[head], HEAD | RANK) && tokens[at].is_spaced() && !goes_on)?;
    let start = head - usize::from(head > 0 && part(&tokens[head - 1], DEPUTY | HEAD | RANK));
    if let Some(before) = start.checked_sub(1).filter(|&before| tokens[before].is_word()) {
        let opens = before == 0 || tokens[before - 1].mark().is_some();
        if tokens[before].is_capital() && !opens || classes(&tokens[before]) & NAMED_AFTER != 0 {
            return None;
        }
    }
    let words: Vec<u64> = tokens[start..at].iter().map(|t| t.plain).collect();
    entry.titles.iter().any(|t| t.words.starts_with(&words)).then_some(start)
}

/// Whether the words at `at` stand alone, so that they can be a person's short form.
fn is_bare(reader: &Reader<'_>, line: &str, tokens: &[Token], at: usize, len: usize) -> bool {
    let before = at.checked_sub(1).map(|b| &tokens[b]);
    let after = tokens.get(at + len);
    let joined = |t: &Token| t.is_word() && t.is_capital() && reader.lexicon.phrases.word(t.hash) & NOT_NAME == 0;
    let particle = before.is_some_and(|t| t.is_word() && reader.splitter.is_particle(t));
    let opens_sentence = before.is_none_or(|t| matches!(t.mark(), Some('.' | '!' | '?' | '"' | '“' | '\'' | '‘' | '(' | '-' | '–' | ':')));
    let run = &tokens[at..at + len];
    if particle || before.is_some_and(joined) || after.is_some_and(|t| joined(t) && t.is_spaced()) {
        return false;
    }
    let classes = |t: &Token| reader.lexicon.phrases.word(t.hash);
    // kapal Presiden Allende, kapal Allende
    let head = before.is_some_and(|t| t.is_word() && classes(t) & (HEAD | RANK) != 0);
    let thing = at.checked_sub(1 + usize::from(head)).map(|b| &tokens[b]);
    if thing.is_some_and(|t| t.is_word() && classes(t) & NAMED_AFTER != 0) {
        return false;
    }
    // "Nghiem si jembatan hantu"
    if after.is_some_and(|t| t.is_word() && !t.is_capital() && classes(t) & NICKNAME != 0) {
        return false;
    }
    // Menurut Khanh Hoa: a province does not speak
    let speaks = before.is_some_and(|t| classes(t) & (ACCORDING | SAYS | SAID) != 0);
    if !speaks && reader.splitter.is_place(run) {
        return false;
    }
    let said = before.is_some_and(|t| classes(t) & SAID != 0);
    if len == 1 && (run[0].is_upper() || !said && reader.splitter.is_common(line, &run[0])) {
        return false;
    }
    !(opens_sentence && len == 1 && reader.lexicon.phrases.word(run[0].hash) != 0)
}

fn title(doc: &Doc<'_>, reader: &Reader<'_>, line: usize, range: &TitleRange) -> Option<Title> {
    let tokens = doc.tokens(line);
    // abbreviations count as what they stand for: a post in short is the post in full
    let mut words = Vec::with_capacity(range.to - range.from);
    for token in tokens[range.from..range.to].iter().filter(|t| t.mark().is_none()) {
        match reader.lexicon.short.get(&token.plain) {
            Some(full) if !words.ends_with(full) => words.extend_from_slice(full),
            Some(_) => {}
            None => words.push(token.plain),
        }
    }
    let span = Span { line, start: tokens[range.from].start as usize, end: tokens[range.to - 1].end as usize };
    (!words.is_empty()).then_some(Title { span, words, rank: range.rank })
}

/// Whether `short` is `long` with words left out.
fn is_subsequence(short: &[u64], long: &[u64]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|other| other == word))
}
