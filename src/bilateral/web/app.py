"""The web app: one record, read-only pages and JSON, safe headers, no request to anywhere else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles

from bilateral.errors import BilateralError, RecordError
from bilateral.record import Record
from bilateral.tables.store import check_folder
from bilateral.version import VERSION
from bilateral.web.api import api
from bilateral.web.live import LiveRecord
from bilateral.web.pages import pages, render

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
    "Referrer-Policy": "no-referrer",
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
    app.include_router(api)
    app.include_router(pages)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS))
    app.middleware("http")(_guard)
    app.add_exception_handler(BilateralError, _tell_error)
    return app


async def _guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Put the safe headers on every answer."""
    response = await call_next(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", POLICY)
    return response


async def _tell_error(request: Request, error: Exception) -> Response:
    """An expected error as a page or as JSON: what was got, what was expected."""
    status = 500 if isinstance(error, RecordError) else 400
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": str(error)}, status_code=status)
    return HTMLResponse(render(request, "error.html", message=str(error)), status_code=status)
