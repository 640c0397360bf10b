//! Opens a file, plain, gzip or zstd, and hashes its bytes as they are read.
//!
//! What a file is tells its first bytes: a name may say `.gz`, but then it must be so. Members of gzip and frames of zstd follow one
//! another without end. A window beyond 128 MB is refused by the decoder, so memory stays bounded.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use xxhash_rust::xxh3::Xxh3;

use super::parquet::Lines;
use super::walk::OPEN;
use super::{Codec, Source};
use crate::error::plainly;

const BUFFER: usize = 1 << 17;

/// What a file of Parquet begins with.
const PARQUET: &[u8] = b"PAR1";

/// A reader that counts and hashes what goes through it.
pub struct Hashing<R> {
    inner: R,
    hash: Xxh3,
    bytes: u64,
}

impl<R> Hashing<R> {
    /// Around `inner`.
    pub fn new(inner: R) -> Self {
        Self { inner, hash: Xxh3::new(), bytes: 0 }
    }

    /// Bytes read so far, and their xxh3-128.
    pub fn so_far(&self) -> (u64, u128) {
        (self.bytes, self.hash.digest128())
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut read = 0;
        // the first read holds enough to tell gzip and zstd, also from a pipe that gives bytes one by one
        while self.bytes + (read as u64) < 4 || read == 0 {
            match self.inner.read(&mut buffer[read..]) {
                Ok(0) => break,
                Ok(n) => read += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.hash.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}

type Raw = BufReader<Hashing<Box<dyn Read + Send>>>;

/// Unpacked in steps of one size: at a fault the rest of a step is lost, and how much that is must not hang on who reads how much.
type Steps<D> = BufReader<D>;

/// An open file.
pub enum Opened {
    /// As it is.
    Plain(Raw),
    /// gzip.
    Gz(Box<Steps<MultiGzDecoder<Raw>>>),
    /// zstd.
    Zst(Steps<zstd::Decoder<'static, Raw>>),
    /// Parquet, as lines of JSON; the file as it is, to be hashed, beside it.
    Parquet(Box<Lines>, Raw),
}

impl Opened {
    /// Opens `source`.
    ///
    /// # Errors
    /// Where it cannot be opened or is not compressed as its name says; the message gives the remedy.
    pub fn new(source: &Source) -> Result<Self, String> {
        let file: Box<dyn Read + Send> = if source.path.as_os_str().is_empty() {
            Box::new(io::stdin())
        } else {
            Box::new(File::open(&source.path).map_err(|error| format!("cannot open the file: {}; {OPEN}", plainly(&error)))?)
        };
        match Self::from_reader(file, source.codec)? {
            Self::Plain(raw) if raw.buffer().starts_with(PARQUET) => {
                if source.path.as_os_str().is_empty() {
                    return Err("parquet cannot be read from a pipe: save it to a file first".to_owned());
                }
                let file = File::open(&source.path).map_err(|error| format!("cannot open the file: {}; {OPEN}", plainly(&error)))?;
                let lines = Lines::open(file).map_err(|error| plainly(&error))?;
                Ok(Self::Parquet(Box::new(lines), raw))
            }
            opened => Ok(opened),
        }
    }

    /// Reads `file`, which its name says to be compressed so.
    ///
    /// # Errors
    /// As [`Opened::new`].
    pub fn from_reader(file: Box<dyn Read + Send>, said: Option<Codec>) -> Result<Self, String> {
        let cannot = |error: io::Error| format!("cannot read the file: {}", plainly(&error));
        let mut raw = BufReader::with_capacity(BUFFER, Hashing::new(file));
        let head = raw.fill_buf().map_err(cannot)?;
        let found = match head {
            [0x1f, 0x8b, ..] => Some(Codec::Gz),
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Codec::Zst),
            [b'P', b'A', b'R', b'1', ..] => Some(Codec::Parquet),
            _ => None,
        };
        match (said, found) {
            (_, Some(Codec::Gz)) => Ok(Self::Gz(Box::new(Steps::with_capacity(BUFFER, MultiGzDecoder::new(raw))))),
            (_, Some(Codec::Zst)) => Ok(Self::Zst(Steps::with_capacity(BUFFER, zstd::Decoder::with_buffer(raw).map_err(cannot)?))),
            (_, Some(Codec::Parquet)) | (None, None) => Ok(Self::Plain(raw)),
            (Some(codec), None) => {
                let codec = match codec {
                    Codec::Gz => "gzip",
                    Codec::Zst => "zstd",
                    Codec::Parquet => "parquet",
                };
                let what = if head.is_empty() { "the file is empty" } else { "its first bytes are others" };
                Err(format!("no {codec} data though its name says so: {what}; fetch it again or rename it"))
            }
        }
    }

    fn raw(&self) -> &Raw {
        match self {
            Self::Plain(raw) | Self::Parquet(_, raw) => raw,
            Self::Gz(gz) => gz.get_ref().get_ref(),
            Self::Zst(zst) => zst.get_ref().get_ref(),
        }
    }

    /// Reads what is left of the file as it is; gives its size and hash.
    pub fn finish(mut self) -> (u64, u128) {
        let raw = match &mut self {
            Self::Plain(raw) | Self::Parquet(_, raw) => raw,
            Self::Gz(gz) => gz.get_mut().get_mut(),
            Self::Zst(zst) => zst.get_mut().get_mut(),
        };
        // what cannot be read ends the hash; the fault itself is reported elsewhere
        let _ = io::copy(raw, &mut io::sink());
        self.raw().get_ref().so_far()
    }

    /// What went wrong, for a reject.
    pub fn explain(&self, error: &io::Error) -> String {
        let codec = match self {
            Self::Plain(_) => return format!("cannot read on: {}", plainly(error)),
            Self::Parquet(..) => return format!("{} (what came before was read)", plainly(error)),
            Self::Gz(_) => "gzip",
            Self::Zst(_) => "zstd",
        };
        let text = error.to_string();
        if error.kind() == io::ErrorKind::UnexpectedEof || text.contains("incomplete frame") {
            format!("truncated {codec} data: the file ends too early; fetch it again (what came before was read)")
        } else if text.contains("too much memory") {
            "the zstd window is larger than 128 MB: pack it again without --long or --ultra".to_owned()
        } else {
            format!("broken {codec} data: {}; fetch it again (what came before was read)", plainly(error))
        }
    }
}

impl Read for Opened {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(raw) => raw.read(buffer),
            Self::Gz(gz) => step(gz, buffer),
            Self::Zst(zst) => step(zst, buffer),
            Self::Parquet(lines, _) => lines.read(buffer),
        }
    }
}

/// Gives of a step what `buffer` takes; only an empty one is filled, and always whole.
fn step<D: Read>(steps: &mut Steps<D>, buffer: &mut [u8]) -> io::Result<usize> {
    let read = steps.fill_buf()?.read(buffer)?;
    steps.consume(read);
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes one at a time.
    struct Drip(&'static [u8]);

    impl Read for Drip {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = self.0.len().min(1);
            buffer[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    #[test]
    fn a_slow_pipe_is_told_by_its_first_bytes() {
        const HELLO: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x00, 0x11, 0x00, 0x00, b'h', b'i', 0x00, 0x00, 0x00, 0x00, 0x00];
        assert!(matches!(Opened::from_reader(Box::new(Drip(HELLO)), None), Ok(Opened::Zst(_))));
        let mut plain = Opened::from_reader(Box::new(Drip(b"halo dunia")), None).unwrap_or_else(|e| panic!("{e}"));
        let mut text = String::new();
        plain.read_to_string(&mut text).unwrap();
        assert_eq!(text, "halo dunia");
        assert_eq!(plain.finish().0, 10);
    }

    /// Found by the fuzzer: a run that went on in a broken file had read more, or less, of it than one that was not disturbed.
    #[test]
    fn what_comes_before_a_fault_is_the_same_however_it_is_read() {
        // blocks of 128 kB of one letter each, then a block of a kind that does not exist
        let block = |kind: u32| [&((128 << 10) << 3 | kind << 1).to_le_bytes()[..3], b"a"].concat();
        let zst = [&[0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50][..], &block(1).repeat(20), &block(3)].concat();
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        io::Write::write_all(&mut gz, &vec![b'a'; 2 << 20]).unwrap();
        let mut gz = gz.finish().unwrap();
        let half = gz.len() / 2;
        gz[half..].fill(0xff);
        for (bytes, codec) in [(zst, Codec::Zst), (gz, Codec::Gz)] {
            let before = |most: usize| {
                let mut opened =
                    Opened::from_reader(Box::new(io::Cursor::new(bytes.clone())), Some(codec)).unwrap_or_else(|e| panic!("{e}"));
                let (mut buffer, mut read) = (vec![0; most], 0);
                loop {
                    match opened.read(&mut buffer) {
                        Ok(0) => panic!("no fault in {codec:?}"),
                        Ok(n) => read += n,
                        Err(_) => return read,
                    }
                }
            };
            let whole = before(1 << 21);
            assert!(whole > 1 << 19, "{codec:?} {whole}");
            for most in [1000, 70_000, 1_000_000] {
                assert_eq!(before(most), whole, "{codec:?} by {most}");
            }
        }
    }
}
