//! Web pages, as files and in WARC files: the same article gives the same record, and what is no page is counted or told.

use super::*;

const PAGE: &str = "<!doctype html><html><head><title>Air surut di Dusun Ba - Koran</title></head><body><ul class=menu><li>Beranda</ul>\
<h1>Air surut di Dusun Ba</h1><div><p>Warga Dusun Ba membersihkan jalan setelah air surut pada Senin pagi.</p>\
<p>Mereka bekerja <b>sampai</b> siang.</p></div><footer>Hak cipta Koran</footer></body></html>";

/// A record of a WARC file.
fn record(kind: &str, fields: &str, block: &[u8]) -> Vec<u8> {
    let head = format!("WARC/1.0\r\nWARC-Type: {kind}\r\n{fields}Content-Length: {}\r\n\r\n", block.len());
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// What a server answered.
fn response(status: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let http = [format!("HTTP/1.1 {status}\r\n{fields}\r\n").as_bytes(), body].concat();
    record("response", "WARC-Target-URI: https://koran.example/a\r\nWARC-Record-ID: <urn:uuid:0-1>\r\n", &http)
}

fn html(body: &[u8]) -> Vec<u8> {
    response("200 OK", "Content-Type: text/html; charset=UTF-8\r\n", body)
}

fn chunked(body: &[u8]) -> Vec<u8> {
    let chunks = body.chunks(100).flat_map(|chunk| [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat());
    chunks.chain(*b"0\r\n\r\n").collect()
}

/// A record without what tells where it came from.
fn apart_from_place(mut record: Value) -> Value {
    for key in ["id", "origin", "url", "source"] {
        record[key] = Value::Null;
    }
    record
}

#[test]
fn text_page_and_warc_give_the_same_record() {
    let packed = response(
        "200 OK",
        "Content-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
        &chunked(&gz(PAGE.as_bytes())),
    );
    let kept = response("200 OK", "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", PAGE.as_bytes());
    let info = record("warcinfo", "", b"software: none\r\n");
    let members = [gz(&info), gz(&html(PAGE.as_bytes())), gz(&packed)].concat();
    let dir = folder(&[
        ("in/a.txt", ARTICLES[0].trim_end().as_bytes()),
        ("in/b.html", PAGE.as_bytes()),
        ("in/c.htm.gz", &gz(PAGE.as_bytes())),
        ("in/d.warc", &[info.clone(), html(PAGE.as_bytes()), packed, kept].concat()),
        ("in/e.warc.gz", &members),
        ("no-ending", PAGE.as_bytes()),
        ("records", &members),
    ]);
    let all = records(&run(dir.path(), "clean in no-ending records -q", 0).0);
    let ids: Vec<_> = all.iter().map(|record| format!("{} {}", record["id"].as_str().unwrap(), record["origin"]["record"])).collect();
    let pages = ["urn:uuid:0-1 2", "urn:uuid:0-1 3"];
    assert_eq!(ids, [&["a 1", "b 1", "c 1"], &pages[..], &["urn:uuid:0-1 4"], &pages, &["no-ending 1"], &pages].concat());
    assert_eq!((&all[3]["url"], &all[3]["source"]), (&"https://koran.example/a".into(), &"koran.example".into()));
    for record in &all[1..] {
        assert_eq!(apart_from_place(record.clone()), apart_from_place(all[0].clone()));
    }
}

#[test]
fn what_is_no_page_is_counted() {
    let warc = [
        record("warcinfo", "", b""),
        record("request", "", b"GET / HTTP/1.1\r\n\r\n"),
        html(PAGE.as_bytes()),
        response("404 Not Found", "Content-Type: text/html\r\n", PAGE.as_bytes()),
        response("200 OK", "Content-Type: image/png\r\n", &vec![0; 3_000_000]),
        response("200 OK", "Content-Type: application/pdf\r\n", b"%PDF"),
        record("response", "", b"not http"),
        record("nonsense", "", b""),
    ];
    let dir = folder(&[("a.warc", &warc.concat()), ("b.md", b"")]);
    for args in ["clean a.warc -o out.jsonl --force", "clean a.warc -o out.jsonl --force --max-record 2MB"] {
        let (_, err) = run(dir.path(), args, 0);
        let skipped = err.lines().find(|line| line.contains("skipped")).unwrap().trim().to_owned();
        assert_eq!(skipped, "skipped     7: warc no html 2, warc no http 1, warc other 1, warc request 1, warc status 1, warc warcinfo 1");
        assert!(err.contains("1 article from 1 file") && err.contains("rejects     0"), "{err}");
    }
}

#[test]
fn broken_records_are_told() {
    let long = PAGE.replace("siang", &"siang ".repeat(400_000));
    let warc = [
        response("200 OK", "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", &chunked(PAGE.as_bytes())[..300]),
        response("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &gz(PAGE.as_bytes())[..200]),
        response("200 OK", "Content-Type: text/html\r\nContent-Encoding: br\r\n", b"\x8b\xff\x80"),
        response("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &gz(long.as_bytes())),
        response("200 OK", "Content-Type: text/html; charset=utf-8\r\n", b"<p>Air \xe0 surut."),
        response("200 OK", "Content-Type: text/html\r\n", b"<div id=app></div>"),
        record(
            "response",
            "WARC-Truncated: length\r\n",
            &[b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", PAGE.as_bytes()].concat(),
        ),
        html(long.as_bytes()),
        b"GARBAGE of some length\r\n".to_vec(),
        html(PAGE.as_bytes()),
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\n".to_vec(),
        html(PAGE.as_bytes()),
    ]
    .concat();
    let cut = [html(PAGE.as_bytes()), html(PAGE.as_bytes())[..400].to_vec()].concat();
    let packed = gz(&cut);
    let dir =
        folder(&[("a.warc", &warc), ("b.warc", &cut), ("c.warc.gz", &packed[..packed.len() - 20]), ("d.warc", b""), ("e.warc", b"<html>")]);
    insta::assert_snapshot!(super::rejects::rejects(dir.path(), "a.warc b.warc c.warc.gz d.warc e.warc --max-record 2MB"));
}

#[test]
fn a_large_warc_is_cut_into_blocks_and_gone_on_with() {
    let one = html(PAGE.replace("siang", &"siang ".repeat(50_000)).as_bytes());
    let dir = folder(&[("a.warc", &one.repeat(20)), ("b.html", PAGE.as_bytes())]);
    let [one, four] = [1, 4].map(|threads| run(dir.path(), &format!("clean . -q -t {threads}"), 0).0);
    assert_eq!((one.lines().count(), &one), (21, &four));
    let (_, err) = run(dir.path(), "clean . --out-dir out --force", 0);
    assert!(err.contains("21 articles"), "{err}");
    assert_eq!(fs::read_to_string(dir.path().join("out/a.warc.jsonl")).unwrap().lines().count(), 20);
    assert_eq!(fs::read_to_string(dir.path().join("out/texts.jsonl")).unwrap().lines().count(), 1);
}

#[test]
fn explain_reads_pages() {
    let dir = folder(&[("a.html", PAGE.as_bytes()), ("a.warc", &html(PAGE.as_bytes()))]);
    assert!(run(dir.path(), "explain a.html", 0).0.contains("Mereka bekerja sampai siang."));
    assert!(run(dir.path(), "explain a.warc", 2).1.contains("explain reads no WARC: clean it first"));
}
