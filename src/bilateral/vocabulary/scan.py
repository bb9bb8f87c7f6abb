"""Find known names in text, the longest first, in one pass over its words.

A dictionary from a name's first word to the names that begin with it: the cost
grows with the words of the text, not with the number of names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Found", "NameIndex", "build_index", "fold"]

Entry = TypeVar("Entry")

_WORD = re.compile(r"[^\W_]+")
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
    """Names by their first word, the longest first."""

    def __init__(self) -> None:
        self._by_first_word: dict[str, list[tuple[str, Entry, bool]]] = defaultdict(list)

    def add(self, name: str, entry: Entry, *, is_case_sensitive: bool = True) -> None:
        """Take up a name; without case it is found in lower, title and upper case alike."""
        name = fold(name)
        first = _WORD.search(name)
        if first:
            self._by_first_word[first[0].casefold()].append(
                (name if is_case_sensitive else name.casefold(), entry, is_case_sensitive)
            )

    def sort(self) -> None:
        """Put the longest names first; call once after the last `add`."""
        for names in self._by_first_word.values():
            names.sort(key=lambda item: -len(item[0]))

    def find(self, text: str) -> Iterator[Found[Entry]]:
        """Names in a text, left to right, the longest at each place, none inside another.

        Does not find a name that is part of a longer word.

        Args:
            text: Any text; offsets refer to it.

        Yields:
            One `Found` a name.
        """
        folded = fold(text)
        lowered = folded.casefold() if len(folded.casefold()) == len(folded) else folded.lower()
        position = 0
        for word in _WORD.finditer(folded):
            start = word.start()
            if start < position:
                continue
            names = self._by_first_word.get(word[0].casefold())
            if not names:
                continue
            for name, entry, is_case_sensitive in names:
                if (folded if is_case_sensitive else lowered).startswith(name, start):
                    end = start + len(name)
                    if end < len(folded) and (folded[end].isalnum() or folded[end] == "_") and name[-1].isalnum():
                        continue
                    yield Found(start, end, entry)
                    position = end
                    break


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
