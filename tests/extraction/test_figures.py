"""Quantities of a relation: the cases of `cases/figures.toml`, run through the parse."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from tests.extraction.conftest import PARSER, make_document, read_cases

from bilateral.errors import VocabularyError
from bilateral.extraction.quantities import find_quantities
from bilateral.pipeline import extract_records, parse_document
from bilateral.vocabulary.files import read_toml
from bilateral.vocabulary.measures import load_indicators, load_kind_words, load_units

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.records import CodedDocument, Figure

CASES = read_cases("figures")
PUBLISHED = "2019-05-10"


def _fits(row: Figure, wanted: dict[str, Any]) -> bool:
    return (
        row.value == pytest.approx(wanted["value"])
        and (row.unit, row.indicator, row.figure_type) == (wanted["unit"], wanted["indicator"], wanted["kind"])
        and sorted(row.parties) == wanted["parties"]
        and row.direction == wanted.get("direction", row.direction)
        and (row.period or "") == wanted.get("period", row.period or "")
        and row.modifier == wanted.get("modifier")
        and row.claimed_by == wanted.get("by")
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case: dict[str, Any], code_text: Callable[..., CodedDocument]) -> None:
    rows = code_text(case["text"], published=PUBLISHED).figures
    assert len(rows) == len(case["figures"]), rows
    for wanted in case["figures"]:
        assert any(_fits(row, wanted) for row in rows), (wanted, rows)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("US$1.25 trillion (A$1.44 trillion)", [(1.25e12, "USD"), (1.44e12, "AUD")]),
        ("Rs 4,500 crore, 1,00,000 people, PKR 3 lakh", [(4.5e10, "INR"), (1e5, "count"), (3e5, "PKR")]),
        ("12-25 per cent, between 5 and 7 billion euros", [(12, "percent"), (25, "percent"), (5e9, "EUR"), (7e9, "EUR")]),
        ("$800,000 to $1.3 million", [(8e5, "USD"), (1.3e6, "USD")]),
        ("the seventh-largest market, ranked 16th, its No. 2 trading partner", [(7, "rank"), (16, "rank"), (2, "rank")]),
        ("twice as much, a threefold rise, to double that", [(2, "times"), (3, "times"), (2, "times")]),
        ("two decades, a century, a five-year term", [(20, "years"), (100, "years"), (5, "years")]),
        ("38 bcm of gas, a 1,000-MW plant, 200,000 barrels", [(3.8e10, "cubic metres"), (1000, "megawatts"), (200_000, "barrels")]),
        ("half of the exports and two-thirds of the imports", [(50, "percent"), (66.6667, "percent")]),
        ("F-16, G20, 9/11, 24/7, 10:30, 5 p.m., Su-35, [2], double standards", []),
        ("thousands of people, dozens of firms, several ships", []),
    ],
)
def test_quantities(text: str, values: list[tuple[float, str]]) -> None:
    found = [(item.value, item.unit) for item in find_quantities(text)]
    assert [unit for _, unit in found] == [unit for _, unit in values]
    assert [value for value, _ in found] == pytest.approx([value for value, _ in values])


@pytest.mark.parametrize(("state", "unit"), [("AUS", "AUD"), ("CAN", "CAD"), ("USA", "USD"), ("IND", "USD"), (None, "USD")])
def test_dollar_is_the_publishers(state: str | None, unit: str) -> None:
    document, parts = make_document("Exports to Japan from Chile reached $5 million.", published=PUBLISHED)
    coded = extract_records(parse_document(dataclasses.replace(document, publisher_state=state), parts, PARSER))
    assert [row.unit for row in coded.figures] == [unit]


def test_every_indicator_matches_its_example() -> None:
    for indicator in load_indicators():
        assert indicator.pattern.search(indicator.example), indicator.name


def test_every_unit_word_is_found() -> None:
    units = load_units()
    for word, meaning in units.after.items():
        found = find_quantities(f"about 7 {word} in all")
        assert [item.unit for item in found][:1] == [meaning.unit], word


def test_odd_input(code_text: Callable[..., CodedDocument]) -> None:
    for text in ("", "5", "$", "Kenya 5 5 5 5 5.", "Kenya " + "1,000 " * 300, "Kenya $ % -5-6-7 to to 8", "Kenya 9" * 60):
        assert code_text(text).rejections == []


@pytest.mark.parametrize(("kind", "entry"), read_toml("figure_kinds.toml").items())
def test_words_of_kinds(kind: str, entry: dict[str, str]) -> None:
    shown = entry["example"].partition("<")[2].partition(">")[0].lower()
    assert any(shown.startswith(word) for word in load_kind_words(kind))


def test_unknown_kind_of_words() -> None:
    with pytest.raises(VocabularyError, match="no words under 'colour'"):
        load_kind_words("colour")
