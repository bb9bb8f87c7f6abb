"""UCDP georeferenced events (GED): violent acts with two sides, Gleditsch-Ward numbers and estimates of the dead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bilateral.datasets.entities import link_country
from bilateral.datasets.formats import DataFormat, find_columns, read_day, read_number, require, split_header
from bilateral.datasets.frames import (
    Codes,
    codes_of,
    put_constant,
    put_dates,
    put_mapped,
    put_parties,
    put_texts,
    text_of,
)
from bilateral.datasets.rows import Form
from bilateral.periods import as_period
from bilateral.vocabulary.cameo import load_cameo
from bilateral.vocabulary.codebook import intensity, quad_code
from bilateral.vocabulary.crosswalk import find_party

if TYPE_CHECKING:
    from bilateral.datasets.frames import Frame, Period

__all__ = ["UCDP"]

_NEEDED = ("date_start", "date_end", "side_a", "side_b")
_WANTED = (*_NEEDED, "id", "type_of_violence", "gwnoa", "gwnob", "where_coordinates", "country_id", "best")
_GOVERNMENT = "Government of "
_CAMEO = {"1": "190", "2": "190", "3": "202"}
"""CAMEO code by type of violence: armed conflict, between groups, one-sided."""


def _read_form(line: bytes) -> tuple[Form, bool]:
    names = split_header(line, ",")
    found = find_columns(names, _WANTED)
    require(found, _NEEDED, names)
    known = {own: name for name, own in found.items()}
    wanted = tuple(name for name in _WANTED if name in found)
    renamed = tuple(known.get(name, name) for name in names)
    return Form(renamed, ",", wanted, quoted=True, texts=frozenset({"id"} & set(found))), True


def _pairs(first: Codes, second: Codes) -> Codes:
    """Two columns as one, a tab between their values."""
    joined = first.places.astype(np.int64) * max(len(second.values), 1) + second.places
    distinct, places = np.unique(joined, return_inverse=True)
    size = max(len(second.values), 1)
    values = [f"{first.values[pair // size]}\t{second.values[pair % size]}" for pair in distinct.tolist()]
    return Codes(places.astype(np.int32), values)


def _read_span(text: str) -> Period | None:
    """The days between two dates that stand on both sides of a tab."""
    start, end = (read_day(part) for part in text.split("\t"))
    if start is None or end is None or start[1] > end[2]:
        return None
    return as_period(start[1], end[2]), start[1], end[2]


def _link(text: str, day: str | None) -> str | None:
    """The state of a side: its Gleditsch-Ward number, else the name of a government."""
    number, _, name = text.partition("\t")
    span = find_party("gw", number, day) if number else None
    if span:
        return span.iso3 or None
    return link_country(name.removeprefix(_GOVERNMENT).partition("(")[0].strip()) if name.startswith(_GOVERNMENT) else None


def _put_side(frame: Frame, column: str, letter: str) -> None:
    there = set(frame.rows.cells.column_names)
    names = codes_of(frame, f"side_{letter}")
    numbers = codes_of(frame, f"gwno{letter}") if f"gwno{letter}" in there else Codes(np.zeros_like(names.places), [""])
    put_parties(frame, column, _pairs(numbers, names), link=_link)
    put_texts(frame, f"{column}_name", names, clean=lambda text: text or None)
    put_texts(frame, f"{column}_sector", names, clean=_sector)
    unknown = np.array([bool(number) and find_party("gw", number) is None for number in numbers.values] or [False])[numbers.places]
    frame.reject(unknown, "unknown_state", lambda place: f"got the number {text_of(numbers, place)!r}, expected one of Gleditsch and Ward")


def _sector(name: str) -> str | None:
    """PLOVER's sector of a side: a government, civilians, or an armed group."""
    if name.startswith(_GOVERNMENT):
        return "GOV"
    return "CVL" if name == "Civilians" else "REB" if name else None


def _number(text: str) -> int | None:
    number = read_number(text)
    return None if number is None else int(number)


def _build(frame: Frame) -> None:
    import pyarrow.compute as pc  # noqa: PLC0415 - heavy

    there = set(frame.rows.cells.column_names)
    put_dates(frame, _pairs(codes_of(frame, "date_start"), codes_of(frame, "date_end")), _read_span)
    _put_side(frame, "actor", "a")
    _put_side(frame, "recipient", "b")
    put_constant(frame, "event_type", "ASSAULT")
    put_constant(frame, "quad_code", quad_code("ASSAULT"))
    put_constant(frame, "intensity", intensity("ASSAULT"))
    put_constant(frame, "realis", "happened")
    if "type_of_violence" in there:
        kinds = codes_of(frame, "type_of_violence")
        put_texts(frame, "cameo_code", kinds, clean=lambda text: _CAMEO.get(text.removesuffix(".0")))
        put_mapped(frame, "intensity", kinds, read=lambda text: load_cameo()[_CAMEO.get(text.removesuffix(".0"), "190")].goldstein)
    if "where_coordinates" in there:
        put_texts(frame, "place_name", codes_of(frame, "where_coordinates"), clean=lambda text: text or None)
    if "country_id" in there:
        put_texts(frame, "place_state", codes_of(frame, "country_id"), clean=lambda text: _link(f"{text}\t", None))
    if "best" in there:
        put_mapped(frame, "deaths", codes_of(frame, "best"), read=_number)
    if "id" in there:
        frame.columns["native_id"] = pc.replace_substring_regex(frame.rows.cells.column("id").combine_chunks(), r"\.0$", "")


UCDP = DataFormat("ucdp", _read_form, _build)
"""How UCDP-GED files are read."""
