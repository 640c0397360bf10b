//! Cuts a WARC file where its records end.
//!
//! What cannot hold a page, or is larger than a record may be, is passed over without being held: its headers alone are handed out, so
//! that it is counted. Bytes that are no record are passed over up to where one begins.

use std::ops::Range;

use memchr::memmem;

use super::{BLOCK, Block, Body, FILES, Stream};
use crate::read::warc::{Frame, HEAD, MAGIC, frame};

const CUT: &str = "truncated record: the file ends in the middle of it; fetch it again (what came before was read)";

impl Stream {
    /// Hands out records until the block is full; whether the file is done.
    pub(super) fn records(&mut self, block: &mut Block, max_record: u64) -> bool {
        while block.weight < BLOCK && block.pieces.len() < FILES {
            if self.blank_lines() {
                return true;
            }
            self.read_to(HEAD);
            match frame(&self.ahead) {
                Ok(Some(frame)) => {
                    let length = frame.head as u64 + frame.body;
                    let held = if frame.response && length <= max_record { length } else { length.min(HEAD as u64) };
                    // a record that does not fit begins a block of its own
                    if !block.pieces.is_empty() && block.weight as u64 + held > BLOCK as u64 {
                        return false;
                    }
                    if self.record_of(frame, held as usize, block) {
                        return true;
                    }
                }
                Ok(None) => {
                    let length = self.ahead.len() as u64;
                    let error = self.error.take().unwrap_or_else(|| CUT.to_owned());
                    let bytes = self.move_out(self.ahead.len(), block);
                    self.broken(length, Some(bytes).filter(|bytes| !bytes.is_empty()), error, block);
                    return true;
                }
                Err(mut error) => {
                    let length = self.pass_to_record();
                    if let Some(also) = self.error.take() {
                        error = format!("{error}; {also}");
                    }
                    self.broken(length, None, error, block);
                    block.weight += length.min(BLOCK as u64) as usize;
                }
            }
        }
        false
    }

    /// Passes over blank lines between records; whether nothing follows.
    fn blank_lines(&mut self) -> bool {
        loop {
            self.read_to(HEAD);
            let blank = self.ahead.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            self.pass(blank);
            if blank == 0 || !self.ahead.is_empty() {
                break;
            }
        }
        if self.ahead.is_empty() && self.error.is_none() {
            return true;
        }
        false
    }

    /// Hands out a record, or its first bytes; whether the file ended within it.
    fn record_of(&mut self, frame: Frame, held: usize, block: &mut Block) -> bool {
        let (whole, offset) = (frame.head as u64 + frame.body, self.offset);
        self.read_to(held);
        let there = self.ahead.len().min(held);
        let bytes = self.move_out(there, block);
        self.offset += there as u64;
        let mut passed = there as u64;
        while passed < whole {
            self.read_to(BLOCK);
            let now = (self.ahead.len() as u64).min(whole - passed) as usize;
            if now == 0 {
                let error = self.error.take().unwrap_or_else(|| CUT.to_owned());
                self.offset = offset;
                let bytes = Some(bytes).filter(|bytes| bytes.len() as u64 == passed);
                self.broken(passed, bytes, error, block);
                return true;
            }
            self.pass(now);
            passed += now as u64;
        }
        self.piece(Body::Warc { bytes, record: self.record, offset, length: whole }, block);
        self.record += 1;
        false
    }

    /// Passes over what is no record; how many bytes.
    fn pass_to_record(&mut self) -> u64 {
        let (needle, begin) = ([b"\n", MAGIC].concat(), self.offset);
        while !self.ahead.is_empty() {
            // behind the first byte, as no record begins here
            let found = memmem::find(&self.ahead[1..], &needle).map(|at| at + 2);
            // the last bytes may be the beginning of what is sought
            let all = if self.eof { self.ahead.len() } else { self.ahead.len().saturating_sub(needle.len()) };
            self.pass(found.unwrap_or(all));
            if found.is_some() {
                break;
            }
            self.read_to(BLOCK);
        }
        let passed = self.offset - begin;
        self.offset = begin;
        passed
    }

    fn broken(&mut self, length: u64, bytes: Option<Range<usize>>, error: String, block: &mut Block) {
        self.piece(Body::Fault { record: self.record, offset: self.offset, length, bytes, error }, block);
        self.record += 1;
        self.offset += length;
    }

    /// Passes over bytes.
    fn pass(&mut self, length: usize) {
        self.seen.update(&self.ahead[..length]);
        self.ahead.drain(..length);
        self.offset += length as u64;
    }
}
