//! A run goes on past what it cannot read, and says of each what, where and why.

use super::*;

/// The rejects of a run over `inputs`: `path, record @offset+length encoding raw: error`.
pub fn rejects(dir: &Path, args: &str) -> String {
    run(dir, &format!("clean {args} -q --rejects rejects.jsonl --force"), 0);
    let lines = fs::read_to_string(dir.join("rejects.jsonl")).unwrap();
    let show = |r: Value| {
        let text = |key: &str| r[key].as_str().unwrap().to_owned();
        let cleaned = if text("cleaned").is_empty() { "" } else { " (cleaned)" };
        let raw: String = text("raw").chars().take(40).collect();
        format!(
            "{} {} @{}+{} {}{cleaned} [{raw}]\n  {}",
            text("path"),
            r["record"],
            r["offset"],
            r["length"],
            text("encoding"),
            text("error")
        )
    };
    records(&lines).into_iter().map(show).collect::<Vec<_>>().join("\n")
}

#[test]
fn records_of_every_bad_kind() {
    let good = r#"{"text": "Air surut di Dusun Ba."}"#;
    let deep = format!(r#"{{"text": "Air surut.", "m": {}{}}}"#, "[".repeat(50_000), "]".repeat(50_000));
    let lines: [&[u8]; 10] = [
        good.as_bytes(),
        b"{\"text\": \"Air\xff surut.\"}",
        br#"{"text": "Air surut."#,
        br#"{"text": "Air" "surut"}"#,
        br#"{"body": "Air surut.", "id": 1, "url": ""}"#,
        br#"{"text": ["Air surut."]}"#,
        br#"["Air surut."]"#,
        br#"{"text": "Air \ud83d surut."}"#,
        deep.as_bytes(),
        br#"{"id": "kosong", "text": " \n\n"}"#,
    ];
    let dir = folder(&[("a.jsonl", &lines.join(&b"\n"[..]))]);
    insta::assert_snapshot!(rejects(dir.path(), "a.jsonl"));
}

#[test]
fn files_of_every_bad_kind() {
    let packed = [gz(jsonl(&ARTICLES).as_bytes()), zst(jsonl(&ARTICLES).as_bytes())];
    let dir = folder(&[
        ("in/a.jsonl.gz", &packed[0][..packed[0].len() - 9]),
        ("in/b.jsonl.zst", &packed[1][..packed[1].len() - 5]),
        ("in/c.txt.gz", ARTICLES[0].as_bytes()),
        ("in/d.txt.zst", b""),
        ("in/e.txt", b"\xff\xfeA\0i\0r\0"),
        ("in/f.txt", b"\n \n"),
        ("in/g.txt.gz", &gz(ARTICLES[0].as_bytes())[..30]),
        ("in/ok.txt", ARTICLES[0].as_bytes()),
    ]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", dir.path().join("in/h.txt")).unwrap();
        std::os::unix::fs::symlink("..", dir.path().join("in/loop")).unwrap();
    }
    let text = rejects(dir.path(), "in");
    // how much a decoder gives before it fails is its own affair
    let pieces = regex::Regex::new(r"(gz|zst) (\d) @\d+\+\d+ (\S+) \[(?s:.*?)\]\n").unwrap();
    insta::assert_snapshot!(pieces.replace_all(&text, "$1 $2 @… $3 […]\n"));
}

#[test]
fn too_large() {
    let long = "Air surut di Dusun Ba. ".repeat(200_000);
    let line = |text: &str| format!("{{\"text\": \"Air surut.\", \"pad\": \"{text}\"}}\n");
    let lines = [line("Satu kali lagi."), line(&long), line(&long[..3000]), line("Dua kali lagi.")].concat();
    let dir = folder(&[
        ("a.jsonl", lines.as_bytes()),
        ("b.txt", long.as_bytes()),
        ("c.txt.gz", &gz(long.as_bytes())),
        ("d.jsonl.zst", &zst(lines.as_bytes())),
    ]);
    insta::assert_snapshot!(rejects(dir.path(), "a.jsonl b.txt c.txt.gz d.jsonl.zst --max-record 2000"));
    let (out, _) = run(dir.path(), "clean a.jsonl -q", 0);
    assert_eq!(records(&out).iter().map(|r| r["origin"]["record"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[test]
fn without_a_file_each_is_a_line() {
    let dir = folder(&[("a.jsonl", b"{\"text\": 1}\n[]\n")]);
    let (out, err) = run(dir.path(), "clean a.jsonl --quiet", 0);
    assert!(out.is_empty());
    insta::assert_snapshot!(err, @r#"
    saring: a.jsonl, record 1: key "text" holds a number, no string; name the key of the text with --text-key
    saring: a.jsonl, record 2: the line is no json object; read it with --from text if it is none
    "#);
}
