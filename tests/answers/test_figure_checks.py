"""Figures of documents against official series: the way from words to verdicts, then and now, with mirror values side by side."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bilateral.analysis.change_starts import find_base, find_reporter, is_fall
from bilateral.analysis.levels import known_on, levels_of
from bilateral.answers.figure_checks import check_figures
from bilateral.findings import DocumentHead
from bilateral.periods import bounds
from bilateral.records import Figure, Observation

PAIR = ("ISL", "NOR")


def _figure(text: str, words: str, value: float, unit: str = "USD", **more) -> Figure:
    start = text.index(words)
    period = more.pop("period", None)
    first, last = bounds(period) if period else (None, None)
    rest = {"indicator": "trade turnover", "direction": None, "figure_type": "level", "modifier": None, "claimed_by": None, **more}
    return Figure(record_id=words, doc_id="d1", start_char=start, end_char=start + len(words), quote=words, value=value, unit=unit, parties=list(PAIR), period=period, period_start=first, period_end=last, **rest)


def _seen(reporter: str, flow: str, period: str, value: float, *, vintage: str | None = None, series: str = "made up") -> Observation:  # noqa: PLR0913 - one argument a column
    partner = PAIR[1 - PAIR.index(reporter)]
    first, last = bounds(period)
    indicator = {"export": "exports", "import": "imports", "total": "trade turnover"}[flow]
    known = bounds(vintage)[1] if vintage else None
    return Observation(f"{series} {reporter} {flow} {period} {vintage}", series, "nobody", reporter, partner, indicator, flow, period, first, last, value, "USD", "unknown", "nominal", None, vintage, known, datetime(2022, 1, 1, tzinfo=UTC), "file", None, "0")


SEEN = [
    _seen("ISL", "export", "2009", 4e9, vintage="2010-02"), _seen("ISL", "import", "2009", 6e9, vintage="2010-02"),
    _seen("ISL", "export", "2010", 8e9, vintage="2011-02"), _seen("ISL", "import", "2010", 9.7e9, vintage="2011-02"),
    _seen("NOR", "import", "2010", 9e9, vintage="2011-05", series="Norway"), _seen("NOR", "export", "2010", 12e9, vintage="2011-05", series="Norway"),
]  # fmt: skip


def _check(text: str, figures: list[Figure], published: str | None = "2010-11", seen=SEEN):
    heads = {"d1": DocumentHead("d1", published=published, publisher="Fjord Post")}
    return check_figures(figures, PAIR, seen, heads=heads, texts={"d1": text})


TEXT = (
    "Trade came to $12.4 billion in the first nine months of this year, 20 percent more than for the whole of 2009. The minister hopes that it will exceed $17 billion for the entire year.\n\n"
    "Norwegian customs put it at $21 billion. Exports to Norway were $9 billion. The two want to double trade by 2012."
)


def test_part_of_a_year_growth_forecast_and_goal():
    level = _figure(TEXT, "Trade came to $12.4 billion in the first nine months of this year", 12.4e9, period="2010-01/2010-09")
    growth = _figure(TEXT, "20 percent more than for the whole of 2009", 20, "percent", period="2010-01/2010-09", figure_type="change")
    hoped = _figure(TEXT, "it will exceed $17 billion", 17e9, period="2010", figure_type="forecast", modifier="over")
    goal = _figure(TEXT, "double trade by 2012", 2, "times", period="2012", figure_type="target")
    rows = _check(TEXT, [level, growth, hoped, goal])
    assert [row.verdict for row in rows] == ["in line", "off", "met", "open"], [row.reason for row in rows]
    assert "+24.0 %, the growth comes out higher" in rows[1].reason
    assert rows[1].base_period == "2009"
    assert "24.8 billion USD by 2012 from 12.4 billion USD" in rows[3].reason
    assert rows[1].observation_ids == ["made up ISL export 2009 2010-02", "made up ISL import 2009 2010-02"]
    assert [row.verdict_then for row in rows] == ["no data", "off", "open", "open"]


def test_mirror_values_stand_side_by_side_and_a_named_reporter_is_asked():
    by_norway = _figure(TEXT, "Norwegian customs put it at $21 billion", 21e9, period="2010")
    plain = _figure(TEXT, "Trade came to $12.4 billion", 17.7e9, period="2010")
    exports = _figure(TEXT, "Exports to Norway were $9 billion", 9e9, indicator="exports", direction="ISL>NOR", period="2010")
    rows = _check(TEXT, [by_norway, plain, exports])
    assert [(row.verdict, row.found_reporter) for row in rows] == [("supported", "NOR"), ("supported", "ISL"), ("other reporter", "NOR")]
    assert rows[1].mirror == ["17.7 billion USD (2010, ISL, exports plus imports): made up", "21 billion USD (2010, NOR, exports plus imports): Norway"]
    without = _check(TEXT, [by_norway], seen=SEEN[:4])
    assert (without[0].verdict, "figures of NOR, of which there are none" in without[0].reason) == ("not checkable", True)


def test_no_series_and_no_direction_are_said():
    figure = _figure(TEXT, "Exports to Norway were $9 billion", 9e9, indicator="exports", period="2010")
    assert _check(TEXT, [figure])[0].verdict == "not checkable"
    assert _check(TEXT, [_figure(TEXT, "Trade came", 5, "count", indicator="flights")])[0].verdict == "no data"
    [row] = _check(TEXT, [_figure(TEXT, "Trade came", 17e9, period="2010")], seen=[])
    assert (row.verdict, row.found_value, row.observation_ids) == ("no data", None, [])
    undated = _check(TEXT, [_figure(TEXT, "Trade came", 17e9, period="2010")], published=None)
    assert (undated[0].verdict, undated[0].verdict_then) == ("supported", "not checkable")


def test_what_was_known_then_is_an_older_edition():
    seen = [_seen("ISL", "total", "2009", 10e9, vintage="2010-02"), _seen("ISL", "total", "2009", 14e9, vintage="2012-02")]
    [row] = _check(TEXT, [_figure(TEXT, "Trade came", 10e9, period="2009")], seen=seen)
    assert (row.verdict, row.verdict_then) == ("off", "supported")
    assert [level.value for level in levels_of(known_on(seen, date(2011, 1, 1)), "trade turnover", PAIR)] == [10e9]
    unknown = [_seen("ISL", "total", "2009", 10e9)]
    [row] = _check(TEXT, [_figure(TEXT, "Trade came", 10e9, period="2009")], seen=unknown)
    assert (row.verdict, row.verdict_then, row.reason_then) == ("supported", "no data", "the series do not tell when their values were published")


def test_a_change_over_years_goes_from_its_first_to_its_last_whole_year():
    seen = [_seen("ISL", "total", str(year), value) for year, value in ((2005, 4e9), (2009, 7e9), (2010, 8e9))]
    text = "Between 2005 and 2010 trade grew 100 percent. Since 2005 it has risen 75 percent."
    between = _figure(text, "Between 2005 and 2010 trade grew 100 percent", 100, "percent", period="2005/2010", figure_type="change")
    since = _figure(text, "Since 2005 it has risen 75 percent", 75, "percent", period="2005/2010", figure_type="change")
    assert [row.verdict for row in _check(text, [between], "2011-02", seen)] == ["supported"]
    [row] = _check(text, [since], "2010-11", seen)
    assert (row.verdict, row.base_period, row.found_period) == ("supported", "2005", "2009")


def test_quarters_are_added_up():
    seen = [_seen("ISL", "total", f"2010-{3 * n + 1:02d}/2010-{3 * n + 3:02d}", 2e9) for n in range(4)]
    [row] = _check(TEXT, [_figure(TEXT, "Trade came", 8e9, period="2010")], seen=seen)
    assert (row.verdict, len(row.observation_ids)) == ("supported", 4)
    [row] = _check(TEXT, [_figure(TEXT, "Trade came", 6e9, period="2010-01/2010-09")], seen=seen)
    assert row.verdict == "supported"


@pytest.mark.parametrize(
    ("text", "value", "period", "base"),
    [
        ("Exports grew 12 percent compared with 2007.", 12, "2010", "2007"),
        ("Exports in 2010 were 12 percent above the level of 2008.", 12, "2010", "2008"),
        ("From 2005 to 2010 trade rose 40 percent.", 40, "2010", "2005"),
        ("Since 2004, trade has risen 40 percent.", 40, "2010", "2004"),
        ("It rose 9 percent against the same period of 2009.", 9, "2010-01/2010-06", "2009-01/2009-06"),
        ("It rose 9 percent year-on-year.", 9, "2010-01/2010-06", "2009-01/2009-06"),
        ("It rose 9 percent in 2010.", 9, "2010", None),
    ],
)
def test_bases(text, value, period, base):
    assert find_base(_figure(text, text[:-1], value, "percent", period=period, figure_type="change"), text) == base


@pytest.mark.parametrize(("text", "falls"), [("Exports fell by 12 percent", True), ("trade was 12 percent lower", True), ("Imports grew and exports dropped 12 percent", True), ("trade rose 12 percent after it fell", False)])
def test_falls(text, falls):
    assert is_fall(_figure(text, text, 12, "percent", figure_type="change"), text) is falls


def test_growth_by_a_named_reporter_is_not_judged_by_the_other():
    text = "Oslo gave 60 percent for 2010, Iceland 77 percent."
    rows = _check(text, [_figure(text, "Oslo gave 60 percent for 2010", 60, "percent", period="2010", figure_type="change"), _figure(text, "Iceland 77 percent", 77, "percent", period="2010", figure_type="change")])
    assert [row.verdict for row in rows] == ["no data", "supported"]
    rows = _check(text, [_figure(text, "Oslo gave 60 percent for 2010", 60, "percent", period="2010", figure_type="change")], seen=SEEN[:4])
    assert (rows[0].verdict, "figures of NOR" in rows[0].reason) == ("not checkable", True)


def test_reporters():
    names = {"ISL": ("Iceland", "Icelandic"), "NOR": ("Norway", "Norwegian")}
    text = "Icelandic statistics give $5 billion, Norwegian ones $6 billion"
    assert [find_reporter(_figure(text, text, value), text, names) for value in (5e9, 6e9)] == ["ISL", "NOR"]
    assert find_reporter(_figure(text, "give $5", 5e9, claimed_by="Statistics Bureau of Norway"), text, names) is None
    assert find_reporter(_figure(text, "give $5", 5e9, claimed_by="the Norway Trade Association"), text, names) == "NOR"
