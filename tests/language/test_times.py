"""Times: the cases that an expert can edit, and properties that hold for any text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilateral.language.times import Anchor, find_times
from bilateral.periods import bounds, is_period

CASES = tomllib.loads(Path(__file__).with_name("cases_times.toml").read_text("utf-8"))["case"]


def anchor(published: str | None) -> Anchor:
    return Anchor(*(bounds(published) if published else (None, None)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_times_mean_what_the_case_says(case: dict[str, object]) -> None:
    times = find_times(str(case["text"]), anchor(case.get("published")))
    assert [time.period or "-" for time in times] == case["periods"]


def test_a_deadline_is_told_from_a_date() -> None:
    by, before = (find_times(text, anchor("2015"))[0] for text in ("to double it by the end of 2020", "it doubled in 2010"))
    assert by.is_deadline
    assert not before.is_deadline


@given(st.text(alphabet="0123456789 -/,.JanFebMarMayJuneOctyersagothiweklmdcbu'", max_size=60))
def test_any_text_gives_sound_times(text: str) -> None:
    for time in find_times(text, anchor("2010-06-15")):
        assert text[time.start_char : time.end_char] == time.quote
        assert time.period is None or is_period(time.period)
