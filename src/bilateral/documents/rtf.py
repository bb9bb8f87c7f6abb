"""Rich Text Format (.rtf)."""

from __future__ import annotations

import re

from bilateral.documents.content import Content, mark_lines
from bilateral.documents.dates import read_date
from bilateral.documents.parts import find_parts
from bilateral.errors import DocumentError

__all__ = ["read_rtf"]

MAX_DEPTH = 1_000
"""Groups within each other; word processors write some tens."""

MAX_BYTES = 20_000_000
"""Bytes that are read once the pictures are out; the library takes a second for two million."""

_INFO = re.compile(r"\{\\info\b.{0,10000}?\}\s*\}", re.DOTALL)  # "{\info{\title Talks}{\author Ann Lee}}"
_FIELD = re.compile(r"\{\\(title|author|subject|company)\s([^{}]{1,300})\}")
_CREATED = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
_PICTURE = re.compile(rb"[0-9a-fA-F\s]{200,}")  # the bytes of a picture in hexadecimal digits


def _check_depth(data: bytes, name: str) -> None:
    depth = deepest = 0
    for brace in re.finditer(rb"(?<!\\)[{}]", data):
        depth += 1 if brace[0] == b"{" else -1
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        message = f"got {name}, whose groups are nested {deepest:,} deep, expected at most {MAX_DEPTH:,}; save it again"
        raise DocumentError(message, "too_deep")


def read_rtf(data: bytes, name: str, doc_id: str) -> Content:
    """Read a document in Rich Text Format.

    Does not read footnotes apart, headings by their styles, and pictures.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        doc_id: The document.

    Returns:
        Text, one paragraph a line, with its parts and the file's properties.

    Raises:
        DocumentError: With reason unreadable, too_large, too_deep or no_text.
    """
    from striprtf import striprtf  # noqa: PLC0415 - loads a library

    packed = _PICTURE.sub(b" ", data)
    if len(packed) > MAX_BYTES:
        message = f"got {name} with {len(packed):,} bytes of text and marks, expected at most {MAX_BYTES:,}; save it as DOCX"
        raise DocumentError(message, "too_large")
    _check_depth(packed, name)
    markup = packed.decode("latin-1")
    try:
        text: str = striprtf.rtf_to_text(markup, errors="replace")  # type: ignore[no-untyped-call]
    except Exception as error:  # the library raises whatever a broken file leads it to
        message = f"got {name}, a damaged RTF file ({type(error).__name__}); save it again"
        raise DocumentError(message, "unreadable") from error
    clean = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "")
    lines = [" ".join(line.replace("|", " | ").split()).strip("| ") for line in clean.splitlines()]
    whole, known = mark_lines([(line, "") for line in lines if line])
    if not any(char.isalpha() for char in whole):
        message = f"got {name}, an RTF file without text; give the text that its pictures show"
        raise DocumentError(message, "no_text")
    info = _INFO.search(markup[:200_000])
    facts = {field[1]: _unescape(field[2]) for field in _FIELD.finditer(info[0])} if info else {}
    created = _CREATED.search(markup[:200_000])
    day = f"{created[1]}-{int(created[2]):02}-{int(created[3]):02}" if created else None
    return Content(
        whole, find_parts(whole, doc_id, known=known or None), facts.get("title") or None, byline=facts.get("author") or None,
        file_date=read_date(facts.get("subject", "")) or (read_date(day) if day else None),
        hints=[hint for hint in (facts.get("company"), facts.get("author"), facts.get("subject")) if hint],
    )  # fmt: skip


def _unescape(text: str) -> str:
    r"""A property with its escaped letters, such as \'e9 for é."""
    hexed = re.sub(r"\\'([0-9a-f]{2})", lambda found: bytes.fromhex(found[1]).decode("cp1252", "replace"), text)
    return " ".join(re.sub(r"\\u(\d{1,5})\s?\??", lambda found: chr(min(int(found[1]), 0xFFFD)), hexed).split())
