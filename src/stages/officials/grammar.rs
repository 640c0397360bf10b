//! Who holds which title within a line: a small state machine over items.
//!
//! A title directly before a name, or before a comma and a name, is that name's; one after a name and a comma, dash, bracket or
//! `yang saat itu menjabat sebagai` is the name's before it. A colon or `para` gives one title to several names, `ditunjuk sebagai`
//! to all names before it. A semicolon or full stop ends everything.

use super::items::{Item, PrefixKind, Sex, What};

/// A person as one line names it.
#[derive(Clone, Debug, Default)]
pub(super) struct Sighting {
    /// Token range of the name.
    pub(super) name: (usize, usize),
    /// First token of what stands before the name and goes with it in an alias: honorific, degree, rank, bare head.
    pub(super) prefix: usize,
    /// First token of all that stands before the name and belongs to it.
    pub(super) begin: usize,
    /// The log-likelihood that it is a person.
    pub(super) score: f32,
    pub(super) sex: Sex,
    /// Something before the name says that it is a person.
    pub(super) announced: bool,
    /// Token ranges of titles, in order of the line; ranks among them.
    pub(super) titles: Vec<TitleRange>,
}

/// A title of a sighting.
#[allow(clippy::struct_excessive_bools, reason = "each says another thing of a title")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TitleRange {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) rank: bool,
    pub(super) bare: bool,
    /// It stands directly before the name.
    pub(super) before: bool,
    /// It is a bare head in lower case.
    pub(super) lower_bare: bool,
}

/// How many items a bracket behind a title has at most.
const BRACKET: usize = 12;
/// How many names at most one verb of appointing speaks of, and how many titles wait for one name.
const GROUP: usize = 32;

/// The persons of a line with their titles.
pub(super) fn sightings(items: &[Item]) -> Vec<Sighting> {
    let mut machine = Machine::default();
    let mut at = 0;
    while at < items.len() {
        at = machine.take(items, at);
    }
    machine.seen
}

#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "what the line has said so far: each on its own")]
struct Machine {
    seen: Vec<Sighting>,
    /// Titles that wait for their name.
    pending: Vec<TitleRange>,
    /// The name whose titles may follow.
    current: Option<usize>,
    /// The current name had its titles before it.
    title_first: bool,
    /// A bracket stands open right behind the current name: what is no title in it says nothing.
    aside: bool,
    /// A dash, comma or `yang menjabat` stands between the current name and here, and nothing else does.
    open: bool,
    /// `yang saat itu menjabat`, `kini`: what follows is the current name's for certain.
    held: bool,
    /// A title that the names of a list share.
    shared: Option<TitleRange>,
    plural: bool,
    /// Names that a verb of appointing may speak of.
    group: Vec<usize>,
    /// The one person of the sentence before, whom `Ia` may mean.
    subject: Option<usize>,
    /// Behind `masing-masing`: whose post comes next.
    each: Option<usize>,
    sex: Sex,
    /// First item of the honorifics, degrees and ranks before a name.
    prefix: Option<usize>,
    announced: bool,
    /// The title waiting is joined by nothing but these to what comes.
    brackets: usize,
}

impl Machine {
    fn take(&mut self, items: &[Item], at: usize) -> usize {
        let item = items[at];
        match item.what {
            What::Title { rank, bare, lower } => self.title(items, at, rank, bare, lower),
            What::Prefix(sex, kind) => {
                if sex != Sex::Unknown {
                    self.sex = sex;
                }
                self.prefix.get_or_insert(item.from);
                self.announced = true;
                // para sopir Truong Son pada malam itu: what is named is where they are from
                if kind == PrefixKind::Occupation && std::mem::take(&mut self.plural) && is_one_name(items, at + 1) {
                    self.announced = false;
                    self.prefix = None;
                    return at + 2;
                }
            }
            What::Name(score) => self.name(item, score),
            // Ketua majelis hakim adalah Hakim X
            What::Holds if self.waits(items, at) => {}
            What::Holds => {
                self.held = self.open || self.current_is_near(items, at);
                self.open = self.held;
                self.pending.clear();
            }
            What::Appoints => {
                self.pending.clear();
                if let Some(next) = items.get(at + 1)
                    && let What::Title { rank, bare, .. } = next.what
                {
                    let title = TitleRange { from: next.from, to: next.to, rank, bare, before: false, lower_bare: false };
                    for &person in &self.group {
                        self.seen[person].titles.push(title);
                    }
                    self.open = !self.group.is_empty();
                    self.held = self.open;
                    self.prefix = None;
                    return at + 2;
                }
                self.open = false;
            }
            What::Link => {
                // `dan` keeps a group of names and a run of titles together
                self.prefix = None;
            }
            What::Age | What::Possessive => {}
            // masing-masing Ketua X dan Ketua Y, and not: masing-masing membawa bibit
            What::Each if matches!(items.get(at + 1).map(|i| i.what), Some(What::Title { .. })) => {
                let names = joined_names(&items[..at - 1]);
                self.each = (names > 1).then(|| self.seen.len() - names.min(self.seen.len()));
            }
            What::Pronoun => {
                self.current = self.subject.take();
                self.open = self.current.is_some();
                self.group.extend(self.current);
            }
            What::Plural => self.plural = true,
            What::Mark(mark) => self.mark(items, at, mark),
            What::Word if self.aside => {}
            What::Word | What::Each => {
                self.each = None;
                self.open = false;
                self.held = false;
                self.pending.clear();
                self.prefix = None;
                self.announced = false;
                self.sex = Sex::Unknown;
                if self.shared.is_some() && self.brackets == 0 {
                    self.shared = None;
                }
            }
        }
        at + 1
    }

    fn title(&mut self, items: &[Item], at: usize, rank: bool, bare: bool, lower: bool) {
        let item = items[at];
        let title = TitleRange { from: item.from, to: item.to, rank, bare, before: true, lower_bare: bare && lower && !self.plural };
        if let Some(person) = self.each.filter(|&person| person < self.seen.len()) {
            self.seen[person].titles.push(TitleRange { before: false, ..title });
            self.each = Some(person + 1);
            return;
        }
        if rank {
            self.prefix.get_or_insert(item.from);
            self.announced = true;
            self.wait_for_name(title);
            return;
        }
        if !directly_before_name(items, at + 1)
            && let Some(person) = self.current
            && self.open
        {
            let next = name_after_comma(items, at + 1);
            let linked = at > 0 && items[at - 1].what == What::Link;
            // Letnan Kolonel X, bendahara jaringan, Y mengaku: he has his rank, the post in small letters is the next one's
            let ranked = lower && self.seen[person].titles.iter().any(|t| t.rank && t.before);
            let another = next && !self.held && (self.title_first || linked || ranked);
            // Dubes X, Presiden menekankan: somebody else does something
            let acts = bare && !lower && !self.held && self.open_after_comma(items, at);
            if acts && matches!(items.get(at + 1).map(|i| i.what), Some(What::Word)) {
                self.open = false;
                return;
            }
            if !another {
                for person in (person + 1).saturating_sub(joined_before(items, at))..=person {
                    self.seen[person].titles.push(TitleRange { before: false, ..title });
                }
                return;
            }
        }
        if bare {
            self.prefix.get_or_insert(item.from);
        } else {
            self.prefix = None;
        }
        self.announced = true;
        self.wait_for_name(title);
    }

    /// Keeps a title for the name to come; of very many the last ones.
    fn wait_for_name(&mut self, title: TitleRange) {
        if self.pending.len() == GROUP {
            self.pending.remove(0);
        }
        self.pending.push(title);
    }

    fn name(&mut self, item: Item, score: f32) {
        let titles = std::mem::take(&mut self.pending);
        let begin = titles.first().map_or(item.from, |t| t.from).min(self.prefix.unwrap_or(item.from));
        let had = titles.iter().any(|t| !t.rank);
        // para Wakil Ketua A, B dan C
        let shares = std::mem::take(&mut self.plural).then(|| titles.iter().rfind(|t| !t.rank && !t.lower_bare).copied()).flatten();
        let mut sighting = Sighting {
            name: (item.from, item.to),
            prefix: self.prefix.take().unwrap_or(item.from),
            begin,
            score,
            sex: std::mem::take(&mut self.sex),
            announced: std::mem::take(&mut self.announced),
            titles,
        };
        if let Some(shared) = self.shared.filter(|_| !had) {
            sighting.titles.push(TitleRange { before: false, ..shared });
        }
        self.current = Some(self.seen.len());
        if self.group.len() == GROUP {
            self.group.remove(0);
        }
        self.group.push(self.seen.len());
        self.seen.push(sighting);
        self.shared = shares.or(self.shared);
        self.title_first = had;
        self.open = true;
        self.held = false;
    }

    fn mark(&mut self, items: &[Item], at: usize, mark: char) {
        match mark {
            ',' => {
                // a bare head in lower case is no post of the one named after a comma: di hadapan majelis hakim, X
                self.pending.retain(|t| !t.lower_bare);
                if !matches!(items.get(at.wrapping_sub(1)).map(|i| i.what), Some(What::Prefix(..) | What::Title { rank: true, .. })) {
                    self.prefix = None;
                }
            }
            '-' | '–' | '—' => self.prefix = None,
            '(' => {
                self.brackets += 1;
                let before = at.checked_sub(1).map(|before| items[before].what);
                self.aside |= self.open && matches!(before, Some(What::Name(_)));
                // Dubes Islandia (berkedudukan di Beijing), X
                self.aside |= !self.pending.is_empty() && matches!(before, Some(What::Title { rank: false, bare: false, .. }));
            }
            ')' => {
                self.brackets = self.brackets.saturating_sub(1);
                self.aside &= self.brackets > 0;
            }
            // kawan X: Ketua Y; kawan …
            ':' if at > 0
                && matches!(items[at - 1].what, What::Name(_))
                && matches!(items.get(at + 1).map(|i| i.what), Some(What::Title { rank: false, bare: false, .. }))
                && items.get(at + 2).is_none_or(|i| matches!(i.what, What::Mark(';' | '.'))) =>
            {
                self.open = true;
            }
            ':' => {
                let title = self.pending.pop();
                self.pending.clear();
                self.shared = title.filter(|t| !t.rank && (self.plural || name_list(items, at + 1) || one_name(items, at + 1)));
                self.plural = false;
                self.open = false;
                self.prefix = None;
                self.announced = false;
            }
            _ => {
                // . ; ! ? and quotation marks
                self.open = false;
                self.held = false;
                self.pending.clear();
                self.prefix = None;
                self.announced = false;
                self.sex = Sex::Unknown;
                if matches!(mark, ';' | '.' | '!' | '?') {
                    self.each = None;
                    self.subject = if self.group.len() == 1 && mark == '.' { self.current } else { None };
                    self.aside = false;
                    self.current = None;
                    self.shared = None;
                    self.plural = false;
                    self.group.clear();
                    self.brackets = 0;
                }
            }
        }
    }

    fn current_is_near(&self, items: &[Item], at: usize) -> bool {
        // `yang menjabat` right after a name or its comma
        at > 0 && self.current.is_some() && matches!(items[at - 1].what, What::Name(_) | What::Mark(',' | '-' | '–' | '(') | What::Age)
    }

    /// Whether a title that waits for its name stands right before, and a name or another title follows.
    fn waits(&self, items: &[Item], at: usize) -> bool {
        let title = at > 0 && matches!(items[at - 1].what, What::Title { rank: false, .. });
        title
            && !self.pending.is_empty()
            && directly_before_name(items, at + 1 + usize::from(matches!(items.get(at + 1).map(|i| i.what), Some(What::Title { .. }))))
    }

    fn open_after_comma(&self, items: &[Item], at: usize) -> bool {
        self.open && at > 0 && items[at - 1].what == What::Mark(',')
    }
}

/// How many names `dan` and commas join before the `sebagai` that stands before the title at `at`: A dan B sebagai Wakil Ketua.
fn joined_before(items: &[Item], at: usize) -> usize {
    let [before @ .., Item { what: What::Holds, .. }] = &items[..at] else { return 1 };
    joined_names(before)
}

/// How many names that `dan` and commas join end these items; at least 1.
fn joined_names(before: &[Item]) -> usize {
    if !matches!(before.last(), Some(Item { what: What::Name(_), .. })) {
        return 1;
    }
    let (mut names, mut linked) = (0, false);
    for item in before.iter().rev().take(24) {
        match item.what {
            What::Name(_) => names += 1,
            What::Link => linked = true,
            What::Mark(',') | What::Prefix(..) | What::Title { rank: true, .. } if linked => {}
            What::Prefix(..) | What::Title { rank: true, .. } => {}
            _ => break,
        }
    }
    if linked { names } else { 1 }
}

/// Whether nothing but honorifics, degrees, ranks and brackets stands between here and a name.
fn directly_before_name(items: &[Item], from: usize) -> bool {
    let mut at = from;
    let mut depth = 0;
    while let Some(item) = items.get(at) {
        match item.what {
            What::Name(_) if depth == 0 => return true,
            What::Mark('(') => depth += 1,
            What::Mark(')') if depth > 0 => depth -= 1,
            What::Prefix(..) | What::Title { rank: true, .. } => {}
            _ if depth > 0 => {}
            _ => return false,
        }
        at += 1;
        if at - from > 12 {
            return false;
        }
    }
    false
}

/// Whether a comma and then a name (with what may stand before one) follows; a bracket may stand before the comma.
fn name_after_comma(items: &[Item], mut from: usize) -> bool {
    if items.get(from).is_some_and(|item| item.what == What::Mark('(')) {
        let close = items[from..].iter().take(BRACKET).position(|item| item.what == What::Mark(')'));
        from = close.map_or(from, |close| from + close + 1);
    }
    items.get(from).is_some_and(|item| item.what == What::Mark(',')) && directly_before_name(items, from + 1)
}

/// Whether a name follows that begins no list.
fn is_one_name(items: &[Item], at: usize) -> bool {
    let name = items.get(at).is_some_and(|item| matches!(item.what, What::Name(_)));
    name && !matches!(items.get(at + 1).map(|i| i.what), Some(What::Mark(',' | '(') | What::Link))
}

/// Whether one sure name follows and nothing else: Pemimpin redaksi: X
fn one_name(items: &[Item], from: usize) -> bool {
    let name = from + usize::from(matches!(items.get(from).map(|i| i.what), Some(What::Prefix(..))));
    matches!(items.get(name).map(|i| i.what), Some(What::Name(score)) if score > 0.0)
        && items.get(name + 1).is_none_or(|item| matches!(item.what, What::Mark(';' | '.')))
}

/// Whether a list of names follows: at least two, or one and the end.
fn name_list(items: &[Item], from: usize) -> bool {
    let mut names = 0;
    for item in items.iter().skip(from).take(12) {
        match item.what {
            What::Name(score) => names += usize::from(score > 0.0),
            What::Mark(',') | What::Link | What::Prefix(..) => {}
            _ => break,
        }
    }
    names >= 2
}
