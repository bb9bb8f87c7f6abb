"""Open one file into all the documents that it holds, one after the other."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from bilateral.documents.feeds import read_feed
from bilateral.documents.items import Item, Limits, file_item
from bilateral.documents.mail import open_attachments, split_mbox
from bilateral.documents.rows import split_csv, split_json, split_jsonl
from bilateral.documents.unpacking import (
    BUFFER_BYTES,
    UNREADABLE,
    Budget,
    Place,
    open_packed,
    open_tar,
    open_zip,
    refuse,
)
from bilateral.documents.warc import split_warc
from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["find_container", "open_item", "open_items"]

HEAD_BYTES = 4096
"""Bytes by which a container is told; a PDF's mark may stand in the first 1,024."""

_SUFFIXES = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv", ".mbox": "mbox", ".mbx": "mbox",
    ".eml": "mail", ".rss": "feed", ".atom": "feed",
}  # fmt: skip
_MARKS = ((b"\x1f\x8b", "gz"), (b"BZh", "bz2"), (b"\xfd7zXZ\x00", "xz"), (b"WARC/", "warc"))
_MBOX_START = re.compile(rb"From \S{1,200} .{5,60}\d\d:\d\d.{0,20}\r?\n[A-Z][\w-]{1,60}:")  # "From a@b.org Mon Jan  5 10:00:00 2015\nDate:"
_MAIL_START = re.compile(rb"(?:Return-Path|Received|Delivered-To|Message-ID|MIME-Version|X-[\w-]{2,40}|From|Date|Subject):[ \t].*?^(?:From|Message-ID|MIME-Version):[ \t]", re.IGNORECASE | re.DOTALL | re.MULTILINE)  # fmt: skip
_FEED_START = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_OFFICE_MEMBERS = (b"word/document.xml", b"mimetypeapplication/vnd.oasis.opendocument", b"[Content_Types].xml", b"_rels/.rels", b"docProps/")


def find_container(head: bytes, name: str) -> str | None:
    r"""The kind of container that a file is, by its first bytes and then by its name.

    Does not tell what a damaged file was.

    Args:
        head: The first bytes, 4,096 or all.
        name: The file's name.

    Returns:
        "zip", "tar", "gz", "bz2", "xz", "warc", "mbox", "mail", "jsonl", "json", "csv" or "feed"; null for one document.

    Example:
        >>> find_container(b"WARC/1.0\r\n", "crawl"), find_container(b"Seoul", "a.txt")
        ('warc', None)
    """
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None if any(mark in head[:400] for mark in _OFFICE_MEMBERS) or _is_office_name(name) else "zip"
    packed = next((kind for mark, kind in _MARKS if head.startswith(mark)), "tar" if head[257:262] == b"ustar" else None)
    return packed or _find_listing(head.removeprefix(b"\xef\xbb\xbf").lstrip(), PurePosixPath(name).suffix.lower())


def _find_listing(start: bytes, suffix: str) -> str | None:
    """The kind of a text file of many documents, by its first line and by its suffix."""
    if _MBOX_START.match(start):
        return "mbox"
    if suffix not in {".mht", ".mhtml", ".txt", ".md"} and _MAIL_START.match(start):
        return "mail"
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and _FEED_START.search(start):
        return "feed"
    return None if start.startswith(b"%PDF-") else _SUFFIXES.get(suffix)


def _is_office_name(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in {".docx", ".odt", ".xlsx", ".pptx", ".ods", ".odp", ".epub"}


def open_items(path: Path, limits: Limits | None = None) -> Iterator[Item]:
    """Everything to read in one file: the file itself, or what it holds, to any kind of container in it.

    Unpacks in memory and within limits, never onto the disk, and holds one document
    at a time. Does not parse documents. Hidden members and folders are left out.

    Args:
        path: A file.
        limits: How much is unpacked.

    Yields:
        One item a document in the file's order; what cannot be had is an item with its error.
    """
    yield from open_item(file_item(Path(path)), limits)


def open_item(item: Item, limits: Limits | None = None) -> Iterator[Item]:
    """What an item holds if it is a container, else the item itself.

    Args:
        item: A file or bytes, such as those that were fetched.
        limits: How much is unpacked.

    Yields:
        One item a document.

    Example:
        >>> [found.name for found in open_item(Item(b'{"text": "Seoul"}', "a.jsonl", "file:///a.jsonl"))]
        ['a.jsonl row 1']
    """
    limits = limits or Limits()
    if item.error is not None:
        yield item
        return
    try:
        size = len(item.data) if isinstance(item.data, bytes) else item.data.stat().st_size
        raw: Any = io.BytesIO(item.data) if isinstance(item.data, bytes) else io.FileIO(item.data)
        with io.BufferedReader(raw, BUFFER_BYTES) as stream:
            place = Place(item.name, item.address, Budget(limits, size), item.data if isinstance(item.data, Path) else None, item.retrieved)
            kind = find_container(stream.peek(HEAD_BYTES)[:HEAD_BYTES], item.name) if item.file_type is None else None
            if kind is not None:
                yield from _open(stream, place, kind)
                return
    except OSError as error:
        message = f"got {item.name}, which cannot be opened ({error.strerror or error}); check its permissions"
        yield replace(item, error=DocumentError(message, "unreadable"))
        return
    if size > limits.max_item_bytes:
        message = f"got {item.name} of {size:,} bytes, expected at most {limits.max_item_bytes:,}; split it or raise max_file_bytes"
        yield replace(item, error=DocumentError(message, "too_large"))
        return
    yield item


def _open(stream: io.BufferedReader, place: Place, kind: str) -> Iterator[Item]:
    """All items of one container; its own failure is the last item."""
    if place.depth > place.budget.limits.max_depth:
        message = f"which lies in {place.depth} containers, expected at most {place.budget.limits.max_depth}; unpack it first"
        yield refuse(place, DocumentError(message, "too_deep"))
        return
    try:
        for found in _OPENERS[kind](stream, place):
            if isinstance(found, Item):
                yield found
            else:
                yield from _open_member(*found)
            if place.budget.is_spent:
                return
    except UNREADABLE as error:
        yield refuse(place, error)


def _open_member(place: Place, stream: io.BufferedReader) -> Iterator[Item]:
    """The items of a member: itself, or those of the container that it is."""
    limit = place.budget.limits.max_item_bytes
    try:
        kind = find_container(stream.peek(HEAD_BYTES)[:HEAD_BYTES], place.name)
        data = stream.read(limit + 1) if kind is None else b""
        if len(data) > limit:
            message = f"of more than {limit:,} bytes; split it or raise max_file_bytes"
            raise DocumentError(message, "too_large")
        if kind is None and not data:
            message = "which is empty; leave it out or fetch it again"
            raise DocumentError(message, "empty")
    except UNREADABLE as error:
        yield refuse(place, error)
        return
    if kind is None:
        yield place.item(data)
    else:
        yield from _open(stream, place, kind)


_OPENERS: dict[str, Callable[[io.BufferedReader, Place], Iterator[Any]]] = {
    "zip": open_zip,
    "tar": open_tar,
    "gz": lambda stream, place: open_packed(stream, place, "gz"),
    "bz2": lambda stream, place: open_packed(stream, place, "bz2"),
    "xz": lambda stream, place: open_packed(stream, place, "xz"),
    "warc": split_warc,
    "mbox": split_mbox,
    "mail": open_attachments,
    "jsonl": split_jsonl,
    "json": split_json,
    "csv": split_csv,
    "feed": read_feed,
}
