//! What a title says: role, organisation, level, place.
//!
//! The words are those of `rules/posts.toml`, the places those of the gazetteer ([`crate::text::places`]); where a title begins and ends is settled
//! before ([`super::items`]). What a title leaves open stays empty: nothing is taken from other titles of the person or the article.
//!
//! `mantan Wakil Ketua Komite Rakyat Provinsi Ha Giang` is a `vice-chair` of `Komite Rakyat Provinsi Ha Giang`, level `province`, place `Hà Giang`
//! (`VN-03`), today `Tuyên Quang`.

use hashbrown::HashSet;
use serde::Deserialize;

use super::lexicon::{Lexicon, RANK};
use super::split::Splitter;
use crate::error::RuleError;
use crate::record::Post;
use crate::rules::Packs;
use crate::text::phrases::Phrases;
use crate::text::places::{Kind, Place, PlaceMatch, Places};
use crate::text::plain::plain_hash;
use crate::text::tokens::Token;

const PACK: &str = "posts";
/// A title of more words is read up to here.
const LONGEST: usize = 48;
/// The most words of one kind before one head: mantan Plt. Wakil Ketua.
const DEPTH: usize = 4;

// what a phrase of the pack carries: the place of its role in the list, from 1, and these
const ROLE: u64 = 0xffff;
const OF_PLACE: u64 = 1 << 16;
/// How many of the phrase's words belong to the organisation.
const OWN_SHIFT: u32 = 20;

const LOWERS: u64 = 2;
const LINK: u64 = 1;
const FIELD: u64 = 2;

/// The levels by the bit of their phrases; that of weak ones is shifted by [`WEAK`].
const LEVELS: [&str; 9] = ["", "central", "province", "district", "commune", "unit", "abroad", "by-place", "subject"];
// the first bit is the level `none`: a phrase that decides nothing
const ABROAD: usize = 6;
const DISTRICT: usize = 3;
const UNIT: usize = 5;
const BY_PLACE: usize = 7;
/// What follows is what the body is concerned with: Departemen Perpustakaan.
const SUBJECT: usize = 8;
const WEAK: u32 = 16;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    before: Vec<List>,
    after: Vec<List>,
    inside: Vec<List>,
    role: Vec<Role>,
    level: Vec<List>,
    state: Vec<List>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    id: String,
    #[serde(rename = "why")]
    _why: String,
    words: Vec<String>,
    #[serde(default)]
    weak: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    id: String,
    #[serde(rename = "why")]
    _why: String,
    #[serde(default)]
    deputy: String,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    of_place: Vec<String>,
}

/// The compiled pack.
#[derive(Debug)]
pub(super) struct Posts {
    /// Each role with that of its deputies.
    roles: Vec<(String, String)>,
    before: Phrases,
    heads: Phrases,
    after: Phrases,
    inside: Phrases,
    levels: Phrases,
    states: Phrases,
    /// Vietnam, in one word, and the first of two.
    home: [u64; 2],
}

/// The head of a title.
#[derive(Clone, Copy, Debug)]
struct Head<'p> {
    role: &'p str,
    /// The token behind it.
    end: usize,
    /// The organisation's first token, where the head itself holds it.
    own: Option<usize>,
    of_place: bool,
}

impl Posts {
    /// Compiles the pack `posts`.
    pub(super) fn compile(packs: &Packs) -> Result<Self, RuleError> {
        let pack: Pack = packs.read(PACK)?;
        let fault = |id: &str, message: String| RuleError::Rule { pack: PACK.to_owned(), id: id.to_owned(), message };
        let mut posts = Self {
            roles: pack.role.iter().map(|role| (role.id.clone(), role.deputy.clone())).collect(),
            before: bits(&pack.before, &["keeps", "lowers"])?,
            heads: Phrases::default(),
            after: bits(&pack.after, &["suffix"])?,
            inside: bits(&pack.inside, &["link", "field"])?,
            levels: Phrases::default(),
            states: bits(&pack.state, &["states"])?,
            home: ["vietnam", "viet"].map(plain_hash),
        };
        let mut known = HashSet::new();
        for (at, role) in (1..).zip(&pack.role) {
            let deputy = role.deputy.is_empty() || pack.role.iter().any(|other| other.id == role.deputy);
            if !deputy || role.id.is_empty() {
                return Err(fault(&role.id, format!("its deputy `{}` is no role of the pack; add one", role.deputy)));
            }
            let heads = role.words.iter().map(|word| (word, 0)).chain(role.of_place.iter().map(|word| (word, OF_PLACE)));
            for (word, flag) in heads {
                let own = word.split_once('+').map_or(0, |(_, own)| own.split(' ').count() as u64);
                let phrase = word.replace('+', "");
                posts.heads.insert(&phrase, at | flag | own << OWN_SHIFT);
                if !known.insert(phrase) {
                    return Err(fault(&role.id, format!("`{word}` stands in two roles; keep one")));
                }
            }
        }
        known.clear();
        for level in pack.level {
            let at = if level.id == "none" { Some(0) } else { LEVELS.iter().position(|id| *id == level.id) };
            let Some(at) = at else {
                return Err(fault(&level.id, format!("no such level; the levels are {}, none", LEVELS[1..].join(", "))));
            };
            for (words, shift) in [(level.words, 0), (level.weak, WEAK)] {
                for word in words {
                    posts.levels.insert(&word, 1 << (at as u32 + shift));
                    if !known.insert(word.clone()) {
                        return Err(fault(&level.id, format!("`{word}` stands in two levels; keep one")));
                    }
                }
            }
        }
        Ok(posts)
    }

    /// Reads a title, given by its tokens in `line`.
    pub(super) fn read(&self, line: &str, tokens: &[Token], lexicon: &Lexicon, splitter: &Splitter) -> Post {
        let places = splitter.places();
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return Post::default() };
        let title = line[first.start as usize..last.end as usize].to_owned();
        let tokens = &tokens[..tokens.len().min(LONGEST)];
        let head = self.head(tokens, lexicon, DEPTH);
        let role = head.map_or("", |head| head.role).to_owned();
        if role == "rank" {
            return Post { title, role, ..Post::default() };
        }
        // a head may hold the kind of its place (Kepala Desa); any other is none
        let body = head.filter(|head| !head.of_place).map_or(0, |head| head.own.unwrap_or(head.end));
        let plain: Vec<u64> = tokens[body..].iter().filter(|t| t.mark().is_none()).map(|t| t.plain).collect();
        let place = places.in_title(&plain);
        let place = place.filter(|place| place.code.is_empty() || is_announced(&plain, *place, places));
        // Indonesia's own places are no foreign ones where its tiers are named
        let kind =
            place.map(|place| if place.kind == Kind::ForeignCity && splitter.names_region(tokens) { Kind::Region } else { place.kind });
        let level = self.level(tokens, &plain, kind, places).to_owned();
        let organisation = head.and_then(|head| self.organisation(tokens, head, places));
        let organisation = organisation.map_or("", |from| &line[tokens[from].start as usize..last.end as usize]).to_owned();
        let mut post = Post { title, role, organisation, level, ..Post::default() };
        if let Some(place) = place.filter(|place| !place.code.is_empty()) {
            post.place = full_name(place);
            place.code.clone_into(&mut post.place_code);
            place.today.clone_into(&mut post.place_today);
        }
        post
    }

    /// The head of a title: its longest phrase, behind words for former, acting and deputy.
    fn head(&self, tokens: &[Token], lexicon: &Lexicon, depth: usize) -> Option<Head<'_>> {
        let rank = lexicon.phrases.longest(tokens, RANK).map_or(0, |(len, _)| len);
        let (len, value) = self.heads.longest(tokens, u64::MAX).unwrap_or_default();
        if let Some((before, bits)) = self.before.longest(tokens, u64::MAX).filter(|&(before, _)| before >= len.max(rank) && depth > 0) {
            let stop = tokens.get(before).is_some_and(|t| t.is_mark('.') && !t.is_spaced());
            let from = before + usize::from(stop);
            if let Some(head) = self.head(&tokens[from..], lexicon, depth - 1) {
                let role = if bits & LOWERS == 0 { head.role } else { self.deputy(head.role) };
                return Some(Head { role, end: head.end + from, own: head.own.map(|own| own + from), ..head });
            }
        }
        if rank > len {
            return Some(Head { role: "rank", end: rank, own: None, of_place: false });
        }
        let (role, _) = (len > 0).then(|| self.roles.get((value & ROLE) as usize - 1)).flatten()?;
        let own = (value >> OWN_SHIFT) as usize;
        Some(Head { role, end: len, own: (own > 0).then(|| len - own.min(len)), of_place: value & OF_PLACE != 0 })
    }

    /// The role of the deputies of a role.
    fn deputy(&self, role: &str) -> &str {
        let deputy = self.roles.iter().find(|(id, _)| id == role).map(|(_, deputy)| deputy.as_str());
        deputy.filter(|deputy| !deputy.is_empty()).unwrap_or("deputy")
    }

    /// The first token of the organisation: what follows the head, unless that is nothing but places and the words between them.
    fn organisation(&self, tokens: &[Token], head: Head<'_>, places: &Places) -> Option<usize> {
        if head.of_place {
            return None;
        }
        let mut at = head.end;
        while let Some((len, _)) = tokens.get(at..).and_then(|rest| self.after.longest(rest, u64::MAX)) {
            at += len;
        }
        let mut from = head.own.unwrap_or(at);
        while let Some(token) = tokens.get(from) {
            let bits = self.inside.longest(&tokens[from..], FIELD | LINK);
            from += match (token.mark(), bits) {
                (Some('('), _) => tokens[from..].iter().position(|t| t.is_mark(')')).map_or(1, |close| close + 1),
                (Some(_), _) => 1,
                (None, Some((_, bits))) if bits & FIELD != 0 => return None,
                (None, Some((len, _))) => len,
                _ => break,
            };
        }
        let rest = tokens.get(from..)?;
        (!self.is_place(rest, places)).then_some(from)
    }

    /// Whether the tokens are nothing but places, their kinds, states and the words between them.
    fn is_place(&self, tokens: &[Token], places: &Places) -> bool {
        let mut at = 0;
        while at < tokens.len() {
            let rest = &tokens[at..];
            let plain = plain(rest);
            let kind = places.kind_at(&plain).filter(|kind| !kind.kinds.is_empty()).map_or(0, |kind| kind.words);
            let name = places.match_at(&plain).map_or(0, |name| name.words);
            let state = self.states.longest(rest, u64::MAX).map_or(0, |(len, _)| len);
            let link = self.inside.longest(rest, LINK).map_or(0, |(len, _)| len);
            let mark = usize::from(rest[0].mark().is_some());
            let len = kind.max(name).max(state).max(link).max(mark);
            if len == 0 {
                return false;
            }
            at += len;
        }
        true
    }

    /// The level that a title says.
    fn level(&self, tokens: &[Token], plain: &[u64], kind: Option<Kind>, places: &Places) -> &'static str {
        let mut at = 0;
        let (mut strong, mut weak, mut subject) = (0, 0, 0);
        while at < tokens.len() && strong == 0 {
            let Some((len, bits)) = self.levels.longest(&tokens[at..], u64::MAX) else {
                at += 1;
                continue;
            };
            let here = at;
            at += len;
            match bits.trailing_zeros() as usize {
                0 => {}
                UNIT if here == subject && here > 0 => {}
                // a city of Indonesia is the peer of a kabupaten
                BY_PLACE => strong = kind.map_or(0, |kind| if kind == Kind::Region { DISTRICT } else { by_kind(kind) }),
                SUBJECT => subject = at,
                level if level < WEAK as usize => strong = level,
                level if weak == 0 => weak = level - WEAK as usize,
                _ => {}
            }
        }
        let (foreign, home) = self.states(tokens, plain, places);
        let level = match (foreign, home) {
            (true, false) if strong != UNIT => ABROAD,
            // of two states nobody knows whose post it is, unless it is an envoy's
            (true, true) if strong <= 1 => 0,
            _ if strong != 0 => strong,
            _ => match kind.map_or(0, by_kind) {
                0 | ABROAD if weak != 0 => weak,
                level => level,
            },
        };
        LEVELS[level]
    }

    /// Whether a foreign state is named, and whether Vietnam is.
    fn states(&self, tokens: &[Token], plain: &[u64], places: &Places) -> (bool, bool) {
        let (mut foreign, home) = (false, plain.iter().any(|word| self.home.contains(word)));
        for (at, _) in tokens.iter().enumerate().filter(|(_, t)| t.is_capital()) {
            let words = self::plain(&tokens[at..]);
            let is_state = |name: PlaceMatch<'_>| name.kinds().any(|kind| kind == Kind::Country) && !self.home.contains(&words[0]);
            foreign |= self.states.longest(&tokens[at..], u64::MAX).is_some() || places.match_at(&words).is_some_and(is_state);
        }
        (foreign, home)
    }
}

/// Lists as phrases; each list's bit is its place in `ids`.
fn bits(lists: &[List], ids: &[&str]) -> Result<Phrases, RuleError> {
    let mut phrases = Phrases::default();
    for list in lists {
        let Some(at) = ids.iter().position(|id| *id == list.id) else {
            let message = format!("no list of this id is read here; there are {}", ids.join(", "));
            return Err(RuleError::Rule { pack: PACK.to_owned(), id: list.id.clone(), message });
        };
        list.words.iter().for_each(|word| phrases.insert(word, 1 << at));
    }
    Ok(phrases)
}

/// The plain hashes of the words at the start of `tokens`, up to a mark.
fn plain(tokens: &[Token]) -> Vec<u64> {
    tokens.iter().take(8).take_while(|t| t.mark().is_none()).map(|t| t.plain).collect()
}

/// The level of a place's kind, as an index of [`LEVELS`].
fn by_kind(kind: Kind) -> usize {
    match kind {
        kind if kind.is_province() => 2,
        kind if kind.is_district() => 3,
        kind if kind.is_commune() => 4,
        Kind::Country | Kind::ForeignCity => ABROAD,
        _ => 0,
    }
}

/// The name; with its kind where it is a number.
fn full_name(place: Place<'_>) -> String {
    match place.kind {
        Kind::UrbanDistrict if place.name.starts_with(|c: char| c.is_ascii_digit()) => format!("Quận {}", place.name),
        Kind::Ward if place.name.starts_with(|c: char| c.is_ascii_digit()) => format!("Phường {}", place.name),
        _ => place.name.to_owned(),
    }
}

/// Whether the title says the kind of the place, or the place is a province, which needs no such word. A firm or a school may
/// be called like a district without being there.
fn is_announced(plain: &[u64], place: Place<'_>, places: &Places) -> bool {
    place.kind.is_province() || (0..plain.len()).any(|at| places.kind_at(&plain[at..]).is_some_and(|kind| kind.kinds.contains(&place.kind)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::vocabulary::Vocabulary;

    fn read(titles: &[&str]) -> Vec<Post> {
        let packs = Packs::built_in().unwrap();
        let mut vocabulary = Vocabulary::new(&crate::text::lexicon::Lexicon::built_in());
        let (posts, lexicon, splitter) =
            (Posts::compile(&packs).unwrap(), Lexicon::compile(&packs).unwrap(), Splitter::compile(&packs, &mut vocabulary).unwrap());
        let of = |title: &&str| {
            let mut tokens = Vec::new();
            vocabulary.tokenize(title, &mut tokens);
            posts.read(title, &tokens, &lexicon, &splitter)
        };
        titles.iter().map(of).collect()
    }

    #[test]
    fn titles_are_read() {
        let cases = [
            (
                "mantan Wakil Ketua Komite Rakyat Provinsi Ha Giang",
                "vice-chair",
                "Komite Rakyat Provinsi Ha Giang",
                "province",
                "Hà Giang",
                "VN-03",
                "Tuyên Quang",
            ),
            ("Plt. Kepala Sekolah Dasar Hoa Lan", "principal", "Sekolah Dasar Hoa Lan", "unit", "", "", ""),
            ("Ketua Komite Rakyat Kota Da Nang", "chair", "Komite Rakyat Kota Da Nang", "province", "Đà Nẵng", "VN-DN", "Đà Nẵng"),
            ("Menteri Luar Negeri Republik Slovenia", "minister", "Luar Negeri Republik Slovenia", "abroad", "", "", ""),
            ("Duta Besar Vietnam untuk Kuba merangkap Haiti", "ambassador", "", "abroad", "", "", ""),
            (
                "Wakil Ketua Komite Rakyat Distrik 1, Kota Ho Chi Minh",
                "vice-chair",
                "Komite Rakyat Distrik 1, Kota Ho Chi Minh",
                "district",
                "Quận 1",
                "VN-SG",
                "",
            ),
            ("Phó Chủ tịch UBND tỉnh Cà Mau", "vice-chair", "UBND tỉnh Cà Mau", "province", "Cà Mau", "VN-59", "Cà Mau"),
            (
                "Direktur Departemen Perpustakaan Kementerian Kebudayaan",
                "director",
                "Departemen Perpustakaan Kementerian Kebudayaan",
                "central",
                "",
                "",
                "",
            ),
            ("Ketua DPRD Kota Semarang", "chair", "DPRD Kota Semarang", "district", "", "", ""),
            ("Pelatih Kepala Pleiku Hijau", "coach", "Pleiku Hijau", "", "", "", ""),
            ("Ketua Kamar Dagang Osaka", "chair", "Kamar Dagang Osaka", "abroad", "", "", ""),
            ("Lurah Sukamaju", "village-head", "", "commune", "", "", ""),
            ("Kolonel Senior", "rank", "", "", "", "", ""),
            ("Wakil Direktur bidang Teknik", "deputy-director", "", "", "", "", ""),
            ("Ketua Komite Rakyat Komune Tan Lap", "chair", "Komite Rakyat Komune Tan Lap", "commune", "", "", ""),
            ("Kepala Kantor Hukum Thanh Son", "head", "Kantor Hukum Thanh Son", "unit", "", "", ""),
        ];
        let posts = read(&cases.map(|case| case.0));
        for (post, (title, role, organisation, level, place, code, today)) in posts.iter().zip(cases) {
            let found = (
                post.role.as_str(),
                post.organisation.as_str(),
                post.level.as_str(),
                post.place.as_str(),
                post.place_code.as_str(),
                post.place_today.as_str(),
            );
            assert_eq!(found, (role, organisation, level, place, code, today), "{title}");
        }
    }

    #[test]
    fn every_head_of_the_grammar_has_a_role() {
        let packs = Packs::built_in().unwrap();
        let lists = packs.table("officials").unwrap()["list"].as_array().unwrap();
        let list = lists.iter().find(|list| list["id"].as_str() == Some("head")).unwrap();
        let heads: Vec<&str> = list["words"].as_array().unwrap().iter().filter_map(|word| word.as_str()).collect();
        let without: Vec<&str> = heads.iter().zip(read(&heads)).filter(|(_, post)| post.role.is_empty()).map(|(head, _)| *head).collect();
        assert_eq!(without, [""; 0]);
    }

    #[test]
    fn nothing_is_read_from_nothing() {
        for post in read(&["", ".", "(((", "Wakil wakil wakil wakil wakil wakil", "Kota", "Ketua (", "xin chào"]) {
            assert!(post.place.is_empty(), "{post:?}");
        }
    }
}
