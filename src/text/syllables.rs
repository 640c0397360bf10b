//! Whether a word could be a Vietnamese syllable, written without its marks.
//!
//! What is decided here: sounds alone, by the onsets and rhymes of the language. Whether it *is* a name is left to others: many
//! Indonesian words (`dan`, `tinggi` not, `hang` yes) have the same shape.
//!
//! `Minh`, `Nghe`, `Thuong` are syllables; `Min h` is one and a stray letter; `Mau soleum` is none.

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

/// Whether `word` (ASCII letters of either case) has the shape of a syllable; of single letters only `a`, `o`, `u`, `y` have.
pub fn is_syllable(word: &[u8]) -> bool {
    if word.is_empty() || word.len() > 7 {
        return false;
    }
    let mut lower = [0; 7];
    for (to, from) in lower.iter_mut().zip(word) {
        *to = from.to_ascii_lowercase();
    }
    let word = &lower[..word.len()];
    ONSETS.iter().any(|onset| word.strip_prefix(*onset).is_some_and(is_rhyme)) || word == b"gin" || word == b"gi"
}

fn is_rhyme(rhyme: &[u8]) -> bool {
    GLIDES.contains(&rhyme)
        || MORE.contains(&rhyme)
        || CODAS.iter().any(|coda| rhyme.strip_suffix(*coda).is_some_and(|nucleus| NUCLEI.contains(&nucleus)))
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
