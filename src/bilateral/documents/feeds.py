"""RSS and Atom feeds saved on disk: entries that hold their whole text, as documents."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bilateral.documents.xml import local_name, parse_xml
from bilateral.errors import DocumentError

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from bilateral.documents.content import Content
    from bilateral.documents.items import Item
    from bilateral.documents.unpacking import Place

__all__ = ["read_entry", "read_feed"]

FEWEST_WORDS = 60
"""Words from which an entry's text is taken as the whole text: summaries have 20 to 50."""

_ENTRIES = {"item", "entry"}
_TEXTS = ("encoded", "content", "description", "summary")
_WORDS = re.compile(r"\w+")
_TAG = re.compile(r"<[^<>]{1,2000}>")


def read_feed(stream: io.BufferedReader, place: Place) -> Iterator[Item]:
    """The entries of a feed.

    Does not fetch the pages that they link to.

    Args:
        stream: The feed.
        place: Where it stands.

    Yields:
        One item an entry; its bytes are the entry's element.

    Raises:
        DocumentError: If it is too large, damaged, or no feed.
    """
    from lxml import etree  # noqa: PLC0415 - loads a library

    limit = place.budget.limits.max_item_bytes
    data = stream.read(limit + 1)
    if len(data) > limit:
        message = f"a feed of more than {limit:,} bytes; split it"
        raise DocumentError(message, "too_large")
    root = parse_xml(data, place.name)
    entries = [element for element in root.iter() if local_name(element) in _ENTRIES and not _is_in_entry(element)]
    if not entries:
        message = f"got {place.name}, a feed without entries; fetch it again"
        raise DocumentError(message, "empty")
    publisher = _feed_title(root)
    for number, entry in enumerate(entries, 1):
        identity = _field(entry, "guid", "id") or _link(entry) or f"entry {number}"
        inner = replace(place.inside(identity), name=f"{place.name} entry {number}")
        yield inner.item(etree.tostring(entry, with_tail=False), file_type="feed_entry", publisher=publisher)


def _is_in_entry(element: Any) -> bool:
    """Whether an entry stands in another one, with which it is read: else a file could hold its text hundreds of times."""
    return any(local_name(outer) in _ENTRIES for outer in element.iterancestors())


def _feed_title(root: Any) -> str | None:
    """The title of the feed itself."""
    for element in root.iter():
        if local_name(element) in _ENTRIES:
            return None
        if local_name(element) == "title":
            return " ".join("".join(element.itertext()).split()) or None
    return None


def _field(entry: Any, *names: str) -> str:
    """The text of the first of some elements of an entry, in one line."""
    for name in names:
        for element in entry:
            if local_name(element) == name and (text := " ".join("".join(element.itertext()).split())):
                return text
    return ""


def _link(entry: Any) -> str:
    """The address of the entry's page."""
    for element in entry:
        if local_name(element) == "link" and element.get("rel", "alternate") == "alternate":
            address = (element.get("href") or element.text or "").strip()
            if address.startswith(("http://", "https://")):
                return address
    return ""


def _markup(entry: Any) -> str:
    """The longest text that the entry holds, as markup."""
    from lxml import etree  # noqa: PLC0415 - loads a library

    texts = []
    for element in entry:
        if local_name(element) in _TEXTS:
            inner = "".join(etree.tostring(child, encoding="unicode") for child in element)
            texts.append(inner or element.text or "")
    return max(texts, key=len, default="")


def read_entry(data: bytes, name: str, doc_id: str) -> Content:
    """Read one entry of a feed that holds its whole text.

    Args:
        data: The entry's element.
        name: The entry's name, for messages.
        doc_id: The document.

    Returns:
        Text with its parts, title, author, date and the address of its page.

    Raises:
        DocumentError: With reason summary_only if the feed gives a summary, or as `read_html`.
    """
    from bilateral.documents.html import read_html  # noqa: PLC0415 - loads lxml

    entry = parse_xml(data, name)
    markup, title, link = _markup(entry), _field(entry, "title"), _link(entry)
    if len(_WORDS.findall(_TAG.sub(" ", markup))) < FEWEST_WORDS:
        message = f"got {name}, of which the feed gives a summary only; add its page: {link or 'it names none'}"
        raise DocumentError(message, "summary_only")
    if not _TAG.search(markup):
        markup = "".join(f"<p>{html.escape(line)}</p>" for line in markup.splitlines() if line.strip())
    page = f"<html><head><title>{html.escape(title)}</title></head><body><article><h1>{html.escape(title)}</h1>{markup}</article></body></html>"
    content = read_html(b"\xef\xbb\xbf" + page.encode("utf-8", "replace"), name, doc_id)
    content.title = title or content.title
    content.byline = _field(entry, "creator", "author") or content.byline
    content.address = link or None
    content.dates = [day for day in (_field(entry, "pubDate", "published", "date", "updated"),) if day]
    return content
