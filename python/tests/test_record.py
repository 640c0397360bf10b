"""What a record is, and what is said when something is none."""

from __future__ import annotations

import collections.abc
import json
import pathlib
import pickle
from typing import Any

import pytest
from conftest import command

import saring

TEXT = 'Sumur 🌾 di Dusun Ba Tri\n[iklan_2]\nIbu Vo Thi Ngoc Ha, Ketua Komite Rakyat Komune Tan Thuy, mengatakan sumur digali menurut motto "Satu sumur, sepuluh rumah".'


def test_a_record_is_a_mapping_with_attributes() -> None:
    record = saring.clean(TEXT, id="a", n=1)
    assert isinstance(record, collections.abc.Mapping)
    assert tuple(record) == saring.KEYS and len(record) == 23
    assert dict(record) == record.to_dict() == json.loads(record.to_json()) == record
    assert [value for _, value in record.items()] == list(record.values()) == [record[key] for key in record]
    assert [getattr(record, key) for key in saring.KEYS] == list(record.values())
    assert "text" in record and "body" not in record and not any(key == "body" for key in record)
    assert record.get("body") is None and record.get("body", 2) == 2
    assert set(saring.KEYS) < set(dir(record))
    assert repr(record) == "<Record 'a': 2 lines kept, 1 removed>"
    with pytest.raises(KeyError):
        record["body"]
    with pytest.raises(AttributeError, match="a record has no body; it has id, text"):
        getattr(record, "body")  # noqa: B009


def test_a_record_travels() -> None:
    record = saring.clean(TEXT, id="a")
    assert pickle.loads(pickle.dumps(record)) == record
    assert saring.Record.from_json(record.to_json()) == record
    assert saring.Record.from_dict(dict(record)) == record
    assert record != saring.clean(TEXT, id="b") and not record == dict(id="a")


def test_places_are_slices() -> None:
    record = saring.clean(TEXT)
    for mark in [*record.quotes, *record.defects]:
        assert record.text[mark["start"] : mark["end"]] == mark["text"]
    assert record.quotes[0]["text"] == "Satu sumur, sepuluh rumah"
    assert record.officials[0]["name"] == "Vo Thi Ngoc Ha"


def test_fields_are_read_as_the_command_line_reads_them(tmp_path: pathlib.Path) -> None:
    row: dict[str, Any] = {
        "id": 7,
        "text": TEXT,
        "published": "2025-08-24",
        "author": None,
        "metadata": {"a": 1, "b": [True, None]},
        "lines": 3,
        "big": 2**70,
        "é": "đ",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    expected = json.loads(command("clean", tmp_path / "a.jsonl", "--quiet").stdout)
    fields = {key: value for key, value in row.items() if key != "text"}
    for record in [saring.clean(TEXT, **fields), next(iter(saring.clean_many([row])))]:
        assert {**record, "origin": 0} == {**expected, "origin": 0}


def test_the_same_words_as_on_the_command_line(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"txt": "a"}\n{"text": 3}\n', encoding="utf-8")
    said = command("clean", tmp_path / "a.jsonl").stderr
    wrong: list[dict[str, Any]] = [{"txt": "a"}, {"text": 3}]
    for row in wrong:
        with pytest.raises(saring.RecordError) as error:
            next(saring.clean_many([row]))
        assert f": {error.value}\n" in said
    with pytest.raises(saring.RecordError, match="a lone surrogate in key \"text\""):
        saring.clean("a\udc80")
    with pytest.raises(saring.RecordError, match="a field has no form in json"):
        saring.clean("a", n=float("nan"))
    with pytest.raises(saring.RuleError, match="cannot read the rules in .*nowhere: no such file or folder"):
        saring.Cleaner(rules=tmp_path / "nowhere")
    (tmp_path / "quotes.toml").write_text("colour = 3\n")
    with pytest.raises(saring.RuleError, match="rule pack quotes"):
        saring.Cleaner(rules=tmp_path)
    with pytest.raises(saring.OptionError, match="what can be mended is spacing and quotes"):
        saring.Cleaner(repair=["words"])
    with pytest.raises(saring.RestoreError, match="edited after cleaning"):
        saring.restore({**saring.clean(TEXT), "lines": [1]})
    with pytest.raises(saring.RecordError, match="missing field"):
        saring.restore({"text": "a"})
    with pytest.raises(TypeError):
        saring.clean(3)  # type: ignore[arg-type]
    for error_class in (saring.RecordError, saring.RuleError, saring.RestoreError, saring.OptionError):
        assert issubclass(error_class, saring.SaringError)


def test_a_cleaner_of_ones_own(tmp_path: pathlib.Path) -> None:
    text = "Warga Vinh Ha , sosial -ekonomi ( dua ) menunggu air surut."
    mended = saring.Cleaner(repair=["spacing"])
    record = mended.clean(text)
    assert record.text == "Warga Vinh Ha, sosial-ekonomi (dua) menunggu air surut."
    assert saring.restore(record) == text
    (tmp_path / "boilerplate.toml").write_text('[[rule]]\nid = "ad.label"\ndisabled = true\n')
    own = pickle.loads(pickle.dumps(saring.Cleaner(rules=tmp_path)))
    assert own.clean("Air surut.\n[iklan_2]").lines == [1, 2]
    assert pickle.loads(pickle.dumps(mended)).clean(text) == record


def test_explain() -> None:
    record = saring.clean(TEXT, id="a")
    shown = saring.explain(record)
    assert shown == saring.explain(dict(record)) and "removed: boilerplate, ad, by ad.label" in shown and "\x1b" not in shown
    assert "\x1b[" in saring.explain(TEXT, color=True)
    assert "Ketua Komite Rakyat" in saring.explain(record, why="Vo Thi Ngoc Ha")
    assert saring.explain(record, why="Nobody") == ""


def test_the_command_line_comes_along(tmp_path: pathlib.Path) -> None:
    import subprocess
    import sys

    assert command("--version").stdout == f"saring {saring.__version__}\n"
    wrong = subprocess.run([sys.executable, "-m", "saring", "clean", str(tmp_path / "x")], capture_output=True, text=True)
    assert wrong.returncode == 2 and wrong.stderr.startswith("saring: no such input: ")
