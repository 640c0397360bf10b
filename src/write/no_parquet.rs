//! Stands where Parquet would be written, in a build that was made without: no name tells of it, so nobody comes here.

use std::io;

use crate::record::Record;

const WITHOUT: &str = "this build writes no parquet: build it with --features parquet";

/// Refuses.
///
/// # Errors
/// Always.
pub fn block(_: &[Record], _: &[String]) -> io::Result<Vec<u8>> {
    Err(io::Error::new(io::ErrorKind::Unsupported, WITHOUT))
}

/// Refuses.
#[derive(Default)]
pub struct Joiner;

impl Joiner {
    /// Refuses.
    ///
    /// # Errors
    /// Always.
    pub fn resume(_: Vec<u8>, _: u64) -> io::Result<Self> {
        Err(io::Error::new(io::ErrorKind::Unsupported, WITHOUT))
    }

    /// Nothing.
    ///
    /// # Errors
    /// Never.
    #[allow(clippy::unused_self)]
    pub fn state(&self) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    /// Refuses.
    ///
    /// # Errors
    /// Always.
    #[allow(clippy::unused_self)]
    pub fn append(&mut self, _: Vec<u8>) -> io::Result<Vec<u8>> {
        Err(io::Error::new(io::ErrorKind::Unsupported, WITHOUT))
    }

    /// Refuses.
    ///
    /// # Errors
    /// Always.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        Err(io::Error::new(io::ErrorKind::Unsupported, WITHOUT))
    }
}
