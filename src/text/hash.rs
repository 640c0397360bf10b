//! The hash of a word: how the tables that are compiled in know a word without holding it.
//!
//! What is decided here: one 64-bit number for a word's bytes, the same in every build, on every machine and in
//! `tools/language/build.py`. What is left to others: which form is hashed (tokens hash the lowercased word in
//! normal form C, and again without its marks). It is no shield against collisions that somebody seeks: a table that
//! must not be fooled compares the words themselves.
//!
//! `word_hash("kantor")` → `0xd166_f6f2_b85b_de0d`; byte by byte through [`WordHasher`] it is the same.

use std::hash::{BuildHasherDefault, Hasher};

/// A map's or set's way to hash keys that are hashes already, as those of words are: it takes the number as it is. For tables of our own
/// making; what an article fills is keyed anew, since somebody may seek collisions.
pub type ByHash = BuildHasherDefault<Hashed>;

/// The hasher of [`ByHash`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut hasher = WordHasher::new();
        for &byte in bytes {
            hasher.byte(byte);
        }
        self.0 = self.0.rotate_left(5) ^ hasher.finish();
    }

    #[inline]
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// Tells of most hashes that they are in no table, by one bit of a small field.
#[derive(Debug, Clone)]
pub struct Sieve(Box<[u64]>);

impl Default for Sieve {
    fn default() -> Self {
        Self::for_number(0)
    }
}

impl Sieve {
    /// A sieve for about so many hashes; it lets one in sixteen of the others through.
    #[must_use]
    pub fn for_number(hashes: usize) -> Self {
        Self(vec![0; (hashes / 4).next_power_of_two()].into())
    }

    /// Enters a hash.
    pub fn insert(&mut self, hash: u64) {
        let (at, bit) = self.place(hash);
        self.0[at] |= bit;
    }

    /// Whether the hash may have been entered.
    #[inline]
    #[must_use]
    pub fn may_have(&self, hash: u64) -> bool {
        let (at, bit) = self.place(hash);
        self.0[at] & bit != 0
    }

    #[inline]
    fn place(&self, hash: u64) -> (usize, u64) {
        ((hash >> 6) as usize & (self.0.len() - 1), 1 << (hash & 63))
    }
}

/// FNV-1a's offset basis for 64 bits.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
/// FNV-1a's prime for 64 bits.
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// The hash of a word, taken byte by byte: FNV-1a over the UTF-8, then a mix that spreads it over all 64 bits.
#[derive(Debug, Clone, Copy)]
pub struct WordHasher(u64);

impl Default for WordHasher {
    fn default() -> Self {
        Self::new()
    }
}

impl WordHasher {
    /// The hasher of a word of which no byte is known yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(BASIS)
    }

    /// Takes one more byte.
    #[inline]
    pub const fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ byte as u64).wrapping_mul(PRIME);
    }

    /// Takes one more character, as its UTF-8 bytes.
    #[inline]
    pub fn char(&mut self, character: char) {
        if character.is_ascii() {
            self.byte(character as u8);
        } else {
            let mut buffer = [0; 4];
            for &byte in character.encode_utf8(&mut buffer).as_bytes() {
                self.byte(byte);
            }
        }
    }

    /// The hash of what was taken so far.
    #[inline]
    #[must_use]
    pub const fn finish(self) -> u64 {
        // The finaliser of MurmurHash3: FNV's high bits alone are too alike for short words.
        let mut hash = self.0;
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ (hash >> 33)
    }
}

/// The hash of `word` as it stands; whoever wants case or marks folded folds first.
#[must_use]
pub const fn word_hash(word: &str) -> u64 {
    let bytes = word.as_bytes();
    let mut hasher = WordHasher::new();
    let mut at = 0;
    while at < bytes.len() {
        hasher.byte(bytes[at]);
        at += 1;
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{WordHasher, word_hash};

    #[test]
    fn hashes_are_those_of_the_build_script() {
        for (word, hash) in [("", 0xefd0_1f60_ba99_2926), ("kantor", 0xd166_f6f2_b85b_de0d), ("không", 0xdf87_dd20_671d_bc8c)] {
            assert_eq!(word_hash(word), hash, "{word}: {:#x}", word_hash(word));
        }
    }

    #[test]
    fn characters_and_bytes_agree() {
        for word in ["đường", "berita", "ភាសា", "🦆"] {
            let mut hasher = WordHasher::new();
            word.chars().for_each(|character| hasher.char(character));
            assert_eq!(hasher.finish(), word_hash(word));
        }
    }
}
