"""PDF files: pages of lines made paragraphs."""

from __future__ import annotations

import re
from typing import Any

from bilateral.documents.content import Content
from bilateral.documents.lines import find_lines, joins_next, wrap_width
from bilateral.documents.pages import find_running_lines
from bilateral.documents.parts import find_parts
from bilateral.errors import DocumentError

__all__ = ["read_pdf"]

MAX_PAGES = 2_000
"""Pages above which a file is not read."""

MIN_LETTERS = 20
"""Letters below which a file has no text layer: scanned pages carry at most a stamp."""

_HYPHEN = re.compile("(?<=[a-z])[-\u00ad\u2010\ufffe\x02]\\s*$")
_PDF_DATE = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?")
_NO_TITLE = re.compile(r"microsoft word|untitled|\.(?:docx?|pdf|indd|qxd|pages)\b|^\W*$|^\d+$|^document\d*$", re.IGNORECASE)


def _open(data: bytes, name: str) -> Any:
    import pypdfium2  # noqa: PLC0415 - loads a library

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            message = f"got {name}, which is protected by a password; save it without one"
            raise DocumentError(message, "password_protected") from error
        if b"%%EOF" not in data[-2048:]:
            message = f"got {name}, whose end is missing; fetch the file again"
            raise DocumentError(message, "truncated") from error
        message = f"got {name}, which is no readable PDF ({error}); save it again"
        raise DocumentError(message, "unreadable") from error


def _read_pages(document: Any) -> list[list[str]]:
    """The lines of each page."""
    import pypdfium2  # noqa: PLC0415

    pages: list[list[str]] = []
    for i in range(len(document)):
        try:
            page = document[i]
            text = page.get_textpage().get_text_bounded()
        except pypdfium2.PdfiumError:
            pages.append([])  # one damaged page of many
            continue
        text = text.replace("\x00", "").replace("\ufffe\r\n", "\x02").replace("\ufffe", "\x02")
        text = re.sub(r"\x02(?!\s)", "\x02\n", text)
        pages.append([" ".join(line.split(" ")).strip() for line in text.splitlines() if line.strip(" \x02")])
        page.close()
    return pages


def _join(before: str, after: str) -> str:
    """Two lines of one paragraph, a hyphen at the line's end mended."""
    if before.endswith("\x02") or (_HYPHEN.search(before) and after[:1].islower() and not re.search(r"\b\w+-\w+-$", before)):
        stem = before.rstrip("\x02-\u00ad\u2010")
        return stem + after
    return f"{before} {after}"


def _paragraphs(pages: list[list[str]]) -> list[tuple[str, str]]:
    """Paragraphs and page furniture in order; furniture stands below the paragraph that it cuts."""
    running = find_running_lines(pages)
    own = find_lines("\n".join(line for page, skip in zip(pages, running, strict=True) for i, line in enumerate(page) if i not in skip))
    width = wrap_width(own) or max((line.n_chars for line in own), default=0)
    out: list[tuple[str, str]] = []
    last = ""
    open_at: int | None = None
    for page, skip in zip(pages, running, strict=True):
        is_new_page = True
        for i, line in enumerate(page):
            if i in skip:
                out.append((line.strip("\x02"), "running head"))
                continue
            mends = last.endswith("\x02")
            if open_at is not None and (mends or joins_next(last, line, width) or (is_new_page and _cut_by_page(last, line))):
                out[open_at] = (_join(out[open_at][0], line), "")
            else:
                out.append((line, ""))
                open_at = len(out) - 1
            last, is_new_page = line, False
    return [(text.strip("\x02 "), cue) for text, cue in out if text.strip("\x02 ")]


def _cut_by_page(last: str, line: str) -> bool:
    return bool(last) and line[0].islower() and last[-1] not in '.!?:;"”'


def _facts(document: Any) -> tuple[str | None, str | None, str | None]:
    """Title, author and day of creation of the file's own properties."""
    values = document.get_metadata_dict(skip_empty=True)
    found = _PDF_DATE.match(values.get("CreationDate", ""))
    day = "-".join(part for part in found.groups() if part) if found else None
    title = values.get("Title", "").strip()
    return (title if title and not _NO_TITLE.search(title) else None), values.get("Author", "").strip() or None, day


def read_pdf(data: bytes, name: str, doc_id: str) -> Content:
    """Read a PDF with a text layer.

    Does not read scanned pages, and does not put columns in order where the
    file does not have them so.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        doc_id: The document.

    Returns:
        Text, one paragraph a line, with its parts and the file's properties.

    Raises:
        DocumentError: With reason password_protected, truncated, unreadable, too_large or no_text.
    """
    document = _open(data, name)
    try:
        if len(document) > MAX_PAGES:
            message = f"got {name} of {len(document):,} pages, expected at most {MAX_PAGES:,}; split it"
            raise DocumentError(message, "too_large")
        pages = _read_pages(document)
        title, author, day = _facts(document)
    finally:
        document.close()
    if sum(char.isalpha() for page in pages for line in page for char in line) < MIN_LETTERS:
        message = f"got {name}, {len(pages)} page(s) without a text layer; run text recognition on it first"
        raise DocumentError(message, "no_text")
    paragraphs = _paragraphs(pages)
    known: dict[int, str] = {}
    position = 0
    for text, cue in paragraphs:
        if cue:
            known[position] = cue
        position += len(text) + 1
    whole = "\n".join(text for text, _ in paragraphs)
    parts = find_parts(whole, doc_id, known=known)
    return Content(whole, parts, title, byline=author, file_date=day)
