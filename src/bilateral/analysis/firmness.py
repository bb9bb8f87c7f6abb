"""How firmly two sentences say the same thing: the graded wordings in each, and which way they moved."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bilateral.analysis.comparison_words import CONTENT, kind_of
from bilateral.compared import FirmnessShift
from bilateral.vocabulary.firmness import SCALES, load_modifiers, wording_index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.vocabulary.firmness import Wording

__all__ = ["GradedWording", "find_shift", "find_wordings", "is_commitment"]

LEAST_SHIFT = 0.5
"""Difference of level from which a sentence is stronger or weaker; a lone intensifier is that much."""

OTHER_SCALE_SHIFT = 1.0
"""The same where the two wordings stand on different scales, whose levels compare only roughly."""

GOVERNS_WITHIN = 2
"""Words between one promise and another that it governs ("agreed jointly to consider")."""

NEAR_WORDS = 25
"""Words after a wording in which a modifier still belongs to it."""

LEAST_SHARED = 2
"""Content words after both wordings from which they are about the same."""

COMMITMENT_LEVEL = 2.0
"""Level of a promise from which a sentence commits a side: it looks into something or does more."""

_NEGATED = re.compile(r"\b(?:not|never|no longer|cannot|refused? to|declined? to|unable to)\b", re.IGNORECASE)  # will not
_YEAR = re.compile(r"\s+(?:the end of\s+)?(?:\w+\s+)?(?:\w+\s+)?(?:\d{1,2}\s+\w+\s+)?(?:1[89]|20)\d\d\b|\s+the end of the (?:year|month|decade)\b")  # by July 2027
_WORD = re.compile(r"\w+")
_CLAUSE = re.compile(r"[,;:]|\b(?:and|but|which|who|that)\b")


@dataclass(frozen=True, slots=True)
class GradedWording:
    """A wording found in a sentence: its words, its scale and its level with modifiers."""

    words: str
    scale: str
    level: float
    start: int
    end: int
    is_done: bool = False


@lru_cache(maxsize=8192)
def find_wordings(text: str) -> tuple[GradedWording, ...]:
    """Graded wordings of a sentence, in order.

    A phrase that stands on two scales is found on each. Where a promise governs
    the next ("agreed to consider"), both stand as one at the lower level. Does not
    weigh what is promised, and reads only English.

    Args:
        text: One sentence.

    Returns:
        Wordings with their places in the sentence.

    Example:
        >>> [(one.words, one.level) for one in find_wordings("The two sides agreed to consider a visa waiver.")]
        [('agreed to consider', 2.0)]
    """
    found: list[GradedWording] = []
    for match in wording_index().find(text):
        found.extend(_grade(text, match.start, match.end, wording) for wording in match.entry)
    return tuple(_join_governed(found, text))


def _grade(text: str, start: int, end: int, wording: Wording) -> GradedWording:
    """A wording with what lifts or lowers it: an intensifier before it, a deadline after it, a refusal."""
    step, phrase = _modified(text, start, end)
    words = text[start:end]
    negated = _NEGATED.search(text[max(0, start - len("no longer ")) : end + len(" not")])
    if negated and wording.scale == "promise":
        return GradedWording(f"{words} (not)", wording.scale, 0.0, start, end)
    return GradedWording(_with_modifier(words, phrase, text[:start]), wording.scale, wording.level + step, start, end, is_done=wording.is_done)


def _with_modifier(words: str, phrase: str, before: str) -> str:
    """A wording as it is shown: "strongly condemned", "agreed to … in principle"."""
    if not phrase or phrase in words.lower():
        return words
    return f"{phrase} {words}" if phrase in " ".join(_WORD.findall(before)[-2:]).lower() else f"{words} … {phrase}"


def _modified(text: str, start: int, end: int) -> tuple[float, str]:
    """By how much a wording is lifted or lowered, and by which words: those before it or after it in its clause."""
    before = " ".join(_WORD.findall(text[:start])[-2:]).lower()
    after = _CLAUSE.split(text[end:])[0] if end < len(text) else ""
    near = f" {before} {text[start:end]} {' '.join(after.split()[:NEAR_WORDS])} ".lower().replace(". ", " ")
    found = [(modifier.step, phrase) for phrase, modifier in load_modifiers().items() if not modifier.is_deadline and f" {phrase} " in near]
    return max(found, key=lambda item: abs(item[0]), default=(0.0, ""))


def _has_deadline(text: str) -> bool:
    """Whether a sentence sets a date by which something is done: "by 2027", "before the end of the year"."""
    return any(
        _YEAR.match(text, found.end())
        for phrase, modifier in load_modifiers().items()
        if modifier.is_deadline
        for found in re.finditer(rf"\b{phrase}\b", text)
    )


def _join_governed(found: list[GradedWording], text: str) -> list[GradedWording]:
    """Wordings of which one governs the next, as one at the lower level."""
    joined: list[GradedWording] = []
    for one in found:
        last = joined[-1] if joined else None
        if last and _governs(last, one, text):
            joined[-1] = GradedWording(text[last.start : one.end], one.scale, min(last.level, one.level), last.start, one.end)
        else:
            joined.append(one)
    return joined


def _governs(last: GradedWording, one: GradedWording, text: str) -> bool:
    """Whether a promise stands right before another in its clause, neither of them over."""
    between = text[last.end : one.start]
    return (
        last.scale == one.scale == "promise" and last.end <= one.start and not last.is_done
        and len(_WORD.findall(between)) <= GOVERNS_WITHIN and not _CLAUSE.search(between)
    )  # fmt: skip


def find_shift(first: str, second: str) -> FirmnessShift | None:
    """Whether the second sentence says it more or less firmly than the first.

    Wordings that both have are set aside. Of the rest, two that are followed by the
    same words are compared; else the strongest on a scale that both have, promises
    first; where no scale is common, those of different scales, with more room. A
    wording without a counterpart decides nothing. A deadline that came or went decides
    between equals. Does not see firmness in words that no wording grades.

    Args:
        first: A sentence, or several joined.
        second: What stands in its place.

    Returns:
        The shift with the words on either side; None where neither is firmer.

    Example:
        >>> shift = find_shift("They will build the road.", "They will explore building the road.")
        >>> shift.direction, shift.words_a, shift.words_b
        ('weaker', 'will', 'will explore')
    """
    ours, theirs = find_wordings(first), find_wordings(second)
    left, right = _without_common(ours, theirs), _without_common(theirs, ours)
    pair = _about_the_same(left, right, (first, second)) or _comparable(left, right)
    if pair and abs(pair[1].level - pair[0].level) >= (LEAST_SHIFT if pair[0].scale == pair[1].scale else OTHER_SCALE_SHIFT):
        return _shift(*pair)
    return _by_deadline(ours, theirs, _has_deadline(first), _has_deadline(second))


def _without_common(ours: Sequence[GradedWording], theirs: Sequence[GradedWording]) -> list[GradedWording]:
    common = Counter((one.scale, one.level, one.words.lower()) for one in theirs)
    rest = []
    for one in ours:
        key = (one.scale, one.level, one.words.lower())
        if common[key]:
            common[key] -= 1
        else:
            rest.append(one)
    return rest


def _about_the_same(left: list[GradedWording], right: list[GradedWording], texts: tuple[str, str]) -> tuple[GradedWording, GradedWording] | None:
    """Two wordings that govern the same words, where a sentence has several; promises and the most words first."""
    if len(left) + len(right) <= 2:  # noqa: PLR2004 - one each: nothing to choose
        return None
    found = [
        (one.scale == other.scale, len(shared), "promise" in {one.scale, other.scale}, one, other)
        for one in left
        for other in right
        if len(shared := _governed(texts[0], one) & _governed(texts[1], other)) >= LEAST_SHARED
        and (one.scale == other.scale or abs(one.level - other.level) >= OTHER_SCALE_SHIFT)
    ]
    return max(found, key=lambda item: item[:3])[3:] if found else None


def _governed(text: str, one: GradedWording) -> frozenset[str]:
    """Content words that follow a wording in its clause."""
    clause = _CLAUSE.split(text[one.end :])[0]
    return frozenset(word for word in _WORD.findall(clause.lower()) if kind_of(word) == CONTENT)


def _comparable(left: list[GradedWording], right: list[GradedWording]) -> tuple[GradedWording, GradedWording] | None:
    """The strongest wordings of either side, on the first scale that both have; else on any."""
    if not left or not right:
        return None
    for scale in SCALES:
        ours, theirs = [one for one in left if one.scale == scale], [one for one in right if one.scale == scale]
        if ours and theirs:
            return max(ours, key=_level), max(theirs, key=_level)
    return max(left, key=_level), max(right, key=_level)


def _level(one: GradedWording) -> float:
    return one.level


def _shift(ours: GradedWording, theirs: GradedWording) -> FirmnessShift:
    direction = "stronger" if theirs.level > ours.level else "weaker"
    return FirmnessShift(direction, theirs.scale, ours.words, theirs.words, ours.level, theirs.level)


def _by_deadline(ours: Sequence[GradedWording], theirs: Sequence[GradedWording], had: bool, has: bool) -> FirmnessShift | None:  # noqa: FBT001 - two of a kind
    """A promise that gained or lost its date."""
    promises = [next((one for one in side if one.scale == "promise"), None) for side in (ours, theirs)]
    if had == has or promises[0] is None or promises[1] is None:
        return None
    step = next(modifier.step for modifier in load_modifiers().values() if modifier.is_deadline)
    direction = "stronger" if has else "weaker"
    dated = " (with a date)"
    return FirmnessShift(
        direction, "promise", promises[0].words + dated * had, promises[1].words + dated * has,
        promises[0].level + step * had, promises[1].level + step * has,
    )  # fmt: skip


def is_commitment(text: str) -> bool:
    """Whether a sentence commits a side to something, by its wording.

    Does not read who is bound; where the coder's records are at hand they decide
    (`bilateral.answers.comparison`).

    Example:
        >>> is_commitment("The two sides will open a joint centre."), is_commitment("The leaders praised the doctors.")
        (True, False)
    """
    return any(one.scale == "promise" and one.level >= COMMITMENT_LEVEL and not one.is_done for one in find_wordings(text))
