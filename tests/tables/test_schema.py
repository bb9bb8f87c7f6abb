from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from typing import Any, get_type_hints

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from bilateral.errors import SchemaError
from bilateral.records import TABLES, Part, Run, column_names
from bilateral.tables.schema import arrow_schema, codebook, empty_table, from_arrow, to_arrow


def row(table: str, *, is_full: bool) -> Any:
    """A record with a value in every column, or with None and empty lists wherever that is allowed."""
    by_type = {
        "text": "한국 😀 text", "integer": -5, "number": 1.5, "true or false": True, "list of text": ["KOR", "RUS/BUS"],
        "list of integer": [0, 2**62], "date": date(1899, 1, 31), "timestamp": datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    }  # fmt: skip
    values = {}
    for column in codebook():
        if column["table"] == table:
            value = by_type[column["type"]]
            if not is_full:
                value = None if column["is_nullable"] else ([] if isinstance(value, list) else value)
            values[column["column"]] = value
    return TABLES[table](**values)


@pytest.mark.parametrize("table", TABLES)
def test_rows_survive_arrow_and_delta(table, tmp_path):
    rows = [row(table, is_full=True), row(table, is_full=False)]
    write_deltalake(str(tmp_path / "t"), to_arrow(table, rows))
    stored = DeltaTable(str(tmp_path / "t")).to_pyarrow_dataset().to_table()
    assert stored.schema.equals(arrow_schema(table), check_metadata=False)
    assert from_arrow(table, stored) == rows


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_those_of_the_record(table):
    schema = arrow_schema(table)
    assert schema.names == column_names(table) == empty_table(table).column_names
    hints = get_type_hints(TABLES[table])
    for field in schema:
        assert field.nullable == (hints[field.name] is Any or type(None) in getattr(hints[field.name], "__args__", ()))
        assert field.metadata[b"description"]


def test_metadata_holds_unit_and_values():
    assert arrow_schema("events").field("mode").metadata[b"values"].startswith(b"visit|meet")
    assert arrow_schema("events").field("start_char").metadata[b"unit"] == b"codepoint"
    assert arrow_schema("runs").field("started_at").type == pa.timestamp("us", tz="UTC")


def test_codebook_has_every_column_once():
    names = [(column["table"], column["column"]) for column in codebook()]
    assert names == [(table, item.name) for table in TABLES for item in dataclasses.fields(TABLES[table])]


PART = Part("d1", 0, "body", 0, 4, None, None, "only part")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", None),
        ("reason", 5),
        ("reason", "\ud800"),
        ("start_char", "x"),
        ("start_char", 1.5),
        ("start_char", 2**70),
        ("author", []),
    ],
)
def test_a_wrong_value_names_its_column(column, value):
    with pytest.raises(SchemaError, match=f"parts.{column}"):
        to_arrow("parts", [PART, dataclasses.replace(PART, **{column: value})])


def test_a_text_is_no_list():
    with pytest.raises(SchemaError, match=r"events\.actor"):
        to_arrow("events", [dataclasses.replace(row("events", is_full=True), actor="KOR")])


def test_a_date_as_text_is_refused():
    run = Run("r", "2026-01-01", None, "0", "p", 0, 0, 0)
    with pytest.raises(SchemaError, match=r"runs\.started_at"):
        to_arrow("runs", [run])


def test_unknown_table_and_missing_column():
    with pytest.raises(SchemaError, match="documents, parts"):
        arrow_schema("nothing")
    with pytest.raises(SchemaError, match="lacks doc_id"):
        from_arrow("parts", to_arrow("parts", [PART]).drop_columns(["doc_id"]))
