"""ICEWS coded event data: tab-separated files of Dataverse, CAMEO codes, actors by name and country."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from bilateral.datasets.entities import is_country, is_no_country, link_country, link_entity
from bilateral.datasets.formats import (
    DAY,
    DECIMAL,
    WHOLE,
    DataFormat,
    find_columns,
    put_cameo,
    read_day,
    require,
    split_header,
)
from bilateral.datasets.frames import codes_of, put_dates, put_parties, put_texts, text_of
from bilateral.datasets.rows import Form
from bilateral.vocabulary.cameo import code_of_name

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from bilateral.datasets.frames import Frame

__all__ = ["ICEWS", "put_country_parties"]

_NEEDED = ("Event Date", "Source Name", "Source Country", "CAMEO Code", "Target Name", "Target Country")
_WANTED = (*_NEEDED, "Event ID", "Source Sectors", "Target Sectors", "Intensity", "City", "Country")
_ANCHORS: dict[str, Callable[[str], object]] = {
    "Event ID": re.compile(r"\d+").fullmatch,  # 32889836
    "Event Date": DAY.fullmatch,
    "Source Country": is_country,
    "Target Country": is_country,
    "Event Text": code_of_name,
    "CAMEO Code": re.compile(r"\d{2,4}").fullmatch,  # 040
    "Intensity": DECIMAL.fullmatch,
    "Story ID": WHOLE.fullmatch,
    "Sentence Number": WHOLE.fullmatch,
    "Latitude": DECIMAL.fullmatch,
    "Longitude": DECIMAL.fullmatch,
}


def _read_form(line: bytes) -> tuple[Form, bool]:
    names = split_header(line, "\t")
    found = find_columns(names, (*_WANTED, *_ANCHORS))
    require(found, _NEEDED, names)
    known = {own: name for name, own in found.items()}
    renamed = tuple(known.get(name, name) for name in names)
    return Form(
        renamed, "\t", tuple(name for name in _WANTED if name in found), texts=frozenset({"Event ID"} & set(found)),
        anchors={name: pattern for name, pattern in _ANCHORS.items() if name in found},
    ), True  # fmt: skip


def _said(text: str) -> str | None:
    """A cell, None where it says that there is nothing."""
    return None if is_no_country(text) else text


def put_country_parties(frame: Frame, column: str, *, country: str, name: str) -> None:
    """Finish actor or recipient from a name of a country and, where there is none, of the actor itself.

    A country that is not known rejects the row; no country is no fault.

    Args:
        frame: Rows with their dates.
        column: `actor` or `recipient`.
        country: Native column of the country's name.
        name: Native column of the actor's name.
    """
    countries, names = codes_of(frame, country), codes_of(frame, name)
    unlinked = put_parties(frame, column, countries, link=lambda text, _: link_country(text))
    empty = np.array([is_no_country(text) for text in countries.values] or [True])[countries.places]
    known = np.array([is_country(text) for text in countries.values] or [True])[countries.places]
    frame.reject(
        unlinked & ~known, "unknown_state", lambda place: f"got the country {text_of(countries, place)!r}, expected a state's name"
    )
    if empty.any():
        by_country = frame.columns[column]
        put_parties(frame, column, names, link=link_entity)
        frame.columns[column] = _either(by_country, frame.columns[column])
    put_texts(frame, f"{column}_name", names, clean=_said)


def _either(first: pa.Array, second: pa.Array) -> pa.Array:
    """The first value of each row, or the second where there is none."""
    import pyarrow as pa  # noqa: PLC0415 - heavy
    import pyarrow.compute as pc  # noqa: PLC0415 - heavy

    return pc.coalesce(first.cast(pa.string()), second.cast(pa.string())).dictionary_encode()


def _build(frame: Frame) -> None:
    there = set(frame.rows.cells.column_names)
    put_dates(frame, codes_of(frame, "Event Date"), read_day)
    put_country_parties(frame, "actor", country="Source Country", name="Source Name")
    put_country_parties(frame, "recipient", country="Target Country", name="Target Name")
    put_cameo(frame, "CAMEO Code", intensity="Intensity" if "Intensity" in there else None)
    for column, name in (("actor_sector", "Source Sectors"), ("recipient_sector", "Target Sectors"), ("place_name", "City")):
        if name in there:
            put_texts(frame, column, codes_of(frame, name), clean=_said)
    if "Country" in there:
        put_texts(frame, "place_state", codes_of(frame, "Country"), clean=link_country)
    if "Event ID" in there:
        frame.columns["native_id"] = frame.rows.cells.column("Event ID").combine_chunks()


ICEWS = DataFormat("icews", _read_form, _build)
"""How ICEWS files are read."""
