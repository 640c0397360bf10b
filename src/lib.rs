//! saring strains scraped Indonesian translations of Vietnamese news into clean, annotated records.
//!
//! ```
//! use saring::{Article, Cleaner, Scratch};
//!
//! let cleaner = Cleaner::built_in()?;
//! let record = cleaner.clean(&Article::new("Air surut di Dusun Ba.\n[iklan_2]\n"), &mut Scratch::default());
//! assert_eq!(record.line_count, 3);
//! # Ok::<(), saring::RuleError>(())
//! ```

// module heads name the private files that a module is made of
#![allow(rustdoc::private_intra_doc_links)]

// so that the command line reads as a user of the library
extern crate self as saring;

pub mod article;
pub mod clean;
pub mod cli;
pub mod corpus;
pub mod doc;
pub mod error;
pub mod eval;
pub mod explain;
pub mod export;
pub mod meta;
pub mod pages;
pub mod read;
pub mod record;
pub mod restore;
pub mod rules;
pub mod run;
pub mod schema;
pub mod stages;
pub mod text;
#[cfg(feature = "arrow")]
pub mod typed;
pub mod write;

pub use article::Article;
pub use clean::{Cleaner, Scratch};
pub use error::{RuleError, RunError};
pub use record::Record;
pub use rules::Packs;
