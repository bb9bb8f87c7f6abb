"""Charts on pages of the app: drawn here from their specification, every mark a link into the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from markupsafe import Markup

from bilateral.briefings.brief import Chart, Table
from bilateral.briefings.drawing import draw_svg

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Drawing", "draw", "link_marks", "table_address"]

Drawing = Markup


def draw(key: str, spec: dict[str, Any], *, title: str, description: str) -> Drawing:
    """A chart as an `svg` element; all its words are escaped when it is drawn."""
    return Markup(draw_svg(Chart(key, title, description, spec, Table(title, (), ()))))  # noqa: S704 - escaped when drawn


def table_address(dyad: tuple[str, str], table: str, **filters: Any) -> str:
    """The address of a table under filters; empty ones are left out.

    Example:
        >>> table_address(("KOR", "RUS"), "events", place="Ulan-Ude", start="")
        '/dyads/KOR-RUS/events?place=Ulan-Ude'
    """
    asked = urlencode({name: value for name, value in filters.items() if value})
    return f"/dyads/{dyad[0]}-{dyad[1]}/{table}" + (f"?{asked}" if asked else "")


def link_marks(spec: Any, addresses: dict[str, str]) -> Any:
    """The same specification with other links: those that `addresses` has others for.

    Example:
        >>> link_marks({"data": [{"link": "#a"}, {"link": "#b"}]}, {"#a": "/events"})
        {'data': [{'link': '/events'}, {'link': '#b'}]}
    """
    if isinstance(spec, dict):
        return dict(_linked(spec, addresses))
    return [link_marks(one, addresses) for one in spec] if isinstance(spec, list) else spec


def _linked(spec: dict[str, Any], addresses: dict[str, str]) -> Iterator[tuple[str, Any]]:
    for name, value in spec.items():
        yield name, addresses.get(value, value) if name == "link" and isinstance(value, str) else link_marks(value, addresses)
