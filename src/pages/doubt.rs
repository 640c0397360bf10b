//! How doubtful an article's cleaning is: how many of its decisions may be expected to be wrong.
//!
//! A mark with score 0.9 counts a tenth, a suspect as much as its rule was sure of it, the language what it lacks of 1. Where a page sorts by
//! this, the reviewer's first hour goes where it mends most.

use crate::record::Record;

/// Of a record.
pub fn doubt(record: &Record) -> f32 {
    let lacks = |scores: &mut dyn Iterator<Item = f32>| scores.map(|score| (1.0 - score).max(0.0)).sum::<f32>();
    lacks(&mut record.removed.iter().map(|x| x.score))
        + lacks(&mut record.quotes.iter().map(|x| x.score))
        + lacks(&mut record.officials.iter().map(|x| x.score))
        + lacks(&mut record.defects.iter().map(|x| x.score))
        + lacks(&mut record.foreign.iter().map(|x| x.score))
        + record.suspects.iter().map(|x| x.score).sum::<f32>()
        + (1.0 - record.language_score).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Reason, Suspect};

    #[test]
    fn what_is_sure_counts_nothing() {
        let mut record = Record { language_score: 1.0, ..Record::default() };
        assert!(doubt(&record).abs() < f32::EPSILON);
        let suspect = Suspect { line: 1, reason: Reason::Boilerplate, category: String::new(), of: 0, rule: String::new(), score: 0.4 };
        record.suspects.push(suspect);
        record.language_score = 0.9;
        assert!((doubt(&record) - 0.5).abs() < 1e-6);
    }
}
