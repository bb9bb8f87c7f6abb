"""Quantities of any sentence, claims on countries, and the forms in which they are written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.extraction.conftest import PARSER

from bilateral.extraction.country_claims import find_country_claims
from bilateral.extraction.indicator_words import find_nearest
from bilateral.extraction.measurements import Measurement, find_measurements
from bilateral.extraction.number_patterns import find_starts, load_patterns
from bilateral.extraction.quantities import find_quantities
from bilateral.language.parse import load_parser, parse_sentences
from bilateral.language.times import resolve_times
from bilateral.parsed import Sentence
from bilateral.vocabulary.measures import load_indicators, load_units
from bilateral.vocabulary.openings import find_openings, openings_in
from bilateral.vocabulary.properties import load_properties

if TYPE_CHECKING:
    from bilateral.vocabulary.measures import Indicator

ROOT = Path(__file__).parents[2]

CASES = {
    "The ferry carried about 40 trucks and 300 to 350 passengers.": [(40, None, "truck", "~"), (300, 350, "passenger", "=")],
    "Lisbon lies between 30 and 40 km from the plant.": [(30, 40, "kilometre", "=")],
    "Shares fell 2.5 percent, or 14 points, in Oslo.": [(2.5, None, "percentage", "down"), (14, None, "point", "down")],
    "The index gained 1.2% to 3,400.": [(1.2, None, "percentage", "up"), (3400, None, "-", "=")],
    "Copper sold at $9,100 a tonne and crude at more than €70 per barrel.": [(9100, None, "dollar per metric ton", "="), (70, None, "euro per barrel", ">")],
    "A 52-year-old pilot flew less than 90 hours per month.": [(52, None, "year of age", "="), (90, None, "hour per month", "<")],
    "Two thirds of the villages lost dozens of houses.": [(2 / 3, None, "% village", "="), (12, 120, "house", "down")],
    "The mayor owns one of the old mills.": [(1, None, "old mill", "=")],
    "A 5kW pump lifts 250 ml of water at 40 degrees Celsius.": [(5, None, "kilowatt", "="), (250, None, "millilitre", "="), (40, None, "celsius", "=")],
    "The bridge weighs 900 pounds; the bank lent 3 million pounds.": [(900, None, "pound-mass", "="), (3e6, None, "pound sterling", "=")],
    "They sold 4.2M phones and 10 1/2 acres of land.": [(4.2e6, None, "phone", "="), (10.5, None, "acre", "=")],
    "On 12 May 2014 the 3rd Fleet left Section 42 at 10.30 p.m. for the Euro 2016 final.": [],
}


@pytest.fixture(scope="module")
def parsed() -> dict[str, Sentence]:
    sentences = {text: Sentence(0, 0, 0, len(text), text) for text in CASES}
    parse_sentences(load_parser(PARSER), list(sentences.values()))
    for sentence in sentences.values():
        resolve_times([sentence], None)
    return sentences


@pytest.mark.parametrize("text", CASES, ids=lambda text: text[:40])
def test_measurements(text: str, parsed: dict[str, Sentence]) -> None:
    found = find_measurements(parsed[text])
    assert [(item.unit, item.change) for item in found] == [(unit, change) for _, _, unit, change in CASES[text]]
    assert [item.value for item in found] == pytest.approx([value for value, *_ in CASES[text]])
    assert [item.upper for item in found] == [upper for _, upper, *_ in CASES[text]]
    assert all(isinstance(item, Measurement) and 0 <= item.start < item.end <= len(text) for item in found)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("two dozen firms and a couple of dozen guests", [24, 24]),
        ("two hundred and fifty troops, two thousand and six", [250, 2006]),
        ("half a million tonnes, three and a half years", [500_000, 3.5]),
        ("$200 to $4 million, $10 to $15 billion", [200, 4e6, 1e10, 1.5e10]),
        ("the 300m bridge, 2.5m people", [300, 2.5e6]),
        ("among the top 15 economies", [15]),
        ("double dissolution, its own two feet, no number at all", []),
    ],
)
def test_numbers(text: str, values: list[float]) -> None:
    assert [item.value for item in find_quantities(text)] == pytest.approx(values)


def test_every_symbol_and_unit_has_a_name() -> None:
    units = load_units()
    for sign, unit in units.symbol.items():
        assert [item.unit for item in find_quantities(f"It shows 7{sign}.")] == [unit], sign
    assert all(units.name[meaning.unit] for meaning in units.after.values() if meaning.unit in units.name)
    assert units.name["tonnes"] == "metric ton"
    assert units.name["miles per hour"] == "mile per hour"


CLAIMS = [
    ("The population of Peru is 33 million.", ["Peru"], [("population", "Peru", 33e6)]),
    ("Life expectancy in Laos is: male 66, female 70.", ["Laos"], []),
    ("Chad GDP growth (annual %) 2012: 8.9, Percent", ["Chad"], [("gdp growth", "Chad", 8.9)]),
    ("The inflation of Oman is similar to that of Fiji, Chad with a respective inflation of 2.9, 2.7 (%)", ["Oman", "Fiji", "Chad"], [("inflation", "Fiji", 2.9), ("inflation", "Chad", 2.7)]),
    ("The urban population of Nepal is 6 million.", ["Nepal"], []),
    ("Inflation for Kenya and Uganda was 6 %.", ["Kenya", "Uganda"], []),
    ("Health spending accounts for 9 % of GDP in Japan.", ["Japan"], [("health expenditure of gdp", "Japan", 9)]),
    ("The population of Malta is 98 % Catholic.", ["Malta"], []),
]


@pytest.mark.parametrize(("text", "names", "claims"), CLAIMS, ids=[text[:40] for text, *_ in CLAIMS])
def test_country_claims(text: str, names: list[str], claims: list[tuple[str, str, float]]) -> None:
    places = [(text.rindex(name), text.rindex(name) + len(name)) for name in names]
    assert [(claim.property_name, text[slice(*claim.place)], claim.value) for claim in find_country_claims(text, places)] == claims


def test_every_property_is_named_by_its_example() -> None:
    for item in load_properties():
        assert item.pattern.search(item.example), item.name
        assert item.blocks is None or not item.blocks.search(item.example), item.name


def test_nearest_word_of_the_clause_wins(parsed: dict[str, Sentence]) -> None:
    sentence = parsed["The index gained 1.2% to 3,400."]
    assert find_nearest(find_quantities(sentence.text)[0], sentence, (0, len(sentence.text))) is None


def test_evaluation_scores_its_own_form(tmp_path: Path) -> None:
    rows = [{"text": text, "quantities": [{"value": str(value), "normalized_unit": unit, "change": change} for value, upper, unit, change in wanted if upper is None]} for text, wanted in CASES.items()]
    (tmp_path / "set.json").write_text(json.dumps(rows), encoding="utf-8")
    command = [sys.executable, str(ROOT / "evaluation/quantities.py"), str(tmp_path / "set.json"), "--score", "--out", str(tmp_path / "out.jsonl")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "R 100.0" in done.stdout
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["text"] for line in lines] == list(CASES)
    assert lines[1]["quantities"] == [{"value": "30.0-40.0", "unit": "kilometre", "change": "="}]


@pytest.mark.parametrize("text", ["5" + " " * 20_000 + "x", "1" * 5000, "1/2 " * 4000, "no." + "\n" * 20_000 + "rank"], ids=["blanks", "digits", "fractions", "lines"])
def test_hostile_text_ends_soon(text: str) -> None:
    assert all(item.value < 1e30 for item in find_quantities(text))


TEXTS = [
    "Trade rose to US$12.4 billion in 2015, from Rs 4,500 crore; half a dozen firms left.",
    "A couple of hundred troops, two-thirds of them on 3½-year terms, cost €5m or 10 1/2 per cent more.",
    "The G20 met on 9/11 at 10:30; F-16 jets, $5-$7 million each, and a dozen tanks followed.",
    "No number stands here, though anyone might look for one and a half.",
]


@pytest.mark.parametrize("text", [*TEXTS, *(item.example for item in load_indicators())])
def test_numbers_begin_only_where_they_are_looked_for(text: str) -> None:
    starts = set(find_starts(text))
    assert {found.start() for found in load_patterns()["main"].finditer(text)} <= starts


@pytest.mark.parametrize("indicator", load_indicators(), ids=lambda item: item.example)
def test_openings_leave_out_no_indicator(indicator: Indicator) -> None:
    texts = [item.example for item in load_indicators()]
    named = [text for text in texts if indicator.pattern.search(text)]
    is_told = indicator.openings is not None and all(len(opening) == 3 for opening in indicator.openings)
    for text in named if is_told else []:
        places = openings_in(text)
        tried = {place for opening in indicator.openings for place in places.get(opening, [])}
        assert tried
        assert not indicator.is_opened or {match.start() for match in indicator.pattern.finditer(text)} <= tried
    assert named


def test_openings_that_cannot_be_read() -> None:
    assert find_openings(r"\w+-\w+ corridor\b") == {"cor"}
    assert find_openings("(?:tea|[LH]EU)") is None
    assert find_openings("b(?:uy|ought)s?") == {"buy", "bou"}
    assert find_openings("(?<!tax )(?:new )?pacts?") == {"new", "pac"}
