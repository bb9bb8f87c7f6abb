"""What a web page says of itself in its metadata."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

__all__ = ["PageMetadata", "read_metadata"]

_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "article.published", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dcterms.issued", "dc.date", "dc.date.created", "pubdate", "publishdate",
    "publish-date", "publish_date", "published_time", "article_date_original", "originalpublicationdate", "cxenseparse:recs:publishtime",
    "citation_publication_date", "date", "release_date", "og:published_time", "og:pubdate", "article:published", "bt:pubdate", "timestamp",
)  # fmt: skip
_DATE_NAME = re.compile(r"(?:first|date)[._-]?publi|publi(?:sh(?:ed)?|cation)[._-]?(?:date|time|on)$|pub[._-]?date$|article[._-]date", re.IGNORECASE)  # "DCSext.articleFirstPublished"
_TITLE_NAMES = ("og:title", "twitter:title", "dc.title", "citation_title", "headline", "title")
_SITE_NAMES = (
    "og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "article:publisher", "citation_publisher", "citation_journal_title", "application-name",
    "copyright",
)  # fmt: skip
_AUTHOR_NAMES = ("author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl")
_SITE_TYPES = re.compile(r"^(?:website|(?:newsmedia)?organization)$", re.IGNORECASE)
_RIGHTS = re.compile(r"^(?:copyright|©|\(c\)|[\s,]|(?:19|20)\d\d|\s?[-–]\s?|by\b)+|[\s.,]*all rights reserved.*$", re.IGNORECASE)
_ARTICLE_TYPES = re.compile(r"article|posting|report|statement|review|webpage$", re.IGNORECASE)
MAX_SCRIPT_CHARS = 500_000
"""Longest script of structured data that is read."""


@dataclass(slots=True)
class PageMetadata:
    """Title, author, publisher, address and dates as the page's head gives them, the surest first."""

    titles: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    address: str | None = None
    page_titles: list[str] = field(default_factory=list)
    """The page's own <title>, which may end in the site's name."""


def _nodes(value: Any, depth: int = 0) -> list[dict[str, Any]]:
    """Every object of a piece of structured data, outer ones first."""
    if depth > 6:  # noqa: PLR2004 - hostile input may nest without end
        return []
    if isinstance(value, list):
        return [node for item in value[:50] for node in _nodes(item, depth + 1)]
    if isinstance(value, dict):
        return [value, *(_nodes(value.get("@graph", []), depth + 1))]
    return []


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if not value.startswith("http") else []
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    return _names(value.get("name", [])) if isinstance(value, dict) else []


def _read_scripts(tree: Any, found: PageMetadata) -> list[str]:
    """Read the structured data; the names of sites and organisations that stand by themselves in it."""
    nodes: list[dict[str, Any]] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            value = json.loads((script.text or "")[:MAX_SCRIPT_CHARS], strict=False)
        except (ValueError, RecursionError):
            continue
        nodes += _nodes(value)
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and _names(node)}
    sites: list[str] = []
    for node in nodes:
        kind = " ".join(_names(node.get("@type", "")))
        if _SITE_TYPES.match(kind):
            sites += _names(node)
        if not _ARTICLE_TYPES.search(kind):
            continue
        found.titles += _names(node.get("headline", []))
        found.authors += _names(_named(node.get("author", []), named))
        found.publishers += _names(_named(node.get("publisher", []), named))
        found.dates += _names(node.get("datePublished", []))
    return sites[:1] if len(set(sites)) == 1 else []


def _named(value: Any, named: dict[str, dict[str, Any]]) -> Any:
    """A node that is given by its identifier alone, from elsewhere on the page."""
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value


def _read_microdata(tree: Any) -> list[str]:
    """Names of publishers that elements of the page are marked as, those of comments left out."""
    names = []
    for element in tree.xpath("//*[@itemprop='publisher']"):
        if any("omment" in f"{outer.get('itemprop') or ''}{outer.get('itemtype') or ''}" for outer in element.iterancestors()):
            continue
        inner = element.find(".//*[@itemprop='name']")
        marked = inner if inner is not None else element
        text = marked.get("content") or ("".join(marked.itertext()) if inner is not None or element.get("itemscope") is None else "")
        names.append(" ".join(text.split()))
    return [name for name in names if 1 < len(name) <= 120 and not name.startswith("http")]  # noqa: PLR2004 - a name


def _marked_dates(tree: Any) -> list[str]:
    """Days that elements are marked as published on; none where they differ, as in a list of stories."""
    marked = [element.get("datetime") or element.get("content") or "" for element in tree.xpath("//*[@itemprop='datePublished']")]
    return marked if len({value[:10] for value in marked if value}) == 1 else []


def _meta(tree: Any) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for element in tree.xpath("//meta[@content]"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = " ".join(element.get("content").split())
        if name and content:
            values.setdefault(name.strip().lower(), []).append(content)
    return values


def _address(tree: Any, meta: dict[str, list[str]]) -> str | None:
    links = [link.get("href", "") for link in tree.xpath("//link[@rel='canonical']")]
    for address in (*links, *meta.get("og:url", [])):
        if address.strip().lower().startswith(("http://", "https://")):
            return str(address.strip())
    return None


def read_metadata(tree: Any) -> PageMetadata:
    """Read structured data (JSON-LD) and meta tags of a page.

    Does not read RDFa, nor microdata in the body but for `datePublished` and `publisher`.

    Args:
        tree: The page, parsed with lxml.

    Returns:
        What was found; lists are empty and `address` is null where nothing was.

    Example:
        >>> from lxml.html import document_fromstring
        >>> read_metadata(document_fromstring("<meta property='og:site_name' content='Yonhap'><p>a")).publishers
        ['Yonhap']
    """
    found = PageMetadata()
    sites = _read_scripts(tree, found)
    meta = _meta(tree)
    found.dates += [value for name in _DATE_NAMES for value in meta.get(name, [])]
    found.dates += _marked_dates(tree)
    found.dates += [value for name, values in meta.items() if name not in _DATE_NAMES and _DATE_NAME.search(name) for value in values]
    found.titles += [value for name in _TITLE_NAMES for value in meta.get(name, [])]
    found.page_titles = [" ".join((title.text or "").split()) for title in tree.xpath("//head/title") if title.text]
    found.titles += found.page_titles
    named = [_RIGHTS.sub("", value) for name in _SITE_NAMES for value in meta.get(name, []) if not value.startswith("http")]
    found.publishers += [*filter(None, named), *_read_microdata(tree), *sites]
    found.authors += [value for name in _AUTHOR_NAMES for value in meta.get(name, []) if not value.startswith("http")]
    found.address = _address(tree, meta)
    return found
