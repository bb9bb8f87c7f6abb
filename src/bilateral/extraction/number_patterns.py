"""How numbers are written: the patterns of the number finder, made from the words of `units.toml`, and when to try them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bilateral.vocabulary.measures import load_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bilateral.vocabulary.measures import UnitWord

__all__ = ["SMALL_SCALES", "find_starts", "load_patterns", "load_unit_words", "may_have", "may_have_any"]

SMALL_SCALES = frozenset(("m", "b", "k"))
"""Letters that are a scale only behind a currency: "$5m", not "5 m"."""


def _listed(words: Iterable[str]) -> str:
    """An alternation, the longest first; a blank in a word stands for any white space."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s{1,3}") for word in sorted(words, key=lambda word: (-len(word), word)))


def _listed_any_case(words: Iterable[str]) -> str:
    """The same for a pattern that does not mind capitals, by first letters, so that a text of another letter is told at once."""
    by_first: dict[str, list[str]] = {}
    for word in words:
        by_first.setdefault(word[0].lower(), []).append(word)
    ways = []
    for first, some in sorted(by_first.items()):
        if not first.isascii() or len(some) == 1:
            ways.append(_listed(some))
        else:
            rest = sorted((word[1:] for word in some), key=lambda word: (-len(word), word))
            ways.append(re.escape(first) + "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s{1,3}") for word in rest) + ")")
    return "|".join(ways)


@cache
def load_patterns() -> dict[str, re.Pattern[str]]:
    """The patterns by what they find, compiled once."""
    units = load_units()
    ones = _listed_any_case(word for word, value in units.number.items() if 0 < value < 10)  # noqa: PLR2004
    tens = _listed_any_case(word for word, value in units.number.items() if value >= 20 and value % 10 == 0)  # noqa: PLR2004
    words = rf"(?:{tens})(?:[-\s](?:{ones}))?|half\s+a\s+dozen|(?:a\s+)?(?:half|quarter)(?:\s+an?)?\s+(?=hundred|million|billion|trillion|dozen|decade|century|per\s?cent)|a\s+couple\s+(?:of\s+)?(?=dozen|hundred|thousand|million|billion)|an?\s+(?=hundred|thousand|million|billion|trillion|dozen|lakh|crore|decade|century)|a?\s*dozen|{_listed_any_case(units.number)}"
    digits = r"(?:\d+[\s-])?[1-9]/(?:2|3|4|5|6|8|10|16|32)(?![\d/])(?=\s[a-z])|\d*[½¼¾⅓⅔⅛]|\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    number = rf"(?:{digits}|(?i:\b(?:{words})\b))"
    scale = rf"(?i:{_listed_any_case(set(units.scale) - SMALL_SCALES)})s?\b|[mbkMBK]\b(?!/)"
    before = rf"(?:{_listed(units.before)}|\$|US\$)"
    after = _listed_any_case((*units.after, "dollars", "dollar", "dlrs", "dlr"))
    symbols = _listed(load_units().symbol)
    main = (
        rf"(?:(?<![\w$])(?P<before>{before})\s?|(?<![\w.,/:#$]))(?P<number>{number})(?P<half>\s{{1,3}}and\s{{1,3}}a\s{{1,3}}half\b)?(?:[\s-]?(?P<scale>{scale})(?:\s{{1,3}}(?P<scale_more>trillion|billion|million|thousand|crore)|\s{{1,3}}and\s{{1,3}}(?P<plus>(?i:(?:{tens})(?:[-\s](?:{ones}))?|{ones}|ten|eleven|twelve|\w+teen)\b)(?!\s{{1,3}}(?:hundred|thousand|million|billion|percent|per\s)))?)?"
        rf"(?:\s?(?P<range>(?<=\S)[-–—](?=\S)|(?<=\s)[-–—](?=\s)|to|and|or)\s?(?P<before_2>{before})?\s?(?P<number_2>{number})(?:[\s-]?(?P<scale_2>{scale}))?)?"
        rf"(?:(?P<join>\s{{0,3}}-?\s{{0,3}})(?:(?P<after>(?i:{after}))|(?P<symbol>(?:(?<=\d)|(?<=\d\s)(?=[A-Za-z]{{2}}|[^\sA-Za-z])(?!in\b|[^\sA-Za-z]\s?\d))(?:{symbols})))(?![A-Za-z]))?"
    )
    ordinal = rf"(?P<ordinal>(?i:{_listed_any_case(units.ordinal)})|\d+(?:st|nd|rd|th))"
    superlative = r"(?:\w+est|most|leading|top|ranked|ranking|place|position|in\s+the\s+world|trad(?:e|ing)\s+partner|trad(?:e|ing)\s+nation)"
    rank = rf"\b{ordinal}[-\s](?={superlative}\b)|\brank(?:s|ed|ing)?\s+(?:as\s+)?(?:the\s+)?(?:at\s+)?{ordinal.replace('ordinal', 'ordinal_2')}\b|\b(?i:no\.|number)\s?(?P<place>\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b(?=\s+(?:[a-z-]+\s+){{0,2}}(?:partner|market|supplier|exporter|importer|investor|destination|source|economy|buyer|seller))"
    top = r"\b(?i:(?:among|in|within|of|one\s+of|inside)\s+(?:the\s+)?(?:world['’]s\s+|global\s+)?top)\s+(?P<top>\d{1,3}|three|four|five|six|seven|eight|nine|ten|twenty|fifty)\b(?!\s*(?:percent|per\s|%))"
    return {
        "top": re.compile(top),
        "main": re.compile(main),
        "unit": re.compile(rf"(?P<join>\s{{0,3}}-?\s{{0,3}})(?P<after>(?i:{after}))(?![A-Za-z])"),
        "rank": re.compile(rank),
        "anniversary": re.compile(rf"\b{ordinal}[\s-]+(?:\w+\s+)?(?=anniversary)"),
        "times": re.compile(rf"\b(?P<word>{_listed_any_case(units.times_word)})\b(?:\s+(?P<next>[\w-]+))?", re.IGNORECASE),
        "fraction": re.compile(rf"(?<!first )(?<!second )(?<!latter )(?<!other )(?<!last )(?<!and a )\b(?P<word>{_listed_any_case(units.fraction)})(?=\s+of\b)", re.IGNORECASE),
        "modifier": re.compile(rf"(?:^|[\s(])(?P<word>{_listed_any_case(units.modifier)})\s*(?:the\s+|a\s+|an\s+|that\s+)?$", re.IGNORECASE),
        "behind": re.compile(rf"\s*-?(?P<word>{_listed_any_case(units.modifier_behind)})\b", re.IGNORECASE),
        "between": re.compile(r"\b(?:between|from)\s+(?:\S+\s+)?$", re.IGNORECASE),
    }


@cache
def load_unit_words() -> dict[str, UnitWord]:
    """The words behind numbers in small letters."""
    return {word.lower(): meaning for word, meaning in reversed(load_units().after.items())}


@cache
def _starts() -> tuple[re.Pattern[str], frozenset[str]]:
    """Everything that can begin a number: digits, signs and words; and which words do."""
    units = load_units()
    signs = "".join(sorted({re.escape(sign[0]) for sign in units.before if not sign[0].isalpha()} | {r"\$"}))
    first = (_LETTERS.match(word) for word in (*units.number, *units.before, "a", "an", "adozen", "half", "quarter"))
    return re.compile(rf"\d+|\b[A-Za-z]+|[½¼¾⅓⅔⅛{signs}]"), frozenset(word[0].lower() for word in first if word)


@cache
def _starts_in_digits() -> re.Pattern[str]:
    """What can begin a number in a text without any number word: digits, signs, and currencies right before them."""
    units = load_units()
    signs = "".join(sorted({re.escape(sign[0]) for sign in units.before if not sign[0].isalpha()} | {r"\$"}))
    letters = _listed(sign for sign in units.before if sign[0].isalpha())
    return re.compile(rf"\b(?:{letters})(?=\s?[\d½¼¾⅓⅔⅛])|\d+|[½¼¾⅓⅔⅛{signs}]")


def find_starts(text: str) -> Iterator[int]:
    """Where a number can begin: trying the pattern `main` at these places alone is many times faster than searching with it.

    Args:
        text: A sentence.
    """
    if _words(text).isdisjoint(_cue_words("main")):
        return (found.start() for found in _starts_in_digits().finditer(text))
    pattern, words = _starts()
    return (found.start() for found in pattern.finditer(text) if not found[0][0].isalpha() or found[0].lower() in words)


_LETTERS = re.compile(r"[A-Za-z]+")
_WORD = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"[\d½¼¾⅓⅔⅛]")
_PLACE = re.compile(r"\d(?:st|nd|rd|th)\b|\b[Nn][Oo]\.")  # the 2nd | No. 2


@cache
def _cue_words(pattern: str) -> frozenset[str]:
    """Words of which one must stand in a text for a pattern to be tried."""
    units = load_units()
    if pattern == "rank":
        return frozenset((*units.ordinal, "rank", "ranks", "ranked", "ranking", "number"))
    if pattern == "main":
        scales = (*units.scale, *(f"{word}s" for word in units.scale))
        return frozenset((*units.number, *scales, "half", "quarter", "couple", "decade", "decades", "century", "centuries"))
    words = units.times_word if pattern == "times" else units.fraction
    return frozenset(re.split(r"[\s-]", word.lower())[-1] for word in words)


@cache
def _all_cue_words() -> frozenset[str]:
    return _cue_words("rank") | _cue_words("main") | _cue_words("times") | _cue_words("fraction")


def may_have_any(text: str) -> bool:
    """Whether a text can hold any number, in digits or in words.

    Args:
        text: A sentence.
    """
    return bool(_DIGIT.search(text)) or not _all_cue_words().isdisjoint(_words(text))


@lru_cache(maxsize=8)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def may_have(pattern: str, text: str) -> bool:
    """Whether a text can hold what a pattern finds: telling is many times faster than looking for it.

    Args:
        pattern: `main`, `rank`, `times` or `fraction`.
        text: A sentence.
    """
    if pattern == "main" and _DIGIT.search(text):
        return True
    return not _cue_words(pattern).isdisjoint(_words(text)) or (pattern == "rank" and bool(_PLACE.search(text)))
