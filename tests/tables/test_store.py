

from __future__ import annotations

import dataclasses
import errno
import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from made_up import Maker, add, numbered, originals

from bilateral.errors import RecordError, SchemaError
from bilateral.records import TABLES, Rejection, Run
from bilateral.tables import delta
from bilateral.tables import store as stores
from bilateral.tables.checks import check_record
from bilateral.tables.originals import original_path, read_original
from bilateral.tables.queries import connect
from bilateral.tables.store import MARKER_NAME, open_store


def count(path, view: str) -> int:
    with connect(path) as connection:
        return connection.execute(f"SELECT count(*) FROM {view}").fetchall()[0][0]


def counts(path) -> dict[str, int]:
    with connect(path) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM stored_{table}").fetchall()[0][0] for table in TABLES}


def rejection(name: str = "r1", **columns) -> Rejection:
    row = Rejection(name, None, "file:///a.pdf", "read", None, None, "unreadable", "got noise")
    return dataclasses.replace(row, **columns)


def test_append_known_and_originals(record):
    makers = [numbered(number) for number in range(6)]
    with open_store(record, create=True) as store:
        assert add(store, *makers) == [maker.doc_id for maker in makers]
        assert store.known([makers[0].doc_id, "other"]) == {makers[0].doc_id}
    assert read_original(record, makers[0].sha256) == makers[0].bytes
    assert check_record(record) == []
    assert counts(record)["documents"] == 6


def test_two_appends_store_once(record):
    makers = [numbered(number) for number in range(6)]
    with open_store(record, create=True) as store:
        add(store, *makers, makers[0])
        before = counts(record)
        assert add(store, *makers) == []
    with open_store(record) as store:
        assert add(store, *makers) == []
    assert counts(record) == before


def test_versions_of_an_address(record):
    first, second, third, other = (
        Maker("one", address="a"), Maker("two", address="a"), Maker("three", address="a"), Maker("four", address="b"),
    )  # fmt: skip
    with open_store(record, create=True) as store:
        add(store, first, second, other)
    with open_store(record) as store:
        add(store, first, third)
    with connect(record) as connection:
        query = "SELECT address, version, text FROM {} ORDER BY ALL"
        assert connection.execute(query.format("all_documents")).fetchall() == [
            ("a", 1, "one"), ("a", 2, "two"), ("a", 3, "three"), ("b", 1, "four"),
        ]  # fmt: skip
        assert connection.execute(query.format("documents")).fetchall() == [("a", 3, "three"), ("b", 1, "four")]


def test_a_batch_without_its_document_is_never_seen(record, monkeypatch):
    stored, torn = numbered(0), numbered(3)
    with open_store(record, create=True) as store:
        add(store, stored)
        before = counts(record)
        whole = delta.append_rows

        def full_disk(table, rows):
            if "signature" in rows.column_names:  # documents, the commit marker
                raise OSError(errno.ENOSPC, "No space left on device")
            whole(table, rows)

        monkeypatch.setattr(delta, "append_rows", full_disk)
        with pytest.raises(RecordError, match="free some space") as caught:
            add(store, torn)
        assert "no document stored before is lost" in str(caught.value)
        monkeypatch.undo()
        assert count(record, "stored_events") == 2
        assert count(record, "events") == count(record, "all_events") == 1
        assert any("not stored" in problem for problem in check_record(record))
    with open_store(record):
        assert {**counts(record), "rejections": 0} == {**before, "rejections": 0}
    assert check_record(record) == []


def test_the_same_store_can_append_after_a_failure(record, monkeypatch):
    maker = numbered(3)
    with open_store(record, create=True) as store:
        monkeypatch.setattr(store, "_add_rejections", lambda _: (_ for _ in ()).throw(OSError(errno.EIO, "broken")))
        with pytest.raises(RecordError, match="broken"):
            add(store, maker)
        monkeypatch.undo()
        assert add(store, maker) == [maker.doc_id]
    assert count(record, "stored_events") == 1
    assert check_record(record) == []


def test_rejections_are_stored_once_and_shown(record):
    maker = numbered(5)
    with open_store(record, create=True) as store:
        assert store.reject([rejection(), rejection()]) == 1
        add(store, maker)
        assert store.reject([rejection(), rejection("r2"), *maker.coded.rejections]) == 1
    with open_store(record) as store:
        assert store.reject([rejection()]) == 0
        assert store.reject([]) == 0
    assert count(record, "rejections") == count(record, "all_rejections") == 3


def test_a_rejection_with_half_characters_is_stored(record):
    with open_store(record, create=True) as store:
        assert store.reject([rejection(address="a\udcff.txt", detail="\ud800")]) == 1
    with connect(record) as connection:
        assert connection.execute("SELECT address FROM rejections").fetchall() == [(r"a\udcff.txt",)]


def test_one_document_that_does_not_fit_is_rejected(record):
    good, bad, foreign, later = numbered(1), Maker("half", title="\ud800"), Maker("f"), Maker("l")
    foreign.coded.parts[0] = dataclasses.replace(foreign.coded.parts[0], doc_id="other")
    with open_store(record, create=True) as store:
        assert add(store, good, bad, foreign, later) == [good.doc_id, later.doc_id]
    with connect(record) as connection:
        rows = connection.execute("SELECT doc_id, reason_code FROM rejections ORDER BY doc_id").fetchall()
    assert rows == sorted((maker.doc_id, "not_storable") for maker in (bad, foreign))
    assert check_record(record) == []


def test_a_document_whose_file_changed_is_rejected(record, tmp_path):
    good, changed, gone = numbered(1), numbered(2), numbered(4)
    (tmp_path / "good").write_bytes(good.bytes)
    (tmp_path / "changed").write_bytes(b"other")
    files = {good.sha256: tmp_path / "good", changed.sha256: tmp_path / "changed", gone.sha256: tmp_path / "gone"}
    with open_store(record, create=True) as store:
        assert store.append([good.coded, changed.coded, gone.coded], files) == [good.doc_id]
    assert count(record, "rejections WHERE reason_code = 'original_changed'") == 2


def test_a_missing_original_is_an_error(record):
    with open_store(record, create=True) as store, pytest.raises(RecordError, match="pass its bytes"):
        store.append([numbered(1).coded], {})


def test_runs_are_kept(record):
    with open_store(record, create=True) as store:
        store.add_run(Run("r", datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC), "0", "p", 1, 2, 3))
        with pytest.raises(SchemaError):
            store.add_run(Run("r", "yesterday", None, "0", "p", 1, 2, 3))
    with connect(record) as connection:
        assert connection.sql("SELECT started_at FROM runs").to_arrow_table()["started_at"].to_pylist() == [
            datetime(2026, 1, 1, tzinfo=UTC),
        ]


def test_only_one_writer(record):
    with open_store(record, create=True) as first:
        with pytest.raises(RecordError, match=rf"process {os.getpid()}"):
            open_store(record)
        with open_store(record, write=False) as reader:
            assert reader.known(["x"]) == set()
            maker = numbered(1)
            add(first, maker)
            assert reader.known([maker.doc_id]) == {maker.doc_id}
            with pytest.raises(RecordError, match="open it with"):
                reader.reject([rejection()])
    open_store(record).close()
    with pytest.raises(RecordError, match="closed"):
        first.append([], {})


def test_a_lock_left_by_a_killed_run_is_taken(record):
    code = f"import os; from bilateral.tables.store import open_store; s = open_store({str(record)!r}, create=True); os._exit(9)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert (record / "writer.lock").read_text().isdigit()
    open_store(record).close()
    assert (record / "writer.lock").read_text() == ""


def test_a_folder_that_is_no_record(tmp_path):
    with pytest.raises(RecordError, match="does not exist"):
        open_store(tmp_path / "none")
    (tmp_path / "file").write_text("x")
    for create in (True, False):
        with pytest.raises(RecordError, match="the file"):
            open_store(tmp_path / "file", create=create)
        with pytest.raises(RecordError, match=MARKER_NAME):
            open_store(tmp_path, create=create)
    with pytest.raises(RecordError, match=MARKER_NAME):
        connect(tmp_path)


@pytest.mark.parametrize("name", ["50%20", "a[1]", "a|b", "what?"])
def test_a_path_that_delta_cannot_hold(tmp_path, name):
    with pytest.raises(RecordError, match="choose another folder"):
        open_store(tmp_path / name, create=True)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["한국 & Россия", "it's #1", "a+b=c;d"])
def test_a_path_of_many_signs(tmp_path, name):
    with open_store(tmp_path / name, create=True) as store:
        add(store, numbered(1))
    assert check_record(tmp_path / name) == []


def test_another_format_version(record):
    open_store(record, create=True).close()
    marker = json.loads((record / MARKER_NAME).read_text())
    (record / MARKER_NAME).write_text(json.dumps(marker | {"format_version": 99}))
    with pytest.raises(RecordError, match="version 99"):
        open_store(record, create=True)
    (record / MARKER_NAME).write_text(json.dumps(marker | {"format_version": 1}))
    with pytest.raises(RecordError, match=r"version 1 in .*add the documents to a new record .their bytes are kept in .*originals"):
        open_store(record)
    (record / MARKER_NAME).write_text("{")
    with pytest.raises(RecordError, match="cannot be read"):
        open_store(record, create=True)


def test_other_columns(record, monkeypatch):
    open_store(record, create=True).close()
    changed = delta.arrow_schema("parts").append(__import__("pyarrow").field("new", "string"))
    real = delta.arrow_schema
    monkeypatch.setattr(delta, "arrow_schema", lambda table: changed if table == "parts" else real(table))
    with pytest.raises(SchemaError, match="parts was stored with"):
        open_store(record)


def test_a_folder_that_cannot_be_written(record, monkeypatch):
    def denied(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    open_store(record, create=True).close()
    monkeypatch.setattr(stores, "take_lock", denied)
    with pytest.raises(RecordError, match="make the folder writable"):
        open_store(record)


def test_a_failed_open_frees_the_lock(record, monkeypatch):
    monkeypatch.setattr(stores.Store, "prepare", lambda _: (_ for _ in ()).throw(OSError(errno.EROFS, "Read-only")))
    with pytest.raises(RecordError, match="disk that can be written"):
        open_store(record, create=True)
    monkeypatch.undo()
    open_store(record).close()


def test_equal_records_have_equal_markers(tmp_path):
    for name in "ab":
        open_store(tmp_path / name, create=True).close()
    assert (tmp_path / "a" / MARKER_NAME).read_bytes() == (tmp_path / "b" / MARKER_NAME).read_bytes()


def test_compaction_keeps_every_row_and_a_reader_that_came_before(record, monkeypatch):
    monkeypatch.setattr(stores, "COMPACT_FILES", 3)
    with open_store(record, create=True) as store:
        for number in range(3):
            add(store, numbered(number))
        before = connect(record)
        for number in range(3, 8):
            add(store, numbered(number))
    assert before.execute("SELECT count(*) FROM events").fetchall() == [(3,)]
    before.close()
    assert len(delta.list_files(record, "events")) <= 4
    assert count(record, "all_events") == 8
    assert check_record(record) == []


def test_a_failed_compaction_loses_nothing(record, monkeypatch, caplog):
    monkeypatch.setattr(stores, "COMPACT_FILES", 1)
    monkeypatch.setattr(delta, "compact", lambda _: (_ for _ in ()).throw(OSError("no")))
    with open_store(record, create=True) as store:
        add(store, numbered(1))
        add(store, numbered(2))
    assert "not compacted" in caplog.text
    assert count(record, "all_documents") == 2


def test_reading_an_original_that_is_not_there(record):
    open_store(record, create=True).close()
    with pytest.raises(RecordError, match="add the document again"):
        read_original(record, "0" * 64)
    with pytest.raises(RecordError, match="64 hexadecimal"):
        read_original(record, "../../etc/passwd")


def test_checks_find_what_is_wrong(record):
    good, other = numbered(3), Maker("Korea and Russia", file_type="scroll")
    event = good.coded.events[0]
    good.coded.events.append(event)
    good.coded.events.append(dataclasses.replace(event, record_id="q", quote="other words", realis="perhaps"))
    good.coded.events.append(dataclasses.replace(event, record_id="s", end_char=10**6))
    good.coded.parts.append(dataclasses.replace(good.coded.parts[0], part_index=1))
    good.coded.statements[0] = dataclasses.replace(good.coded.statements[0], cue_start_char=5)
    good.coded.figures[0] = dataclasses.replace(
        good.coded.figures[0],
        period_start=good.coded.figures[0].period_end,
        period_end=good.coded.figures[0].period_start,
    )
    with open_store(record, create=True) as store:
        store.append([good.coded, other.coded], originals(good, other))
    original_path(record, good.sha256).write_bytes(b"changed")
    original_path(record, other.sha256).unlink()
    found = "\n".join(check_record(record))
    for problem in (
        "events: rows that share record_id", "documents.file_type", "events.realis", "events: quotes that differ",
        "events: spans outside", "parts: parts that overlap", "statements: cues", "figures: period_start after period_end",
        "is missing", "holds other bytes",
    ):  # fmt: skip
        assert problem in found
    assert len(check_record(record)) == 10
