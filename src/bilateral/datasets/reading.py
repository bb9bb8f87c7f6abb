"""One file of event data from its first line to finished parts of a million rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.datasets.blocks import first_line, read_blocks
from bilateral.datasets.frames import finished, make_frame
from bilateral.datasets.opening import opened
from bilateral.datasets.rows import BadRow, Rows, parse_block
from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from bilateral.datasets.formats import DataFormat
    from bilateral.datasets.opening import DataFile
    from bilateral.datasets.rows import Form

__all__ = ["PART_ROWS", "Part", "read_parts"]

PART_ROWS = 1_000_000
"""Rows stored in one transaction: few enough to lose little to a kill and to hold in some hundred megabytes."""

_BATCH_ROWS = 200_000
"""Rows of a Parquet file taken at once."""

_PREVIEW = 200


@dataclass(slots=True)
class Part:
    """Finished rows of one stretch of a file, and where it ends."""

    tables: list[pa.Table] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    n_read: int = 0
    last_row: int = 0
    end_byte: int = 0
    is_last: bool = False
    damage: str | None = None


def read_parts(file: DataFile, form_of_data: DataFormat, *, last_row: int = 0, end_byte: int = 0) -> Iterator[Part]:
    """Read a file into the columns of imported events, part by part.

    Every row is in a part's tables or among its bad rows. A file that breaks off
    gives what it holds; its torn last row is a bad one.

    Args:
        file: The file.
        form_of_data: How its rows are read.
        last_row: Last row that is stored already; reading goes on after it.
        end_byte: Where that row ends in the unpacked text.

    Yields:
        Parts of about `PART_ROWS` rows, the last one marked.

    Raises:
        DocumentError: If the file cannot be opened or its columns do not fit.
    """
    take_rows = _parquet_rows if file.name.endswith(".parquet") else _text_rows
    part = Part(last_row=last_row)
    for rows, end, is_last, damage in take_rows(file, form_of_data, last_row, end_byte):
        frame = make_frame(rows)
        if rows.cells.num_rows:
            form_of_data.build(frame)
            part.tables.append(finished(frame))
        part.bad += frame.bad_rows()
        part.n_read += rows.n_read
        part.last_row += rows.n_read
        part.end_byte, part.is_last, part.damage = end, is_last, damage
        if is_last or part.n_read >= PART_ROWS:
            yield part
            part = Part(last_row=part.last_row)


_Taken = tuple[Rows, int, bool, str | None]


def _text_rows(file: DataFile, form_of_data: DataFormat, last_row: int, end_byte: int) -> Iterator[_Taken]:
    """Rows of a text file block by block, with the byte they end at."""
    with opened(file) as reading:
        line = first_line(reading)
        if not line.strip():
            message = f"got {file.name}, which is empty or broken from the start ({reading.damage or 'no bytes'}); fetch it again"
            raise DocumentError(message, "empty_file")
        form, is_header = form_of_data.read_form(line)
        start = len(line)
        if end_byte:
            reading.skip(end_byte - start)
            start = end_byte
        elif not is_header:
            reading.push_back(line)
            start = 0
        row = last_row
        for block in read_blocks(reading, start, quoted=form.quoted):
            rows = parse_block(block.content, form, row + 1)
            if block.is_last and reading.damage:
                rows = _with_torn(rows, row, block.torn, reading.damage)
            row += rows.n_read
            yield rows, block.end_byte, block.is_last, reading.damage


def _with_torn(rows: Rows, before: int, torn: bytes, damage: str) -> Rows:
    """Rows of the last block with the row at which the file breaks off."""
    if not torn.strip():
        return rows
    shown = torn[:_PREVIEW].decode("utf-8", "replace")
    bad = BadRow(before + rows.n_read + 1, "truncated_file", f"the file breaks off here ({damage}); fetch it again: {shown}")
    return Rows(rows.cells, rows.numbers, [*rows.bad, bad], rows.originals, rows.n_read + 1)


def _parquet_rows(file: DataFile, form_of_data: DataFormat, last_row: int, end_byte: int) -> Iterator[_Taken]:
    """Rows of a Parquet file batch by batch; their number stands for the byte."""
    import pyarrow as pa  # noqa: PLC0415 - heavy
    from pyarrow import parquet  # noqa: PLC0415 - heavy

    try:
        stored = parquet.ParquetFile(file.path)
    except (OSError, pa.ArrowException) as error:
        message = f"got {file.address}, which is no Parquet file that can be read ({error})"
        raise DocumentError(message) from error
    names = stored.schema_arrow.names
    form, _ = form_of_data.read_form(("\t".join(f'"{name}"' for name in names)).encode())
    total = stored.metadata.num_rows
    row = 0
    for batch in stored.iter_batches(_BATCH_ROWS, columns=list(form.wanted)):
        row += batch.num_rows
        if row > max(last_row, end_byte):
            numbers = np.arange(row - batch.num_rows + 1, row + 1, dtype=np.int64)
            yield Rows(_as_texts(pa.Table.from_batches([batch]), form), numbers, [], {}, batch.num_rows), row, row == total, None
    if not total:
        empty: Any = pa.table({name: pa.array([], pa.string()) for name in form.wanted})
        yield Rows(empty, np.array([], dtype=np.int64), [], {}, 0), 0, True, None


def _as_texts(table: pa.Table, form: Form) -> pa.Table:
    """Typed columns as the texts that a text file would have."""
    import pyarrow as pa  # noqa: PLC0415 - heavy
    import pyarrow.compute as pc  # noqa: PLC0415 - heavy

    columns = {}
    for name in form.wanted:
        text = pc.fill_null(table.column(name).cast(pa.string()), "")
        columns[name] = text if name in form.texts else text.dictionary_encode()
    return pa.table(columns)
