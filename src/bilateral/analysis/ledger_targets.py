"""Targets followed: levels that documents tell, and official series against the path that the promise needs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bilateral import periods
from bilateral.analysis.ledger_terms import find_terms
from bilateral.findings import Measurement, TargetTrack, state_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from bilateral.findings import OfficialValue
    from bilateral.records import Commitment, Figure

__all__ = ["follow_target", "measure_target"]

_MULTIPLE = "times"


def measure_target(
    promise: Commitment, figures: Mapping[str, list[Figure]], terms: Collection[str], *, since: date | None = None
) -> tuple[Measurement, ...]:
    """Levels told in the unit of the target about the same matter; they inform, they do not settle the promise.

    Args:
        promise: The report that gives the target.
        figures: Figures by unit, in order of publication.
        terms: Terms of the promise.
        since: When it was first told; levels of periods that ended before are left out.

    Returns:
        Later levels by period; empty without a target.
    """
    if promise.target_value is None or promise.target_unit is None:
        return ()
    states = {state_of(party) for party in (*promise.actor, *promise.recipient)}
    found = {
        (figure.value, figure.period): Measurement(figure.record_id, figure.doc_id, figure.value, figure.period, figure.value >= promise.target_value)
        for figure in reversed(figures.get(promise.target_unit, []))
        if figure.figure_type == "level"
        and len(states & {state_of(party) for party in figure.parties}) >= min(2, len(states))
        and (since is None or (figure.period_end is not None and figure.period_end >= since))
        and not find_terms(figure.indicator).keys().isdisjoint(terms)
    }  # one value told in several documents once, by its first
    return tuple(sorted(found.values(), key=lambda one: (one.period or "", one.record_id)))


def follow_target(
    promise: Commitment, terms: Collection[str], official: Sequence[OfficialValue], *, told: date | None, clock: date | None
) -> TargetTrack | None:
    """Follow a target in the official series about its matter.

    The base is the last value before the promise was made. Between base and
    deadline a straight path is asked for; a value that reaches the target by the
    deadline settles it, as does one of the deadline's own period that does not. Of several series the one with the latest value is used. A multiple ("double") needs a base.

    Args:
        promise: The report that gives the target.
        terms: Terms of the promise.
        official: Values of official series on the parties.
        told: When the promise was first told.
        clock: Values of periods that end later are not used.

    Returns:
        The target's track, or None where no series of its unit and matter has a value.
    """
    if promise.target_value is None or not official:
        return None
    series: defaultdict[tuple[str, str, str], list[OfficialValue]] = defaultdict(list)
    for value in official:
        is_known = periods.is_period(value.period) and (clock is None or periods.bounds(value.period)[1] <= clock)
        is_unit = promise.target_unit in {value.unit, _MULTIPLE}
        if is_known and is_unit and not find_terms(value.indicator).keys().isdisjoint(terms):
            series[value.series_name, value.indicator, value.unit].append(value)
    tracks = [
        track
        for key in sorted(series)
        if (track := _follow(promise, sorted(series[key], key=lambda one: periods.bounds(one.period)), told))
    ]
    return max(tracks, key=lambda track: (periods.bounds(track.last_period)[1], track.series_name), default=None)


def _follow(promise: Commitment, values: Sequence[OfficialValue], told: date | None) -> TargetTrack | None:
    before = [one for one in values if told is not None and periods.bounds(one.period)[1] < told]
    base = before[-1] if before else None
    target = promise.target_value or 0.0
    if promise.target_unit == _MULTIPLE:
        if base is None:
            return None
        target *= base.value
    after = [one for one in values if base is None or periods.bounds(one.period) > periods.bounds(base.period)]
    if not after:
        return None
    due = promise.deadline_end
    at_due = [one for one in after if due is not None and periods.bounds(one.period)[0] <= due <= periods.bounds(one.period)[1]]
    last = at_due[-1] if at_due else after[-1]
    is_rise = base is None or target >= base.value
    in_time = [one for one in after if due is None or periods.bounds(one.period)[0] <= due]
    is_reached = any(one.value >= target if is_rise else one.value <= target for one in in_time)
    required = _required(base, last, target, due)
    if is_reached or at_due or (due is not None and periods.bounds(last.period)[0] > due):
        verdict = "met" if is_reached else "missed"
    elif required is None:
        verdict = "not reached"
    else:
        verdict = "on track" if (last.value >= required if is_rise else last.value <= required) else "behind"
    return TargetTrack(
        verdict, last.series_name, last.indicator, last.unit, target, promise.deadline,
        base.period if base else None, base.value if base else None, last.period, last.value, required,
    )  # fmt: skip


def _required(base: OfficialValue | None, last: OfficialValue, target: float, due: date | None) -> float | None:
    """What the last period needed on a straight line from the base to the target."""
    if base is None or due is None:
        return None
    start, now = periods.bounds(base.period)[1], periods.bounds(last.period)[1]
    whole = (due - start).days
    return base.value + (target - base.value) * min((now - start).days / whole, 1.0) if whole > 0 else target
