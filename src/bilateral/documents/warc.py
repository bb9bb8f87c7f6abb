"""Web archives (WARC): the pages and files that a crawler stored."""

from __future__ import annotations

import contextlib
import io
import re
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bilateral.documents.unpacking import Place, refuse
from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.documents.items import Item

__all__ = ["split_warc"]

MAX_HEADER_BYTES = 1_000_000
"""Bytes of the headers of one record; crawlers write some hundreds."""

CONTENT_TYPES = {
    "text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "text/plain": "text",
    "text/markdown": "markdown", "application/rtf": "rtf", "text/rtf": "rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt", "multipart/related": "mhtml",
}  # fmt: skip
"""Kinds of files by the Content-Type that a server names."""

OK_STATUS = ("200", "203")

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,30})", re.IGNORECASE)


class _Headers(io.RawIOBase):
    """A stream that refuses to give more bytes than headers have, while headers are read."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self.stream = stream
        self.left: int | None = None

    def readable(self) -> bool:
        return True

    def read(self, n_bytes: int = -1) -> bytes:
        data = self.stream.read(n_bytes)
        if self.left is not None:
            self.left -= len(data)
            if self.left < 0:
                message = f"a record whose headers have more than {MAX_HEADER_BYTES:,} bytes; the rest is not read"
                raise DocumentError(message, "too_large")
        return data


def split_warc(stream: io.BufferedReader, place: Place) -> Iterator[Item]:
    """The documents of a web archive: responses and resources of kinds that are read.

    Does not follow revisit records, whose bytes stand elsewhere, and does not look
    at pictures, scripts and failed requests: they are counted in one rejection.

    Args:
        stream: The archive, unpacked.
        place: Where it stands.

    Yields:
        One item a document with its web address and time of retrieval; at the end
        one with an error that says what was left out.
    """
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - loads a library
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    guarded = _Headers(stream)
    left_out: Counter[str] = Counter()
    records = iter(ArchiveIterator(guarded))
    try:
        while True:
            guarded.left = MAX_HEADER_BYTES
            with contextlib.redirect_stderr(io.StringIO()):  # the library prints its doubts
                record = next(records, None)
            guarded.left = None
            if record is None:
                break
            reason = _skipped(record)
            if reason is None:
                yield _as_item(record, place)
            elif reason:
                left_out[reason] += 1
            while record.raw_stream.read(65_536):
                pass  # to the next record's headers
    except (ArchiveLoadFailed, AttributeError, IndexError, KeyError) as error:
        detail = f"whose records cannot be read on ({str(error)[:100] or type(error).__name__}); fetch it again"
        yield refuse(place, DocumentError(detail, "truncated"))
    if left_out:
        listed = ", ".join(f"{n} {reason}" for reason, n in left_out.most_common(8))
        yield refuse(place, DocumentError(f"of which {left_out.total():,} records are no documents: {listed}", "not_a_document"))


def _skipped(record: Any) -> str | None:
    """Why a record is no document; null if it is one, empty if it is the archive's own bookkeeping."""
    if record.rec_type == "revisit":
        return "revisits of pages stored elsewhere"
    if record.rec_type not in {"response", "resource"} or not (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>").startswith("http"):
        return ""
    try:
        urlsplit(record.rec_headers.get_header("WARC-Target-URI").strip("<>"))
    except ValueError:
        return "with a broken address"
    if record.http_headers is not None:
        status = record.http_headers.get_statuscode()
        if status not in OK_STATUS:
            return f"with status {status[:3]}"
    kind = _content_type(record).partition(";")[0].strip().lower()
    if kind and kind not in CONTENT_TYPES and kind != "application/octet-stream":
        return f"of type {kind[:60]}"
    return None


def _content_type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return headers.get_header("Content-Type") or ""


def _as_item(record: Any, place: Place) -> Item:
    """The item of one record."""
    limit = place.budget.limits.max_item_bytes
    address = record.rec_headers.get_header("WARC-Target-URI").strip("<>")
    inner = Place(urlsplit(address).path.rpartition("/")[2][:100] or "page", address, place.budget, place.container)
    try:
        data = record.content_stream().read(limit + 1)
    except (DocumentError, OSError, EOFError):
        raise
    except Exception as error:  # noqa: BLE001 - the library raises bare exceptions for encodings that it does not know
        return refuse(inner, DocumentError(f"whose bytes cannot be unpacked ({str(error)[:100]})", "unreadable"))
    if len(data) > limit:
        return refuse(inner, DocumentError(f"of more than {limit:,} bytes; raise max_file_bytes", "too_large"))
    content_type = _content_type(record)
    charset = _CHARSET.search(content_type)
    return inner.item(
        data, retrieved=_read_time(record.rec_headers.get_header("WARC-Date") or ""),
        file_type=CONTENT_TYPES.get(content_type.partition(";")[0].strip().lower()), charset=charset[1] if charset else None,
    )  # fmt: skip


def _read_time(text: str) -> datetime | None:
    """A time such as 2018-03-19T10:11:12Z."""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return when if when.tzinfo and 1 < when.year < 9999 else None  # noqa: PLR2004 - a time zone leads out of the calendar
