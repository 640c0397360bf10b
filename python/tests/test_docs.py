"""Examples run: those of the docstrings, of the notebook and of README.md; and `help` shows what there is."""

from __future__ import annotations

import doctest
import importlib
import json
import pathlib
import pydoc
import re
from typing import Any

import pytest

import saring

HERE = pathlib.Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("module", "needs"), [("saring", "pyarrow"), ("saring.datasets", "datasets"), ("saring.datatrove", "datatrove")]
)
def test_docstrings(module: str, needs: str) -> None:
    pytest.importorskip(needs)
    result = doctest.testmod(importlib.import_module(module), optionflags=doctest.NORMALIZE_WHITESPACE, extraglobs={"saring": saring})
    assert result.attempted > 0 and result.failed == 0


def test_help_shows_everything() -> None:
    text = pydoc.plain(pydoc.render_doc(saring))
    for name in saring.__all__:
        assert re.search(rf"\b{name}\b", text), name
        assert name == "KEYS" or getattr(saring, name).__doc__, name


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = json.loads((HERE / "examples" / "first-steps.ipynb").read_text(encoding="utf-8"))
    monkeypatch.chdir(HERE / "examples")
    names: dict[str, Any] = {}
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(cells):
        exec(compile(cell, f"cell {number}", "exec"), names)  # noqa: S102
    assert cells


def test_the_readme_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    text = (HERE / "README.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    examples = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    for number, example in enumerate(examples):
        if "spark" not in example and "ray" not in example and "datatrove" not in example:
            exec(compile(example, f"example {number}", "exec"), names)  # noqa: S102
    assert examples
