//! What one thread does with a block: read what is still unread, clean every record, pack the result.

use std::fs::File;
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;

use super::Options;
use super::counts::Counts;
use super::ledger::InputPart;
use super::stats::{Clock, Doing};
use crate::article::Article;
use crate::clean::{Cleaner, Scratch};
use crate::error::{RunError, plainly};
use crate::read::blocks::{Body, CHANGED, End, Group, Piece, too_large};
use crate::read::compressed::Hashing;
use crate::read::reject::{FAILED, without_text};
use crate::read::walk::OPEN;
use crate::read::warc::{self, Kind};
use crate::read::{Block, Codec, Format, Position, Reject, Source, jsonl, text, whole};
use crate::record::Record;
use crate::write::{Packer, parquet};

/// Room for the records of a block.
const RECORDS: usize = 3 << 19;

/// A finished block.
pub struct Done {
    /// Its place among the blocks.
    pub number: u64,
    /// Where its records go.
    pub group: Group,
    /// Its records, packed.
    pub bytes: Vec<u8>,
    /// Its rejects, each a line.
    pub rejects: Vec<u8>,
    /// What was counted.
    pub counts: Counts,
    /// What was learnt of the files.
    pub inputs: Vec<InputPart>,
    /// The place behind it in the inputs.
    pub after: Position,
}

/// A thread's own things.
pub struct Worker<'r> {
    cleaner: &'r Cleaner,
    options: &'r Options,
    form: RejectForm,
    scratch: Scratch,
    packer: Option<Packer>,
    file: Vec<u8>,
    /// What it does, if that is measured.
    pub clock: Clock,
}

/// How rejects are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejectForm {
    /// As lines for a human.
    Plain,
    /// As the JSON that stands in a file of rejects.
    Json,
    /// As an event among others.
    Event,
}

#[derive(Serialize)]
struct Event<'a> {
    event: &'static str,
    #[serde(flatten)]
    reject: &'a Reject,
}

/// What a block becomes, as it grows.
#[derive(Default)]
struct Growing {
    lines: Vec<u8>,
    /// The records, where they are packed as such.
    records: Option<Vec<Record>>,
    rejects: Vec<u8>,
    counts: Counts,
}

/// Where a record stands in its file.
#[derive(Clone, Copy)]
struct Place<'a> {
    source: &'a Source,
    record: u64,
    offset: u64,
}

impl Place<'_> {
    fn reject(self, error: String) -> Reject {
        Reject { path: self.source.shown.clone(), record: self.record, offset: self.offset, error, ..Reject::default() }
    }
}

impl<'r> Worker<'r> {
    /// A thread that cleans so.
    pub fn new(cleaner: &'r Cleaner, options: &'r Options, form: RejectForm) -> Self {
        Self { cleaner, options, form, scratch: Scratch::default(), packer: None, file: Vec::new(), clock: Clock::new(options.stats) }
    }

    /// Works on a block.
    ///
    /// # Errors
    /// Where there is no memory to pack it.
    pub fn work(&mut self, block: &Block, codec: Option<Codec>) -> Result<Done, RunError> {
        let mut growing = match codec {
            Some(Codec::Parquet) => Growing { records: Some(Vec::new()), ..Growing::default() },
            _ => Growing { lines: Vec::with_capacity(RECORDS), ..Growing::default() },
        };
        let mut inputs = Vec::with_capacity(block.pieces.len());
        for piece in &block.pieces {
            let (articles, rejects) = (growing.counts.articles, growing.counts.rejects);
            let end = self.piece(piece, &block.data, &mut growing);
            if let Some(end) = end {
                growing.counts.bytes += end.size;
                growing.counts.files += u64::from(end.hash.is_some());
            }
            inputs.push(InputPart {
                path: piece.source.shown.clone(),
                records: growing.counts.articles - articles,
                rejects: growing.counts.rejects - rejects,
                end,
            });
        }
        let Growing { lines, records, rejects, counts } = growing;
        self.clock.now(Doing::Packing);
        let bytes = match records {
            Some(records) => parquet::block(&records, &self.options.fields),
            None => self.pack(lines, codec),
        };
        let bytes = bytes.map_err(|error| RunError::Write { path: "a packed block".to_owned(), message: plainly(&error) })?;
        Ok(Done { number: block.number, group: block.group.clone(), bytes, rejects, counts, inputs, after: block.after.clone() })
    }

    fn pack(&mut self, lines: Vec<u8>, codec: Option<Codec>) -> std::io::Result<Vec<u8>> {
        let Some(codec) = codec.filter(|_| !lines.is_empty()) else { return Ok(lines) };
        let mut packer = self.packer.take().map_or_else(Packer::new, Ok)?;
        let packed = packer.frame(&lines, codec);
        self.packer = Some(packer);
        packed
    }

    fn piece(&mut self, piece: &Piece, data: &[u8], growing: &mut Growing) -> Option<End> {
        let source = &*piece.source;
        match &piece.body {
            Body::Unread(format) => return Some(self.unread(source, *format, growing)),
            Body::Lines { bytes, record, offset } => {
                self.lines(&data[bytes.clone()], Place { source, record: *record, offset: *offset }, growing);
            }
            Body::Whole(format, bytes) => self.whole(*format, &data[bytes.clone()], source, growing),
            Body::Warc { bytes, record, offset, length } => {
                self.warc(&data[bytes.clone()], *length, Place { source, record: *record, offset: *offset }, growing);
            }
            Body::Fault { record, offset, length, bytes, error } => {
                let reject = Place { source, record: *record, offset: *offset }.reject(error.clone());
                let reject = match bytes {
                    Some(bytes) => reject.with_raw(&data[bytes.clone()]),
                    None => Reject { length: *length, ..reject },
                };
                self.reject(&reject, growing);
            }
        }
        piece.end
    }

    fn unread(&mut self, source: &Source, format: Format, growing: &mut Growing) -> End {
        self.clock.now(Doing::Reading);
        let mut bytes = std::mem::take(&mut self.file);
        bytes.clear();
        let most = self.options.max_record.max(crate::read::blocks::BLOCK as u64);
        let (mut error, mut end) = (None, End::default());
        match File::open(&source.path) {
            Ok(file) => {
                let mut file = Hashing::new(file);
                bytes.reserve(source.size.unwrap_or_default() as usize + 1);
                match (&mut file).take(most + 1).read_to_end(&mut bytes) {
                    Ok(_) => {}
                    Err(fault) => error = Some(format!("cannot read the file: {}", plainly(&fault))),
                }
                let (size, hash) = file.so_far();
                end = End { size, hash: (error.is_none() && size <= most).then_some(hash) };
            }
            Err(fault) => error = Some(format!("cannot open the file: {}; {OPEN}", plainly(&fault))),
        }
        let place = Place { source, record: u64::from(format.is_whole()), offset: 0 };
        if let Some(error) = error {
            self.reject(&Place { record: 0, ..place }.reject(error), growing);
        } else if bytes.len() as u64 > most {
            self.reject(&Place { record: 0, ..place }.reject(CHANGED.to_owned()), growing);
        } else if source.size.is_some_and(|size| size != end.size) {
            self.reject(&Place { record: 0, ..place }.reject(CHANGED.to_owned()).with_raw(&bytes), growing);
        } else if format.is_whole() {
            self.whole(format, &bytes, source, growing);
        } else {
            self.lines(&bytes, Place { source, record: 1, offset: 0 }, growing);
        }
        self.file = bytes;
        end
    }

    fn whole(&mut self, format: Format, bytes: &[u8], source: &Source, growing: &mut Growing) {
        let place = Place { source, record: 1, offset: 0 };
        self.clock.now(Doing::Parsing);
        match whole(format, bytes, source) {
            Ok(article) => self.clean(&article, bytes, place, growing),
            Err(error) => self.reject(&place.reject(error).with_raw(bytes), growing),
        }
    }

    fn warc(&mut self, bytes: &[u8], length: u64, place: Place<'_>, growing: &mut Growing) {
        self.clock.now(Doing::Parsing);
        match warc::record(bytes, length, self.options.max_record) {
            Ok(Kind::Other(why)) => growing.counts.skip(why),
            Ok(Kind::Page(mut article)) => {
                article.path = place.source.shown.as_str().into();
                article.record = place.record;
                if article.id.is_empty() {
                    article.id = format!("{}/{}", article.path, article.record).into();
                }
                self.clean(&article, bytes, place, growing);
            }
            Err(error) if length > bytes.len() as u64 => self.reject(&Reject { length, ..place.reject(error) }, growing),
            Err(error) => self.reject(&place.reject(error).with_raw(bytes), growing),
        }
    }

    fn lines(&mut self, bytes: &[u8], first: Place<'_>, growing: &mut Growing) {
        for (at, (start, line)) in jsonl::lines(bytes).enumerate() {
            let place = Place { record: first.record + at as u64, offset: first.offset + start as u64, ..first };
            if line.len() as u64 > self.options.max_record {
                let error = too_large(self.options.max_record);
                self.reject(&Reject { length: line.len() as u64, ..place.reject(error) }, growing);
                continue;
            }
            self.clock.now(Doing::Parsing);
            let article = text::utf8(line).and_then(|line| jsonl::article(line, &self.options.keys));
            match article {
                Ok(mut article) => {
                    article.path = first.source.shown.as_str().into();
                    article.record = place.record;
                    if article.id.is_empty() {
                        article.id = format!("{}/{}", article.path, article.record).into();
                    }
                    self.clean(&article, line, place, growing);
                }
                Err(error) => self.reject(&place.reject(error).with_raw(line), growing),
            }
        }
    }

    fn clean(&mut self, article: &Article<'_>, raw: &[u8], place: Place<'_>, growing: &mut Growing) {
        // a fault of the program in one record must not cost the others
        let cleaned = catch_unwind(AssertUnwindSafe(|| self.cleaner.clean_watched(article, &mut self.scratch, &mut self.clock)));
        self.clock.now(Doing::Writing);
        let Ok(record) = cleaned else {
            self.scratch = Scratch::default();
            return self.reject(&place.reject(FAILED.to_owned()).with_raw(raw), growing);
        };
        if let Some(error) = without_text(&record) {
            let mut cleaned = Vec::new();
            let written = record.write_json(&mut cleaned).map(|()| String::from_utf8_lossy(cleaned.trim_ascii_end()).into_owned());
            let cleaned = written.unwrap_or_default();
            return self.reject(&Reject { cleaned, ..place.reject(error.to_owned()).with_raw(raw) }, growing);
        }
        if let Some(records) = &mut growing.records {
            growing.counts.record(&record);
            return records.push(record);
        }
        let start = growing.lines.len();
        match self.write(&record, &mut growing.lines) {
            Ok(()) => growing.counts.record(&record),
            Err(error) => {
                growing.lines.truncate(start);
                let error = format!("the record cannot be written: {}; please report it", plainly(&error));
                self.reject(&place.reject(error).with_raw(raw), growing);
            }
        }
    }

    fn write(&self, record: &Record, lines: &mut Vec<u8>) -> std::io::Result<()> {
        if self.options.fields.is_empty() { record.write_json(lines) } else { record.write_fields(&self.options.fields, lines) }
    }

    fn reject(&self, reject: &Reject, growing: &mut Growing) {
        growing.counts.rejects += 1;
        // a Vec takes everything, and a reject holds nothing but strings and numbers
        let written = match self.form {
            RejectForm::Plain => write!(growing.rejects, "saring: {reject}").is_ok(),
            RejectForm::Json => serde_json::to_writer(&mut growing.rejects, reject).is_ok(),
            RejectForm::Event => serde_json::to_writer(&mut growing.rejects, &Event { event: "reject", reject }).is_ok(),
        };
        if written {
            growing.rejects.push(b'\n');
        }
    }
}
