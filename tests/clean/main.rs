//! `saring clean` from outside: what goes in, what comes out, and what is said about it. One file a property.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may fail, and needs files")]

mod bounds;
mod bulk;
mod formats;
mod outputs;
mod rejects;
mod resume;
mod schema;
mod shards;
mod status;
mod web;

use std::fs;
use std::io::Write;
use std::path::Path;

use assert_cmd::Command;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use tempfile::TempDir;

/// Sentences that no rule takes for anything but a reporter's.
const ARTICLES: [&str; 3] = [
    "Air surut di Dusun Ba\nWarga Dusun Ba membersihkan jalan setelah air surut pada Senin pagi.\nMereka bekerja sampai siang.\n",
    "Panen padi di Komune Tam Linh\nPetani memanen padi lebih awal karena hujan akan datang minggu depan.\n",
    "Jembatan baru dibuka\nJembatan kayu itu diganti dengan jembatan beton sepanjang dua puluh meter.\nAnak-anak kini bersekolah tanpa perahu.",
];

/// A new folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

/// The program, about to run in `dir`.
fn saring(dir: &Path, args: &str) -> Command {
    let mut command = Command::cargo_bin("saring").unwrap();
    command.current_dir(dir).args(args.split(' '));
    command
}

/// A run that ends with `status`: standard output and standard error.
fn run(dir: &Path, args: &str, status: i32) -> (String, String) {
    let output = saring(dir, args).output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert_eq!(output.status.code(), Some(status), "{args}: {err}");
    (out, err)
}

fn records(jsonl: &str) -> Vec<Value> {
    jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// JSON Lines of the articles, with ids from `a0` on.
fn jsonl(articles: &[&str]) -> String {
    let line = |(n, text): (usize, &&str)| serde_json::json!({"id": format!("a{n}"), "text": text}).to_string() + "\n";
    articles.iter().enumerate().map(line).collect()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut member = GzEncoder::new(Vec::new(), Compression::fast());
    member.write_all(bytes).unwrap();
    member.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}
