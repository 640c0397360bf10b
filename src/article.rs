//! What goes in: one [`Article`], borrowed from wherever it was read.

use std::borrow::Cow;

/// An article as a scraper left it, with what its input record says about it. Empty strings mean "not given".
#[derive(Clone, Debug, Default)]
pub struct Article<'a> {
    /// Its name; where empty, `x` and the text's xxh3-128 in hex stand in.
    pub id: Cow<'a, str>,
    /// The text, untouched.
    pub text: Cow<'a, str>,
    /// Where it was published.
    pub url: Cow<'a, str>,
    /// The headline.
    pub title: Cow<'a, str>,
    /// Date of publication.
    pub published: Cow<'a, str>,
    /// The author's name.
    pub author: Cow<'a, str>,
    /// The paper's name.
    pub publisher: Cow<'a, str>,
    /// The input file as given; empty where there is none.
    pub path: Cow<'a, str>,
    /// The record's number in that file, from 1; 0 where there is no file.
    pub record: u64,
    /// Every other key of the input record as the text of a JSON object; empty means `{}`.
    pub metadata: Cow<'a, str>,
}

impl<'a> Article<'a> {
    /// An article of which nothing but the text is known.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl<'a> From<&'a str> for Article<'a> {
    fn from(text: &'a str) -> Self {
        Self::new(text)
    }
}
