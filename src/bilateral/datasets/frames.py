"""The rows of a block on their way into the columns of imported events, column by column."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.datasets.rows import BadRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa

    from bilateral.datasets.rows import Rows

__all__ = ["COUNT", "Codes", "Frame", "Period", "codes_of", "finished", "make_frame", "put_constant", "put_dates", "put_mapped", "put_parties", "put_texts", "text_of"]

Period = tuple[str, dt.date, dt.date]
"""A date as text with its first and last day."""

COUNT = "count:"
"""Start of the name of a column that holds counts of one quad class."""

_EPOCH = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Codes:
    """One column: for each row the place of its value among the distinct ones."""

    places: np.ndarray[Any, np.dtype[np.int32]]
    values: list[str]


@dataclass(slots=True)
class Frame:
    """Rows of a block: native cells, finished columns, and why rows are rejected."""

    rows: Rows
    columns: dict[str, pa.Array] = field(default_factory=dict)
    days: np.ndarray[Any, np.dtype[np.int32]] | None = None
    bad: dict[int, tuple[str, str]] = field(default_factory=dict)
    mended: defaultdict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def n_rows(self) -> int:
        """Rows at hand, the bad ones among them."""
        return int(self.rows.cells.num_rows)

    def reject(self, mask: np.ndarray[Any, np.dtype[np.bool_]], reason_code: str, tell: Callable[[int], str]) -> None:
        """Mark rows as not usable; the first reason of a row stays."""
        for place in np.flatnonzero(mask).tolist():
            self.bad.setdefault(place, (reason_code, tell(place)))

    def bad_rows(self) -> list[BadRow]:
        """Rows that cannot be used, those of the wrong width among them."""
        numbers = self.rows.numbers
        return [*self.rows.bad, *(BadRow(int(numbers[place]), *why) for place, why in sorted(self.bad.items()))]

    def originals(self) -> pa.Array:
        """For each row what was mended in it, as JSON, or null."""
        import pyarrow as pa  # noqa: PLC0415 - heavy

        notes = np.full(self.n_rows, None, dtype=object)
        if self.rows.originals:
            for place, number in enumerate(self.rows.numbers.tolist()):
                notes[place] = self.rows.originals.get(number)
        for place, told in self.mended.items():
            notes[place] = json.dumps((json.loads(notes[place]) if notes[place] else {}) | told, ensure_ascii=False)
        return pa.array(notes, pa.string())


def make_frame(rows: Rows) -> Frame:
    """A frame without finished columns."""
    return Frame(rows)


def codes_of(frame: Frame, name: str) -> Codes:
    """The values of a native column, each distinct one once.

    Args:
        frame: Rows.
        name: A column that is read as codes, not as text.

    Returns:
        Distinct values and for each row the place of its own.
    """
    column = frame.rows.cells.column(name).unify_dictionaries().combine_chunks()
    chunk = column if not hasattr(column, "chunks") else column.chunk(0)
    return Codes(np.asarray(chunk.indices), chunk.dictionary.to_pylist())


def text_of(codes: Codes, place: int) -> str:
    """The native value of a row."""
    return codes.values[int(codes.places[place])]


def _dictionary(places: np.ndarray[Any, Any], values: Sequence[Any]) -> pa.Array:
    """Texts by place, null at -1; equal texts are one."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    distinct = {value: place for place, value in enumerate(dict.fromkeys(values))}
    again = np.array([distinct[value] for value in values] or [0], dtype=np.int32)
    missing = places < 0
    chosen = np.where(missing, 0, again[np.where(missing, 0, places)]).astype(np.int32)
    indices = pa.array(chosen, mask=missing if missing.any() else None)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(distinct) or [""], pa.string()))


def _looked_up(codes: Codes, found: Sequence[Any]) -> tuple[np.ndarray[Any, Any], list[Any]]:
    """Places among the values that were found, -1 where none was."""
    values = [value for value in found if value is not None]
    places = np.full(max(len(found), 1), -1, dtype=np.int32)
    places[[place for place, value in enumerate(found) if value is not None]] = np.arange(len(values))
    return places[codes.places] if len(codes.places) else np.array([], dtype=np.int32), values


def put_texts(frame: Frame, column: str, codes: Codes, *, clean: Callable[[str], str | None]) -> None:
    """Finish a column of texts that repeat.

    Args:
        frame: Rows.
        column: Column of `imported_events`.
        codes: Native values.
        clean: What to write for a native value, None for nothing.
    """
    frame.columns[column] = _dictionary(*_looked_up(codes, [clean(value) for value in codes.values]))


def put_mapped(frame: Frame, column: str, codes: Codes, *, read: Callable[[str], float | int | None]) -> np.ndarray[Any, Any]:
    """Finish a column of numbers; returns which rows have none."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    places, values = _looked_up(codes, [read(value) for value in codes.values])
    missing = places < 0
    numbers = np.array(values or [0])[np.where(missing, 0, places)]
    frame.columns[column] = pa.array(numbers, mask=missing)
    return missing


def put_constant(frame: Frame, column: str, value: Any) -> None:
    """Finish a column that is the same in every row."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    if isinstance(value, str):
        frame.columns[column] = _dictionary(np.zeros(frame.n_rows, dtype=np.int32), [value])
    else:
        frame.columns[column] = pa.array(np.full(frame.n_rows, value))


def put_dates(frame: Frame, codes: Codes, read: Callable[[str], Period | None]) -> None:
    """Finish the three columns of the date; rows without a possible date are rejected.

    Args:
        frame: Rows.
        codes: Native values.
        read: The period of a native value, None where it is no date that can be.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    places, periods = _looked_up(codes, [_possible(read(value)) for value in codes.values])
    missing = places < 0
    frame.reject(missing, "impossible_date", lambda place: f"got the date {text_of(codes, place)!r}, expected a day up to today")
    frame.columns["event_date"] = _dictionary(places, [period[0] for period in periods])
    safe = np.where(missing, 0, places)
    for column, part in (("event_date_start", 1), ("event_date_end", 2)):
        days = np.array([period[part].toordinal() - _EPOCH for period in periods] or [0], dtype=np.int32)[safe]
        frame.columns[column] = pa.array(days, pa.int32(), mask=missing).cast(pa.date32())
        if part == 1:
            frame.days = days


_EARLIEST = dt.date(1700, 1, 1)
"""No event data set reaches further back."""


def _possible(period: Period | None) -> Period | None:
    """A period that lies in history: neither before the first data sets nor after tomorrow."""
    if period is None or period[1] < _EARLIEST or period[1] > dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1):
        return None
    return period


def put_parties(frame: Frame, column: str, codes: Codes, *, link: Callable[[str, str | None], str | None]) -> np.ndarray[Any, Any]:
    """Finish `actor` or `recipient`; call it after `put_dates`.

    A value that means different parties in the course of the block is linked by
    the day of each row.

    Args:
        frame: Rows.
        column: `actor` or `recipient`.
        codes: Native values.
        link: The party of a value on an ISO 8601 day, None where there is none.

    Returns:
        Which rows have no party.
    """
    first, last = _span(frame)
    found = [link(value, last) for value in codes.values]
    moved = [place for place, value in enumerate(codes.values) if first != last and link(value, first) != found[place]]
    places, values = _looked_up(codes, found)
    for row in np.flatnonzero(np.isin(codes.places, moved)).tolist() if moved else ():
        party = link(text_of(codes, row), _iso(int(frame.days[row]))) if frame.days is not None else None
        if party is not None and party not in values:
            values.append(party)
        places[row] = -1 if party is None else values.index(party)
    frame.columns[column] = _dictionary(places, values)
    return places < 0


def _iso(day: int) -> str:
    return dt.date.fromordinal(day + _EPOCH).isoformat()


def _span(frame: Frame) -> tuple[str | None, str | None]:
    if frame.days is None or not len(frame.days):
        return None, None
    return _iso(int(frame.days.min())), _iso(int(frame.days.max()))


def finished(frame: Frame) -> pa.Table:
    """The rows that can be used, with row numbers and what was mended.

    Args:
        frame: Rows with their finished columns.

    Returns:
        Columns of `imported_events` as far as the data set has them.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    columns: dict[str, Any] = frame.columns | {"native_row": pa.array(frame.rows.numbers), "originals": frame.originals()}
    table = pa.table(columns)
    if frame.bad:
        kept = np.ones(frame.n_rows, dtype=bool)
        kept[list(frame.bad)] = False
        table = table.filter(pa.array(kept))
    return _unfolded(table)


def _unfolded(table: pa.Table) -> pa.Table:
    """Rows with several counts ("count:QUAD:COLUMN") as one row a quad class that has events."""
    import pyarrow as pa  # noqa: PLC0415 - heavy
    import pyarrow.compute as pc  # noqa: PLC0415 - heavy

    counted = [name for name in table.column_names if name.startswith(COUNT)]
    if not counted:
        return table
    bare = table.drop_columns(counted)
    pieces = []
    for name in counted:
        quads = pa.array(np.full(table.num_rows, int(name.split(":")[1])))
        piece = bare.append_column("quad_code", quads).append_column("n_events", table.column(name))
        pieces.append(piece.filter(pc.greater(piece.column("n_events"), 0)))
    return pa.concat_tables(pieces)
