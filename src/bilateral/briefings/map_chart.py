"""A map as one Vega-Lite specification: where acts took place, how sure the place is, and whose a disputed area is said to be."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan2, cos, degrees, hypot, pi, radians, sin, sqrt
from typing import TYPE_CHECKING, Any

from bilateral.briefings.charts import PALETTE
from bilateral.briefings.names import name_party
from bilateral.briefings.wording import capitalise, join_words
from bilateral.vocabulary.shapes import NOBODY, disputed_rings, hatch, load_disputed, load_shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilateral.vocabulary.shapes import Disputed

__all__ = ["CERTAINTIES", "MapPlace", "chart_map", "tell_disputed"]

Spec = dict[str, Any]

CERTAINTIES = {
    "place": "the place is known",
    "guess": "one of several places of that name",
    "area": "somewhere in a region",
    "state": "the state alone is told",
}
"""How sure a place is; all but the first are drawn as rings."""

_WIDE, _HIGH = 700, 400
_MARGIN = 60
_WORLD_DEGREES = 70
"""From this distance between the middle and the furthest place on, the whole world is shown: nearer, it would be bent too much."""

_LEAST_DEGREES = 9
"""The least distance from the middle to the edge, so that one place is seen with the states around it."""

_MOST_LABELS = 14
_LABEL_HIGH = 13
_LABEL_WIDE = 6.2
_NOTE_WIDE = 4.6
"""Pixels of a letter of a place's name, and of the smaller one of a disputed area's."""

_SIGNS = (("Mostly cooperation", "cooperation-deeds"), ("Both alike", "open"), ("Mostly conflict", "conflict-deeds"))
_HALF_GLOBE = 2**0.5
"""Distance of the edge of half the globe from the middle, in the azimuthal projection of a globe of radius one."""

_LARGEST = 900
"""Area of the largest point in square pixels."""

_SOUTHWARD = 30
"""Pixels by which a map of the world is moved down: nobody lives near the south pole."""

_HATCH_SHARE = 0.012
"""Distance of the strokes over a disputed area, as a share of what the map shows from side to side."""


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place with the acts that took place there."""

    name: str
    longitude: float
    latitude: float
    certainty: str  # one of `CERTAINTIES`
    n_events: int
    n_cooperation: int
    told: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class _View:
    """What the map shows: its middle, and how large a degree is drawn there."""

    longitude: float
    latitude: float
    scale: float
    is_world: bool

    @property
    def projection(self) -> Spec:
        """The projection in the words of Vega."""
        turned = [-self.longitude, 0 if self.is_world else -self.latitude, 0]
        return {
            "type": "equalEarth" if self.is_world else "azimuthalEqualArea", "rotate": turned, "scale": self.scale,
            "translate": [_WIDE / 2, _HIGH / 2 + (_SOUTHWARD if self.is_world else 0)], "clipExtent": [[0, 0], [_WIDE, _HIGH]],
        }  # fmt: skip

    def place(self, longitude: float, latitude: float) -> tuple[float, float] | None:
        """Where a point is drawn, None where it is out of sight."""
        east, north = (_equal_earth if self.is_world else _azimuthal)(longitude - self.longitude, latitude, 0 if self.is_world else self.latitude)
        x, y = _WIDE / 2 + self.scale * east, _HIGH / 2 - self.scale * north + (_SOUTHWARD if self.is_world else 0)
        return (x, y) if 0 <= x <= _WIDE and 0 <= y <= _HIGH and (self.is_world or hypot(east, north) < _HALF_GLOBE) else None


def _azimuthal(east: float, latitude: float, middle: float) -> tuple[float, float]:
    """Lambert's azimuthal equal-area projection, on a globe of radius one."""
    turn, height, own = radians(east), radians(latitude), radians(middle)
    nearness = 1 + sin(own) * sin(height) + cos(own) * cos(height) * cos(turn)
    stretch = sqrt(2 / max(nearness, 1e-6))
    return stretch * cos(height) * sin(turn), stretch * (cos(own) * sin(height) - sin(own) * cos(height) * cos(turn))


def _equal_earth(east: float, latitude: float, middle: float) -> tuple[float, float]:
    """The Equal Earth projection of Šavrič, Patterson and Jenny (2018)."""
    del middle
    turn = radians((east + 180) % 360 - 180)
    slope = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = slope * slope
    sixth = square**3
    x = 2 * sqrt(3) * turn * cos(slope) / (3 * (1.340264 - 3 * 0.081106 * square + sixth * (7 * 0.000893 + 9 * 0.003796 * square)))
    return x, slope * (1.340264 - 0.081106 * square + sixth * (0.000893 + 0.003796 * square))


def _find_view(points: Sequence[tuple[float, float]]) -> _View:
    """The middle of some points, and the scale at which all of them are seen."""
    x, y, z = (
        sum(part) for part in zip(*((cos(radians(lat)) * cos(radians(lon)), cos(radians(lat)) * sin(radians(lon)), sin(radians(lat))) for lon, lat in points), strict=True)
    )  # fmt: skip
    longitude, latitude = (round(degrees(turn), 2) for turn in (atan2(y, x), atan2(z, hypot(x, y))))
    furthest = max(degrees(asin(min(1.0, hypot(*_azimuthal(lon - longitude, lat, latitude)) / 2))) * 2 for lon, lat in points)
    if furthest > _WORLD_DEGREES:
        return _View(round(longitude), 0, 128, is_world=True)
    drawn = [_azimuthal(lon - longitude, lat, latitude) for lon, lat in points]
    least = 2 * sin(radians(_LEAST_DEGREES) / 2)
    wide, high = max(least, *(abs(east) for east, _ in drawn)), max(least, *(abs(north) for _, north in drawn))
    return _View(longitude, latitude, round(min((_WIDE / 2 - _MARGIN) / wide, (_HIGH / 2 - _MARGIN / 2) / high), 1), is_world=False)


def tell_disputed(area: Disputed, worldview: str) -> str:
    """How a disputed area is called on a map.

    Args:
        area: The area.
        worldview: A state, `UN`, or `NOBODY`.

    Returns:
        Its name there with the state that has it by that worldview; by that of others, who holds and who claims it.

    Example:
        >>> from bilateral.vocabulary.shapes import load_disputed
        >>> kurils = next(area for area in load_disputed() if area.code == "kurils")
        >>> tell_disputed(kurils, "JPN"), tell_disputed(kurils, "")
        ('Northern Territories (Japan)', 'Southern Kuril Islands (held by Russia, claimed by Japan)')
    """
    view = area.views.get(worldview) if worldview != NOBODY else None
    if view:
        return f"{view.name} ({capitalise(name_party(view.state))})" if view.state and name_party(view.state) != view.name else view.name
    parties = (("held", area.held_by), ("claimed", area.claimed_by))
    told = [f"{verb} by {join_words(['a government of its own' if name_party(code) == area.name else name_party(code) for code in codes])}" for verb, codes in parties if codes]
    return f"{area.name} ({', '.join(told)})"


def chart_map(places: Sequence[MapPlace], dyad: tuple[str, str], *, worldview: str = NOBODY, also: Sequence[tuple[float, float]] = ()) -> Spec:
    """Where acts took place: a point a place, by number of acts; a ring where the place is not sure.

    Does not show acts of which no place is told.

    Args:
        places: Places with their acts.
        dyad: The two states, which are drawn in a colour of their own.
        worldview: Whose names disputed areas bear: a state, `UN`, or `NOBODY` for who holds and who claims them.
        also: Points that the map must show too, longitude and latitude in degrees: such as the two capitals.

    Returns:
        A Vega-Lite specification that needs nothing but itself; a point leads to its acts.
    """
    view = _find_view([*((one.longitude, one.latitude) for one in places), *also] or [(0.0, 20.0)])
    points = [at for one in places if (at := view.place(one.longitude, one.latitude))]
    layers = [*_ground(view, dyad), *_disputes(view, worldview, points, dyad), *_points(places, view)]
    spec: Spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "width": _WIDE, "height": _HIGH, "background": None,
        "projection": view.projection, "layer": layers,
        "config": {
            "font": "sans-serif", "view": {"stroke": PALETTE["rule"]},
            "legend": {"labelColor": PALETTE["soft"], "titleColor": PALETTE["soft"], "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal", "orient": "top"},
        },
    }  # fmt: skip
    return spec


def _ground(view: _View, dyad: tuple[str, str]) -> Iterator[Spec]:
    """The states, the two of the pair in a colour of their own."""
    yield {
        "data": {"graticule": {"step": [30, 30] if view.is_world else [10, 10]}},
        "mark": {"type": "geoshape", "filled": False, "stroke": PALETTE["rule"], "strokeWidth": 0.4, "aria": False},
    }
    yield {
        "data": {"values": load_shapes(), "format": {"type": "topojson", "feature": "states"}},
        "mark": {"type": "geoshape", "stroke": PALETTE["border"], "strokeWidth": 0.7, "aria": False},
        "encoding": {"color": {"condition": {"test": {"field": "id", "oneOf": list(dyad)}, "value": PALETTE["own-land"]}, "value": PALETTE["land"]}},
    }
    yield {
        "data": {"values": [_feature("MultiPolygon", [[ring] for rings in disputed_rings().values() for ring in rings])]},
        "mark": {"type": "geoshape", "stroke": PALETTE["border"], "strokeWidth": 0.5, "fill": PALETTE["land"], "aria": False},
    }


def _disputes(view: _View, worldview: str, points: Sequence[tuple[float, float]], dyad: tuple[str, str]) -> Iterator[Spec]:
    """Disputed areas: strokes over those with a shape, a dotted ring for the others, and the names of those that one of the two holds or claims, where there is room."""
    seen = [(area, at) for area in load_disputed() if (at := view.place(area.longitude, area.latitude))]
    own = [(i, *at, tell_disputed(area, worldview)) for i, (area, at) in enumerate(seen) if not {*area.held_by, *area.claimed_by}.isdisjoint(dyad) and not view.is_world]
    labels = [(_inside(x, words), y + _LABEL_HIGH, words) for _, x, y, words in own]
    named = {own[k][0]: labels[k] for k in _fitting(labels, points, wide=_NOTE_WIDE)}
    distance = degrees(_HATCH_SHARE * _WIDE / view.scale)
    strokes = [stroke for area, _ in seen if area.has_shape for stroke in hatch(disputed_rings()[area.code], distance)]
    yield {
        "data": {"values": [_feature("MultiLineString", strokes)]},
        "mark": {"type": "geoshape", "filled": False, "stroke": PALETTE["hatch"], "strokeWidth": 0.8, "aria": False},
    }
    values = [
        {"lon": area.longitude, "lat": area.latitude, "told": f"Disputed: {tell_disputed(area, worldview)}", "ring": not area.has_shape}
        for area, _ in seen
    ]  # fmt: skip
    where = {"longitude": {"field": "lon", "type": "quantitative"}, "latitude": {"field": "lat", "type": "quantitative"}}
    yield {
        "data": {"values": values},
        "transform": [{"filter": "datum.ring"}],
        "mark": {"type": "point", "filled": False, "size": 70, "stroke": PALETTE["hatch"], "strokeWidth": 1, "strokeDash": [2, 2]},
        "encoding": {**where, "tooltip": {"field": "told"}, "description": {"field": "told"}},
    }
    yield {
        "data": {"values": [{"x": round(x, 1), "y": round(y, 1), "label": words} for x, y, words in named.values()]},
        "mark": {"type": "text", "fontSize": 9.5, "fontStyle": "italic", "fill": PALETTE["soft"], "aria": False},
        "encoding": {name: {"field": name, "type": "quantitative", "scale": None, "axis": None} for name in "xy"} | {"text": {"field": "label"}},
    }


def _inside(x: float, words: str) -> float:
    """Where the middle of a label can stand so that it does not leave the map."""
    half = len(words) * _NOTE_WIDE / 2
    return min(max(x, half), _WIDE - half)


def _feature(kind: str, coordinates: list[Any]) -> Spec:
    return {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": coordinates}}


def _fitting(labels: Iterable[tuple[float, float, str]], points: Sequence[tuple[float, float]] = (), *, wide: float = _LABEL_WIDE) -> Iterator[int]:
    """Numbers of the labels, each at the middle of its foot, that can stand without touching a point, one before them or the edge."""
    taken = [(x, y + dy, 3 * _LABEL_WIDE) for x, y in points for dy in (0, -1.5 * _LABEL_HIGH)]
    for number, (x, y, words) in enumerate(labels):
        half = len(words) * wide / 2
        is_free = all(abs(x - other) > half + width or abs(y - height) > _LABEL_HIGH for other, height, width in taken)
        if is_free and half <= x <= _WIDE - half and _LABEL_HIGH <= y <= _HIGH:
            taken.append((x, y, half))
            yield number


def _points(places: Sequence[MapPlace], view: _View) -> Iterator[Spec]:
    """Places as points and rings, the largest first so that none hides another, and the names of those that matter most."""
    ranked = sorted(places, key=lambda one: (-one.n_events, one.name))
    labelled = [(one, at) for one in ranked[: 3 * _MOST_LABELS] if (at := view.place(one.longitude, one.latitude))]
    largest = max((one.n_events for one in places), default=1)
    named = {labelled[i][0].name for i in list(_fitting((at[0], at[1] - _lift(one, largest), one.name) for one, at in labelled))[:_MOST_LABELS]}
    values = [
        {
            "lon": one.longitude, "lat": one.latitude, "n": one.n_events, "sign": _sign(one), "sure": one.certainty == "place", "told": one.told, "link": one.link,
            "name": one.name if one.name in named else "", "lift": round(_lift(one, largest), 1),
        }
        for one in ranked
    ]  # fmt: skip
    where = {"longitude": {"field": "lon", "type": "quantitative"}, "latitude": {"field": "lat", "type": "quantitative"}}
    size = {"field": "n", "type": "quantitative", "scale": {"type": "sqrt", "domain": [0, max(2, largest)], "range": [0, _LARGEST]}, "legend": None}
    colours = {"domain": [label for label, _ in _SIGNS], "range": [PALETTE[name] for _, name in _SIGNS]}
    colour = {"field": "sign", "type": "nominal", "scale": colours, "legend": {"title": None, "symbolType": "circle"}}
    told = {"tooltip": {"field": "told"}, "description": {"field": "told"}, **({"href": {"field": "link"}} if any(one.link for one in places) else {})}
    yield {
        "data": {"values": values},
        "transform": [{"filter": "datum.sure"}],
        "mark": {"type": "point", "shape": "circle", "filled": True, "opacity": 0.8, "stroke": PALETTE["border"], "strokeWidth": 0.8},
        "encoding": {**where, "size": size, "color": colour, **told},
    }
    yield {
        "data": {"values": values},
        "transform": [{"filter": "!datum.sure"}],
        "mark": {"type": "point", "shape": "circle", "filled": False, "strokeWidth": 2, "strokeDash": [3, 2]},
        "encoding": {**where, "size": size, "color": colour, **told},
    }
    yield {
        "data": {"values": values},
        "transform": [{"filter": "datum.name != ''"}],
        "mark": {"type": "text", "dy": {"expr": "-datum.lift"}, "fontSize": 11, "fontWeight": 600, "fill": PALETTE["ink"], "stroke": None, "aria": False},
        "encoding": {**where, "text": {"field": "name"}},
    }


def _lift(one: MapPlace, largest: int) -> float:
    """How far above the middle of its point a name stands."""
    return sqrt(_LARGEST * sqrt(one.n_events / max(2, largest)) / pi) + 6


_MOSTLY = 0.6


def _sign(one: MapPlace) -> str:
    """Whether most acts of a place are of cooperation, of conflict, or neither."""
    share = one.n_cooperation / one.n_events if one.n_events else 0.5
    return _SIGNS[0][0] if share >= _MOSTLY else _SIGNS[2][0] if share <= 1 - _MOSTLY else _SIGNS[1][0]
