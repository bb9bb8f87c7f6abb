"""Charts drawn from their specifications, without a browser and without the web."""

from __future__ import annotations

import functools
import re
from html import escape
from typing import TYPE_CHECKING, Any

from bilateral.briefings.charts import PALETTE

if TYPE_CHECKING:
    from bilateral.briefings.brief import Chart

__all__ = ["draw_plain_svg", "draw_png", "draw_svg"]

_LINK_BASE = "https://vega.github.io/vega-datasets/"
"""What the renderer puts before a link within the page."""

_LINK = re.compile(r'xlink:href="([^"]*)"')
_UNNAMED = re.compile(r' role="graphics-symbol" aria-roledescription="[\w-]+ mark container"')  # a picture without a name, read out as nothing
_STYLE = re.compile(r'\sstyle="[^"]*"')
_OPENING = re.compile(r"<svg [^>]*?viewBox=\"([^\"]*)\"[^>]*>")
_PNG_SCALE = 2.5


@functools.lru_cache(maxsize=64)
def _draw(spec_json: str) -> str:
    import vl_convert  # noqa: PLC0415 - heavy

    svg: str = vl_convert.vegalite_to_svg(spec_json, allowed_base_urls=[])
    return svg


def _as_json(spec: dict[str, Any]) -> str:
    import json  # noqa: PLC0415

    return json.dumps(spec, ensure_ascii=False, sort_keys=True)


_LOCAL = re.compile(r"#|/(?!/)")  # "#period-2018", "/dyads/KOR-RUS/events?start=2018"


def _local(found: re.Match[str]) -> str:
    """A link within the page or to another page of the same server; any other is dropped."""
    target = found[1].removeprefix(_LINK_BASE)
    return f'href="{target}"' if _LOCAL.match(target) else ""


def draw_svg(chart: Chart) -> str:
    """Draw a chart for a page.

    Args:
        chart: A chart of a brief; its title and description are read out in its place.

    Returns:
        An `svg` element without styles, scripts or links out of the page. Colours of the palette
        are custom properties of the same name (`var(--kept)`), so that a dark page can set its own.
    """
    svg = _UNNAMED.sub("", _STYLE.sub("", _LINK.sub(_local, _draw(_as_json(chart.spec)))))
    for name, colour in PALETTE.items():
        svg = svg.replace(f'"{colour}"', f'"var(--{name})"')
    title, description = escape(chart.title), escape(chart.description)
    return _OPENING.sub(
        lambda found: (
            f'<svg viewBox="{found[1]}" role="group" aria-labelledby="{chart.key}-title {chart.key}-text">'
            f'<title id="{chart.key}-title">{title}</title><desc id="{chart.key}-text">{description} The table gives the same.</desc>'
        ),
        svg,
        count=1,
    )


def draw_plain_svg(spec: dict[str, Any]) -> str:
    """Draw a chart for a printed page: fixed colours on white, no links.

    Returns:
        A whole SVG file.
    """
    return _LINK.sub("", _draw(_as_json({**spec, "background": "#ffffff"})))


def draw_png(spec: dict[str, Any]) -> bytes:
    """Draw a chart as a picture for documents that hold no vector drawings.

    Returns:
        A PNG at 2.5 pixels a point, on white.
    """
    import vl_convert  # noqa: PLC0415 - heavy

    picture: bytes = vl_convert.svg_to_png(_draw(_as_json({**spec, "background": "#ffffff"})), scale=_PNG_SCALE)
    return picture
