"""saring for Ray Data.

```python
import ray, saring.ray

records = saring.ray.clean(ray.data.read_parquet("articles/"))
records.filter(expr="reject == ''").write_parquet("clean/")
```
"""

from __future__ import annotations

from typing import Any, Optional, Union

import pyarrow as pa
import ray.data

import saring

__all__ = ["clean"]


class _Actor:
    """Holds the rules of a worker."""

    def __init__(self, rules: Optional[str], repair: tuple[str, ...], options: dict[str, Any]) -> None:
        self.cleaner = saring.Cleaner(rules=rules, repair=repair)
        self.options = options

    def __call__(self, batch: pa.Table) -> pa.Table:
        return pa.Table.from_batches([self.cleaner.clean_batch(batch, **self.options)])


def clean(
    ds: ray.data.Dataset,
    *,
    rules: Optional[str] = None,
    repair: tuple[str, ...] = (),
    text: str = "text",
    id: str = "id",
    url: str = "url",
    title: str = "title",
    reject: Optional[str] = "reject",
    concurrency: Union[int, tuple[int, int], None] = None,
    batch_size: int = 1024,
    **remote: Any,
) -> ray.data.Dataset:
    """The records of a dataset, by a pool of actors that load the rules once each; `concurrency` says how many, or from how many to how many.

    Each actor uses one core. The column `reject` says of each row why it gave no text, or is empty; with `reject=None`, a row that
    cannot be read fails the job. `remote` goes to Ray as it is (`num_cpus`, `memory`, `max_restarts` …).
    """
    options = {"text": text, "id": id, "url": url, "title": title, "reject": reject, "threads": 1}
    if concurrency is None:
        concurrency = (1, max(1, int(ray.cluster_resources().get("CPU", 1))))
    least, most = (concurrency, concurrency) if isinstance(concurrency, int) else concurrency
    return ds.map_batches(
        _Actor,
        fn_constructor_args=(rules, tuple(repair), options),
        batch_format="pyarrow",
        batch_size=batch_size,
        zero_copy_batch=True,
        compute=ray.data.ActorPoolStrategy(min_size=least, max_size=most),
        **remote,
    )
