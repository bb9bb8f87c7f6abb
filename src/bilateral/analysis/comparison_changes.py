"""What changed between two sentences that say the same: firmness, parties, numbers and dates, words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from bilateral.vocabulary.names import load_names
from bilateral.vocabulary.scan import build_index
from bilateral.vocabulary.states import party_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.vocabulary.scan import NameIndex

__all__ = ["find_marks", "find_numbers", "find_parties", "find_principals", "is_same_text", "name_parties", "show_numbers"]

_FIGURE = re.compile(r"(?<![\w.])\d[\d.,/]*\d|(?<![\w.])\d|[½¼¾]")  # 1,200.5 | 6
_MONTHS = "January February March April May June July August September October November December"
_NUMBER_WORDS = (
    """three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty
    forty fifty sixty seventy eighty ninety hundred thousand million billion trillion once twice thrice half double triple dozen
    first second third fourth fifth sixth seventh eighth ninth tenth quarter annually monthly weekly"""
)
_PRINCIPALS = "sides|countries|states|leaders|parties|governments|ministers|presidents|nations|peoples|prime|foreign|heads|delegations|neighbours|capitals"
_NUMBER = re.compile(
    rf"(?P<figure>{_FIGURE.pattern})|\b(?P<month>{'|'.join(_MONTHS.split())})\b"  # 14 | March
    rf"|(?i:\b(?P<word>{'|'.join(_NUMBER_WORDS.split())}|two(?!\s+(?:{_PRINCIPALS})))\b)"  # twice | two years, but not the two sides
)
_LIST_NUMBER = re.compile(r"^\(?\d{1,3}[.)]\s+")  # 12. The leaders
_PARTY_NAMES = frozenset({"name", "demonym", "body", "group", "company"})
_SPACE = re.compile(r"\W+")
_STATE_LETTERS = 3


def is_same_text(first: str, second: str) -> bool:
    """Whether two texts differ in nothing but white space, quotation marks and the number of the paragraph.

    Example:
        >>> is_same_text("3. They met.", "4. They  met.")
        True
    """
    return _plain(first) == _plain(second)


def _plain(text: str) -> str:
    return " ".join(_LIST_NUMBER.sub("", text).translate(_QUOTES).split())


_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "–": "-", "‑": "-"})


def find_numbers(text: str) -> Counter[str]:
    """Numbers and dates of a sentence, in figures and words.

    Does not work out what they amount to: "12 months" and "a year" differ. "The
    two sides" is no number, nor is the number of a paragraph.

    Returns:
        How often each stands there.

    Example:
        >>> sorted(find_numbers("2. The two sides met on 3 May for the second time."))
        ['3', 'May', 'second']
    """
    return Counter(_plain_number(found[0]) for found in _NUMBER.finditer(_LIST_NUMBER.sub("", text)))


def _plain_number(number: str) -> str:
    return number if number in _MONTHS else number.replace(",", "").rstrip(".").lower()


def show_numbers(text: str, wanted: Counter[str]) -> tuple[str, ...]:
    """Numbers of a sentence as written, in order, each with what it counts, those side by side as one: "14 March 2019".

    Args:
        text: The sentence.
        wanted: How often each number is shown.

    Example:
        >>> show_numbers("They met on 14 March 2019.", Counter({"14": 1, "2019": 1, "March": 1}))
        ('14 March 2019',)
        >>> show_numbers("On the first day they agreed on $3 million within four months.", Counter({"first": 1, "3": 1, "million": 1, "four": 1}))
        ('first day', '$3 million', 'four months')
    """
    left, spans = Counter(wanted), list[tuple[int, int]]()
    for found in _NUMBER.finditer(text):
        if left[_plain_number(found[0])] > 0:
            left[_plain_number(found[0])] -= 1
            if spans and not text[spans[-1][1] : found.start()].strip(", "):
                spans[-1] = (spans[-1][0], found.end())
            else:
                spans.append(found.span())
    return tuple(_with_noun(text, start, end) for start, end in spans)


def _with_noun(text: str, start: int, end: int) -> str:
    """A number with the sign before it and the word that it counts: "$3 million", "four months", but "2030" of "by 2030 at the latest"."""
    start -= text[start - 1 : start] in _CURRENCIES
    is_date = bool(_MONTH_OR_YEAR.search(text[start:end]))
    noun = None if is_date else _NOUN.match(text, end)
    return text[start : noun.end() if noun and noun[1].lower() not in _NO_NOUNS else end]


_CURRENCIES = ("$", "€", "£", "¥")
_MONTH_OR_YEAR = re.compile(rf"\b(?:{'|'.join(_MONTHS.split())}|(?:1[89]|20)\d\d)\b")
_NOUN = re.compile(r"(?:-| )([A-Za-z]+)|%")  # four |months| | 24|%|
_NO_NOUNS = frozenset(
    """a an the and or nor but of to in on at by for from with within without under over into through during before after until since between among about against
    as than per that which who whose is are was were be been has have had will would can could may might shall should must if when while where
    he she it they we this these those its their our his her not also more less""".split()
)


@cache
def _index() -> NameIndex[tuple[str, ...]]:
    return build_index(
        (name.text, tuple(party.split("/")[0] for party in name.parties), name.is_case_sensitive)
        for name in load_names()
        if name.how in _PARTY_NAMES or name.how == "none"
    )


def find_parties(text: str) -> frozenset[str]:
    """Codes of the states, bodies and groups that a sentence names.

    Does not find capitals, persons and offices; those stand for a party only in context.

    Example:
        >>> sorted(find_parties("Fiji and the European Union will meet with Tongan ministers."))
        ['EUU', 'FJI', 'TON']
    """
    return frozenset(party for found in _index().find(text) for party in found.entry)


def find_principals(texts: Iterable[str]) -> frozenset[str]:
    """The two states that documents name most: those whose documents they are.

    Example:
        >>> sorted(find_principals(["Fiji and Tonga met.", "Fiji thanked Tonga for its help in Samoa."]))
        ['FJI', 'TON']
    """
    counts = Counter(party for text in texts for party in find_parties(text) if len(party) == _STATE_LETTERS)
    return frozenset(party for party, _ in counts.most_common(2))


def name_parties(codes: Iterable[str]) -> tuple[str, ...]:
    """Names of parties by their codes, in alphabetical order."""
    return tuple(sorted(party_name(code) for code in codes))


def find_marks(text: str) -> frozenset[str]:
    """What two language versions of a sentence share: figures, and words that begin with a capital within it.

    Does not translate; only names that both languages write alike are shared. Nouns with a capital come along
    and are set aside where the other document has none such.

    Example:
        >>> sorted(find_marks("Die Minister trafen sich 2019 in Paris."))
        ['2019', 'minis', 'paris']
    """
    text = _LIST_NUMBER.sub("", text)
    numbers = [number.replace(",", "").replace(".", "") for number in _FIGURE.findall(text)]
    names = [word[:_NAME_LETTERS].lower() for word in _capitals(text.split())]
    return frozenset((*numbers, *names))


_NAME_LETTERS = 5
"""Letters of a name that are compared: "Moskau" and "Moskwa" differ, "Korea" and "Koreas" do not."""


def _capitals(words: Sequence[str]) -> list[str]:
    """Words after the first that begin with a capital and have more than two letters."""
    bare = [_SPACE.sub("", word) for word in words[1:]]
    return [word for word in bare if len(word) > 2 and word[0].isupper()]  # noqa: PLR2004 - initials say nothing
