"""Once a document: which mentions are of the same act, and which of them is the fullest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.event_acts import states_of
from bilateral.periods import bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.event_acts import Act

__all__ = ["drop_repeats"]

_ELABORATING = frozenset(("discuss", "exchange", "talk", "confer", "consult", "discussion", "touch", "review", "cover", "brief", "raise", "inform"))
"""What is "discussed" after two met is their meeting again, unless a counterpart or time of its own is given."""
_TALKED = frozenset(("meet", "phone"))
_ALIKE = 0.8
"""Share of the shorter mention's content words (seeds and dev: promises of one text share at most 0.5)."""
_UNDATED = 1_000_000
_MUTUAL = frozenset(("AGREE", "CONSULT", "COOPERATE"))
_NAMED_ONCE = frozenset(("CONSULT", "COOPERATE"))


def drop_repeats(acts: Sequence[Act]) -> list[Act]:
    """Keep each act at its fullest mention.

    Two mentions are of one act where type and parties agree, their dates do
    not contradict each other and either both name it alike or one only points
    back ("the visit"). Speech acts of a kind (two promises) stay apart.

    Args:
        acts: Acts in text order, dated.

    Returns:
        The acts that stay, in text order.
    """
    kept: list[Act] = []
    for act in acts:
        same = next((other for other in kept if _is_same(other, act)), None)
        if same is None:
            if not (act.is_anaphoric and not (act.is_dated_here and act.realis == "planned") and _points_back(act, kept)):
                kept.append(act)
        elif _fullness(act) > _fullness(same) and (act.head.lemma not in _ELABORATING or same.head.lemma in _ELABORATING):
            kept[kept.index(same)] = _with_details(act, same)
        else:
            _with_details(same, act)
    return sorted(kept, key=lambda act: (act.span, act.head.start))


def _with_details(act: Act, other: Act) -> Act:
    """The act, with the date and place that another mention of it tells."""
    act.date = act.date or other.date
    act.place = act.place or other.place
    return act


def _is_same(one: Act, two: Act) -> bool:
    """Whether two mentions are of one act."""
    if one.event_type != two.event_type or one.states != two.states:
        return False
    if one.event_type not in _MUTUAL and states_of(one.actors) != states_of(two.actors):
        return False  # each side shelled the other
    if one.span == two.span and one.actors == two.actors:
        return True
    if "figure" in one.marks or "figure" in two.marks:
        return one.marks & two.marks >= {"figure"}  # trade: once a pair and document
    return one.realis == two.realis and _dates_agree(one, two) and _tells_the_same(one, two)


def _tells_the_same(one: Act, two: Act) -> bool:
    """Whether the words of two mentions of one kind, parties and time tell one act."""
    if one.event_type == "CONSULT" and _meet_others(one, two):
        return False
    if one.head.lemma == two.head.lemma:
        return not _is_speech(one) or _says_alike(one, two)
    if one.mode in _TALKED and two.mode == "meet" and two.head.lemma in _ELABORATING and not two.is_dated_here and (two.target is None or (_persons(two) and _persons(two) <= _persons(one))):
        return True
    if one.mode == two.mode == "meet" and one.clause is not None and _goes_on(two):
        return True  # "met for an hour. They talked about trade"
    is_noun = one.clause is None or two.clause is None
    return is_noun and one.event_type in _NAMED_ONCE and (one.date is not None or two.is_anaphoric or one.is_anaphoric)


def _goes_on(act: Act) -> bool:
    """Whether "they" or "we" go on with a meeting: no time, place or partner of its own is told."""
    if act.clause is None or act.is_dated_here or act.target is not None or act.realis != "happened":
        return False
    subjects = [child for child in act.clause.children if child.dep in ("nsubj", "nsubjpass")]
    return bool(subjects) and all(subject.lower in ("they", "we", "both") for subject in subjects)


def _meet_others(one: Act, two: Act) -> bool:
    """Whether two meetings are with different persons: "met the president", "met the speaker of parliament"."""
    first, second = _persons(one), _persons(two)
    return bool(first - second and second - first) or (one.mode == two.mode == "meet" and bool(_sectors(one)) and bool(_sectors(two)) and _sectors(one) != _sectors(two))


def _persons(act: Act) -> set[str]:
    low, high = act.span
    return {mention.person for mention in act.sentence.mentions if mention.person and mention.how != "pronoun" and low <= mention.start_char < high}


def _sectors(act: Act) -> set[str]:
    return {party.partition("/")[2] for party in act.recipients}


def _is_speech(act: Act) -> bool:
    return act.event_type in ("AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN") and act.clause is not None


def _says_alike(one: Act, two: Act) -> bool:
    """Whether two speech acts share most of their words: two promises are two acts, a promise told twice is one."""
    first, second = _words(one), _words(two)
    return len(first & second) >= _ALIKE * min(len(first), len(second))


def _words(act: Act) -> set[str]:
    low, high = act.span
    return {token.lemma.lower() for token in act.sentence.tokens if low <= token.start < high and token.pos in ("NOUN", "PROPN", "VERB", "ADJ")}


def _points_back(act: Act, kept: Sequence[Act]) -> bool:
    """Whether a phrase such as "the talks" has an act before it to point at."""
    return any(other.event_type == act.event_type and other.states & act.states and (act.realis != "planned" or other.realis == "planned") for other in kept)


def _dates_agree(one: Act, two: Act) -> bool:
    if not one.date or not two.date:
        return True
    first, second = bounds(one.date), bounds(two.date)
    return first[0] <= second[1] and second[0] <= first[1]


def _fullness(act: Act) -> tuple[bool, int, bool, bool]:
    """How much a mention tells of its act: a date of its own, the closest date, a place, a name of its own."""
    return act.is_dated_here, -_days_of(act), act.place is not None, not act.is_anaphoric


def _days_of(act: Act) -> int:
    """Days of an act's period; many where it has none."""
    if not act.date:
        return _UNDATED
    first, last = bounds(act.date)
    return (last - first).days
