//! The table itself: where a word's probabilities stand, and the sums over a line's words.
//!
//! The file's layout is told in `tools/language/build.py`, which writes it; nothing is copied out of it at start.

/// How many columns the table has.
pub const COLUMNS: usize = 18;

/// The languages of the columns, as ISO 639-3 codes, in the file's order. Vietnamese has two: with its marks and without;
/// `mul` stands for further languages in Latin script that are told from ours but not from each other.
pub const LANGUAGES: [&str; COLUMNS] =
    ["ind", "zsm", "jav", "sun", "vie", "vie", "eng", "tgl", "deu", "fra", "spa", "nld", "por", "swh", "mri", "smo", "plt", "mul"];

const MAGIC: &[u8; 8] = b"SARLID02";
const HEAD: usize = 24;
/// What one step of a profile's byte is, in nats.
const STEP: f32 = -0.125;

static MODEL: &[u8] = include_bytes!("../../../models/language.bin");

/// The table of words.
#[derive(Debug, Clone)]
pub struct LanguageModel {
    /// One row of [`COLUMNS`] bytes a profile.
    profiles: &'static [[u8; COLUMNS]],
    /// Two bytes a bucket, and two more at the end: where its words begin, as the distance from where they would if all buckets held
    /// equally many.
    starts: &'static [[u8; 2]],
    /// Four bytes a word, those of one bucket side by side: the low bits of the hash, the number of the profile.
    entries: &'static [[u8; 4]],
    buckets: u64,
}

/// The words of a line so far, in whole steps.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    steps: [u32; COLUMNS],
    words: u32,
    known: u32,
}

impl From<Count> for Scores {
    fn from(count: Count) -> Self {
        Self { nats: count.steps.map(|steps| steps as f32 * STEP), words: count.words as f32, known: count.known as f32 }
    }
}

/// What some words say: the sums of their log probabilities, and how many they were.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Scores {
    /// For each column of [`LANGUAGES`], the log probability of the known words.
    pub nats: [f32; COLUMNS],
    /// Weight of all words.
    pub words: f32,
    /// Weight of the words that the table knows.
    pub known: f32,
}

impl Scores {
    /// Adds what other words say, at a weight.
    pub fn add(&mut self, other: &Self, weight: f32) {
        for (mine, theirs) in self.nats.iter_mut().zip(other.nats) {
            *mine += weight * theirs;
        }
        self.words += weight * other.words;
        self.known += weight * other.known;
    }

    /// The share of the words that the table knows, 0 where there are none.
    pub fn known_share(&self) -> f32 {
        if self.words > 0.0 { self.known / self.words } else { 0.0 }
    }
}

impl LanguageModel {
    /// The model that is compiled in. Reads nothing but its head.
    pub fn built_in() -> Self {
        Self::from_bytes(MODEL).unwrap_or(Self { profiles: &[], starts: &[], entries: &[], buckets: 0 })
    }

    /// A model from the bytes of its file; `None` where they are no such file.
    fn from_bytes(bytes: &'static [u8]) -> Option<Self> {
        let head = bytes.get(..HEAD)?;
        let number = |at: usize| head.get(at..at + 4)?.try_into().ok().map(|four| u32::from_le_bytes(four) as usize);
        let (languages, rows, buckets, words) = (number(8)?, number(12)?, number(16)?, number(20)?);
        if head.get(..8)? != MAGIC || languages != COLUMNS || buckets == 0 {
            return None;
        }
        let (profiles, rest) = bytes.get(HEAD..)?.split_at_checked(COLUMNS.checked_mul(rows)?)?;
        let (starts, entries) = rest.split_at_checked(buckets.checked_add(1)?.checked_mul(2)?)?;
        let (profiles, starts, entries) = (profiles.as_chunks().0, starts.as_chunks().0, entries.as_chunks().0);
        (entries.len() == words).then_some(Self { profiles, starts, entries, buckets: buckets as u64 })
    }

    /// Whether the table holds the word of this hash.
    pub fn knows(&self, hash: u64) -> bool {
        self.profile(hash).is_some()
    }

    /// The word's row of the profiles.
    #[inline]
    fn profile(&self, hash: u64) -> Option<&'static [u8; COLUMNS]> {
        let bucket = (((hash >> 32) * self.buckets) >> 32) as usize;
        let words = self.entries.get(self.start(bucket)?..self.start(bucket + 1)?)?;
        let tag = (hash as u16).to_le_bytes();
        let [_, _, low, high] = words.iter().find(|entry| entry[..2] == tag)?;
        self.profiles.get(usize::from(u16::from_le_bytes([*low, *high])))
    }

    /// Where a bucket's words begin. A damaged file gives a wrong place, which finds a wrong word or none.
    #[inline]
    fn start(&self, bucket: usize) -> Option<usize> {
        let even = bucket as u64 * self.entries.len() as u64 / self.buckets;
        (even as usize + usize::from(u16::from_le_bytes(*self.starts.get(bucket)?))).checked_sub(1 << 15)
    }

    /// Adds a word to a count: the hash of its lower-case form, else the one without marks. A word that the table does not
    /// know counts as a word, and says nothing of any language.
    #[inline]
    pub fn add_word(&self, count: &mut Count, hash: u64, plain: u64) {
        count.words += 1;
        let row = match self.profile(hash) {
            None if plain != hash => self.profile(plain),
            found => found,
        };
        let Some(row) = row else { return };
        count.known += 1;
        for (sum, &cell) in count.steps.iter_mut().zip(row) {
            *sum += u32::from(cell);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, Count, LanguageModel, MODEL, Scores};
    use crate::text::hash::word_hash;

    #[test]
    fn the_compiled_in_table_is_whole_and_small() {
        let model = LanguageModel::from_bytes(MODEL).expect("the file is of the layout that is read here");
        assert!(MODEL.len() <= 1_000_000);
        for word in ["yang", "kerana", "không", "khong", "sing", "anu", "the"] {
            assert!(model.knows(word_hash(word)), "{word}");
        }
        assert!(!model.knows(word_hash("xqzvwk")));
    }

    #[test]
    fn other_bytes_are_no_model() {
        for bytes in [&b""[..], b"SARLID02", b"SARLID02\x12\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff", &[0; 200]] {
            assert!(LanguageModel::from_bytes(bytes).is_none());
        }
    }

    #[test]
    fn unknown_words_count_but_say_nothing() {
        let mut count = Count::default();
        LanguageModel::built_in().add_word(&mut count, word_hash("xqzvwk"), word_hash("xqzvwk"));
        assert_eq!(Scores::from(count), Scores { nats: [0.0; COLUMNS], words: 1.0, known: 0.0 });
    }
}
