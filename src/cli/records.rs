//! Reads records that `saring clean` wrote, from one file or several, and puts down a file that is made of them.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use saring::Record;
use saring::write::{Stop, Unfinished};

use super::input::Input;
use super::say;

/// So many faults are named; the rest is counted.
const NAMED: u64 = 5;

/// Gives each record to `each`, until it says `false`. What is no record is named and left out; gives back how many were.
pub fn each_record(files: &[PathBuf], mut each: impl FnMut(Record) -> Result<bool>) -> Result<u64> {
    let (mut faults, mut read) = (0u64, 0u64);
    for file in files {
        let mut input = Input::open(file)?;
        let name = input.source.shown.clone();
        let mut going = true;
        input.lines(|number, line| {
            match line.and_then(|line| Ok(serde_json::from_str::<Record>(line)?)) {
                Ok(record) => {
                    read += 1;
                    going = each(record)?;
                }
                Err(error) => {
                    faults += 1;
                    if faults <= NAMED {
                        say(format_args!(
                            "saring: {name}, line {number}: no record: {error}; give what saring clean wrote, with all its keys"
                        ));
                    }
                }
            }
            Ok(going)
        })?;
        if !going {
            break;
        }
    }
    if faults > NAMED {
        say(format_args!("saring: {} more lines are no records", faults - NAMED));
    }
    if read == 0 && faults > 0 {
        bail!("no line of the input is a record; give what saring clean wrote, with all its keys");
    }
    Ok(faults)
}

/// Writes a file, whole or not at all.
pub fn put(path: &Path, force: bool, write: impl FnOnce(&mut Put<'_>) -> Result<()>) -> Result<()> {
    let stop = Stop::default();
    let mut out = Put(Unfinished::begin(path, force, &stop)?);
    write(&mut out)?;
    out.0.finish()?;
    Ok(())
}

/// The file that is being written.
pub struct Put<'s>(Unfinished<'s>);

impl std::io::Write for Put<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes).map_err(std::io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
