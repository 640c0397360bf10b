//! A pattern that is compiled when a line first asks for it.
//!
//! Most articles meet few of the patterns, and compiling all of them takes longer than cleaning a hundred articles. Whether a pattern can
//! be compiled at all is asked beforehand only of those that came from outside ([`Pattern::check`]); a test asks it of the program's own.

use std::sync::OnceLock;

use regex::Regex;
use serde::Deserialize;

/// A pattern and, once it was needed, its compiled form.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        Self { text, compiled: OnceLock::new() }
    }
}

impl Pattern {
    /// Compiles it now.
    ///
    /// # Errors
    /// Where it is no pattern.
    pub fn check(&self) -> Result<(), regex::Error> {
        let regex = Regex::new(&self.text)?;
        self.compiled.get_or_init(|| Some(regex));
        Ok(())
    }

    /// The compiled form; none where the text is no pattern.
    pub fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(&self.text).ok()).as_ref()
    }

    /// Whether it is found in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn what_is_no_pattern_matches_nothing_and_says_so() {
        let (good, bad) = (Pattern::from("^a+$".to_owned()), Pattern::from("(".to_owned()));
        assert!(good.check().is_ok() && good.is_match("aa") && !good.is_match("ab"));
        assert!(bad.check().is_err() && !bad.is_match("("));
    }
}
