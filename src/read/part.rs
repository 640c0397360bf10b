//! A part of the inputs, so that several machines or processes share a job: of N parts, part I has every N-th file, beginning with
//! the I-th. `3/8` of a folder of 20 files are its files 3, 11 and 19. No file is cut, and all parts together are the whole.

use std::fmt;
use std::str::FromStr;

/// Part `index` of `of`, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    index: u64,
    of: u64,
}

impl Part {
    /// Whether the file of this number, from 1, is in it.
    pub fn has(self, number: u64) -> bool {
        (number - 1) % self.of == self.index - 1
    }

    /// Whether it is all there is.
    pub fn is_all(self) -> bool {
        self.of == 1
    }
}

impl Default for Part {
    fn default() -> Self {
        Self { index: 1, of: 1 }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(index, of)| Some((index.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((index, of)) if (1..=of).contains(&index) => Ok(Self { index, of }),
            _ => Err("write I/N, the I-th of N parts: 1/4, 2/4, 3/4, 4/4".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_and_shown() {
        assert_eq!("3/8".parse::<Part>().unwrap().to_string(), "3/8");
        assert!(Part::default().is_all());
        for text in ["0/4", "5/4", "1", "1/0", "a/b", "1/4/5", "-1/4"] {
            assert!(text.parse::<Part>().is_err(), "{text}");
        }
    }
}
