//! Bytes through the readers: opened, unpacked, cut into blocks and read as articles, as a run does.
//!
//! Two bytes stand before the file's own: which name it has and whether it is packed first, and how large a record may be. The readers
//! know files only, so it is written into memory's own file system. Nothing is lost on the way: the pieces are the file, numbered
//! and placed as their neighbours say; from behind each block the rest reads the same.
#![no_main]

use std::cell::RefCell;
use std::io::Write;
use std::path::{Path, PathBuf};

use libfuzzer_sys::{Corpus, fuzz_target};
use saring::read::blocks::{Block, Body, Cutter};
use saring::read::walk::Walk;
use saring::read::warc::{self, Kind};
use saring::read::{Format, Position, Source, jsonl, text, whole};
use saring::record::Metadata;
use tempfile::TempDir;

/// Names in place of those below, by the next three bits.
const PAGES: [&str; 3] = ["a.html", "a.warc", "a.warc.gz"];
const NAMES: [&str; 8] = ["a.jsonl", "a.txt", "a", "a.jsonl.gz", "a.txt.gz", "a.jsonl.zst", "a.txt.zst", "a.gz"];
/// A file that is to be larger than a block is repeated until it has so many bytes.
const REPEATED: usize = 1 << 20;
/// A line is read as an article among the first so many bytes of a block: what is behind them stood before.
const LINES: usize = 1 << 13;
/// So many blocks are looked at: a small file may unpack to gigabytes.
const BLOCKS: usize = 12;

thread_local! {
    static FOLDER: RefCell<TempDir> = RefCell::new(folder());
}

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some((&[form, size], file)) = bytes.split_first_chunk() else { return Corpus::Reject };
    let name = usize::from(form >> 3 & 7).checked_sub(1).and_then(|page| PAGES.get(page)).unwrap_or(&NAMES[usize::from(form & 7)]);
    let mut file = file.to_vec();
    if form >> 3 & 7 == 7 && size >> 6 == 3 && !file.is_empty() {
        file = file.repeat(REPEATED / file.len() + 1);
    }
    let packed = match form >> 6 {
        1 => pack_gz(&file),
        2 => zstd::encode_all(&*file, 1).expect("memory"),
        _ => file.clone(),
    };
    let max_record = 1 << (size & 31).min(26);
    FOLDER.with_borrow(|folder| {
        let path = folder.path().join(name);
        std::fs::write(&path, packed).expect("room in memory");
        let keys = if size >> 5 & 1 == 1 { dotted() } else { jsonl::Keys::default() };
        read(&path, max_record, &keys);
        std::fs::remove_file(&path).expect("it was there");
    });
    Corpus::Keep
});

fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    tempfile::tempdir_in(if memory.is_dir() { PathBuf::from(memory) } else { std::env::temp_dir() }).expect("a folder")
}

fn pack_gz(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(bytes).expect("a Vec takes everything");
    gz.finish().expect("a Vec takes everything")
}

fn dotted() -> jsonl::Keys {
    jsonl::Keys { text: "body.text".to_owned(), url: "metadata.url".to_owned(), ..jsonl::Keys::default() }
}

fn cutter(path: &Path, max_record: u64) -> Cutter {
    Cutter::new(Walk::new(&[path.into()], None, None).expect("it is there"), max_record, false)
}

/// The next blocks, as far as they are looked at, and whether they are all.
fn blocks(mut cutter: Cutter, most: usize) -> (Vec<Block>, bool) {
    let mut blocks = Vec::new();
    while blocks.len() < most {
        let mut block = Block::default();
        if !cutter.next(&mut block) {
            return (blocks, true);
        }
        blocks.push(block);
    }
    (blocks, false)
}

fn read(path: &Path, max_record: u64, keys: &jsonl::Keys) {
    let (blocks, all) = self::blocks(cutter(path, max_record), BLOCKS);
    let (mut next, mut place) = (1, 0);
    let mut size = None;
    for piece in blocks.iter().flat_map(|block| block.pieces.iter().map(move |piece| (block, piece))) {
        let (block, piece) = piece;
        assert!(size.is_none(), "a piece behind the file's end");
        match &piece.body {
            Body::Unread(Format::Jsonl) => lines(&std::fs::read(path).expect("it is there"), keys),
            Body::Unread(format) => article(*format, &std::fs::read(path).expect("it is there"), &piece.source),
            Body::Whole(format, bytes) => article(*format, &block.data[bytes.clone()], &piece.source),
            Body::Warc { bytes, record, offset, length } => {
                // blank lines part records
                assert!(*record == next && *offset >= place && bytes.len() as u64 <= *length);
                next += 1;
                place = offset + length;
                match warc::record(&block.data[bytes.clone()], *length, max_record) {
                    Ok(Kind::Page(page)) => lines_of(&page.text),
                    Ok(Kind::Other(why)) => assert!(!why.is_empty()),
                    Err(error) => assert!(!error.is_empty()),
                }
            }
            Body::Lines { bytes, record, offset } => {
                assert_eq!((*record, *offset), (next, place));
                let bytes = &block.data[bytes.clone()];
                next += jsonl::lines(bytes).count() as u64;
                place += bytes.len() as u64;
                lines(bytes, keys);
            }
            Body::Fault { record, offset, length, bytes, error } => {
                assert!(!error.is_empty());
                assert!(bytes.as_ref().is_none_or(|bytes| bytes.len() as u64 == *length));
                if *record > 0 {
                    // what begins as a WARC file is read as one, whatever its name; lines of JSON stand side by side
                    let parted = !piece.source.shown.contains(".jsonl");
                    assert!(*record == next && (*offset == place || parted && *offset > place));
                    next += 1;
                    place = offset + length;
                }
            }
        }
        size = piece.end.filter(|end| end.hash.is_some()).map(|end| end.size);
    }
    if let Some(size) = size {
        assert_eq!(size, std::fs::metadata(path).expect("it is there").len());
    }
    for (at, block) in blocks.iter().enumerate().filter(|_| blocks.len() > 1) {
        let mut later = cutter(path, max_record);
        let place = serde_json::to_string(&block.after).expect("a place is written");
        later.go_to(&serde_json::from_str::<Position>(&place).expect("and read")).expect("nothing has changed");
        let (rest, _) = self::blocks(later, blocks.len() - at - 1 + usize::from(all));
        let same = |(a, b): (&Block, &Block)| {
            (a.number, &a.data, &a.after) == (b.number, &b.data, &b.after) && format!("{:?}", a.pieces) == format!("{:?}", b.pieces)
        };
        let wanted = &blocks[at + 1..];
        assert!(
            rest.len() == wanted.len() && rest.iter().zip(wanted).all(same),
            "it goes on otherwise behind block {at}: {:?}, not {:?}",
            shown(&rest),
            shown(wanted)
        );
    }
}

/// Where the pieces of blocks stand.
fn shown(blocks: &[Block]) -> Vec<String> {
    blocks.iter().map(|block| format!("{} {:?} {:?}", block.number, block.pieces, block.after)).collect()
}

/// Lines of JSON: each is an article, or what is wrong is said.
fn lines(bytes: &[u8], keys: &jsonl::Keys) {
    for (_, line) in jsonl::lines(bytes).take_while(|(start, _)| *start < LINES) {
        match text::utf8(line).and_then(|line| jsonl::article(line, keys)) {
            Ok(article) if article.metadata.is_empty() => {}
            Ok(article) => {
                assert!(!article.metadata.contains(['\n', '\r']), "no one line: {}", article.metadata);
                Metadata::from_json(article.metadata.into_owned()).expect("what is left is an object");
            }
            Err(error) => assert!(!error.is_empty()),
        }
    }
}

/// Lines that were taken from a page.
fn lines_of(text: &str) {
    assert!(!text.is_empty() && !text.contains('\0') && text.lines().all(|line| !line.is_empty() && line.trim() == line));
}

fn article(format: Format, bytes: &[u8], source: &Source) {
    match whole(format, bytes, source) {
        Ok(article) if format == Format::Html => lines_of(&article.text),
        Err(error) if format == Format::Html => assert!(!error.is_empty()),
        Ok(article) => assert_eq!(article.text.as_bytes(), bytes),
        Err(error) => assert!(std::str::from_utf8(bytes).is_err() && !error.is_empty()),
    }
}
