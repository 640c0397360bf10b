//! What the stages know of a word, looked up once.
//!
//! Every stage enters the words of its packs here under a trait of its own while it is compiled; [`Vocabulary::tokenize`] then gives each
//! token the traits of its word and how common it is ([`Levels`]), so that a stage passes over most words by a bit and asks its own tables
//! only where something of its own stands. What a trait means is left to the stage that enters it.
//!
//! In `dan masyarakat Phuong` the first is a linking word, the second a common one, the third a Vietnamese syllable.

use super::lexicon::{Levels, Lexicon};
use super::syllables;
use super::tokens::{Kind, Summary, Token, tokenize};

/// A word or phrase of the grammar of officials begins with it.
pub const OFFICIAL: u32 = 1;
/// A list or a cue of the quotations holds it.
pub const QUOTE: u32 = 1 << 1;
/// The shape of a Vietnamese syllable, written without marks.
pub const SYLLABLE: u32 = 1 << 2;
/// A word that links: preposition, conjunction, pronoun, auxiliary.
pub const FUNCTION: u32 = 1 << 3;
/// It opens a credit.
pub const CREDIT: u32 = 1 << 4;
/// An abbreviation that no Indonesian reader knows.
pub const ABBREVIATION: u32 = 1 << 5;
/// A Vietnamese word, without marks, that no other language has.
pub const BARE: u32 = 1 << 6;
/// A first part that does not stand alone.
pub const PREFIX: u32 = 1 << 7;
/// A last part that does not stand alone.
pub const SUFFIX: u32 = 1 << 8;
/// One of several renderings of a body.
pub const SYNONYM: u32 = 1 << 9;
/// The first word of what a name's syllable is wrongly rendered as.
pub const RENDERING: u32 = 1 << 10;
/// A word of two or three letters.
pub const SHORT: u32 = 1 << 11;
/// A common Indonesian word that stands capitalised for another reason than being a name.
pub const INDONESIAN: u32 = 1 << 12;
/// A word for an image, as it stands before the image's number.
pub const IMAGE: u32 = 1 << 13;
/// The first word of a label of a page.
pub const LABEL: u32 = 1 << 14;
/// `dan`, in Indonesian, Vietnamese and English.
pub const AND: u32 = 1 << 15;
/// The first word of a term that is written in several ways; by its form without marks.
pub const FORM: u32 = 1 << 16;
/// A Vietnamese family name; by its form without marks.
pub const SURNAME: u32 = 1 << 17;

/// A family name of the name model; by its form without marks.
pub const FAMILY: u32 = 1 << 18;
/// Any part of names that the name model lists; by its form without marks.
pub const NAME_PART: u32 = 1 << 19;
/// Spelt like a Vietnamese syllable, with marks or without; by its form without marks.
pub const SPELT: u32 = 1 << 20;
/// A word of the lists of places and names beyond Vietnam; by its form without marks.
pub const WORLD: u32 = 1 << 21;

/// The traits that a word has by its form without marks.
const PLAIN: u32 = 0xffff << 16;

/// Slots at first: the list of words and all packs fill less than half of them.
const SLOTS: usize = 1 << 18;
/// How many bits of a hash tell words apart: so many the list of words keeps of each.
const BITS: u32 = 34;

/// A word: the upper [`BITS`] bits of its hash, what it is, and how common.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    key: u64,
    traits: u32,
    levels: Levels,
}

/// Words with their traits.
#[derive(Debug)]
pub struct Vocabulary {
    /// A power of two of them; a free one has no key.
    slots: Vec<Entry>,
    taken: usize,
}

impl Default for Vocabulary {
    /// Knows no word.
    fn default() -> Self {
        Self { slots: vec![Entry::default(); 2], taken: 0 }
    }
}

impl Vocabulary {
    /// The words of the compiled-in list and the Vietnamese syllables, to which stages add theirs.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut all = Self { slots: vec![Entry::default(); SLOTS], taken: 0 };
        for (bits, levels) in lexicon.entries() {
            all.entry(bits).levels = levels;
        }
        syllables::hashes().for_each(|hash| all.enter(hash, SYLLABLE));
        all
    }

    /// Gives the word of this hash more traits; those by the form without marks under that form's hash.
    pub fn enter(&mut self, hash: u64, traits: u32) {
        self.entry(hash).traits |= traits;
    }

    /// Cuts `line` into tokens, as [`tokenize`] does, and says what is known of each. Returns what any of them has.
    pub fn tokenize(&self, line: &str, out: &mut Vec<Token>) -> Summary {
        let from = out.len();
        let mut summary = Summary::default();
        tokenize(line, out);
        for token in &mut out[from..] {
            if token.kind == Kind::Mark {
                continue;
            }
            let found = self.find(token.hash);
            let mut traits = found.traits;
            if token.plain != token.hash {
                traits = traits & !PLAIN | self.find(token.plain).traits & PLAIN;
            }
            token.traits = traits;
            if token.is_word() {
                token.levels = found.levels;
            }
            summary.add(token);
        }
        summary
    }

    #[inline]
    fn find(&self, hash: u64) -> Entry {
        let key = hash >> (64 - BITS);
        let mut at = self.slot(key);
        loop {
            let entry = self.slots[at];
            if entry.key == key {
                return entry;
            }
            if entry.key == 0 {
                return Entry::default();
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// The slot at which the search for a key begins.
    #[inline]
    fn slot(&self, key: u64) -> usize {
        (key >> (BITS - self.slots.len().trailing_zeros())) as usize
    }

    fn entry(&mut self, hash: u64) -> &mut Entry {
        // one more still leaves half of the slots free, so that every search ends
        if (self.taken + 1) * 2 > self.slots.len() {
            let wider = vec![Entry::default(); self.slots.len() * 2];
            let old = std::mem::replace(&mut self.slots, wider);
            for entry in old.into_iter().filter(|entry| entry.key != 0) {
                let at = self.place(entry.key);
                self.slots[at] = entry;
            }
        }
        let key = hash >> (64 - BITS);
        let at = self.place(key);
        self.taken += usize::from(self.slots[at].key == 0);
        self.slots[at].key = key;
        &mut self.slots[at]
    }

    /// Where the key is, or the free slot where it belongs.
    fn place(&self, key: u64) -> usize {
        let mut at = self.slot(key);
        while self.slots[at].key != 0 && self.slots[at].key != key {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::super::hash::word_hash;
    use super::*;

    fn first(vocabulary: &Vocabulary, line: &str) -> Token {
        let mut tokens = Vec::new();
        vocabulary.tokenize(line, &mut tokens);
        tokens[0]
    }

    #[test]
    fn words_have_their_levels_and_traits() {
        let lexicon = Lexicon::built_in();
        let mut vocabulary = Vocabulary::new(&lexicon);
        vocabulary.enter(word_hash("dan"), FUNCTION);
        vocabulary.enter(word_hash("đặng"), QUOTE);
        vocabulary.enter(word_hash("dang"), SURNAME | OFFICIAL);
        for word in ["masyarakat", "không", "the", "rakat", "Dan"] {
            assert_eq!(first(&vocabulary, word).levels, lexicon.of(&word.to_lowercase()), "{word}");
        }
        assert!(first(&vocabulary, "Dan").has(FUNCTION) && !first(&vocabulary, "dankan").has(FUNCTION));
        assert!(first(&vocabulary, "Phuong").has(SYLLABLE) && !first(&vocabulary, "Phương").has(SYLLABLE));
        // by the form without marks the one, by the form itself the other
        let surname = first(&vocabulary, "Đặng");
        assert!(surname.has(SURNAME) && surname.has(QUOTE) && !surname.has(OFFICIAL));
        assert!(first(&vocabulary, "Dang").has(OFFICIAL) && first(&vocabulary, "Dang").has(SURNAME));
    }

    #[test]
    fn a_word_that_is_not_there_is_sought_in_vain() {
        let mut vocabulary = Vocabulary::default();
        for word in ["", "air", "laut", "surut", "pasang", "ombak"] {
            vocabulary.enter(word_hash(word), QUOTE);
            assert!(!first(&vocabulary, "perahu").has(QUOTE));
        }
    }

    #[test]
    fn a_full_table_grows() {
        let mut vocabulary = Vocabulary::new(&Lexicon::built_in());
        let words: Vec<String> = (0..SLOTS).map(|number| format!("kata{number}")).collect();
        for word in &words {
            vocabulary.enter(word_hash(word), QUOTE);
        }
        assert!(words.iter().all(|word| first(&vocabulary, word).has(QUOTE)));
        assert!(first(&vocabulary, "masyarakat").levels.indonesian() > 0);
    }
}
