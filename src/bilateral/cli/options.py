"""Options that several commands share, each described once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["FormatOption", "FromOption", "OutOption", "RecordOption", "StateA", "StateB", "TableFormat", "ToOption"]


class TableFormat(StrEnum):
    """Forms in which a table can be written."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"
    parquet = "parquet"


RecordOption = Annotated[Path, typer.Option("--record", "-r", help="Folder of the record.", envvar="BILATERAL_RECORD")]
StateA = Annotated[str, typer.Argument(help="A state: ISO code, name or capital.")]
StateB = Annotated[str, typer.Argument(help="The other state.")]
FromOption = Annotated[str | None, typer.Option("--from", help="First date: 2017, 2017-06 or 2017-06-01.")]
ToOption = Annotated[str | None, typer.Option("--to", help="Last date.")]
FormatOption = Annotated[TableFormat | None, typer.Option("--format", "-f", help="Default: table on a screen, csv in a pipe.")]
OutOption = Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file instead of the screen.")]
