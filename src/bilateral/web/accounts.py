"""Accounts of people and their tokens, in a file beside the record: what is copied with a record holds no password."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
import os
import re
import secrets
import time
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.errors import RecordError, SettingsError
from bilateral.tables.lock import take_lock
from bilateral.web.passwords import check_new_password
from bilateral.web.visitors import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.settings import Settings
    from bilateral.web.passwords import PasswordCheck

__all__ = [
    "Account", "AccountsFile", "Token", "account_key", "add_account", "change_password", "change_role", "check_new_account", "find_account",
    "find_accounts_file", "make_token", "open_accounts", "remove_account", "revoke_tokens",
]  # fmt: skip

_FORMAT = 1
_NAME = re.compile(r"\w(?:[\w .@'+-]{0,78}[\w.])?")
_NAME_TEXT = "letters, digits, spaces, and any of . @ ' + - _ between them, 80 characters at most"
_BESIDE = "beside"
_LOCK_SECONDS = 5.0

TOKEN_START = "bilateral"  # noqa: S105 - how each token begins, so that a leaked one is recognised
_TOKEN = re.compile(rf"{TOKEN_START}_([0-9a-f]{{8}})_([\w-]{{43}})")
"""A token as it is handed out: bilateral_0a1b2c3d_… with 256 random bits at its end."""


@dataclass(frozen=True, slots=True)
class Token:
    """A program's way in: its number, the digest of its secret, what it may do, and until when."""

    token_id: str
    digest: str
    role: str  # at most this
    expires: str


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in."""

    name: str
    role: str
    password_hash: str
    stamp: str  # another one after each change of password or role: what was signed in before is signed out
    made: str
    tokens: tuple[Token, ...] = ()


def account_key(name: str) -> str:
    """Names that differ in case or spelling only are one.

    Example:
        >>> account_key(" Ann Åse") == account_key("ann åse")
        True
    """
    return unicodedata.normalize("NFKC", name).strip().casefold()


def find_accounts_file(record: Path, settings: Settings) -> Path:
    """Where the accounts of a record are kept.

    Args:
        record: Folder of the record.
        settings: With `accounts_file`.

    Returns:
        A file that need not be there; never inside the record.

    Raises:
        SettingsError: If the settings name one inside the record.
    """
    folder = record.resolve()
    if settings.accounts_file == _BESIDE:
        return folder.with_name(f"{folder.name}.accounts.json")
    path = Path(settings.accounts_file).expanduser().resolve()
    if path.is_relative_to(folder):
        message = f"accounts_file: got {path}, which lies in the record, expected a file elsewhere: records are copied to others, hashes of passwords are not"
        raise SettingsError(message)
    return path


def _read(path: Path) -> dict[str, Account]:
    """All accounts by key; none where there is no file."""
    try:
        given = json.loads(path.read_text("utf-8"))
        if given["format"] != _FORMAT:
            message = f"got {path} of format {given['format']!r}, expected {_FORMAT}; use the version of bilateral that wrote it"
            raise RecordError(message)
        rows = [Account(**(row | {"tokens": tuple(Token(**one) for one in row["tokens"])})) for row in given["accounts"]]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError) as error:
        message = f"got {path}, which cannot be read as accounts ({error}); expected what `bilateral accounts` wrote: bring back a copy, or remove it and add the accounts anew"
        raise RecordError(message) from error
    return {account_key(row.name): row for row in rows}


def _write(path: Path, accounts: dict[str, Account]) -> None:
    """The whole file or the one before, for its owner's eyes alone."""
    content = json.dumps({"format": _FORMAT, "accounts": [dataclasses.asdict(row) for row in accounts.values()]}, ensure_ascii=False, indent=1)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(path)


@contextmanager
def _changing(path: Path) -> Iterator[dict[str, Account]]:
    """The accounts to change, by one at a time; written at the end."""
    try:
        lock = _wait_for_lock(path.with_name(f".{path.name}.lock"))
        try:
            accounts = _read(path)
            yield accounts
            _write(path, accounts)
        finally:
            lock.free()
    except OSError as error:
        message = f"got {path}, which cannot be written ({error.strerror}); expected a file in a folder of yours: name one with accounts_file in the settings"
        raise RecordError(message) from error


def _wait_for_lock(path: Path) -> Any:
    end = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            return take_lock(path)
        except RecordError as error:
            if time.monotonic() > end:
                message = f"got accounts that another process has been changing for {_LOCK_SECONDS:.0f} seconds ({path}); try again"
                raise RecordError(message) from error
            time.sleep(0.05)


def _find(accounts: dict[str, Account], name: str) -> Account:
    found = accounts.get(account_key(name))
    if found is None:
        told = ", ".join(sorted(row.name for row in accounts.values())) or "there is none yet"
        message = f"got the account {name[:80]!r}, expected one of: {told}"
        raise SettingsError(message)
    return found


def _check_role(role: str) -> None:
    if role not in ROLES:
        message = f"got the role {role[:40]!r}, expected one of: {', '.join(ROLES)}"
        raise SettingsError(message)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def check_new_account(path: Path, name: str, role: str) -> str:
    """Name and role of a new account, before its password is asked for.

    Returns:
        The name in one spelling.

    Raises:
        SettingsError: If they do not fit, or there is such an account.
    """
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not _NAME.fullmatch(name):
        message = f"got the name {name[:80]!r}, expected {_NAME_TEXT}"
        raise SettingsError(message)
    _check_role(role)
    _check_free(_read(path), name)
    return name


def _check_free(accounts: dict[str, Account], name: str) -> None:
    if account_key(name) in accounts:
        message = f"got the name {name!r}, which has an account; change it with `bilateral accounts password` or `bilateral accounts role`"
        raise SettingsError(message)


def find_account(path: Path, name: str) -> Account:
    """The account of a name that must be there.

    Raises:
        SettingsError: If there is none; the message lists the others.
    """
    return _find(_read(path), name)


def add_account(path: Path, name: str, *, role: str, password: str, check: PasswordCheck) -> Account:
    """Add an account.

    Args:
        path: File of the accounts.
        name: Stands beside each decision in the journal.
        role: One of `visitors.ROLES`.
        password: Its password.
        check: Hashes passwords.

    Returns:
        The account.

    Raises:
        SettingsError: If name, role or password do not fit, or there is such an account.
        RecordError: If the file cannot be read or written.
    """
    name = check_new_account(path, name, role)
    check_new_password(name, password)
    made = Account(name, role, check.hash(password), secrets.token_hex(8), _now())
    with _changing(path) as accounts:
        _check_free(accounts, name)
        accounts[account_key(name)] = made
    return made


def change_role(path: Path, name: str, role: str) -> Account:
    """Give an account another role; whoever is signed in with it is signed out. Arguments and errors as for `add_account`."""
    _check_role(role)
    with _changing(path) as accounts:
        changed = dataclasses.replace(_find(accounts, name), role=role, stamp=secrets.token_hex(8))
        accounts[account_key(name)] = changed
    return changed


def change_password(path: Path, name: str, password: str, *, check: PasswordCheck) -> Account:
    """Give an account another password and take its tokens back; whoever is signed in with it is signed out. As for `add_account`."""
    check_new_password(name, password)
    made = check.hash(password)
    with _changing(path) as accounts:
        changed = dataclasses.replace(_find(accounts, name), password_hash=made, stamp=secrets.token_hex(8), tokens=())
        accounts[account_key(name)] = changed
    return changed


def remove_account(path: Path, name: str) -> int:
    """Remove an account with its tokens; its decisions stay in the journal.

    Returns:
        How many accounts are left.
    """
    with _changing(path) as accounts:
        _find(accounts, name)
        del accounts[account_key(name)]
        return len(accounts)


def make_token(path: Path, name: str, *, days: int, role: str = "") -> str:
    """Make a token for a program of somebody with an account.

    Args:
        path: File of the accounts.
        name: Whose.
        days: After so many it ends.
        role: At most this; the account's own of now where none is given.

    Returns:
        The token; only its digest is kept, so it cannot be shown again.

    Raises:
        SettingsError: If there is no such account or role.
    """
    if role:
        _check_role(role)
    token_id, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    expires = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")
    with _changing(path) as accounts:
        account = _find(accounts, name)
        made = Token(token_id, _digest(secret), role or account.role, expires)
        accounts[account_key(name)] = dataclasses.replace(account, tokens=(*(one for one in account.tokens if one.expires > _now()), made))
    return f"{TOKEN_START}_{token_id}_{secret}"


def revoke_tokens(path: Path, name: str, token_id: str = "") -> int:
    """Take back one token of an account, or all of them.

    Returns:
        How many.

    Raises:
        SettingsError: If there is no such account or token.
    """
    with _changing(path) as accounts:
        account = _find(accounts, name)
        kept = tuple(one for one in account.tokens if token_id and one.token_id != token_id)
        if token_id and len(kept) == len(account.tokens):
            message = f"got the token {token_id[:20]!r}, expected one of: {', '.join(one.token_id for one in account.tokens) or 'there is none'}"
            raise SettingsError(message)
        accounts[account_key(name)] = dataclasses.replace(account, tokens=kept)
        return len(account.tokens) - len(kept)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()  # 256 random bits need no slow hash


class AccountsFile:
    """The accounts of a running app, read anew when their file changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, ...] = ()
        self._accounts: dict[str, Account] = {}

    def read(self) -> dict[str, Account]:
        """All accounts by `account_key`.

        Raises:
            RecordError: If the file cannot be read: nobody is let in then.
        """
        try:
            stat = self.path.stat()
            seen: tuple[int, ...] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        except FileNotFoundError:
            seen = ()
        if seen != self._seen:
            self._accounts = _read(self.path)
            self._seen = seen
        return self._accounts

    def find(self, name: str) -> Account | None:
        """The account of a name."""
        return self.read().get(account_key(name))

    def find_token(self, text: str) -> tuple[Account, str] | None:
        """The account that a token is of, and what the token may do; None for a wrong or old one."""
        matched = _TOKEN.fullmatch(text)
        for account in self.read().values() if matched else ():
            for token in account.tokens:
                if matched and token.token_id == matched[1] and hmac.compare_digest(token.digest, _digest(matched[2])) and token.expires > _now():
                    return account, min(token.role, account.role, key=ROLES.index)
        return None


def open_accounts(record: Path, settings: Settings) -> AccountsFile:
    """The accounts of a record; arguments and errors as for `find_accounts_file`."""
    return AccountsFile(find_accounts_file(record, settings))
