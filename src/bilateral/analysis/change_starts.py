"""What a growth rate, a multiple or a target starts from, and whether it rises or falls, by the words around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.analysis.change_checks import year_before
from bilateral.periods import bounds, is_period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bilateral.records import Figure

__all__ = ["find_base", "find_reporter", "is_fall", "sentence_at"]

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WHOLE = r"(?:the\s+)?(?:(?:whole|full|entire|all|end|level|levels|figure|total|volume|value|that|those|year)\s+)*(?:of\s+|in\s+|for\s+|recorded\s+in\s+|seen\s+in\s+)?(?:the\s+)?(?:whole\s+of\s+|all\s+of\s+|full\s+year\s+|year\s+)?"
_COMPARED = re.compile(
    rf"\b(?:than|over|from|since|versus|against|above|below|compared\s+(?:with|to)|relative\s+to|up\s+on|down\s+on|on)\s+(?:in\s+|for\s+|during\s+)?(?:its\s+|their\s+)?{_WHOLE}{_YEAR}\b", re.IGNORECASE
)  # more than for the whole of 2009 | compared with 2009 | from 2005
_SAME_PART = re.compile(rf"\bthe\s+same\s+(?:period|months?|quarter|time|half)\s+(?:of|in)\s+{_YEAR}\b", re.IGNORECASE)  # the same period of 2009
_BETWEEN = re.compile(rf"\b(?:between|from)\s+{_YEAR}\s+(?:and|to|until|till|through)\s+(?P<end>(?:19|20)\d\d)\b", re.IGNORECASE)  # between 2005 and 2010
_YEARLY = re.compile(
    r"\b(?:year[- ]on[- ]year|year[- ]over[- ]year|y-?o-?y|annual(?:ly)?|a\s+year\s+(?:earlier|before|ago)|(?:the\s+)?(?:previous|preceding|prior|last)\s+year|one\s+year\s+(?:earlier|before))\b", re.IGNORECASE
)  # year-on-year | than a year earlier | the previous year
_FALL = r"(?:fell|fall(?:s|en|ing)?|declin\w+|drop\w*|decreas\w+|down|shr[aiu]nk\w*|plung\w+|plummet\w*|contract(?:ed|ing|s)|slump\w*|slid\w*|slip\w*|tumbl\w+|halv\w+|lower|less|fewer|lost|reduc\w+|dwindl\w+|dip\w*|cut)"
_RISE = r"(?:rose|rise[ns]?|rising|grew|grow\w*|increas\w+|up|jump\w*|surg\w+|climb\w*|soar\w*|more|higher|expand\w*|gain\w*|doubl\w+|tripl\w+|added|exceed\w*|improv\w+)"
_MOVES = re.compile(rf"\b(?:(?P<fall>{_FALL})|(?P<rise>{_RISE}))\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<![A-Z])[.!?][\"”’)]*\s+(?=[A-Z“\"])|\n\s*\n")


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a stretch of a text begins and ends."""
    before = [found.end() for found in _SENTENCE_END.finditer(text, max(0, start - _FAR), start)]
    after = _SENTENCE_END.search(text, max(start, end - 1), end + _FAR)
    return before[-1] if before else max(0, start - _FAR), after.start() + 1 if after else min(len(text), end + _FAR)


_FAR = 400
"""Characters on either side beyond which words hardly speak of the figure."""


def find_base(figure: Figure, text: str) -> str | None:
    """The period that a change is compared with, as its sentence tells.

    Does not read bases told in other sentences, and leaves a base that is only
    implied to the check, which takes the year before.

    Args:
        figure: A change, or a target or forecast relative to a base.
        text: The text of its document.

    Returns:
        ISO 8601, None where the sentence tells none.
    """
    low, high = sentence_at(text, figure.start_char, figure.end_char)
    words, at = text[low:high], _number_at(figure, text) - low
    between = _BETWEEN.search(words)
    if between is not None:
        return between["year"]
    same = _SAME_PART.search(words)
    if same is not None and figure.period:
        return _shifted(figure.period, int(same["year"]))
    found = [match for match in _COMPARED.finditer(words) if figure.period is None or not _is_own(match["year"], figure.period)]
    nearest = min(found, key=lambda match: (match.start() < at, abs(match.start() - at)), default=None)
    if nearest is not None:
        return nearest["year"]
    return year_before(figure.period) if figure.period and _YEARLY.search(words) else None


def _is_own(year: str, period: str) -> bool:
    """Whether a year is the one that a period ends in: "from 2009" in "2009" is its own time, no base."""
    return bool(is_period(period)) and str(bounds(period)[0].year) == year


def _shifted(period: str, year: int) -> str:
    """The same part of another year."""
    own = bounds(period)[0].year
    return re.sub(r"\d{4}", lambda found: str(int(found[0]) - own + year), period)


def is_fall(figure: Figure, text: str) -> bool:
    """Whether a change is a fall: by the word of rising or falling nearest to its number.

    Args:
        figure: A change.
        text: The text of its document.
    """
    low, high = figure.start_char, figure.end_char
    at = _number_at(figure, text)
    moves = [(abs(found.start() - at), found) for found in _MOVES.finditer(text, low, high)]
    return bool(moves) and min(moves, key=lambda item: item[0])[1]["fall"] is not None


_STATISTICS = r"(?:(?:official|national|government|state|federal|customs|trade|export|import|central|foreign|latest|own|own-country)\s+){0,3}(?:sources?|statistics|figures?|data|customs|estimates?|numbers|reports?|records|side|authorities|agency|association|service|bank|ministry|ones?)"
"""What a state's statistics are called after its name: "Norwegian customs data", "Korea International Trade Association" (by `claimed_by`)."""


_COUNTS = r"(?:gives?|gave|puts?|counts?|counted|records|recorded|registers|registered)"
"""What only those do who count: "the Kremlin gave $19 billion"; what somebody says may be either side's figure."""


def find_reporter(figure: Figure, text: str, names: Mapping[str, Sequence[str]]) -> str | None:
    """Whose statistics a figure is from, as its words tell: "Norwegian customs put it at 3 billion".

    Does not take who speaks for who counts: a minister may quote either side.

    Args:
        figure: A figure.
        text: The text of its document.
        names: States with the names that they and their people go by.

    Returns:
        One of the states, None where the words name none or several alike.
    """
    at = _number_at(figure, text)
    found = []
    for state, called in names.items():
        own = "|".join(re.escape(name) for name in sorted(called, key=len, reverse=True))
        if figure.claimed_by and re.search(rf"\b(?:{own})\b(?:\s\w+)*?\s{_STATISTICS}\b", figure.claimed_by, re.IGNORECASE):
            return state
        found += [(at - match.start(), state) for match in re.compile(rf"\b(?:{own})\s(?:{_STATISTICS}|{_COUNTS})\b", re.IGNORECASE).finditer(text, figure.start_char, at)]
    return min(found)[1] if found else None


def _number_at(figure: Figure, text: str) -> int:
    """Where a figure's number stands: its digits with the unit, else the middle of its words."""
    scale = next((size for size in (1e12, 1e9, 1e6) if abs(figure.value) >= size), 1.0) if figure.unit != "percent" else 1.0
    digits = re.escape(f"{abs(figure.value) / scale:,.10g}").replace(",", ",?")
    unit = r"\s?-?\s?(?:%|per\s?cent)" if figure.unit == "percent" else ""
    found = re.compile(rf"(?<![\d.]){digits}{unit}", re.IGNORECASE).search(text, figure.start_char, figure.end_char)
    return found.start() if found else (figure.start_char + figure.end_char) // 2
