"""From files to documents with their parts."""

from __future__ import annotations

import codecs
import glob
import hashlib
import os
import re
from datetime import UTC
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bilateral.documents.content import Content
from bilateral.documents.copies import body_fingerprint
from bilateral.documents.dates import find_bounds, find_dateline_date, find_published
from bilateral.documents.decoding import decode_text, find_file_type
from bilateral.documents.items import Item, file_item, read_bytes
from bilateral.documents.languages import find_language
from bilateral.documents.outlets import DATELINE_LINES, find_outlet
from bilateral.documents.parts import find_parts
from bilateral.errors import DocumentError, SettingsError
from bilateral.periods import bounds
from bilateral.records import Document
from bilateral.vocabulary.publishers import find_publisher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bilateral.records import Part

__all__ = ["find_files", "read_document", "read_item"]

MAX_TITLE_CHARS = 300
"""Longest title that is kept; longer ones are a page's whole text in the wrong place."""

CODED_LANGUAGE = "en"
"""Language of the documents whose records are extracted."""

_BY = re.compile(r"(?:(?:written|reported|compiled|edited|story|text|reporting|editing) )?by:? (?=(?-i:[A-Z\u00c0-\u024f]))", re.IGNORECASE)  # "By Kim Tae-woo"
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


def _in_charset(data: bytes, charset: str | None) -> bytes:
    """The bytes of a page in UTF-8 where the server named another encoding and they are not UTF-8 already."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return codecs.BOM_UTF8 + data.decode(charset).encode() if charset else data
        except (LookupError, ValueError):
            return data
    return data


def _read_marked_up(data: bytes, name: str, doc_id: str, file_type: str) -> Content:
    """Web pages, mail and feeds; readers are loaded where they are used."""
    if file_type == "mhtml":
        from bilateral.documents.mail import read_mhtml  # noqa: PLC0415

        return read_mhtml(data, name, doc_id)
    if file_type == "mail":
        from bilateral.documents.mail import read_mail  # noqa: PLC0415

        return read_mail(data, name, doc_id)
    if file_type == "feed_entry":
        from bilateral.documents.feeds import read_entry  # noqa: PLC0415

        return read_entry(data, name, doc_id)
    from bilateral.documents.html import read_html  # noqa: PLC0415 - loads lxml

    return read_html(data, name, doc_id)


def _read_office(data: bytes, name: str, doc_id: str, file_type: str, on_page: Callable[[int], None] | None) -> Content:
    """PDF and word processors' files; readers are loaded where they are used."""
    if file_type == "pdf":
        from bilateral.documents.pdf import read_pdf  # noqa: PLC0415 - loads pypdfium2

        return read_pdf(data, name, doc_id, on_page=on_page)
    if file_type == "docx":
        from bilateral.documents.office import read_docx  # noqa: PLC0415 - loads python-docx

        return read_docx(data, name, doc_id)
    if file_type == "odt":
        from bilateral.documents.odt import read_odt  # noqa: PLC0415

        return read_odt(data, name, doc_id)
    from bilateral.documents.rtf import read_rtf  # noqa: PLC0415

    return read_rtf(data, name, doc_id)


def _read_content(  # noqa: PLR0913 - what each reader needs
    data: bytes, item: Item, doc_id: str, *, file_type: str, columns: Mapping[str, str], on_page: Callable[[int], None] | None
) -> Content:
    if file_type in {"pdf", "docx", "odt", "rtf"}:
        return _read_office(data, item.name, doc_id, file_type, on_page)
    if file_type in {"html", "mhtml", "mail", "feed_entry"}:
        return _read_marked_up(_in_charset(data, item.charset), item.name, doc_id, file_type)
    if file_type == "row":
        from bilateral.documents.rows import read_row  # noqa: PLC0415

        return read_row(data, item.name, doc_id, columns=columns)
    return _read_plain(data, item.name, doc_id)


def _with_known(content: Content, item: Item) -> Content:
    """What the bytes do not say themselves, filled in from what the container or the web said."""
    content.dates = [*content.dates, *([item.published] if item.published else [])]
    content.publisher_names = [*content.publisher_names, *([item.publisher] if item.publisher else [])]
    return content


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
    return (name[1] if name else _BY.sub("", line) or line)[:200]


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


def read_item(
    item: Item, *, published: str | None = None, max_bytes: int = 50_000_000,
    columns: Mapping[str, str] | None = None, on_page: Callable[[int], None] | None = None,
) -> tuple[Document, list[Part]]:
    """Read one item as a document with its parts.

    Does not read scanned pages, and does not open containers: see `opening`.
    `coder_version` is left empty for the pipeline to fill.

    Args:
        item: A file, or bytes with what is known of them.
        published: Published date, where the user knows it: ISO 8601, may be partial or an interval.
        max_bytes: Size above which it is not read.
        columns: For rows of tables: the user's columns by what they hold, see `rows.COLUMNS`.
        on_page: Called with the number of each page of a PDF that was read.

    Returns:
        The document and its parts in text order. Offsets count code points of `Document.text`.

    Raises:
        DocumentError: If it cannot be read; `reason_code` says why.
        SettingsError: If `published` is no date.

    Example:
        >>> row = Item(b'{"text": "The two ministers met in Seoul.", "date": "2018-03-19"}', "a.jsonl row 1", "file:///a.jsonl", file_type="row")
        >>> read_item(row)[0].published
        '2018-03-19'
    """
    data = read_bytes(item, max_bytes)
    sha256 = hashlib.sha256(data).hexdigest()
    file_type = find_file_type(data, PurePath(item.name), item.file_type)
    try:
        content = _with_known(_read_content(data, item, sha256[:16], file_type=file_type, columns=columns or {}, on_page=on_page), item)
    except (RecursionError, MemoryError) as error:
        message = f"got {item.name}, nested too deep or too large to be read ({type(error).__name__}); save it again as text"
        raise DocumentError(message, "too_deep" if isinstance(error, RecursionError) else "too_large") from error
    return _build_document(content, item, sha256, file_type, published), content.parts


def _is_sound(address: str) -> bool:
    """Whether an address that a file states can be taken apart."""
    try:
        return bool(urlsplit(address).scheme) and urlsplit(address).port != 0
    except ValueError:
        return False


def _build_document(content: Content, item: Item, sha256: str, file_type: str, published: str | None) -> Document:
    """The document's row from what was read."""
    body = "\n".join(_stretches(content, "body"))
    language = find_language(body or content.text)
    body_sha256, signature = body_fingerprint(body or content.text)
    address = content.address if content.address and _is_sound(content.address) else item.address
    retrieved = item.retrieved or content.retrieved
    period, how = _find_when(content, published)
    start, end = bounds(period) if period else find_bounds(body, [part.part_date for part in content.parts if part.part_date], retrieved)
    how = "bounds" if period is None and (start or end) else how
    publisher, publisher_class, publisher_state = find_outlet(
        content.text, content.parts, names=content.publisher_names, address=address,
        hints=content.hints, running_heads=content.running_heads, is_page=file_type in {"html", "mhtml"},
    )  # fmt: skip
    return Document(
        doc_id=sha256[:16], address=address, version=1, sha256=sha256, file_name=item.name, file_type=file_type,
        retrieved_from=item.address, retrieved=retrieved.astimezone(UTC) if retrieved else None,
        title=_find_title(content) or item.title, byline=_find_byline(content) or item.byline, publisher=publisher, publisher_class=publisher_class,
        publisher_state=publisher_state, published=period, published_start=start, published_end=end, published_how=how,
        language=language, is_coded=language == CODED_LANGUAGE, body_sha256=body_sha256,
        body_words=len((body or content.text).split()), signature=signature,
        page_starts=content.page_starts, coder_version="", text=content.text,
    )  # fmt: skip


def read_document(
    path: Path, *, published: str | None = None, max_bytes: int = 50_000_000
) -> tuple[Document, list[Part]]:
    r"""Read one file as a document with its parts.

    Does not read scanned pages, and does not open containers: see `opening`.

    Args:
        path: A file that is one document.
        published: Published date, where the user knows it: ISO 8601, may be partial or an interval.
        max_bytes: Size above which a file is not read.

    Returns:
        The document and its parts in text order. Offsets count code points of `Document.text`.

    Raises:
        DocumentError: If it cannot be read; `reason_code` says why.
        SettingsError: If `published` is no date.

    Example:
        >>> import tempfile
        >>> file = Path(tempfile.mkdtemp()) / "talks.txt"
        >>> _ = file.write_text("Ministers meet\n\nSEOUL, Nov. 20, 2010 (Yonhap) -- " + "The two ministers met on Saturday. " * 4)
        >>> document, parts = read_document(file)
        >>> document.title, document.published, document.language, [part.part_type for part in parts]
        ('Ministers meet', '2010-11-20', 'en', ['title', 'body'])
    """
    return read_item(file_item(Path(path)), published=published, max_bytes=max_bytes)
