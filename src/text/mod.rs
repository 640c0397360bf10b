//! Text itself: hashing and cutting into words, names, places. Nothing here knows what an article is.

pub mod hash;
pub mod language_model;
pub mod lexicon;
pub mod names;
pub mod phrases;
pub mod places;
pub mod plain;
pub mod syllables;
pub mod tokens;
pub mod visible;
pub mod vocabulary;
