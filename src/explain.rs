//! Shows what became of an article, line by line, for a human in a terminal.
//!
//! Everything comes out of the record alone: the input's lines with their numbers, which of them were removed, doubted or altered and by
//! which rule, and on the kept ones the spans that were marked. The text that is given back holds colours; whoever prints it strips
//! them where no terminal is. Control characters of the input are spelled out, so that no article can talk to the terminal.
//!
//! ```text
//!  3 - [iklan_2]
//!      removed: boilerplate, ad, by ad.label (1.00)
//! ```

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::fmt::{Display, Write};

use anstyle::{AnsiColor, Style};

use crate::eval::fold::norm;
use crate::record::{Form, Official, QuoteKind, Reason, Record};
use crate::restore::{Parts, RestoreError};
use crate::stages::normalise::normalise;
use crate::text::visible::visible;

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();
const REMOVED: Style = colour(AnsiColor::Red);
const DUPLICATE: Style = colour(AnsiColor::Magenta);
const SUSPECT: Style = colour(AnsiColor::Yellow);
const MOTTO: Style = colour(AnsiColor::Green).bold();
const SPEECH: Style = colour(AnsiColor::Green);
const PHRASE: Style = colour(AnsiColor::Cyan);
const PERSON: Style = colour(AnsiColor::Blue).bold();
const POST: Style = colour(AnsiColor::Blue);
const DEFECT: Style = colour(AnsiColor::Yellow).underline();
const FOREIGN: Style = Style::new().italic();

const fn colour(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(anstyle::Color::Ansi(colour)))
}

/// A marked piece of a line, and what is said of it below.
struct Mark {
    /// Code points of the record's text.
    start: u32,
    end: u32,
    style: Style,
    note: String,
}

/// What became of `record`'s article, with a legend and a summary.
///
/// # Errors
/// Where the record was edited and its parts contradict each other.
pub fn explain(record: &Record) -> Result<String, RestoreError> {
    let parts = Parts::from(record);
    let input = parts.input_lines()?;
    let width = input.len().to_string().len();
    let mut marks = marks(record);
    let mut notes = notes(record);
    let removed: HashMap<u32, Reason> = record.removed.iter().map(|gone| (gone.line, gone.reason)).collect();
    let kept: HashMap<u32, (u32, &str)> = kept_lines(record).map(|(number, start, text)| (number, (start, text))).collect();

    let mut out = String::new();
    heading(&mut out, record);
    for (number, raw) in (1..).zip(&input) {
        let marks = marks.remove(&number).unwrap_or_default();
        if let Some(reason) = removed.get(&number) {
            let (sign, style) = if *reason == Reason::Boilerplate { ('-', REMOVED) } else { ('=', DUPLICATE) };
            line(&mut out, width, number, sign, &format!("{style}{}{style:#}", visible(raw)));
        } else if let Some(&(start, text)) = kept.get(&number) {
            line(&mut out, width, number, sign(record, number), &painted(text, start, &marks));
        } else {
            line(&mut out, width, number, ' ', "");
        }
        for note in notes.remove(&number).unwrap_or_default().iter().chain(marks.iter().map(|mark| &mark.note)) {
            put(&mut out, format_args!("{:width$}   {DIM}|{DIM:#} {note}\n", ""));
        }
    }
    legend(&mut out);
    summary(&mut out, record);
    Ok(out)
}

/// What is known of the officials of this name or alias, with the lines that say it; empty where there is none.
pub fn why(record: &Record, name: &str) -> String {
    let asked = norm(name);
    let is_asked = |official: &&Official| std::iter::once(&official.name).chain(&official.aliases).any(|form| norm(form) == asked);
    let lines: HashMap<u32, (u32, &str)> = kept_lines(record).map(|(number, start, text)| (number, (start, text))).collect();
    let mut out = String::new();
    for official in record.officials.iter().filter(is_asked) {
        put(&mut out, format_args!("{PERSON}{}{PERSON:#} ({:.2})\n", official.name, official.score));
        let evidence = |out: &mut String, line: u32, start: u32, end: u32, style: Style| {
            if let Some(&(from, text)) = lines.get(&line) {
                let mark = Mark { start, end, style, note: String::new() };
                put(out, format_args!("    {DIM}line {line}:{DIM:#} {}\n", painted(text, from, &[mark])));
            }
        };
        for post in &official.posts {
            put(&mut out, format_args!("  post {POST}{}{POST:#}\n", post.title));
            let known = [
                ("role", &post.role),
                ("organisation", &post.organisation),
                ("level", &post.level),
                ("place", &post.place),
                ("code", &post.place_code),
                ("today", &post.place_today),
            ];
            for (key, value) in known.iter().filter(|(_, value)| !value.is_empty()) {
                put(&mut out, format_args!("    {key}: {value}\n"));
            }
            evidence(&mut out, post.line, post.start, post.end, POST);
        }
        for alias in &official.aliases {
            put(&mut out, format_args!("  alias {PERSON}{alias}{PERSON:#}\n"));
        }
        put(&mut out, format_args!("  mentions {}\n", official.mentions.len()));
        for mention in &official.mentions {
            evidence(&mut out, mention.line, mention.start, mention.end, PERSON);
        }
    }
    out
}

fn put(out: &mut String, what: impl Display) {
    // writing into a string cannot fail
    let _ = write!(out, "{what}");
}

fn heading(out: &mut String, record: &Record) {
    put(out, format_args!("{BOLD}{}{BOLD:#}", visible(&record.id)));
    put(out, format_args!("  {} ({:.2})", record.language, record.language_score));
    for (key, value) in [("url", &record.url), ("published", &record.published), ("author", &record.author), ("paper", &record.publisher)] {
        if !value.is_empty() {
            put(out, format_args!("  {DIM}{key}{DIM:#} {}", visible(value)));
        }
    }
    out.push_str("\n\n");
}

fn line(out: &mut String, width: usize, number: u32, sign: char, text: &str) {
    let row = format!("{DIM}{number:width$}{DIM:#} {sign} {text}");
    out.push_str(row.trim_end());
    out.push('\n');
}

/// The sign of a kept line.
fn sign(record: &Record, number: u32) -> char {
    if record.suspects.binary_search_by_key(&number, |doubted| doubted.line).is_ok() {
        '?'
    } else if record.altered.binary_search_by_key(&number, |changed| changed.line).is_ok() {
        '~'
    } else {
        ' '
    }
}

/// Each kept line: its number, its first code point in the record's text, and itself.
fn kept_lines(record: &Record) -> impl Iterator<Item = (u32, u32, &str)> {
    let mut start = 0;
    record.lines.iter().zip(record.text.split('\n')).map(move |(&number, text)| {
        let here = start;
        start += text.chars().count() as u32 + 1;
        (number, here, text)
    })
}

/// What is said of whole lines.
fn notes(record: &Record) -> HashMap<u32, Vec<String>> {
    let mut notes: HashMap<u32, Vec<String>> = HashMap::new();
    let why = |reason: Reason, category: &str, of: u32| match reason {
        Reason::Boilerplate => format!("boilerplate, {category}"),
        Reason::Duplicate => format!("duplicate of line {of}"),
    };
    for gone in &record.removed {
        let style = if gone.reason == Reason::Boilerplate { REMOVED } else { DUPLICATE };
        let why = why(gone.reason, &gone.category, gone.of);
        notes.entry(gone.line).or_default().push(format!("{style}removed{style:#}: {why}{}", by(&gone.rule, gone.score)));
    }
    for doubted in &record.suspects {
        let why = why(doubted.reason, &doubted.category, doubted.of);
        let note = format!("{SUSPECT}doubted{SUSPECT:#}: {why}{}", by(&doubted.rule, doubted.score));
        notes.entry(doubted.line).or_default().push(note);
    }
    let kept: HashMap<u32, &str> = kept_lines(record).map(|(number, _, text)| (number, text)).collect();
    for changed in &record.altered {
        let mut note = format!("altered by {}", changed.rules.join(", "));
        if let Some(text) = kept.get(&changed.line) {
            note.push_str(&difference(&changed.text, text));
        }
        notes.entry(changed.line).or_default().push(note);
    }
    for foreign in &record.foreign {
        let note = format!("{FOREIGN}foreign{FOREIGN:#}: {} ({:.2})", foreign.language, foreign.score);
        notes.entry(foreign.line).or_default().push(note);
    }
    notes
}

/// What was cut off, or how the line stood before.
fn difference(raw: &str, text: &str) -> String {
    let normal = normalise(raw).map_or(Cow::Borrowed(raw), Cow::Owned);
    match normal.find(text) {
        Some(_) if normal == text => String::new(),
        Some(at) => {
            let cut = [&normal[..at], &normal[at + text.len()..]].map(str::trim);
            let cut: Vec<_> = cut.iter().filter(|piece| !piece.is_empty()).map(|piece| format!("“{REMOVED}{piece}{REMOVED:#}”")).collect();
            format!("; cut off: {}", cut.join(" and "))
        }
        None => format!("; it was: “{REMOVED}{normal}{REMOVED:#}”"),
    }
}

fn by(rule: &str, score: f32) -> String {
    format!(", by {rule} ({score:.2})")
}

/// What is said of pieces of lines, in their order.
fn marks(record: &Record) -> HashMap<u32, Vec<Mark>> {
    let mut marks: HashMap<u32, Vec<Mark>> = HashMap::new();
    for quote in &record.quotes {
        let style = quote_style(quote.kind);
        let mut note = format!("{} “{style}{}{style:#}”", quote.kind.name(), quote.text);
        if !quote.cue.is_empty() {
            put(&mut note, format_args!(", cue “{}”", quote.cue));
        }
        if !quote.speaker.is_empty() {
            put(&mut note, format_args!(", said by {PERSON}{}{PERSON:#}", quote.speaker));
        }
        note.push_str(&by(&quote.rule, quote.score));
        marks.entry(quote.line).or_default().push(Mark { start: quote.start, end: quote.end, style, note });
    }
    for official in &record.officials {
        for post in &official.posts {
            let note = format!("post of {PERSON}{}{PERSON:#}: “{POST}{}{POST:#}”", official.name, post.title);
            marks.entry(post.line).or_default().push(Mark { start: post.start, end: post.end, style: POST, note });
        }
        for mention in &official.mentions {
            let form = if mention.form == Form::Name { "by name" } else { "by alias" };
            let note = format!("official {PERSON}{}{PERSON:#}, {form}", official.name);
            marks.entry(mention.line).or_default().push(Mark { start: mention.start, end: mention.end, style: PERSON, note });
        }
    }
    for defect in &record.defects {
        let note = format!("defect, {}: “{DEFECT}{}{DEFECT:#}”{}", defect.kind, defect.text, by(&defect.rule, defect.score));
        marks.entry(defect.line).or_default().push(Mark { start: defect.start, end: defect.end, style: DEFECT, note });
    }
    for of_line in marks.values_mut() {
        of_line.sort_by_key(|mark| (mark.start, Reverse(mark.end)));
    }
    marks
}

/// `text` with its marks in colour; where marks overlap, the shortest shows. `from`: its first code point in the record's text;
/// `marks`: sorted by their starts.
fn painted(text: &str, from: u32, marks: &[Mark]) -> String {
    let mut edges: Vec<u32> = marks.iter().flat_map(|mark| [mark.start, mark.end]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut edges = edges.into_iter().peekable();
    let mut waiting = marks.iter().peekable();
    let mut open: BinaryHeap<Reverse<(u32, u32, usize)>> = BinaryHeap::new();
    let mut styles: Vec<Style> = Vec::new();
    let mut out = String::with_capacity(text.len());
    let mut style = Style::new();
    for (at, c) in (from..).zip(text.chars()) {
        let mut crossed = false;
        while edges.next_if(|&edge| edge <= at).is_some() {
            crossed = true;
        }
        if crossed {
            while let Some(mark) = waiting.next_if(|mark| mark.start <= at) {
                open.push(Reverse((mark.end.saturating_sub(mark.start), mark.end, styles.len())));
                styles.push(mark.style);
            }
            while open.peek().is_some_and(|Reverse((_, end, _))| *end <= at) {
                open.pop();
            }
            let next = open.peek().map_or(Style::new(), |Reverse((_, _, index))| styles[*index]);
            if next != style {
                put(&mut out, format_args!("{style:#}{next}"));
                style = next;
            }
        }
        out.push(c);
    }
    put(&mut out, format_args!("{style:#}"));
    out
}

fn legend(out: &mut String) {
    put(out, format_args!("\n{DIM}signs{DIM:#}  - boilerplate  = duplicate  ? doubted  ~ altered\n"));
    put(
        out,
        format_args!(
            "{DIM}marks{DIM:#}  {MOTTO}motto{MOTTO:#}  {SPEECH}speech{SPEECH:#}  {PHRASE}theme, name, work, term{PHRASE:#}  \
             {PERSON}official{PERSON:#}  {POST}post{POST:#}  {DEFECT}defect{DEFECT:#}\n"
        ),
    );
}

fn summary(out: &mut String, record: &Record) {
    let mut removed: BTreeMap<&str, usize> = BTreeMap::new();
    for gone in &record.removed {
        *removed.entry(if gone.reason == Reason::Duplicate { "duplicate" } else { &gone.category }).or_default() += 1;
    }
    let mut quotes: BTreeMap<&str, usize> = BTreeMap::new();
    record.quotes.iter().for_each(|quote| *quotes.entry(quote.kind.name()).or_default() += 1);
    let mut defects: BTreeMap<&str, usize> = BTreeMap::new();
    record.defects.iter().for_each(|defect| *defects.entry(&defect.kind).or_default() += 1);
    put(
        out,
        format_args!(
            "\nlines: {}; {} kept, {} removed{}, {} doubted, {} altered, {} foreign\n",
            record.line_count,
            record.lines.len(),
            record.removed.len(),
            listed(&removed),
            record.suspects.len(),
            record.altered.len(),
            record.foreign.len()
        ),
    );
    put(out, format_args!("quotes: {}{}; defects: {}{}", record.quotes.len(), listed(&quotes), record.defects.len(), listed(&defects)));
    put(out, format_args!("; officials: {}\n", record.officials.len()));
    for official in &record.officials {
        put(out, format_args!("  {PERSON}{}{PERSON:#}: {POST}{}{POST:#}", official.name, official.titles.join("; ")));
        if !official.aliases.is_empty() {
            put(out, format_args!(" (also {})", official.aliases.join(", ")));
        }
        out.push('\n');
    }
}

fn listed(counts: &BTreeMap<&str, usize>) -> String {
    if counts.is_empty() {
        return String::new();
    }
    let each: Vec<_> = counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
    format!(" ({})", each.join(", "))
}

fn quote_style(kind: QuoteKind) -> Style {
    match kind {
        QuoteKind::Motto => MOTTO,
        QuoteKind::Speech => SPEECH,
        QuoteKind::Theme | QuoteKind::Name | QuoteKind::Work | QuoteKind::Term => PHRASE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: u32, end: u32, style: Style) -> Mark {
        Mark { start, end, style, note: String::new() }
    }

    #[test]
    fn the_shortest_mark_shows() {
        let text = painted("đabcd", 10, &[mark(10, 15, MOTTO), mark(11, 13, PERSON)]);
        assert_eq!(text, format!("{MOTTO}đ{MOTTO:#}{PERSON}ab{PERSON:#}{MOTTO}cd{MOTTO:#}"));
        assert_eq!(painted("ab", 0, &[mark(5, 9, MOTTO)]), "ab");
        assert_eq!(painted("ab", 0, &[]), "ab");
    }

    #[test]
    fn cut_pieces_are_named() {
        assert_eq!(difference("Air\u{a0}surut", "Air surut"), "");
        assert_eq!(
            difference("X: Air surut ./.", "Air surut"),
            format!("; cut off: “{REMOVED}X:{REMOVED:#}” and “{REMOVED}./.{REMOVED:#}”")
        );
        assert_eq!(difference("sosial -ekonomi", "sosial-ekonomi"), format!("; it was: “{REMOVED}sosial -ekonomi{REMOVED:#}”"));
    }
}
