"""What a site's robots.txt lets this program ask, and how slowly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

    from bilateral.documents.addresses import WebAddress

__all__ = ["MAX_ROBOTS_BYTES", "Robots", "read_robots"]

MAX_ROBOTS_BYTES = 512_000
"""Bytes of a robots.txt that are read; a longer one is not believed. RFC 9309, 2.5, asks for at least 500 KiB."""

PRODUCT = "bilateral"
"""Name by which a robots.txt may address this program."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site. Made by `read_robots`."""

    rules: Protego | None
    """None where nothing is ruled, or all is refused."""
    refuses_all: bool = False
    """Whether nothing may be asked, because the rules could not be had."""

    def allows(self, address: WebAddress) -> bool:
        """Whether an address of this site may be asked."""
        if self.rules is None:
            return not self.refuses_all
        return bool(self.rules.can_fetch(str(address), PRODUCT))

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests."""
        if self.rules is None:
            return 0.0
        rate = self.rules.request_rate(PRODUCT)
        return max(self.rules.crawl_delay(PRODUCT) or 0.0, rate.seconds / rate.requests if rate else 0.0)


def read_robots(status: int | None, body: bytes) -> Robots:
    r"""Read the rules of a site from the answer to /robots.txt.

    A missing file (any 4xx but 429) rules nothing; a server that fails, asks to wait or
    does not answer is not asked for anything else.

    Args:
        status: HTTP status; None where there was no answer.
        body: The file.

    Returns:
        The rules.

    Source:
        RFC 9309, 2.3.1 (access results) and 2.2 (rules); Crawl-delay and Request-rate as
        `protego` reads them.

    Example:
        >>> from bilateral.documents.addresses import read_address
        >>> robots = read_robots(200, b"User-agent: *\nDisallow: /private\nCrawl-delay: 3\n")
        >>> robots.allows(read_address("https://example.org/private/a")), robots.delay
        (False, 3.0)
    """
    from protego import Protego  # noqa: PLC0415 - only where the web is asked

    if status is None or status == 429 or status >= 500:  # noqa: PLR2004 - too many requests, a failure of the server
        return Robots(None, refuses_all=True)
    if not 200 <= status < 300:  # noqa: PLR2004 - a success
        return Robots(None)
    return Robots(Protego.parse(body.decode("utf-8-sig", "replace")))
