//! The report: a corpus at a glance.
//!
//! From records it tells all: the flow of lines, languages, hosts, quotes, mottos, officials, defects, the rules that fire most with samples,
//! rejects by cause. From a manifest it tells the totals. Against older totals it tells what changed.

use std::collections::BTreeMap;

use minijinja::context;
use serde::Serialize;

use super::flow::flow;
use super::tally::Tally;
use super::totals::Totals;
use super::{Page, PageError, Ui, value};

const PAGE: Page = Page {
    template: include_str!("assets/report/page.html"),
    styles: &[include_str!("assets/base.css"), include_str!("assets/report/page.css")],
    scripts: &["(() => {\n'use strict';\n", include_str!("assets/report/page.js"), "})();\n"],
};

/// So many lines of a table.
const TOP: usize = 20;

/// What the report is about.
#[derive(Debug, Default)]
pub struct Report {
    /// Its heading.
    pub title: String,
    /// Language of its own words.
    pub ui: Ui,
    /// The totals.
    pub totals: Totals,
    /// Hosts, mottos and the rest, where records were read.
    pub tally: Option<Tally>,
    /// Rejects by cause.
    pub rejects: BTreeMap<String, u64>,
    /// The totals before, and what they are called.
    pub against: Option<(String, Totals)>,
    /// Version and hash of the rules, where a manifest says so.
    pub rules: String,
}

/// A line of a chart.
#[derive(Clone, Debug, Serialize)]
struct Bar {
    name: String,
    n: u64,
    /// Its share of all, in per cent with one place.
    share: String,
    /// Its length, 0 to 100, of the longest.
    long: f64,
}

fn bars<'a>(figures: impl IntoIterator<Item = (&'a String, &'a u64)>) -> Vec<Bar> {
    let mut bars: Vec<_> = figures.into_iter().filter(|(_, n)| **n > 0).collect();
    bars.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    let (all, most) = (bars.iter().map(|(_, n)| **n).sum::<u64>(), bars.first().map_or(1, |(_, n)| **n));
    let bar =
        |(name, n): (&String, &u64)| Bar { name: name.clone(), n: *n, share: percent(*n, all), long: *n as f64 * 100.0 / most as f64 };
    bars.into_iter().map(bar).collect()
}

fn percent(n: u64, of: u64) -> String {
    format!("{:.1}", n as f64 * 100.0 / of.max(1) as f64)
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{:.0} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

impl Report {
    /// The page.
    ///
    /// # Errors
    /// Where a template is at fault.
    pub fn page(&self) -> Result<String, PageError> {
        let totals = &self.totals;
        let of = |figures: &BTreeMap<String, u64>| figures.values().sum::<u64>();
        let duplicates = totals.removed.get("duplicate").copied().unwrap_or_default();
        let mut parts = vec![("kept".to_owned(), "kept", totals.kept), ("duplicate".to_owned(), "duplicate", duplicates)];
        parts.extend(bars(&totals.categories).into_iter().map(|bar| (bar.name, "boilerplate", bar.n)));
        parts.push(("blank".to_owned(), "blank", totals.lines.saturating_sub(totals.kept + of(&totals.removed))));
        let tally = self.tally.as_ref();
        let rules = if let Some(tally) = tally {
            value(&tally.rules(TOP))?
        } else {
            let all: BTreeMap<_, _> = totals.rules.iter().chain(&totals.altered).map(|(rule, n)| (rule.clone(), *n)).collect();
            let rule = |bar: Bar| serde_json::json!({"rule": bar.name, "times": bar.n, "samples": []});
            value(&bars(&all).into_iter().take(TOP).map(rule).collect::<Vec<_>>())?
        };
        let most = |n: u64| n.max(1) as f64;
        let hosts: Vec<_> = tally.map(|tally| tally.hosts(TOP)).unwrap_or_default();
        let widest = most(hosts.iter().map(|host| host.articles).max().unwrap_or_default());
        let hosts = hosts.into_iter().map(|host| {
            let (long, share) = (host.articles as f64 * 100.0 / widest, percent(host.removed, host.lines));
            let each = format!("{:.2}", host.defects as f64 / most(host.articles));
            serde_json::json!({"name": host.name, "articles": host.articles, "long": long, "share": share, "defects": each})
        });
        let against = self
            .against
            .as_ref()
            .map(|(name, before)| serde_json::json!({"name": name, "before": before, "changes": totals.changes(before)}));
        let context = context! {
            title => &self.title,
            totals => value(totals)?,
            size => size(totals.bytes),
            figures => value(&serde_json::json!({
                "removed": of(&totals.removed), "duplicates": duplicates, "quotes": of(&totals.quotes), "defects": of(&totals.defects),
                "kept_share": percent(totals.kept, totals.kept + of(&totals.removed)),
                "rejects": totals.rejects.max(of(&self.rejects)),
            }))?,
            flow => value(&flow(&parts))?,
            languages => value(&bars(&totals.languages))?,
            foreign => value(&bars(&totals.foreign))?,
            quotes => value(&bars(&totals.quotes))?,
            defects => value(&bars(&totals.defects))?,
            altered => value(&bars(&totals.altered))?,
            rejects => value(&bars(&self.rejects))?,
            rules => rules,
            records => tally.is_some(),
            hosts => value(&hosts.collect::<Vec<_>>())?,
            host_count => tally.map_or(0, Tally::host_count) as u64,
            mottos => value(&tally.map(|tally| tally.mottos(TOP)).unwrap_or_default())?,
            officials => value(&tally.map(|tally| tally.officials(TOP)).unwrap_or_default())?,
            against => value(&against)?,
            rule_packs => &self.rules,
        };
        PAGE.render(self.ui, context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Cleaner, Scratch};

    #[test]
    fn no_article_breaks_out() {
        let hostile = "</script><script>alert(1)</script> {{ 7*7 }} \u{202e}";
        let text =
            format!("Judul\nIbu Lo Thi Ha, Ketua Komite Rakyat Komune Ba, memegang motto \"Satu {hostile} dua\" , katanya.\nIklan\n");
        let article = Article { id: hostile.into(), ..Article::new(text) };
        let mut tally = Tally::default();
        tally.add(&Cleaner::built_in().unwrap().clean(&article, &mut Scratch::default()));
        let rejects = BTreeMap::from([(hostile.to_owned(), 1)]);
        let totals = tally.totals();
        let against = Some((hostile.to_owned(), Totals::default()));
        let report = Report { title: hostile.to_owned(), totals, tally: Some(tally), rejects, against, ..Report::default() };
        let page = report.page().unwrap();
        let empty = Report::default().page().unwrap();
        assert_eq!(page.matches("<script").count(), empty.matches("<script").count());
        assert!(page.contains("{{ 7*7 }}") && page.contains("⟨U+202E⟩") && !page.contains('\u{202e}'));
    }

    #[test]
    fn bars_are_sorted_and_shared() {
        let figures = BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 3), ("c".to_owned(), 0)]);
        let bars = bars(&figures);
        assert_eq!(bars.iter().map(|bar| (bar.name.as_str(), bar.share.as_str())).collect::<Vec<_>>(), [("b", "75.0"), ("a", "25.0")]);
    }
}
