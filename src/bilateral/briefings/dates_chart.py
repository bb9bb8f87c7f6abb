"""A stretch of time as one Vega-Lite specification: strokes for known days, bars for months and years, counts where there are many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bilateral.briefings.charts import PALETTE
from bilateral.briefings.time_axis import place_in_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

__all__ = ["KINDS", "DateMark", "chart_dates"]

Spec = dict[str, Any]

KINDS = {
    1: ("Cooperation in words", "cooperation-words"),
    2: ("Cooperation in deeds", "cooperation-deeds"),
    3: ("Conflict in words", "conflict-words"),
    4: ("Conflict in deeds", "conflict-deeds"),
}
"""Lanes by quad code: name and colour."""

_WIDTH = 700
_MONTH_DAYS = 32
_YEAR_DAYS = 367


@dataclass(frozen=True, slots=True)
class DateMark:
    """One act, or several counted together."""

    quad_code: int
    start: date
    end: date  # the day after the last on which it can have been
    n: int
    is_counted: bool  # a count of acts whose days are known, inside the stretch that the mark covers
    told: str
    link: str = ""


def chart_dates(marks: Sequence[DateMark], span: tuple[date, date]) -> Spec:
    """Acts in a stretch of time, in a lane a kind.

    Args:
        marks: Single acts and counts.
        span: First day, and the day after the last.

    Returns:
        A Vega-Lite specification: a stroke where the day is known, a pale bar over the days of a month, a fainter
        one over a year and more; a framed bar with a number is a count. A mark leads to its acts.
    """
    values = [_value(one, span) for one in marks]
    lanes = [label for label, _ in KINDS.values()]
    place = {
        "x": place_in_time("start", span),
        "y": {"field": "kind", "type": "nominal", "sort": lanes, "scale": {"domain": lanes}, "axis": {"title": None, "ticks": False, "domain": False, "labelPadding": 6}},
        "color": {"field": "kind", "type": "nominal", "scale": {"domain": lanes, "range": [PALETTE[name] for _, name in KINDS.values()]}, "legend": None},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "width": _WIDTH, "height": {"step": 44}, "background": None,
        "data": {"values": values}, "layer": list(_layers(place)),
        "config": {
            "font": "sans-serif", "view": {"stroke": None},
            "axis": {"labelColor": PALETTE["soft"], "labelFontSize": 11, "gridColor": PALETTE["rule"], "domainColor": PALETTE["soft"], "tickColor": PALETTE["rule"]},
        },
    }  # fmt: skip


def _value(one: DateMark, span: tuple[date, date]) -> dict[str, Any]:
    days = (one.end - one.start).days
    how = "count" if one.is_counted else "day" if days == 1 else "month" if days <= _MONTH_DAYS else "year" if days <= _YEAR_DAYS else "longer"
    return {
        "kind": KINDS[one.quad_code][0], "start": max(one.start, span[0]).isoformat(), "end": min(one.end, span[1]).isoformat(),
        "how": how, "n": one.n, "told": one.told, "link": one.link,
    }  # fmt: skip


def _layers(place: Spec) -> Iterator[Spec]:
    """From the least sure to the surest, so that what is known lies on top."""
    told = {"href": {"field": "link"}, "tooltip": {"field": "told"}, "description": {"field": "told"}}
    for how, opacity, height in (("longer", 0.1, 8), ("year", 0.16, 12), ("month", 0.35, 18)):
        yield {
            "transform": [{"filter": f"datum.how == '{how}'"}],
            "mark": {"type": "bar", "opacity": opacity, "height": height, "strokeWidth": 0},
            "encoding": {**place, "x2": {"field": "end"}, **told},
        }
    strength = {"field": "n", "type": "quantitative", "scale": {"type": "sqrt", "domainMin": 0, "range": [0.25, 1]}, "legend": None}
    yield {
        "transform": [{"filter": "datum.how == 'count'"}],
        "mark": {"type": "bar", "height": 26, "stroke": PALETTE["halo"], "strokeWidth": 1},
        "encoding": {**place, "x2": {"field": "end"}, "fillOpacity": strength, **told},
    }
    yield {"transform": [{"filter": "datum.how == 'day'"}], "mark": {"type": "tick", "thickness": 2.5, "size": 28}, "encoding": {**place, **told}}
