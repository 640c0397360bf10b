//! From sums to answers: a line alone, a line in its article, an article.

use whatlang::{Detector, Lang};

use super::script::{LATIN, Script};
use super::table::{COLUMNS, LANGUAGES, LanguageModel, Scores};
use super::words::LineScores;
use crate::text::hash::word_hash;
use crate::text::tokens::Token;

/// The code for what nobody could tell.
pub const UND: &str = "und";
/// The column of further languages, and its code: never an answer.
const OTHERS: &str = "mul";
/// The two columns of Vietnamese.
const WITH_MARKS: usize = 4;
const WITHOUT_MARKS: usize = 5;
/// How much less likely than Malay a line alone is in each language, in nats, before its words are known: those that pages for Indonesian
/// readers hardly hold must speak clearer. Indonesian's share was chosen on the development set.
const PRIOR: [f32; COLUMNS] = [-0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -1.5, -1.5, -1.5, -1.5, -1.5, -1.5, -1.5, -1.5, -1.5, 0.0];
/// Fewer known words than this tell no language.
const FEWEST: f32 = 1.5;
/// A line of fewer words than this, without a stop, of which but one has no capital is a name.
const NAME: f32 = 5.0;
/// More words than this, each with a capital, all common (likelier than exp([`COMMON`]) on average), are a headline.
const TITLE: f32 = 2.0;
const COMMON: f32 = -8.0;
/// Where the table knows less than this share of the words, whatlang is asked.
const LEAST_KNOWN: f32 = 0.45;
/// Inside an article: fewer known words without a capital than this make no foreign line.
const FEWEST_FOREIGN: f32 = 4.0;
/// Inside an article: the share of the words without a capital that the table must know.
const LEAST_KNOWN_FOREIGN: f32 = 0.6;
/// Languages so alike that a line of the one is told from the other by a few words.
const KIN: [&str; 4] = ["ind", "zsm", "jav", "sun"];
/// How many nats a line must speak against its article's language for one of its kin, and for any other language.
const KIN_MARGIN: f32 = 3.8;
const FOREIGN_MARGIN: f32 = 8.0;
/// A line of fewer known words than this that no stop ends, perhaps a heading, must speak clearer by so many nats.
const HEADING: f32 = 14.0;
const HEADING_MARGIN: f32 = 3.0;
/// A line of fewer known words than this must speak clearer for one of the kin by so many nats: a proverb or a cry is soon a kin's.
const SHORT: f32 = 9.0;
const SHORT_MARGIN: f32 = 1.0;
/// Words that Malay has far oftener than Indonesian as Indonesians write it, while news translated into Indonesian has them as often: each
/// must be outweighed by so many nats.
const TRANSLATED: [u64; 2] = [word_hash("beliau"), word_hash("daripada")];
const TRANSLATED_MARGIN: f32 = 2.0;
/// What ends a sentence, or a line that goes on; a heading or a name has none of them.
const STOPS: [char; 12] = ['.', '!', '?', '…', '"', '”', '’', '»', ')', ':', ';', ','];
/// Each half of the words may speak for the article's language by so many nats: a line of which one half is a quotation is not
/// mostly foreign.
const HALF: f32 = -2.5;
/// The score is 1 / (1 + exp(-SLOPE · margin / words^POWER)): words lean on each other, so many of them say less than their sum. Checked
/// by `examples/language.rs`, which prints how often each score is right.
const SLOPE: f32 = 1.2;
const POWER: f32 = 0.3;

/// Who gave the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Nobody: too little to go by.
    Nobody,
    /// The words of the table.
    Words,
    /// The letters.
    Script,
    /// whatlang was asked; where it was not sure either, the language is `und`.
    Whatlang,
}

/// A language, and how sure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess {
    /// ISO 639-3 code; `und` where the words do not tell.
    pub language: &'static str,
    /// ISO 15924 code.
    pub script: &'static str,
    /// The probability that it is right, 0 to 1; 0 for `und`.
    pub score: f32,
    /// How much likelier the words are than in the next language, in nats.
    pub margin: f32,
    /// The share of the words that the table knows.
    pub known_share: f32,
    /// Who says so.
    pub by: By,
}

impl Guess {
    fn nobody(known_share: f32) -> Self {
        Self { language: UND, script: LATIN.code, score: 0.0, margin: 0.0, known_share, by: By::Nobody }
    }
}

impl LanguageModel {
    /// What a line alone is taken for.
    pub fn identify(&self, line: &str, tokens: &[Token]) -> Guess {
        identify(line, &self.score_line(line, tokens))
    }

    /// What a line of an article in `article` is, if it is in another language, wholly or mostly. `scores` are the line's own, as
    /// [`LanguageModel::score_line`] gave them. What [`LanguageModel::identify`] would say of the line alone is not enough, since kin languages
    /// share most words: a line keeps its article's language unless another beats it by a margin. Names do not count.
    pub fn judge(&self, line: &str, tokens: &[Token], scores: &LineScores, article: &str) -> Option<Guess> {
        if let Some(guess) = by_script(line, scores.script) {
            return (guess.language != article && guess.language != UND && line.chars().nth(5).is_some()).then_some(guess);
        }
        let small = &scores.small;
        if small.known < FEWEST_FOREIGN || small.known_share() < LEAST_KNOWN_FOREIGN {
            return None;
        }
        let home = LANGUAGES.iter().position(|language| *language == article)?;
        let nats = by_language(&small.nats);
        let first = best(&nats, home);
        let language = LANGUAGES[first];
        let heading = small.known < HEADING && !line.ends_with(STOPS);
        let kin = KIN.contains(&language) && KIN.contains(&article);
        let short = if kin && small.known < SHORT { SHORT_MARGIN } else { 0.0 };
        let needed = if kin { KIN_MARGIN } else { FOREIGN_MARGIN } + if heading { HEADING_MARGIN } else { 0.0 } + short;
        let margin = nats[first] - nats[home];
        if margin < needed || language == OTHERS {
            return None;
        }
        let told = tokens.iter().filter(|token| TRANSLATED.contains(&token.hash)).count();
        if kin && margin < needed + TRANSLATED_MARGIN * told as f32 {
            return None;
        }
        let (left, right) = tokens.split_at(tokens.len() / 2);
        let mostly = [left, right].into_iter().all(|half| {
            let nats = by_language(&Scores::from(self.count(line, half).small).nats);
            nats[first] - nats[home] >= HALF
        });
        mostly.then(|| Guess {
            language,
            script: LATIN.code,
            score: score(margin, small.known),
            margin,
            known_share: small.known_share(),
            by: By::Words,
        })
    }
}

/// What a line with these scores is taken for alone.
pub fn identify(line: &str, scores: &LineScores) -> Guess {
    by_script(line, scores.script).unwrap_or_else(|| {
        let whole = scores.whole();
        let name = scores.small.words < 2.0 && whole.words < NAME && !line.ends_with(STOPS) && !is_title(&whole);
        if name { Guess::nobody(whole.known_share()) } else { by_words(line, &whole) }
    })
}

/// What an article is in whose lines have these scores: all of them in one sum.
pub fn article<'a>(lines: impl IntoIterator<Item = (&'a str, &'a LineScores)>) -> Guess {
    let mut sum = Scores::default();
    let mut longest = "";
    let mut other: Option<(usize, Guess)> = None;
    for (line, scores) in lines {
        if let Some(guess) = by_script(line, scores.script) {
            other = Some((other.map_or(0, |(bytes, _)| bytes) + line.len(), guess));
            continue;
        }
        sum.add(&scores.whole(), 1.0);
        if line.len() > longest.len() {
            longest = line;
        }
    }
    match other {
        // Seven bytes hold a Latin word, or two to three letters of other scripts.
        Some((bytes, guess)) if bytes as f32 > sum.words * 7.0 => guess,
        _ => by_words(longest, &sum),
    }
}

/// Whether words with capitals are a headline's, `It Didn't Go Well`, and no name: the table knows them all as common words. Vietnamese
/// names are made of common words.
fn is_title(whole: &Scores) -> bool {
    let nats = by_language(&whole.nats);
    let first = best(&nats, WITHOUT_MARKS);
    whole.words > TITLE && whole.known_share() > 0.99 && LANGUAGES[first] != "vie" && nats[first] > COMMON * whole.known
}

fn by_script(line: &str, found: Script) -> Option<Guess> {
    if found == LATIN {
        return None;
    }
    if found.language == UND {
        return Some(Guess { script: found.code, ..ask(line, 0.0) });
    }
    Some(Guess { language: found.language, script: found.code, score: 0.99, margin: 0.0, known_share: 0.0, by: By::Script })
}

fn by_words(line: &str, scores: &Scores) -> Guess {
    let known_share = scores.known_share();
    if scores.words < FEWEST {
        return Guess::nobody(known_share);
    }
    let mut nats = by_language(&scores.nats);
    for (sum, prior) in nats.iter_mut().zip(PRIOR) {
        *sum += prior;
    }
    let (first, second) = two_best(&nats);
    let language = LANGUAGES[first];
    if known_share < LEAST_KNOWN || language == OTHERS {
        return if scores.words > 3.0 { ask(line, known_share) } else { Guess::nobody(known_share) };
    }
    if scores.known < FEWEST {
        return Guess::nobody(known_share);
    }
    let margin = nats[first] - second;
    Guess { language, script: LATIN.code, score: score(margin, scores.known), margin, known_share, by: By::Words }
}

/// The sums of the columns with one for each language: the likelier of the two Vietnamese ones stands for both.
fn by_language(nats: &[f32; COLUMNS]) -> [f32; COLUMNS] {
    let mut nats = *nats;
    nats[WITH_MARKS] = nats[WITH_MARKS].max(nats[WITHOUT_MARKS]);
    nats[WITHOUT_MARKS] = f32::NEG_INFINITY;
    nats
}

/// The likeliest column, and the sum of the next.
fn two_best(nats: &[f32; COLUMNS]) -> (usize, f32) {
    let (mut first, mut second) = (0, f32::NEG_INFINITY);
    for column in 1..COLUMNS {
        if nats[column] > nats[first] {
            second = nats[first];
            first = column;
        } else {
            second = second.max(nats[column]);
        }
    }
    (first, second)
}

/// The likeliest column but for one.
fn best(nats: &[f32; COLUMNS], except: usize) -> usize {
    let mut best = usize::from(except == 0);
    for column in 0..COLUMNS {
        if nats[column] > nats[best] && column != except {
            best = column;
        }
    }
    best
}

/// How often an answer with this margin over so many words is right.
fn score(margin: f32, words: f32) -> f32 {
    1.0 / (1.0 + (-SLOPE * margin / words.max(1.0).powf(POWER)).exp())
}

/// whatlang's answer, among the languages that the table does not hold.
fn ask(line: &str, known_share: f32) -> Guess {
    let ours = [Lang::Ind, Lang::Jav, Lang::Vie, Lang::Eng, Lang::Tgl];
    let found = Detector::with_denylist(ours.to_vec()).detect(line).filter(whatlang::Info::is_reliable);
    let (language, score) = found.map_or((UND, 0.0), |info| (info.lang().code(), (0.9 * info.confidence()) as f32));
    Guess { language, script: LATIN.code, score, margin: 0.0, known_share, by: By::Whatlang }
}

#[cfg(test)]
mod tests {
    use super::{By, Guess, LanguageModel, UND};
    use crate::text::tokens::{Token, tokenize};

    fn tokens(line: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        tokenize(line, &mut tokens);
        tokens
    }

    fn identify(line: &str) -> Guess {
        LanguageModel::built_in().identify(line, &tokens(line))
    }

    #[test]
    fn lines_alone() {
        for (line, language) in [
            ("Mobil itu dibawa ke kantor polisi karena sopirnya tidak punya uang.", "ind"),
            ("Kereta itu dibawa ke balai polis kerana pemandunya tiada wang.", "zsm"),
            ("Wong-wong ing desa iki padha lunga menyang pasar saben dina.", "jav"),
            ("Jalma di lembur ieu sok arindit ka pasar unggal poe.", "sun"),
            ("Người dân trong làng đi chợ mỗi ngày.", "vie"),
            ("Nguoi dan trong lang di cho moi ngay.", "vie"),
            ("The people of this village go to the market every day.", "eng"),
            ("Ang mga tao sa nayong ito ay pumupunta sa palengke araw-araw.", "tgl"),
            ("Die Leute aus diesem Dorf gehen jeden Tag auf den Markt.", "deu"),
            ("ชาวบ้านไปตลาดทุกวัน", "tha"),
            ("24/08/2025 19:30", UND),
            ("Tay Ninh", UND),
            ("Nguyễn Văn An", UND),
            ("", UND),
        ] {
            assert_eq!(identify(line).language, language, "{line}: {:?}", identify(line));
        }
    }

    #[test]
    fn a_line_keeps_its_articles_language_unless_much_speaks_against_it() {
        let model = LanguageModel::built_in();
        for (line, article, foreign) in [
            ("Warga desa pergi ke pasar setiap hari untuk menjual hasil kebun.", "ind", None),
            ("Penduduk kampung ke pasar setiap hari kerana mahu menjual hasil kebun dan membeli ubat.", "ind", Some("zsm")),
            ("Người dân trong làng đi chợ mỗi ngày để bán rau.", "ind", Some("vie")),
            ("The villagers go to the market every day to sell what they have grown.", "ind", Some("eng")),
            ("Nguyễn Văn An, Trần Thị Bình, Lê Văn Cường, Phạm Thị Dung, Hoàng Văn Em", "ind", None),
            ("Pak Lurah mengatakan bahwa warga sudah pulang. “Kabeh wong wis padha mulih marang omahe dhewe.”", "ind", None),
            ("Tim Inggris Manchester United Football Club", "ind", None),
            ("Penduduk kampung ke pasar setiap hari kerana mahu menjual hasil kebun dan membeli ubat.", "zsm", None),
        ] {
            let tokens = tokens(line);
            let found = model.judge(line, &tokens, &model.score_line(line, &tokens), article);
            assert_eq!(found.map(|guess| guess.language), foreign, "{line}: {found:?}");
        }
    }

    #[test]
    fn whatlang_is_asked_only_where_the_table_knows_little() {
        assert_eq!(identify("Yaşamak bir ağaç gibi tek ve hür ve bir orman gibi kardeşçesine").by, By::Whatlang);
        assert_eq!(identify("Warga desa pergi ke pasar setiap hari.").by, By::Words);
    }
}
