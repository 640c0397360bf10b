//! Packs a block of JSON lines: as it is, as one gzip member, or as one zstd frame.
//!
//! Members and frames stand alone, so blocks can be packed by any thread and joined in order, and a reader sees one file.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::read::Codec;

/// gzip's own default; a lower level saves little time and costs a tenth of the size.
const GZ_LEVEL: u32 = 6;

/// zstd's own default.
const ZST_LEVEL: i32 = 3;

/// What a thread needs to pack blocks.
pub struct Packer {
    zst: zstd::bulk::Compressor<'static>,
}

impl Packer {
    /// A packer with its buffers.
    ///
    /// # Errors
    /// Where zstd has no memory.
    pub fn new() -> io::Result<Self> {
        let mut zst = zstd::bulk::Compressor::new(ZST_LEVEL)?;
        zst.include_checksum(true)?;
        Ok(Self { zst })
    }

    /// One member or frame, of nothing too: a file must hold one to be readable.
    ///
    /// # Errors
    /// Where there is no memory.
    pub fn frame(&mut self, lines: &[u8], codec: Codec) -> io::Result<Vec<u8>> {
        match codec {
            Codec::Gz => {
                let mut member = GzEncoder::new(Vec::with_capacity(lines.len() / 3), Compression::new(GZ_LEVEL));
                member.write_all(lines)?;
                member.finish()
            }
            Codec::Zst => self.zst.compress(lines),
            // records are packed as such: see `parquet`
            Codec::Parquet => Ok(lines.to_vec()),
        }
    }
}
