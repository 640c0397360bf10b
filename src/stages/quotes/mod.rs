//! Finds the quotations of an article and says what each is. Who says it is left to [`super::officials`], which knows the persons.
//!
//! [`pairing`] pairs the marks of each kept line, [`cues`] looks for the word that announces a pair, [`shape`] reads what is between the
//! marks, and [`kinds`] decides. What words mean is data: `rules/quotes.toml`.
//!
//! `Desa itu memegang motto "Timbang jujur, bayar tunai".` has one quotation, a motto by the cue `motto`.

mod cues;
mod kinds;
mod lexicon;
mod pack;
mod pairing;
mod shape;

use super::Span;
use crate::doc::Doc;
use crate::error::RuleError;
use crate::record::QuoteKind;
use crate::rules::Packs;
use crate::text::vocabulary::Vocabulary;
pub use pairing::is_quote_mark;

/// A span between paired marks.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteSpan<'r> {
    /// The text without marks and without white space at its ends.
    pub inner: Span,
    /// The same with its marks.
    pub outer: Span,
    /// The quote that holds it: index into [`Quotes::quotes`].
    pub parent: Option<usize>,
    /// What it is.
    pub kind: QuoteKind,
    /// The cue word that says so.
    pub cue: Option<Span>,
    /// The rule that decided the kind.
    pub rule: &'r str,
    /// How sure the kind is, 0 to 1.
    pub score: f32,
}

/// The quotations of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quotes<'r> {
    /// In the order of their opening marks.
    pub quotes: Vec<QuoteSpan<'r>>,
    /// Marks without a partner.
    pub unpaired: Vec<Span>,
}

/// The compiled cues and lists.
#[derive(Debug)]
pub struct QuoteRules {
    pack: pack::Compiled,
}

impl QuoteRules {
    /// Compiles the pack `quotes` and enters its words.
    ///
    /// # Errors
    /// Where a rule cannot be used.
    pub fn compile(packs: &Packs, vocabulary: &mut Vocabulary) -> Result<Self, RuleError> {
        let pack = pack::Compiled::of(packs)?;
        pack.lexicon.enter(vocabulary);
        Ok(Self { pack })
    }

    /// The quotations of an article's kept lines.
    pub fn find<'r>(&'r self, doc: &Doc<'r>) -> Quotes<'r> {
        let mut finder = kinds::Finder::new(&self.pack);
        for line in doc.kept() {
            let text: &str = &doc.lines[line].text;
            if may_hold_a_mark(text.as_bytes()) {
                finder.line(line, text, doc.tokens(line));
            }
        }
        finder.finish()
    }
}

/// Whether the first byte of a quotation mark is there: of ASCII ones, of `«` `»`, or of the block of `“`.
fn may_hold_a_mark(line: &[u8]) -> bool {
    memchr::memchr3(b'"', b'\'', 0xe2, line).or_else(|| memchr::memchr3(0xc2, 0xe3, 0xef, line)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut vocabulary = Vocabulary::default();
        let rules = QuoteRules::compile(&Packs::built_in().unwrap(), &mut vocabulary).unwrap();
        let doc = Doc::new(text, |_| None, "normalise", &vocabulary, Vec::new());
        let quotes = rules.find(&doc);
        let kind = |kind: QuoteKind| format!("{kind:?}").to_lowercase();
        let line = |q: &QuoteSpan<'_>| {
            format!("{} | {} | {}", kind(q.kind), q.cue.map(|c| c.text(&doc).to_owned()).unwrap_or_default(), q.inner.text(&doc))
        };
        let mut all: Vec<String> = quotes.quotes.iter().map(line).collect();
        all.extend(quotes.unpaired.iter().map(|mark| format!("! {}", mark.text(&doc))));
        all
    }

    #[test]
    fn every_pattern_of_the_table() {
        let table = include_str!("../../../tests/data/quotes.txt");
        let mut wrong = Vec::new();
        for case in table.split("\n= ").skip(1) {
            let mut lines = case.lines().filter(|l| !l.is_empty());
            let (Some(name), Some(text)) = (lines.next(), lines.next()) else { continue };
            let wanted: Vec<&str> = lines.collect();
            let got = found(text);
            if got != wanted {
                wrong.push(format!("{name}: {text}\n  wanted {wanted:#?}\n  got {got:#?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn hostile_lines_end() {
        const MANY: usize = 50_000;
        for (open, close) in [("\"a ", ""), ("“a ", "b” "), ("prinsip \"a ", "b\" "), ("“", "”"), ("'a ", "b' "), ("‘“«", "")]
        {
            let quotes = found_spans(&(open.repeat(MANY) + &close.repeat(MANY)));
            assert!(quotes.quotes.len() <= 8 && quotes.quotes.len() + quotes.unpaired.len() <= 3 * MANY, "{open}");
        }
        assert_eq!(found_spans(&"a\" ".repeat(MANY)).quotes.len(), MANY / 2);
        assert_eq!(found_spans(&"\"a b\" , ".repeat(MANY)).quotes.len(), MANY);
        assert_eq!(found_spans(&("moto ".to_owned() + &"ada ".repeat(MANY) + ": \"a b\"")).quotes.len(), 1);
    }

    fn found_spans(text: &str) -> Found {
        let mut vocabulary = Vocabulary::default();
        let rules = QuoteRules::compile(&Packs::built_in().unwrap(), &mut vocabulary).unwrap();
        let quotes = rules.find(&Doc::new(text, |_| None, "normalise", &vocabulary, Vec::new()));
        Found { quotes: quotes.quotes.iter().map(|q| q.outer).collect(), unpaired: quotes.unpaired }
    }

    struct Found {
        quotes: Vec<Span>,
        unpaired: Vec<Span>,
    }
}
