"""What calling saring from Python costs: `python bench.py ARTICLES.jsonl [THREADS]`, best of five.

The command line reads and writes JSON Lines; `clean_batch` takes and gives Arrow. Both count bytes of JSON Lines that went in.
"""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pyarrow as pa

import saring


def best(work: Callable[[], Any], rounds: int = 5) -> float:
    """Seconds of the quickest round."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Measures and prints a table."""
    path, threads = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2
    size = path.stat().st_size
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    table = pa.Table.from_pylist(rows)
    texts = [row["text"] for row in rows]
    saring.clean("")

    empty = best(lambda: [saring.clean("") for _ in range(10_000)]) / 10_000
    named = best(lambda: [saring.clean("", id="a", url="https://bao.example/a") for _ in range(10_000)]) / 10_000
    some = texts[:2000]
    batch = pa.table({"text": some})
    apart = best(lambda: [saring.clean(text) for text in some]) / len(some)
    together = best(lambda: saring.clean_batch(batch, threads=1)) / len(some)
    print(f"clean: {empty * 1e6:.1f} µs a call on an empty text, {named * 1e6:.1f} µs with two fields; "
          f"on an article {apart * 1e6:.0f} µs, in a batch {together * 1e6:.0f} µs")

    program = str(pathlib.Path(sys.executable).with_name("saring"))
    command = [program, "clean", str(path), "--threads", str(threads), "--quiet", "-o", "/dev/null"]
    for name, work in [
        ("command line", lambda: subprocess.run(command, check=True)),
        ("clean_batch", lambda: saring.clean_batch(table, threads=threads)),
        ("clean_many", lambda: [None for _ in saring.clean_many(rows, threads=threads)]),
    ]:
        seconds = best(work)
        print(f"{name} on {threads} threads: {size / seconds / 1e6:.1f} MB/s")


if __name__ == "__main__":
    main()
