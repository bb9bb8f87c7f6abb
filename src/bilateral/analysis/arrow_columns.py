"""Between Arrow columns and NumPy arrays by their buffers: pyarrow's own ways load pandas, which takes half a second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import pyarrow as pa

__all__ = ["day_column", "number_column", "numbers_of", "text_column"]

_EPOCH_ORDINAL = 719_163
"""Day 0 of Arrow, 1970-01-01, as Python counts days."""


def number_column(values: np.ndarray[Any, Any], *, empty: np.ndarray[Any, Any] | None = None) -> pa.Array:
    """Numbers as a column of 64-bit integers or floats.

    Args:
        values: Whole numbers or floats.
        empty: Where the column is null; nowhere by default.

    Returns:
        The column.

    Example:
        >>> number_column(np.array([0.5, 1.5]), empty=np.array([False, True])).to_pylist()
        [0.5, None]
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    is_whole = values.dtype.kind in "iu"
    kind, made = (pa.int64(), values.astype(np.int64)) if is_whole else (pa.float64(), values.astype(np.float64))
    valid = None if empty is None or not empty.any() else pa.py_buffer(np.packbits(~empty, bitorder="little").tobytes())
    return pa.Array.from_buffers(kind, len(made), [valid, pa.py_buffer(np.ascontiguousarray(made))])


def numbers_of(column: pa.ChunkedArray) -> np.ndarray[Any, Any]:
    """The numbers of a column without nulls.

    Example:
        >>> import pyarrow as pa
        >>> numbers_of(pa.chunked_array([number_column(np.arange(3))])).tolist()
        [0, 1, 2]
    """
    chunks = [np.from_dlpack(chunk) for chunk in column.chunks]
    return np.concatenate(chunks) if chunks else np.zeros(0)


def text_column(values: Sequence[str]) -> pa.Array:
    """Texts as a column.

    Example:
        >>> text_column(["Kyiv", "São Paulo"]).to_pylist()
        ['Kyiv', 'São Paulo']
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    encoded = [value.encode() for value in values]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), len(encoded), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))])


def day_column(days: Sequence[dt.date]) -> pa.Array:
    """Days as a column.

    Example:
        >>> import datetime
        >>> day_column([datetime.date(2024, 5, 1)]).to_pylist()
        [datetime.date(2024, 5, 1)]
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    numbers = np.array([day.toordinal() - _EPOCH_ORDINAL for day in days], dtype=np.int32)
    return pa.Array.from_buffers(pa.date32(), len(numbers), [None, pa.py_buffer(numbers)])
