"""Records made before a column existed: read as they are, and written to."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from deltalake import write_deltalake
from made_up import add, numbered

from bilateral.records import TABLES, column_names, is_sealed, later_columns, seal
from bilateral.tables import delta
from bilateral.tables.checks import check_record
from bilateral.tables.queries import connect, connect_alone
from bilateral.tables.schema import from_arrow
from bilateral.tables.store import open_store

WITH_LATER = [table for table in TABLES if later_columns(table)]


def maker(number: int, **columns):
    made = numbered(number)
    return made.project(made.text[:9], ["AAA", "BBB"], **columns)


def forget_later_columns(record) -> None:
    """Store the tables of a record again as they were before the columns that came later."""
    for table in WITH_LATER:
        rows = delta.open_table(record, table, create=False).to_pyarrow_table().drop_columns(list(later_columns(table)))
        shutil.rmtree(record / table)
        write_deltalake(str(record / table), rows)


def projects(record):
    with connect(record) as connection:
        names = ", ".join(column_names("projects"))
        found = connection.sql(f"SELECT {names} FROM projects ORDER BY project_name").to_arrow_table()
    return from_arrow("projects", found)


@pytest.fixture
def older(record):
    with open_store(record, create=True) as store:
        add(store, maker(1, project_name="A"), maker(2, project_name="B"))
    forget_later_columns(record)
    return record


def test_an_older_record_is_read(older):
    assert [(row.project_name, row.start, row.other_names) for row in projects(older)] == [("A", None, []), ("B", None, [])]
    assert check_record(older) == []


def test_an_older_record_is_written_to(older):
    with open_store(older) as store:
        add(store, maker(4, project_name="C", start="2019-05", other_names=["Line C"]))
    with open_store(older) as store:
        add(store, maker(7, project_name="D"))
    assert [(row.project_name, row.start, row.other_names) for row in projects(older)] == [
        ("A", None, []), ("B", None, []), ("C", "2019-05", ["Line C"]), ("D", None, []),
    ]  # fmt: skip
    assert check_record(older) == []


def test_an_older_record_is_compacted_with_newer_rows(older):
    with open_store(older) as store:
        add(store, maker(4, project_name="C", start="2019"))
        delta.compact(store._tables["projects"])
    assert [row.start for row in projects(older)] == [None, None, "2019"]


def test_a_reader_of_before_sees_what_was_there(older):
    with connect_alone(older) as before:
        with open_store(older) as store:
            add(store, maker(4, start="2019"))
        assert before.execute("SELECT start FROM projects").fetchall() == [(None,), (None,)]


def test_a_seal_holds_until_something_is_told_in_a_later_column():
    made = maker(1)
    [row] = made.coded.projects[-1:]
    older = replace(row, record_id=seal("projects", row))
    assert is_sealed("projects", older)
    assert not is_sealed("projects", replace(older, start="2019"))
    assert not is_sealed("projects", replace(older, other_names=["C"]))


def test_every_later_column_may_be_left_out():
    for table in WITH_LATER:
        assert set(later_columns(table)) < set(column_names(table))
