"""The datatrove step among datatrove's own."""

from __future__ import annotations

import gzip
import json
import pathlib
from typing import Any

import pytest

pytest.importorskip("datatrove")

from datatrove.data import Document  # noqa: E402
from datatrove.executor import LocalPipelineExecutor  # noqa: E402
from datatrove.pipeline.dedup import (  # noqa: E402
    ExactDedupConfig,
    ExactDedupFilter,
    ExactDedupSignature,
    ExactFindDedups,
)
from datatrove.pipeline.readers import JsonlReader  # noqa: E402
from datatrove.pipeline.writers import JsonlWriter  # noqa: E402

import saring  # noqa: E402
from saring.datatrove import SaringCleaner  # noqa: E402

TEXTS = ["Air surut.\n[iklan_2]", "[iklan_2]\nAir surut.", "[iklan_2]", "Warga kembali."]


def content(document: Document) -> bytes:
    text: str = document.text
    return text.encode()


def lines(folder: pathlib.Path) -> list[dict[str, Any]]:
    rows = [json.loads(line) for path in sorted(folder.glob("*.gz")) for line in gzip.open(path, "rt", encoding="utf-8")]
    return sorted(rows, key=lambda row: str(row["id"]))


@pytest.fixture
def cleaned(tmp_path: pathlib.Path) -> pathlib.Path:
    """A folder that the step wrote in two tasks; beside it, what it rejected."""
    (tmp_path / "in").mkdir()
    for name in "ab":
        rows = [{"id": f"{name}{n}", "text": text, "n": n} for n, text in enumerate(TEXTS)]
        (tmp_path / "in" / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    steps = [
        JsonlReader(str(tmp_path / "in")),
        SaringCleaner(exclusion_writer=JsonlWriter(str(tmp_path / "rejects"))),
        JsonlWriter(str(tmp_path / "clean")),
    ]
    LocalPipelineExecutor(steps, tasks=2, workers=2, logging_dir=str(tmp_path / "logs")).run()
    return tmp_path / "clean"


def test_rejects_are_kept_apart(cleaned: pathlib.Path) -> None:
    assert [row["id"] for row in lines(cleaned)] == ["a0", "a1", "a3", "b0", "b1", "b3"]
    rejects = lines(cleaned.with_name("rejects"))
    assert [(row["id"], row["text"], row["metadata"]["n"]) for row in rejects] == [("a2", "[iklan_2]", 2), ("b2", "[iklan_2]", 2)]
    assert all(row["metadata"]["reject"] for row in rejects)
    stats = json.loads((cleaned.with_name("logs") / "stats.json").read_text())
    counted = next(step["stats"] for step in stats if "saring" in step["name"])
    assert (counted["total"], counted["forwarded"], counted["dropped"]) == (8, 6, 2)


def test_a_dedup_step_takes_the_output(cleaned: pathlib.Path, tmp_path: pathlib.Path) -> None:
    config = ExactDedupConfig(content_getter=content)

    def run(*steps: Any) -> None:
        LocalPipelineExecutor(list(steps), tasks=2, workers=1, logging_dir=str(tmp_path / "logs" / steps[-1].name), skip_completed=False).run()

    run(JsonlReader(str(cleaned)), ExactDedupSignature(str(tmp_path / "signatures"), config, finder_workers=2))
    run(ExactFindDedups(str(tmp_path / "signatures"), str(tmp_path / "twins"), config))
    run(JsonlReader(str(cleaned)), ExactDedupFilter(str(tmp_path / "twins"), config), JsonlWriter(str(tmp_path / "single")))
    assert sorted(row["text"] for row in lines(tmp_path / "single")) == ["Air surut.", "Warga kembali."]


def test_a_document_gives_its_input_back() -> None:
    [clean] = SaringCleaner().run(iter([Document(text=TEXTS[0], id="a", metadata={"url": "https://bao.example/a", "n": 1})]))
    assert clean.metadata["source"] == "bao.example" and clean.metadata["metadata"] == {"n": 1}
    assert saring.restore({"text": clean.text, **clean.metadata}) == TEXTS[0]
