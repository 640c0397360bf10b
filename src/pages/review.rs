//! The review page: every article with what became of it, to be judged mark by mark.
//!
//! The page has three parts: a shell from the template, the articles (one line of JSON each, read only when one is opened), and an index
//! with what the list shows and filters by. So a page of thousands opens at once. What the reviewer does there, and
//! what `decisions.jsonl` then holds, is the script's: `assets/review/`.
//!
//! Nothing of an article is ever HTML: the script makes text nodes, and [`data::within_script`] keeps JSON inside its element.

use std::collections::HashMap;
use std::io::Write;

use minijinja::Value;
use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use super::doubt::doubt;
use super::{Page, PageError, Ui, data, sample};
use crate::record::{Reason, Record, four_places};

/// The parts of a record that the page shows.
const FIELDS: [&str; 19] = [
    "id",
    "text",
    "url",
    "source",
    "title",
    "published",
    "author",
    "publisher",
    "language",
    "language_score",
    "lines",
    "removed",
    "suspects",
    "altered",
    "line_count",
    "foreign",
    "quotes",
    "officials",
    "defects",
];

const PAGE: Page = Page {
    template: include_str!("assets/review/page.html"),
    styles: &[include_str!("assets/base.css"), include_str!("assets/review/page.css")],
    scripts: &[
        "(() => {\n'use strict';\n",
        include_str!("assets/review/words.js"),
        include_str!("assets/review/data.js"),
        include_str!("assets/review/marks.js"),
        include_str!("assets/review/state.js"),
        include_str!("assets/review/list.js"),
        include_str!("assets/review/article.js"),
        include_str!("assets/review/judge.js"),
        include_str!("assets/review/add.js"),
        include_str!("assets/review/files.js"),
        include_str!("assets/review/main.js"),
        "})();\n",
    ],
};

/// Where the shell ends and the articles begin. No article stands in the shell.
const ARTICLES: &str = "<!--articles-->";
/// Where the index goes.
const INDEX: &str = "<!--index-->";

/// What the page is about.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Its heading.
    pub title: String,
    /// Language of its own words.
    pub ui: Ui,
    /// How the articles were chosen, where they are a sample: `120 of 20,000 by rule, seed 1`.
    pub sample: String,
}

/// A page in the making.
pub struct Review<W> {
    out: W,
    tail: String,
    index: Index,
    hash: Xxh3,
    names: [HashMap<String, u32>; 5],
}

/// What the list needs of all articles.
#[derive(Default, Serialize)]
struct Index {
    hash: String,
    sample: String,
    hosts: Vec<String>,
    languages: Vec<String>,
    reasons: Vec<String>,
    rules: Vec<String>,
    defects: Vec<String>,
    articles: Vec<Entry>,
}

/// An article in the list. Numbers in `host`, `language`, `reasons`, `rules`, `kinds` are places in the index's lists.
#[derive(Serialize)]
struct Entry {
    id: String,
    title: String,
    host: u32,
    language: u32,
    reasons: Vec<u32>,
    rules: Vec<u32>,
    kinds: Vec<u32>,
    removed: usize,
    suspects: usize,
    defects: usize,
    marks: usize,
    doubt: f64,
}

impl<W: Write> Review<W> {
    /// Begins a page.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn begin(mut out: W, about: &About) -> Result<Self, PageError> {
        let context = minijinja::context! { title => &about.title, articles => Value::from_safe_string(ARTICLES.to_owned()), index => Value::from_safe_string(INDEX.to_owned()) };
        let shell = PAGE.render(about.ui, context)?;
        let (head, tail) = shell.split_once(ARTICLES).unwrap_or((&shell, ""));
        out.write_all(head.as_bytes())?;
        let index = Index { sample: about.sample.clone(), ..Index::default() };
        Ok(Self { out, tail: tail.to_owned(), index, hash: Xxh3::new(), names: Default::default() })
    }

    /// Adds an article.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn add(&mut self, record: &Record) -> Result<(), PageError> {
        let mut json = Vec::new();
        record.write_fields(&FIELDS, &mut json)?;
        let json = data::within_script(&String::from_utf8_lossy(&json));
        self.hash.update(json.as_bytes());
        self.out.write_all(json.as_bytes())?;
        let entry = self.entry(record);
        self.index.articles.push(entry);
        Ok(())
    }

    /// How many articles there are.
    pub fn articles(&self) -> usize {
        self.index.articles.len()
    }

    /// Writes the rest.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn finish(mut self) -> Result<W, PageError> {
        self.index.hash = format!("{:016x}", self.hash.digest());
        let index = data::within_script(&serde_json::to_string(&self.index)?);
        let (between, tail) = self.tail.split_once(INDEX).unwrap_or((&self.tail, ""));
        for part in [between, &index, tail] {
            self.out.write_all(part.as_bytes())?;
        }
        Ok(self.out)
    }

    fn entry(&mut self, record: &Record) -> Entry {
        let [hosts, languages, reasons, rules, kinds] = &mut self.names;
        let index = &mut self.index;
        let reason = |reason: Reason, category: &str| {
            if reason == Reason::Duplicate { "duplicate".to_owned() } else { category.to_owned() }
        };
        let title = if record.title.is_empty() { record.text.lines().next().unwrap_or_default() } else { &record.title };
        Entry {
            id: record.id.clone(),
            title: title.chars().take(160).collect(),
            host: place(hosts, &mut index.hosts, &record.source),
            language: place(languages, &mut index.languages, &record.language),
            reasons: places(reasons, &mut index.reasons, record.removed.iter().map(|x| reason(x.reason, &x.category))),
            rules: places(rules, &mut index.rules, sample::rules(record).into_iter().map(str::to_owned)),
            kinds: places(kinds, &mut index.defects, record.defects.iter().map(|x| x.kind.clone())),
            removed: record.removed.len(),
            suspects: record.suspects.len(),
            defects: record.defects.len(),
            marks: record.quotes.len() + record.officials.len() + record.foreign.len(),
            doubt: four_places(doubt(record)),
        }
    }
}

/// The place of a name in its list, to which a new one is added.
fn place(places: &mut HashMap<String, u32>, names: &mut Vec<String>, name: &str) -> u32 {
    if let Some(&place) = places.get(name) {
        return place;
    }
    let place = names.len() as u32;
    names.push(name.to_owned());
    places.insert(name.to_owned(), place);
    place
}

fn places(known: &mut HashMap<String, u32>, names: &mut Vec<String>, each: impl Iterator<Item = String>) -> Vec<u32> {
    let mut all: Vec<u32> = each.map(|name| place(known, names, &name)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Cleaner, Scratch};

    const HOSTILE: &str = "Judul </script><script>alert(1)</script>\nIbu Lo \"kata\" <img src=x onerror=alert(1)> ' & \u{202e}terbalik\u{2066} \
                           <!--index--> <!--articles--> {{ 7*7 }} ]]> sampai akhir kalimat yang panjang ini.\n";

    fn page(records: &[Record]) -> String {
        let about = About { title: "</title><!--articles--><script>alert(2)</script>".to_owned(), ..About::default() };
        let mut review = Review::begin(Vec::new(), &about).unwrap();
        for record in records {
            review.add(record).unwrap();
        }
        String::from_utf8(review.finish().unwrap()).unwrap()
    }

    fn data<'p>(page: &'p str, id: &str) -> &'p str {
        let from = page.split_once(&format!("id=\"{id}\">")).unwrap().1;
        from.split_once("</script>").unwrap().0
    }

    #[test]
    fn no_article_breaks_out() {
        let cleaner = Cleaner::built_in().unwrap();
        let article = Article { id: "</script>\u{202e}".into(), url: "https://a.example/</script>".into(), ..Article::new(HOSTILE) };
        let record = cleaner.clean(&article, &mut Scratch::default());
        let (with, without) = (page(std::slice::from_ref(&record)), page(&[]));
        assert_eq!(with.matches("<script").count(), without.matches("<script").count());
        assert_eq!(with.matches("</script").count(), without.matches("</script").count());
        assert!(!with.contains("<img") && !with.contains('\u{202e}'));
        let read: serde_json::Value = serde_json::from_str(data(&with, "articles").trim()).unwrap();
        assert_eq!(read["text"], record.text.as_str());
        let index: serde_json::Value = serde_json::from_str(data(&with, "index")).unwrap();
        assert_eq!(index["articles"][0]["id"], "</script>\u{202e}");
    }

    #[test]
    fn the_page_allows_its_own_script_alone() {
        let page = page(&[]);
        let script = page.rsplit_once("<script>").unwrap().1.split_once("</script>").unwrap().0;
        assert!(page.contains(&format!("script-src '{}'", crate::pages::hash(script))));
        for loads in ["src=", "@import", "url(", "fetch(", "XMLHttpRequest", "eval("] {
            assert!(!page.contains(loads), "{loads}");
        }
    }
}
