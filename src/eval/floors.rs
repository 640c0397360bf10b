//! What a score may not fall below.
//!
//! A floor is a line of TOML, `motto.f1 = 0.97`, or the same as JSON. What counts faults is a ceiling instead: `fp`, `fn`, `lines`
//! (of `content_lost` and `torn`) and `missing` may not rise above it.

use serde_json::Value;
use thiserror::Error;

use super::Scores;

/// The names of parts that count faults.
const CEILINGS: [&str; 4] = ["fp", "fn", "lines", "missing"];

/// One bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Floor {
    /// The key of the table.
    pub key: String,
    /// The part of its figure.
    pub part: String,
    /// The bound.
    pub value: f64,
}

/// A floor that is no floor.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FloorError {
    /// Neither TOML nor JSON.
    #[error("no TOML and no JSON: {0}")]
    Syntax(String),
    /// Not of the form `key.part = number`.
    #[error("{0}: write KEY.PART = NUMBER, as motto.f1 = 0.97")]
    Shape(String),
    /// The table has no such figure.
    #[error("{0}: no such figure; see the table for the keys and their parts")]
    Unknown(String),
}

/// Reads floors from TOML or JSON text.
///
/// # Errors
/// Where the text is neither, or holds something else than `key.part = number`.
pub fn parse(text: &str) -> Result<Vec<Floor>, FloorError> {
    let value: Value = if text.trim_start().starts_with('{') {
        serde_json::from_str(text).map_err(|e| FloorError::Syntax(e.to_string()))?
    } else {
        toml::from_str(text).map_err(|e: toml::de::Error| FloorError::Syntax(e.to_string()))?
    };
    let mut floors = Vec::new();
    for (key, parts) in value.as_object().into_iter().flatten() {
        let parts = parts.as_object().ok_or_else(|| FloorError::Shape(key.clone()))?;
        for (part, value) in parts {
            let value = value.as_f64().ok_or_else(|| FloorError::Shape(format!("{key}.{part}")))?;
            floors.push(Floor { key: key.clone(), part: part.clone(), value });
        }
    }
    Ok(floors)
}

/// What falls short, one sentence each; empty where all holds.
///
/// # Errors
/// Where a floor names a figure that the scores do not have.
pub fn shortfalls(scores: &Scores, floors: &[Floor]) -> Result<Vec<String>, FloorError> {
    let mut short = Vec::new();
    for Floor { key, part, value } in floors {
        let is = scores.figure(key).and_then(|figure| figure.part(part));
        let is = is.ok_or_else(|| FloorError::Unknown(format!("{key}.{part}")))?;
        if CEILINGS.contains(&part.as_str()) {
            if is > *value {
                short.push(format!("{key}.{part} is {is}, at most {value} allowed"));
            }
        } else if is < *value {
            short.push(format!("{key}.{part} is {is}, at least {value} wanted"));
        }
    }
    Ok(short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::Figure;

    #[test]
    fn floors_and_ceilings() {
        let scores = Scores {
            figures: vec![("motto", Figure::Compared { tp: 9, fp: 1, fn_: 0 }), ("content_lost", Figure::Lines { lines: 1, of: 90 })],
            misses: Vec::new(),
        };
        let floors = parse("motto.p = 0.9\nmotto.r = 0.9\ncontent_lost.lines = 0\n").unwrap();
        assert_eq!(shortfalls(&scores, &floors).unwrap(), ["content_lost.lines is 1, at most 0 allowed"]);
        let floors = parse(r#"{"motto": {"p": 0.95, "fp": 1}}"#).unwrap();
        assert_eq!(shortfalls(&scores, &floors).unwrap(), ["motto.p is 0.9, at least 0.95 wanted"]);
        for wrong in ["motto = 1", "motto.f2 = \"x\"", "motto", "{"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        assert!(shortfalls(&scores, &parse("moto.f1 = 1").unwrap()).is_err());
    }
}
