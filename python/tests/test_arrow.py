"""Batches of every library, in and out."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

import saring

TEXTS = ["Air surut di Dusun Ba.\n[iklan_2]", "Warga kembali ke rumah pada Senin pagi.", "Đường 🌾 dibuka."]
CLEAN = ["Air surut di Dusun Ba.", "Warga kembali ke rumah pada Senin pagi.", "Đường 🌾 dibuka."]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())])
def test_every_kind_of_string(kind: Any) -> None:
    texts = pa.array(TEXTS).cast(kind) if not pa.types.is_string_view(kind) else pa.array(TEXTS, kind)
    for data in (pa.table({"text": texts}), pa.record_batch({"text": texts}), pa.table({"text": pa.chunked_array([texts, texts])})):
        batch = saring.clean_batch(data)
        assert isinstance(batch, pa.RecordBatch)
        assert batch["text"].to_pylist() == CLEAN * (data.num_rows // 3)


def test_the_schema_is_full_and_typed() -> None:
    empty = saring.clean_batch(pa.table({"text": pa.array([], pa.string())}))
    assert empty.num_rows == 0 and tuple(empty.schema.names) == saring.KEYS
    full = saring.clean_batch(pa.table({"text": TEXTS}))
    assert full.schema == empty.schema
    quote = full.schema.field("quotes").type.value_type
    assert quote.field("start").type == pa.int64() and quote.field("score").type == pa.float64()
    assert full.schema.field("metadata").type == pa.string()


def test_slices_are_taken_as_such() -> None:
    assert saring.clean_batch(pa.table({"text": TEXTS}).slice(1, 2))["text"].to_pylist() == CLEAN[1:]
    assert saring.clean_batch(pa.record_batch({"text": TEXTS}).slice(2))["text"].to_pylist() == CLEAN[2:]


def test_a_row_without_a_text() -> None:
    data = pa.table({"id": ["a", "b", "c"], "text": ["Air surut.", None, "[iklan_2]"], "n": [1, 2, 3]})
    with pytest.raises(saring.RecordError, match='row 1: key "text" holds null, no string'):
        saring.clean_batch(data)
    batch = saring.clean_batch(data, reject="why").to_pylist()
    assert [row["id"] for row in batch] == ["a", "b", "c"]
    assert batch[1]["metadata"] == '{"n":2}'
    assert [row["why"].split(";")[0] for row in batch] == [
        "",
        'key "text" holds null, no string',
        "no text remains: every line was removed or is blank",
    ]
    assert batch[2]["removed"][0]["text"] == "[iklan_2]"
    lines = pa.table({"value": ['{"text": "Air surut."}', '{"text'] })
    assert saring.clean_batch(lines, lines="value", reject="why").to_pylist()[1]["metadata"] == '{"line":"{\\"text"}'


def test_what_is_no_batch() -> None:
    with pytest.raises(TypeError, match="list is no batch or table of Arrow"):
        saring.clean_batch([])  # type: ignore[arg-type]
    with pytest.raises(saring.RecordError, match='no column "value" of strings'):
        saring.clean_batch(pa.table({"text": TEXTS}), lines="value")


def test_every_kind_of_column_goes_into_metadata() -> None:
    import datetime
    import json

    row = {
        "text": "Air surut.",
        "s": {"a": 1, "b": None},
        "l": [1.5, None],
        "d": datetime.date(2025, 8, 24),
        "t": datetime.datetime(2025, 8, 24, 12, 0),
        "b": True,
        "n": None,
        "x": b"\x01",
    }
    metadata = json.loads(saring.clean_batch(pa.Table.from_pylist([row]))["metadata"][0].as_py())
    assert metadata == {"s": {"a": 1, "b": None}, "l": [1.5, None], "d": "2025-08-24", "t": "2025-08-24T12:00:00", "b": True, "x": "01"}


def test_polars() -> None:
    polars = pytest.importorskip("polars")
    batch = saring.clean_batch(polars.DataFrame({"text": TEXTS}))
    assert isinstance(batch, saring.Batch) and len(batch) == batch.num_rows == 3
    frame = polars.DataFrame(batch)
    assert frame["text"].to_list() == CLEAN
    assert frame.schema["quotes"].inner.to_schema()["start"] == polars.Int64
    assert pa.table(batch) == pa.table(pa.record_batch(batch))


def test_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb")
    rows = duckdb.sql("select unnest($texts) as body", params={"texts": TEXTS})
    batch = saring.clean_batch(rows.to_arrow_table() if hasattr(rows, "to_arrow_table") else rows.arrow(), text="body")
    assert duckdb.sql("select text, len(removed) as gone from batch").fetchall() == list(zip(CLEAN, [1, 0, 0]))


def test_what_comes_out_may_go_in() -> None:
    once = saring.clean_batch(pa.table({"id": ["a", "b", "c"], "text": TEXTS, "n": [1, 2, 3]}))
    again = saring.clean_batch(once)
    assert again["text"].to_pylist() == CLEAN and again["id"].to_pylist() == ["a", "b", "c"]
    assert '"n":1' in again["metadata"][0].as_py() and '"input_removed":[{' in again["metadata"][0].as_py()
