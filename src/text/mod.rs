//! Text itself: hashing and cutting into words, names, places. Nothing here knows what an article is.

pub mod hash;
pub mod lexicon;
pub mod syllables;
pub mod tokens;
