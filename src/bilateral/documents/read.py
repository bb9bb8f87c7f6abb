"""From files to documents with their parts."""

from __future__ import annotations

import glob
import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.documents.content import Content
from bilateral.documents.copies import body_fingerprint
from bilateral.documents.dates import find_dateline_date, find_published
from bilateral.documents.decoding import decode_text, find_file_type
from bilateral.documents.languages import find_language
from bilateral.documents.outlets import DATELINE_LINES, find_outlet
from bilateral.documents.parts import find_parts
from bilateral.errors import DocumentError, SettingsError
from bilateral.periods import bounds
from bilateral.records import Document
from bilateral.vocabulary.publishers import find_publisher

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.records import Part

__all__ = ["find_files", "read_document"]

MAX_TITLE_CHARS = 300
"""Longest title that is kept; longer ones are a page's whole text in the wrong place."""

CODED_LANGUAGE = "en"
"""Language of the documents whose records are extracted."""

_NOTED_NAME = re.compile(r"(.{3,60}?),? (?:is|was|serves|works|teaches|writes|covers|has been|currently)\b")  # "Ann Lee is a fellow"
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<fields>.{0,5000}?)\r?\n---[ \t]*\r?\n", re.DOTALL)
_FIELD = re.compile(r"^(?P<name>[\w-]{2,30})\s*:\s*[\"']?(?P<value>.*?)[\"']?\s*$", re.MULTILINE)


RECORD_MARKER = "bilateral-record.json"
"""A folder that holds this file is a record (see `tables.store`)."""


def _walk(folder: Path) -> Iterator[Path]:
    """Files below a folder; a folder reached twice by links is read once."""
    seen: set[str] = set()
    for place, names, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        if real in seen or RECORD_MARKER in files:
            names.clear()  # a loop, or a record, whose tables are no documents
            continue
        seen.add(real)
        names[:] = sorted(name for name in names if not name.startswith("."))
        yield from (Path(place) / name for name in files if not name.startswith("."))


def _find_at(path: Path) -> list[Path]:
    """The files that one path names."""
    if path.is_dir():
        files = [file for file in _walk(path) if file.is_file()]
        if not files:
            message = f"got {path}, a folder without files; expected texts, web pages, PDF or Word documents in it"
            raise SettingsError(message)
        return files
    if path.exists():
        return [path]
    hits = [Path(hit) for hit in glob.glob(os.path.expanduser(path), recursive=True)]  # noqa: PTH111, PTH207 - pattern with its own root
    files = [file for hit in hits for file in ([hit] if hit.is_file() else _walk(hit) if hit.is_dir() else [])]
    if not files:
        message = f"got {path}, where there is no file; expected a file, a folder or a pattern such as 'news/*.txt'"
        raise SettingsError(message)
    return files


def find_files(paths: Sequence[str | Path]) -> list[Path]:
    """The files that paths name: files, folders with all below them, patterns.

    Does not look into archives, and skips hidden files and the folders of records.

    Args:
        paths: Files, folders or patterns such as "news/**/*.txt".

    Returns:
        Paths, sorted, each once.

    Raises:
        SettingsError: If a path does not exist or no file lies below it.

    Example:
        >>> find_files(["nowhere/at/all.txt"])
        Traceback (most recent call last):
            ...
        bilateral.errors.SettingsError: got nowhere/at/all.txt, where there is no file; expected a file, a folder or a pattern such as 'news/*.txt'
    """
    found: dict[str, Path] = {}
    for path in paths:
        for file in _find_at(Path(path)):
            found.setdefault(os.path.realpath(file), file)
    return sorted(found.values())


def _read_bytes(path: Path, max_bytes: int) -> bytes:
    try:
        size = path.stat().st_size
        if size <= max_bytes:
            return path.read_bytes()
    except OSError as error:
        message = f"got {path.name}, which cannot be opened ({error.strerror or error}); check its permissions"
        raise DocumentError(message, "unreadable") from error
    message = f"got {path.name} of {size:,} bytes, expected at most {max_bytes:,}; split it or raise the limit"
    raise DocumentError(message, "too_large")


def _read_front_matter(text: str) -> dict[str, str]:
    """Fields between two lines of dashes at the top of a Markdown file."""
    found = _FRONT_MATTER.match(text)
    return {item["name"].lower(): item["value"] for item in _FIELD.finditer(found["fields"])} if found else {}


def _read_plain(data: bytes, name: str, doc_id: str) -> Content:
    text = decode_text(data, name)
    if not any(char.isalnum() for char in text):
        message = f"got {name}, which has no letter in it; leave it out or fetch it again"
        raise DocumentError(message, "no_text")
    fields = _read_front_matter(text)
    return Content(
        text, find_parts(text, doc_id), fields.get("title"), fields.get("author"),
        next((fields[key] for key in ("url", "link", "canonical") if fields.get(key, "").startswith("http")), None),
        [fields[key] for key in ("publisher", "site", "outlet") if fields.get(key)],
        [fields[key] for key in ("date", "published") if fields.get(key)],
    )  # fmt: skip


def _read_content(data: bytes, path: Path, doc_id: str, file_type: str) -> Content:
    if file_type == "html":
        from bilateral.documents.html import read_html  # noqa: PLC0415 - loads lxml

        return read_html(data, path.name, doc_id)
    if file_type == "pdf":
        from bilateral.documents.pdf import read_pdf  # noqa: PLC0415 - loads pypdfium2

        return read_pdf(data, path.name, doc_id)
    if file_type == "docx":
        from bilateral.documents.office import read_docx  # noqa: PLC0415 - loads python-docx

        return read_docx(data, path.name, doc_id)
    return _read_plain(data, path.name, doc_id)


def _stretches(content: Content, role: str) -> list[str]:
    return [content.text[part.start_char : part.end_char] for part in content.parts if part.part_type == role]


def _find_title(content: Content) -> str | None:
    """The headline: the page's, else the text's, else the first sentence of a dated entry."""
    heads = [part for part in content.parts if part.part_type == "title" and part.reason == "headline"]
    own = " ".join(content.text[heads[0].start_char : heads[0].end_char].split()) if heads else None
    title = content.title or (own if own is None or find_publisher(own) is None else None)
    if title is None and content.parts and content.parts[0].reason == "date line":
        body = (_stretches(content, "body") or [""])[0]
        first = re.match(r".{20,250}?[.!?](?=\s)", body.split("\n", 1)[0] + " ")
        title = first[0] if first else None
    return title[:MAX_TITLE_CHARS] if title else None


def _find_byline(content: Content) -> str | None:
    """The author line, where there is one."""
    if content.byline:
        return " ".join(content.byline.split())[:200]
    reasons = {"byline", "author's note", "signature", "byline element"}
    lines = [part for part in content.parts if part.part_type == "byline"]
    best = next((part for reason in ("byline", "signature", "author's note") for part in lines if part.reason == reason), None)
    if best is None or best.reason not in reasons:
        return None
    line = " ".join(content.text[best.start_char : best.end_char].split("\n")[0].split())
    name = _NOTED_NAME.match(line) if best.reason == "author's note" else None
    return (name[1] if name else line)[:200]


def _own_bylines(content: Content) -> list[str]:
    """Bylines down to the first below the body; those further down are other stories'."""
    last = max((part.end_char for part in content.parts if part.part_type == "body"), default=0)
    bylines = [part for part in content.parts if part.part_type == "byline"]
    own = [part for part in bylines if part.start_char < last] + [part for part in bylines if part.start_char >= last][:1]
    return [content.text[part.start_char : part.end_char] for part in own]


def _find_when(content: Content, published: str | None) -> tuple[str | None, str]:
    bylines = [line for stretch in _own_bylines(content) for line in stretch.splitlines()]
    first = [line for stretch in _stretches(content, "body")[:DATELINE_LINES] for line in stretch.splitlines()[:DATELINE_LINES]]
    edge = "\n".join(_stretches(content, "furniture"))
    datelines = [day for line in first[:DATELINE_LINES] for day in find_dateline_date(line, edge)][:1]
    return find_published(
        given=published,
        metadata=content.dates,
        address=content.address or "",
        dateline=[*bylines, *datelines],
        text=content.found_dates,
        comments=[part.part_date for part in content.parts if part.part_date],
        file_date=content.file_date,
    )


def read_document(
    path: Path, *, published: str | None = None, max_bytes: int = 50_000_000
) -> tuple[Document, list[Part]]:
    r"""Read one file as a document with its parts.

    Does not read scanned pages, archives, e-mail and data files; `coder_version`
    is left empty for the pipeline to fill.

    Args:
        path: A plain text, Markdown, HTML, PDF or Word file.
        published: Published date, where the user knows it: ISO 8601, may be partial or an interval.
        max_bytes: Size above which a file is not read.

    Returns:
        The document and its parts in text order. Offsets count code points of `Document.text`.

    Raises:
        DocumentError: If it cannot be read, with reason empty, too_large, binary, wrong_encoding,
            truncated, password_protected, no_text, unsupported_type or unreadable.
        SettingsError: If `published` is no date.

    Example:
        >>> import tempfile
        >>> file = Path(tempfile.mkdtemp()) / "talks.txt"
        >>> _ = file.write_text("Ministers meet\n\nSEOUL, Nov. 20, 2010 (Yonhap) -- " + "The two ministers met on Saturday. " * 4)
        >>> document, parts = read_document(file)
        >>> document.title, document.published, document.language, [part.part_type for part in parts]
        ('Ministers meet', '2010-11-20', 'en', ['title', 'body'])
    """
    path = Path(path)
    data = _read_bytes(path, max_bytes)
    sha256 = hashlib.sha256(data).hexdigest()
    file_type = find_file_type(data, path)
    content = _read_content(data, path, sha256[:16], file_type)
    body = "\n".join(_stretches(content, "body"))
    language = find_language(body or content.text)
    body_sha256, signature = body_fingerprint(body or content.text)
    period, how = _find_when(content, published)
    start, end = bounds(period) if period else (None, None)
    address = content.address or path.resolve().as_uri()
    publisher, publisher_class, publisher_state = find_outlet(
        content.text, content.parts, names=content.publisher_names, address=address,
        hints=content.hints, running_heads=content.running_heads, is_page=file_type == "html",
    )  # fmt: skip
    document = Document(
        doc_id=sha256[:16], address=address, version=1, sha256=sha256, file_name=path.name, file_type=file_type,
        title=_find_title(content), byline=_find_byline(content), publisher=publisher, publisher_class=publisher_class,
        publisher_state=publisher_state, published=period, published_start=start, published_end=end, published_how=how,
        language=language, is_coded=language == CODED_LANGUAGE, body_sha256=body_sha256,
        body_words=len((body or content.text).split()), signature=signature,
        coder_version="", text=content.text,
    )  # fmt: skip
    return document, content.parts
