//! How a run ends: 0 done, 1 with rejects under `--strict`, 2 where it could not run; quietly on a closed pipe; clean when stopped.

use std::process::{Command as Process, Stdio};

use super::*;

#[test]
fn strict_tells_of_rejects() {
    let dir = folder(&[("a.jsonl", b"{}\n"), ("b.txt", ARTICLES[0].as_bytes())]);
    run(dir.path(), "clean a.jsonl -q", 0);
    run(dir.path(), "clean a.jsonl -q --strict", 1);
    run(dir.path(), "clean b.txt -q --strict", 0);
}

#[test]
fn what_cannot_run_says_why() {
    let dir = folder(&[("a.txt", ARTICLES[0].as_bytes()), ("empty/x.md", b"x"), ("rules/bogus.toml", b"x = 1")]);
    let fails = |args: &str| run(dir.path(), args, 2).1;
    insta::assert_snapshot!(fails("clean nowhere"), @"saring: no such input: nowhere; check the spelling, and quote a pattern so that the shell leaves it alone");
    insta::assert_snapshot!(fails("clean *.csv"), @"saring: no such input: *.csv; check the spelling, and quote a pattern so that the shell leaves it alone");
    insta::assert_snapshot!(fails("clean empty"), @"saring: nothing to clean in empty: folders are searched for .txt, .text, .jsonl, .ndjson, .html, .htm and .warc, also with .gz or .zst; name other files themselves, with --from text or --from jsonl (*.gold.json and *.saring are always left out)");
    insta::assert_snapshot!(fails("clean a.txt --rules no"), @"saring: cannot read the rules in no: no such file or folder; give a folder of .toml packs");
    assert!(fails("clean a.txt --rules rules").contains("rule pack bogus: no stage reads it"));
    assert!(fails("clean a.txt --fields id,txt").starts_with("saring: no field txt: a record has id, text, url"));
    assert!(fails("clean a.txt --fields id,text,id").starts_with("saring: the field id is named twice"));
    insta::assert_snapshot!(fails("clean no/*.txt"), @"saring: no such input: no/*.txt; check the spelling, and quote a pattern so that the shell leaves it alone");
    assert!(fails("clean").contains("INPUT"));
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told() {
    let dir = folder(&[("a.txt", ARTICLES[0].as_bytes())]);
    if Path::new("/dev/full").exists() {
        let (_, err) = run(dir.path(), "clean a.txt -o /dev/full", 2);
        insta::assert_snapshot!(err, @"saring: cannot write /dev/full: no space is left on the device; free space, mend its permissions or write elsewhere");
        run(dir.path(), "clean a.txt -q -o /dev/null", 0);
        run(dir.path(), "clean a.txt -q --manifest /dev/null --rejects /dev/null --force", 0);
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}

#[cfg(unix)]
#[test]
fn nobody_need_listen_to_standard_error() {
    let dir = folder(&[("a.txt", ARTICLES[0].as_bytes())]);
    for (args, code) in [("clean a.txt", 0), ("clean nowhere", 2)] {
        let mut child = Process::new(assert_cmd::cargo::cargo_bin!("saring"))
            .args(args.split(' '))
            .current_dir(dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stderr.take());
        assert_eq!(child.wait().unwrap().code(), Some(code), "{args}");
    }
}

#[test]
fn a_closed_pipe_is_quiet() {
    let lines = jsonl(&vec![ARTICLES[0]; 600]);
    let dir = folder(&[("a.jsonl", lines.as_bytes())]);
    let mut child = Process::new(assert_cmd::cargo::cargo_bin!("saring"))
        .args(["clean", "a.jsonl"])
        .current_dir(dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing_half_written() {
    let dir = folder(&[("in/a.txt", ARTICLES[0].as_bytes())]);
    let mut child = Process::new(assert_cmd::cargo::cargo_bin!("saring"))
        .args(["clean", "in", "-", "-o", "out.jsonl"])
        .current_dir(dir.path())
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let unfinished = || fs::read_dir(dir.path()).unwrap().filter(|e| e.as_ref().unwrap().file_name() != "in").count();
    while unfinished() < 2 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    // its input stays open: it would wait for ever
    let stopped = Process::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(stopped.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(unfinished(), 0);
}

#[test]
fn a_program_may_read_what_is_said() {
    let dir = folder(&[("a.jsonl", (jsonl(&ARTICLES) + "{\n").as_bytes())]);
    let events = |args: &str, status: i32| records(&run(dir.path(), &format!("{args} --log-format json"), status).1);
    let said = events("clean a.jsonl --stats", 0);
    assert_eq!((&said[0]["event"], &said[0]["record"]), (&"reject".into(), &4.into()));
    assert_eq!((&said[1]["event"], &said[1]["counts"]["articles"]), (&"done".into(), &3.into()));
    let parts: Vec<_> = said[1]["stats"]["parts"].as_array().unwrap().iter().map(|part| part["name"].as_str().unwrap()).collect();
    insta::assert_snapshot!(parts.join(" "), @"read parse normalise boilerplate duplicates repair language quotes officials defects record write pack store");
    assert_eq!(events("clean nowhere", 2)[0]["event"], "error");
}

#[test]
fn time_is_told_by_stage() {
    let dir = folder(&[("a.jsonl", jsonl(&ARTICLES).as_bytes())]);
    let (_, err) = run(dir.path(), "clean a.jsonl --stats -t 1", 0);
    assert!(err.contains("  officials ") && err.contains("  1 thread, idle "), "{err}");
    let (out, _) = run(dir.path(), "bench --seconds 0.01 -t 2", 0);
    assert!(out.starts_with("stage            MB/s    share\nparse ") && out.contains("\n2 threads "), "{out}");
}

#[test]
fn help_shows_examples() {
    let (out, _) = run(Path::new("."), "clean --help", 0);
    assert!(out.contains("saring clean articles/ -o clean.jsonl"));
}
