"""Whether a folder of Parquet holds the records of a JSONL file: `compare.py expected.jsonl folder/`. Ends with status 1 where it does not.

Value by value, whole numbers and others apart, sorted by `id`, without `origin`.
"""

from __future__ import annotations

import hashlib
import json
import pathlib
import sys
from collections.abc import Iterator
from typing import Any

import pyarrow.parquet as pq
from conftest import plain


def fingerprint(record: dict[str, Any]) -> tuple[str, str]:
    """A record's id, and a hash of all its values."""
    row = plain(record)
    return row["id"], hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()


def of_json(path: pathlib.Path) -> Iterator[tuple[str, str]]:
    """The records of a JSONL file."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield fingerprint(json.loads(line))


def of_parquet(folder: pathlib.Path) -> Iterator[tuple[str, str]]:
    """The records of a folder of Parquet."""
    for path in folder.glob("*.parquet"):
        for batch in pq.ParquetFile(path).iter_batches(256):
            for row in batch.to_pylist():
                yield fingerprint(row)


def main() -> int:
    """Compares; gives the exit status."""
    expected = sorted(of_json(pathlib.Path(sys.argv[1])))
    found = sorted(of_parquet(pathlib.Path(sys.argv[2])))
    if expected == found:
        print(f"{len(found)} records, all equal")
        return 0
    missing, more = set(expected) - set(found), set(found) - set(expected)
    print(f"{len(expected)} records expected, {len(found)} found; {len(missing)} missing or other, {len(more)} too many: {sorted(missing)[:3]}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
