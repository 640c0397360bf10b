//! A place between two blocks, from which the inputs can be read on.
//!
//! It holds which files lie wholly before it, and how far the one at which it stands was read. A file that lies before it counts as
//! unchanged while its path, size and time of change are the same; of the one that is read on, what was read before is read and
//! compared again.

use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::Source;

/// A place between two blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Blocks before it.
    pub blocks: u64,
    /// Files before it.
    pub passed: Passed,
    /// The file that it cuts.
    pub within: Option<Within>,
}

/// Files that were read, by their number and a hash over paths, sizes and times.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    /// How many.
    pub files: u64,
    /// A hash of what they are, in hex.
    pub hash: String,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Within {
    /// A hash of the file's path, size and time, in hex.
    pub file: String,
    /// Its bytes before the place (of what was packed, in a compressed one).
    pub offset: u64,
    /// Their hash, in hex.
    pub hash: String,
    /// The number of the next record.
    pub record: u64,
}

impl Passed {
    /// Adds a file.
    pub fn add(&mut self, source: &Source) {
        self.files += 1;
        self.hash = identity(&self.hash, source);
    }
}

/// What tells a file from another, or from itself after a change, behind what came before.
pub fn identity(before: &str, source: &Source) -> String {
    let modified = source.modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    let mut bytes = before.as_bytes().to_vec();
    bytes.extend_from_slice(source.path.as_os_str().as_encoded_bytes());
    bytes.extend_from_slice(&source.size.unwrap_or(u64::MAX).to_le_bytes());
    bytes.extend_from_slice(&modified.as_nanos().to_le_bytes());
    format!("{:032x}", xxh3_128(&bytes))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_changed_file_is_another() {
        let file = |path: &str, size, seconds| Source {
            path: path.into(),
            size: Some(size),
            modified: Some(UNIX_EPOCH + Duration::from_secs(seconds)),
            ..Source::default()
        };
        let first = identity("", &file("a", 1, 1));
        for other in [file("b", 1, 1), file("a", 2, 1), file("a", 1, 2)] {
            assert_ne!(identity("", &other), first);
        }
        assert_ne!(identity("x", &file("a", 1, 1)), first);
    }
}
