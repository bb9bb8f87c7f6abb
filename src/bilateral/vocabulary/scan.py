"""Find known names in text, the longest first, in one pass over its words.

A dictionary from a name's first word to the names that begin with it: the cost
grows with the words of the text, not with the number of names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Found", "NameIndex", "build_index", "fold"]

Entry = TypeVar("Entry")

_WORD = re.compile(r"[^\W_]+")
_WIDE_BLANK = re.compile(r"\S\s\s+\S")
_SAME_LENGTH = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "–": "-", "‑": "-", "‐": "-", "\u00a0": " ", "\n": " ", "\r": " ", "\t": " "})


def fold(text: str) -> str:
    """Text with typographic apostrophes, dashes and blanks made plain, at the same length.

    Example:
        >>> fold("People’s Republic")
        "People's Republic"
    """
    return text.translate(_SAME_LENGTH)


class Found(NamedTuple, Generic[Entry]):
    """One name found: where it stands and which entry it is."""

    start: int
    end: int
    entry: Entry


class NameIndex(Generic[Entry]):
    """Names by their first word and by their first two, the longest first."""

    def __init__(self) -> None:
        self._one_word: defaultdict[str, list[tuple[str, Entry, bool]]] = defaultdict(list)
        self._more_words: defaultdict[str, defaultdict[str, list[tuple[str, Entry, bool]]]] = defaultdict(lambda: defaultdict(list))
        self._first_words: frozenset[str] = frozenset()

    def add(self, name: str, entry: Entry, *, is_case_sensitive: bool = True) -> None:
        """Take up a name; without case it is found in lower, title and upper case alike."""
        name = fold(name)
        first, second = ([word.casefold() for word in _WORD.findall(name)[:2]] + ["", ""])[:2]
        names = self._more_words[first][second] if second else self._one_word[first]
        if first:
            names.append((name if is_case_sensitive else name.casefold(), entry, is_case_sensitive))

    def sort(self) -> None:
        """Put the longest names first; call once after the last `add`."""
        for names in (*self._one_word.values(), *(names for by_second in self._more_words.values() for names in by_second.values())):
            names.sort(key=lambda item: -len(item[0]))
        self._first_words = frozenset({*self._one_word, *self._more_words})

    def find(self, text: str) -> Iterator[Found[Entry]]:
        """Names in a text, left to right, the longest at each place, none inside another.

        Does not find a name that is part of a longer word.

        Args:
            text: Any text; offsets refer to it.

        Yields:
            One `Found` a name.
        """
        if _WIDE_BLANK.search(text):
            yield from self._find_between_wide_blanks(text)
            return
        folded, lowered, words, places = _read_words(text) if len(text) < SENTENCE_CHARS else _read_words.__wrapped__(text)
        known = self._first_words.intersection(places)
        position = 0
        for i in sorted(i for word in known for i in places[word]):
            start, word = words[i]
            if start < position:
                continue
            for name, entry, is_case_sensitive in self._names_at(word, words[i + 1][1]):
                if (folded if is_case_sensitive else lowered).startswith(name, start):
                    end = start + len(name)
                    if end < len(folded) and (folded[end].isalnum() or folded[end] == "_") and name[-1].isalnum():
                        continue
                    yield Found(start, end, entry)
                    position = end
                    break

    def _find_between_wide_blanks(self, text: str) -> Iterator[Found[Entry]]:
        """Names in a text that is set with several blanks in a row: "United  States", a name over an indented line."""
        single: list[str] = []
        origin: list[int] = []
        for i, character in enumerate(text):
            if not (character.isspace() and single and single[-1] == " "):
                single.append(" " if character.isspace() else character)
                origin.append(i)
        for found in self.find("".join(single)):
            yield Found(origin[found.start], origin[found.end - 1] + 1, found.entry)

    def _names_at(self, first: str, second: str) -> Iterator[tuple[str, Entry, bool]]:
        """Names that begin with two words or are the first alone; those of two words are the longer ones."""
        if first in self._more_words:
            yield from self._more_words[first].get(second, ())
        yield from self._one_word.get(first, ())


SENTENCE_CHARS = 2_000
"""Texts shorter than this are kept as read: a sentence is looked through for names, places and titles in turn."""


@lru_cache(maxsize=2048)
def _read_words(text: str) -> tuple[str, str, list[tuple[int, str]], dict[str, list[int]]]:
    """A text folded, the same without case, its words with their starts and an empty one, and which words are the same."""
    folded = fold(text)
    lowered = folded.casefold() if len(folded.casefold()) == len(folded) else folded.lower()
    words = [(word.start(), word[0].casefold()) for word in _WORD.finditer(folded)]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i, (_, word) in enumerate(words):
        places[word].append(i)
    return folded, lowered, [*words, (len(folded), "")], dict(places)


def build_index(names: Iterable[tuple[str, Entry, bool]]) -> NameIndex[Entry]:
    """An index of names.

    Args:
        names: Triples of name, entry and whether its case counts.

    Returns:
        An index whose `find` reports entries.

    Example:
        >>> index = build_index([("Korea", "KOR", True), ("North Korea", "PRK", True)])
        >>> [(found.start, found.entry) for found in index.find("North Korea and Korea")]
        [(0, 'PRK'), (16, 'KOR')]
    """
    index: NameIndex[Entry] = NameIndex()
    for name, entry, is_case_sensitive in names:
        index.add(name, entry, is_case_sensitive=is_case_sensitive)
    index.sort()
    return index
