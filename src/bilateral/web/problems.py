"""What goes wrong, told: as a page to people, as problem details (RFC 9457) to programs."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException as AnyHTTPException

from bilateral.errors import BilateralError, RecordError
from bilateral.web.heavy import StillComputingError
from bilateral.web.pages import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["API_PROBLEMS", "MEDIA_TYPE", "Problem", "WrongValue", "add_problems", "tell"]

MEDIA_TYPE = "application/problem+json"
_LOGGER = logging.getLogger("bilateral")

_MOST_SHOWN = 80

_TITLES = {202: "Being computed", 400: "Wrong request", 401: "Not signed in", 403: "Not allowed", 404: "Not there", 405: "Wrong method", 411: "Length required", 413: "Too large",
           415: "Wrong media type", 422: "Wrong values", 429: "Too many requests", 500: "The app failed", 503: "Not at this moment"}  # fmt: skip


class WrongValue(BaseModel):
    """One value of a request that does not fit."""

    where: str
    got: str
    expected: str


class Problem(BaseModel):
    """Why a request was not answered (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[WrongValue]


API_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": title, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status, title in _TITLES.items()
    if status in (202, 400, 401, 403, 404, 422, 429, 503)
}
"""Problems that any address of the API can answer with, as OpenAPI describes them."""


def tell(request: Request, message: str, status: int, *, headers: Mapping[str, str] | None = None, errors: Sequence[WrongValue] = ()) -> Response:
    """A problem as a page, or as JSON under /api/.

    Args:
        request: What was asked.
        message: What was got, what was expected, what to do.
        status: Of HTTP.
        headers: Further ones.
        errors: Values that do not fit.

    Returns:
        The answer.
    """
    title = _TITLES.get(status) or HTTPStatus(status).phrase
    if request.url.path.startswith("/api/"):
        kind = "urn:bilateral:problem:" + title.lower().replace(" ", "-")
        told = Problem(type=kind, title=title, status=status, detail=_clean(message), errors=list(errors))
        return JSONResponse(told.model_dump(), status_code=status, headers=dict(headers or {}), media_type=MEDIA_TYPE)
    return HTMLResponse(render(request, "error.html", title=title, message=message), status_code=status, headers=dict(headers or {}))


def _clean(text: str) -> str:
    """A text that can be sent: halves of surrogate pairs cannot."""
    return text.encode("utf-8", "replace").decode()


async def _tell_error(request: Request, error: Exception) -> Response:
    """An expected error: what was got, what was expected."""
    if isinstance(error, StillComputingError):
        return tell(request, str(error), 202, headers=error.headers)
    is_ours = isinstance(error, RecordError) and request.method == "GET"
    if is_ours:
        _LOGGER.error("%s", error)
    return tell(request, str(error), 503 if is_ours else 400)


async def _tell_refusal(request: Request, error: Exception) -> Response:
    """What is not there or not allowed."""
    assert isinstance(error, AnyHTTPException)  # noqa: S101 - registered for it
    detail = f"got {request.url.path[:_MOST_SHOWN]}, expected an address that {'/api/v1/openapi.json lists' if request.url.path.startswith('/api/') else 'a page links to'}"
    return tell(request, detail if error.detail == "Not Found" else str(error.detail), error.status_code, headers=error.headers)


async def _tell_wrong_values(request: Request, error: Exception) -> Response:
    """Values of an address or a body that cannot be read."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    found = [_wrong_value(one) for one in error.errors()]
    return tell(request, "; ".join(f"{one.where}: got {one.got}, expected {one.expected}" for one in found), 422, errors=found)


def _wrong_value(one: Mapping[str, Any]) -> WrongValue:
    where = ".".join(str(part) for part in one["loc"][1:]) or str(one["loc"][0])
    if one["type"] in ("missing", "json_invalid"):
        return WrongValue(where=where, got="nothing" if one["type"] == "missing" else "no JSON", expected="a value" if one["type"] == "missing" else "JSON")
    expected = str(one["msg"])
    for start in ("Input should be ", "String should ", "Value should "):
        expected = expected.removeprefix(start)
    return WrongValue(where=where, got=_clean(repr(one.get("input"))[:_MOST_SHOWN]), expected=expected)


async def _tell_fault(request: Request, error: Exception) -> Response:
    """A fault of the app itself; the terminal has it in full."""
    told = tell(request, f"The app failed ({type(error).__name__}); the terminal that serves it tells where. Please report it.", 500)
    request.app.state.guard.put_headers(request, told)
    return told


def add_problems(app: FastAPI) -> None:
    """Make an app tell its problems, and describe them in OpenAPI."""
    app.add_exception_handler(BilateralError, _tell_error)
    app.add_exception_handler(AnyHTTPException, _tell_refusal)
    app.add_exception_handler(RequestValidationError, _tell_wrong_values)
    app.add_exception_handler(Exception, _tell_fault)

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            listed = made.setdefault("components", {})
            schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            listed.setdefault("schemas", {}).update({**schema.pop("$defs", {}), "Problem": schema})
            listed["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "description": "A token of `bilateral accounts token`."}}
            made["security"] = [{"token": []}, {}]
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]
