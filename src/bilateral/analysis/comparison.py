"""Compare two documents of one kind, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bilateral.analysis.alignment import align_by_marks, align_sentences
from bilateral.analysis.comparison_changes import (
    find_marks,
    find_numbers,
    find_parties,
    find_principals,
    is_same_text,
    name_parties,
    show_numbers,
)
from bilateral.analysis.comparison_topics import count_topics
from bilateral.analysis.comparison_words import novel_words, split_words
from bilateral.analysis.edits import WordEdit, find_edits, is_substantive
from bilateral.analysis.firmness import find_shift
from bilateral.compared import CHANGES, Comparison, Edit, Pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.analysis.alignment import Link
    from bilateral.analysis.comparison_words import Word
    from bilateral.compared import Passage, Side

__all__ = ["build_comparison"]

READABLE = 0.35
FEW_EDITS = 3
"""Share of the longer sentence's words that must be kept, where there are more than a few edits, for edits to read better than the two sentences."""

_ORDER = ("stronger", "weaker", "party", "number", "wording")
"""Changes by weight."""


def build_comparison(a: Side, b: Side, *, notes: Sequence[str] = ()) -> Comparison:
    """Compare two documents.

    Sentences are paired first, then each pair is looked at for firmness, parties,
    numbers and words. Words are compared only where both are English; other
    versions are paired by numbers, names and place.

    Args:
        a: The earlier document, or one side's.
        b: The later one, or the other side's.
        notes: What the reader must know already, such as that a text was cut.

    Returns:
        The comparison.
    """
    ours, theirs = [passage.text for passage in a.passages], [passage.text for passage in b.passages]
    is_one_language = _is_english(a) and _is_english(b)
    if is_one_language:
        links = align_sentences(ours, theirs)
        principals = find_principals((*ours, *theirs))
        pairs = tuple(_compare(link, (a, b), principals) for link in links)
    else:
        links = align_by_marks([find_marks(text) for text in ours], [find_marks(text) for text in theirs])
        pairs = tuple(_compare_marks(link, (a, b)) for link in links)
    taken = {i for pair in pairs for i in pair.sentences_a}, {j for pair in pairs for j in pair.sentences_b}
    dropped = tuple(i for i in range(len(ours)) if i not in taken[0])
    new = tuple(j for j in range(len(theirs)) if j not in taken[1])
    return Comparison(
        a, b, pairs, dropped, new,
        topics=count_topics(ours, theirs) if is_one_language else (),
        notes=(*notes, *_notes(a, b, pairs, is_one_language=is_one_language)),
        are_words_compared=is_one_language, tally=_tally(pairs, len(new), len(dropped)),
    )  # fmt: skip


def _is_english(side: Side) -> bool:
    return side.language in {None, "en"}


def _tally(pairs: Sequence[Pair], n_new: int, n_dropped: int) -> dict[str, int]:
    counts = Counter(pair.change for pair in pairs) + Counter({"new": n_new, "dropped": n_dropped})
    return {change: counts[change] for change in CHANGES if counts[change]}


def _notes(a: Side, b: Side, pairs: Sequence[Pair], *, is_one_language: bool) -> list[str]:
    notes = []
    if a.text == b.text:
        notes.append("Both documents are the same, to the letter.")
    if not is_one_language:
        notes.append(
            f"The documents are in different languages or not in English ({a.language or 'not told'}, {b.language or 'not told'}): sentences are paired "
            "by numbers, names, dates and place; words and firmness are not compared."
        )
    if not pairs and a.passages and b.passages:
        notes.append("No sentence of one document says the same as a sentence of the other.")
    notes.extend(f"{side.name}: there is no sentence in it." for side in (a, b) if not side.passages)
    notes.extend(
        f"{side.name}: the last {side.n_cut_words:,} of {side.n_words:,} words were not compared; split the document."
        for side in (a, b)
        if side.n_cut_words
    )
    return notes


def _compare(link: Link, sides: tuple[Side, Side], principals: frozenset[str]) -> Pair:
    """One pair with its changes."""
    ours, theirs = ([side.passages[i] for i in places] for side, places in zip(sides, (link.first, link.second), strict=True))
    first, second = _join(ours), _join(theirs)
    if is_same_text(first, second):
        return Pair(link.first, link.second, "none", ("none",), link.likeness, link.is_moved, _kept(ours, theirs))
    shift = find_shift(first, second)
    numbers = find_numbers(first), find_numbers(second)
    parties = find_parties(first) - principals, find_parties(second) - principals
    found = {
        "stronger": shift is not None and shift.direction == "stronger",
        "weaker": shift is not None and shift.direction == "weaker",
        "party": parties[0] != parties[1],
        "number": numbers[0] != numbers[1],
        "wording": True,
    }
    changes = tuple(change for change in _ORDER if found[change])
    return Pair(
        link.first, link.second, changes[0], changes, link.likeness, link.is_moved, _edits(ours, theirs), shift,
        gone=(*show_numbers(first, numbers[0] - numbers[1]), *name_parties(parties[0] - parties[1])),
        come=(*show_numbers(second, numbers[1] - numbers[0]), *name_parties(parties[1] - parties[0])),
    )  # fmt: skip


def _compare_marks(link: Link, sides: tuple[Side, Side]) -> Pair:
    """One pair of two languages: only its figures are compared."""
    first, second = (_join([side.passages[i] for i in places]) for side, places in zip(sides, (link.first, link.second), strict=True))
    ours, theirs = ({mark for mark in find_marks(text) if mark.isdigit()} for text in (first, second))
    change = "wording" if ours == theirs else "number"
    return Pair(link.first, link.second, change, (change,), link.likeness, link.is_moved, gone=tuple(sorted(ours - theirs)), come=tuple(sorted(theirs - ours)))


def _join(passages: Sequence[Passage]) -> str:
    return " ".join(passage.text for passage in passages)


def _kept(ours: Sequence[Passage], theirs: Sequence[Passage]) -> tuple[Edit, ...]:
    return (Edit("kept", ours[0].start_char, ours[-1].end_char, theirs[0].start_char, theirs[-1].end_char),)


def _edits(ours: Sequence[Passage], theirs: Sequence[Passage]) -> tuple[Edit, ...]:
    """Kept words and edits between the sentences of a pair, in order, with their characters in either document."""
    words = [[word for passage in side for word in split_words(passage.text, passage.start_char)] for side in (ours, theirs)]
    texts = [[word.text for word in side] for side in words]
    edits = find_edits(texts[0], texts[1], with_moves=True)
    n_kept = len(texts[0]) - sum(edit.end_a - edit.start_a for edit in edits)
    if len(edits) > FEW_EDITS and n_kept < READABLE * max(len(texts[0]), len(texts[1])):
        return (_place("changed", WordEdit(0, len(texts[0]), 0, len(texts[1])), words, weighs=True),)
    found: list[Edit] = []
    place = (0, 0)
    for edit in edits:
        found.extend(_kept_between(place, (edit.start_a, edit.start_b), words))
        weighs = _weighs(edit, texts)
        found.append(_place(edit.operation, edit, words, weighs=weighs))
        place = (edit.end_a, edit.end_b)
    found.extend(_kept_between(place, (len(texts[0]), len(texts[1])), words))
    return tuple(found)


def _weighs(edit: WordEdit, texts: Sequence[Sequence[str]]) -> bool:
    """Whether an edit adds or removes content that the other sentence has nowhere: not where it only moved or is said again."""
    gone, come = texts[0][edit.start_a : edit.end_a], texts[1][edit.start_b : edit.end_b]
    if not is_substantive(gone, come):
        return False
    return bool(novel_words(gone, texts[1])[0] or novel_words(come, texts[0])[0])


def _kept_between(place: tuple[int, int], until: tuple[int, int], words: Sequence[Sequence[Word]]) -> list[Edit]:
    """The words that both have from one edit to the next."""
    if place[0] == until[0]:
        return []
    ours, theirs = words[0][place[0] : until[0]], words[1][place[1] : until[1]]
    return [Edit("kept", ours[0].start_char, ours[-1].end_char, theirs[0].start_char, theirs[-1].end_char)]


def _place(operation: str, edit: WordEdit, words: Sequence[Sequence[Word]], *, weighs: bool) -> Edit:
    """An edit with its characters; where one side has no words, its place is the end of the word before."""
    spans = [_span(words[0], edit.start_a, edit.end_a), _span(words[1], edit.start_b, edit.end_b)]
    return Edit(operation, *spans[0], *spans[1], is_substantive=weighs)


def _span(words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    if start < end:
        return words[start].start_char, words[end - 1].end_char
    place = words[start - 1].end_char if start else words[0].start_char
    return place, place
