//! Mends what is mechanical, where the user asks for it: `--repair spacing,quotes`.
//!
//! What is decided here: which spaces go. For `spacing` those before a comma, stop or closing bracket, after an opening bracket and beside a
//! hyphen that joins (the same that [`super::defects`] marks as such); for `quotes` those just inside a pair of quotation marks, where the
//! line's marks leave no doubt which opens and which closes. What is left alone: everything that takes knowledge of words. Mending twice is
//! mending once, and no letter changes.
//!
//! `Warga Vinh Ha , sosial -ekonomi ( dua )` becomes `Warga Vinh Ha, sosial-ekonomi (dua)`.

use super::defects::spacing::gaps;
use crate::doc::{Doc, LineMark, Verdict};

/// The rule under which a line notes that spaces before marks, in brackets and beside hyphens went.
pub const SPACING: &str = "repair.spacing";
/// The rule under which a line notes that spaces inside quotation marks went.
pub const QUOTES: &str = "repair.quotes";

/// What can be mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairKind {
    /// Spaces before marks, in brackets, beside hyphens.
    Spacing,
    /// Spaces inside quotation marks.
    Quotes,
}

impl RepairKind {
    /// Its name, as the command line writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spacing => "spacing",
            Self::Quotes => "quotes",
        }
    }

    /// The kind of this name, as the command line writes it.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "spacing" => Some(Self::Spacing),
            "quotes" => Some(Self::Quotes),
            _ => None,
        }
    }
}

/// The kinds that a user asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repair {
    spacing: bool,
    quotes: bool,
}

impl Repair {
    /// Mends these kinds; nothing where there are none.
    pub fn new(kinds: &[RepairKind]) -> Self {
        Self { spacing: kinds.contains(&RepairKind::Spacing), quotes: kinds.contains(&RepairKind::Quotes) }
    }

    /// The kept lines that change, with their new text.
    pub fn marks<'r>(&self, doc: &Doc<'r>) -> Vec<LineMark<'r>> {
        let mut marks = Vec::new();
        if !self.spacing && !self.quotes {
            return marks;
        }
        let mut spaces = Vec::new();
        for index in doc.kept() {
            let text = &*doc.lines[index].text;
            spaces.clear();
            if self.spacing {
                let tokens = doc.tokens(index);
                let marks = (0..tokens.len()).filter(|&at| tokens[at].mark().is_some());
                gaps(text, tokens, marks, |gap| spaces.extend(gap.spaces.into_iter().flatten()));
            }
            let mended = without(text, &mut spaces);
            if let Some(text) = &mended {
                marks.push(LineMark { line: index, verdict: Verdict::Repair { text: text.clone(), rule: SPACING } });
            }
            if self.quotes {
                let text = mended.as_deref().unwrap_or(text);
                spaces.clear();
                inside_quotes(text, &mut spaces);
                if let Some(text) = without(text, &mut spaces) {
                    marks.push(LineMark { line: index, verdict: Verdict::Repair { text, rule: QUOTES } });
                }
            }
        }
        marks
    }
}

/// `text` without the single-byte characters at `spaces`, or `None` where there are none.
fn without(text: &str, spaces: &mut Vec<usize>) -> Option<String> {
    if spaces.is_empty() {
        return None;
    }
    spaces.sort_unstable();
    spaces.dedup();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for &space in spaces.iter() {
        out.push_str(&text[from..space]);
        from = space + 1;
    }
    out.push_str(&text[from..]);
    Some(out)
}

/// The spaces just inside pairs of double quotation marks. Curved marks must alternate and straight ones be even in number, else none.
fn inside_quotes(text: &str, spaces: &mut Vec<usize>) {
    let before = |at: usize| text[..at].ends_with(' ').then(|| at - 1);
    let after = |at: usize| text[at..].starts_with(' ').then_some(at);
    let mut open = None;
    let mut closed = true;
    for (at, mark) in text.char_indices() {
        let opens = match mark {
            '“' | '«' => true,
            '”' | '»' => false,
            '"' => open.is_none(),
            _ => continue,
        };
        let end = at + mark.len_utf8();
        match (open, opens) {
            (None, true) => {
                open = Some((mark, end));
                closed = false;
            }
            (Some((first, from)), false) if is_pair(first, mark) => {
                // an opening mark stands before its text, a closing one after it, unless a space was put on the inner side
                if from + 1 < at {
                    spaces.extend(after(from));
                    spaces.extend(before(at));
                }
                open = None;
                closed = true;
            }
            _ => {
                spaces.clear();
                return;
            }
        }
    }
    if !closed {
        spaces.clear();
    }
}

fn is_pair(open: char, close: char) -> bool {
    matches!((open, close), ('“', '”') | ('«', '»') | ('"', '"'))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::stages::normalise;
    use crate::text::vocabulary::Vocabulary;

    /// Of no word: nothing here asks for one.
    static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::default);

    fn mended(text: &str) -> String {
        let mut doc = Doc::new(text, normalise::normalise, normalise::RULE, &VOCABULARY, Vec::new());
        let marks = Repair::new(&[RepairKind::Spacing, RepairKind::Quotes]).marks(&doc);
        doc.apply(marks);
        doc.kept().map(|line| doc.lines[line].text.to_string()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_is_mechanical_is_mended() {
        for (text, want) in [
            ("Warga Binh Ha , sosial -ekonomi .", "Warga Binh Ha, sosial-ekonomi."),
            ("Tiga komune ( Provinsi Vinh Ha ) ikut", "Tiga komune (Provinsi Vinh Ha) ikut"),
            ("Naik 2 -3 cm, tim U -21", "Naik 2-3 cm, tim U-21"),
            ("Disebut \" rumah kedua \" dan “ kebun ”", "Disebut \"rumah kedua\" dan “kebun”"),
            ("Ia diam ... lalu - tanpa kata - pergi", "Ia diam ... lalu - tanpa kata - pergi"),
            ("Satu \" dua \" tiga \" empat", "Satu \" dua \" tiga \" empat"),
            ("Skor 2 : 1, suhu -5", "Skor 2 : 1, suhu -5"),
        ] {
            assert_eq!(mended(text), want);
        }
    }

    #[test]
    fn nothing_asked_nothing_done() {
        let doc = Doc::new("Vinh Ha , Hue", normalise::normalise, normalise::RULE, &VOCABULARY, Vec::new());
        assert!(Repair::new(&[]).marks(&doc).is_empty());
        assert_eq!(RepairKind::named("quotes"), Some(RepairKind::Quotes));
        assert_eq!(RepairKind::named("names"), None);
    }

    proptest::proptest! {
        #[test]
        fn twice_is_once(text in "[a-c1 ,.:;!?()\"“”«»–-]{0,40}|\\PC*") {
            let once = mended(&text);
            proptest::prop_assert_eq!(mended(&once), once.clone());
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let whole = normalise::normalise(&text).unwrap_or(text.clone());
            proptest::prop_assert_eq!(letters(&whole), letters(&once));
        }
    }
}
