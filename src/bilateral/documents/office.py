"""Word documents (.docx)."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import Any

from bilateral.documents.content import Content
from bilateral.documents.dates import TOOL_DATES, read_date
from bilateral.documents.parts import find_parts
from bilateral.errors import DocumentError

__all__ = ["read_docx"]

MAX_UNPACKED_BYTES = 200_000_000
"""Bytes that an archive may hold unpacked."""

MAX_RATIO = 200
"""How many times its size an archive may unpack to; 20,000 equal paragraphs reach 52."""

SMALL_BYTES = 10_000_000
"""Bytes unpacked below which the ratio is not looked at: repeated formatting packs well."""

_COMPANY = re.compile(r"<(?:\w+:)?Company>([^<]{2,120})</")
_TOOL_NAMES = frozenset({"python-docx", "Administrator", "User", "Microsoft Office User", "admin"})


def _check_archive(data: bytes, name: str) -> None:
    """Reject an archive that unpacks to far more than it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        message = f"got {name}, a cut off or damaged Word document ({error}); fetch the file again"
        raise DocumentError(message, "truncated") from error
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > SMALL_BYTES and unpacked > MAX_RATIO * len(data)):
        message = f"got {name}, which unpacks from {len(data):,} to {unpacked:,} bytes; save it again without filler"
        raise DocumentError(message, "too_large")


def _clean(text: str) -> str:
    return " ".join(text.split())


def _read_blocks(document: Any) -> list[tuple[str, str]]:
    """Lines in reading order, each with what its style tells."""
    from docx.table import Table  # noqa: PLC0415 - loads a library

    lines: list[tuple[str, str]] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            rows = [" | ".join(_clean(cell.text) for cell in row.cells) for row in block.rows]
            lines += [(row, "table row") for row in rows if row.strip("| ")]
            continue
        style = (getattr(block.style, "name", "") or "").lower()
        cue = {"title": "headline", "caption": "caption"}.get(style, "heading" if style.startswith("heading") else "")
        lines += [(text, cue) for text in map(_clean, block.text.split("\n")) if text]
    seen: set[str] = set()
    for section in document.sections:
        for area in (section.header, section.footer):
            texts = [_clean(paragraph.text) for paragraph in area.paragraphs]
            lines += [(text, "running head") for text in texts if text and text not in seen]
            seen.update(texts)
    return lines


def _open(data: bytes, name: str) -> Any:
    import docx  # noqa: PLC0415 - loads a library
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    try:
        return docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError, zipfile.BadZipFile, zipfile.error, EOFError, OSError) as error:
        message = f"got {name}, which is no readable Word document ({type(error).__name__}); save it again"
        raise DocumentError(message, "truncated" if isinstance(error, (zipfile.BadZipFile, EOFError)) else "unreadable") from error


def read_docx(data: bytes, name: str, doc_id: str) -> Content:
    """Read a Word document.

    Does not read text boxes, footnotes, tracked deletions and reviewers' remarks.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        doc_id: The document.

    Returns:
        Text, one paragraph or table row a line, heads and feet of the pages at the
        end, with its parts and the file's properties.

    Raises:
        DocumentError: With reason truncated, unreadable, too_large or no_text.
    """
    _check_archive(data, name)
    document = _open(data, name)
    try:
        lines = _read_blocks(document)
    except (KeyError, ValueError, AttributeError, IndexError) as error:
        message = f"got {name}, a damaged Word document ({type(error).__name__}: {error}); save it again"
        raise DocumentError(message, "unreadable") from error
    if not any(char.isalpha() for text, _ in lines for char in text):
        message = f"got {name}, a Word document without text; give the text that its pictures show"
        raise DocumentError(message, "no_text")
    known: dict[int, str] = {}
    position = 0
    for text, cue in lines:
        if cue:
            known[position] = cue
        position += len(text) + 1
    whole = "\n".join(text for text, _ in lines)
    facts = document.core_properties
    day = facts.created.date().isoformat() if facts.created else None
    author, subject = (facts.author or "").strip() or None, (facts.subject or "").strip() or None
    return Content(
        whole, find_parts(whole, doc_id, known=known), (facts.title or "").strip() or None,
        byline=author if author not in _TOOL_NAMES else None,
        file_date=read_date(subject or "") or (None if day in TOOL_DATES else day),
        hints=[hint for hint in (_read_company(document), author, subject) if hint],
        running_heads=[text for text, cue in lines if cue == "running head"],
    )  # fmt: skip


def _read_company(document: Any) -> str | None:
    """The company that the file's extended properties name."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/docProps/app.xml":
            found = _COMPANY.search(part.blob.decode("utf-8", errors="replace"))
            return html.unescape(found[1]).strip() or None if found else None
    return None
