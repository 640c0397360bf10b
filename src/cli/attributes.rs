//! `saring clean --attributes`: dolma's folders, made of the records that were written.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use saring::Record;
use saring::read::walk::{Found, Walk, shown};
use saring::read::{Codec, Named};
use saring::restore::restore;
use saring::run::Stop;
use saring::write::{Packer, Unfinished, attributes};

use super::input::Input;

/// The records, under the folder.
pub const RECORDS: &str = "records";
/// The articles as they came.
const DOCUMENTS: &str = "documents";
/// What was removed from them.
const ATTRIBUTES: &str = "attributes/saring";

/// A member of gzip holds so many bytes.
const BLOCK: usize = 1 << 20;

/// Writes `documents/` and `attributes/saring/` beside the records in `folder`.
///
/// # Errors
/// Where something cannot be read or written.
pub fn write(folder: &Path, force: bool, stop: &Stop) -> Result<()> {
    let records = folder.join(RECORDS);
    for found in Walk::new(&[records.into_os_string()], None, None)? {
        let Found::File(source) = found else { continue };
        let under = source.under.as_os_str().as_encoded_bytes();
        let name = shown(Named::of(under).stem) + ".jsonl.gz";
        let mut documents = Rows::begin(&folder.join(DOCUMENTS).join(&name), force, stop)?;
        let mut spans = Rows::begin(&folder.join(ATTRIBUTES).join(&name), force, stop)?;
        Input::open(&source.path)?.lines(|number, line| {
            let place = || format!("{}, record {number}", source.shown);
            let record: Record = serde_json::from_str(line?).with_context(place)?;
            attributes::write(&record, &restore(&record).with_context(place)?, &mut documents.waiting, &mut spans.waiting)?;
            documents.pack(BLOCK)?;
            spans.pack(BLOCK)?;
            Ok(true)
        })?;
        documents.finish()?;
        spans.finish()?;
    }
    Ok(())
}

/// A file of rows in the making.
struct Rows<'s> {
    file: Unfinished<'s>,
    packer: Packer,
    waiting: Vec<u8>,
}

impl<'s> Rows<'s> {
    fn begin(path: &Path, force: bool, stop: &'s Stop) -> Result<Self> {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
        }
        Ok(Self { file: Unfinished::begin(path, force, stop)?, packer: Packer::new()?, waiting: Vec::new() })
    }

    /// Writes the rows, if they are so many bytes.
    fn pack(&mut self, least: usize) -> Result<()> {
        if self.waiting.len() >= least {
            self.file.write(&self.packer.frame(&self.waiting, Codec::Gz)?)?;
            self.waiting.clear();
        }
        Ok(())
    }

    fn finish(mut self) -> Result<()> {
        self.pack(0)?;
        self.file.finish()?;
        Ok(())
    }
}
