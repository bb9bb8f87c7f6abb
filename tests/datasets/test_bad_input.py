"""Bad files and killed runs: every row is kept or listed, and nothing comes twice."""

from __future__ import annotations

import gzip
import importlib.util
from pathlib import Path

import pytest

from bilateral.datasets import blocks, reading
from bilateral.errors import DocumentError, SettingsError
from bilateral.importing import import_files
from bilateral.tables import imports
from bilateral.tables.imported import find_data_set

_SPEC = importlib.util.spec_from_file_location("made_up_data", Path(__file__).parent / "made_up.py")
made = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(made)


def reasons(box):
    return sorted(row[0] for row in box.rejections())


def test_every_kind_of_bad_row_is_accounted_for(box):
    good = made.icews(1)
    rows = [
        good,
        made.icews(2).replace("Head of", "Head\tof"),  # a stray tab in a name
        made.icews(3) + "\t\t",  # empty cells at the end
        "\t".join(made.icews(4).split("\t")[:9]),
        made.icews(5, day="2018-02-31"),
        made.icews(6, day="2918-02-01"),
        made.icews(7, code="999"),
        made.icews(8, actor="Atlantis"),
        made.icews(9) + "\tx\ty\tz\tw",
        made.icews(10),
    ]
    report = box.take("icews", "events.tab", made.icews_file(*rows, "", ""))
    assert report.n_read == report.n_kept + report.n_rejected == 10
    assert reasons(box) == ["impossible_date", "impossible_date", "too_few_columns", "too_many_columns", "unknown_event_code", "unknown_state"]
    assert box.rows("icews", "native_id, native_row") == [("1", 1), ("2", 2), ("3", 3), ("10", 10)]
    assert {row[1].rpartition("!")[2] for row in box.rejections()} == {"row 4", "row 5", "row 6", "row 7", "row 8", "row 9"}
    assert box.rows("icews", "actor_name", "native_row = 2") == [("Head of Government (Norway)",)]


def test_a_stray_tab_that_could_stand_anywhere_is_not_guessed(box):
    """Where the joined neighbours could both be dates, no reading is sure."""
    row = made.icews(1).split("\t")
    row[1:2] = ["2018-06-22", "2018-06-23"]
    report = box.take("icews", "events.tab", made.icews_file("\t".join(row)))
    assert (report.n_kept, reasons(box)) == (0, ["too_many_columns"])


def test_wrong_encodings(box):
    western = made.icews_file(made.icews(1, name="José (Norway)"), made.icews(2)).encode("latin-1")
    report = box.take("icews", "a.tab", western)
    assert (report.n_kept, report.n_mended) == (2, 1)
    assert box.rows("icews", "actor_name, originals") == [("José (Norway)", '{"encoding": "windows-1252"}'), ("Head of Government (Norway)", None)]
    box.take("icews", "b.tab", made.icews_file(made.icews(3, name="José (Norway)")).encode("utf-16"), name="wide")
    assert box.rows("wide", "actor_name") == [("José (Norway)",)]


def test_missing_columns_reject_the_file_with_what_it_has(box):
    report = box.take("icews", "events.tab", "Event ID\tEvent Date\tSource Name\n1\t2018-06-22\tx\n")
    assert (report.n_read, len(report.failed)) == (0, 1)
    assert "Source Country" in report.failed[0][1]
    assert reasons(box) == ["missing_columns"]


@pytest.mark.parametrize(("kind", "content"), [("gdelt", "1\t2\t3\n"), ("csv", "a,b\n1,2\n"), ("icews", ""), ("polecat", "x" * 2_000_000)])
def test_files_of_another_kind_are_told(box, kind, content):
    report = box.take(kind, "file.csv", content)
    assert report.failed
    assert reasons(box)[0] in {"missing_columns", "empty_file", "not_a_table"}


def test_truncated_gz_keeps_what_it_holds_and_the_whole_file_takes_its_place(box):
    rows = [made.icews(n, day=f"2018-{n % 12 + 1:02d}-{n % 28 + 1:02d}", name=f"Citizen {n * 7919 % 10007} (Norway)") for n in range(2000)]
    whole = gzip.compress(made.icews_file(*rows).encode())
    report = box.take("icews", "events.tab.gz", whole[: len(whole) // 2])
    assert report.broken
    assert 0 < report.n_kept < 2000
    assert report.n_read == report.n_kept + report.n_rejected
    assert reasons(box) == ["truncated_file"]
    again = box.take("icews", "events.tab.gz", whole[: len(whole) // 2])
    assert (again.n_known, again.n_read, len(box.rejections())) == (1, 0, 1)
    assert box.take("icews", "events.tab.gz", whole).n_kept == 2000
    assert len(box.rows("icews")) == 2000


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 4_000)
    monkeypatch.setattr(reading, "PART_ROWS", 40)
    monkeypatch.setattr("bilateral.importing.COMMIT_ROWS", 1)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("table", ["imported_days", "imports", "imported_events"])
def test_a_killed_run_loses_nothing_finished_and_doubles_nothing(box, monkeypatch, table):
    rows = [made.icews(n, day=f"2018-{n % 12 + 1:02d}-01", code="042" if n % 50 else "zzz") for n in range(400)]
    path = box.write("events.tab", made.icews_file(*rows))
    import_files(box.folder / "undisturbed", "icews", [path])
    real, calls = imports.delta.append_rows, []

    def append_rows(opened, new):
        calls.append(opened)
        if len(calls) == 6 and table != "imported_events":
            raise KeyboardInterrupt
        real(opened, new)
        if len(calls) == 5 and table == "imported_events":
            monkeypatch.setattr(imports, "_count_days", lambda _: 1 / 0)

    monkeypatch.setattr(imports.delta, "append_rows", append_rows)
    if table == "imports":
        calls.append(None)
    with pytest.raises((KeyboardInterrupt, ZeroDivisionError)):
        import_files(box.record, "icews", [path])
    monkeypatch.undo()
    before = len(box.rows("icews"))
    report = import_files(box.record, "icews", [path])
    assert 0 < before < 392
    assert report.n_kept == 392 - before
    box.rows("icews")
    found = box.rows("icews", "native_row")
    assert found == [(n + 1,) for n in range(400) if n % 50]
    assert len(box.rejections()) == 8
    stored = imports.open_imports(box.record)._tables["imported_events"].to_pyarrow_table()
    assert stored.num_rows == 392


def test_the_same_bytes_are_known_by_any_name_and_a_second_name_is_a_second_set(box):
    content = made.icews_file(made.icews(1))
    box.take("icews", "a.tab", content)
    assert box.take("icews", "b.tab", content).n_known == 1
    assert box.take("icews", "b.tab", content, name="second").n_known == 0
    assert len(box.rows("icews")) == len(box.rows("second")) == 1


def test_new_content_under_a_known_name_takes_its_place(box):
    box.take("icews", "a.tab", made.icews_file(made.icews(1), made.icews(2)))
    box.take("icews", "a.tab", made.icews_file(made.icews(1), made.icews(2), made.icews(3)))
    assert box.rows("icews", "native_id") == [("1",), ("2",), ("3",)]


def test_wrong_names_and_paths_are_told(box):
    with pytest.raises(SettingsError, match="coded"):
        box.take("icews", "a.tab", "", name="coded")
    with pytest.raises(DocumentError, match="expected a file"):
        import_files(box.record, "icews", [box.folder / "nowhere"])
    box.take("icews", "a.tab", made.icews_file(made.icews(1)))
    with pytest.raises(SettingsError, match="icews"):
        find_data_set(box.record, "icewz")
