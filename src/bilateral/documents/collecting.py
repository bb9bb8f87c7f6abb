"""From the addresses that a user named to the pages behind them: single ones, and those that feeds and sitemaps list."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bilateral.documents.feeds import FEWEST_WORDS
from bilateral.documents.items import Item
from bilateral.documents.listings import Link, read_listing
from bilateral.documents.retrievals import build_retrieval
from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bilateral.documents.fetching import Fetched, Fetcher, Validators
    from bilateral.documents.listings import Listing
    from bilateral.records import Retrieval

__all__ = ["Collecting", "as_item", "collect_pages"]

MAX_LISTINGS = 500
"""Feeds and sitemaps that one call reads; an index may name 50,000."""

_SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt", "text/markdown": ".md",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx", "application/rtf": ".rtf", "text/rtf": ".rtf",
    "application/vnd.oasis.opendocument.text": ".odt", "message/rfc822": ".eml", "application/json": ".json", "text/csv": ".csv",
}  # fmt: skip
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)  # "charset=utf-8"
_WORDS = re.compile(r"\w+")
_TAG = re.compile(r"<[^<>]{1,2000}>|&lt;.{1,2000}?&gt;", re.DOTALL)


@dataclass(slots=True)
class Collecting:
    """One call that collects pages: what it may do, and what it has done so far."""

    fetcher: Fetcher
    run_id: str
    max_pages: int
    known: Mapping[str, str]
    """Documents of the record by the addresses at which they were found; these are not asked for."""
    n_known: int = 0
    n_pages: int = 0
    retrievals: list[Retrieval] = field(default_factory=list)
    """Rows of what was asked, to be stored; who stores them takes them out."""
    seen: set[str] = field(default_factory=set)


def collect_pages(addresses: Sequence[str], call: Collecting) -> Iterator[Item]:
    """Fetch the pages that addresses name, and those that feeds and sitemaps among them list.

    A feed or sitemap is told by its content. Does not follow the links of web pages,
    nor a feed that a listed page turns out to be.

    Args:
        addresses: Web addresses that the user named.
        call: What may be done; counts what was done.

    Yields:
        One item a page, with the error where there is none, and one with reason
        page_limit for each listing of which not all pages were asked.
    """
    listings: deque[str] = deque()
    for fetched in call.fetcher.fetch_all(_unknown(addresses, call)):
        found = _listing_of(fetched, call)
        if found is None:
            yield from _page(fetched, call, None)
        elif isinstance(found, DocumentError):
            yield _note(replace(fetched, error=found), call, "failed", None)
        else:
            yield from _listed(found, fetched, call, listings)
    while listings:
        yield from _listed_in(listings.popleft(), call, listings)


def _unknown(addresses: Sequence[str], call: Collecting) -> Iterator[tuple[str, Validators | None]]:
    """Addresses that are not in the record, each once, as many as may be asked."""
    for address in addresses:
        if address in call.seen:
            continue
        call.seen.add(address)
        if address in call.known:
            call.n_known += 1
            continue
        yield address, None


def _listing_of(fetched: Fetched, call: Collecting) -> Listing | DocumentError | None:
    """The listing that was fetched, why it cannot be read, or None for a page."""
    if fetched.error is not None:
        return None
    try:
        return read_listing(fetched.body, fetched.final, ports=call.fetcher.limits.ports)
    except DocumentError as error:
        return error


def _listed_in(address: str, call: Collecting, listings: deque[str]) -> Iterator[Item]:
    """What a sitemap of an index lists."""
    fetched = call.fetcher.fetch(address)
    found = _listing_of(fetched, call)
    if isinstance(found, DocumentError):
        yield _note(replace(fetched, error=found), call, "failed", None)
    elif fetched.error is not None:
        yield _note(fetched, call, "failed", None)
    elif found is None:
        message = f"got {fetched.final:.200}, which an index names as a sitemap, but which is none; check the address"
        yield _note(replace(fetched, error=DocumentError(message, "no_listing")), call, "failed", None)
    else:
        yield from _listed(found, fetched, call, listings)


def _listed(listing: Listing, fetched: Fetched, call: Collecting, listings: deque[str]) -> Iterator[Item]:
    """The pages of a listing; sitemaps of an index wait for their turn."""
    _note(fetched, call, "listing", None)
    for error in listing.refused:
        yield Item(b"", fetched.final, fetched.final, error=error)
    if listing.kind == "sitemap_index":
        fresh = [link.address for link in listing.links if link.address not in call.seen]
        taken = fresh[: max(0, MAX_LISTINGS - len(listings))] if call.n_pages < call.max_pages else []
        call.seen.update(taken)
        listings.extend(taken)
        if len(taken) < len(fresh):
            yield _limit_item(fetched, call, f"{len(fresh):,} sitemaps", len(taken))
        return
    yield from _pages_of(listing, fetched, call)


def _pages_of(listing: Listing, fetched: Fetched, call: Collecting) -> Iterator[Item]:
    """The pages that a feed or sitemap lists, as many as may be asked."""
    yield from (_entry_item(link, fetched, listing) for link in listing.links if not link.address)
    known = [link for link in listing.links if link.address and link.address not in call.seen and link.address in call.known]
    call.n_known += len(known)
    call.seen.update(link.address for link in known)
    fresh = [link for link in listing.links if link.address and link.address not in call.seen]
    taken = fresh[: max(0, call.max_pages - call.n_pages)]
    by_address = {link.address: link for link in taken}
    for page in call.fetcher.fetch_all(_unknown(list(by_address), call)):
        yield from _page(page, call, fetched.final, entry=(by_address[page.asked], listing))
    if len(taken) < len(fresh):
        yield _limit_item(fetched, call, f"{len(fresh):,} new pages", len(taken))


def _limit_item(fetched: Fetched, call: Collecting, what: str, n_taken: int) -> Item:
    """What of a listing is left for the next call; noted with its time, since the next call makes it untrue."""
    message = f"got {fetched.final:.200} with {what}, took {n_taken:,}; run again to go on, or raise --max-pages (setting fetch_pages)"
    error = DocumentError(message, "page_limit")
    _note(replace(fetched, error=error), call, "listing", None)
    return Item(b"", fetched.final, fetched.final, error=error)


def _note(fetched: Fetched, call: Collecting, outcome: str, found_in: str | None) -> Item:
    """Note what became of an address; its item."""
    call.retrievals.append(build_retrieval(fetched, call.run_id, outcome, found_in=found_in))
    return as_item(fetched)


def _page(
    fetched: Fetched, call: Collecting, found_in: str | None, *, entry: tuple[Link, Listing] | None = None
) -> Iterator[Item]:
    """The item of a page; of an entry's whole text in the feed, where the page cannot be had.

    Nothing where a redirect led to a page that the record has.
    """
    call.n_pages += 1
    if fetched.error is None and fetched.final in call.known:
        call.n_known += 1
        doc_id = call.known[fetched.final]
        call.retrievals.append(build_retrieval(fetched, call.run_id, "fetched", found_in=found_in, doc_id=doc_id))
        return
    item = _note(fetched, call, "failed" if fetched.error else "fetched", found_in)
    if entry is None:
        yield item
        return
    link, listing = entry
    if fetched.error is not None and _has_whole_text(link):
        yield _entry_item(link, fetched, listing)
        return
    yield replace(item, title=link.title, published=link.published)


def _has_whole_text(link: Link) -> bool:
    """Whether a feed's entry holds more than a summary."""
    text = _TAG.sub(" ", (link.entry or b"").decode("utf-8", "replace"))
    return len(_WORDS.findall(text)) >= FEWEST_WORDS * 2  # its metadata are counted with it


def _entry_item(link: Link, fetched: Fetched, listing: Listing) -> Item:
    """The item of a feed's entry by the text in the feed."""
    name = link.title or "entry"
    if not link.address and not _has_whole_text(link):
        message = f"got the entry {name[:100]!r} of {fetched.final:.200} without the address of a page and without its text; look for it on the site"
        return Item(b"", name, fetched.final, error=DocumentError(message, "no_address"))
    address = link.address or fetched.final
    return Item(link.entry or b"", name[:200], address, fetched.retrieved, "feed_entry", publisher=listing.title, published=link.published)


def as_item(fetched: Fetched) -> Item:
    """What was fetched, as an item to be read.

    Does not trust the header Content-Type: it names the kind only where address and
    bytes do not.

    Args:
        fetched: A page, or the error that there is none.

    Returns:
        The item; its address is the one that answered, or the one that was asked where there is no page.
    """
    cut = urlsplit(fetched.final)
    name = unquote(cut.path.rstrip("/").rpartition("/")[2], errors="replace") or cut.netloc or fetched.asked
    kind = (fetched.content_type or "").partition(";")[0].strip().lower()
    suffix = _SUFFIXES.get(kind, "")
    charset = _CHARSET.search(fetched.content_type or "")
    return Item(
        fetched.body, name[-150:] if name.lower().endswith(tuple(_SUFFIXES.values())) else name[-150:] + suffix,
        fetched.asked if fetched.error else fetched.final, fetched.retrieved, charset=charset[1].lower() if charset else None, error=fetched.error,
    )  # fmt: skip
