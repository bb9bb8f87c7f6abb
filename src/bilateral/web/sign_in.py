"""The pages to sign in and out, of one's own account, and of all accounts for admins."""

from __future__ import annotations

import logging
import math
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bilateral.errors import SettingsError
from bilateral.web.accounts import (
    Account,
    account_key,
    add_account,
    change_password,
    change_role,
    make_token,
    remove_account,
    revoke_tokens,
)
from bilateral.web.guard import Guard, guard_of
from bilateral.web.pages import render
from bilateral.web.passwords import LEAST_CHARACTERS
from bilateral.web.tokens import read_form, safe_back, take_session
from bilateral.web.visitors import NOBODY, ROLES, visitor_of

__all__ = ["need_admin", "sign_in_pages"]

sign_in_pages = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

_Form = Annotated[dict[str, str], Depends(read_form)]
_LOGGER = logging.getLogger("bilateral")
_MOST_DAYS = 3_650
_WRONG = "Name or password is wrong."


@sign_in_pages.get("/sign-in")
def show_sign_in(request: Request, next: Annotated[str, Query(max_length=2_000)] = "/") -> Response:  # noqa: A002 - its name in the address
    """The form to sign in."""
    if visitor_of(request) != NOBODY:
        return RedirectResponse(safe_back(next), status_code=303)
    return HTMLResponse(_sign_in_page(request, guard_of(request), back=next))


def _sign_in_page(request: Request, guard: Guard, *, back: str, told: str = "", name: str = "") -> str:
    return render(request, "sign_in.html", back=safe_back(back), told=told, name=name[:80], has_accounts=bool(guard.accounts.read()))


@sign_in_pages.post("/sign-in")
def sign_in(request: Request, form: _Form) -> Response:
    """Sign somebody in, in a session with a new identifier."""
    guard, back = guard_of(request), form.get("next", "/")
    try:
        account = _check_password(request, guard, form.get("name", ""), form.get("password", ""))
    except HTTPException as error:
        return HTMLResponse(_sign_in_page(request, guard, back=back, told=str(error.detail), name=form.get("name", "")), error.status_code, headers=error.headers)
    _begin(request, guard, account)
    return RedirectResponse(safe_back(back), status_code=303)


def _begin(request: Request, guard: Guard, account: Account) -> None:
    guard.sessions.end(request.state.session)
    take_session(request, guard.sessions.begin(account))


def _check_password(request: Request, guard: Guard, name: str, password: str) -> Account:
    """The account of a name with its password, within the limits of wrong ones.

    Raises:
        HTTPException: If they do not fit, or too many did not before.
    """
    key, address = account_key(name)[:200], guard.address(request)
    wait = guard.by_address.take(address)
    if not wait and (wait := guard.by_name.take(key)):
        guard.by_address.give_back(address)
    if wait:
        _LOGGER.warning("sign-in from %s refused: too many wrong passwords", address)
        told = f"Too many wrong passwords for this name or from this address. Try again in {math.ceil(wait)} seconds."
        raise HTTPException(429, told, {"Retry-After": str(math.ceil(wait))})
    account = guard.accounts.find(name)
    try:
        is_right = guard.check.fits(password, account.password_hash if account else None)
    except TimeoutError as error:
        raise HTTPException(503, "Too many people sign in at this moment. Try again in a few seconds.", {"Retry-After": "10"}) from error
    if account is None or not is_right:
        _LOGGER.info("sign-in from %s: wrong name or password", address)
        raise HTTPException(401, _WRONG, {"WWW-Authenticate": "Bearer"})
    guard.by_name.forget(key)
    guard.by_address.give_back(address)
    return account


@sign_in_pages.post("/sign-out")
def sign_out(request: Request, form: _Form) -> Response:
    """Sign this browser out."""
    del form  # its token was right
    guard_of(request).sessions.end(request.state.session)
    answer = RedirectResponse("/sign-in", status_code=303, headers={"Clear-Site-Data": '"cache"'})
    for prefix in ("", "__Host-"):
        answer.delete_cookie(f"{prefix}bilateral_session", httponly=True, secure=bool(prefix))
    return answer


@sign_in_pages.get("/account")
def show_account(request: Request) -> str:
    """One's own account."""
    return _account_page(request)


def _account_page(request: Request, *, told: str = "", token: str = "") -> str:
    guard, visitor = guard_of(request), visitor_of(request)
    account = guard.accounts.find(visitor.name) if visitor.way == "password" else None
    return render(
        request, "account.html", account=account, told=told, made=token, least=LEAST_CHARACTERS,
        sessions=guard.sessions.count(account) if account else 0, roles=ROLES[: ROLES.index(visitor.role) + 1],
    )  # fmt: skip


def _own_account(request: Request, form: dict[str, str]) -> Account:
    """One's own account, its password given once more: an open browser alone gives nobody a lasting way in."""
    if visitor_of(request).way != "password":
        raise HTTPException(403, "got a visitor without a password here, expected somebody who signed in with one")
    return _check_password(request, guard_of(request), visitor_of(request).name, form.get("password", ""))


@sign_in_pages.post("/account/password")
def set_own_password(request: Request, form: _Form) -> str:
    """Change one's own password; other browsers are signed out."""
    guard, account = guard_of(request), _own_account(request, form)
    if form.get("new", "") != form.get("again", ""):
        message = "got two new passwords that differ, expected the same twice"
        raise SettingsError(message)
    changed = change_password(guard.accounts.path, account.name, form.get("new", ""), check=guard.check)
    _begin(request, guard, changed)
    return _account_page(request, told="The password is changed; other browsers are signed out, and tokens of before are taken back.")


@sign_in_pages.post("/account/token")
def make_own_token(request: Request, form: _Form) -> str:
    """Make a token for a program of one's own; the page shows it once."""
    guard, account = guard_of(request), _own_account(request, form)
    made = make_token(guard.accounts.path, account.name, days=_days(form.get("days", "")), role=form.get("role", ""))
    return _account_page(request, token=made)


def _days(text: str) -> int:
    if not text.isdecimal() or len(text) > len(str(_MOST_DAYS)) or not 1 <= int(text) <= _MOST_DAYS:
        message = f"got {text[:20]!r} days, expected a whole number from 1 to {_MOST_DAYS}"
        raise SettingsError(message)
    return int(text)


@sign_in_pages.post("/account/revoke")
def revoke_own_token(request: Request, form: _Form) -> Response:
    """Take one's own token back."""
    guard = guard_of(request)
    if visitor_of(request).way != "password":
        raise HTTPException(403, "got a visitor without an account here, expected somebody who signed in with a password")
    revoke_tokens(guard.accounts.path, visitor_of(request).name, form.get("token_id", "") or "none")
    return RedirectResponse("/account", status_code=303)


def need_admin(request: Request) -> Guard:
    """The guard of the app, for admins alone."""
    guard = guard_of(request)
    if not visitor_of(request).may_manage:
        raise HTTPException(403, f"got the role {visitor_of(request).role}, expected admin; ask one")
    return guard


_Admin = Annotated[Guard, Depends(need_admin)]


@sign_in_pages.get("/accounts")
def show_accounts(request: Request, guard: _Admin) -> str:
    """All accounts."""
    return _accounts_page(request, guard)


def _accounts_page(request: Request, guard: Guard, told: str = "") -> str:
    rows: list[dict[str, Any]] = [asdict(one) | {"sessions": guard.sessions.count(one)} for one in guard.accounts.read().values()]
    return render(request, "accounts.html", rows=rows, roles=ROLES, told=told, least=LEAST_CHARACTERS)


@sign_in_pages.post("/accounts/add")
def add(request: Request, form: _Form, guard: _Admin) -> str:
    """Add an account."""
    made = add_account(guard.accounts.path, form.get("name", ""), role=form.get("role", ""), password=form.get("password", ""), check=guard.check)
    return _accounts_page(request, guard, f"{made.name} may sign in now.")


def _other(request: Request, form: dict[str, str]) -> str:
    """The name of an account that is not one's own: nobody shuts the door behind themselves."""
    name = form.get("name", "")
    if account_key(name) == account_key(visitor_of(request).name):
        message = f"got {name[:80]}, your own account; expected another one: ask another admin, or use `bilateral accounts` on the server"
        raise SettingsError(message)
    return name


@sign_in_pages.post("/accounts/role")
def set_role(request: Request, form: _Form, guard: _Admin) -> str:
    """Give an account another role."""
    changed = change_role(guard.accounts.path, _other(request, form), form.get("role", ""))
    return _accounts_page(request, guard, f"{changed.name} is {changed.role} now, and must sign in again.")


@sign_in_pages.post("/accounts/password")
def set_password(request: Request, form: _Form, guard: _Admin) -> str:
    """Give an account another password."""
    changed = change_password(guard.accounts.path, _other(request, form), form.get("password", ""), check=guard.check)
    return _accounts_page(request, guard, f"The password of {changed.name} is changed; {changed.name} must sign in again.")


@sign_in_pages.post("/accounts/remove")
def remove(request: Request, form: _Form, guard: _Admin) -> str:
    """Remove an account."""
    name = _other(request, form)
    remove_account(guard.accounts.path, name)
    return _accounts_page(request, guard, f"{name[:80]} may no longer sign in; the decisions stay in the journal.")
