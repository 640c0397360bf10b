//! The same articles give the same records, whatever they come in.

use serde_json::{Value, json};

use super::*;

/// Records without what tells the file they came from.
fn apart_from_origin(jsonl: &str) -> Vec<Value> {
    let mut records = records(jsonl);
    for record in &mut records {
        record["origin"] = Value::Null;
    }
    records
}

#[test]
fn plain_gzip_and_zstd_in_many_pieces_are_one() {
    let lines = jsonl(&ARTICLES);
    let (first, rest) = lines.split_at(150);
    let dir = folder(&[
        ("a.jsonl", lines.as_bytes()),
        ("b.jsonl.gz", &[gz(first.as_bytes()), gz(rest.as_bytes())].concat()),
        ("c.jsonl.zst", &[zst(first.as_bytes()), zst(rest.as_bytes())].concat()),
        ("no-ending", &gz(lines.as_bytes())),
        ("d.ndjson", lines.replace('\n', "\r\n\r\n").as_bytes()),
        ("e.jsonl", format!("\u{feff}{}", lines.trim_end()).as_bytes()),
    ]);
    let plain = apart_from_origin(&run(dir.path(), "clean a.jsonl -q", 0).0);
    assert_eq!(plain.len(), 3);
    for file in ["b.jsonl.gz", "c.jsonl.zst", "no-ending", "d.ndjson", "e.jsonl"] {
        assert_eq!(apart_from_origin(&run(dir.path(), &format!("clean {file} -q"), 0).0), plain, "{file}");
    }
}

#[test]
fn text_files_are_named_after_their_path() {
    let dir = folder(&[
        ("in/a0.txt", ARTICLES[0].as_bytes()),
        ("in/sub/a1.txt.gz", &gz(ARTICLES[1].as_bytes())),
        ("in/sub/a.2.text.zst", &zst(ARTICLES[2].as_bytes())),
    ]);
    let all = records(&run(dir.path(), "clean in -q", 0).0);
    let ids: Vec<_> = all.iter().map(|record| record["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["a0", "sub/a.2", "sub/a1"]);
    assert_eq!(all[0]["origin"], json!({"path": "in/a0.txt", "record": 1}));
    assert_eq!(all[0]["text"], ARTICLES[0].trim_end());
    assert_eq!(records(&run(dir.path(), "clean in/sub/a1.txt.gz -q", 0).0)[0]["id"], "a1");
}

#[test]
fn crlf_belongs_to_no_line() {
    let dir = folder(&[("a.txt", ARTICLES[0].replace('\n', "\r\n").as_bytes())]);
    let record = &records(&run(dir.path(), "clean a.txt -q", 0).0)[0];
    assert_eq!((&record["newline"], &record["text"]), (&json!("crlf"), &json!(ARTICLES[0].trim_end())));
}

#[test]
fn standard_input_holds_either() {
    let dir = folder(&[]);
    let of = |args: &str, input: &[u8]| {
        let output = saring(dir.path(), args).write_stdin(input).output().unwrap();
        records(&String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(of("clean - -q", ARTICLES[0].as_bytes())[0]["id"], "stdin");
    assert_eq!(of("clean - -q", jsonl(&ARTICLES).as_bytes()).len(), 3);
    assert_eq!(of("clean - -q", &zst(jsonl(&ARTICLES).as_bytes())).len(), 3);
    let no_id = br#"{"body": "Air surut di Dusun Ba pada Senin pagi."}"#;
    assert_eq!(of("clean - -q --text-key body", no_id)[0]["id"], "-/1");
    assert_eq!(of("clean - -q --from text", b"{Air surut} di Dusun Ba pada Senin pagi.").len(), 1);
}

#[test]
fn other_peoples_keys() {
    let line = json!({
        "doc": {"body": ARTICLES[0], "n": 1}, "metadata": {"url": "https://www.bao.example/a", "score": 0.5},
        "head": "Air surut", "key": 12, "text": "lain", "language": "in", "published": "2025-08-24", "author": "Le Van Ba",
    });
    let dir = folder(&[("a.jsonl", line.to_string().as_bytes())]);
    let keys = "--text-key doc.body --url-key metadata.url --title-key head --id-key key";
    let record = &records(&run(dir.path(), &format!("clean a.jsonl -q {keys}"), 0).0)[0];
    assert_eq!(
        [&record["id"], &record["url"], &record["source"], &record["title"], &record["published"], &record["author"]],
        ["12", "https://www.bao.example/a", "bao.example", "Air surut", "2025-08-24", "Le Van Ba"]
    );
    assert_eq!(record["metadata"], json!({"doc": {"n": 1}, "score": 0.5, "input_text": "lain", "input_language": "in"}));
}

#[test]
fn numbers_keep_their_spelling() {
    let dir =
        folder(&[("a.jsonl", br#"{"text": "Air surut di Dusun Ba.", "n": 1.50, "big": 123456789012345678901234567890, "e": 1E400}"#)]);
    let out = run(dir.path(), "clean a.jsonl -q", 0).0;
    assert!(out.contains(r#""metadata":{"n":1.50,"big":123456789012345678901234567890,"e":1E400}"#), "{out}");
}

#[test]
fn fields_alone_in_their_order() {
    let dir = folder(&[("a.jsonl", jsonl(&ARTICLES).as_bytes())]);
    let out = run(dir.path(), "clean a.jsonl -q --fields url,id --manifest m.json", 0).0;
    assert_eq!(out.lines().next(), Some(r#"{"url":"","id":"a0"}"#));
    let manifest: Value = serde_json::from_str(&fs::read_to_string(dir.path().join("m.json")).unwrap()).unwrap();
    assert_eq!(manifest["restore"]["missing"], json!(["text", "lines", "removed", "altered", "line_count", "newline"]));
}
