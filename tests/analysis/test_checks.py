"""Claimed figures against series: each verdict once, and many true and altered claims."""

from __future__ import annotations

import random
from typing import Any

import pytest

from bilateral.analysis.checks import VERDICTS, Claim, Level, check_claim
from bilateral.errors import SchemaError

# Trade of Norway and Iceland in made-up sums; the verdicts are worked out by hand.
SERIES = [
    Level("2008", 18.0e9, "USD", "trade turnover"),
    Level("2009", 10.0e9, "USD", "trade turnover"),
    Level("2010", 17.7e9, "USD", "trade turnover"),
    Level("2010", 16.5e9, "USD", "trade turnover", reporter="ISL"),
    Level("2011", 20.0e9, "USD", "trade turnover"),
]


def _claim(value: float, period: str | None, **more: Any) -> Claim:
    return Claim("trade turnover", value, more.pop("unit", "USD"), period, **more)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (_claim(17.7e9, "2010"), "supported"),
        (_claim(18e9, "2010", modifier="about"), "supported"),
        (_claim(17e9, "2010", modifier="over"), "supported"),
        (_claim(10e9, "2010", modifier="over"), "off"),
        (_claim(17.7e9, "2010", reporter="ISL"), "other reporter"),
        (_claim(10e9, "2011"), "other period"),
        (_claim(14e9, "2011"), "off"),
        (_claim(12.4e9, "2010-01/2010-09"), "in line"),
        (_claim(3e9, "2010-01/2010-09"), "off"),
        (_claim(20e9, None), "supported"),
        (_claim(20e9, None, said="2012-03"), "supported"),
        (_claim(14e9, None, said="2011-03"), "in line"),
        (_claim(40e9, None, said="2011-03"), "off"),
        (_claim(19e9, "2010-04/2011-03"), "in line"),
        (_claim(24, "2010-01/2010-09", unit="percent", kind="change", base_period="2009", told=Level("2010-01/2010-09", 12.4e9, "USD", "trade turnover")), "supported"),
        (_claim(20, "2010-01/2010-09", unit="percent", kind="change", base_period="2009", told=Level("2010-01/2010-09", 12.4e9, "USD", "trade turnover")), "off"),
        (_claim(70, "2010-01/2010-06", unit="percent", kind="change"), "in line"),
        (_claim(10, "2010-01/2010-06", unit="percent", kind="change"), "not checkable"),
        (_claim(-44.4, "2009", unit="percent", kind="change"), "supported"),
        (_claim(44.4, "2009", unit="percent", kind="change"), "off"),
        (_claim(2, "2014", unit="times", kind="target", said="2010-02"), "open"),
        (_claim(2, "2011", unit="times", kind="target", base=Level("2008", 18.0e9, "USD", "trade turnover")), "missed"),
        (_claim(77, "2010", unit="percent", kind="change"), "supported"),
        (_claim(20, "2010", unit="percent", kind="change"), "off"),
        (_claim(2, "2011", unit="times", kind="change", base_period="2009"), "supported"),
        (_claim(17e9, "2010", kind="forecast", modifier="over"), "met"),
        (_claim(30e9, "2011", kind="target"), "missed"),
        (_claim(100e9, "2014", kind="target", base_period="2009"), "not on track"),
        (_claim(21e9, "2014", kind="target", base_period="2009"), "open"),
        (_claim(17e9, "2025"), "no data"),
        (_claim(17e9, "2010", unit="EUR"), "not checkable"),
        (_claim(3, "2010", unit="rank", kind="rank"), "not checkable"),
        (_claim(17e9, "some day"), "not checkable"),
        (Claim("tourists", 5, "count", "2010"), "no data"),
    ],
)
def test_verdict(claim: Claim, verdict: str) -> None:
    found = check_claim(claim, SERIES)
    assert (found.verdict, bool(found.reason)) == (verdict, True), found
    assert found.verdict in VERDICTS


def test_reason_tells_by_how_much() -> None:
    found = check_claim(_claim(25e9, "2011"), SERIES)
    assert (found.verdict, found.off_pct, found.reason) == ("off", 25.0, "25 % above 20 billion USD (2011)")


@pytest.mark.parametrize("levels", [[*SERIES, Level("2009", 1.0, "USD", "trade turnover")], [Level("last year", 1.0, "USD", "trade turnover")]])
def test_unsound_series_are_refused(levels: list[Level]) -> None:
    with pytest.raises(SchemaError, match="expected"):
        check_claim(_claim(1.0, "2009"), levels)


def test_true_claims_are_hardly_contradicted_and_altered_ones_are_found() -> None:
    dice = random.Random(5)
    levels = [Level(str(year), dice.uniform(1e6, 1e11), "USD", "exports") for year in range(1960, 2020)]
    contradicted = altered_found = 0
    for _ in range(1000):
        level = dice.choice(levels)
        true = Claim("exports", float(f"{level.value:.2g}"), "USD", level.period)
        altered = Claim("exports", level.value * (1 + dice.choice((-1, 1)) * dice.uniform(0.1, 0.5)), "USD", level.period)
        contradicted += check_claim(true, levels).verdict != "supported"
        altered_found += check_claim(altered, levels).verdict in {"off", "other period"}
    assert contradicted <= 20
    assert altered_found >= 980


def test_a_target_without_a_total_is_judged_by_its_parts() -> None:
    parts = [
        Level("2018", 7.3e9, "USD", "goods from ISL to NOR", "ISL"), Level("2018", 17.5e9, "USD", "goods from NOR to ISL", "ISL"),
        Level("2020", 6.9e9, "USD", "goods from ISL to NOR", "ISL"),
    ]  # fmt: skip
    totals = [Level("2018", 24.8e9, "USD", "trade turnover", "ISL")]
    found = check_claim(_claim(30e9, "2020", kind="target", said="2018-01"), totals, parts=parts)
    assert (found.verdict, "goods from NOR to ISL would have to be 21.6 billion" in found.reason) == ("not on track", True), found
    low = check_claim(_claim(20e9, "2020", kind="target", said="2018-01"), totals, parts=parts)
    assert low.verdict == "open"
