"""Feeds and sitemaps that were fetched: which pages they list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bilateral.documents.addresses import is_web_address, join_address, read_address
from bilateral.documents.codings import unpack_gzip
from bilateral.documents.dates import read_date
from bilateral.documents.xml import local_name, parse_xml
from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["Link", "Listing", "read_listing"]

MAX_LISTING_BYTES = 50_000_000
"""Bytes of a listing after unpacking (sitemaps.org: 50 MB)."""

MAX_TAGS = 1_000_000
"""Tags of a listing; parsed, each takes some 120 bytes. A sitemap of 50,000 pages, the most allowed, has 400,000."""

HEAD_BYTES = 4096
"""Bytes in which the first element is looked for."""

_KINDS = {"rss": "feed", "RDF": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "sitemap_index"}
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_FIRST_ELEMENT = re.compile(rb"<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,40})")  # "<rdf:RDF", "<urlset"
_ENTRIES = frozenset({"item", "entry"})


@dataclass(frozen=True, slots=True)
class Link:
    """One page that a feed or sitemap lists."""

    address: str
    published: str | None = None
    """When the listing says that it was published, ISO 8601."""
    title: str | None = None
    entry: bytes | None = field(default=None, repr=False)
    """The element of a feed's entry, which may hold the whole text."""
    changed: str = ""
    """When the listing says that it was changed last, as written."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A feed, a sitemap, an index of sitemaps, or a bare list of addresses."""

    kind: str
    """`feed`, `sitemap`, `sitemap_index` or `list`."""
    title: str | None
    links: tuple[Link, ...]
    """Pages, or sitemaps in an index; each once."""
    refused: tuple[DocumentError, ...] = ()
    """Links that are no address to be asked."""


def read_listing(data: bytes, address: str, *, ports: Collection[int] = (80, 443)) -> Listing | None:
    """Read a feed or sitemap, packed or not; told by its content, not by its name.

    Does not fetch anything, and does not read JSON feeds or the links of web pages.

    Args:
        data: What was fetched.
        address: Where it was fetched.
        ports: Ports that may be asked.

    Returns:
        Its links: a sitemap's with the last changed first, others in their order. None if it is no listing.

    Raises:
        DocumentError: If it is one but too large, damaged or hostile, or lists nothing: too_large,
            unsafe_xml, unreadable, truncated or empty.

    Example:
        >>> found = read_listing(b"<urlset><url><loc>https://example.org/a</loc></url></urlset>", "https://example.org/map")
        >>> found.kind, found.links[0].address
        ('sitemap', 'https://example.org/a')
    """
    data = unpack_gzip(data, MAX_LISTING_BYTES)
    kind = _find_kind(data)
    if kind is None:
        return _read_list(data)
    if data.count(b"<") > MAX_TAGS or len(data) > MAX_LISTING_BYTES:
        message = f"got {address:.200}, a {kind.replace('_', ' ')} of {len(data):,} bytes, expected at most {MAX_TAGS:,} tags; name its parts"
        raise DocumentError(message, "too_large")
    root = parse_xml(data, address[:200])
    found = _feed_links(root) if kind == "feed" else _sitemap_links(root)
    try:
        links, refused = _checked(found, address, ports)
    except (ValueError, RecursionError, MemoryError) as error:  # of the XML library
        message = f"got {address:.200}, a {kind.replace('_', ' ')} that cannot be gone through ({type(error).__name__}); check the address"
        raise DocumentError(message, "unreadable") from error
    if not links and not refused:
        message = f"got {address:.200}, a {kind.replace('_', ' ')} that lists nothing; check the address"
        raise DocumentError(message, "empty")
    if kind != "feed":
        links.sort(key=lambda link: link.changed, reverse=True)
    return Listing(kind, _title(root) if kind == "feed" else None, tuple(links), tuple(refused))


def _find_kind(data: bytes) -> str | None:
    """The kind of listing by the first element; None for anything else."""
    head = data[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(b"<"):
        return None
    first = _FIRST_ELEMENT.search(_COMMENT.sub(b"", head))
    return _KINDS.get(first[1].decode()) if first else None


def _read_list(data: bytes) -> Listing | None:
    """A text that holds addresses alone, one a line: the plainest form of a sitemap."""
    if not is_web_address(data[:8].decode("latin-1")):
        return None
    lines = list(dict.fromkeys(line.strip() for line in data.decode("utf-8", "replace").splitlines()))
    lines = [line for line in lines if line]
    if not all(is_web_address(line) and " " not in line for line in lines):
        return None
    return Listing("list", None, tuple(Link(line) for line in lines))


def _checked(found: Iterator[Link], address: str, ports: Collection[int]) -> tuple[list[Link], list[DocumentError]]:
    """Links with whole addresses, each once; and what is no address that may be asked."""
    base = read_address(address, ports=ports)
    links: dict[str, Link] = {}
    refused: list[DocumentError] = []
    for link in found:
        try:
            whole = str(join_address(base, link.address, ports=ports)) if link.address else ""
        except DocumentError as error:
            refused.append(error)
            continue
        key = whole or f"#{len(links)}"
        links.setdefault(key, Link(whole, link.published, link.title, link.entry, link.changed))
    return list(links.values()), refused


def _line(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _title(root: Any) -> str | None:
    """The title of a feed itself."""
    for element in root.iter():
        if local_name(element) in _ENTRIES:
            return None
        if local_name(element) == "title":
            return _line(element)[:300] or None
    return None


def _feed_links(root: Any) -> Iterator[Link]:
    """The entries of a feed. One without a page has an empty address."""
    from lxml import etree  # noqa: PLC0415 - loads a library

    for entry in root.iter():
        if local_name(entry) not in _ENTRIES:
            continue
        fields = {local_name(element): _line(element) for element in reversed(entry)}
        written = next((fields[name] for name in ("pubDate", "published", "date", "issued") if fields.get(name)), None)
        yield Link(
            _page_of(entry, fields), (read_date(written) if written else None), fields.get("title") or None,
            etree.tostring(entry, with_tail=False),
        )  # fmt: skip


def _page_of(entry: Any, fields: dict[str, str]) -> str:
    """The address of an entry's page: the publisher's own, not that of a service which counts readers."""
    if is_web_address(fields.get("origLink", "")):
        return fields["origLink"]
    for element in entry:
        if local_name(element) == "link" and element.get("rel", "alternate") == "alternate":
            link = (element.get("href") or element.text or "").strip()
            if link:
                return link
    for element in entry:
        if local_name(element) == "guid" and element.get("isPermaLink", "true") == "true" and is_web_address(element.text or ""):
            return str(element.text).strip()
    return ""


def _sitemap_links(root: Any) -> Iterator[Link]:
    """The pages of a sitemap, or the sitemaps of an index."""
    for entry in root:
        if local_name(entry) not in {"url", "sitemap"}:
            continue
        fields = {local_name(element): _line(element) for element in reversed(list(entry.iter())) if len(element) == 0}
        written = fields.get("publication_date")
        yield Link(
            fields.get("loc", ""), (read_date(written) if written else None), fields.get("title"),
            changed=fields.get("lastmod") or written or "",
        )  # fmt: skip
