"""Number expressions in text: value, unit, modifier and where they stand.

Works on text alone. Reads "US$12.4 billion", "Rs 4,500 crore", "12-25 per
cent", "a dozen", "seventh-largest", "double" and "two decades"; knows nothing
of what is counted. Dates are found here too where they look like numbers:
whoever uses the quantities leaves out what `times` resolved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from bilateral.extraction.number_patterns import (
    SMALL_SCALES,
    find_starts,
    load_patterns,
    load_unit_words,
    may_have,
    may_have_any,
)
from bilateral.vocabulary.measures import load_units

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DURATIONS", "Quantity", "find_quantities", "with_modifier"]

DURATIONS = frozenset(("years", "days", "months", "weeks", "hours", "minutes", "seconds"))
"""Units that may only tell how long ago something was."""
_COUNTED_BEHIND = re.compile(r"\s+(?:[a-z-]+\s+){0,2}?(?:people|[a-z]{3,}s)\b")  # 4.3M sales, 8 B people
_SCALABLE = 1000
"""The first bound of a range takes the scale of the second below this: "5 to 7 billion", not "$800,000 to $1.3 million"."""
_LETTERS = re.compile(r"[A-Za-z]")
_CURRENCY_CODE = re.compile(r"[A-Z]{3}")
_YEAR = re.compile(r"(?:18|19|20)\d\d")


@cache
def _class_of(unit: str) -> str:
    if _CURRENCY_CODE.fullmatch(unit):
        return "money"
    if unit in DURATIONS:
        return "duration"
    return unit if unit in ("percent", "count", "rank", "times") else "amount"


@dataclass(slots=True)
class Quantity:
    """One number with its unit."""

    start: int  # of the number or its currency sign
    end: int  # of the number, its scale or its unit
    value: float
    unit: str
    modifier: str | None = None
    is_attributive: bool = False  # "three-day"
    is_word: bool = False  # written in letters
    is_bare: bool = False  # no unit and no scale
    is_anniversary: bool = False  # "the 50th anniversary": years

    @property
    def unit_class(self) -> str:
        """Kind of unit: money, percent, count, rank, times, duration or amount."""
        return _class_of(self.unit)


def find_quantities(text: str, *, dollar: str = "USD") -> list[Quantity]:
    """Numbers with their units in one sentence.

    Does not find clock times, vague numbers ("dozens of", "several"), numbers
    inside names ("G20", "F-16") or "one".

    Args:
        text: A sentence.
        dollar: ISO 4217 code that "$" and "dollars" stand for.

    Returns:
        Quantities in text order, offsets within the text; a range gives one for each bound.

    Source:
        GUIDE, "Figures"; MeasEval for quantity, unit and modifier.

    Example:
        >>> [(q.value, q.unit, q.modifier) for q in find_quantities("Trade rose to about $12.4 billion, a three-day visit.")]
        [(12400000000.0, 'USD', 'about'), (3.0, 'days', None)]
        >>> [q.value for q in find_quantities("tariffs of 14 to 30 per cent")]
        [14.0, 30.0]
    """
    if not may_have_any(text):
        return []
    found = [*_ranks(text), *_top_places(text), *_multiples(text), *_anniversaries(text)]
    taken = [(item.start, item.end) for item in found]
    found.extend(
        item for item in _numbers(text, dollar) if not any(start < item.end and item.start < end for start, end in taken)
    )
    ordered = sorted((with_modifier(text, item) for item in found), key=lambda item: (item.start, item.end, item.value))
    return _with_shared_units(text, ordered)


_NO_NOUN_BEHIND = re.compile(
    r"\s*(?:[.,;:)\]–—]|$|(?:in|on|at|by|for|from|to|over|last|this|next|and|or|a|per|each|the|planted|produced|as|compared|with|under|during|since|then|now|today|later)\b)",
    re.IGNORECASE,
)
_BOUND = re.compile(r"(?:^|\s)(?:to|or|and|from|than|instead of|against|versus)\s+(?:(?:about|around|some|only|just|over|nearly|almost)\s+)?$", re.IGNORECASE)
_INDEX = 500
"""No percentage goes on from another beyond this: "gained 1.2 percent to 3,400" tells an index."""
_BOUND_REACH = 40
"""Characters from a number with a unit to a bare one that shares it: "from 2.5 percent in May to 3.5"."""


def _with_shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """A number without a unit takes that of the one before: "from $26 billion to 16 billion", "from 2.5 percent to 3.5"."""
    shared: list[Quantity] = []
    last: Quantity | None = None
    for item in found:
        row = item
        if item.unit == "count" and last is not None and _NO_NOUN_BEHIND.match(text, item.end):
            is_scaled = not item.is_bare and not item.is_word
            is_bound = (
                item.is_bare and not _YEAR.fullmatch(text[item.start : item.end]) and item.start - last.end < _BOUND_REACH
                and bool(_BOUND.search(text, max(0, item.start - 24), item.start))
                and last.unit == "percent" and item.value < _INDEX
            )  # fmt: skip
            if is_scaled or is_bound:
                row = replace(item, unit=last.unit, is_bare=False)
        if row.unit_class in ("money", "percent", "amount"):
            last = row
        shared.append(row)
    return shared


def _ranks(text: str) -> Iterator[Quantity]:
    """"seventh-largest", "ranked third", "No. 2 trading partner"."""
    if not may_have("rank", text):
        return
    for found in load_patterns()["rank"].finditer(text):
        word = found["ordinal"] or found["ordinal_2"] or found["place"]
        value = _ordinal(word)
        if value is not None and value > 1:
            end = found.end() if found["ordinal"] is None else found.end("ordinal")
            yield Quantity(found.start(), end, float(value), "rank", is_word=not word[0].isdigit())


def _top_places(text: str) -> Iterator[Quantity]:
    """"among the top 15 economies": rank 15 or better."""
    for found in load_patterns()["top"].finditer(text) if "top " in text else ():
        value = _ordinal(found["top"])
        if value is not None:
            yield Quantity(found.start("top"), found.end(), float(value), "rank", modifier="under", is_word=not found["top"][0].isdigit())


def _anniversaries(text: str) -> Iterator[Quantity]:
    """"the 50th anniversary"."""
    if "anniversary" not in text:
        return
    for found in load_patterns()["anniversary"].finditer(text):
        value = _ordinal(found["ordinal"])
        if value is not None:
            yield Quantity(found.start(), found.end(), float(value), "years", is_anniversary=True)


def _ordinal(word: str) -> float | None:
    digits = re.match(r"\d+", word)
    if digits:
        return float(digits[0])
    units = load_units()
    return units.ordinal.get(word.lower(), units.number.get(word.lower()))


def _multiples(text: str) -> Iterator[Quantity]:
    """"double", "threefold", "half of"."""
    units = load_units()
    for found in load_patterns()["times"].finditer(text) if may_have("times", text) else ():
        following = (found["next"] or "").lower()
        word = found["word"].lower()
        if following in units.not_after_double or text[found.end("word") : found.end("word") + 1] == "-":
            continue
        if word == "twice" and following not in ("as", "the", "its", "that", "what", "their"):
            continue
        yield Quantity(found.start("word"), found.end("word"), float(units.times_word[word]), "times", is_word=True)
    for found in load_patterns()["fraction"].finditer(text) if may_have("fraction", text) else ():
        value = units.fraction[" ".join(found["word"].lower().split())]
        yield Quantity(found.start(), found.end(), float(value), "percent", is_word=True)


def _numbers(text: str, dollar: str) -> Iterator[Quantity]:
    if not may_have("main", text):
        return
    position = 0
    pattern = load_patterns()["main"]
    for start in find_starts(text):
        found = pattern.match(text, start) if start >= position else None
        if found:
            read, position = _read_number(text, found, dollar)
            yield from read


def _read_number(text: str, found: re.Match[str], dollar: str) -> tuple[list[Quantity], int]:
    """The quantities of one match and where to go on."""
    has_range = _is_range(text, found)
    end, after = _own_end(text, found, has_range=has_range)
    is_euro_year = found["before"] == "Euro " and _YEAR.fullmatch(found["number"])  # Euro 2020
    if _is_part_of_name(text, found.start(), end) or (text[end - 4 : end].lower() == "feet" and _IDIOM.search(text, max(0, found.start() - 20), end)) or is_euro_year:
        return [], end
    scale = found["scale"]
    unit, worth = _unit(found["before"] or (found["before_2"] if has_range else None), after, dollar)
    if after is None and found["symbol"] and end == found.end():
        unit = load_units().symbol[found["symbol"]]
    if scale == "m" and unit == "count" and not has_range and not _COUNTED_BEHIND.match(text, end):
        scale, unit = None, "metres"
    is_money = bool(_CURRENCY_CODE.fullmatch(unit))
    first = _value(found, scale, is_scaled=is_money or bool(_COUNTED_BEHIND.match(text, end)))
    if first is None:
        return [], end
    one = Quantity(
        found.start(), end, first * worth, unit,
        is_attributive=bool(after) and "-" in text[found.end("number") : end],
        is_word=bool(_LETTERS.match(found["number"])),
        is_bare=unit == "count" and (scale or "dozen").lower() == "dozen",
    )  # fmt: skip
    return (_with_upper(found, one, worth, is_money=is_money) if has_range else [one]), max(end, found.end("number"))


def _own_end(text: str, found: re.Match[str], *, has_range: bool) -> tuple[int, str | None]:
    """Where a number ends with what belongs to it, and its unit word; a second number that is no bound is left for later."""
    if found["number_2"] and not has_range:
        end = found.end("scale") if found["scale"] else found.end("number")
        behind = load_patterns()["unit"].match(text, end)
        return (behind.end(), behind["after"]) if behind else (end, None)
    is_added = found["plus"] is None or _plus(found) > 0 or found["after"] or found["symbol"]
    return (found.end() if is_added else found.end("scale")), found["after"]


def _with_upper(found: re.Match[str], one: Quantity, worth: float, *, is_money: bool) -> list[Quantity]:
    """A range: a record for each bound; the lower takes the scale of the upper where it has none."""
    second, scale_2 = _scaled(_plain(found["number_2"]), found["scale_2"], is_scaled=is_money), found["scale_2"]
    if second is None:
        return [one]
    first = _plain(found["number"]) or 0.0
    if scale_2 and not found["scale"] and first < _SCALABLE:
        is_below = not found["before_2"] or first <= second / load_units().scale.get(scale_2.lower(), 1.0)
        if is_below:  # "$10 to $15 billion", not "$200 to $4 million"
            one = replace(one, value=(_scaled(first, scale_2, is_scaled=is_money) or first) * worth, is_bare=False)
    return [one, replace(one, start=found.start("number_2"), value=second * worth, is_bare=one.is_bare)]


_IDIOM = re.compile(r"\bown\s+two\s+feet$", re.IGNORECASE)


_ORDINAL_BEHIND = re.compile(r"(?:st|nd|rd|th)\b")  # 87,000 - 190th in the world


def _is_range(text: str, found: re.Match[str]) -> bool:  # noqa: PLR0911 - one return a rule, in order
    """Whether a second number belongs to a range and not to the next phrase."""
    if not found["number_2"] or _ORDINAL_BEHIND.match(text, found.end("number_2")):
        return False
    if found["before_2"] and not found["before"] and not found["scale"]:  # fell in 2021 to $6 billion
        return False
    if found["range"] == "to" and _YEAR.fullmatch(found["number"]) and not found["scale_2"] and not found["before"] and not _YEAR.match(found["number_2"]):
        return False  # in 2008 to 29 mpg
    if _YEAR.fullmatch(found["number"]) and not (found["before"] or found["scale"] or found["scale_2"] is None):  # in 2014 to 16 billion
        return False
    if found["range"] == "or":  # 700 or 800 million dollars | five or six times
        return bool(found["scale_2"] and not found["scale"] and not found["before"]) or _is_either(found)
    if found["range"] == "and":
        return bool(re.search(r"\bbetween\s+(?:\S+\s+)?$", text[: found.start()], re.IGNORECASE))
    is_years = found["number"].isdigit() and len(found["number"]) == 4 and not found["before"] and not found["after"]  # noqa: PLR2004 - 2010-11
    return not (is_years and found["range"] in "-–—")


_MOST_APART = 2.0
"""The second of two numbers by "or" is at most this many times the first: "two or three", "10 or 20", not "5 or 100"."""


def _is_either(found: re.Match[str]) -> bool:
    """Whether "or" stands between two bare numbers of one thing, the larger last: "five or six times"."""
    first, second = _plain(found["number"]), _plain(found["number_2"])
    is_alike = bool(_LETTERS.match(found["number"])) == bool(_LETTERS.match(found["number_2"]))
    is_bare = not (found["scale"] or found["scale_2"] or found["before_2"] or _YEAR.fullmatch(found["number"]))
    return is_alike and is_bare and first is not None and second is not None and 1 < first < second <= _MOST_APART * first


def _value(found: re.Match[str], scale: str | None, *, is_scaled: bool) -> float | None:
    """What a number with its scales is: "two and a half million", "two hundred and fifty"."""
    value = _plain(found["number"])
    if value is None:
        return None
    whole = _scaled(value + (0.5 if found["half"] else 0.0), scale, is_scaled=is_scaled)
    more = load_units().scale.get((found["scale_more"] or "").lower(), 1.0)
    return whole * more + _plus(found) if whole is not None else None


def _plus(found: re.Match[str]) -> float:
    """The rest of a number in words: 50 of "two hundred and fifty"."""
    is_one = found["plus"] and (found["scale"] or "").lower() in ("hundred", "thousand") and not found["number"][0].isdigit()
    return (_plain(found["plus"]) or 0.0) if is_one else 0.0


def _scaled(value: float | None, scale: str | None, *, is_scaled: bool) -> float | None:
    """A number times its scale; None for a lone letter behind what is neither money nor counted ("Gate 5B")."""
    key = (scale or "").lower()
    if value is None or (key in SMALL_SCALES and not is_scaled):
        return None
    scales = load_units().scale
    return value * scales.get(key, scales.get(key.rstrip("s"), 1.0))


_FRACTION = re.compile(r"(?:(?P<whole>\d+)[\s-]?)??(?:(?P<over>\d)/(?P<under>\d+)|(?P<sign>[½¼¾⅓⅔⅛]))")  # 10 1/2, 3½
_DIGITS = 24
"""More digits are a code or noise, no quantity."""
_PARTS = {"half": 0.5, "quarter": 0.25, "couple": 2.0}
_SIGNED_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}


def _plain(number: str) -> float | None:
    """The value of digits or of a number in words."""
    text = number.lower().replace(",", "").strip()
    fraction = _FRACTION.fullmatch(text)
    if fraction:
        part = _SIGNED_PARTS[fraction["sign"]] if fraction["sign"] else int(fraction["over"]) / int(fraction["under"])
        return float(fraction["whole"] or 0) + part
    if text[:1].isdigit():
        return float(text) if len(text) <= _DIGITS else None
    numbers = load_units().number
    words = re.split(r"[-\s]+", text)
    words = words[1:] if words[0] == "a" and words[1:2] in (["half"], ["quarter"]) else words
    share = "couple" if "couple" in words else words[0]
    if share in _PARTS:
        return 6.0 if words[-1] == "dozen" else _PARTS[share]
    if words[0] in ("a", "an"):
        return float(numbers.get(words[-1], 1)) if len(words) > 1 else 1.0
    values = [numbers.get(word) for word in words]
    return float(sum(value for value in values if value is not None)) if None not in values else None


def _unit(before: str | None, after: str | None, dollar: str) -> tuple[str, float]:
    """The unit of a number and what one of it is worth."""
    units = load_units()
    if before and before.strip():
        sign = before.strip()
        return (dollar, 1.0) if sign == "$" else (units.before.get(sign, units.before.get(before, dollar)), 1.0)
    if after:
        text = " ".join(after.split())
        if text.lower() in ("dollar", "dollars", "dlr", "dlrs"):
            return dollar, 1.0
        known = units.after.get(text) or units.after.get(text.lower())
        if known is None:
            known = load_unit_words().get(text.lower())
        if known is not None:
            return known.unit, known.worth
    return "count", 1.0


_IN_NAME_BEHIND = re.compile(
    r"\s*\||\s?-\s?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b", re.IGNORECASE
)  # | 22.3 |, seventy- third session


_JOINED = re.compile(r"(?:st|nd|rd|th)\b|[A-Za-z]|-[A-Za-z]")  # 15th | 10km | 5-A
_OF_DAY = re.compile(r"\s?(?:a\.m\.?|p\.m\.?|am\b|pm\b|GMT\b|o'clock)", re.IGNORECASE)


def _is_part_of_name(text: str, start: int, end: int) -> bool:
    """Whether a number is part of a word, a date, a time of day or a reference: "G20", "F-16", "9/11", "10:30", "[2]"."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before[-1:] == "-" and before[:1].isalnum():
        return True
    if before[-1:] in ("[", "#", "§", "+") or after[:1] == "]":
        return True
    if ("|" in text and text[:start].rstrip().endswith("|")) or _IN_NAME_BEHIND.match(text, end):
        return True  # a cell of a table: without its heading a number says nothing
    if after[:1] in (":", "/", "-", "–", "+") and after[1:2].isdigit():
        return True
    return bool(_JOINED.match(text[end : end + 3]) or _OF_DAY.match(text[end : end + 9]))


def with_modifier(text: str, quantity: Quantity) -> Quantity:
    """A quantity with the modifier in front of it or behind it.

    Args:
        text: A sentence.
        quantity: A quantity in it.
    """
    if quantity.modifier:
        return quantity
    units = load_units()
    before = text[max(0, quantity.start - 28) : quantity.start]
    last = before.rsplit(maxsplit=1)[-1:]
    found = load_patterns()["modifier"].search(before) if last and last[0].rpartition("(")[2].lower() in _last_words() else None
    if found:
        return replace(quantity, modifier=units.modifier[_normal(found["word"], units.modifier)])
    behind = load_patterns()["behind"].match(text, quantity.end)
    if behind:
        return replace(quantity, modifier=units.modifier_behind[_normal(behind["word"], units.modifier_behind)])
    return quantity


@cache
def _last_words() -> frozenset[str]:
    """Words of which one must stand right before a number that a modifier may stand before: telling is quicker than looking for it."""
    return frozenset((*(word.split()[-1].lower() for word in load_units().modifier), "the", "a", "an", "that"))


def _normal(word: str, table: dict[str, str]) -> str:
    text = " ".join(word.lower().split())
    return text if text in table else next(key for key in table if key.lower() == text)
