"""Put reports of one promise, or of one project, together: the same groups whatever the order of the reports.

Candidates share two of their rarest terms and an actor; each pair is scored by
the terms in common; the surest pairs are joined first, unless the two groups
contradict each other in parties, names of places, target or deadline. Nothing depends on the
order of the input: ties are broken by the records' own keys.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from bilateral.analysis.ledger_terms import refers_to
from bilateral.vocabulary.matters import load_matter_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from bilateral.analysis.ledger_terms import Report

__all__ = ["Links", "Node", "Rival", "link_reports", "score_pair", "weigh_reports"]

LEAST_SCORE = 0.6
"""Shared weight as a part of the poorer report's, from which two reports are one without further agreement: "double trade
turnover" and "double trade turnover talks" (1.0), not "double aid" and "double trade" (0.5). Tried 0.5 to 0.75 on the
example and on the made ledger of benchmarks/ledger.py: 0.5 joins promises of one field, 0.7 loses paraphrases."""

LEAST_SHARED, LEAST_WITH_DATE = 1.2, 0.6
"""Shared weight below which nothing is joined: one word in common, however rare, is not a matter; less is needed where the
later report names the day of the earlier."""

OTHER_THING = 0.6
"""Factor where two reports share words but name other things or places: consulates in two towns, gas and grain to one."""

OTHER_ACT = 0.8
"""Factor where they do other things to it: to study a bridge is not to build it."""

NEAR_SHARE, NEAR_MATTER_SHARE = 0.6, 0.8
"""What a term of the words around is worth against one of the report's own words, and what a matter is that the vocabulary
knows ("visa waiver"); of both, the product."""

TARGET_BONUS, DUE_BONUS, DATE_BONUS = 0.35, 0.15, 0.3
"""Added where target or deadline agree, or where the later report names the day of the earlier."""

LEAST_MASS = 1.5
"""A report with less weight of its own is scored as if it had this: two words say little."""

LEAST_IN_ONE_DOCUMENT = 0.9
"""Score from which two promises of one document are one: a statement lists each of its promises once."""

KEYS = 7
"""Terms of a report, the most telling first, of which two must be shared for a comparison; promises have four to eight."""

DATED_KEYS = 4
"""Of these, how many lead with the month to a report that names the day of another."""

WINDOW = 8
"""Reports that share a pair of terms are compared with this many neighbours in time; chains join the rest."""

_TELLING = {"=": 1.5, "#": 1.5, "@": 2.0}
"""Matters, sums and years are tried first as keys: other wordings of the same promise keep them."""

LEAST_RARITY = 0.35
"""Weight that the commonest term keeps: in a record of 100,000 promises "railway" is common, and still tells the matter."""

_SMOOTHING = 50
"""Reports that are thought to lie beyond the record, so that a small one does not take its few words for rare."""


@dataclass(frozen=True, slots=True)
class Links:
    """What a reviewer decided about groups."""

    together: tuple[tuple[str, ...], ...] = ()  # record ids that are one
    apart: tuple[tuple[str, str], ...] = ()  # pairs of record ids that are not


@dataclass(frozen=True, slots=True)
class Rival:
    """Two reports of one matter that differ in target or deadline: a promise and its renewal."""

    one: str
    other: str


@dataclass(slots=True)
class _Group:
    """Reports joined so far, with what no further member may contradict."""

    members: list[int]
    parties: set[frozenset[str]] = field(default_factory=set)
    targets: dict[str, set[float]] = field(default_factory=dict)
    dues: set[tuple[date, date]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)  # of those that promise, not of reports of the outcome


def _near_share(term: str) -> float:
    return NEAR_MATTER_SHARE if term[0] == "=" else NEAR_SHARE


@dataclass(frozen=True, slots=True)
class Node:
    """A report with everything that its comparisons need. Made by `weigh_reports`."""

    report: Report
    terms: dict[str, float]  # own and near, by weight
    own: dict[str, float]  # by weight
    mass: float  # of the own terms
    things: frozenset[str]  # matters that something is done to
    acts: frozenset[str]  # matters that are done
    is_telling: bool  # whether its own terms are enough to be known again by them alone


def weigh_reports(reports: Sequence[Report]) -> list[Node]:
    """Terms of each report with their weight: rare terms of the set count most.

    Args:
        reports: All reports that are compared.

    Returns:
        One node a report, in the order given.
    """
    counts = Counter(term for report in reports for term in {*report.own, *report.near})
    most, acts = math.log(len(reports) + _SMOOTHING), load_matter_words().acts
    rarity = {term: LEAST_RARITY + (1 - LEAST_RARITY) * (most - math.log(count)) / most for term, count in counts.items()}
    nodes = []
    for report in reports:
        own = {term: weight * rarity[term] for term, weight in report.own.items()}
        near = {term: weight * _near_share(term) * rarity[term] for term, weight in report.near.items()}
        matters = {term for term in own if term[0] == "="}
        done = frozenset(term for term in matters if term[1:] in acts)
        telling = math.fsum(weight for term, weight in report.own.items() if term not in done) >= 1
        nodes.append(Node(report, {**near, **own}, own, math.fsum(own.values()), frozenset(matters - done), done, telling))
    return nodes


def _find_pairs(nodes: Sequence[Node]) -> Iterator[tuple[int, int]]:
    """Pairs of reports that share an actor and two of their rarest terms, each pair once."""
    numbers: defaultdict[object, int] = defaultdict(lambda: len(numbers))
    keys: list[int] = []
    owners: list[int] = []
    for index, node in enumerate(nodes):
        report, terms = node.report, node.terms
        telling = sorted(terms, key=lambda term: (-terms[term] * _TELLING.get(term[0], 1.0), term))[:KEYS]
        months = {*(_months(*days) for days in report.refers_to), _months(report.told, report.told)}
        blocks = [
            *combinations(sorted(telling), 2),
            *((month, term) for month in months if month for term in telling[:DATED_KEYS]),  # for reports that name the day of another
            frozenset(report.own),  # for reports of one term
        ]
        for actor in report.actors:
            keys += [numbers[actor, block] for block in blocks]
            owners += [index] * len(blocks)
    yield from _neighbours(np.array(keys, np.int64), np.array(owners, np.int64), len(nodes))


def _months(first: date | None, last: date | None) -> str:
    """The month of some days, "" where they are not within one."""
    same = first is not None and last is not None and (first.year, first.month) == (last.year, last.month)
    return f"{first:%Y-%m}" if first is not None and same else ""


def _neighbours(keys: np.ndarray, owners: np.ndarray, total: int) -> Iterator[tuple[int, int]]:
    """Owners of one key that lie within the window of each other."""
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    found = [np.empty(0, np.int64)]
    for step in range(1, WINDOW + 1):
        same = np.flatnonzero(keys[:-step] == keys[step:]) if len(keys) > step else np.empty(0, np.int64)
        if not len(same):
            break
        found.append(np.unique(owners[same] * total + owners[same + step]))
    for packed in np.unique(np.concatenate(found)).tolist():
        one, other = divmod(packed, total)
        if one != other:
            yield one, other


def score_pair(one: Node, other: Node) -> float:
    """How surely two reports are of one thing, from 0; 1 means that all terms of the poorer are shared.

    Args:
        one: A report.
        other: Another.

    Returns:
        The score, bonuses for agreeing target, deadline and date of reference included; 0 where too little is shared.
    """
    is_one_document = one.report.doc_id == other.report.doc_id  # it tells each promise once: only its own words count
    is_bare = is_one_document or not (one.report.near or other.report.near)
    terms, others = (one.own, other.own) if is_bare else (one.terms, other.terms)
    common = terms.keys() & others.keys()
    if is_bare:
        shared = math.fsum([terms[term] for term in common])  # a term weighs the same in both
    else:
        shared = math.fsum(
            [min(terms[term], others[term]) * (1.0 if term in one.own or term in other.own else _near_share(term)) for term in common]
        )
    is_dated = shared >= LEAST_WITH_DATE and _is_dated(one.report, other.report)
    if one.is_telling and one.own.keys() == other.own.keys():
        score = 1.0
    elif shared < LEAST_SHARED and not is_dated:
        return 0.0
    else:
        score = min(shared / max(min(one.mass, other.mass), LEAST_MASS), 1.0)
    if score < LEAST_IN_ONE_DOCUMENT and is_one_document:
        return 0.0
    return round((score + _agreement(one.report, other.report) + (DATE_BONUS if is_dated else 0.0)) * _difference(one, other), 6)


def _is_dated(one: Report, other: Report) -> bool:
    """Whether one report names the day of the other."""
    return bool(one.refers_to or other.refers_to) and (refers_to(one, other) or refers_to(other, one))


def _difference(one: Node, other: Node) -> float:
    """Factor for naming other things or places of one kind, or other acts, with none in common."""
    if one.report.names and other.report.names and one.report.names.isdisjoint(other.terms) and other.report.names.isdisjoint(one.terms):
        return OTHER_THING
    if one.things and other.things and one.things.isdisjoint(other.things):
        return OTHER_THING
    return OTHER_ACT if one.acts and other.acts and one.acts.isdisjoint(other.acts) else 1.0


def _agreement(one: Report, other: Report) -> float:
    """Bonuses for what two reports agree on beside their words."""
    bonus = 0.0
    if one.target and other.target and one.target == other.target:
        bonus += TARGET_BONUS
    if one.due and other.due and _overlaps(one.due, other.due):
        bonus += DUE_BONUS
    return bonus


def _overlaps(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _contradicts(one: _Group, other: _Group) -> str:
    """In what two groups cannot be one: parties, names, target or deadline; "" if they can."""
    for sides in one.parties:
        for others in other.parties:
            if len(sides & others) < min(2, len(sides), len(others)):
                return "parties"
    for unit in one.targets.keys() & other.targets.keys():
        if not one.targets[unit] & other.targets[unit]:
            return "target"
    if one.names and other.names and not one.names & other.names:
        return "names"
    if any(not _overlaps(due, further) for due in one.dues for further in other.dues):
        return "deadline"
    return ""


def _start_group(index: int, report: Report) -> _Group:
    group = _Group([index], {report.parties})
    if report.target:
        amounts = {float(term[1:]) for term in report.own if term[0] == "#" and term[1:].isdigit()}
        group.targets[report.target[1]] = {report.target[0]} | amounts
    if report.due:
        group.dues.add(report.due)
    if not report.is_outcome:
        group.names |= report.names
    return group


def _merge(into: _Group, other: _Group) -> None:
    into.members += other.members
    into.parties |= other.parties
    into.dues |= other.dues
    into.names |= other.names
    for unit, values in other.targets.items():
        into.targets[unit] = into.targets[unit] & values if unit in into.targets else values


class _Groups:
    """Groups of reports while they are joined, each found by the index of any member."""

    def __init__(self, reports: Sequence[Report], links: Links) -> None:
        self.of = {index: _start_group(index, report) for index, report in enumerate(reports)}
        self._ids = {report.record_id: index for index, report in enumerate(reports)}
        self._apart: defaultdict[int, set[int]] = defaultdict(set)
        for one, other in links.apart:
            if one in self._ids and other in self._ids:
                self._apart[self._ids[one]].add(self._ids[other])
                self._apart[self._ids[other]].add(self._ids[one])

    def join_decided(self, together: Iterable[Sequence[str]]) -> None:
        """Join what a reviewer joined, whatever it contradicts."""
        for members in together:
            known = sorted(self._ids[one] for one in members if one in self._ids)
            for other in known[1:]:
                self.join(known[0], other)

    def is_apart(self, one: int, other: int) -> bool:
        """Whether a reviewer split the groups of two reports."""
        members = set(self.of[other].members)
        return bool(self._apart) and any(self._apart[index] & members for index in self.of[one].members if index in self._apart)

    def join(self, one: int, other: int) -> None:
        """Make the groups of two reports one."""
        first, second = self.of[one], self.of[other]
        if first is second:
            return
        if len(first.members) < len(second.members):
            first, second = second, first
        _merge(first, second)
        for index in second.members:
            self.of[index] = first


def link_reports(reports: Sequence[Report], *, links: Links = Links()) -> tuple[list[list[str]], list[Rival]]:
    """Group reports of one promise or project.

    Does not join reports without a common actor, and none that share fewer than
    two terms, however alike in meaning.

    Args:
        reports: Reports, each record once, in any order; what is not to be known must not be among them.
        links: What a reviewer joined and split.

    Returns:
        Record ids by group, each in the order of (told, document, record), groups in the order of their
        first; and pairs of one matter that were kept apart by target or deadline.
    """
    ordered = sorted(reports, key=lambda one: (one.told is None, one.told or 0, one.doc_id, one.record_id))
    nodes = weigh_reports(ordered)
    scored = ((-score_pair(nodes[one], nodes[other]), one, other) for one, other in _find_pairs(nodes))
    groups = _Groups(ordered, links)
    groups.join_decided(links.together)
    rivals = []
    for _, one, other in sorted(edge for edge in scored if edge[0] <= -LEAST_SCORE):
        first, second = groups.of[one], groups.of[other]
        if first is second or groups.is_apart(one, other):
            continue
        why = _contradicts(first, second)
        if not why:
            groups.join(one, other)
        elif why in ("target", "deadline"):
            rivals.append(Rival(ordered[one].record_id, ordered[other].record_id))
    listed = {id(group): group for group in groups.of.values()}
    members = sorted(sorted(group.members) for group in listed.values())
    return [[ordered[index].record_id for index in group] for group in members], rivals
