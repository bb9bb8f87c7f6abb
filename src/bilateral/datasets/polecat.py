"""POLECAT events (NGEC): tab-separated files of Dataverse in ISO-8859-1, PLOVER types, stray tabs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.datasets.entities import is_country, is_no_country, link_country
from bilateral.datasets.formats import (
    DAY,
    DECIMAL,
    DataFormat,
    find_columns,
    prefer,
    read_day,
    read_number,
    require,
    split_header,
)
from bilateral.datasets.frames import codes_of, put_constant, put_dates, put_mapped, put_texts, text_of
from bilateral.datasets.icews import put_country_parties
from bilateral.datasets.rows import Form
from bilateral.vocabulary.codebook import load_event_types

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.datasets.frames import Frame

__all__ = ["POLECAT"]

_COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country",
    "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name",
    "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw",
    "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID",
    "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
    "Language", "Version",
)  # fmt: skip
"""Columns of `ngecEvents.DV.YYYY.txt`, for a file without its header."""

_NEEDED = ("Event Date", "Event Type", "Actor Name", "Actor Country", "Recipient Name", "Recipient Country")
_WANTED = (
    *_NEEDED, "Event ID", "Event Mode", "Intensity", "Quad Code", "Primary Actor Sector", "Primary Recipient Sector", "Placename", "Country",
)  # fmt: skip
_CODE = re.compile(r"\d*|None|NA")  # 365
_ANCHORS: dict[str, Callable[[str], object]] = {
    "Event Date": DAY.fullmatch,
    "Event Type": re.compile(r"[A-Z]{3,12}").fullmatch,  # CONSULT
    "Actor Country": is_country,
    "Recipient Country": is_country,
    "Intensity": DECIMAL.fullmatch,
    "Quad Code": re.compile(r"(?i)[1-4]|(?:verbal|material) (?:cooperation|conflict)|").fullmatch,  # VERBAL COOPERATION
    "Actor COW": _CODE.fullmatch,
    "Recipient COW": _CODE.fullmatch,
    "Latitude": DECIMAL.fullmatch,
    "Longitude": DECIMAL.fullmatch,
    "Publication Date": re.compile(DAY.pattern + "|").fullmatch,
}
_QUADS = {"verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3, "material conflict": 4}


def _read_form(line: bytes) -> tuple[Form, bool]:
    names = split_header(line, "\t")
    found = find_columns(names, _COLUMNS)
    is_header = "Event Date" in found or "Event Type" in found or len(names) != len(_COLUMNS)
    if not is_header:
        names, found = _COLUMNS, {name: name for name in _COLUMNS}
    require(found, _NEEDED, names)
    known = {own: name for name, own in found.items()}
    return Form(
        tuple(known.get(name, name) for name in names), "\t", tuple(name for name in _WANTED if name in found),
        texts=frozenset({"Event ID"} & set(found)), is_western=True,
        anchors={name: pattern for name, pattern in _ANCHORS.items() if name in found},
    ), is_header  # fmt: skip


def _said(text: str) -> str | None:
    return None if is_no_country(text) else text


def _quad(text: str) -> int | None:
    """A quad class by number or in words.

    Example:
        >>> _quad("3"), _quad("VERBAL COOPERATION"), _quad("")
        (3, 1, None)
    """
    return int(text) if text in {"1", "2", "3", "4"} else _QUADS.get(text.casefold().replace("_", " "))


def _put_acts(frame: Frame) -> None:
    """Finish type, mode, quad class and intensity; unknown types are rejected."""
    there, types = set(frame.rows.cells.column_names), load_event_types()
    codes = codes_of(frame, "Event Type")
    put_texts(frame, "event_type", codes, clean=lambda text: text.upper() if text.upper() in types else None)
    unknown = put_mapped(frame, "quad_code", codes, read=lambda text: types[text.upper()].quad_code if text.upper() in types else None)
    frame.reject(unknown, "unknown_event_code", lambda place: f"got the event type {text_of(codes, place)!r}, expected one of PLOVER")
    put_mapped(frame, "intensity", codes, read=lambda text: types[text.upper()].intensity if text.upper() in types else None)
    if "Quad Code" in there:
        prefer(frame, "quad_code", "Quad Code", read=_quad)
    if "Intensity" in there:
        prefer(frame, "intensity", "Intensity", read=read_number)
    if "Event Mode" in there:
        put_texts(frame, "mode", codes_of(frame, "Event Mode"), clean=_said)
    put_constant(frame, "realis", "happened")


def _build(frame: Frame) -> None:
    there = set(frame.rows.cells.column_names)
    put_dates(frame, codes_of(frame, "Event Date"), read_day)
    put_country_parties(frame, "actor", country="Actor Country", name="Actor Name")
    put_country_parties(frame, "recipient", country="Recipient Country", name="Recipient Name")
    _put_acts(frame)
    texts = (("actor_sector", "Primary Actor Sector"), ("recipient_sector", "Primary Recipient Sector"), ("place_name", "Placename"))
    for column, name in texts:
        if name in there:
            put_texts(frame, column, codes_of(frame, name), clean=_said)
    if "Country" in there:
        put_texts(frame, "place_state", codes_of(frame, "Country"), clean=link_country)
    if "Event ID" in there:
        frame.columns["native_id"] = frame.rows.cells.column("Event ID").combine_chunks()


POLECAT = DataFormat("polecat", _read_form, _build)
"""How POLECAT files are read."""
