"""GDELT events 1.0 and 2.0: files without header; CAMEO codes of actors, FIPS codes of places, dates a century off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from bilateral.datasets.formats import DECIMAL, WHOLE, DataFormat, put_cameo, read_day
from bilateral.datasets.frames import Codes, codes_of, put_dates, put_parties, put_texts, text_of
from bilateral.datasets.rows import Form
from bilateral.errors import DocumentError
from bilateral.vocabulary.crosswalk import find_party, is_known

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.datasets.frames import Frame

__all__ = ["GDELT"]

_EVENT = ("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate")
_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
    "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_ACT = ("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone")
_GEO_1 = ("Geo_Type", "Geo_FullName", "Geo_CountryCode", "Geo_ADM1Code", "Geo_Lat", "Geo_Long", "Geo_FeatureID")
_GEO_2 = ("Geo_Type", "Geo_FullName", "Geo_CountryCode", "Geo_ADM1Code", "Geo_ADM2Code", "Geo_Lat", "Geo_Long", "Geo_FeatureID")


def _columns(geo: tuple[str, ...], *, with_url: bool) -> tuple[str, ...]:
    actors = tuple(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR)
    places = tuple(f"{who}{name}" for who in ("Actor1", "Actor2", "Action") for name in geo)
    return (*_EVENT, *actors, *_ACT, *places, "DATEADDED", *(("SOURCEURL",) if with_url else ()))


_LAYOUTS = {
    57: _columns(_GEO_1, with_url=False),
    58: _columns(_GEO_1, with_url=True),
    61: _columns(_GEO_2, with_url=True),
}
"""Columns by their number: 1.0 before and after April 2013, 2.0."""

_WANTED = (
    "GLOBALEVENTID", "SQLDATE", "Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor1Type1Code", "Actor2Code", "Actor2Name",
    "Actor2CountryCode", "Actor2Type1Code", "EventCode", "QuadClass", "GoldsteinScale", "ActionGeo_FullName",
    "ActionGeo_CountryCode", "DATEADDED",
)  # fmt: skip

_ANCHORS: dict[str, Callable[[str], object]] = {
    "GLOBALEVENTID": re.compile(r"\d+").fullmatch,
    "SQLDATE": re.compile(r"\d{8}").fullmatch,  # 20171202
    "Actor1CountryCode": lambda code: not code or is_known("cameo", code),
    "Actor2CountryCode": lambda code: not code or is_known("cameo", code),
    "EventCode": re.compile(r"\d{2,4}").fullmatch,
    "QuadClass": re.compile(r"[1-4]").fullmatch,
    "GoldsteinScale": DECIMAL.fullmatch,
    "AvgTone": DECIMAL.fullmatch,
    "NumMentions": WHOLE.fullmatch,
    "NumSources": WHOLE.fullmatch,
    "ActionGeo_Lat": re.compile(r"-?\d*(?:\.\d+)?").fullmatch,  # 38.4623
    "ActionGeo_Long": re.compile(r"-?\d*(?:\.\d+)?").fullmatch,
    "DATEADDED": re.compile(r"\d{8}(?:\d{6})?").fullmatch,  # 20180101000000
}

_CENTURY = 100
"""Years that the date of an event lies too early where a report wrote its year with two digits."""


def _read_form(line: bytes) -> tuple[Form, bool]:
    names = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
    layout = _LAYOUTS.get(len(names)) or _LAYOUTS.get(len(names) - 1 if not names[-1].strip() else 0)
    if layout is None:
        message = (
            f"got a first line of {len(names)} columns, expected the 57 or 58 of GDELT 1.0 or the 61 of GDELT 2.0 events; "
            "mentions and the knowledge graph are no events"
        )
        raise DocumentError(message, "missing_columns")
    is_header = not names[0].strip().isdecimal() and "EVENTID" in names[0].upper()
    texts = frozenset({"GLOBALEVENTID"})
    return Form(layout, "\t", _WANTED, texts=texts, anchors=_ANCHORS), is_header


def _put_party(frame: Frame, column: str, prefix: str) -> None:
    """Finish one side: CAMEO country, name and type; a country code that CAMEO lacks rejects the row."""
    countries = codes_of(frame, f"{prefix}CountryCode")

    def link(code: str, day: str | None) -> str | None:
        span = find_party("cameo", code, day) if code else None
        return span.iso3 or None if span else None

    put_parties(frame, column, countries, link=link)
    unknown = np.array([bool(code) and not is_known("cameo", code) for code in countries.values] or [False])[countries.places]
    frame.reject(unknown, "unknown_state", lambda place: f"got the actor's country {text_of(countries, place)!r}, expected a code of CAMEO")
    put_texts(frame, f"{column}_name", codes_of(frame, f"{prefix}Name"), clean=lambda text: text or None)
    put_texts(frame, f"{column}_sector", codes_of(frame, f"{prefix}Type1Code"), clean=lambda text: text or None)


def _mended_dates(frame: Frame) -> Codes:
    """Dates with the lost century put back where the event was added a hundred years later.

    GDELT reads "1/5/20" as 1920: such events were added in 2020, or early in 2021.
    """
    dates, added = codes_of(frame, "SQLDATE"), codes_of(frame, "DATEADDED")
    years = _years(dates)[dates.places]
    lag = _years(added)[added.places] - years
    rows = np.flatnonzero((years > 0) & ((lag == _CENTURY) | (lag == _CENTURY + 1)))
    if not len(rows):
        return dates
    places, values = dates.places.copy(), list(dates.values)
    new: dict[str, int] = {}
    for row in rows.tolist():
        native = dates.values[dates.places[row]]
        moved = f"{int(native[:4]) + _CENTURY}{native[4:]}"
        if moved > added.values[added.places[row]][:8]:
            continue
        if moved not in new:
            new[moved] = len(values)
            values.append(moved)
        places[row] = new[moved]
        frame.mended[row]["SQLDATE"] = native
    return Codes(places, values)


def _years(codes: Codes) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The year of each distinct value, far off where there is none."""
    return np.array([int(value[:4]) if value[:4].isdecimal() else -9999 for value in codes.values] or [0], dtype=np.int64)


def _place_state(code: str) -> str | None:
    """The state of a place by its FIPS code; a code that we lack leaves it open."""
    span = find_party("fips", code) if code else None
    return span.iso3 or None if span else None


def _build(frame: Frame) -> None:
    put_dates(frame, _mended_dates(frame), read_day)
    _put_party(frame, "actor", "Actor1")
    _put_party(frame, "recipient", "Actor2")
    put_cameo(frame, "EventCode", quad="QuadClass", intensity="GoldsteinScale")
    put_texts(frame, "place_name", codes_of(frame, "ActionGeo_FullName"), clean=lambda text: text or None)
    put_texts(frame, "place_state", codes_of(frame, "ActionGeo_CountryCode"), clean=_place_state)
    frame.columns["native_id"] = frame.rows.cells.column("GLOBALEVENTID").combine_chunks()


GDELT = DataFormat("gdelt", _read_form, _build)
"""How GDELT event files are read."""
