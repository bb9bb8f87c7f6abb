"""A block of text into the cells of a table; rows of the wrong width or encoding are mended or told."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pyarrow as pa

__all__ = ["BadRow", "Form", "Rows", "parse_block"]

_MOST_EXTRA = 3
"""A row with more cells too many than this is not mended: too many ways to read it."""

_SHOWN = 200
"""Characters of a row that a rejection shows."""


@dataclass(frozen=True, slots=True)
class Form:
    """How the rows of a file are written.

    `wanted` are the columns to read, `texts` those of them whose values hardly
    repeat. `anchors` tell for a column whether a cell can be one of it; they decide
    where a stray delimiter stands. `is_western` says that bytes that are not UTF-8 are
    Windows-1252 by the form's own rule, so that reading them so is no repair.
    """

    names: tuple[str, ...]
    delimiter: str
    wanted: tuple[str, ...]
    quoted: bool = False
    texts: frozenset[str] = frozenset()
    anchors: Mapping[str, Callable[[str], object]] = field(default_factory=dict)
    is_western: bool = False


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be used."""

    row: int
    reason_code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one block: wanted columns, row numbers, and for mended rows what the file has."""

    cells: pa.Table
    numbers: np.ndarray[Any, np.dtype[np.int64]]
    bad: list[BadRow]
    originals: dict[int, str]
    n_read: int


def _type_of(form: Form, name: str) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - heavy

    return pa.string() if name in form.texts else pa.dictionary(pa.int32(), pa.string())


def _read(content: bytes, form: Form) -> tuple[pa.Table | None, bool]:
    """The wanted columns of a block, and whether every row was whole; None where the text is not UTF-8."""
    import pyarrow as pa  # noqa: PLC0415 - heavy
    from pyarrow import csv as arrow_csv  # noqa: PLC0415 - heavy

    odd: list[int] = []

    def skip(row: Any) -> str:
        odd.append(row.actual_columns)
        return "skip"

    types = {name: _type_of(form, name) for name in form.wanted}
    if not content.strip():
        return pa.table({name: pa.array([], kind) for name, kind in types.items()}), True
    try:
        cells = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(column_names=list(form.names), block_size=1 << 21),
            parse_options=arrow_csv.ParseOptions(
                delimiter=form.delimiter,
                quote_char='"' if form.quoted else False,
                newlines_in_values=form.quoted,
                invalid_row_handler=skip,
            ),
            convert_options=arrow_csv.ConvertOptions(column_types=types, include_columns=list(form.wanted), strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None, False
    return cells, not odd


def parse_block(content: bytes, form: Form, first_row: int) -> Rows:
    """Take the rows of a block apart.

    Blank lines are no rows and are not counted. A row with cells too many is
    mended where its anchors leave one reading, and a row that is not UTF-8 is
    read as Windows-1252; what the file has is kept. Rows with cells too few are
    never filled up.

    Args:
        content: Whole rows.
        form: How they are written.
        first_row: Number of the first one.

    Returns:
        The rows that could be read, with their numbers, and those that could not.
    """
    cells, is_whole = _read(content, form)
    if is_whole and cells is not None:
        numbers = np.arange(first_row, first_row + cells.num_rows, dtype=np.int64)
        return Rows(cells, numbers, [], {}, cells.num_rows)
    return _parse_rows(content, form, first_row)


def _parse_rows(content: bytes, form: Form, first_row: int) -> Rows:
    """Row by row, for a block in which a row is broken."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    records = _quoted_records(content, form) if form.quoted else _plain_records(content, form)
    kept: list[Sequence[str]] = []
    numbers: list[int] = []
    bad: list[BadRow] = []
    originals: dict[int, str] = {}
    number = first_row - 1
    for cells, told in records:
        number += 1
        mended = cells if len(cells) == len(form.names) else _mend(cells, form)
        if mended is None:
            bad.append(_wrong_width(number, cells, form))
            continue
        kept.append(mended)
        numbers.append(number)
        note = told | ({} if mended is cells else {"row": form.delimiter.join(cells)})
        if note:
            originals[number] = json.dumps(note, ensure_ascii=False)
    places = {name: form.names.index(name) for name in form.wanted}
    table = pa.table({name: pa.array([row[place] for row in kept], pa.string()).cast(_type_of(form, name)) for name, place in places.items()})
    return Rows(table, np.array(numbers, dtype=np.int64), bad, originals, number - first_row + 1)


def _wrong_width(number: int, cells: Sequence[str], form: Form) -> BadRow:
    reason = "too_few_columns" if len(cells) < len(form.names) else "too_many_columns"
    shown = form.delimiter.join(cells)[:_SHOWN]
    return BadRow(number, reason, f"got {len(cells)} cells, expected {len(form.names)}: {shown}")


def _plain_records(content: bytes, form: Form) -> list[tuple[list[str], dict[str, str]]]:
    """Cells of each line that is not blank, and the encoding where it is not the form's own."""
    records = []
    for line in content.splitlines() if b"\r" in content else content.split(b"\n"):
        if not line:
            continue
        text, told = _decoded(line, form)
        records.append((text.split(form.delimiter), told))
    return records


def _decoded(line: bytes, form: Form) -> tuple[str, dict[str, str]]:
    r"""Text of a line; what is not UTF-8 is read as Windows-1252, its five empty places as Latin-1.

    Example:
        >>> _decoded(b"S\xe3o Tom\xe9", Form((), ",", ()))
        ('São Tomé', {'encoding': 'windows-1252'})
    """
    try:
        return line.decode(), {}
    except UnicodeDecodeError:
        pass
    told = {} if form.is_western else {"encoding": "windows-1252"}
    try:
        return line.decode("cp1252"), told
    except UnicodeDecodeError:
        return line.decode("latin-1"), told


def _quoted_records(content: bytes, form: Form) -> list[tuple[list[str], dict[str, str]]]:
    """Cells of each row of a file with quotes; one encoding is taken for the whole block."""
    text, told = _decoded(content, form)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter)
    return [(cells, told) for cells in reader if cells]


def _mend(cells: Sequence[str], form: Form) -> Sequence[str] | None:
    """A row with cells too many put right: empty cells at its end dropped, or neighbours joined.

    Neighbours are joined at the one place where all anchors then hold; where
    several places serve, only if all wanted columns that have an anchor are the same.
    """
    extra = len(cells) - len(form.names)
    if not 0 < extra <= _MOST_EXTRA or not form.anchors:
        return None
    if not any(cell.strip() for cell in cells[-extra:]) and _fits(cells[:-extra], form):
        return cells[:-extra]
    ways = [_joined(cells, place, extra) for place in range(len(form.names))]
    fitting = [way for way in ways if _fits(way, form)]
    certain = [form.names.index(name) for name in form.wanted if name in form.anchors]
    return fitting[0] if len({tuple(way[place] for place in certain) for way in fitting}) == 1 else None


def _joined(cells: Sequence[str], place: int, extra: int) -> list[str]:
    """The row with the cell at a place and those after it made one.

    Example:
        >>> _joined(["1", "a", "b", "2"], 1, 1)
        ['1', 'a b', '2']
    """
    one = " ".join(cell for cell in cells[place : place + extra + 1] if cell.strip())
    return [*cells[:place], one, *cells[place + extra + 1 :]]


def _fits(cells: Sequence[str], form: Form) -> bool:
    return all(holds(cells[form.names.index(name)]) for name, holds in form.anchors.items())
