"""Plain English: numbers with nouns, lists, dates and amounts, the same everywhere in a brief."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bilateral import periods

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

__all__ = [
    "EN_DASH",
    "MINUS",
    "NOT_GIVEN",
    "be",
    "capitalise",
    "count",
    "cut",
    "in_time",
    "isolate",
    "join_words",
    "possessive",
    "show_amount",
    "show_balance",
    "show_day",
    "show_number",
    "show_period",
    "squeeze",
]

EN_DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"

NOT_GIVEN = EN_DASH
"""What a cell of a table shows where no document gives anything."""

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_QUARTER_MONTHS = {(1, 3): "first", (4, 6): "second", (7, 9): "third", (10, 12): "fourth"}
_IRREGULAR = {"country": "countries", "body": "bodies", "party": "parties", "day": "days", "reply": "replies"}


_UNSEEN = dict.fromkeys([*range(9), *range(14, 32), *range(0x7F, 0x85), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Control characters, among them those that turn the direction of the text around them."""


def squeeze(text: str) -> str:
    r"""A text with every run of white space made one blank, without characters that steer the display.

    Example:
        >>> squeeze("two\n  lines ")
        'two lines'
    """
    if not text.isprintable():  # what is printable has nothing to take out; to look for it takes ten times as long
        text = text.translate(_UNSEEN)
    return " ".join(text.split())


def capitalise(text: str) -> str:
    """A text with its first letter large and all others as they are.

    Example:
        >>> capitalise("the United States")
        'The United States'
    """
    return text[:1].upper() + text[1:]


def count(number: int, noun: str) -> str:
    """A number with its noun in agreement.

    Example:
        >>> count(1, "document"), count(1200, "country")
        ('1 document', '1,200 countries')
    """
    plural = _IRREGULAR.get(noun, f"{noun}s")
    return f"{number:,} {noun if number == 1 else plural}"


def be(number: int, *, past: bool = False) -> str:
    """The form of "to be" that agrees with a number.

    Example:
        >>> be(1), be(2), be(2, past=True)
        ('is', 'are', 'were')
    """
    if past:
        return "was" if number == 1 else "were"
    return "is" if number == 1 else "are"


def join_words(words: Sequence[str]) -> str:
    """Words as a list with "and".

    Example:
        >>> join_words(["one", "two", "three"])
        'one, two and three'
    """
    *rest, last = words or [""]
    return f"{', '.join(rest)} and {last}" if rest else last


def possessive(name: str) -> str:
    """The possessive of a name.

    Example:
        >>> possessive("South Korea"), possessive("the United States")
        ("South Korea's", "the United States'")
    """
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def show_day(day: date) -> str:
    """A day as British English writes it.

    Example:
        >>> from datetime import date
        >>> show_day(date(2010, 9, 5))
        '5 September 2010'
    """
    return f"{day.day} {day:%B} {day.year}"


def _show_one(text: str) -> str:
    first, _ = periods.bounds(text)
    kind = periods.precision(text)
    if kind == "day":
        return show_day(first)
    return f"{first:%B} {first.year}" if kind == "month" else str(first.year)


@lru_cache(maxsize=4096)
def show_period(period: str) -> str:
    """A period in words; text that is no period is shown as it is.

    Example:
        >>> show_period("2010-09"), show_period("2010/2013"), show_period("2010-07/2010-09")
        ('September 2010', '2010 to 2013', 'third quarter of 2010')
    """
    if not periods.is_period(period):
        return period
    start, _, end = period.partition("/")
    if not end:
        return _show_one(start)
    first, last = periods.bounds(period)
    quarter = _QUARTER_MONTHS.get((first.month, last.month))
    if quarter and first.year == last.year and periods.precision(end) == "month":
        return f"{quarter} quarter of {first.year}"
    shown = _show_one(start)
    if first.year == last.year and periods.precision(start) == periods.precision(end) != "year":
        shown = shown.removesuffix(f" {first.year}")
    return f"{shown} to {_show_one(end)}"


def in_time(period: str) -> str:
    """A period with its preposition.

    Example:
        >>> in_time("2010-09-05"), in_time("2010"), in_time("2010/2013")
        ('on 5 September 2010', 'in 2010', 'between 2010 and 2013')
    """
    shown = show_period(period)
    if not periods.is_period(period):
        return f"at {shown}"
    kind = periods.precision(period)
    if kind != "interval":
        return f"{'on' if kind == 'day' else 'in'} {shown}"
    return f"in the {shown}" if "quarter" in shown else f"between {shown.replace(' to ', ' and ')}"


def show_number(value: float) -> str:
    """A number as a reader wants it: scaled from a million on, thousands marked below.

    Example:
        >>> show_number(12.4e9), show_number(1200), show_number(2.5)
        ('12.4 billion', '1,200', '2.5')
    """
    for scale, name in _SCALES:
        if abs(value) >= scale:
            return f"{_trim(value / scale)} {name}"
    return _trim(value)


def _trim(value: float) -> str:
    """All digits that the number has, up to six decimals, without idle zeros."""
    text = f"{value:,.6f}"
    return text.rstrip("0").rstrip(".")


def show_amount(value: float, unit: str | None) -> str:
    """A number with its unit.

    Example:
        >>> show_amount(12.4e9, "USD"), show_amount(50, "percent"), show_amount(7, "rank")
        ('USD 12.4 billion', '50 per cent', 'rank 7')
    """
    number = show_number(value)
    if not unit or unit == "count":
        return number
    if unit == "percent":
        return f"{number} per cent"
    if unit == "rank" or re.fullmatch(r"[A-Z]{3}", unit):
        return f"{unit} {number}"
    singular = unit.removesuffix("s") if value == 1 else unit
    return f"{number} {singular}"


def show_balance(balance: float) -> str:
    """A balance with its sign.

    Example:
        >>> show_balance(0.5), show_balance(0.0), show_balance(-0.25) == MINUS + "0.25"
        ('+0.50', '0.00', True)
    """
    text = f"{balance:+.2f}".replace("-", MINUS)
    return "0.00" if text[1:] == "0.00" else text


def cut(quote: str, limit: int) -> str:
    """A quote on one line, cut after a whole word where it is too long.

    Example:
        >>> cut("one two three", 9)
        'one two […]'
    """
    text = squeeze(quote)
    if len(text) <= limit:
        return text
    return f"{text[:limit].rsplit(' ', 1)[0].rstrip(' ,;:')} […]"


_RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]"
_RUN = re.compile(f"{_RIGHT_TO_LEFT}(?:[^A-Za-z\\n]*{_RIGHT_TO_LEFT})?")


def isolate(text: str) -> str:
    r"""Words written from right to left kept to themselves, so that the marks after them stay where they belong on a printed page.

    For pages that are drawn from plain text; HTML has an element for it.

    Example:
        >>> ascii(isolate("Sisi (\u0633\u064a) said"))
        "'Sisi (\\u2067\\u0633\\u064a\\u2069) said'"
    """
    return _RUN.sub("\u2067\\g<0>\u2069", text)
