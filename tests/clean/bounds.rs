//! What a run does not take: each bound, and what is said at it.

use std::process::{Command as Process, Stdio};

use super::*;

/// The errors of a run's rejects.
fn errors(dir: &Path, args: &str) -> Vec<String> {
    run(dir, &format!("clean {args} -q --rejects rejects.jsonl --force"), 0);
    let rejects = records(&fs::read_to_string(dir.join("rejects.jsonl")).unwrap());
    rejects.iter().map(|r| format!("{}, {}: {}", r["path"].as_str().unwrap(), r["record"], r["error"].as_str().unwrap())).collect()
}

#[test]
fn a_record_over_the_limit() {
    let line = format!("{{\"text\": \"{}\"}}\n", "Air surut. ".repeat(300_000));
    let lines = format!("{line}{}{line}", jsonl(&ARTICLES[..1]));
    let dir = folder(&[("a.jsonl", lines.as_bytes()), ("b.txt.gz", &gz(line.as_bytes()))]);
    insta::assert_debug_snapshot!(errors(dir.path(), "a.jsonl b.txt.gz --max-record 1MB"), @r#"
    [
        "a.jsonl, 1: too large: the record has more than 1048576 bytes; raise --max-record or split it",
        "a.jsonl, 3: too large: the record has more than 1048576 bytes; raise --max-record or split it",
        "b.txt.gz, 1: too large: the record has more than 1048576 bytes; raise --max-record or split it",
    ]
    "#);
}

#[test]
fn a_window_of_two_gigabytes() {
    // a frame's head that asks for it, and one last block of the bytes as they are
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0x00, 21 << 3];
    let text = ARTICLES[0].as_bytes();
    frame.extend_from_slice(&((text.len() as u32) << 3 | 1).to_le_bytes()[..3]);
    frame.extend_from_slice(text);
    let dir = folder(&[("a.txt.zst", &frame)]);
    insta::assert_debug_snapshot!(errors(dir.path(), "a.txt.zst"), @r#"
    [
        "a.txt.zst, 1: the zstd window is larger than 128 MB: pack it again without --long or --ultra",
    ]
    "#);
    frame[5] = 10 << 3;
    fs::write(dir.path().join("a.txt.zst"), frame).unwrap();
    assert!(errors(dir.path(), "a.txt.zst").is_empty());
}

#[test]
fn a_bomb_of_gzip() {
    // 64 MB that were 60 kB, as a text and as one line
    let bomb = gz(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < 1 << 20);
    let dir = folder(&[("a.txt.gz", &bomb), ("b.jsonl.gz", &bomb)]);
    let begin = std::time::Instant::now();
    insta::assert_debug_snapshot!(errors(dir.path(), "a.txt.gz b.jsonl.gz --max-record 1MB"), @r#"
    [
        "a.txt.gz, 1: too large: the record has more than 1048576 bytes; raise --max-record or split it",
        "b.jsonl.gz, 1: too large: the record has more than 1048576 bytes; raise --max-record or split it",
    ]
    "#);
    assert!(begin.elapsed().as_secs() < 120);
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_utf8() {
    use std::os::unix::ffi::OsStrExt;
    let dir = folder(&[]);
    let name = std::ffi::OsStr::from_bytes(b"in/a\xff");
    if fs::create_dir_all(dir.path().join(name)).is_err() {
        return; // some file systems have none
    }
    fs::write(dir.path().join(name).join("b.txt"), ARTICLES[0]).unwrap();
    fs::write(dir.path().join(name).join("c.txt"), b"\xff").unwrap();
    insta::assert_debug_snapshot!(errors(dir.path(), "in --out-dir out"), @r#"
    [
        "in/a%FF/c.txt, 1: invalid utf-8 from byte 0 on; convert it with iconv",
    ]
    "#);
    let out = fs::read_to_string(dir.path().join(std::ffi::OsStr::from_bytes(b"out/a\xff/texts.jsonl"))).unwrap();
    assert_eq!((&records(&out)[0]["id"], &records(&out)[0]["origin"]["path"]), (&"a%FF/b".into(), &"in/a%FF/b.txt".into()));
}

#[test]
fn memory_that_cannot_hold_a_record() {
    let dir = folder(&[("a.txt", ARTICLES[0].as_bytes())]);
    let (_, err) = run(dir.path(), "clean a.txt --memory 100MB --max-record 1MB", 2);
    insta::assert_snapshot!(err, @"saring: --memory 100MB is too little: a record of 1 MB may need 104MB; raise it to that or lower --max-record");
    let (_, err) = run(dir.path(), "clean a.txt --memory 1GB", 2);
    insta::assert_snapshot!(err, @"saring: --memory 1024MB is too little: a record of 64 MB may need 22496MB; raise it to that or lower --max-record");
    run(dir.path(), "clean a.txt -q --memory 200MB --max-record 2MB", 0);
}

/// Feeds `gigabytes`-long streams through a pipe and holds the memory to its bound; returns the most that was seen, in MB.
#[cfg(target_os = "linux")]
fn peak(args: &str, feed: impl FnOnce(&mut dyn Write) + Send) -> (u64, String) {
    let mut child = Process::new(assert_cmd::cargo::cargo_bin!("saring"))
        .args(args.split(' '))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    std::thread::scope(|scope| {
        let feeding = scope.spawn(move || feed(&mut pipe));
        let mut look = || {
            let text = fs::read_to_string(&status).unwrap_or_default();
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            most = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(most);
        };
        while child.try_wait().unwrap().is_none() {
            look();
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        feeding.join().unwrap();
    });
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    (most / 1024, String::from_utf8(output.stderr).unwrap())
}

/// A line of 500 MB and a record of 1 GB need no memory of their size. `SARING_FULL=1` sends all of it, else a tenth.
#[cfg(target_os = "linux")]
#[test]
fn a_line_that_does_not_end() {
    let full = std::env::var("SARING_FULL").is_ok();
    for megabytes in if full { [500, 1000] } else { [50, 100] } {
        let feed = move |pipe: &mut dyn Write| {
            pipe.write_all(b"{\"text\": \"").unwrap();
            let chunk = "Air surut. ".repeat(100_000);
            (0..megabytes).for_each(|_| pipe.write_all(chunk.as_bytes()).unwrap());
            pipe.write_all(b"\"}\n{\"text\": \"Air surut di Dusun Ba.\"}\n").unwrap();
        };
        let (most, err) = peak("clean - --from jsonl -q -t 2 --max-record 2MB --memory 300MB", feed);
        insta::allow_duplicates! {
            insta::assert_snapshot!(err, @"saring: -, record 1: too large: the record has more than 2097152 bytes; raise --max-record or split it");
        }
        assert!(most < 300, "{megabytes} MB took {most} MB");
    }
}
