"""Charts as Vega-Lite specifications: one each, drawn alike by page, notebook and report.

Colours are named in `PALETTE` and nowhere else; a page puts its own in their place.
A mark that stands for records carries a link (`href`) to the row that lists them.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bilateral import periods
from bilateral.briefings.time_axis import leave_margin, place_in_time
from bilateral.briefings.wording import cut, show_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilateral.findings import Incident, LedgerEntry, OfficialValue, PeriodCount
    from bilateral.records import Figure

__all__ = ["PALETTE", "chart_balance", "chart_ledger", "chart_timeline", "chart_values", "nice_step", "row_anchor"]

Spec = dict[str, Any]

PALETTE = {
    "cooperation-words": "#7fa6c9",
    "cooperation-deeds": "#2f6499",
    "conflict-words": "#e2ae7a",
    "conflict-deeds": "#b5651d",
    "ink": "#1d2126",
    "soft": "#5b626b",
    "rule": "#dcd9d0",
    "kept": "#3d7a57",
    "open": "#8a8f98",
    "overdue": "#c08a1e",
    "stalled": "#7d6a9e",
    "disputed": "#b08a6a",
    "missed": "#a63d3d",
    "cancelled": "#5d4a4a",
    "land": "#e9e6dd",
    "own-land": "#d8cfb4",
    "border": "#fdfcf9",
    "hatch": "#9b8f78",
    "halo": "#fbfaf8",
}
"""Colours by meaning, told apart in the common kinds of colour blindness; order and labels say the same."""

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_WIDTH = 700
_QUADS = {
    1: ("Cooperation in words", "cooperation-words"),
    2: ("Cooperation in deeds", "cooperation-deeds"),
    3: ("Conflict in words", "conflict-words"),
    4: ("Conflict in deeds", "conflict-deeds"),
}
_STANDINGS = ("kept", "open", "overdue", "stalled", "disputed", "missed", "cancelled")
_MOST_TICKS = 5
_FEW_TICKS = 5  # of a drawing that is half as wide
_MOST_LABELS = 14
_MOST_PROMISES = 25
_ONE_DAY = timedelta(days=1)
_WIDEST_BAR = 56
"""Points a period takes at most; few periods do not stretch over the drawing."""
_LONGEST_LABEL = 46


def nice_step(largest: int) -> int:
    """The distance of grid lines: 1, 2 or 5 times a power of ten, for at most five lines a side.

    Example:
        >>> nice_step(4), nice_step(37), nice_step(10000)
        (1, 10, 2000)
    """
    step, factors = 1, (2, 2.5, 2)
    index = 0
    while largest / step > _MOST_TICKS:
        step = int(step * factors[index % 3])
        index += 1
    return step


def row_anchor(kind: str, key: str) -> str:
    """The anchor of a table row that a mark of a chart leads to.

    Example:
        >>> row_anchor("period", "2018-04/2018-06")
        'period-2018-04-2018-06'
    """
    return f"{kind}-{key.replace('/', '-')}"


def _spec(values: Sequence[dict[str, Any]], layers: Sequence[Spec], height: int | Spec) -> Spec:
    """A specification with the settings that all charts share."""
    axis = {"labelColor": PALETTE["soft"], "titleColor": PALETTE["soft"], "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal"}
    return {
        "$schema": _SCHEMA,
        "width": _WIDTH,
        "height": height,
        "background": None,
        "data": {"values": list(values)},
        "layer": list(layers),
        "config": {
            "font": "sans-serif",
            "view": {"stroke": None},
            "axis": {**axis, "gridColor": PALETTE["rule"], "domainColor": PALETTE["soft"], "tickColor": PALETTE["rule"]},
            "legend": {"labelColor": PALETTE["soft"], "labelFontSize": 11, "orient": "top", "title": None, "symbolType": "square", "labelLimit": 420},
        },
    }


def _colours(labels: Iterable[tuple[str, str]], field: str) -> Spec:
    """The colour of each value of a field, by the palette."""
    pairs = list(labels)
    scale = {"domain": [label for label, _ in pairs], "range": [PALETTE[name] for _, name in pairs]}
    return {"field": field, "type": "nominal", "scale": scale, "legend": {"title": None}}


def chart_balance(counts: Sequence[PeriodCount], labels: Sequence[str]) -> Spec:
    """Incidents by period: cooperation above the line, conflict below it, words next to the line.

    Args:
        counts: Periods without holes, in order.
        labels: Their names.

    Returns:
        A Vega-Lite specification; a bar leads to the row of its period.
    """
    values = [value for index, one in enumerate(counts) for value in _bars(index, one, labels[index])]
    above, below = max((one.cooperation for one in counts), default=1), max((one.conflict for one in counts), default=0)
    step = nice_step(max(above, below))
    every = -(-len(counts) // _MOST_LABELS)
    shown = [label for index, label in enumerate(labels) if index % every == 0]
    across = min(_WIDTH, _WIDEST_BAR * max(len(counts), 1))
    x = {
        "field": "label", "type": "ordinal", "sort": list(labels), "scale": {"domain": list(labels), "range": [0, across]},
        "axis": {"title": None, "labelAngle": 0, "values": shown, "ticks": False, "domain": False, "labelOverlap": True},
    }  # fmt: skip
    y_axis = {"title": "incidents", "values": [step * k for k in range(-(below // step), above // step + 1)], "labelExpr": "format(abs(datum.value), ',')"}
    bars = {
        "mark": {"type": "bar", "cursor": "pointer"},
        "encoding": {
            "x": x,
            "y": {"field": "value", "type": "quantitative", "axis": y_axis, "stack": "zero"},
            "color": _colours(_QUADS.values(), "kind"),
            "order": {"field": "order"},
            "href": {"field": "link"},
            "description": {"field": "told"},
            "tooltip": {"field": "told"},
        },
    }
    zero = {"mark": {"type": "rule", "color": PALETTE["ink"]}, "encoding": {"y": {"datum": 0}, "x": {"value": 0}, "x2": {"value": across}}}
    return _spec(values, [bars, zero], 210)


def _bars(index: int, one: PeriodCount, label: str) -> Iterator[dict[str, Any]]:
    """The four stretches of a period's bar; none where nothing happened."""
    told = f"{label}: {one.cooperation} of cooperation, {one.conflict} of conflict"
    numbers = (one.verbal_cooperation, one.material_cooperation, -one.verbal_conflict, -one.material_conflict)
    for order, ((kind, _), number) in enumerate(zip(_QUADS.values(), numbers, strict=True)):
        if number:
            link = "#" + row_anchor("period", one.period)
            yield {"index": index, "label": label, "kind": kind, "order": order, "value": number, "told": told, "link": link}


def chart_timeline(incidents: Sequence[Incident], told: Sequence[str]) -> Spec:
    """Incidents in time: a tick where the day is known, a pale bar over all days on which it can have been.

    Args:
        incidents: Dated incidents.
        told: What each was, for a pointer that rests on it.

    Returns:
        A Vega-Lite specification with a lane for each quad class; a mark leads to its incident's row.
    """
    values = [_dated_mark(incident, words) for incident, words in zip(incidents, told, strict=True) if incident.event_date_start]
    lanes = [label for label, _ in _QUADS.values()]
    place = {
        "x": place_in_time("start", _span(values)),
        "y": {"field": "kind", "type": "nominal", "sort": lanes, "scale": {"domain": lanes}, "axis": {"title": None, "ticks": False, "domain": False, "labelPadding": 6}},
        "color": {**_colours(_QUADS.values(), "kind"), "legend": None},
        "href": {"field": "link"},
        "description": {"field": "told"},
        "tooltip": {"field": "told"},
    }
    wide = {
        "transform": [{"filter": "!datum.exact"}],
        "mark": {"type": "bar", "opacity": 0.35, "height": 14},
        "encoding": {**place, "x2": {"field": "end"}},
    }
    exact = {
        "transform": [{"filter": "datum.exact"}],
        "mark": {"type": "tick", "thickness": 2, "size": 24},
        "encoding": place,
    }
    return _spec(values, [wide, exact], {"step": 38})


def _span(values: Sequence[dict[str, Any]]) -> tuple[date, date]:
    """The time from the first start to the last end, with a margin."""
    return leave_margin(date.fromisoformat(value[side]) for value in values for side in ("start", "end"))


def _dated_mark(incident: Incident, told: str) -> dict[str, Any]:
    start = incident.event_date_start or date.min
    end = incident.event_date_end or start
    return {
        "kind": _QUADS[incident.quad_code][0],
        "start": start.isoformat(),
        "end": (end + _ONE_DAY).isoformat(),
        "exact": start == end,
        "told": told,
        "link": "#" + row_anchor("incident", incident.incident_id),
    }


def chart_ledger(entries: Sequence[LedgerEntry], clock: date) -> Spec:
    """Promises from the day they were first told to their deadline, or to the clock where none is given.

    Args:
        entries: Entries of the ledger; those first told at no date are left out; of more than 25, those that are judged or have a deadline come first.
        clock: The day at which the ledger's clock stands.

    Returns:
        A Vega-Lite specification; a bar leads to its promise's row.
    """
    dated = [entry for entry in entries if entry.history and entry.history[0].published]
    dated.sort(key=lambda entry: (entry.standing == "open", entry.deadline_end is None, entry.entry_id))
    shown = sorted(dated[:_MOST_PROMISES], key=lambda entry: (entry.history[0].published or "", entry.entry_id))
    values = [_promise_bar(entry, clock, number) for number, entry in enumerate(shown, start=1)]
    labels = [value["label"] for value in values]
    now_at = {"start": clock.isoformat(), "end": clock.isoformat()}
    x = place_in_time("start", _span([*values, now_at]), most=_FEW_TICKS)
    present = {entry.standing for entry in shown}
    known = [(name, name) for name in _STANDINGS if name in present]
    bars = {
        "mark": {"type": "bar", "height": 9, "cornerRadiusEnd": 2},
        "encoding": {
            "x": x,
            "x2": {"field": "end"},
            "y": {"field": "label", "type": "nominal", "sort": labels, "axis": {"title": None, "labelLimit": 300, "ticks": False, "domain": False}},
            "color": _colours(known, "standing"),
            "opacity": {"condition": {"test": "datum.has_deadline", "value": 1}, "value": 0.45},
            "href": {"field": "link"},
            "description": {"field": "told"},
            "tooltip": {"field": "told"},
        },
    }
    now = {
        "data": {"values": [now_at]},
        "mark": {"type": "rule", "color": PALETTE["soft"], "strokeDash": [4, 3]},
        "encoding": {"x": x},
    }
    spec = _spec(values, [bars, now], {"step": 17})
    return {**spec, "width": _WIDTH - 300}


def _promise_bar(entry: LedgerEntry, clock: date, number: int) -> dict[str, Any]:
    start = entry.history[0].published or ""
    what = cut(entry.what, _LONGEST_LABEL)
    due = f"due {show_period(entry.deadline)}" if entry.deadline else "no deadline"
    first = show_period(start)
    return {
        "label": f"{number}. {what}",
        "start": periods.bounds(start)[0].isoformat(),
        "end": (entry.deadline_end or clock).isoformat(),
        "has_deadline": entry.deadline_end is not None,
        "standing": entry.standing,
        "told": f"{what}: first told {first}, {due}, {entry.standing}",
        "link": "#" + row_anchor("promise", entry.entry_id),
    }


def chart_values(official: Sequence[OfficialValue], claims: Sequence[Figure], unit: str) -> Spec:
    """An official series by year as lines, one a reporter, with what documents claim and aim at as points.

    Args:
        official: Values of one indicator by year.
        claims: Levels, forecasts and targets of that indicator with a period.
        unit: What both are counted in.

    Returns:
        A Vega-Lite specification; a point leads to its figure's row.
    """
    lines = [{"year": one.period[:4], "value": one.value, "who": one.series_name} for one in official]
    points = [
        {
            "year": one.period[:4], "value": one.value, "kind": "target or forecast" if one.figure_type in ("target", "forecast") else "claimed",
            "told": f"{show_period(one.period)}: {one.quote}", "link": "#" + row_anchor("figure", one.record_id),
        }
        for one in claims if one.period
    ]  # fmt: skip
    years = [int(one.period[:4]) for one in official] + [int(one.period[:4]) for one in claims if one.period]
    ticks = [{"year": year, "month": 1, "date": 1, "utc": True} for year in _whole_years(years)]
    x = {"field": "year", "type": "temporal", "timeUnit": "utcyear", "axis": {"title": None, "format": "%Y", "values": ticks}}
    y = {"field": "value", "type": "quantitative", "axis": {"title": unit, "labelExpr": "replace(replace(format(datum.value, '~s'), 'G', ' bn'), 'M', ' m')"}}
    series = {
        "mark": {"type": "line", "point": {"size": 12}, "strokeWidth": 1.5},
        "encoding": {"x": x, "y": y, "strokeDash": {"field": "who", "type": "nominal", "legend": {"title": None, "symbolType": "stroke"}}, "color": {"value": PALETTE["soft"]}},
    }
    shapes = {"field": "kind", "type": "nominal", "scale": {"domain": ["claimed", "target or forecast"], "range": ["circle", "diamond"]}, "legend": {"title": None}}
    claimed = {
        "data": {"values": points},
        "mark": {"type": "point", "filled": True, "size": 70, "color": PALETTE["conflict-deeds"]},
        "encoding": {"x": x, "y": y, "shape": shapes, "href": {"field": "link"}, "tooltip": {"field": "told"}, "description": {"field": "told"}},
    }
    return _spec(lines, [series, claimed], 220)


def _whole_years(years: Sequence[int]) -> range:
    """Years to write under a drawing, each once: all of them, or each second, fifth or tenth where they are many."""
    if not years:
        return range(0)
    first, last = min(years), max(years)
    step = nice_step(last - first)
    return range(-(-first // step) * step, last + 1, step)
