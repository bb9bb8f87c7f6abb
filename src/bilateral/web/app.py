"""The web app: one record, pages to read and review it, JSON, safe headers, no request to anywhere else."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as AnyHTTPException

from bilateral.errors import BilateralError, RecordError
from bilateral.record import Record
from bilateral.tables.store import check_folder
from bilateral.version import VERSION
from bilateral.web.answer_pages import answer_pages
from bilateral.web.api import api
from bilateral.web.live import LiveRecord
from bilateral.web.pages import pages, render
from bilateral.web.review_pages import review_pages
from bilateral.web.tokens import begin_session, keep_session

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bilateral.settings import Settings

__all__ = ["HOSTS", "POLICY", "create_app"]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content security policy of every page but the brief, which brings its own with digests of its script and style."""

HOSTS = ("127.0.0.1", "localhost")
"""Names under which the app answers: a page elsewhere cannot reach it by a name of its own that leads here."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def create_app(path: Path, settings: Settings) -> FastAPI:
    """Make the web app of one record.

    Args:
        path: Folder of the record.
        settings: Settings of the user.

    Returns:
        An ASGI application.

    Raises:
        RecordError: If the folder is no record.
    """
    check_folder(path)
    app = FastAPI(
        title="bilateral", version=VERSION, description="A record of the relation between states, every row with the words behind it.",
        docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
    )  # fmt: skip
    app.state.live = LiveRecord(path)
    app.state.record = Record(path, settings)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.state.secret = secrets.token_bytes(32)
    app.include_router(answer_pages)
    app.include_router(api)
    app.include_router(review_pages)
    app.include_router(pages)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS))
    app.middleware("http")(_guard)
    app.add_exception_handler(BilateralError, _tell_error)
    app.add_exception_handler(AnyHTTPException, _tell_refusal)
    app.add_exception_handler(Exception, _tell_fault)
    app.add_exception_handler(RequestValidationError, _tell_wrong_address)
    return app


async def _guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Put the safe headers on every answer, and the cookie of a session on a page with a form."""
    begin_session(request)
    response = await call_next(request)
    keep_session(request, response)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", POLICY)
    return response


async def _tell_error(request: Request, error: Exception) -> Response:
    """An expected error as a page or as JSON: what was got, what was expected."""
    return _tell(request, str(error), 500 if isinstance(error, RecordError) and request.method == "GET" else 400)


async def _tell_refusal(request: Request, error: Exception) -> Response:
    """What is not there or not allowed."""
    assert isinstance(error, AnyHTTPException)  # noqa: S101 - registered for it
    return _tell(request, str(error.detail), error.status_code)


async def _tell_wrong_address(request: Request, error: Exception) -> Response:
    """An address whose filters cannot be read."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    return _tell(request, "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors()), 422)


async def _tell_fault(request: Request, error: Exception) -> Response:
    """A fault of the app itself; the terminal has it in full."""
    answer = _tell(request, f"The app failed ({type(error).__name__}); the terminal that serves it tells where. Please report it.", 500)
    answer.headers.update({**_HEADERS, "Content-Security-Policy": POLICY})
    return answer


def _tell(request: Request, message: str, status: int) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": message}, status_code=status)
    return HTMLResponse(render(request, "error.html", message=message), status_code=status)
