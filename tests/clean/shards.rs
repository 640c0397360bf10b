//! Outputs of large runs: numbered files, parts of a job, and manifests that add up.

use super::*;

fn manifest(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// What makes a line large is not its text: the cut is what is tested here.
pub fn large(records: usize) -> String {
    let pad = |at: usize| format!("{at} ").repeat(1500 + at % 700);
    let line =
        |at| serde_json::json!({"text": format!("Warga Dusun {at} menanam padi pada pagi hari."), "pad": pad(at)}).to_string() + "\n";
    (0..records).map(line).collect()
}

#[test]
fn numbered_files_and_their_manifests() {
    let lines = large(700);
    let dir = folder(&[("in/a.jsonl", lines.as_bytes()), ("in/b.txt", ARTICLES[0].as_bytes()), ("in/c.jsonl", b"{\n"), ("in/x.md", b"x")]);
    let dir = dir.path();
    run(dir, "clean in --out-dir out --shard-size 2MB --shard-format jsonl -q", 0);
    run(dir, "clean in -o one.jsonl -q", 0);
    let names = ["00000.jsonl", "00001.jsonl", "00002.jsonl"];
    let shards: Vec<_> = names.iter().map(|name| fs::read(dir.join("out").join(name)).unwrap()).collect();
    assert!(shards[..2].iter().all(|shard| (2 << 20..4 << 20).contains(&shard.len())));
    assert!(shards.concat() == fs::read(dir.join("one.jsonl")).unwrap());
    assert!(!dir.join("out/00003.jsonl").exists());

    let all = manifest(&dir.join("out.saring/manifest.json"));
    assert_eq!(all["outputs"].as_array().unwrap().len(), 3);
    let first = manifest(&dir.join("out.saring/00000.json"));
    assert_eq!(first["inputs"][0]["continued"], true);
    assert_eq!((&first["outputs"][0], &first["counts"]["files"]), (&all["outputs"][0], &Value::from(0)));
    let parts = "out.saring/00000.json out.saring/00001.json out.saring/00002.json";
    run(dir, &format!("merge-manifests {parts} -o merged.json"), 0);
    let [merged, all] = ["merged.json", "out.saring/manifest.json"].map(|name| fs::read_to_string(dir.join(name)).unwrap());
    assert_eq!(merged, all);
    let (_, err) = run(dir, "merge-manifests out.saring/00000.json out.saring/manifest.json -o twice.json", 2);
    insta::assert_snapshot!(err, @"saring: cannot merge the manifests: out.saring/manifest.json: the output out/00000.jsonl stands in two of them");
    run(dir, "clean in --out-dir packed --shard-size 1GB -q", 0);
    assert!(zstd::decode_all(&fs::read(dir.join("packed/00000.jsonl.zst")).unwrap()[..]).unwrap() == shards.concat());
}

#[test]
fn parts_share_a_job() {
    let texts: Vec<_> = (0..7).map(|at| (format!("in/{at}.txt"), format!("Air surut di Dusun {at}.\n"))).collect();
    let files: Vec<_> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let dir = folder(&files);
    let dir = dir.path();
    for part in 1..=3 {
        run(dir, &format!("clean in --shard {part}/3 -o {part}.jsonl -q"), 0);
    }
    run(dir, "clean in -o all.jsonl -q", 0);
    let ids = |name: &str| -> Vec<String> {
        records(&fs::read_to_string(dir.join(name)).unwrap()).iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!((ids("1.jsonl"), ids("3.jsonl")), (vec!["0".into(), "3".into(), "6".into()], vec!["2".into(), "5".into()]));
    let (_, err) = run(dir, "merge-manifests 1.jsonl.saring/manifest.json 3.jsonl.saring/manifest.json -o m.json", 2);
    insta::assert_snapshot!(err, @"saring: cannot merge the manifests: of the job's parts there is no 2/3");
    run(dir, "merge-manifests 1.jsonl.saring/manifest.json 2.jsonl.saring/manifest.json 3.jsonl.saring/manifest.json -o m.json", 0);
    let [merged, all] = ["m.json", "all.jsonl.saring/manifest.json"].map(|name| manifest(&dir.join(name)));
    assert_eq!(merged["counts"], all["counts"]);
    assert_eq!(merged["inputs"].as_array().unwrap().len(), 7);
    let (_, err) = run(dir, "clean in --shard 4/3", 2);
    assert!(err.contains("write I/N, the I-th of N parts: 1/4, 2/4, 3/4, 4/4"), "{err}");
}
