"""What changed from one version of a document to the next, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from bilateral.analysis.comparison_words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Passage", "Stretch", "VersionChanges", "compare_versions"]

MOST_ALIGNED = 4_000_000
"""Paragraphs (or words) of one version times those of the other up to which they are aligned; beyond, both stand side by side whole."""

_LIKE = 0.3
"""Share of words that two paragraphs must have in common to be shown as one that was changed."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that both have, that went or that came: `kind` is same, went or came."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph: `kind` is same, changed, went or came."""

    kind: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class VersionChanges:
    """The paragraphs of both versions in order, and how many words went and came."""

    passages: tuple[Passage, ...]
    n_went: int
    n_came: int


def compare_versions(old: str, new: str) -> VersionChanges:
    r"""Find the words that went and came.

    Does not tell a paragraph that moved from one that went and came again, and does not see changes of white space.

    Args:
        old: Text of the earlier version.
        new: Text of the later one.

    Returns:
        Every paragraph of both.

    Example:
        >>> found = compare_versions("They met.\nTwo ships sank.", "They met.\nThree ships sank.")
        >>> [passage.kind for passage in found.passages], found.n_went, found.n_came
        (['same', 'changed'], 1, 1)
    """
    passages = tuple(_align([line for line in old.split("\n") if line.strip()], [line for line in new.split("\n") if line.strip()]))
    went, came = (sum(len(split_words(one.text)) for passage in passages for one in passage.stretches if one.kind == kind) for kind in ("went", "came"))
    return VersionChanges(passages, went, came)


def _align(old: Sequence[str], new: Sequence[str]) -> Iterator[Passage]:
    """Paragraphs in order; those that stand in the place of others are compared word by word."""
    if len(old) * len(new) > MOST_ALIGNED:
        yield from _replaced(old, new)
        return
    for kind, first, last, begin, end in SequenceMatcher(None, [" ".join(line.split()) for line in old], [" ".join(line.split()) for line in new], autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (Passage("same", (Stretch("same", line),)) for line in new[begin:end])
        else:
            yield from _replaced(old[first:last], new[begin:end])


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Passage]:
    """Paragraphs in the place of others: each with its like, those without one whole."""
    waiting = list(new)
    for line in old:
        like = next((number for number, other in enumerate(waiting[:3]) if _likeness(line, other) >= _LIKE), None)
        if like is None:
            yield Passage("went", (Stretch("went", line),))
            continue
        yield from (Passage("came", (Stretch("came", other),)) for other in waiting[:like])
        yield Passage("changed", tuple(_compare_words(line, waiting[like])))
        waiting = waiting[like + 1 :]
    yield from (Passage("came", (Stretch("came", line),)) for line in waiting)


def _likeness(one: str, other: str) -> float:
    words, others = set(one.lower().split()), set(other.lower().split())
    return len(words & others) / max(1, min(len(words), len(others)))


def _compare_words(old: str, new: str) -> Iterator[Stretch]:
    """Words of two paragraphs, those that went before those that came in their place."""
    words, others = split_words(old), split_words(new)
    if len(words) * len(others) > MOST_ALIGNED or not words or not others:
        yield from (Stretch("went", old), Stretch("came", new))
        return
    for kind, first, last, begin, end in SequenceMatcher(None, [word.text for word in words], [word.text for word in others], autojunk=False).get_opcodes():
        if kind == "equal":
            yield Stretch("same", _between(new, others, begin, end))
            continue
        if last > first:
            yield Stretch("went", _between(old, words, first, last))
        if end > begin:
            yield Stretch("came", _between(new, others, begin, end))


def _between(text: str, words: Sequence[tuple[str, int, int]], first: int, last: int) -> str:
    """The text of some words with the white space after them."""
    end = words[last][1] if last < len(words) else len(text)
    return text[words[first][1] : end]
