"""Containers in a record: one document a member, each once, whatever the order; rejections lead to the place."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

import bilateral
from bilateral.bare_coding import code_files
from bilateral.documents.items import Item
from bilateral.errors import DocumentError
from bilateral.progress import AddReport
from bilateral.records import TABLES
from bilateral.settings import Settings
from bilateral.tables.checks import check_record
from bilateral.tables.queries import connect

TEXT = (
    "Rome talks\n\nROME, May 6, 2019 - Italian Prime Minister Giuseppe Conte met Egyptian President Abdel Fattah el-Sisi in Rome on Monday. "
    "The talks lasted three hours, officials said, and the two leaders agreed that they would meet again before the summer.\n"
)
ROWS = [{"title": "Cairo talks", "text": "Egypt and Italy agreed to resume flights by 2020.", "date": "2019-06-01"}, {"title": "No text"}]
SETTINGS = Settings(workers=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made") / "files"
    place.mkdir()
    (place / "plain.txt").write_text(TEXT.replace("Monday", "Tuesday"), "utf-8")
    with zipfile.ZipFile(place / "more.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/rome.txt", TEXT)
        archive.writestr("in/again.txt", TEXT)
        archive.writestr("rows.jsonl", "\n".join(map(json.dumps, ROWS)))
        archive.writestr("../up.txt", TEXT + "Up.")
    return place


def rows(record: bilateral.Record) -> dict[str, list[str]]:
    with connect(record.path) as connection:
        return {table: sorted(map(repr, connection.sql(f"SELECT * FROM all_{table}").fetchall())) for table in TABLES if table != "runs"}


@pytest.fixture(scope="module")
def added(folder: Path) -> tuple[bilateral.Record, AddReport, list[tuple[int, int]]]:
    """The record of the folder, what its making told, and its progress."""
    record = bilateral.open_record(folder.parent / "record", settings=SETTINGS)
    seen: list[tuple[int, int]] = []
    report = record.add([folder], on_progress=lambda done, total: seen.append((done, total)))
    return record, report, seen


def test_members_are_documents(added: tuple[bilateral.Record, AddReport, list[tuple[int, int]]]) -> None:
    record, report, seen = added
    assert (report.n_added, report.n_known, report.n_rejected) == (3, 1, 2)
    assert seen[-1] == (6, 6)
    places = record.sql("SELECT retrieved_from FROM documents ORDER BY 1").column(0).to_pylist()
    assert [place.rpartition("/files/")[2].split("!")[0] for place in places] == ["more.zip", "more.zip", "plain.txt"]
    assert places[0].endswith("more.zip!in/rome.txt")
    rejections = record.rejections().to_pylist()
    assert {(row["reason_code"], row["address"].rpartition("!")[2].split("/row-")[0]) for row in rejections} >= {
        ("unsafe_path", "../up.txt"), ("no_text_column", "rows.jsonl"),
    }  # fmt: skip
    assert check_record(record.path) == []


def test_adding_again_parses_nothing(added: tuple[bilateral.Record, AddReport, object], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = added[0]
    before, parsed = rows(record), []

    def note(item: Item, **_: object) -> None:
        parsed.append(item.name)
        message = "got a parser, expected none"
        raise DocumentError(message, "no_text_column")

    monkeypatch.setattr("bilateral.pipeline.read_item", note)
    again = record.add([folder])
    assert (again.n_added, again.n_known) == (0, 4)
    assert parsed == ["rows.jsonl row 2"]  # what was rejected is tried again
    assert rows(record) == before


def test_order_does_not_matter(added: tuple[bilateral.Record, AddReport, object], tmp_path: Path, folder: Path) -> None:
    one = added[0]
    two = bilateral.open_record(tmp_path / "two", settings=SETTINGS)
    two.add([folder / "plain.txt"])
    two.add([folder / "more.zip"])
    assert rows(one) == rows(two)


def test_items_that_were_fetched_and_heavy_ones_that_wait_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bilateral.adding.LIGHT_BYTES", 10)
    record = bilateral.open_record(tmp_path / "record", settings=SETTINGS)
    (record.path / ".incoming").mkdir()
    (record.path / ".incoming" / "left-by-a-kill").write_bytes(b"Seoul")
    when = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    refused = Item(b"", "b", "https://news.example.org/b", error=DocumentError("got b, which is gone", "not_found"))
    bad = [Item(b"\x00\x01" * 30, name, f"https://news.example.org/{name}", retrieved=when) for name in ("c", "d")]
    report = record.add_items([Item(TEXT.encode(), "a", "https://news.example.org/a", retrieved=when), refused, *bad])
    assert (report.n_added, report.n_known, report.n_rejected) == (1, 0, 3)
    assert not (record.path / ".incoming").exists()
    assert check_record(record.path) == []
    [row] = record.sql("SELECT address, retrieved_from, epoch(retrieved) AS retrieved FROM documents").to_pylist()
    assert row == {"address": "https://news.example.org/a", "retrieved_from": "https://news.example.org/a", "retrieved": when.timestamp()}
    told = [(row["address"][-1], row["reason_code"]) for row in record.rejections().to_pylist()]
    assert told == [("b", "not_found"), ("c", "binary"), ("d", "binary")]  # the same bytes at two places are two rows


def test_coding_without_a_record(tmp_path: Path, folder: Path) -> None:
    report = code_files([str(folder)], tmp_path / "out", settings=SETTINGS, dates={})
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert report.n_coded == 4
    assert names[-1] == "plain.json"
    assert all(name.startswith("more-") for name in names[:-1])
    assert {type(error).__name__ for _, error in report.failed} == {"DocumentError"}
