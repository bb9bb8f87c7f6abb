"""Positions over time: shifts of one party, one speaker's contradictions, and where two sides agree and differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from bilateral.analysis.ledger_terms import content_words
from bilateral.findings import Position, Shift, SidesRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

__all__ = ["compare_last", "compare_sides", "find_contradictions", "find_shifts", "is_same_matter", "lead_position"]

_HOW_RANK = {"statement": 0, "promise": 1, "told": 2, "act": 3}
LONGEST_GAP_DAYS = 3 * 366
"""Two stances further apart in time are not set against each other: governments and matters have changed. A choice, not measured."""

_EVERYWHERE = content_words(
    "south north korea korean russia russian republic federation moscow seoul pyongyang state states united american country countries government president"
    " minister ministry said says saying agreed sides side leaders talks joint new year years first will would support cooperation relations bilateral also"
)
"""Words that two quotes may share without speaking of one thing."""

_SAME_WORD = 5
"""Letters in which two words of one issue must agree to be about one thing ("sanctions", "sanctioned")."""


def lead_position(positions: Sequence[Position]) -> Position | None:
    """The position that speaks for several: of the stance most of them have, the one most its party's own words.

    Returns:
        One of those given; None where none shows a stance, or as many are for as against.
    """
    clear = [one for one in positions if one.stance != "unclear"]
    if not clear:
        return None
    counts = Counter(one.stance for one in clear).most_common()
    if len(counts) > 1 and counts[0][1] == counts[1][1] and {counts[0][0], counts[1][0]} == {"for", "against"}:
        return None
    return min((one for one in clear if one.stance == counts[0][0]), key=_rank)


def _rank(position: Position) -> tuple[int, bool, str, int]:
    return _HOW_RANK[position.how], position.towards_party is None, position.doc_id, position.start_char


def _by_day(positions: Iterable[Position]) -> list[tuple[date, list[Position]]]:
    days: defaultdict[date, list[Position]] = defaultdict(list)
    for one in positions:
        is_joint_study = one.is_joint and one.stance == "evasive"  # both sides' "will study" is a programme, no evasion of either
        if one.day is not None and one.stance != "unclear" and not is_joint_study:
            days[one.day].append(one)
    return sorted(days.items())


def _grouped(positions: Iterable[Position]) -> dict[tuple[str, str], list[Position]]:
    groups: defaultdict[tuple[str, str], list[Position]] = defaultdict(list)
    for one in positions:
        groups[one.party, one.issue].append(one)
    return dict(sorted(groups.items()))


def find_shifts(positions: Iterable[Position]) -> list[Shift]:
    """Find where a party's stance on an issue is another than on the last day that shows one.

    A day on which as many positions are for as against shows none, and two positions
    whose words share nothing are on two things. Both quotes are given: whether the
    second answers the first is for the reader.

    Args:
        positions: Positions of any parties.

    Returns:
        Shifts by party, issue and day.
    """
    shifts: list[Shift] = []
    for (party, issue), own in _grouped(positions).items():
        led = [lead for _, same_day in _by_day(own) if (lead := lead_position(same_day)) is not None]
        shifts.extend(Shift(party, issue, earlier, later) for earlier, later in pairwise(led) if earlier.stance != later.stance and is_same_matter(earlier, later))
    return shifts


def is_same_matter(one: Position, other: Position) -> bool:
    """Whether two positions name their issue by the same word, or share another word of substance.

    The names of the two sides themselves, and words that belong to every relation, are no substance.
    """
    if one.about.casefold()[:_SAME_WORD] == other.about.casefold()[:_SAME_WORD]:
        return True
    shared = (content_words(one.quote) & content_words(other.quote)) - _EVERYWHERE
    return any(not word.startswith("=") for word in shared)  # "=" marks a whole subject, which is the issue itself


def find_contradictions(positions: Iterable[Position]) -> list[Shift]:
    """Find one speaker for and against the same thing: the same word of an issue, opposite stances.

    Args:
        positions: Positions of any parties.

    Returns:
        Pairs of positions of one speaker, the earlier first; one pair a speaker, issue and word.
    """
    by_speaker: defaultdict[tuple[str, str, str], list[Position]] = defaultdict(list)
    for one in positions:
        if one.speaker and one.how == "statement" and one.stance in ("for", "against"):
            by_speaker[one.party, one.speaker.casefold(), one.issue].append(one)
    found = []
    for (party, _, issue), own in sorted(by_speaker.items()):
        pair = next(((one, other) for one, other in pairwise(own) if one.stance != other.stance and is_same_matter(one, other)), None)
        if pair:
            found.append(Shift(party, issue, *pair))
    return found


def compare_sides(positions: Sequence[Position], dyad: tuple[str, str]) -> list[SidesRow]:
    """Where both sides stand on each issue, with a row for each day on which that changes.

    A side's stance stays until a later day shows another; a day is told as known
    then, never by later words. Undated positions are not used.

    Args:
        positions: Positions of the two.
        dyad: The two states.

    Returns:
        Rows by issue and day.
    """
    rows: list[SidesRow] = []
    for issue in sorted({one.issue for one in positions}):
        known: dict[str, Position] = {}
        for day, same_day in _by_day(one for one in positions if one.issue == issue):
            leads = {party: lead for party in dyad if (lead := lead_position([one for one in same_day if one.party == party])) is not None}
            if not leads or all(party in known and known[party].stance == lead.stance for party, lead in leads.items()):
                continue
            known |= leads
            rows.append(SidesRow(issue, day, known.get(dyad[0]), known.get(dyad[1]), _standing(known.get(dyad[0]), known.get(dyad[1]))))
    return rows


def compare_last(positions: Sequence[Position], dyad: tuple[str, str]) -> list[SidesRow]:
    """Where both sides stand on each issue by the last day that shows a stance of either.

    Args:
        positions: Positions of the two.
        dyad: The two states.

    Returns:
        One row an issue; its day is that of the later of the two.
    """
    rows: list[SidesRow] = []
    for issue in sorted({one.issue for one in positions}):
        last: dict[str, Position] = {}
        for _, same_day in _by_day(one for one in positions if one.issue == issue):
            last |= {party: lead for party in dyad if (lead := lead_position([one for one in same_day if one.party == party])) is not None}
        first, second = last.get(dyad[0]), last.get(dyad[1])
        if last:
            day = max(one.day for one in last.values() if one.day)
            rows.append(SidesRow(issue, day, first, second, _standing(first, second)))
    return rows


def _is_apart(first: Position, second: Position) -> bool:
    """Whether two stances are years apart, or on different third parties, so that they neither agree nor differ."""
    if first.day and second.day and abs((first.day - second.day).days) > LONGEST_GAP_DAYS:
        return True
    one, other = ({*position.named} - {first.party, second.party} for position in (first, second))
    return bool(one and other) and not one & other


def _standing(first: Position | None, second: Position | None) -> str:
    if first is None or second is None:
        return "one side"
    if _is_apart(first, second):
        return "apart"
    if first.stance == second.stance:
        return "agree" if first.stance in ("for", "against") else "partly"
    return "differ" if {first.stance, second.stance} == {"for", "against"} else "partly"
