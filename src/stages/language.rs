//! Tells the article's language, and which kept lines are in another.
//!
//! Decides nothing about words: that is [`crate::text::language_model`]. Here its lines are summed into an article, and each line is held against it.
//!
//! A Malay paragraph inside an Indonesian article is `foreign`; a headline of names is not.

use crate::doc::Doc;
use crate::text::language_model::{self, LanguageModel};

/// What the languages of an article are.
#[derive(Clone, Debug, PartialEq)]
pub struct Languages {
    /// ISO 639-3 code of the article's language, or `und`.
    pub article: &'static str,
    /// ISO 15924 code of its script.
    pub script: &'static str,
    /// How sure, 0 to 1.
    pub score: f32,
    /// Kept lines in another language: index into [`Doc::lines`], code, score.
    pub foreign: Vec<(usize, &'static str, f32)>,
}

/// The compiled model.
#[derive(Debug)]
pub struct Language {
    model: LanguageModel,
}

impl Language {
    /// Reads the model that is compiled in.
    pub fn built_in() -> Self {
        Self { model: LanguageModel::built_in() }
    }

    /// The languages of an article's kept lines.
    pub fn identify(&self, doc: &Doc<'_>) -> Languages {
        let lines: Vec<_> = doc.kept().map(|line| (line, self.model.score_line(&doc.lines[line].text, doc.tokens(line)))).collect();
        let article = language_model::article(lines.iter().map(|(line, scores)| (&*doc.lines[*line].text, scores)));
        let foreign = lines.iter().filter_map(|(line, scores)| {
            let guess = self.model.judge(&doc.lines[*line].text, doc.tokens(*line), scores, article.language)?;
            Some((*line, guess.language, guess.score))
        });
        Languages { article: article.language, script: article.script, score: article.score, foreign: foreign.collect() }
    }
}
