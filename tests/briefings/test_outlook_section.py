"""The outlook in a brief: numbers of one series in words of likelihood, or one sentence where there is too little to go by."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bilateral.analysis.outlook_history import BOTH
from bilateral.analysis.summary import build_findings
from bilateral.briefings.compose import compose_brief
from bilateral.briefings.html import render_html
from bilateral.briefings.render import render_markdown
from bilateral.forecasts import ForecastLine

DYAD = ("KEN", "NOR")


def line(measure: str, *, ahead: int = 1, p_any: float = 0.62, skill: float | None = -0.021, data_name: str = "made", **more: object) -> ForecastLine:
    start, end = (dt.date(2019, 7, 1), dt.date(2019, 7, 31)) if ahead else (dt.date(2019, 7, 1), dt.date(2019, 12, 31))
    told = {
        "release_id": "r1", "release_name": "summer", "created_at": dt.datetime(2019, 7, 1, tzinfo=dt.UTC), "bilateral_version": "", "data_name": data_name,
        "first_day": dt.date(2017, 1, 1), "as_of": dt.date(2019, 6, 30), "state_a": "KEN", "state_b": "NOR", "step": "month", "direction": BOTH, "measure": measure,
        "period": "", "period_start": start, "period_end": end, "ahead": ahead, "model": "climatology", "mean": 4.4, "low": 1.0, "high": 9.0, "quantiles": [], "probabilities": [],
        "usual_probabilities": [], "p_any": p_any, "likelihood": "likely", "base_rate": 0.6, "base_mean": 4.1, "n_periods": 30, "n_events": 123, "skill": skill, "n_tested": 77,
    }  # fmt: skip
    return ForecastLine(**(told | more))


@pytest.fixture
def told(desk):
    def write(**outlook: object):
        findings = replace(build_findings(desk.records, DYAD), **outlook)
        brief = compose_brief(desk.records, findings, desk.texts)
        return brief, next(one for one in brief.sections if one.key == "outlook")

    return write


def test_forecasts_are_told_beside_their_base_rates(told) -> None:
    lines = (line("n"), line("n", ahead=0), line("verbal_conflict", p_any=0.004), line("balance", p_any=None, mean=0.5, low=0.1, high=0.9), line("aid"), line("assault", p_any=0.1))
    brief, section = told(outlook=lines)
    assert brief.left_out == ()
    text = " ".join(sentence.text for block in section.blocks for sentence in block.sentences)
    assert "4 events between the two are expected for July to December 2019 (90 of 100 outcomes: 1 to 9), where spans as long had 4 on average (30 such spans)" in text
    assert "words of conflict are likely (under 1 %; base rate 18 of 30)" in text
    assert "did 2.1 % worse than what the past shows on average, so that is used" in text
    assert [row.cells[0] for row in section.blocks[0].table.rows] == ["AID", "ASSAULT"]
    assert "release summer" in render_markdown(brief)


def test_too_little_to_go_by_is_one_sentence(told) -> None:
    note = "With 3 events in 4 whole months there is too little to test a forecast on (it takes 20 events and 16 months): what follows are base rates, how often the like happened before."
    _, section = told(outlook=(line("n", skill=None, n_tested=0),), outlook_note=note)
    (block,) = section.blocks
    assert [sentence.text for sentence in block.sentences] == ["With 3 events in 4 whole months there is too little to test a forecast on (it takes 20 events and 16 months)."]
    assert block.table is None
    _, section = told()
    assert [sentence.text for block in section.blocks for sentence in block.sentences] == ["No forecast was made."]


def test_a_page_shows_the_note_of_a_release(told, desk) -> None:
    brief, _ = told(outlook=(line("n"), line("aid")))
    page = render_html(brief, desk.texts)
    assert "Counts of the data set, release summer" in page
