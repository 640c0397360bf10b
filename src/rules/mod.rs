//! The rule packs: what saring knows, as data.
//!
//! A pack is a TOML file of `rules/`, compiled in. Each has `[[rule]]` entries (an `id`, what they match, `why`, examples that
//! they must catch and spare) and `[[list]]` entries (an `id`, `why`, words); a stage may read further tables. A folder of the
//! user's overlays them: an entry with a known `id` is replaced key by key (`disabled = true` drops it), a new one is added, plain
//! arrays of words are extended. Which stage reads which pack, and what its keys mean, stands at the head of each pack.

pub mod prove;

use serde::de::DeserializeOwned;
use toml::{Table, Value};
use xxhash_rust::xxh3::Xxh3;

use crate::error::RuleError;

/// The packs that are compiled in: name and text.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("boilerplate", include_str!("../../rules/boilerplate.toml")),
    ("defects", include_str!("../../rules/defects.toml")),
    ("foreign_names", include_str!("../../rules/foreign_names.toml")),
    ("indonesia", include_str!("../../rules/indonesia.toml")),
    ("learn", include_str!("../../rules/learn.toml")),
    ("officials", include_str!("../../rules/officials.toml")),
    ("posts", include_str!("../../rules/posts.toml")),
    ("quotes", include_str!("../../rules/quotes.toml")),
    ("sites", include_str!("../../rules/sites.toml")),
    ("speakers", include_str!("../../rules/speakers.toml")),
];

/// The packs of one run: the built-in ones with the user's laid over them.
#[derive(Clone, Debug)]
pub struct Packs {
    tables: Vec<(&'static str, Table)>,
    hash: String,
    overlaid: bool,
}

/// What every rule says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// The pack it stands in.
    pub pack: &'static str,
    /// Its name, `category.what`.
    pub id: String,
    /// Why it is there, in one line.
    pub why: String,
    /// Texts on which it must fire.
    pub catches: Vec<String>,
    /// Texts on which it must not.
    pub spares: Vec<String>,
}

impl Packs {
    /// The packs as they come with the program.
    ///
    /// # Errors
    /// Where a pack is no TOML; the tests see to it that none is.
    pub fn built_in() -> Result<Self, RuleError> {
        Self::with(std::iter::empty())
    }

    /// The built-in packs with `overlays` (name without `.toml`, text) laid over them in order.
    ///
    /// # Errors
    /// Where a pack is no TOML or no stage reads one of that name.
    pub fn with<'a>(overlays: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, RuleError> {
        let mut hash = Xxh3::new();
        let mut overlaid = false;
        let mut tables = Vec::with_capacity(BUILT_IN.len());
        for &(name, text) in BUILT_IN {
            hash.update(text.as_bytes());
            tables.push((name, parse(name, text)?));
        }
        for (name, text) in overlays {
            overlaid = true;
            hash.update(name.as_bytes());
            hash.update(text.as_bytes());
            let Some((_, base)) = tables.iter_mut().find(|(known, _)| *known == name) else {
                let known = BUILT_IN.iter().map(|(n, _)| *n).collect::<Vec<_>>().join(", ");
                return Err(RuleError::Unknown { pack: name.to_owned(), known });
            };
            overlay(base, parse(name, text)?);
        }
        for (_, table) in &mut tables {
            drop_disabled(table);
        }
        Ok(Self { tables, hash: format!("{:032x}", hash.digest128()), overlaid })
    }

    /// The pack `name`, read as a stage's own type.
    ///
    /// # Errors
    /// Where it has keys or types that the stage does not know.
    pub fn read<T: DeserializeOwned>(&self, name: &str) -> Result<T, RuleError> {
        let table = self.table(name).cloned().unwrap_or_default();
        Value::Table(table).try_into().map_err(|e: toml::de::Error| RuleError::Pack { pack: name.to_owned(), message: e.to_string() })
    }

    /// The pack `name` as a table.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|(known, _)| *known == name).map(|(_, table)| table)
    }

    /// Whether the user's packs lie over the built-in ones.
    pub fn are_overlaid(&self) -> bool {
        self.overlaid
    }

    /// xxh3-128 of all pack texts, in hex.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Every rule of every pack, sorted by id.
    pub fn rules(&self) -> Vec<RuleInfo> {
        let mut all = Vec::new();
        for (pack, table) in &self.tables {
            for entry in table.get("rule").and_then(Value::as_array).into_iter().flatten() {
                let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
                let texts = |key: &str| {
                    let values = entry.get(key).and_then(Value::as_array);
                    values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
                };
                all.push(RuleInfo { pack, id: text("id"), why: text("why"), catches: texts("catches"), spares: texts("spares") });
            }
        }
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }
}

fn parse(pack: &str, text: &str) -> Result<Table, RuleError> {
    text.parse().map_err(|e: toml::de::Error| RuleError::Pack { pack: pack.to_owned(), message: e.to_string() })
}

fn overlay(base: &mut Table, over: Table) {
    for (key, new) in over {
        match (base.get_mut(&key), new) {
            (Some(Value::Table(old)), Value::Table(new)) => overlay(old, new),
            (Some(Value::Array(old)), Value::Array(new)) => {
                for value in new {
                    match twin(old, &value) {
                        Some(Value::Table(entry)) => {
                            if let Value::Table(value) = value {
                                // within an entry the user's word is final: arrays replace
                                entry.extend(value);
                            }
                        }
                        Some(_) => {}
                        None => old.push(value),
                    }
                }
            }
            (_, new) => {
                base.insert(key, new);
            }
        }
    }
}

/// The element of `array` that `value` replaces: the table of the same `id`, or an equal value.
fn twin<'t>(array: &'t mut [Value], value: &Value) -> Option<&'t mut Value> {
    let id = value.get("id");
    array.iter_mut().find(|old| if id.is_some() { old.get("id") == id } else { *old == value })
}

fn drop_disabled(table: &mut Table) {
    for (_, value) in table.iter_mut() {
        if let Value::Array(entries) = value {
            entries.retain(|e| e.get("disabled").and_then(Value::as_bool) != Some(true));
            for entry in entries {
                if let Value::Table(entry) = entry {
                    entry.remove("disabled");
                }
            }
        }
    }
}
