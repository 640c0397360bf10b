//! Which words there are, and how common: a list compiled in, looked up by hash.
//!
//! What is decided here: whether a form stands in the list of Indonesian (with Malay), Vietnamese or English words, and whether it is an
//! Indonesian word that such a one makes with prefixes and suffixes. What is left to others: what it means that a form is no word.
//! `tools/lexicon/build.py` makes the list and says how it is laid out.
//!
//! `masyarakat` is common Indonesian, `rakat` is nothing; `penyulingannya` is no entry but made of `suling`.

use super::hash::{WordHasher, word_hash};

const DATA: &[u8] = include_bytes!("../../models/lexicon.bin");
const BUCKETS: usize = 4096;
const HEAD: usize = BUCKETS * 2;
/// Bits of a hash that choose a slot: a bucket is cut into eight, so that a slot holds two or three entries.
const SLOT: u32 = 15;
/// The longest form, in bytes, that is looked at for affixes.
const LONGEST: usize = 40;

/// How common a form is in each language: 0 where it is unknown, else the more the commoner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels(u16);

impl Levels {
    /// In Indonesian or Malay, to 15: a step is a quarter of a power of ten, 1 about one in a million words.
    #[inline]
    pub fn indonesian(self) -> u8 {
        (self.0 >> 6) as u8 & 15
    }
    /// In Vietnamese, to 7: a step is half a power of ten.
    #[inline]
    pub fn vietnamese(self) -> u8 {
        (self.0 >> 3) as u8 & 7
    }
    /// In English, to 7, as Vietnamese.
    #[inline]
    pub fn english(self) -> u8 {
        self.0 as u8 & 7
    }
    /// Whether no language has the form.
    #[inline]
    pub fn is_unknown(self) -> bool {
        self.0 == 0
    }
}

/// The list of words.
#[derive(Debug)]
pub struct Lexicon {
    /// For each slot, the place of its first entry; one more at the end.
    starts: Vec<u32>,
}

impl Lexicon {
    /// Reads the list that is compiled in.
    pub fn built_in() -> Self {
        let mut starts = Vec::with_capacity((1 << SLOT) + 1);
        let mut at = 0;
        for (bucket, pair) in DATA[..HEAD].chunks_exact(2).enumerate() {
            let end = at + u32::from(u16::from_le_bytes([pair[0], pair[1]]));
            // an entry's upper bits go on where the bucket's end
            for slot in 0..1 << SLOT >> 12 {
                while at < end && entry(at) >> 29 < slot {
                    at += 1;
                }
                debug_assert_eq!(starts.len(), bucket << (SLOT - 12) | slot as usize);
                starts.push(at);
            }
            at = end;
        }
        starts.push(at);
        Self { starts }
    }

    /// How common the form with this hash is.
    pub fn levels(&self, hash: u64) -> Levels {
        let slot = (hash >> (64 - SLOT)) as usize;
        let key = (hash >> 30) as u32 & 0x003f_ffff;
        let found = (self.starts[slot]..self.starts[slot + 1]).map(entry).find(|entry| entry >> 10 == key);
        found.map_or_else(Levels::default, levels_of)
    }

    /// All entries: the upper 34 bits of each word's hash, the rest of them 0, and how common it is.
    pub fn entries(&self) -> impl Iterator<Item = (u64, Levels)> + '_ {
        self.starts.windows(2).enumerate().flat_map(|(slot, range)| {
            (range[0]..range[1]).map(move |place| {
                let entry = entry(place);
                ((slot as u64) << (64 - SLOT) | u64::from(entry >> 10) << 30, levels_of(entry))
            })
        })
    }

    /// How common `word` (in lower case) is.
    pub fn of(&self, word: &str) -> Levels {
        self.levels(word_hash(word))
    }

    /// Whether `word` (lower-case ASCII) is made of a known Indonesian word of four letters or more by prefixes and suffixes.
    pub fn is_derived(&self, word: &[u8]) -> bool {
        if word.len() < 6 || word.len() > LONGEST {
            return false;
        }
        let known = |root: &[u8]| root.len() >= 4 && self.levels(hash_of(&[root])).indonesian() >= 2;
        let bare = |stem: &[u8]| {
            known(stem) || SUFFIXES.iter().any(|suffix| stem.strip_suffix(*suffix).is_some_and(|root| root.len() >= 4 && known(root)))
        };
        let prefixed = |stem: &[u8]| {
            bare(stem)
                || PREFIXES.iter().any(|(prefix, lost)| {
                    stem.strip_prefix(*prefix).is_some_and(|rest| {
                        bare(rest)
                            || lost.iter().any(|&letter| rest.first().is_some_and(u8::is_ascii_alphabetic) && self.restored(letter, rest))
                    })
                })
        };
        prefixed(word) || ENDINGS.iter().any(|ending| word.strip_suffix(*ending).is_some_and(|stem| stem.len() >= 5 && prefixed(stem)))
    }

    /// Whether `letter` before `rest`, with or without a suffix, is known: `s` before `uling` of `penyuling`.
    fn restored(&self, letter: u8, rest: &[u8]) -> bool {
        let known = |rest: &[u8]| rest.len() >= 3 && self.levels(hash_of(&[&[letter], rest])).indonesian() >= 2;
        known(rest) || SUFFIXES.iter().any(|suffix| rest.strip_suffix(*suffix).is_some_and(known))
    }
}

/// The hash of pieces written together, their ASCII letters in lower case.
pub fn hash_of(pieces: &[&[u8]]) -> u64 {
    let mut hasher = WordHasher::new();
    for piece in pieces {
        piece.iter().for_each(|byte| hasher.byte(byte.to_ascii_lowercase()));
    }
    hasher.finish()
}

const SUFFIXES: [&[u8]; 3] = [b"kan", b"an", b"i"];
const ENDINGS: [&[u8]; 6] = [b"nya", b"lah", b"kah", b"pun", b"ku", b"mu"];
/// Prefixes, and the first letters of a root that they swallow.
const PREFIXES: [(&[u8], &[u8]); 22] = [
    (b"memper", b""),
    (b"diper", b""),
    (b"keber", b""),
    (b"meny", b"s"),
    (b"peny", b"s"),
    (b"meng", b"k"),
    (b"peng", b"k"),
    (b"mem", b"p"),
    (b"pem", b"p"),
    (b"men", b"t"),
    (b"pen", b"t"),
    (b"ber", b""),
    (b"per", b""),
    (b"ter", b""),
    (b"me", b""),
    (b"pe", b""),
    (b"be", b""),
    (b"te", b""),
    (b"di", b""),
    (b"ke", b""),
    (b"se", b""),
    (b"ku", b""),
];

fn levels_of(entry: u32) -> Levels {
    Levels(entry as u16 & 0x3ff)
}

fn entry(place: u32) -> u32 {
    let at = HEAD + place as usize * 4;
    u32::from_le_bytes([DATA[at], DATA[at + 1], DATA[at + 2], DATA[at + 3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_known_and_pieces_are_not() {
        let lexicon = Lexicon::built_in();
        for (word, known) in [("masyarakat", true), ("rakat", false), ("ketakutan", true), ("kutan", false), ("mausoleum", true)] {
            assert_eq!(lexicon.of(word).indonesian() > 0, known, "{word}");
        }
        assert!(lexicon.of("yang").indonesian() > lexicon.of("suling").indonesian());
        assert!(lexicon.of("không").vietnamese() > 0 && lexicon.of("the").english() == 7);
    }

    #[test]
    fn affixes_are_taken_off() {
        let lexicon = Lexicon::built_in();
        for (word, derived) in
            [("penyulingannya", true), ("diberitahukan", true), ("mengeringkannya", true), ("keta", false), ("nyulingan", false)]
        {
            assert_eq!(lexicon.is_derived(word.as_bytes()), derived, "{word}");
        }
    }
}
