"""Phrases with wildcards, found among the words of a sentence: the longest at a place wins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Match", "PhraseIndex"]

_Entry = tuple[tuple[str, ...], str]


class Match(NamedTuple):
    """Words from `start` up to `end` that are a phrase with this label."""

    start: int
    end: int
    label: str


def _fits_on(pattern: tuple[str, ...], words: Sequence[str], start: int) -> bool:
    """Whether the words after the second, which is known to fit, fit too; there are enough of them."""
    for n in range(2, len(pattern)):
        allowed, word = pattern[n], words[start + n]
        if word != allowed and not (allowed[-1] == "*" and word.startswith(allowed[:-1])):  # "sanction*" or "*"
            return False
    return True


class PhraseIndex:
    """Phrases by their first word.

    Args:
        entries: Phrases of lower-case words with their labels; `*` at the end of a word stands for any ending,
            alone for any word. One phrase may have several labels.

    Example:
        >>> PhraseIndex([("arms sale*", "arms"), ("sale*", "trade")]).find("the arms sales went on".split())
        [Match(start=1, end=3, label='arms')]
    """

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._exact: dict[str, list[_Entry]] = {}
        self._beginnings: dict[str, list[_Entry]] = {}
        self._seen: dict[str, tuple[_Entry, ...]] = {}
        for phrase, label in entries:
            words = tuple(phrase.lower().split())
            first = words[0]
            table, key = (self._beginnings, first[:-1]) if first.endswith("*") else (self._exact, first)
            table.setdefault(key, []).append((words, label))

    def _of(self, word: str) -> tuple[_Entry, ...]:
        """Entries that may begin with a word, remembered: a text has few different words."""
        known = self._seen.get(word)
        if known is None:
            found = list(self._exact.get(word, ()))
            for n in range(1, len(word) + 1):
                found.extend(self._beginnings.get(word[:n], ()))
            known = self._seen[word] = tuple(sorted(dict.fromkeys(found), key=lambda entry: -len(entry[0])))
        return known

    def find(self, words: Sequence[str]) -> list[Match]:
        """Phrases among words in their order; none begins inside another, several labels of one phrase stand side by side.

        Args:
            words: Words in lower case.

        Returns:
            Where each phrase stands, by its first word.
        """
        found: list[Match] = []
        of, left, free = self._seen.get, len(words), 0
        for i, word in enumerate(words):
            entries = of(word)
            if entries is None:
                entries = self._of(word)
            if not entries or i < free:  # most words begin nothing
                continue
            longest = 0
            labels: list[str] = []
            following = words[i + 1] if i + 1 < left else ""
            for pattern, label in entries:
                size = len(pattern)
                if size < longest or label in labels:
                    continue
                if size > 1:  # the second word is looked at here: nearly all fail at it
                    allowed = pattern[1]
                    if following != allowed and not (allowed[-1] == "*" and following.startswith(allowed[:-1])):
                        continue
                    if i + size > left or not _fits_on(pattern, words, i):
                        continue
                found.append(Match(i, i + size, label))
                longest = size
                labels.append(label)
            free = i + longest
        return found
