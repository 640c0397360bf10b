//! What a record says of its text holds, whatever went in. The fuzzer asks the same of what it makes up.

use std::collections::HashMap;

use saring::Record;
use saring::stages::normalise::normalise;

/// Panics, naming what does not hold.
pub fn check(text: &str, record: &Record) {
    let raw: Vec<&str> = text.split('\n').collect();
    assert_eq!(record.line_count as usize, raw.len());
    assert!(record.lines.is_sorted_by(|a, b| a < b), "lines: {:?}", record.lines);
    assert!(record.removed.is_sorted_by(|a, b| a.line < b.line), "removed: {:?}", record.removed);
    assert!(record.altered.is_sorted_by(|a, b| a.line < b.line), "altered: {:?}", record.altered);
    let kept: Vec<&str> = if record.lines.is_empty() { Vec::new() } else { record.text.split('\n').collect() };
    assert_eq!(kept.len(), record.lines.len());
    for (number, line) in (1u32..).zip(&raw) {
        let is_kept = record.lines.binary_search(&number).is_ok();
        let removed = record.removed.binary_search_by_key(&number, |gone| gone.line);
        let is_blank = normalise(line).as_deref().unwrap_or(line).is_empty();
        assert_eq!(u8::from(is_kept) + u8::from(removed.is_ok()), u8::from(!is_blank), "line {number} {line:?}");
        if let Ok(at) = removed {
            assert_eq!(record.removed[at].text.trim_end_matches('\r'), line.trim_end_matches('\r'));
        }
    }
    for line in &kept {
        assert!(!line.is_empty());
        assert_eq!(normalise(line), None, "{line:?} is not normal");
    }
    for doubted in &record.suspects {
        assert!(record.lines.binary_search(&doubted.line).is_ok(), "{doubted:?} is not kept");
    }
    for gone in record.removed.iter().filter(|gone| gone.of > 0) {
        assert!(record.lines.binary_search(&gone.of).is_ok(), "{gone:?}: its twin is not kept");
    }
    spans(record, &kept);
}

/// Spans slice `text` to what they say, within their lines.
fn spans(record: &Record, kept: &[&str]) {
    let chars: Vec<char> = record.text.chars().collect();
    let mut ranges = HashMap::new();
    let mut at = 0u32;
    for (number, line) in record.lines.iter().zip(kept) {
        let end = at + line.chars().count() as u32;
        ranges.insert(*number, at..end);
        at = end + 1;
    }
    let slice = |line: u32, start: u32, end: u32| {
        let range = ranges.get(&line).unwrap_or_else(|| panic!("line {line} is not kept"));
        assert!(range.start <= start && start < end && end <= range.end, "{start}..{end} is not in line {line} ({range:?})");
        chars[start as usize..end as usize].iter().collect::<String>()
    };
    for quote in &record.quotes {
        assert_eq!(slice(quote.line, quote.start, quote.end), quote.text);
        assert_eq!(quote.text.trim(), quote.text);
        assert!(quote.official as usize <= record.officials.len());
        assert!(quote.official == 0 || record.officials[quote.official as usize - 1].name == quote.speaker, "{quote:?}");
    }
    for defect in &record.defects {
        assert_eq!(slice(defect.line, defect.start, defect.end), defect.text);
    }
    for official in &record.officials {
        assert_eq!(official.titles.len(), official.posts.len());
        assert!(!official.titles.is_empty() && !official.name.is_empty(), "{official:?}");
        for (post, title) in official.posts.iter().zip(&official.titles) {
            assert_eq!(&post.title, title);
            assert_eq!(&slice(post.line, post.start, post.end), title);
        }
        for mention in &official.mentions {
            slice(mention.line, mention.start, mention.end);
        }
    }
    for foreign in &record.foreign {
        assert!(ranges.contains_key(&foreign.line), "{foreign:?}");
        assert_ne!(foreign.language, record.language);
    }
    let scores = record.quotes.iter().map(|quote| quote.score).chain(record.removed.iter().map(|gone| gone.score));
    let scores = scores.chain(record.suspects.iter().map(|doubted| doubted.score)).chain(record.defects.iter().map(|defect| defect.score));
    let mut scores = scores.chain(record.officials.iter().map(|official| official.score)).chain([record.language_score]);
    assert!(scores.all(|score| (0.0..=1.0).contains(&score)));
}
