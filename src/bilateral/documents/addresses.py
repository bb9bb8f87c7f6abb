"""Which web addresses may be asked: read, checked, and looked up once.

A page, a feed or a redirect can name any address. What lies inside the user's own
network (a router, a database, the keys that a cloud hands to its machines) must
never be reached through it. A name is therefore looked up here, every answer is
checked, and the connection is made to a checked answer, never to the name again.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin, urlsplit

from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

__all__ = ["DEFAULT_PORTS", "WebAddress", "find_refusal", "is_web_address", "join_address", "look_up", "read_address"]

DEFAULT_PORTS = {"http": 80, "https": 443}
"""Port of each scheme that is fetched."""

MAX_ADDRESS_CHARS = 2000
"""Longest address that is asked; sitemaps allow 2,048 (sitemaps.org, "loc")."""

REFUSED_NETWORKS = (
    ("0.0.0.0/8", "this host"),
    ("10.0.0.0/8", "a private network"),
    ("100.64.0.0/10", "a network shared behind a provider"),
    ("127.0.0.0/8", "this machine itself"),
    ("168.63.129.16/32", "a cloud's own service"),
    ("169.254.0.0/16", "the local link, where clouds keep their metadata"),
    ("172.16.0.0/12", "a private network"),
    ("192.0.0.0/24", "reserved"),
    ("192.0.2.0/24", "reserved for documentation"),
    ("192.88.99.0/24", "reserved"),
    ("192.168.0.0/16", "a private network"),
    ("198.18.0.0/15", "reserved for measurements"),
    ("198.51.100.0/24", "reserved for documentation"),
    ("203.0.113.0/24", "reserved for documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("::/128", "this host"),
    ("::1/128", "this machine itself"),
    ("2001::/23", "reserved"),
    ("2001:db8::/32", "reserved for documentation"),
    ("3fff::/20", "reserved for documentation"),
    ("fc00::/7", "a private network"),
    ("fe80::/10", "the local link"),
    ("fec0::/10", "a private network"),
    ("ff00::/8", "multicast"),
)
"""Networks that are never asked.

Source: IANA IPv4 and IPv6 Special-Purpose Address Registries; 168.63.129.16 from the manual of Azure. The metadata
addresses 169.254.169.254 and fd00:ec2::254 lie in the local link and in the private networks.
"""

_REFUSED = tuple((ipaddress.ip_network(network), name) for network, name in REFUSED_NETWORKS)
_PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")
_MAPPED_IPV6 = tuple(map(ipaddress.ip_network, ("::ffff:0:0/96", "64:ff9b::/96")))
_SIX_TO_FOUR = ipaddress.ip_network("2002::/16")
_LOW_32_BITS = 0xFFFFFFFF

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]")  # a space, a line break, a backslash, half a character
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?")  # www.example.org
_WEB = re.compile(r"https?://", re.IGNORECASE)  # "https://"
_PATH_SAFE = "%/:=&?~#+!$,;'@()*[]|"


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address that was read and may be looked up."""

    scheme: str
    host: str
    """Name in ASCII, lower case; an IPv6 address without brackets."""
    port: int
    target: str
    """Path and query, percent-encoded."""

    @property
    def site(self) -> str:
        """Scheme, host and port: what has one robots.txt."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def netloc(self) -> str:
        """Host and port as the header Host has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return self.site + self.target


def is_web_address(text: str) -> bool:
    """Whether a text is written as a web address, http:// or https://.

    Example:
        >>> is_web_address("https://www.example.org/a"), is_web_address("news/a.html")
        (True, False)
    """
    return _WEB.match(text) is not None


def _refused(text: str, why: str) -> DocumentError:
    message = f"got '{text[:200]}', {why}; expected a public address such as https://www.example.org/page"
    return DocumentError(message, "address_refused")


def _read_host(name: str, text: str) -> str:
    """A host in ASCII and lower case."""
    if ":" in name:
        try:
            number = ipaddress.IPv6Address(name)
        except ValueError as error:
            raise _refused(text, "whose host is no IPv6 address") from error
        if number.scope_id is not None:
            raise _refused(text, "whose host lies on the local link")
        return str(number)
    try:
        host = name.encode("idna").decode("ascii").lower() if not name.isascii() else name.lower()
    except UnicodeError as error:
        raise _refused(text, "whose host cannot be written in ASCII") from error
    if not _HOST.fullmatch(host):
        raise _refused(text, "whose host is no name")
    return host


def read_address(text: str, *, ports: Collection[int] = (80, 443)) -> WebAddress:
    """Read a web address and check what can be checked without looking it up.

    Does not look up the host: a name may still lead to a private network, see `look_up`.

    Args:
        text: The address; a fragment is left out.
        ports: Ports that may be asked.

    Returns:
        The address.

    Raises:
        DocumentError: With reason address_refused: another scheme than http and https, a name or
            password in it, another port, or no address at all.

    Example:
        >>> str(read_address("HTTPS://Example.org/a b#top"))
        Traceback (most recent call last):
        bilateral.errors.DocumentError: got 'HTTPS://Example.org/a b#top', which holds a space, ...
        >>> str(read_address("HTTPS://Example.org:443/caf\u00e9#top"))
        'https://example.org/caf%C3%A9'
    """
    if len(text) > MAX_ADDRESS_CHARS:
        raise _refused(text, f"of {len(text):,} characters, more than {MAX_ADDRESS_CHARS:,}")
    if _FORBIDDEN.search(text):
        raise _refused(ascii(text)[1:-1], "which holds a space, a backslash or a control character")
    try:
        cut = urlsplit(text)
        name, port = cut.hostname, cut.port
    except ValueError as error:
        raise _refused(text, f"which is no address ({error})") from error
    if cut.scheme not in DEFAULT_PORTS:
        raise _refused(text, f"whose scheme is {cut.scheme or 'missing'}, neither http nor https")
    if not name:
        raise _refused(text, "which names no host")
    if "@" in cut.netloc:
        raise _refused(text, "which holds a user name or a password")
    port = DEFAULT_PORTS[cut.scheme] if port is None else port
    if port not in ports:
        raise _refused(text, f"whose port {port} is not among those asked ({', '.join(map(str, sorted(ports)))}; setting fetch_ports)")
    target = quote(cut.path or "/", safe=_PATH_SAFE) + (f"?{quote(cut.query, safe=_PATH_SAFE)}" if cut.query else "")
    return WebAddress(cut.scheme, _read_host(name, text), port, target)


def join_address(base: WebAddress, link: str, *, ports: Collection[int] = (80, 443)) -> WebAddress:
    """The address that a link or a redirect on a page leads to.

    Args:
        base: Address of the page.
        link: The link as it is written, whole or relative.
        ports: Ports that may be asked.

    Returns:
        The address.

    Raises:
        DocumentError: With reason address_refused, as `read_address`.

    Example:
        >>> str(join_address(read_address("https://example.org/news/"), "../about"))
        'https://example.org/about'
    """
    try:
        joined = urljoin(str(base), link.strip())
    except ValueError as error:
        raise _refused(link, f"which is no address ({error})") from error
    return read_address(joined.replace(" ", "%20"), ports=ports)


def _embedded_ipv4(number: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, NAT64 or 6to4."""
    if any(number in network for network in _MAPPED_IPV6):
        return ipaddress.IPv4Address(int(number) & _LOW_32_BITS)
    if number in _SIX_TO_FOUR:
        return ipaddress.IPv4Address((int(number) >> 80) & _LOW_32_BITS)
    return None


def find_refusal(ip: str) -> str | None:
    """Why a numeric address is never asked.

    Does not know a site's own prefix for NAT64, which only its network knows.

    Args:
        ip: An IPv4 or IPv6 address as the look-up gave it.

    Returns:
        What it is ("a private network"), or None where it is public.

    Source:
        IANA IPv4 and IPv6 Special-Purpose Address Registries; RFC 6052 (NAT64), RFC 3056 (6to4).

    Example:
        >>> find_refusal("169.254.169.254"), find_refusal("::ffff:10.0.0.1"), find_refusal("2606:4700::1")
        ('the local link, where clouds keep their metadata', 'a private network', None)
    """
    try:
        number = ipaddress.ip_address(ip)
    except ValueError:
        return "no numeric address"
    if isinstance(number, ipaddress.IPv6Address):
        if number.scope_id is not None:
            return "the local link"
        number = _embedded_ipv4(number) or number
    for network, name in _REFUSED:
        if number in network:
            return name
    if number.version == 6 and number not in _PUBLIC_IPV6:  # noqa: PLR2004 - IPv6
        return "reserved"
    return None


def _look_up_within(host: str, port: int, seconds: float, resolve: Callable[..., Any]) -> list[str]:
    """The numeric addresses of a host; the system's look-up has no time limit of its own."""
    answers: list[Any] = []
    failures: list[Exception] = []

    def ask() -> None:
        try:
            answers.extend(resolve(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failures.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if failures:
        message = f"got no address for {host} ({failures[0]}); check its spelling and the connection"
        raise DocumentError(message, "host_unknown") from failures[0]
    if not answers:
        message = f"got no address for {host} within {seconds:.0f} s; check the connection, then run again"
        raise DocumentError(message, "host_unknown")
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def look_up(
    address: WebAddress, *, seconds: float, resolve: Callable[..., Any] = socket.getaddrinfo
) -> list[str]:
    """The numeric addresses of a host, all of them checked.

    One answer that is not public refuses the host: an honest site has no such answer.
    Other spellings of numbers (2130706433, 0x7f.1, 0177.0.0.1) are looked up as the
    system does and checked by what they come to.

    Args:
        address: What to look up.
        seconds: How long to wait.
        resolve: Called as `socket.getaddrinfo`; tests give their own.

    Returns:
        Numeric addresses in the order of the answer, at least one.

    Raises:
        DocumentError: With reason host_unknown or address_refused.

    Example:
        >>> look_up(read_address("http://2130706433/"), seconds=5)
        Traceback (most recent call last):
        bilateral.errors.DocumentError: got 'http://2130706433', which leads to 127.0.0.1, this machine itself; ...
    """
    numbers = _look_up_within(address.host, address.port, seconds, resolve)
    for number in numbers:
        what = find_refusal(number)
        if what is not None:
            raise _refused(address.site, f"which leads to {number}, {what}")
    return numbers
