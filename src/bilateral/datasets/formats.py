"""What the native forms of event data sets share: headers, days, codes and weights of acts."""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bilateral.datasets.frames import codes_of, put_constant, put_mapped, put_texts, text_of
from bilateral.errors import DocumentError
from bilateral.vocabulary.cameo import load_cameo, plain_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bilateral.datasets.frames import Frame, Period
    from bilateral.datasets.rows import Form

__all__ = ["DAY", "DECIMAL", "WHOLE", "DataFormat", "find_columns", "prefer", "put_cameo", "read_day", "read_number", "require", "split_header"]

DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T][\d:.+Z-]*)?")  # 2018-06-23, 2018-06-23 00:00:00
WHOLE = re.compile(r"-?\d+|NA|")  # 47400351
DECIMAL = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?|NA|nan|None|")  # -4.4

_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")  # 20180623


@dataclass(frozen=True, slots=True)
class DataFormat:
    """One form of event data: how its first line tells the columns, and how rows become events.

    `read_form` returns the form of the rows and whether the first line is a header.
    """

    name: str
    read_form: Callable[[bytes], tuple[Form, bool]]
    build: Callable[[Frame], None]
    mapping: str = ""


def split_header(line: bytes, delimiter: str) -> tuple[str, ...]:
    r"""Names of columns in a first line.

    Example:
        >>> split_header(b"Event ID\tEvent Date\r\n", "\t")
        ('Event ID', 'Event Date')
    """
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    return tuple(name.strip() for name in next(csv.reader([text], delimiter=delimiter), []))


def find_columns(names: Iterable[str], wanted: Iterable[str]) -> dict[str, str]:
    """The columns of a file by the names we know them by; case, blanks and underscores do not matter.

    Example:
        >>> find_columns(["event_id", "EVENT DATE"], ["Event ID", "Event Date", "City"])
        {'Event ID': 'event_id', 'Event Date': 'EVENT DATE'}
    """

    def plain(name: str) -> str:
        return name.replace("_", " ").casefold()

    there = {plain(name): name for name in names}
    return {name: there[plain(name)] for name in wanted if plain(name) in there}


def require(found: Iterable[str], needed: Iterable[str], names: Iterable[str]) -> None:
    """Raise unless a file has the columns without which no row can be read.

    Raises:
        DocumentError: If one is missing (`missing_columns`).
    """
    missing = [name for name in needed if name not in set(found)]
    if missing:
        message = (
            f"got a file without the column {', '.join(missing)}; its first line is: {', '.join(names)[:300]}; "
            "check the kind of data set, or give a mapping with `import csv`"
        )
        raise DocumentError(message, "missing_columns")


def read_day(text: str) -> Period | None:
    """A day as 2018-06-23, 2018-06-23 00:00:00 or 20180623.

    Example:
        >>> read_day("20180623")[0], read_day("2018-06-31")
        ('2018-06-23', None)
    """
    compact = _COMPACT.fullmatch(text.strip())
    try:
        day = dt.date(*map(int, compact.groups())) if compact else dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return day.isoformat(), day, day


def read_number(text: str) -> float | None:
    """A finite number, None for anything else.

    Example:
        >>> read_number("-4.4"), read_number("NA"), read_number("inf")
        (-4.4, None, None)
    """
    try:
        number = float(text)
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def put_cameo(
    frame: Frame,
    name: str,
    *,
    quad: str | None = None,
    intensity: str | None = None,
    code_of: Callable[[str], str | None] = plain_code,
) -> None:
    """Finish code, type, mode, quad class and intensity of CAMEO events; unknown codes are rejected.

    Args:
        frame: Rows.
        name: Native column of the code.
        quad: Native column of the quad class, where there is one.
        intensity: Native column of the Goldstein value, where there is one.
        code_of: The CAMEO code that a native value means.
    """
    codes = codes_of(frame, name)
    table = {value: load_cameo().get(code_of(value) or "") for value in codes.values}
    put_texts(frame, "cameo_code", codes, clean=lambda value: entry.code if (entry := table[value]) else None)
    put_texts(frame, "event_type", codes, clean=lambda value: entry.event_type if (entry := table[value]) else None)
    put_texts(frame, "mode", codes, clean=lambda value: entry.mode if (entry := table[value]) else None)
    unknown = put_mapped(frame, "quad_code", codes, read=lambda value: entry.quad_code if (entry := table[value]) else None)
    frame.reject(unknown, "unknown_event_code", lambda place: f"got the event code {text_of(codes, place)!r}, expected one of CAMEO")
    put_mapped(frame, "intensity", codes, read=lambda value: entry.goldstein if (entry := table[value]) else None)
    if quad:
        prefer(frame, "quad_code", quad, read=lambda text: int(text) if text in {"1", "2", "3", "4"} else None)
    if intensity:
        prefer(frame, "intensity", intensity, read=read_number)
    put_constant(frame, "realis", "happened")


def prefer(frame: Frame, column: str, name: str, *, read: Callable[[str], float | int | None]) -> None:
    """Write a native value over the one of the code, where there is one.

    Args:
        frame: Rows, with the column finished by code.
        column: Column of `imported_events`.
        name: Native column.
        read: The number of a native value, None where it is none.
    """
    import pyarrow.compute as pc  # noqa: PLC0415 - heavy

    of_code = frame.columns[column]
    put_mapped(frame, column, codes_of(frame, name), read=read)
    native = frame.columns[column]
    frame.columns[column] = pc.coalesce(native, of_code.cast(native.type)) if native.null_count else native
