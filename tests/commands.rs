//! What `saring eval`, `explain` and `rules` print, and how they end.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;

use assert_cmd::Command;
use saring::explain::explain;
use saring::record::{Form, Mention, Newline, Official, Post, Quote, QuoteKind, Reason, Record, Removed, Suspect};

fn saring(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("saring").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").args(args);
    command
}

fn said(command: &mut Command, code: i32) -> String {
    let assert = command.assert().code(code);
    let output = assert.get_output();
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A record in which everything stands once.
fn record() -> Record {
    let text = "Panen raya di Dusun Ba\nKetua Vu Dinh Khoat menyerukan “Tanam dulu”.\nAir surut .";
    let at = |piece: &str| {
        let byte = text.find(piece).unwrap();
        let start = text[..byte].chars().count() as u32;
        (start, start + piece.chars().count() as u32)
    };
    let ((start, end), person, post) = (at("Tanam dulu"), at("Vu Dinh Khoat"), at("Ketua"));
    let defect = at("surut .");
    let removed = |line, reason, category: &str, of, rule: &str, text: &str| Removed {
        line,
        reason,
        category: category.into(),
        of,
        rule: rule.into(),
        score: 0.95,
        text: text.into(),
    };
    Record {
        id: "a".into(),
        text: text.into(),
        language: "ind".into(),
        language_score: 0.99,
        lines: vec![1, 3, 6],
        removed: vec![
            removed(4, Reason::Boilerplate, "ad", 0, "ad.marker", "[iklan_1]\u{1b}"),
            removed(5, Reason::Duplicate, "", 1, "duplicate.exact", "Panen raya di Dusun Ba"),
        ],
        suspects: vec![Suspect { line: 6, reason: Reason::Boilerplate, category: "site".into(), of: 0, rule: "site.x".into(), score: 0.4 }],
        altered: serde_json::from_str(
            r#"[{"line": 3, "rules": ["trim.engine-prefix"], "text": "Bahasa Indonesia: Ketua Vu Dinh Khoat menyerukan “Tanam dulu”."}]"#,
        )
        .unwrap(),
        line_count: 7,
        newline: Newline::Lf,
        quotes: vec![Quote {
            line: 3,
            start,
            end,
            text: "Tanam dulu".into(),
            kind: QuoteKind::Motto,
            cue: "menyerukan".into(),
            speaker: "Vu Dinh Khoat".into(),
            official: 1,
            rule: "motto.cue".into(),
            score: 0.9,
        }],
        officials: vec![Official {
            name: "Vu Dinh Khoat".into(),
            titles: vec!["Ketua".into()],
            posts: vec![Post { title: "Ketua".into(), line: 3, start: post.0, end: post.1, role: "head".into(), ..Post::default() }],
            aliases: vec!["Bapak Khoat".into()],
            mentions: vec![Mention { line: 3, start: person.0, end: person.1, form: Form::Name }],
            score: 0.97,
        }],
        defects: serde_json::from_value(serde_json::json!([{"line": 6, "start": defect.0, "end": defect.1, "kind": "spacing",
            "text": "surut .", "rule": "spacing.before", "score": 1.0}]))
        .unwrap(),
        ..Record::default()
    }
}

fn file_of(record: &Record) -> tempfile::NamedTempFile {
    let file = tempfile::Builder::new().suffix(".jsonl").tempfile().unwrap();
    let mut out = Vec::new();
    record.write_json(&mut out).unwrap();
    fs::write(file.path(), out).unwrap();
    file
}

#[test]
fn explain_shows_every_decision() {
    let file = file_of(&record());
    let path = file.path().to_string_lossy();
    let plain = said(&mut saring(&["explain", &path]), 0);
    insta::assert_snapshot!(plain, @r#"
a  ind (0.99)

1   Panen raya di Dusun Ba
2
3 ~ Ketua Vu Dinh Khoat menyerukan “Tanam dulu”.
    | altered by trim.engine-prefix; cut off: “Bahasa Indonesia:”
    | post of Vu Dinh Khoat: “Ketua”
    | official Vu Dinh Khoat, by name
    | motto “Tanam dulu”, cue “menyerukan”, said by Vu Dinh Khoat, by motto.cue (0.90)
4 - [iklan_1]\u{1b}
    | removed: boilerplate, ad, by ad.marker (0.95)
5 = Panen raya di Dusun Ba
    | removed: duplicate of line 1, by duplicate.exact (0.95)
6 ? Air surut .
    | doubted: boilerplate, site, by site.x (0.40)
    | defect, spacing: “surut .”, by spacing.before (1.00)
7

signs  - boilerplate  = duplicate  ? doubted  ~ altered
marks  motto  speech  theme, name, work, term  official  post  defect

lines: 7; 3 kept, 2 removed (1 ad, 1 duplicate), 1 doubted, 1 altered, 0 foreign
quotes: 1 (1 motto); defects: 1 (1 spacing); officials: 1
  Vu Dinh Khoat: Ketua (also Bapak Khoat)
"#);
    let coloured = said(&mut saring(&["explain", &path, "--color", "always"]), 0);
    assert_eq!(coloured, explain(&record()).unwrap());
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
    assert_eq!(said(saring(&["explain", &path]).env("NO_COLOR", "1"), 0), plain);
    assert_eq!(said(&mut saring(&["explain", &path, "--color", "never"]), 0), plain);
}

#[test]
fn explain_why() {
    let file = file_of(&record());
    let path = file.path().to_string_lossy().into_owned();
    let shown = said(&mut saring(&["explain", &path, "--why", "bapak khoat"]), 0);
    insta::assert_snapshot!(shown, @r"
Vu Dinh Khoat (0.97)
  post Ketua
    role: head
    line 3: Ketua Vu Dinh Khoat menyerukan “Tanam dulu”.
  alias Bapak Khoat
  mentions 1
    line 3: Ketua Vu Dinh Khoat menyerukan “Tanam dulu”.
");
    let none = said(&mut saring(&["explain", &path, "--why", "Tran Tan"]), 2);
    assert!(none.contains("no official of the name Tran Tan") && none.contains("there are: Vu Dinh Khoat"), "{none}");
    let none = said(&mut saring(&["explain", &path, "--id", "b"]), 2);
    assert!(none.contains("no article with the id b"), "{none}");
}

#[test]
fn explain_cleans_texts_and_json_lines() {
    let text = said(saring(&["explain", "-"]).write_stdin("Air surut.\n\nWarga menanam padi.\n"), 0);
    assert!(text.starts_with("stdin") && text.contains("\n1   Air surut.\n2\n3   Warga"), "{text}");
    let lines = "{\"id\": \"a\", \"text\": \"Air surut.\"}\n{\"id\": \"b\", \"text\": \"Warga menanam padi.\"}\n";
    let both = said(saring(&["explain", "-"]).write_stdin(lines), 0);
    assert!(both.starts_with('a') && both.contains("\nb"), "{both}");
    let one = said(saring(&["explain", "-", "--id", "b"]).write_stdin(lines), 0);
    assert!(one.starts_with('b') && !one.contains("surut"), "{one}");
    assert!(said(saring(&["explain", "-"]).write_stdin("{\"body\": \"x\"}\n"), 2).contains("-, line 1:"));
    let bad =
        said(saring(&["explain", "-"]).write_stdin(b"{\"text\": \"\xff\"}\n{\"id\": \"b\", \"text\": \"Air surut.\"}\n".as_slice()), 1);
    assert!(bad.contains("-, line 1: invalid utf-8") && bad.starts_with('b'), "{bad}");
}

#[test]
fn eval_prints_a_table_json_and_what_falls_short() {
    let table = said(&mut saring(&["eval", "corpus/gold"]), 0);
    for key in ["boilerplate", "motto", "content_lost", "articles", "category", "share", "f1"] {
        assert!(table.contains(key), "{key}: {table}");
    }
    let json = said(&mut saring(&["eval", "corpus/gold/d01.gold.json", "--json", "--misses"]), 0);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["articles"]["scored"], 1);
    assert!(json["misses"].is_array());

    let dir = tempfile::tempdir().unwrap();
    let floors = dir.path().join("floors.toml");
    let path = floors.to_string_lossy().into_owned();
    let held = |text: &str, code: i32| {
        fs::write(&floors, text).unwrap();
        said(&mut saring(&["eval", "corpus/gold", "--floor", &path]), code)
    };
    held("motto.f1 = 0.0\narticles.missing = 0\n", 0);
    assert!(held("motto.p = 1.01\n", 1).contains("motto.p is "));
    assert!(held("moto.p = 1\n", 2).contains("moto.p: no such figure"));
    assert!(held("motto = 1\n", 2).contains("write KEY.PART = NUMBER"));

    let file = file_of(&record());
    let missing = said(&mut saring(&["eval", "corpus/gold", "--cleaned", &file.path().to_string_lossy(), "--misses"]), 0);
    assert!(missing.contains("no record of this name"), "{missing}");
    assert!(said(&mut saring(&["eval", "no/such"]), 2).contains("no such gold: no/such"));
    assert!(said(&mut saring(&["eval", "src"]), 2).contains("no gold in src"));
    assert!(said(saring(&["eval", "corpus/gold", "--cleaned", "-"]).write_stdin("x\n"), 2).contains("-, line 1: no record"));
}

#[test]
fn rules_are_listed_shown_and_proved() {
    let list = said(&mut saring(&["rules", "list"]), 0);
    assert!(list.lines().any(|line| line.starts_with("honorific ") && line.contains("officials")), "{list}");
    let json = said(&mut saring(&["rules", "list", "--pack", "officials", "--json"]), 0);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json.as_array().unwrap().iter().all(|entry| entry["pack"] == "officials" && entry["why"].is_string()));
    let shown = said(&mut saring(&["rules", "show", "honorific"]), 0);
    assert!(shown.starts_with("# rules/officials.toml\n[[list]]\n"), "{shown}");
    assert!(said(&mut saring(&["rules", "show", "honorif"]), 2).contains("is it one of honorific"));
    assert!(said(&mut saring(&["rules", "list", "--pack", "x"]), 2).contains("no rule pack x; the packs are"));
}

#[test]
fn rules_check_names_what_fails() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().to_string_lossy().into_owned();
    let over = "[[rule]]\nid = \"reduplication.hyphen\"\ncatches = [\"Air surut.\"]\nspares = [\"Air pasang.\"]\n";
    fs::write(dir.path().join("defects.toml"), over).unwrap();
    let failed = said(&mut saring(&["rules", "check", &path]), 1);
    assert!(failed.contains("reduplication.hyphen (defects.toml): does not catch \"Air surut.\"\n"), "{failed}");
    fs::write(dir.path().join("nonsense.toml"), "").unwrap();
    assert!(said(&mut saring(&["rules", "check", &path]), 2).contains("rule pack nonsense: no stage reads it"));
    assert!(said(&mut saring(&["rules", "check", "no/such"]), 2).contains("cannot read the rules in no/such"));
}

#[test]
fn every_command_has_examples() {
    for command in ["clean", "eval", "explain", "restore", "rules", "schema"] {
        assert!(said(&mut saring(&[command, "--help"]), 0).contains("Examples:\n  saring "), "{command}");
    }
}
