"""saring strains scraped Indonesian translations of Vietnamese news into clean, annotated records.

>>> import saring
>>> record = saring.clean("Air surut di Dusun Ba.\\n[iklan_2]\\nWarga kembali ke rumah pada Senin pagi.", id="a1")
>>> record.text
'Air surut di Dusun Ba.\\nWarga kembali ke rumah pada Senin pagi.'
>>> [(gone["line"], gone["rule"]) for gone in record["removed"]]
[(2, 'ad.label')]
>>> saring.restore(record) == "Air surut di Dusun Ba.\\n[iklan_2]\\nWarga kembali ke rumah pada Senin pagi."
True

`clean` does one article, `clean_many` an iterable, `clean_batch` a batch of Arrow; a `Cleaner` has rules of your own or mends what is
mechanical. `restore`, `explain`, `evaluate` and `schema` are the commands of the same names. For large corpora there are
`saring.datasets` (Hugging Face), `saring.datatrove`, `saring.spark` and `saring.ray`; each needs its library and is imported by its name.

What a record holds is in docs/record.md. Places (`start`, `end`) count code points, so `record.text[start:end]` is the span:

>>> record = saring.clean('Sumur itu digali menurut motto "Satu sumur, sepuluh rumah" sejak tahun lalu.')
>>> quote = record.quotes[0]
>>> quote["kind"], record.text[quote["start"]:quote["end"]]
('motto', 'Satu sumur, sepuluh rumah')

Everything may be called from many threads at once and lets them run meanwhile, and after a fork. Whatever saring objects to is a
`SaringError`.
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Optional, Union

from saring import _saring
from saring._saring import (
    VERSION,
    Batch,
    Cleaner,
    OptionError,
    Record,
    RecordError,
    RestoreError,
    RuleError,
    SaringError,
)

if TYPE_CHECKING:
    from saring._saring import ArrowArray, ArrowStream

__version__ = VERSION
__all__ = [
    "KEYS",
    "Batch",
    "Cleaner",
    "OptionError",
    "Record",
    "RecordError",
    "RestoreError",
    "RuleError",
    "SaringError",
    "clean",
    "clean_batch",
    "clean_many",
    "cleaner",
    "evaluate",
    "explain",
    "restore",
    "schema",
]

KEYS: tuple[str, ...] = tuple(_saring.KEYS)
"""The keys of a record, in their order."""

Path = Union[str, "os.PathLike[str]"]
"""A path of the file system."""

Article = Union[str, Mapping[str, Any]]
"""A text, or a mapping that holds one and what else is known of it."""

#: The keys from which the input's text comes back.
_RESTORE = ("text", "lines", "removed", "altered", "line_count", "newline")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@functools.lru_cache(maxsize=8)
def cleaner(rules: Optional[str] = None, repair: tuple[str, ...] = ()) -> Cleaner:
    """A `Cleaner` that is made once a process, which takes a tenth of a second, and then given again.

    >>> saring.cleaner() is saring.cleaner()
    True
    """
    return Cleaner(rules=rules, repair=repair)


def clean(text: str, /, **fields: Any) -> Record:
    """The record of one article. `fields` are what is known of it: `id`, `url`, `title`, `published`, `author`, `publisher`; others go into `metadata`.

    >>> record = saring.clean("Air surut.", url="https://www.bao.example/a", desk="Can Tho")
    >>> record.source, record.metadata, record.lines
    ('bao.example', {'desk': 'Can Tho'}, [1])

    Raises `RecordError` where a field has no form in JSON or holds half a surrogate pair.
    """
    return cleaner().clean(text, **fields)


def clean_many(
    articles: Iterable[Article],
    *,
    threads: Optional[int] = None,
    text: str = "text",
    id: str = "id",
    url: str = "url",
    title: str = "title",
) -> Iterator[Record]:
    """The records of many articles, in their order, on `threads` threads (all cores). Reads only a few articles ahead.

    An article is a text, or a mapping in which `text`, `id`, `url` and `title` name the keys (dots reach into mappings).

    >>> texts = ({"body": f"Air surut di dusun nomor {n}.", "id": n} for n in range(10**9))
    >>> records = saring.clean_many(texts, text="body")
    >>> next(records).id, next(records).id
    ('0', '1')

    An article that cannot be read raises `RecordError` in its turn; `next` then goes on with the one after it.
    """
    return cleaner().clean_many(articles, threads=threads, text=text, id=id, url=url, title=title)


def clean_batch(
    data: Union[ArrowArray, ArrowStream],
    *,
    threads: Optional[int] = None,
    text: str = "text",
    id: str = "id",
    url: str = "url",
    title: str = "title",
    lines: Optional[str] = None,
    reject: Optional[str] = None,
) -> Any:
    """The records of a batch or table of Arrow (pyarrow, polars, duckdb, datasets …), as one batch with the record's typed schema.

    What pyarrow holds gives a `pyarrow.RecordBatch`; what another library holds, a `Batch`, which every library of Arrow takes.
    `text`, `id`, `url` and `title` name columns; all others go into `metadata`, which here is a string that holds JSON.
    With `lines`, that column holds lines of JSON, and the names are keys of theirs.

    >>> import pyarrow as pa
    >>> batch = saring.clean_batch(pa.table({"id": [1], "body": ["Air surut.\\n[iklan_2]"], "n": [1.5]}), text="body")
    >>> batch["text"].to_pylist(), batch["metadata"].to_pylist()
    (['Air surut.'], ['{"n":1.5}'])

    A row without a text raises `RecordError`. With `reject`, nothing is raised: a last column of that name says of each row why it gave
    no text, or is empty.

    >>> saring.clean_batch(pa.table({"text": ["Air surut.", None]}), reject="why")["why"].to_pylist()
    ['', 'key "text" holds null, no string; name the key of the text with --text-key']
    """
    return cleaner().clean_batch(data, threads=threads, text=text, id=id, url=url, title=title, lines=lines, reject=reject)


def _record(article: Union[Record, Article]) -> Record:
    if isinstance(article, Record):
        return article
    return clean(article) if isinstance(article, str) else Record.from_dict(article)


def _json(record: Mapping[str, Any]) -> str:
    return record.to_json() if isinstance(record, Record) else json.dumps(dict(record), ensure_ascii=False)


def restore(record: Mapping[str, Any]) -> str:
    """The text from which a record was made, to the byte. A dict will do, as `json.loads` reads it from a line of output.

    >>> text = "\\ufeffAir surut. \\r\\n\\r\\n[iklan_2]\\r\\n"
    >>> saring.restore(saring.clean(text)) == text
    True

    Raises `RestoreError` where the record was edited after cleaning, `RecordError` where it is none.
    """
    return _saring.restore(_json({key: record[key] for key in _RESTORE if key in record}))


def explain(article: Union[Record, Article], *, why: Optional[str] = None, color: bool = False) -> str:
    """What became of each line, by which rule: of a record, of a dict that is one, or of a text, which is cleaned first.

    >>> print(saring.explain("Air surut di Dusun Ba.\\n[iklan_2]").splitlines()[3])
    2 - [iklan_2]

    With `why`, what is known of the official of that name, and the lines that say so; empty where there is none.
    """
    record = _record(article)
    text = _saring.explain(record) if why is None else cleaner().why(record, why)
    return text if color else _COLOURS.sub("", text)


def evaluate(
    gold: Union[Path, Iterable[Path]],
    records: Optional[Iterable[Mapping[str, Any]]] = None,
    *,
    rules: Optional[Path] = None,
) -> dict[str, Any]:
    """The scores of `records` against annotated articles (`NAME.gold.json` beside `NAME.txt`); without records, of what the rules make of the texts.

    Gives the table of `saring eval --json`, and under `misses` each miss, false alarm and harm. `evaluate("corpus/gold")["motto"]` is
    `{"p": 1.0, "r": 1.0, "f1": 1.0, "tp": 21, "fp": 0, "fn": 0}`, say.
    """
    paths = [gold] if isinstance(gold, (str, os.PathLike)) else list(gold)
    lines = None if records is None else [_json(record) for record in records]
    packs = None if rules is None else os.fspath(rules)
    scores: dict[str, Any] = json.loads(_saring.evaluate([os.fspath(path) for path in paths], lines, packs))
    return scores


def schema(form: str = "json") -> dict[str, Any]:
    """The record's shape: `json` (JSON Schema), `datasets` (for `Features.from_dict`) or `spark` (for `StructType.fromJson`).

    >>> saring.schema("spark")["fields"][0]["name"]
    'id'
    """
    shape: dict[str, Any] = json.loads(_saring.schema(form))
    return shape
