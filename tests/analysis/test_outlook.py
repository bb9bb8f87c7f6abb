"""An outlook from a record: base rates and chances, releases that never change, scores when the time comes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest

from bilateral.analysis.outlook import BASE_RATE, foretell
from bilateral.analysis.outlook_history import BOTH, History
from bilateral.analysis.outlook_scores import build_reliability, score_line, summarise
from bilateral.answers.outlook import Outlook, add_outlook, build_outlook, plan_horizon, release_outlook, score_outlooks
from bilateral.answers.outlook_text import outlook_rows, render_outlook_json, render_outlook_page
from bilateral.errors import BilateralError, RecordError, SettingsError
from bilateral.findings import Findings
from bilateral.forecasts import FORECAST_TABLES
from bilateral.importing import import_files
from bilateral.record import open_record
from bilateral.tables.releases import read_releases
from bilateral.vocabulary.likelihood import likelihood_table, likelihood_word

WEEKS = 30


def rows(weeks: range) -> str:
    """Two talks a week of Peru with Ghana and one demand back; an aid act every third week; Chile is silent but once."""
    told = ["date,actor,recipient,cameo_code,event_id"]
    for week in weeks:
        day = dt.date(2020, 1, 6) + dt.timedelta(weeks=week)
        told += [f"{day + dt.timedelta(days=n)},PER,GHA,040,{week}t{n}" for n in range(2)] + [f"{day},GHA,PER,101,{week}d"]
        told += [f"{day},PER,GHA,071,{week}a"] if week % 3 == 0 else []
        told += [f"{day + dt.timedelta(days=n)},FRA,ITA,040,{week}f{n}" for n in range(7)]  # every day is covered
    return "\n".join([*told, "2020-03-02,CHL,GHA,040,c"]) + "\n"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outlook")
    (folder / "made.csv").write_text(rows(range(WEEKS)))
    import_files(folder / "record", "csv", [folder / "made.csv"], name="made")
    return folder / "record"


@pytest.fixture(scope="module")
def outlook(record: Path) -> Outlook:
    return build_outlook(record, "Peru", "GHA", horizon="4w")


def find(lines: object, direction: str, measure: str, ahead: int = 1) -> object:
    return next(line for line in lines if (line.direction, line.measure, line.ahead) == (direction, measure, ahead))


def test_every_column_of_a_forecast_is_described() -> None:
    for item in dataclasses.fields(FORECAST_TABLES["outlooks"]):
        assert item.metadata["description"].endswith(".")


def test_a_regular_pair_is_foretold_as_it_always_was(outlook: Outlook) -> None:
    assert (outlook.step, outlook.n_periods, outlook.n_events, outlook.note) == ("week", WEEKS, WEEKS * 3 + 10, "")
    line = find(outlook.lines, BOTH, "n")
    assert line.low <= 3 <= line.high
    assert line.high - line.low <= 5
    assert (line.period, line.base_rate, line.n_periods, line.p_any > 0.9) == ("2020-W32", 1.0, WEEKS, True)
    assert find(outlook.lines, "GHA>PER", "verbal_conflict").mean == pytest.approx(1, abs=0.2)
    aid = find(outlook.lines, BOTH, "aid")
    assert aid.base_rate == pytest.approx(1 / 3)
    assert (aid.model, aid.n_tested, aid.skill) == (BASE_RATE, 0, None)
    assert find(outlook.lines, BOTH, "aid", 0).p_any > aid.p_any
    assert find(outlook.lines, BOTH, "assault").p_any < 0.05
    balance = find(outlook.lines, BOTH, "balance")
    assert balance.low <= (10 + 2 * WEEKS - WEEKS) / (3 * WEEKS + 10) <= balance.high


def test_distributions_and_words_belong_to_the_numbers(outlook: Outlook) -> None:
    for line in outlook.lines:
        assert len(line.quantiles) == 99
        assert line.quantiles == sorted(line.quantiles)
        if line.measure != "balance":
            assert sum(line.probabilities) == pytest.approx(1, abs=1e-6)
            assert line.mean == pytest.approx(np.dot(line.probabilities, range(len(line.probabilities))), abs=0.01)
            assert line.likelihood == likelihood_word(line.p_any)


def test_only_what_was_dated_by_then_is_used(record: Path, tmp_path: Path) -> None:
    (tmp_path / "early.csv").write_text(rows(range(20)))
    import_files(tmp_path / "record", "csv", [tmp_path / "early.csv"], name="made")
    early, late = (build_outlook(folder, "PER", "GHA", horizon="2w", as_of="2020-05-24") for folder in (tmp_path / "record", record))
    assert late.as_of == dt.date(2020, 5, 24)
    assert [dataclasses.replace(line, created_at=None) for line in early.lines] == [dataclasses.replace(line, created_at=None) for line in late.lines]


def test_with_too_few_events_there_are_base_rates_and_a_sentence(record: Path) -> None:
    outlook = build_outlook(record, "CHL", "GHA", horizon="4w")
    assert outlook.note.startswith("With 1 event in 30 whole weeks there is too little to test a forecast on")
    assert {line.model for line in outlook.lines} == {BASE_RATE}
    none = build_outlook(record, "CHL", "Japan", horizon="4w")
    assert none.lines == ()
    assert none.note == "The data of made hold no event between CHL and JPN in 30 whole weeks: nothing can be foretold."
    with pytest.raises(RecordError, match="nothing can be foretold"):
        release_outlook(record, none)


def test_a_release_is_stored_once_and_never_changed(record: Path) -> None:
    made = build_outlook(record, "PER", "GHA", horizon="1w", as_of="2020-06-28")
    first, again = release_outlook(record, made), release_outlook(record, made)
    assert again.lines == first.lines
    name = first.lines[0].release_name
    assert read_releases(record, name) == list(first.lines)
    with pytest.raises(SettingsError, match="never changed"):
        release_outlook(record, made, name=name)
    with pytest.raises(SettingsError, match=name):
        read_releases(record, "unheard of")


def test_what_has_come_is_scored_and_what_has_not_is_not(record: Path) -> None:
    release_outlook(record, build_outlook(record, "PER", "GHA", horizon="8w", as_of="2020-06-28"), name="eight")
    scored = score_outlooks(record, name="eight")
    assert {one.line.ahead for one in scored} == {1, 2, 3, 4, 5}  # the data end after five of the eight weeks
    talks = [one for one in scored if (one.line.direction, one.line.measure) == ("PER>GHA", "consult")]
    assert talks == []
    all_events = [one.outcome for one in scored if (one.line.direction, one.line.measure) == (BOTH, "n")]
    assert all_events == [3, 3, 4, 3, 3]
    row = next(row for row in summarise(scored) if row["measure"] == "n")
    assert row["n"] == 15
    assert row["crps"] < 1
    assert row["within_90"] > 0.8
    bins = build_reliability(scored)
    assert sum(one["n"] for one in bins) == len([one for one in scored if one.line.p_any is not None])
    assert all(one["least"] <= one["foretold"] <= one["most"] and one["low"] <= one["came"] <= one["high"] for one in bins)
    assert score_outlooks(record, dyad=("CHL", "GHA")) == []


def test_a_sure_forecast_that_fails_is_scored_worse_than_one_that_comes(outlook: Outlook) -> None:
    line = find(outlook.lines, BOTH, "n")
    right, wrong = score_line(line, 3), score_line(line, 40)
    assert right.crps < 1
    assert wrong.crps > 30
    assert right.log_score < wrong.log_score
    assert right.brier < score_line(line, 0).brier


def test_an_outlook_is_written_to_be_read_and_to_be_computed_with(record: Path, outlook: Outlook) -> None:
    page = render_outlook_page(outlook)
    assert "# Outlook: Peru and Ghana" in page
    assert "| 2020-W32 | both | all events |" in page
    assert "ICD 203" in page
    told = json.loads(render_outlook_json(outlook))
    assert len(told["forecasts"]) == len(outlook.lines) == outlook_rows(outlook.lines).num_rows
    record_lines = open_record(record).outlook("PER", "GHA", horizon="4w").lines
    assert [line.mean for line in record_lines] == [line.mean for line in outlook.lines]


@pytest.mark.parametrize("horizon", ["soon", "0w", "61w", "-3m", ""])
def test_a_horizon_that_cannot_be_read_is_an_error(horizon: str) -> None:
    with pytest.raises(SettingsError, match="got"):
        plan_horizon(horizon, "week")


def test_bad_questions_are_errors(record: Path, tmp_path: Path) -> None:
    for asked in ({"state_b": "PER"}, {"state_b": "Atlantis"}, {"state_b": "GHA", "as_of": "2001"}, {"state_b": "GHA", "data": "none"}, {"state_b": "GHA", "by": "day"}):
        with pytest.raises(BilateralError, match=r"got|no state"):
            build_outlook(record, "PER", **asked)
    with pytest.raises(BilateralError, match="does not exist"):
        build_outlook(tmp_path / "nowhere", "PER", "GHA")


def test_a_past_of_no_period_foretells_nothing() -> None:
    history = History(("PER", "GHA"), "week", (), np.zeros((0, 0)), (), 0, (("2020-W02", dt.date(2020, 1, 6), dt.date(2020, 1, 12)),))
    assert foretell(history) == []


def test_words_of_likelihood_cover_every_chance() -> None:
    edges = [edge for _, least, most in likelihood_table() for edge in (least, most)]
    assert (edges[0], edges[-1]) == (0, 1)
    assert [likelihood_word(least) for _, least, _ in likelihood_table()] == [words for words, _, _ in likelihood_table()]


def test_a_brief_takes_the_newest_release_that_still_looks_ahead(record: Path) -> None:
    release_outlook(record, build_outlook(record, "PER", "GHA", horizon="2w", as_of="2020-07-26"), name="ahead")
    ahead = add_outlook(record, Findings(("PER", "GHA"), as_of=dt.date(2020, 8, 1)))
    assert {line.release_name for line in ahead.outlook} == {"ahead"}
    gone = add_outlook(record, Findings(("PER", "GHA"), as_of=dt.date(2021, 8, 1)))
    assert (gone.outlook, gone.outlook_note) == ((), "No dated act was coded, so nothing can be foretold.")
