"""Axes of time: no two ticks read alike, whatever the stretch; days of the calendar in any time zone; few periods stay narrow."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from bilateral.briefings.charts import chart_balance, chart_values
from bilateral.briefings.dates_chart import DateMark, chart_dates
from bilateral.briefings.drawing import draw_plain_svg
from bilateral.briefings.time_axis import leave_margin, tick_days
from bilateral.findings import OfficialValue, PeriodCount

FIRST = date(2018, 3, 5)


@pytest.mark.parametrize("days", [7, 8, 20, 45, 100, 200, 365, 366, 400, 800, 3000, 12_000, 90_000, 170_000])
@pytest.mark.parametrize("most", [5, 8])
def test_no_two_ticks_read_alike(days, most):
    ticks, written = tick_days(FIRST, FIRST + timedelta(days=days), most)
    told = [f"{day.day} {day:%b} {day.year}" if "%-d" in written else f"{day:%b} {day.year}" if "%b" in written else str(day.year) for day in ticks]
    assert len(set(told)) == len(told) <= 1.5 * most + 1
    assert ticks
    assert all(one < other for one, other in pairwise(ticks))
    assert FIRST <= ticks[0] <= ticks[-1] <= FIRST + timedelta(days=days)


def test_a_year_is_told_by_months_wherever_it_is_drawn():
    drawn = draw_plain_svg(chart_dates([DateMark(1, FIRST, FIRST + timedelta(days=1), 1, is_counted=False, told="talks")], (date(2018, 1, 1), date(2019, 1, 1))))
    assert [month for month in ("Jan", "Feb", "Mar") if f">{month} 2018<" in drawn] == ["Jan", "Mar"]  # by local time of the Americas it would be Dec 2017
    assert ">2018<" not in drawn


def test_nothing_stands_on_the_edge_even_at_the_end_of_time():
    first, last = leave_margin([FIRST])
    assert first < FIRST < last
    assert leave_margin([date.min, date.max]) == (date.min, date.max)
    assert len(set(leave_margin([]))) == 2


@pytest.mark.parametrize(("n", "width"), [(1, 56), (3, 168), (40, 700)])
def test_few_periods_do_not_stretch(n, width):
    counts = [PeriodCount(str(2000 + number), verbal_cooperation=1, verbal_conflict=1) for number in range(n)]
    spec = chart_balance(counts, [one.period for one in counts])
    assert spec["layer"][0]["encoding"]["x"]["scale"]["range"] == [0, width]
    assert draw_plain_svg(spec).count('aria-roledescription="bar"') == 2 * n


@pytest.mark.parametrize(("years", "told"), [((2018, 2019), ["2018", "2019"]), ((2000, 2020), ["2000", "2005", "2010", "2015", "2020"])])
def test_years_of_a_series_stand_once_each(years, told):
    official = [OfficialValue("trade turnover", str(year), 1e9, "USD", "Customs") for year in years]
    drawn = draw_plain_svg(chart_values(official, [], "USD"))
    assert re.findall(r">([12]\d{3})<", drawn) == told
