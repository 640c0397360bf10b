//! Finds the persons of an article, which of them hold a post, and who says which quotation.
//!
//! Each line is read into items ([`items`]), cut by likelihood ([`split`]), and a small grammar gives titles to names ([`grammar`]); here the sightings
//! of all lines become persons: full names first, then shorter forms are resolved to them. [`posts`] reads what a title says, [`speakers`] who says a quotation.
//!
//! `Bapak Trinh Van Loc, Kepala Dusun Ba, … Bapak Loc` is one person with one post and the alias `Bapak Loc`.

mod grammar;
mod items;
mod lexicon;
mod naming;
mod people;
mod posts;
mod speakers;
mod split;
mod titles;
mod why;
mod world;

use lexicon::Lexicon;
use split::Splitter;

use super::Span;
use super::quotes::Quotes;
use crate::doc::Doc;
use crate::error::RuleError;
use crate::record::{Form, Post};
use crate::rules::Packs;
use crate::text::vocabulary::{OFFICIAL, Vocabulary};

/// A person whom the article names.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The name in full, without honorific, degree or rank.
    pub name: String,
    /// The posts that the article states, in order; without one the person is no official.
    pub posts: Vec<PostSpan>,
    /// Shorter forms used elsewhere, in order of first use.
    pub aliases: Vec<String>,
    /// Every mention, in order.
    pub mentions: Vec<(Span, Form)>,
    /// How sure, 0 to 1.
    pub score: f32,
}

/// A title where it stands, and what it says. The offsets within `post` are filled when the record is made.
#[derive(Clone, Debug)]
pub struct PostSpan {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub post: Post,
}

/// The persons of an article, and who says which quote.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// In the order of their first mention.
    pub persons: Vec<Person>,
    /// For each quote, the name of whoever says it, and the person's place in `persons` if there is one.
    pub speakers: Vec<Option<(String, Option<usize>)>>,
}

/// The compiled grammar.
#[derive(Debug)]
pub struct Officials {
    lexicon: Lexicon,
    splitter: Splitter,
    posts: posts::Posts,
}

impl Officials {
    /// Compiles the packs `officials`, `speakers` and `posts` and reads the models of names and places.
    ///
    /// # Errors
    /// Where a rule cannot be used.
    pub fn compile(packs: &Packs, vocabulary: &mut Vocabulary) -> Result<Self, RuleError> {
        let lexicon = Lexicon::compile(packs)?;
        lexicon.phrases.first_words().for_each(|hash| vocabulary.enter(hash, OFFICIAL));
        Ok(Self { lexicon, splitter: Splitter::compile(packs, vocabulary)?, posts: posts::Posts::compile(packs)? })
    }

    /// The persons of an article, and who says which of its quotes.
    pub fn find(&self, doc: &Doc<'_>, quotes: &Quotes<'_>) -> People {
        let reader = items::Reader { lexicon: &self.lexicon, splitter: &self.splitter };
        let register = people::Register::read(&reader, doc);
        let speakers = speakers::Speakers::new(&self.lexicon, doc, quotes, &register).all();
        let mut persons = register.into_persons(doc);
        persons.iter_mut().flat_map(|person| &mut person.posts).for_each(|post| post.post = self.read_post(doc, post.span));
        People { persons, speakers }
    }

    /// What a title says that stands alone.
    pub fn read_title(&self, title: &str, vocabulary: &Vocabulary) -> Post {
        let mut tokens = Vec::new();
        vocabulary.tokenize(title, &mut tokens);
        self.posts.read(title, &tokens, &self.lexicon, &self.splitter)
    }

    /// What the title at `span` says.
    fn read_post(&self, doc: &Doc<'_>, span: Span) -> Post {
        let tokens = doc.tokens(span.line);
        let from = tokens.partition_point(|t| (t.start as usize) < span.start);
        let to = tokens.partition_point(|t| (t.end as usize) <= span.end);
        let tokens = tokens.get(from..to).unwrap_or_default();
        self.posts.read(&doc.lines[span.line].text, tokens, &self.lexicon, &self.splitter)
    }
}
