"""Drivers and hurdles: the cases of `cases/factors.toml`, run through the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.extraction.conftest import read_cases

from bilateral.vocabulary.factors import KINDS, load_factor_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.records import CodedDocument, Factor

CASES = read_cases("factors")
LEAST_CUES = 250


def _fits(row: Factor, case: dict[str, Any]) -> bool:
    return (
        row.polarity == case["polarity"]
        and row.dyad == case.get("dyad", row.dyad)
        and row.factor_type == case.get("kind", row.factor_type)
        and case.get("has", "") in row.quote
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case: dict[str, Any], code_text: Callable[..., CodedDocument]) -> None:
    coded = code_text(case["text"], published=case.get("published"), title=case.get("title"))
    if case.get("none"):
        assert coded.factors == []
    else:
        assert any(_fits(row, case) for row in coded.factors), coded.factors


def test_rows_are_sound_and_sorted(code_text: Callable[..., CodedDocument]) -> None:
    coded = code_text(
        "The border dispute between India and China is old. The new road will boost trade between India and China."
    )
    spans = [(row.start_char, row.end_char) for row in coded.factors]
    assert len(spans) == 2
    assert spans == sorted(spans)
    assert all(coded.document.text[row.start_char : row.end_char] == row.quote for row in coded.factors)
    assert all(row.factor_type in KINDS for row in coded.factors)
    assert coded.rejections == []


def test_nothing_without_two_states(code_text: Callable[..., CodedDocument]) -> None:
    assert code_text("").factors == []
    assert code_text("The dispute in Turkey goes on.").factors == []


def test_vocabulary_is_wide() -> None:
    assert load_factor_words().n_cues >= LEAST_CUES
