"""A table as a file that a browser keeps: written some rows at a time, on the disk where it is large."""

from __future__ import annotations

import tempfile
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask

from bilateral.tables.export import write_table

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FILE_TYPES", "send_table"]

FILE_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson", "parquet": "application/vnd.apache.parquet"}

_MOST_HELD = 4_000_000
"""Bytes of a file that are held in memory until it is sent; a larger one lies on the disk meanwhile."""

_A_PIECE = 1 << 16


def send_table(table: pa.Table | pa.RecordBatchReader, form: str, name: str) -> StreamingResponse:
    """A table as a file.

    Args:
        table: An Arrow table, or a reader, which is read to its end before this returns.
        form: One of `FILE_TYPES`.
        name: Name of the file, without its ending.

    Returns:
        The answer.
    """
    stream = tempfile.SpooledTemporaryFile(_MOST_HELD)  # noqa: SIM115 - closed when it was sent
    try:
        write_table(table, form, cast("BinaryIO", stream))
    except BaseException:
        stream.close()
        raise
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Content-Length": str(stream.tell())}
    stream.seek(0)
    return StreamingResponse(iter(partial(stream.read, _A_PIECE), b""), media_type=FILE_TYPES[form], headers=headers, background=BackgroundTask(stream.close))
