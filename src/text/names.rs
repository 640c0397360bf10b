//! The name model: how likely a run of capitalised words is one person's full name, and where in it the name begins.
//!
//! What is decided here: the likelihood of family, middle and given syllables; which words are Vietnamese syllables;
//! and, for a run that ends in a name, every start weighed against the words before it being titles and places
//! ([`super::places`]). What is left to others: which words are a run, and whether the article supports the answer.
//!
//! `Komune Muong Hum Phan Tien Dat`: the name begins at `Phan`, for `Muong Hum` is a commune and Phan a family name;
//! `Provinsi Ha Tinh` holds none. `docs/names.md` explains the sums.

use hashbrown::HashMap;
use serde::Deserialize;

use super::hash::{ByHash, word_hash};
use super::places::{KindMatch, PlaceMatch, Places};
use super::plain::{chain, plain_chars, plain_hash};
use super::vocabulary::{FAMILY, INDONESIAN, NAME_PART, SPELT, Vocabulary};

const PACK: &str = include_str!("../../rules/names.toml");

/// The most words of a full name.
pub const LONGEST: usize = 6;

/// How many of a run's last words are looked at: a longer run is cut, so that time stays linear.
const WINDOW: usize = 24;

/// One word of a run, with its plain hash.
#[derive(Debug, Clone, Copy)]
pub struct Word<'a> {
    /// The word as it stands.
    pub text: &'a str,
    /// Its [`plain_hash`]; a token carries it already.
    pub plain: u64,
}

impl<'a> From<&'a str> for Word<'a> {
    fn from(text: &'a str) -> Self {
        Self { text, plain: plain_hash(text) }
    }
}

/// What is known of a word as a part of names. Shares, not logarithms; 0 for none.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a trait of the word by itself, none excludes another")]
struct Shares {
    family: f32,
    middle: f32,
    given: f32,
    clan: f32,
    /// Whether what follows as a family name may be no Vietnamese syllable.
    minority: bool,
    /// Whether it is a common Indonesian word.
    indonesian: bool,
    /// Whether it is a Vietnamese syllable.
    syllable: bool,
    /// Whether it is a middle syllable that persons alone have.
    sign: bool,
    /// Whether it says who was born before whom.
    birth_order: bool,
}

/// A family name of several words.
#[derive(Debug, Clone, Copy)]
struct Chain {
    words: usize,
    share: f32,
}

/// The name model, ready for use.
#[derive(Debug)]
pub struct NameModel {
    words: HashMap<u64, Shares, ByHash>,
    /// Chained hash → family name of two or three words.
    chains: HashMap<u64, Chain, ByHash>,
    lengths: [f32; 4],
    unlisted: Unlisted,
    clan_share: f32,
    indonesian_factor: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    #[serde(rename = "why")]
    _why: String,
    lengths: Lengths,
    unlisted: Unlisted,
    family: Vec<Entry>,
    middle: Vec<Entry>,
    given: Vec<Entry>,
    clans: Clans,
    birth_order: BirthOrder,
    syllable: Syllable,
    indonesian: Indonesian,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lengths {
    #[serde(rename = "why")]
    _why: String,
    shares: [f32; 4],
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Unlisted {
    #[serde(rename = "why")]
    _why: String,
    family: f32,
    middle: f32,
    given: f32,
    open_minority: f32,
    open: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    each: f32,
    #[serde(rename = "why")]
    _why: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    chains: Vec<String>,
    #[serde(default)]
    minority: bool,
    #[serde(default)]
    sign: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clans {
    #[serde(rename = "why")]
    _why: String,
    share: f32,
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BirthOrder {
    #[serde(rename = "why")]
    _why: String,
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Syllable {
    #[serde(rename = "why")]
    _why: String,
    onsets: String,
    front: String,
    back: String,
    rimes: String,
    others: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Indonesian {
    #[serde(rename = "why")]
    _why: String,
    factor: f32,
    words: String,
}

/// Shares of what stands before a name. They weigh kinds of evidence against each other and are no counts.
mod before {
    /// A word of a title that the model knows.
    pub const TITLE_WORD: f32 = 2e-3;
    /// A word that is neither known nor a Vietnamese syllable.
    pub const UNKNOWN_WORD: f32 = 1e-5;
    /// A Vietnamese syllable that belongs to nothing.
    pub const STRAY_SYLLABLE: f32 = 1e-6;
    /// A kind word.
    pub const KIND_WORD: f32 = 1e-2;
    /// After a kind word: no place at all (`Ketua Komune`).
    pub const PLACELESS: f32 = 0.1;
    /// After a kind word that no table serves (a street, a school): a person's name, or anywhere else.
    pub const NAMESAKE: f32 = 0.5;
    /// See [`NAMESAKE`].
    pub const STRAY_NAMESAKE: f32 = 1e-4;
    /// After a kind word: a place of that kind, of another kind, one that no table holds.
    pub const FITTING: f32 = 0.7;
    /// See [`FITTING`].
    pub const MISFIT: f32 = 0.03;
    /// See [`FITTING`].
    pub const UNTABLED: f32 = 0.25;
    /// A place without a kind word: a certain one, a commune or river.
    pub const BARE_CERTAIN: f32 = 2e-2;
    /// See [`BARE_CERTAIN`].
    pub const BARE_COMMUNE: f32 = 3e-3;
    /// The city that is named after a man of whom the news speaks more often.
    pub const BARE_NAMESAKE: f32 = 3e-6;
    /// A place that a person could be called as, as likely as this or likelier.
    pub const NAMED: f32 = 1e-8;
    /// A place without a kind word that no table holds (`Pos Penjaga Perbatasan Keng Du`).
    pub const BARE_UNTABLED: f32 = 1e-4;
    /// One, two, three syllables of a place that no table holds.
    pub const UNTABLED_LENGTHS: [f32; 3] = [0.1, 0.75, 0.15];
    /// A syllable that no name of a place holds, where it is Vietnamese and where not.
    pub const SYLLABLE: f32 = 3e-5;
    /// See [`SYLLABLE`].
    pub const FOREIGN_SYLLABLE: f32 = 1e-5;
}

/// Shares of names that are no Vietnamese ones: how many there are, and of one word in them.
const FOREIGN: (f32, f32) = (1.0, 1e-5);

/// Shares of names that are no Vietnamese ones by their length: two, three, four words.
const FOREIGN_LENGTHS: [f32; 3] = [0.8, 0.17, 0.03];

impl NameModel {
    /// Reads the model that is compiled in.
    ///
    /// # Errors
    /// Only where `rules/names.toml` was broken before the program was built.
    pub fn built_in() -> Result<Self, toml::de::Error> {
        let pack: Pack = toml::from_str(PACK)?;
        let mut words: HashMap<u64, Shares, ByHash> = HashMap::with_capacity_and_hasher(8192, ByHash::default());
        for syllable in syllables(&pack.syllable) {
            words.entry(syllable).or_default().syllable = true;
        }
        enter(&pack.family, &mut words, |shares| &mut shares.family);
        enter(&pack.middle, &mut words, |shares| &mut shares.middle);
        enter(&pack.given, &mut words, |shares| &mut shares.given);
        let mut chains = HashMap::default();
        for entry in &pack.family {
            for chained in &entry.chains {
                let hash = chained.split(' ').map(word_hash).fold(0, chain);
                chains.insert(hash, Chain { words: chained.split(' ').count(), share: entry.each });
            }
        }
        let clans = pack.clans.words.split_whitespace();
        let count = clans.clone().count() as f32;
        clans.for_each(|clan| words.entry(word_hash(clan)).or_default().clan = 1.0 / count);
        for word in pack.birth_order.words.split_whitespace() {
            words.entry(word_hash(word)).or_default().birth_order = true;
        }
        for word in pack.indonesian.words.split_whitespace() {
            words.entry(word_hash(word)).or_default().indonesian = true;
        }
        Ok(Self {
            words,
            chains,
            lengths: pack.lengths.shares,
            unlisted: pack.unlisted,
            clan_share: pack.clans.share,
            indonesian_factor: pack.indonesian.factor,
        })
    }

    /// Whether the word is spelt like one Vietnamese syllable, with its marks or without (`Nghiêm`, `Phuong`; not
    /// `Kantor`, `Blang`). A short Indonesian word may be one, too: `Dua`, `Tim`.
    #[must_use]
    pub fn is_vietnamese_syllable(&self, word: &str) -> bool {
        self.shares(word.into()).syllable && marks_agree(word)
    }

    /// Whether the word is a family name on the list.
    #[must_use]
    pub fn is_family(&self, word: Word<'_>) -> bool {
        self.shares(word).family > 0.0
    }

    /// How much likelier these capitalised words are one person's full name than words of titles and names of places:
    /// the natural logarithm of the ratio, above 0 where a name is likelier. Names that are not Vietnamese
    /// (`Tobias Brandt`) come out near 0, since the model knows nothing about them.
    #[must_use]
    pub fn score_name(&self, places: &Places, words: &[Word<'_>]) -> f32 {
        if words.len() > LONGEST {
            return f32::NEG_INFINITY;
        }
        let otherwise = self.before(places, words)[words.len()];
        self.name(words) - otherwise
    }

    /// As [`NameModel::score_name`], of the first two, three … of these words, by their number; 0 for none and one.
    #[must_use]
    pub fn score_names(&self, places: &Places, words: &[Word<'_>]) -> [f32; LONGEST + 1] {
        let words = &words[..words.len().min(LONGEST)];
        let otherwise = self.before(places, words);
        let mut scores = [0.0; LONGEST + 1];
        for len in 2..=words.len() {
            scores[len] = self.name(&words[..len]) - otherwise[len];
        }
        scores
    }

    /// Where the person's name begins in a run of capitalised words that ends in it: each possible start with the
    /// natural logarithm of how much likelier it is than that the run holds no name, the likeliest first. Looks at
    /// the last 24 words only.
    #[must_use]
    pub fn best_split(&self, places: &Places, words: &[Word<'_>]) -> Vec<(usize, f32)> {
        let cut = words.len().saturating_sub(WINDOW);
        let words = &words[cut..];
        let before = self.before(places, words);
        let none = before[words.len()];
        let first = words.len().saturating_sub(LONGEST);
        let mut splits: Vec<(usize, f32)> = (first..words.len())
            .map(|start| (cut + start, before[start] + self.name(&words[start..]) - none))
            .filter(|split| split.1.is_finite())
            .collect();
        splits.sort_by(|one, two| two.1.total_cmp(&one.1));
        splits
    }

    /// Enters what is known of each word by itself.
    pub fn enter(&self, vocabulary: &mut Vocabulary) {
        for (&hash, shares) in &self.words {
            let part = shares.family > 0.0 || shares.middle > 0.0 || shares.given > 0.0 || shares.clan > 0.0;
            let traits = [(shares.family > 0.0, FAMILY), (part, NAME_PART), (shares.syllable, SPELT), (shares.indonesian, INDONESIAN)];
            vocabulary.enter(hash, traits.iter().filter(|(is, _)| *is).fold(0, |all, (_, each)| all | each));
        }
    }

    /// Whether the word (by [`plain_hash`]) is a family name on the list.
    #[must_use]
    pub fn is_family_hash(&self, plain: u64) -> bool {
        self.words.get(&plain).is_some_and(|shares| shares.family > 0.0)
    }

    /// Whether the words (by [`plain_hash`]) begin with a family name and a middle syllable that persons alone have: Nguyen Van, Tran Thi.
    #[must_use]
    pub fn has_sign(&self, words: impl IntoIterator<Item = u64>) -> bool {
        let mut words = words.into_iter();
        let family = words.next().is_some_and(|word| self.is_family_hash(word));
        family && words.next().is_some_and(|word| self.words.get(&word).is_some_and(|shares| shares.sign))
    }

    /// Whether the word (by [`plain_hash`]) may stand for the order of birth before a given name: the Tu of Tu Luyen.
    #[must_use]
    pub fn is_birth_order(&self, plain: u64) -> bool {
        self.words.get(&plain).is_some_and(|shares| shares.birth_order)
    }

    fn shares(&self, word: Word<'_>) -> Shares {
        self.words.get(&word.plain).copied().unwrap_or_default()
    }

    /// The logarithm of the likelihood of the words as one full name.
    fn name(&self, words: &[Word<'_>]) -> f32 {
        let vietnamese = self.vietnamese(words).max(self.highland(words));
        vietnamese.max(self.foreign(words)).ln()
    }

    /// Family name, middle syllables, given name.
    fn vietnamese(&self, words: &[Word<'_>]) -> f32 {
        let length = |count: usize| if count < 2 { 0.0 } else { self.lengths.get(count - 2).copied().unwrap_or(0.0) };
        let mut best: f32 = 0.0;
        let mut sequence = 0;
        for (at, word) in words.iter().enumerate().take(4) {
            sequence = chain(sequence, word.plain);
            let (share, minority) = if at == 0 {
                let shares = self.shares(*word);
                let backed_off = if shares.syllable && !shares.indonesian { self.unlisted.family } else { 0.0 };
                (shares.family.max(backed_off), shares.minority)
            } else {
                (self.chains.get(&sequence).filter(|chain| chain.words == at + 1).map_or(0.0, |chain| chain.share), true)
            };
            if share > 0.0 {
                best = best.max(share * length(words.len() - at) * self.rest(&words[at + 1..], minority));
            }
        }
        best
    }

    /// The likelihood of middle syllables and a given name.
    fn rest(&self, words: &[Word<'_>], minority: bool) -> f32 {
        let Some((given, middle)) = words.split_last() else { return 0.0 };
        let mut likelihood = self.part(*given, |shares| shares.given, self.unlisted.given, minority);
        for (at, word) in middle.iter().enumerate() {
            let as_middle = self.part(*word, |shares| shares.middle, self.unlisted.middle, minority);
            // The second middle syllable belongs to the given name: `Thi Ngoc Lan`.
            likelihood *= if at == 0 {
                as_middle
            } else {
                0.5 * (as_middle + self.part(*word, |shares| shares.given, self.unlisted.given, minority))
            };
        }
        likelihood
    }

    /// The likelihood of one syllable in its role.
    fn part(&self, word: Word<'_>, role: impl Fn(&Shares) -> f32, unlisted: f32, minority: bool) -> f32 {
        let shares = self.shares(word);
        let listed = role(&shares);
        if listed > 0.0 {
            return listed;
        }
        let open = match (shares.syllable, minority) {
            (true, _) => unlisted,
            (false, true) => self.unlisted.open_minority,
            (false, false) => self.unlisted.open,
        };
        if shares.indonesian { open * self.indonesian_factor } else { open }
    }

    /// `Y Blang Ksor`, `H'Duyen Nie`, `K'Mong`: a sign of sex, the given name, the clan.
    fn highland(&self, words: &[Word<'_>]) -> f32 {
        let open = |word: &Word<'_>| if self.shares(*word).indonesian { 0.0 } else { self.unlisted.open_minority };
        let clan = |word: &Word<'_>| (0.9 * self.shares(*word).clan).max(open(word));
        let shape = match words {
            [one, given] if one.text == "Y" => open(given) * 0.2,
            [one, given, last] if one.text == "Y" => open(given) * clan(last),
            [one, given, other, last] if one.text == "Y" => open(given) * open(other).max(clan(other)) * clan(last),
            // the clan before the sign: Rmah H'Luyn
            [clan, joined] if is_highland_shape(joined.text) && self.shares(*clan).clan > 0.0 => self.unlisted.open_minority * 0.5,
            [joined, last] if is_highland_shape(joined.text) => self.unlisted.open_minority * clan(last),
            [joined, other, last] if is_highland_shape(joined.text) => {
                self.unlisted.open_minority * open(other).max(clan(other)) * clan(last)
            }
            _ => 0.0,
        };
        self.clan_share * shape
    }

    /// Two to four words that are neither Vietnamese syllables nor known Indonesian.
    fn foreign(&self, words: &[Word<'_>]) -> f32 {
        let known = words.iter().any(|word| {
            let shares = self.shares(*word);
            shares.indonesian || (shares.syllable && words.len() < 3) || !word.text.starts_with(char::is_uppercase)
        });
        let native = words.iter().filter(|word| self.shares(**word).syllable).count();
        if known || native > 1 || words.len() < 2 {
            return 0.0;
        }
        FOREIGN_LENGTHS.get(words.len() - 2).map_or(0.0, |length| length * FOREIGN.0 * FOREIGN.1.powi(words.len() as i32))
    }

    /// For each place in the run, the logarithm of the likelihood of the words before it as titles and places (the
    /// best way to cut them).
    fn before(&self, places: &Places, words: &[Word<'_>]) -> [f32; WINDOW + 1] {
        let mut best = [f32::NEG_INFINITY; WINDOW + 1];
        best[0] = 0.0;
        let mut plain = [0; WINDOW];
        for (hash, word) in plain.iter_mut().zip(words) {
            *hash = word.plain;
        }
        let plain = &plain[..words.len().min(WINDOW)];
        let mut known = [Known::default(); WINDOW];
        known.iter_mut().zip(words).for_each(|(known, word)| *known = self.known(places, *word));
        let known = &known[..plain.len()];
        for at in 0..plain.len() {
            let so_far = best[at];
            let mut reach = |words: usize, share: f32| {
                if let Some(end) = best.get_mut(at + words) {
                    *end = end.max(so_far + share.ln());
                }
            };
            reach(1, title_word(&known[at].shares));
            for found in places.matches_at(&plain[at..]) {
                // Duong Minh Chau, Tran Van Thoi: districts that are called as men are
                let person = found.words >= 3
                    && words
                        .get(at..at + found.words)
                        .is_some_and(|name| known[at].shares.family > 0.0 && self.vietnamese(name) > before::NAMED);
                let bare = match (found.is_certain(), found.is_namesake() || person) {
                    (_, true) => before::BARE_NAMESAKE,
                    (true, false) => before::BARE_CERTAIN,
                    (false, false) => before::BARE_COMMUNE,
                };
                reach(found.words, bare * found.share());
            }
            untabled(&known[at..], |count, share| reach(count, before::BARE_UNTABLED * share));
            self.namesake(&words[at..plain.len()], &known[at..], |count, share| reach(count, before::STRAY_NAMESAKE * share));
            if let Some(kind) = places.kind_at(&plain[at..]) {
                reach(kind.words, before::KIND_WORD * before::PLACELESS);
                let rest = at + kind.words;
                if kind.kinds.is_empty() {
                    self.namesake(&words[rest..plain.len()], &known[rest..], |count, share| {
                        reach(kind.words + count, before::KIND_WORD * before::NAMESAKE * share);
                    });
                }
                for found in places.matches_at(&plain[rest..]) {
                    let fits = if fits(&kind, &found) { before::FITTING } else { before::MISFIT };
                    reach(kind.words + found.words, before::KIND_WORD * fits * found.share());
                }
                untabled(&known[rest..], |count, share| {
                    reach(kind.words + count, before::KIND_WORD * before::UNTABLED * share);
                });
            }
        }
        best
    }

    /// What [`NameModel::before`] asks of a word, looked up once.
    fn known(&self, places: &Places, word: Word<'_>) -> Known {
        let shares = self.shares(word);
        let other = if shares.syllable { before::SYLLABLE } else { before::FOREIGN_SYLLABLE };
        Known { shares, of_places: places.syllable(word.plain).map_or(other, f32::exp).max(other) }
    }

    /// Gives to `reach` the likelihood of the first three or four words as the person whom a street, a school, a
    /// hospital is named after.
    fn namesake(&self, words: &[Word<'_>], known: &[Known], mut reach: impl FnMut(usize, f32)) {
        if known.first().is_some_and(|word| word.shares.family > 0.0) {
            for count in [3, 4] {
                if let Some(name) = words.get(..count) {
                    reach(count, self.vietnamese(name));
                }
            }
        }
    }
}

/// A word as [`NameModel::before`] sees it.
#[derive(Clone, Copy, Default)]
struct Known {
    shares: Shares,
    /// Its share among the words of names of places.
    of_places: f32,
}

/// The likelihood of a word outside names and places.
fn title_word(shares: &Shares) -> f32 {
    match (shares.indonesian, shares.syllable) {
        (true, _) => before::TITLE_WORD,
        (false, true) => before::STRAY_SYLLABLE,
        (false, false) => before::UNKNOWN_WORD,
    }
}

/// Gives to `reach` the likelihood of the first one, two, three words as a place that no table holds.
fn untabled(words: &[Known], mut reach: impl FnMut(usize, f32)) {
    let mut share = 1.0;
    for (at, (word, length)) in words.iter().zip(before::UNTABLED_LENGTHS).enumerate() {
        if word.shares.indonesian {
            return;
        }
        share *= word.of_places;
        reach(at + 1, length * share);
    }
}

/// Enters the words of one role, their shares brought to a sum of 1.
fn enter(entries: &[Entry], words: &mut HashMap<u64, Shares, ByHash>, role: fn(&mut Shares) -> &mut f32) {
    let total: f32 = entries.iter().map(|entry| entry.each * entry.words.split_whitespace().count() as f32).sum();
    for entry in entries {
        for word in entry.words.split_whitespace() {
            let shares = words.entry(word_hash(word)).or_default();
            shares.minority |= entry.minority;
            shares.sign |= entry.sign;
            let own = role(shares);
            *own = own.max(entry.each / total);
        }
    }
}

/// Whether a place of this kind bears the name; a kind word for what no table holds fits any.
fn fits(kind: &KindMatch<'_>, found: &PlaceMatch<'_>) -> bool {
    kind.kinds.is_empty() || found.kinds().any(|own| kind.kinds.contains(&own))
}

/// `H'Duyen`, `K’Mong`: one or two letters and an apostrophe before the rest.
#[must_use]
pub fn is_highland_shape(word: &str) -> bool {
    let mut letters = 0;
    for (at, character) in word.char_indices() {
        match character {
            '\'' | '’' => return (1..=2).contains(&letters) && word[at + character.len_utf8()..].starts_with(char::is_alphabetic),
            _ if character.is_alphabetic() && letters < 2 => letters += 1,
            _ => return false,
        }
    }
    false
}

/// Whether the marks of a word can stand on one syllable: one tone at most.
fn marks_agree(word: &str) -> bool {
    if word.is_ascii() {
        return true;
    }
    let mut tones = 0;
    for character in word.chars() {
        unicode_normalization::char::decompose_canonical(character, |part| {
            tones += usize::from(matches!(part, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'));
        });
    }
    let mut ascii = true;
    plain_chars(word, |character| ascii &= character.is_ascii());
    tones <= 1 && ascii
}

/// The hashes of all syllables that the tables allow.
fn syllables(rules: &Syllable) -> Vec<u64> {
    let starts_front = |rime: &str| rime.starts_with(['e', 'i', 'y']);
    let has = |list: &str, onset: &str| list.split_whitespace().any(|other| other == onset);
    let mut all: Vec<u64> = rules.others.split_whitespace().map(word_hash).collect();
    for rime in rules.rimes.split_whitespace() {
        if !rime.starts_with("ie") && rime != "ia" {
            all.push(word_hash(rime));
        }
        for onset in rules.onsets.split_whitespace() {
            let wrong = (has(&rules.front, onset) && !starts_front(rime)) || (has(&rules.back, onset) && starts_front(rime));
            if !wrong {
                all.push(
                    [onset, rime]
                        .iter()
                        .flat_map(|part| part.bytes())
                        .fold(super::hash::WordHasher::new(), |mut hasher, byte| {
                            hasher.byte(byte);
                            hasher
                        })
                        .finish(),
                );
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{NameModel, Word};
    use crate::text::places::Places;

    fn words(text: &str) -> Vec<Word<'_>> {
        text.split(' ').map(Word::from).collect()
    }

    #[test]
    fn syllables_are_told_from_words() {
        let model = NameModel::built_in().unwrap();
        for word in "Nguyễn Nghiem Quynh Thuy Duong Gi Giang Kha Uyên Y Quoc Khuyến Trường Huệ Yên An".split(' ') {
            assert!(model.is_vietnamese_syllable(word), "{word}");
        }
        for word in
            "Kantor Ketua Pusat Komite Bapak Blang Ksor H'Duyen K'Mong Rumah Desa Kota Yang Front Ńguyễn Cia Ngi Kam Bank Polisi".split(' ')
        {
            assert!(!model.is_vietnamese_syllable(word), "{word}");
        }
    }

    #[test]
    fn names_are_told_from_places_and_titles() {
        let (places, model) = (Places::built_in().unwrap(), NameModel::built_in().unwrap());
        for name in [
            "Phan Tien Dat",
            "Ho Chi Minh",
            "Nguyễn Thị Vân Khánh",
            "To Lam",
            "Giang A Sinh",
            "Ly Seo Phu",
            "H'Duyen Nie",
            "Y Blang Ksor",
            "Ksor Tlui",
            "Rcom H'Nhuen",
            "Danh Sa Rone",
            "Ton Nu Dieu Hoa",
            "Ro Mah Blui",
            "TRAN ANH TUAN",
            "Lo Van Thich",
            "Alang Bhuoch",
            "Do Hanh",
            "Ma A Say",
            "Ha Van Lo",
            "Kim Thi Ngoc Dung",
            "Mai Thi Son",
            "La Van Dan",
            "Thich Thanh Minh",
        ] {
            assert!(model.score_name(&places, &words(name)) > 0.0, "{name}: {}", model.score_name(&places, &words(name)));
        }
        for other in [
            "Ha Tinh",
            "Ben Tre",
            "Quang Ngai",
            "Dong Nai",
            "Thai Nguyen",
            "Lam Dong",
            "Kota Ho Chi Minh",
            "Komite Rakyat",
            "Wakil Ketua Komite",
            "Provinsi Ha Nam",
            "Komune Tan Lap",
            "Truong Sa",
            "Dan Hari",
            "Quang Trung",
            "Ba Ria Vung Tau",
        ] {
            assert!(model.score_name(&places, &words(other)) < 0.0, "{other}: {}", model.score_name(&places, &words(other)));
        }
    }

    #[test]
    fn a_name_begins_after_the_place() {
        let (places, model) = (Places::built_in().unwrap(), NameModel::built_in().unwrap());
        for (before, name) in [
            ("Komune Muong Hum", "Phan Tien Dat"),
            ("Provinsi Bac Ninh", "Than Thi Hoai"),
            ("Kelurahan Pho Hien", "Nguyen Thi Van Khanh"),
            ("Rumah Sakit Umum Pusat Can Tho", "Lam Tu"),
            ("Kota Ho Chi Minh", "Tran Van Nam"),
            ("Dusun Ta Cho Lung", "Vang Thi Dua"),
            ("Pos Penjaga Perbatasan Keng Du", "Lo Van Thich"),
            ("Komune Ea Kao", "Y Blang Ksor"),
            ("Komune Ia Hrung", "Ksor Tlui"),
            ("Wakil Ketua Komite Rakyat Provinsi Vinh Long", "Kim Thi Ngoc Dung"),
            ("Komune Sung Trai", "Giang A Sinh"),
            ("Distrik Ba Vi", "Do Ngoc Ha"),
            ("Provinsi Dong Nai", "Ho Van Ha"),
            ("Komune Tan Lap", "Le Van Binh"),
            ("Kota Hue", "Le Truong Luu"),
            ("Komune Nguyen Hue", "Tran Van Bay"),
            ("Provinsi Ha Nam", "Ha Nam Son"),
            ("Delta Mekong", "Vo Van Tam"),
            ("", "Nguyen Hoang Nam"),
            ("Kepala Sekolah Asrama Etnis Nguyen Tat Thanh", "Rcom H'Nhuen"),
            ("Rumah Sakit Nguyen Tri Phuong", "Vo Duc Chien"),
            ("Presiden", "Ho Chi Minh"),
            ("Direktur Perusahaan Vestrup", "Tobias Brandt"),
            ("Pulau Hon Chuoi", "Thach Phuong"),
            ("Kepala Sekolah Asrama Etnis Nguyen Tat Thanh", "Rcom H'Nhuen"),
            ("Rumah Sakit Nguyen Tri Phuong", "Vo Duc Chien"),
            ("Presiden", "Ho Chi Minh"),
            ("Direktur Perusahaan Vestrup", "Tobias Brandt"),
            ("Pulau Hon Chuoi", "Thach Phuong"),
        ] {
            let text = format!("{before} {name}");
            let text = text.trim();
            let expected = before.split_whitespace().count();
            let splits = model.best_split(&places, &words(text));
            assert_eq!(splits.first().map(|split| split.0), Some(expected), "{text}: {splits:?}");
        }
        assert!(model.best_split(&places, &words("Komite Rakyat Provinsi Ha Tinh")).first().is_none_or(|split| split.1 < 0.0));
        assert!(model.best_split(&places, &[]).is_empty());
    }
}
