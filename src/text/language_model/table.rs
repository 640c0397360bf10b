//! The table itself: where a word's probabilities stand, and the sums over a line's words.
//!
//! The file's layout is told in `tools/language/build.py`, which writes it; nothing is copied out of it at start.

/// How many columns the table has.
pub const COLUMNS: usize = 18;

/// The languages of the columns, as ISO 639-3 codes, in the file's order. Vietnamese has two: with its marks and without;
/// `mul` stands for further languages in Latin script that are told from ours but not from each other.
pub const LANGUAGES: [&str; COLUMNS] =
    ["ind", "zsm", "jav", "sun", "vie", "vie", "eng", "tgl", "deu", "fra", "spa", "nld", "por", "swh", "mri", "smo", "plt", "mul"];

const MAGIC: &[u8; 8] = b"SARLID03";
const HEAD: usize = 32;
/// How many words a bucket holds.
const SLOTS: usize = 8;
/// What one step of a profile's byte is, in nats.
const STEP: f32 = -0.125;

/// Bytes that begin with a line of the processor's cache, so that no bucket lies across two.
#[repr(C, align(64))]
struct Aligned<Bytes: ?Sized>(Bytes);

static MODEL: &Aligned<[u8]> = &Aligned(*include_bytes!("../../../models/language.bin"));

/// The words of one bucket: the low bits of their hashes, then the numbers of their profiles, 0 where there is no word.
type Bucket = [[[u8; 2]; SLOTS]; 2];

/// The table of words.
#[derive(Debug, Clone)]
pub struct LanguageModel {
    buckets: &'static [Bucket],
    /// One row of [`COLUMNS`] bytes a profile. The first is no word's, and all zeros.
    profiles: &'static [[u8; COLUMNS]],
}

/// The words of a line so far. Their steps are summed in small numbers, of which the processor adds many at once.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    /// Of at most [`FULL`] words.
    steps: [u16; COLUMNS],
    words: u16,
    known: u16,
    /// Of all words before those.
    sum: Scores,
}

/// The steps of so many words, 255 each at most, are no more than a `u16` holds.
const FULL: u16 = 256;

impl Count {
    /// Makes room for more words.
    #[cold]
    fn empty(&mut self) {
        *self = Self { sum: Scores::from(*self), ..Self::default() };
    }
}

impl From<Count> for Scores {
    fn from(count: Count) -> Self {
        let mut sum = count.sum;
        for (nats, steps) in sum.nats.iter_mut().zip(count.steps) {
            *nats += f32::from(steps) * STEP;
        }
        Self { words: sum.words + f32::from(count.words), known: sum.known + f32::from(count.known), ..sum }
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
        Self::from_bytes(&MODEL.0).unwrap_or(Self { buckets: &[], profiles: &[] })
    }

    /// A model from the bytes of its file; `None` where they are no such file.
    fn from_bytes(bytes: &'static [u8]) -> Option<Self> {
        let head = bytes.get(..HEAD)?;
        let number = |at: usize| head.get(at..at + 4)?.try_into().ok().map(|four| u32::from_le_bytes(four) as usize);
        let (languages, rows, buckets) = (number(8)?, number(12)?, number(16)?);
        if head.get(..8)? != MAGIC || languages != COLUMNS || rows == 0 || buckets == 0 {
            return None;
        }
        let (buckets, rest) = bytes.get(HEAD..)?.split_at_checked(size_of::<Bucket>().checked_mul(buckets)?)?;
        let (profiles, rest) = rest.as_chunks();
        let buckets = buckets.as_chunks().0.as_chunks().0.as_chunks().0;
        (profiles.len() == rows && rest.is_empty()).then_some(Self { buckets, profiles })
    }

    /// Whether the table holds the word of this hash.
    pub fn knows(&self, hash: u64) -> bool {
        self.in_first(hash) != 0 || self.in_second(hash) != 0
    }

    /// The number of the profile of a word that stands in its first bucket, as most of a text do; else 0.
    #[inline]
    fn in_first(&self, hash: u64) -> u16 {
        self.in_bucket(hash >> 32, hash)
    }

    fn in_second(&self, hash: u64) -> u16 {
        self.in_bucket(hash >> 16 & 0xffff_ffff, hash)
    }

    /// The number of the profile of a word that does not stand in its first bucket: a rare one, or one known without its marks.
    #[cold]
    fn elsewhere(&self, hash: u64, plain: u64) -> u16 {
        match self.in_second(hash) {
            0 if plain != hash => match self.in_first(plain) {
                0 => self.in_second(plain),
                found => found,
            },
            found => found,
        }
    }

    /// The number of the profile of a word that stands in this one of its two buckets, else 0. All slots are looked at, since a search that stops at the right one
    /// costs a wrongly guessed jump.
    #[inline]
    fn in_bucket(&self, place: u64, hash: u64) -> u16 {
        let at = (place * self.buckets.len() as u64) >> 32;
        let Some([tags, profiles]) = self.buckets.get(at as usize) else { return 0 };
        let wanted = hash as u16;
        let mut found = 0;
        for slot in 0..SLOTS {
            let here = u16::from_le_bytes(tags[slot]) == wanted;
            found |= u16::from_le_bytes(profiles[slot]) & u16::from(here).wrapping_neg();
        }
        found
    }

    /// Adds a word to a count: the hash of its lower-case form, else the one without marks. A word that the table does not
    /// know counts as a word, and says nothing of any language.
    #[inline]
    pub fn add_word(&self, count: &mut Count, hash: u64, plain: u64) {
        if count.words == FULL {
            count.empty();
        }
        count.words += 1;
        let profile = match self.in_first(hash) {
            0 => self.elsewhere(hash, plain),
            found => found,
        };
        let Some(row) = self.profiles.get(usize::from(profile)) else { return };
        count.known += u16::from(profile != 0);
        for (sum, &cell) in count.steps.iter_mut().zip(row) {
            *sum += u16::from(cell);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, Count, LanguageModel, MODEL, Scores};
    use crate::text::hash::word_hash;

    #[test]
    fn the_compiled_in_table_is_whole_and_small() {
        let model = LanguageModel::from_bytes(&MODEL.0).expect("the file is of the layout that is read here");
        assert!(MODEL.0.len() <= 1_000_000);
        for word in ["yang", "kerana", "không", "khong", "sing", "anu", "the"] {
            assert!(model.knows(word_hash(word)), "{word}");
        }
        assert!(!model.knows(word_hash("xqzvwk")));
    }

    #[test]
    fn other_bytes_are_no_model() {
        for bytes in [&b""[..], b"SARLID03", b"SARLID03\x12\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0", &[0; 200]] {
            assert!(LanguageModel::from_bytes(bytes).is_none());
        }
    }

    #[test]
    fn many_words_are_the_sum_of_each() {
        let (mut count, mut one) = (Count::default(), Count::default());
        LanguageModel::built_in().add_word(&mut one, word_hash("yang"), word_hash("yang"));
        for _ in 0..1000 {
            LanguageModel::built_in().add_word(&mut count, word_hash("yang"), word_hash("yang"));
        }
        let mut sum = Scores::default();
        sum.add(&one.into(), 1000.0);
        assert_eq!(Scores::from(count), sum);
    }

    #[test]
    fn unknown_words_count_but_say_nothing() {
        let mut count = Count::default();
        LanguageModel::built_in().add_word(&mut count, word_hash("xqzvwk"), word_hash("xqzvwk"));
        assert_eq!(Scores::from(count), Scores { nats: [0.0; COLUMNS], words: 1.0, known: 0.0 });
    }
}
