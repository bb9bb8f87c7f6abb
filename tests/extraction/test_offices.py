"""Offices found in made-up sentences (`cases/offices.toml`)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = tomllib.loads(Path(__file__).with_name("cases").joinpath("offices.toml").read_text("utf-8"))["case"]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_offices(case: dict[str, Any], code_text: Callable[..., Any]) -> None:
    coded = code_text(case["text"], published=case.get("published", "2015-06-15"))
    found = coded.offices
    assert sorted((row.person, row.state) for row in found) == sorted((person, state) for person, _, state in case["offices"])
    for person, office, state in case["offices"]:
        rows = [row for row in found if (row.person, row.state) == (person, state)]
        assert any(words(office) <= words(row.office) for row in rows), [row.office for row in rows]
    for row in found:
        assert row.quote == coded.document.text[row.start_char : row.end_char]
    assert not [row for row in coded.rejections if row.stage == "offices"]
