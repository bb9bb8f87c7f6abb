"""Forms that only the app's own pages can send: a signed token in the form beside a cookie, and the sender's origin."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from fastapi import HTTPException, Request

from bilateral.web.visitors import visitor_of

if TYPE_CHECKING:
    from fastapi import Response

    from bilateral.web.sessions import Sessions

__all__ = [
    "REVIEWER", "SESSION", "begin_session", "check_sender", "given_name", "keep_session", "read_form", "reviewer_of", "safe_back", "set_reviewer",
    "take_session", "token_of",
]  # fmt: skip

SESSION = "bilateral_session"
REVIEWER = "bilateral_reviewer"
HEADER = "X-CSRF-Token"

_MOST_BYTES = 200_000
"""Size of a form: the longest quote and a reason fit many times."""

_A_YEAR = 31_536_000
_MOST_NAME = 80
_SIGNATURE = 32


def _cookie_name(request: Request) -> str:
    """Name of the cookie of a session; by https one that no other host can set (prefix __Host-)."""
    return f"__Host-{SESSION}" if request.state.is_encrypted else SESSION


def begin_session(request: Request, sessions: Sessions) -> None:
    """Note the session of a request: that of somebody signed in, or of a visit; a new visit where it brings none of ours."""
    brought = request.cookies.get(_cookie_name(request), "")
    start, _, signature = brought.partition(".")
    is_visit = hmac.compare_digest(_sign(request, "visit", start)[:_SIGNATURE].encode(), signature.encode("utf-8", "replace"))
    request.state.is_known = is_visit or sessions.find(brought) is not None
    request.state.session = brought if request.state.is_known else _new_visit(request)
    request.state.has_form = False


def _new_visit(request: Request) -> str:
    start = secrets.token_urlsafe(24)
    return f"{start}.{_sign(request, 'visit', start)[:_SIGNATURE]}"


def _sign(request: Request, *parts: str) -> str:
    """Parts signed with a secret that the server made when it began."""
    secret: bytes = request.app.state.secret
    return hmac.new(secret, "\0".join(parts).encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def token_of(request: Request) -> str:
    """What a form must send: the session and who is signed in with it, signed."""
    visitor = visitor_of(request)
    request.state.has_form = True
    return _sign(request, "form", request.state.session, visitor.way, "" if visitor.is_local else visitor.name)


def take_session(request: Request, session: str) -> None:
    """Go on with another session: somebody signed in or out."""
    request.state.session, request.state.is_known, request.state.has_form = session, False, True


def keep_session(request: Request, response: Response) -> None:
    """Send the cookie of a session that began: with a page that has a form, or as somebody signed in.

    Where people sign in, a link from elsewhere brings the cookie along (`SameSite=Lax`), a form from elsewhere never does.
    """
    if request.state.has_form and not request.state.is_known:
        how: Literal["strict", "lax"] = "strict" if visitor_of(request).is_local else "lax"
        response.set_cookie(_cookie_name(request), request.state.session, httponly=True, samesite=how, secure=request.state.is_encrypted)


def reviewer_of(request: Request) -> str:
    """The name under which decisions stand: the account's, or what was given at one's own machine; empty for those who do not decide."""
    visitor = visitor_of(request)
    return visitor.name if visitor.may_review else ""


def given_name(request: Request) -> str:
    """The name that was given at one's own machine; empty where none was asked yet."""
    return unquote(request.cookies.get(REVIEWER, ""))[:_MOST_NAME].strip()


def set_reviewer(response: Response, name: str) -> None:
    """Keep the name given at one's own machine for a year."""
    response.set_cookie(REVIEWER, quote(" ".join(name.split())[:_MOST_NAME]), max_age=_A_YEAR, httponly=True, samesite="strict")


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form that one of the app's own pages sent.

    Raises:
        HTTPException: If it comes from elsewhere, has no valid token, is no form or is too large.
    """
    _check_origin(request)
    try:
        fields: dict[str, Any] = dict(parse_qsl((await _read(request)).decode(), keep_blank_values=True, max_num_fields=200))
    except ValueError as error:
        raise HTTPException(400, "got no form") from error
    _check_token(request, fields.get("token", ""))
    return fields


async def _read(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BYTES:
            raise HTTPException(413, f"got a form of more than {_MOST_BYTES:,} bytes")
    return body


def _check_token(request: Request, given: str) -> None:
    if not request.state.is_known or not hmac.compare_digest(given.encode("utf-8", "replace"), token_of(request).encode()):
        raise HTTPException(
            403, "This form was made before the server began or before you signed in, or by another page: go back, load the page again and send it anew."
        )


def check_sender(request: Request) -> None:
    """Refuse JSON to write that another page may have sent.

    A program that sends its own token is believed; a browser's page sends `X-CSRF-Token` as /api/v1/me tells it.

    Raises:
        HTTPException: If it comes from elsewhere or has no valid token.
    """
    if visitor_of(request).way == "token":
        return
    _check_origin(request)
    _check_token(request, request.headers.get(HEADER, ""))


def _check_origin(request: Request) -> None:
    """Refuse what a page elsewhere sent."""
    origin = request.headers.get("origin")
    if origin is not None and _place(origin) != request.headers.get("host", "").lower():
        raise HTTPException(403, "got a form from another origin, expected one of this app's own pages; a proxy must hand on the header Host as it came")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "got a form from another site, expected one of this app's own pages")


def _place(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def safe_back(address: str) -> str:
    """Where to go after a form: a page of this app, else home.

    Example:
        >>> safe_back("/documents/ab#r-1"), safe_back("//elsewhere.example"), safe_back("https://elsewhere.example")
        ('/documents/ab#r-1', '/', '/')
    """
    is_own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable() and "\\" not in address
    return quote(address, safe="/?&=#%-._~,:+") if is_own else "/"
