"""The timeline of a pair: from decades to days by the address, uncertain dates drawn as uncertain."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from bilateral import periods
from bilateral.answers.event_dates import DateCount, Window, choose_step, count_dates, find_span, read_acts
from bilateral.briefings.dates_chart import KINDS, DateMark, chart_dates
from bilateral.briefings.names import name_party
from bilateral.briefings.wording import capitalise, count, cut, show_period
from bilateral.errors import SettingsError
from bilateral.web.asked import DyadPath, find_dyad, live_of, read_filters
from bilateral.web.choices import read_choices
from bilateral.web.drawn import Drawing, draw
from bilateral.web.filters import Filters
from bilateral.web.pages import render

if TYPE_CHECKING:
    from bilateral.web.live import LiveRecord

__all__ = ["Timeline", "TimelineRows", "draw_timeline", "read_timeline", "timeline_pages"]

timeline_pages = APIRouter()

_LONGEST_QUOTE = 140
_FEWEST_DAYS = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A stretch of a pair's time with what is known of it."""

    first: date
    after: date
    total: int
    acts: tuple[dict[str, Any], ...]  # empty where there are too many
    counts: tuple[DateCount, ...]  # empty where the acts are listed
    step: str
    whole: tuple[date, date]


class TimelineRows(BaseModel):
    """Acts in a stretch of time, one by one or counted."""

    start: str
    end: str
    total: int
    step: str
    acts: list[dict[str, Any]]
    counts: list[dict[str, Any]]


_EARLIEST, _LATEST = date(1500, 1, 1), date(2500, 1, 1)
"""What the timeline can show: states as they are known begin with the one, and no deadline lies behind the other."""


def _span(filters: Filters, whole: tuple[date, date]) -> tuple[date, date]:
    """The stretch that the address asks for: from the first day of `start` to the last of `end`; an open side is that of the acts."""
    try:
        first = periods.bounds(filters.start)[0] if filters.start else max(whole[0], _EARLIEST)
        last = periods.bounds(filters.end)[1] if filters.end else min(whole[1] - _DAY, _LATEST)
    except ValueError as error:
        raise SettingsError(str(error)) from error
    if last < first or first < _EARLIEST or last > _LATEST:
        message = f"got the time from {filters.start or first} to {filters.end or last}, expected a first date before the last, both from {_EARLIEST.year} to {_LATEST.year}"
        raise SettingsError(message)
    after = last + _DAY
    if after - first < _FEWEST_DAYS * _DAY:
        middle = first + (after - first) / 2
        return middle - _FEWEST_DAYS // 2 * _DAY, middle + (_FEWEST_DAYS - _FEWEST_DAYS // 2) * _DAY
    return first, after


@lru_cache(maxsize=32)
def read_timeline(live: LiveRecord, pair: tuple[str, str], filters: Filters, *, state: tuple[str, ...]) -> Timeline | None:
    """What a stretch of a pair's time holds; None where no act is dated.

    Raises:
        SettingsError: If the address names no stretch of time.
    """
    del state  # only a key
    where, values = replace(filters, start="", end="").where("events")
    with live.open() as connection:
        whole = find_span(connection, pair, where=where, values=values)
        if whole is None:
            return None
        first, after = _span(filters, whole)
        window = Window(pair, first, after, where, tuple(values.items()))
        total, acts = read_acts(connection, window)
        step = choose_step((after - first).days)
        counts = [] if acts or not total else count_dates(connection, window, step)
    return Timeline(first, after, total, tuple(acts), tuple(counts), step, whole)


def _address(filters: Filters, first: date, after: date) -> str:
    """The same page over another stretch."""
    return filters.address(start=max(first, _EARLIEST).isoformat(), end=(min(after, _LATEST) - _DAY).isoformat())


def _moves(found: Timeline, filters: Filters) -> list[tuple[str, str, str]]:
    """Links to the stretch before and after, to a part and to more: key, words, address."""
    days = found.after - found.first
    half, middle = days / 2, found.first + days / 2
    quarter = max(days / 4, _FEWEST_DAYS * _DAY / 2)
    whole = (found.whole[1] - found.whole[0]) * 1.1
    moves = [
        ("ArrowLeft", "← Earlier", _address(filters, found.first - half, found.after - half) if found.first - half > _EARLIEST else ""),
        ("+", "Nearer +", _address(filters, middle - quarter, middle + quarter) if days.days > _FEWEST_DAYS else ""),
        ("-", "Wider −", _address(filters, found.first - half, found.after + half) if days < whole else ""),
        ("ArrowRight", "Later →", _address(filters, found.first + half, found.after + half) if found.after + half < _LATEST else ""),
        ("0", "All", filters.address(start="", end="") if (found.first, found.after) != found.whole else ""),
    ]
    return [move for move in moves if move[2]]


def _marks(found: Timeline, filters: Filters, dyad: str) -> list[DateMark]:
    """What is drawn: acts that lead to their words, or counts that lead nearer, the shortest ones to their events."""
    singles = [
        DateMark(one["quad_code"], one["event_date_start"], one["after_day"], 1, is_counted=False, told=f"{show_period(one['event_date'])}: {_tell(one)}", link=f"/documents/{one['doc_id']}#r-{one['record_id']}")
        for one in found.acts
    ]  # fmt: skip
    return singles + [_count_mark(one, filters, dyad) for one in found.counts]


def _count_mark(one: DateCount, filters: Filters, dyad: str) -> DateMark:
    last = one.after - _DAY
    days = f"{one.start} to {last}" if last > one.start else str(one.start)
    kind = KINDS[one.quad_code][0].lower()
    if one.is_counted and (one.after - one.start).days > _FEWEST_DAYS:
        link = f"/dyads/{dyad}/timeline{_address(filters, one.start, one.after)}"
    else:
        link = f"/dyads/{dyad}/events{replace(filters, kind=kind).address(start=one.start.isoformat(), end=last.isoformat())}"
    unsure = "" if one.is_counted else ", no nearer date is told"
    return DateMark(one.quad_code, one.start, one.after, one.n, one.is_counted, f"{days}: {count(one.n, 'act')} of {kind}{unsure}", link)


def _tell(one: dict[str, Any]) -> str:
    sides = [", ".join(capitalise(name_party(party)) for party in one[side]) for side in ("actor", "recipient")]
    return f"{' – '.join(side for side in sides if side)}, {one['event_type']}: “{cut(one['quote'], _LONGEST_QUOTE)}”"


@lru_cache(maxsize=32)
def draw_timeline(live: LiveRecord, pair: tuple[str, str], filters: Filters, *, state: tuple[str, ...]) -> Drawing:
    """The chart of a stretch of a pair's time; empty where no act is dated."""
    found = read_timeline(live, pair, filters, state=state)
    if found is None:
        return Drawing("")
    description = (
        "A stroke where the day is known; a pale bar over the month, a fainter one over the year or longer in which it can have been."
        if not found.counts
        else f"Counts by {found.step}, the darker the more; pale bars are acts of which only the month or year is told."
    )
    spec = chart_dates(_marks(found, filters, "-".join(pair)), (found.first, found.after))
    return draw("dates", spec, title="When it happened", description=description)


@timeline_pages.get("/dyads/{dyad}/timeline", response_class=HTMLResponse, include_in_schema=False)
def show_timeline(request: Request, dyad: DyadPath, filters: Annotated[Filters, Depends(read_filters)]) -> str:
    """The timeline of a pair."""
    pair, live = find_dyad(dyad), live_of(request)
    found = read_timeline(live, pair, filters, state=live.state)
    return render(
        request, "timeline.html", dyad=dyad, pair=pair, filters=filters, found=found, moves=_moves(found, filters) if found else [],
        choices=read_choices(live, "events", pair), drawing=draw_timeline(live, pair, filters, state=live.state), kinds_by_quad=KINDS, last=found.after - _DAY if found else None,
        count_links={one: _count_mark(one, filters, "-".join(pair)).link for one in found.counts} if found else {},
    )  # fmt: skip


@timeline_pages.get("/api/v1/dyads/{dyad}/timeline", summary="Acts in a stretch of time", tags=["answers"])
def get_timeline(request: Request, dyad: DyadPath, filters: Annotated[Filters, Depends(read_filters)]) -> TimelineRows:
    """Acts one by one, or counted by bins where they are many; those of an uncertain date by the days on which they can have been."""
    live = live_of(request)
    found = read_timeline(live, find_dyad(dyad), filters, state=live.state)
    if found is None:
        return TimelineRows(start="", end="", total=0, step="day", acts=[], counts=[])
    last = found.after - _DAY
    return TimelineRows(start=str(found.first), end=str(last), total=found.total, step=found.step, acts=list(found.acts), counts=[asdict(one) for one in found.counts])
