//! Lines that hold a date and little else.
//!
//! Finds the date, takes away clock times, weekdays and labels, and says what is left and how it was joined: nothing, a paper, an author. What
//! that makes of the line is left to [`super::context`]. [`crate::meta`] reads the date of publication here too.
//!
//! `Thứ Bảy, 13/12/2025 19:20 (GMT+7)` is 2025-12-13 with a time and nothing left.

use hashbrown::HashSet;

use super::fold::folded;
use super::pattern::Pattern;

/// Longest line, in bytes, that is looked at.
const LONGEST: usize = 120;

/// Reads dates.
#[derive(Debug)]
pub struct Dates {
    date: Pattern,
    time: Pattern,
    /// Weekdays and labels that may stand beside a date, folded.
    filler: HashSet<String>,
    /// Those of them that a reporter writes as well: `tanggal`, `malam`.
    plain: HashSet<String>,
}

/// A line with a date in it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a trait of the line by itself, none excludes another")]
pub struct Dated<'l> {
    /// As ISO 8601.
    pub iso: String,
    /// A weekday or a label stands beside it.
    pub dressed: bool,
    /// A clock time stands beside it.
    pub clock: bool,
    /// A word stands beside it that a reporter writes as well: `malam`.
    pub plain: bool,
    /// Written with figures alone.
    pub figures: bool,
    /// What else stands on the line, and by what it was joined to the date.
    pub rest: &'l str,
    /// How `rest` and date are joined.
    pub join: Join,
}

/// What stands beside a date.
#[derive(Clone, Copy, Debug, Default)]
struct Dress {
    dressed: bool,
    clock: bool,
    plain: bool,
}

/// How a name and a date are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// No space between: `Báo A12/09/2025`.
    Glued,
    /// A bullet or bar between.
    Bullet,
    /// A dash between.
    Dash,
    /// A comma between.
    Comma,
    /// A space, or nothing to join.
    Space,
}

/// Month names by their number, in the order in which they are tried: Indonesian, Malay, English.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb", "peb"],
    &["mar", "mac"],
    &["apr"],
    &["mei", "may"],
    &["jun"],
    &["jul", "julai"],
    &["agu", "aug", "ogo", "agt"],
    &["sep"],
    &["okt", "oct"],
    &["nov"],
    &["des", "dec", "dis"],
];

impl Dates {
    /// `filler` are weekdays and labels that may stand beside a date, `plain` words that tell nothing there.
    pub fn new(filler: HashSet<String>, plain: HashSet<String>) -> Self {
        let month = r"(?:jan|feb|peb|mar|mac|apr|mei|may|jun|jul|agu|agt|aug|ogo|sep|okt|oct|nov|des|dec|dis)\p{L}{0,7}\.?";
        let date = format!(
            r"(?ix)
              (?:ngày\s+)?(?P<d1>\d{{1,2}})\s*[/.\-]\s*(?P<m1>\d{{1,2}})\s*[/.\-]\s*(?P<y1>(?:19|20)\d\d)
            | (?P<y2>(?:19|20)\d\d)-(?P<m2>\d\d)-(?P<d2>\d\d)
            | (?:ngày\s+)?(?P<d3>\d{{1,2}})\s+tháng\s+(?P<m3>\d{{1,2}}),?\s+(?:năm\s+)?(?P<y3>(?:19|20)\d\d)
            | (?P<d4>\d{{1,2}})\s+(?P<m4>{month}),?\s+(?P<y4>(?:19|20)\d\d)
            | (?P<m5>{month})\s+(?P<d5>\d{{1,2}}),?\s+(?P<y5>(?:19|20)\d\d)
            | (?P<m6>{month}),?\s+(?P<d6>\d{{1,2}})/(?P<y6>(?:19|20)\d\d)"
        );
        let time = r"(?i)\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\b|\b\d{1,2}\s?h\s?\d{2}\b|\bgmt\s*\+?\s*\d+|\butc\s*\+?\s*\d+";
        Self { date: date.into(), time: time.to_owned().into(), filler, plain }
    }

    /// What `line` is, if it holds a date and is short.
    pub fn read<'l>(&self, line: &'l str) -> Option<Dated<'l>> {
        // a clause of a decree, the head of a list
        let open = line.trim_end().ends_with([';', ':', ',']);
        if line.len() > LONGEST || open || !(line.contains("20") || line.contains("19")) {
            return None;
        }
        let found = self.date.regex()?.captures(line)?;
        let whole = found.get(0)?;
        if line[whole.end()..].starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let part = |name: &str| (1..=6).find_map(|n| found.name(&format!("{name}{n}"))).map(|m| m.as_str());
        let (year, month, day) = (part("y")?, part("m")?, part("d")?);
        let month = month.parse().ok().or_else(|| month_of(month))?;
        let day: u32 = day.parse().ok()?;
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let (before, after) = (&line[..whole.start()], &line[whole.end()..]);
        let mut dress = Dress::default();
        if !self.undress(after, &mut dress).is_empty() {
            return None;
        }
        let rest = self.undress(before, &mut dress);
        let Dress { dressed, clock, plain } = dress;
        let between = &before[rest.len().min(before.len())..];
        let join = if rest.is_empty() || between.starts_with(' ') && between.trim().is_empty() {
            Join::Space
        } else if between.is_empty() {
            Join::Glued
        } else if between.contains(['•', '|', '·']) {
            Join::Bullet
        } else if between.contains(['-', '–', '—', '/']) {
            Join::Dash
        } else {
            Join::Comma
        };
        let figures = found.name("d1").is_some() || found.name("d2").is_some();
        Some(Dated { iso: format!("{year}-{month:02}-{day:02}"), dressed, clock, plain, figures, rest, join })
    }

    /// `piece` without times, weekdays, labels and marks at its end; what there was but marks goes to `dress`.
    fn undress<'l>(&self, piece: &'l str, dress: &mut Dress) -> &'l str {
        let marks = |c: char| !c.is_alphanumeric();
        let mut rest = piece;
        loop {
            let bare = rest.trim_end_matches(|c| marks(c) && !matches!(c, ')' | '.'));
            let bare = if self.time.is_match(bare) || !bare.contains(char::is_alphanumeric) { bare.trim_end_matches(marks) } else { bare };
            if bare.is_empty() {
                return "";
            }
            let time = self
                .time
                .regex()
                .and_then(|time| time.find_iter(bare).last())
                .filter(|time| bare[time.end()..].trim_matches(marks).is_empty());
            if let Some(time) = time {
                rest = &bare[..time.start()];
                dress.clock = true;
                continue;
            }
            match self.filler_at_end(bare) {
                Some(before) => {
                    let plain = self.plain.contains(&folded(&bare[before..]));
                    dress.plain |= plain;
                    dress.dressed |= !plain;
                    rest = &bare[..before];
                }
                None => return bare,
            }
        }
    }

    /// Where a filler of at most three words begins that ends `piece`.
    fn filler_at_end(&self, piece: &str) -> Option<usize> {
        let ends = piece.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        let mut at = ends;
        let mut found = None;
        for _ in 0..3 {
            let head = piece[..at].trim_end();
            let from = head.rfind(|c: char| !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c));
            at = from.map_or(0, |from| from + head[from..].chars().next().map_or(1, char::len_utf8));
            let words = folded(&piece[at..ends]);
            if self.filler.contains(&words) || self.plain.contains(&words) {
                found = Some(at);
            }
            if at == 0 {
                break;
            }
            at = piece[..at].trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        }
        found
    }
}

fn month_of(name: &str) -> Option<u32> {
    let name = name.to_lowercase();
    MONTHS.iter().position(|starts| starts.iter().any(|start| name.starts_with(start))).map(|at| at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        let filler = ["thứ bảy", "thứ năm", "selasa", "gmt", "wib", "ch", "update", "friday", "pukul"];
        let dates = Dates::new(filler.iter().map(|&w| w.to_owned()).collect(), HashSet::new());
        for (line, iso, rest, join) in [
            ("Thứ Bảy, 13/12/2025 19:20 (GMT+7)", "2025-12-13", "", Join::Space),
            ("Báo Đắk LắkBáo Đắk Lắk05/08/2025", "2025-08-05", "Báo Đắk LắkBáo Đắk Lắk", Join::Glued),
            ("Báo Đắk Lắk•05/08/2025", "2025-08-05", "Báo Đắk Lắk", Join::Bullet),
            ("Thu Cuc - Nov 12, 2025", "2025-11-12", "Thu Cuc", Join::Dash),
            ("Mộc Đức - Thứ Năm, 10/07/2025 3:58 CH", "2025-07-10", "Mộc Đức", Join::Dash),
            ("Update: December, 26/2018 - 09:00", "2018-12-26", "", Join::Space),
            ("Friday, May 12/2025 - 08:00", "2025-05-12", "", Join::Space),
            ("Selasa, 14 Oktober 2025 / 08:32 WIB", "2025-10-14", "", Join::Space),
            ("Tay Ninh, 3 September 2025", "2025-09-03", "Tay Ninh", Join::Comma),
            ("Kompas.com - 26/02/2018, 19:46 WIB", "2018-02-26", "Kompas.com", Join::Dash),
            ("VAN TUAN•April 15, 2025 15:30", "2025-04-15", "VAN TUAN", Join::Bullet),
        ] {
            let found = dates.read(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.iso.as_str(), found.rest, found.join), (iso, rest, join), "{line}");
        }
        for line in [
            "Pada tanggal 3 September 2025 warga berkumpul",
            "Periode 2025 - 2030",
            "45/13/2025",
            "Undang-Undang Hutan, 3 September 2017;",
            "",
        ] {
            assert_eq!(dates.read(line), None, "{line}");
        }
    }
}
