//! Opens what a command looks into: a file or standard input, packed or not.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use saring::read::blocks::sniff;
use saring::read::compressed::Opened;
use saring::read::text::utf8;
use saring::read::walk::shown;
use saring::read::{Format, Named, Source};

/// An open input.
pub struct Input {
    /// Its name for messages and records.
    pub source: Source,
    reader: BufReader<Opened>,
}

impl Input {
    /// Opens a file, or standard input by the name `-`.
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.file_name().unwrap_or_default();
        let named = Named::of(name.as_encoded_bytes());
        let source = if path.as_os_str() == OsStr::new("-") {
            Source { shown: "-".to_owned(), under: PathBuf::from("stdin"), ..Source::default() }
        } else {
            Source {
                path: path.to_owned(),
                shown: shown(path.as_os_str().as_encoded_bytes()),
                under: PathBuf::from(name),
                format: named.format,
                codec: named.codec,
                ..Source::default()
            }
        };
        let opened = Opened::new(&source).map_err(|error| anyhow!("{}: {error}", source.shown))?;
        Ok(Self { source, reader: BufReader::with_capacity(1 << 16, opened) })
    }

    /// What it holds: by its name, else by its first bytes.
    pub fn format(&mut self) -> Result<Format> {
        if let Some(format) = self.source.format {
            return Ok(format);
        }
        let head = self.reader.fill_buf().map(sniff);
        head.map_err(|error| self.fault(&error))
    }

    /// All of it.
    pub fn bytes(&mut self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.reader.read_to_end(&mut bytes).map_err(|error| self.fault(&error))?;
        Ok(bytes)
    }

    /// Gives each line that is not blank, with its number, to `each`, until it says `false`; one that is no UTF-8 as the fault it is.
    pub fn lines(&mut self, mut each: impl FnMut(u64, Result<&str>) -> Result<bool>) -> Result<()> {
        let mut bytes = Vec::new();
        for number in 1.. {
            bytes.clear();
            let read = self.reader.read_until(b'\n', &mut bytes);
            if read.map_err(|error| self.fault(&error))? == 0 {
                break;
            }
            let line = utf8(&bytes).map(|line| line.trim_start_matches('\u{feff}').trim()).map_err(|error| anyhow!(error));
            if !line.as_ref().is_ok_and(|line| line.is_empty()) && !each(number, line)? {
                break;
            }
        }
        Ok(())
    }

    fn fault(&self, error: &std::io::Error) -> anyhow::Error {
        anyhow!("{}: {}", self.source.shown, self.reader.get_ref().explain(error))
    }
}
