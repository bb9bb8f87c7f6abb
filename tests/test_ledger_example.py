"""The ledger on the shipped example, from the record to tables, brief and command line, and corrections of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import bilateral
from bilateral.answers.journal_files import export_decisions, import_decisions
from bilateral.answers.ledger import PairLedger, life_table, projects_table, promises_table, shares_table
from bilateral.answers.ledger_text import render_ledger
from bilateral.answers.review import (
    Author,
    accept,
    add_row,
    edit,
    list_decisions,
    merge,
    reject,
    set_status,
    split,
    undo,
)
from bilateral.cli import app
from bilateral.errors import RecordError, SchemaError, SettingsError, StateError

ANN, BEN = Author("ann", "read the sources"), Author("ben")


@pytest.fixture(scope="module")
def now(example_record: bilateral.Record) -> PairLedger:
    return example_record.ledger("Moscow", "Seoul")


def entry_about(ledger: PairLedger, words: str):
    return next(one for one in ledger.entries if any(words in ledger.rows[record_id].quote for record_id in one.reports))


def test_the_kept_promise_joins_its_announcement_and_its_delivery(now: PairLedger) -> None:
    waiver = entry_about(now, "bring the agreement into force")
    assert (waiver.standing, waiver.judged_by, waiver.n_documents) == ("kept", "document", 2)
    assert [change.published[:7] for change in waiver.history] == ["2013-11", "2014-01"]
    assert waiver.history[-1].status == "in force"
    assert "took effect on 1 January" in waiver.history[-1].quote
    assert "visa waiver" in waiver.matters


def test_the_missed_promise_joins_summits_and_the_report_of_the_miss(now: PairLedger) -> None:
    target = entry_about(now, "raise bilateral trade to $30 billion")
    assert (target.standing, target.target_value, target.deadline) == ("missed", 30e9, "2020")
    assert {change.published[:4] for change in target.history} >= {"2017", "2018", "2021"}
    assert any(change.status == "missed" and "have missed the goal" in change.quote for change in target.history)


def test_the_project_changes_over_documents_and_has_two_names(now: PairLedger) -> None:
    project = next(one for one in now.projects if any("Rason" in name for name in one.names))
    assert any("Rajin" in name for name in project.names)
    assert project.n_documents >= 3
    told = [change.status for change in project.history if change.status not in ("announced", "unknown")]
    assert (told[0], told[-1], project.standing) == ("signed", "stalled", "stalled")
    assert all(change.quote in now.texts[change.doc_id] for change in project.history if change.doc_id)


def test_as_of_knows_only_what_was_published(example_record: bilateral.Record) -> None:
    then = example_record.ledger("RUS", "KOR", as_of="2019-06")
    assert entry_about(then, "raise bilateral trade to $30 billion").standing == "open"
    assert all(change.published <= "2019-06-30" for one in then.entries for change in one.history)
    overdue = example_record.ledger("RUS", "KOR", as_of="2021-01-31", standings=["overdue"])
    assert entry_about(overdue, "raise bilateral trade to $30 billion").history[-1].decided_by == "clock"
    assert {one.standing for one in overdue.entries} == {"overdue"}
    joined = next(one for one in then.projects if any("Rason" in name for name in one.names))
    assert any("Rajin" in name for name in joined.names)
    assert not any("Rason" in name for one in example_record.ledger("RUS", "KOR", as_of="2015").projects for name in one.names)


def test_tables_and_text_tell_the_same(now: PairLedger) -> None:
    promises, life, shares = promises_table(now).to_pylist(), life_table(now).to_pylist(), shares_table(now).to_pylist()
    assert len(promises) == len(now.entries) == shares[0]["n_promises"]
    assert sum(row["n_promises"] for row in shares if row["side"] in ("RUS", "KOR", "joint")) <= shares[0]["n_promises"]
    assert {row["entry_id"] for row in life} == {row["entry_id"] for row in promises}
    assert all(row["quote"] for row in life if row["decided_by"] == "document")
    every = shares[0]
    judged = every["n_kept"] + every["n_missed"]
    assert judged + sum(value for name, value in every.items() if name.startswith("not_judged")) == every["n_promises"]
    assert projects_table(now).num_rows == len(now.projects)
    assert life_table(now, projects=True).num_rows >= len(now.projects)
    text = render_ledger(now)
    assert "could be judged" in text
    assert all(row["entry_id"] in text for row in promises)
    assert "Rajin" in render_ledger(now, projects=True)


def test_the_brief_tells_the_joined_ledger(example_record: bilateral.Record) -> None:
    brief = example_record.brief("RUS", "KOR")
    told = {section.key: " ".join(sentence.text for sentence in section.sentences) for section in brief.sections}
    assert "told as in force" in told["promises"]
    assert "that could be judged" in told["promises"]
    assert "base rate" in told["promises"]
    assert "also called" in told["projects"]


@pytest.fixture
def copy(example_record: bilateral.Record, tmp_path: Path) -> bilateral.Record:
    return bilateral.open_record(shutil.copytree(example_record.path, tmp_path / "record"), settings=example_record.settings)


def test_decisions_change_the_ledger_and_can_be_undone(copy: bilateral.Record, now: PairLedger) -> None:
    trade, study = entry_about(now, "raise bilateral trade to $30 billion"), entry_about(now, "linking of the Trans-Korean")
    set_status(copy.path, "commitments", study.reports[0], status="delivered", author=ANN, date="2020-05", words="the study was handed over")
    parted = split(copy.path, "commitments", [[trade.reports[0]], [trade.reports[1]]], author=ANN)
    edited = edit(copy.path, "commitments", trade.reports[0], changes={"deadline": "2021-06"}, author=ANN)
    ledger = copy.ledger("RUS", "KOR")
    assert (entry_about(ledger, "linking of the Trans-Korean").standing, entry_about(ledger, "linking of the Trans-Korean").judged_by) == ("kept", "reviewer")
    of = {record_id: one for one in ledger.entries for record_id in one.reports}
    assert of[trade.reports[0]].entry_id != of[trade.reports[1]].entry_id
    assert of[trade.reports[0]].deadline == "2021-06"
    for decision in (parted, edited):
        undo(copy.path, decision.decision_id[:10], author=BEN)
    assert entry_about(copy.ledger("RUS", "KOR"), "raise bilateral trade to $30 billion").reports == trade.reports
    assert [row["state"] for row in list_decisions(copy.path)] == ["active", "undone", "undone", "undo", "undo"]
    assert "the study was handed over" in render_ledger(copy.ledger("RUS", "KOR"))


def test_rejected_accepted_added_and_merged_records(copy: bilateral.Record, now: PairLedger) -> None:
    one, other = [entry for entry in now.entries if entry.standing == "open" and len(entry.reports) == 1][:2]
    reject(copy.path, "commitments", one.reports[0], author=BEN)
    with pytest.raises(RecordError, match="fits 0"):
        accept(copy.path, "commitments", one.reports[0], author=ANN)
    merge(copy.path, "commitments", [other.reports[0], now.entries[0].reports[0]], author=ANN)
    row = next(row for entry in now.entries if (row := now.rows[entry.reports[0]]).actor != ["RUS"])  # the same words and side would be the same record
    added = add_row(copy.path, "commitments", {
        "doc_id": row.doc_id, "start_char": row.start_char, "end_char": row.end_char, "actor": ["RUS"], "recipient": ["KOR"],
        "what": "paint the fence", "firmness": "will", "status": "announced",
    }, author=ANN)  # fmt: skip
    ledger = copy.ledger("RUS", "KOR")
    of = {record_id: entry for entry in ledger.entries for record_id in entry.reports}
    assert one.reports[0] not in of
    assert of[other.reports[0]].entry_id == of[now.entries[0].reports[0]].entry_id
    assert "paint the fence" in {ledger.rows[record_id].what for record_id in of}
    assert added.target_id in of
    assert len(copy.brief("RUS", "KOR").sections) > 5


def test_the_journal_travels(copy: bilateral.Record, now: PairLedger, tmp_path: Path) -> None:
    accept(copy.path, "commitments", now.entries[0].reports[0], author=ANN)
    text = export_decisions(copy.path)
    other = shutil.copytree(copy.path, tmp_path / "other")
    shutil.rmtree(other / "decisions")
    assert import_decisions(other, text) == (1, 1)
    assert import_decisions(other, text) == (1, 0)
    assert export_decisions(other) == text
    with pytest.raises(SchemaError, match="line 2"):
        import_decisions(other, text + "{}\n")


def test_bad_asks_are_told(copy: bilateral.Record, now: PairLedger) -> None:
    record_id = now.entries[0].reports[0]
    with pytest.raises(SettingsError, match="reviewer"):
        accept(copy.path, "commitments", record_id, author=Author(" "))
    with pytest.raises(SchemaError, match="table"):
        accept(copy.path, "promises", record_id, author=ANN)
    with pytest.raises(SchemaError, match="firmness"):
        edit(copy.path, "commitments", record_id, changes={"firmness": "maybe"}, author=ANN)
    with pytest.raises(SettingsError, match="status"):
        set_status(copy.path, "commitments", record_id, status="broken", author=ANN)
    with pytest.raises(SettingsError, match="two or more"):
        merge(copy.path, "commitments", [record_id], author=ANN)
    with pytest.raises(SchemaError, match="span"):
        add_row(copy.path, "commitments", {"doc_id": now.rows[record_id].doc_id, "start_char": 5, "end_char": 5}, author=ANN)
    with pytest.raises(SettingsError, match="date"):
        copy.ledger("RUS", "KOR", as_of="soon")
    with pytest.raises(SettingsError, match="open, kept"):
        copy.ledger("RUS", "KOR", standings=["broken"])
    with pytest.raises(StateError):
        copy.ledger("RUS", "RUS")


def test_commands(copy: bilateral.Record, now: PairLedger, tmp_path: Path) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(app, [*words, "--record", str(copy.path)])
        assert done.exit_code == 0, done.output
        return done.output

    out = tmp_path / "ledger.jsonl"
    run("ledger", "RUS", "KOR", "--status", "missed", "--format", "jsonl", "--out", str(out))
    assert {json.loads(line)["standing"] for line in out.read_text("utf-8").splitlines()} == {"missed"}
    assert "## Kept" in run("ledger", "RUS", "KOR", "--format", "md")
    told = run("review", "set-status", "commitments", now.entries[0].reports[0], "cancelled", "--reviewer", "ann")
    assert told.split()[1] == "status"
    assert ",active," in run("review", "list")
