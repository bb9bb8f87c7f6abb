"""What parties promise: the cases of `cases/commitments.toml`, run through the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.extraction.conftest import read_cases

from bilateral.vocabulary.commitments import FIRMNESS, load_promise_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.records import CodedDocument, Commitment

CASES = read_cases("commitments")


def _states(parties: list[str]) -> list[str]:
    return sorted({party.split("/")[0] for party in parties})


def _fits(row: Commitment, case: dict[str, Any]) -> bool:
    return (
        _states(row.actor) == sorted(case["actor"])
        and row.firmness == case.get("firmness", row.firmness)
        and row.status == case.get("status", row.status)
        and row.deadline == case.get("deadline", row.deadline)
        and row.target_value == case.get("target", row.target_value)
        and _states(row.recipient) == sorted(case.get("recipient", _states(row.recipient)))
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case: dict[str, Any], code_text: Callable[..., CodedDocument]) -> None:
    coded = code_text(case["text"], published=case.get("published"), title=case.get("title"))
    if case.get("none"):
        assert coded.commitments == []
    else:
        assert any(_fits(row, case) for row in coded.commitments), coded.commitments


def test_rows_are_sound_and_sorted(code_text: Callable[..., CodedDocument]) -> None:
    coded = code_text("Japan pledged to help Kenya. Kenya promised to build a port with Japan by 2030.", published="2024")
    spans = [(row.start_char, row.end_char) for row in coded.commitments]
    assert len(spans) == 2
    assert spans == sorted(spans)
    assert all(coded.document.text[row.start_char : row.end_char] == row.quote for row in coded.commitments)
    assert all(row.firmness in FIRMNESS and row.what for row in coded.commitments)
    assert coded.rejections == []


def test_nothing_in_an_empty_text(code_text: Callable[..., CodedDocument]) -> None:
    assert code_text("").commitments == []


def test_every_promise_word_has_frames() -> None:
    words = load_promise_words()
    assert all(promise.frames for promise in (*words.verbs.values(), *words.nouns.values()))
