"""What calling saring from Python costs: `python bench.py ARTICLES.jsonl [THREADS]`, the best of five rounds, taken in turn.

The command line reads and writes JSON Lines; `clean_batch` takes and gives Arrow. MB are those of the JSON Lines that went in; beside them by
the wall clock those by CPU seconds, which other work on the machine disturbs less.
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pyarrow as pa

import saring

Work = Callable[[], Any]


def cpu() -> float:
    """CPU seconds of this process and its children."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def best(works: dict[str, Work], rounds: int = 5) -> dict[str, tuple[float, float]]:
    """Seconds by the wall clock and of CPU, of the quickest round of each."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            wall, busy = time.perf_counter(), cpu()
            work()
            found[name].append((time.perf_counter() - wall, cpu() - busy))
    return {name: (min(wall for wall, _ in times), min(busy for _, busy in times)) for name, times in found.items()}


def main() -> None:
    """Measures and prints two tables."""
    path, threads = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2
    megabytes = path.stat().st_size / 1e6
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    table = pa.Table.from_pylist(rows)
    texts = [row["text"] for row in rows[:1000]]
    batch = pa.table({"text": texts})
    saring.clean("")

    calls = best(
        {
            "clean of nothing": lambda: [saring.clean("") for _ in range(20_000)],
            "clean of nothing, two fields": lambda: [saring.clean("", id="a", url="https://bao.example/a") for _ in range(20_000)],
            "clean of an article": lambda: [saring.clean(text) for text in texts],
            "the same in a batch": lambda: saring.clean_batch(batch, threads=1),
        }
    )
    for name, (_, busy) in calls.items():
        print(f"{name:<30} {busy / (20_000 if 'nothing' in name else len(texts)) * 1e6:8.1f} µs of CPU each")

    program = str(pathlib.Path(sys.executable).with_name("saring"))
    command = [program, "clean", str(path), "--threads", str(threads), "--quiet", "-o", "/dev/null"]
    ways = best(
        {
            "command line": lambda: subprocess.run(command, check=True),
            "clean_batch": lambda: saring.clean_batch(table, threads=threads),
            "clean_many": lambda: [None for _ in saring.clean_many(rows, threads=threads)],
        }
    )
    for name, (wall, busy) in ways.items():
        print(f"{name:<14} on {threads} threads: {megabytes / wall:5.1f} MB/s, {megabytes / busy:5.1f} MB per CPU second")


if __name__ == "__main__":
    main()
