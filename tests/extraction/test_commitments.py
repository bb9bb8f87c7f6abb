"""What parties promise: the cases of `cases/commitments.toml`, run through the parse."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from tests.extraction.conftest import read_cases

from bilateral.records import Commitment
from bilateral.vocabulary.commitments import FIRMNESS, load_promise_words
from bilateral.vocabulary.conditions import load_conditions
from bilateral.vocabulary.files import read_toml
from bilateral.vocabulary.instruments import INSTRUMENTS, load_instruments

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.records import CodedDocument

CASES = read_cases("commitments") + read_cases("commitment_terms")
TERMS = ("condition", "instrument", "issue", "place_name", "what")


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
        and all((getattr(row, column) or "") == case[column] for column in TERMS if column in case)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case: dict[str, Any], code_text: Callable[..., CodedDocument]) -> None:
    coded = code_text(case["text"], published=case.get("published"), title=case.get("title"))
    if case.get("none"):
        assert coded.commitments == []
    else:
        assert any(_fits(row, case) for row in coded.commitments), coded.commitments


TWO_AIMS = read_cases("commitment_aims")


@pytest.mark.parametrize("case", TWO_AIMS, ids=lambda case: case["text"][:60])
def test_every_aim_is_a_row(case: dict[str, Any], code_text: Callable[..., CodedDocument]) -> None:
    coded = code_text(case["text"], published="2024-02-01", title=case.get("title"))
    found = [[row.what, row.target_value, row.target_unit, row.deadline or ""] for row in coded.commitments]
    assert found == case["rows"]
    assert coded.rejections == []
    assert len({row.record_id for row in coded.commitments}) == len(found)


def test_the_words_of_each_term_stand_where_they_are_said_to(code_text: Callable[..., CodedDocument]) -> None:
    text = "Under the action plan Peru will reopen the embassy in Nairobi by 2030 if the sanctions are lifted, Peru said to Kenya. Kenya agreed to sell gas to Peru subject to approval."
    coded = code_text(text, published="2024")
    named = [
        (row.condition, row.condition_start_char, row.condition_end_char) for row in coded.commitments
    ] + [(row.instrument_words, row.instrument_start_char, row.instrument_end_char) for row in coded.commitments] + [
        (row.issue_words, row.issue_start_char, row.issue_end_char) for row in coded.commitments
    ] + [(row.place_name, row.place_start_char, row.place_end_char) for row in coded.commitments]  # fmt: skip
    told = [(words, start, end) for words, start, end in named if words is not None]
    assert len(told) == 5, named
    assert all(text[start:end] == words for words, start, end in told)


def test_the_closed_lists_agree() -> None:
    values = next(item.metadata["values"] for item in dataclasses.fields(Commitment) if item.name == "instrument")
    assert values == INSTRUMENTS
    assert set(load_instruments().kinds.values()) == set(INSTRUMENTS)


@pytest.mark.parametrize("entry", read_toml("instruments.toml")["instrument"], ids=lambda entry: entry["name"])
def test_the_example_of_an_instrument_names_it(entry: dict[str, Any]) -> None:
    words = load_instruments()
    assert entry["name"] in {words.kind_of(match[0]) for match in words.named.finditer(entry["example"])}


@pytest.mark.parametrize("entry", read_toml("conditions.toml")["condition"], ids=lambda entry: entry["example"][:40])
def test_the_example_of_a_condition_opens_one(entry: dict[str, Any]) -> None:
    words = load_conditions()
    found = words.opening.search(entry["example"])
    assert found is not None
    assert found[0] in entry["words"].split("|")
    assert found[0] not in words.needed or words.needed[found[0]].search(entry["example"])


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
