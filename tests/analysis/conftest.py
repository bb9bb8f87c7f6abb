"""Short ways to make rows; every act and text is invented."""
# ruff: noqa: PLR0913, PLR0917 - makers of rows take one argument a column

from __future__ import annotations

import hashlib
from types import SimpleNamespace

import pytest

from bilateral import periods
from bilateral.findings import DocumentHead
from bilateral.records import Commitment, Event, Figure, Rejection

QUADS = {"AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "ACCUSE": 3, "SANCTION": 4}


def _days(period):
    return periods.bounds(period) if period else (None, None)


def head(doc_id, published=None, publisher=None, **columns):
    first, last = _days(published)
    return DocumentHead(
        doc_id, publisher=publisher, published=published, published_start=first, published_end=last,
        **{"body_sha256": doc_id, **columns},
    )  # fmt: skip


def event(record_id, doc_id, when=None, event_type="ACCUSE", actor=("NOR",), recipient=("KEN",), **columns):
    first, last = _days(when)
    quad = QUADS[event_type]
    defaults = {
        "start_char": 0, "end_char": 1, "quote": "x", "mode": None, "cameo_code": None, "quad_code": quad,
        "intensity": {1: 3.0, 2: 6.0, 3: -3.0, 4: -7.0}[quad], "event_date": when, "event_date_start": first,
        "event_date_end": last, "realis": "happened", "place_name": None, "trigger": "", "rule": "",
    }  # fmt: skip
    return Event(
        record_id=record_id, doc_id=doc_id, actor=list(actor), recipient=list(recipient), event_type=event_type,
        **{**defaults, **columns},
    )  # fmt: skip


def commitment(record_id, doc_id, what, deadline=None, status="announced", **columns):
    first, last = _days(deadline)
    defaults = {
        "start_char": 0, "end_char": 1, "quote": what, "actor": ["NOR"], "recipient": ["KEN"], "firmness": "will",
        "target_value": None, "target_unit": None,
    }  # fmt: skip
    return Commitment(
        record_id=record_id, doc_id=doc_id, what=what, deadline=deadline, deadline_start=first, deadline_end=last,
        status=status, **{**defaults, **columns},
    )  # fmt: skip


def figure(record_id, doc_id, indicator, value, period=None, **columns):
    first, last = _days(period)
    defaults = {
        "start_char": 0, "end_char": 1, "quote": "x", "unit": "USD", "parties": ["NOR", "KEN"], "direction": None,
        "figure_type": "level", "modifier": None, "claimed_by": None,
    }  # fmt: skip
    return Figure(
        record_id=record_id, doc_id=doc_id, indicator=indicator, value=value, period=period, period_start=first,
        period_end=last, **{**defaults, **columns},
    )  # fmt: skip


def rejection(rejection_id, reason):
    return Rejection(rejection_id, "a", "", "extraction", None, None, reason, "made up")


def signature(words, size=64):
    """MinHash of a text's word 5-shingles, for tests alone."""
    listed = words.split()
    shingles = [" ".join(listed[n : n + 5]) for n in range(len(listed) - 4)]
    if not shingles:
        return ()
    hashes = [[int(hashlib.md5(f"{n}{one}".encode()).hexdigest()[:8], 16) for one in shingles] for n in range(size)]  # noqa: S324
    return tuple(min(row) for row in hashes)


@pytest.fixture(scope="session")
def row():
    """The makers of rows."""
    return SimpleNamespace(
        head=head, event=event, commitment=commitment, figure=figure, rejection=rejection, signature=signature
    )
