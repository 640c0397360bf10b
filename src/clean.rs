//! The pipeline: an [`Article`] goes in, a [`Record`] comes out.
//!
//! A [`Cleaner`] is compiled once and shared by all threads; what a thread reuses from article to article is its own [`Scratch`].
//! From here on down there is no file, no clock, no thread and no environment.

use std::ops::Range;

use crate::article::Article;
use crate::doc::{Doc, Fate, Line};
use crate::error::RuleError;
use crate::meta::{self, Meta};
use crate::record::{Altered, Defect, Foreign, Mention, Metadata, Official, Origin, Post, Quote, Record, Removed, Suspect};
use crate::rules::Packs;
use crate::stages::boilerplate::Boilerplate;
use crate::stages::boilerplate::dates::Dates;
use crate::stages::defects::{DefectSpan, Defects, Evidence};
use crate::stages::language::{Language, Languages};
use crate::stages::officials::{Officials, People, Person};
use crate::stages::quotes::{QuoteRules, Quotes};
use crate::stages::repair::{Repair, RepairKind};
use crate::stages::{Span, duplicates, normalise};
use crate::text::lexicon::Lexicon;
use crate::text::tokens::Token;
use crate::text::vocabulary::Vocabulary;

/// How often boilerplate and duplicates are asked in turn at most; real pages need two rounds.
const ROUNDS: usize = 16;

/// The compiled rules: everything that is needed to clean an article.
#[derive(Debug)]
pub struct Cleaner {
    vocabulary: Vocabulary,
    boilerplate: Boilerplate,
    language: Language,
    quotes: QuoteRules,
    officials: Officials,
    defects: Defects,
    repair: Repair,
}

/// A stage of the cleaning, in the order in which an article meets them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Lines, normalised; what is glued to one is trimmed.
    Normalise,
    /// What is no article.
    Boilerplate,
    /// What stands there twice.
    Duplicates,
    /// What is mended on request.
    Repair,
    /// Of the article and its lines.
    Language,
    /// All marks.
    Quotes,
    /// Persons, posts, speakers.
    Officials,
    /// What a reviewer should look at.
    Defects,
    /// Writing it all down.
    Record,
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Normalise,
        Self::Boilerplate,
        Self::Duplicates,
        Self::Repair,
        Self::Language,
        Self::Quotes,
        Self::Officials,
        Self::Defects,
        Self::Record,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Normalise => "normalise",
            Self::Boilerplate => "boilerplate",
            Self::Duplicates => "duplicates",
            Self::Repair => "repair",
            Self::Language => "language",
            Self::Quotes => "quotes",
            Self::Officials => "officials",
            Self::Defects => "defects",
            Self::Record => "record",
        }
    }
}

/// Is told which stage begins, for whoever measures: the stages themselves know no clock.
pub trait Watch {
    /// This stage begins, and the one before ends.
    fn begins(&mut self, stage: Stage);
}

/// Nobody measures.
impl Watch for () {
    fn begins(&mut self, _: Stage) {}
}

/// Buffers that a thread reuses from article to article.
#[derive(Debug, Default)]
pub struct Scratch {
    tokens: Vec<Token>,
}

impl Cleaner {
    /// Compiles the rule packs.
    ///
    /// # Errors
    /// Where a pack or a rule cannot be used; the message names it.
    pub fn new(packs: &Packs) -> Result<Self, RuleError> {
        let mut vocabulary = Vocabulary::new(&Lexicon::built_in());
        Ok(Self {
            boilerplate: Boilerplate::compile(packs, &mut vocabulary)?,
            language: Language::built_in(),
            quotes: QuoteRules::compile(packs, &mut vocabulary)?,
            officials: Officials::compile(packs, &mut vocabulary)?,
            defects: Defects::compile(packs, &mut vocabulary)?,
            vocabulary,
            repair: Repair::default(),
        })
    }

    /// The same cleaner, mending these kinds of mechanical defects as well.
    #[must_use]
    pub fn repairing(self, kinds: &[RepairKind]) -> Self {
        Self { repair: Repair::new(kinds), ..self }
    }

    /// A cleaner with the rules that come with the program.
    ///
    /// # Errors
    /// As [`Cleaner::new`].
    pub fn built_in() -> Result<Self, RuleError> {
        Self::new(&Packs::built_in()?)
    }

    /// What a title says: role, organisation, level and place; where it stands stays 0.
    pub fn read_title(&self, title: &str) -> Post {
        self.officials.read_title(title, &self.vocabulary)
    }

    /// Why the persons of this name or shorter form are taken for such: the evidence in a record's text, a line each.
    pub fn why(&self, record: &Record, name: &str) -> Vec<String> {
        // the text of a record is settled: nothing is left to normalise
        let mut doc = Doc::new(&record.text, |_| None, "", &self.vocabulary, Vec::new());
        doc.lines.iter_mut().zip(&record.lines).for_each(|(line, &number)| line.number = number);
        self.officials.why(&doc, name)
    }

    /// Cleans and annotates one article.
    pub fn clean<'a>(&'a self, article: &'a Article<'_>, scratch: &mut Scratch) -> Record {
        self.clean_watched(article, scratch, &mut ())
    }

    /// The same, telling `watch` which stage begins.
    pub fn clean_watched<'a>(&'a self, article: &'a Article<'_>, scratch: &mut Scratch, watch: &mut impl Watch) -> Record {
        watch.begins(Stage::Normalise);
        let mut doc = Doc::new(&article.text, normalise::normalise, normalise::RULE, &self.vocabulary, std::mem::take(&mut scratch.tokens));
        doc.host = meta::host_of(&article.url, &doc);
        let trims = self.boilerplate.trim(&doc);
        doc.apply(trims);
        // a duplicate that goes may have parted two lines: both are asked until neither takes more
        for _ in 0..ROUNDS {
            doc.suspects.clear();
            watch.begins(Stage::Boilerplate);
            let boilerplate = self.boilerplate.judge(&doc);
            doc.apply(boilerplate);
            doc.follow_twins();
            watch.begins(Stage::Duplicates);
            let duplicates = duplicates::judge(&doc);
            if duplicates.is_empty() {
                break;
            }
            doc.apply(duplicates);
        }
        watch.begins(Stage::Repair);
        let repairs = self.repair.marks(&doc);
        doc.apply(repairs);

        watch.begins(Stage::Language);
        let languages = self.language.identify(&doc);
        watch.begins(Stage::Quotes);
        let quotes = self.quotes.find(&doc);
        watch.begins(Stage::Officials);
        let people = self.officials.find(&doc, &quotes);
        watch.begins(Stage::Defects);
        let defects = self.defects.find(Evidence { doc: &doc, languages: &languages, quotes: &quotes, people: &people });
        watch.begins(Stage::Record);
        let record = write_down(article, &doc, self.boilerplate.dates(), &languages, &quotes, &people, &defects);
        scratch.tokens = doc.into_tokens();
        record
    }
}

/// Turns byte spans of settled lines into code points of the record's text.
struct Offsets {
    /// For each line of the document: code points of the text before it.
    before: Vec<u32>,
    /// For each long line beyond ASCII: code points before each step of [`STEP`] bytes, so that many spans stay cheap.
    steps: Vec<(usize, Vec<u32>)>,
}

/// A long line is counted in steps of so many bytes.
const STEP: usize = 256;

impl Offsets {
    fn new(doc: &Doc<'_>) -> Self {
        let mut at = 0;
        let mut steps = Vec::new();
        let mut before = Vec::with_capacity(doc.lines.len());
        for (index, line) in doc.lines.iter().enumerate() {
            before.push(at);
            if !line.is_kept() {
                continue;
            }
            at += 1;
            if line.text.len() <= STEP || line.text.is_ascii() {
                at += code_points(&line.text);
                continue;
            }
            let mut counts = Vec::with_capacity(line.text.len() / STEP + 1);
            let mut within = 0;
            for chunk in line.text.as_bytes().chunks(STEP) {
                counts.push(within);
                within += chunk.iter().filter(|&&byte| !is_continuation(byte)).count() as u32;
            }
            at += within;
            steps.push((index, counts));
        }
        Self { before, steps }
    }

    fn of(&self, doc: &Doc<'_>, span: Span) -> Range<u32> {
        self.at(doc, span.line, span.start)..self.at(doc, span.line, span.end)
    }

    /// Code points before byte `at` of a line.
    fn at(&self, doc: &Doc<'_>, line: usize, at: usize) -> u32 {
        let text = &doc.lines[line].text;
        let within = match self.steps.binary_search_by_key(&line, |(index, _)| *index) {
            Ok(found) => {
                let step = (at / STEP).min(self.steps[found].1.len() - 1);
                let rest = &text.as_bytes()[step * STEP..at];
                self.steps[found].1[step] + rest.iter().filter(|&&byte| !is_continuation(byte)).count() as u32
            }
            // a long line without steps is ASCII
            Err(_) if text.len() > STEP => at as u32,
            Err(_) => code_points(&text[..at]),
        };
        self.before[line] + within
    }
}

/// Whether a byte of UTF-8 is not the first of its code point.
fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

fn code_points(text: &str) -> u32 {
    if text.is_ascii() { text.len() as u32 } else { text.chars().count() as u32 }
}

fn write_down(
    article: &Article<'_>,
    doc: &Doc<'_>,
    dates: &Dates,
    languages: &Languages,
    quotes: &Quotes<'_>,
    people: &People,
    defects: &[DefectSpan<'_>],
) -> Record {
    let offsets = Offsets::new(doc);
    let number = |line: usize| doc.lines[line].number;
    let mut text = String::with_capacity(article.text.len());
    let mut lines = Vec::new();
    let (mut removed, mut altered) = (Vec::new(), Vec::new());
    for line in &doc.lines {
        match &line.fate {
            Fate::Removed(why) => removed.push(Removed {
                line: line.number,
                reason: why.reason,
                category: why.category.to_owned(),
                of: why.of,
                rule: why.rule.to_owned(),
                score: why.score,
                text: line.raw.to_owned(),
            }),
            Fate::Kept => {
                if !lines.is_empty() {
                    text.push('\n');
                }
                text.push_str(&line.text);
                lines.push(line.number);
                altered.extend(alteration(line));
            }
            Fate::Blank => altered.extend(alteration(line)),
        }
    }
    let suspects = doc.suspects.iter().filter(|(line, _)| doc.lines[*line].is_kept()).map(|(line, why)| Suspect {
        line: number(*line),
        reason: why.reason,
        category: why.category.to_owned(),
        of: why.of,
        rule: why.rule.to_owned(),
        score: why.score,
    });
    let suspects = suspects.collect();
    let foreign =
        languages.foreign.iter().map(|&(line, language, score)| Foreign { line: number(line), language: language.to_owned(), score });
    let foreign = foreign.collect();
    // a person without a post is no official: places in `officials` from 1, 0 for the rest
    let mut places = Vec::with_capacity(people.persons.len());
    let mut officials = Vec::new();
    for person in &people.persons {
        if person.posts.is_empty() {
            places.push(0);
        } else {
            officials.push(official(person, doc, &offsets));
            places.push(officials.len() as u32);
        }
    }
    let quotes = quotes.quotes.iter().zip(&people.speakers).map(|(quote, speaker)| {
        let at = offsets.of(doc, quote.inner);
        Quote {
            line: number(quote.inner.line),
            start: at.start,
            end: at.end,
            text: quote.inner.text(doc).to_owned(),
            kind: quote.kind,
            cue: quote.cue.map(|cue| cue.text(doc).to_owned()).unwrap_or_default(),
            speaker: speaker.as_ref().map(|(name, _)| name.clone()).unwrap_or_default(),
            official: speaker.as_ref().and_then(|(_, person)| *person).map_or(0, |person| places[person]),
            rule: quote.rule.to_owned(),
            score: quote.score,
        }
    });
    let quotes = quotes.collect();
    let defects = defects.iter().map(|defect| {
        let at = offsets.of(doc, defect.span);
        Defect {
            line: number(defect.span.line),
            start: at.start,
            end: at.end,
            kind: defect.kind.to_owned(),
            text: defect.span.text(doc).to_owned(),
            rule: defect.rule.to_owned(),
            score: defect.score,
        }
    });
    let defects = defects.collect();
    let Meta { url, source, title, published, author, publisher } = meta::gather(article, doc, dates);
    Record {
        id: meta::id_of(article),
        text,
        url,
        source,
        title,
        published,
        author,
        publisher,
        language: languages.article.to_owned(),
        language_script: languages.script.to_owned(),
        language_score: languages.score,
        lines,
        removed,
        suspects,
        altered,
        line_count: doc.lines.len() as u32,
        newline: doc.newline,
        foreign,
        quotes,
        officials,
        defects,
        origin: Origin { path: article.path.clone().into_owned(), record: article.record },
        metadata: Metadata::from_json(article.metadata.clone().into_owned()).unwrap_or_default(),
    }
}

fn alteration(line: &Line<'_>) -> Option<Altered> {
    let rules = || line.rules.iter().map(|&rule| rule.to_owned()).collect();
    (!line.rules.is_empty()).then(|| Altered { line: line.number, rules: rules(), text: line.raw.to_owned() })
}

fn official(person: &Person, doc: &Doc<'_>, offsets: &Offsets) -> Official {
    let posts = person.posts.iter().map(|post| {
        let at = offsets.of(doc, post.span);
        Post { line: doc.lines[post.span.line].number, start: at.start, end: at.end, ..post.post.clone() }
    });
    let posts: Vec<_> = posts.collect();
    let mentions = person.mentions.iter().map(|&(span, form)| {
        let at = offsets.of(doc, span);
        Mention { line: doc.lines[span.line].number, start: at.start, end: at.end, form }
    });
    Official {
        name: person.name.clone(),
        titles: posts.iter().map(|post| post.title.clone()).collect(),
        mentions: mentions.collect(),
        posts,
        aliases: person.aliases.clone(),
        score: person.score,
    }
}
