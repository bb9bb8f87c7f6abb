"""The command line: what it prints, where it writes, how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import bilateral
from bilateral.cli import app
from bilateral.errors import BilateralError

RUN = CliRunner()
COMMANDS = (
    "add", "code", "events", "statements", "figures", "commitments", "projects", "factors", "ledger", "documents", "rejections", "brief",
    "recheck", "check-record", "positions", "expectations", "third-parties",
)  # fmt: skip


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it, errors printed and exit status kept."""
    return subprocess.run([sys.executable, "-m", "bilateral", *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = RUN.invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert f"bilateral {command}" in result.output


def test_help_and_import_load_nothing_heavy() -> None:
    script = (
        "import sys, bilateral, bilateral.cli;"
        "print([m for m in ('spacy', 'duckdb', 'pyarrow', 'deltalake', 'trafilatura', 'numpy', 'jinja2') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_code_writes_one_json_a_document(tmp_path: Path) -> None:
    wire = tmp_path / "wire.txt"
    wire.write_text("Turkish Foreign Minister Mevlut Cavusoglu visited Greece on Friday, officials said.\n", "utf-8")
    dates = tmp_path / "dates.json"
    dates.write_text('{"wire": "2021-05-31"}', "utf-8")
    done = run("code", str(wire), "--json", str(tmp_path / "out"), "--dates", str(dates))
    assert done.returncode == 0, done.stderr
    form = json.loads((tmp_path / "out" / "wire.json").read_text("utf-8"))
    assert form["published"] == "2021-05-31"
    kinds = ("offices", "events", "statements", "figures", "commitments", "projects", "factors")
    assert all(isinstance(form[kind], list) for kind in kinds)
    assert {"title", "publisher", "parts"} <= set(form)
    visit = next(event for event in form["events"] if event["mode"] == "visit")
    assert (visit["actor"], visit["recipient"], visit["date"]) == (["TUR"], ["GRC"], "2021-05-28")


@pytest.mark.parametrize(
    ("words", "status", "hint"),
    [
        (("events", "RUS", "KOR", "--record", "nowhere"), 1, "nowhere"),
        (("add", "missing.txt", "--record", "record"), 1, "missing.txt"),
        (("events", "RUS"), 2, ""),
        (("add", "cli.py", "--record", "record", "--settings", "absent.toml"), 1, "absent.toml"),
    ],
)
def test_a_wrong_call_says_what_to_do(words: tuple[str, ...], status: int, hint: str) -> None:
    done = run(*words)
    assert done.returncode == status
    assert hint in done.stderr
    assert "Traceback" not in done.stderr


def test_a_mistyped_path_makes_no_record(tmp_path: Path) -> None:
    assert RUN.invoke(app, ["add", str(tmp_path / "missing.txt"), "--record", str(tmp_path / "record")]).exit_code == 1
    assert not (tmp_path / "record").exists()


def test_unknown_state_and_same_state_are_refused(example_record: bilateral.Record) -> None:
    wrong = run("events", "Rusia", "KOR", "--record", str(example_record.path))
    same = run("brief", "Moscow", "RUS", "--record", str(example_record.path))
    assert (wrong.returncode, same.returncode) == (1, 1)
    assert "Russia" in wrong.stderr


def test_tables_come_in_every_form(example_record: bilateral.Record, tmp_path: Path) -> None:
    path = str(example_record.path)
    out = tmp_path / "events.parquet"
    assert run("events", "Moscow", "Seoul", "--record", path, "--format", "parquet", "--out", str(out)).returncode == 0
    count = pq.read_table(out).num_rows
    lines = run("events", "RUS", "KOR", "--record", path, "--format", "jsonl").stdout.splitlines()
    assert len(lines) == count > 0
    assert all(json.loads(line)["quote"] for line in lines)
    piped = run("events", "RUS", "KOR", "--record", path).stdout
    assert piped.startswith("record_id,")
    assert f"{count} events" in run("events", "RUS", "KOR", "--record", path, "--format", "table").stdout


def test_brief_comes_in_every_form(example_record: bilateral.Record, tmp_path: Path) -> None:
    path = str(example_record.path)
    assert run("brief", "RUS", "KOR", "--record", path).stdout.startswith("# ")
    assert json.loads(run("brief", "RUS", "KOR", "--record", path, "--format", "json").stdout)
    out = tmp_path / "deep" / "brief.html"
    assert run("brief", "RUS", "KOR", "--record", path, "--format", "html", "--out", str(out)).returncode == 0
    assert out.read_text("utf-8").lstrip().lower().startswith("<!doctype html>")


def test_add_reports_and_fails_only_when_all_failed(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("add", str(tmp_path / "empty.txt"), "--record", str(tmp_path / "record"), "--workers", "0")
    assert done.returncode == 1
    assert "rejected 1" in done.stdout
    assert "[empty]" in done.stderr


def test_what_both_sides_hold_and_want_comes_as_tables(example_record: bilateral.Record) -> None:
    from bilateral.answers import positions as answers  # noqa: PLC0415 - used here alone

    found = example_record.positions("Moscow", "Seoul")
    nuclear = answers.positions_table(found, issue="Denuclearisation").to_pylist()
    assert {row["party"] for row in nuclear} == {"RUS", "KOR"}
    assert any(row["party"] == "RUS" and row["stance"] == "for" and "nuclear" in row["quote"] for row in nuclear)
    assert {row["standing"] for row in answers.sides_table(found).to_pylist()} <= {"agree", "differ", "partly", "apart", "one side"}
    assert all(row["earlier_stance"] != row["later_stance"] and len(row["quotes"]) == 2 for row in answers.shifts_table(found).to_pylist())
    assert answers.contradictions_table(found).num_rows == len(found.findings.contradictions)
    assert {row["party"] for row in answers.expectations_table(found).to_pylist()} == {"RUS", "KOR"}
    thirds = answers.third_parties_table(found).to_pylist()
    assert [row["party"] for row in thirds[:2]] == ["PRK", "USA"]
    assert thirds[1]["role"] == "constraint"
    with pytest.raises(BilateralError, match="expected one of: aid, alliances"):
        answers.positions_table(found, issue="whaling")


def test_positions_are_asked_as_of_a_date(example_record: bilateral.Record) -> None:
    result = RUN.invoke(app, ["positions", "RUS", "KOR", "--record", str(example_record.path), "--as-of", "2013", "--format", "json"])
    rows = json.loads(result.output)
    assert rows
    assert max(row["published"] or "" for row in rows) < "2014"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["RUS", "KOR", "--shifts", "--sides"], "expected one at a time"),
        (["RUS", "RUS"], "expected two different states"),
        (["RUS", "Atlantis"], "Atlantis"),
        (["RUS", "KOR", "--as-of", "yesterday"], "as-of"),
    ],
)
def test_wrong_questions_on_positions_say_what_to_do(example_record: bilateral.Record, words: list[str], told: str) -> None:
    with pytest.raises(BilateralError, match=told):
        RUN.invoke(app, ["positions", *words, "--record", str(example_record.path)], catch_exceptions=False)
