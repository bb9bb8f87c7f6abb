"""Claims that a statistic of a country has a value: "the population of Peru is 33 million".

Works on text and the places in it. A number belongs to the statistic named
last before it (or right behind it) and to the country that stands with that
statistic; lists that pair countries with numbers by their order are aligned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.quantities import find_quantities
from bilateral.vocabulary.properties import load_properties

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.extraction.quantities import Quantity
    from bilateral.vocabulary.properties import Property

__all__ = ["CountryClaim", "find_country_claims"]


@dataclass(frozen=True, slots=True)
class CountryClaim:
    """A statistic, whose it is and its value."""

    property_name: str
    place: tuple[int, int]  # of the country, in characters of the text
    start: int  # of the number
    end: int
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class _Named:
    """Where a statistic is named."""

    start: int
    end: int
    meant: Property | None  # None: a look-alike


def find_country_claims(text: str, places: Sequence[tuple[int, int]]) -> list[CountryClaim]:
    """Find which statistic of which country a sentence gives a value.

    Does not find values of parts of a country or of its people ("male", "rural"),
    of regions of several countries, ranks, and values that only compare ("9 percent
    more than").

    Args:
        text: A sentence.
        places: Start and end of the countries that it names.

    Returns:
        Claims in text order.

    Source:
        Vlachos and Riedel 2015, "Identification and verification of simple claims about statistical properties".

    Example:
        >>> [(c.property_name, c.value) for c in find_country_claims("The population of Peru is 33 million.", [(18, 22)])]
        [('population', 33000000.0)]
    """
    places = sorted(set(places))
    numbers = [item for item in find_quantities(text) if not _is_aside(text, item)]
    named = _find_named(text)
    paired = list(_pair_by_order(text, places, numbers, named))
    if _LIST.search(text):
        return paired
    found = []
    for number in numbers:
        statistic = _statistic_of(text, number, numbers, named)
        place = _place_of(text, number, statistic, places) if statistic is not None else None
        if statistic is not None and statistic.meant is not None and place is not None and _fits(text, number, statistic.meant):
            found.append(_claim(statistic.meant, place, number))
    return found


def _claim(meant: Property, place: tuple[int, int], number: Quantity) -> CountryClaim:
    return CountryClaim(meant.name, place, number.start, number.end, number.value, number.unit)


def _find_named(text: str) -> list[_Named]:
    """Statistics that a text names, the longest name at a spot alone; what looks alike blocks the spot."""
    found = [_Named(*match.span(), item) for item in load_properties() for match in item.pattern.finditer(text) if not _OF_WHOLE.search(text, 0, match.start())]
    blocks = [(match.span(), item) for item in load_properties() if item.blocks for match in item.blocks.finditer(text)]
    blocked = [_Named(one.start, one.end, None) if any(item is one.meant and _meets(span, (one.start, one.end + 3)) for span, item in blocks) else one for one in found]
    kept = [one for one in blocked if not any(_covers(other, one) for other in blocked)]
    return sorted(kept, key=lambda one: one.start)


_OF_WHOLE = re.compile(r"(?:%|\bper ?cent|\bpercentage|\bshare) of (?:the )?(?:total )?$", re.IGNORECASE)
"""In front of what a value is a share of: "health spending (% of GDP)"."""


def _meets(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _covers(longer: _Named, one: _Named) -> bool:
    return longer is not one and longer.start <= one.start and one.end <= longer.end and (longer.end - longer.start) > (one.end - one.start)


_YEAR = re.compile(r"(?:18|19|20)\d\d")
_DAY = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+$")  # May 1, 2010
_RANKED = re.compile(r"\b(?:rank(?:ed|s|ing)?(?:\s+(?:of|is|at|in|the))*|number|no\.?|table|figure|chapter|ages?)\s+$", re.IGNORECASE)


def _is_aside(text: str, item: Quantity) -> bool:
    """Whether a number is a year, a rank or a label."""
    digits = text[item.start : item.end]
    if item.unit == "rank" or _RANKED.search(text, 0, item.start) or text[: item.start].endswith("["):
        return True
    if re.match(r"\s*=\s*100\b", text[item.end :]) or re.search(r"=\s*$", text[: item.start]):
        return True
    return bool(item.is_bare and (_YEAR.fullmatch(digits) or _DAY.search(text, 0, item.start)))


_LIST = re.compile(r"\bwith\s+a\s+respective\b|\brespectively\b", re.IGNORECASE)
_RESPECTIVE = re.compile(r"\bsimilar\s+to\s+that\s+of\s+(?P<places>.+?)\s+with\s+a\s+respective\s+(?P<what>[^\d]{3,60}?)\s+of\s+(?P<values>-?\d[\d.,\s-]*)", re.IGNORECASE)


def _pair_by_order(text: str, places: Sequence[tuple[int, int]], numbers: Sequence[Quantity], named: Sequence[_Named]) -> Iterator[CountryClaim]:
    """The pairs of "similar to that of A, B and C with a respective inflation of 1, 2 and 3"."""
    listed = _RESPECTIVE.search(text)
    if listed is None:
        return
    meant = next((one.meant for one in named if listed.start("what") <= one.start < listed.end("what")), None)
    values = [item for item in numbers if listed.start("values") <= item.start < listed.end("values")]
    names = _cut(listed["places"], len(values))
    if meant is None or len(names) != len(values):
        return
    at = listed.start("places")
    for (start, end), number in zip(names, values, strict=True):
        place = next((one for one in places if at + start <= one[0] < at + end), None)
        if place is not None and _fits(text, number, meant):
            yield _claim(meant, place, number)


_OWN_COMMA = re.compile(r"^\s*(?:China|The|Rep\.?|Republic of|Dem\.?|North|South|FYR|Federated States|Islamic Republic)\s*$", re.IGNORECASE)
"""What stands behind the comma of one name: "Macao SAR, China"."""


def _cut(listed: str, count: int) -> list[tuple[int, int]]:
    """The items of a list as spans; "Hong Kong SAR, China" is one where the numbers say so."""
    cuts = [match.span() for match in re.finditer(r"[^,]+", listed)]
    if len(cuts) <= count:
        return cuts
    joined: list[tuple[int, int]] = []
    for start, end in cuts:
        if joined and len(cuts) > count and _OWN_COMMA.match(listed[start:end]):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


_CLAUSE_END = re.compile(r"[;](?! ?\(?PPP)|(?<!\bSt)(?<!\bRep)(?<!\bDem)\.\s+(?=[A-Z])")
_OTHER_MEASURE = re.compile(
    r"\b(?:labou?r participation|participation rate|density|area|median age|birth rate|death rate|mortality|exports?|imports?|partners?|agriculture|black economy|rank(?:ed|ing)?"
    r"|male|female|men|women|boys|girls|rural|urban|sq\.? ?km|square|less than it was|more than it was)\b", re.IGNORECASE
)
_FAR = 160
"""Characters between the name of a statistic and its value (the longest of the open sentences have about 100)."""


_NEAR = 40
"""Characters behind a value in which its statistic or its country can follow: "11 % of GDP in Japan"."""


def _statistic_of(text: str, number: Quantity, numbers: Sequence[Quantity], named: Sequence[_Named]) -> _Named | None:
    """The statistic that a number gives: named last before it with no other value between, or right behind it."""
    behind = next((item for item in load_properties() if item.behind and number.unit == "count" and re.match(rf"\s*(?:{item.behind.pattern})", text[number.end :], re.IGNORECASE)), None)
    before = next((one for one in reversed(named) if one.end <= number.start), None)
    if before is not None and number.start - before.end <= _FAR and not _CLAUSE_END.search(text, before.end, number.start):
        between = [item for item in numbers if before.end <= item.start < number.start and not _is_in_brackets(text, item)]
        if not [item for item in between if not _changes_to(text, item, number)] and not _OTHER_MEASURE.search(text, before.end, number.start):
            return before
        return None
    if behind is not None:
        return _Named(number.end, number.end, behind)
    if before is None:
        return next((one for one in named if 0 <= one.start - number.end <= _NEAR), None)
    return None


def _is_in_brackets(text: str, item: Quantity) -> bool:
    return text.count("(", 0, item.start) > text.count(")", 0, item.start)


def _changes_to(text: str, item: Quantity, number: Quantity) -> bool:
    """Whether an earlier number is what the value rose or fell from: "dropped from 68 % in 1990 to 20 %"."""
    return bool(re.search(r"\bfrom\s+$", text[: item.start]) and re.search(r"\bto\s+$", text[: number.start]))


_AMONG = re.compile(r"\s*,\s*(?:and\s+)?$|\s+and\s+$", re.IGNORECASE)


def _place_of(text: str, number: Quantity, statistic: _Named, places: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The country of a statistic: between it and its value, else last before it, else right behind the value."""
    between = [one for one in places if statistic.end <= one[0] < number.start]
    if between:
        return between[-1] if len(between) == 1 or not _is_list(text, between) else None
    before = [one for one in places if one[1] <= statistic.start]
    if before:
        return before[-1]
    behind = [one for one in places if 0 <= one[0] - number.end <= _NEAR]
    return behind[0] if behind else None


def _is_list(text: str, places: Sequence[tuple[int, int]]) -> bool:
    """Whether several countries are named together: a value of a region."""
    return bool(_AMONG.fullmatch(text, places[-2][1], places[-1][0])) or "," in text[places[-2][1] : places[-1][0]]


_MORE_THAN = re.compile(r"\s*(?:%|per ?cent)?\s*(?:more|less|higher|lower|greater)\s+than\b", re.IGNORECASE)
_PERCENT_BEHIND = re.compile(r"\s*(?:%|per ?cent)", re.IGNORECASE)
_CUT_NUMBER = re.compile(r"\s+\d{3}\b|\s*\.\d")  # 5 379 455, cut at its blanks


def _fits(text: str, number: Quantity, meant: Property) -> bool:
    """Whether a number can be the value of a statistic by its unit and size."""
    kind = "percent" if _PERCENT_BEHIND.match(text, number.end) else number.unit_class
    if kind not in meant.units or _MORE_THAN.match(text, number.end) or _CUT_NUMBER.match(text, number.end):
        return False
    return meant.low <= abs(number.value) <= meant.high or (meant.low < 0 and abs(number.value) <= meant.high)
