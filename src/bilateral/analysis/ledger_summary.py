"""How many promises were kept, of how many, and what could not be judged and why."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from bilateral.findings import KeptShare, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.findings import LedgerEntry

__all__ = ["REASONS", "count_kept", "share_of", "side_of", "why_not_judged"]

_Z = 1.959964
"""Two-sided 95 % of the normal distribution."""

REASONS = {
    "not due": "the deadline has not passed",
    "no deadline": "no deadline, and no report of the outcome",
    "overdue": "the deadline has passed, and no document tells the outcome",
    "stalled": "told as stalled, with no end",
    "disputed": "documents contradict each other",
}
"""Why a promise counts neither as kept nor as missed."""


def side_of(entry: LedgerEntry) -> str:
    """Who promised: a state alone, or "joint" where several did."""
    states = {state_of(party) for party in entry.actor}
    return next(iter(states)) if len(states) == 1 else "joint"


def why_not_judged(entry: LedgerEntry) -> str | None:
    """The reason for which a promise cannot be judged, None where it can."""
    if entry.standing in ("kept", "missed", "cancelled"):
        return None
    if entry.standing in REASONS:
        return entry.standing
    return "no deadline" if entry.deadline_end is None else "not due"


def share_of(entries: Sequence[LedgerEntry], side: str = "all") -> KeptShare:
    """The share kept with its 95 % interval; a cancelled promise counts as not kept.

    Args:
        entries: Promises.
        side: What they have in common, to be shown.

    Returns:
        The counts, and the share of those that could be judged.

    Source:
        Wilson (1927), score interval.

    Example:
        >>> share_of([]).share_kept is None
        True
    """
    kept = sum(entry.standing == "kept" for entry in entries)
    missed = sum(entry.standing in ("missed", "cancelled") for entry in entries)
    reasons = Counter(reason for entry in entries if (reason := why_not_judged(entry)))
    low, high = _wilson(kept, kept + missed)
    return KeptShare(
        side, len(entries), kept, missed, kept / (kept + missed) if kept + missed else None, low, high,
        tuple((reason, reasons[reason]) for reason in REASONS if reasons[reason]),
    )  # fmt: skip


def _wilson(kept: int, judged: int) -> tuple[float | None, float | None]:
    if not judged:
        return None, None
    share, spread = kept / judged, _Z**2 / judged
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / judged + spread / (4 * judged))
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)


def count_kept(entries: Iterable[LedgerEntry], dyad: tuple[str, str]) -> tuple[KeptShare, ...]:
    """Shares kept of a pair's promises: all, then each side's own, then those made jointly.

    Args:
        entries: The pair's promises.
        dyad: The two states.

    Returns:
        One row for all and one a side that promised anything; other bodies' promises count in all.
    """
    listed = list(entries)
    sides = [share_of([entry for entry in listed if side_of(entry) == side], side) for side in (*dyad, "joint")]
    return (share_of(listed), *(side for side in sides if side.n))
