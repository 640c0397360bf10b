//! Cuts the inputs into blocks: the unit in which work is handed out and output is compressed.
//!
//! A block holds about [`BLOCK`] bytes: many small files, or a piece of a large one that ends where a record ends. Where it begins
//! and ends depends on the inputs alone, never on threads or on how much a read happened to give. Small plain files are only named
//! in it (whoever works on the block reads them); large, compressed and unnamed ones are read here, one after the other. Behind each
//! block is a [`Position`], from which a later run can go on.

mod warc;

use std::ffi::OsStr;
use std::fs::Metadata;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use memchr::{memchr, memrchr};
use xxhash_rust::xxh3::Xxh3;

use super::compressed::Opened;
use super::html::is_html;
use super::place::{Passed, Position, Within, identity};
use super::walk::{Found, Skips, Walk};
use super::warc::MAGIC;
use super::{Format, Source, jsonl};

/// A block takes in pieces until it holds so many bytes.
pub const BLOCK: usize = 1 << 20;

/// A block holds at most so many files.
const FILES: usize = 1000;

/// A share of the work.
#[derive(Debug, Default)]
pub struct Block {
    /// Its place among the blocks, from 0.
    pub number: u64,
    /// Which output its records go to.
    pub group: Group,
    /// The bytes of those pieces that were read already.
    pub data: Vec<u8>,
    /// What is in it, in order.
    pub pieces: Vec<Piece>,
    /// The place behind it.
    pub after: Position,
    /// Bytes, of the files that are only named too.
    weight: usize,
}

impl Block {
    /// Its bytes, with those of the files that are only named.
    pub fn weight(&self) -> usize {
        self.weight.max(self.data.len())
    }
}

/// Records that go to one output when outputs mirror inputs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Group {
    /// All there is.
    #[default]
    All,
    /// The records of this file.
    File(Arc<Source>),
    /// The text files of this folder (its path under the root).
    Folder(PathBuf),
}

/// A part of a block: a file, or a piece of one.
#[derive(Debug)]
pub struct Piece {
    /// The file.
    pub source: Arc<Source>,
    /// What of it.
    pub body: Body,
    /// Where this is the file's last piece: its size and hash, as far as they were found here.
    pub end: Option<End>,
}

/// What a piece holds.
#[derive(Debug)]
pub enum Body {
    /// The whole file, still to be read.
    Unread(Format),
    /// Lines of JSON.
    Lines {
        /// Where in [`Block::data`].
        bytes: Range<usize>,
        /// The number of the first record.
        record: u64,
        /// Where in the file.
        offset: u64,
    },
    /// A whole file, which is one article.
    Whole(Format, Range<usize>),
    /// A record of a WARC file.
    Warc {
        /// Where in [`Block::data`]: the record, or its beginning where it is too large or can be no page.
        bytes: Range<usize>,
        /// Its number.
        record: u64,
        /// Where in the file.
        offset: u64,
        /// How long it is.
        length: u64,
    },
    /// Something that cannot be read.
    Fault {
        /// The record's number; 0 for the file as such.
        record: u64,
        /// Where it begins in the file.
        offset: u64,
        /// Its bytes.
        length: u64,
        /// What was read of it.
        bytes: Option<Range<usize>>,
        /// What is wrong, and the remedy.
        error: String,
    },
}

/// What is known of a file once it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct End {
    /// Bytes read of the file as it lies on the disk.
    pub size: u64,
    /// Their xxh3-128; `None` where the file could not be read.
    pub hash: Option<u128>,
}

/// Cuts what a [`Walk`] finds.
pub struct Cutter {
    walk: Walk,
    max_record: u64,
    mirror: bool,
    number: u64,
    open: Option<Stream>,
    waiting: Option<(Arc<Source>, Group)>,
    skips: Skips,
    passed: Passed,
}

impl Cutter {
    /// Cuts the files of `walk`. A record of more than `max_record` bytes is a fault; with `mirror` a block holds records of one
    /// output only.
    pub fn new(walk: Walk, max_record: u64, mirror: bool) -> Self {
        Self { walk, max_record, mirror, number: 0, open: None, waiting: None, skips: Skips::new(), passed: Passed::default() }
    }

    /// What was left out so far.
    pub fn skips(&self) -> &Skips {
        &self.skips
    }

    /// Goes to a place that an earlier run over the same inputs was at.
    ///
    /// # Errors
    /// Where the inputs up to it are not what they were; the message says why.
    pub fn go_to(&mut self, position: &Position) -> Result<(), String> {
        while self.passed.files < position.passed.files {
            let source = self.next_file().ok_or_else(|| FEWER.to_owned())?.0;
            self.passed.add(&source);
        }
        if self.passed.hash != position.passed.hash {
            return Err(format!("one of the first {} files of the inputs {CHANGED_SINCE}", self.passed.files));
        }
        if let Some(within) = &position.within {
            let (source, fault) = self.next_file().ok_or_else(|| FEWER.to_owned())?;
            if identity("", &source) != within.file {
                return Err(format!("{} {CHANGED_SINCE}", source.shown));
            }
            let source = Arc::new(source);
            let mut stream = fault.map_or_else(|| Stream::open(&source), Err).map_err(|error| format!("{}: {error}", source.shown))?;
            if !stream.go_to(within) {
                return Err(format!("{}: what was read of it is not what it was", source.shown));
            }
            self.open = Some(stream);
        }
        self.number = position.blocks;
        Ok(())
    }

    /// The next file, and what is wrong with it.
    fn next_file(&mut self) -> Option<(Source, Option<String>)> {
        loop {
            match self.walk.next()? {
                Found::File(source) => return Some((source, None)),
                Found::Fault(source, error) => return Some((source, Some(error))),
                Found::Skipped(why) => *self.skips.entry(why).or_default() += 1,
            }
        }
    }

    fn position(&self) -> Position {
        let within = self.open.as_ref().filter(|stream| stream.offset > 0).map(|stream| Within {
            file: identity("", &stream.source),
            offset: stream.offset,
            hash: format!("{:032x}", stream.seen.digest128()),
            record: stream.record,
        });
        Position { blocks: self.number, passed: self.passed.clone(), within }
    }

    /// Fills `block` with the next share of the work; `false` where there is none.
    pub fn next(&mut self, block: &mut Block) -> bool {
        block.data.clear();
        block.pieces.clear();
        block.weight = 0;
        while block.weight < BLOCK && block.pieces.len() < FILES {
            let more = match self.open.take() {
                Some(stream) => self.go_on(stream, block),
                None => self.begin(block),
            };
            if !more {
                break;
            }
        }
        block.number = self.number;
        self.number += u64::from(!block.pieces.is_empty());
        block.after = self.position();
        !block.pieces.is_empty()
    }

    /// Takes the next file; `false` where none is left or it must wait for the next block.
    fn begin(&mut self, block: &mut Block) -> bool {
        if let Some((source, group)) = self.waiting.take() {
            return self.place(source, group, block);
        }
        match self.walk.next() {
            None => false,
            Some(Found::Skipped(why)) => {
                *self.skips.entry(why).or_default() += 1;
                true
            }
            Some(Found::Fault(source, error)) => {
                let source = Arc::new(source);
                if block.pieces.is_empty() {
                    block.group = self.group(&source, Format::Text);
                }
                self.passed.add(&source);
                block.pieces.push(Piece { source, body: fault(error), end: Some(End::default()) });
                true
            }
            Some(Found::File(source)) => {
                let source = Arc::new(source);
                if let Some(format) = self.unread(&source) {
                    let group = self.group(&source, format);
                    return self.place(source, group, block);
                }
                match Stream::open(&source) {
                    Ok(stream) => self.open = Some(stream),
                    Err(error) => {
                        if block.pieces.is_empty() {
                            block.group = self.group(&source, source.format.unwrap_or(Format::Text));
                        }
                        self.passed.add(&source);
                        block.pieces.push(Piece { source, body: fault(error), end: Some(End::default()) });
                    }
                }
                true
            }
        }
    }

    /// Names a small plain file in the block.
    fn place(&mut self, source: Arc<Source>, group: Group, block: &mut Block) -> bool {
        if block.pieces.is_empty() {
            block.group = group;
        } else if block.group != group {
            self.waiting = Some((source, group));
            return false;
        }
        let Some(format) = source.format else { return true };
        block.weight += source.size.unwrap_or_default() as usize;
        self.passed.add(&source);
        block.pieces.push(Piece { source, body: Body::Unread(format), end: None });
        true
    }

    /// The format of a file that need not be read here.
    fn unread(&self, source: &Source) -> Option<Format> {
        let (format, size, None) = (source.format?, source.size?, source.codec) else { return None };
        if format == Format::Warc {
            return None;
        }
        let named = super::Named::of(source.under.as_os_str().as_encoded_bytes());
        let most = if format.is_whole() { self.max_record } else { BLOCK as u64 };
        (named.format.is_some() && size <= most).then_some(format)
    }

    /// Takes more of the open file; `false` where it must wait for the next block.
    fn go_on(&mut self, mut stream: Stream, block: &mut Block) -> bool {
        let group = self.group(&stream.source, stream.format);
        if block.pieces.is_empty() {
            block.group = group;
        } else if block.group != group {
            self.open = Some(stream);
            return false;
        }
        let before = block.pieces.len();
        let done = match stream.format {
            Format::Jsonl => stream.lines(block, self.max_record),
            Format::Text | Format::Html => stream.whole(block, self.max_record),
            Format::Warc => stream.records(block, self.max_record),
        };
        if done {
            self.passed.add(&stream.source);
            stream.close(block);
            return true;
        }
        self.open = Some(stream);
        block.pieces.len() > before
    }

    fn group(&self, source: &Arc<Source>, format: Format) -> Group {
        if !self.mirror {
            return Group::All;
        }
        match format {
            Format::Jsonl | Format::Warc => Group::File(Arc::clone(source)),
            Format::Text | Format::Html => Group::Folder(source.under.parent().unwrap_or(Path::new("")).to_owned()),
        }
    }
}

fn fault(error: String) -> Body {
    Body::Fault { record: 0, offset: 0, length: 0, bytes: None, error }
}

/// A file that is read here, piece by piece.
struct Stream {
    source: Arc<Source>,
    format: Format,
    opened: Opened,
    /// Bytes that were read and not yet handed out.
    ahead: Vec<u8>,
    /// Where they begin in the file.
    offset: u64,
    /// The number of the next record.
    record: u64,
    /// The hash of what was handed out.
    seen: Xxh3,
    /// Nothing is left to read.
    eof: bool,
    /// Why reading ended before the file did.
    error: Option<String>,
}

impl Stream {
    fn open(source: &Arc<Source>) -> Result<Self, String> {
        let opened = Opened::new(source)?;
        let mut stream = Self {
            source: Arc::clone(source),
            format: Format::Text,
            opened,
            ahead: Vec::new(),
            offset: 0,
            record: 1,
            seen: Xxh3::new(),
            eof: false,
            error: None,
        };
        stream.read_to(BLOCK);
        stream.format = source.format.unwrap_or_else(|| sniff(&stream.ahead));
        Ok(stream)
    }

    /// Passes over what lies before a place; whether it is what it was.
    fn go_to(&mut self, within: &Within) -> bool {
        while self.offset < within.offset {
            self.read_to(BLOCK);
            let length = self.ahead.len().min((within.offset - self.offset) as usize);
            if length == 0 {
                return false;
            }
            self.seen.update(&self.ahead[..length]);
            self.ahead.drain(..length);
            self.offset += length as u64;
        }
        self.record = within.record;
        format!("{:032x}", self.seen.digest128()) == within.hash
    }

    /// Reads until `length` bytes are there, or the end.
    fn read_to(&mut self, length: usize) {
        let missing = length.saturating_sub(self.ahead.len());
        if self.eof || missing == 0 {
            return;
        }
        self.ahead.reserve(missing);
        match (&mut self.opened).take(missing as u64).read_to_end(&mut self.ahead) {
            Ok(read) => self.eof = read < missing,
            Err(error) => {
                self.error = Some(self.opened.explain(&error));
                self.eof = true;
            }
        }
    }

    /// Hands out whole lines; whether the file is done.
    fn lines(&mut self, block: &mut Block, max_record: u64) -> bool {
        let room = BLOCK - block.weight;
        self.read_to(room);
        let reach = self.ahead.len().min(room);
        let cut = memrchr(b'\n', &self.ahead[..reach]).map(|at| at + 1);
        let all = self.eof && self.ahead.len() <= room;
        match cut {
            _ if all && self.error.is_none() => self.hand_out(self.ahead.len(), block),
            Some(cut) => {
                self.hand_out(cut, block);
                if !all {
                    return false;
                }
            }
            None if all => {}
            // a record that does not fit begins a block of its own
            None if !block.pieces.is_empty() => return false,
            None => return self.long_line(reach, block, max_record),
        }
        if let Some(error) = self.error.take() {
            let length = self.ahead.len();
            let bytes = self.move_out(length, block);
            let (record, offset, length) = (self.record, self.offset, length as u64);
            let bytes = Some(bytes).filter(|bytes| !bytes.is_empty());
            self.piece(Body::Fault { record, offset, length, bytes, error }, block);
        }
        true
    }

    /// Hands out one line longer than a block, of whose bytes `seen` hold no line's end; whether the file is done.
    fn long_line(&mut self, mut seen: usize, block: &mut Block, max_record: u64) -> bool {
        loop {
            if let Some(at) = memchr(b'\n', &self.ahead[seen..]) {
                let cut = seen + at + 1;
                self.hand_out(cut, block);
                return false;
            }
            seen = self.ahead.len();
            if self.eof {
                if self.error.is_none() {
                    self.hand_out(seen, block);
                    return true;
                }
                let (error, bytes) = (self.error.take().unwrap_or_default(), Some(self.move_out(seen, block)));
                self.piece(Body::Fault { record: self.record, offset: self.offset, length: seen as u64, bytes, error }, block);
                return true;
            }
            if seen as u64 > max_record {
                return self.skip_line(block, max_record);
            }
            self.read_to(seen + BLOCK);
        }
    }

    /// Passes over a line that is too large; whether the file is done.
    fn skip_line(&mut self, block: &mut Block, max_record: u64) -> bool {
        let mut length = 0;
        let done = loop {
            if let Some(at) = memchr(b'\n', &self.ahead) {
                length += at as u64 + 1;
                self.seen.update(&self.ahead[..=at]);
                self.ahead.drain(..=at);
                break false;
            }
            length += self.ahead.len() as u64;
            self.seen.update(&self.ahead);
            self.ahead.clear();
            // a record of up to the limit was held to find that it is larger: that room goes back
            self.ahead.shrink_to(2 * BLOCK);
            if self.eof {
                break true;
            }
            self.read_to(BLOCK);
        };
        let (record, offset, mut error) = (self.record, self.offset, too_large(max_record));
        // where the line has an end, the fault is what follows it
        if done && let Some(also) = self.error.take() {
            error = format!("{error}; {also}");
        }
        self.piece(Body::Fault { record, offset, length, bytes: None, error }, block);
        self.record += 1;
        self.offset += length;
        block.weight = BLOCK;
        done
    }

    fn hand_out(&mut self, length: usize, block: &mut Block) {
        if length == 0 {
            return;
        }
        let bytes = self.move_out(length, block);
        let records = jsonl::lines(&block.data[bytes.clone()]).count() as u64;
        let (record, offset) = (self.record, self.offset);
        self.piece(Body::Lines { bytes, record, offset }, block);
        self.record += records;
        self.offset += length as u64;
    }

    /// Hands out the whole file as one article.
    fn whole(&mut self, block: &mut Block, max_record: u64) -> bool {
        while !self.eof && self.ahead.len() as u64 <= max_record {
            self.read_to(self.ahead.len() + BLOCK);
        }
        let length = self.ahead.len();
        let body = match self.error.take() {
            Some(error) => {
                let bytes = Some(self.move_out(length, block)).filter(|bytes| !bytes.is_empty());
                Body::Fault { record: 1, offset: 0, length: length as u64, bytes, error }
            }
            None if length as u64 > max_record => {
                let length = self.source.size.filter(|_| matches!(self.opened, Opened::Plain(_))).unwrap_or_default();
                Body::Fault { record: 1, offset: 0, length, bytes: None, error: too_large(max_record) }
            }
            None => Body::Whole(self.format, self.move_out(length, block)),
        };
        self.piece(body, block);
        true
    }

    fn move_out(&mut self, length: usize, block: &mut Block) -> Range<usize> {
        let start = block.data.len();
        block.data.extend_from_slice(&self.ahead[..length]);
        self.seen.update(&self.ahead[..length]);
        self.ahead.drain(..length);
        block.weight += length;
        start..block.data.len()
    }

    fn piece(&self, body: Body, block: &mut Block) {
        block.pieces.push(Piece { source: Arc::clone(&self.source), body, end: None });
    }

    /// Notes size and hash at the file's last piece, and whether the file changed under the reading.
    fn close(self, block: &mut Block) {
        if self.source.size.is_some() && std::fs::metadata(&self.source.path).is_ok_and(|now| differs(&self.source, &now)) {
            self.piece(fault(CHANGED.to_owned()), block);
        }
        let (size, hash) = self.opened.finish();
        let end = Some(End { size, hash: Some(hash) });
        if let Some(last) = block.pieces.last_mut().filter(|piece| Arc::ptr_eq(&piece.source, &self.source)) {
            last.end = end;
        } else {
            let bytes = block.data.len()..block.data.len();
            let body = Body::Lines { bytes, record: self.record, offset: self.offset };
            block.pieces.push(Piece { source: self.source, body, end });
        }
    }
}

/// The reject of a file that is not what it was when it was listed.
pub const CHANGED: &str = "the file changed while it was read: what came of it may not be whole; clean it again when it is";

const CHANGED_SINCE: &str = "was added, taken away, renamed or changed since (by its path, size or time of change)";
const FEWER: &str = "the inputs hold fewer files than they did";

fn differs(source: &Source, now: &Metadata) -> bool {
    source.size != Some(now.len()) || source.modified != now.modified().ok()
}

/// The reject of a record that is too large.
pub fn too_large(max_record: u64) -> String {
    format!("too large: the record has more than {max_record} bytes; raise --max-record or split it")
}

/// What a file without an ending holds: lines of JSON if it begins with a brace, a page or records if it begins as such do.
pub fn sniff(bytes: &[u8]) -> Format {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    match bytes {
        [b'{', ..] => Format::Jsonl,
        _ if bytes.starts_with(MAGIC) => Format::Warc,
        _ if is_html(bytes) => Format::Html,
        _ => Format::Text,
    }
}

/// The inputs as a message names them.
pub fn named(inputs: &[impl AsRef<OsStr>]) -> String {
    let shown = inputs.iter().map(|input| super::walk::shown(input.as_ref().as_encoded_bytes()));
    shown.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of a file of these bytes, block by block: `record@offset+length`.
    fn cut(bytes: &[u8], max_record: u64) -> Vec<Vec<String>> {
        cut_named(".jsonl", bytes, max_record)
    }

    fn cut_named(ending: &str, bytes: &[u8], max_record: u64) -> Vec<Vec<String>> {
        let file = tempfile::Builder::new().suffix(ending).tempfile().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let walk = Walk::new(&[file.path().into()], None, None).unwrap();
        let mut cutter = Cutter::new(walk, max_record, false);
        let (mut block, mut blocks) = (Block::default(), Vec::new());
        while cutter.next(&mut block) {
            let show = |piece: &Piece| match &piece.body {
                Body::Lines { bytes, record, offset } => format!("{record}@{offset}+{}", bytes.len()),
                Body::Fault { record, offset, length, .. } => format!("!{record}@{offset}+{length}"),
                other => format!("{other:?}"),
            };
            blocks.push(block.pieces.iter().map(show).collect());
        }
        blocks
    }

    #[test]
    fn large_files_are_cut_where_records_end() {
        let line = [vec![b'x'; 300_000 - 1], vec![b'\n']].concat();
        assert_eq!(cut(&line.repeat(8), 1 << 26), [["1@0+900000"], ["4@900000+900000"], ["7@1800000+600000"]]);
    }

    #[test]
    fn cutting_goes_on_from_any_place() {
        let line = |n: usize| [vec![b'x'; n - 1], vec![b'\n']].concat();
        let dir = tempfile::tempdir().unwrap();
        let large = [line(700_000), line(700_000), line(3_000_000), line(9_000_000), line(700_000)].concat();
        let record = |kind: &str, n: usize| {
            let head = format!("WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {n}\r\n\r\n");
            [head.into_bytes(), vec![b'x'; n], b"\r\n\r\n".to_vec()].concat()
        };
        let records = [record("response", 700_000), record("request", 3_000_000), record("response", 700_000), line(2_000_000)];
        let records = [&records.concat()[..], &record("response", 9_000_000), &record("response", 10), b"WARC/1.0\r\n"].concat();
        for name in ["a.txt", "b.jsonl", "c.txt", "d/e.txt", "f.txt.gz", "g.warc"] {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let bytes = match name {
                "b.jsonl" => &large[..],
                "g.warc" => &records,
                _ => b"Air surut.",
            };
            std::fs::write(path, bytes).unwrap();
        }
        for mirror in [false, true] {
            let cutter = || Cutter::new(Walk::new(&[dir.path().into()], None, None).unwrap(), 5_000_000, mirror);
            let all = |mut cutter: Cutter| {
                let mut blocks = Vec::new();
                loop {
                    let mut block = Block::default();
                    if !cutter.next(&mut block) {
                        return blocks;
                    }
                    blocks.push(block);
                }
            };
            let whole = all(cutter());
            assert!(whole.len() > 3);
            for (at, block) in whole.iter().enumerate() {
                let mut later = cutter();
                let place = serde_json::from_str(&serde_json::to_string(&block.after).unwrap()).unwrap();
                later.go_to(&place).unwrap();
                assert_eq!(format!("{:?}", all(later)), format!("{:?}", &whole[at + 1..]), "{mirror} {at}");
            }
            let mut place = whole[2].after.clone();
            place.passed.hash.replace_range(..1, "x");
            assert!(cutter().go_to(&place).unwrap_err().contains("one of the first"));
            let mut place = whole[2].after.clone();
            place.within.as_mut().unwrap().hash.clear();
            assert!(cutter().go_to(&place).unwrap_err().contains("b.jsonl: what was read of it"));
        }
    }

    #[test]
    fn a_file_that_grows_under_the_reading_is_told() {
        let file = tempfile::Builder::new().suffix(".jsonl").tempfile().unwrap();
        std::fs::write(file.path(), [vec![b'x'; 1 << 19], vec![b'\n']].concat().repeat(4)).unwrap();
        let mut cutter = Cutter::new(Walk::new(&[file.path().into()], None, None).unwrap(), 1 << 26, false);
        let mut block = Block::default();
        assert!(cutter.next(&mut block));
        std::io::Write::write_all(&mut std::fs::OpenOptions::new().append(true).open(file.path()).unwrap(), b"more\n").unwrap();
        while block.pieces.last().unwrap().end.is_none() {
            assert!(cutter.next(&mut block));
        }
        assert!(matches!(&block.pieces.last().unwrap().body, Body::Fault { record: 0, error, .. } if error == CHANGED));
    }

    #[test]
    fn long_lines_stand_alone_and_too_long_ones_are_passed_over() {
        let line = |n: usize| [vec![b'x'; n - 1], vec![b'\n']].concat();
        let file = [line(10), line(3_000_000), line(10), line(9_000_000), line(10)].concat();
        let expected = [vec!["1@0+10"], vec!["2@10+3000000"], vec!["3@3000010+10"], vec!["!4@3000020+9000000"], vec!["5@12000020+10"]];
        assert_eq!(cut(&file, 5_000_000), expected);
    }

    /// Found by the fuzzer: the fault was told of the long line, and the last one was taken for whole.
    #[test]
    fn a_fault_behind_a_line_that_is_passed_over_is_told_of_the_line_it_cuts() {
        let packed = zstd::encode_all(&*[vec![b'x'; 2_000_000], b"\nyy\nzz".to_vec()].concat(), 1).unwrap();
        let truncated = [&packed[..], b"\x28\xb5\x2f\xfd"].concat();
        assert_eq!(cut_named(".jsonl.zst", &truncated, 100_000), [vec!["!1@0+2000001"], vec!["2@2000001+3", "!3@2000004+2"]]);
    }

    #[test]
    fn the_first_bytes_tell_the_format() {
        assert_eq!(sniff(b"\xef\xbb\xbf\n {\"text\""), Format::Jsonl);
        assert_eq!(sniff(b"Air surut."), Format::Text);
        assert_eq!(sniff(b"WARC/1.1\r\n"), Format::Warc);
        assert_eq!(sniff(b"\n<!doctype HTML>"), Format::Html);
        assert_eq!(sniff(b"<Air> surut."), Format::Text);
    }
}
