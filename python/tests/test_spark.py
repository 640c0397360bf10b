"""Spark beside the cluster of tests/cluster.sh: rejects, the command, Connect."""

from __future__ import annotations

import os
import pathlib
import socket
import subprocess
import sys
import time
from typing import Any

import pytest

pytest.importorskip("pyspark")

import pyspark  # noqa: E402

import saring.spark  # noqa: E402

ROWS = [("a", "Air surut.\n[iklan_2]", 1), ("b", None, 2), ("c", "[iklan_2]", 3)]


def check(spark: Any) -> None:
    frame = spark.createDataFrame(ROWS, "id string, text string, n int")
    records, rejects = saring.spark.split(saring.spark.clean(frame))
    assert records.schema == saring.spark.schema(reject=None)
    [record] = records.collect()
    assert (record["text"], record["metadata"], record["removed"][0]["line"]) == ("Air surut.", '{"n":1}', 2)
    found = {row["id"]: row for row in rejects.collect()}
    assert found["b"]["reject"].startswith('key "text" holds null') and found["b"]["metadata"] == '{"n":2}'
    assert found["c"]["reject"].startswith("no text remains") and found["c"]["removed"][0]["text"] == "[iklan_2]"


def test_rejects_are_rows(spark: Any) -> None:
    check(spark)


def test_without_a_column_for_rejects_the_job_fails(spark: Any) -> None:
    frame = spark.createDataFrame(ROWS, "id string, text string, n int")
    with pytest.raises(Exception, match='row [01]: key "text" holds null'):
        saring.spark.clean(frame, reject=None).collect()


def test_the_command(spark: Any, jsonl: pathlib.Path, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "body": "Air surut."}\n{"id": "b"}\n', encoding="utf-8")
    arguments = ["--input", str(tmp_path / "in.jsonl"), "--output", str(tmp_path / "out"), "--text-key", "body", "--repair", "spacing"]
    assert saring.spark.main(arguments) == 0
    assert capsys.readouterr().err.endswith("1 records, 1 rejects\n")
    assert [row["id"] for row in spark.read.parquet(str(tmp_path / "out")).collect()] == ["a"]
    [reject] = spark.read.parquet(str(tmp_path / "out.rejects")).collect()
    assert reject["reject"].startswith('no key "body"') and reject["metadata"] == '{"line":"{\\"id\\": \\"b\\"}"}'
    with pytest.raises(Exception, match="(?i)already exists"):
        saring.spark.main(arguments)
    assert saring.spark.main([*arguments, "--force"]) == 0
    assert saring.spark.SUBMIT.is_file()


def test_connect(tmp_path: pathlib.Path) -> None:
    """A server of its own, and a session over the wire."""
    pytest.importorskip("grpc")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = pathlib.Path(pyspark.__file__).parent
    server = subprocess.Popen(
        [str(home / "bin" / "spark-submit"), "--master", "local[2]", "--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]
        + ["--conf", f"spark.connect.grpc.binding.port={port}", "--conf", "spark.connect.grpc.binding.address=127.0.0.1"]
        + ["--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.ui.enabled=false", "spark-internal"],
        env={**os.environ, "SPARK_HOME": str(home)},
        stdout=(tmp_path / "log").open("w"),
        stderr=subprocess.STDOUT,
    )
    try:
        for _ in range(240):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, (tmp_path / "log").read_text()
            time.sleep(0.25)
        # a process of its own: a session over the wire and a classic one do not share one
        program = (
            "import sys; sys.path.insert(0, sys.argv[1])\n"
            "from pyspark.sql import SparkSession\n"
            "import test_spark\n"
            "test_spark.check(SparkSession.builder.remote(sys.argv[2]).getOrCreate())\n"
            "print('equal')\n"
        )
        here, address = str(pathlib.Path(__file__).parent), f"sc://127.0.0.1:{port}"
        done = subprocess.run([sys.executable, "-c", program, here, address], capture_output=True, text=True, timeout=120)
        assert done.stdout == "equal\n", done.stderr
    finally:
        server.terminate()
        server.wait(30)


def test_the_file_for_spark_submit_is_named_on_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A long path was broken at the width of the screen before."""
    monkeypatch.setenv("COLUMNS", "20")
    with pytest.raises(SystemExit) as ended:
        saring.spark.main(["--print-file"])
    assert ended.value.code == 0
    assert pathlib.Path(capsys.readouterr().out.removesuffix("\n")) == saring.spark.SUBMIT
    assert saring.spark.SUBMIT.is_file()
