"""Word-level edits between two sentences that say nearly the same, as phrases a reader would mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bilateral.analysis.comparison_blocks import find_blocks
from bilateral.analysis.comparison_words import (
    ALIKE,
    CONTENT,
    DETERMINERS,
    MARK,
    PREPOSITIONS,
    PUNCTUATION,
    kind_of,
    likeness,
    novel_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.analysis.comparison_blocks import Block

__all__ = ["WordEdit", "find_edits", "find_moves", "is_substantive"]

# Costs of an edit, set on 600 revised sentence pairs and checked on 200 others (evaluation/revisions.py); figures in
# brackets were tried. An edit costs about 1, so that a stretch is parted only where its parts read better.
REPLACING = 1.0
INSERTING = 1.0
LONE_FUNCTION_WORD = 1.1  # (.8 to 1.2)
UNEQUAL_LENGTH = 0.1  # each word by which one side is longer (.05 to .15)
MOST_UNEQUAL = 6  # (4 to 10)
OTHER_EDGE = 0.2  # a side begins or ends with a word of another kind (0 to .6)
OTHER_COMMA = 0.4  # one side ends with a comma (.2 to 1.2)
OTHER_ARTICLE = 0.4  # one side ends with an article or the like: "to", "into the" (.1 to .8)
ARTICLE_FOR_PREPOSITION = 0.2  # at either end (.2 to 1.2)
PHRASE_FOR_WORD = 0.2  # a phrase of some length for one word (.2 to .6)
PHRASE_WORDS = 5
FORMS_OF_ONE = -0.3  # one word for another form of it (-.3 to -.7)
ONE_MARK_FOR_ANOTHER = -0.8  # ";" for ","
RESPELT = 0.3  # the same letters, joined or parted: "state of the art", "state-of-the-art"
RESPELT_WORDS = 8

MAX_PHRASE = 8
"""Words of a phrase that a stretch is parted into."""

MAX_CELLS = 700
"""Words of one side times words of the other up to which a stretch is parted; beyond it, it is one rewritten passage."""

MAX_MOVE = 60
"""Places over which a phrase with a content word is held to have moved."""

MAX_FUNCTION_MOVE = 5
"""The same for function words, for each word of the phrase (0 to 30 tried; 5 and 12 are alike)."""

LEAST_INSERTED, LEAST_NOVEL = 3, 2
LEAST_REPLACED, LEAST_NOVEL_REPLACED = 4, 3
"""Words, and content words that the other side lacks, from which an edit adds or removes content: 1 to 2, 2 to 4, 3 to 5 tried."""


class WordEdit(NamedTuple):
    """One edit: words `start_a` to `end_a` of the first become `start_b` to `end_b` of the second; ends exclusive."""

    start_a: int
    end_a: int
    start_b: int
    end_b: int

    @property
    def operation(self) -> str:
        """inserted, deleted or changed."""
        if self.start_a == self.end_a:
            return "inserted"
        return "deleted" if self.start_b == self.end_b else "changed"


def find_edits(first: Sequence[str], second: Sequence[str], *, with_moves: bool = False) -> list[WordEdit]:
    """The edits that make one sentence of another.

    A phrase that only stands elsewhere is no edit (`find_moves` has it), unless asked for. Does not
    know synonyms: one phrase put for another is one change where both are of like
    length and kind, else a deletion and an insertion.

    Args:
        first: Words of the first sentence.
        second: Words of the second.
        with_moves: Also a deletion and an insertion for each phrase that moved.

    Returns:
        Edits in order.

    Example:
        >>> find_edits("They agreed to hold talks .".split(), "They will hold open talks .".split())
        [WordEdit(start_a=1, end_a=3, start_b=1, end_b=2), WordEdit(start_a=4, end_a=4, start_b=3, end_b=4)]
    """
    edits = _all_edits(first, second)
    if with_moves:
        return edits
    moved = {edit for pair in _pair_moves(edits, first, second) for edit in pair}
    return _take_out_parts([edit for edit in edits if edit not in moved], first, second)


def find_moves(first: Sequence[str], second: Sequence[str]) -> list[tuple[WordEdit, WordEdit]]:
    """Phrases that stand at another place of the sentence: what was taken out and what was put in.

    Example:
        >>> old, new = "In May they met again .".split(), "they met again in May .".split()
        >>> [(old[out.start_a:out.end_a], put.start_b) for out, put in find_moves(old, new)]
        [(['In', 'May'], 3)]
    """
    return _pair_moves(_all_edits(first, second), first, second)


def _all_edits(first: Sequence[str], second: Sequence[str]) -> list[WordEdit]:
    return [edit for block in find_blocks(first, second) for edit in _part_block(block, first, second)]


def _pair_moves(edits: Iterable[WordEdit], first: Sequence[str], second: Sequence[str]) -> list[tuple[WordEdit, WordEdit]]:
    edits = list(edits)
    free = [edit for edit in edits if edit.operation == "deleted"]
    pairs = []
    for put in edits:
        if put.operation != "inserted":
            continue
        words = [word.lower() for word in second[put.start_b : put.end_b]]
        for out in free:
            if abs(out.start_a - put.start_b) <= _reach(words) and [word.lower() for word in first[out.start_a : out.end_a]] == words:
                pairs.append((out, put))
                free.remove(out)
                break
    return pairs


def _take_out_parts(edits: list[WordEdit], first: Sequence[str], second: Sequence[str]) -> list[WordEdit]:
    """Edits without phrases that moved into or out of a longer one: "depends in" became "to" and "depends" came is "in" became "to"."""
    left = list(edits)
    for edit in edits:
        if edit.operation == "changed":
            continue
        is_put = edit.operation == "inserted"
        words = [word.lower() for word in (second[edit.start_b : edit.end_b] if is_put else first[edit.start_a : edit.end_a])]
        if not _has_content(words):
            continue
        place = edit.start_b if is_put else edit.start_a
        for other in left:
            rest = _without_part(other, words, (first, second), is_first=is_put)
            if other != edit and rest and abs((other.start_a if is_put else other.start_b) - place) <= MAX_MOVE:
                left[left.index(other)] = rest
                left.remove(edit)
                break
    return left


def _without_part(edit: WordEdit, words: list[str], texts: tuple[Sequence[str], Sequence[str]], *, is_first: bool) -> WordEdit | None:
    """An edit without words that one of its sides begins or ends with; None if it does not, or is nothing else."""
    start, end = (edit.start_a, edit.end_a) if is_first else (edit.start_b, edit.end_b)
    own = [word.lower() for word in texts[0 if is_first else 1][start:end]]
    if len(own) <= len(words):
        return None
    if own[: len(words)] == words:
        start += len(words)
    elif own[-len(words) :] == words:
        end -= len(words)
    else:
        return None
    return edit._replace(start_a=start, end_a=end) if is_first else edit._replace(start_b=start, end_b=end)


def _reach(words: Sequence[str]) -> int:
    """How far a phrase can have moved."""
    return MAX_MOVE if _has_content(words) else MAX_FUNCTION_MOVE * len(words)


def _has_content(words: Sequence[str]) -> bool:
    return any(kind_of(word) in {CONTENT, MARK} for word in words)


def is_substantive(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether an edit adds, removes or replaces content.

    Tells it by how many content words have no form on the other side. Does not
    weigh a single word: "will" for "may", a number or a name are told by the
    classes of `bilateral.analysis.comparison_changes`.

    Args:
        first: Words taken out.
        second: Words put in.

    Returns:
        False for spelling, order, connectives and single words.

    Example:
        >>> is_substantive([], "and open two consulates".split()), is_substantive(["which"], ["that"])
        (True, False)
    """
    gone, come = novel_words(first, second)
    if first and second:
        return len(gone) + len(come) >= LEAST_NOVEL_REPLACED and max(len(first), len(second)) >= LEAST_REPLACED
    n_words, n_novel = len(first) + len(second), len(gone) + len(come)
    return n_words >= LEAST_INSERTED and n_novel >= (LEAST_NOVEL if n_words == LEAST_INSERTED else LEAST_NOVEL - 1)


def _part_block(block: Block, first: Sequence[str], second: Sequence[str]) -> list[WordEdit]:
    """The cheapest way to read a stretch of change as edits."""
    i, j, k, m = block
    old, new = tuple(first[i:j]), tuple(second[k:m])
    if not old or not new or len(old) * len(new) > MAX_CELLS:
        return [WordEdit(*block)]
    return [WordEdit(i + a, i + b, k + c, k + d) for a, b, c, d in _cheapest(old, new)]


def _cheapest(old: tuple[str, ...], new: tuple[str, ...]) -> list[Block]:
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(old) + 1):
        for j in range(len(new) + 1):
            if i or j:
                best[i, j] = min(_ways_to(i, j, old, new, best), key=_cost)
    place, found = (len(old), len(new)), []
    while place != (0, 0):
        before = best[place][1]
        found.append((before[0], place[0], before[1], place[1]))
        place = before
    return found[::-1]


def _cost(way: tuple[float, tuple[int, int]]) -> float:
    return way[0]


def _ways_to(
    i: int, j: int, old: tuple[str, ...], new: tuple[str, ...], best: dict[tuple[int, int], tuple[float, tuple[int, int]]]
) -> Iterable[tuple[float, tuple[int, int]]]:
    """Every last edit that ends at a place, with the cost so far and where it begins."""
    for h in range(i):
        yield best[h, j][0] + _one_sided(old[h:i]), (h, j)
    for g in range(j):
        yield best[i, g][0] + _one_sided(new[g:j]), (i, g)
    for h in range(max(0, i - MAX_PHRASE), i):
        for g in range(max(0, j - MAX_PHRASE), j):
            yield best[h, g][0] + _replacing(old[h:i], new[g:j]), (h, g)


def _one_sided(words: tuple[str, ...]) -> float:
    """The cost of taking words out, or putting them in."""
    return LONE_FUNCTION_WORD if len(words) == 1 and kind_of(words[0]) not in {PUNCTUATION, CONTENT, MARK} else INSERTING


def _replacing(old: tuple[str, ...], new: tuple[str, ...]) -> float:
    """The cost of putting some words for others."""
    if len(old) + len(new) < RESPELT_WORDS and _letters(old) == _letters(new):
        return RESPELT
    cost = REPLACING + UNEQUAL_LENGTH * min(abs(len(old) - len(new)), MOST_UNEQUAL)
    cost += OTHER_EDGE * (kind_of(old[0]) != kind_of(new[0])) + OTHER_EDGE * (kind_of(old[-1]) != kind_of(new[-1]))
    cost += OTHER_COMMA * ((old[-1] == ",") != (new[-1] == ","))
    cost += OTHER_ARTICLE * ((old[-1].lower() in DETERMINERS) != (new[-1].lower() in DETERMINERS))
    cost += ARTICLE_FOR_PREPOSITION * (_is_article_for_preposition(old[0], new[0]) + _is_article_for_preposition(old[-1], new[-1]))
    if min(len(old), len(new)) == 1 and max(len(old), len(new)) >= PHRASE_WORDS:
        cost += PHRASE_FOR_WORD
    if len(old) == len(new) == 1:
        cost += FORMS_OF_ONE * (likeness(old[0], new[0]) >= ALIKE)
        cost += ONE_MARK_FOR_ANOTHER * (kind_of(old[0]) == kind_of(new[0]) == PUNCTUATION)
    return cost


def _is_article_for_preposition(one: str, other: str) -> bool:
    one, other = one.lower(), other.lower()
    return (one in DETERMINERS and other in PREPOSITIONS) or (other in DETERMINERS and one in PREPOSITIONS)


def _letters(words: tuple[str, ...]) -> str:
    return "".join(words).lower().replace("-", "")
