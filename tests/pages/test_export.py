"""What is exported, read by the tools' own parsers."""
import csv
import json
import re
from unittest.mock import MagicMock

import pytest
from conftest import records_of, saring


# the elements of XLIFF 2 that are written: attributes, and children in their order
XLIFF = {
    "xliff": ({"version", "srcLang", "trgLang"}, "(file )+"),
    "file": ({"id", "original"}, "(notes )?(unit )+"),
    "notes": (set(), "(note )+"),
    "note": ({"category", "appliesTo"}, ""),
    "unit": ({"id", "name"}, "(notes )?(segment )+"),
    "segment": ({"id", "state"}, "source target "),
    "source": (set(), ""),
    "target": (set(), ""),
}


def points(text, start, end):
    return text[start:end]


@pytest.fixture(scope="module")
def exported(work):
    def make(tool, name):
        saring("export", work / "clean.jsonl", "--to", tool, "-o", work / name)
        return work / name

    return make


def test_label_studio(exported, work):
    from label_studio_sdk.label_interface import LabelInterface

    tasks = json.load(open(exported("label-studio", "tasks.json"), encoding="utf-8"))
    config = LabelInterface((work / "tasks.config.xml").read_text())
    config.validate()
    assert len(tasks) == len(records_of(work / "clean.jsonl"))
    for task in tasks:
        config.validate_task({"data": task["data"]})
        for prediction in task["predictions"]:
            assert config.validate_prediction(prediction, return_errors=True) == []
            for region in prediction["result"]:
                value = region["value"]
                assert points(task["data"]["text"], value["start"], value["end"]) == value["text"]
    assert any("\U0001f600" in task["data"]["text"] for task in tasks)


def test_doccano(exported, work):
    # as doccano's reader of JSONL takes it: a text that is not empty, and [start, end, label] in code points within it
    lines = [json.loads(line) for line in open(exported("doccano", "doccano.jsonl"), encoding="utf-8")]
    assert len(lines) == len(records_of(work / "clean.jsonl"))
    for line in lines:
        assert line["text"]
        for start, end, label in line["label"]:
            assert 0 <= start < end <= len(line["text"]) and isinstance(label, str)
    mottos = [points(line["text"], *label[:2]) for line in lines for label in line["label"] if label[2] == "quote: motto"]
    assert sorted(mottos) == sorted(q["text"] for r in records_of(work / "clean.jsonl") for q in r["quotes"] if q["kind"] == "motto")


def test_argilla(exported, work):
    import argilla

    argilla.Argilla._default_client = MagicMock()
    from argilla import Record, Settings
    from argilla._models import DatasetModel

    folder = exported("argilla", "argilla")
    settings = Settings.from_json(str(folder / ".argilla/settings.json"))
    settings.validate()
    assert [question.name for question in settings.questions] == ["marks", "note"]
    labels = set(settings.questions["marks"].labels)
    assert DatasetModel(**json.load(open(folder / ".argilla/dataset.json"))).name == "argilla"
    entries = json.load(open(folder / "records.json"))
    assert len(entries) == len(records_of(work / "clean.jsonl"))
    for entry in entries:
        record = Record.from_dict(entry)
        assert record.api_model().external_id == entry["id"]
        for suggestion in record.suggestions:
            for span in suggestion.value:
                assert span["label"] in labels and points(record.fields["text"], span["start"], span["end"])


def test_xliff(exported, work):
    from lxml import etree
    from translate.storage.xliff2 import Xliff2File

    path = exported("xliff", "clean.xlf")
    records = records_of(work / "clean.jsonl")
    store = Xliff2File.parsefile(str(path))
    assert store.sourcelanguage == "vi" and store.targetlanguage == "id"
    targets = [unit.target for unit in store.units if unit.target]
    squeeze = lambda text: "".join(text.split())
    assert squeeze("".join(targets)) == squeeze("".join(record["text"] for record in records))
    tree = etree.parse(str(path))
    space = {"x": "urn:oasis:names:tc:xliff:document:2.0"}
    assert tree.getroot().get("version") == "2.1"
    defects = tree.xpath("count(//x:note[@category='defect'])", namespaces=space)
    assert defects == sum(len(record["defects"]) for record in records)
    for element in tree.iter():
        attributes, children = XLIFF[etree.QName(element).localname]
        assert set(element.attrib) <= attributes
        assert re.fullmatch(children, "".join(etree.QName(child).localname + " " for child in element)), element.tag
    for file in tree.getroot():
        ids = file.xpath("x:unit/@id", namespaces=space)
        assert ids and len(ids) == len(set(ids))
        assert not file.xpath("x:unit[count(x:segment) != 1 or x:segment/x:source/text()]", namespaces=space)


def test_tsv(exported, work):
    with open(exported("tsv", "clean.tsv"), encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file, dialect="excel-tab"))
    records = records_of(work / "clean.jsonl")
    assert all(len(row) == len(head) for row in rows)
    assert len(rows) == sum(len(record[key]) for record in records for key in ("removed", "suspects", "foreign", "quotes", "officials", "defects"))
    assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in "=+-@" and cell]
    quotes = [row[head.index("text")].removeprefix("'") for row in rows if row[head.index("mark")] == "quote"]
    assert sorted(quotes) == sorted(quote["text"] for record in records for quote in record["quotes"])
