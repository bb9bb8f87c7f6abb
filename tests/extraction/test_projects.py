"""Joint undertakings: the cases of `cases/projects.toml`, run through the parse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.extraction.conftest import read_cases

from bilateral.vocabulary.projects import load_project_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.records import CodedDocument, Project

CASES = read_cases("projects")


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _fits(row: Project, case: dict[str, Any]) -> bool:
    return (
        _words(case["name"]) <= _words(row.project_name)
        and sorted(row.parties) == sorted(case["parties"])
        and row.status == case.get("status", row.status)
        and (row.start or "") == case.get("start", row.start or "")
        and (row.due or "") == case.get("due", row.due or "")
        and row.other_names == case.get("other_names", row.other_names)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case: dict[str, Any], code_text: Callable[..., CodedDocument]) -> None:
    coded = code_text(case["text"], published=case.get("published"), title=case.get("title"))
    if case.get("none"):
        assert coded.projects == []
    else:
        assert any(_fits(row, case) for row in coded.projects), coded.projects


def test_one_record_an_undertaking(code_text: Callable[..., CodedDocument]) -> None:
    coded = code_text(
        "Russia is building the Akkuyu nuclear power plant in Turkey. Turkey and Russia said that the Akkuyu plant would open soon."
        " The construction of the Akkuyu nuclear plant by Russia pleases Turkey."
    )
    assert len(coded.projects) == 1
    row = coded.projects[0]
    assert coded.document.text[row.start_char : row.end_char] == row.quote
    assert coded.rejections == []


def test_nothing_in_an_empty_text(code_text: Callable[..., CodedDocument]) -> None:
    assert code_text("").projects == []


def test_heads_have_a_class() -> None:
    assert set(load_project_words().heads.values()) == {"project", "works", "product", "scheme", "company", "act", "body"}
