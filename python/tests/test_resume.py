"""A run into Parquet that fell is gone on with, and its bytes are those of one that did not."""

from __future__ import annotations

import json
import pathlib
import random
import signal
import subprocess
import sys
import time

import pyarrow.parquet as pq
from conftest import command


def blocks(folder: pathlib.Path) -> int:
    """How many blocks the last checkpoint of the run into `out.parquet` holds; 0 where there is none."""
    try:
        return int(json.loads((folder / "out.parquet.saring" / "checkpoint.json").read_text())["position"]["blocks"])
    except FileNotFoundError:
        return 0


def test_a_killed_run_goes_on(tmp_path: pathlib.Path) -> None:
    lines = [f"Warga dusun nomor {n} menunggu air surut." for n in range(200)]
    rows = (json.dumps({"id": str(n), "text": "\n".join(random.Random(n).sample(lines, 100))}) for n in range(4000))
    (tmp_path / "in.jsonl").write_text("\n".join(rows), encoding="utf-8")
    command("clean", tmp_path / "in.jsonl", "-o", tmp_path / "whole.parquet", "--quiet")
    program = [str(pathlib.Path(sys.executable).with_name("saring")), "clean", str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "out.parquet")]
    again = [*program, "--checkpoint", "0", "--resume", "--quiet"]
    kills = 0
    for _ in range(3):
        before = blocks(tmp_path)
        child = subprocess.Popen(again)
        while child.poll() is None and blocks(tmp_path) == before:  # as fast as the machine is
            time.sleep(0.001)
        child.send_signal(signal.SIGKILL)
        kills += child.wait() == -signal.SIGKILL
    subprocess.run(again, check=True)
    assert kills == 3
    assert (tmp_path / "out.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    assert pq.read_table(tmp_path / "out.parquet", columns=["id"])["id"].to_pylist() == [str(n) for n in range(4000)]
