//! Many and large inputs: the same bytes for any number of threads, whatever the cut.

use super::*;

/// Distinct articles, some of them long.
fn many(n: usize) -> impl Iterator<Item = String> {
    (0..n).map(|at| {
        let body = format!("Warga Dusun {at} menanam {} pohon di tepi sungai pada pagi hari.\n", at * 7 + 3);
        format!("Berita {at} dari desa\n{}", body.repeat(1 + at % 5))
    })
}

fn same_for_any_threads(dir: &Path, input: &str, ending: &str) -> Vec<u8> {
    let of = |threads: u32| {
        let name = format!("out{threads}{ending}");
        run(dir, &format!("clean {input} -q -t {threads} -o {name}"), 0);
        fs::read(dir.join(name)).unwrap()
    };
    let one = of(1);
    assert!(!one.is_empty());
    assert!(one == of(8), "{input} to {ending} differs between 1 and 8 threads");
    one
}

#[test]
fn one_large_file() {
    let lines: String = many(12_000).map(|text| serde_json::json!({"text": text}).to_string() + "\n").collect();
    let dir = folder(&[("big.jsonl", lines.as_bytes()), ("big.jsonl.gz", &gz(lines.as_bytes()))]);
    assert!(lines.len() > 2 << 20);
    let plain = same_for_any_threads(dir.path(), "big.jsonl", ".jsonl");
    for ending in [".jsonl.gz", ".jsonl.zst"] {
        let packed = same_for_any_threads(dir.path(), "big.jsonl", ending);
        let mut text = Vec::new();
        if ending.ends_with("gz") {
            std::io::copy(&mut flate2::read::MultiGzDecoder::new(&packed[..]), &mut text).unwrap();
        } else {
            text = zstd::decode_all(&packed[..]).unwrap();
        }
        assert!(text == plain, "{ending}");
    }
    let packed = same_for_any_threads(dir.path(), "big.jsonl.gz", ".x.jsonl");
    assert!(packed.len() == plain.len() + 12_000 * 2 * ".gz".len());
    let numbers = records(std::str::from_utf8(&plain).unwrap()).into_iter().map(|r| r["origin"]["record"].as_u64().unwrap());
    assert!(numbers.eq(1..=12_000));
}

#[test]
fn ten_thousand_small_files() {
    let dir = folder(&[]);
    for (at, text) in many(10_000).enumerate() {
        let path = dir.path().join(format!("in/{:02}/{at:05}.txt", at % 100));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    fs::write(dir.path().join("in/50.jsonl"), jsonl(&ARTICLES)).unwrap();
    let out = same_for_any_threads(dir.path(), "in", ".jsonl");
    let paths: Vec<_> = records(std::str::from_utf8(&out).unwrap()).iter().map(|r| r["origin"]["path"].to_string()).collect();
    assert_eq!(paths.len(), 10_003);
    assert!(paths.is_sorted());
}

#[test]
fn ten_thousand_small_files_of_one_line() {
    let dir = folder(&[]);
    fs::create_dir(dir.path().join("in")).unwrap();
    for at in 0..10_000 {
        fs::write(dir.path().join(format!("in/{at:04}.jsonl")), format!("{{\"text\": \"Air surut di Dusun {at}.\"}}\n")).unwrap();
    }
    let out = same_for_any_threads(dir.path(), "in", ".jsonl");
    let ids: Vec<_> = records(std::str::from_utf8(&out).unwrap()).iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!((ids.len(), ids[17].as_str()), (10_000, "in/0017.jsonl/1"));
}
