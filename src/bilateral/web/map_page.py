"""The map of a pair: where its acts took place, with a list beside it."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from bilateral.answers.event_places import capital_points, draw_places, read_places
from bilateral.briefings.map_chart import CERTAINTIES, chart_map, tell_disputed
from bilateral.vocabulary.shapes import find_worldview, load_disputed
from bilateral.web.asked import DyadPath, find_dyad, live_of, read_filters
from bilateral.web.choices import read_choices
from bilateral.web.drawn import Drawing, draw, table_address
from bilateral.web.filters import NOT_TOLD, Filters
from bilateral.web.pages import render

if TYPE_CHECKING:
    from bilateral.answers.event_places import EventPlace
    from bilateral.web.live import LiveRecord

__all__ = ["EventPlaces", "asked_worldview", "map_pages", "read_map"]

map_pages = APIRouter()

WORLDVIEWS = tuple(sorted({code for area in load_disputed() for code in area.views}))
"""States (and the United Nations) whose names of disputed areas are known."""

_Worldview = Annotated[str, Query(max_length=8)]


class EventPlaces(BaseModel):
    """Places with the acts that took place there."""

    worldview: str
    places: list[dict[str, Any]]
    disputed: dict[str, str]


def asked_worldview(request: Request, asked: str) -> str:
    """The worldview of a map: that of the address, else that of the settings."""
    return find_worldview(asked or request.app.state.record.settings.worldview)


@lru_cache(maxsize=32)
def _places(live: LiveRecord, pair: tuple[str, str], filters: Filters, state: tuple[str, ...]) -> tuple[EventPlace, ...]:
    del state  # only a key
    where, values = filters.where("events")
    with live.open() as connection:
        return tuple(read_places(connection, pair, where=where, values=values))


@lru_cache(maxsize=32)
def _drawing(pair: tuple[str, str], filters: Filters, places: tuple[EventPlace, ...], worldview: str) -> Drawing:
    asked = {name: value for name, value in asdict(filters).items() if name not in ("page", "place")}
    drawn = list(draw_places(list(places), lambda name: table_address(pair, "events", **asked, place=name)))
    spec = chart_map(drawn, pair, worldview=worldview, also=capital_points(pair))
    n_drawn = sum(one.n_events for one in drawn)
    told = f"{n_drawn:,} of {sum(one.n_events for one in places):,} events have a place that can be drawn; the list gives all."
    return draw("map", spec, title="Where it happened", description=told)


def read_map(live: LiveRecord, pair: tuple[str, str], filters: Filters, *, worldview: str, state: tuple[str, ...]) -> tuple[tuple[EventPlace, ...], Drawing]:
    """Places of a pair's acts under filters, and the map that shows them."""
    places = _places(live, pair, filters, state)
    return places, _drawing(pair, filters, places, worldview)


@map_pages.get("/dyads/{dyad}/map", response_class=HTMLResponse, include_in_schema=False)
def show_map(request: Request, dyad: DyadPath, filters: Annotated[Filters, Depends(read_filters)], worldview: _Worldview = "") -> str:
    """The map of a pair."""
    pair, live, seen_by = find_dyad(dyad), live_of(request), asked_worldview(request, worldview)
    places, drawing = read_map(live, pair, filters, worldview=seen_by, state=live.state)
    disputed = [(area.name, tell_disputed(area, seen_by)) for area in load_disputed()]
    return render(
        request, "map.html", dyad=dyad, pair=pair, filters=filters, places=places, drawing=drawing, certainties=CERTAINTIES, not_told=NOT_TOLD,
        choices=read_choices(live, "events", pair), worldview=seen_by or "none", worldviews=("none", *WORLDVIEWS), disputed=disputed, address=table_address,
    )  # fmt: skip


@map_pages.get("/api/v1/dyads/{dyad}/map", summary="Where acts took place", tags=["answers"])
def get_map(request: Request, dyad: DyadPath, filters: Annotated[Filters, Depends(read_filters)], worldview: _Worldview = "") -> EventPlaces:
    """Acts by place, and what disputed areas are called by the worldview."""
    live, seen_by = live_of(request), asked_worldview(request, worldview)
    rows = [asdict(one) for one in _places(live, find_dyad(dyad), filters, live.state)]
    return EventPlaces(worldview=seen_by or "none", places=rows, disputed={area.code: tell_disputed(area, seen_by) for area in load_disputed()})
