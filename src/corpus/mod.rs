//! Passes over many articles: what only a whole corpus can tell.
//!
//! They stand beside the pipeline, not in it: an article is cleaned the same whatever its neighbours are. What a pass finds is data for a
//! person to look at, such as the rules that [`learn`] proposes.

pub mod decisions;
pub mod gold;
pub mod learn;
