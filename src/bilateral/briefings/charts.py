"""The chart over time, as inline SVG: cooperation above the line, conflict below it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from bilateral.briefings.wording import EN_DASH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.briefings.brief import Chart
    from bilateral.findings import PeriodCount

__all__ = ["draw_chart", "nice_step"]

_WIDTH, _LEFT, _RIGHT, _TOP, _BOTTOM = 760, 34, 8, 10, 26
_PLOT = 210  # height of the bars' field
_MOST_LABELS = 12
_MOST_TICKS = 5
_WIDEST_BAR = 34.0
_SHORT_LABELS = {"first": "Q1", "second": "Q2", "third": "Q3", "fourth": "Q4"}


def nice_step(largest: int) -> int:
    """The distance of grid lines: 1, 2 or 5 times a power of ten, for at most five lines a side.

    Example:
        >>> nice_step(4), nice_step(37), nice_step(10000)
        (1, 10, 2000)
    """
    step, factors = 1, (2, 2.5, 2)
    index = 0
    while largest / step > _MOST_TICKS:
        step = int(step * factors[index % 3])
        index += 1
    return step


def _short(label: str) -> str:
    """A period's name as an axis has room for: "third quarter of 2010" is "Q3 2010"."""
    first, _, rest = label.partition(" quarter of ")
    if rest:
        return f"{_SHORT_LABELS.get(first, first)} {rest}"
    return label.replace(" to ", EN_DASH)


class _Scale:
    """Where counts and periods lie in the drawing."""

    def __init__(self, counts: tuple[PeriodCount, ...]) -> None:
        self.highest = max((one.cooperation for one in counts), default=0) or 1
        self.lowest = max((one.conflict for one in counts), default=0)
        self.step = nice_step(max(self.highest, self.lowest))
        self.unit = _PLOT / (self.highest + self.lowest)
        self.zero = _TOP + self.highest * self.unit
        self.slot = (_WIDTH - _LEFT - _RIGHT) / max(len(counts), 1)
        self.bar = min(_WIDEST_BAR, self.slot * 0.72)

    def middle(self, index: int) -> float:
        return _LEFT + (index + 0.5) * self.slot


def _draw_grid(scale: _Scale) -> Iterator[str]:
    highest = scale.highest // scale.step * scale.step
    lowest = -(scale.lowest // scale.step * scale.step)
    for number in range(lowest, highest + 1, scale.step):
        y = scale.zero - number * scale.unit
        name = "axis" if number == 0 else "grid"
        yield f'<line class="{name}" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="tick" x="{_LEFT - 6}" y="{y + 3.5:.1f}" text-anchor="end">{abs(number)}</text>'


def _draw_bar(scale: _Scale, index: int, one: PeriodCount, label: str) -> Iterator[str]:
    """One period: words nearest the line, deeds beyond them; a link to its row in the table."""
    if not one.total:
        return
    x = scale.middle(index) - scale.bar / 2
    up, down = one.verbal_cooperation * scale.unit, one.verbal_conflict * scale.unit
    title = f"{label}: {one.cooperation} of cooperation, {one.conflict} of conflict"
    yield f'<a href="#period-{escape(one.period.replace("/", "-"))}"><title>{escape(title)}</title>'
    for name, y, height in (
        ("cooperation-words", scale.zero - up, up),
        ("cooperation-deeds", scale.zero - one.cooperation * scale.unit, one.material_cooperation * scale.unit),
        ("conflict-words", scale.zero, down),
        ("conflict-deeds", scale.zero + down, one.material_conflict * scale.unit),
    ):
        if height:
            yield f'<rect class="{name}" x="{x:.1f}" y="{y:.1f}" width="{scale.bar:.1f}" height="{height:.1f}"/>'
    yield "</a>"


def _draw_labels(scale: _Scale, labels: tuple[str, ...]) -> Iterator[str]:
    every = -(-len(labels) // _MOST_LABELS)
    y = _TOP + _PLOT + 18
    for index, label in enumerate(labels):
        if index % every == 0:
            yield f'<text class="tick" x="{scale.middle(index):.1f}" y="{y}" text-anchor="middle">{escape(_short(label))}</text>'


def draw_chart(chart: Chart) -> str:
    """Draw a chart of counts over time.

    Returns:
        An `svg` element without styles of its own; colours come from classes. Its
        numbers stand in the chart's table as well.
    """
    scale = _Scale(chart.counts)
    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_TOP + _PLOT + _BOTTOM}" role="group" aria-labelledby="{chart.key}-title {chart.key}-text">',
        f'<title id="{chart.key}-title">{escape(chart.title)}</title>',
        f'<desc id="{chart.key}-text">{escape(chart.description)} The table below gives the numbers.</desc>',
        *_draw_grid(scale),
    ]
    for index, (one, label) in enumerate(zip(chart.counts, chart.labels, strict=True)):
        parts.extend(_draw_bar(scale, index, one, label))
    parts.extend(_draw_labels(scale, chart.labels))
    parts.append("</svg>")
    return "\n".join(parts)
