//! The pack's own form: what a rule of `rules/boilerplate.toml` or `rules/sites.toml` may say.
//!
//! Decides what a rule is and checks it; what the rules match is decided by [`super::alone`], [`super::context`] and [`super::trim`].
//! A key that is not listed here is an error that names pack, rule and key.

use serde::Deserialize;
use toml::Value;

use super::fold;
use super::pattern::Pattern;
use crate::error::RuleError;
use crate::rules::Packs;

/// The categories that `corpus/annotation.md` knows.
const CATEGORIES: [&str; 9] = ["ad", "site", "byline", "source", "comments", "share", "related", "tags", "image"];

/// Where in the article a rule may speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Anywhere.
    #[default]
    Any,
    /// In the head, with nothing kept above it and no paragraph right below, or beside another line of the site's.
    Top,
    /// Before the first paragraph.
    Head,
    /// Before the second paragraph: the head, the lead and what stands between.
    Start,
    /// After the last paragraph.
    Tail,
    /// In the head or the tail.
    Edge,
    /// Before the second paragraph or after the last.
    Outside,
}

/// A judge that is written in code, because no pattern can say it; asked in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// Headlines under a heading of links.
    Under,
    /// Two or more bullets in a row before the first paragraph.
    Bullets,
    /// A date with or without time, weekday, paper, author.
    Date,
    /// An image's placeholder: the headline and a number.
    Placeholder,
    /// A line in Vietnamese before the headline of an article that is not.
    Masthead,
    /// The paper's name, as the address or another line of the site's has it.
    SiteName,
    /// Short lines in a column of rubrics.
    Column,
    /// Names behind a label without a colon: `Oleh Tran Van Hai`.
    AuthorPlain,
    /// Names alone under a label such as `Penulis`.
    AuthorLabel,
    /// Names alone before the first paragraph.
    AuthorHead,
    /// Names alone after the last paragraph.
    AuthorTail,
    /// Headlines alone before the source line, without a heading.
    Loose,
}

/// A cut that is written in code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cut {
    /// A table's bars and Markdown images around a caption.
    Bars,
    /// An image's placeholder run into its caption.
    Placeholder,
}

/// One entry of `[[rule]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub id: String,
    pub category: String,
    #[allow(dead_code, reason = "read by whoever lists the rules, kept here so that the key is known")]
    why: String,
    #[allow(dead_code, reason = "as `why`")]
    catches: Vec<String>,
    #[serde(default)]
    #[allow(dead_code, reason = "as `why`")]
    spares: Vec<String>,
    /// Folded lines, whole.
    #[serde(default)]
    pub exact: Vec<String>,
    /// Folded phrases of which the whole line is made.
    #[serde(default)]
    pub bag: Vec<String>,
    /// A pattern over the line as it stands.
    pub regex: Option<Pattern>,
    /// One of these must be in the line before the pattern is tried; ASCII letters in either case.
    #[serde(default)]
    pub near: Vec<String>,
    #[serde(default)]
    pub place: Place,
    /// Only where a line beside it was taken out as the site's (site, share, comments, tags): else it may be a reporter's.
    #[serde(default)]
    pub beside: bool,
    /// Longest line in words.
    #[serde(default = "long")]
    pub max_words: usize,
    /// Below 0.5 the line is only doubted.
    #[serde(default = "sure")]
    pub score: f32,
    /// Only on pages of these hosts.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// It is a heading under which links stand.
    #[serde(default)]
    pub opens: bool,
    pub by: Option<By>,
    /// For trims: what is cut off at the line's beginning.
    #[serde(default)]
    pub starts: Vec<String>,
    /// For trims: what is cut off at the line's end.
    #[serde(default)]
    pub ends: Vec<String>,
    pub cut: Option<Cut>,
    /// For trims: so many words must stay. For rows of phrases: so many words they have.
    #[serde(default)]
    pub min_words: usize,
}

impl Rule {
    /// Whether it cuts pieces off instead of removing lines.
    pub fn is_trim(&self) -> bool {
        self.cut.is_some() || !self.starts.is_empty() || !self.ends.is_empty()
    }
}

/// One entry of `[[list]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    pub id: String,
    #[allow(dead_code, reason = "read by people")]
    why: String,
    pub words: Vec<String>,
}

fn long() -> usize {
    usize::MAX
}

fn sure() -> f32 {
    1.0
}

/// The rules and lists of one pack, checked.
pub fn read(packs: &Packs, pack: &str) -> Result<(Vec<Rule>, Vec<List>), RuleError> {
    let mut rules = Vec::new();
    let mut lists = Vec::new();
    for (key, value) in packs.table(pack).into_iter().flatten() {
        match (key.as_str(), value) {
            ("rule", Value::Array(entries)) => {
                for entry in entries {
                    rules.push(checked(pack, entry, packs.are_overlaid())?);
                }
            }
            ("list", Value::Array(entries)) => {
                for entry in entries {
                    lists.push(entry_of::<List>(pack, entry)?);
                }
            }
            _ => {
                let message = format!("unknown key `{key}`, expected `rule` or `list`");
                return Err(RuleError::Pack { pack: pack.to_owned(), message });
            }
        }
    }
    Ok((rules, lists))
}

fn entry_of<T: serde::de::DeserializeOwned>(pack: &str, entry: &Value) -> Result<T, RuleError> {
    let id = entry.get("id").and_then(Value::as_str).unwrap_or("(without id)");
    entry.clone().try_into().map_err(|e: toml::de::Error| RuleError::Rule {
        pack: pack.to_owned(),
        id: id.to_owned(),
        message: e.to_string().trim_end().to_owned(),
    })
}

fn checked(pack: &str, entry: &Value, overlaid: bool) -> Result<Rule, RuleError> {
    let rule: Rule = entry_of(pack, entry)?;
    let fault = |message: String| Err(RuleError::Rule { pack: pack.to_owned(), id: rule.id.clone(), message });
    if !CATEGORIES.contains(&rule.category.as_str()) {
        return fault(format!("no category `{}`, the categories are {}", rule.category, CATEGORIES.join(", ")));
    }
    // the patterns that are compiled in were tried before the program was built
    if overlaid && let Some(Err(error)) = rule.regex.as_ref().map(Pattern::check) {
        return fault(format!("`regex`: {error}"));
    }
    if rule.regex.is_some() == rule.near.is_empty() {
        return fault("`regex` and `near` stand together: name words of which the pattern needs one".to_owned());
    }
    let ways = [!rule.exact.is_empty(), !rule.bag.is_empty(), rule.regex.is_some(), rule.by.is_some(), rule.is_trim()];
    if !ways.contains(&true) {
        return fault("it matches nothing: give `exact`, `bag`, `regex`, `by`, `starts`, `ends` or `cut`".to_owned());
    }
    for word in rule.exact.iter().chain(&rule.bag) {
        let folded = fold::folded(word);
        if folded != *word {
            return fault(format!("`{word}` is not folded, write `{folded}`"));
        }
    }
    Ok(rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_that_is_compiled_in_compiles() {
        let packs = Packs::built_in().unwrap();
        for rule in super::super::PACKS.iter().flat_map(|pack| read(&packs, pack).unwrap().0) {
            assert!(rule.regex.as_ref().is_none_or(|regex| regex.check().is_ok()), "{}", rule.id);
        }
    }
}
