//! Second pass: what a line is by its neighbours and its place.
//!
//! An article is a head, a body and a tail: what stands before its first paragraph, from there to its last, and after it. The rules that
//! fit a line alone speak here if it stands where they may; then come the judges that need the article: links under a heading, bullets
//! before the first paragraph, dates, placeholders of images, names of authors. They are asked in rounds until none finds more, each
//! on what is still kept, so that a text that was cleaned gives nothing new. No judge asks for a blank line.
//!
//! `Berita Terkait` / `Pasar apung dibuka kembali` at the end go together; in the middle a subheading after such links stays.

use std::cell::OnceCell;

use super::Boilerplate;
use super::alone::Buffers;
use super::dates::{Dated, Join};
use super::fold::{bare, folded};
use super::headline::{Placeholder, likeness};
use super::pack::{By, Place, Rule};
use crate::doc::{CERTAIN, Doc, LineMark, Removal, Verdict};
use crate::record::Reason;
use crate::text::tokens::{Summary, Token};

/// A line of so many words is a paragraph if it ends as a sentence does.
const SENTENCE: usize = 14;
/// A line of so many words is a paragraph however it ends.
const LONG: usize = 24;
/// A bullet longer than this is an answer, not a link.
const BULLET: usize = 30;
/// A line of so many words is no verse and no subheading, though its stop be lost.
const CLOSING: usize = 10;
/// Nothing was published on a page before.
const WEB: &str = "1997";
/// More rounds than any page has needed.
const ROUNDS: usize = 8;

/// A kept line as the judges see it.
#[allow(clippy::struct_excessive_bools, reason = "each is a trait of the line by itself, none excludes another")]
struct View<'d> {
    line: usize,
    text: &'d str,
    tokens: &'d [Token],
    words: usize,
    paragraph: bool,
    /// Ends as a sentence or a caption does.
    ended: bool,
    /// Had a closing `./.` that was cut off.
    closed: bool,
    bullet: bool,
    /// Mostly written with the letters of Vietnamese.
    vietnamese: bool,
    /// What any of its words has.
    summary: Summary,
    /// What it is as a placeholder of an image, once that was asked.
    placeholder: OnceCell<Option<Placeholder<'d>>>,
    /// The date in it, once that was asked.
    dated: OnceCell<Option<Dated<'d>>>,
    /// Rules that fit it alone: a range of `Article::hits`.
    hits: std::ops::Range<usize>,
    /// The rule that takes it out.
    out: Option<usize>,
    /// A rule that doubts it.
    doubt: Option<(usize, f32)>,
}

/// An article before the judges.
struct Article<'b, 'd> {
    stage: &'b Boilerplate,
    host: String,
    views: Vec<View<'d>>,
    hits: Vec<usize>,
    vietnamese: bool,
    /// Text of a letter or speech in full: names at its end are signatures.
    letter: bool,
    /// How many lines the judges have taken out.
    gone: usize,
}

/// Where head, lead and body end: places among the lines that are still kept.
#[derive(Clone, Copy)]
struct Zones {
    first: usize,
    second: usize,
    /// One past the last paragraph.
    tail: usize,
}

/// Where in its article a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Before the first paragraph.
    Head,
    /// In or after the first paragraph and before the second.
    Start,
    /// From there to the last paragraph; anywhere in an article without one.
    Body,
    /// After the last paragraph.
    Tail,
}

impl Boilerplate {
    /// Each kept line and where it stands.
    pub fn zones(&self, doc: &Doc<'_>) -> Vec<(usize, Zone)> {
        let article = Article::new(self, doc);
        let zones = article.zones(&article.kept());
        let paragraphs = article.views.iter().any(|view| view.paragraph);
        let zone = |place| match place {
            _ if !paragraphs => Zone::Body,
            _ if zones.hold(Place::Head, place) => Zone::Head,
            _ if zones.hold(Place::Tail, place) => Zone::Tail,
            _ if zones.hold(Place::Start, place) => Zone::Start,
            _ => Zone::Body,
        };
        article.views.iter().enumerate().map(|(place, view)| (view.line, zone(place))).collect()
    }

    /// Which lines to remove.
    pub fn judge<'r>(&'r self, doc: &Doc<'r>) -> Vec<LineMark<'r>> {
        let mut article = Article::new(self, doc);
        for _ in 0..ROUNDS {
            let before = article.gone;
            article.round();
            if article.gone == before {
                break;
            }
        }
        let marks = article.views.iter().filter_map(|view| {
            let (rule, score) = view.out.map(|rule| (rule, self.rules[rule].score)).or(view.doubt)?;
            let rule = &self.rules[rule];
            let removal = Removal { reason: Reason::Boilerplate, category: &rule.category, of: 0, rule: &rule.id, score };
            Some(LineMark { line: view.line, verdict: Verdict::Remove(removal) })
        });
        marks.collect()
    }
}

impl<'b, 'd> Article<'b, 'd> {
    fn new(stage: &'b Boilerplate, doc: &'d Doc<'_>) -> Self {
        let mut buffers = Buffers::default();
        let mut hits = Vec::new();
        let mut views: Vec<View<'d>> = Vec::new();
        let (mut accents, mut paragraphs) = (0, 0);
        let mut letter = false;
        for line in doc.kept() {
            let text: &str = &doc.lines[line].text;
            let tokens = doc.tokens(line);
            let words = count_words(tokens, 60);
            let from = hits.len();
            stage.alone.look(&stage.rules, text, tokens, words, &mut buffers, &mut hits);
            let bullet = is_bullet(text);
            let ended = ends_sentence(text);
            let paragraph = words >= LONG || (ended && words >= SENTENCE);
            let summary = doc.lines[line].summary;
            let vietnamese = summary.has_accent() && is_vietnamese(text, tokens);
            if paragraph {
                paragraphs += 1;
                accents += usize::from(vietnamese);
            }
            letter |= words <= 10 && is_salutation(text);
            views.push(View {
                line,
                text,
                tokens,
                words,
                paragraph: paragraph && !(bullet && words <= BULLET),
                ended,
                closed: doc.lines[line].raw.trim_end().ends_with("./."),
                bullet,
                vietnamese,
                summary,
                placeholder: OnceCell::new(),
                dated: OnceCell::new(),
                hits: from..hits.len(),
                out: None,
                doubt: None,
            });
        }
        Self { stage, host: doc.host.clone(), views, hits, vietnamese: 2 * accents > paragraphs, letter, gone: 0 }
    }

    fn rule(&self, rule: usize) -> &'b Rule {
        &self.stage.rules[rule]
    }

    fn mark(&mut self, at: usize, rule: usize) {
        self.mark_as(at, rule, self.rule(rule).score);
    }

    fn mark_as(&mut self, at: usize, rule: usize, score: f32) {
        let view = &mut self.views[at];
        if view.out.is_some() {
            return;
        }
        if score >= CERTAIN {
            view.out = Some(rule);
            self.gone += 1;
        } else if view.doubt.is_none_or(|(_, before)| before < score) {
            view.doubt = Some((rule, score));
        }
    }

    /// The date in a line and what stands beside it.
    fn dated(&self, at: usize) -> Option<&Dated<'d>> {
        let view = &self.views[at];
        view.dated.get_or_init(|| view.summary.has_digit().then(|| self.stage.dates.read(view.text)).flatten()).as_ref()
    }

    /// The places of lines that are still kept.
    fn kept(&self) -> Vec<usize> {
        let mut kept = Vec::with_capacity(self.views.len());
        kept.extend((0..self.views.len()).filter(|&at| self.views[at].out.is_none()));
        kept
    }

    fn zones(&self, kept: &[usize]) -> Zones {
        // a long headline is no paragraph
        let headline = |view: &View<'_>| kept.len() > 1 && view.words < LONG + 6 && !view.text.ends_with('.') && !view.text.contains(". ");
        let told = |&(place, &at): &(usize, &usize)| self.views[at].paragraph && !(place == 0 && headline(&self.views[at]));
        let mut paragraphs = kept.iter().enumerate().filter(told).map(|(place, _)| place);
        let end = kept.len();
        if let (Some(first), second, last) = (paragraphs.next(), paragraphs.next(), paragraphs.next_back()) {
            let second_or_end = second.unwrap_or(end.min(first + 4));
            return Zones { first, second: second_or_end, tail: last.or(second).unwrap_or(first) + 1 };
        }
        // a short notice: its last sentence ends it
        let told = |view: &View<'_>| view.hits.is_empty() && view.words >= 4 && view.text.ends_with(['.', '?', '!', '"', '”']);
        match kept.iter().rposition(|&at| told(&self.views[at])) {
            Some(last) => Zones { first: last.min(4), second: last.min(4), tail: last + 1 },
            None => Zones { first: end.min(4), second: end.min(4), tail: end.saturating_sub(8) },
        }
    }

    fn round(&mut self) {
        // rules for any place first: a long notice must not be taken for a paragraph
        for at in 0..self.views.len() {
            self.alone(at, |place| place == Place::Any);
        }
        let kept = self.kept();
        let zones = self.zones(&kept);
        for (place, &at) in kept.iter().enumerate() {
            self.alone(at, |wanted| zones.hold(wanted, place));
        }
        let (mut kept, mut zones, mut gone) = (kept, zones, usize::MAX);
        for index in 0..self.stage.judges.len() {
            let (by, rule) = self.stage.judges[index];
            if self.gone != gone {
                gone = self.gone;
                kept = self.kept();
                zones = self.zones(&kept);
            }
            match by {
                By::AuthorPlain => self.author_by(rule, &kept, zones),
                By::AuthorHead => self.author_head(rule, &kept, zones),
                By::AuthorLabel => self.author_label(rule),
                By::AuthorTail => self.author_tail(rule, &kept, zones),
                By::Bullets => self.bullets(rule, &kept, zones),
                By::Column => self.column(rule, &kept, zones),
                By::Date => self.dates(rule, &kept, zones),
                By::Loose => self.loose(rule, &kept, zones),
                By::Masthead => self.masthead(rule, &kept, zones),
                By::Placeholder => self.placeholders(rule, &kept, zones),
                By::SiteName => self.site_name(rule, &kept, zones),
                By::Under => self.under(rule, &kept, zones),
            }
        }
    }

    /// The surest rule that fits the line alone and may speak where it stands.
    fn alone(&mut self, at: usize, here: impl Fn(Place) -> bool) {
        let view = &self.views[at];
        if view.out.is_some() || view.hits.is_empty() {
            return;
        }
        let fitting = self.hits[view.hits.clone()].iter().copied().filter(|&rule| {
            let rule = self.rule(rule);
            let marked = !rule.beside || self.beside(at, &["comments", "share", "site", "tags"]);
            let heads = rule.place == Place::Tail && !rule.exact.is_empty() && self.heads_a_sentence(at);
            here(rule.place)
                && marked
                && !heads
                && (rule.place != Place::Top || self.tops(at))
                && view.words <= rule.max_words
                && self.is_host(&rule.hosts)
        });
        let best = fitting.reduce(|best, rule| if self.rule(rule).score > self.rule(best).score { rule } else { best });
        if let Some(rule) = best {
            self.mark(at, rule);
        }
    }

    /// Whether a sentence stands right below: the line is its subheading.
    fn heads_a_sentence(&self, at: usize) -> bool {
        self.views
            .get(at + 1)
            .is_some_and(|below| below.out.is_none() && below.hits.is_empty() && below.words >= 4 && below.text.ends_with(['.', '"', '”']))
    }

    /// Whether the line stands above the headline or beside what the site put there, and is not itself all that stands above the text.
    fn tops(&self, at: usize) -> bool {
        let above = self.views[..at].iter().all(|view| view.out.is_some());
        let below = self.views[at + 1..].iter().find(|view| view.out.is_none());
        (above && below.is_none_or(|view| !view.paragraph)) || self.beside(at, &["byline", "share", "site"])
    }

    fn is_host(&self, hosts: &[String]) -> bool {
        let host = self.host.trim_end_matches('.');
        let under = |known: &String| host.strip_suffix(known.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        hosts.is_empty() || hosts.iter().any(under)
    }

    /// Whether a neighbour was taken out as one of these categories.
    fn beside(&self, at: usize, categories: &[&str]) -> bool {
        let is = |at: usize| {
            self.views.get(at).and_then(|view| view.out).is_some_and(|rule| categories.contains(&self.rule(rule).category.as_str()))
        };
        is(at + 1) || at > 0 && is(at - 1)
    }

    /// Headlines under a heading of links: to the next line that is none. In the body a link is as long as a headline, for a subheading
    /// may follow.
    fn under(&mut self, rule: usize, kept: &[usize], zones: Zones) {
        let tail = kept.get(zones.tail).copied().unwrap_or(self.views.len());
        for heading in 0..self.views.len() {
            let Some(out) = self.views[heading].out else { continue };
            if !self.rule(out).opens {
                continue;
            }
            let mut links = 0;
            for at in heading + 1..self.views.len() {
                let view = &self.views[at];
                if let Some(other) = view.out {
                    links += usize::from(other == rule);
                    if self.rule(other).opens || !matches!(self.rule(other).category.as_str(), "related" | "ad" | "image") {
                        break;
                    }
                    continue;
                }
                let in_tail = at >= tail;
                let shortest = match (in_tail, links) {
                    (true, _) | (false, 0) => 4,
                    (false, _) => 6,
                };
                let author = self.stage.names_in(view.text).is_some_and(|names| !in_tail || names.upper || names.role);
                let dated = self.stage.dates.read(view.text).is_some();
                let row = !in_tail && links > 0 && is_row(view);
                if !(is_link(view) && view.words >= shortest) || author || dated || row {
                    break;
                }
                links += 1;
                self.mark(at, rule);
            }
        }
    }

    /// Two or more bullets in a row before the first paragraph.
    fn bullets(&mut self, rule: usize, kept: &[usize], zones: Zones) {
        if zones.first >= kept.len() || !self.views[kept[zones.first]].paragraph {
            return;
        }
        let mut run = Vec::new();
        for &at in &kept[..zones.first] {
            let view = &self.views[at];
            if view.bullet && (4..=BULLET).contains(&view.words) && !view.text.ends_with('?') {
                run.push(at);
                continue;
            }
            if run.len() > 1 {
                break;
            }
            run.clear();
        }
        if run.len() > 1 {
            for at in run {
                self.mark(at, rule);
            }
        }
    }

    /// Dates of publication. A date that stands bare may as well head a day of a diary or of a programme.
    fn dates(&mut self, rule: usize, kept: &[usize], zones: Zones) {
        let found = kept.iter().enumerate().filter_map(|(place, &at)| Some((place, at, self.dated(at)?.clone())));
        let found: Vec<(usize, usize, Dated<'_>)> = found.collect();
        for (place, at, dated) in &found {
            let (place, at) = (*place, *at);
            if !matches!(dated.join, Join::Glued) && dated.iso.as_str() < WEB {
                continue;
            }
            let marked = self.beside(at, &["byline", "share", "site"]);
            let outside = zones.hold(Place::Outside, place);
            let head = zones.hold(Place::Head, place);
            let paper = || is_paper(dated.rest);
            let goes = if dated.rest.is_empty() {
                let days =
                    found.iter().take(64).any(|(other, _, day)| other.abs_diff(place) > 1 && day.rest.is_empty() && day.iso != dated.iso);
                let next = kept.get(place + 1).is_some_and(|&next| self.views[next].text.starts_with(|c: char| c.is_ascii_digit()));
                if next {
                    false
                } else if days || dated.plain && !(dated.dressed || dated.clock) {
                    marked && dated.dressed
                } else if dated.clock {
                    outside || marked
                } else {
                    ((dated.dressed || dated.figures) && (head || marked)) || (head && place > 0)
                }
            } else {
                match dated.join {
                    Join::Glued => is_doubled(dated.rest) || (paper() && (outside || marked)),
                    Join::Bullet => paper() && (outside || marked),
                    Join::Dash => (paper() || is_doubled(dated.rest)) && ((head && place > 0) || (outside && dated.clock) || marked),
                    Join::Comma | Join::Space => {
                        let author = || self.stage.names_in(dated.rest).is_some_and(|n| n.vietnamese && n.words > 1 && n.count == 1);
                        let portal = !dated.rest.contains(' ') && dated.rest.contains('.');
                        let agency = || self.stage.names.agencies.contains(&folded(dated.rest));
                        dated.clock && place > 0 && (outside && agency() || head && (portal || dated.figures && author()))
                    }
                }
            };
            if goes {
                self.mark(at, rule);
            }
        }
    }

    fn placeholders(&mut self, rule: usize, kept: &[usize], zones: Zones) {
        let heads: Vec<&str> = kept.iter().take(zones.second.max(3)).map(|&at| self.views[at].text).collect();
        let mut stems: Vec<(usize, &str, bool)> = Vec::new();
        for &at in kept {
            let view = &self.views[at];
            if view.text.len() > 400 || !view.summary.has_digit() {
                continue;
            }
            let found = view.placeholder.get_or_init(|| self.stage.placeholders.read(view.text, view.tokens, None));
            let Some(found) = found else { continue };
            let rest = view.text[found.after..].trim();
            if !rest.is_empty() {
                continue;
            }
            let words = found.stem.split(' ').count();
            let accented = !self.vietnamese && words >= 3 && is_mostly_vietnamese(found.stem);
            let alike = || heads.iter().any(|head| *head != view.text && likeness(found.stem, head) >= 0.5);
            if found.named || accented || (words >= 3 && alike()) {
                self.mark(at, rule);
            } else if words >= 4 {
                stems.push((at, found.stem, found.worded));
            }
        }
        // the headline is not on every page: a stem that is numbered twice is one all the same
        stems.sort_by_key(|&(at, stem, _)| (stem, at));
        for group in stems.chunk_by(|a, b| a.1 == b.1) {
            for &(at, _, worded) in group {
                match group.len() {
                    1 if worded => self.mark_as(at, rule, 0.4),
                    1 => {}
                    _ => self.mark(at, rule),
                }
            }
        }
    }

    /// A line in Vietnamese above the headline of an article in another language.
    fn masthead(&mut self, rule: usize, kept: &[usize], zones: Zones) {
        if self.vietnamese {
            return;
        }
        let head = &kept[..zones.first.min(kept.len())];
        for (place, &at) in head.iter().enumerate().take(3) {
            let view = &self.views[at];
            let below = head[place + 1..].iter().any(|&other| !self.views[other].vietnamese && self.views[other].words >= 3);
            let above = head[..place].iter().any(|&other| !self.views[other].vietnamese && self.views[other].words >= 3);
            // a place's name with its marks makes no headline Vietnamese
            let marked = view.text.split(' ').filter(|word| !word.is_ascii()).count();
            if view.vietnamese
                && 2 * marked >= view.words
                && !view.text.contains(|c: char| c.is_ascii_digit())
                && view.words <= 14
                && below
                && (!above || self.beside(at, &["byline", "share", "site"]))
                && !view.text.ends_with('.')
            {
                self.mark(at, rule);
            }
        }
    }

    /// The paper's name as its address has it, or as it stands in another line of the site's or in the mark that opens the first paragraph.
    fn site_name(&mut self, rule: usize, kept: &[usize], zones: Zones) {
        let labels: Vec<String> = self.host.split('.').map(|label| label.replace('-', "")).collect();
        let address = labels[..labels.len().saturating_sub(1)].concat();
        let head = &kept[..zones.first.min(kept.len())];
        let opening = kept.get(zones.first).map_or("", |&at| self.views[at].text);
        let opening = opening.split_once(')').map_or("", |(open, _)| open.split_once('(').map_or("", |(_, mark)| mark));
        for (place, &at) in head.iter().enumerate() {
            let view = &self.views[at];
            let name = view.text.split([':', '|']).next().and_then(|text| text.split(" - ").next()).unwrap_or_default();
            let long = name.split(' ').count();
            let key = bare(name);
            let core = ["bao", "koran", "harian", "radio"].iter().find_map(|start| key.strip_prefix(start)).unwrap_or(&key);
            let core = ["online", "dientu", "vn"].iter().find_map(|end| core.strip_suffix(end)).unwrap_or(core);
            let headline = head.iter().any(|&other| other != at && self.views[other].words >= 3);
            let first = &labels[0];
            let host =
                address.len() >= 4 && core.len() >= 4 && (address.contains(core) || (first.len() >= 5 && key.contains(first.as_str())));
            let below = head.get(place + 1).is_some_and(|&next| self.views[next].words >= 4);
            let repeated =
                place == 0 && below && key.len() >= 6 && is_paper(name) && (bare(opening).contains(&key) || self.is_sites_own(&key));
            let slogan = view.text.split_once(" | ").or(view.text.split_once(" - ")).is_some_and(|(_, slogan)| is_paper(slogan));
            let title = place == 0 && below && slogan && is_paper(name) && view.words <= 10;
            // `BAO.VN, HUE - Air naik dalam semalam.` is the first sentence behind the mark that opens it
            let sentence = name.len() < view.text.len() && view.text.ends_with(['.', '!', '?']);
            if headline && long <= 6 && !sentence && (host || repeated || (title && view.text.contains(" | "))) {
                self.mark(at, rule);
            } else if title && long <= 3 {
                self.mark_as(at, rule, 0.4);
            }
        }
    }

    /// Whether a name, as [`bare`] gives it, stands in a line that was taken out as the site's.
    fn is_sites_own(&self, name: &str) -> bool {
        let is_sites = |rule| matches!(self.rule(rule).category.as_str(), "byline" | "site" | "source");
        let lines = self.views.iter().filter(|view| view.text.len() <= 160 && view.out.is_some_and(is_sites));
        lines.map(|view| bare(view.text)).any(|text| text.contains(name))
    }

    /// Short lines under a rubric, above the headline: a column of rubrics, of which not all are known.
    fn column(&mut self, rule: usize, kept: &[usize], zones: Zones) {
        let head = &kept[..zones.first.min(kept.len())];
        for (place, &at) in head.iter().enumerate() {
            let under = at > 0 && self.views[at - 1].out.is_some_and(|out| self.rule(out).id == "site.rubric" || out == rule);
            let headline = head[place + 1..].iter().any(|&below| self.views[below].words >= 4);
            if under && headline && self.views[at].words <= 3 && !self.views[at].text.ends_with(['.', '?', '!', ':']) {
                self.mark(at, rule);
            }
        }
    }

    /// Names alone between headline and first paragraph.
    fn author_head(&mut self, rule: usize, kept: &[usize], zones: Zones) {
        for (place, &at) in kept.iter().enumerate().take(zones.second.min(kept.len())).skip(1) {
            let Some(names) = self.stage.names_in(self.views[at].text) else { continue };
            let marked = self.beside(at, &["byline", "share"]);
            let people = names.count > 1 || names.role || (names.vietnamese && names.words > 1);
            let many = names.words > 1 || names.role;
            // under a label, or one of a list: who won, who signed
            let before = &self.views[kept[place - 1]];
            let labelled = place > 1 && before.words <= 3 && self.stage.names_in(before.text).is_none();
            let is_name = |place: usize| kept.get(place).is_some_and(|&at| self.stage.names_in(self.views[at].text).is_some());
            let listed = (place.saturating_sub(2)..=place).any(|from| (from..from + 3).all(is_name));
            if many && !labelled && !listed && ((place < zones.first && people) || (marked && (people || names.words > 1))) {
                self.mark(at, rule);
            }
        }
    }

    /// Names behind a label without a colon.
    fn author_by(&mut self, rule: usize, kept: &[usize], zones: Zones) {
        for (place, &at) in kept.iter().enumerate().filter(|&(place, _)| zones.hold(Place::Outside, place)) {
            let text = self.views[at].text;
            let label = self.stage.labels.iter().find(|label| text.starts_with(label.as_str()));
            let names = label.and_then(|label| text[label.len()..].strip_prefix(' ')).and_then(|rest| self.stage.names_in(rest));
            if place > 0 && names.is_some_and(|names| names.words > 1) {
                self.mark(at, rule);
            }
        }
    }

    /// Names alone under a label.
    fn author_label(&mut self, rule: usize) {
        for at in 1..self.views.len() {
            let label = self.views[at - 1].out.is_some_and(|out| self.rule(out).id == "byline.label");
            if label && self.views[at].out.is_none() && self.stage.names_in(self.views[at].text).is_some() {
                self.mark(at, rule);
            }
        }
    }

    /// Names alone after the last paragraph, with nothing kept below them.
    fn author_tail(&mut self, rule: usize, kept: &[usize], zones: Zones) {
        let is_name = |&&at: &&usize| self.stage.names_in(self.views[at].text).is_some();
        let run = kept.iter().rev().take_while(is_name).count();
        if run > 2 {
            return; // a cast, a squad, who was honoured
        }
        let mut place = kept.len();
        while place > zones.tail.max(1) {
            place -= 1;
            let at = kept[place];
            let Some(names) = self.stage.names_in(self.views[at].text) else { break };
            let before = &self.views[kept[place - 1]];
            let closes = before.ended || before.closed || before.words >= CLOSING || before.text.contains(':');
            let signed = self.letter && !names.role && self.is_named(at);
            let single = names.words == 1 && (!names.vietnamese || self.views[at].text.len() < 3);
            let certain =
                (names.upper && !single) || names.role || (names.words > 1 && (names.vietnamese || names.words <= 3 * names.count));
            if signed {
                break;
            }
            if certain && (closes || names.role) {
                self.mark(at, rule);
            } else if self.stage.names_in(before.text).is_none() {
                self.mark_as(at, rule, 0.4);
                break;
            }
        }
    }

    /// Whether the name on this line stands in another kept line.
    fn is_named(&self, at: usize) -> bool {
        let name = bare(self.views[at].text);
        self.views.iter().enumerate().any(|(other, view)| other != at && view.out.is_none() && bare(view.text).contains(&name))
    }

    /// Headlines without a heading, right above what ends the page.
    fn loose(&mut self, rule: usize, kept: &[usize], zones: Zones) {
        let Some(&last) = kept.last() else { return };
        let source = self.views.get(last + 1).and_then(|view| view.out).is_some_and(|out| self.rule(out).category == "source");
        let mut run = Vec::new();
        for &at in kept.get(zones.tail..).unwrap_or_default().iter().rev() {
            if !(is_link(&self.views[at]) && self.views[at].words >= 5) {
                break;
            }
            run.push(at);
        }
        if source && run.len() > 1 {
            for at in run {
                self.mark(at, rule);
            }
        }
    }
}

impl Zones {
    fn hold(self, wanted: Place, place: usize) -> bool {
        match wanted {
            Place::Any => true,
            Place::Top | Place::Head => place < self.first,
            Place::Start => place < self.second,
            Place::Tail => place >= self.tail,
            Place::Edge => place < self.first || place >= self.tail,
            Place::Outside => place < self.second || place >= self.tail,
        }
    }
}

/// Words and numbers of a line, counted up to `most`.
fn count_words(tokens: &[Token], most: usize) -> usize {
    tokens.iter().filter(|token| token.is_word() || token.is_number()).take(most).count()
}

fn is_bullet(text: &str) -> bool {
    let mut chars = text.chars();
    let mark = chars.next().is_some_and(|c| matches!(c, '-' | '–' | '—' | '•' | '*' | '+' | '▪' | '●' | '■' | '◦' | '·' | '➤' | '►'));
    mark && chars.next() == Some(' ')
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '?', '!', '"', '”', '»', '“', '’', '\'', '…', ')'])
}

/// Looks as a headline in a list of links does.
fn is_link(view: &View<'_>) -> bool {
    let text = if view.bullet { view.text.trim_start_matches(|c: char| !c.is_alphanumeric()) } else { view.text };
    let open = |c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '“' | '\'' | '‘' | '[' | '(' | '«');
    let quoted = text.starts_with(['"', '“', '«', '‘']) && text.ends_with(['"', '”', '»', '’']);
    let closed = !text.ends_with("...") && text.ends_with(['.', ';', ',', ':']) && !view.bullet;
    let credit = ["Foto:", "Ảnh:", "Photo:", "(Foto"].iter().any(|credit| text.contains(credit));
    // questions of an interview, thanks and greetings, tables of results, two sentences
    let asked = text.ends_with('?') && text.contains(": ");
    let called = text.ends_with('!') && view.words < 5;
    // a row of a list: `Emas: Lo Van Hanh`, `2. Lo Van Hanh`, an address to write to
    let labelled = view.words < 6 && text.contains(": ");
    let numbered = view.words < 6 && text.split_once(['.', ')']).is_some_and(|(number, _)| number.bytes().all(|b| b.is_ascii_digit()));
    let address = text.contains('@') || text.contains("www.") || text.contains("http");
    let row = labelled || numbered || address;
    let scored = text
        .rsplit(' ')
        .next()
        .and_then(|last| last.split_once('-'))
        .is_some_and(|(a, b)| !a.is_empty() && !b.is_empty() && a.bytes().chain(b.bytes()).all(|c| c.is_ascii_digit()));
    let figures = scored || 4 * text.bytes().filter(u8::is_ascii_digit).count() > text.len();
    let told = text.ends_with('.') && !text.ends_with("...") && text.contains(". ");
    let other = asked || called || figures || told || row;
    text.starts_with(open) && !(quoted || closed || credit || other) && view.words <= 28 && !view.paragraph
}

/// A label and what belongs to it: `Penjaga gawang: Van Lam, Tan Truong`.
fn is_row(view: &View<'_>) -> bool {
    let small = |word: &str| word.len() > 2 && word.starts_with(char::is_lowercase);
    view.text.split_once(": ").is_some_and(|(_, rest)| view.words < 8 || !rest.split(' ').any(small))
}

/// A paper's or an author's name: few words, each with a capital but for those that join.
fn is_paper(text: &str) -> bool {
    let mut words = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        words += 1;
        let joins = matches!(word, "và" | "dan" | "the" | "of" | "&" | "-" | "điện" | "tử" | "for" | "|");
        if !(joins || word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())) && words > 1 {
            // Báo Đồng Khởi, Hà Nội mới, Phụ nữ: Vietnamese papers write some words small
            if word.is_ascii() && word.len() > 6 {
                return false;
            }
        } else if words == 1 && !word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
            return false;
        }
    }
    (1..=8).contains(&words)
}

/// One name written twice without a space.
fn is_doubled(text: &str) -> bool {
    let text = bare(text);
    let half = text.len() / 2;
    text.len() >= 4 && text.len().is_multiple_of(2) && text.is_char_boundary(half) && text[..half] == text[half..]
}

fn is_vietnamese(text: &str, tokens: &[Token]) -> bool {
    let (mut words, mut accents) = (0, 0);
    for token in tokens.iter().filter(|token| token.is_word()).take(40) {
        words += 1;
        accents += usize::from(token.has_accent() && has_vietnamese_letter(token.text(text)));
    }
    accents > 0 && 5 * accents >= 2 * words
}

fn is_mostly_vietnamese(text: &str) -> bool {
    let words = text.split(' ').filter(|word| word.contains(char::is_alphabetic));
    let (all, accents) = words.fold((0, 0), |(all, accents), word| (all + 1, accents + usize::from(has_vietnamese_letter(word))));
    accents > 0 && 5 * accents >= 2 * all
}

fn has_vietnamese_letter(word: &str) -> bool {
    word.chars().any(|c| matches!(c, '\u{1ea0}'..='\u{1ef9}' | 'À'..='Ã' | 'È'..='Ê' | 'Ì' | 'Í' | 'Ò'..='Õ' | 'Ù' | 'Ú' | 'Ý' | 'à'..='ã' | 'è'..='ê' | 'ì' | 'í' | 'ò'..='õ' | 'ù' | 'ú' | 'ý' | 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư'))
}

/// Opens a letter or speech: `Rekan-rekan yang terhormat,`.
fn is_salutation(text: &str) -> bool {
    if !text.ends_with([',', '!', ':']) {
        return false;
    }
    let text = text.to_lowercase();
    ["terhormat", "tersayang", "tercinta", "terkasih", "yth", "kính gửi", "kính thưa", "thân mến", "dear ", "hormat kami", "salam "]
        .iter()
        .any(|word| text.contains(word))
}
