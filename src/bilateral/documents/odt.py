"""OpenDocument texts (.odt)."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from bilateral.documents.content import Content, mark_lines
from bilateral.documents.dates import read_date
from bilateral.documents.office import check_archive
from bilateral.documents.parts import find_parts
from bilateral.documents.xml import local_name, parse_xml
from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_odt"]

_LEFT_OUT = {"note", "annotation", "tracked-changes", "sequence-decls", "forms", "ruby-text", "change", "bookmark"}
_ENCRYPTED = b"encryption-data"


def _text(element: Any) -> str:
    """The text of a paragraph with its spaces, tabs and line breaks."""
    pieces: list[str] = [element.text or ""]
    for child in element:
        name = local_name(child)
        if name in {"s", "tab"}:
            pieces.append(" ")
        elif name == "line-break":
            pieces.append("\n")
        elif name not in _LEFT_OUT:
            pieces.append(_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _lines(element: Any) -> Iterator[tuple[str, str]]:
    """Lines in reading order, each with what its element tells."""
    for child in element:
        name = local_name(child)
        if name in {"h", "p"}:
            style = next((value.lower() for key, value in child.attrib.items() if key.endswith("style-name")), "")
            cue = "heading" if name == "h" else "headline" if style == "title" else "caption" if style in {"caption", "illustration"} else ""
            yield from ((line, cue) for line in (" ".join(part.split()) for part in _text(child).split("\n")) if line)
        elif name == "table-row":
            cells = [" ".join(text for text, _ in _lines(cell)) for cell in child if local_name(cell) == "table-cell"]
            if any(cells):
                yield " | ".join(cells), "table row"
        elif name not in _LEFT_OUT:
            yield from _lines(child)


def _read_members(data: bytes, name: str) -> tuple[bytes, bytes]:
    """The files content.xml and meta.xml of the archive."""
    check_archive(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "META-INF/manifest.xml" in names and _ENCRYPTED in archive.read("META-INF/manifest.xml"):
                message = f"got {name}, which is protected by a password; save it without one"
                raise DocumentError(message, "password_protected")
            return archive.read("content.xml"), archive.read("meta.xml") if "meta.xml" in names else b"<none/>"
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, NotImplementedError, zlib.error) as error:
        message = f"got {name}, a cut off or damaged document ({error or type(error).__name__}); save it again"
        raise DocumentError(message, "truncated") from error
    except KeyError as error:
        message = f"got {name}, which holds no text ({error}); save it again"
        raise DocumentError(message, "unreadable") from error


def read_odt(data: bytes, name: str, doc_id: str) -> Content:
    """Read an OpenDocument text.

    Does not read text boxes' order, footnotes, reviewers' remarks and tracked deletions.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        doc_id: The document.

    Returns:
        Text, one paragraph or table row a line, with its parts and the file's properties.

    Raises:
        DocumentError: With reason truncated, unreadable, too_large, unsafe_xml, password_protected or no_text.
    """
    content, meta = _read_members(data, name)
    body = next((element for element in parse_xml(content, name).iter() if local_name(element) == "text" and local_name(element.getparent()) == "body"), None)
    lines = list(_lines(body)) if body is not None else []
    if not any(char.isalpha() for text, _ in lines for char in text):
        message = f"got {name}, a document without text; give the text that its pictures show"
        raise DocumentError(message, "no_text")
    facts = {local_name(element): " ".join("".join(element.itertext()).split()) for element in parse_xml(meta, name).iter()}
    whole, known = mark_lines(lines)
    author, subject = facts.get("initial-creator") or facts.get("creator"), facts.get("subject")
    return Content(
        whole, find_parts(whole, doc_id, known=known), facts.get("title") or None, byline=author or None,
        file_date=read_date(subject or "") or read_date(facts.get("creation-date", "")),
        hints=[hint for hint in (author, subject) if hint],
    )  # fmt: skip
