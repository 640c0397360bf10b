"""Records as Hugging Face `datasets` loads them."""

from __future__ import annotations

import json
import pathlib

import pytest
from conftest import canonical, command

datasets = pytest.importorskip("datasets")

import saring.datasets  # noqa: E402

PLAIN = "Warga kembali ke rumah pada Senin pagi."
QUOTED = 'Sumur itu digali menurut motto "Satu sumur, sepuluh rumah" sejak tahun lalu.'


@pytest.fixture
def files(tmp_path: pathlib.Path) -> list[pathlib.Path]:
    """Two inputs: no record of the first has a quote."""
    paths = []
    for name, text in [("a", PLAIN), ("b", QUOTED)]:
        path = tmp_path / f"{name}.jsonl"
        path.write_text("".join(json.dumps({"id": f"{name}{n}", "text": text, name: n}) + "\n" for n in range(3)), encoding="utf-8")
        paths.append(path)
    return paths


def test_json_lines_load_with_the_features(files: list[pathlib.Path], tmp_path: pathlib.Path) -> None:
    command("clean", *files, "--out-dir", tmp_path / "out", "--quiet")
    outputs = sorted((tmp_path / "out").glob("*.jsonl"))
    assert len(outputs) == 2
    loaded = datasets.load_dataset(
        "json",
        data_files=[str(path) for path in outputs],
        features=saring.datasets.features("json"),
        split="train",
        cache_dir=str(tmp_path / "cache"),
    )
    expected = [json.loads(line) for path in outputs for line in path.read_text(encoding="utf-8").splitlines()]
    assert canonical(loaded) == canonical(expected)
    assert loaded[3]["quotes"][0]["kind"] == "motto"


def test_parquet_tells_its_features(files: list[pathlib.Path], tmp_path: pathlib.Path) -> None:
    for path in files:
        command("clean", path, "-o", path.with_suffix(".parquet"), "--quiet")
    loaded = datasets.load_dataset(
        "parquet",
        data_files=[str(path.with_suffix(".parquet")) for path in files],
        split="train",
        cache_dir=str(tmp_path / "cache"),
    )
    assert loaded.features == saring.datasets.features()
    assert [row["id"] for row in loaded] == ["a0", "a1", "a2", "b0", "b1", "b2"]
    assert loaded[3]["quotes"][0]["kind"] == "motto"


def test_map_in_processes(files: list[pathlib.Path], tmp_path: pathlib.Path) -> None:
    rows = datasets.Dataset.from_list([{"id": str(n), "body": text} for n, text in enumerate([PLAIN, QUOTED] * 5)])
    options = {"text": "body", "threads": 1}
    one = rows.map(saring.datasets.clean, batched=True, fn_kwargs=options)
    two = rows.map(saring.datasets.clean, batched=True, fn_kwargs=options, num_proc=2)
    assert one[:] == two[:] and one.features == two.features


def test_there_are_two_forms() -> None:
    with pytest.raises(saring.OptionError, match="there are arrow, json"):
        saring.datasets.features("xml")
