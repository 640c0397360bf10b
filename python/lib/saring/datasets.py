"""saring for Hugging Face datasets.

>>> import datasets, saring.datasets
>>> articles = datasets.Dataset.from_dict({"id": ["a", "b"], "text": ["Air surut.\\n[iklan_2]", "Warga kembali."]})
>>> records = articles.map(saring.datasets.clean, batched=True)
>>> records["text"][:]
['Air surut.', 'Warga kembali.']
>>> records.features == saring.datasets.features()
True

`functools.partial` gives `clean` its options: `articles.map(partial(saring.datasets.clean, text="body", reject="why"), batched=True)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

import datasets
import pyarrow as pa

import saring

__all__ = ["clean", "features"]


def clean(
    batch: Any,
    *,
    rules: Optional[str] = None,
    repair: tuple[str, ...] = (),
    text: str = "text",
    id: str = "id",
    url: str = "url",
    title: str = "title",
    reject: Optional[str] = None,
    threads: Optional[int] = None,
) -> pa.Table:
    """The records of a batch, for `Dataset.map(saring.datasets.clean, batched=True)`.

    Takes what `map` gives: lists by column, or a table where the dataset's format is `arrow`, which spares a copy of the texts. Other
    columns go into `metadata`, a string that holds JSON. Options as for `saring.clean_batch`; with `num_proc`, set `threads=1`.
    """
    table = pa.table(dict(batch)) if isinstance(batch, Mapping) else batch
    options: dict[str, Any] = {"text": text, "id": id, "url": url, "title": title, "reject": reject, "threads": threads}
    return pa.Table.from_batches([saring.cleaner(rules, tuple(repair)).clean_batch(table, **options)])


def features(form: str = "arrow") -> datasets.Features:
    """The record's features: of the `arrow` form (Parquet, what `clean` gives), or of the `json` that the command line writes.

    `load_dataset("json", data_files="clean.jsonl", features=saring.datasets.features("json"))` loads records also where the first
    of them hold no quotes; Parquet files tell their features themselves. The forms differ in `metadata`: a string of JSON, or JSON.

    >>> saring.datasets.features()["quotes"].feature["start"]
    Value('int64')
    """
    found = datasets.Features.from_dict(saring.schema("datasets"))
    if form == "arrow":
        found["metadata"] = datasets.Value("string")
    elif form != "json":
        raise saring.OptionError(f"no form {form!r} of the features; there are arrow, json")
    return found
