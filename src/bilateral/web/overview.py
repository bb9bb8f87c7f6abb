"""A pair at one glance: the judgement, the balance, when, where, the latest, promises, where they differ, what is not known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bilateral.web.drawn import Drawing, draw, link_marks, table_address
from bilateral.web.heavy import StillComputingError, read_brief

if TYPE_CHECKING:
    from bilateral.briefings.brief import Brief, Chart, Sentence
    from bilateral.record import Record

__all__ = ["Digest", "digest_brief", "draw_balance", "period_of", "read_overview_soon"]


def read_overview_soon(record: Record, pair: tuple[str, str], state: tuple[str, ...]) -> Brief | None:
    """The brief of a pair if it is written already or soon; else it is written meanwhile.

    Args:
        record: The record.
        pair: The two states.
        state: What tells one state of the record from another.

    Returns:
        The brief, of a large record without its list of documents; None while it is being written.
    """
    try:
        return read_brief(record, pair, state)
    except StillComputingError:
        return None


@dataclass(frozen=True, slots=True)
class Digest:
    """The sentences of a brief that an overview shows: each with its notes."""

    headline: tuple[tuple[str, str], ...]
    judgement: tuple[Sentence, ...]
    promises: tuple[Sentence, ...]
    overdue: tuple[Sentence, ...]
    differ: tuple[Sentence, ...]
    changed: tuple[Sentence, ...]
    gaps: tuple[Sentence, ...]


_MOST_JUDGEMENT = 4
_MOST = 3


def digest_brief(brief: Brief) -> Digest:
    """Choose what an overview shows of a brief; the rest stands in the brief."""

    def told(section: str, heading: str | None, most: int) -> tuple[Sentence, ...]:
        blocks = (block for one in brief.sections if one.key == section for block in one.blocks)
        return next((block.sentences[:most] for block in blocks if block.heading == heading), ())

    return Digest(
        brief.headline, told("overview", None, _MOST_JUDGEMENT), told("promises", None, _MOST)[1:], told("promises", "Past the deadline, no report of delivery", _MOST),
        told("positions", "Where they differ", _MOST), told("positions", "What changed", _MOST), told("limits", None, _MOST),
    )  # fmt: skip


def _chart_of(brief: Brief, key: str) -> Chart | None:
    """A chart of a brief by its key."""
    return next((block.chart for section in brief.sections for block in section.blocks if block.chart and block.chart.key == key), None)


_PERIOD = re.compile(r"(?P<first>\d{4}(?:-\d\d){0,2}?)(?:-(?P<last>\d{4}(?:-\d\d){0,2}))?")


def period_of(anchor: str) -> tuple[str, str]:
    """First and last date of the row of a period, by its anchor.

    Example:
        >>> period_of("period-2018"), period_of("period-2018-04"), period_of("period-2018-04-2018-06")
        (('2018', '2018'), ('2018-04', '2018-04'), ('2018-04', '2018-06'))
    """
    found = _PERIOD.fullmatch(anchor.removeprefix("period-"))
    if found is None:
        return "", ""
    return found["first"], found["last"] or found["first"]


@lru_cache(maxsize=16)
def _draw_balance(chart_key: str, addresses: tuple[tuple[str, str], ...], title: str, *, description: str, spec_json: str) -> Drawing:
    import json  # noqa: PLC0415

    spec: dict[str, Any] = link_marks(json.loads(spec_json), dict(addresses))
    return draw(chart_key, spec, title=title, description=description)


def draw_balance(brief: Brief, pair: tuple[str, str]) -> Drawing | None:
    """The balance of a brief with bars that lead to the events of their period."""
    import json  # noqa: PLC0415

    chart = _chart_of(brief, "balance")
    if chart is None:
        return None
    addresses = []
    for row in chart.table.rows:
        first, last = period_of(row.anchor)
        addresses.append((f"#{row.anchor}", table_address(pair, "events", start=first, end=last)))
    return _draw_balance(chart.key, tuple(addresses), chart.title, description=chart.description, spec_json=json.dumps(chart.spec))
