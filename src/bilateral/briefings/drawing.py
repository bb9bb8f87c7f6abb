"""Charts drawn from their specifications, without a browser and without the web."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.briefings.charts import PALETTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from bilateral.briefings.brief import Chart

__all__ = ["draw_ahead", "draw_plain_svg", "draw_png", "draw_svg", "drawing_beside"]

_LINK_BASE = "https://vega.github.io/vega-datasets/"
"""What the renderer puts before a link within the page."""

_LINK = re.compile(r'xlink:href="([^"]*)"')
_UNNAMED = re.compile(r' role="graphics-symbol" aria-roledescription="[\w-]+ mark container"')  # a picture without a name, read out as nothing
_STYLE = re.compile(r'\sstyle="[^"]*"')
_OPENING = re.compile(r"<svg [^>]*?viewBox=\"([^\"]*)\"[^>]*>")
_PNG_SCALE = 2.5


_PROGRAM = Path(__file__).with_name("drawing_process.py")


class _Beside:
    """A process that draws, and the thread that asks it; the renderer would hold up all threads of this process."""

    def __init__(self) -> None:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - seldom needed

        # -P: else modules of this folder would stand in for those of the standard library
        command = [sys.executable, "-P", str(_PROGRAM)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - our own file
        self.thread = ThreadPoolExecutor(1)
        self.drawn: dict[str, Future[str | None]] = {}

    def draw(self, spec_json: str) -> None:
        """Have a chart drawn; does not wait."""
        if spec_json not in self.drawn:
            self.drawn[spec_json] = self.thread.submit(self._ask, spec_json)

    def _ask(self, spec_json: str) -> str | None:
        stdin, stdout = self.process.stdin, self.process.stdout
        if stdin is None or stdout is None:
            return None
        try:
            stdin.write(spec_json.encode() + b"\n")
            stdin.flush()
            svg: str | None = json.loads(stdout.readline())
        except (OSError, ValueError):  # the process ended
            return None
        return svg

    def end(self) -> None:
        """End the process, whether it draws or not."""
        self.process.kill()
        self.thread.shutdown(cancel_futures=True)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self.process.wait()


_beside: list[_Beside] = []
"""The process that draws beside this one, if there is one."""


@contextlib.contextmanager
def drawing_beside() -> Iterator[None]:
    """Have charts drawn by a second process while a brief is written in this block.

    Starting the renderer and drawing take a second or two, in which this process
    reads the record. Does nothing on a machine of one processor; where the
    process cannot start or ends, charts are drawn in this one.
    """
    if _beside or (os.cpu_count() or 1) == 1:
        yield
        return
    try:
        _beside.append(_Beside())
    except OSError:
        yield
        return
    try:
        yield
    finally:
        _beside.pop().end()


def draw_ahead(spec: dict[str, Any]) -> None:
    """Have a chart drawn that `draw_svg` will be asked for; does nothing outside of `drawing_beside`."""
    for one in _beside:
        one.draw(_as_json(spec))


@functools.lru_cache(maxsize=64)
def _draw(spec_json: str) -> str:
    ahead = _beside[0].drawn.get(spec_json) if _beside else None
    svg: str | None = ahead.result() if ahead else None
    if svg is None:
        import vl_convert  # noqa: PLC0415 - heavy

        svg = vl_convert.vegalite_to_svg(spec_json, allowed_base_urls=[])
    return svg


def _as_json(spec: dict[str, Any]) -> str:
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
