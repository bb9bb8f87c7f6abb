"""The quantities that a promise is to reach: one, or several of one clause, each with its own matter.

"Raise trade to 50 billion dollars and investment to 20 billion by 2030" is two
promises: each has its words, its target, and the deadline that they share.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bilateral.extraction.promised import Aim, Promised
from bilateral.extraction.quantities import find_quantities
from bilateral.vocabulary.commitments import load_promise_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.parsed import Token
    from bilateral.records import Figure

__all__ = ["find_target", "split_aims"]

_BESIDE = re.compile(
    r"\b(?:in addition to|as well as|on top of|from|at a cost of|compared with|instead of|already|of the|until now|following|after|including|of which|up from|more than the)\W+(?:[^\W\d]+\W+){0,3}$",
    re.IGNORECASE,
)
"""What stands before a sum that is not the promised one: "$10 million in addition to the $5 million spent", "including 3 million"."""

_MONEY_NEAR = re.compile(r"(?:to )?(?:\w+ ){0,6}?(?:US\$|A\$|[$€£¥₹₩])\s?\d")  # "to set up a fund of $500 million"
_MEASURED = frozenset(("count", "rank", "years", "days", "times"))
"""Units whose figures are a target only where the figures say so: "after two trials" is none."""

_NO_AIM_OF_ITS_OWN = frozenset(("rank", "years", "days", "times"))
_JOINT = re.compile(r"(?:[,;]\s*)?\b(?:and|as well as|plus|while)\b\s*|[,;]\s*", re.IGNORECASE)  # , and | as well as | ;
_WORD_JOINT = re.compile(r"(?:[,;]\s*)?\b(?:and|as well as|plus|while)\b\s*|;\s*", re.IGNORECASE)
_PART_ONLY = re.compile(r"\b(?:including|of which|of them|among them|compris\w+|consisting|from|(?<!more )(?<!less )(?<!fewer )than|compared|instead|not|between|or|worth|at a cost|equal|equivalent|i\.e\.|namely)\b|\(", re.IGNORECASE)
"""What says that a second number is no aim of its own: "$5 million, including 2 million in grants"."""

_CHANGING = frozenset(("increase", "raise", "expand", "boost", "lift", "grow", "reduce", "cut", "lower", "bring", "limit", "enlarge"))
_REACHED = re.compile(r"\bto\s+(?:(?:at least|more than|as many as|as much as|up to|about|around|some|over|nearly|almost)\s+)?$", re.IGNORECASE)  # visits to more than
_CONTENT = re.compile(r"[^\W\d_]{3,}")
_NO_CONTENT = frozenset(
    """and the for with from into per cent percent billion million thousand trillion dollars dollar euros euro yuan yen won rubles roubles rupees pounds hundred
    end year years annually next this each about around some over more than least""".split()
)


def find_target(promised: Promised, figures: Sequence[Figure]) -> tuple[float | None, str | None]:
    """The quantity to be reached: a figure of the clause, or a multiple ("double").

    Args:
        promised: The promise with its clause.
        figures: The document's figures.

    Returns:
        Value and unit, two times None if the clause names no quantity.
    """
    if promised.aim is not None:
        return promised.aim.value, promised.aim.unit
    aimed = _aimed(promised, figures)
    if aimed:
        first = min(aimed, key=lambda figure: figure.unit in _MEASURED)
        return first.value, first.unit
    multiple = next(_multiples(promised), None) or next(_parallel(promised, ()), None)
    return (multiple.value, multiple.unit) if multiple else (None, None)


def _inside(start: int, end: int, promised: Promised) -> bool:
    return promised.start <= start and end <= promised.end


def _aimed(promised: Promised, figures: Sequence[Figure]) -> list[Figure]:
    """Figures of the clause that tell what is to be reached, in text order."""
    inside = [figure for figure in figures if _inside(figure.start_char, figure.end_char, promised)]
    inside += [f for f in figures if f not in inside and f.start_char <= promised.start and promised.end <= f.end_char]
    places = {id(figure): _place(figure, promised) for figure in inside}
    inside.sort(key=lambda figure: place[0] if (place := places[id(figure)]) else figure.start_char)
    beside = {id(figure) for figure in inside if _BESIDE.search(_words_before(promised, figure, places[id(figure)]))}
    aimed = [figure for figure in inside if figure.figure_type in ("target", "forecast")]
    own = [figure for figure in aimed if id(figure) not in beside]
    if promised.what_start > promised.start and _MONEY_NEAR.match(_words_of(promised)) and not any(figure.unit not in _MEASURED for figure in own):
        sums = [figure for figure in inside if figure.unit not in (*_MEASURED, "percent")]
        own = [figure for figure in sums if id(figure) not in beside] or own or sums
    return own or aimed


def _words_of(promised: Promised) -> str:
    """The words of what is promised."""
    sentence = promised.sentence
    return sentence.text[promised.what_start - sentence.start_char : promised.end - sentence.start_char]


def _words_before(promised: Promised, figure: Figure, place: tuple[int, int] | None) -> str:
    """The words of the clause before a figure's number, as far as its place is known."""
    sentence = promised.sentence
    start = place[0] if place else figure.start_char
    return sentence.text[max(0, promised.start - sentence.start_char) : max(0, start - sentence.start_char)]


def _place(figure: Figure, promised: Promised) -> tuple[int, int] | None:
    """Where the number of a figure stands: its quote is the clause around it."""
    sentence = promised.sentence
    for one in find_quantities(sentence.text):
        start, end = sentence.start_char + one.start, sentence.start_char + one.end
        if one.value == figure.value and figure.start_char <= start and end <= figure.end_char:
            return start, end
    return None


def _multiples(promised: Promised) -> Iterator[Aim]:
    """Verbs that ask for a multiple: "double trade"."""
    multiples = load_promise_words().multiples
    for token in promised.sentence.tokens:
        if _inside(token.start, token.end, promised) and token.lemma in multiples and (token.pos == "VERB" or _is_infinitive(token, promised)):
            yield Aim(multiples[token.lemma], "times", token.start, token.end)


def _is_infinitive(token: Token, promised: Promised) -> bool:
    """Whether "to" stands before a word that the tagger took for no verb: "and to double tourism"."""
    return token.i > 0 and promised.sentence.tokens[token.i - 1].lower == "to"


def split_aims(promised: Promised, figures: Sequence[Figure]) -> list[Promised]:
    """One promise an aim, where a clause joins several, each with its own matter or deadline.

    Does not split a range ("30 to 50 tanks"), a sum and its part ("$5 million,
    including 2 million in grants"), nor two wordings of one sum.

    Args:
        promised: The promise with its clause.
        figures: The document's figures.

    Returns:
        Promises in text order, the first with the words of promising; the promise alone where it has one aim.
    """
    aims = _aims(promised, figures)
    cuts = [(aim, cut) for before, aim in pairwise(aims) if (cut := _cut(promised, before, aim)) is not None]
    if not cuts:
        return [promised]
    starts = [promised.start, *(after for _, (_, after) in cuts)]
    ends = [*(before for _, (before, _) in cuts), promised.end]
    kept = [aims[0], *(aim for aim, _ in cuts)]
    if any(not _has_own_matter(promised, start, end, aim) for start, end, aim in zip(starts[1:], ends[1:], kept[1:], strict=True)):
        return [promised]
    parts = [replace(promised, end=ends[0], whole=promised, aim=kept[0], aims=tuple(kept))]
    for start, end, aim in zip(starts[1:], ends[1:], kept[1:], strict=True):
        parts.append(replace(promised, start=start, end=end, what_start=start, whole=promised, aim=aim, aims=tuple(kept), shared=_shared(promised, kept[0], start, aim)))
    return parts


def _aims(promised: Promised, figures: Sequence[Figure]) -> list[Aim]:
    """The aims of a clause whose numbers are found, in text order; bounds of a range are none."""
    found = [Aim(f.value, f.unit, *place) for f in _aimed(promised, figures) if f.unit not in _NO_AIM_OF_ITS_OWN and (place := _place(f, promised))]
    found += list(_multiples(promised))
    found += list(_parallel(promised, found))
    found.sort(key=lambda aim: aim.start)
    ranged = {one for pair in pairwise(found) if pair[1].start < pair[0].end for one in pair}
    return [] if ranged else [aim for aim in found if aim.start >= promised.what_start]


def _parallel(promised: Promised, found: Sequence[Aim]) -> Iterator[Aim]:
    """Numbers to which something is raised or cut, whatever the figures take them for: "flights to 40 a week", "and visits to over a million"."""
    sentence = promised.sentence
    first = min((aim.start for aim in found), default=None)
    if first is None:
        first = next((word.start for word in sentence.tokens if promised.what_start <= word.start < promised.end and word.lemma in _CHANGING and word.pos == "VERB"), promised.end)
    dates = [(time.start_char, time.end_char) for time in sentence.times]
    for one in find_quantities(sentence.text):
        start, end = sentence.start_char + one.start, sentence.start_char + one.end
        is_free = all(end <= aim.start or aim.end <= start for aim in found) and not any(since < end and start < until for since, until in dates)
        if is_free and first < start and end <= promised.end and one.unit not in _NO_AIM_OF_ITS_OWN and _REACHED.search(_text(promised, promised.what_start, start)):
            yield Aim(one.value, one.unit, start, end)


def _text(promised: Promised, start: int, end: int) -> str:
    return promised.sentence.text[start - promised.sentence.start_char : end - promised.sentence.start_char]


def _cut(promised: Promised, before: Aim, aim: Aim) -> tuple[int, int] | None:
    """Where the words of one aim end and those of the next begin; None where the second is none of its own."""
    between = _text(promised, before.end, aim.start)
    if _PART_ONLY.search(between) or re.search(r"\bbetween\s+$", _text(promised, promised.start, before.start)):
        return None
    joint = _WORD_JOINT.search(between) or _JOINT.search(between)
    return (before.end + joint.start(), before.end + joint.end()) if joint else None


def _has_own_matter(promised: Promised, start: int, end: int, aim: Aim) -> bool:
    """Whether a part tells what or by when: "investment to 20 billion", "to 10 billion by 2030"; not "and 30 million"."""
    words = _text(promised, start, aim.start) + " " + _text(promised, aim.end, end)
    is_dated = any(time.period and start <= time.start_char and time.end_char <= end for time in promised.sentence.times)
    return is_dated or any(word.lower() not in _NO_CONTENT for word in _CONTENT.findall(words))


def _shared(promised: Promised, first: Aim, start: int, aim: Aim) -> str:
    """The words that a later aim shares with the first: the verb, and what is to grow where the part names only the number."""
    verb = next((token for token in promised.sentence.tokens if promised.what_start <= token.start < first.start and token.pos == "VERB"), None)
    if verb is None or aim.unit == "times":
        return ""
    opening = next((token for token in promised.sentence.tokens if token.start >= start and token.lower != "to"), None)
    if opening is None or opening.pos == "VERB":
        return ""
    lead = _text(promised, start, aim.start).split()
    if all(word.lower() in ("to", "by", "about", "over") for word in lead):
        return re.sub(r"\s+(?:to|by|of|about|over)\s*$", "", _text(promised, verb.start, first.start).rstrip()) if lead else verb.text
    return verb.text
