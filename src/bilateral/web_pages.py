"""Pages of the web in a record: which are known, which are fetched, what became of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilateral.documents.addresses import is_web_address
from bilateral.documents.collecting import Collecting, collect_pages
from bilateral.documents.fetching import Fetcher, FetchLimits
from bilateral.documents.opening import open_item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa

    from bilateral.documents.items import Item, Limits
    from bilateral.records import Document, Retrieval
    from bilateral.settings import Settings

__all__ = ["WebCall", "begin_web_call", "fetch_limits"]

_KNOWN = """
    SELECT retrieved_from AS address, doc_id FROM all_documents
    UNION ALL SELECT address, doc_id FROM all_documents
    UNION ALL SELECT asked_address, doc_id FROM all_retrievals SEMI JOIN all_documents USING (doc_id)
    UNION ALL SELECT final_address, doc_id FROM all_retrievals SEMI JOIN all_documents USING (doc_id)
"""
"""Every address at which a stored document was found."""

_WEB = "address SIMILAR TO '[Hh][Tt][Tt][Pp][Ss]?://.*'"


def fetch_limits(settings: Settings) -> FetchLimits:
    """How politely and how much is fetched under these settings.

    Example:
        >>> from bilateral.settings import Settings
        >>> fetch_limits(Settings(fetch_interval_seconds=5)).interval_seconds
        5
    """
    return FetchLimits(
        user_agent=settings.fetch_user_agent, interval_seconds=settings.fetch_interval_seconds,
        page_seconds=settings.fetch_page_seconds, stall_seconds=settings.fetch_stall_seconds,
        wait_seconds=settings.fetch_wait_seconds, run_seconds=settings.fetch_run_seconds, page_bytes=settings.fetch_page_bytes,
        redirects=settings.fetch_redirects, retries=settings.fetch_retries, hosts_at_once=settings.fetch_hosts_at_once,
        ports=settings.fetch_ports,
    )  # fmt: skip


@dataclass(slots=True)
class WebCall:
    """The web side of one call of `add`. Made by `begin_web_call`."""

    collecting: Collecting
    bodies: dict[str, str] = field(default_factory=dict)
    """Fingerprint of the body of the newest version by its address."""

    def items(self, addresses: Sequence[str], limits: Limits) -> Iterator[Item]:
        """The documents behind addresses, fetched as they are taken; a container is opened within limits."""
        try:
            for item in collect_pages(addresses, self.collecting):
                yield from open_item(item, limits)
        finally:
            self.collecting.fetcher.close()

    def is_same(self, item: Item, document: Document) -> bool:
        """Whether a page that was fetched has the body of the version that the record has; its bytes may differ."""
        if item.retrieved is None or not is_web_address(item.address):
            return False
        is_same = self.bodies.get(document.address) == document.body_sha256
        self.bodies[document.address] = document.body_sha256
        return is_same

    def take_retrievals(self) -> list[Retrieval]:
        """Rows that are not stored yet; they are then."""
        rows, self.collecting.retrievals = self.collecting.retrievals, []
        return rows


def begin_web_call(
    ask: Callable[[str], pa.Table],
    settings: Settings,
    *,
    run_id: str,
    max_pages: int | None = None,
    fetcher: Fetcher | None = None,
) -> WebCall:
    """Prepare to fetch pages for a record.

    Asks the web nothing yet.

    Args:
        ask: Asks the record that gets them in SQL.
        settings: The record's settings.
        run_id: Identifier of the call.
        max_pages: Pages fetched at most; the setting `fetch_pages` by default.
        fetcher: What fetches; one by the record's settings by default.

    Returns:
        What yields the pages.
    """
    known = ask(f"SELECT DISTINCT address, min(doc_id) FROM ({_KNOWN}) WHERE {_WEB} GROUP BY address")  # noqa: S608 - our own text
    bodies = ask(f"SELECT address, body_sha256 FROM documents WHERE {_WEB}")  # noqa: S608
    addresses = dict(zip(*(column.to_pylist() for column in known.columns), strict=True))
    collecting = Collecting(
        fetcher or Fetcher(fetch_limits(settings)), run_id, max_pages or settings.fetch_pages, addresses
    )
    return WebCall(collecting, dict(zip(*(column.to_pylist() for column in bodies.columns), strict=True)))
