"""Any table of events in CSV: columns by a mapping, one event a row or counts of events."""

from __future__ import annotations

import datetime as dt
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral import periods
from bilateral.datasets.entities import is_no_country, link_country, link_entity
from bilateral.datasets.formats import DataFormat, prefer, put_cameo, read_day, read_number, require, split_header
from bilateral.datasets.frames import (
    COUNT,
    codes_of,
    put_constant,
    put_dates,
    put_mapped,
    put_parties,
    put_texts,
    text_of,
)
from bilateral.datasets.mapping import map_columns
from bilateral.datasets.rows import Form
from bilateral.errors import DocumentError
from bilateral.vocabulary.cameo import code_of_name
from bilateral.vocabulary.codebook import load_event_types
from bilateral.vocabulary.crosswalk import find_party, region_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bilateral.datasets.frames import Codes, Frame, Period
    from bilateral.datasets.mapping import Mapped

__all__ = ["make_csv_format"]

_DELIMITERS = ("\t", ";", "|", ",")
_NEEDED = ("date", "actor", "recipient")
_KINDS = ("event_type", "cameo_code", "event_name", "quad_code")
_OF_KIND = "what"
_QUADS = frozenset({"1", "2", "3", "4"})


def make_csv_format(given: Mapping[str, Any]) -> DataFormat:
    """How a user's table is read.

    Args:
        given: The mapping; empty to find the columns by usual headers.

    Returns:
        The form; the table needs a header with columns of date, actor, recipient, and
        of the type, CAMEO code, name or quad class of the event or counts by quad class.
    """
    found: dict[str, Mapped] = {}

    def read_form(line: bytes) -> tuple[Form, bool]:
        delimiter = given.get("delimiter") or max(_DELIMITERS, key=lambda sign: line.count(sign.encode()))
        names = split_header(line, delimiter)
        mapped = map_columns(names, given)
        require(mapped.columns, _NEEDED, names)
        if not mapped.counts and not any(key in mapped.columns for key in _KINDS):
            message = f"got a table that does not tell what the acts are, expected a column of {', '.join(_KINDS)} or counts; give a --mapping"
            raise DocumentError(message, "missing_columns")
        found[_OF_KIND] = mapped
        wanted = tuple(dict.fromkeys((*mapped.columns.values(), *mapped.counts)))
        texts = frozenset({mapped.columns["native_id"]} if "native_id" in mapped.columns else ())
        return Form(names, delimiter, wanted, quoted=True, texts=texts), True

    return DataFormat("csv", read_form, lambda frame: _build(frame, found[_OF_KIND]), mapping=repr(sorted(given.items())))


def _read_date(text: str, form: str) -> Period | None:
    """A date in a user's form, ISO 8601 of any precision, or 20180623.

    Example:
        >>> _read_date("2018-06", "")[2], _read_date("23.06.2018", "%d.%m.%Y")[0], _read_date("June", "")
        (datetime.date(2018, 6, 30), '2018-06-23', None)
    """
    text = text.strip().removesuffix(".0")
    try:
        if form:
            day = dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date()
            return day.isoformat(), day, day
        if periods.is_period(text):
            return text, *periods.bounds(text)
    except ValueError:
        return None
    return read_day(text)


@cache
def _link(text: str, day: str | None, system: str) -> str | None:
    """The party of a cell in a system of codes, or of any that reads it."""
    if is_no_country(text):
        return None
    if system == "name":
        return link_entity(text, day)
    if system != "auto":
        span = find_party(system, text, day)
        return span.iso3 or None if span else None
    span = find_party("iso3", text, day) or find_party("cameo", text, day)
    return (span.iso3 or None) if span else (link_country(text) or link_entity(text, day))


def _put_side(frame: Frame, column: str, mapped: Mapped) -> None:
    codes = codes_of(frame, mapped.columns[column])
    system = mapped.states
    unlinked = put_parties(frame, column, codes, link=lambda text, day: _link(text, day, system))
    empty = np.array([is_no_country(text) for text in codes.values] or [True])[codes.places]
    known = np.array([_is_region(text, system) for text in codes.values] or [True])[codes.places]
    what = {"auto": "a code or name of a state", "name": "a name"}.get(system, f"a code of {system}")
    frame.reject(unlinked & ~empty & ~known, "unknown_state", lambda place: f"got the {column} {text_of(codes, place)!r}, expected {what}")
    name = mapped.columns.get(f"{column}_name")
    named = codes_of(frame, name) if name else codes
    put_texts(frame, f"{column}_name", named, clean=lambda text: None if is_no_country(text) else text)


def _is_region(text: str, system: str) -> bool:
    """Whether a code or name is that of a region, which is no fault but no state either."""
    if system in ("auto", "name") and text.strip().casefold() in region_names():
        return True
    spans = [find_party(way, text) for way in (("cameo",) if system == "auto" else () if system == "name" else (system,))]
    return any(span is not None and not span.iso3 for span in spans)


def _put_acts(frame: Frame, columns: Mapping[str, str]) -> None:
    """Finish what the acts are from the most exact column there is."""
    if "cameo_code" in columns:
        put_cameo(frame, columns["cameo_code"], quad=columns.get("quad_code"), intensity=columns.get("intensity"))
        return
    if "event_type" in columns:
        _put_types(frame, columns["event_type"])
    elif "event_name" in columns:
        put_cameo(frame, columns["event_name"], code_of=code_of_name)
    else:
        codes = codes_of(frame, columns["quad_code"])
        unknown = put_mapped(frame, "quad_code", codes, read=_quad)
        frame.reject(unknown, "unknown_event_code", lambda place: f"got the quad class {text_of(codes, place)!r}, expected 1 to 4")
    if "intensity" in columns and "intensity" in frame.columns:
        prefer(frame, "intensity", columns["intensity"], read=read_number)
    elif "intensity" in columns:
        put_mapped(frame, "intensity", codes_of(frame, columns["intensity"]), read=read_number)


def _quad(text: str) -> int | None:
    return int(text.removesuffix(".0")) if text.removesuffix(".0") in _QUADS else None


def _put_types(frame: Frame, name: str) -> None:
    types = load_event_types()
    codes = codes_of(frame, name)
    put_texts(frame, "event_type", codes, clean=lambda text: text.upper() if text.upper() in types else None)
    unknown = put_mapped(frame, "quad_code", codes, read=lambda text: types[text.upper()].quad_code if text.upper() in types else None)
    put_mapped(frame, "intensity", codes, read=lambda text: types[text.upper()].intensity if text.upper() in types else None)
    frame.reject(unknown, "unknown_event_code", lambda place: f"got the event type {text_of(codes, place)!r}, expected one of PLOVER")


def _count(text: str) -> int | None:
    """A count of events: a whole number, none below zero.

    Example:
        >>> _count("470.0"), _count("-1"), _count("")
        (470, None, None)
    """
    number = read_number(text)
    return int(number) if number is not None and number >= 0 and number == int(number) else None


def _build(frame: Frame, mapped: Mapped) -> None:
    columns = mapped.columns
    put_dates(frame, codes_of(frame, columns["date"]), partial(_read_date, form=mapped.date_format))
    _put_side(frame, "actor", mapped)
    _put_side(frame, "recipient", mapped)
    put_constant(frame, "realis", "happened")
    if mapped.counts:
        _put_counts(frame, mapped.counts)
    else:
        _put_acts(frame, columns)
        if "count" in columns:
            _put_count(frame, columns["count"])
    if "place_name" in columns:
        put_texts(frame, "place_name", codes_of(frame, columns["place_name"]), clean=lambda text: text or None)
    if "mode" in columns:
        put_texts(frame, "mode", codes_of(frame, columns["mode"]), clean=lambda text: text or None)
    if "native_id" in columns:
        frame.columns["native_id"] = frame.rows.cells.column(columns["native_id"]).combine_chunks()


def _put_count(frame: Frame, name: str) -> None:
    codes = codes_of(frame, name)
    unknown = put_mapped(frame, "n_events", codes, read=_count)
    frame.reject(unknown, "no_count", partial(_tell_count, codes))


def _tell_count(codes: Codes, place: int) -> str:
    return f"got the count {text_of(codes, place)!r}, expected a whole number"


def _put_counts(frame: Frame, counts: Mapping[str, int]) -> None:
    """Keep the counts of each quad class beside each other; `finished` makes a row of each that is not zero."""
    for name, quad in counts.items():
        codes = codes_of(frame, name)
        unknown = put_mapped(frame, f"{COUNT}{quad}:{name}", codes, read=_count)
        frame.reject(unknown, "no_count", partial(_tell_count, codes))
