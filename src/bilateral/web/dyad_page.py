"""The page of a pair: what matters most, first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from bilateral.web.asked import DyadPath, find_dyad, live_of
from bilateral.web.drawn import table_address
from bilateral.web.filters import Filters
from bilateral.web.map_page import asked_worldview, read_map
from bilateral.web.overview import digest_brief, draw_balance, read_overview_soon
from bilateral.web.pages import render
from bilateral.web.rows import read_page
from bilateral.web.timeline_page import draw_timeline

if TYPE_CHECKING:
    from bilateral.web.live import LiveRecord

__all__ = ["dyad_page"]

dyad_page = APIRouter()

_MOST_LATEST = 6


def _read_latest(live: LiveRecord, pair: tuple[str, str]) -> list[dict[str, Any]]:
    """The newest acts that happened, those first that have a date of their own."""
    with live.open() as connection:
        rows = read_page(connection, "events", pair, filters=Filters(realis="happened")).rows
    return sorted(rows, key=lambda row: not row["event_date"])[:_MOST_LATEST]


@dyad_page.get("/dyads/{dyad}", response_class=HTMLResponse, include_in_schema=False)
def show_dyad(request: Request, dyad: DyadPath) -> str:
    """A pair at one glance."""
    pair, live = find_dyad(dyad), live_of(request)
    latest = _read_latest(live, pair)
    brief = read_overview_soon(request.app.state.record, pair, live.state)
    places, drawing = read_map(live, pair, Filters(), worldview=asked_worldview(request, ""), state=live.state)
    return render(
        request, "dyad.html", dyad=dyad, pair=pair, digest=digest_brief(brief) if brief else None, balance=draw_balance(brief, pair) if brief else None,
        timeline=draw_timeline(live, pair, Filters(), state=live.state), map=drawing, places=[one for one in places if one.longitude is not None], latest=latest, address=table_address,
    )  # fmt: skip
