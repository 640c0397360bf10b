//! Why a person is one: the evidence for one name, gathered anew, so that the way of all articles carries none of it.
//!
//! For each mention: the line, what stood around it, how likely the cut between title and name was and which cut came next, by which
//! place each title fell to the name; for a shorter form, who else it could have been.

use super::grammar::{Sighting, TitleRange, sightings};
use super::items::Reader;
use super::{Form, Officials, Person, Span, people};
use crate::doc::Doc;
use crate::text::tokens::{Token, tokenize};

/// How many words around a mention are shown.
const AROUND: usize = 6;
/// How many words before the end of a name are held against each other.
const WINDOW: usize = 16;

impl Officials {
    /// What speaks for each person of this name or shorter form, a line of text each; empty where there is none.
    pub fn why(&self, doc: &Doc<'_>, name: &str) -> Vec<String> {
        let reader = Reader { lexicon: &self.lexicon, splitter: &self.splitter };
        let persons = people::Register::read(&reader, doc).into_persons(doc);
        let asked = words(name);
        let mut evidence = Vec::new();
        let is_asked = |person: &&Person| std::iter::once(&person.name).chain(&person.aliases).any(|form| words(form) == asked);
        for person in persons.iter().filter(is_asked) {
            evidence.push(format!("{}, {:.2} sure", person.name, person.score));
            for &(span, form) in &person.mentions {
                self.mention(&reader, doc, span, form, &mut evidence);
                if form == Form::Alias {
                    evidence.push(others(&persons, person, &span, doc));
                }
            }
            if person.posts.is_empty() {
                evidence.push("  no post is stated: no official".to_owned());
            }
        }
        evidence
    }

    fn mention(&self, reader: &Reader<'_>, doc: &Doc<'_>, span: Span, form: Form, evidence: &mut Vec<String>) {
        let line: &str = &doc.lines[span.line].text;
        let tokens = doc.tokens(span.line);
        let mut items = Vec::new();
        reader.read(line, tokens, &mut items);
        let seen = sightings(&items).into_iter().find(|s| tokens[s.name.1 - 1].end as usize == span.end);
        let from = tokens.partition_point(|t| (t.start as usize) < span.start);
        let to = tokens.partition_point(|t| (t.end as usize) <= span.end);
        let form = if form == Form::Name { "name" } else { "shorter form" };
        let around = |from: usize, to: usize| text(line, &tokens[from..to]);
        evidence.push(format!(
            "  line {}, {form}: … {} [{}] {} …",
            doc.lines[span.line].number,
            around(from.saturating_sub(AROUND), from),
            span.text(doc),
            around(to, tokens.len().min(to + AROUND)),
        ));
        let Some(seen) = seen else {
            evidence.push("    it stands bare: known only because the full name stands elsewhere".to_owned());
            return;
        };
        let announced = if seen.announced { ", announced by what stands before" } else { "" };
        if seen.score.is_finite() {
            evidence.push(format!("    likelihood of a person {:+.1}{announced}", seen.score));
        } else {
            evidence.push(format!("    too short to be a full name{announced}"));
        }
        evidence.extend(self.cuts(line, tokens, &seen));
        evidence.extend(seen.titles.iter().map(|title| format!("    title “{}”: {}", around(title.from, title.to), reason(title, &seen))));
    }

    /// The likeliest places where the name could begin.
    fn cuts(&self, line: &str, tokens: &[Token], seen: &Sighting) -> Option<String> {
        let end = seen.name.1;
        let run = tokens[..end].iter().rev().take(WINDOW).take_while(|t| t.is_word()).count();
        let run = &tokens[end - run..end];
        let cuts = self.splitter.cuts(line, run);
        let said: Vec<String> = cuts.iter().take(3).map(|&(start, score)| format!("“{}” {score:+.1}", text(line, &run[start..]))).collect();
        (!said.is_empty()).then(|| format!("    the name could be {}", said.join(", or ")))
    }
}

/// By which place a title fell to a name.
fn reason(title: &TitleRange, seen: &Sighting) -> &'static str {
    match title {
        TitleRange { rank: true, .. } => "a rank before the name",
        TitleRange { before: true, bare: true, .. } => "a bare head before the name",
        TitleRange { before: true, .. } => "it stands before the name",
        _ if title.from > seen.name.1 => "it stands behind the name, with a mark or a verb of holding between",
        _ => "it stands before a colon or a list and is shared by its names",
    }
}

/// Who else bears a name that holds the shorter form.
fn others(persons: &[Person], chosen: &Person, span: &Span, doc: &Doc<'_>) -> String {
    let form = words(span.text(doc));
    let last = form.last().copied();
    let holds = |person: &&Person| !std::ptr::eq(*person, chosen) && last.is_some_and(|word| words(&person.name).contains(&word));
    let others: Vec<&str> = persons.iter().filter(holds).map(|person| person.name.as_str()).collect();
    if others.is_empty() {
        return "    nobody else bears a name that holds it".to_owned();
    }
    format!("    it could also be {}: a title of the same words, then the sex, then who was named last decided", others.join(", "))
}

fn words(text: &str) -> Vec<u64> {
    let mut tokens = Vec::new();
    tokenize(text, &mut tokens);
    tokens.iter().map(|t| t.plain).collect()
}

fn text<'l>(line: &'l str, tokens: &[Token]) -> &'l str {
    match tokens {
        [first, .., last] => &line[first.start as usize..last.end as usize],
        [only] => only.text(line),
        [] => "",
    }
}

#[cfg(test)]
mod tests {
    use crate::doc::Doc;
    use crate::rules::Packs;
    use crate::stages::officials::Officials;
    use crate::text::lexicon::Lexicon;
    use crate::text::vocabulary::Vocabulary;

    const TEXT: &str = "Ketua Komite Rakyat Komune Tra Linh Dinh Van Phuoc membuka rapat.\n\
        Ibu Le Thi Phuoc, Sekretaris Serikat Pemuda Komune Tra Linh, ikut hadir.\n\
        Bapak Phuoc pulang.";

    #[test]
    fn the_evidence_is_shown() {
        let mut vocabulary = Vocabulary::new(&Lexicon::built_in());
        let officials = { Officials::compile(&Packs::built_in().unwrap(), &mut vocabulary).unwrap() };
        let doc = Doc::new(TEXT, |_| None, "", &vocabulary, Vec::new());
        let why = officials.why(&doc, "dinh van phuoc").join("\n");
        for part in [
            "Dinh Van Phuoc, ",
            "line 1, name: ",
            "[Dinh Van Phuoc] membuka rapat . …",
            "the name could be “Dinh Van Phuoc” +",
            "title “Ketua Komite Rakyat Komune Tra Linh”: it stands before the name",
            "line 3, shorter form: …  [Bapak Phuoc] pulang. …",
            "it could also be Le Thi Phuoc",
        ] {
            assert!(why.contains(&part.replace("rapat . ", "rapat. ")), "{part}\n{why}");
        }
        assert!(officials.why(&doc, "Nguyen Van Nam").is_empty());
    }
}
