"""The timeline of incidents: a chart that draws an uncertain date as uncertain, with its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.briefings.acts import act_fact, date_fact, tell_act
from bilateral.briefings.charts import chart_timeline, row_anchor
from bilateral.briefings.drafts import DraftChart, DraftRow, DraftTable, Given
from bilateral.briefings.wording import capitalise, count, show_period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilateral.briefings.drafts import Fact
    from bilateral.briefings.material import Material
    from bilateral.findings import Incident

__all__ = ["draft_timeline"]

_MOST_MARKS = 80
_FEWEST_MARKS = 3
_COLUMNS = ("Date", "What", "Documents", "Publishers")


def draft_timeline(material: Material, ranked: Iterable[Incident]) -> DraftChart | None:
    """Draft the chart of dated incidents.

    Args:
        material: Records and findings of the pair.
        ranked: Incidents that happened, the weightiest first.

    Returns:
        The chart with a row for each incident shown, oldest first; None for fewer than three.
    """
    dated = [one for one in ranked if one.event_date_start and one.event_date]
    if len(dated) < _FEWEST_MARKS:
        return None
    shown = sorted(dated[:_MOST_MARKS], key=lambda one: (one.event_date_start, one.incident_id))
    rows = [_row(material, one) for one in shown]
    caption = f"{count(len(shown), 'dated incident')} that happened, the weightiest of {len(dated):,}" if len(dated) > len(shown) else "Dated incidents that happened"
    return DraftChart(
        key="timeline",
        title="When it happened",
        description="A stroke where the day is known; a pale bar covers all days on which it can have been.",
        spec=chart_timeline(shown, [f"{row.cells[0]}: {row.cells[1]}" for row in rows]),
        table=DraftTable(caption, _COLUMNS, rows, len(dated) - len(shown)),
    )


def _row(material: Material, one: Incident) -> DraftRow:
    reports = material.events_of(one)
    lead = reports[0]
    act = tell_act(one, lead.trigger)
    what = capitalise(act)
    cells = (show_period(one.event_date or ""), what, f"{one.n_documents:,}", f"{one.n_independent:,}")
    when = date_fact(material, one, reports)
    facts: list[Fact] = [act_fact(act, lead), *([when] if when else []), *(Given(cell) for cell in (cells[0], cells[2], cells[3]))]
    return DraftRow(cells, material.evidence(one.reports), facts, len(one.reports), row_anchor("incident", one.incident_id))
