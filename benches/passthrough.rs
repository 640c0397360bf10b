//! The floor under everything: reads JSON Lines, makes values of every field and writes the same records to a file, in one thread.
//!
//!     cargo run --release --example passthrough -- corpus/jsonl/*.jsonl -o out.jsonl
//!
//! It is an example and no bench so that it is a process of its own with a path that does not change: `benches/run` starts it in turn with
//! `saring clean` and reads the same processor time of both from the system. Like saring it asks `mimalloc` for memory, reads a
//! megabyte at a time and checks UTF-8. It refuses keys that the made corpus does not have, as what passes by unread would cost nothing.
//!
//! Of three crates in its place, over 207 MB, sonic-rs 0.5 took 0.25 s of processor, simd-json 0.19 0.29 s and serde_json 1.0 0.37 s, of
//! which 0.10, 0.10 and 0.24 s were theirs and the rest the system's (medians of seven runs in turn, AMD EPYC; `target-cpu=native` gains
//! nothing).

#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};

use serde::{Deserialize, Serialize};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const BLOCK: usize = 1 << 20;

/// An input record as `tools/make_corpus.py` writes it.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Record<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    url: Cow<'a, str>,
    #[serde(borrow)]
    text: Cow<'a, str>,
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [inputs @ .., dash, output] = arguments.as_slice() else { return Err(usage()) };
    if dash != "-o" || inputs.is_empty() {
        return Err(usage());
    }
    let (mut file, mut out, mut line, mut records) = (File::create(output)?, Vec::with_capacity(2 * BLOCK), Vec::new(), 0_u64);
    for input in inputs {
        let mut lines = BufReader::with_capacity(BLOCK, File::open(input)?);
        while lines.read_until(b'\n', &mut line)? > 0 {
            let record: Record = sonic_rs::from_slice(&line).map_err(io::Error::other)?;
            sonic_rs::to_writer(&mut out, &record).map_err(io::Error::other)?;
            out.push(b'\n');
            records += 1;
            line.clear();
            if out.len() >= BLOCK {
                file.write_all(&out)?;
                out.clear();
            }
        }
    }
    file.write_all(&out)?;
    eprintln!("{records} records");
    Ok(())
}

fn usage() -> io::Error {
    io::Error::other("usage: passthrough INPUT.jsonl... -o OUTPUT.jsonl")
}
