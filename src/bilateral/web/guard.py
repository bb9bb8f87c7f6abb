"""The door of the app: who is let in, under which name the app answers, how much is asked, and safe headers on every answer."""

from __future__ import annotations

import asyncio
import math
import re
import socket
import threading
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from fastapi import HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from bilateral.answers.exchange import MOST_BYTES
from bilateral.errors import RecordError, SettingsError
from bilateral.web.accounts import open_accounts
from bilateral.web.limits import Limit
from bilateral.web.passwords import PasswordCheck
from bilateral.web.problems import tell
from bilateral.web.proxies import address_of, is_address, is_encrypted, read_proxy, visitor_by_proxy
from bilateral.web.sessions import Sessions, sessions_file
from bilateral.web.tokens import begin_session, given_name, keep_session
from bilateral.web.visitors import NOBODY, Visitor

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bilateral.settings import Settings

__all__ = ["HOSTS", "POLICY", "Guard", "guard_of"]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content security policy of every page but the brief, which brings its own with digests of its script and style."""

HOSTS = ("127.0.0.1", "localhost", "::1")
"""Names under which the app answers at its own machine: a page elsewhere cannot reach it by a name of its own that leads here."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}

_READS = ("GET", "HEAD", "OPTIONS")
_MOST_BYTES = 200_000
"""Size of what is sent to the app: the longest quote and a reason fit many times."""

_MOST_OF = {"/exchange/file": MOST_BYTES, "/api/v1/exchange/file": MOST_BYTES}
"""Addresses to which more is sent: annotated documents."""

_OPEN = re.compile(r"/sign-in|/static/.*")
"""Addresses for those who are not signed in."""

_OWN = re.compile(r"/sign-in|/sign-out|/account(/\w+)?")
"""Addresses at which a reader too sends forms: /sign-out, /account/password."""

_HEAVY = re.compile(
    r".*/(brief|file|search|compare|positions|expectations|ledger|drivers|checks|third-parties|network|series|outlook|map|timeline|original|changes|pages|exchange)(/.*)?"
)
"""Addresses whose answers take work: /search, /dyads/KEN-NOR/ledger, /api/v1/dyads/KEN-NOR/events/file."""

_HEAVY_AT_ONCE = 8
_NAME_TRIES, _NAME_SECONDS = 5, 60.0
_ADDRESS_TRIES, _ADDRESS_SECONDS = 20, 15.0
"""Wrong passwords for one name and from one address before a wait; NIST SP 800-63B allows 100 in a row, OWASP advises a few."""

_HANDED_ON = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
"""Headers by which a proxy tells that somebody else asks: without accounts nobody else is let in."""

_NOT_HERE = "This app runs at its own machine, without accounts; make them with `bilateral accounts add NAME --record DIR`."


class Guard:
    """The accounts, sessions and limits of a running app."""

    def __init__(self, record: Path, settings: Settings, *, is_public: bool = False) -> None:
        self.settings = settings
        self.accounts = open_accounts(record, settings)
        self.proxy = read_proxy(settings)
        self.sessions = Sessions(settings.session_idle_seconds, settings.session_seconds, file=sessions_file(self.accounts.path))
        self.by_name, self.by_address = Limit(_NAME_TRIES, _NAME_SECONDS), Limit(_ADDRESS_TRIES, _ADDRESS_SECONDS)
        self._heavy = Limit(settings.heavy_answers_per_minute, 60 / settings.heavy_answers_per_minute) if settings.heavy_answers_per_minute else None
        self._at_once = asyncio.Semaphore(_HEAVY_AT_ONCE)
        self._names = {name.casefold() for name in (*settings.server_names, socket.gethostname())}
        self._lock = threading.Lock()
        self._check: PasswordCheck | None = None
        self._is_closed = is_public or self.proxy.signs_in
        if is_public and not (self.proxy.signs_in or self.accounts.read()):
            message = (
                "got an address that others can reach, and nobody who may sign in; expected an account, made with "
                "`bilateral accounts add NAME --role admin --record DIR`, or a proxy that signs people in (proxy_user_header in the settings); "
                "without them the app serves this machine alone, at 127.0.0.1"
            )
            raise SettingsError(message)
        if self.demands_sign_in:
            _ = self.check  # the hash that unknown names are checked against is there before the first of them

    @property
    def demands_sign_in(self) -> bool:
        """Whether people sign in; a running app to which people signed in stays closed when its last account is removed."""
        self._is_closed = self._is_closed or bool(self.accounts.read())
        return self._is_closed

    @property
    def check(self) -> PasswordCheck:
        """What hashes passwords."""
        with self._lock:
            self._check = self._check or PasswordCheck(self.settings)
            return self._check

    async def __call__(self, request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        """Answer a request or refuse it."""
        request.state.visitor = NOBODY
        request.state.is_encrypted = is_encrypted(request, self.proxy)
        begin_session(request, self.sessions)
        try:
            request.state.visitor = self._identify(request)
            response = self._refuse(request) or await self._answer(request, call_next)
        except HTTPException as error:
            response = tell(request, str(error.detail), error.status_code, headers=error.headers)
        except RecordError as error:
            response = tell(request, f"The accounts of this server cannot be read, so nobody is let in: {error}", 503)
        keep_session(request, response)
        self.put_headers(request, response)
        return response

    async def _answer(self, request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        if request.state.visitor.is_local or not _HEAVY.fullmatch(request.url.path):
            return await call_next(request)
        wait = self._heavy.take(request.state.visitor.name or self.address(request)) if self._heavy else 0.0
        if wait:
            told = f"got more than {self.settings.heavy_answers_per_minute} answers that take work within a minute; ask again in {math.ceil(wait)} seconds"
            return tell(request, told, 429, headers={"Retry-After": str(math.ceil(wait))})
        async with self._at_once:
            return await call_next(request)

    def put_headers(self, request: Request, response: Response) -> None:
        """Put the safe headers on an answer."""
        for name, value in (*_HEADERS.items(), ("Content-Security-Policy", POLICY)):
            response.headers.setdefault(name, value)
        if getattr(request.state, "is_encrypted", False):
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")

    def address(self, request: Request) -> str:
        """From where a request comes."""
        return address_of(request, self.proxy)

    def _identify(self, request: Request) -> Visitor:
        """Who asks: by token, by the proxy's word, by session, or at the app's own machine."""
        self._check_host(request)
        if not self.demands_sign_in:
            if handed_on := next((name for name in _HANDED_ON if name in request.headers), ""):
                raise HTTPException(403, f"got a request that a proxy handed on ({handed_on}), and nobody who may sign in. {_NOT_HERE}")
            return Visitor(given_name(request), "admin", "local")
        given = request.headers.get("authorization", "")
        if given.lower().startswith("bearer "):
            return self._visitor_by_token(given[7:].strip())
        by_proxy = visitor_by_proxy(request, self.proxy)
        if by_proxy:
            return by_proxy
        session = self.sessions.find(request.state.session)
        account = self.accounts.find(session.name) if session else None
        if session is None or account is None or account.stamp != session.stamp:
            self.sessions.end(request.state.session)
            return NOBODY
        return Visitor(account.name, account.role, "password")

    def _visitor_by_token(self, text: str) -> Visitor:
        found = self.accounts.find_token(text)
        if found is None:
            raise HTTPException(401, "got a token that is wrong, taken back or too old; make one with `bilateral accounts token NAME`", {"WWW-Authenticate": "Bearer"})
        return Visitor(found[0].name, found[1], "token")

    def _check_host(self, request: Request) -> None:
        """Refuse a name that is not the app's: another site could lead its own name here (DNS rebinding)."""
        try:
            name = (urlsplit("//" + request.headers.get("host", "")).hostname or "").rstrip(".")
        except ValueError:
            name = ""
        if name in HOSTS or (self.demands_sign_in and (name in self._names or is_address(name))):
            return
        raise HTTPException(400, f"got the name {name[:80]!r}, expected {' or '.join(HOSTS[:2])}, or where people sign in one of server_names in the settings")

    def _refuse(self, request: Request) -> Response | None:
        """The answer to what is too large, to somebody who must sign in first, and to a reader's decision; else none."""
        visitor, path = request.state.visitor, request.url.path
        is_write = request.method not in _READS
        if is_write:
            _check_size(request)
        if visitor == NOBODY and not _OPEN.fullmatch(path):
            return self._ask_to_sign_in(request)
        if is_write and not visitor.may_review and not _OWN.fullmatch(path):
            return tell(request, f"{visitor.name} has the role {visitor.role}, expected reviewer or admin; ask an admin for it", 403)
        return None

    def _ask_to_sign_in(self, request: Request) -> Response:
        path = request.url.path
        if request.method == "GET" and not path.startswith("/api/") and self.accounts.read():
            asked = path + ("?" + request.url.query if request.url.query else "")
            return RedirectResponse("/sign-in" + ("?next=" + quote(asked, safe="") if asked != "/" else ""), status_code=303)
        way = "sign in, or send a token (Authorization: Bearer …)" if self.accounts.read() else "come by the proxy that signs people in"
        return tell(request, f"got a request of somebody who is not signed in, or no longer; {way}, then ask again", 401, headers={"WWW-Authenticate": "Bearer"})


def _check_size(request: Request) -> None:
    """Refuse what is too large, or does not say how large it is."""
    given = request.headers.get("content-length", "" if "transfer-encoding" in request.headers else "0")
    if not given.isdecimal():
        raise HTTPException(411, "got content of unknown length, expected the header Content-Length")
    most = _MOST_OF.get(request.url.path, _MOST_BYTES)
    if len(given) > len(str(most)) or int(given) > most:
        raise HTTPException(413, f"got more than {most:,} bytes")


def guard_of(request: Request) -> Guard:
    """The guard of the app; nobody manages accounts where there are none."""
    guard: Guard = request.app.state.guard
    if request.state.visitor.is_local:
        raise HTTPException(404, _NOT_HERE)
    return guard
