"""The web app: one record, pages to read and review it, JSON, a guard at the door, no request to anywhere else."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from bilateral.record import Record
from bilateral.tables.store import check_folder
from bilateral.version import VERSION
from bilateral.web.answer_pages import answer_pages
from bilateral.web.api import api
from bilateral.web.api_accounts import api_accounts
from bilateral.web.api_documents import api_documents
from bilateral.web.api_review import api_review
from bilateral.web.asked import check_query
from bilateral.web.document_files import document_files
from bilateral.web.dyad_page import dyad_page
from bilateral.web.exchange_pages import exchange_pages
from bilateral.web.group_pages import group_pages
from bilateral.web.guard import HOSTS, POLICY, Guard
from bilateral.web.heavy import end_with_app
from bilateral.web.journal_pages import journal_pages
from bilateral.web.live import LiveRecord
from bilateral.web.map_page import map_pages
from bilateral.web.pages import pages
from bilateral.web.problems import API_PROBLEMS, add_problems
from bilateral.web.review_pages import review_pages
from bilateral.web.sign_in import sign_in_pages
from bilateral.web.timeline_page import timeline_pages

if TYPE_CHECKING:
    from bilateral.settings import Settings

__all__ = ["HOSTS", "POLICY", "create_app"]


def create_app(path: Path, settings: Settings, *, is_public: bool = False) -> FastAPI:
    """Make the web app of one record.

    Where it has accounts or a proxy that signs people in, everybody must sign in; else it answers to its own machine alone.

    Args:
        path: Folder of the record.
        settings: Settings of the user.
        is_public: Whether it is to be reached from other machines.

    Returns:
        An ASGI application.

    Raises:
        RecordError: If the folder is no record, or its accounts cannot be read.
        SettingsError: If others are to reach it and nobody can sign in, or a setting of the proxy is wrong.
    """
    check_folder(path)
    app = FastAPI(
        title="bilateral", version=VERSION, description="A record of the relation between states, every row with the words behind it.",
        docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json", responses=API_PROBLEMS, dependencies=[Depends(check_query)], lifespan=end_with_app,
    )  # fmt: skip
    app.state.live = LiveRecord(path)
    app.state.record = Record(path, settings)
    app.state.secret = secrets.token_bytes(32)
    app.state.guard = Guard(path, settings, is_public=is_public)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    for router in (sign_in_pages, map_pages, timeline_pages, document_files, dyad_page, answer_pages, api_accounts, api_documents, api_review, api, review_pages, journal_pages, group_pages, exchange_pages, pages):
        app.include_router(router)
    app.middleware("http")(app.state.guard)
    add_problems(app)
    return app
