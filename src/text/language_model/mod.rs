//! Which language words are in: naive Bayes over a table of word hashes that is compiled in.
//!
//! Decided here: how probable a line's words are in each language ([`Scores`]), what a line alone is taken for
//! ([`LanguageModel::identify`]), and when a line of an article is in another language than the article ([`LanguageModel::judge`]).
//! Left to the stage: which lines are asked about. The table is made by `tools/language/build.py`; what it holds and whose
//! words they are, `models/language.NOTICE.md` says.
//!
//! A name says nothing of the language of its sentence, so words with a capital inside a line count less ([`words`]); other scripts
//! than Latin are told by their letters ([`script`]); words that the table does not know leave the line to whatlang, and a line of few
//! words is `und`.
//!
//! `Kereta itu dibawa ke balai polis.` → `zsm`; `Mobil itu dibawa ke kantor polisi.` → `ind`; `Tay Ninh, 25/8` → `und`.

mod judge;
pub mod script;
mod table;
mod words;

pub use judge::{By, Guess, UND, article, identify};
pub use table::{COLUMNS, Count, LANGUAGES, LanguageModel, Scores};
pub use words::LineScores;
