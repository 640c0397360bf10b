"""The same articles give the same records, apart from their origin, whichever way they go."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import GOLD, Rows, canonical, command

import saring


@pytest.fixture(scope="module")
def table(articles: Rows) -> pa.Table:
    return pa.Table.from_pylist(articles)


def test_clean(articles: Rows, expected: list[str]) -> None:
    records = [saring.clean(row["text"], **{key: value for key, value in row.items() if key != "text"}) for row in articles]
    assert canonical(record.to_dict() for record in records) == expected
    assert canonical(records) == expected


def test_clean_many(articles: Rows, expected: list[str]) -> None:
    records = list(saring.clean_many(iter(articles), threads=2))
    assert [record.id for record in records] == [row["id"] for row in articles]
    assert canonical(records) == expected


def test_clean_batch(table: pa.Table, expected: list[str]) -> None:
    for threads in (1, 3):
        assert canonical(saring.clean_batch(table, threads=threads).to_pylist()) == expected


def test_json_lines_in_a_batch(jsonl: pathlib.Path, expected: list[str]) -> None:
    lines = pa.table({"value": jsonl.read_text(encoding="utf-8").splitlines()})
    assert canonical(saring.clean_batch(lines, lines="value").to_pylist()) == expected


def test_parquet_through_the_command_line(table: pa.Table, expected: list[str], tmp_path: pathlib.Path) -> None:
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=7)
    command("clean", tmp_path / "in.parquet", "-o", tmp_path / "out.jsonl.zst", "--quiet")
    command("clean", tmp_path / "in.parquet", "-o", tmp_path / "out.parquet", "--quiet")
    lines = command("clean", tmp_path / "in.parquet", "--quiet").stdout.split("\n")
    assert canonical(json.loads(line) for line in lines if line) == expected
    assert canonical(pq.read_table(tmp_path / "out.parquet").to_pylist()) == expected
    assert pq.read_schema(tmp_path / "out.parquet").equals(saring.clean_batch(table).schema)
    command("clean", tmp_path / "in.parquet", "-o", tmp_path / "lean.parquet", "--fields", "url,id", "--quiet")
    assert pq.read_schema(tmp_path / "lean.parquet").names == ["url", "id"]
    command("clean", tmp_path / "in.parquet", "--out-dir", tmp_path / "shards", "--shard-size", "1", "--shard-format", "parquet", "--quiet")
    assert canonical(pq.read_table(tmp_path / "shards" / "00000.parquet").to_pylist()) == expected
    # what saring wrote as Parquet gives its texts back like what it wrote as JSON Lines
    command("restore", tmp_path / "out.parquet", "--out-dir", tmp_path / "texts")
    assert all((tmp_path / "texts" / f"{row['id']}.txt").read_bytes().decode() == row["text"] for row in table.to_pylist())


def test_datasets(table: pa.Table, expected: list[str]) -> None:
    datasets = pytest.importorskip("datasets")
    import saring.datasets

    rows = datasets.Dataset(table)
    for form in (rows, rows.with_format("arrow")):
        cleaned = form.map(saring.datasets.clean, batched=True, batch_size=7)
        assert cleaned.features == saring.datasets.features()
        assert canonical(cleaned.with_format(None)) == expected


def test_datatrove(jsonl: pathlib.Path, expected: list[str], tmp_path: pathlib.Path) -> None:
    pytest.importorskip("datatrove")
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from saring.datatrove import SaringCleaner

    steps = [JsonlReader(str(jsonl.parent), glob_pattern="gold.jsonl"), SaringCleaner(), JsonlWriter(str(tmp_path / "out"), compression=None)]
    LocalPipelineExecutor(steps, logging_dir=str(tmp_path / "logs"), tasks=1).run()
    documents = [json.loads(line) for path in (tmp_path / "out").glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]

    def record(document: dict[str, Any]) -> dict[str, Any]:
        beside = document["metadata"]
        assert beside.pop("file_path").endswith("gold.jsonl")
        return {"id": document["id"], "text": document["text"], **beside}

    assert canonical(map(record, documents)) == expected


def test_spark(spark: Any, jsonl: pathlib.Path, table: pa.Table, expected: list[str], tmp_path: pathlib.Path) -> None:
    import saring.spark

    pq.write_table(table, tmp_path / "gold.parquet")
    ways: list[tuple[Any, dict[str, Any]]] = [
        (spark.read.parquet(str(tmp_path / "gold.parquet")).repartition(3), {}),
        (spark.read.text(str(jsonl), lineSep="\n"), {"lines": "value"}),
    ]
    for rows, options in ways:
        records, rejects = saring.spark.split(saring.spark.clean(rows, **options))
        assert records.schema == saring.spark.schema(reject=None)
        assert canonical(row.asDict(recursive=True) for row in records.collect()) == expected
        assert rejects.count() == 0


def test_ray(cluster: Any, table: pa.Table, expected: list[str]) -> None:
    import saring.ray

    rows = cluster.data.from_arrow(table).repartition(3)
    cleaned = saring.ray.clean(rows, concurrency=1, batch_size=16).take_all()
    assert {row.pop("reject") for row in cleaned} == {""}
    assert canonical(cleaned) == expected


def test_evaluate_agrees_with_the_command_line(output: pathlib.Path) -> None:
    table = json.loads(command("eval", GOLD, "--json", "--misses").stdout)
    assert saring.evaluate(GOLD) == table
    records = [json.loads(line) for line in output.read_text(encoding="utf-8").split("\n") if line]
    assert saring.evaluate([GOLD], records)["motto"] == table["motto"]
