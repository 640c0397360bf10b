"""dolma's own mixer over what `saring clean --attributes` writes."""

from __future__ import annotations

import gzip
import importlib.util
import json
import pathlib
import sysconfig
from typing import Any

import pytest
from conftest import Rows, command


def mixer() -> Any:
    """The compiled part of dolma, without what the rest of it needs."""
    folder = pathlib.Path(sysconfig.get_paths()["platlib"]) / "dolma"
    found = sorted(folder.glob("dolma.*.so"))
    if not found:
        pytest.skip("dolma is not installed")
    spec = importlib.util.spec_from_file_location("dolma", found[0])
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(path: pathlib.Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def test_the_mixer_applies_the_removals(jsonl: pathlib.Path, output: pathlib.Path, articles: Rows, tmp_path: pathlib.Path) -> None:
    corpus = tmp_path / "corpus"
    command("clean", jsonl, "--attributes", corpus, "--quiet")
    [documents], [attributes] = (sorted((corpus / name).rglob("*.gz")) for name in ("documents", "attributes/saring"))
    assert documents.relative_to(corpus / "documents") == attributes.relative_to(corpus / "attributes" / "saring")
    before, spans = rows(documents), rows(attributes)
    assert [row["text"] for row in before] == [row["text"] for row in articles]
    assert [row["id"] for row in before] == [row["id"] for row in spans]

    (tmp_path / "work").mkdir()
    stream = {
        "name": "clean",
        "documents": [str(corpus / "documents" / "*.gz")],
        "attributes": ["saring"],
        "span_replacement": [{"span": "$.attributes.saring__removed", "min_score": 0.0, "replacement": "", "syntax": "jsonpath"}],
        "output": {"path": str(tmp_path / "mixed"), "max_size_in_bytes": 10**9},
        "compression": {"input": None, "output": None},
    }
    work = {"input": str(tmp_path / "work" / "in"), "output": str(tmp_path / "work" / "out")}
    mixer().mixer_entrypoint(json.dumps({"streams": [stream], "work_dir": work, "processes": 1, "shuffle": False}))
    mixed = {row["id"]: row["text"] for path in (tmp_path / "mixed").rglob("*.gz") for row in rows(path)}

    records = {record["id"]: record for record in map(json.loads, output.read_text(encoding="utf-8").split("\n")[:-1])}
    for row in articles:
        gone = {line["line"] for line in records[row["id"]]["removed"]}
        kept = [line for number, line in enumerate(row["text"].split("\n"), 1) if number not in gone]
        assert mixed[row["id"]].rstrip("\n") == "\n".join(kept).rstrip("\n")
