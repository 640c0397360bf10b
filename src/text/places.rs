//! The gazetteer: which words name a place, of what kind, and which unit is meant.
//!
//! What is decided here: the longest name of a place that starts at a word, the units of that name, and the one unit
//! that a kind word, a name and a province single out. Whatever stays ambiguous is `None`. What is left to others:
//! whether the words are meant as a place ([`super::names`] weighs that against a person's name), and how a title is
//! cut.
//!
//! `Komune Muong Hum Phan Tien Dat`: the kind word `Komune`, then `Muong Hum` is Mường Hum in Lào Cai (VN-02); what
//! follows is none. The data is described in `docs/places.md`.

use std::ops::Range;

use hashbrown::HashMap;
use serde::Deserialize;

use super::hash::ByHash;
use super::plain::{chain, plain_hash};

/// How many places of a title are weighed as context for one of them.
const CONTEXT: usize = 8;

/// The order in which kinds are tried for a name without a kind word.
const ANY: [Kind; 14] = [
    Kind::City,
    Kind::Province,
    Kind::Country,
    Kind::ForeignCity,
    Kind::Region,
    Kind::ProvincialCity,
    Kind::Town,
    Kind::UrbanDistrict,
    Kind::RuralDistrict,
    Kind::SpecialZone,
    Kind::Island,
    Kind::Ward,
    Kind::Commune,
    Kind::Township,
];

const TABLE: &[u8] = include_bytes!("../../rules/places.tsv.zst");
const PROVINCES: &str = include_str!("../../rules/provinces.toml");
const GEOGRAPHY: &str = include_str!("../../rules/geography.toml");

/// What kind of place a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A state.
    Country,
    /// A province (tỉnh), of today or before.
    Province,
    /// A city of central rank (thành phố trực thuộc trung ương).
    City,
    /// A rural district (huyện), until 2025.
    RuralDistrict,
    /// An urban district (quận), until 2025.
    UrbanDistrict,
    /// A city under a province (thành phố thuộc tỉnh), until 2025.
    ProvincialCity,
    /// A town of district rank (thị xã), until 2025.
    Town,
    /// A commune (xã).
    Commune,
    /// A ward (phường).
    Ward,
    /// A township (thị trấn), until 2025.
    Township,
    /// A special zone (đặc khu), since 2025.
    SpecialZone,
    /// A region of Vietnam or of the world.
    Region,
    /// An island or archipelago.
    Island,
    /// A river, sea, bay, lake or mountain.
    Water,
    /// A city or province abroad.
    ForeignCity,
}

impl Kind {
    /// Whether it is a unit of the second tier: a district or its peers.
    #[must_use]
    pub const fn is_district(self) -> bool {
        matches!(self, Self::RuralDistrict | Self::UrbanDistrict | Self::ProvincialCity | Self::Town)
    }

    /// Whether it is a unit of the lowest tier: a commune or its peers.
    #[must_use]
    pub const fn is_commune(self) -> bool {
        matches!(self, Self::Commune | Self::Ward | Self::Township | Self::SpecialZone)
    }

    /// Whether it is a province or a city of its rank.
    #[must_use]
    pub const fn is_province(self) -> bool {
        matches!(self, Self::Province | Self::City)
    }

    /// How small it is, for the choice of the smallest.
    const fn rank(self) -> u8 {
        if self.is_commune() {
            3
        } else if self.is_district() {
            2
        } else {
            self.is_province() as u8
        }
    }

    /// The kind of a letter in the table.
    const fn of_letter(letter: u8) -> Option<Self> {
        Some(match letter {
            b'c' => Self::Commune,
            b'w' => Self::Ward,
            b's' => Self::Township,
            b'z' => Self::SpecialZone,
            b'D' => Self::RuralDistrict,
            b'Q' => Self::UrbanDistrict,
            b'T' => Self::ProvincialCity,
            b't' => Self::Town,
            _ => return None,
        })
    }
}

/// A province by its place in the list of provinces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ProvinceId(u8);

/// One unit of the gazetteer.
#[derive(Debug, Clone)]
struct Unit {
    /// Where the name stands in [`Places::text`].
    name: Range<u32>,
    kind: Kind,
    /// The province it lay in while it stood (itself for a province, none for what lies beyond provinces).
    province: Option<ProvinceId>,
    /// The district it lay in.
    district: Option<u32>,
    /// The unit of today that took it in, where another did.
    today: Option<u32>,
    /// Whether it stands today.
    stands: bool,
}

/// A province's code and the province of today in which it lies.
#[derive(Debug, Clone)]
struct Province {
    code: String,
    unit: u32,
    today: ProvinceId,
}

/// A name of the gazetteer met in a sequence of words.
#[derive(Debug, Clone, Copy)]
pub struct PlaceMatch<'a> {
    /// How many words the name has.
    pub words: usize,
    places: &'a Places,
    named: &'a Named,
}

/// A name of the gazetteer, and what is asked of it again and again.
#[derive(Debug, Clone, Copy)]
struct Named {
    /// The chained hash of its words.
    sequence: u64,
    /// Its units: a range of [`Places::names`].
    start: u32,
    end: u32,
    certain: bool,
    namesake: bool,
    share: f32,
}

impl<'a> PlaceMatch<'a> {
    /// The entries of the units that bear the name.
    fn entries(self) -> &'a [(u64, u32)] {
        &self.places.names[self.named.start as usize..self.named.end as usize]
    }

    /// The kinds of the units that bear the name, one for each unit.
    pub fn kinds(self) -> impl Iterator<Item = Kind> + 'a {
        self.entries().iter().map(move |&(_, unit)| self.places.units[unit as usize].kind)
    }

    /// How many units bear the name.
    #[must_use]
    pub const fn count(self) -> usize {
        (self.named.end - self.named.start) as usize
    }

    /// Whether the name belongs to a place so well known (a province, city, district, country, region or archipelago)
    /// that its words alone are never a person's name. Communes and rivers are named like people too often.
    #[must_use]
    pub const fn is_certain(self) -> bool {
        self.named.certain
    }

    /// Whether the place is named after a person whom texts mean by these words unless a kind word says otherwise.
    #[must_use]
    pub const fn is_namesake(self) -> bool {
        self.named.namesake
    }

    /// The likelihood of the name among those of places of its rank.
    #[must_use]
    pub const fn share(self) -> f32 {
        self.named.share
    }
}

/// A kind word (`Komune`, `Kota`, `Zona Khusus`) met in a sequence of words.
#[derive(Debug, Clone, Copy)]
pub struct KindMatch<'a> {
    /// How many words it has.
    pub words: usize,
    /// The kinds of units that it means, the likelier first; empty for those whose names no table holds.
    pub kinds: &'a [Kind],
}

/// One unit, as far as it is known which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// Its name in Vietnamese, without the kind.
    pub name: &'a str,
    /// What it is.
    pub kind: Kind,
    /// The ISO 3166-2:VN code of the province it lay in while it stood; empty for what lies in none.
    pub code: &'a str,
    /// The name of the unit of today where it was merged; its own where it still stands; empty where it was divided
    /// among several or the table does not say.
    pub today: &'a str,
    /// The name of the province of today in which it lies; empty for what lies in none.
    pub province_today: &'a str,
}

/// The gazetteer, unpacked and indexed.
#[derive(Debug)]
pub struct Places {
    text: String,
    units: Vec<Unit>,
    provinces: Vec<Province>,
    /// Chained hash of a name's words → unit, sorted.
    names: Vec<(u64, u32)>,
    /// By the chained hash of its words.
    named: HashMap<u64, Named, ByHash>,
    /// Hash of a name's first word → the most words of a name that begins so.
    starts: HashMap<u64, u8, ByHash>,
    /// Chained hash of a kind word → its kinds.
    kind_words: HashMap<u64, Vec<Kind>, ByHash>,
    /// Hash of a kind word's first word → the most words of a kind word that begins so.
    kind_starts: HashMap<u64, u8, ByHash>,
    /// Hash of a word in names of districts and communes → the natural logarithm of its share.
    syllables: HashMap<u64, f32, ByHash>,
    /// Chained hashes of the names of Vietnam itself.
    home: Vec<u64>,
    /// Chained hashes of provinces named after a person.
    namesakes: Vec<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProvincePack {
    #[serde(rename = "why")]
    _why: String,
    province: Vec<ProvinceEntry>,
    former: Vec<ProvinceEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProvinceEntry {
    name: String,
    code: String,
    kind: Kind,
    today: Option<String>,
    #[serde(default)]
    person: bool,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GeographyPack {
    kind: Vec<KindEntry>,
    unlisted: UnlistedEntry,
    place: Vec<PlaceEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindEntry {
    words: Vec<String>,
    kinds: Vec<Kind>,
    #[serde(rename = "why")]
    _why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnlistedEntry {
    words: Vec<String>,
    #[serde(rename = "why")]
    _why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceEntry {
    kind: Kind,
    names: Vec<String>,
    #[serde(rename = "why")]
    _why: String,
}

/// Why the tables that are compiled in could not be read: a mistake in `rules/`, which a test would have found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlacesError {
    /// The packed table does not unpack.
    #[error("rules/places.tsv.zst does not unpack; make it anew with tools/places/build.py")]
    Unpack(#[from] std::io::Error),
    /// A readable table does not follow its schema.
    #[error("a table of places in rules/ does not read: {0}")]
    Toml(#[from] toml::de::Error),
    /// A line of the packed table makes no sense.
    #[error("line {0} of rules/places.tsv.zst makes no sense; make it anew with tools/places/build.py")]
    Line(usize),
    /// A province is named that rules/provinces.toml does not list.
    #[error("`{0}` is no province of rules/provinces.toml; add it there")]
    Province(String),
}

impl Places {
    /// Unpacks and indexes the tables that are compiled in: a few milliseconds, once a run.
    ///
    /// # Errors
    /// Only where a table in `rules/` was broken before the program was built.
    pub fn built_in() -> Result<Self, PlacesError> {
        let table = String::from_utf8(zstd::decode_all(TABLE)?).map_err(|_| PlacesError::Line(0))?;
        let mut building = Building::new();
        building.provinces(toml::from_str(PROVINCES)?)?;
        building.table(&table)?;
        building.geography(toml::from_str(GEOGRAPHY)?);
        Ok(building.finish())
    }

    /// The longest name of a place that starts with the first of these words (by [`plain_hash`]).
    #[must_use]
    pub fn match_at(&self, words: &[u64]) -> Option<PlaceMatch<'_>> {
        self.matches_at(words).last()
    }

    /// Every name of a place that starts with the first of these words, the shortest first.
    pub fn matches_at<'a>(&'a self, words: &[u64]) -> impl Iterator<Item = PlaceMatch<'a>> {
        let longest = words.first().and_then(|word| self.starts.get(word)).map_or(0, |&longest| usize::from(longest));
        let mut sequence = 0;
        words.iter().take(longest).enumerate().filter_map(move |(at, &word)| {
            sequence = chain(sequence, word);
            self.named.get(&sequence).map(|named| PlaceMatch { words: at + 1, places: self, named })
        })
    }

    /// Whether these words, all of them, are the name of a place that no person bears ([`PlaceMatch::is_certain`]).
    #[must_use]
    pub fn is_place(&self, words: &[u64]) -> bool {
        self.match_at(words).is_some_and(|found| found.words == words.len() && found.is_certain())
    }

    /// The longest kind word that starts with the first of these words.
    #[must_use]
    pub fn kind_at(&self, words: &[u64]) -> Option<KindMatch<'_>> {
        let longest = *self.kind_starts.get(words.first()?)?;
        let mut sequence = 0;
        let mut found = None;
        for (at, &word) in words.iter().take(usize::from(longest)).enumerate() {
            sequence = chain(sequence, word);
            if let Some(kinds) = self.kind_words.get(&sequence) {
                found = Some(KindMatch { words: at + 1, kinds });
            }
        }
        found
    }

    /// The one unit that bears the name, is of the first of `kinds` that fits (any kind where `kinds` is empty) and
    /// lies in the places of `context` (a province or district that the same title or sentence names; one that fits
    /// nothing is passed over). `None` where no unit does or several do.
    #[must_use]
    pub fn resolve(&self, kinds: &[Kind], name: PlaceMatch<'_>, context: &[PlaceMatch<'_>]) -> Option<Place<'_>> {
        let kinds = if kinds.is_empty() { &ANY } else { kinds };
        let kind = *kinds.iter().find(|&&kind| name.kinds().any(|own| own == kind))?;
        let units = || name.entries().iter().map(|entry| entry.1).filter(|&unit| self.unit(unit).kind == kind);
        let within = |inside: fn(&Self, &Unit, &Unit, u32) -> bool| {
            let fits = move |unit: u32, place: &PlaceMatch<'_>| {
                place.entries().iter().any(|entry| inside(self, self.unit(unit), self.unit(entry.1), entry.1))
            };
            units().filter(move |&unit| context.iter().all(|place| fits(unit, place) || !units().any(|other| fits(other, place))))
        };
        self.only(within(|_, unit, place, id| Self::lies_in(unit, place, id))).or_else(|| self.only(within(Self::lies_today_in)))
    }

    /// The place that a post is about, among the words of its title: the smallest unit that a kind word announces,
    /// with the provinces and districts beside it as context; without a kind word, a province, city or country that
    /// stands for itself (`Ketua Komite Rakyat Lao Cai`), Vietnam alone excepted. `None` where it is ambiguous.
    #[must_use]
    pub fn in_title(&self, words: &[u64]) -> Option<Place<'_>> {
        let mut target: Option<(u8, &[Kind], PlaceMatch<'_>)> = None;
        let mut context = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let kind = self.kind_at(&words[at..]);
            let start = at + kind.map_or(0, |kind| kind.words);
            let kinds = kind.map_or(&[][..], |kind| kind.kinds);
            let Some(name) = self.match_at(&words[start.min(words.len())..]) else {
                at = start.max(at + 1);
                continue;
            };
            let announced = kinds.iter().find(|kind| name.kinds().any(|own| own == **kind));
            let rank = announced.map_or(u8::from(name.is_certain() && !self.is_home(name)), |kind| 2 + kind.rank());
            if rank > 0 {
                context.push(name);
                if target.is_none_or(|(best, ..)| rank > best) {
                    target = Some((rank, if announced.is_some() { kinds } else { &[] }, name));
                }
            }
            at = start + if rank > 0 { name.words } else { usize::from(start == at) };
        }
        let (_, kinds, name) = target?;
        context.truncate(CONTEXT);
        self.resolve(kinds, name, &context)
    }

    /// The natural logarithm of the share of a word (by [`plain_hash`]) among the words of names of places; `None`
    /// for one that no name holds.
    #[must_use]
    pub fn syllable(&self, word: u64) -> Option<f32> {
        self.syllables.get(&word).copied()
    }

    fn unit(&self, unit: u32) -> &Unit {
        &self.units[unit as usize]
    }

    /// Whether the name is that of Vietnam itself, which stands in half of all titles and places nobody.
    fn is_home(&self, name: PlaceMatch<'_>) -> bool {
        self.home.contains(&name.named.sequence)
    }

    /// Whether `unit` lay in `place` (its district or province) or is it.
    fn lies_in(unit: &Unit, place: &Unit, id: u32) -> bool {
        unit.district == Some(id)
            || (place.kind.is_province() && unit.province.is_some() && unit.province == place.province)
            || unit.name == place.name
    }

    /// Whether `unit` lies where `place` lies today.
    fn lies_today_in(&self, unit: &Unit, place: &Unit, id: u32) -> bool {
        let today = |unit: &Unit| unit.province.map(|province| self.provinces[usize::from(province.0)].today);
        Self::lies_in(unit, place, id) || (place.kind.is_province() && today(unit).is_some() && today(unit) == today(place))
    }

    /// The one place among `units`, of which several count as one only where all are one unit today.
    fn only(&self, units: impl Iterator<Item = u32>) -> Option<Place<'_>> {
        let today = |unit: u32| if self.unit(unit).stands { Some(unit) } else { self.unit(unit).today };
        let mut best: Option<u32> = None;
        for unit in units {
            best = Some(match best {
                None => unit,
                Some(before) => {
                    if today(before).is_none() || today(before) != today(unit) || self.name(before) != self.name(unit) {
                        return None;
                    }
                    if self.unit(unit).stands { unit } else { before }
                }
            });
        }
        let best = best?;
        let unit = self.unit(best);
        let province = unit.province.map(|province| &self.provinces[usize::from(province.0)]);
        Some(Place {
            name: self.name(best),
            kind: unit.kind,
            code: province.map_or("", |province| &province.code),
            today: today(best).map_or("", |unit| self.name(unit)),
            province_today: province.map_or("", |province| self.name(self.provinces[usize::from(province.today.0)].unit)),
        })
    }

    fn name(&self, unit: u32) -> &str {
        let name = &self.unit(unit).name;
        &self.text[name.start as usize..name.end as usize]
    }
}

/// The tables while they are read.
struct Building {
    places: Places,
    /// Words of names of districts and communes with their counts.
    counts: HashMap<u64, u32>,
    /// The units of today of each province, in the table's order.
    standing: Vec<Vec<u32>>,
}

impl Building {
    fn new() -> Self {
        let places = Places {
            text: String::new(),
            units: Vec::new(),
            provinces: Vec::new(),
            names: Vec::new(),
            named: HashMap::default(),
            starts: HashMap::default(),
            kind_words: HashMap::default(),
            kind_starts: HashMap::default(),
            syllables: HashMap::default(),
            home: Vec::new(),
            namesakes: Vec::new(),
        };
        Self { places, counts: HashMap::new(), standing: Vec::new() }
    }

    /// Enters the provinces: those of today first, so that each former one finds its successor.
    fn provinces(&mut self, pack: ProvincePack) -> Result<(), PlacesError> {
        for entry in pack.province.into_iter().chain(pack.former) {
            let id = ProvinceId(u8::try_from(self.places.provinces.len()).map_err(|_| PlacesError::Province(entry.name.clone()))?);
            let today = match &entry.today {
                Some(name) => self.province(name)?,
                None => id,
            };
            let successor = (today != id).then(|| self.places.provinces[usize::from(today.0)].unit);
            let stands = successor.is_none();
            let name = self.intern(&entry.name);
            let unit = self.unit(Unit { name, kind: entry.kind, province: Some(id), district: None, today: successor, stands });
            self.places.provinces.push(Province { code: entry.code, unit, today });
            self.standing.push(Vec::new());
            if entry.person {
                self.places.namesakes.push(sequence(&entry.name));
            }
            for name in entry.aliases.iter().chain([&entry.name]) {
                self.index(name, unit, false);
            }
        }
        Ok(())
    }

    /// Enters the packed table.
    fn table(&mut self, table: &str) -> Result<(), PlacesError> {
        let start = self.places.text.len();
        self.places.text.push_str(table);
        let (mut province, mut district, mut stands, mut from) = (None, None, true, start);
        for (number, line) in table.split_terminator('\n').enumerate() {
            let broken = || PlacesError::Line(number + 1);
            let mut columns = line.split('\t');
            let (kind, name) = columns.next().zip(columns.next()).ok_or_else(broken)?;
            let letter = *kind.as_bytes().first().ok_or_else(broken)?;
            if letter == b'N' || letter == b'O' {
                province = Some(self.province(name)?);
                (district, stands) = (None, letter == b'N');
            } else {
                let own = province.ok_or_else(broken)?;
                let kind = Kind::of_letter(letter).ok_or_else(broken)?;
                let today = match columns.next() {
                    Some(place) => {
                        let successor = self.places.provinces[usize::from(own.0)].today;
                        let place = place.parse::<usize>().map_err(|_| broken())?;
                        Some(*self.standing[usize::from(successor.0)].get(place).ok_or_else(broken)?)
                    }
                    None => None,
                };
                let begin = (from + 2) as u32;
                let range = begin..begin + name.len() as u32;
                let parent = if kind.is_district() { None } else { district };
                let unit = self.unit(Unit { name: range, kind, province, district: parent, today, stands });
                if stands {
                    self.standing[usize::from(own.0)].push(unit);
                }
                if kind.is_district() {
                    district = Some(unit);
                }
                self.index(name, unit, true);
            }
            from += line.len() + 1;
        }
        Ok(())
    }

    /// Enters kind words and what lies beyond the units.
    fn geography(&mut self, pack: GeographyPack) {
        let unlisted = pack.unlisted.words.into_iter().map(|word| (word, Vec::new()));
        let listed = pack.kind.into_iter().flat_map(|entry| entry.words.into_iter().map(move |word| (word, entry.kinds.clone())));
        // a word may be in both lists: the listed one counts
        for (word, kinds) in listed.chain(unlisted) {
            let count = word.split(' ').count() as u8;
            let longest = self.places.kind_starts.entry(plain_hash(word.split(' ').next().unwrap_or_default())).or_default();
            *longest = count.max(*longest);
            self.places.kind_words.entry(sequence(&word)).or_insert(kinds);
        }
        for entry in pack.place {
            for name in &entry.names {
                let range = self.intern(name);
                let unit = self.unit(Unit { name: range, kind: entry.kind, province: None, district: None, today: None, stands: true });
                self.index(name, unit, false);
            }
        }
    }

    fn finish(self) -> Places {
        let mut places = self.places;
        places.names.sort_unstable();
        places.names.dedup();
        let mut start = 0;
        for entries in places.names.chunk_by(|one, other| one.0 == other.0) {
            let sequence = entries[0].0;
            let kinds = || entries.iter().map(|&(_, unit)| places.units[unit as usize].kind);
            let namesake = places.namesakes.contains(&sequence);
            let certain = !namesake && kinds().any(|kind| !kind.is_commune() && kind != Kind::Water);
            let end = start + entries.len() as u32;
            places.named.insert(sequence, Named { sequence, start, end, certain, namesake, share: share(kinds()) });
            start = end;
        }
        let total: u32 = self.counts.values().sum();
        places.syllables = self.counts.into_iter().map(|(word, count)| (word, (count as f32 / total as f32).ln())).collect();
        places.home = ["vietnam", "viet nam"].map(sequence).to_vec();
        places
    }

    fn province(&self, name: &str) -> Result<ProvinceId, PlacesError> {
        let found = self.places.provinces.iter().position(|province| self.places.name(province.unit) == name);
        found.map(|at| ProvinceId(at as u8)).ok_or_else(|| PlacesError::Province(name.to_owned()))
    }

    fn intern(&mut self, name: &str) -> Range<u32> {
        let start = self.places.text.len() as u32;
        self.places.text.push_str(name);
        start..self.places.text.len() as u32
    }

    fn unit(&mut self, unit: Unit) -> u32 {
        self.places.units.push(unit);
        self.places.units.len() as u32 - 1
    }

    /// A name of so many words begins with this one.
    fn start(&mut self, first: u64, count: u8) {
        let longest = self.places.starts.entry(first).or_default();
        *longest = count.max(*longest);
    }

    /// Enters a name; one with a hyphen also as it is met where the hyphen joins its neighbours into one word.
    fn index(&mut self, name: &str, unit: u32, counted: bool) {
        let (mut apart, mut joined, mut count) = (0, 0, 0);
        let mut first = None;
        for word in name.split([' ', '-']).filter(|word| !word.is_empty()) {
            let hash = plain_hash(word);
            (apart, count) = (chain(apart, hash), count + 1);
            first.get_or_insert(hash);
            if counted {
                *self.counts.entry(hash).or_default() += 1;
            }
        }
        let Some(first) = first else { return };
        self.places.names.push((apart, unit));
        self.start(first, count);
        if name.contains('-') {
            let close = name.replace(" - ", "-");
            for (at, word) in close.split(' ').enumerate() {
                let hash = plain_hash(word);
                joined = chain(joined, hash);
                if at == 0 {
                    self.start(hash, count);
                }
            }
            self.places.names.push((joined, unit));
        }
    }
}

/// The chained hash of words apart by spaces.
fn sequence(words: &str) -> u64 {
    words.split(' ').map(plain_hash).fold(0, chain)
}

/// The likelihood of one name of a place among those of its rank.
fn share(kinds: impl Iterator<Item = Kind>) -> f32 {
    let mut likelihood: f32 = 0.0;
    let mut communes = 0.0;
    for kind in kinds {
        if kind.is_commune() {
            communes += 1.0;
        } else {
            likelihood = likelihood.max(if kind.is_province() {
                0.4 / 64.0
            } else if kind.is_district() {
                0.3 / 700.0
            } else {
                0.1 / 300.0
            });
        }
    }
    likelihood.max(0.3 * communes / 14_000.0)
}

#[cfg(test)]
mod tests {
    use super::{Kind, Place, Places};
    use crate::text::plain::plain_hash;

    fn words(text: &str) -> Vec<u64> {
        text.split([' ', ',']).filter(|word| !word.is_empty()).map(plain_hash).collect()
    }

    #[test]
    fn the_longest_name_matches() {
        let places = Places::built_in().unwrap();
        for (text, count) in [
            ("Muong Hum Phan Tien Dat", 2),
            ("Ho Chi Minh Nguyen Van Nam", 3),
            ("Ba Ria - Vung Tau", 0),
            ("Ba Ria Vung Tau Le", 4),
            ("Ba Ria-Vung Tau", 3),
            ("Quảng Ngãi", 2),
            ("ĐẮK LẮK", 2),
            ("Hanoi", 1),
            ("Ea H'leo", 2),
            ("Ea H’Leo", 2),
            ("Kantor Pusat", 0),
            ("Delta Mekong", 2),
            ("Truong Sa", 2),
            ("Amerika Serikat", 2),
        ] {
            let text: Vec<u64> = text.split(' ').map(plain_hash).collect();
            assert_eq!(places.match_at(&text).map_or(0, |found| if found.words == 2 && count == 0 { 0 } else { found.words }), count);
        }
    }

    #[test]
    fn provinces_are_never_persons() {
        let places = Places::built_in().unwrap();
        for name in
            ["Ha Tinh", "Ben Tre", "Quang Ngai", "Dong Nai", "Thua Thien Hue", "Kien Giang", "Cao Bang", "Lam Dong", "Ha Tay", "Kuba"]
        {
            assert!(places.is_place(&words(name)), "{name}");
        }
        for name in ["Ho Chi Minh", "Quang Trung", "Tran Phu", "Phan Tien Dat", "Nguyen Thi Minh Khai", "To Lam"] {
            assert!(!places.is_place(&words(name)), "{name}");
        }
    }

    #[test]
    fn a_title_names_its_place() {
        let places = Places::built_in().unwrap();
        for (title, expected) in [
            ("Ketua Komite Rakyat Komune Muong Hum", Some(("Mường Hum", Kind::Commune, "VN-02", "Mường Hum", "Lào Cai"))),
            ("Ketua Komite Rakyat Provinsi Ha Giang", Some(("Hà Giang", Kind::Province, "VN-03", "Tuyên Quang", "Tuyên Quang"))),
            ("Direktur Departemen Kesehatan Kota Ho Chi Minh", Some(("Hồ Chí Minh", Kind::City, "VN-SG", "Hồ Chí Minh", "Hồ Chí Minh"))),
            ("Ketua Komite Front Tanah Air Vietnam Provinsi Dong Nai", Some(("Đồng Nai", Kind::Province, "VN-39", "Đồng Nai", "Đồng Nai"))),
            ("Ketua Komite Rakyat Lao Cai", Some(("Lào Cai", Kind::Province, "VN-02", "Lào Cai", "Lào Cai"))),
            (
                "Sekretaris Komite Partai Distrik Dong Van, Provinsi Ha Giang",
                Some(("Đồng Văn", Kind::RuralDistrict, "VN-03", "", "Tuyên Quang")),
            ),
            ("Komandan Zona Khusus Truong Sa", Some(("Trường Sa", Kind::SpecialZone, "VN-34", "Trường Sa", "Khánh Hòa"))),
            ("Ketua Komite Rakyat Komune Tan Lap", None),
            ("Ketua Majelis Nasional Vietnam", None),
            ("Perdana Menteri Kuba", Some(("Kuba", Kind::Country, "", "Kuba", ""))),
            ("Kepala Departemen Nefrologi", None),
        ] {
            let expected = expected.map(|(name, kind, code, today, province_today)| Place { name, kind, code, today, province_today });
            assert_eq!(places.in_title(&words(title)), expected, "{title}");
        }
    }

    #[test]
    fn a_province_tells_namesakes_apart() {
        let places = Places::built_in().unwrap();
        let name = words("Tan Lap");
        let found = places.match_at(&name).unwrap();
        assert!(found.count() > 20);
        assert_eq!(places.resolve(&[Kind::Commune], found, &[]), None);
        let hung_yen = words("Binh Phuoc");
        let place = places.resolve(&[Kind::Commune], found, &[places.match_at(&hung_yen).unwrap()]);
        assert_eq!(place.map(|place| (place.name, place.code, place.province_today)), Some(("Tân Lập", "VN-58", "Đồng Nai")));
    }
}
