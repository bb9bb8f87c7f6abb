"""The ledger of promises: what was promised, how firmly, by when, and what became of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from bilateral.analysis.copies import publication_order
from bilateral.findings import DocumentHead, LedgerEntry, Measurement, StatusChange, state_of
from bilateral.records import make_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bilateral.records import Commitment, Event, Figure

__all__ = ["build_ledger", "content_words", "latest_published"]

_Row = TypeVar("_Row", "Commitment", "Event", "Figure")

_SHARED_SHARE = 0.5
"""Share of the shorter promise's content words that the longer must have too: "double trade by 2020" and
"double trade turnover" are one promise, "double trade" and "double tourism" (0.5 with two words) need a target
or deadline in common besides."""

_SHARED_WORDS = 2
"""Fewest content words in common for two promises, or for an act and a promise, to be about one matter."""

_RANK = {"unknown": 0, "announced": 1, "signed": 2, "under way": 3, "stalled": 3, "missed": 4, "delivered": 4}
_STANDING = {"delivered": "kept", "missed": "missed"}

_WORD = re.compile(r"[^\W\d_]{3,}")  # trade | turnover | Ausfuhr
_STOP_WORDS = frozenset(
    """
    about also and are been being between both can could for from had has have her his into its more most other our
    over shall should such than that the their these this those two under was were will with would
    """.split()
)


def content_words(text: str) -> frozenset[str]:
    """The words of a text that tell its matter, in lower case without a plural's or a verb's ending.

    Example:
        >>> sorted(content_words("doubling the trade by 2020"))
        ['doubl', 'trad']
    """
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(re.sub(r"(?:ings?|ed|es|s|e)$", "", word) for word in words if word not in _STOP_WORDS)


def latest_published(documents: Iterable[DocumentHead]) -> date | None:
    """The day at which a record's clock stands: the latest on which one of its documents was published."""
    return max((head.published_start for head in documents if head.published_start), default=None)


@dataclass(slots=True)
class _Promise:
    """Reports of one promise, in order of publication."""

    reports: list[Commitment] = field(default_factory=list)
    words: set[str] = field(default_factory=set)

    @property
    def actors(self) -> frozenset[str]:
        return frozenset(state_of(party) for party in self.reports[0].actor)

    def add(self, commitment: Commitment, words: frozenset[str]) -> None:
        self.reports.append(commitment)
        self.words |= words


def _sharing(one: frozenset[str] | set[str], other: frozenset[str]) -> float:
    return len(one & other) / (min(len(one), len(other)) or 1)


def _is_same_target(one: Commitment, other: Commitment) -> bool | None:
    if one.target_value is None or other.target_value is None:
        return None
    return one.target_value == other.target_value and one.target_unit == other.target_unit


def _is_same_deadline(one: Commitment, other: Commitment) -> bool | None:
    if one.deadline_end is None or other.deadline_end is None:
        return None
    return bool(
        (one.deadline_start or one.deadline_end) <= other.deadline_end
        and (other.deadline_start or other.deadline_end) <= one.deadline_end
    )


def _is_same(promise: _Promise, commitment: Commitment, words: frozenset[str]) -> bool:
    """Whether a report is of this promise: same promiser, matter, and no other target or deadline."""
    if not promise.actors & {state_of(party) for party in commitment.actor}:
        return False
    agreements = [
        agrees
        for known in promise.reports
        for agrees in (_is_same_target(known, commitment), _is_same_deadline(known, commitment))
        if agrees is not None
    ]
    if not all(agreements):
        return False
    shared = _sharing(promise.words, words)
    n_shared = len(promise.words & words)
    if agreements:
        return n_shared >= 1 and shared >= _SHARED_SHARE
    return n_shared >= _SHARED_WORDS and shared > _SHARED_SHARE


def _group(commitments: Iterable[Commitment]) -> list[_Promise]:
    """Put reports of one promise together; each joins the promise with which it shares most words."""
    promises: list[_Promise] = []
    by_word: defaultdict[str, set[int]] = defaultdict(set)
    for commitment in commitments:
        words = content_words(commitment.what or commitment.quote)
        shared = Counter(index for word in words for index in by_word[word])
        ranked = sorted(shared, key=lambda index: (-shared[index], index))
        chosen = next((index for index in ranked if _is_same(promises[index], commitment, words)), None)
        if chosen is None:
            chosen = len(promises)
            promises.append(_Promise())
        promises[chosen].add(commitment, words)
        for word in words:
            by_word[word].add(chosen)
    return promises


def _status(history: Sequence[StatusChange]) -> str:
    """The last status told, not undone by a later mention that only repeats the announcement."""
    status = "unknown"
    for change in history:
        if _RANK.get(change.status, 0) >= _RANK.get(status, 0):
            status = change.status
    return status


def _standing(status: str, deadline_end: date | None, clock: date | None) -> str:
    if status in _STANDING:
        return _STANDING[status]
    is_overdue = deadline_end is not None and clock is not None and deadline_end < clock
    return "overdue" if is_overdue else "open"


def _measure(promise: Commitment, figures: Mapping[str, list[Figure]], words: set[str]) -> tuple[Measurement, ...]:
    """Levels told in the unit of the target about the same matter; they inform, they do not settle the promise."""
    if promise.target_value is None or promise.target_unit is None:
        return ()
    states = {state_of(party) for party in (*promise.actor, *promise.recipient)}
    return tuple(
        Measurement(figure.record_id, figure.doc_id, figure.value, figure.period, figure.value >= promise.target_value)
        for figure in figures.get(promise.target_unit, [])
        if figure.figure_type == "level"
        and states & {state_of(party) for party in figure.parties}
        and words & content_words(figure.indicator)
    )


def _relate(promise: _Promise, events: Sequence[tuple[Event, frozenset[str]]]) -> tuple[str, ...]:
    """Acts of a promiser that happened and share the promise's words, outside its own sentences."""
    own = {(report.doc_id, report.start_char) for report in promise.reports}
    return tuple(
        event.record_id
        for event, words in events
        if promise.actors & {state_of(party) for party in event.actor}
        and len(promise.words & words) > _SHARED_WORDS
        and (event.doc_id, event.start_char) not in own
    )


class _Known:
    """What may be used at the clock: documents published by then, in order of publication."""

    def __init__(self, documents: Iterable[DocumentHead], as_of: date | None) -> None:
        self.heads = {
            head.doc_id: head
            for head in documents
            if as_of is None or (head.published_end is not None and head.published_end <= as_of)
        }

    def sort(self, rows: Iterable[_Row]) -> list[_Row]:
        known = [row for row in rows if row.doc_id in self.heads]
        return sorted(
            known, key=lambda row: (*publication_order(self.heads[row.doc_id]), row.start_char, row.record_id)
        )


def build_ledger(
    commitments: Sequence[Commitment],
    events: Sequence[Event],
    figures: Sequence[Figure],
    *,
    documents: Sequence[DocumentHead],
    as_of: date | None = None,
) -> list[LedgerEntry]:
    """Follow every promise over the documents that speak of it.

    Two reports are of one promise if a promiser is the same, their content words
    overlap and neither target nor deadline contradicts. A status is only ever what
    a document tells; figures and acts that bear on a promise are listed beside it
    and settle nothing. Does not read a promise's fulfilment out of silence, and
    does not join two wordings that share no words.

    Args:
        commitments: Promises of any documents, in any order.
        events: Acts, of which those that happened can bear on a promise.
        figures: Quantities, of which levels can bear on a target.
        documents: Heads of the documents; rows of others are not used.
        as_of: Where the clock stands. Nothing published later, or without a date, is
            used. None: every document is used, and the clock stands at the latest
            published date, never at today's.

    Returns:
        Entries by deadline (those without one last), then by first publication.
    """
    clock = as_of or latest_published(documents)
    known = _Known(documents, as_of)
    by_unit: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in known.sort(figures):
        by_unit[figure.unit].append(figure)
    acts = [(event, content_words(event.quote)) for event in known.sort(events) if event.realis == "happened"]
    entries = [_make_entry(promise, known, clock, by_unit, acts) for promise in _group(known.sort(commitments))]
    return sorted(entries, key=lambda entry: entry.deadline_end or date.max)


def _make_entry(
    promise: _Promise,
    known: _Known,
    clock: date | None,
    figures: Mapping[str, list[Figure]],
    acts: Sequence[tuple[Event, frozenset[str]]],
) -> LedgerEntry:
    reports = promise.reports
    history = tuple(
        StatusChange(known.heads[report.doc_id].published, report.status, report.record_id, report.doc_id)
        for report in reports
    )
    dated = next((report for report in reports if report.deadline_end is not None), reports[0])
    aimed = next((report for report in reports if report.target_value is not None), reports[0])
    status = _status(history)
    return LedgerEntry(
        entry_id=make_id("", "ledger", *sorted(report.record_id for report in reports)),
        actor=tuple(reports[0].actor),
        recipient=tuple(next((report.recipient for report in reports if report.recipient), [])),
        what=reports[0].what,
        firmness=reports[-1].firmness,
        deadline=dated.deadline,
        deadline_end=dated.deadline_end,
        target_value=aimed.target_value,
        target_unit=aimed.target_unit,
        status=status,
        standing=_standing(status, dated.deadline_end, clock),
        history=history,
        measured=_measure(aimed, figures, promise.words),
        related_events=_relate(promise, acts),
        reports=tuple(report.record_id for report in reports),
        n_documents=len({report.doc_id for report in reports}),
    )
