"""Who asks, and all accounts, as JSON; no answer holds a password's hash or a token."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from bilateral.web.guard import Guard
from bilateral.web.sign_in import need_admin
from bilateral.web.tokens import reviewer_of, token_of
from bilateral.web.visitors import visitor_of

__all__ = ["AccountRow", "Me", "TokenRow", "api_accounts"]

api_accounts = APIRouter(prefix="/api/v1", tags=["accounts"])


class TokenRow(BaseModel):
    """A token, without its secret."""

    token_id: str
    role: str
    expires: str


class AccountRow(BaseModel):
    """An account."""

    name: str
    role: str
    made: str
    sessions: int
    tokens: list[TokenRow]


class Me(BaseModel):
    """Who asks; `csrf_token` is what a page sends as X-CSRF-Token beside JSON to write."""

    name: str
    role: str
    way: str
    reviewer: str
    may_review: bool
    may_manage: bool
    csrf_token: str


@api_accounts.get("/me", summary="Who asks")
def get_me(request: Request) -> Me:
    """Name, role, and how they were signed in: local, password, proxy or token."""
    visitor = visitor_of(request)
    csrf_token = "" if visitor.way == "token" else token_of(request)
    return Me(
        name=visitor.name, role=visitor.role, way=visitor.way, reviewer=reviewer_of(request), may_review=visitor.may_review,
        may_manage=visitor.may_manage, csrf_token=csrf_token,
    )  # fmt: skip


@api_accounts.get("/account", summary="One's own account")
def get_account(request: Request) -> Me:
    """The same as /api/v1/me."""
    return get_me(request)


@api_accounts.get("/accounts", summary="All accounts, for admins")
def get_accounts(guard: Annotated[Guard, Depends(need_admin)]) -> list[AccountRow]:
    """Names, roles, and tokens without their secrets."""
    return [
        AccountRow(
            name=one.name, role=one.role, made=one.made, sessions=guard.sessions.count(one),
            tokens=[TokenRow(token_id=token.token_id, role=token.role, expires=token.expires) for token in one.tokens],
        )
        for one in guard.accounts.read().values()
    ]  # fmt: skip
