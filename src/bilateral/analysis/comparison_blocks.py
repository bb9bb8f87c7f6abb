"""Where two word lists agree and where they do not: stretches of change between words that are kept.

The words kept are chosen so that they weigh most: content words more than
function words and punctuation, and each stretch of change costs something, so
that a lone "the" between two changes is not held to be kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.analysis.comparison_words import DETERMINERS, PREPOSITIONS, is_same_word, kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Block", "find_blocks"]

Block = tuple[int, int, int, int]
"""First and last word of the first list, first and last of the second; ends exclusive."""

KEPT_WEIGHT = (0.5, 0.5, 1.0, 0.8)
"""What a kept punctuation mark, function word, content word and mark weigh; .4 to .6 tried for the first two."""

OPENING = 0.4
"""What a stretch of change costs; .2 to .6 tried. A function word alone (.5) is just worth keeping."""

RUNNING = 0.01
"""What each word kept after a word kept is worth: long runs win over scattered words."""

MAX_CELLS = 400_000
"""Words of one list times words of the other up to which they are weighed; beyond it the longest common runs decide."""

SHORT_PHRASE = 4
"""Words up to which a phrase reads better with its comma before it (", Peru") than after it."""

_CONJUNCTIONS = frozenset({"and", "or", "but"})
_RELATIVES = frozenset("which that where who whose while when because if although whereas".split())
_BEGINNERS = PREPOSITIONS | _RELATIVES
_FAR = -1e9


def find_blocks(first: Sequence[str], second: Sequence[str]) -> list[Block]:
    """Stretches in which two word lists differ, in order, each as a phrase where it can be chosen.

    Does not tell words that moved, and does not part a stretch into edits.

    Args:
        first: Words.
        second: Words.

    Returns:
        Stretches that are not the same; empty for equal lists.

    Example:
        >>> find_blocks("they met and agreed .".split(), "they met in May and agreed .".split())
        [(2, 2, 2, 4)]
    """
    start, end_first, end_second = _trim(first, second)
    inner_first, inner_second = first[start:end_first], second[start:end_second]
    if len(inner_first) * len(inner_second) > MAX_CELLS:
        blocks = _longest_runs(inner_first, inner_second)
    else:
        blocks = _between(_keep(inner_first, inner_second, is_start=start == 0), len(inner_first), len(inner_second))
    moved = [(i + start, j + start, k + start, m + start) for i, j, k, m in blocks]
    return _slide_all(moved, first, second)


def _trim(first: Sequence[str], second: Sequence[str]) -> tuple[int, int, int]:
    """How many words both begin with, and the ends of both before what they end with."""
    shorter = min(len(first), len(second))
    start = next((i for i in range(shorter) if not is_same_word(first[i], second[i], begins=i == 0)), shorter)
    end = next((i for i in range(shorter - start) if first[-1 - i] != second[-1 - i]), shorter - start)
    return start, len(first) - end, len(second) - end


def _longest_runs(first: Sequence[str], second: Sequence[str]) -> list[Block]:
    from difflib import SequenceMatcher  # noqa: PLC0415 - only for very long sentences

    codes = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    return [(i, j, k, m) for kind, i, j, k, m in codes if kind != "equal"]


def _keep(first: Sequence[str], second: Sequence[str], *, is_start: bool) -> list[tuple[int, int]]:
    """Pairs of words that are kept: the way through both lists that weighs most."""
    n_second = len(second)
    weights = [KEPT_WEIGHT[kind_of(word)] for word in first]
    kept_above, changed_above = [0.0, *[_FAR] * n_second], [-OPENING, *[-OPENING] * n_second]
    steps: list[list[tuple[bool, str]]] = [[(False, "open"), *[(False, "second")] * n_second]]
    for i, word in enumerate(first):
        kept_row, changed_row = [_FAR], [max(changed_above[0], _FAR)]
        row: list[tuple[bool, str]] = [(False, "first")]
        lowered = word.lower()
        for j, other in enumerate(second):
            is_same = word == other or (is_start and (i == 0 or j == 0) and lowered == other.lower())
            after_kept, after_changed = kept_above[j] + RUNNING, changed_above[j]
            kept = max(after_kept, after_changed) + weights[i] if is_same else _FAR
            changed, how = max((kept - OPENING, "open"), (changed_above[j + 1], "first"), (changed_row[j], "second"), key=_value)
            kept_row.append(kept)
            changed_row.append(changed)
            row.append((after_kept >= after_changed, how))
        steps.append(row)
        kept_above, changed_above = kept_row, changed_row
    return _walk_back(steps, is_kept=kept_above[-1] >= changed_above[-1])


def _value(choice: tuple[float, str]) -> float:
    return choice[0]


def _walk_back(steps: Sequence[Sequence[tuple[bool, str]]], *, is_kept: bool) -> list[tuple[int, int]]:
    """The pairs on the best way, from its end to its beginning."""
    i, j = len(steps) - 1, len(steps[0]) - 1
    found = []
    while i or j:
        if is_kept:
            found.append((i - 1, j - 1))
            is_kept = steps[i][j][0]
            i, j = i - 1, j - 1
        elif steps[i][j][1] == "open":
            is_kept = True
        elif steps[i][j][1] == "first":
            i -= 1
        else:
            j -= 1
    return found[::-1]


def _between(kept: Sequence[tuple[int, int]], n_first: int, n_second: int) -> list[Block]:
    """The stretches between words that are kept."""
    blocks, i, j = [], 0, 0
    for next_i, next_j in [*kept, (n_first, n_second)]:
        if next_i > i or next_j > j:
            blocks.append((i, next_i, j, next_j))
        i, j = next_i + 1, next_j + 1
    return blocks


def _slide_all(blocks: Sequence[Block], first: Sequence[str], second: Sequence[str]) -> list[Block]:
    """Where only one list has words and they could stand one place on ("and Peru" or "Peru and"), take the better phrase."""
    moved: list[Block] = []
    for number, (i, j, k, m) in enumerate(blocks):
        before = moved[-1] if moved else (0, 0, 0, 0)
        after = blocks[number + 1] if number + 1 < len(blocks) else (len(first), 0, len(second), 0)
        if i == j:
            step = _best_step(second, (k, m), (before[3], after[2]))
        elif k == m:
            step = _best_step(first, (i, j), (before[1], after[0]))
        else:
            step = 0
        moved.append((i + step, j + step, k + step, m + step))
    return moved


def _best_step(words: Sequence[str], place: tuple[int, int], room: tuple[int, int]) -> int:
    """By how many places a stretch should move to read as a phrase; it may only pass words equal to its own."""
    start, end = place
    steps = [0]
    while start + steps[-1] > room[0] and words[start + steps[-1] - 1] == words[end + steps[-1] - 1]:
        steps.append(steps[-1] - 1)
    ahead = 0
    while end + ahead < room[1] and words[start + ahead] == words[end + ahead]:
        ahead += 1
        steps.append(ahead)
    return max(steps, key=lambda step: _phrase_score(words, start + step, end + step) - abs(step) * _NEAREST)


_NEAREST = 1e-3


def _phrase_score(words: Sequence[str], start: int, end: int) -> float:
    """How well some words read as one phrase: by how they begin and end, and whether their brackets close."""
    begins, ends = words[start].lower(), words[end - 1].lower()
    is_short = end - start <= SHORT_PHRASE
    score = 0.5 * (begins in {";", ":"}) - 0.5 * (begins.startswith("[") and end - start > 1)
    score += (0.3 if is_short else -0.2) * (begins == ",") + (0.0 if is_short else 0.3) * (ends == ",")
    score += 0.5 * (begins in _CONJUNCTIONS) - 1.0 * (ends in _CONJUNCTIONS)
    score += 0.4 * (begins in _BEGINNERS) - 0.5 * (ends in _BEGINNERS)
    score += 0.3 * (begins in DETERMINERS) + 0.5 * (start == 0)
    is_open = ("(" in words[start:end]) != (")" in words[start:end])
    return score - 2.0 * is_open - 2.0 * (begins == ")")
