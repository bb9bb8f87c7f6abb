"""Which event next, from an imported data set to rows with their reasons."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from bilateral.analysis.link_model import FitPlan
from bilateral.answers import next_events
from bilateral.answers.next_events import find_next_events
from bilateral.cli import app
from bilateral.errors import SettingsError, StateError
from bilateral.importing import import_files
from bilateral.record import open_record

STATES = ("Chad", "Mali", "Niger", "Togo", "Benin", "Ghana", "Gabon", "Kenya")
NAMES = (*STATES, *(f"Police ({state})" for state in STATES))
ACTS = ("Make_a_visit", "Host_a_visit", "Praise_or_endorse")
N_DAYS = 80


def made_folder(folder: Path, n_days: int = N_DAYS) -> Path:
    """Chad visits Mali on four of five days, which is told from both sides; the rest goes round at random."""
    rng = np.random.default_rng(4)
    folder.mkdir(parents=True)
    rows = []
    for day in range(n_days):
        pairs = [tuple(rng.choice(len(STATES), 2, replace=False).tolist()) for _ in range(4)]
        pairs += [(0, 1)] if day % 5 else []
        rows += [(s, 0, o, day) for s, o in pairs] + [(o, 1, s, day) for s, o in pairs]
        rows += [(8 + int(k), 2, int((k + 1) % 8), day) for k in rng.choice(8, 2, replace=False)]
    for stem, names in (("entity2id", NAMES), ("relation2id", ACTS)):
        (folder / f"{stem}.txt").write_text("".join(f"{name.replace(' ', '_')}\t{number}\n" for number, name in enumerate(names)), "utf-8")
    (folder / "stat.txt").write_text(f"{len(NAMES)}\t{len(ACTS)}\t0\n", "utf-8")
    (folder / "train.txt").write_text("".join("\t".join(map(str, (*row[:3], row[3] * 24))) + "\n" for row in rows), "utf-8")
    return folder


@pytest.fixture(scope="module", autouse=True)
def _small_fit():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(next_events, "_PLAN", FitPlan(n_days=30, n_questions=400, n_checked=200, n_threads=1))
        yield


@pytest.fixture(scope="module")
def record(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("next")
    mapping = folder / "mapping.toml"
    mapping.write_text('start = "2019-01-01"\n', "utf-8")
    open_record(folder / "record")
    import_files(folder / "record", "tkg", [made_folder(folder / "long")], name="made", mapping=mapping)
    return folder / "record"


@pytest.fixture(scope="module")
def rows(record) -> list[dict]:
    return find_next_events(record, "Chad", data="made", most=200).to_pylist()


def test_the_likeliest_act_of_a_state_comes_with_its_past(rows) -> None:
    first = rows[0]
    assert (first["actor_name"], first["recipient_name"], first["recipient"]) == ("Chad", "Mali", "MLI")
    assert first["cameo_code"] == "042"
    assert first["event_name"] == "Make a visit"
    assert first["forecast_date"] == "2019-03-22"
    assert first["chance"] > 0.1
    assert first["n_days"] >= 64
    assert first["base_rate"] == pytest.approx(first["n_days"] / N_DAYS)
    assert 1 <= len(first["reasons"]) <= 3
    assert any("Chad · Make a visit · Mali" in reason for reason in first["reasons"])


def test_only_actors_of_the_state_act(rows) -> None:
    assert {row["actor_name"] for row in rows} <= {"Chad", "Police (Chad)"}
    assert [row["chance"] for row in rows] == sorted((row["chance"] for row in rows), reverse=True)


def test_a_recipient_and_a_day_narrow_the_question(record) -> None:
    rows = find_next_events(record, "TCD", "Bamako", as_of="2019-03-10", most=3, n_reasons=1).to_pylist()
    assert {row["recipient"] for row in rows} == {"MLI"}
    assert {row["forecast_date"] for row in rows} == {"2019-03-11"}
    assert all(len(row["reasons"]) <= 1 and (row["last_date"] or "") <= "2019-03-10" for row in rows)


@pytest.mark.parametrize(
    ("states", "options", "error", "told"),
    [
        (("Chad", "Chad"), {}, StateError, "two different states"),
        (("Atlantis",), {}, StateError, "no state"),
        (("Peru",), {}, StateError, "no event in the year"),
        (("Chad",), {"data": "other"}, SettingsError, "made"),
        (("Chad",), {"as_of": "yesterday"}, SettingsError, "expected one such as"),
        (("Chad",), {"as_of": "2019-02-01"}, SettingsError, "at least 60"),
        (("Chad",), {"as_of": "2009-02-01"}, SettingsError, "from 2019-01-01"),
    ],
)
def test_bad_questions_say_what_is_expected(record, states, options, error, told) -> None:
    with pytest.raises(error, match=told):
        find_next_events(record, *states, **options)


def test_a_record_without_data_sets_says_how_to_get_one(tmp_path) -> None:
    open_record(tmp_path / "record")
    with pytest.raises(SettingsError, match="bilateral import"):
        find_next_events(tmp_path / "record", "Chad")


def test_the_command_writes_the_rows(record) -> None:
    done = CliRunner().invoke(app, ["next", "Chad", "--record", str(record), "--most", "2", "--format", "csv"])
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].startswith("forecast_date,actor_name,cameo_code")
    assert len(done.stdout.splitlines()) == 3
