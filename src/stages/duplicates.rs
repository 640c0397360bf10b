//! Marks paragraphs that say again what an earlier kept paragraph of the article says in the same words.
//!
//! Decides by folded words (marks, case and white space make no difference; a place-line or agency mark that opens the line and a credit in
//! brackets that closes it do not count): equal, or at a word edit distance of at most a tenth of the longer line, where no differing word is a figure, a
//! capitalised name or a negation. Lines of fewer than four words only directly under their twin. A lead cut short with `...` goes in
//! favour of the full one, wherever that stands. What is boilerplate is left to [`super::boilerplate`].
//!
//! `Sungai itu naik lagi tadi malam ...` goes where `Sungai itu naik lagi tadi malam, kata warga.` stands.
//!
//! Candidates come from tables of hashes and each line asks only so many of them, so that an article of 100,000 like lines takes no
//! longer than one of 100,000 different ones; a twin beyond that bound is kept.

use hashbrown::HashMap;

use crate::doc::{Doc, LineMark, Removal, Verdict};
use crate::record::Reason;
use crate::text::hash::{WordHasher, word_hash};
use crate::text::tokens::Token;

/// Lines with fewer words are duplicates only directly under their twin.
const SHORT: usize = 4;
/// One word in so many may differ.
const TENTH: usize = 10;
/// Longest line, in words, that is compared for nearness: beyond it only an equal line is a twin.
const LONGEST: usize = 1000;
/// So many pieces of a line are hashed to find near twins.
const PIECES: usize = 8;
/// So many lines are remembered a piece, and so many asked a line.
const ASKED: usize = 24;
/// So many cells of the table of edits a line may fill, in all.
const CELLS: usize = 500_000;
/// A place-line or agency mark has at most so many tokens.
const OPENING: usize = 8;
/// A credit has at most so many tokens.
const CREDIT: usize = 14;

/// A line as it is compared.
struct Said<'d> {
    line: usize,
    text: &'d str,
    words: &'d [Word],
    /// Of the folded words, in order.
    hash: u64,
    /// Ends in `...`.
    cut: bool,
}

/// A folded word: a part of a token between hyphens; of a number the figures alone.
#[derive(Clone, Copy, Debug)]
struct Word {
    start: u32,
    end: u32,
    hash: u64,
    capital: bool,
    upper: bool,
    figure: bool,
}

impl Word {
    fn text<'l>(&self, line: &'l str) -> &'l str {
        &line[self.start as usize..self.end as usize]
    }
}

/// Which kept lines to remove as duplicates, exact ones and near ones.
pub fn judge<'r>(doc: &Doc<'r>) -> Vec<LineMark<'r>> {
    // the words of all lines in one buffer
    let mut words = Vec::with_capacity(doc.kept().map(|line| doc.tokens(line).len()).sum());
    let ends = doc.kept().map(|line| fold_line(doc, line, &mut words)).collect::<Vec<usize>>();
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let said = doc.kept().zip(starts.zip(&ends)).map(|(line, (start, &end))| said(doc, line, &words[start..end]));
    let said: Vec<Said<'_>> = said.collect();
    let mut twins: Vec<Option<(usize, &'static str)>> = vec![None; said.len()];
    cut_leads(&said, &mut twins);
    same_words(&said, &mut twins);
    let marks = twins.iter().enumerate().filter_map(|(at, twin)| {
        let (mut of, rule) = (*twin)?;
        // the twin of a twin: to the line that stays
        while let Some((next, _)) = twins[of].filter(|&(next, _)| next != at) {
            of = next;
        }
        let of = doc.lines[said[of].line].number;
        let removal = Removal { reason: Reason::Duplicate, category: "", of, rule, score: 1.0 };
        Some(LineMark { line: said[at].line, verdict: Verdict::Remove(removal) })
    });
    marks.collect()
}

/// Appends the folded words of a line; returns how many there are of all lines so far.
fn fold_line(doc: &Doc<'_>, line: usize, words: &mut Vec<Word>) -> usize {
    let text: &str = &doc.lines[line].text;
    let tokens = without_opening(doc.tokens(line), text);
    for token in tokens {
        if token.is_word() && !token.has_hyphen() {
            let (capital, upper, figure) = (token.is_capital(), token.is_upper(), token.has_digit());
            words.push(Word { start: token.start, end: token.end, hash: token.hash, capital, upper, figure });
        } else if token.mark().is_none() {
            fold(token, text, words);
        }
    }
    words.len()
}

fn said<'d>(doc: &'d Doc<'_>, line: usize, words: &'d [Word]) -> Said<'d> {
    let text: &str = &doc.lines[line].text;
    let hash = words.iter().fold(words.len() as u64, |hash, word| mix(hash, word.hash));
    Said { line, text, words, hash, cut: text.ends_with("...") || text.ends_with('…') }
}

/// Appends the folded words of a token: punctuation inside makes no difference, so `sosial-ekonomi` is two and `23:00` is `23.00`.
fn fold(token: &Token, text: &str, words: &mut Vec<Word>) {
    let (upper, figure) = (token.is_upper(), token.has_digit());
    let mut start = token.start;
    for part in token.text(text).split('-') {
        let end = start + part.len() as u32;
        let (mut hasher, mut any) = (WordHasher::new(), false);
        for c in part.chars().filter(|c| c.is_alphanumeric()) {
            any = true;
            if c.is_ascii() {
                hasher.byte(c.to_ascii_lowercase() as u8);
            } else {
                c.to_lowercase().for_each(|c| hasher.char(c));
            }
        }
        if any {
            let capital = part.starts_with(char::is_uppercase);
            words.push(Word { start, end, hash: hasher.finish(), capital, upper, figure });
        }
        start = end + 1;
    }
}

fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Without `(VOVWORLD) -`, `VINH LONG —`, `Hanoi (VNA) -` at its beginning.
fn without_opening<'t>(tokens: &'t [Token], text: &str) -> &'t [Token] {
    let dash = tokens.iter().take(OPENING).position(|token| matches!(token.mark(), Some('-' | '–' | '—')));
    let Some(dash) = dash.filter(|&dash| dash > 0) else { return tokens };
    let opening = &tokens[..dash];
    let named = opening.iter().all(|token| {
        token.is_upper()
            || token.is_capital()
            || matches!(token.mark(), Some('(' | ')' | ',' | '.' | '/' | '+'))
            || token.text(text) == "vn"
    });
    let agency = opening.iter().any(|token| token.is_mark('('));
    let place = opening.iter().all(|token| token.is_upper() || token.mark().is_some());
    // `Ngo Ha - Ketua …` opens a sentence: only brackets or capitals make a place-line
    if named && (agency || place) { &tokens[dash + 1..] } else { tokens }
}

/// How many of `words` stand before a credit in brackets that closes the line.
fn before_credit(said: &Said<'_>) -> usize {
    let closed = said.text.trim_end_matches(['.', ' ', '|']);
    if !closed.ends_with(')') {
        return said.words.len();
    }
    let Some(open) = closed.rfind('(') else { return said.words.len() };
    let before = said.words.iter().rposition(|word| (word.start as usize) < open).map_or(0, |at| at + 1);
    if said.words.len() - before > CREDIT { said.words.len() } else { before }
}

/// Leads cut short with `...` that another line gives in full: the cut one goes.
fn cut_leads(said: &[Said<'_>], twins: &mut [Option<(usize, &'static str)>]) {
    let cut: Vec<usize> = (0..said.len()).filter(|&at| said[at].cut && said[at].words.len() >= SHORT).collect();
    if cut.is_empty() {
        return;
    }
    // lines by their first four words
    let mut heads: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, line) in said.iter().enumerate().filter(|(_, line)| line.words.len() >= SHORT) {
        let lines = heads.entry(head(line)).or_default();
        if lines.len() < ASKED {
            lines.push(at);
        }
    }
    for at in cut {
        let full = heads.get(&head(&said[at])).into_iter().flatten().copied();
        let full = full.filter(|&other| other != at && twins[other].is_none() && gives_in_full(&said[other], &said[at]));
        if let Some(full) = full.max_by_key(|&other| (!said[other].cut, std::cmp::Reverse(other))) {
            twins[at] = Some((full, "duplicate.cut"));
        }
    }
}

fn head(said: &Said<'_>) -> u64 {
    said.words[..SHORT].iter().fold(0, |hash, word| mix(hash, word.hash))
}

/// Whether `full` begins with all words of `cut`, of which the last may be broken off, and goes on or ends without the dots.
fn gives_in_full(full: &Said<'_>, cut: &Said<'_>) -> bool {
    let last = cut.words.len() - 1;
    if full.words.len() < cut.words.len() || (full.cut && full.words.len() == cut.words.len()) {
        return false;
    }
    if !full.words.iter().zip(cut.words).take(last).all(|(a, b)| a.hash == b.hash) {
        return false;
    }
    let (whole, broken) = (full.words[last], cut.words[last]);
    whole.hash == broken.hash || whole.text(full.text).to_lowercase().starts_with(&broken.text(cut.text).to_lowercase())
}

/// Lines that say the same words, or nearly, as an earlier one.
fn same_words(said: &[Said<'_>], twins: &mut [Option<(usize, &'static str)>]) {
    let mut equal: HashMap<u64, usize> = HashMap::new();
    let mut pieces = Pieces::default();
    let mut before: Option<usize> = None;
    let mut rows = Rows::default();
    let mut keys = Vec::with_capacity(PIECES);
    let mut asked = Vec::new();
    for at in 0..said.len() {
        let line = &said[at];
        if twins[at].is_some() || line.words.is_empty() {
            before = if twins[at].is_some() { before } else { Some(at) };
            continue;
        }
        let short = line.words.len() < SHORT;
        let twin = if short {
            before.filter(|&twin| said[twin].hash == line.hash && same(&said[twin], line))
        } else {
            equal.get(&line.hash).copied().filter(|&twin| same(&said[twin], line))
        };
        if let Some(twin) = twin {
            twins[at] = Some((twin, "duplicate.exact"));
            continue;
        }
        if short {
            before = Some(at);
            continue;
        }
        let words = &line.words[..before_credit(line)];
        keys.clear();
        if words.len() >= SHORT && words.len() <= LONGEST {
            note_keys(words, &mut keys);
        }
        asked.clear();
        for &key in &keys {
            pieces.append(key, &mut asked);
        }
        asked.sort_unstable();
        asked.dedup();
        asked.truncate((CELLS / (words.len() * (words.len() / TENTH + 1)).max(1)).clamp(1, ASKED));
        if let Some(twin) = asked.iter().copied().find(|&twin| rows.near(&said[twin], line)) {
            twins[at] = Some((twin, "duplicate.near"));
            continue;
        }
        before = Some(at);
        equal.entry(line.hash).or_insert(at);
        for &key in &keys {
            pieces.note(key, at);
        }
    }
}

/// Which lines hold a piece: one list for all of them, in which each line points to the one noted before it.
#[derive(Default)]
struct Pieces {
    /// Piece → its last entry in `lines`, and how many there are.
    last: HashMap<u64, (usize, usize)>,
    /// A line, and the entry before it.
    lines: Vec<(usize, usize)>,
}

impl Pieces {
    /// Notes that `line` holds the piece, unless [`ASKED`] lines do already.
    fn note(&mut self, piece: u64, line: usize) {
        let (last, count) = self.last.entry(piece).or_insert((usize::MAX, 0));
        if *count < ASKED {
            self.lines.push((line, *last));
            (*last, *count) = (self.lines.len() - 1, *count + 1);
        }
    }

    /// Appends the lines that hold the piece.
    fn append(&self, piece: u64, to: &mut Vec<usize>) {
        let mut at = self.last.get(&piece).map_or(usize::MAX, |(last, _)| *last);
        while let Some(&(line, before)) = self.lines.get(at) {
            to.push(line);
            at = before;
        }
    }
}

fn same(one: &Said<'_>, other: &Said<'_>) -> bool {
    one.words.len() == other.words.len() && one.words.iter().zip(other.words).all(|(a, b)| a.hash == b.hash)
}

/// Hashes of the pieces of a line by which near twins find each other: the line is cut into runs that no admitted number of edits can all
/// touch. Runs begin where a word's hash says so, so that a word put in shifts no later run.
fn note_keys(words: &[Word], keys: &mut Vec<u64>) {
    if words.len() < TENTH {
        // no edit is admitted: equal words alone
        keys.push(words.iter().fold(1, |hash, word| mix(hash, word.hash)));
        return;
    }
    // windows of three words, of which the smallest hashes stand for the line
    for three in words.windows(3) {
        let key = mix(mix(mix(3, three[0].hash), three[1].hash), three[2].hash);
        if (keys.len() < PIECES || key < keys[PIECES - 1])
            && let Err(at) = keys.binary_search(&key)
        {
            keys.truncate(PIECES - 1);
            keys.insert(at, key);
        }
    }
}

/// The rows of the edit distance, reused from pair to pair.
#[derive(Default)]
struct Rows {
    cells: Vec<u32>,
}

impl Rows {
    /// Whether `later` says what `earlier` says, but for words that make no difference.
    fn near(&mut self, earlier: &Said<'_>, later: &Said<'_>) -> bool {
        let (a, b) = (&earlier.words[..before_credit(earlier)], &later.words[..before_credit(later)]);
        let most = a.len().max(b.len()) / TENTH;
        if a.len().abs_diff(b.len()) > most || a.len() < SHORT || b.len() < SHORT {
            return false;
        }
        let front = a.iter().zip(b).take_while(|(x, y)| x.hash == y.hash).count();
        let (inner_a, inner_b) = (&a[front..], &b[front..]);
        let back = inner_a.iter().rev().zip(inner_b.iter().rev()).take_while(|(x, y)| x.hash == y.hash).count();
        let (inner_a, inner_b) = (&inner_a[..inner_a.len() - back], &inner_b[..inner_b.len() - back]);
        let first = |at: usize| at == 0;
        // a differing figure, name or negation at either rim settles it before any table is filled
        for (words, said) in [(inner_a, earlier), (inner_b, later)] {
            if words.len() == 1 && tells(&words[0], said.text, first(front)) && inner_a.len() <= 1 && inner_b.len() <= 1 {
                return false;
            }
        }
        self.distance(inner_a, inner_b, most) && self.differ_alike(inner_a, inner_b, earlier, later, front, most)
    }

    /// Fills the band of the table around its diagonal; whether the distance is at most `most`.
    fn distance(&mut self, a: &[Word], b: &[Word], most: usize) -> bool {
        let wide = 2 * most + 1;
        let far = most as u32 + 1;
        self.cells.clear();
        self.cells.resize((a.len() + 1) * wide, far);
        for i in 0..=a.len() {
            let mut best = far;
            for k in 0..wide {
                let Some(j) = (i + k).checked_sub(most).filter(|&j| j <= b.len()) else { continue };
                let cell = if i == 0 {
                    j as u32
                } else {
                    let up = if k + 1 < wide { self.cells[(i - 1) * wide + k + 1] + 1 } else { far };
                    let left = if k > 0 && j > 0 { self.cells[i * wide + k - 1] + 1 } else { far };
                    let swap = if j > 0 { self.cells[(i - 1) * wide + k] + u32::from(a[i - 1].hash != b[j - 1].hash) } else { far };
                    up.min(left).min(swap)
                };
                self.cells[i * wide + k] = cell.min(far);
                best = best.min(cell);
            }
            if best >= far {
                return false;
            }
        }
        let k = b.len() + most - a.len();
        self.cells[a.len() * wide + k] < far
    }

    /// Walks back through the table; whether no differing word is a figure, a name or a negation.
    fn differ_alike(&self, a: &[Word], b: &[Word], earlier: &Said<'_>, later: &Said<'_>, front: usize, most: usize) -> bool {
        let wide = 2 * most + 1;
        let cell = |i: usize, j: usize| -> u32 {
            match (j + most).checked_sub(i) {
                Some(k) if k < wide && j <= b.len() => self.cells[i * wide + k],
                _ => u32::MAX - 1,
            }
        };
        let (mut i, mut j) = (a.len(), b.len());
        while i > 0 || j > 0 {
            let here = cell(i, j);
            if i > 0 && j > 0 && a[i - 1].hash == b[j - 1].hash && cell(i - 1, j - 1) == here {
                (i, j) = (i - 1, j - 1);
                continue;
            }
            let swap = i > 0 && j > 0 && cell(i - 1, j - 1) + 1 == here;
            let drop = i > 0 && cell(i - 1, j) + 1 == here;
            if (swap || drop) && tells(&a[i - 1], earlier.text, front + i == 1) {
                return false;
            }
            if (swap || !drop) && j > 0 && tells(&b[j - 1], later.text, front + j == 1) {
                return false;
            }
            if swap {
                (i, j) = (i - 1, j - 1);
            } else if drop {
                i -= 1;
            } else {
                j = j.saturating_sub(1);
            }
        }
        true
    }
}

/// Negations: a differing one makes another sentence.
const NEGATIONS: [u64; 14] = [
    word_hash("tidak"),
    word_hash("bukan"),
    word_hash("belum"),
    word_hash("tanpa"),
    word_hash("jangan"),
    word_hash("tak"),
    word_hash("tiada"),
    word_hash("không"),
    word_hash("chưa"),
    word_hash("chẳng"),
    word_hash("not"),
    word_hash("no"),
    word_hash("never"),
    word_hash("ora"),
];

/// Numbers written as words tell as figures do.
const NUMBERS: [u64; 24] = [
    word_hash("satu"),
    word_hash("dua"),
    word_hash("tiga"),
    word_hash("empat"),
    word_hash("lima"),
    word_hash("enam"),
    word_hash("tujuh"),
    word_hash("delapan"),
    word_hash("lapan"),
    word_hash("sembilan"),
    word_hash("sepuluh"),
    word_hash("sebelas"),
    word_hash("seratus"),
    word_hash("seribu"),
    word_hash("pertama"),
    word_hash("kedua"),
    word_hash("ketiga"),
    word_hash("keempat"),
    word_hash("kelima"),
    word_hash("keenam"),
    word_hash("one"),
    word_hash("two"),
    word_hash("three"),
    word_hash("four"),
];

/// Whether a differing word makes another sentence: a figure, a name (a capital that is not the sentence's), a negation.
fn tells(word: &Word, text: &str, first: bool) -> bool {
    if word.figure || NEGATIONS.contains(&word.hash) || NUMBERS.contains(&word.hash) {
        return true;
    }
    if !word.capital || first {
        return false;
    }
    // in a line of capitals a capital says nothing
    if word.upper && !text.bytes().any(|b| b.is_ascii_lowercase()) {
        return true;
    }
    let before = text[..word.start as usize].trim_end().trim_end_matches(['"', '“', '‘', '«', '\'', '(']);
    !before.trim_end().ends_with(['.', '?', '!', ':', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::vocabulary::Vocabulary;

    fn twins(text: &str) -> Vec<(u32, u32)> {
        let vocabulary = Vocabulary::default();
        let doc = Doc::new(text, |_| None, "", &vocabulary, Vec::new());
        let marks = judge(&doc);
        let pairs = marks.iter().map(|mark| match &mark.verdict {
            Verdict::Remove(removal) => (mark.line as u32 + 1, removal.of),
            _ => unreachable!("only removals"),
        });
        pairs.collect()
    }

    #[test]
    fn twins_and_strangers() {
        let long = "Pada musim panen jam belajar digeser ke pukul sembilan malam agar para ibu dapat hadir di balai";
        for (text, expected) in [
            ("Air surut di dusun ini.\nAIR SURUT , di dusun ini", vec![(2, 1)]),
            ("Hasil:\nA 1\nHasil:", vec![]),
            ("Suara kampung\nSuara kampung\nAir\nSuara kampung", vec![(2, 1)]),
            (&format!("{long}.\n{long} desa."), vec![(2, 1)]),
            (&format!("{long} Cop.\n{long} Ba."), vec![]),
            (&format!("{long} 14.\n{long} 15."), vec![]),
            (&format!("{long}.\n{}.", long.replace("dapat", "tidak dapat")), vec![]),
            (&format!("{long} (Foto: VNA)\n{long} (Foto: Lan)"), vec![(2, 1)]),
            (&format!("(VOVWORLD) - {long}.\nHanoi (VNA) - {long}.\nVINH LONG — {long}."), vec![(2, 1), (3, 1)]),
            ("Air naik di sungai itu tadi mal...\nAir naik di sungai itu tadi malam, kata warga.", vec![(1, 2)]),
            ("Air naik di sungai itu tadi malam, kata warga.\nAir naik di sungai itu tadi malam…", vec![(2, 1)]),
            ("Air naik di sungai...\nAir naik di sungai...\nAir naik di sungai itu.", vec![(1, 3), (2, 3)]),
            ("...\n...", vec![]),
            ("Pasar buka pukul 23.00 sampai 04.00, kata warga.\nPasar buka pukul 23:00 sampai 04:00 , kata warga", vec![(2, 1)]),
            ("Kehidupan sosial-ekonomi di dusun.\nKehidupan sosial -ekonomi di dusun.", vec![(2, 1)]),
        ] {
            assert_eq!(twins(text), expected, "{text}");
        }
    }

    #[test]
    fn hostile_articles_end() {
        let line = "Pada musim panen jam belajar digeser ke pukul sembilan malam agar para ibu dapat hadir di balai nomor";
        let many = if cfg!(debug_assertions) { 5_000 } else { 100_000 };
        let article = |tail: &dyn Fn(usize) -> String| (0..many).map(|n| format!("{line} {}", tail(n))).collect::<Vec<_>>().join("\n");
        let figures = article(&|n| n.to_string());
        assert!(twins(&figures).is_empty());
        let words = ["air", "batu", "kayu", "daun", "pasir", "tanah", "hujan", "angin"];
        let near = article(&|n| format!("{} {}", words[n % 8], words[n / 8 % 8]));
        assert!(twins(&near).len() > many - 100);
        let cut = article(&|n| format!("{n} ..."));
        assert!(twins(&cut).len() < many);
    }
}
