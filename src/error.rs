//! What can go wrong before a run begins. A bad record is no error but a reject: see the readers.

use thiserror::Error;

/// A fault in a rule pack. Names pack, entry and key.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RuleError {
    /// The pack is no TOML, or has a key or type that its stage does not know.
    #[error("rule pack {pack}: {message}")]
    Pack {
        /// The pack's name, without `.toml`.
        pack: String,
        /// What the parser said, with line and key.
        message: String,
    },
    /// No stage reads a pack of this name.
    #[error("rule pack {pack}: no stage reads it; the packs are {known}")]
    Unknown {
        /// The pack's name.
        pack: String,
        /// The names that exist.
        known: String,
    },
    /// One entry cannot be used.
    #[error("rule pack {pack}, {id}: {message}")]
    Rule {
        /// The pack's name.
        pack: String,
        /// The entry's id.
        id: String,
        /// What is wrong and what would be right.
        message: String,
    },
}
