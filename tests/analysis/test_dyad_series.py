"""Series, changes, the two sides and peers, from imported events and from coded ones."""

from __future__ import annotations

import numpy as np
import pytest

from bilateral.analysis.change_points import find_changes
from bilateral.analysis.dyad_series import STEPS, period_days, period_name
from bilateral.analysis.reciprocity import measure_asymmetry, measure_lags, measure_likeness
from bilateral.answers.dyad_changes import compare_sides, find_dyad_changes, list_peers
from bilateral.answers.dyad_export import export_dyads
from bilateral.answers.indicators import build_series
from bilateral.errors import SettingsError, StateError
from bilateral.importing import import_files
from bilateral.record import open_record
from bilateral.tables.store import open_store


def days(n, busy):
    """One act a day for a year each way, and a visit of eight acts on some days."""
    rows = ["date,actor,recipient,cameo_code,event_id"]
    for day in range(n):
        date = np.datetime64("2019-01-01") + day
        rows += [f"{date},NOR,KEN,0{51 + day % 2},{day}a", f"{date},KEN,NOR,{'111' if day % 4 == 0 else '040'},{day}b", f"{date},SWE,KEN,036,{day}c"]
        rows += [f"{date},NOR,KEN,042,{day}v{visit}" for visit in range(8)] if busy(day) else []
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    folder = tmp_path_factory.mktemp("series")
    path = folder / "made.csv"
    path.write_text(days(364, lambda day: 167 <= day < 174))
    import_files(folder / "record", "csv", [path])
    (folder / "few.csv").write_text("date,actor,recipient,event_type\n2019-02-02,NOR,KEN,AID\n2019,NOR,KEN,AID\n2019-05-02,SWE,KEN,AID\n")
    import_files(folder / "record", "csv", [folder / "few.csv"])
    return folder / "record"


def test_every_event_is_in_one_period_of_any_length(record):
    for step in STEPS:
        rows = build_series(record, "Norway", "KEN", by=step, data=["made"]).to_pylist()
        assert sum(row["n"] for row in rows if row["actor"] == "NOR") == 364 + 56
        assert sum(row["n"] for row in rows if row["actor"] == "KEN") == 364
        assert all(row["n"] == sum(row[name] for name in ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")) for row in rows)


def test_one_row_a_period_and_direction(record):
    rows = build_series(record, "NOR", "KEN", by="month", data=["made"], start="2019-06", end="2019-06").to_pylist()
    assert [(row["period"], row["actor"], row["recipient"], row["n"]) for row in rows] == [("2019-06", "NOR", "KEN", 30 + 56), ("2019-06", "KEN", "NOR", 30)]
    there, back = rows
    assert (there["consult"], there["support"], back["accuse"]) == (56, 30, 8)
    assert there["intensity_sum"] == pytest.approx(56 * 1.9 + 15 * 3.4 + 15 * 3.5)
    assert there["intensity_mean"] == pytest.approx(there["intensity_sum"] / 86, abs=1e-6)
    assert back["balance"] == pytest.approx((22 - 8) / 30, abs=1e-6)
    assert (there["n_coverage"], there["days_covered"]) == (30 * 3 + 56, 30)
    assert there["per_thousand"] == pytest.approx(1000 * 86 / 146, abs=1e-4)


def test_a_record_gives_the_same_series(record):
    assert open_record(record).series("NOR", "KEN", data=["made"]).equals(build_series(record, "NOR", "KEN", data=["made"]))


def test_silence_and_lack_of_coverage_are_told_apart(record):
    table = build_series(record, "NOR", "KEN", by="month", data=["few"], start="2019-01", end="2019-05")
    rows = [row for row in table.to_pylist() if row["actor"] == "NOR"]
    assert [(row["n"], row["status"]) for row in rows] == [(0, "no coverage"), (1, "events"), (0, "no coverage"), (0, "no coverage"), (0, "silent")]
    assert [row["balance"] for row in rows] == [None, 1.0, None, None, None]
    assert build_series(record, "NOR", "KEN", by="month", data=["few"]).schema.metadata[b"undated_left_out"] == b"1"
    assert build_series(record, "NOR", "KEN", by="year", data=["few"]).column("n").to_pylist() == [2, 0]


def test_data_sets_are_never_mixed_unasked(record):
    with pytest.raises(SettingsError, match="few, made"):
        build_series(record, "NOR", "KEN")
    both = build_series(record, "NOR", "KEN", by="year", data=["made", "few"]).to_pylist()
    assert [(row["data_name"], row["n"]) for row in both] == [("made", 420), ("made", 364), ("few", 2), ("few", 0)]


def test_weights_take_the_place_of_stored_intensity(record, tmp_path):
    path = tmp_path / "weights.csv"
    path.write_text("code,weight\n042,5\nSUPPORT,1\n")
    rows = build_series(record, "NOR", "KEN", by="year", data=["made"], weights=path).to_pylist()
    assert rows[0]["intensity_sum"] == pytest.approx(56 * 5 + 364)


@pytest.mark.parametrize(("states", "options", "error"), [
    (("NOR", "Norway"), {}, StateError), (("NOR", "Kenia?"), {}, StateError), (("NOR", "KEN"), {"by": "decade"}, SettingsError),
    (("NOR", "KEN"), {"start": "2020", "end": "2019"}, SettingsError), (("NOR", "KEN"), {"start": "June"}, SettingsError),
])  # fmt: skip
def test_wrong_questions_are_told(record, states, options, error):
    with pytest.raises(error):
        build_series(record, *states, data=["made"], **options)


def test_names_of_periods_meet_the_calendar():
    for number in range(2500, 2800):
        first, last = period_days(number, "week")
        assert (last - first).days == 6
        assert period_name(number, "week") == f"{first.isocalendar().year}-W{first.isocalendar().week:02d}"


def test_a_visit_is_found_and_named(record):
    found = find_dyad_changes(record, "NOR", "KEN", by="week", data=["made"]).to_pylist()
    assert [(row["kind"], row["period_start"].isoformat()) for row in found] == [("burst", "2019-06-17")]
    assert found[0]["what"][0].startswith("visit: 56 (expected 0.0)")
    assert "Make a visit" in found[0]["incidents"][0]


def test_changes_of_level_and_what_stays_silent():
    rng = np.random.default_rng(3)
    level = rng.poisson(np.where(np.arange(100) < 60, 20, 8))
    (change,) = find_changes(level)
    assert change.kind == "fall"
    assert change.earliest <= 60 <= change.latest
    assert change.ratio_low < 8 / 20 < change.ratio_high
    assert find_changes(rng.poisson(9, 100)) == []
    assert find_changes([5, 5, 5]) == find_changes([0] * 50) == []


def test_two_sides():
    rng = np.random.default_rng(5)
    first = rng.poisson(6, 120)
    second = np.concatenate([rng.poisson(6, 2), first[:-2]])
    lags = {lag.lag: lag for lag in measure_lags(first, second)}
    assert max(lags.values(), key=lambda lag: lag.correlation).lag == 2
    assert lags[2].p_value < 0.05 < lags[-1].p_value
    even = measure_asymmetry(first, second)
    assert even.low < 0 < even.high
    assert measure_likeness(first, first).value == 1.0
    assert measure_likeness([1, 2], [2, 1]).low is None
    assert measure_lags([1] * 30, [1] * 30) == []


def test_measures_and_peers_of_a_record(record):
    rows = compare_sides(record, "NOR", "KEN", by="week", data=["made"]).to_pylist()
    assert rows[0]["measure"] == "asymmetry"
    assert rows[0]["value"] == pytest.approx((420 - 364) / 784, abs=1e-4)
    peers = [(row["state"], row["peer"], row["n"], row["rank"]) for row in list_peers(record, "NOR", "KEN", data=["made"]).to_pylist()]
    assert peers == [("NOR", "KEN", 784, 1), ("KEN", "NOR", 784, 1), ("KEN", "SWE", 364, 2)]


def test_export_for_other_programs(record, tmp_path):
    pd = pytest.importorskip("pandas")
    assert export_dyads(record, tmp_path / "d.csv", by="year", data=["made"]) == 3
    assert "actor_cow" in (tmp_path / "d.codebook.csv").read_text()
    export_dyads(record, tmp_path / "d.dta", by="year", data=["made"])
    with pd.io.stata.StataReader(tmp_path / "d.dta") as reader:
        assert reader.variable_labels()["n"] == "Events"
        frame = reader.read()
    assert frame[["actor", "actor_cow", "recipient", "n"]].values.tolist() == [["KEN", 501, "NOR", 364], ["NOR", 385, "KEN", 420], ["SWE", 380, "KEN", 364]]
    with pytest.raises(SettingsError, match="expected a name that ends"):
        export_dyads(record, tmp_path / "d.xlsx", data=["made"])


def test_an_empty_record_has_no_coded_incidents(tmp_path):
    open_store(tmp_path / "record", create=True).close()
    assert build_series(tmp_path / "record", "NOR", "KEN", start="2019-01", end="2019-02").column("n").to_pylist() == [0, 0, 0, 0]


def test_coded_incidents_count_once_each_way(monkeypatch, row, tmp_path):
    from bilateral.analysis.incidents import group_events  # noqa: PLC0415
    from bilateral.answers import coded_rows  # noqa: PLC0415

    events = [
        row.event("1", "a", "2019-02-01"), row.event("2", "b", "2019-02-01"), row.event("3", "a", "2019-03-05", "AGREE", actor=("NOR", "KEN"), recipient=()),
        row.event("4", "a", "2019-03-05", "AID", realis="planned"), row.event("5", "a", "2019", "AID"),
    ]  # fmt: skip
    incidents = group_events(events, [row.head("a"), row.head("b")], {})
    open_store(tmp_path / "record", create=True).close()
    monkeypatch.setattr(coded_rows, "group_events", lambda *_: incidents)
    table = build_series(tmp_path / "record", "NOR", "KEN", start="2019-02", end="2019-03", data=["coded"])
    assert [(line["period"], line["actor"], line["n"], line["accuse"], line["agree"]) for line in table.to_pylist()] == [
        ("2019-02", "NOR", 1, 1, 0), ("2019-02", "KEN", 0, 0, 0), ("2019-03", "NOR", 1, 0, 1), ("2019-03", "KEN", 1, 0, 1),
    ]  # fmt: skip
