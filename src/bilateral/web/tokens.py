"""Forms that only the app's own pages can send: a signed token in the form beside a cookie, and the sender's origin."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from fastapi import HTTPException, Request

if TYPE_CHECKING:
    from fastapi import Response

__all__ = ["REVIEWER", "SESSION", "begin_session", "keep_session", "read_form", "reviewer_of", "safe_back", "set_reviewer", "token_of"]

SESSION = "bilateral_session"
REVIEWER = "bilateral_reviewer"

_MOST_BYTES = 200_000
"""Size of a form: the longest quote and a reason fit many times."""

_A_YEAR = 31_536_000
_MOST_NAME = 80


def begin_session(request: Request) -> None:
    """Note the session of a request, a new one where it brings none."""
    request.state.session = request.cookies.get(SESSION) or secrets.token_urlsafe(24)
    request.state.has_form = False


def token_of(request: Request) -> str:
    """What a form of this session must send: the session signed with a secret that the server made when it began."""
    secret: bytes = request.app.state.secret
    request.state.has_form = True
    return hmac.new(secret, request.state.session.encode(), hashlib.sha256).hexdigest()


def keep_session(request: Request, response: Response) -> None:
    """Send the cookie of a session that a page with a form began."""
    if request.state.has_form and SESSION not in request.cookies:
        response.set_cookie(SESSION, request.state.session, httponly=True, samesite="strict")


def reviewer_of(request: Request) -> str:
    """The name that the reader gave; empty where none was asked yet."""
    return unquote(request.cookies.get(REVIEWER, ""))[:_MOST_NAME].strip()


def set_reviewer(response: Response, name: str) -> None:
    """Keep the reader's name for a year."""
    response.set_cookie(REVIEWER, quote(" ".join(name.split())[:_MOST_NAME]), max_age=_A_YEAR, httponly=True, samesite="strict")


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form that one of the app's own pages sent.

    Raises:
        HTTPException: If it comes from elsewhere, has no valid token, is no form or is too large.
    """
    _check_origin(request)
    body = await request.body() if int(request.headers.get("content-length") or 0) <= _MOST_BYTES else b" " * (_MOST_BYTES + 1)
    if len(body) > _MOST_BYTES:
        raise HTTPException(413, f"got a form of more than {_MOST_BYTES:,} bytes")
    try:
        fields: dict[str, Any] = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=200))
    except ValueError as error:
        raise HTTPException(400, "got no form") from error
    if SESSION not in request.cookies or not hmac.compare_digest(fields.get("token", "").encode(), token_of(request).encode()):
        raise HTTPException(403, "This form was made before the server began, or by another page: go back, load the page again and send it anew.")
    return fields


def _check_origin(request: Request) -> None:
    """Refuse what a page elsewhere sent."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403, "got a form from another origin, expected one of this app's own pages")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "got a form from another site, expected one of this app's own pages")


def safe_back(address: str) -> str:
    """Where to go after a form: a page of this app, else home.

    Example:
        >>> safe_back("/documents/ab#r-1"), safe_back("//elsewhere.example"), safe_back("https://elsewhere.example")
        ('/documents/ab#r-1', '/', '/')
    """
    is_own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable() and "\\" not in address
    return quote(address, safe="/?&=#%-._~,:+") if is_own else "/"
