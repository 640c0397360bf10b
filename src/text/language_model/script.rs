//! Which script a line's letters are of, and what language a script other than Latin tells by itself.
//!
//! `ប្រទេសកម្ពុជា` → Khmer, so `khm`; `Hội nghị` → Latin, where words must decide.

/// A script: its ISO 15924 code, and the language that it gives away, if it serves one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Script {
    /// ISO 15924 code.
    pub code: &'static str,
    /// ISO 639-3 code of the language that is written so; `und` where there are several.
    pub language: &'static str,
}

/// Latin letters: words decide.
pub const LATIN: Script = Script { code: "Latn", language: "und" };

/// The first and last letter of a block, and its script.
const BLOCKS: [(char, char, Script); 20] = [
    ('\u{0370}', '\u{03ff}', Script { code: "Grek", language: "ell" }),
    ('\u{0400}', '\u{052f}', Script { code: "Cyrl", language: "und" }),
    ('\u{0590}', '\u{05ff}', Script { code: "Hebr", language: "heb" }),
    ('\u{0600}', '\u{077f}', Script { code: "Arab", language: "und" }),
    ('\u{0900}', '\u{097f}', Script { code: "Deva", language: "und" }),
    ('\u{0980}', '\u{09ff}', Script { code: "Beng", language: "ben" }),
    ('\u{0b80}', '\u{0bff}', Script { code: "Taml", language: "tam" }),
    ('\u{0e00}', '\u{0e7f}', Script { code: "Thai", language: "tha" }),
    ('\u{0e80}', '\u{0eff}', Script { code: "Laoo", language: "lao" }),
    ('\u{1000}', '\u{109f}', Script { code: "Mymr", language: "mya" }),
    ('\u{1780}', '\u{17ff}', Script { code: "Khmr", language: "khm" }),
    ('\u{1b80}', '\u{1bbf}', Script { code: "Sund", language: "sun" }),
    ('\u{3040}', '\u{30ff}', Script { code: "Jpan", language: "jpn" }),
    ('\u{3400}', '\u{4dbf}', HAN),
    ('\u{4e00}', '\u{9fff}', HAN),
    ('\u{a980}', '\u{a9df}', Script { code: "Java", language: "jav" }),
    ('\u{ac00}', '\u{d7af}', Script { code: "Kore", language: "kor" }),
    ('\u{f900}', '\u{faff}', HAN),
    ('\u{ff66}', '\u{ff9d}', Script { code: "Jpan", language: "jpn" }),
    ('\u{20000}', '\u{2fa1f}', HAN),
];

const HAN: Script = Script { code: "Hans", language: "cmn" };

/// Characters that simplified Chinese does not use, common ones, each with its own simplified form.
const TRADITIONAL: &str = "個們來時會說國過這對為學還後發經與現實點將長動見關問開無門東車業話電兩給體機當從樂產業務員選書報導區應設讓帶義";

/// The script of most of a line's letters. Japanese writes Chinese characters among its own: any kana decides.
pub fn script(line: &str) -> Script {
    if line.is_ascii() {
        return LATIN;
    }
    let mut latin = 0_usize;
    let mut counts = [0_usize; BLOCKS.len()];
    for character in line.chars() {
        if character < '\u{0370}' {
            latin += usize::from(character.is_alphabetic());
        } else if !('\u{1e00}'..='\u{2fff}').contains(&character)
            && let Some(block) = BLOCKS.iter().position(|(first, last, _)| (*first..=*last).contains(&character))
        {
            counts[block] += 1;
        } else {
            latin += usize::from(character.is_alphabetic());
        }
    }
    let (block, &most) = counts.iter().enumerate().max_by_key(|&(_, count)| count).unwrap_or((0, &0));
    // A character of a script that parts no words stands for more than a letter.
    if most == 0 || most * 2 < latin {
        return LATIN;
    }
    let found = BLOCKS[block].2;
    if found != HAN {
        return found;
    }
    let of =
        |code: &str| BLOCKS.iter().zip(counts).filter(|((_, _, script), _)| script.code == code).map(|(_, count)| count).sum::<usize>();
    if of("Jpan") > 0 {
        Script { code: "Jpan", language: "jpn" }
    } else if of("Kore") > most / 4 {
        Script { code: "Kore", language: "kor" }
    } else if line.chars().any(|character| TRADITIONAL.contains(character)) {
        Script { code: "Hant", language: "cmn" }
    } else {
        HAN
    }
}

#[cfg(test)]
mod tests {
    use super::script;

    #[test]
    fn letters_tell_scripts() {
        for (line, code, language) in [
            ("Rapat dibuka – “semua hadir”", "Latn", "und"),
            ("Độc lập Tự do Hạnh phúc", "Latn", "und"),
            ("越南国家主席今天访问", "Hans", "cmn"),
            ("越南國家主席今天訪問", "Hant", "cmn"),
            ("ベトナムの国家主席が訪問", "Jpan", "jpn"),
            ("베트남 국가주석이 방문했다", "Kore", "kor"),
            ("ประเทศเวียดนาม", "Thai", "tha"),
            ("ປະເທດລາວ", "Laoo", "lao"),
            ("ប្រទេសកម្ពុជា", "Khmr", "khm"),
            ("Президент прибыл", "Cyrl", "und"),
            ("Kata 中 berarti tengah dalam bahasa itu", "Latn", "und"),
            ("", "Latn", "und"),
        ] {
            assert_eq!((script(line).code, script(line).language), (code, language), "{line}");
        }
    }
}
