"""Ray beside tests/test_same.py: rejects, and rows in any order."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("ray")

import saring.ray  # noqa: E402


def test_rejects_are_rows(cluster: Any) -> None:
    rows = cluster.data.from_items([{"id": "a", "text": "Air surut.\n[iklan_2]"}, {"id": "b", "text": "[iklan_2]"}])
    found = {row["id"]: row for row in saring.ray.clean(rows, concurrency=1).take_all()}
    assert found["a"]["text"] == "Air surut." and found["a"]["reject"] == ""
    assert found["b"]["reject"].startswith("no text remains")
