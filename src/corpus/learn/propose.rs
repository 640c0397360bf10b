//! Writes proposals in the form of `rules/sites.toml`, for a person to accept.
//!
//! A line of up to [`LABEL`] bytes becomes an `exact` of its folded forms, a longer one a `regex` in which figures may vary. `catches` is
//! a page of a few lines on which the rule can be proved; `spares` is left empty, for it is the person who knows whom it might hit.

use std::fmt::Write;

use hashbrown::HashSet;
use toml::Value;

use super::judge::Proposal;
use crate::stages::boilerplate::LABEL;
use crate::stages::boilerplate::fold::bare;

/// A rule speaks where this part of the line's places lies.
const COVERED: f32 = 0.9;
/// A context is shown up to so many characters.
const SHOWN: usize = 100;
/// Paragraphs around the line in an example.
const PARAGRAPHS: [&str; 2] = [
    "Warga di tepi Kanal Ba Sen kembali menaikkan sayur ke perahu mereka pada pagi hari itu setelah dua hari menunggu air surut.",
    "Pada sore hari perahu yang terakhir menambat di dermaga, dan anak-anak menghitung keranjang yang kosong satu demi satu.",
];

const HEAD: &str = "\
# Lines that recur over many articles of one host, most frequent first. Accept none unread:
#   look at the counts and contexts, check the category, fill `spares` with what a reporter might write so, then put the entry into
#   the sites.toml of a folder of your own and prove it with `saring rules check`.
";

/// The proposals as a TOML document.
pub fn document(proposals: &[Proposal]) -> String {
    let mut out = HEAD.to_owned();
    let mut ids = HashSet::new();
    for proposal in proposals {
        let id = id(proposal, &mut ids);
        // a String takes everything
        let _ = entry(proposal, &id, &mut out);
    }
    out
}

fn entry(proposal: &Proposal, id: &str, out: &mut String) -> std::fmt::Result {
    let Proposal { articles, of, hosts, sample, .. } = proposal;
    let [head, start, body, tail] = proposal.zones.map(|count| percent(count, *articles));
    writeln!(out, "\n# in {articles} of {of} articles; head {head}, start {start}, body {body}, tail {tail}")?;
    for recurs in hosts {
        let name = if recurs.host.is_empty() { "(no address)" } else { &recurs.host };
        writeln!(out, "#   {name}: {} of {}, {}", recurs.articles, recurs.of, percent(recurs.articles.into(), recurs.of.into()))?;
    }
    for [before, after] in &proposal.contexts {
        writeln!(out, "#   {} ⏎ [line] ⏎ {}", shown(before, "(begin)"), shown(after, "(end)"))?;
    }
    let place = place(proposal);
    let share = percent(*articles, *of);
    let many = if hosts.len() > 1 { format!("{} hosts", hosts.len()) } else { "its host".to_owned() };
    writeln!(out, "[[rule]]\nid = {}", text(id))?;
    writeln!(out, "category = {} # a guess: check it", text(&proposal.category))?;
    writeln!(out, "why = {}", text(&format!("recurs in {articles} of {of} articles of {many} ({share})")))?;
    if sample.len() <= LABEL {
        writeln!(out, "exact = {}", texts(proposal.forms.iter().map(String::as_str)))?;
    } else {
        let (regex, near) = pattern(sample);
        writeln!(out, "regex = {}\nnear = {}", text(&regex), texts([near]))?;
    }
    let named: Vec<&str> = hosts.iter().map(|recurs| recurs.host.as_str()).filter(|host| !host.is_empty()).collect();
    if named.is_empty() {
        writeln!(out, "# the articles have no address: name the `hosts`, or the rule speaks on every page")?;
    } else {
        writeln!(out, "hosts = {}", texts(named.iter().copied()))?;
    }
    writeln!(out, "place = {}", text(place))?;
    writeln!(out, "catches = {}", texts([example(sample, place, named.first().copied()).as_str()]))?;
    writeln!(out, "spares = []")
}

/// The narrowest place that covers where the line stands.
fn place(proposal: &Proposal) -> &'static str {
    let places = [
        ("head", [true, false, false, false]),
        ("tail", [false, false, false, true]),
        ("start", [true, true, false, false]),
        ("edge", [true, false, false, true]),
        ("outside", [true, true, false, true]),
    ];
    let covered = |zones: [bool; 4]| {
        let within: u64 = proposal.zones.iter().zip(zones).filter(|(_, within)| *within).map(|(count, _)| count).sum();
        within as f32 >= COVERED * proposal.articles as f32
    };
    places.into_iter().find(|&(_, zones)| covered(zones)).map_or("any", |(place, _)| place)
}

/// A page on which the rule must fire.
fn example(line: &str, place: &str, host: Option<&str>) -> String {
    let [first, second] = PARAGRAPHS;
    let mut page = match place {
        "head" | "edge" | "outside" => format!("{line}\nPasar di tepi kanal dibuka kembali\n{first}\n{second}"),
        "start" | "any" => format!("Pasar di tepi kanal dibuka kembali\n{first}\n{line}\n{second}"),
        _ => format!("{first}\n{second}\n{line}"),
    };
    if let Some(host) = host {
        page.push_str("\nSumber: https://");
        page.push_str(host);
        page.push_str("/a.html");
    }
    page
}

/// A pattern for this line with any figures, and its longest word, which must be there before the pattern is tried.
fn pattern(line: &str) -> (String, &str) {
    let mut regex = String::from("^");
    let mut digits = false;
    for piece in line.split_inclusive(|c: char| c.is_ascii_digit()) {
        let plain = piece.trim_end_matches(|c: char| c.is_ascii_digit());
        if !plain.is_empty() {
            regex.push_str(&regex::escape(plain));
            digits = false;
        }
        if plain.len() < piece.len() && !digits {
            regex.push_str(r"\d+");
            digits = true;
        }
    }
    regex.push('$');
    let words = line.split(|c: char| !c.is_alphabetic());
    (regex, words.max_by_key(|word| word.len()).unwrap_or_default())
}

/// `category.host-first-words`, each id once.
fn id(proposal: &Proposal, ids: &mut HashSet<String>) -> String {
    let host = proposal.hosts.first().map_or("", |recurs| recurs.host.as_str());
    let words = proposal.sample.split_whitespace().map(bare).filter(|word| !word.is_empty()).take(4);
    let parts = host.split('.').next().map(bare).into_iter().chain(words).filter(|part| !part.is_empty());
    let slug: String = parts.collect::<Vec<_>>().join("-").chars().take(60).collect();
    let slug = if slug.is_empty() { "line" } else { slug.trim_end_matches('-') };
    let base = format!("{}.{slug}", proposal.category);
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    let free = std::iter::once(base.clone()).chain(numbered).find(|id| ids.insert(id.clone()));
    free.unwrap_or(base)
}

fn percent(count: u64, of: u64) -> String {
    format!("{:.0}%", 100.0 * count as f64 / of.max(1) as f64)
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Value {
    Value::Array(texts.into_iter().map(text).collect())
}

/// A line in a comment: nothing that could end it, and not too much of it.
fn shown<'l>(line: &'l str, none: &'l str) -> String {
    let line = if line.is_empty() { none } else { line };
    let mut shown: String = line.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
    if line.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let (regex, near) = pattern("Izin terbit no. 12/GP-2024 (Hulu)");
        assert_eq!((regex.as_str(), near), (r"^Izin terbit no\. \d+/GP\-\d+ \(Hulu\)$", "terbit"));
    }

    #[test]
    fn hostile_lines_stay_inside_their_strings() {
        let proposal = Proposal {
            hosts: Vec::new(),
            articles: 1,
            of: 1,
            zones: [0, 0, 0, 1],
            sample: "\"]\n'''\u{1}".to_owned(),
            forms: vec!["\"\"\"".to_owned()],
            category: "site".to_owned(),
            contexts: vec![["a\r[[rule]]".to_owned(), String::new()]],
        };
        let table: toml::Table = document(&[proposal.clone(), proposal]).parse().unwrap();
        let rules = table["rule"].as_array().unwrap();
        assert_eq!(rules[0]["id"].as_str(), Some("site.line"));
        assert_eq!(rules[1]["id"].as_str(), Some("site.line-2"));
    }
}
