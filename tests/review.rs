//! What a reviewer's commands make, without a browser: pages, gold, counts, exports.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::{Value, json};

fn saring(arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("saring").unwrap().args(arguments).assert()
}

/// A folder with the records of the gold's texts.
fn cleaned() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let records = folder.path().join("clean.jsonl");
    let gold = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/gold");
    saring(&["clean", gold, "-o", records.to_str().unwrap(), "--quiet"]).success();
    (folder, records)
}

fn json_of(arguments: &[&str]) -> Value {
    serde_json::from_slice(&saring(arguments).success().get_output().stdout).unwrap()
}

fn lines(path: &Path) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn what_is_decided_changes_the_score() {
    let (folder, records) = cleaned();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let record = lines(&records).into_iter().find(|record| record["id"] == "d01").unwrap();
    let (gone, official) = (&record["removed"][0], &record["officials"][0]);
    let post = &official["posts"][0];
    let decisions = [
        json!({"article": "d01", "mark": "removed", "line": gone["line"], "rule": gone["rule"], "text": gone["text"], "verdict": "wrong", "should": null}),
        json!({"article": "d01", "mark": "official", "line": post["line"], "start": post["start"], "end": post["end"], "text": official["name"],
               "verdict": "wrong", "should": {"titles": ["Ketua"]}}),
        json!({"article": "d01", "mark": "article", "verdict": "complete"}),
        json!({"article": "d02", "mark": "article", "verdict": "complete"}),
    ];
    fs::write(path("decisions.jsonl"), decisions.map(|decision| decision.to_string()).join("\n")).unwrap();

    saring(&["gold", records.to_str().unwrap(), &path("decisions.jsonl"), "-o", &path("gold")]).success();
    let scores = json_of(&["eval", &path("gold"), "--json"]);
    assert_eq!(scores["content_lost"]["lines"], 1);
    assert_eq!(scores["title"]["fp"].as_u64().zip(scores["title"]["fn"].as_u64()), Some((1, 1)));
    assert_eq!((&scores["quote"]["f1"], &scores["defect"]["f1"], &scores["official"]["f1"]), (&json!(1.0), &json!(1.0), &json!(1.0)));

    let counted = json_of(&["eval", "--decisions", &path("decisions.jsonl"), "--json"]);
    assert_eq!(counted["complete"], 2);
    let wrong = counted["rules"].as_array().unwrap().iter().find(|row| row["mark"] == "removed").unwrap();
    assert_eq!((&wrong["rule"], &wrong["wrong"]), (&gone["rule"], &json!(1)));
    // gold that stands is not replaced
    saring(&["gold", records.to_str().unwrap(), &path("decisions.jsonl"), "-o", &path("gold")]).code(2);
}

#[test]
fn a_large_corpus_is_sampled() {
    let (folder, records) = cleaned();
    let (records, page) = (records.to_str().unwrap(), folder.path().join("review.html"));
    let page = page.to_str().unwrap();
    let refused = saring(&["review", records, "-o", page, "--most", "10"]).code(2);
    assert!(String::from_utf8_lossy(&refused.get_output().stderr).contains("--sample 10 --by rule"));
    assert!(!Path::new(page).exists());
    for by in ["rule", "host", "defect"] {
        saring(&["review", records, "-o", page, "--most", "10", "--sample", "7", "--by", by, "--force"]).success();
        let first = fs::read(page).unwrap();
        saring(&["review", records, "-o", page, "--most", "10", "--sample", "7", "--by", by, "--force"]).success();
        assert_eq!(first, fs::read(page).unwrap());
    }
    saring(&["review", "-", "-o", page, "--sample", "7", "--force"]).code(2);
}

#[test]
fn every_export_holds_every_article() {
    let (folder, records) = cleaned();
    let articles = lines(&records).len();
    for (tool, name) in
        [("label-studio", "tasks.json"), ("doccano", "doccano.jsonl"), ("argilla", "argilla"), ("xliff", "a.xlf"), ("tsv", "a.tsv")]
    {
        let out = folder.path().join(name);
        saring(&["export", records.to_str().unwrap(), "--to", tool, "-o", out.to_str().unwrap()]).success();
        let file = if tool == "argilla" { out.join("records.json") } else { out };
        let text = fs::read_to_string(file).unwrap();
        let found = match tool {
            "label-studio" | "argilla" => serde_json::from_str::<Vec<Value>>(&text).unwrap().len(),
            "doccano" => text.lines().count(),
            "xliff" => text.matches("<file ").count(),
            _ => continue,
        };
        assert_eq!(found, articles, "{tool}");
    }
    assert!(folder.path().join("tasks.config.xml").exists() && folder.path().join("argilla/.argilla/settings.json").exists());
}

#[test]
fn a_report_is_made_of_records_or_a_manifest() {
    let (folder, records) = cleaned();
    let records = records.to_str().unwrap();
    let manifest = format!("{records}.saring/manifest.json");
    let page = folder.path().join("report.html");
    for input in [records, &manifest] {
        saring(&["report", input, "--against", &manifest, "-o", page.to_str().unwrap(), "--force"]).success();
        assert!(fs::read_to_string(&page).unwrap().contains("The same."));
    }
    saring(&["report", concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/gold/d01.gold.json"), "-o", page.to_str().unwrap(), "--force"]).code(2);
}
