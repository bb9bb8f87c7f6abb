from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from bilateral.errors import RecordError, SettingsError
from bilateral.tables.export import FORMULA_STARTS, write_table

TABLE = pa.table(
    {
        "title": ["=cmd()", 'a;b "c"\nd', None, "한국"],
        "actor": [["KOR", "RUS"], [], None, ["=x", "-y"]],
        "value": [-1.5, 2.0, None, float("nan")],
        "day": [date(2010, 9, 1), None, None, date(1899, 1, 1)],
        "at": [datetime(2026, 1, 1, tzinfo=UTC)] + [None] * 3,
        "is_coded": [True, False, None, True],
    }
)


def read_csv(table: pa.Table) -> list[list[str]]:
    stream = io.BytesIO()
    write_table(table, "csv", stream)
    return list(csv.reader(io.StringIO(stream.getvalue().decode(), newline="")))


def test_csv():
    assert read_csv(TABLE) == [
        ["title", "actor", "value", "day", "at", "is_coded"],
        ["'=cmd()", "KOR;RUS", "-1.5", "2010-09-01", "2026-01-01T00:00:00+00:00", "true"],
        ['a;b "c"\nd', "", "2.0", "", "", "false"],
        ["", "", "", "", "", ""],
        ["한국", "'=x;'-y", "nan", "1899-01-01", "", "true"],
    ]


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-(2**62), 2**62))))
def test_no_text_is_a_formula_and_every_number_stays(rows):
    table = pa.table(
        {"text": pa.array([text for text, _ in rows], "string"), "n": pa.array([n for _, n in rows], "int64")}
    )
    cells = read_csv(table)[1:]
    for (text, number), (cell, figure) in zip(rows, cells, strict=True):
        assert cell == (f"'{text}" if text.startswith(FORMULA_STARTS) else text)
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert int(figure) == number


def test_jsonl():
    stream = io.BytesIO()
    write_table(TABLE, "jsonl", stream)
    rows = [json.loads(line) for line in stream.getvalue().decode().split("\n")[:-1]]
    assert rows[0] == {
        "title": "=cmd()", "actor": ["KOR", "RUS"], "value": -1.5, "day": "2010-09-01",
        "at": "2026-01-01T00:00:00+00:00", "is_coded": True,
    }  # fmt: skip
    assert rows[3]["value"] is None
    assert len(rows) == 4


def test_parquet_keeps_all(tmp_path):
    write_table(TABLE, "parquet", tmp_path / "t.parquet")
    assert parquet.read_table(tmp_path / "t.parquet").schema.equals(TABLE.schema)
    assert [file.name for file in tmp_path.iterdir()] == ["t.parquet"]


@pytest.mark.parametrize("name", ["csv", "jsonl", "parquet"])
def test_a_table_without_rows(tmp_path, name):
    write_table(TABLE.slice(0, 0), name, tmp_path / "t")
    assert (tmp_path / "t").exists()


def test_wrong_format_and_folder(tmp_path):
    with pytest.raises(SettingsError, match="csv, json, jsonl, parquet"):
        write_table(TABLE, "xlsx", tmp_path / "t")
    with pytest.raises(RecordError, match="check the folder"):
        write_table(TABLE, "csv", tmp_path / "none" / "t")


@pytest.mark.parametrize("name", ["csv", "json", "jsonl", "parquet"])
def test_a_reader_is_written_as_its_table(tmp_path, name):
    """Whatever the size of its batches, and no batch is asked for before the one before is written."""
    many = pa.concat_tables([TABLE] * 700)
    batches, asked = many.to_batches(max_chunksize=1500), []

    def read():
        for number, batch in enumerate(batches):
            asked.append(number)
            yield batch

    write_table(many, name, tmp_path / "table")
    write_table(pa.RecordBatchReader.from_batches(many.schema, read()), name, tmp_path / "reader")
    assert asked == list(range(len(batches)))
    if name == "parquet":
        assert repr(parquet.read_table(tmp_path / "reader").to_pylist()) == repr(parquet.read_table(tmp_path / "table").to_pylist())  # nan is no other nan
    else:
        assert (tmp_path / "reader").read_bytes() == (tmp_path / "table").read_bytes()
