"""Which topics gained and lost words between two documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.analysis.comparison_words import split_words
from bilateral.compared import TopicShift
from bilateral.vocabulary.issues import use_issues

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["count_topics", "find_topics"]


def find_topics(text: str) -> tuple[str, ...]:
    """Issues that a sentence is about, by the words of `vocabulary/issues.toml`.

    Does not find an issue that no listed word names.

    Example:
        >>> "trade" in find_topics("They agreed to lower tariffs.")
        True
    """
    issues = use_issues()
    words = [word.text.lower() for word in split_words(text) if word.text[0].isalnum()]
    codes = dict.fromkeys(found.label.lstrip("-") for found in issues.index.find(words))
    return tuple(issues.issues[code].name for code in codes if code)


def count_topics(first: Sequence[str], second: Sequence[str]) -> tuple[TopicShift, ...]:
    """Words of the sentences on each topic in two documents.

    A sentence on two topics counts for both.

    Returns:
        Topics of either document, the greatest change first.

    Example:
        >>> count_topics(["They discussed fisheries and trade."], ["They met."])[0].words_b
        0
    """
    ours, theirs = _count(first), _count(second)
    shifts = [TopicShift(name, ours.get(name, 0), theirs.get(name, 0)) for name in {**ours, **theirs}]
    return tuple(sorted(shifts, key=lambda shift: (-abs(shift.words_b - shift.words_a), shift.topic)))


def _count(sentences: Sequence[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text in sentences:
        n_words = sum(word.text[0].isalnum() for word in split_words(text))
        for topic in find_topics(text):
            counts[topic] = counts.get(topic, 0) + n_words
    return counts
