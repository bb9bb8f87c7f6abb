"""The life of a promise or a project: what each document says of it, what that makes of it, and where documents contradict."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from bilateral import periods
from bilateral.findings import StatusChange
from bilateral.vocabulary.matters import load_matter_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bilateral.findings import DocumentHead, TargetTrack

__all__ = ["STANDINGS", "find_contradictions", "judge", "last_status", "tell_life"]

STANDINGS = ("open", "kept", "missed", "overdue", "stalled", "cancelled", "disputed")
"""Where a promise can stand at a date."""

_RANK = {
    "unknown": 0, "announced": 1, "signed": 2, "under way": 3, "stalled": 3, "in force": 3, "missed": 4, "cancelled": 4, "delivered": 4,
}  # fmt: skip
_STANDING = {"delivered": "kept", "in force": "kept", "missed": "missed", "cancelled": "cancelled"}
_TRACK_STANDING = {"met": "kept", "missed": "missed"}
_DONE, _FAILED = frozenset({"delivered", "in force"}), frozenset({"missed", "cancelled"})
_EXACT = frozenset({"delivered", "stalled", "missed", "unknown"})

_NEWS_LAG = timedelta(days=31)
"""Two reports within a month tell of one state of affairs; a later delivery is news, not a contradiction."""


class _Row(Protocol):
    """A commitment or a project: what a life is told from."""

    @property
    def record_id(self) -> str: ...
    @property
    def doc_id(self) -> str: ...
    @property
    def quote(self) -> str: ...
    @property
    def status(self) -> str: ...


def _exact_status(row: _Row) -> str:
    """The status with what the words add to it: "took effect" is more than delivered, "scrapped" more than stalled."""
    if row.status not in _EXACT:
        return row.status
    told = [name for name, words in load_matter_words().changes if words.search(row.quote)]
    if row.status == "delivered":
        return "in force" if "in force" in told else "delivered"
    if row.status in ("stalled", "missed"):
        return "cancelled" if "cancelled" in told else row.status
    return "stalled" if told == ["suspended"] else told[0] if len(told) == 1 else "unknown"


def tell_life(
    rows: Iterable[_Row], heads: Mapping[str, DocumentHead], decided: Iterable[StatusChange] = ()
) -> tuple[StatusChange, ...]:
    """Each change of status with document, date and words.

    Args:
        rows: Reports of one promise or project in order of publication.
        heads: Heads of their documents.
        decided: What reviewers decided on it.

    Returns:
        Changes in order of publication, undated last; a reviewer's after a document's of the same day.
    """
    told = [
        StatusChange(heads[row.doc_id].published, _exact_status(row), row.record_id, row.doc_id, row.quote) for row in rows
    ]
    return tuple(sorted([*told, *decided], key=lambda change: (_day(change), change.decided_by != "document")))


def _day(change: StatusChange) -> date:
    if change.published is None or not periods.is_period(change.published):
        return date.max
    return periods.bounds(change.published)[0]


def last_status(life: Sequence[StatusChange]) -> str:
    """The last status told, not undone by a later mention that only repeats the announcement.

    What is in force can be suspended; what is delivered, missed or cancelled is
    only changed by another outcome. A reviewer's status stands until later news.
    """
    status = "unknown"
    for change in life:
        if change.decided_by == "reviewer" or _RANK.get(change.status, 0) >= _RANK.get(status, 0):
            status = change.status
    return status


def find_contradictions(life: Sequence[StatusChange]) -> tuple[tuple[str, str], ...]:
    """Reports of different documents that cannot both be so: kept, and missed or cancelled.

    A delivery told more than a month after a miss is a late delivery; what was in
    force and then cancelled did both.

    Args:
        life: Changes in order of publication.

    Returns:
        Pairs of record ids, the report of success first; none where a reviewer decided.
    """
    if any(change.decided_by == "reviewer" for change in life):
        return ()
    pairs = [
        (done.record_id, failed.record_id)
        for done in life if done.status in _DONE
        for failed in life if failed.status in _FAILED and failed.doc_id != done.doc_id
        and not (done.status == "in force" and failed.status == "cancelled" and _day(failed) >= _day(done))
        and not (_day(failed) < date.max and _day(done) < date.max and _day(done) > _day(failed) + _NEWS_LAG)
    ]  # fmt: skip
    return tuple(dict.fromkeys(pairs))


def judge(
    life: tuple[StatusChange, ...], deadline_end: date | None, clock: date | None, *, track: TargetTrack | None = None
) -> tuple[str, str, tuple[StatusChange, ...]]:
    """Where a promise stands at the clock, who says so, and its life with the day on which it fell overdue.

    Args:
        life: Changes in order of publication, all known at the clock.
        deadline_end: Last day of the deadline.
        clock: The day; None where no document is dated.
        track: The target in an official series.

    Returns:
        Standing, who judged (`document`, `reviewer`, `official figures`, `clock` or ""), and the life.
    """
    status = last_status(life)
    if find_contradictions(life):
        return "disputed", "document", life
    if status in _STANDING:
        teller = next(change for change in reversed(life) if change.status == status)
        return _STANDING[status], teller.decided_by, life
    if track is not None and track.verdict in _TRACK_STANDING and (track.verdict == "met" or _is_past(deadline_end, clock)):
        return _TRACK_STANDING[track.verdict], "official figures", life
    if _is_past(deadline_end, clock) and deadline_end is not None:
        return "overdue", "clock", _with_lapse(life, deadline_end)
    return ("stalled", "document", life) if status == "stalled" else ("open", "", life)


def _is_past(deadline_end: date | None, clock: date | None) -> bool:
    return deadline_end is not None and clock is not None and deadline_end < clock


def _with_lapse(life: tuple[StatusChange, ...], deadline_end: date) -> tuple[StatusChange, ...]:
    """The life with the day after the deadline, on which nothing had told of delivery."""
    lapse = StatusChange((deadline_end + timedelta(days=1)).isoformat(), "overdue", "", "", decided_by="clock")
    return tuple(sorted([*life, lapse], key=_day))
