"""How two versions of a text differ, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Difference", "compare_sentences"]

MAX_ALIGNED = 4_000_000
"""Sentences of one version times those of the other up to which they are aligned; beyond, they are only counted."""

MAX_LINES = 200
MAX_LINE_CHARS = 500
"""What is kept of a difference: enough to read what changed, while the whole stays in the two versions."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What one version has and the other has not."""

    n_added: int
    n_removed: int
    lines: tuple[str, ...]
    """The sentences in order of the text, each after `+ ` or `- `; empty where both are the same."""


def compare_sentences(old: Sequence[str], new: Sequence[str]) -> Difference:
    """Find the sentences that came and went.

    A changed sentence is one that went and one that came. Does not tell a sentence
    that moved from one that went and came again.

    Args:
        old: Sentences of the earlier version.
        new: Sentences of the later one.

    Returns:
        How many came and went, and which.

    Example:
        >>> compare_sentences(["They met.", "Two died."], ["They met.", "Three died."]).lines
        ('- Two died.', '+ Three died.')
    """
    pairs = _align(old, new) if len(old) * len(new) <= MAX_ALIGNED else _count(old, new)
    found = list(pairs)
    n_added = sum(mark == "+" for mark, _ in found)
    lines = [f"{mark} {text if len(text) <= MAX_LINE_CHARS else text[: MAX_LINE_CHARS - 1] + '…'}" for mark, text in found]
    return Difference(n_added, len(found) - n_added, tuple(lines[:MAX_LINES]))


def _align(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Sentences that went and came, by the longest common runs."""
    from difflib import SequenceMatcher  # noqa: PLC0415

    for kind, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from (("-", text) for text in old[first:last])
            yield from (("+", text) for text in new[begin:end])


def _count(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Sentences that one version has more often than the other; for texts too long to be aligned."""
    yield from (("-", text) for text in (Counter(old) - Counter(new)).elements())
    yield from (("+", text) for text in (Counter(new) - Counter(old)).elements())
