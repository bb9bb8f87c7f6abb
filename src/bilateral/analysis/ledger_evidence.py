"""Acts that bear on a promise: what its parties did about its matter after it was made."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bilateral.analysis.ledger_terms import find_terms
from bilateral.findings import Bearing, state_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from bilateral.records import Commitment, Event

__all__ = ["Acts", "index_acts"]

LEAST_SHARED = 1.5
"""Weight of common terms from which an act is of a promise's matter: two full words, or a matter and two weak ones."""

MOST_ACTS = 5
"""Acts listed beside a promise, those that share most first."""

_COMMON_SHARE = 0.2
"""A term in more than this share of a pair's acts ("talks") does not lead to an act, though it counts once one is found."""

_FEW = 50
"""Up to so many acts every term leads to one."""

_BEARINGS = {1: "about", 2: "for", 3: "about", 4: "against"}


class Acts:
    """Acts that happened, found by the terms of their words. Made by `index_acts`."""

    def __init__(self, acts: Sequence[tuple[Event, date | None]]) -> None:
        self._acts = [(event, told, find_terms(event.quote)) for event, told in acts]
        self._by_term: defaultdict[str, list[int]] = defaultdict(list)
        for index, (_, _, terms) in enumerate(self._acts):
            for term, weight in terms.items():
                if weight >= 1 or term[0] in "#@":
                    self._by_term[term].append(index)
        most = max(_FEW, int(len(self._acts) * _COMMON_SHARE))
        self._leading = {term for term, found in self._by_term.items() if len(found) <= most}

    def find(self, reports: Sequence[Commitment], terms: Mapping[str, float], since: date | None) -> tuple[Bearing, ...]:
        """Acts of a promiser about a promise's matter, not before it and outside its own sentences.

        Does not tell whether an act fulfils the promise: what a deed of cooperation
        or of conflict about the matter means is the reader's to judge.

        Args:
            reports: Reports of the promise.
            terms: Its weighted terms.
            since: When it was first told.

        Returns:
            At most `MOST_ACTS` acts, by date.
        """
        own = [(report.doc_id, report.start_char, report.end_char) for report in reports]
        actors = {state_of(party) for report in reports for party in report.actor}
        shared: Counter[int] = Counter()
        for term in sorted(self._leading & terms.keys()):
            shared.update(dict.fromkeys(self._by_term[term], 1))
        found = []
        for index in shared:
            event, told, words = self._acts[index]
            common = words.keys() & terms.keys()
            weight = round(sum(sorted(min(words[term], terms[term]) for term in common)), 6)
            day = event.event_date_end or told
            is_later = since is None or day is None or day >= since
            is_theirs = bool(actors & {state_of(party) for party in event.actor})
            if weight >= LEAST_SHARED and is_later and is_theirs and _is_telling(common) and not _is_own(event, own):
                found.append((-weight, event.record_id, event, common))
        kept = sorted(found, key=lambda one: one[:2])[:MOST_ACTS]
        bearings = [
            Bearing(event.record_id, event.doc_id, _BEARINGS[event.quad_code], event.event_date, tuple(sorted(common)))
            for _, _, event, common in kept
        ]
        return tuple(sorted(bearings, key=lambda one: (one.event_date or "9999", one.record_id)))


def _is_telling(common: Collection[str]) -> bool:
    """Whether terms in common name a matter or a sum, or are three words."""
    return len(common) > 2 or any(term[0] in "=#" for term in common)  # noqa: PLR2004 - as told


def _is_own(event: Event, spans: Sequence[tuple[str, int, int]]) -> bool:
    """Whether an act is read from the words of the promise itself, or stands undated beside them."""
    return any(
        event.doc_id == doc_id and (event.event_date is None or (event.start_char < end and start < event.end_char))
        for doc_id, start, end in spans
    )


def index_acts(events: Sequence[Event], told: Mapping[str, date | None]) -> Acts:
    """Index the acts that happened by the terms of their words.

    Args:
        events: Acts, of which only those that happened are used.
        told: First day of publication by document.

    Returns:
        The index.
    """
    return Acts([(event, told.get(event.doc_id)) for event in events if event.realis == "happened"])
