"""Every quantity of a sentence, of a relation or not: value or range, unit in words, and how it is bounded or changes.

Figures keep what tells of states; this reads "a 7-year-old", "one of my shops",
"40 mpg" and "dozens of homes" too. Both stand on the same finder of numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bilateral.extraction.measured_changes import find_change
from bilateral.extraction.measured_units import counted_noun, is_age, name_unit
from bilateral.extraction.quantities import Quantity, find_quantities, with_modifier
from bilateral.vocabulary.measures import load_units

if TYPE_CHECKING:
    from bilateral.parsed import Sentence, Token

__all__ = ["Measurement", "find_measurements"]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value, or one range, with its unit."""

    start: int  # in characters of the sentence
    end: int
    value: float
    upper: float | None  # of a range
    unit: str  # name in the singular, "-" where nothing is named
    change: str  # = ~ < > up down


def find_measurements(sentence: Sentence) -> list[Measurement]:
    """Find every quantity of a parsed sentence.

    Does not find dates, clock times, ranks, numbers in names ("Section 427"),
    the pronoun "one" and bare multiples ("double").

    Args:
        sentence: A sentence with words and times.

    Returns:
        Measurements in text order; a range is one.

    Source:
        The form of NewsQuant and CQE (Almasian et al., EMNLP 2023): value, unit, change.
    """
    quantities = [item for item in _all_quantities(sentence.text) if not _is_left_out(item, sentence)]
    found: list[Measurement] = []
    upper_of = _ranges(sentence.text, quantities)
    for place, item in enumerate(quantities):
        if place in upper_of.values():
            continue
        upper = quantities[upper_of[place]] if place in upper_of else None
        found.append(_with_unit_before(sentence.text, _measure(sentence, item, upper), found))
    return found


_GOES_ON = re.compile(r"(?:\b(?:and|or|to|is|was|with|than|versus)|,)\s+(?:only\s+|about\s+)?$", re.IGNORECASE)
_SAME_UNIT_REACH = 110
"""Characters between a number with a unit and a bare one of the same: "435 homes by open sale and 187 by tender"."""


def _with_unit_before(text: str, item: Measurement, before: list[Measurement]) -> Measurement:
    """A measurement without unit in that of the one before it; a level behind a percentage or a sum stays without."""
    last = before[-1] if before else None
    if item.unit != "-" or last is None or item.start - last.end > _SAME_UNIT_REACH or not _GOES_ON.search(text, last.end, item.start):
        return item
    is_level = last.unit.startswith(("percentage", "%")) or last.unit.endswith((" of age", "dollar", "euro", "yen", "pound sterling"))
    return item if is_level else replace(item, unit=last.unit)


_VAGUE = {"dozens": (12.0, 120.0), "hundreds": (100.0, 1000.0), "thousands": (1000.0, 10000.0), "millions": (1e6, 1e7), "billions": (1e9, 1e10)}
_VAGUE_WORD = re.compile(r"\b(?P<word>dozens|hundreds|thousands|millions|billions)\s+of\b", re.IGNORECASE)
_HYPHENED = re.compile(r"(?<![\w.,/:$#-])(?P<number>\d[\d,]*(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)-(?=[a-z]{3,})(?!(?:year|month|week|day)s?-)", re.IGNORECASE)  # a 13-story building, a three-course meal


def _all_quantities(text: str) -> list[Quantity]:
    """What the finder of numbers gives, with vague numbers and numbers joined to their noun by a hyphen."""
    found = find_quantities(text)
    extra = [
        *(Quantity(m.start(), m.end("word"), _VAGUE[m["word"].lower()][0], "count", is_word=True, is_bare=True) for m in _VAGUE_WORD.finditer(text)),
        *(Quantity(m.start(), m.end("number"), _number(m["number"]), "count", is_attributive=True, is_bare=True) for m in _HYPHENED.finditer(text)),
    ]
    extra += [Quantity(m.start(), m.end(), _number(m["number"]) * load_units().scale.get((m["scale"] or "").lower(), 1.0), f"{m['unit'].lower()}s", is_attributive=True) for m in _OLD.finditer(text)]
    free = [with_modifier(text, item) for item in extra if not any(one.start < item.end and item.start < one.end for one in found)]
    return _sharing(text, sorted([*found, *free], key=lambda item: (item.start, item.end)))


_OR = re.compile(r"\s+or\s+", re.IGNORECASE)


def _sharing(text: str, found: list[Quantity]) -> list[Quantity]:
    """A number before "or" takes the unit of the one behind it: "three or four years", "8 or $9"."""
    rows = list(found)
    for place, (first, second) in enumerate(pairwise(found)):
        if first.unit == "count" and first.is_bare and second.unit not in {"count", "rank"} and _OR.fullmatch(text, first.end, second.start):
            rows[place] = replace(first, unit=second.unit, is_bare=False)
    return rows


_OLD = re.compile(
    r"(?<![\w.,/:$#])(?P<number>\d[\d,]*(?:\.\d+)?|[a-z]+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:\s(?P<scale>thousand|million|billion))?\s?[\s-]\s?(?P<unit>year|month|week|day)s?\s?[\s-]\s?olds?\b",
    re.IGNORECASE,
)  # a 60-year-old, 400 million-year-old rocks


def _number(word: str) -> float:
    known = load_units().number.get(word.lower())
    return known if known is not None else float(word.replace(",", "") or "nan")


_YEARS = range(1500, 2101)
_LABEL_BEFORE = re.compile(
    r"\b(?:section|row|article|resolution|chapter|phase|stage|page|flight|route|highway|block|level|category|type|grade|class|division|week|day|game|round|part|volume|episode|season|item"
    r"|paragraph|line|lane|gate|room|seat|track|unit|zone|area|district|ward|suite|apt|apartment|box|channel|fortune|no|number|version|model|mark|iphone|galaxy|windows|formula|group|nasdaq|ftse|p|cac|dax|russell|stoxx"
    r"|s\s?&?\s?p|boeing|airbus|covid|catch|super\s+bowl|question|step|chart|figure|table|rule|act|bill|proposition|title|step|tier|league|pixel|ps|xbox|code|form|quarter|interstate|exit)\.?\s+$",
    re.IGNORECASE,
)  # Section 427, Fortune 100, S&P 500
_CLOCK = re.compile(r"\s?(?:a\.?m\.?|p\.?m\.?|o'?clock|ET|EST|EDT|GMT|BST|CET)\b")
_MONTH_BEFORE = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+$")
_MONTH_BEHIND = re.compile(r"(?:st|nd|rd|th)?\s+(?:of\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\b")


_AGED = re.compile(r"\baged?\s+(?:between\s+)?(?:\d+\s*(?:to|and|-|–)\s*)?$", re.IGNORECASE)
_PLAN = re.compile(r"-years?$", re.IGNORECASE)  # a five-year award
_PROPER = re.compile(r"(?<=[a-z]\s)(?:[A-Z][\w&]*\s)+$")


def _is_left_out(item: Quantity, sentence: Sentence) -> bool:  # noqa: PLR0911 - one return a rule, in order
    """Whether a number measures nothing: ranks, dates, labels, multiples and the pronoun "one"."""
    text = sentence.text
    if item.unit == "rank" or item.is_anniversary or (item.unit == "times" and item.is_word and "fold" not in text[item.start : item.end]):
        return True
    if _AGED.search(text, 0, item.start) or (item.unit_class == "duration" and (text[item.start : item.start + 2].lower() in ("a ", "an") or _PLAN.search(text[item.start : item.end]))):
        return True
    if item.unit != "count" or not item.is_bare:
        return _is_in_time(item, sentence) and item.unit_class == "count"
    if item.value == 1 and item.is_word:
        return not _is_counting_one(item, sentence)
    if _LABEL_BEFORE.search(text, 0, item.start) or _CLOCK.match(text, item.end):
        return True
    is_year = not item.is_word and item.value in _YEARS and "," not in text[item.start : item.end]
    if is_year and (counted_noun(item, sentence) is None or not _is_plural(counted_noun(item, sentence))):
        return True
    noun = counted_noun(item, sentence)
    if not item.is_word and not is_age(item, sentence) and (
        (noun is None and _PROPER.search(text, 0, item.start) and _ends_name(item, sentence)) or (noun is not None and noun.tag == "NNP" and noun.text.istitle())
    ):
        return True  # Apple Watch 5, 575 Hill Road
    return bool(_MONTH_BEFORE.search(text, 0, item.start) or _MONTH_BEHIND.match(text, item.end)) or _is_in_time(item, sentence)


def _ends_name(item: Quantity, sentence: Sentence) -> bool:
    """Whether the word before a number is a name and no month."""
    at = item.start + sentence.start_char
    before = [word for word in sentence.tokens if word.end <= at]
    return bool(before) and before[-1].tag == "NNP"


def _is_plural(noun: Token | None) -> bool:
    return noun is not None and noun.tag in ("NNS", "NNPS")


def _is_in_time(item: Quantity, sentence: Sentence) -> bool:
    """Whether a number is part of a date: "in 2014", "23 May"."""
    start, end = item.start + sentence.start_char, item.end + sentence.start_char
    return any(
        time.start_char <= start and end <= time.end_char and time.time_type == "date" and any(sign.isdigit() for sign in time.quote)
        for time in sentence.times
    )


_ONE_OF = re.compile(r"\s+of\s+(?:the|my|our|his|her|its|their|your|these|those|a|several|many|\w+'s?)\b", re.IGNORECASE)
_NOT_ONE = re.compile(r"\b(?:each|this|that|the|every|no|any|another|which|right|new|only|big)\s+$", re.IGNORECASE)
_ONE_TIME = frozenset("day thing time way hand side reason".split())


def _is_counting_one(item: Quantity, sentence: Sentence) -> bool:
    """Whether "one" counts: "one man", "one of my shops"; not "the one", "one day"."""
    if _ONE_OF.match(sentence.text, item.end):
        return True
    if _NOT_ONE.search(sentence.text, 0, item.start):
        return False
    noun = counted_noun(item, sentence)
    return noun is not None and noun.lemma.lower() not in _ONE_TIME


_RANGE_BETWEEN = re.compile(r"\s?(?:-|–|—|to|up to)\s?(?:about |around |roughly |just |as much as |as many as )?", re.IGNORECASE)
_FROM_BEFORE = re.compile(r"\b(?:from|between|ranging from|of between)\s+(?:about |around |roughly |just |as little as )?$", re.IGNORECASE)
_FROM_TO = re.compile(r"(?:(?:[^,;.()]|\.\d){0,40}?)\s+to\s+(?:about |around |roughly |just )?", re.IGNORECASE)


_OR_BEFORE = re.compile(r"\bor\s+$")
_SCALED = 1000
"""From here on two numbers by "or" share a scale and are one range: "700 or 800 million"."""


def _ranges(text: str, quantities: list[Quantity]) -> dict[int, int]:
    """The upper bound of each lower one, by place in the list: "5 to 7", "between 15 kHz and 17 kHz"."""
    found: dict[int, int] = {}
    for place, (first, second) in enumerate(pairwise(quantities)):
        is_either = second.start < first.end and second.value < _SCALED and _OR_BEFORE.search(text, first.start, second.start)
        if place in found.values() or is_either or (first.is_attributive and first.unit == "count"):
            continue  # "eight or nine euros" are two sums
        if (second.start < first.end and not _BY.search(text, 0, first.start)) or (second.start >= first.end and _is_range(text, first, second)):
            found[place] = place + 1
    return found


_BY = re.compile(r"\b(?:by|up|down|rose|fell|gained|lost|jumped|added|shed|dropped|climbed|slid|grew|increased|decreased|declined)\s+(?:about |nearly |almost |more than )?$", re.IGNORECASE)
"""In front of a change, which "to" leads on from to the level reached."""


def _is_range(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether two numbers of one unit bound a range."""
    if first.unit != second.unit or "fold" in text[first.start : first.end]:
        return False
    between = text[first.end : second.start]
    is_from = bool(_FROM_BEFORE.search(text, 0, first.start))
    if _RANGE_BETWEEN.fullmatch(between):
        return not _BY.search(text, 0, first.start) and not (between.endswith("-") and between != "-")
    if is_from and re.fullmatch(r"\s+and\s+", between):
        return True
    return is_from and bool(_FROM_TO.fullmatch(between))


def _measure(sentence: Sentence, item: Quantity, upper: Quantity | None) -> Measurement:
    text = sentence.text
    last = upper or item
    value, high = item.value, upper.value if upper else None
    vague = _VAGUE.get(text[item.start : item.end].lower())
    if vague:
        value, high = vague
    if item.unit == "percent" and item.is_word and re.search(r"half|third|quarter|fourth|fifth|tenth", text[item.start : item.end], re.IGNORECASE):
        value = _share(value)
    if _is_negative(text, item):
        value = -value
    unit = name_unit(item, last, sentence)
    return Measurement(item.start, max(item.end, last.end), value, high, unit, find_change(item, last, sentence, is_age=is_age(item, sentence)))


_THIRD = 1 / 3


def _share(percent: float) -> float:
    """A percentage as the fraction it came from: 33.3333 -> 1/3."""
    thirds = round(percent / 100 / _THIRD)
    return thirds * _THIRD if abs(percent / 100 - thirds * _THIRD) < 1e-4 and thirds else percent / 100  # noqa: PLR2004 - digits of units.toml


_MINUS = re.compile(r"(?:(?<=\s)|^)(?:-|−|minus[\s-])$", re.IGNORECASE)


def _is_negative(text: str, item: Quantity) -> bool:
    return bool(_MINUS.search(text, 0, item.start))
