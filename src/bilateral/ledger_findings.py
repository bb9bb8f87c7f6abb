"""What the analysis finds of promises and projects: their life, standing, targets and shares kept.

Plain frozen dataclasses, read through `findings`, which holds all shapes of findings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Bearing", "KeptShare", "LedgerEntry", "Measurement", "ProjectEntry", "StatusChange", "TargetTrack"]


@dataclass(frozen=True, slots=True)
class StatusChange:
    """What one document, a reviewer or the clock says about the state of a promise or a project."""

    published: str | None
    status: str  # announced, signed, in force, under way, stalled, delivered, cancelled, missed, overdue or unknown
    record_id: str  # "" where the clock tells it
    doc_id: str
    quote: str = ""
    decided_by: str = "document"  # document, reviewer or clock
    reviewer: str | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    """A later figure in the unit of a promise's target."""

    record_id: str
    doc_id: str
    value: float
    period: str | None
    reaches_target: bool


@dataclass(frozen=True, slots=True)
class TargetTrack:
    """A promise's target followed in an official series."""

    verdict: str  # on track, behind, met, missed, or not reached where there is no deadline or base
    series_name: str
    indicator: str
    unit: str
    target_value: float
    due: str | None
    base_period: str | None
    base_value: float | None
    last_period: str
    last_value: float
    required_value: float | None  # what the last period needed to have on a straight path


@dataclass(frozen=True, slots=True)
class Bearing:
    """An act that happened after a promise and bears on its matter; it informs and settles nothing."""

    record_id: str
    doc_id: str
    bearing: str  # for: cooperation in deeds; against: conflict in deeds; about: words
    event_date: str | None
    shared: tuple[str, ...]  # terms in common


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One promise over all documents that speak of it."""

    entry_id: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    what: str
    firmness: str
    deadline: str | None
    deadline_end: date | None
    target_value: float | None
    target_unit: str | None
    status: str  # the last that the documents tell
    standing: str  # open, kept, missed, overdue, stalled, cancelled or disputed
    history: tuple[StatusChange, ...]  # in order of publication
    measured: tuple[Measurement, ...]
    related_events: tuple[str, ...]  # record ids of acts that share its words
    reports: tuple[str, ...]  # record ids of the commitments
    n_documents: int
    judged_by: str = ""  # document, reviewer, official figures or clock; "" while open
    contradictions: tuple[tuple[str, str], ...] = ()  # record ids of changes that cannot both be so
    track: TargetTrack | None = None
    bearings: tuple[Bearing, ...] = ()
    renewed_from: str | None = None  # entry of the earlier promise of this matter
    projects: tuple[str, ...] = ()  # ids of joined projects that its reports name
    matters: tuple[str, ...] = ()  # what it is about, in the vocabulary's words, where its reports or those around them tell
    conditions: tuple[str, ...] = ()  # what it hangs on, in the words of its reports, each once
    instrument: str | None = None  # the firmest that a report names
    issue: str | None = None  # the one in most reports
    place_name: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """One joint undertaking over all documents and under all its names."""

    project_id: str
    names: tuple[str, ...]  # the one in most documents first
    parties: tuple[str, ...]
    participants: tuple[str, ...]
    place_name: str | None
    cost_value: float | None
    cost_unit: str | None
    due: str | None
    status: str
    standing: str
    history: tuple[StatusChange, ...]
    reports: tuple[str, ...]  # record ids of the projects
    n_documents: int
    judged_by: str = ""
    contradictions: tuple[tuple[str, str], ...] = ()
    start: str | None = None


@dataclass(frozen=True, slots=True)
class KeptShare:
    """How many promises were kept of those that could be judged."""

    side: str  # state that promised alone, "joint", or "all"
    n: int
    n_kept: int
    n_missed: int  # missed or cancelled
    share_kept: float | None  # None where nothing could be judged
    low: float | None  # bounds of the 95 % interval (Wilson)
    high: float | None
    not_judged: tuple[tuple[str, int], ...]  # reason, promises
