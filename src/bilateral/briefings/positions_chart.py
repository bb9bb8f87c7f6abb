"""Positions as one Vega-Lite specification: issue by issue, each party's stances in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bilateral.briefings.charts import PALETTE
from bilateral.briefings.time_axis import leave_margin, place_in_time
from bilateral.briefings.wording import capitalise, show_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

__all__ = ["MOST_ISSUES", "Stance", "chart_positions"]

Spec = dict[str, Any]

MOST_ISSUES = 12
"""Issues that are drawn, those on which most is told."""

_WIDTH = 430
_MOST_TICKS = 6
_STANCES = (("for", "kept", "triangle-up"), ("against", "missed", "triangle-down"), ("conditional", "overdue", "diamond"), ("evasive", "open", "circle"))


@dataclass(frozen=True, slots=True)
class Stance:
    """One position to draw; `issue` and `party` by name."""

    issue: str
    party: str
    stance: str
    day: date
    link: str = ""


def chart_positions(stances: Sequence[Stance], names: tuple[str, str]) -> Spec:
    """Where the two stood on each issue, and when it was told: a row an issue and party, a mark a position.

    Does not draw positions without a date, nor stances that the words leave unclear.

    Args:
        stances: Positions; of more than `MOST_ISSUES` issues, those with most positions are drawn.
        names: The two states.

    Returns:
        A Vega-Lite specification; a mark leads to its words.
    """
    known = [one for one in stances if one.stance in {stance for stance, _, _ in _STANCES} and one.party in names]
    counts: dict[str, int] = {}
    for one in known:
        counts[one.issue] = counts.get(one.issue, 0) + 1
    issues = sorted(counts, key=lambda issue: (-counts[issue], issue))[:MOST_ISSUES]
    values = [
        {
            "issue": capitalise(one.issue), "party": capitalise(one.party), "stance": one.stance, "day": one.day.isoformat(), "link": one.link,
            "told": f"{capitalise(one.party)} on {one.issue}: {one.stance}, {show_day(one.day)}",
        }
        for one in sorted(known, key=lambda one: (one.day, one.issue, one.party, one.stance)) if one.issue in issues
    ]  # fmt: skip
    span = leave_margin(one.day for one in known if capitalise(one.issue) in {value["issue"] for value in values})
    present = [row for row in _STANCES if any(value["stance"] == row[0] for value in values)]
    domain = [stance for stance, _, _ in present]
    legend = {"title": None}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "background": None, "data": {"values": values},
        "facet": {"row": {"field": "issue", "type": "nominal", "sort": [capitalise(issue) for issue in issues], "header": {
            "title": None, "labelAngle": 0, "labelAlign": "left", "labelFontSize": 11, "labelFontWeight": 600, "labelColor": PALETTE["ink"], "labelLimit": 200, "labelPadding": 8}}},
        "spacing": 4,
        "spec": {
            "width": _WIDTH, "height": {"step": 17},
            "mark": {"type": "point", "filled": True, "size": 55, "opacity": 0.85},
            "encoding": {
                "x": place_in_time("day", span, most=_MOST_TICKS),
                "y": {"field": "party", "type": "nominal", "sort": [capitalise(name) for name in names], "scale": {"domain": [capitalise(name) for name in names]}, "axis": {"title": None, "ticks": False, "domain": False, "labelPadding": 6}},
                "color": {"field": "stance", "type": "nominal", "scale": {"domain": domain, "range": [PALETTE[name] for _, name, _ in present]}, "legend": legend},
                "shape": {"field": "stance", "type": "nominal", "scale": {"domain": domain, "range": [shape for _, _, shape in present]}, "legend": legend},
                "href": {"field": "link"}, "tooltip": {"field": "told"}, "description": {"field": "told"},
            },
        },
        "config": {
            "font": "sans-serif", "view": {"stroke": None},
            "axis": {"labelColor": PALETTE["soft"], "labelFontSize": 11, "gridColor": PALETTE["rule"], "domainColor": PALETTE["rule"], "tickColor": PALETTE["rule"]},
            "legend": {"labelColor": PALETTE["soft"], "labelFontSize": 11, "orient": "top"},
        },
    }  # fmt: skip
