"""Documents with their records as UIMA CAS XMI, the exchange format of INCEpTION, and back.

Each table is a layer, each record an annotation with its columns as features; a
small annotation at the beginning of the text lists the records that were written,
so that one that was deleted can be told from one that was never there. Offsets of a
CAS count UTF-16 code units; those of records count code points.
"""

from __future__ import annotations

import dataclasses
import re
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from bilateral.errors import SchemaError
from bilateral.records import EVIDENCE_TABLES, TABLES
from bilateral.review.following import FOLLOWS
from bilateral.review.rows import FIXED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element

__all__ = ["Annotation", "Cas", "clean_text", "exchanged_columns", "read_cas", "shown_value", "write_cas", "write_type_system"]

_XMI, _CAS, _TCAS, _CUSTOM = "http://www.omg.org/XMI", "http:///uima/cas.ecore", "http:///uima/tcas.ecore", "http:///webanno/custom.ecore"
_PREFIX = "Bilateral"
_LISTING = "BilateralExport"
"""The layer whose one annotation lists the records that were written."""

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # a form feed, U+0001, half of a pair
_BMP = "\uffff"


@dataclasses.dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation of a table's layer."""

    table: str
    record_id: str  # empty where an annotator made it
    start_char: int
    end_char: int
    values: dict[str, str]  # by column; empty where nothing is told


@dataclasses.dataclass(frozen=True, slots=True)
class Cas:
    """A document as it came back."""

    text: str
    annotations: tuple[Annotation, ...]
    written: frozenset[str] | None  # records that were written; None where the list of them is gone


def exchanged_columns(table: str) -> list[str]:
    """The columns of a table that annotators see: all that a reviewer can change but the span, which is the annotation's."""
    left_out = FIXED | FOLLOWS | {"start_char", "end_char"}
    return [item.name for item in dataclasses.fields(TABLES[table]) if item.name not in left_out]


def _type_name(table: str) -> str:
    return _PREFIX + table.capitalize()


def shown_value(value: Any) -> str:
    """A value as a feature holds it: lists by commas, nothing as nothing.

    Example:
        >>> shown_value(["RUS", "KOR"]), shown_value(None), shown_value(30.0)
        ('RUS, KOR', '', '30')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)


def clean_text(text: str) -> str:
    r"""A text with what XML cannot hold replaced, sign by sign, so that places stay.

    Example:
        >>> clean_text("page one\x0cpage two")
        'page one\ufffdpage two'
    """
    return _NO_XML.sub("\ufffd", text)


def write_type_system() -> bytes:
    """The layers of all tables, as INCEpTION imports them (Settings, Layers, Import)."""
    from lxml import etree  # noqa: PLC0415 - heavy

    root = etree.Element("typeSystemDescription", nsmap={None: "http://uima.apache.org/resourceSpecifier"})
    types = etree.SubElement(root, "types")
    _add_type(types, _LISTING, "Which records were written; leave it alone.", {"record_ids": "Identifiers of the records that were written."})
    for table in EVIDENCE_TABLES:
        described = {item.name: str(item.metadata["description"]) for item in dataclasses.fields(TABLES[table])}
        features = {"record_id": "Identifier; leave it alone, and leave it empty in a new annotation.", **{name: described[name] for name in exchanged_columns(table)}}
        _add_type(types, _type_name(table), str(TABLES[table].__doc__), features)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _add_type(types: _Element, name: str, description: str, features: Mapping[str, str]) -> None:
    made = _add(types, "typeDescription", name=f"webanno.custom.{name}", description=description, supertypeName="uima.tcas.Annotation")
    holder = _add(made, "features")
    for feature, told in features.items():
        _add(holder, "featureDescription", name=feature, description=told, rangeTypeName="uima.cas.String")


def _add(parent: _Element, tag: str, **children: str) -> _Element:
    from lxml import etree  # noqa: PLC0415 - heavy

    made = etree.SubElement(parent, tag)
    for name, text in children.items():
        etree.SubElement(made, name).text = text
    return made


def write_cas(text: str, records: Mapping[str, Sequence[Any]]) -> bytes:
    """A document with its records as XMI.

    Args:
        text: Its stored text.
        records: Rows by table.

    Returns:
        The file.
    """
    from lxml import etree  # noqa: PLC0415 - heavy

    units = _units(text)
    root = etree.Element(f"{{{_XMI}}}XMI", {f"{{{_XMI}}}version": "2.0"}, nsmap={"xmi": _XMI, "cas": _CAS, "tcas": _TCAS, "custom": _CUSTOM})
    etree.SubElement(root, f"{{{_CAS}}}NULL", {f"{{{_XMI}}}id": "0"})
    members = [_add_annotation(root, f"{{{_TCAS}}}DocumentAnnotation", 2, 0, units[-1], {"language": "x-unspecified"})]
    listed = " ".join(row.record_id for table in EVIDENCE_TABLES for row in records.get(table, ()))
    members.append(_add_annotation(root, f"{{{_CUSTOM}}}{_LISTING}", 3, 0, units[min(1, len(text))], {"record_ids": listed}))
    number = len(members) + 2
    for table in EVIDENCE_TABLES:
        for row in records.get(table, ()):
            values = {name: shown for name in exchanged_columns(table) if (shown := clean_text(shown_value(getattr(row, name))))}
            place = units[row.start_char], units[row.end_char]
            members.append(_add_annotation(root, f"{{{_CUSTOM}}}{_type_name(table)}", number, *place, {"record_id": row.record_id, **values}))
            number += 1
    etree.SubElement(root, f"{{{_CAS}}}Sofa", {
        f"{{{_XMI}}}id": "1", "sofaNum": "1", "sofaID": "_InitialView", "mimeType": "text", "sofaString": clean_text(text),
    })  # fmt: skip
    etree.SubElement(root, f"{{{_CAS}}}View", {"sofa": "1", "members": " ".join(members)})
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _add_annotation(root: _Element, tag: str, number: int, start: int, end: int, values: Mapping[str, str]) -> str:  # noqa: PLR0913, PLR0917 - its parts
    from lxml import etree  # noqa: PLC0415 - heavy

    etree.SubElement(root, tag, {f"{{{_XMI}}}id": str(number), "sofa": "1", "begin": str(start), "end": str(end), **values})
    return str(number)


def _units(text: str) -> list[int] | range:
    r"""UTF-16 code units before each character, and in all.

    Example:
        >>> list(_units("a\U0001f600b"))
        [0, 1, 3, 4]
    """
    if not text or max(text) <= _BMP:
        return range(len(text) + 1)
    return list(accumulate((2 if sign > _BMP else 1 for sign in text), initial=0))


def read_cas(data: bytes) -> Cas:
    """A document as an annotator left it.

    Reads XMI of XML 1.0 and 1.1. Does not read other layers than those that
    `write_type_system` describes.

    Args:
        data: The file.

    Returns:
        Its text and the annotations of the tables, in order of place.

    Raises:
        SchemaError: If it is no CAS with a text, or holds a document type: nothing is then looked up elsewhere.
    """
    from lxml import etree  # noqa: PLC0415 - heavy

    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        message = "got a file with a document type, expected plain UIMA CAS XMI"
        raise SchemaError(message)
    head, rest = data[:100].replace(b'version="1.1"', b'version="1.0"'), data[100:]
    try:
        root = etree.fromstring(head + rest, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        message = f"got a file that is no XML ({error}), expected UIMA CAS XMI"
        raise SchemaError(message) from error
    sofas = root.findall(f"{{{_CAS}}}Sofa")
    text = next((one.get("sofaString") for one in sofas if one.get("sofaString")), None)
    if text is None:
        message = f"got {root.tag[:80]!r} without a text, expected UIMA CAS XMI"
        raise SchemaError(message)
    places = {unit: place for place, unit in enumerate(_units(text))}
    found = [one for table in EVIDENCE_TABLES for node in root.findall(f"{{{_CUSTOM}}}{_type_name(table)}") if (one := _read(node, table, places))]
    listing = root.find(f"{{{_CUSTOM}}}{_LISTING}")
    written = None if listing is None else frozenset((listing.get("record_ids") or "").split())
    return Cas(text, tuple(sorted(found, key=lambda one: (one.start_char, one.end_char, one.table, one.record_id))), written)


def _read(node: _Element, table: str, places: Mapping[int, int]) -> Annotation | None:
    """One annotation; None where its place is none of the text."""
    begin, end = node.get("begin", ""), node.get("end", "")
    if not (begin.isdecimal() and end.isdecimal()):
        return None
    start, stop = places.get(int(begin)), places.get(int(end))
    if start is None or stop is None or start >= stop:
        return None
    values = {name: (node.get(name) or "").strip() for name in exchanged_columns(table)}
    return Annotation(table, (node.get("record_id") or "").strip(), start, stop, values)
