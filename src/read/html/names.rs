//! Says of a part of a page, by its tag, its role and the words of its class and id, whether it is likely none of the article's.
//!
//! The words are `rules/pages.toml`. What is only said here is weighed by [`super::choice`], which knows the whole page.

use std::sync::LazyLock;

use hashbrown::HashMap;
use serde::Deserialize;

use super::tag::Tag;

/// What a part's name says that it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Nothing against it.
    #[default]
    None,
    /// Left out unless a good part of the page's sentences is in it.
    Likely,
    /// Left out unless most of the page's sentences are in it.
    Sure,
    /// Left out unless nothing else is left: its tag says it.
    Tagged,
    /// The same, and its sentences say nothing about where the article is.
    Others,
    /// Never shown as text.
    Dead,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    list: Vec<List>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    id: String,
    #[serde(rename = "why")]
    _why: String,
    words: Vec<String>,
}

/// A word's mark; `None` for the words of states.
static WORDS: LazyLock<HashMap<String, Option<Mark>>> = LazyLock::new(|| {
    // a test reads the same pack
    let pack: Pack = toml::from_str(include_str!("../../../rules/pages.toml")).unwrap_or(Pack { list: Vec::new() });
    let mark = |id: &str| match id {
        "comments" | "consent" => Some(Mark::Others),
        "sure" => Some(Mark::Sure),
        "likely" => Some(Mark::Likely),
        _ => None,
    };
    pack.list.into_iter().flat_map(|list| list.words.into_iter().map(move |word| (word, mark(&list.id)))).collect()
});

/// A part's mark; `within` an article, some tags say nothing.
pub fn mark(tag: &Tag, within: bool) -> Mark {
    let by_tag = match tag.name.as_slice() {
        b"template" => Mark::Dead,
        b"nav" | b"dialog" | b"select" | b"object" => Mark::Tagged,
        b"footer" | b"aside" | b"button" if !within => Mark::Tagged,
        _ => Mark::None,
    };
    let by_role = match tag.get("role").unwrap_or_default() {
        "navigation" | "search" | "menu" | "menubar" => Mark::Tagged,
        "banner" | "contentinfo" | "complementary" if !within => Mark::Tagged,
        "dialog" | "alertdialog" => Mark::Others,
        _ if tag.get("aria-modal") == Some("true") => Mark::Others,
        _ => Mark::None,
    };
    let named = ["class", "id"].into_iter().filter_map(|name| tag.get(name)).flat_map(str::split_whitespace);
    // a tag with a hyphen is a site's own: `app-related-stories`
    let own = std::str::from_utf8(&tag.name).ok().filter(|name| name.contains('-'));
    named.chain(own).map(by_name).fold(by_tag.max(by_role), Mark::max)
}

/// The mark of one name: `jp-relatedPosts`.
fn by_name(name: &str) -> Mark {
    let (mut mark, mut word) = (Mark::None, String::new());
    let mut state = false;
    let mut seen = |word: &mut String| {
        match WORDS.get(word.as_str()) {
            Some(Some(of_word)) => mark = mark.max(*of_word),
            Some(None) => state = true,
            None => {}
        }
        word.clear();
    };
    // a name that is longer than any is none
    for c in name.chars().take(80) {
        if !c.is_alphanumeric() || c.is_uppercase() {
            seen(&mut word);
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
    }
    seen(&mut word);
    if state { Mark::None } else { mark }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_word_by_word() {
        let cases = [
            ("related", Mark::Sure),
            ("jp-relatedPosts", Mark::Sure),
            ("VCObjectBoxRelatedNewsItemSapo", Mark::Sure),
            ("td_block_related_posts", Mark::Sure),
            ("comments", Mark::Others),
            ("comments-open", Mark::None),
            ("no-sidebar", Mark::None),
            ("shared-memory", Mark::None),
            ("adat", Mark::None),
        ];
        for (name, expected) in cases {
            assert_eq!(by_name(name), expected, "{name}");
        }
    }

    #[test]
    fn the_pack_is_read() {
        assert!(WORDS.len() > 50 && WORDS["komentar"] == Some(Mark::Others) && WORDS["open"].is_none());
    }
}
