"""One request and its answer, within limits of size and time that the server cannot stretch."""

from __future__ import annotations

import contextlib
import functools
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bilateral.documents.addresses import look_up
from bilateral.documents.codings import CODINGS, unpack
from bilateral.errors import DocumentError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Mapping

    from urllib3.response import HTTPResponse

    from bilateral.documents.addresses import WebAddress

__all__ = ["Answer", "AskLimits", "Network", "ask"]

CHUNK_BYTES = 65_536
"""Bytes taken from the body at a time."""

LEAST_BYTES_A_SECOND = 1000
"""Slower servers are given up after the time for a stall; a page of 100 KB would take two minutes."""

@dataclass(frozen=True, slots=True)
class Network:
    """How names are looked up and connections made; tests put a server of their own here."""

    resolve: Callable[..., Any] = socket.getaddrinfo
    """Called as `socket.getaddrinfo`."""
    connect: Callable[..., socket.socket] = socket.create_connection
    """Called with a checked numeric address with its port, and a time limit in seconds."""


@dataclass(frozen=True, slots=True)
class AskLimits:
    """How much time and how many bytes an answer may take."""

    seconds: float = 30.0
    """From the look-up of the name to the last byte."""
    stall_seconds: float = 8.0
    """Until the answer begins, and for one that trickles or does not say how long it is."""
    max_bytes: int = 50_000_000
    """Of the body, before and after decompression."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    """By name, in lower case."""
    body: bytes = field(default=b"", repr=False)
    """After its content coding was undone; empty for a redirect and an error."""


@functools.cache
def _tls() -> ssl.SSLContext:
    """How certificates are checked: by the system's authorities and by Mozilla's."""
    import ssl  # noqa: PLC0415 - heavy

    import certifi  # noqa: PLC0415

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())  # some systems ship no authorities
    return context


class _Deadline:
    """The moment at which a request ends, whatever the server does.

    A server that keeps sending has `seconds`; one that sends nothing or next to
    nothing, or does not say where its answer ends, has `stall_seconds`.
    """

    def __init__(self, seconds: float, stall_seconds: float) -> None:
        self._seconds, self._stall_seconds = seconds, stall_seconds
        self._start = time.monotonic()
        self._is_done = threading.Event()
        self.n_received = 0
        self.has_cut = False

    def left(self) -> float:
        """Seconds left by what has come so far; raises when there are none."""
        allowed = min(self._seconds, self._stall_seconds + self.n_received / LEAST_BYTES_A_SECOND)
        left = self._start + allowed - time.monotonic()
        if left <= 0:
            raise self.error()
        return left

    def watch(self, connection: socket.socket) -> threading.Thread:
        """Start to cut a connection when the time is up, under whoever waits for it; `close` would leave them waiting."""
        thread = threading.Thread(target=self._cut_late, args=[connection], daemon=True)
        thread.start()
        return thread

    def _cut_late(self, connection: socket.socket) -> None:
        try:
            while not self._is_done.wait(self.left()):
                pass
        except DocumentError:
            self.has_cut = True
            with contextlib.suppress(OSError):  # it may have ended by itself
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def expect_no_end(self) -> None:
        """Give an answer of unsaid length, which may have no end, the shorter time."""
        self._seconds = min(self._seconds, self._stall_seconds)

    def done(self) -> None:
        """End the watch."""
        self._is_done.set()

    def error(self) -> DocumentError:
        """What to raise when it is over."""
        took = time.monotonic() - self._start
        message = f"got {self.n_received:,} bytes and no end within {took:.1f} s; ask again later or raise fetch_page_seconds"
        return DocumentError(message, "too_slow")


def _connect(address: WebAddress, network: Network, deadline: _Deadline) -> socket.socket:
    """A connection to one of the checked numbers of a host, with TLS for the host's name."""
    numbers = look_up(address, seconds=deadline.left(), resolve=network.resolve)
    failure: OSError | None = None
    for number in numbers:
        try:
            plain = network.connect((number, address.port), deadline.left())
        except OSError as error:
            failure = error
            continue
        try:
            plain.settimeout(deadline.left())
            return _secured(plain, address) if address.scheme == "https" else plain
        except DocumentError:
            plain.close()
            raise
    message = f"got no connection to {address.host} ({failure}); ask again later"
    raise DocumentError(message, "unreachable") from failure


def _secured(plain: socket.socket, address: WebAddress) -> socket.socket:
    """The connection under TLS; the certificate must be the host's."""
    import ssl  # noqa: PLC0415 - heavy

    try:
        return _tls().wrap_socket(plain, server_hostname=address.host.rstrip("."))
    except ssl.SSLCertVerificationError as error:
        message = f"got from {address.host} a certificate that is not valid for it ({error.verify_message}); nothing was fetched"
        raise DocumentError(message, "certificate_invalid") from error
    except (OSError, ValueError) as error:
        message = f"got no secure connection to {address.host} ({error}); ask again later"
        raise DocumentError(message, "unreachable") from error


def ask(
    address: WebAddress,
    *,
    headers: Mapping[str, str],
    limits: AskLimits,
    network: Network | None = None,
) -> Answer:
    """Ask one address once.

    Does not follow redirects, ask again, read robots.txt or use a proxy: the checked
    address is connected to directly.

    Args:
        address: What to ask.
        headers: Headers to send besides Host and Accept-Encoding.
        limits: Time and size that the answer may take.
        network: How names are looked up and connections made.

    Returns:
        Status, headers and body; the body only of a success.

    Raises:
        DocumentError: With reason address_refused, host_unknown, unreachable, certificate_invalid,
            too_slow, too_large, truncated, unsupported_coding or broken_answer.
    """
    deadline = _Deadline(limits.seconds, limits.stall_seconds)
    connection = _connect(address, network or Network(), deadline)
    failure: Exception | None = None
    with contextlib.closing(connection):
        watch = deadline.watch(connection)
        try:
            with contextlib.closing(_converse(connection, address, headers)) as response:
                answer = _read_answer(response, limits.max_bytes, deadline)
        except Exception as error:  # noqa: BLE001 - what libraries make of a cut connection or of nonsense
            failure = error
        deadline.done()
        watch.join()
    if deadline.has_cut:
        raise deadline.error() from failure  # also where what came by then looks whole
    if failure is not None:
        raise failure if isinstance(failure, DocumentError) else _translated(failure, address) from failure
    return answer


def _converse(connection: socket.socket, address: WebAddress, headers: Mapping[str, str]) -> HTTPResponse:
    """Send a request over a connection and read the head of the answer."""
    from urllib3.connection import HTTPConnection  # noqa: PLC0415 - a tenth of a second

    client = HTTPConnection(address.host, address.port)
    client.sock = connection
    client.timeout = connection.gettimeout()
    sent = {"Host": address.netloc, "Accept-Encoding": "gzip, deflate", "Connection": "close", **headers}
    client.request("GET", address.target, headers=sent, preload_content=False)
    return client.getresponse()


def _read_answer(response: HTTPResponse, max_bytes: int, deadline: _Deadline) -> Answer:
    """Status, headers and, of a success, the body, read until it ends or is too large."""
    headers = {name.lower(): response.headers[name] for name in response.headers}  # values of one name are joined
    if not 200 <= response.status < 300:  # noqa: PLR2004 - a success
        return Answer(response.status, headers)
    coding = headers.get("content-encoding", "").strip().lower()
    if coding not in CODINGS:
        message = f"got a body packed as {coding!r:.50}, which was not asked for; expected gzip or deflate"
        raise DocumentError(message, "unsupported_coding")
    if "content-length" not in headers:
        deadline.expect_no_end()
    body = bytearray()
    for piece in unpack(_received(response, deadline), CODINGS[coding]):
        body += piece
        if len(body) > max_bytes or deadline.n_received > max_bytes:
            message = f"got more than {max_bytes:,} bytes, and the body went on; expected a page (setting fetch_page_bytes)"
            raise DocumentError(message, "too_large")
    return Answer(response.status, headers, bytes(body))


def _received(response: HTTPResponse, deadline: _Deadline) -> Iterator[bytes]:
    """The bytes of the body as they come, packed as they are."""
    while piece := response.read1(CHUNK_BYTES, decode_content=False):
        deadline.n_received += len(piece)
        yield piece


def _translated(error: Exception, address: WebAddress) -> DocumentError:
    """An error of the connection or of the library as one of ours."""
    from urllib3 import exceptions  # noqa: PLC0415

    if isinstance(error, TimeoutError | exceptions.TimeoutError):
        return DocumentError(f"got nothing more from {address.host}; ask again later", "too_slow")
    if isinstance(error, exceptions.ProtocolError) and "IncompleteRead" in str(error):
        return DocumentError(f"got only a part of {address} ({error}); ask again later", "truncated")
    if isinstance(error, ConnectionError):
        return DocumentError(f"got no answer from {address.host} ({error or 'connection ended'}); ask again later", "unreachable")
    return DocumentError(f"got no answer that is HTTP from {address.host} ({type(error).__name__}: {error})"[:500], "broken_answer")
