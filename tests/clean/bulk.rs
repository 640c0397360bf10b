//! Many and large inputs: the same bytes for any number of threads, whatever the cut.

use super::*;

/// A short article, no two alike.
fn article(at: usize) -> String {
    format!("Warga Dusun {at} menanam {} pohon pada pagi hari.\n", at * 7 + 3)
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
    // what makes it large is not the text: the cut is what is tested here
    let pad = |at: usize| "halaman ".repeat(300 + at % 400);
    let line = |at| serde_json::json!({"text": article(at), "pad": pad(at)}).to_string() + "\n";
    let lines: String = (0..800).map(line).collect();
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
    assert!(packed.len() == plain.len() + 800 * 2 * ".gz".len());
    let numbers = records(std::str::from_utf8(&plain).unwrap()).into_iter().map(|r| r["origin"]["record"].as_u64().unwrap());
    assert!(numbers.eq(1..=800));
}

#[test]
fn ten_thousand_small_files() {
    let dir = folder(&[]);
    for at in 0..10_000 {
        let path = dir.path().join(format!("in/{:02}/{at:05}.txt", at % 100));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, article(at)).unwrap();
    }
    fs::write(dir.path().join("in/50.jsonl"), jsonl(&ARTICLES)).unwrap();
    let out = same_for_any_threads(dir.path(), "in", ".jsonl");
    let paths: Vec<_> = records(std::str::from_utf8(&out).unwrap()).iter().map(|r| r["origin"]["path"].to_string()).collect();
    assert_eq!(paths.len(), 10_003);
    assert!(paths.is_sorted());
}

#[test]
fn small_files_of_one_line() {
    let dir = folder(&[]);
    fs::create_dir(dir.path().join("in")).unwrap();
    for at in 0..2000 {
        fs::write(dir.path().join(format!("in/{at:04}.jsonl")), format!("{{\"text\": \"Air surut di Dusun {at}.\"}}\n")).unwrap();
    }
    let out = same_for_any_threads(dir.path(), "in", ".jsonl");
    let ids: Vec<_> = records(std::str::from_utf8(&out).unwrap()).iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!((ids.len(), ids[17].as_str()), (2000, "in/0017.jsonl/1"));
}
