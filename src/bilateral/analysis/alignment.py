"""Which sentences of two documents say the same: one to one, split, merged, moved.

Likeness is the cosine of word weights and of letter groups, both weighted by how
rare they are in the two documents. Sentences in the same order are paired first
(the way through both documents that is worth most), then what moved, then
sentences that another one took in or was parted into.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.analysis.comparison_words import CONTENT, FUNCTION_WORDS, kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

__all__ = ["Link", "align_by_marks", "align_sentences"]

ROOT_LETTERS = 6
"""Letters of a word that are compared: "negotiate", "negotiations"."""

NAME_COUNT = 2
"""A name within a sentence counts as so many words: what is said about a place is compared first of all."""

LETTER_GROUP = 4
WIDTH = 1 << 12
"""Columns for words and letter groups; where there are more of them, they share columns by their hash."""

WORD_SHARE = 0.6
"""Share of the words in a likeness; the letter groups have the rest."""

IN_ORDER = 0.25
"""Likeness from which sentences that stand in order are a pair: the middle of .21 to .30, which are alike on the dev part of evaluation/communiques."""

MOVED = 0.34
"""The same for sentences that stand elsewhere, where there is more to choose from."""

TAKEN_IN = 0.33
"""Share of a sentence's weight that another must have beyond its own pair, to have taken it in."""

RIVAL = 0.6
"""A pair that is less than this share as like as what either sentence could have elsewhere is not held in place."""

STOCK_WEIGHT = 0.25
"""Weight of words that every communiqué has in nearly every sentence."""

_STOCK = frozenset(
    """two side sides leader leaders minister ministers president presidents prime party parties country countries government governments
    both state states head heads agreed agree will continue cooperation cooperate welcomed expressed reaffirmed noted called support
    condemned urged stressed underlined emphasised bilateral relations republic intend consider hope views importance joint
    jointly held chancellor foreign said""".split()
)
_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Link:
    """Sentences of the first document with those of the second, and how like they are, 0 to 1."""

    first: tuple[int, ...]
    second: tuple[int, ...]
    likeness: float
    is_moved: bool = False


def align_sentences(first: Sequence[str], second: Sequence[str]) -> list[Link]:
    """Pair the sentences of two documents in one language.

    Does not pair sentences that say the same in wholly other words.

    Args:
        first: Sentences.
        second: Sentences.

    Returns:
        Links in the order of the second document; each sentence is in at most one.

    Example:
        >>> [link.second for link in align_sentences(["They met in Rome.", "Trade doubled."], ["Trade has doubled.", "They met in Rome."])]
        [(0,), (1,)]
    """
    if not first or not second:
        return []
    likeness, weights = _likeness(first, second)
    in_order = _in_order(_without_rivals(likeness), IN_ORDER)
    groups = [({i}, {j}) for i, j in sorted(in_order | _elsewhere(likeness, in_order))]
    _take_in(groups, 0, weights)
    _take_in(groups, 1, weights)
    links = [_link(ours, theirs, likeness, in_order) for ours, theirs in groups]
    return sorted(links, key=lambda link: link.second)


def align_by_marks(first: Sequence[frozenset[str]], second: Sequence[frozenset[str]], *, places: bool = True) -> list[Link]:
    """Pair the sentences of two language versions by the numbers, names and dates in them, and by their place.

    Does not pair a sentence without any such mark but where it stands between two pairs and alone on both sides.

    Args:
        first: Marks of each sentence.
        second: Marks of each sentence.
        places: Whether sentences may be paired by their place alone.

    Returns:
        Links in the order of the second document.

    Example:
        >>> [link.first for link in align_by_marks([frozenset({"2018"}), frozenset()], [frozenset({"2018"}), frozenset()])]
        [(0,), (1,)]
    """
    import numpy as np  # noqa: PLC0415 - heavy

    if not first or not second:
        return []
    known = frozenset().union(*first) & frozenset().union(*second)  # a noun with a capital is no mark that both can have
    first, second = [marks & known for marks in first], [marks & known for marks in second]
    likeness = np.zeros((len(first), len(second)), dtype=np.float32)
    counts = Counter(mark for marks in (*first, *second) for mark in marks)
    for i, ours in enumerate(first):
        for j, theirs in enumerate(second):
            shared, either = ours & theirs, ours | theirs
            if shared:
                likeness[i, j] = sum(1 / counts[mark] for mark in shared) / sum(1 / counts[mark] for mark in either)
    pairs = _in_order(likeness, IN_ORDER)
    if places:
        pairs |= _between_pairs(pairs, len(first), len(second))
    return [Link((i,), (j,), round(float(likeness[i, j]), 3)) for i, j in sorted(pairs, key=lambda pair: pair[1])]


def _between_pairs(pairs: set[tuple[int, int]], n_first: int, n_second: int) -> set[tuple[int, int]]:
    """Sentences between two pairs, where either document has the same number of them."""
    found: set[tuple[int, int]] = set()
    last = (-1, -1)
    for i, j in [*sorted(pairs), (n_first, n_second)]:
        if i - last[0] == j - last[1]:
            found.update((last[0] + step, last[1] + step) for step in range(1, i - last[0]))
        last = (i, j)
    return found


def _roots(text: str) -> Counter[str]:
    """The words of a sentence, cut to their roots, with their weight."""
    found: Counter[str] = Counter()
    for place, word in enumerate(_WORD.findall(text)):
        lowered = word.lower()
        if lowered not in FUNCTION_WORDS and kind_of(word) == CONTENT:
            found[lowered[:ROOT_LETTERS]] += NAME_COUNT if place and word[0].isupper() and lowered not in _STOCK else 1
    return found


_STOCK_ROOTS = frozenset(word[:ROOT_LETTERS] for word in _STOCK)


def _groups(text: str) -> Counter[str]:
    """Letter groups of the words that are not in every communiqué."""
    found: Counter[str] = Counter()
    for word in _WORD.findall(text.lower()):
        if word not in FUNCTION_WORDS and word not in _STOCK:
            padded = f" {word} "
            found.update(padded[i : i + LETTER_GROUP] for i in range(max(1, len(padded) - LETTER_GROUP + 1)))
    return found


def _likeness(first: Sequence[str], second: Sequence[str]) -> tuple[Matrix, tuple[Matrix, Matrix]]:
    """Likeness of every sentence with every other, and the word weights of both documents' sentences."""
    both = (*first, *second)
    words = _weigh([_roots(text) for text in both], stock=_STOCK_ROOTS)
    letters = _weigh([_groups(text) for text in both], stock=frozenset())
    n = len(first)
    likeness = WORD_SHARE * _cosine(words[:n], words[n:]) + (1 - WORD_SHARE) * _cosine(letters[:n], letters[n:])
    return likeness, (words[:n] ** 2, words[n:] ** 2)


_TINY = 1e-9


def _weigh(counts: Sequence[Counter[str]], *, stock: frozenset[str]) -> Matrix:
    """One row a sentence, one column a hashed item: how often, times how rare."""
    import numpy as np  # noqa: PLC0415 - heavy

    n_with = Counter(item for row in counts for item in row)
    rarity = {item: np.log((1 + len(counts)) / (1 + n)) + 1 for item, n in n_with.items()}
    columns = {item: place if len(n_with) <= WIDTH else zlib.crc32(item.encode()) % WIDTH for place, item in enumerate(n_with)}
    rows = np.zeros((len(counts), min(len(n_with), WIDTH)), dtype=np.float32)
    for i, row in enumerate(counts):
        for item, n in row.items():
            rows[i, columns[item]] += n**0.5 * rarity[item] * (STOCK_WEIGHT if item in stock else 1.0)
    return rows


def _cosine(first: Matrix, second: Matrix) -> Matrix:
    import numpy as np  # noqa: PLC0415 - heavy

    lengths_first = np.sqrt((first**2).sum(axis=1, keepdims=True)) + _TINY
    lengths_second = np.sqrt((second**2).sum(axis=1, keepdims=True)) + _TINY
    return np.asarray((first / lengths_first) @ (second / lengths_second).T, dtype=np.float32)


def _in_order(likeness: Matrix, least: float) -> set[tuple[int, int]]:
    """Pairs on the way through both documents that is worth most; only what is like enough is worth anything."""
    import numpy as np  # noqa: PLC0415 - heavy

    worth = np.where(likeness >= least, likeness, 0.0)
    n, m = worth.shape
    best = np.zeros((n + 1, m + 1))
    for i in range(n):
        row = np.maximum(best[i, 1:], np.where(worth[i] > 0, best[i, :-1] + worth[i], 0.0))
        best[i + 1, 1:] = np.maximum.accumulate(row)
    pairs, i, j = set(), n, m
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            pairs.add((i - 1, j - 1))
            i, j = i - 1, j - 1
    return pairs


def _elsewhere(likeness: Matrix, pairs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Pairs among the sentences left over, the most like first, wherever they stand."""
    import numpy as np  # noqa: PLC0415 - heavy

    taken_first, taken_second = {i for i, _ in pairs}, {j for _, j in pairs}
    found = set()
    rows, columns = np.nonzero(likeness >= MOVED)
    for place in np.argsort(-likeness[rows, columns], kind="stable"):
        i, j = int(rows[place]), int(columns[place])
        if i not in taken_first and j not in taken_second:
            found.add((i, j))
            taken_first.add(i)
            taken_second.add(j)
    return found


def _without_rivals(likeness: Matrix) -> Matrix:
    """Likeness without pairs where either sentence has a far better partner elsewhere, so that what moved is not held in place."""
    import numpy as np  # noqa: PLC0415 - heavy

    better = np.maximum(likeness.max(axis=1, keepdims=True), likeness.max(axis=0, keepdims=True))
    return np.where(likeness >= RIVAL * better, likeness, 0.0)


def _take_in(groups: list[tuple[set[int], set[int]]], side: int, weights: tuple[Matrix, Matrix]) -> None:
    """Join each sentence left over to the pair that took it in: one that has its words beyond those of its own partners.

    Sentence by sentence against the words that a pair has on the other side and lacks on this one.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    if not groups:
        return
    ours, theirs = weights[side], weights[1 - side]
    taken = {i for group in groups for i in group[side]}
    free = [i for i in range(len(ours)) if i not in taken]
    extra = np.stack([
        (theirs[sorted(group[1 - side])].max(axis=0) > 0) & (ours[sorted(group[side])].max(axis=0) == 0) for group in groups
    ]).astype(np.float32)  # fmt: skip
    totals = ours[free].sum(axis=1) + _TINY
    shares = (ours[free] @ extra.T) / totals[:, None]
    for row, i in enumerate(free):
        best = int(shares[row].argmax())
        if shares[row, best] >= TAKEN_IN:
            groups[best][side].add(i)
            extra[best] *= ours[i] == 0
            shares[:, best] = (ours[free] @ extra[best]) / totals


def _link(ours: set[int], theirs: set[int], likeness: Matrix, in_order: set[tuple[int, int]]) -> Link:
    """One link; it moved where none of its pairs is among those in order and others stand across it."""
    first, second = tuple(sorted(ours)), tuple(sorted(theirs))
    pairs = {(i, j) for i in first for j in second}
    is_moved = not pairs & in_order and any((i < first[0]) != (j < second[0]) for i, j in in_order)
    return Link(first, second, round(max(float(likeness[pair]) for pair in pairs), 3), is_moved)
