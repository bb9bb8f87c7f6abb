"""Numbers that a text gives, in figures or words, scaled to bare units."""

from __future__ import annotations

import math
import re

__all__ = ["has_number", "numbers_in"]

_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "m": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6,
    "crore": 1e7, "decade": 10.0, "decades": 10.0, "century": 100.0, "centuries": 100.0, "dozen": 12.0,
     "b": 1e9, "bn": 1e9, "bln": 1e9, "billion": 1e9, "tn": 1e12, "trillion": 1e12,
}  # fmt: skip
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_WORDS: dict[str, tuple[float, ...]] = {
    **{word: (float(index),) for index, word in enumerate(_SMALL.split())},
    **{word: (float(10 * index),) for index, word in enumerate(_TENS.split(), start=2)},
    **{word: (float(index),) for index, word in enumerate(_ORDINALS.split(), start=1)},
    "a": (1.0,), "an": (1.0,), "once": (1.0,), "twice": (2.0,), "thrice": (3.0,), "couple": (2.0,),
    "dozen": (12.0,), "dozens": (12.0, 24.0), "score": (20.0,), "decade": (10.0,), "century": (100.0,),
    "half": (0.5, 50.0, 2.0), "halve": (0.5, 50.0), "halved": (0.5, 50.0), "halving": (0.5, 50.0),
    "quarter": (0.25, 25.0), "quarters": (0.25, 25.0, 0.75, 75.0), "thirds": (2 / 3, 66.7),
    "double": (2.0, 100.0), "doubled": (2.0, 100.0), "doubling": (2.0, 100.0), "doubles": (2.0, 100.0),
    "twofold": (2.0,), "triple": (3.0, 200.0), "tripled": (3.0, 200.0), "tripling": (3.0, 200.0),
    "threefold": (3.0,), "quadruple": (4.0,), "quadrupled": (4.0,), "fourfold": (4.0,), "tenfold": (10.0,),
    "hundreds": (100.0,), "thousands": (1e3,), "millions": (1e6,), "billions": (1e9,),
}  # fmt: skip
_TOKEN = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+")  # 12.4 | 1,200 | 7 | billion
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?")  # 1,200 | 1.200.000,5
_DECIMAL = re.compile(r"\d+[.,]?\d*")  # 7 | 12.4 | 12,4
_RANGE_WORDS = {"to", "or", "and"}
_TWO_DIGITS = 10


def _read_figures(token: str) -> tuple[float, ...]:
    """The readings of a number in figures: both of "1.200", since punctuation differs by country."""
    readings = []
    if _DECIMAL.fullmatch(token):
        readings.append(float(token.replace(",", ".")))
    if _GROUPED.fullmatch(token):
        group = "," if token.find(",") in range(token.find(".") if "." in token else len(token)) else "."
        readings.append(float(token.replace(group, "").replace(",", ".")))
    return tuple(readings)


def _read(token: str) -> tuple[float, ...]:
    return _read_figures(token) if token[0].isdigit() else _WORDS.get(token, ())


def _scale_after(tokens: list[str], index: int) -> float:
    """The scale that follows a number, also across a range: "10 to 15 billion"."""
    rest = tokens[index + 1 : index + 4]
    if rest and rest[0] in _SCALES:
        return _SCALES[rest[0]]
    rest = [token for token in rest if token not in _RANGE_WORDS]
    is_range = len(rest) > 1 and bool(_read(rest[0])) and rest[1] in _SCALES
    return _SCALES[rest[1]] if is_range else 1.0


def numbers_in(text: str) -> set[float]:
    """Every number that a text can be read to give, bare and with the scale that follows it.

    Does not add numbers up ("two hundred and five"), except tens and units
    ("twenty-five").

    Example:
        >>> sorted(numbers_in("rose from 10 to 12.4 billion"))
        [10.0, 12.4, 10000000000.0, 12400000000.0]
    """
    tokens = [token.lower() for token in _TOKEN.findall(text)]
    found: set[float] = set()
    for index, token in enumerate(tokens):
        values = _read(token)
        scale = _scale_after(tokens, index)
        found |= {*values, *(value * scale for value in values)}
        found |= _compound(tokens, index, scale)
    return found


def _compound(tokens: list[str], index: int, scale: float) -> set[float]:
    """Twenty-five, in whatever the following unit is."""
    following = tokens[index + 1] if index + 1 < len(tokens) else ""
    if tokens[index] not in _TENS.split() or len(_WORDS.get(following, ())) != 1:
        return set()
    unit = _WORDS[following][0]
    if not 0 < unit < _TWO_DIGITS:
        return set()
    value = _WORDS[tokens[index]][0] + unit
    return {value, value * max(scale, _scale_after(tokens, index + 1))}


def has_number(text: str, value: float) -> bool:
    """Whether a text gives a number.

    Example:
        >>> has_number("some $12.4 billion", 12.4e9), has_number("some $21.4 billion", 12.4e9)
        (True, False)
    """
    return any(math.isclose(abs(value), number, rel_tol=1e-6, abs_tol=1e-9) for number in numbers_in(text))
