"""A proxy before the app: whose headers are believed, whom it signed in, and from where and by which scheme it was asked."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import HTTPException, Request

from bilateral.errors import SettingsError
from bilateral.web.visitors import ROLES, Visitor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bilateral.settings import Settings

__all__ = ["Proxy", "address_of", "is_address", "is_encrypted", "read_proxy", "visitor_by_proxy"]

_OFF = "off"
_GROUP = "group:"
_OTHERS = "*"
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,79}")
_MOST_NAME = 200

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Proxy:
    """What the settings say of a proxy."""

    networks: tuple[_Network, ...] = ()
    user_header: str = ""
    groups_header: str = ""
    roles: Mapping[str, str] | None = None

    @property
    def signs_in(self) -> bool:
        """Whether it tells who asks."""
        return bool(self.user_header)


def read_proxy(settings: Settings) -> Proxy:
    """What the settings say of a proxy.

    Args:
        settings: With `proxy_addresses`, `proxy_user_header`, `proxy_groups_header` and `proxy_roles`.

    Returns:
        A proxy that nobody believes where no address is given.

    Raises:
        SettingsError: If an address, header or role cannot be read, or a header is to be believed from nowhere or gives nobody a role.
    """
    networks = tuple(_network(text) for text in settings.proxy_addresses)
    user, groups = ("" if name == _OFF else name for name in (settings.proxy_user_header, settings.proxy_groups_header))
    for name in filter(None, (user, groups)):
        if not _HEADER.fullmatch(name):
            message = f"proxy_user_header, proxy_groups_header: got {name!r}, expected the name of a header such as X-Forwarded-User"
            raise SettingsError(message)
    wrong = {name: role for name, role in settings.proxy_roles.items() if role not in ROLES}
    if wrong:
        message = f"proxy_roles: got {wrong}, expected for each one of: {', '.join(ROLES)}"
        raise SettingsError(message)
    if user and not networks:
        message = f"proxy_user_header: got {user} without proxy_addresses, expected the address of your proxy: anybody could send this header"
        raise SettingsError(message)
    if user and not settings.proxy_roles:
        message = f'proxy_user_header: got {user} without [proxy_roles], expected at least one line such as "*" = "reader": nobody could do anything'
        raise SettingsError(message)
    return Proxy(networks, user, groups, settings.proxy_roles)


def _network(text: str) -> _Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        message = f"proxy_addresses: got {text!r}, expected an address or a network such as 127.0.0.1 or 10.1.0.0/16"
        raise SettingsError(message) from error


def is_address(text: str) -> bool:
    """Whether a text is an address, no name.

    Example:
        >>> is_address("192.168.1.5"), is_address("::1"), is_address("bilateral.example.org")
        (True, True, False)
    """
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_trusted(proxy: Proxy, text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    plain = (address.ipv4_mapped or address) if isinstance(address, ipaddress.IPv6Address) else address
    return any(plain in network for network in proxy.networks)


def _peer(request: Request) -> str:
    return request.client.host if request.client else ""


def address_of(request: Request, proxy: Proxy) -> str:
    """The address that asks: the last one in X-Forwarded-For that is no proxy of ours, believed from a proxy alone."""
    found = _peer(request)
    listed = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    for one in reversed([text.strip() for text in listed if text.strip()]):
        if not _is_trusted(proxy, found):
            break
        found = one
    return found[:60]


def is_encrypted(request: Request, proxy: Proxy) -> bool:
    """Whether the browser came by https, to the app itself or to the proxy."""
    if request.url.scheme == "https":
        return True
    return _is_trusted(proxy, _peer(request)) and request.headers.get("x-forwarded-proto", "").strip().lower() == "https"


def visitor_by_proxy(request: Request, proxy: Proxy) -> Visitor | None:
    """Whom the proxy signed in.

    Args:
        request: A request.
        proxy: The proxy.

    Returns:
        The person with the best role of their name and groups; None where the proxy names nobody, or somebody else
        than the proxy sent the header.

    Raises:
        HTTPException: If the name cannot be read or has no role.
    """
    if not proxy.signs_in or not _is_trusted(proxy, _peer(request)):
        return None
    given = request.headers.getlist(proxy.user_header)
    if not given or given == [""]:
        return None
    name = _text(given[0])
    if len(given) > 1 or not name or len(name) > _MOST_NAME or not name.isprintable():
        raise HTTPException(400, f"got {len(given)} names or an unreadable one in {proxy.user_header}, expected one name from the proxy")
    groups = [part.strip() for text in request.headers.getlist(proxy.groups_header or "-") for part in _text(text).split(",")]
    role = _role(proxy.roles or {}, name, groups)
    if not role:
        raise HTTPException(403, f"You are signed in as {name}, who has no role here: ask whoever runs this server to give you one.")
    return Visitor(name, role, "proxy")


def _text(value: str) -> str:
    """A header as text: starlette reads bytes as Latin-1, proxies send UTF-8."""
    return " ".join(value.encode("latin-1", "replace").decode("utf-8", "replace").split())


def _role(roles: Mapping[str, str], name: str, groups: list[str]) -> str:
    """The role of a name; else the highest of its groups; else that of all others.

    Example:
        >>> _role({"group:a": "reader", "group:b": "reviewer", "*": "reader"}, "ann", ["a", "b"])
        'reviewer'
    """
    if name in roles:
        return roles[name]
    found = [roles[_GROUP + group] for group in groups if _GROUP + group in roles]
    return max(found, key=ROLES.index) if found else roles.get(_OTHERS, "")
