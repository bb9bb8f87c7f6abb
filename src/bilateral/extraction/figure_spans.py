"""Times that only figures are told for: fiscal years, years to a month, "since 2010", "the past five years"."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING

from bilateral.parsed import Time
from bilateral.periods import as_period, bounds, is_period
from bilateral.vocabulary.measures import load_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilateral.parsed import Sentence

__all__ = ["with_spans"]

_YEAR = r"(?:19|20)\d\d"
_NAMES = [name.lower() for name in calendar.month_name[1:]]
_MONTH = rf"(?P<month>{'|'.join(_NAMES)})"
_COUNT = r"(?P<count>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_MAY_TELL = re.compile(rf"fiscal|financial|fy|since|past|last|next|coming|season|year to|year-to|(?:year|months)\s|{_YEAR}\s?[-–/]\s?\d\d")
"""A sentence in small letters without any of these is not looked at further."""
_SPLIT_YEAR = re.compile(rf"\b(?:(?:fiscal|financial)(?:\s+years?)?\s+|FY\s?)?(?P<first>{_YEAR})\s?[-–/]\s?(?P<second>(?:{_YEAR}|\d\d))\b(?![-–/]\d)", re.IGNORECASE)  # fiscal 2015-16 | 2014/15
_FISCAL = re.compile(rf"\b(?:(?:the\s+)?(?:fiscal|financial)(?:\s+year)?\s+|FY\s?)(?P<year>{_YEAR}|\d\d)\b(?!\s?[-–/]\s?\d)", re.IGNORECASE)  # fiscal 2015 | FY14
_TO_MONTH = re.compile(
    rf"\b(?:the\s+)?(?:(?:fiscal\s+|financial\s+)?year|{_COUNT}\s+months)\s+(?:to|end(?:ed|ing)(?:\s+in)?|through)\s+(?:(?:the\s+)?end\s+of\s+)?(?:\d{{1,2}}\s+)?{_MONTH}(?:\s+\d{{1,2}}(?!\d))?(?:,?\s+(?P<year>{_YEAR}))?\b",
    re.IGNORECASE,
)  # the year to March | the 12 months ended June 2014
_SINCE = re.compile(rf"\bsince\s+(?:(?:early|late|mid)[\s-]+)?(?:{_MONTH}\s+)?(?P<year>{_YEAR})\b", re.IGNORECASE)  # since 2010 | since June 2012
_PAST = re.compile(rf"\b(?:over|in|during|for|within)\s+the\s+(?:past|last)\s+(?:{_COUNT}\s+(?P<unit>months|years)|(?P<decade>decade))\b", re.IGNORECASE)  # over the past five years

_NEXT = re.compile(rf"\b(?:over|in|during|for|within)\s+the\s+(?:next|coming)\s+(?:{_COUNT}\s+years|(?P<decade>decade))\b", re.IGNORECASE)  # over the next ten years
_NAMED = re.compile(r"\b(?:the\s+)?(?P<which>last|past|previous|current|this|next)\s+(?:fiscal|financial)\s+year\b|\b(?P<date>year[\s-]to[\s-]date)\b", re.IGNORECASE)  # the last fiscal year | year to date
_STEPS = {"last": -1, "past": -1, "previous": -1, "next": 1}


def with_spans(times: Sequence[Time], sentence: Sentence, published: str | None) -> list[Time]:
    """The dates of a sentence with those that only figures are told for in place of what they hold.

    A fiscal year named by two years covers both, one named by one year is that
    year: which months it has differs from state to state and is seldom told. Does
    not read "since" and "the past years" where the published date is not known.

    Args:
        times: The dates as they were read.
        sentence: Their sentence.
        published: Published date of the document, ISO 8601.

    Returns:
        Dates in text order.
    """
    if not _MAY_TELL.search(sentence.text.lower()):
        return list(times)
    found: list[Time] = []
    for time in _read(sentence, published):
        if not any(_overlap(time, other) for other in found):
            found.append(time)
    kept = [time for time in times if not any(_overlap(time, other) for other in found)]
    return sorted([*kept, *found], key=lambda time: time.start_char)


def _overlap(one: Time, other: Time) -> bool:
    return one.start_char < other.end_char and other.start_char < one.end_char


def _read(sentence: Sentence, published: str | None) -> Iterator[Time]:
    """Every such time, the more special first."""
    told = bounds(published)[1] if published and is_period(published) else None
    for pattern, read in ((_TO_MONTH, _to_month), (_SPLIT_YEAR, _split_year), (_FISCAL, _fiscal), (_NAMED, _named), (_SINCE, _since), (_PAST, _past), (_NEXT, _next)):
        yield from _times(pattern.finditer(sentence.text), read, sentence, told)


def _times(matches: Iterable[re.Match[str]], read: object, sentence: Sentence, told: date | None) -> Iterator[Time]:
    for match in matches:
        period = read(match, told) if callable(read) else None
        if period is not None and is_period(period):
            yield Time(sentence.start_char + match.start(), sentence.start_char + match.end(), match[0], period, "date")


def _split_year(found: re.Match[str], _told: date | None) -> str | None:
    """Two years in a row: "2014-15"; any other two numbers are a span or none."""
    first, second = int(found["first"]), int(found["second"][-2:])
    return f"{first}/{first + 1}" if (first + 1) % 100 == second else None


def _fiscal(found: re.Match[str], _told: date | None) -> str | None:
    year = found["year"]
    return year if len(year) > 2 else f"20{year}"  # noqa: PLR2004 - two digits


def _named(found: re.Match[str], told: date | None) -> str | None:
    return str(told.year + _STEPS.get((found["which"] or "").lower(), 0)) if told is not None else None


def _to_month(found: re.Match[str], told: date | None) -> str | None:
    """The months up to one that is named; without a year the last such month before the text."""
    month = _NAMES.index(found["month"].lower()) + 1
    if found["year"]:
        year = int(found["year"])
    elif told is not None:
        year = told.year if month <= told.month else told.year - 1
    else:
        return None
    count = _number(found["count"]) if found["count"] else 12
    start = year * 12 + month - count  # months since the year 0, from 0
    return as_period(date(start // 12, start % 12 + 1, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _since(found: re.Match[str], told: date | None) -> str | None:
    if told is None or int(found["year"]) > told.year:
        return None
    if found["month"]:
        return f"{found['year']}-{_NAMES.index(found['month'].lower()) + 1:02d}/{told:%Y-%m}"
    return f"{found['year']}/{told.year}" if int(found["year"]) < told.year else found["year"]


def _past(found: re.Match[str], told: date | None) -> str | None:
    if told is None:
        return None
    if found["decade"] or found["unit"].lower() == "years":
        return f"{told.year - (10 if found['decade'] else _number(found['count']))}/{told.year}"
    start = told.year * 12 + told.month - 1 - _number(found["count"])
    return f"{start // 12}-{start % 12 + 1:02d}/{told:%Y-%m}"


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else int(load_units().number[text.lower()])


def _next(found: re.Match[str], told: date | None) -> str | None:
    """The years to come, from that of the document."""
    if told is None:
        return None
    years = 10 if found["decade"] else _number(found["count"])
    return f"{told.year}/{told.year + years}"
