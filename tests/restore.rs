//! The input's text comes back from its record, byte for byte.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod articles;

use std::fs;

use assert_cmd::Command;
use proptest::prelude::*;
use saring::restore::restore;
use saring::{Article, Cleaner, Record, Scratch};

thread_local! {
    static CLEANER: Cleaner = Cleaner::built_in().unwrap();
}

fn clean(text: &str) -> Record {
    CLEANER.with(|cleaner| cleaner.clean(&Article::new(text), &mut Scratch::default()))
}

fn saring(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("saring").unwrap();
    command.args(args);
    command
}

proptest! {
    #[test]
    fn any_text(text in articles::arbitrary()) {
        prop_assert_eq!(restore(&clean(&text)).unwrap(), text);
    }

    #[test]
    fn news(text in articles::article()) {
        prop_assert_eq!(restore(&clean(&text)).unwrap(), text);
    }
}

#[test]
fn gold_and_the_edges() {
    for (_, text) in articles::gold() {
        assert_eq!(restore(&clean(&text)).unwrap(), text);
    }
    for text in [
        "",
        "\n",
        "\n\n\n",
        "\r\n",
        "\r\n\r\n",
        "\r",
        "a",
        "a\n",
        "a\r\n",
        "a\r\nb",
        "a\r\nb\r\n",
        "a\r\nb\n",
        "a\nb\r",
        "a\r\nb\r",
        "a\r\r\nb\r\n",
        "\u{feff}a\n",
        "\u{feff}",
        " a \n",
        "a\u{a0}b\n\u{a0}\n",
        "a\rb\n",
        "a\u{2028}b",
        "a\u{b}b\u{c}c\u{85}d",
        "Đa\u{323}i\n",
        "[iklan_1]\n",
        "a\n[iklan_1]",
        "\u{0}\n\u{200b}",
        "Air surut ./.\r\n[iklan_2]\r\n",
    ] {
        assert_eq!(restore(&clean(text)).unwrap(), text, "{text:?}");
    }
}

/// Cleans two texts into `clean.jsonl`.
fn records(dir: &tempfile::TempDir, more: &[&str]) -> String {
    fs::create_dir_all(dir.path().join("in/b")).unwrap();
    fs::write(dir.path().join("in/a.txt"), "\u{feff}Air surut.\r\n[iklan_1]\r\n").unwrap();
    fs::write(dir.path().join("in/b/c.txt"), "Panen\u{a0}raya \n\n").unwrap();
    let out = dir.path().join("clean.jsonl").to_string_lossy().into_owned();
    let folder = dir.path().join("in").to_string_lossy().into_owned();
    saring(&["clean", &folder, "-o", &out, "-q", "--force"]).args(more).assert().success();
    out
}

#[test]
fn lines_one_text_or_files() {
    let dir = tempfile::tempdir().unwrap();
    let records = records(&dir, &[]);
    saring(&["restore", &records]).assert().success().stdout(concat!(
        "{\"id\":\"a\",\"text\":\"\u{feff}Air surut.\\r\\n[iklan_1]\\r\\n\"}\n",
        "{\"id\":\"b/c\",\"text\":\"Panen\u{a0}raya \\n\\n\"}\n"
    ));
    saring(&["restore", "-", "--id", "b/c"]).write_stdin(fs::read(&records).unwrap()).assert().success().stdout("Panen\u{a0}raya \n\n");
    let texts = dir.path().join("texts");
    let into = texts.to_string_lossy().into_owned();
    saring(&["restore", &records, "--out-dir", &into]).assert().success().stdout("");
    for file in ["a.txt", "b/c.txt"] {
        assert_eq!(fs::read(texts.join(file)).unwrap(), fs::read(dir.path().join("in").join(file)).unwrap());
    }
    let again = saring(&["restore", &records, "--out-dir", &into]).assert().code(1).get_output().stderr.clone();
    assert!(String::from_utf8_lossy(&again).contains("a.txt exists already"), "{}", String::from_utf8_lossy(&again));
    saring(&["restore", &records, "--out-dir", &into, "--force"]).assert().success();
}

#[test]
fn packed_records_come_back_too() {
    for ending in ["gz", "zst"] {
        let dir = tempfile::tempdir().unwrap();
        let plain = records(&dir, &[]);
        let packed = format!("{plain}.{ending}");
        let folder = dir.path().join("in").to_string_lossy().into_owned();
        saring(&["clean", &folder, "-o", &packed, "-q"]).assert().success();
        let expected = saring(&["restore", &plain]).assert().success().get_output().stdout.clone();
        saring(&["restore", &packed]).assert().success().stdout(expected);
    }
}

#[test]
fn what_cannot_be_restored_says_why() {
    let stderr = |command: &mut Command, code: i32| String::from_utf8_lossy(&command.assert().code(code).get_output().stderr).into_owned();
    let dir = tempfile::tempdir().unwrap();
    let lean = records(&dir, &["--fields", "id,text"]);
    let said = stderr(&mut saring(&["restore", &lean]), 1);
    assert!(said.contains("line 1: missing field `lines`: a record written with --fields"), "{said}");

    let record = |id: &str| {
        let article = Article { id: id.into(), ..Article::new("Air surut.") };
        let mut out = Vec::new();
        CLEANER.with(|cleaner| cleaner.clean(&article, &mut Scratch::default())).write_json(&mut out).unwrap();
        out
    };
    let into = dir.path().join("texts").to_string_lossy().into_owned();
    let hostile = [record("../../out"), record("/out"), record("good"), record("good"), b"\xff\n".to_vec(), record("last")].concat();
    let said = stderr(saring(&["restore", "-", "--out-dir", &into]).write_stdin(hostile), 1);
    assert!(said.contains("line 1: the id \"../../out\" would leave the folder: refused"), "{said}");
    assert!(said.contains("line 2: the id \"/out\" would leave"), "{said}");
    assert!(said.contains("line 4: the id \"good\" stands twice"), "{said}");
    assert!(said.contains("line 5: invalid utf-8") && dir.path().join("texts/last.txt").exists(), "{said}");
    assert_eq!(fs::read_to_string(dir.path().join("texts/good.txt")).unwrap(), "Air surut.");

    let said = stderr(&mut saring(&["restore", &records(&dir, &[]), "--id", "x"]), 2);
    assert!(said.contains("no record with the id x"), "{said}");
    let said = stderr(saring(&["restore", "-"]).write_stdin("{\"n\": 1}\n"), 1);
    assert!(said.contains("no record: missing field `id`"), "{said}");
    stderr(&mut saring(&["restore", "/no/such/file.jsonl"]), 2);
}

/// Found by the fuzzer's reading of a record: a line of a hundred bytes that asks for eight gigabytes.
#[test]
fn blank_lines_without_number_are_refused() {
    let record = r#"{"id":"a","text":"a","lines":[1],"removed":[],"altered":[],"line_count":4294967295,"newline":"crlf"}"#;
    let command = saring(&["restore", "-"]).write_stdin(record).assert().code(1);
    let said = String::from_utf8_lossy(&command.get_output().stderr).into_owned();
    assert!(said.contains("line 1: line_count 4294967295 is more than the 268435456 lines that are given back"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out() {
    let dir = tempfile::tempdir().unwrap();
    let records = records(&dir, &[]);
    let texts = dir.path().join("texts");
    fs::create_dir_all(&texts).unwrap();
    fs::create_dir_all(dir.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(dir.path().join("elsewhere"), texts.join("b")).unwrap();
    let said = saring(&["restore", &records, "--out-dir", &texts.to_string_lossy()]).assert().code(1).get_output().stderr.clone();
    assert!(String::from_utf8_lossy(&said).contains("leads through the link"));
    assert_eq!(fs::read_dir(dir.path().join("elsewhere")).unwrap().count(), 0);
}
