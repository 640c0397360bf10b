//! XLIFF 2.1: one file element an article, one unit a sentence, the Indonesian sentence as target.
//!
//! No Vietnamese original is given, so sources are empty; whoever has it fills them in. What a reviewer should look at stands beside its
//! sentence as a note. Characters that XML cannot hold become U+FFFD.
//!
//! `warga , bukan` gives its unit `<note category="defect" appliesTo="target">spacing: warga ,</note>`.

use std::fmt::Write as _;

use super::Export;
use super::sentences::sentences;
use crate::record::Record;

/// The format.
pub struct Xliff;

impl Export for Xliff {
    fn head(&self) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.1\" srcLang=\"vi\" trgLang=\"id\">\n"
            .to_owned()
    }

    fn record(&self, record: &Record, number: u64) -> String {
        let mut units = String::new();
        let mut unit = 0;
        // code points of the record's text before the line
        let mut before = 0u32;
        let kept = record.lines.iter().zip(record.text.split('\n'));
        for (&line, text) in kept {
            let mut seen = 0usize;
            let mut at = before;
            for range in sentences(text) {
                at += code_points(&text[seen..range.start]);
                let end = at + code_points(&text[range.clone()]);
                unit += 1;
                put(&mut units, format_args!("    <unit id=\"u{unit}\" name=\"{line}\">\n"));
                notes(&mut units, record, line, at..end);
                put(
                    &mut units,
                    format_args!(
                        "      <segment id=\"s1\" state=\"translated\">\n        <source/>\n        <target>{}</target>\n      </segment>\n    </unit>\n",
                        escaped(&text[range.clone()])
                    ),
                );
                seen = range.end;
                at = end;
            }
            before += code_points(text) + 1;
        }
        if unit == 0 {
            // a file holds at least one unit
            return String::new();
        }
        let about = if record.url.is_empty() { &record.title } else { &record.url };
        let note =
            if about.is_empty() { String::new() } else { format!("    <notes>\n      <note>{}</note>\n    </notes>\n", escaped(about)) };
        format!("  <file id=\"f{}\" original=\"{}\">\n{note}{units}  </file>\n", number + 1, escaped(&record.id))
    }

    fn tail(&self) -> String {
        "</xliff>\n".to_owned()
    }
}

/// Defects that begin in the sentence, and the line's language where it is another.
fn notes(out: &mut String, record: &Record, line: u32, span: std::ops::Range<u32>) {
    let defects = record.defects.iter().filter(|defect| defect.line == line && span.contains(&defect.start));
    let mut all: Vec<_> = defects.map(|defect| ("defect", format!("{}: {}", defect.kind, defect.text))).collect();
    all.extend(record.foreign.iter().filter(|foreign| foreign.line == line).map(|foreign| ("language", foreign.language.clone())));
    if all.is_empty() {
        return;
    }
    out.push_str("      <notes>\n");
    for (category, note) in all {
        put(out, format_args!("        <note category=\"{category}\" appliesTo=\"target\">{}</note>\n", escaped(&note)));
    }
    out.push_str("      </notes>\n");
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // a string takes all that is written to it
    let _ = out.write_fmt(text);
}

fn code_points(text: &str) -> u32 {
    text.chars().count() as u32
}

/// Text for XML, in elements and in attributes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => put(&mut out, format_args!("&#{};", u32::from(c))),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Cleaner, Scratch};

    #[test]
    fn a_sentence_is_a_unit_with_its_defects() {
        let text = "Air surut <di> Dusun & Ba. Dana berasal dari iuran warga , bukan dari provinsi.\n\nJudul\u{ffff} \"b\"\n";
        let record = Cleaner::built_in().unwrap().clean(&Article { id: "a\"b".into(), ..Article::new(text) }, &mut Scratch::default());
        let file = Xliff.record(&record, 0);
        assert_eq!(file.matches("<unit ").count(), 3);
        assert!(file.contains("<file id=\"f1\" original=\"a&quot;b\">"));
        assert!(file.contains("<target>Air surut &lt;di&gt; Dusun &amp; Ba.</target>"));
        let second = file.split("<unit ").nth(2).unwrap();
        assert!(second.contains("<note category=\"defect\" appliesTo=\"target\">spacing: warga ,</note>"), "{second}");
        assert!(!file.contains('\u{ffff}'));
    }

    #[test]
    fn an_article_without_text_is_no_file() {
        assert_eq!(Xliff.record(&Record::default(), 0), "");
    }
}
