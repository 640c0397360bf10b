//! What a page says of itself: headline, address, date, language, in `<title>`, `<meta>`, `<link>`, `<time>` and JSON-LD.
//!
//! Where several say it, the first in the order of the fields below counts: what is made for machines before what is made for readers.

use serde_json::Value;

use super::tag::Tag;

/// JSON-LD of more bytes is none.
const SCRIPT: usize = 1 << 20;

/// What a page says of itself.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Its headline: of JSON-LD, of `og:title`, of `<title>`.
    pub titles: [String; 3],
    /// Its address: canonical, `og:url`.
    pub urls: [String; 2],
    /// Its date, as it is written: of `<meta>`, of JSON-LD, of `itemprop`.
    pub dates: [String; 3],
    /// The language of its `<html>`.
    pub lang: String,
}

/// Names of `<meta>` that give the date.
const DATES: [&str; 10] = [
    "article:published_time",
    "og:article:published_time",
    "content_publisheddate",
    "publishdate",
    "pubdate",
    "publish_date",
    "date",
    "dc.date",
    "dcterms.date",
    "datepublished",
];

fn first(field: &mut String, value: &str) {
    if field.is_empty() {
        *field = value.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}

impl Head {
    /// Reads `<title>`.
    pub fn title(&mut self, text: &str) {
        first(&mut self.titles[2], text);
    }

    /// Reads `<html>`.
    pub fn lang(&mut self, tag: &Tag) {
        first(&mut self.lang, tag.get("lang").unwrap_or_default());
    }

    /// Reads `<meta>`, `<link>` or `<time>`.
    pub fn tag(&mut self, tag: &Tag) {
        if tag.get("rel").is_some_and(|rel| rel.split_whitespace().any(|rel| rel.eq_ignore_ascii_case("canonical"))) {
            first(&mut self.urls[0], tag.get("href").unwrap_or_default());
        }
        let content = tag.get("content").or(tag.get("datetime")).unwrap_or_default();
        if tag.get("itemprop") == Some("datePublished") {
            first(&mut self.dates[2], content);
        }
        let name = tag.get("property").or(tag.get("name")).unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "og:title" => first(&mut self.titles[1], content),
            "og:url" => first(&mut self.urls[1], content),
            name if DATES.contains(&name) => first(&mut self.dates[0], content),
            _ => {}
        }
    }

    /// Reads JSON-LD.
    pub fn linked_data(&mut self, text: &str) {
        if text.len() <= SCRIPT
            && let Ok(value) = serde_json::from_str(text)
        {
            self.linked(&value);
        }
    }

    /// Takes headline and date from the first article in JSON-LD. Its nesting is bounded by the parser.
    fn linked(&mut self, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.linked(value)),
            Value::Object(object) => {
                let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
                if object.contains_key("headline") {
                    first(&mut self.titles[0], text("headline"));
                    first(&mut self.dates[1], text("datePublished"));
                }
                object.get("@graph").into_iter().for_each(|graph| self.linked(graph));
            }
            _ => {}
        }
    }

    /// The date as ISO 8601: `2026-02-11`; empty where none is given so.
    pub fn published(&self) -> String {
        self.dates.iter().find_map(|date| iso(date)).unwrap_or_default()
    }

    /// The address; only a whole one.
    pub fn url(&self) -> &str {
        let whole = |url: &&String| url.starts_with("http://") || url.starts_with("https://");
        self.urls.iter().find(whole).map_or("", String::as_str)
    }
}

/// `2026/02/11 10:24:55`, `2026-02-11T10:24` and the like, by their date.
fn iso(date: &str) -> Option<String> {
    let bytes = date.get(..10)?.as_bytes();
    let digit = |at: usize| bytes[at].is_ascii_digit();
    let part = |range: std::ops::Range<usize>| date[range].parse::<u32>().ok();
    let dashes = bytes[4] == bytes[7] && matches!(bytes[4], b'-' | b'/');
    let digits = [0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(digit);
    let sound = dashes && digits && (1..=12).contains(&part(5..7)?) && (1..=31).contains(&part(8..10)?);
    let ends = date.as_bytes().get(10).is_none_or(|byte| !byte.is_ascii_digit());
    (sound && ends).then(|| format!("{}-{}-{}", &date[..4], &date[5..7], &date[8..10]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_by_year_month_day_alone() {
        let cases = [("2026/02/11 10:24:55", "2026-02-11"), ("2025-10-20", "2025-10-20"), ("2025-06-30T00:00Z", "2025-06-30")];
        for (date, expected) in cases {
            assert_eq!(iso(date).as_deref(), Some(expected));
        }
        for date in ["11/02/2026", "2026-13-01", "2026-02", "2026-02-111", "đđđđđ", ""] {
            assert_eq!(iso(date), None, "{date}");
        }
    }
}
