"""What the tests share: the gold corpus, and the command line's records of it."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from typing import Any

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLD = ROOT / "corpus" / "gold"

# everything runs without a network, also where the machine's name leads elsewhere
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
os.environ["HF_HUB_OFFLINE"] = os.environ["HF_DATASETS_OFFLINE"] = "1"
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

Rows = list[dict[str, Any]]


def command(*args: object) -> subprocess.CompletedProcess[str]:
    """Runs the command line that came with the wheel."""
    program = pathlib.Path(sys.executable).with_name("saring")
    return subprocess.run([str(program), *map(str, args)], capture_output=True, text=True, check=True)


def plain(record: Any) -> dict[str, Any]:
    """A record of any form, without its origin, `metadata` as an object."""
    row = dict(record)
    row.pop("origin", None)
    if isinstance(row["metadata"], str):
        row["metadata"] = json.loads(row["metadata"])
    return row


def canonical(records: Any) -> list[str]:
    """Records of any form and order, to compare: whole numbers and others stay apart."""
    return sorted(json.dumps(plain(record), sort_keys=True, ensure_ascii=False) for record in records)


@pytest.fixture(scope="session")
def articles() -> Rows:
    """The gold corpus as records of an input: some keys that saring knows, some that it does not."""
    rows: Rows = []
    for number, path in enumerate(sorted(GOLD.glob("*.txt"))):
        text = path.read_bytes().decode()
        rows.append({"id": path.stem, "url": f"https://bao.example/{path.stem}", "text": text, "n": number, "share": number / 4, "tags": ["a", "b"]})
    return rows


@pytest.fixture(scope="session")
def jsonl(articles: Rows, tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The gold corpus as JSON Lines."""
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in articles), encoding="utf-8", newline="")
    return path


@pytest.fixture(scope="session")
def output(jsonl: pathlib.Path) -> pathlib.Path:
    """What the command line makes of the gold corpus."""
    path = jsonl.with_name("clean.jsonl")
    command("clean", jsonl, "-o", path, "--quiet")
    return path


@pytest.fixture(scope="session")
def expected(output: pathlib.Path) -> list[str]:
    """The same, to compare."""
    lines = output.read_text(encoding="utf-8").split("\n")
    return canonical(json.loads(line) for line in lines if line)


@pytest.fixture(scope="session")
def spark() -> Any:
    """A Spark of this process."""
    sql = pytest.importorskip("pyspark.sql")
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", 10)
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="session")
def cluster() -> Any:
    """A Ray of this process."""
    pytest.importorskip("ray")
    import ray
    import ray.data

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, _node_ip_address="127.0.0.1", object_store_memory=200_000_000)
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield ray
    ray.shutdown()
