//! The pages that people look at: [`review`], where an article's cleaning is judged, and [`report`], a corpus at a glance.
//!
//! A page is one HTML file that loads nothing: style and script stand in it, and its content security policy allows these and no others.
//! Templates escape by themselves; what a script reads is JSON in which nothing can end a script element ([`data`]). The assets are files
//! under `assets/`, in two languages (`words.json`). Which records, and where the page goes, is left to the caller.
//!
//! A title `</script><script>alert(1)` reads `</script><script>alert(1)` on the page too.

pub mod data;
pub mod doubt;
pub mod flow;
pub mod report;
pub mod review;
pub mod sample;
pub mod tally;
pub mod totals;

use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Value};
use serde::Serialize;
use sha2::{Digest, Sha256};
use thiserror::Error;

/// The language of a page's own words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ui {
    /// English.
    #[default]
    English,
    /// Indonesian.
    Indonesian,
}

impl Ui {
    /// Its tag, as HTML wants it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Indonesian => "id",
        }
    }

    /// A number as it writes it: `1,234` or `1.234`.
    pub fn number(self, n: u64) -> String {
        let digits = n.to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(if self == Self::English { ',' } else { '.' });
            }
            text.push(digit);
        }
        text
    }
}

/// Why a page could not be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PageError {
    /// A template is at fault.
    #[error("the page's template: {0}")]
    Template(#[from] minijinja::Error),
    /// The words of a page are no JSON.
    #[error("the page's words: {0}")]
    Words(#[from] serde_json::Error),
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] io::Error),
}

/// Every word of the pages, by language and name.
const WORDS: &str = include_str!("assets/words.json");

/// A page's template, style and script.
struct Page {
    template: &'static str,
    styles: &'static [&'static str],
    scripts: &'static [&'static str],
}

impl Page {
    /// Fills the template. `context` is what it speaks of.
    fn render(&self, ui: Ui, context: Value) -> Result<String, PageError> {
        let (style, script) = (self.styles.concat(), self.scripts.concat());
        let words: serde_json::Value = serde_json::from_str(WORDS)?;
        let mut environment = Environment::new();
        environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        environment.add_filter("visible", |text: String| data::visible(&text));
        environment.add_filter("n", move |n: u64| ui.number(n));
        environment.add_template("base.html", include_str!("assets/base.html"))?;
        environment.add_template("page.html", self.template)?;
        let shell = minijinja::context! {
            ui => ui.tag(),
            t => value(&words[ui.tag()])?,
            words => Value::from_safe_string(data::within_script(WORDS)),
            style_hash => Value::from_safe_string(hash(&style)),
            script_hash => Value::from_safe_string(hash(&script)),
            style => Value::from_safe_string(style),
            script => Value::from_safe_string(script),
            version => env!("CARGO_PKG_VERSION"),
        };
        Ok(environment.get_template("page.html")?.render(minijinja::context! { ..context, ..shell })?)
    }
}

/// What templates read.
fn value(of: &impl Serialize) -> Result<Value, PageError> {
    Ok(serde_json::from_value(serde_json::to_value(of)?)?)
}

/// What a content security policy knows a script by.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_know_the_same_words() {
        let words: serde_json::Value = serde_json::from_str(WORDS).unwrap();
        let names = |tag: &str| words[tag].as_object().unwrap().keys().cloned().collect::<std::collections::BTreeSet<_>>();
        assert_eq!(names("en"), names("id"));
        assert_eq!(words.as_object().unwrap().len(), 2);
        assert_eq!(Ui::English.number(1_234_567), "1,234,567");
        assert_eq!(Ui::Indonesian.number(999), "999");
    }

    #[test]
    fn no_word_is_missing() {
        let words: serde_json::Value = serde_json::from_str(WORDS).unwrap();
        let assets = [
            include_str!("assets/report/page.html"),
            include_str!("assets/review/page.html"),
            include_str!("assets/review/add.js"),
            include_str!("assets/review/article.js"),
            include_str!("assets/review/files.js"),
            include_str!("assets/review/judge.js"),
            include_str!("assets/review/list.js"),
            include_str!("assets/review/main.js"),
            include_str!("assets/review/marks.js"),
            include_str!("assets/review/state.js"),
        ]
        .concat();
        let mut found = 0;
        for (opens, closes) in [(" t('", '\''), ("(t('", '\''), ("said(\"", '"'), ("data-t=\"", '"'), ("field('", '\''), ("alarm('", '\'')]
        {
            for rest in assets.split(opens).skip(1) {
                let key = rest.split(closes).next().unwrap();
                if !key.contains(['{', '$', ' ']) {
                    assert!(words["en"].get(key).is_some(), "{key}");
                    found += 1;
                }
            }
        }
        assert!(found > 100, "{found}");
    }
}
