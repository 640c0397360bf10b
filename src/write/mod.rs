//! Puts down what comes out, whole or not at all.
//!
//! [`jsonl`] packs a block's bytes (each block a gzip member or a zstd frame of its own), [`mod@file`] writes them beside the final name
//! and renames when all is there. Standard output and devices are written to as they are.

#![allow(clippy::disallowed_methods, reason = "the shell writes files")]

pub mod attributes;
pub mod file;
pub mod jsonl;
#[cfg_attr(not(feature = "parquet"), path = "no_parquet.rs")]
pub mod parquet;

use std::ffi::OsStr;
use std::path::PathBuf;

use crate::error::{RunError, plainly};
use crate::read::walk::shown;
use crate::read::{Codec, Format, Named};

pub use file::{Stop, Unfinished};
pub use jsonl::Packer;

/// Where records go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Output {
    /// To standard output, one after the other.
    #[default]
    Stdout,
    /// Into one file: `.jsonl`, `.jsonl.gz` or `.jsonl.zst`.
    File(PathBuf),
    /// Into a folder, one file for each JSONL input and one for the text files of each folder, the inputs' tree mirrored.
    Folder(PathBuf),
    /// Into a folder, in numbered files: `00000.jsonl.zst`, `00001.jsonl.zst` …
    Shards {
        /// The folder.
        folder: PathBuf,
        /// A shard ends with the block in which it reaches so many bytes.
        size: u64,
        /// How they are compressed.
        codec: Option<Codec>,
    },
}

/// How an output of this name is compressed.
///
/// # Errors
/// Where the name does not end as an output's should.
pub fn codec_of(name: &OsStr) -> Result<Option<Codec>, RunError> {
    let named = Named::of(name.as_encoded_bytes());
    match named.format {
        Some(Format::Jsonl) => Ok(named.codec),
        _ => Err(RunError::OutputName(shown(name.as_encoded_bytes()))),
    }
}

/// The error of something that could not be written.
pub fn cannot_write(path: &std::path::Path, error: &std::io::Error) -> RunError {
    RunError::Write { path: shown(path.as_os_str().as_encoded_bytes()), message: plainly(error) }
}
