//! A run that fell is gone on with, and what comes out is what an undisturbed run gives.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Command as Process, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::shards::large;
use super::*;

/// Every file below `dir` but the inputs.
fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path == dir.join("in") {
            } else if path.is_dir() {
                folders.push(path);
            } else {
                all.insert(path.strip_prefix(dir).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    all
}

/// Inputs of all kinds, with rejects among them.
fn inputs() -> TempDir {
    let lines = large(900) + "{\n";
    let packed = large(300);
    let dir = folder(&[("in/b.jsonl", lines.as_bytes()), ("in/c/d.jsonl.gz", &gz(packed.as_bytes())), ("in/c/e.txt", b"\n")]);
    for at in 0..1500 {
        let path = dir.path().join(format!("in/t/{:02}/{at}.txt", at % 7));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("Air surut di Dusun {at}.\n")).unwrap();
    }
    dir
}

const LAYOUTS: [&str; 3] = ["-o out.jsonl.zst", "--out-dir out", "--out-dir out --shard-size 1500k --shard-format jsonl"];

/// Begins a run, or goes on with it, with a checkpoint after every block.
fn spawn(dir: &Path, layout: &str) -> Child {
    spawn_noting(dir, layout, "0")
}

/// The same, with a checkpoint every so many seconds, so that more was written than it tells of.
fn spawn_noting(dir: &Path, layout: &str, every: &str) -> Child {
    Process::new(assert_cmd::cargo::cargo_bin!("saring"))
        .args(format!("clean in {layout} -q --resume --checkpoint {every}").split(' '))
        .current_dir(dir)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn finish(dir: &Path, layout: &str) {
    let output = spawn(dir, layout).wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Where the checkpoint stands: blocks that are done.
fn blocks(dir: &Path) -> u64 {
    ["out.jsonl.zst.saring", "out.saring"]
        .iter()
        .find_map(|side| fs::read(dir.join(side).join("checkpoint.json")).ok())
        .map_or(0, |text| serde_json::from_slice::<Value>(&text).map_or(0, |checkpoint| checkpoint["position"]["blocks"].as_u64().unwrap()))
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n.max(1)
    }
}

/// `SARING_KILLS=50` kills more often, `SARING_SEED` at other moments.
#[test]
fn killed_at_any_moment() {
    let number = |name: &str, or: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(or);
    let kills = number("SARING_KILLS", 5);
    let mut dice = Dice(number("SARING_SEED", 20_251_124));
    let inputs = inputs();
    let copy = |layout: &str| {
        let dir = tempfile::tempdir().unwrap();
        let linked = Process::new("cp").args(["-rp", &inputs.path().join("in").to_string_lossy(), "in"]).current_dir(dir.path()).status();
        assert!(linked.unwrap().success(), "{layout}");
        dir
    };
    let mut whole = BTreeMap::new();
    let (mut killed, mut gone_on, mut round) = (0, 0, 0);
    while killed < kills {
        let layout = LAYOUTS[round % LAYOUTS.len()];
        round += 1;
        let (expected, took) = whole.entry(layout).or_insert_with(|| {
            let dir = copy(layout);
            let begin = Instant::now();
            finish(dir.path(), layout);
            (files(dir.path()), begin.elapsed())
        });
        let dir = copy(layout);
        for _ in 0..3 {
            let mut child = spawn_noting(dir.path(), layout, ["0", "0.1", "0.3"][killed as usize % 3]);
            let before = blocks(dir.path());
            gone_on += usize::from(before > 0);
            // three times of four somewhere in the work, else anywhere
            while !dice.0.is_multiple_of(4) && blocks(dir.path()) == before && child.try_wait().unwrap().is_none() {
                sleep(Duration::from_millis(2));
            }
            sleep(Duration::from_micros(dice.below(took.as_micros() as u64 / 4)));
            if child.try_wait().unwrap().is_some() {
                break;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            killed += 1;
            let named = |(path, bytes): (PathBuf, Vec<u8>)| {
                let hidden = path.file_name().unwrap().to_string_lossy().starts_with(".saring-");
                assert!(hidden || path.ends_with("checkpoint.json") || expected.get(&path) == Some(&bytes), "{}", path.display());
            };
            files(dir.path()).into_iter().for_each(named);
        }
        finish(dir.path(), layout);
        let found = files(dir.path());
        assert!(found.keys().eq(expected.keys()), "{layout}: {:?}", found.keys());
        assert!(found == *expected, "{layout}: not the bytes of an undisturbed run");
        // nothing is left to do, and nothing is done
        finish(dir.path(), layout);
        assert!(files(dir.path()) == *expected);
    }
    assert!(gone_on > 0);
}

/// A run that fell with its second block: an interrupt would do as well.
fn fallen() -> TempDir {
    let dir = inputs();
    let mut child = spawn(dir.path(), LAYOUTS[0]);
    while blocks(dir.path()) < 2 {
        assert!(child.try_wait().unwrap().is_none());
        sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    dir
}

/// A run fell behind its last checkpoint and had named a file; the next began that file again and fell in the midst of it.
#[test]
fn a_file_that_was_named_and_begun_again() {
    let whole = inputs();
    finish(whole.path(), LAYOUTS[1]);
    let expected = files(whole.path());
    let dir = inputs();
    let named = Path::new("out/b.jsonl");
    let mut child = spawn(dir.path(), LAYOUTS[1]);
    let open = |text: String| text.contains("out/b.jsonl");
    while !fs::read_to_string(dir.path().join("out.saring/checkpoint.json")).is_ok_and(open) {
        assert!(child.try_wait().unwrap().is_none());
        sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(dir.path().join("out/.saring-b.jsonl.part").exists());
    fs::write(dir.path().join(named), &expected[named]).unwrap();
    finish(dir.path(), LAYOUTS[1]);
    assert!(files(dir.path()) == expected);
}

#[test]
fn what_has_changed_is_refused() {
    let dir = fallen();
    let dir = dir.path();
    let refused = |args: &str| run(dir, format!("clean in -o out.jsonl.zst {args}").trim_end(), 2).1;
    insta::assert_snapshot!(refused(""), @"saring: an earlier run wrote a part of out.jsonl.zst: go on with it by --resume, or begin anew with --force");
    insta::assert_snapshot!(refused("--resume --max-record 1MB"), @"saring: cannot go on with the earlier run: the option max_record was 67108864 and is 1048576; begin anew with --force");
    insta::assert_snapshot!(refused("--resume --fields id,text"), @r#"saring: cannot go on with the earlier run: the option fields was [] and is ["id","text"]; begin anew with --force"#);
    fs::create_dir(dir.join("rules")).unwrap();
    let rule = "[[rule]]\nid = \"reduplication.hyphen\"\nspares = [\"Air pasang.\"]\n";
    fs::write(dir.join("rules/defects.toml"), rule).unwrap();
    let err = refused("--resume --rules rules");
    assert!(err.contains("the rule packs are not those of before (their hash was "), "{err}");
    let checkpoint = dir.join("out.jsonl.zst.saring/checkpoint.json");
    let text = fs::read_to_string(&checkpoint).unwrap();
    fs::write(&checkpoint, text.replace(concat!("\"version\":\"", env!("CARGO_PKG_VERSION")), "\"version\":\"0.0.1")).unwrap();
    assert!(refused("--resume").contains("the program was 0.0.1 and is "));
    fs::write(&checkpoint, "{").unwrap();
    assert!(refused("--resume").contains("checkpoint.json cannot be read"));
    fs::write(&checkpoint, text).unwrap();
    let file = dir.join("in/b.jsonl");
    let lines = fs::read_to_string(&file).unwrap();
    let time = fs::metadata(&file).unwrap().modified().unwrap();
    let write = |lines: &str, time| {
        fs::write(&file, lines).unwrap();
        fs::File::options().append(true).open(&file).unwrap().set_modified(time).unwrap();
    };
    write(&(lines.clone() + "\n"), time);
    insta::assert_snapshot!(refused("--resume"), @"saring: cannot go on with the earlier run: in/b.jsonl was added, taken away, renamed or changed since (by its path, size or time of change); begin anew with --force");
    write(&lines.replacen("padi", "pada", 1), time);
    insta::assert_snapshot!(refused("--resume"), @"saring: cannot go on with the earlier run: in/b.jsonl: what was read of it is not what it was; begin anew with --force");
    write(&lines, time);
    fs::write(dir.join("in/a.txt"), ARTICLES[0]).unwrap();
    assert!(refused("--resume").contains("in/a.txt was added, taken away"));
    fs::remove_file(dir.join("in/a.txt")).unwrap();
    let partial = dir.join(".saring-out.jsonl.zst.part");
    let bytes = fs::read(&partial).unwrap();
    fs::write(&partial, &bytes[..10]).unwrap();
    assert!(refused("--resume").contains("out.jsonl.zst: what was written of it is shorter than it was"));
    fs::write(&partial, bytes).unwrap();
    finish(dir, LAYOUTS[0]);
    assert!(!checkpoint.exists() && !partial.exists());
    insta::assert_snapshot!(run(dir, "clean in -o out.jsonl.zst --resume", 0).1, @"saring: the earlier run had come to its end: nothing was left to do");
    fs::write(dir.join("in/zz.txt"), ARTICLES[0]).unwrap();
    assert!(refused("--resume").contains("out.jsonl.zst exists already"));
    insta::assert_snapshot!(run(dir, "clean in --resume", 2).1, @"saring: --resume goes on with a file or folder: write into one with -o or --out-dir");
}

#[test]
fn an_earlier_run_gives_way_to_force() {
    let dir = fallen();
    run(dir.path(), "clean in -o out.jsonl.zst -q --force", 0);
    let forced = files(dir.path());
    finish(dir.path(), LAYOUTS[0]);
    assert!(forced == files(dir.path()));
    assert_eq!(forced.len(), 3, "{:?}", forced.keys());
}

/// Runs a shell's line in `dir`, with the program as `$0`: its status and standard error.
#[cfg(unix)]
fn shell(dir: &Path, line: &str) -> (Option<i32>, String) {
    let program = assert_cmd::cargo::cargo_bin!("saring");
    let output = Process::new("sh").args(["-c", line]).arg(program).current_dir(dir).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow() {
    let dir = inputs();
    let dir = dir.path();
    run(dir, "clean in -o whole.jsonl -q", 0);
    // where the shell cannot, nothing is proved
    let limit = "trap '' XFSZ; ulimit -f 6000 && exec \"$0\" clean in -o out.jsonl -q";
    let (code, err) = shell(dir, &format!("{limit} --checkpoint 0"));
    insta::assert_snapshot!(err, @"saring: cannot write out.jsonl: file too large; free space, mend its permissions or write elsewhere; what was done until then is kept: run it again with --resume");
    assert_eq!(code, Some(2));
    assert!(!dir.join("out.jsonl").exists());
    run(dir, "clean in -o out.jsonl -q --resume", 0);
    assert!(fs::read(dir.join("out.jsonl")).unwrap() == fs::read(dir.join("whole.jsonl")).unwrap());
    // before the first checkpoint there is nothing to go on with, and nothing stays
    fs::remove_file(dir.join("out.jsonl")).unwrap();
    fs::remove_dir_all(dir.join("out.jsonl.saring")).unwrap();
    let (code, err) = shell(dir, &format!("{limit} --checkpoint 600"));
    insta::assert_snapshot!(err, @"saring: cannot write out.jsonl: file too large; free space, mend its permissions or write elsewhere");
    assert_eq!((code, files(dir).len()), (Some(2), 3), "{:?}", files(dir).keys());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_one_that_is_read_only() {
    let dir = inputs();
    let dir = dir.path();
    fs::create_dir(dir.join("disk")).unwrap();
    let mounted = |line: &str, options: &str| {
        shell(dir, &format!("unshare -rm sh -c 'mount -t tmpfs -o {options} none disk && \"$0\" {line}' \"$0\" || exit $?"))
    };
    if shell(dir, "unshare -rm mount -t tmpfs none disk").0 != Some(0) {
        return;
    }
    let (code, err) = mounted("clean in -o disk/out.jsonl -q --checkpoint 0; s=$?; ls -A disk; exit $s", "size=3m");
    insta::assert_snapshot!(err, @"saring: cannot write disk/out.jsonl: no space is left on the device; free space, mend its permissions or write elsewhere; what was done until then is kept: run it again with --resume");
    assert_eq!(code, Some(2));
    let again =
        "clean in -o disk/out.jsonl -q --checkpoint 0; mount -o remount,size=90m disk; \"$0\" clean in -o disk/out.jsonl -q --resume";
    let (code, _) = mounted(&format!("{again}; cp disk/out.jsonl out.jsonl"), "size=3m");
    assert_eq!(code, Some(0));
    run(dir, "clean in -o whole.jsonl -q", 0);
    assert!(fs::read(dir.join("out.jsonl")).unwrap() == fs::read(dir.join("whole.jsonl")).unwrap());
    let (code, err) = mounted("clean in -o disk/out.jsonl", "ro");
    insta::assert_snapshot!(err, @"saring: cannot write disk/out.jsonl: read-only filesystem or storage medium; free space, mend its permissions or write elsewhere");
    assert_eq!(code, Some(2));
}

#[test]
fn an_input_that_vanishes() {
    let dir = folder(&[("b.txt", ARTICLES[0].as_bytes()), ("c.txt", ARTICLES[1].as_bytes())]);
    let dir = dir.path();
    let mut child = Process::new(assert_cmd::cargo::cargo_bin!("saring"))
        .args(["clean", "-", "b.txt", "c.txt", "-o", "out.jsonl", "-q", "--strict"])
        .current_dir(dir)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    while !dir.join(".saring-out.jsonl.part").exists() {
        sleep(Duration::from_millis(2));
    }
    fs::remove_file(dir.join("b.txt")).unwrap();
    child.stdin.take().unwrap().write_all(ARTICLES[2].as_bytes()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let rejects = records(&fs::read_to_string(dir.join("out.jsonl.saring/rejects.jsonl")).unwrap());
    assert_eq!((rejects.len(), &rejects[0]["path"]), (1, &Value::from("b.txt")));
    insta::assert_snapshot!(rejects[0]["error"].as_str().unwrap(), @"cannot open the file: no such file or folder; see that it is there and may be read");
    assert_eq!(records(&fs::read_to_string(dir.join("out.jsonl")).unwrap()).len(), 2);
}

#[test]
fn two_runs_do_not_write_one_output() {
    let dir = folder(&[("b.txt", ARTICLES[0].as_bytes())]);
    let dir = dir.path();
    let mut child = Process::new(assert_cmd::cargo::cargo_bin!("saring"))
        .args(["clean", "-", "-o", "out.jsonl", "-q"])
        .current_dir(dir)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    while !dir.join("out.jsonl.saring").exists() {
        sleep(Duration::from_millis(2));
    }
    sleep(Duration::from_millis(100));
    let (_, err) = run(dir, "clean b.txt -o out.jsonl --force", 2);
    insta::assert_snapshot!(err, @"saring: another run is writing out.jsonl: wait for it, or write elsewhere");
    child.stdin.take().unwrap().write_all(ARTICLES[2].as_bytes()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
