"""Charts drawn from their specifications, without a browser and without the web."""

from __future__ import annotations

import functools
import re
from html import escape
from typing import Any

from bilateral.briefings.charts import PALETTE

__all__ = ["draw_plain_svg", "draw_png", "draw_svg"]

_LINK_BASE = "https://vega.github.io/vega-datasets/"
"""What the renderer puts before a link within the page."""

_LINK = re.compile(r'xlink:href="([^"]*)"')
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


def _local(found: re.Match[str]) -> str:
    """A link within the page; any other is dropped."""
    target = found[1].removeprefix(_LINK_BASE)
    return f'href="{target}"' if target.startswith("#") else ""


def draw_svg(spec: dict[str, Any], key: str, title: str, description: str) -> str:
    """Draw a chart for a page.

    Args:
        spec: A specification of `charts`.
        key: Identifier of the chart in the page.
        title: What it shows, read out in its place.
        description: How to read it.

    Returns:
        An `svg` element without styles, scripts or links out of the page. Colours of the palette
        are custom properties of the same name (`var(--kept)`), so that a dark page can set its own.
    """
    svg = _STYLE.sub("", _LINK.sub(_local, _draw(_as_json(spec))))
    for name, colour in PALETTE.items():
        svg = svg.replace(f'"{colour}"', f'"var(--{name})"')
    head = (
        f'<svg viewBox="\\1" role="group" aria-labelledby="{key}-title {key}-text"><title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-text">{escape(description)} The table gives the same.</desc>'
    )
    return _OPENING.sub(head, svg, count=1)


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
