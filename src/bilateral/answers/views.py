"""The charts of the pages for a notebook: each a Vega-Lite specification, a drawing, and a table with the words behind it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from bilateral.answers.dossier import write_brief
from bilateral.answers.event_places import capital_points, draw_places, read_places
from bilateral.answers.journal import lay_over, read_verdicts
from bilateral.briefings.brief import Row, Table
from bilateral.briefings.drawing import draw_plain_svg
from bilateral.briefings.map_chart import CERTAINTIES, chart_map
from bilateral.briefings.wording import show_period
from bilateral.errors import SettingsError
from bilateral.tables import delta
from bilateral.tables.queries import connect_alone
from bilateral.vocabulary.shapes import find_worldview
from bilateral.vocabulary.states import find_state

if TYPE_CHECKING:
    from pathlib import Path

    from bilateral.briefings.brief import Brief
    from bilateral.settings import Settings

__all__ = ["VIEWS", "View", "show_view"]

_CHARTS = {
    "balance": "balance", "timeline": "timeline", "positions": "positions-chart", "ledger": "ledger-chart", "figures": "figures-chart", "network": "network",
}  # fmt: skip
VIEWS = (*_CHARTS, "map", "brief")
"""What can be shown."""

_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class View:
    """A chart with its table, shown by Jupyter and other notebooks; `spec` is for Altair or Vega-Embed."""

    title: str
    description: str
    spec: dict[str, Any]
    table: Table

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """What a notebook chooses from: the specification, a drawing with its table, words."""
        del include, exclude
        return {
            "application/vnd.vegalite.v6+json": self.spec,
            "text/html": self.to_html(),
            "text/plain": f"{self.title}: {self.description} {len(self.table.rows)} rows.",
        }

    def to_html(self) -> str:
        """The drawing and its table as HTML without scripts; all that documents say is escaped."""
        drawing = f"<figure>{draw_plain_svg(self.spec)}<figcaption>{escape(self.title)}. {escape(self.description)}</figcaption></figure>"
        if not self.table.rows:
            return drawing
        heads = "".join(f"<th>{escape(column)}</th>" for column in (*self.table.columns, "Words"))
        rows = "".join(_row(row) for row in self.table.rows[:_MOST_ROWS])
        more = len(self.table.rows[_MOST_ROWS:]) + self.table.n_more
        return f"{drawing}<details><summary>{escape(self.table.caption)}</summary><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{f'<p>{more:,} more.</p>' if more else ''}</details>"


def _row(row: Row) -> str:
    words = "; ".join(f"“{escape(note.quote)}” ({escape(note.publisher or 'publisher not known')}, {escape(note.published or 'no date')})" for note in row.notes[:2])
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row.cells)}<td>{words}</td></tr>"


def show_view(  # noqa: PLR0913 - options
    path: Path, kind: str, dyad: tuple[str, str], *, settings: Settings, start: str | None = None, end: str | None = None
) -> View | Brief:  # fmt: skip
    """One view of a pair.

    Args:
        path: Folder of the record.
        kind: One of `VIEWS`.
        dyad: The two states by ISO code, name or capital.
        settings: Settings of the user.
        start: First date.
        end: Last date.

    Returns:
        A view; for "brief" the brief itself, which a notebook shows too.

    Raises:
        SettingsError: If there is no such view, a date is wrong, or the record has too little to draw it.
        StateError: If a state is not known.
    """
    if kind not in VIEWS:
        message = f"got the view {kind!r}, expected one of: {', '.join(VIEWS)}"
        raise SettingsError(message)
    pair = (find_state(dyad[0]), find_state(dyad[1]))
    if kind == "map":
        return _show_map(path, settings.worldview, pair, (start, end))
    state = tuple(file for table in ("documents", "decisions", "observations") for file in delta.list_files(path.resolve(), table))
    brief = _brief(path, pair, (start, end), settings=settings, state=state)
    return brief if kind == "brief" else _chart_of(brief, kind)


class _Kept:
    """Settings as a key: they hold lists, and one object stands for one record."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and self.settings == other.settings

    def __hash__(self) -> int:
        return hash(self.settings.parser)


def _brief(path: Path, pair: tuple[str, str], span: tuple[str | None, str | None], *, settings: Settings, state: tuple[str, ...]) -> Brief:
    return _kept_brief(path, pair, span, kept=_Kept(settings), state=state)


@lru_cache(maxsize=4)
def _kept_brief(path: Path, pair: tuple[str, str], span: tuple[str | None, str | None], *, kept: _Kept, state: tuple[str, ...]) -> Brief:
    """A brief that several views of one notebook share; `state` tells when it is old."""
    del state  # only a key
    return write_brief(path, *pair, start=span[0], end=span[1], publishers=kept.settings.publishers, issues=kept.settings.issues)


def _chart_of(brief: Brief, kind: str) -> View:
    for section in brief.sections:
        for block in section.blocks:
            if block.chart and block.chart.key == _CHARTS[kind]:
                table = block.chart.table if block.chart.table.rows or block.table is None else block.table
                return View(block.chart.title, block.chart.description, _alone(block.chart.spec), table)
    message = f"got {kind!r} of {brief.dyad}, of which the record tells too little to draw; add documents, or leave out start and end"
    raise SettingsError(message)


def _alone(spec: dict[str, Any]) -> dict[str, Any]:
    """A specification outside its page: with a background that every reader of Vega-Lite takes, and without links to rows that are not there."""
    return {**_without_links(spec), "background": "transparent"}


def _without_links(spec: Any) -> Any:
    if isinstance(spec, dict):
        return {name: _without_links(value) for name, value in spec.items() if name != "href"}
    return [_without_links(one) for one in spec] if isinstance(spec, list) else spec


_COLUMNS = ("Place", "How sure", "Events", "Of cooperation", "Documents", "First", "Last")


def _show_map(path: Path, worldview: str, pair: tuple[str, str], span: tuple[str | None, str | None]) -> View:
    """The map of a pair's acts, as reviewers left them."""
    from bilateral import periods  # noqa: PLC0415 - only where a map is asked for

    try:
        first, last = periods.bounds(span[0])[0] if span[0] else None, periods.bounds(span[1])[1] if span[1] else None
    except ValueError as error:
        raise SettingsError(str(error)) from error
    where = "($first_day::DATE IS NULL OR coalesce(last_day, first_day) >= $first_day) AND ($last_day::DATE IS NULL OR coalesce(first_day, last_day) <= $last_day)"
    with connect_alone(path) as connection:
        lay_over(connection, read_verdicts(connection, path))
        places = read_places(connection, pair, where=where, values={"first_day": first, "last_day": last})
    rows = tuple(
        Row(
            (one.name or "not told", CERTAINTIES.get(one.certainty, one.certainty), f"{one.n_events:,}", f"{one.n_cooperation:,}", f"{one.n_documents:,}", show_period(one.first_told) if one.first_told else "", show_period(one.last_told) if one.last_told else ""),
            (), one.n_events,
        )
        for one in places
    )  # fmt: skip
    spec = chart_map(list(draw_places(places)), pair, worldview=find_worldview(worldview), also=capital_points(pair))
    return View("Where it happened", "A full point: the place is known; a dashed ring: it is not sure.", _alone(spec), Table("Places of events", _COLUMNS, rows))
