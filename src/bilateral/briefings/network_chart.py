"""The network around a pair as one Vega-Lite specification: the two in the middle, third parties around them, ties by weight and sign."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, log1p, pi, sin
from typing import TYPE_CHECKING, Any

from bilateral.briefings.charts import PALETTE
from bilateral.briefings.wording import capitalise, count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["MOST_AROUND", "StarParty", "StarTie", "chart_network"]

Spec = dict[str, Any]

MOST_AROUND = 14
"""Third parties that can be told apart in one drawing; the table has all."""

_EVEN = 0.15
"""Balance up to which a tie is drawn as neither cooperation nor conflict."""

_WIDE, _HIGH = 700, 430
_REACH = (270, 180)
_ACT = "act"
_HALF = 95
"""Distance of each of the two from the middle."""

_SIGNS = (("mostly cooperation", "cooperation-deeds"), ("neither", "open"), ("mostly conflict", "conflict-deeds"))
_DASHES = ([1, 0], [1, 2], [6, 3])


@dataclass(frozen=True, slots=True)
class StarTie:
    """What two of them did to each other."""

    n: int
    balance: float | None  # cooperation less conflict as a share of both
    link: str = ""


@dataclass(frozen=True, slots=True)
class StarParty:
    """A third party with its ties to the first and the second of the pair."""

    name: str
    ties: tuple[StarTie, StarTie]
    link: str = ""


def chart_network(names: tuple[str, str], own: StarTie, parties: Sequence[StarParty]) -> Spec:
    """Draw the third parties that weigh most around the two.

    Does not draw ties between third parties.

    Args:
        names: The two states.
        own: What the two did to each other.
        parties: Third parties, those that weigh most first; the first `MOST_AROUND` are drawn.

    Returns:
        A Vega-Lite specification; a name and a line lead to the records behind them.
    """
    middle = ((_WIDE / 2 - _HALF, _HIGH / 2), (_WIDE / 2 + _HALF, _HIGH / 2))
    shown = parties[:MOST_AROUND]
    lines = [_line(names, middle, own)]
    nodes = [{"name": capitalise(name), "x": at[0], "y": at[1], "own": True, "link": "", "told": capitalise(name)} for name, at in zip(names, middle, strict=True)]
    for one, at in zip(shown, _around(len(shown)), strict=True):
        lines.extend(_line((name, one.name), (start, at), tie) for name, start, tie in zip(names, middle, one.ties, strict=True) if tie.n)
        told = f"{capitalise(one.name)}: {', '.join(f'{count(tie.n, _ACT)} with {name}' for name, tie in zip(names, one.ties, strict=True))}"
        nodes.append({"name": capitalise(one.name), "x": at[0], "y": at[1], "own": False, "link": one.link, "told": told})
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "width": _WIDE, "height": _HIGH, "background": None,
        "layer": list(_layers(lines, nodes)),
        "config": {"font": "sans-serif", "view": {"stroke": None}, "legend": {"labelColor": PALETTE["soft"], "labelFontSize": 11, "orient": "top", "title": None}},
    }  # fmt: skip


def _around(n: int) -> Iterator[tuple[float, float]]:
    """Places on an ellipse, from the top on; names of neighbours stand at two distances so that they do not touch."""
    for number in range(n):
        turn = 2 * pi * number / n - pi / 2
        yield round(_WIDE / 2 + _REACH[0] * cos(turn), 1), round(_HIGH / 2 + _REACH[1] * sin(turn) * (1 if n <= MOST_AROUND // 2 or number % 2 else 0.82), 1)


def _line(names: tuple[str, str], ends: tuple[tuple[float, float], tuple[float, float]], tie: StarTie) -> dict[str, Any]:
    balance = "" if tie.balance is None else f", balance {tie.balance:+.2f}"
    sign = _SIGNS[1][0] if tie.balance is None or abs(tie.balance) <= _EVEN else _SIGNS[0][0] if tie.balance > 0 else _SIGNS[2][0]
    (x, y), (x2, y2) = ends
    told = f"{capitalise(names[0])} and {names[1]}: {count(tie.n, _ACT)}{balance}"
    return {"x": x, "y": y, "x2": x2, "y2": y2, "width": round(1 + 1.3 * log1p(tie.n), 1), "sign": sign, "told": told, "link": tie.link}


def _layers(lines: list[dict[str, Any]], nodes: list[dict[str, Any]]) -> Iterator[Spec]:
    place = {
        "x": {"field": "x", "type": "quantitative", "scale": {"domain": [0, _WIDE], "nice": False, "zero": False}, "axis": None},
        "y": {"field": "y", "type": "quantitative", "scale": {"domain": [_HIGH, 0], "nice": False, "zero": False}, "axis": None},
    }
    told = {"tooltip": {"field": "told"}, "description": {"field": "told"}, "href": {"field": "link"}}
    labels = [label for label, _ in _SIGNS]
    colour = {"field": "sign", "type": "nominal", "scale": {"domain": labels, "range": [PALETTE[name] for _, name in _SIGNS]}, "legend": {"title": None, "symbolType": "stroke"}}
    dash = {"field": "sign", "type": "nominal", "scale": {"domain": labels, "range": list(_DASHES)}, "legend": {"title": None, "symbolType": "stroke"}}
    yield {
        "data": {"values": lines}, "mark": {"type": "rule", "opacity": 0.75},
        "encoding": {**place, "x2": {"field": "x2"}, "y2": {"field": "y2"}, "strokeWidth": {"field": "width", "type": "quantitative", "scale": None}, "color": colour, "strokeDash": dash, **told},
    }  # fmt: skip
    text = {"type": "text", "fontSize": 12, "fontWeight": 600, "fill": PALETTE["ink"]}
    behind = {"type": "text", "fontSize": 12, "fontWeight": 600, "stroke": PALETTE["halo"], "strokeWidth": 5, "fill": PALETTE["halo"], "aria": False}
    own = {"type": "text", "fontSize": 14, "fontWeight": 700, "fill": PALETTE["ink"]}
    for mark, is_own in ((behind, False), (text, False), ({**behind, "fontSize": 14, "fontWeight": 700, "strokeWidth": 8}, True), (own, True)):
        encoding = {**place, "text": {"field": "name"}, **(told if mark in (text, own) else {})}
        yield {"data": {"values": [node for node in nodes if node["own"] is is_own]}, "mark": mark, "encoding": encoding}
