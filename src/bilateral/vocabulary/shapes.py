"""Shapes of states for maps, and the areas that more than one of them calls its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

from bilateral.errors import SettingsError, VocabularyError
from bilateral.vocabulary.files import read_rows, split_list
from bilateral.vocabulary.states import is_state

__all__ = ["NOBODY", "UN", "Disputed", "View", "disputed_rings", "find_worldview", "hatch", "load_disputed", "load_shapes", "state_point"]

UN = "UN"
"""The worldview of resolutions of the United Nations."""

NOBODY = ""
"""The worldview of nobody: who holds an area and who claims it are both told."""

_COLUMNS = ("code", "name", "held_by", "claimed_by", "views", "unit", "box", "lat", "lon")


def find_worldview(given: str) -> str:
    """The worldview of a setting or an address.

    Args:
        given: The code of a state, `UN`, or "none".

    Returns:
        The same; `NOBODY` for "none".

    Raises:
        SettingsError: If it is none of them.

    Example:
        >>> find_worldview("JPN"), find_worldview("none")
        ('JPN', '')
    """
    if given == "none":
        return NOBODY
    if given != UN and not is_state(given):
        message = f"got worldview={given!r}, expected none, {UN} or the code of a state such as JPN"
        raise SettingsError(message)
    return given


@dataclass(frozen=True, slots=True)
class View:
    """How an area is seen: its name, and the state that has it, None for none."""

    name: str
    state: str | None


@dataclass(frozen=True, slots=True)
class Disputed:
    """An area of which more than one says that it is theirs."""

    code: str
    name: str
    held_by: tuple[str, ...]
    claimed_by: tuple[str, ...]
    views: dict[str, View]
    has_shape: bool
    latitude: float
    longitude: float


@cache
def load_disputed() -> tuple[Disputed, ...]:
    """Areas of which more than one state or authority says that they are theirs.

    Does not hold disputes over rocks, rivers and stretches of a border that no map of the world shows.

    Returns:
        Areas in alphabetical order of their codes.

    Raises:
        VocabularyError: If `disputed.csv` is malformed.

    Source:
        Names and claims: written for bilateral; what the United Nations hold: the resolutions named in the file.

    Example:
        >>> [area.views["UN"].state for area in load_disputed() if area.code == "crimea"]
        ['UKR']
    """
    return tuple(_disputed(row) for row in read_rows("disputed.csv", _COLUMNS, required=("code", "name", "views", "lat", "lon")))


def _disputed(row: dict[str, str]) -> Disputed:
    try:
        views = {}
        for given in split_list(row["views"]):
            worldview, _, seen = given.partition("=")
            state, _, name = seen.partition(":")
            views[worldview] = View(name, state or None)
        return Disputed(
            row["code"], row["name"], split_list(row["held_by"]), split_list(row["claimed_by"]), views, bool(row["unit"]), float(row["lat"]), float(row["lon"])
        )
    except ValueError as error:
        message = f"disputed.csv, key {row['code']!r}: {error}"
        raise VocabularyError(message) from error


@cache
def load_shapes() -> dict[str, Any]:
    """The shapes of states and disputed areas.

    Does not hold Antarctica, nor islands too small to be seen on a map of the world.

    Returns:
        A TopoJSON topology with the objects `states` (`id`: ISO 3166-1 alpha-3, or a name where a territory has none)
        and `disputed` (`id`: the code in `disputed.csv`); each shape has a point for its name, in degrees (WGS 84).

    Source:
        Natural Earth 1:50 million (public domain) by way of the npm package world-atlas 2.0.2 (ISC); `docs/make_shapes.py`.

    Example:
        >>> sorted(load_shapes()["objects"])
        ['disputed', 'states']
    """
    found: dict[str, Any] = json.loads((resources.files("bilateral.vocabulary") / "shapes.json").read_text("utf-8"))
    return found


@cache
def _points() -> dict[str, tuple[float, float]]:
    shapes = [one for made in load_shapes()["objects"].values() for one in made["geometries"]]
    return {one["id"]: (one["properties"]["lon"], one["properties"]["lat"]) for one in shapes}


def state_point(code: str) -> tuple[float, float] | None:
    """The point at which what is known of a state alone may be drawn.

    Args:
        code: A state, ISO 3166-1 alpha-3.

    Returns:
        Longitude and latitude in the middle of its largest part, in degrees; None where there is no shape.

    Example:
        >>> state_point("MNG"), state_point("ZZZ")
        ((102.92, 47.78), None)
    """
    names = {"TWN": "taiwan", "XKX": "kosovo", "PSE": "palestine", "ESH": "western_sahara", "FLK": "falklands"}
    return _points().get(names.get(code, code))


Ring = list[tuple[float, float]]


@cache
def disputed_rings() -> dict[str, tuple[Ring, ...]]:
    """The outlines of disputed areas that have a shape.

    Returns:
        By code, rings of longitude and latitude in degrees.

    Example:
        >>> "crimea" in disputed_rings()
        True
    """
    shapes = load_shapes()
    lines = [list(_walk(arc, shapes["transform"])) for arc in shapes["arcs"]]
    return {
        one["id"]: tuple(_join(ring, lines) for polygon in one["arcs"] for ring in polygon)
        for one in shapes["objects"]["disputed"]["geometries"]
    }  # fmt: skip


def _walk(arc: list[list[int]], transform: dict[str, list[float]]) -> Ring:
    """A border in degrees from its steps on the grid."""
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + left, y * scale_y + bottom))
    return points


def _join(ring: list[int], lines: list[Ring]) -> Ring:
    """The points of a ring; a negative number is a border that is walked backwards."""
    points: Ring = []
    for index in ring:
        line = lines[index] if index >= 0 else lines[~index][::-1]
        points.extend(line[1:] if points else line)
    return points


def hatch(rings: tuple[Ring, ...], distance: float) -> list[Ring]:
    """Strokes from south-west to north-east over an area.

    Args:
        rings: Its outline.
        distance: Distance of the strokes in degrees.

    Returns:
        Lines of two points each, in degrees.

    Example:
        >>> hatch(([(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)],), 2.0)
        [[(0.0, 0.0), (2.0, 2.0)]]
    """
    edges = [edge for ring in rings for edge in pairwise([*ring, ring[0]])]
    offsets = [y - x for ring in rings for x, y in ring]
    strokes: list[Ring] = []
    for number in range(int(min(offsets) // distance), int(max(offsets) // distance) + 1):
        crossings = sorted(x for edge in edges if (x := _crossing(edge, number * distance)) is not None)
        strokes.extend([(first, first + number * distance), (last, last + number * distance)] for first, last in zip(crossings[::2], crossings[1::2], strict=False) if last > first)
    return strokes


def _crossing(edge: tuple[tuple[float, float], tuple[float, float]], offset: float) -> float | None:
    """Where an edge crosses the line y = x + offset."""
    (first_x, first_y), (last_x, last_y) = edge
    first, last = first_y - first_x - offset, last_y - last_x - offset
    if (first > 0) == (last > 0):
        return None
    return first_x + (last_x - first_x) * first / (first - last)
