"""Pages fetched from the web: politely, within limits, and never from inside the user's network.

Nothing here runs unless a user names an address. Each host is asked one thing at a
time, with a pause between; its robots.txt is read first and obeyed.
"""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from bilateral.documents.addresses import join_address, read_address
from bilateral.documents.exchange import Answer, AskLimits, Network, ask
from bilateral.documents.robots import MAX_ROBOTS_BYTES, Robots, read_robots
from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from bilateral.documents.addresses import WebAddress

__all__ = ["FetchLimits", "Fetched", "Fetcher", "Validators"]

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
ASK_AGAIN = frozenset({429, 500, 502, 503, 504})
"""Answers after which the same is asked again, after a pause (RFC 9110, 15.6; RFC 6585, 4)."""

FIRST_PAUSE_SECONDS = 1.0
"""Pause before the second try; each next one is twice as long, less up to half by chance."""

AHEAD = 2
"""Pages fetched for each host asked at once before the first of them is taken."""

UNUSABLE = frozenset({"too_large", "broken_answer", "truncated", "unsupported_coding"})
"""Reasons for which a robots.txt was answered but cannot be read: nothing may then be asked."""

_STATUS_REASONS = {404: "gone", 410: "gone", 401: "forbidden", 402: "forbidden", 403: "forbidden", 407: "forbidden", 451: "forbidden"}


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How politely and how much is fetched. The settings `fetch_...` fill it."""

    user_agent: str = "bilateral"
    interval_seconds: float = 1.0
    page_seconds: float = 30.0
    stall_seconds: float = 8.0
    wait_seconds: float = 120.0
    run_seconds: float = 7200.0
    page_bytes: int = 50_000_000
    redirects: int = 5
    retries: int = 3
    hosts_at_once: int = 4
    ports: tuple[int, ...] = (80, 443)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the version of a page that it gave, so that it need not send it again."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value and value.isascii() and value.isprintable()}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one address. Exactly one of these holds: a body, `is_same`, or an error."""

    asked: str
    final: str
    """Address that answered, after redirects."""
    retrieved: datetime
    """When the answer was whole, UTC."""
    redirects: tuple[str, ...] = ()
    """Addresses that led from `asked` to `final`, both left out."""
    has_moved: bool = False
    """Whether every redirect was a permanent one."""
    status: int | None = None
    """HTTP status of the last answer, null where there was none."""
    validators: Validators = field(default_factory=Validators)
    content_type: str | None = None
    body: bytes = field(default=b"", repr=False)
    is_same: bool = False
    """Whether the server said that nothing changed since the version asked about."""
    error: DocumentError | None = None


@dataclass(slots=True)
class _Host:
    """What is known of a host: when it may be asked next."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0.0


class Fetcher:
    """Fetches pages; remembers for each host its rules and when it was asked last.

    Can be used from several threads. Uses no proxy, no cookies and no cache.

    Args:
        limits: How politely and how much.
        network: How names are looked up and connections made.
        sleep: Called with seconds to wait; ends early when the fetcher is closed, by default.
    """

    def __init__(
        self, limits: FetchLimits, *, network: Network | None = None, sleep: Callable[[float], object] | None = None
    ) -> None:
        self.limits = limits
        self._network = network or Network()
        self._is_closed = threading.Event()
        self._sleep = sleep or self._is_closed.wait
        self._hosts: dict[str, _Host] = {}
        self._robots: dict[str, Robots | DocumentError] = {}
        self._lock = threading.Lock()
        self._end = time.monotonic() + limits.run_seconds

    def fetch(self, text: str, *, validators: Validators | None = None) -> Fetched:
        """Fetch one address, through redirects, unless its site's rules forbid it.

        Does not run scripts, log in, or fetch what a page embeds.

        Args:
            text: The address.
            validators: Those of the version that is known, to be told only whether it changed.

        Returns:
            The page, or the error that says why there is none. Its reason code is one of
            address_refused, host_unknown, unreachable, certificate_invalid, too_slow,
            too_large, truncated, broken_answer, unsupported_coding, robots_disallow,
            robots_unreachable, too_many_redirects, asked_to_wait, gone, forbidden,
            server_failed, http_error or run_time_over.
        """
        begun = Fetched(text, text, datetime.now(UTC))
        try:
            address = read_address(text, ports=self.limits.ports)
            return self._follow(replace(begun, final=str(address)), address, validators or Validators())
        except DocumentError as error:
            return replace(begun, retrieved=datetime.now(UTC), error=_bare(error))

    def fetch_all(self, wanted: Iterable[tuple[str, Validators | None]]) -> Iterator[Fetched]:
        """Fetch many addresses, several hosts at once, each host one page at a time.

        Args:
            wanted: Addresses with the validators of the known version; taken a few ahead.

        Yields:
            One result an address, as they come.
        """
        from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait  # noqa: PLC0415

        pool = ThreadPoolExecutor(self.limits.hosts_at_once)
        waiting: set[Future[Fetched]] = set()
        try:
            for address, validators in wanted:
                waiting.add(pool.submit(self.fetch, address, validators=validators))
                if len(waiting) >= self.limits.hosts_at_once * AHEAD:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Fetch nothing more; what waits for its turn ends at once."""
        self._is_closed.set()

    def _follow(self, fetched: Fetched, address: WebAddress, validators: Validators) -> Fetched:
        """Ask an address and those that it leads to."""
        started, seen = time.monotonic(), {str(address)}
        has_moved = True
        while True:
            here = replace(fetched, final=str(address), has_moved=has_moved and len(seen) > 1)
            try:
                answer = self._ask_politely(address, validators.headers(), self.limits.page_seconds - (time.monotonic() - started))
                if answer.status not in REDIRECTS or "location" not in answer.headers:
                    return self._result(here, answer)
                address = join_address(address, _location(answer), ports=self.limits.ports)
                if str(address) in seen or len(seen) > self.limits.redirects:
                    raise _redirect_error(fetched.asked, address, seen, self.limits.redirects)
            except DocumentError as error:
                return replace(here, retrieved=datetime.now(UTC), error=_bare(error))
            has_moved = has_moved and answer.status in PERMANENT
            fetched = replace(fetched, redirects=(*fetched.redirects, str(address)))
            seen.add(str(address))

    def _result(self, fetched: Fetched, answer: Answer) -> Fetched:
        """What an answer that is no redirect comes to."""
        got = replace(
            fetched, retrieved=datetime.now(UTC), status=answer.status, redirects=fetched.redirects[:-1],
            validators=Validators(answer.headers.get("etag"), answer.headers.get("last-modified")),
            content_type=answer.headers.get("content-type"), body=answer.body, is_same=answer.status == 304,  # noqa: PLR2004
        )  # fmt: skip
        if got.is_same or 200 <= answer.status < 300:  # noqa: PLR2004 - a success
            return got
        return replace(got, error=_status_error(answer, fetched.final))

    def _ask_politely(self, address: WebAddress, headers: Mapping[str, str], seconds: float) -> Answer:
        """Ask one address when its host may be asked and its rules allow it."""
        with self._lock:
            host = self._hosts.setdefault(address.host, _Host())
        with host.lock:
            robots = self._rules(address, host)
            if not robots.allows(address):
                raise _robots_error(address, robots)
            if robots.delay > self.limits.wait_seconds:
                message = f"got from {address.host} the wish for {robots.delay:g} s between two pages, more than fetch_wait_seconds"
                raise DocumentError(message, "asked_to_wait")
            limits = AskLimits(seconds, self.limits.stall_seconds, self.limits.page_bytes)
            return self._ask_patiently(address, headers, (host, max(robots.delay, self.limits.interval_seconds)), limits)

    def _rules(self, address: WebAddress, host: _Host) -> Robots:
        """The rules of a site, asked for once; a site that cannot be asked for them is not asked again in this run."""
        if address.site not in self._robots:
            try:
                self._robots[address.site] = self._ask_rules(address, host)
            except DocumentError as error:
                is_unusable = error.reason_code in UNUSABLE
                self._robots[address.site] = read_robots(None, b"") if is_unusable else _bare(error)
        found = self._robots[address.site]
        if isinstance(found, DocumentError):
            raise _bare(found)
        return found

    def _ask_rules(self, address: WebAddress, host: _Host) -> Robots:
        """Ask a site for its rules, through redirects."""
        limits = AskLimits(self.limits.page_seconds, self.limits.stall_seconds, MAX_ROBOTS_BYTES)
        at = read_address(f"{address.site}/robots.txt", ports=self.limits.ports)
        answer = Answer(0, {})
        for _ in range(self.limits.redirects + 1):
            answer = self._ask_patiently(at, {}, (host, self.limits.interval_seconds), limits)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                break
            at = join_address(at, _location(answer), ports=self.limits.ports)
        return read_robots(answer.status, answer.body)

    def _ask_patiently(
        self, address: WebAddress, headers: Mapping[str, str], pace: tuple[_Host, float], limits: AskLimits
    ) -> Answer:
        """Ask, and ask again after a pause where the server is busy or the connection fails."""
        host, interval = pace
        sent = {"User-Agent": self.limits.user_agent, "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", **headers}
        for attempt in range(self.limits.retries + 1):
            self._wait_until(host.next_at)
            answer, failure = None, None
            try:
                answer = ask(address, headers=sent, limits=limits, network=self._network)
            except DocumentError as error:
                if error.reason_code != "unreachable":
                    raise
                failure = error
            finally:
                host.next_at = time.monotonic() + interval
            pause = self._pause(answer, attempt)
            if pause is None:
                break
            host.next_at = max(host.next_at, time.monotonic() + pause)
        if answer is None:
            raise failure or DocumentError("got no answer", "unreachable")
        return answer

    def _pause(self, answer: Answer | None, attempt: int) -> float | None:
        """Seconds to wait before asking again; None if it is not to be asked again."""
        if attempt >= self.limits.retries or (answer is not None and answer.status not in ASK_AGAIN):
            return None
        wanted = _retry_after(answer.headers.get("retry-after", "")) if answer is not None else None
        if wanted is not None:
            return wanted if wanted <= self.limits.wait_seconds else None
        return min(self.limits.wait_seconds, FIRST_PAUSE_SECONDS * 2.0**attempt * random.uniform(0.5, 1.0))  # noqa: S311 - no secret

    def _wait_until(self, moment: float) -> None:
        """Wait for a host's turn, unless the run's time ends before it."""
        pause = moment - time.monotonic()
        if max(moment, time.monotonic()) > self._end or self._is_closed.is_set():
            message = f"got no time left for this page, the run has {self.limits.run_seconds:g} s; run again to go on, or raise fetch_run_seconds"
            raise DocumentError(message, "run_time_over")
        if pause > 0:
            self._sleep(pause)


def _bare(error: DocumentError) -> DocumentError:
    """An error to be kept, without the frames and connections that hang on the one that was raised."""
    return DocumentError(str(error), error.reason_code)


def _location(answer: Answer) -> str:
    """Where a redirect leads; many servers write UTF-8 where the protocol has Latin-1."""
    written = answer.headers["location"]
    try:
        return written.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return written


def _retry_after(value: str) -> float | None:
    """Seconds that a server wants to be left alone: a number, or until a date."""
    if value.strip().isdecimal() and value.isascii():
        return float(value[:20])
    try:
        given: datetime = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = given if given.tzinfo else given.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _redirect_error(asked: str, address: WebAddress, seen: set[str], most: int) -> DocumentError:
    how = "which was asked before: a loop" if str(address) in seen else f"after {len(seen)} redirects, more than {most}"
    message = f"got from {asked:.200} a redirect to {address!s:.200}, {how}; name the page's own address"
    return DocumentError(message, "too_many_redirects")


def _robots_error(address: WebAddress, robots: Robots) -> DocumentError:
    if robots.refuses_all:
        message = f"got no rules from {address.site}/robots.txt, which cannot be read or whose server fails, so nothing else was asked; try again later"
        return DocumentError(message, "robots_unreachable")
    message = f"got {address!s:.200}, which {address.site}/robots.txt closes to programs; open it in a browser, save it and add the file"
    return DocumentError(message, "robots_disallow")


def _status_error(answer: Answer, final: str) -> DocumentError:
    """What an answer without a page means."""
    status = answer.status
    if status in ASK_AGAIN and (wish := answer.headers.get("retry-after")):
        return DocumentError(f"got status {status} from {final:.200} with the wish to wait ({wish:.40}); ask again later", "asked_to_wait")
    reason = _STATUS_REASONS.get(status) or ("server_failed" if status >= 500 or status == 429 else "http_error")  # noqa: PLR2004
    hint = {
        "gone": "look for it in a web archive",
        "forbidden": "open it in a browser, save it and add the file",
        "server_failed": "ask again later",
    }.get(reason, "check the address")
    return DocumentError(f"got status {status} from {final:.200}, expected the page; {hint}", reason)
