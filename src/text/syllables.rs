//! Whether a word could be a Vietnamese syllable, written without its marks.
//!
//! What is decided here: sounds alone, by the onsets and rhymes of the language. Whether it *is* a name is left to others: many
//! Indonesian words (`dan`, `tinggi` not, `hang` yes) have the same shape.
//!
//! `Minh`, `Nghe`, `Thuong` are syllables; `Min h` is one and a stray letter; `Mau soleum` is none.

use std::sync::LazyLock;

use hashbrown::HashSet;

use super::hash::ByHash;
use super::lexicon::hash_of;

const ONSETS: [&[u8]; 28] = [
    b"", b"ngh", b"ng", b"nh", b"n", b"b", b"ch", b"c", b"d", b"gh", b"gi", b"g", b"h", b"kh", b"k", b"l", b"m", b"ph", b"p", b"qu", b"r",
    b"s", b"th", b"tr", b"t", b"v", b"x", b"q",
];
const GLIDES: [&[u8]; 26] = [
    b"a", b"e", b"i", b"o", b"u", b"y", b"ai", b"ao", b"au", b"ay", b"eo", b"eu", b"ia", b"ieu", b"iu", b"oa", b"oai", b"oe", b"oi", b"ua",
    b"ue", b"ui", b"uoi", b"uu", b"uy", b"yeu",
];
const NUCLEI: [&[u8]; 14] = [b"a", b"e", b"i", b"o", b"u", b"ie", b"oa", b"oo", b"oe", b"ua", b"ue", b"uo", b"uye", b"uy"];
const CODAS: [&[u8]; 9] = [b"c", b"k", b"ch", b"m", b"n", b"ng", b"nh", b"p", b"t"];
const MORE: [&[u8]; 7] = [b"yen", b"yet", b"yem", b"oay", b"uay", b"uou", b"uya"];

/// Every syllable.
fn all() -> impl Iterator<Item = Vec<u8>> {
    let closed = NUCLEI.iter().flat_map(|nucleus| CODAS.iter().map(move |coda| [*nucleus, *coda].concat()));
    let rhymes: Vec<Vec<u8>> = GLIDES.iter().chain(&MORE).map(|rhyme| rhyme.to_vec()).chain(closed).collect();
    let all = ONSETS.iter().flat_map(move |onset| rhymes.clone().into_iter().map(move |rhyme| [*onset, &rhyme].concat()));
    all.chain([b"gin".to_vec(), b"gi".to_vec()]).filter(|word| !word.is_empty() && word.len() <= LONGEST)
}

/// Every syllable, packed as [`pack`] does.
static SYLLABLES: LazyLock<HashSet<u64, ByHash>> = LazyLock::new(|| all().map(|word| pack(&word)).collect());

/// The hashes of all syllables.
pub(super) fn hashes() -> impl Iterator<Item = u64> {
    all().map(|word| hash_of(&[&word]))
}

/// The longest syllable, in letters: `nghieng`.
const LONGEST: usize = 7;

/// Whether `word` (ASCII letters of either case) has the shape of a syllable; of single letters only `a`, `e`, `i`, `o`, `u`, `y` have.
pub fn is_syllable(word: &[u8]) -> bool {
    !word.is_empty() && word.len() <= LONGEST && SYLLABLES.contains(&pack(word))
}

/// Whether two pieces written together have the shape of a syllable.
pub fn are_syllable(first: &[u8], second: &[u8]) -> bool {
    let length = first.len() + second.len();
    length > 0 && length <= LONGEST && SYLLABLES.contains(&pack_all(first.iter().chain(second)))
}

/// One number for a word of at most seven letters, another for each; mixed, so that a table can take it as it is.
fn pack(word: &[u8]) -> u64 {
    pack_all(word.iter())
}

fn pack_all<'w>(word: impl Iterator<Item = &'w u8>) -> u64 {
    let letters = word.fold(1, |all: u64, letter| all << 8 | u64::from(letter.to_ascii_lowercase()));
    let mixed = letters.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for word in ["Minh", "Nghe", "Thuong", "Nguyen", "Quang", "ho", "An", "Xuan", "Huynh", "Duyen", "Yen", "Tuyet", "Hoai", "Giang"] {
            assert!(is_syllable(word.as_bytes()), "{word}");
        }
        for word in ["h", "nh", "T", "soleum", "Bapak", "orang", "sia", "Mausoleum", ""] {
            assert_eq!(is_syllable(word.as_bytes()), word == "sia", "{word}");
        }
    }
}
