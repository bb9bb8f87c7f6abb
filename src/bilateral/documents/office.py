"""Word documents (.docx)."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from datetime import datetime
from typing import Any

from bilateral.documents.content import Content, mark_lines
from bilateral.documents.dates import TOOL_DATES, read_date
from bilateral.documents.parts import find_parts
from bilateral.errors import DocumentError

__all__ = ["check_archive", "read_docx"]

MAX_UNPACKED_BYTES = 200_000_000
"""Bytes that an archive may hold unpacked."""

MAX_RATIO = 200
"""How many times its size an archive may unpack to; 20,000 equal paragraphs reach 52."""

SMALL_BYTES = 10_000_000
"""Bytes unpacked below which the ratio is not looked at: repeated formatting packs well."""

_COMPANY = re.compile(r"<(?:\w+:)?Company>([^<]{2,120})</")
_TOOL_NAMES = frozenset({"python-docx", "Administrator", "User", "Microsoft Office User", "admin"})


def check_archive(data: bytes, name: str) -> None:
    """Reject an office file that is damaged or unpacks to far more than it is.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Raises:
        DocumentError: With reason truncated or too_large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        message = f"got {name}, a cut off or damaged document ({error}); fetch the file again"
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


def _open(data: bytes, name: str) -> tuple[Any, list[tuple[str, str]]]:
    """The document and its lines."""
    import docx  # noqa: PLC0415 - loads a library

    try:
        document = docx.Document(io.BytesIO(data))
        return document, _read_blocks(document)
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        message = f"got {name}, a cut off or damaged document ({error}); save it again"
        raise DocumentError(message, "truncated") from error
    except RecursionError:
        raise
    except Exception as error:  # the library raises whatever a broken file leads it to
        message = f"got {name}, which is no readable Word document ({type(error).__name__}); save it again"
        raise DocumentError(message, "unreadable") from error


def _read_facts(document: Any) -> dict[str, str]:
    """The file's properties; a broken one is left out."""
    facts: dict[str, str] = {}
    for name in ("title", "author", "subject", "created"):
        try:
            value = getattr(document.core_properties, name)
        except Exception:  # noqa: BLE001, S112 - the library raises whatever a broken property leads it to
            continue
        facts[name] = value.date().isoformat() if isinstance(value, datetime) else str(value or "").strip()
    return facts


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
    check_archive(data, name)
    document, lines = _open(data, name)
    if not any(char.isalpha() for text, _ in lines for char in text):
        message = f"got {name}, a Word document without text; give the text that its pictures show"
        raise DocumentError(message, "no_text")
    whole, known = mark_lines(lines)
    facts = _read_facts(document)
    author, subject = facts.get("author") or None, facts.get("subject") or None
    return Content(
        whole, find_parts(whole, doc_id, known=known), facts.get("title") or None,
        byline=author if author not in _TOOL_NAMES else None,
        file_date=read_date(subject or "") or (None if facts.get("created") in TOOL_DATES else facts.get("created") or None),
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
