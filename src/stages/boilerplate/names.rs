//! Whether a line holds names of persons alone, as an author's line does.
//!
//! Decides by shape: capitals, two to five words a name, what may stand between and after them. Whether such a line is an author's is
//! left to [`super::context`]: it may as well be a signature, a speaker under a quotation or a place as subheading.
//!
//! `Minh Chien - Bao Ngoc` holds two names; `Teluk Ha Long` holds none, `teluk` being in the list `author.never`.

use hashbrown::HashSet;

use super::fold::folded;
use crate::text::lexicon::Lexicon;

/// The shape of a line of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names {
    /// How many.
    pub count: usize,
    /// Words in all.
    pub words: usize,
    /// Written in capitals.
    pub upper: bool,
    /// Every word a Vietnamese syllable.
    pub vietnamese: bool,
    /// A role follows or precedes: `(pelaksana)`.
    pub role: bool,
}

/// The words that tell what is no name and what may stand beside one.
#[derive(Debug, Default)]
pub struct NameWords {
    /// First words that make a line something else: `Provinsi`, `Penyanyi`, `Tamat`.
    pub never: HashSet<String>,
    /// Whole lines that look like names and are places.
    pub places: HashSet<String>,
    /// Agencies and stations: `vov`, `vna`.
    pub agencies: HashSet<String>,
    /// What a reporter did: `pelaksana`, `memperkenalkan`, `tổng hợp`.
    pub roles: HashSet<String>,
    /// Indonesian and Malay names, some of which are words too: `Putri`, `Bagus`.
    pub given: HashSet<String>,
}

/// Longest line of names in bytes.
const LONGEST: usize = 90;
/// So common a word is no name that is not listed as one.
const COMMON: u8 = 9;
/// So common a word with prefix or suffix is none either.
const DERIVED: u8 = 5;

impl NameWords {
    /// The names of which `line` is made, if of nothing else.
    pub fn read(&self, lexicon: &Lexicon, line: &str) -> Option<Names> {
        if line.len() > LONGEST || line.chars().any(|c| c.is_ascii_digit()) {
            return None;
        }
        let line = line.trim_end_matches([' ', '-', '–', '—', '|']);
        let (body, role) = self.without_role(self.without_agency(line));
        if body.is_empty() || body.ends_with(['.', '?', '!', ':']) {
            return None;
        }
        let mut names = Names { count: 0, words: 0, upper: true, vietnamese: true, role };
        let parts = body.split([',', '/', ';', '&', '+', '–', '—', '|', '•']).flat_map(|part| part.split(" - "));
        for part in parts.flat_map(|part| part.split(" và ")).flat_map(|part| part.split(" dan ")).flat_map(|part| part.split(" and ")) {
            let words = part.split(' ').filter(|word| !word.is_empty());
            let mut here = 0;
            for word in words {
                let upper = is_upper(word);
                if !(upper || is_capitalised(word)) {
                    return None;
                }
                if names.words + here == 0 && self.never.contains(&word.to_lowercase()) {
                    return None;
                }
                let syllable = is_vietnamese_syllable(word);
                if !syllable && self.is_word(lexicon, word) {
                    return None;
                }
                names.upper &= upper;
                names.vietnamese &= syllable;
                here += 1;
            }
            if here == 0 || here > 5 {
                return None;
            }
            names.words += here;
            names.count += 1;
        }
        let place = self.places.contains(&folded(body));
        // I, III: a chapter's number
        let number = names.words == 1 && body.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        (names.count > 0 && names.count <= 4 && (role || !place) && !number).then_some(names)
    }

    /// Whether `word` is an ordinary Indonesian word and no name: `Penutup`, `TIGA`.
    fn is_word(&self, lexicon: &Lexicon, word: &str) -> bool {
        let word = word.to_lowercase();
        let level = lexicon.of(&word).indonesian();
        let ordinary = level >= COMMON || (level >= DERIVED && lexicon.is_derived(word.as_bytes()));
        ordinary && !self.given.contains(&word)
    }

    /// `line` without the agency for which its names work: `, VOV di Indonesia`.
    fn without_agency<'l>(&self, line: &'l str) -> &'l str {
        let agency = |piece: &str| {
            let first = folded(piece.trim_start().split(' ').next().unwrap_or_default());
            self.agencies.contains(&first)
        };
        match line.rfind([',', '/']) {
            Some(at) if agency(&line[at + 1..]) => line[..at].trim_end(),
            _ => line,
        }
    }

    /// `line` without a role at its end, and whether there was one.
    fn without_role<'l>(&self, line: &'l str) -> (&'l str, bool) {
        if let Some((body, role)) = line.strip_suffix(')').and_then(|line| line.rsplit_once('(')) {
            let role = folded(role);
            let known = self.roles.contains(&role)
                || self.agencies.contains(&role)
                || role.split(' ').next().is_some_and(|w| matches!(w, "theo" | "menurut"));
            return if known { (body.trim_end(), true) } else { (line, false) };
        }
        let mut end = line;
        for _ in 0..3 {
            let Some((before, _)) = end.rsplit_once(' ') else { break };
            if self.roles.contains(&folded(&line[before.len()..])) {
                return (before.trim_end(), true);
            }
            end = before;
        }
        (line, false)
    }
}

fn is_upper(word: &str) -> bool {
    let mut letters = 0;
    for c in word.chars() {
        if c.is_alphabetic() {
            letters += 1;
            if c.is_lowercase() {
                return false;
            }
        } else if !matches!(c, '.' | '\'' | '’' | '-') && !unicode_normalization::char::is_combining_mark(c) {
            return false;
        }
    }
    letters > 0
}

fn is_capitalised(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase)
        && chars.all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-') || unicode_normalization::char::is_combining_mark(c))
}

/// Whether `word` is built as a Vietnamese syllable is, with or without its diacritics.
pub fn is_vietnamese_syllable(word: &str) -> bool {
    let plain: String = super::fold::bare(word);
    let onset = ["ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr"]
        .into_iter()
        .find(|onset| plain.starts_with(onset) && plain.len() > onset.len())
        .or_else(|| plain.get(..1).filter(|first| "bcdghklmnprstvx".contains(first)))
        .unwrap_or_default();
    let rest = &plain[onset.len()..];
    let rest = if rest.is_empty() && onset == "gi" { "i" } else { rest };
    let coda = ["ng", "nh", "ch", "c", "m", "n", "p", "t"].into_iter().find(|coda| rest.ends_with(coda)).unwrap_or_default();
    let rhyme = &rest[..rest.len() - coda.len()];
    matches!(
        rhyme,
        "a" | "e"
            | "i"
            | "o"
            | "u"
            | "y"
            | "ai"
            | "ao"
            | "au"
            | "ay"
            | "eo"
            | "eu"
            | "ia"
            | "ie"
            | "ieu"
            | "iu"
            | "oa"
            | "oai"
            | "oay"
            | "oe"
            | "oi"
            | "oo"
            | "ua"
            | "uai"
            | "uay"
            | "ue"
            | "ui"
            | "uo"
            | "uoi"
            | "uou"
            | "uu"
            | "uy"
            | "uya"
            | "uye"
            | "uyu"
            | "ye"
            | "yeu"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> NameWords {
        let set = |words: &[&str]| words.iter().map(|&w| w.to_owned()).collect();
        NameWords {
            never: set(&["teluk", "tamat"]),
            places: set(&["ha long"]),
            roles: set(&["pelaksana", "tổng hợp"]),
            agencies: set(&["vov"]),
            given: set(&["putri"]),
        }
    }

    #[test]
    fn names() {
        let lexicon = Lexicon::built_in();
        for line in [
            "Minh Chien - Bao Ngoc",
            "THANH CONG - ANH QUAN",
            "Quynh Chi (pelaksana)",
            "VÕ QUÝ",
            "Pham Ha+Vo Giang, VOV di Jakarta -",
            "Lan Anh tổng hợp",
            "Ha Long (pelaksana)",
            "Putri Retno",
        ] {
            assert!(words().read(&lexicon, line).is_some(), "{line}");
        }
        for line in [
            "Teluk Ha Long",
            "Ha Long",
            "Suara kampung",
            "Ketentuan Penutup",
            "TIGA BULAN KEMUDIAN",
            "Dari Xa Nga",
            "III",
            "Salam hangat,",
            "TAMAT",
            "Nomor 4",
            "Hoang Yen.",
            "",
            "- -",
            "Vo (kanan)",
        ] {
            assert!(words().read(&lexicon, line).is_none(), "{line}");
        }
    }

    #[test]
    fn syllables() {
        for word in ["Nguyễn", "Quynh", "Giang", "Yen", "Uyen", "Khuyen", "Đặng", "Oanh", "Gi"] {
            assert!(is_vietnamese_syllable(word), "{word}");
        }
        for word in ["Dwi", "Rahayu", "Teluk", "Budaya", "Ksor", "Marko", "Ff", ""] {
            assert!(!is_vietnamese_syllable(word), "{word}");
        }
    }
}
