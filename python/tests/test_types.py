"""The package and its stubs under two checkers, both strict."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).parent.parent


@pytest.mark.parametrize("checker", [["mypy", "--no-incremental"], ["mypy.stubtest", "saring._saring", "--concise", "--ignore-disjoint-bases", "--allowlist", "tests/stubs.txt"], ["pyright", "--pythonpath", sys.executable]])
def test_types_hold(checker: list[str]) -> None:
    pytest.importorskip(checker[0].split(".")[0])
    done = subprocess.run([sys.executable, "-m", *checker], cwd=HERE, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
