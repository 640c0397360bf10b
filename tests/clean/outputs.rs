//! Where records go: files, folders, what stands beside them, and what is never overwritten.

use serde_json::json;

use super::*;

/// Every file below `dir`, sorted.
fn tree(dir: &Path) -> Vec<String> {
    let mut all = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { all.push(path.strip_prefix(dir).unwrap().to_str().unwrap().to_owned()) }
        }
    }
    all.sort();
    all
}

#[test]
fn a_file_with_manifest_and_rejects_beside() {
    let dir = folder(&[("a.jsonl", (jsonl(&ARTICLES) + "{\n").as_bytes()), ("d/x.md", b"x"), ("d/b.txt", ARTICLES[0].as_bytes())]);
    let (out, err) = run(dir.path(), "clean a.jsonl d -o out.jsonl", 0);
    assert!(out.is_empty());
    assert!(err.contains("4 articles from 2 files") && err.contains("skipped     1: other ending 1"), "{err}");
    assert_eq!(
        tree(dir.path()),
        ["a.jsonl", "d/b.txt", "d/x.md", "out.jsonl", "out.jsonl.saring/manifest.json", "out.jsonl.saring/rejects.jsonl"]
    );
    let manifest = fs::read_to_string(dir.path().join("out.jsonl.saring/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["counts"]["articles"], 4);
    assert_eq!(manifest["counts"]["skipped"], json!({"other ending": 1}));
    assert_eq!(manifest["restore"]["complete"], true);
    assert_eq!(manifest["outputs"][0]["records"], 4);
    let hash = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(ARTICLES[0].as_bytes()));
    assert_eq!(manifest["inputs"][1], json!({"path": "d/b.txt", "size": ARTICLES[0].len(), "hash": hash, "records": 1, "rejects": 0}));
    assert_eq!((&manifest["inputs"][0]["records"], &manifest["inputs"][0]["rejects"]), (&json!(3), &json!(1)));
}

#[test]
fn a_folder_mirrors_the_inputs_tree() {
    let lines = jsonl(&ARTICLES);
    let dir = folder(&[
        ("in/z.jsonl", lines.as_bytes()),
        ("in/b/p.jsonl.zst", &zst(lines.as_bytes())),
        ("in/b/1.txt", ARTICLES[0].as_bytes()),
        ("in/b/c/2.txt", ARTICLES[1].as_bytes()),
        ("in/b/z.txt", ARTICLES[2].as_bytes()),
        ("in/0.txt", ARTICLES[0].as_bytes()),
        ("in/empty.jsonl.gz", &gz(b"")),
    ]);
    run(dir.path(), "clean in --out-dir out/ -q", 0);
    let expected = ["b/c/texts.jsonl", "b/p.jsonl.zst", "b/texts.jsonl", "empty.jsonl.gz", "texts.jsonl", "z.jsonl"];
    assert_eq!(tree(&dir.path().join("out")), expected);
    assert_eq!(tree(&dir.path().join("out.saring")), ["manifest.json", "rejects.jsonl"]);
    let texts = records(&fs::read_to_string(dir.path().join("out/b/texts.jsonl")).unwrap());
    assert_eq!(texts.iter().map(|r| r["id"].as_str().unwrap()).collect::<Vec<_>>(), ["b/1", "b/z"]);
    let packed = zstd::decode_all(&fs::read(dir.path().join("out/b/p.jsonl.zst")).unwrap()[..]).unwrap();
    assert_eq!(records(std::str::from_utf8(&packed).unwrap()).len(), 3);
    let (_, err) = run(dir.path(), "clean in --out-dir out", 2);
    insta::assert_snapshot!(err, @"saring: the output folder out is not empty: choose another, or write into it with --force");
    run(dir.path(), "clean in --out-dir out -q --force", 0);
    assert_eq!(tree(&dir.path().join("out")), expected);
}

#[test]
fn an_output_inside_the_input_is_left_out() {
    let dir = folder(&[("a.txt", ARTICLES[0].as_bytes())]);
    run(dir.path(), "clean . --out-dir out -q", 0);
    let manifest = fs::read_to_string(dir.path().join("out.saring/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["counts"]["skipped"], json!({"output": 1, "saring": 1}));
    assert_eq!(manifest["counts"]["articles"], 1);
}

#[test]
fn what_exists_stays() {
    let dir = folder(&[("a.jsonl", jsonl(&ARTICLES).as_bytes()), ("in/a.jsonl", jsonl(&ARTICLES).as_bytes()), ("out.jsonl", b"old\n")]);
    let refused = |args: &str| run(dir.path(), args, 2).1;
    insta::assert_snapshot!(refused("clean a.jsonl -o out.jsonl"), @"saring: out.jsonl exists already: choose another name, or replace it with --force");
    insta::assert_snapshot!(refused("clean a.jsonl --manifest out.jsonl"), @"saring: out.jsonl exists already: choose another name, or replace it with --force");
    insta::assert_snapshot!(refused("clean a.jsonl -o ./in/../a.jsonl --force"), @"saring: ./in/../a.jsonl is one of the inputs or lies among them, and an input is never overwritten: write elsewhere");
    insta::assert_snapshot!(refused("clean in -o in/a.jsonl --force"), @"saring: in/a.jsonl is one of the inputs or lies among them, and an input is never overwritten: write elsewhere");
    insta::assert_snapshot!(refused("clean in/a.jsonl --out-dir in --force"), @"saring: in/a.jsonl is one of the inputs or lies among them, and an input is never overwritten: write elsewhere");
    insta::assert_snapshot!(refused("clean a.jsonl in --out-dir out"), @"saring: two inputs would be written to out/a.jsonl: clean them in separate runs, with a folder each");
    assert_eq!(fs::read(dir.path().join("out.jsonl")).unwrap(), b"old\n");
    run(dir.path(), "clean a.jsonl -o out.jsonl -q --force", 0);
    assert_eq!(records(&fs::read_to_string(dir.path().join("out.jsonl")).unwrap()).len(), 3);
    assert!(tree(dir.path()).iter().all(|name| !name.contains(".part")));
}

#[test]
fn no_output_is_another() {
    let dir = folder(&[("a.jsonl", jsonl(&ARTICLES).as_bytes()), ("b.jsonl.saring", b"x"), ("c.jsonl/d", b"x")]);
    let refused = |args: &str| run(dir.path(), args, 2).1;
    insta::assert_snapshot!(refused("clean a.jsonl -o o.jsonl --manifest ./o.jsonl --force"), @"saring: ./o.jsonl is named for two outputs: records, manifest and rejects each need a file of their own");
    insta::assert_snapshot!(refused("clean a.jsonl --rejects m --manifest m --force"), @"saring: m is named for two outputs: records, manifest and rejects each need a file of their own");
    assert!(refused("clean a.jsonl -o b.jsonl").contains("cannot write b.jsonl.saring: not a directory"));
    assert!(refused("clean a.jsonl -o c.jsonl --force").contains("cannot write c.jsonl: is a directory"));
    assert_eq!(tree(dir.path()).len(), 3, "{:?}", tree(dir.path()));
}

#[test]
fn names_that_tell_no_format() {
    let dir = folder(&[("a.txt", ARTICLES[0].as_bytes())]);
    let (_, err) = run(dir.path(), "clean a.txt -o out.csv", 2);
    insta::assert_snapshot!(err, @"saring: cannot tell the format of the output out.csv: end its name in .jsonl, .jsonl.gz or .jsonl.zst");
    let (_, err) = run(dir.path(), "clean a.txt -o no/out.jsonl", 2);
    insta::assert_snapshot!(err, @"saring: cannot write no/out.jsonl: no such file or folder; free space, mend its permissions or write elsewhere");
}
