"""Charts that a second process draws while a brief is written."""

from __future__ import annotations

import pytest

from bilateral.briefings import drawing
from bilateral.briefings.brief import Chart, Table

TABLE = Table("Acts by year", ("Year", "Acts"), ())


def chart(number):
    spec = {"data": {"values": [{"a": number, "b": "x"}]}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}}}
    return Chart(f"chart-{number}", f"Chart {number}", "Bars.", spec, TABLE)


def test_charts_drawn_beside_are_those_that_this_process_draws(monkeypatch):
    alone = [drawing.draw_svg(chart(number)) for number in (1, 2)]
    drawing._draw.cache_clear()
    monkeypatch.setattr(drawing.os, "cpu_count", lambda: 2)
    with drawing.drawing_beside():
        for number in (1, 2):
            drawing.draw_ahead(chart(number).spec)
        process = drawing._beside[0].process
        beside = [drawing._beside[0].drawn[drawing._as_json(chart(number).spec)].result(60) for number in (1, 2)]
        assert [drawing.draw_svg(chart(number)) for number in (1, 2)] == alone
    assert all(svg and svg.startswith("<svg") for svg in beside)
    assert process.poll() is not None
    assert not drawing._beside


def test_what_the_second_process_cannot_draw_is_told_by_this_one(monkeypatch):
    drawing._draw.cache_clear()
    monkeypatch.setattr(drawing.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(drawing, "_PROGRAM", drawing._PROGRAM.with_name("nowhere.py"))
    bad = Chart("bad", "Bad", "None.", {"mark": "nonsense"}, TABLE)
    with drawing.drawing_beside():
        for one in (chart(3), bad):
            drawing.draw_ahead(one.spec)
        assert "<svg" in drawing.draw_svg(chart(3))  # the process ended at once
        with pytest.raises(ValueError, match=r"."):
            drawing.draw_svg(bad)


def test_nothing_is_drawn_ahead_outside():
    drawing.draw_ahead(chart(4).spec)
    assert not drawing._beside
