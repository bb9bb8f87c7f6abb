"""A column that is described in better words since a record was made is the same column."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
from deltalake import DeltaTable

from bilateral.tables import delta
from bilateral.tables.schema import arrow_schema, empty_table

_VALUES = {"string": "x", "bool": True, "int": 1, "list": [], "timestamp": datetime(2026, 1, 2, tzinfo=UTC)}


def test_rows_are_appended_whatever_the_description_was(tmp_path) -> None:
    schema = arrow_schema("retrievals")
    DeltaTable.create(str(tmp_path / "retrievals"), pa.schema([field.with_metadata({"description": "as it was told before"}) for field in schema]))
    row = {field.name: value for field in schema for kind, value in _VALUES.items() if str(field.type).startswith(kind)}
    opened = delta.open_table(tmp_path, "retrievals", create=True)
    delta.append_rows(opened, pa.Table.from_pylist([row], schema=schema))
    delta.append_rows(opened, empty_table("retrievals"))
    assert DeltaTable(str(tmp_path / "retrievals")).to_pyarrow_table().num_rows == 1
