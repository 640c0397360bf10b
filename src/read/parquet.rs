//! Reads a Parquet file as lines of JSON, a line a row.
//!
//! Everything behind it then is as for JSON Lines: keys, blocks, record numbers, messages. Rows are read a few at a time, whatever the
//! size of the row groups. What a row does not hold (null) is a key that is not there, and a string `metadata` that holds a JSON object
//! counts as that object: so a file that saring wrote reads as the JSON Lines that it would have written.
//!
//! Before: a row of `id: int64 = 7`, `text: string = "Air surut."`, `n: double = null`. After: `{"id":7,"text":"Air surut."}`.

use std::fs::File;
use std::io::{self, Read};

use ::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use ::parquet::errors::ParquetError;
use arrow_schema::ArrowError;

use crate::typed::Rows;

/// So many rows are read at once.
const ROWS: usize = 64;

/// The rows of a Parquet file as lines of JSON.
pub struct Lines {
    batches: ParquetRecordBatchReader,
    json: Vec<u8>,
    /// How many bytes of `json` were given out.
    given: usize,
}

impl Lines {
    /// Opens a file.
    ///
    /// # Errors
    /// Where it is no Parquet, or of a kind that cannot be read.
    pub fn open(file: File) -> io::Result<Self> {
        let batches = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| fault(&error))?;
        let batches = batches.with_batch_size(ROWS).build().map_err(|error| fault(&error))?;
        Ok(Self { batches, json: Vec::new(), given: 0 })
    }

    /// Puts the next rows into `json`; says whether there were any.
    fn next(&mut self) -> io::Result<bool> {
        self.json.clear();
        self.given = 0;
        let Some(batch) = self.batches.next() else { return Ok(false) };
        let batch = batch.map_err(|error| broken(&error))?;
        let mut rows = Rows::all(&batch).map_err(|error| broken(&error))?;
        for row in 0..rows.len() {
            rows.write(row, &mut self.json);
            self.json.push(b'\n');
        }
        Ok(true)
    }
}

impl Read for Lines {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.json.len() {
            if !self.next()? {
                return Ok(0);
            }
        }
        let bytes = (self.json.len() - self.given).min(into.len());
        into[..bytes].copy_from_slice(&self.json[self.given..self.given + bytes]);
        self.given += bytes;
        Ok(bytes)
    }
}

fn fault(error: &ParquetError) -> io::Error {
    let error = error.to_string();
    let error = error.trim_start_matches("Parquet error: ").trim_start_matches("EOF: ");
    io::Error::new(io::ErrorKind::InvalidData, format!("broken parquet: {error}; write the file anew"))
}

fn broken(error: &ArrowError) -> io::Error {
    let error = error.to_string();
    let error = error.split_once(": ").map_or(error.as_str(), |(_, what)| what);
    io::Error::new(io::ErrorKind::InvalidData, format!("broken parquet: {error}; write the file anew"))
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, Write};

    use super::*;
    use crate::write::parquet::{Joiner, block};
    use crate::{Article, Cleaner, Scratch};

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file.rewind().unwrap();
        file
    }

    #[test]
    fn what_was_written_is_read() {
        let cleaner = Cleaner::built_in().unwrap();
        let clean = |n: usize| {
            let article =
                Article { id: n.to_string().into(), metadata: r#"{"n":1.50}"#.into(), ..Article::new("Air \"surut\".\n[iklan_2]") };
            cleaner.clean(&article, &mut Scratch::default())
        };
        let records: Vec<_> = (0..200).map(clean).collect();
        let (mut joiner, mut bytes) = (Joiner::default(), Vec::new());
        for part in [&records[..70], &[], &records[70..]] {
            bytes.extend_from_slice(&joiner.append(block(part, &[]).unwrap()).unwrap());
            joiner = Joiner::resume(joiner.state().unwrap(), bytes.len() as u64).unwrap();
        }
        bytes.extend(joiner.finish().unwrap());
        let (mut lines, mut expected) = (Vec::new(), Vec::new());
        Lines::open(file(&bytes)).unwrap().read_to_end(&mut lines).unwrap();
        for record in &records {
            record.write_json(&mut expected).unwrap();
        }
        assert_eq!(String::from_utf8(lines).unwrap(), String::from_utf8(expected).unwrap());
    }

    #[test]
    fn fields_are_columns() {
        let fields = ["url".to_owned(), "id".to_owned()];
        let record = crate::Record { id: "a".to_owned(), ..crate::Record::default() };
        let mut joiner = Joiner::default();
        let mut bytes = joiner.append(block(&[record], &fields).unwrap()).unwrap().to_vec();
        bytes.extend(joiner.finish().unwrap());
        let mut lines = String::new();
        Lines::open(file(&bytes)).unwrap().read_to_string(&mut lines).unwrap();
        assert_eq!(lines, "{\"url\":\"\",\"id\":\"a\"}\n");
    }

    #[test]
    fn a_file_without_records_is_one() {
        let mut lines = String::new();
        Lines::open(file(&Joiner::default().finish().unwrap())).unwrap().read_to_string(&mut lines).unwrap();
        assert_eq!(lines, "");
    }

    #[test]
    fn what_is_no_parquet_is_said_so() {
        for bytes in [&b""[..], b"PAR1", b"{\"text\": \"Air surut.\"}", &[b'P'; 4000]] {
            let error = Lines::open(file(bytes)).err().unwrap().to_string();
            assert!(error.starts_with("broken parquet: ") && error.ends_with("; write the file anew"), "{error}");
        }
    }
}
