"""saring on Spark, classic or Connect: `mapInArrow` over a data frame, and `saring-spark` for `spark-submit`.

```python
import saring.spark

records, rejects = saring.spark.split(saring.spark.clean(spark.read.parquet("articles/")))
records.write.parquet("clean/")
```

saring must be installed for the Python of every worker, and a folder of rules must lie at the same path on each.
"""

from __future__ import annotations

import argparse
import functools
import pathlib
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Optional

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StringType, StructField, StructType

import saring

__all__ = ["clean", "main", "schema", "split"]

#: What `spark-submit` is given.
SUBMIT = pathlib.Path(__file__).parent / "submit" / "saring_spark.py"

#: The column that says why a row gave no text.
REJECT = "reject"


def schema(reject: Optional[str] = REJECT) -> StructType:
    """The record's schema, with the column `reject` behind it."""
    fields = StructType.fromJson(saring.schema("spark"))
    if reject is not None:
        fields.add(StructField(reject, StringType(), True))
    return fields


def _map(
    rules: Optional[str], repair: tuple[str, ...], options: dict[str, Any], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    cleaner = saring.cleaner(rules, repair)
    for batch in batches:
        yield cleaner.clean_batch(batch, threads=1, **options)


def clean(
    df: DataFrame,
    text: str = "text",
    *,
    id: str = "id",
    url: str = "url",
    title: str = "title",
    lines: Optional[str] = None,
    rules: Optional[str] = None,
    repair: tuple[str, ...] = (),
    reject: Optional[str] = REJECT,
) -> DataFrame:
    """The records of `df`, a row each, in any order, with the schema that `schema` gives.

    `text`, `id`, `url` and `title` name columns; all others go into `metadata`, a string of JSON. With `lines`, that column holds lines
    of JSON, as `spark.read.text` reads a JSONL file, and the names are keys of theirs. The column `reject` says of each row why it gave
    no text (see `split`), or is empty; with `reject=None` a row that cannot be read fails the job.
    """
    options = {"text": text, "id": id, "url": url, "title": title, "lines": lines, "reject": reject}
    return df.mapInArrow(functools.partial(_map, rules, tuple(repair), options), schema(reject))


def split(df: DataFrame, reject: str = REJECT) -> tuple[DataFrame, DataFrame]:
    """Records and rejects of what `clean` gave. Persist `df` before if both are read, or all is cleaned twice."""
    return df.where(df[reject] == "").drop(reject), df.where(df[reject] != "")


class _PrintFile(argparse.Action):
    """Prints the path of the file for spark-submit on one line, however long it is."""

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option_string: Optional[str] = None) -> None:
        print(SUBMIT)
        parser.exit()


def _arguments(args: Optional[list[str]]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="saring-spark",
        description="Cleans a corpus on Spark. Runs as it is, or with the options of a cluster: "
        "spark-submit --master … $(saring-spark --print-file) --input articles/ --output clean/",
    )
    parser.add_argument("--print-file", action=_PrintFile, nargs=0, help="print the path of the file for spark-submit")
    parser.add_argument("--input", required=True, nargs="+", help="files or folders of Parquet or JSONL (also .gz)")
    parser.add_argument("--output", required=True, help="folder for the records, as Parquet; rejects go to OUTPUT.rejects")
    parser.add_argument("--format", choices=["parquet", "jsonl"], help="what the input holds [default: what its first name ends in]")
    parser.add_argument("--text-key", default="text", help="column or key of the text [default: text]")
    parser.add_argument("--id-key", default="id", help="column or key of the id [default: id]")
    parser.add_argument("--url-key", default="url", help="column or key of the address [default: url]")
    parser.add_argument("--title-key", default="title", help="column or key of the headline [default: title]")
    parser.add_argument("--rules", help="a folder of rule packs, at the same path on every worker")
    parser.add_argument("--repair", default="", help="what to mend: spacing,quotes")
    parser.add_argument("--partitions", type=int, help="cut the input into so many parts [default: as Spark reads it]")
    parser.add_argument("--force", action="store_true", help="replace outputs that exist")
    parser.add_argument("--master", help="the cluster, where spark-submit does not say it")
    return parser.parse_args(args)


def main(args: Optional[list[str]] = None) -> int:
    """The command `saring-spark`."""
    given = _arguments(args)
    builder: Any = SparkSession.builder
    builder = builder.appName("saring").config("spark.sql.execution.arrow.maxRecordsPerBatch", 1000)
    if given.master:
        builder = builder.master(given.master)
    spark: SparkSession = builder.getOrCreate()
    jsonl = given.format == "jsonl" or (given.format is None and "json" in given.input[0].rsplit("/", 1)[-1])
    read = spark.read.text(given.input, lineSep="\n") if jsonl else spark.read.parquet(*given.input)
    if given.partitions:
        read = read.repartition(given.partitions)
    cleaned = clean(
        read,
        given.text_key,
        id=given.id_key,
        url=given.url_key,
        title=given.title_key,
        lines="value" if jsonl else None,
        rules=given.rules,
        repair=tuple(kind for kind in given.repair.split(",") if kind),
    ).persist()
    records, rejects = split(cleaned)
    mode = "overwrite" if given.force else "errorifexists"
    records.write.parquet(given.output, mode=mode, compression="zstd")
    rejects.write.parquet(given.output.rstrip("/") + ".rejects", mode=mode, compression="zstd")
    counted = {bool(row["rejected"]): row["count"] for row in cleaned.groupBy((cleaned[REJECT] != "").alias("rejected")).count().collect()}
    print(f"{counted.get(False, 0)} records, {counted.get(True, 0)} rejects", file=sys.stderr)
    cleaned.unpersist()
    return 0

