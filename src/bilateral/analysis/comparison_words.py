"""Words of two texts as a comparison sees them: their kinds, their likeness, their places."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "CONTENT", "DETERMINERS", "DISCOURSE_WORDS", "FUNCTION", "FUNCTION_WORDS", "MARK", "PREPOSITIONS", "PUNCTUATION", "Word", "is_same_word", "kind_of", "likeness", "novel_words", "split_words",
]  # fmt: skip

PUNCTUATION, FUNCTION, CONTENT, MARK = range(4)
"""Kinds of words. A mark is a placeholder in brackets such as [1] or [REF]."""

ALIKE = 0.6
"""Likeness from which two words are forms of one ("exceed", "exceeds"); .5 and .7 are no better on 600 revised sentences."""

_WORD = re.compile(r"\w+(?:[-'’.,/]\w+)*|[^\w\s]")  # twenty-one | 12,000.50 | U.S | %
_NO_LETTER = re.compile(r"\W+")
FUNCTION_WORDS = frozenset(
    """a an the of to in on at by for with from as is are was were be been being it its this that these those we our they their
    he his which who what where when and or but not no can could may might will would shall should have has had do does did than
    then so if such also there here i.e. e.g. into onto over under between through during about""".split()
)
DETERMINERS = frozenset("a an the this that these those our their its his".split())
PREPOSITIONS = frozenset("of to in on at by for with from as into onto over under between through during about".split())
DISCOURSE_WORDS = frozenset(
    """however moreover furthermore therefore thus hence also note here now then indeed addition particular fact general order
    result conclusion contrast example instance respectively namely finally recently previously first second actually simply very
    quite rather more most clearly obviously usual so-called well only section figure fig sec eq eqs ref refs equation see above
    below paper work follow following follows given""".split()
)
"""Content words that connect or point and say nothing of their own."""


class Word(NamedTuple):
    """One word and where it stands."""

    text: str
    start_char: int
    end_char: int


def split_words(text: str, start_char: int = 0) -> list[Word]:
    """Words and punctuation marks of a text.

    Does not join the parts of a name, and parts "5.6%" from its sign.

    Args:
        text: The text.
        start_char: Where it begins in the document.

    Returns:
        Words with their characters in the document.

    Example:
        >>> [word.text for word in split_words("By 2,030, twenty-one.")]
        ['By', '2,030', ',', 'twenty-one', '.']
    """
    return [Word(found[0], start_char + found.start(), start_char + found.end()) for found in _WORD.finditer(text)]


@lru_cache(maxsize=65_536)
def kind_of(word: str) -> int:
    """The kind of a word.

    Example:
        >>> kind_of(";"), kind_of("The"), kind_of("treaty"), kind_of("[3]")
        (0, 1, 2, 3)
    """
    if _NO_LETTER.fullmatch(word):
        return PUNCTUATION
    if word.startswith("["):
        return MARK
    return FUNCTION if word.lower() in FUNCTION_WORDS else CONTENT


@lru_cache(maxsize=65_536)
def likeness(first: str, second: str) -> float:
    """How much two words look like forms of one, 0 to 1: their common beginning and, less, their common end.

    Example:
        >>> likeness("Exceeds", "exceed") > ALIKE > likeness("trade", "peace")
        True
    """
    first, second = first.lower(), second.lower()
    if first == second:
        return 1.0
    if PUNCTUATION in {kind_of(first), kind_of(second)}:
        return 0.0
    if first.replace("-", "") == second.replace("-", ""):
        return 1.0
    shorter = min(len(first), len(second))
    begin = next((i for i in range(shorter) if first[i] != second[i]), shorter)
    end = next((i for i in range(shorter - begin) if first[-1 - i] != second[-1 - i]), shorter - begin)
    return (begin + end * _END_WEIGHT) / max(len(first), len(second))


_END_WEIGHT = 0.7
"""A common ending ("-ation") says less than a common beginning."""


def is_same_word(first: str, second: str, *, begins: bool) -> bool:
    """Whether two words are the same; where either begins its sentence, without regard to capitals."""
    return first == second or (begins and first.lower() == second.lower())


def novel_words(first: Sequence[str], second: Sequence[str]) -> tuple[list[str], list[str]]:
    """Content words of either list for which the other has no form.

    Example:
        >>> novel_words(["the", "ports"], ["a", "port", "tax"])
        ([], ['tax'])
    """
    ours, theirs = _content(first), _content(second)
    return _without_forms(ours, theirs), _without_forms(theirs, ours)


def _without_forms(words: Sequence[str], others: Sequence[str]) -> list[str]:
    return [word for word in words if not any(likeness(word, other) >= ALIKE for other in others)]


def _content(words: Sequence[str]) -> list[str]:
    return [word for word in words if kind_of(word) == CONTENT and word.lower().strip(".") not in DISCOURSE_WORDS]
