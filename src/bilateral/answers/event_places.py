"""Where the acts of a pair took place, and how sure each place is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from math import cos, hypot, radians
from typing import TYPE_CHECKING, Any

from bilateral.briefings.map_chart import MapPlace
from bilateral.briefings.wording import count
from bilateral.errors import StateError
from bilateral.tables.queries import dyad_query
from bilateral.vocabulary.places import load_places, load_regions
from bilateral.vocabulary.shapes import state_point
from bilateral.vocabulary.states import capital, find_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import duckdb

    from bilateral.vocabulary.places import PlaceName

__all__ = ["EventPlace", "capital_points", "draw_places", "judge_place", "read_places"]

_NEAR_KM = 50
"""Two entries of one name that are nearer than this are one place for a map."""

_KM_A_DEGREE = 111.2
_RIVAL_SHARE = 0.1
"""Share of the people of the place that was taken from which another of that name can be meant too: Washington on the Wear is not."""

_AREA = re.compile(
    r"^(?:Gulf|Bay|Strait|Sea|Lake|Line|Cape) of\b|\b(?:Sea|Ocean|Strait|Peninsula|Region|Province|Territory|Islands?|River|Desert|Valley|Basin|Heights|Coast|Caucasus|Sahara)$"
)
"""Names of what is no point: "Gulf of Aden", "Korean Peninsula", "Jilin Province"."""


@dataclass(frozen=True, slots=True)
class EventPlace:
    """A place with the acts that took place there; without coordinates where the map has no point for it."""

    name: str | None  # None: no place is told
    certainty: str  # one of `CERTAINTIES`, "not found" or "not told"
    longitude: float | None
    latitude: float | None
    n_events: int
    n_cooperation: int
    n_documents: int
    first_day: Any
    last_day: Any
    first_told: str | None = None  # the same as a text tells it: a year alone is no first of January
    last_told: str | None = None


@cache
def _by_name() -> dict[str, list[PlaceName]]:
    found: dict[str, list[PlaceName]] = {}
    for place in load_places():
        for name in {place.name, *place.other_names}:
            found.setdefault(name, []).append(place)
    return found


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """About how many kilometres lie between two points, longitude and latitude in degrees."""
    east = ((one[0] - other[0] + 180) % 360 - 180) * cos(radians((one[1] + other[1]) / 2))
    return _KM_A_DEGREE * hypot(east, one[1] - other[1])


def judge_place(name: str | None, longitude: float | None, latitude: float | None) -> tuple[str, float | None, float | None]:
    """How sure a place is, and where to draw it.

    Does not look at the document: a name that several places bear is a guess even where the words around it tell which is meant.

    Args:
        name: Name of the place in the record.
        longitude: Its longitude, in degrees.
        latitude: Its latitude, in degrees.

    Returns:
        One of `CERTAINTIES`, "not found" or "not told"; longitude and latitude, of a state alone those of its middle.

    Example:
        >>> judge_place("Moscow", 37.62, 55.75)[0], judge_place("Hyderabad", 78.46, 17.38)[0], judge_place("Siberia", 105.0, 60.0)[0]
        ('place', 'guess', 'area')
        >>> judge_place("Mongolia", None, None)
        ('state', 102.92, 47.78)
    """
    if name is None:
        return "not told", None, None
    if longitude is None or latitude is None:
        point = _state_point(name)
        return ("state", *point) if point else ("not found", None, None)
    if name in load_regions() or _AREA.search(name):
        return "area", longitude, latitude
    entries = _by_name().get(name, [])
    own = max((one.population for one in entries if _distance((one.longitude, one.latitude), (longitude, latitude)) < _NEAR_KM), default=0)
    rivals = [one for one in entries if _distance((one.longitude, one.latitude), (longitude, latitude)) >= _NEAR_KM and one.population >= _RIVAL_SHARE * own]
    return "guess" if rivals else "place", longitude, latitude


def _state_point(name: str) -> tuple[float, float] | None:
    try:
        return state_point(find_state(name))
    except StateError:
        return None


@lru_cache(maxsize=64)
def capital_points(dyad: tuple[str, str]) -> tuple[tuple[float, float], ...]:
    """The two capitals, so that a map shows both states; the middle of a state whose capital is not in the gazetteer.

    Args:
        dyad: The two states.

    Returns:
        Longitude and latitude in degrees, in the order of the states; fewer for a state without a shape.

    Example:
        >>> capital_points(("KEN", "NOR"))
        ((36.82, -1.28), (10.75, 59.91))
    """
    names = {code: capital(code) for code in dyad}
    cities = {(place.state, place.name): (place.longitude, place.latitude) for place in load_places() if place.state in dyad}
    found = (cities.get((code, names.get(code, "")), state_point(code)) for code in dyad)
    return tuple(point for point in found if point)


_TOLD = "coalesce(event_date, published)"
"""An act is dated by itself, else by its document."""


def read_places(
    connection: duckdb.DuckDBPyConnection, dyad: tuple[str, str], *, where: str = "true", values: Mapping[str, Any] | None = None
) -> list[EventPlace]:  # fmt: skip
    """Count the acts of a pair by place.

    Args:
        connection: A connection with the journal of review laid over it.
        dyad: The two states.
        where: Conditions on the rows of `dyad_query("events")`.
        values: Their parameters.

    Returns:
        Places with most acts first; the acts of which no place is told are one of them.
    """
    query = f"""
        SELECT place_name, max(place_longitude), max(place_latitude), count(*), count(*) FILTER (quad_code <= 2), count(DISTINCT doc_id), min(first_day), max(last_day),
            (min({{d: first_day, n: -length({_TOLD}), t: {_TOLD}}}) FILTER (first_day IS NOT NULL)).t,
            (max({{d: last_day, n: length({_TOLD}), t: {_TOLD}}}) FILTER (last_day IS NOT NULL)).t
        FROM ({dyad_query("events")}) LEFT JOIN review_marks USING (record_id) WHERE {where}
        GROUP BY place_name, round(place_longitude), round(place_latitude) ORDER BY count(*) DESC, place_name
    """  # noqa: S608 - constants and names of tables
    rows = connection.execute(query, {"state_a": dyad[0], "state_b": dyad[1]} | dict(values or {})).fetchall()
    return [EventPlace(row[0], *judge_place(row[0], row[1], row[2]), *row[3:]) for row in rows]


def draw_places(places: list[EventPlace], link: Callable[[str], str] | None = None) -> Iterator[MapPlace]:
    """Those of some places that a map can show.

    Args:
        places: Places of `read_places`.
        link: Gives the address of a place's acts by its name.
    """
    for one in places:
        if one.name is not None and one.longitude is not None and one.latitude is not None:
            sure = "" if one.certainty == "place" else f" ({_UNSURE[one.certainty]})"
            told = f"{one.name}{sure}: {count(one.n_events, 'event')}, {one.n_cooperation:,} of cooperation, in {count(one.n_documents, 'document')}"
            yield MapPlace(one.name, one.longitude, one.latitude, one.certainty, one.n_events, one.n_cooperation, told, link(one.name) if link else "")


_UNSURE = {"guess": "one of several of that name", "area": "somewhere in it", "state": "the state alone is told"}
