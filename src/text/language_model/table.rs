//! The table itself: where a word's probabilities stand, and the sums over a line's words.
//!
//! The file's layout is told in `tools/language/build.py`, which writes it; nothing is copied out of it at start.

/// How many columns the table has.
pub const COLUMNS: usize = 18;

/// The languages of the columns, as ISO 639-3 codes, in the file's order. Vietnamese has two: with its marks and without;
/// `mul` stands for further languages in Latin script that are told from ours but not from each other.
pub const LANGUAGES: [&str; COLUMNS] =
    ["ind", "zsm", "jav", "sun", "vie", "vie", "eng", "tgl", "deu", "fra", "spa", "nld", "por", "swh", "mri", "smo", "plt", "mul"];

const MAGIC: &[u8; 8] = b"SARLID01";
const HEAD: usize = 20;
/// What one step of a profile's byte is, in nats.
const STEP: f32 = -0.125;

static MODEL: &[u8] = include_bytes!("../../../models/language.bin");

/// The table of words.
#[derive(Debug, Clone)]
pub struct LanguageModel {
    /// One row of [`COLUMNS`] bytes a profile.
    profiles: &'static [u8],
    /// Two bytes a slot: the low bits of the hash, 0 where the slot is empty.
    tags: &'static [u8],
    /// Two bytes a slot: the number of the profile.
    numbers: &'static [u8],
    slots: u64,
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
        Self::from_bytes(MODEL).unwrap_or(Self { profiles: &[], tags: &[], numbers: &[], slots: 0 })
    }

    /// A model from the bytes of its file; `None` where they are no such file.
    fn from_bytes(bytes: &'static [u8]) -> Option<Self> {
        let head = bytes.get(..HEAD)?;
        let number = |at: usize| head.get(at..at + 4)?.try_into().ok().map(|four| u32::from_le_bytes(four) as usize);
        let (languages, rows, slots) = (number(8)?, number(12)?, number(16)?);
        if head.get(..8)? != MAGIC || languages != COLUMNS || slots == 0 {
            return None;
        }
        let (profiles, rest) = bytes.get(HEAD..)?.split_at_checked(COLUMNS.checked_mul(rows)?)?;
        let (tags, numbers) = rest.split_at_checked(slots.checked_mul(2)?)?;
        (numbers.len() == tags.len()).then_some(Self { profiles, tags, numbers, slots: slots as u64 })
    }

    /// Whether the table holds the word of this hash.
    pub fn knows(&self, hash: u64) -> bool {
        self.profile(hash).is_some()
    }

    /// The word's row of the profiles.
    #[inline]
    fn profile(&self, hash: u64) -> Option<&'static [u8; COLUMNS]> {
        let tag = (hash as u16).max(1);
        let mut at = (((hash >> 32) * self.slots) >> 32) as usize;
        // The table is never full, so an empty slot ends every walk; the bound holds for a damaged one.
        for _ in 0..self.slots {
            let found = two(self.tags, at)?;
            if found == 0 {
                return None;
            }
            if found == tag {
                let row = usize::from(two(self.numbers, at)?) * COLUMNS;
                return self.profiles.get(row..)?.first_chunk();
            }
            at = if at as u64 + 1 == self.slots { 0 } else { at + 1 };
        }
        None
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

fn two(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes([*bytes.get(2 * at)?, *bytes.get(2 * at + 1)?]))
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, Count, LanguageModel, MODEL, Scores};
    use crate::text::hash::word_hash;

    #[test]
    fn the_compiled_in_table_is_whole_and_small() {
        let model = LanguageModel::from_bytes(MODEL).expect("the file is of the layout that is read here");
        assert!(MODEL.len() <= 1 << 20);
        for word in ["yang", "kerana", "không", "khong", "sing", "anu", "the"] {
            assert!(model.knows(word_hash(word)), "{word}");
        }
        assert!(!model.knows(word_hash("xqzvwk")));
    }

    #[test]
    fn other_bytes_are_no_model() {
        for bytes in [&b""[..], b"SARLID01", b"SARLID01\x12\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff", &[0; 200]] {
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
